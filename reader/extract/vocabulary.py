"""Words that sites use, as tables: in class names and ids, in links that lead on, in headings that end an article.

Owns no decision.  Weak evidence all of it: markup's words help where structure leaves a doubt.  Every pattern is for
text in lower case, because to ignore case costs several times as much.  The platforms' own names for an episode's body
are from the projects' public themes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


def named(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A remembered search in lower case: a page says the same few names on thousands of elements."""

    @lru_cache(maxsize=8192)
    def search(names: str) -> bool:
        return pattern.search(names.lower()) is not None

    return search


UNLIKELY: Final = re.compile(
    r"-ad-|ai2html|banner|breadcrumb|combx|comment|community|cover-wrap|disqus|extra|footer|"
    r"gdpr|header|legends|menu|related"
    r"|remark|replies|rss|shoutbox|sidebar|side-?bar|skyscraper|social|sponsor|supplemental|"
    r"ad-break|agegate|pagination|pager"
    r"|popup|(?:^|[\s_-])modal(?:$|\s)|lightbox|overlay|yom-remote|cookie|consent|newsletter|"
    r"subscribe|promo|share|sharing|outbrain|taboola|recommend|ranking|toolbar"
    r"|widget|masthead|signup|sign-up|login|nav(?:bar|igation)?(?:$|[\s_-])|site-?nav|tag-?list|"
    r"tag-?cloud|toc(?:$|[\s_-])|trackback|hatena-star|advert"
)
"""Class or id of what is probably not the text."""

PERHAPS: Final = re.compile(
    r"and|article|body|column|content|main|mathjax|shadow|entry|post|text|story|chapter|episode|honbun|novel"
)
"""Class or id that takes :data:`UNLIKELY` back."""

BESIDE: Final = re.compile(
    r"(?:^|[\s_])(?:[a-z]+-)?(?:comments?|comment-?(?:list|text|box|area|section|body|wrap\w*|"
    r"form)|disqus\w*|respond|replies|sidebar|related(?:[_-]?\w+)?|newsletter|recommend(?:ed|"
    r"ations?)|breadcrumbs?|outbrain|taboola|sponsored|promo)(?:$|[\s_])"
)
"""Class or id of what stands beside the text, whatever else the name says."""

NOTE_NAME: Final = re.compile(r"foot-?notes?|end-?notes?|doc-(?:foot|end)note|author-?s?-?note|preface|afterword")
"""Class, id or role of an aside that belongs to the text."""

POSITIVE: Final = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story|novel|honbun|"
    r"chapter|episode|prose|kiji|section"
)
NEGATIVE: Final = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|"
    r"masthead|media|meta|outbrain|promo"
    r"|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|byline|"
    r"author-bio|newsletter|nav|menu|pager|social|recommend"
)

BODY: Final = re.compile(
    r"(?:^|\s)(?:(?:entry|post|article|story|blog|blogpost|novel|chapter|episode|"
    r"artikel)[_-]{0,2}(?:content|body|text)"
    r"|e-content|articlebody|novel_honbun|p-novel__text|js-novel-text|widget-episodebody|chp_raw|"
    r"reading-content|main_text|userstuff|gh-content|markdown-body|skin-entrybody"
    r"|note-common-styles__textnote-body|kg-canvas|theme-default-content|vp-doc|md-content__inner|"
    r"article-entry|body-copy|bodytext|fliesstext|honbun)(?:[\s_-]|$)"
)
"""Names of an episode's body on platforms and in their usual themes."""

CLUTTER: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|shares|sharedaddy|addthis|addtoany|a2a|sns|social|socials|"
    r"related|relatedposts?|jp-relatedposts|recommend(?:ed|ations?)?"
    r"|comments?|commentlist|respond|disqus|trackbacks?|pings?|newsletter|subscribe|subscription|"
    r"signup|promo|advert(?:isement)?s?|adsense|adsbygoogle|ads?|sponsor(?:ed)?"
    r"|breadcrumbs?|pagination|pager|paging|pagenavi|page-links|post-nav(?:igation)?|"
    r"post-navigation|nav-links|nav-previous|nav-next|prev-?next|prevnext|navigation|nav-single"
    r"|tag-?list|tags|tagcloud|post-tags|entry-tags|categories|cat-links|tags-links|edit-link|"
    r"editsection|mw-editsection|editbutton|btn_secedit|secedit|permalink|headerlink|"
    r"header-anchor|heading-anchor|anchorjs-link|hash-link"
    r"|toc|toctitle|table-of-contents|rating|ratings|votes?|likes?|like-button|wp-?likes?|"
    r"bookmarks?|clap|tweet-?button|print(?:-?button|friendly)?|report-?button"
    r"|author-?box|author-?bio|author-?info|about-?author|byline|post-meta|entry-meta|"
    r"article-meta|postmeta|post-info|post-metadata|meta-info|posted-(?:on|by)|postdate|post-date|"
    r"entry-date|dateline"
    r"|hatena-(?:bookmark|star)\S*|blogmura|blog-?ranking|clickdonate|ko-?fi|patreon|reading-time|"
    r"word-count|teasers?|call-?out|next-?story|inline-(?:text-?)?box\w*|recirculation\w*|"
    r"popmake\S*|pum|affiliate-text|disclosure|ad-disclosure|editorial-disclaimer|disclaimer|cta|"
    r"kommentare?|entry-?footer|post-?metadata|read-?more|mehr-zum-thema|newsletter\S*|linkbox\S*|"
    r"sz-teaser|story-?promo|copy-?right|copyright|sig-object|noprint|no-print|navbox|metadata|"
    r"infobox-nav|popular|ranking|widget\w*|sidebar|banner|pr-area)(?:$|[\s_-])"
)
"""Class or id of what stands inside a body and is the site's: removed where it is small beside the text."""

_LEAD = (
    r"前の?(?:話|回|章|編|頁|ページ|記事|エピソード|へ|日|節|部分)?(?:へ|に戻る|を読む|に|の話)?|"
    r"次の?(?:話|回|章|編|頁|ページ|記事|エピソード|へ|日|"
    r"節|部分)?(?:へ|に進む|を読む|に|の話)?|前へ|次へ|前話|次話|前回|次回|前頁|次頁|前編へ|続き|"
    r"続きを読む|つづき|つづく|戻る|もどる|進む|すすむ"
    r"|目次|もくじ|目次へ|目次に戻る|目次へ戻る|もくじへ|一覧|一覧へ|一覧に戻る|作品一覧|トップ|"
    r"トップへ|トップページ|トップへ戻る|ホーム|小説目次|小説トップ|表紙|表紙へ|"
    r"ページトップへ|上へ|(?:最初|最新)(?:へ|の話|話)?|しおりを挟む|感想を書く|index|contents|toc|"
    r"top|home|main|menu|up|back|"
    r"novel|next|prev|previous|first|last"
    r"|(?:go\s+)?(?:to\s+)?(?:the\s+)?(?:previous|prev|next|first|last|latest|newer|older|"
    r"back)(?:\s+(?:chapter|episode|part|page|post|entry|installment|instalment|story|scene|"
    r"section|document|article|up))?"
    r"|(?:table\s+of\s+contents?|contents(?:\s+page)?|all\s+(?:chapters|episodes)|"
    r"chapter\s+(?:list|index)|back\s+to\s+(?:the\s+)?(?:top|index|contents?|home|toc|list|story|"
    r"table\s+of\s+contents)|index\s+page|home\s+page|start\s+reading|continue(?:\s+reading)?|"
    r"read\s+(?:on|more|next)|skip\s+to\s+content)"
    r"|이전\s*(?:화|회|글|편|장|페이지)?|다음\s*(?:화|회|글|편|장|페이지)?|목차|목록|처음|맨\s*위로|"
    r"홈|上一[章页頁篇节節回话話]|"
    r"下一[章页頁篇节節回话話]|上一个|下一个|目录|目錄|返回(?:目录|目錄|首页|列表)?|返回|首页|首頁|"
    r"书页|加入书签|上页|下页|没有了"
    r"|précédent|suivant|sommaire|chapitre\s+(?:précédent|suivant)|zurück|weiter|vor|"
    r"nächstes?\s+kapitel|voriges\s+kapitel|vorheriges\s+kapitel|inhalt(?:sverzeichnis)?|anterior|"
    r"siguiente|próximo|índice|capítulo\s+(?:anterior|siguiente)|предыдущая(?:\s+глава)?|"
    r"следующая(?:\s+глава)?|оглавление|назад|вперёд|вперед"
)
LEADS_ON: Final = re.compile(rf"(?:{_LEAD})")
"""The whole of a link's text, marks and brackets stripped, that leads to a neighbour or to the contents."""

LEAD_WORD: Final = re.compile(
    r"\b(?:prev(?:ious)?|next|contents|index|older|newer)\b|前の|次の|前話|次話|前へ|次へ|前回|"
    r"次回|目次|もくじ|이전|"
    r"다음|목차|上一|下一|目录|目錄|戻る|もどる|トップ"
)
"""A word that a link to a neighbour begins or ends with, beside the neighbour's title."""

TAIL_HEADING: Final = re.compile(
    r"(?:関連(?:記事|リンク|する記事|情報|ページ|エントリー?|エントリ|投稿)?|あわせて読みたい|"
    r"おすすめ(?:の)?記事|この記事(?:を|に).{0,20}|"
    r"人気記事.{0,10}|最新記事|最近の(?:記事|投稿)|コメント(?:する|を書く|を残す|"
    r"[\s(（]?\d*[)）]?件?)?|トラックバック.{0,12}|"
    r"シェア(?:する)?|共有|ブックマーク|感想.{0,8}"
    r"|related(?:\s+(?:posts?|articles?|stories|content|links?|topics|news|reading|coverage))?:?|"
    r"(?:you\s+)?(?:may|might)\s+also\s+(?:like|enjoy|be\s+interested\s+in).{0,12}|more\s+(?:from|"
    r"on|in|about|stories|articles|like\s+this).{0,40}|read\s+(?:more|next|also).{0,30}|"
    r"recommended(?:\s+(?:for\s+you|reading|articles|stories))?|see\s+also|further\s+reading|"
    r"share(?:\s+(?:this|on|with).{0,30})?:?|like\s+this:?|comments?(?:\s*\(\d+\))?|"
    r"\d+\s+(?:comments?|responses?|thoughts?\s+on.*|replies)|(?:leave|post|add)\s+a\s+(?:comment|"
    r"reply).{0,10}|leave\s+a\s+reply|about\s+the\s+authors?|popular\s+(?:posts|articles|now)|"
    r"trending.{0,10}|latest\s+(?:news|posts|articles|stories)|subscribe.{0,40}|sign\s+up.{0,40}|"
    r"follow\s+us.{0,20}|tags?:?|filed\s+under:?|topics:?|advertisement|newsletter|"
    r"most\s+(?:popular|read|viewed|recent).{0,20}|what\s+to\s+read\s+next|editor.?s.?\s+picks?"
    r"|관련\s*(?:글|기사).{0,8}|댓글.{0,8}|相关(?:文章|阅读|新闻|推荐).{0,6}|相關(?:文章|閱讀).{0,6}|"
    r"评论.{0,8}|推荐阅读|猜你喜欢|"
    r"ähnliche\s+(?:beiträge|artikel)|mehr\s+zum\s+thema|kommentare?.{0,12}|weitere\s+(?:artikel|"
    r"beiträge|themen).{0,12}|das\s+könnte\s+(?:sie|dich)\s+auch\s+interessieren|"
    r"articles\s+(?:liés|similaires)|à\s+lire\s+aussi.{0,20}|commentaires?.{0,10}|partager.{0,20}|"
    r"artículos\s+relacionados|comentarios.{0,10}|articoli\s+correlati|leggi\s+anche.{0,10}|"
    r"teilen.{0,20}|schlagwörter:?|über\s+de[nr]\s+autor(?:in)?.{0,30}|das\s+könnte\s+(?:dich|sie|"
    r"ihnen|euch)\s+auch\s+.{0,20}|weitere\s+(?:informationen|infos|\w+tipps\s.{0,30}|"
    r"beiträge\s.{0,40}|themen.{0,20}):?|zum\s+weiterlesen:?|kontakt:?|verwandte\s+\w+|"
    r"auch\s+(?:lesen|interessant|auf\s.{0,30}):?|mehr\s+\S+\s+(?:auf|zu)\s.{0,30}|"
    r"zusatzinformationen:?|notas\s+relacionadas|empfehlungen\s.{0,40}|para\s+seguir\s+leyendo)"
)
"""The whole of a heading or short line after which comes what is not the article."""

CAPTION_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:captions?|figcaption|wp-caption-text|bildunterschrift|bildtext|"
    r"image-?text|img-?text|photo-?(?:caption|text|credit)|image-?(?:caption|credit)"
    r"|credits?|img-credit|picture-?(?:text|caption)|media-?caption|foto-?text|legende|"
    r"gallery-caption|legend|image-?description|img-author|imgdesc|icaption\w*|"
    r"copyright-?notice)(?:$|[\s_-])"
)
"""Class of what stands under a picture."""

is_caption_name: Final = named(CAPTION_NAME)

CREDIT: Final = re.compile(
    r"[\[(（]?\s*(?:©|\(c\)\s|(?:photos?|fotos?|bild(?:quelle)?|images?|imagen|picture|"
    r"credits?|illustrations?|titelbild|titelfoto|abbildung(?:\s*\d+)?|figure\s*\d+|"
    r"abb\.?(?:\s*\d+)?|photo(?:graph)?\s+by|image\s+credit|photo\s+credit|写真|撮影|画像|イラスト|挿絵|挿画|사진|"
    r"图片?|圖片?)\s*[:：/／]).{0,240}"
)
"""A line that names a picture's maker."""

ADVERT: Final = re.compile(
    r"[\s\-–—*|\[(]*(?:advert(?:isement|ising|orial)?s?|anzeigen?|werbung|reklama?|publicité|"
    r"publicidad|pubblicità|annonce|sponsored(?:\s+content)?|"
    r"story\s+continues\s+below(?:\s+advertisement)?|continue\s+reading(?:\s+the\s+main\s+story)?|"
    r"article\s+continues\s+below.{0,20}|loading\.{3}|this\s+slideshow\s+requires\s+javascript\.?|"
    r"スポンサー(?:ド)?リンク|広告|pr|광고|广告|廣告)[\s\-–—*|\])：:]*"
)
"""The whole of a line that announces an advertisement."""

READ_MORE: Final = re.compile(
    r"[\s>»→▶■*]*(?:(?:read|see|watch|also|related|more|click)\b[^.!?。]{0,40}|lesen\s+sie|"
    r"lies\s+(?:auch|hier)|mehr\s+(?:dazu|zum|lesen)|siehe\s+auch|à\s+lire|lire\s+aussi|lea|"
    r"lee\s+también|leggi|dowiedz|czytaj|zobacz|lees\s+ook|leia|veja|関連記事|参考記事|あわせて|"
    r"併せて|相关阅读|延伸阅读|"
    r"관련\s*기사|mira(?=:)|le\s+puede\s+interesar|te\s+puede\s+interesar|puedes?\s+ver|"
    r"auch\s+(?:lesen|interessant)|czytaj\s+także|>>)\s*.{0,12}"
)
"""How a line begins that is mostly a link to another article."""


_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8192)
def is_clutter_name(names: str) -> bool:
    """Whether class or id, in any spelling, names the site's own pieces inside a body."""
    lower = names.lower()
    return bool(CLUTTER.search(lower) or (lower != names and CLUTTER.search(_CAMEL.sub("-", names).lower())))

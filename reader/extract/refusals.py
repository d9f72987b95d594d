"""What is no episode: files that are no pages, and pages that stand in for one.

Owns the recognition and the sentence that names it.  A page is refused on two signs that agree (its title or a
heading, a sentence that such pages say, a mark in its source), or on one sentence that nothing else says, and only
while its text is short: a real episode may be called "404" or be about a login.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.errors import NoText
from reader.extract.content import raw_text
from reader.extract.pruning import remove
from reader.hypertext.tree import parse_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from reader.model import Resource

LONG: Final = 3000
"""Bytes of text from which a page is an episode, whatever else it says."""

_TINY: Final = 120
"""Bytes of text below which the title alone decides."""

_SHORT: Final = 1200
"""Bytes of text below which one telling sentence decides."""

_SEEN: Final = 6000
"""Code points of a page that are searched for sentences, from each end."""

_BROWSER: Final = "Open it in a browser to see what is there."

_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"BM", "an image"),
    (b"PK\x03\x04", "an archive or an e-book"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"wOF", "a font"),
    (b"SQLite format 3", "a database"),
)
_TYPES: Final = (
    (re.compile(r"application/pdf"), "a PDF file"),
    (re.compile(r"image/(?!svg)"), "an image"),
    (re.compile(r"image/svg"), "a drawing"),
    (re.compile(r"audio/"), "a sound"),
    (re.compile(r"video/"), "a video"),
    (re.compile(r"font/"), "a font"),
    (re.compile(r"application/(?:zip|x-zip|epub|x-rar|x-7z|gzip|x-tar|x-bzip)"), "an archive or an e-book"),
    (re.compile(r"application/(?:msword|vnd\.|rtf)"), "an office document"),
    (re.compile(r"application/(?:rss|atom|feed)"), "a feed"),
    (re.compile(r"(?:application/(?:json|javascript|x-javascript|ld)|text/(?:javascript|css|csv))"), "data"),
    (re.compile(r"application/octet-stream"), "a file"),
)
_FEED: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?xml-stylesheet[^>]*>\s*)*<(?:rss|feed|rdf:RDF|"
    rb"urlset|sitemapindex|opml)\b",
    re.DOTALL,
)
_MARKUP: Final = re.compile(rb"<(?:!doctype|html|head|body|p|div|meta|title|script|a|br|h[1-6])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of page that stands in for an episode, and how it is known."""

    name: str
    hint: str
    title: re.Pattern[str]
    sentence: re.Pattern[str]
    telling: re.Pattern[str] | None = None
    mark: re.Pattern[bytes] | None = None
    limit: int = LONG
    mark_decides: bool = False
    """A sentence and a mark are enough; elsewhere a site's usual frame has both on every page."""


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern for text in lower case."""
    return re.compile(f"(?:{pattern})")


SIGNS: Final = (
    Sign(
        "a check for robots",
        "Open it in a browser; the site does not want programs.",
        _words(
            r"just a moment|attention required|checking your browser|access denied|security check|"
            r"are you (?:a )?(?:robot|human)|robot or human|verify (?:that )?you are (?:a )?human|"
            r"one moment, please|pardon our interruption|access to this page has been denied|press (?:&|"
            r"and) hold|ddos-guard|please wait|human verification|captcha|you have been blocked|"
            r"bot verification|安全验证|人机验证|ロボットではない|セキュリティ(?:チェック|確認)"
        ),
        _words(
            r"enable javascript and cookies to continue|checking (?:if the site connection is secure|"
            r"your browser before)|verify(?:ing)? (?:that )?you are (?:a )?human|"
            r"needs to review the security of your connection|complete the (?:security check|captcha)|"
            r"press (?:&|and) hold to confirm|unusual traffic|why have i been blocked|automated (?:access|"
            r"requests|traffic|queries)|ロボットではないことを|自動(?:化された)?アクセス|请完成安全验证|安全检查"
        ),
        _words(
            r"enable javascript and cookies to continue|checking your browser before accessing|"
            r"checking if the site connection is secure|needs to review the security of your connection|"
            r"verify(?:ing)? (?:that )?you are (?:a )?human"
        ),
        re.compile(
            rb"cf_chl_|challenge-platform|cf-browser-verification|_Incapsula_Resource|px-captcha|"
            rb"ddos-guard|sucuri_cloudproxy|aws-waf|g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|"
            rb"geetest|perimeterx|datadome",
            re.IGNORECASE,
        ),
        mark_decides=True,
    ),
    Sign(
        "a login page",
        "The site shows this to its members only; open it in a browser where you are logged in.",
        _words(
            r"^\W*(?:log[ -]?in|sign[ -]?in|new session|login required|member login|members? only|ログイン|"
            r"会員ログイン|サインイン|会員登録|로그인|登录|登入|用户登录|connexion|anmelden|einloggen|"
            r"iniciar sesión|вход)\b|(?:^|"
            r"[-|–—:：])\s*(?:log[ -]?in|sign[ -]?in|ログイン|로그인|登录|anmelden|connexion)\s*(?:$|[-|–—:：])"
        ),
        _words(
            r"(?:please |you (?:must|need to|have to) )(?:log|sign)[ -]?(?:ged |ed )?in|"
            r"log in (?:to (?:continue|view|read|access)|now)|sign in to (?:continue|view|read|access)|"
            r"(?:only )?available (?:only )?to (?:registered|logged)|registered users only|"
            r"forgot (?:your )?password|ログインして(?:ください|下さい)|ログインが必要|ログインすると|"
            r"パスワードを(?:お忘れ|入力)|会員(?:のみ|限定|"
            r"専用)|로그인(?:이 필요|해 주세요|하세요|후 이용)|请(?:先)?登[录錄]|請先登入|登录后|忘记密码|"
            r"mot de passe oublié|"
            r"passwort vergessen"
        ),
        _words(
            r"this work is only available to registered users|you (?:must|need to|"
            r"have to) (?:be logged in|log ?in|sign in) to (?:view|read|access|continue)|please (?:log|"
            r"sign)[ -]?in to (?:view|read|access|continue)|このページ(?:を見る|をご覧になる|"
            r"の閲覧)には(?:、)?ログインが必要|"
            r"ログインが必要です|로그인이 필요합니다|请登录后(?:查看|阅读|继续)"
        ),
        re.compile(rb"type\s*=\s*[\"']?password", re.IGNORECASE),
    ),
    Sign(
        "a page for paying members",
        "Only the beginning is free; open it in a browser if you are a member.",
        _words(r"subscribe|subscription|members? only|paywall|premium|有料|会員限定|プレミアム|유료|付费|付費|vip"),
        _words(
            r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:become|"
            r"join as) a (?:paid )?(?:member|subscriber|patron)|(?:for|to) (?:paid|paying) (?:subscribers|"
            r"members)|this (?:post|chapter|episode|article|story|content) is (?:for|only (?:for|"
            r"available to)) (?:paid|paying|premium|members|subscribers|patrons)|unlock this (?:post|"
            r"chapter|episode)|already a (?:subscriber|member|paid)|start your free trial|(?:buy|"
            r"purchase) (?:this )?(?:chapter|episode)|有料(?:会員|記事|部分|エリア)|会員限定|続きを(?:読む|"
            r"みる|見る)には|ここから先は|"
            r"この続きをみるには|残り\s*[\d,]+\s*(?:文字|字)|購入(?:して|すると|手続き)|ポイントを?(?:購入|"
            r"使用|消費)|유료\s*(?:회차|회원)|구매(?:하기|"
            r"후)|결제|本章(?:节)?为\s*vip|订阅(?:后|本章)|付费(?:章节|阅读)|购买(?:本章|后)"
        ),
        _words(
            r"this (?:post|chapter|episode|article|story) is (?:for|only (?:for|available to)) (?:paid|"
            r"paying|premium) (?:subscribers|members)|subscribe to (?:continue|keep) reading|この記事は有料|"
            r"有料会員限定(?:の|です)|続きを読むには(?:、)?(?:会員|購入|有料)|この続きをみるには|本章(?:节)?为\s*vip"
        ),
        re.compile(rb"isAccessibleForFree[\"'\s:]+(?:false|[\"']False)", re.IGNORECASE),
        mark_decides=True,
    ),
    Sign(
        "a page that says it cannot find the episode",
        "The address may have changed; look at the serial's contents page in a browser.",
        _words(
            r"\b404\b|\b410\b|not[ -]found|page (?:is )?(?:missing|unavailable)|no longer (?:available|"
            r"exists)|does(?:n['’]t| not) exist|nothing (?:was )?found|oops|ページが(?:見つ|みつ|存在)|"
            r"見つかりません|"
            r"存在しません|お探しの|削除され|エラー|찾을 수 없|존재하지 않|页面不存在|頁面不存在|找不到|"
            r"未找到|已删除|introuvable|nicht gefunden|"
            r"no encontrad|não encontrad|не найден"
        ),
        _words(
            r"(?:page|story|chapter|post|work|content|url|file|document|resource|article|"
            r"entry)(?: you (?:are|were|requested|'re) ?(?:looking for|"
            r"requested)?)?[^.!?]{0,40}(?:could ?n['’]?o?t be found|was ?n['’]?o?t found|not found|"
            r"does ?n['’]?o?t exist|no longer (?:exists|available)|has been (?:removed|deleted|moved)|"
            r"is (?:unavailable|not available|missing))|(?:can['’]?t|cannot|could ?n['’]?o?t|"
            r"unable to) (?:find|locate)|may have (?:been (?:moved|deleted|removed)|mistyped)|"
            r"might have been (?:moved|removed|deleted)|unavailable for reading|お探しの(?:ページ|作品|小説|"
            r"記事|エピソード|"
            r"コンテンツ)|(?:ページ|作品|小説|記事|エピソード)(?:は|が)(?:見つかりません|みつかりません|"
            r"存在しません|存在しない|削除され|非公開)|(?:url|"
            r"アドレス)(?:が(?:間違|変更|正しくない)|を(?:ご)?確認)|(?:移動|削除)(?:または|もしくは|あるいは|"
            r"、|か)(?:削除|移動)|찾을 수 없습니다|"
            r"존재하지 않(?:는|습니다)|삭제되었|页面(?:不存在|已删除|没有找到)|找不到(?:您|你|该|頁|页)|"
            r"(?:n['’]existe pas|introuvable)|"
            r"existiert nicht|nicht gefunden|no (?:existe|se ha encontrado)"
        ),
        _words(
            r"the page you (?:were|are|'re) (?:looking for|requested|trying)[^.!?]{0,40}(?:doesn|does not|"
            r"could|can|was|has|is no)|story (?:is unavailable|not found)|お探しのページ(?:は|が)|"
            r"ご指定の(?:ページ|作品|"
            r"小説)(?:は|が)|この(?:作品|小説|エピソード|記事|投稿)は(?:存在しない|見つかりません|削除され|"
            r"非公開)|요청하신 페이지를 찾을 수 없|您访问的页面不存在"
        ),
    ),
    Sign(
        "an error page",
        "The site has trouble; try again later.",
        _words(
            r"\b(?:400|401|403|429|500|502|503|504|520|521|522|523|524)\b|internal server error|"
            r"bad gateway|service (?:temporarily )?unavailable|gateway time-?out|forbidden|"
            r"too many requests|server error|application error|fatal error|maintenance|database error|"
            r"メンテナンス|サーバーエラー|アクセス(?:拒否|が集中|禁止)|점검|维护|error\b|index of /"
        ),
        _words(
            r"internal server error|bad gateway|service (?:is )?temporarily unavailable|gateway time-?out|"
            r"you don['’]t have permission to access|too many requests|"
            r"error establishing a database connection|(?:currently|temporarily|site is|we are|we're|"
            r"now) (?:down|closed|"
            r"undergoing|under)(?: for)?(?: scheduled)? maintenance|fatal error:|an (?:unexpected |"
            r"internal )?error (?:has )?occurred|something went wrong|please try again (?:later|in a)|"
            r"メンテナンス中|メンテナンスのため|アクセスが集中|しばらく(?:して|経って|時間を)|"
            r"サーバー(?:エラー|が混)|점검 중|系统维护|服务器(?:错误|繁忙)|"
            r"it works!|welcome to nginx|apache2? (?:ubuntu|debian)? ?default page|parent directory"
        ),
        _words(
            r"error establishing a database connection|welcome to nginx!|it works!|"
            r"the requested url was rejected|you don['’]t have permission to access"
        ),
    ),
    Sign(
        "a parked domain",
        "The site is gone; the Internet Archive may have a copy.",
        _words(r"domain|for sale|parked|is available|coming soon|ドメイン|出售|域名"),
        _words(
            r"(?:this )?domain (?:name )?(?:is|may be) for sale|buy this domain|domain (?:has )?expired|"
            r"is parked free|(?:related|popular) (?:searches|links)|inquire about this domain|"
            r"get this domain|renew (?:this|your) domain|make an offer|このドメイン(?:は|を)|"
            r"ドメイン(?:の(?:登録|更新|"
            r"有効期限)|を(?:取得|購入))|域名(?:出售|已过期|转让)"
        ),
        _words(
            r"this domain (?:name )?(?:is|may be) for sale|buy this domain|domain is parked|"
            r"is parked free, courtesy of|このドメインは(?:販売|売り|お名前)"
        ),
        re.compile(
            rb"sedoparking|parkingcrew|hugedomains|afternic|bodis\.com|dan\.com|domainparking|parklogic|"
            rb"above\.com/|undeveloped\.com",
            re.IGNORECASE,
        ),
        mark_decides=True,
    ),
    Sign(
        "a page that asks for consent first",
        "Open it in a browser once and answer it; the site shows nothing before.",
        _words(r"before you continue|consent|cookies?\b|privacy|datenschutz|同意"),
        _words(
            r"before you continue to|we (?:and our partners )?(?:use|store) cookies|we value your privacy|"
            r"manage (?:your )?(?:choices|preferences|cookies|options)|accept all|reject all|"
            r"agree and (?:continue|proceed)|your (?:privacy|consent) choices|cookie(?:s)? (?:policy|"
            r"settings)|alle akzeptieren|tout accepter|(?:クッキー|cookie)(?:の使用|に同意|を使用)|"
            r"同意して(?:続ける|進む)"
        ),
        _words(
            r"before you continue to|we (?:and our (?:\d+ )?partners )(?:use|store)[^.]{0,60}(?:cookies|"
            r"information on)|we value your privacy"
        ),
        re.compile(rb"consent\.(?:google|yahoo|youtube)|collectConsent|cmp-container|qc-cmp2", re.IGNORECASE),
    ),
    Sign(
        "a page that asks for the reader's age first",
        "Open it in a browser once and answer it.",
        _words(
            r"age (?:check|verification|confirmation|gate)|adult content|年齢(?:確認|認証)|18\s*(?:歳|禁|\+)|"
            r"성인\s*인증|年龄"
        ),
        _words(
            r"(?:are you|i am|you (?:must|have to) be|over|at least) (?:at least |over )?(?:18|21)|"
            r"18 (?:years|or older)|adult content|年齢(?:確認|認証)|18\s*歳(?:以上|未満)|19세\s*(?:이상|"
            r"미만)|未满\s*18|"
            r"已满\s*18"
        ),
        _words(r"あなたは18歳以上ですか|are you (?:over|at least) (?:18|21)|this work could have adult content"),
    ),
    Sign(
        "a page that only a script can fill",
        "Open it in a browser; without scripts the site shows nothing.",
        _words(r"javascript|loading|読み込み|ブラウザ"),
        _words(
            r"(?:enable|turn on|activate|requires?|need) javascript|javascript (?:is|must be|"
            r"to be) (?:disabled|enabled|required|turned on)|javascript\s*を(?:有効|オン|on)|자바스크립트를|"
            r"请(?:启用|"
            r"开启)\s*javascript|(?:browser|ブラウザ)[^.。]{0,40}(?:not supported|unsupported|outdated|"
            r"対応していません|"
            r"非対応)"
        ),
        _words(
            r"you need to enable javascript to run this app|please enable javascript to (?:view|continue|"
            r"use)|this (?:site|page|app) requires javascript|javascriptを有効に(?:して|する)"
        ),
    ),
)


def refuse_files(resource: Resource) -> None:
    """Raise :class:`NoText` for bytes that are no page, whatever they are called."""
    head = resource.body[:1024]
    name = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if not name and head[4:8] == b"ftyp":
        name = "a video"
    if not name and _FEED.match(resource.body, 0, 8192):
        raise NoText(
            "this is a feed, not a page", subject=resource.url, hint="Give its address to `tsuzuki add` to follow it."
        )
    markup = bool(_MARKUP.search(resource.body, 0, 65536))
    if not name and not markup:
        name = next((name for pattern, name in _TYPES if pattern.match(resource.content_type)), "")
    if not name and not markup and _is_binary(head):
        name = "a file of another kind"
    if name and not (markup and name in ("an image", "a program", "an image or a sound")):
        raise NoText(f"this is {name}, not a page", subject=resource.url, hint=_BROWSER)


def _is_binary(head: bytes) -> bool:
    """Whether bytes without markup are no text: controls that no text holds, and no UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127 for byte in head)  # noqa: PLR2004 - ASCII
    return controls > len(head) * 0.05


def refuse_stand_ins(resource: Resource, headings: Callable[[], Sequence[str]], size: int) -> None:
    """Raise :class:`NoText` for a page that stands in for an episode.

    ``headings`` says the page's title and first headings, ``size`` the extracted text's bytes.  The page is parsed once
    more, whole: what such pages say often stands where an episode's text never does.
    """
    if size >= LONG:
        return
    lines = [line.lower() for line in headings() if line]
    suspects = [(sign, any(sign.title.search(line) for line in lines)) for sign in SIGNS]
    if size >= _SHORT:
        suspects = [(sign, named) for sign, named in suspects if named]
    if not suspects:
        return
    root = parse_plain(resource.body, resource.headers.get("content-type", ""))
    for element in list(root.iter("script", "style", "template")):
        remove(element)
    text = " ".join(raw_text(root).split()).lower()
    text = text if len(text) <= 2 * _SEEN else text[:_SEEN] + " " + text[-_SEEN:]
    for sign, named in suspects:
        if _stands_in(sign, named, text, resource.body, size):
            raise NoText(f"this is {sign.name}, not an episode", subject=resource.url, hint=sign.hint)
    if size == 0:
        _refuse_empty(resource, root)


def _stands_in(sign: Sign, named: bool, text: str, body: bytes, size: int) -> bool:
    if size < _SHORT and sign.telling and sign.telling.search(text):
        return True
    if named and size < _TINY:
        return True
    said = (named or sign.mark_decides) and bool(sign.sentence.search(text))
    if named and said:
        return True
    if not sign.mark_decides or not (named or (said and size < _SHORT)):
        return False
    return bool(sign.mark and sign.mark.search(body))


def _refuse_empty(resource: Resource, root: _Element) -> None:
    """Raise :class:`NoText` for a page without text, saying what is there instead."""
    frames = [frame.get("src", "") for frame in root.iter("frame", "iframe") if frame.get("src")]
    if frames:
        raise NoText(
            "the page is an empty frame around other pages",
            subject=resource.url,
            hint=f"Give the address of the page inside instead: {clean_line(frames[-1], 200)}",
        )
    raise NoText("the page holds no text", subject=resource.url, hint=_BROWSER)

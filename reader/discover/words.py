# ruff: noqa: E501 - tables of words read best in long lines
"""The words by which pages name what a link leads to, as tables.

Owns the vocabulary of next, previous, contents, older pages, archives, topics and of places that are no content.
Refuses to decide anything: :mod:`links`, :mod:`chain` and :mod:`plan` do.  Matching is on folded, lower-case text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ARROWS = "⟨⟩⟪⟫❮❯⏪⏩⏮⏭⇠⇢⟵⟶⇦⇨↩↪⤺⤻↤↦⇤⇥👈👉🡐🡒🠔🠖🔙\ufe0e\ufe0f←→↑↓«»‹›<>＜＞≪≫⇒⇐➡⬅▶◀►◄▲▼△▽|｜:：・·•*＊-–—~〜[]［］()（）【】「」『』《》〈〉.…。、,!！"
_EDGES = _ARROWS + " "


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case, compatibility forms, single spaces: for comparing words, never for showing."""
    text = text[:300] if text.isascii() else unicodedata.normalize("NFKC", text[:300])
    return " ".join(text.lower().split())


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The folded text without arrows, brackets and dots at its ends."""
    return folded(text).strip(_EDGES)


def _table(*lines: str) -> frozenset[str]:
    return frozenset(word.strip() for line in lines for word in line.split(",") if word.strip())


NEXT: Final = _table(
    "next, next chapter, next episode, next part, next post, next page, next story, next entry, next one, newer, newer post,"
    "newer entry, continue, continue reading, continue to next chapter, read next, onward, forward, go to next chapter",
    "次, 次へ, 次話, 次の話, 次の話へ, 次回, 次回へ, 次ページ, 次のページ, 次のページへ, 次章, 次の章, 次の章へ, 次の記事, 次の記事へ, 次の日,"
    "次を読む, 次のエピソード, 次のエピソードへ, 次へ進む, 次に進む, 続き, 続きへ, 続きを読む, つづき, つづきへ, つづく, 進む, 後の話, 新しい記事, 翌日, 次の話を読む, 次の回",
    "다음, 다음 화, 다음화, 다음 편, 다음편, 다음 글, 다음글, 다음 회, 다음 장, 다음 이야기, 다음 페이지",
    "下一章, 下一回, 下一节, 下一節, 下一篇, 下一页, 下一頁, 下一话, 下一話, 下章, 下一个, 后一篇, 下页, 下一則",
    "suivant, suivante, chapitre suivant, page suivante, siguiente, capítulo siguiente, siguiente capítulo, próximo, próximo capítulo,"
    "weiter, vor, nächstes kapitel, nächster teil, nächste, nächste seite, avanti, successivo, capitolo successivo, далее, вперёд,"
    "вперед, следующая, следующая глава, следующий, następny, následující, nästa, volgende, sonraki, sonraki bölüm, ถัดไป, ตอนต่อไป, chương sau, chương tiếp",
    "seguinte, capítulo seguinte, próxima página, próxima parte, prossimo, prossimo capitolo, seguente, capitolo seguente, següent, capítol següent, la suite, lire la suite du récit,"
    "folgend, nächster, nächster eintrag, zum nächsten kapitel, weiterblättern, verder, volgend hoofdstuk, nästa kapitel, nästa del, næste, næste kapitel, neste, neste kapittel,"
    "seuraava, seuraava luku, seuraava osa, dalej, następny rozdział, następna część, další, další kapitola, ďalšia, ďalšia kapitola, ďalej, következő, következő fejezet, tovább,"
    "următorul, următoarea, capitolul următor, înainte, επόμενο, επόμενη, επόμενο κεφάλαιο, далі, наступна, наступний, наступний розділ, следваща, следваща глава, напред,"
    "dalje, sljedeće, sljedeći, sledeće, sledeći, sledeće poglavlje, naslednji, naslednje, sekantis, kitas, nākamais, järgmine, sonraki sayfa, ileri, sıradaki, sıradaki bölüm,"
    "הבא, הפרק הבא, التالي, الفصل التالي, بعدی, فصل بعدی, अगला, अगला भाग, अगला अध्याय, berikutnya, selanjutnya, bab berikutnya, bab selanjutnya, seterusnya, susunod, susunod na kabanata,"
    "tiếp, tiếp theo, chương tiếp theo, trang sau, หน้าถัดไป, ตอนถัดไป, บทถัดไป",
)
PREVIOUS: Final = _table(
    "prev, previous, previous chapter, previous episode, previous part, previous post, previous page, previous story,"
    "previous entry, prev chapter, older, older post, older entry, back, last chapter, go to previous chapter, preceding",
    "前, 前へ, 前話, 前の話, 前の話へ, 前回, 前回へ, 前ページ, 前のページ, 前のページへ, 前章, 前の章, 前の章へ, 前の記事, 前の記事へ, 前の日,"
    "前を読む, 前のエピソード, 前のエピソードへ, 前へ戻る, 前に戻る, 戻る, もどる, 過去の記事, 古い記事, 前日, 前の話を読む, 前の回",
    "이전, 이전 화, 이전화, 이전 편, 이전편, 이전 글, 이전글, 이전 회, 이전 장, 이전 이야기, 이전 페이지",
    "上一章, 上一回, 上一节, 上一節, 上一篇, 上一页, 上一頁, 上一话, 上一話, 上章, 上一个, 前一篇, 上页, 上一則",
    "précédent, précédente, chapitre précédent, page précédente, anterior, capítulo anterior, zurück, voriges kapitel,"
    "vorheriger teil, vorherige, vorherige seite, indietro, precedente, назад, предыдущая, предыдущая глава, предыдущий,"
    "poprzedni, předchozí, föregående, vorige, önceki, önceki bölüm, ก่อนหน้า, ตอนก่อนหน้า, chương trước",
    "capítulo anterior, página anterior, parte anterior, precedenti, capitolo precedente, anteriore, capítol anterior, retour au chapitre précédent, vorheriger, vorheriger eintrag,"
    "zum vorigen kapitel, zurückblättern, vorig hoofdstuk, terug, föregående kapitel, förra, förra delen, forrige, forrige kapittel, forrige kapitel, tilbake, tilbage, edellinen, edellinen luku,"
    "poprzednia, poprzedni rozdział, wstecz, předchozí kapitola, zpět, predchádzajúca, predchádzajúca kapitola, späť, előző, előző fejezet, vissza, anteriorul, capitolul anterior, înapoi,"
    "προηγούμενο, προηγούμενη, προηγούμενο κεφάλαιο, попередня, попередній, попередній розділ, предишна, предишна глава, назад к главе, prethodno, prethodni, prethodno poglavlje, prejšnji, prejšnje,"
    "ankstesnis, iepriekšējais, eelmine, önceki sayfa, geri, הקודם, הפרק הקודם, السابق, الفصل السابق, قبلی, فصل قبلی, पिछला, पिछला भाग, पिछला अध्याय, sebelumnya, bab sebelumnya, nakaraan,"
    "trước, trang trước, หน้าก่อนหน้า, บทก่อนหน้า",
)
_ONWARD_WORDS = (
    r"next|following|newer|nächste[rsn]?|nachfolgende[rs]?|nachfolge|folgende[rs]?|suivante?|siguiente|próxim[oa]|prossim[oa]|"
    r"successiv[oa]|следующ\w{1,3}|volgende|nästa|neste|næste|następn[yae]|další|následující|sonraki|seuraava|επόμεν\w{1,2}"
)
_BACKWARD_WORDS = (
    r"prev(?:ious)?|preceding|older|vorherige[rsn]?|vorige[rsn]?|vorangehende[rs]?|vorgänger|précédente?|anterior|precedente|"
    r"предыдущ\w{1,3}|vorige|föregående|forrige|poprzedni[ea]?|předchozí|önceki|edellinen|προηγούμεν\w{1,2}"
)
_PIECES_NAMED = (
    r"chapters?|episodes?|parts?|posts?|articles?|entr(?:y|ies)|pages?|stor(?:y|ies)|installments?|issues?|scenes?|sections?|ones?|"
    r"beitrag|beiträge|artikel|kapitel|teil|seite|folge|eintrag|news|chapitres?|articles?|épisodes?|parties?|capítulos?|artículos?|"
    r"entradas?|episodios?|páginas?|capitolo|articolo|pagina|глав[аыу]|запись|часть|страница|hoofdstuk|bericht|kapitel|inlägg|"
    r"rozdział|wpis|strona|kapitola|bölüm|yazı|sayfa"
)


def _phrase(adjectives: str) -> re.Pattern[str]:
    """An adjective and what it stands by, in either order, at the head of a link's text."""
    return re.compile(
        rf"(?:(?:the|to the|go to|zum|zur|l[ae]|el|il)\s+)?(?:(?:{adjectives})[\s-]?(?:{_PIECES_NAMED})|(?:{_PIECES_NAMED})\s(?:{adjectives})|(?:{adjectives})$)"
    )


_PHRASES: Final = (("next", _phrase(_ONWARD_WORDS)), ("previous", _phrase(_BACKWARD_WORDS)))
_PHRASE_STARTS: Final = frozenset(
    re.sub(r"\W.*", "", words)[:2]
    for words in (
        *f"{_ONWARD_WORDS}|{_BACKWARD_WORDS}|{_PIECES_NAMED}".split("|"),
        *["the", "to", "go", "zum", "zur", "le", "la", "el", "il"],
    )
)
"""What a phrase begins with; asking costs a tenth of matching."""


def phrase_role(text: str, *, whole: bool = False) -> str:
    """Which way a folded text leads by the phrase at its head, or by the whole of it: next, previous or ``""``."""
    if text[:2] not in _PHRASE_STARTS:
        return ""
    return next((role for role, phrase in _PHRASES if (phrase.fullmatch(text) if whole else phrase.match(text))), "")


READ_MORE: Final = _table(
    "read more, continue reading, more, read on, keep reading, read the rest, read it, view more, see more, full story, read full chapter,"
    "weiterlesen, mehr lesen, mehr, lire la suite, leer más, leggi tutto, continua a leggere, читать далее, читать дальше, czytaj dalej, lees verder, läs mer",
    "続きを読む, 続きを見る, もっと読む, 全文を読む, 続きはこちら, 더 보기, 더보기, 계속 읽기, 阅读全文, 继续阅读, 閱讀全文, 查看全文",
)
CONTENTS: Final = _table(
    "contents, table of contents, toc, index, chapter index, chapters, chapter list, list of chapters, all chapters, episodes,"
    "episode list, all episodes, story index, story page, main page, back to index, back to contents, back to table of contents,"
    "novel index, full list, up, full table of contents, return to index, series index, series, parts, all parts, view all chapters",
    "目次, 目次へ, 目次へ戻る, 目次に戻る, もくじ, もくじへ, もくじへ戻る, 総目次, 作品目次, 小説目次, インデックス, インデックスへ, 一覧, 一覧へ, 一覧へ戻る,"
    "一覧に戻る, 話一覧, 全話一覧, 各話一覧, エピソード一覧, 連載一覧, 作品トップ, 作品トップへ, 作品ページ, 小説トップ, 小説情報, 小説, 連載小説, 連載, 全話, まとめ, 章一覧",
    "목차, 목차로, 목록, 목록으로, 전체 목록, 전체 회차, 회차 목록, 연재 목록, 연재",
    "目录, 目錄, 返回目录, 回目录, 回到目录, 章节目录, 章節目錄, 章节列表, 全部章节, 小说目录, 小说, 连载",
    "sommaire, table des matières, chapitres, índice, capítulos, tabla de contenidos, inhalt, inhaltsverzeichnis, kapitel,"
    "übersicht, indice, capitoli, оглавление, содержание, главы, spis treści, obsah, innehåll, inhoud, içindekiler, bölümler, สารบัญ, mục lục",
    "índex, tabla de capítulos, índice de capítulos, lista de capítulos, todos los capítulos, todos os capítulos, indice dei capitoli, tutti i capitoli, liste des chapitres, tous les chapitres,"
    "zum inhalt, zum inhaltsverzeichnis, zur übersicht, kapitelübersicht, alle kapitel, alle folgen, inhoudsopgave, alle hoofdstukken, innehållsförteckning, alla kapitel, indhold, alle kapitler, innhold,"
    "sisällys, sisällysluettelo, rozdziały, wszystkie rozdziały, kapitoly, tartalom, tartalomjegyzék, fejezetek, cuprins, capitole, περιεχόμενα, κεφάλαια, зміст, розділи, съдържание, глави, sadržaj,"
    "poglavlja, kazalo, turinys, saturs, sisukord, תוכן, תוכן העניינים, כל הפרקים, الفهرس, فهرس, المحتويات, كل الفصول, فهرست, فهرست مطالب, विषय सूची, सूची, daftar isi, daftar bab, talaan, danh sách chương",
)
ARCHIVE: Final = _table(
    "archive, archives, all posts, all articles, all entries, blog, blog archive, posts, the archive, full archive, sitemap, site map, writing,"
    "stories, story, fiction, novels, novel, past articles, post archive, older posts, journal, articles, browse, library, works, serials, books",
    "アーカイブ, アーカイブス, 記事一覧, 全記事一覧, 過去ログ, 過去記事, 過去の記事, バックナンバー, ブログ, 日記一覧, 全記事, サイトマップ, 作品, 作品一覧, 小説一覧, ノベル, 文章, 記事",
    "아카이브, 전체 글, 글 목록, 전체보기, 전체 보기, 블로그, 소설, 작품",
    "归档, 歸檔, 存档, 文章归档, 所有文章, 全部文章, 文章列表, 博客, 归类, 小说, 作品",
    "archiv, archivio, archivo, archivos, архив, блог, alle artikel, tous les articles, archief, arkiv",
)
HOME: Final = _table(
    "home, homepage, top, top page, welcome, main, start, ホーム, トップ, トップページ, 表紙, 홈, 首页, 首頁, 主页, accueil, inicio, startseite, главная",
)
OLDER_PAGE: Final = _table(
    "older, older posts, older entries, older articles, previous posts, previous entries, next page, next, load more, more, more posts,"
    "view more, older stories, earlier posts, older page, more entries, see more, older items, past entries",
    "次へ, 次のページ, 次のページへ, 次ページ, 次, 過去の記事, 古い記事, 以前の記事, 以前の投稿, 過去の投稿, 過去の投稿へ, 古い投稿, もっと見る, 続きを見る, 次の一覧, 次の10件, 次の20件, 次の50件, 以前の日記, 前の記事一覧, さらに見る",
    "다음, 다음 페이지, 이전 글, 이전 글들, 더 보기, 더보기, 오래된 글",
    "下一页, 下一頁, 下页, 较早文章, 旧文章, 更多, 更早的文章, 后页, 加载更多",
    "suivant, page suivante, pagina successiva, página siguiente, próxima página, следующая страница, volgende pagina, następna strona, nästa sida, articles plus anciens, siguiente, entradas antiguas, ältere beiträge, weiter, nächste, nächste seite, avanti,"
    "articoli precedenti, следующая, далее, предыдущие записи, eldre innlegg, oudere berichten, volgende, próximo, próxima, nästa, następna, další, sonraki",
)
NEWER_PAGE: Final = _table(
    "newer, newer posts, newer entries, newer articles, previous page, prev page, newer stories, newer page, newer items, next posts",
    "前へ, 前のページ, 前のページへ, 이전 페이지, 上一页, 前页, 新しい記事, 新しい投稿, 新しい投稿へ, より新しい記事, 前の10件, 前の20件, 최근 글, 较新文章, 新文章, 更新的文章, articles plus récents, neuere beiträge",
)
OLDER_PHRASE: Final = re.compile(
    r"(?:次の?|さらに|過去の?|以前の?)\s*\d{1,3}\s*(?:件|記事|エントリー?|ページ)(?:へ|を(?:見る|表示|読む))?|(?:next|older|previous)\s\d{1,3}(?:\s\w+)?|"
    r"(?:view |show |see )?(?:more|older)\s(?:posts|entries|articles|stories|items|updates|chapters|episodes)|다음 ?\d+개|后\s?\d+\s?篇"
)
NEWER_PHRASE: Final = re.compile(
    r"(?:前の?|新しい)\s*\d{1,3}\s*(?:件|記事|エントリー?)(?:へ|を(?:見る|表示|読む))?|newer\s\d{1,3}(?:\s\w+)?|(?:view |show |see )?newer\s\w+|이전 ?\d+개|前\s?\d+\s?篇"
)
GENERIC_TOPICS: Final = _table(
    "uncategorized, uncategorised, general, news, misc, miscellaneous, diary, blog, posts, all, notes, journal, announcements,"
    "announcement, updates, update, personal, reviews, review, books, reading, thoughts, life, site news, other, others, meta, essays,"
    "photos, links, about, writing, random, events, off-topic, none, books read, workshop, site",
    "お知らせ, 日記, 日記帳, 雑記, 雑記帳, 雑談, 読書, 読書記録, 近況, 未分類, その他, ブログ, 日常, 更新情報, 更新履歴, つぶやき, 感想, 書評, 写真, 独り言, 告知, 挨拶, ごあいさつ, 拍手, コメント返し, メモ, リンク",
    "공지, 일기, 잡담, 기타, 독후감, 미분류, 소식, 公告, 随笔, 日记, 闲谈, 杂谈, 未分类, 默认分类, 读书, 其他, 请假条, 公告栏",
    "allgemein, non classé, sin categoría, senza categoria, без рубрики, новости, divers, actualités",
)
FICTION_TOPICS: Final = _table(
    "fiction, novel, novels, serial, serials, story, stories, web serial, chapters, chapter, series, episode, episodes, web novel",
    "小説, 連載, 連載小説, 長編, 長編小説, 物語, 創作, ノベル, 本編, 소설, 연재, 연재소설, 장편, 小说, 连载, 長篇, 长篇, 长篇小说, 正文",
)
TOPIC_PATH: Final = re.compile(
    r"/(?:category|categories|cat|tag|tags|tagged|label|labels|topic|topics|theme|themes|series|serie|genre|taxonomy|"
    r"kategorie|rubrik|kategori|categoria|etiqueta)/[^/?#]|[?&](?:cat|category|tag|label|theme|categoryid|catid|genre)=|/theme\d*-\d+|[/-]categor(?:y|ies)[-_]\d+|/cat[_-]?\d+|/taxonomy/term/\d",
    re.IGNORECASE,
)
TOPIC_HINT: Final = re.compile(
    r"categor|\btag|post-tag|\btopic|\blabel|\bseries|\bcat-|genre|taxonom|theme-name|keyword", re.IGNORECASE
)
SIDE_HINT: Final = re.compile(
    r"(?:^|[\s_-])(?:sidebar\w*|side|widget\w*|recent\w*|popular\w*|ranking|related\w*|(?<!\w-)archives?-list|tag-?cloud\w*|blogroll|"
    r"similar|read-?more-wrap|you-?may|recommend\w*|latest|trending|top-?ten|newest|comments?|comment-list|commentlist|trackback\w*|"
    r"social|share\w*|sharing|also|promo\w*|banner\w*|advert\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
PARTIAL_HEADING: Final = re.compile(
    r"recent|latest|popular|ranking|top\s*(?:ten|10|5|20)|related|you may|similar|trending|most read|newest|recommended|more from|"
    r"最近|最新|人気|ランキング|関連|おすすめ|オススメ|新着|注目|よく読まれ|최근|인기|관련|추천|热门|最新|相关|推荐|近期|neueste|beliebt|récents|populaires|recientes",
    re.IGNORECASE,
)
PAGE_WORD: Final = re.compile(
    r"(?:page|p|ページ|페이지|页|頁|seite|página|страница)?\s*\.?\s*(\d{1,4})\s*(?:ページ|ページ目|页|頁|페이지)?$"
)
CLOSING_NOTE: Final = re.compile(
    r"最終回|最終話|完結|連載終了|大団円|the\s+end|\bfinis\b|completed?\b|final\s+(?:chapter|episode|part)|全[0-9０-９一二三四五六七八九十百]+[話回章]完|완결|최종화|完本|大结局|全文完|\bfin\b|ende\b",
    re.IGNORECASE,
)

"""The table of forms: the words that stand around part numbers, and the words that name a part's kind.

Owns data alone, for many languages, in folded writing (lower case, half width).  Refuses to decide: which of a title's
numbers counts is settled in ``titles`` from the whole set.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from reader.model import Kind


class Level(IntEnum):
    """What a number counts, from the whole work down to a fragment."""

    NONE = 0
    """Not known: the set may show it."""
    VOLUME = 10
    """Book, season, 部, 巻: counts chapters when any title has them."""
    PART = 20
    """Part, その: a volume before a chapter, a fragment after it, a chapter when alone."""
    ARC = 30
    """章, act: a chapter, or a volume when a smaller unit follows it."""
    CHAPTER = 40
    EPISODE = 45
    """Episode, 話: smaller than a chapter where both occur."""
    SCENE = 50
    """節, scene, 場."""
    SIGN = 55
    """#12, No. 12."""
    WEAK = 57
    """Day 7, Letter 4, 三日: a chapter only at the head of a title without a better number."""
    TOTAL = 65
    """How many there are: 全7回."""
    BARE = 70
    """A number without a word; the set decides."""
    FRAGMENT = 80
    """前編, ②, (2/3)."""


def _words(table: dict[Level, str]) -> dict[str, Level]:
    return {word: level for level, words in table.items() for word in words.split()}


BEFORE: Final = _words(
    {
        Level.VOLUME: """
            volume volumes vol vols book books bk season saga arc series tome tom cilt band livre libro livro
            boek buch kniga
            temporada saison staffel sezon sezona stagione том книга сезон v b s เล่ม
        """,
        Level.PART: "part parts pt pts parte partie teil часть p ч bagian phần deel",
        Level.ARC: "act phase acte akt canto stave",
        Level.CHAPTER: """
            chapter chapters chap chaps chp chpt ch c chapitre capítulo capitulo cap capitolo kapitel kap kapittel
            rozdział
            rozdzial hoofdstuk bölüm bolum luku fejezet chương chuong bab глава гл розділ ตอนที่ บทที่ ตอน บท
        """,
        Level.EPISODE: """
            episode episodes ep eps epi e episodio épisode folge odcinek aflevering серия эпизод
            installment instalment tập
        """,
        Level.SCENE: "scene section sect scène szene",
        Level.SIGN: "no nr num number № nº n°",
        Level.WEAK: """
            lv lvl level day night letter file log stage mission track lesson entry week
            round issue case step tale story
            record memory page fragment diary report lecture movement song jour tag día giorno день attack battle
        """,
    }
)
"""A word that stands before its number, to what the number counts."""

PLURALS: Final = frozenset(["chapters", "chaps", "parts", "episodes", "books", "eps", "pts", "vols"])
"""Keywords that announce a range: Chapters 6-7."""

GLUED_ONLY: Final = frozenset(["v", "b", "s", "p", "c", "e", "ч"])
"""Keywords of one letter: only when the number touches them (c12, v2c15)."""

AFTER: Final = _words(
    {
        Level.VOLUME: "book volume season arc том book series",
        Level.PART: "part parte partie часть teil",
        Level.ARC: "act phase canto",
        Level.CHAPTER: "chapter chapitre capítulo kapitel bölüm fejezet глава luku rozdział",
        Level.EPISODE: "episode installment instalment bölüm odcinek серия",
        Level.SCENE: "scene section",
        Level.WEAK: "night day letter stage mission lesson tale story week round case song",
    }
)
"""A word that stands after an ordinal: the 1st night, second part, 3. Kapitel."""

AFTER_PLAIN: Final = frozenset(
    ["глава", "часть", "том", "серия", "kapitel", "teil", "bölüm", "fejezet", "luku", "rozdział"]
)
"""Those that stand after a plain number too."""

THAI_BEFORE: Final = ("ตอนที่", "บทที่", "เล่ม", "ตอน", "บท")
"""Keywords of a script that runs its words together."""

CJK_BEFORE: Final = _words(
    {
        Level.VOLUME: "シーズン 巻之 巻の 巻第 巻ノ 卷之 卷第 卷 巻 시즌 ブック ボリューム",
        Level.PART: "その 其の 其之 其ノ そのノ パート ぱーと 其 파트",
        Level.ARC: "幕の 幕之 アクト フェーズ 章の",
        Level.CHAPTER: "チャプター ちゃぷたー 챕터",
        Level.EPISODE: "エピソード えぴそーど 話の 에피소드 回の",
        Level.SCENE: "シーン",
        Level.SIGN: "ナンバー",
        Level.WEAK: "ステージ ファイル ミッション トラック レッスン カルテ レポート ページ",
    }
)
"""The same for scripts without spaces: the end of the run before the number."""

SUFFIXES: Final[dict[str, tuple[Level, str]]] = {
    # suffix: (level, characters after it that make another word of it)
    "話目": (Level.EPISODE, ""),
    "話め": (Level.EPISODE, ""),
    "話": (Level.EPISODE, "題"),
    "话": (Level.EPISODE, "题"),
    "回目": (Level.EPISODE, ""),
    "回": (Level.EPISODE, "合戦转転忌生"),
    "囘": (Level.EPISODE, "合戦"),
    "囬": (Level.EPISODE, ""),
    "本目": (Level.EPISODE, ""),
    "通目": (Level.EPISODE, ""),
    "杯目": (Level.EPISODE, ""),
    "日目": (Level.EPISODE, ""),
    "夜目": (Level.EPISODE, ""),
    "ページ目": (Level.EPISODE, ""),
    "弾": (Level.EPISODE, ""),
    "彈": (Level.EPISODE, ""),
    "夜": (Level.EPISODE, ""),
    "席": (Level.EPISODE, ""),
    "講": (Level.EPISODE, "座"),
    "讲": (Level.EPISODE, "座"),
    "課": (Level.EPISODE, "題"),
    "课": (Level.EPISODE, "题"),
    "歌": (Level.EPISODE, "手"),
    "信": (Level.EPISODE, ""),
    "景": (Level.SCENE, ""),
    "譚": (Level.EPISODE, ""),
    "号": (Level.EPISODE, "室機艦車"),
    "號": (Level.EPISODE, ""),
    "集": (Level.EPISODE, "合"),
    "楽章": (Level.ARC, ""),
    "樂章": (Level.ARC, ""),
    "章": (Level.ARC, ""),
    "折": (Level.SCENE, ""),
    "節": (Level.SCENE, ""),
    "节": (Level.SCENE, "课"),
    "場": (Level.SCENE, "所合"),
    "段": (Level.ARC, "階阶"),
    "幕": (Level.ARC, "府"),
    "部": (Level.VOLUME, "分作隊长長品屋下族門门"),
    "巻": (Level.VOLUME, ""),
    "卷": (Level.VOLUME, ""),
    "冊": (Level.VOLUME, ""),
    "册": (Level.VOLUME, ""),
    "輯": (Level.VOLUME, ""),
    "編": (Level.VOLUME, "成"),
    "篇": (Level.VOLUME, "章"),
    "期": (Level.VOLUME, "間间待"),
    "季": (Level.VOLUME, "節节"),
    "シーズン": (Level.VOLUME, ""),
    "の巻": (Level.EPISODE, ""),
    "の卷": (Level.EPISODE, ""),
    "ノ巻": (Level.EPISODE, ""),
    "之巻": (Level.EPISODE, ""),
    "の章": (Level.ARC, ""),
    "ノ章": (Level.ARC, ""),
    "之章": (Level.ARC, ""),
    "の話": (Level.EPISODE, ""),
    "の夜": (Level.EPISODE, ""),
    "の幕": (Level.ARC, ""),
    "화": (Level.EPISODE, ""),
    "회": (Level.EPISODE, ""),
    "장": (Level.ARC, ""),
    "막": (Level.ARC, ""),
    "권": (Level.VOLUME, ""),
    "부": (Level.VOLUME, ""),
    "편": (Level.EPISODE, ""),
    "절": (Level.SCENE, ""),
    "시즌": (Level.VOLUME, ""),
    "기": (Level.VOLUME, ""),
}
"""What may follow 第N (or N alone, where that is safe)."""

SAFE_SUFFIXES: Final = frozenset({"話", "话", "話目", "話め", "回目", "日目", "夜目", "本目", "화"})
"""Suffixes that make a part number without 第 and without anything around them."""

PIECES: Final = frozenset({"その", "其の", "其", "其之", "其ノ", "そのノ"})
"""Keywords that glue to any word, so that a kanji numeral behind them must end there."""

SUFFIX_LENGTHS: Final = sorted({len(suffix) for suffix in SUFFIXES}, reverse=True)

HALVES: Final[dict[str, tuple[int, int]]] = {
    # mark: (place, strength) -- 2 may touch the word before it, 1 stands apart, 0 needs its siblings in the set
    **dict.fromkeys(("前編", "前篇", "前半", "上編", "上篇"), (1, 2)),
    **dict.fromkeys(("中編", "中篇", "中盤"), (2, 2)),
    **dict.fromkeys(("後編", "後篇", "后篇", "后编", "後半", "下編", "下篇", "后半", "后续"), (3, 2)),
    **dict.fromkeys(("first half", "1st half", "上半", "전편", "상편"), (1, 1)),
    **dict.fromkeys(("중편",), (2, 1)),
    **dict.fromkeys(("second half", "2nd half", "latter half", "last half", "下半", "후편", "하편"), (3, 1)),
    **dict.fromkeys(("上", "前", "序", "起", "天", "상", "전", "beginning"), (1, 0)),
    **dict.fromkeys(("中", "破", "承", "地", "중", "middle"), (2, 0)),
    **dict.fromkeys(("下", "後", "急", "転", "轉", "人", "后", "하", "후", "end"), (3, 0)),
    **dict.fromkeys(("結", "结"), (4, 0)),
}
"""Marks of parts that come in twos, threes or fours."""

HALF_FAMILIES: Final = (
    *map(tuple, ("上中下", "前中後", "前中后", "序破急", "起承転結", "起承轉結", "天地人", "상중하", "전중후")),
    ("beginning", "middle", "end"),
)
"""Which single marks belong together; one counts when another of its family stands elsewhere in the set."""

VOLUME_HALVES: Final = {"上巻": 1, "中巻": 2, "下巻": 3, "前巻": 1, "後巻": 3, "上卷": 1, "中卷": 2, "下卷": 3}

# --- kinds -----------------------------------------------------------------------------------------------------

_FIRM: Final[dict[Kind, str]] = {
    Kind.FRONT: """
        プロローグ ぷろろーぐ 序章 序幕 序曲 序篇 序編 序文 序言 序論 緒言 緒論 自序 小序 前書き 前書 まえがき 前がき
        はしがき はじめに 発端 序の章 第零章 予告編 予告篇 前日譚 前日談 作者の言葉 作者のことば 著者の言葉 訳者の言葉
        楔子 引子 前言 프롤로그 서장 서문 prologue prolog prologus prólogo prologo пролог foreword บทนำ
    """,
    Kind.BACK: """
        エピローグ えぴろーぐ 終章 終幕 終曲 終篇 終編 結び むすび 結語 結論 おわりに 終わりに 跋
        尾声 尾聲 结局 結局 终章 尾章 에필로그 종장 epilogue epilog epílogo epilogo эпилог
    """,
    Kind.AFTER: """
        後日談 後日譚 その後 あとがき 後書き 後書 後がき 後記 おまけ 跋文 附録 付録 附記 付記 アフターストーリー
        アフター 后日谈 后记 附录 附记 후기 omake afterword nachwort postscript послесловие
    """,
    Kind.INTER: """
        幕間 幕あい 幕合い 間章 間話 閑話 閑話休題 挿話 断章 中休み インターミッション インターリュード インタールード
        幕间 间章 插话 막간 interlude interludes intermission interludio entr'acte интерлюдия интермедия
    """,
    Kind.SIDE: """
        番外編 番外篇 番外 番外話 外伝 外篇 外編 外話 特別編 特別篇 特別話 特別回 特典
        スピンオフ サイドストーリー 小話 小ネタ おまけ話 短編 掌編 番外话 外传 외전 번외 번외편 특별편
        sidestory side-story спецвыпуск экстра
    """,
    Kind.NOTICE: """
        あらすじ 登場人物紹介 登場人物 人物紹介 人物一覧 キャラ紹介 キャラクター紹介 キャラクター一覧 設定資料 設定集
        用語集 用語解説 世界観設定 目次 お知らせ 御知らせ おしらせ 休載 休載のお知らせ 更新のお知らせ 書籍化のお知らせ
        活動報告 請假 请假 请假条 上架感言 完本感言 公告 通知 공지 공지사항 휴재 설정집
        announcement announcements hiatus объявление
    """,
}
_LOOSE: Final[dict[Kind, str]] = {
    Kind.FRONT: """
        序 序説 イントロダクション イントロ 介绍
        introduction introductory intro preface preamble prelude preludio overture
    """,
    Kind.BACK: "coda conclusion postlude finis",
    Kind.AFTER: "bonus appendix aftermath afterwords 附",
    Kind.INTER: "coffeebreak",
    Kind.SIDE: "ss s.s extra extras special specials omakes gaiden sidestories spinoff spin-off 特别篇",
    Kind.NOTICE: "設定 お詫び 告知 报告 a/n a.n q&a faq teaser update updates notice glossary recap",
}
_PHRASES: Final[dict[Kind, str]] = {
    Kind.FRONT: "opening words",
    Kind.AFTER: "after story, afterstory, closing words, author's afterword",
    Kind.INTER: "coffee break",
    Kind.SIDE: """
        side story, side stories, side chapter, bonus chapter, bonus story, extra chapter, extra story, special chapter,
        special episode, special edition
    """,
    Kind.NOTICE: """
        author's note, author's notes, authors note, author note, translator's note, weekly update, monthly update,
        status update, progress update, update schedule, release schedule, schedule change, chapter delay,
        character list, cast of characters, dramatis personae, table of contents, q & a
    """,
}

KIND_FIRM: Final = {word: kind for kind, words in _FIRM.items() for word in words.split()} | {
    phrase.strip(): kind for kind, phrases in _PHRASES.items() for phrase in phrases.split(",")
}
"""Words that name the kind wherever a word boundary follows them."""

KIND_LOOSE: Final = {word: kind for kind, words in _LOOSE.items() for word in words.split()}
"""Words that name the kind only before a mark, a number or the end: Special, but not Special Delivery."""

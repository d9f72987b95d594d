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
    OWN = 60
    """The number of a named special (Interlude 3): a series of its own."""
    BARE = 70
    """A number without a word; the set decides."""
    FRAGMENT = 80
    """前編, ②, (2/3)."""


def _words(table: dict[Level, str]) -> dict[str, Level]:
    return {word: level for level, words in table.items() for word in words.split()}


BEFORE: Final = _words(
    {
        Level.VOLUME: "volume vol vols book bk season saga arc series tome tom cilt band livre libro livro boek buch kniga"
        " temporada saison staffel sezon sezona stagione том книга сезон v b s เล่ม",
        Level.PART: "part pt pts parte partie teil часть p ч bagian phần deel",
        Level.ARC: "act phase acte akt canto stave",
        Level.CHAPTER: "chapter chapters chap chaps chp chpt ch c chapitre capítulo capitulo cap capitolo kapitel kap"
        " kapittel rozdział rozdzial hoofdstuk bölüm bolum luku fejezet chương chuong bab глава гл розділ ตอนที่ บทที่ ตอน บท",
        Level.EPISODE: "episode episodes ep eps epi e episodio épisode folge odcinek aflevering серия эпизод installment"
        " instalment tập",
        Level.SCENE: "scene section sect scène szene verse",
        Level.SIGN: "no nr num number № nº n°",
        Level.WEAK: "day night letter file log stage mission track level lesson entry week round issue case step tale"
        " story record memory page fragment diary report lecture movement song jour tag día giorno день attack battle",
    }
)
"""A word that stands before its number, to what the number counts."""

GLUED_ONLY: Final = frozenset("v b s p c e ч".split())
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
    "段": (Level.SCENE, "階阶"),
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
    "장": (Level.CHAPTER, ""),
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

SUFFIX_LENGTHS: Final = sorted({len(suffix) for suffix in SUFFIXES}, reverse=True)

HALVES: Final[dict[str, tuple[int, int]]] = {
    # mark: (place, strength) -- 2 may touch the word before it, 1 stands apart, 0 needs its siblings in the set
    **{mark: (1, 2) for mark in ("前編", "前篇", "前半", "上編", "上篇")},
    **{mark: (2, 2) for mark in ("中編", "中篇", "中盤")},
    **{mark: (3, 2) for mark in ("後編", "後篇", "后篇", "后编", "後半", "下編", "下篇", "后半", "后续")},
    **{mark: (1, 1) for mark in ("first half", "1st half", "上半", "전편", "상편")},
    **{mark: (2, 1) for mark in ("중편",)},
    **{mark: (3, 1) for mark in ("second half", "2nd half", "latter half", "last half", "下半", "후편", "하편")},
    **{mark: (1, 0) for mark in ("上", "前", "序", "起", "天", "상", "전", "beginning")},
    **{mark: (2, 0) for mark in ("中", "破", "承", "地", "중", "middle")},
    **{mark: (3, 0) for mark in ("下", "後", "急", "転", "轉", "人", "后", "하", "후", "end")},
    **{mark: (4, 0) for mark in ("結", "结")},
}
"""Marks of parts that come in twos, threes or fours."""

HALF_FAMILIES: Final = (
    *map(tuple, ("上中下", "前中後", "前中后", "序破急", "起承転結", "起承轉結", "天地人", "상중하", "전중후")),
    ("beginning", "middle", "end"),
)
"""Which single marks belong together; one counts when another of its family stands elsewhere in the set."""

VOLUME_HALVES: Final = {"上巻": 1, "中巻": 2, "下巻": 3, "前巻": 1, "後巻": 3, "上卷": 1, "中卷": 2, "下卷": 3}

# --- kinds -----------------------------------------------------------------------------------------------------

_KIND_WORDS: Final[dict[Kind, tuple[str, str]]] = {
    # kind: (words that stand firm before a plain space, words that need a mark, a number or the end after them)
    Kind.FRONT: (
        "プロローグ ぷろろーぐ 序章 序幕 序曲 序篇 序編 序文 序言 序論 緒言 緒論 自序 前書き まえがき 前がき 前書 はじめに 楔子 引子 予告編 予告篇"
        " はしがき 小序 発端 序の章 第零章 prologue prolog prólogo prologo пролог prologus 프롤로그 서장 서문 머리말 บทนำ foreword"
        " 前日譚 前日談 作者の言葉 作者のことば 著者の言葉 訳者の言葉",
        "序 introduction intro preface preamble prelude overture 序説 イントロダクション イントロ 介绍 前言 introductory preludio",
    ),
    Kind.BACK: (
        "エピローグ えぴろーぐ 終章 終幕 終曲 終篇 終編 尾声 尾聲 结局 結局 結び むすび 結び 终章 尾章 epilogue epilog epílogo epilogo"
        " эпилог 에필로그 종장 おわりに 終わりに 結語 結論 跋",
        "coda conclusion postlude finis",
    ),
    Kind.AFTER: (
        "後日談 後日譚 后日谈 その後 あとがき 後書き 後書 后记 後記 おまけ 後がき アフターストーリー omake afterword 후기 後記 跋文"
        " послесловие nachwort postscript 附録 付録 附记 附記 付記 アフター",
        "bonus appendix aftermath afterwords thanks 附",
    ),
    Kind.INTER: (
        "幕間 間章 閑話 閑話休題 間話 挿話 插话 间章 幕间 断章 インターミッション インターリュード 막간 interlude intermission interludes"
        " интерлюдия интермедия interludio entr'acte 幕あい 幕合い インタールード 中休み",
        "break interval coffeebreak",
    ),
    Kind.SIDE: (
        "番外編 番外篇 番外 番外话 番外話 外伝 外传 外篇 外編 特別編 特別篇 スピンオフ 小話 短編 掌編 サイドストーリー 特別話 特別回 特典 外話 おまけ話"
        " 小ネタ 외전 번외 번외편 특별편 спецвыпуск экстра sidestory side-story",
        "ss extra extras special specials omakes gaiden sidestories spinoff spin-off s.s 特别篇",
    ),
    Kind.NOTICE: (
        "あらすじ 登場人物紹介 登場人物 人物紹介 人物一覧 キャラ紹介 キャラクター紹介 キャラクター一覧 設定資料 設定集 用語集 お知らせ 御知らせ おしらせ 休載のお知らせ 休載"
        " 更新のお知らせ 書籍化のお知らせ 用語解説 世界観設定 請假 请假条 请假 上架感言 完本感言 公告 通知 公告通知 공지 공지사항 휴재 설정집 объявление"
        " announcement announcements hiatus 活動報告 目次",
        "設定 お詫び 告知 a/n an a.n q&a q & a faq teaser update updates news notice poll schedule glossary characters cast"
        " recap status information info map 报告",
    ),
}

_KIND_PHRASES: Final[dict[Kind, str]] = {
    Kind.SIDE: "side story|side stories|side chapter|bonus chapter|bonus story|extra chapter|extra story|special chapter"
    "|special episode|special edition|short story",
    Kind.NOTICE: "author's note|authors note|author note|author's notes|weekly update|status update|progress update"
    "|update schedule|release schedule|character list|cast of characters|dramatis personae|schedule change|no chapter"
    "|chapter delay|table of contents|monthly update|site news|patreon update|translator's note|a note from",
    Kind.AFTER: "after story|afterstory|after the end|after word|closing words|author's afterword",
    Kind.INTER: "coffee break|in between",
    Kind.FRONT: "opening words|before the story",
}

KIND_FIRM: Final = {word: kind for kind, (firm, _) in _KIND_WORDS.items() for word in firm.split()} | {
    phrase: kind for kind, phrases in _KIND_PHRASES.items() for phrase in phrases.split("|")
}
"""Words that name the kind wherever a word boundary follows them."""

KIND_LOOSE: Final = {
    word: kind for kind, (_, loose) in _KIND_WORDS.items() for word in loose.replace("q & a", "q&a").split()
}
"""Words that name the kind only before a mark, a number or the end: Special, but not Special Delivery."""

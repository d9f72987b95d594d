"""Every form of the table of forms, read in a set of its own kind."""

from __future__ import annotations

import pytest

from reader.discover.titles import PartTitle, read_titles
from reader.model import Kind


def read_one(*titles: str) -> PartTitle:
    """The first of the titles, read among the others."""
    return read_titles(titles)[0]


NUMBERS = [
    # bare, trailing
    (("灯の便り – 42", "灯の便り – 41"), "42"),
    (("灯の便り 42", "灯の便り 43"), "42"),
    (("灯の便り42", "灯の便り43"), "42"),
    (("tide_042", "tide_043"), "42"),
    (("遠い声 … 42",), "42"),
    # bare, leading
    (("12. The Ferry",), "12"),
    (("012 The Ferry",), "12"),
    (("1、渡し場", "2、橋"), "1"),
    (("1：100日の渡し", "2：橋"), "1"),
    (("二　渡し場", "三　橋", "四　堤"), "2"),
    # words before
    (("Chapter 12",), "12"),
    (("Ch. 12",), "12"),
    (("Chp12",), "12"),
    (("c12",), "12"),
    (("Chap.12: Reeds",), "12"),
    (("Episode 12",), "12"),
    (("Ep.12",), "12"),
    (("Eps 2",), "2"),
    (("File 987",), "987"),
    (("Day 7",), "7"),
    (("Reeds, Day 7",), "7"),
    (("Letter 4",), "4"),
    (("Track 05",), "5"),
    (("Issue #12",), "12"),
    (("Lv.12 猫",), "12"),
    (("エピソード3 猫",), "3"),
    (("エピソード3話",), "3"),
    (("Chapter IV葦",), "4"),
    # ordinals and number words
    (("The 1st Night",), "1"),
    (("2nd part",), "2"),
    (("third", "fourth"), "3"),
    (("FIRST WITNESS", "SECOND WITNESS", "THIRD WITNESS"), "1"),
    (("Chapter Twenty-One: Reeds",), "21"),
    (("Chapter One Hundred and Thirty-One",), "131"),
    (("Chapter a Hundred",), "100"),
    (("Part Two",), "2"),
    (("Book the Third",), "3"),
    # Roman
    (("CHAPTER IV. REEDS",), "4"),
    (("Part II",), "2"),
    (("Ⅳ",), "4"),
    (("Book XII",), "12"),
    (("I. Reeds", "II. Mud", "III. Salt"), "1"),
    (("IX", "X", "XI"), "9"),
    # number sign
    (("#12",), "12"),
    (("＃12 葦",), "12"),
    (("No.12",), "12"),
    (("№12",), "12"),
    (("Nr. 12",), "12"),
    # brackets
    (("葦の声 (12)",), "12"),
    (("（十二）",), "12"),
    (("【12】",), "12"),
    (("［12］",), "12"),
    (("〔3〕",), "3"),
    (("「3」",), "3"),
    (("<12>",), "12"),
    # decimals, arcs, letters
    (("12.5",), "12.5"),
    (("第12.5話",), "12.5"),
    (("12．5話",), "12.5"),
    (("3½",), "3.5"),
    (("Arc 3.14",), "3.14"),
    (("7.04",), "7.04"),
    (("7.14 K",), "7.14"),
    (("Reeds 1.1", "Reeds 1.2", "Mud 2.1"), "1.1"),
    (("12a",), "12"),
    (("8B",), "8"),
    (("Chapter 12-a",), "12"),
    (("Chapter 300,a",), "300"),
    (("1,204 葦", "1,205 泥", "1,206 塩"), "1204"),
    # volume and chapter
    (("v2c15",), "15"),
    (("V2C6",), "6"),
    (("Vol. 2 Ch. 15",), "15"),
    (("Book 2, Chapter 5",), "5"),
    (("B6 C16",), "16"),
    (("2巻15話",), "15"),
    (("第2巻 第15話",), "15"),
    (("S2E05",), "5"),
    (("Season 2 Ep 5",), "5"),
    (("第2期第5話",), "5"),
    (("Volume 4B",), "4"),
    (("上巻", "下巻"), "1"),
    (("Act 2, Scene 4",), "4"),
    # 第N
    (("第12話",), "12"),
    (("第３回",), "3"),
    (("第4章",), "4"),
    (("第二部",), "2"),
    (("第一夜",), "1"),
    (("第三幕",), "3"),
    (("第五　葦",), "5"),
    (("第一歌", "第二歌", "第三歌"), "1"),
    (("第一膳", "第二膳", "第三膳"), "1"),
    (("巻第三",), "3"),
    (("3話目",), "3"),
    (("三日目",), "3"),
    (("第5弾",), "5"),
    (("165回", "166回", "167回"), "165"),
    (("三日", "四日", "五日"), "3"),
    # kanji and formal kanji
    (("第十二話",), "12"),
    (("第百二十三話",), "123"),
    (("第一二三話",), "123"),
    (("二十",), "20"),
    (("廿一",), "21"),
    (("卅二",), "32"),
    (("第一〇話",), "10"),
    (("第一○二話",), "102"),
    (("第２百話",), "200"),
    (("第一万二千話",), "12000"),
    (("第壱話",), "1"),
    (("其の弐",), "2"),
    (("第拾参話",), "13"),
    (("第两百章",), "200"),
    (("第叁拾陆章",), "36"),
    # その, の, 巻之
    (("その一",), "1"),
    (("その2",), "2"),
    (("巻之四",), "4"),
    (("一の巻",), "1"),
    (("葦の声の1", "葦の声の2", "葦の声の3"), "1"),
    (("幕の二",), "2"),
    # widths and signs
    (("第１２話",), "12"),
    (("Ｐａｒｔ　２",), "2"),
    (("０２７",), "27"),
    (("02７",), "27"),
    (("③",), "3"),
    (("㊿",), "50"),
    (("⑴",), "1"),
    (("⒈",), "1"),
    (("㈢",), "3"),
    (("❶",), "1"),
    (("🄰",), "1"),
    (("1️⃣2️⃣ 葦",), "12"),
    (("葦²", "葦³"), "2"),
    # letters
    (("α", "β", "γ"), "1"),
    (("ロ", "イ", "ハ"), "2"),
    (("いの巻", "ろの巻", "はの巻"), "1"),
    (("丙", "甲", "乙"), "3"),
    (("葦 B", "葦 A", "葦 C"), "2"),
    (("Part B",), "2"),
    (("Part C",), "3"),
    # zero, negative, ranges
    (("第0話",), "0"),
    (("第-1話",), "-1"),
    (("Chapter -1",), "-1"),
    (("0.5",), "0.5"),
    (("Chapters 6-7",), "6"),
    # whole dates, when the set has nothing else
    (("2016-06-06", "2016-06-07", "2016-06-09"), "2016-06-06"),
    (("2016年6月6日", "2016年6月7日", "20160608"), "2016-06-06"),
    # languages
    (("제12화",), "12"),
    (("12화",), "12"),
    (("3권",), "3"),
    (("시즌2 5화",), "5"),
    (("第十二回",), "12"),
    (("卷五",), "5"),
    (("Глава 12",), "12"),
    (("12 глава",), "12"),
    (("Том 3",), "3"),
    (("ตอนที่ 12",), "12"),
    (("เล่ม 3",), "3"),
    (("Bölüm 5",), "5"),
    (("3. Bölüm",), "3"),
    (("Chapitre 7",), "7"),
    (("Capítulo 9",), "9"),
    (("Kapitel 2",), "2"),
    (("Folge 3",), "3"),
    (("Tome 2",), "2"),
    (("Chương 4",), "4"),
    # the first keyword wins; numbers of the serial's title do not count
    (("Chapter 3: Chapter 1 part 2",), "3"),
    (("第3話 第1回大茶会",), "3"),
    (("Ch. 4: Attack 016",), "4"),
    (("第3話 100万の夜",), "3"),
    (("½ Reeds V2C6",), "6"),
    (("86 第1話",), "1"),
    (("1Q99 (2)",), "2"),
    (("86回目の春 第1話 葦", "86回目の春 第2話 泥", "86回目の春 第3話 塩"), "1"),
    (("Chapter 13 of 1000 reeds",), "13"),
    (("Chapter 12 v2",), "12"),
    (("第3話（2009年12月7日）",), "3"),
    (("One Night (2)",), "2"),
    (("Day 12: Part 2",), "12"),
    (("1. Prologue", "2. Chapter 1", "3. Chapter 2", "4. Chapter 3"), "1"),
    (("2. Chapter 1", "1. Prologue", "3. Chapter 2"), "2"),
    # a number of each part of a nested contents
    (("一　川の話 １　葦", "一　川の話 ２　泥", "二　海の話 １　塩", "二　海の話 ２　砂", "二　海の話 ３　貝"), "1"),
]


@pytest.mark.parametrize(("titles", "number"), NUMBERS, ids=lambda value: value[0] if isinstance(value, tuple) else "")
def test_number(titles: tuple[str, ...], number: str) -> None:
    assert read_one(*titles).number == number


UNNUMBERED = [
    ("山田くんと7人の魔女",),
    ("7人の影",),
    ("1000 reeds",),
    ("6月6日",),
    ("6月6日", "6月7日", "6月9日"),
    ("六月廿一日。", "六月廿二日。", "六月廿三日。"),
    ("12:30",),
    ("Episode 30:1", "Episode 1:1", "Episode 30:2"),
    ("第三部分",),
    ("第一回合",),
    ("第二节课",),
    ("第一人者",),
    ("全7回",),
    ("I Am a Reed",),
    ("V for Mud", "The Salt", "The Sand"),
    ("Salt 13", "Mud", "Reeds", "Sand"),
    ("1984年",),
    ("86回目の春",),
    ("Finals (Middle)",),
    ("Two Voices", "Three Reeds", "Mud"),
    ("3D 葦", "泥", "塩"),
    ("x1y2z3",),
    ("12/25 葦", "12/26 泥", "1/3 塩"),
    ("9999999999",),
    ("e.4",),
    ("Reed's", "I'll", "We'll"),
    ("Part of It",),
    ("Untitled",),
    ("",),
]


@pytest.mark.parametrize("titles", UNNUMBERED, ids=lambda titles: titles[0])
def test_no_number_is_invented(titles: tuple[str, ...]) -> None:
    assert [part.number for part in read_titles(titles)] == [None] * len(titles)


PIECES = [
    (("第3話 前編", "第3話 後編"), "3", "1"),
    (("第3話　後編",), "3", "3"),
    (("第3話（下）", "第3話（上）"), "3", "3"),
    (("第3話・前編②",), "3", "1.02"),
    (("第3話 中編2",), "3", "2.02"),
    (("第1話 1st half",), "1", "1"),
    (("Chapter 2: Mud (Beginning)", "Chapter 2: Mud (End)"), "2", "1"),
    (("Chapter 5 Part 2",), "5", "2"),
    (("Chapter 5 P2",), "5", "2"),
    (("第5話 ＰＡＲＴ２",), "5", "2"),
    (("第5話 パート2",), "5", "2"),
    (("第5話 その3",), "5", "3"),
    (("第5話②",), "5", "2"),
    (("12③",), "12", "3"),
    (("2²",), "2", "2"),
    (("Chapter 5: Mud (2)",), "5", "2"),
    (("Chapter 5, Episode 2",), "5", "2"),
    (("24-3",), "24", "3"),
    (("1-12",), "1", "12"),
    (("II-3",), "2", "3"),
    (("一の二",), "1", "2"),
    (("三章の二",), "3", "2"),
    (("EP2-2",), "2", "2"),
    (("12話-2",), "12", "2"),
    (("10-11", "10-12", "11-1", "11-2"), "10", "11"),
    (("最終話 前編",), None, "1"),
    (("前半", "後半"), "1", None),
    (("序", "破", "急"), "1", None),
    (("結", "起", "承", "転"), "4", None),
    (("（下）", "（上）"), "3", None),
    (("The Reeds (End)", "The Reeds (Beginning)", "The Reeds (Middle)"), "3", None),
]


@pytest.mark.parametrize(("titles", "number", "fragment"), PIECES, ids=str)
def test_pieces_of_a_part(titles: tuple[str, ...], number: str | None, fragment: str | None) -> None:
    part = read_one(*titles)
    assert (part.number, part.fragment) == (number, fragment)


RANGES = [
    ("Chapters 6-7", 6, 7),
    ("429 – 430", 429, 430),
    ("191-200", 191, 200),
    ("82+83", 82, 83),
    ("49 and 50", 49, 50),
    ("95 & 96-1", 95, 96),
    ("第3～5話", 3, 5),
    ("第3話～第5話", 3, 5),
    ("第十話-第十二話", 10, 12),
]


@pytest.mark.parametrize(("title", "first", "last"), RANGES)
def test_a_part_that_covers_several_numbers(title: str, first: int, last: int) -> None:
    part = read_one(title)
    assert (part.whole, part.upto) == (first, last)


TOTALS = [
    ("(3/7)", "3", 7),
    ("3/7", "3", 7),
    ("Part 1 of 3", "1", 3),
    ("全7回の3", "3", 7),
    ("全七回の三", "3", 7),
    ("3回目／全7回", "3", 7),
    ("第3話（全7話）", "3", 7),
    ("Chapter 13 of 1000 reeds", "13", None),
]


@pytest.mark.parametrize(("title", "number", "total"), TOTALS)
def test_how_many_there_are(title: str, number: str, total: int | None) -> None:
    part = read_one(title)
    assert (part.number, part.total) == (number, total)


SECTIONS = [
    (("v2c15",), "v2"),
    (("Book 2, Chapter 5",), "Book 2"),
    (("第2章 第5話",), "第2章"),
    (("一章二話",), "一章"),
    (("第二部 第三章 第五話",), "第二部 第三章"),
    (("Part 1 Chapter 2", "Part 2 Chapter 1"), "Part 1"),
    (("第2章 プロローグ",), "第2章"),
    (("一章プロローグ", "一章１話"), "一章"),
    (("Arc 3.14",), "3"),
    (("葦原（一）", "葦原（二）", "泥海（一）", "泥海（二）"), "葦原"),
    (("上　葦 一", "上　葦 二", "下　泥 一"), "上"),
    (("第一章 川の町 1.葦", "第一章 川の町 2.泥", "第二章 海の町 1.塩", "第二章 海の町 2.砂"), "第一章"),
    (("一　川の話 １　葦", "一　川の話 ２　泥", "二　海の話 １　塩", "二　海の話 ２　砂", "二　海の話 ３　貝"), "一"),
    (("第三篇　川の家 二　葦",), "第三篇"),
    (("第3話",), None),
]


@pytest.mark.parametrize(("titles", "section"), SECTIONS, ids=str)
def test_section(titles: tuple[str, ...], section: str | None) -> None:
    assert read_one(*titles).section == section


KINDS = [
    ("Prologue", Kind.FRONT, None),
    ("プロローグ", Kind.FRONT, None),
    ("～プロローグ～ 葦", Kind.FRONT, None),
    ("序章", Kind.FRONT, None),
    ("序", Kind.FRONT, None),
    ("楔子", Kind.FRONT, None),
    ("はじめに", Kind.FRONT, None),
    ("Introduction", Kind.FRONT, None),
    ("Introduction to Reeds", Kind.MAIN, None),
    ("予告編", Kind.FRONT, None),
    ("Prologue 2", Kind.FRONT, "2"),
    ("프롤로그", Kind.FRONT, None),
    ("Epilogue", Kind.BACK, None),
    ("終章", Kind.BACK, None),
    ("尾声", Kind.BACK, None),
    ("エピローグ2", Kind.BACK, "2"),
    ("Epilogue 3, Part 1", Kind.BACK, "3"),
    ("後日談", Kind.AFTER, None),
    ("Afterword", Kind.AFTER, None),
    ("あとがき", Kind.AFTER, None),
    ("Omake 3", Kind.AFTER, "3"),
    ("Interlude: Reeds", Kind.INTER, None),
    ("Interlude II", Kind.INTER, "2"),
    ("Interlude: I Am a Reed", Kind.INTER, None),
    ("幕間 葦", Kind.INTER, None),
    ("【閑話】葦", Kind.INTER, None),
    ("第2章 幕間3", Kind.INTER, "3"),
    ("Book 3: Interlude 2", Kind.INTER, "2"),
    ("番外編", Kind.SIDE, None),
    ("番外編その2", Kind.SIDE, "2"),
    ("番外編1 葦", Kind.SIDE, "1"),
    ("葦の夜（番外編）", Kind.SIDE, None),
    ("#番外 葦", Kind.SIDE, None),
    ("외전 1", Kind.SIDE, "1"),
    ("Side Story 4", Kind.SIDE, "4"),
    ("SS 5", Kind.SIDE, "5"),
    ("ss5 葦", Kind.SIDE, "5"),
    ("Extra", Kind.SIDE, None),
    ("Special Delivery", Kind.MAIN, None),
    ("登場人物紹介", Kind.NOTICE, None),
    ("お知らせ", Kind.NOTICE, None),
    ("Weekly Update #12", Kind.NOTICE, "12"),
    ("Author's Note", Kind.NOTICE, None),
    ("Q&A", Kind.NOTICE, None),
    ("Announcement: no post", Kind.NOTICE, None),
    ("Prologue's End", Kind.MAIN, None),
    ("番外地の葦", Kind.MAIN, None),
    ("Chapter 5: Interlude", Kind.MAIN, "5"),
    ("第3話 閑話休題", Kind.MAIN, "3"),
    ("1. Prologue", Kind.FRONT, "1"),
]


@pytest.mark.parametrize(("title", "kind", "number"), KINDS)
def test_kind_and_the_numbers_of_specials(title: str, kind: Kind, number: str | None) -> None:
    part = read_one(title)
    assert (part.kind, part.number) == (kind, number)
    if number and title not in {"1. Prologue", "Chapter 5: Interlude", "第3話 閑話休題"}:
        assert part.series == kind.value
        assert part.whole is None


RESTS = [
    (("第3話 100万の夜",), "100万の夜"),
    (("第3話「葦」",), "「葦」"),
    (("Ch. 4: Attack 016",), "Attack 016"),
    (("葦の声 – 3", "葦の声 – 4"), ""),
    (("葦の声 #3 泥", "葦の声 #4 塩"), "泥"),
    (("Side Story 4: Mud",), "Side Story Mud"),
    (("第12話（改）",), "（改）"),
    (("第4話 泥（前編）", "第4話 泥（後編）"), "泥"),
    (("Chapter 12 | The Reed Post", "Chapter 13 | The Reed Post"), ""),
    (("Book 2: Chapter 5 - Salt (Mud)",), "Salt (Mud)"),
    (("12. 「葦」と「泥」",), "「葦」と「泥」"),
]


@pytest.mark.parametrize(("titles", "rest"), RESTS, ids=str)
def test_rest(titles: tuple[str, ...], rest: str) -> None:
    assert read_one(*titles).rest == rest


def test_a_dot_means_an_arc_when_the_list_says_so() -> None:
    numbers = [part.key[:3] for part in read_titles(["Chapter 3.9", "Chapter 3.10", "Chapter 4.1"])]
    assert [(int(volume), int(chapter)) for volume, _, chapter in numbers] == [(3, 9), (3, 10), (4, 1)]


def test_a_dot_means_an_insert_between_whole_numbers() -> None:
    parts = read_titles(["Chapter 12", "Chapter 12.5", "Chapter 13", "Chapter 14"])
    assert parts[0].key < parts[1].key < parts[2].key
    assert parts[1].section is None


def test_a_number_in_brackets_beside_worded_chapters_is_not_a_chapter() -> None:
    parts = read_titles(["(1) To the Reader", "(2) To the Printer", *(f"Chapter {number}" for number in range(1, 9))])
    assert [part.number for part in parts[:3]] == [None, None, "1"]


def test_a_long_title_is_read_to_its_cap() -> None:
    part = read_one("Chapter 7 " + "葦" * 2000)
    assert part.number == "7"
    assert len(part.raw) == 500

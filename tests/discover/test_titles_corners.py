"""The odd corners of reading a title: each row has come from a form that was once misread."""

from __future__ import annotations

import pytest

from reader.discover.forms import Level
from reader.discover.halves import half_of
from reader.discover.kinds import kind_at, kind_in_bracket
from reader.discover.mentions import mentions_of
from reader.discover.numerals import fold, kanji_number, roman_number
from reader.discover.stems import trim
from reader.discover.titles import read_titles
from reader.discover.tokens import full_date, mask
from reader.model import Kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("〇", 0),
        ("二〇", 20),
        ("一二三", 123),
        ("十", 10),
        ("百二十三", 123),
        ("千二百", 1200),
        ("一万二千", 12000),
        ("廿一", 21),
        ("2百", 200),
        ("1万", 10000),
        ("拾参", 13),
        ("", None),
        ("一" * 13, None),
    ],
)
def test_kanji_number(text: str, value: int | None) -> None:
    assert kanji_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("iv", 4), ("iiii", 4), ("xlix", 49), ("mcmxcix", 1999), ("iix", None), ("vx", None), ("", None), ("abc", None)],
)
def test_roman_number(text: str, value: int | None) -> None:
    assert roman_number(text) == value


@pytest.mark.parametrize("text", ["第１２話", "ＡＢＣ　ｄｅｆ", "İstanbul", "１：２", "ß", "第一○話", "–—〜’"])
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_does_not_break_up_signs() -> None:
    assert fold("１２③ ½ ㈢") == "12③ ½ ㈢"


@pytest.mark.parametrize(
    "text",
    [
        "2009年12月7日",
        "昭和十七年十二月九日",
        "12月7日",
        "2016-06-06",
        "2016/6/6",
        "6.6.2016",
        "12:30",
        "-1:0",
        "dec 7, 2009",
        "7 december 2009",
        "june 6",
        "2009년 12월 7일",
        "12월 7일",
    ],
)
def test_dates_and_times_count_nothing(text: str) -> None:
    assert mentions_of(mask(text)) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2009年12月7日 葦", (2009, 12, 7)),
        ("葦 2016-06-06", (2016, 6, 6)),
        ("20160606", (2016, 6, 6)),
        ("2016-13-06", None),
        ("2016-00-06", None),
        ("6月6日", None),
    ],
)
def test_full_date(text: str, date: tuple[int, int, int] | None) -> None:
    assert full_date(text) == date


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("chapter 12 part 3", [Level.CHAPTER, Level.PART]),
        ("vol. 2 #15", [Level.VOLUME, Level.SIGN]),
        ("lv.12 reeds", [Level.WEAK]),
        ("第三話 三日目 全7話", [Level.EPISODE, Level.EPISODE, Level.TOTAL]),
        ("全7色 葦", []),
        ("全7回目標", [Level.TOTAL]),
        ("chapter ivy", []),
        ("その三人", []),
        ("その三の二", [Level.PART]),
        ("c12x", []),
        ("c12第3話", [Level.CHAPTER, Level.EPISODE]),
        ("第五葦", [Level.NONE]),
        ("chapter (the 12th)", [Level.CHAPTER]),
        ("chapter: 12", [Level.CHAPTER]),
        ("(chapter 12)", [Level.CHAPTER]),
        ("chapter reeds and mud - 12", [Level.BARE]),
        ("夢の上巻", [Level.VOLUME]),
        ("part b of it", []),
        ("part b", [Level.PART]),
        ("of the second part", []),
        ("reeds: the second part", [Level.PART]),
        ("12話-葦", [Level.EPISODE]),
        ("12話-5人", [Level.EPISODE]),
        ("12話-5回戦 葦", [Level.EPISODE]),
        ("12話~3話", [Level.EPISODE, Level.EPISODE]),
        ("one hundred and five: reeds", [Level.BARE]),
        ("two thousand and one: reeds", [Level.BARE]),
        ("reeds (3) mud", [Level.BARE]),
        ("reeds 3 mud", [Level.BARE]),
        ("5 of 9 reeds", [Level.BARE, Level.BARE]),
        ("numbers " + "1, " * 80, [Level.BARE] * 40),
    ],
)
def test_levels_of_mentions(text: str, levels: list[Level]) -> None:
    assert [mention.level for mention in mentions_of(text)] == levels


@pytest.mark.parametrize(
    ("text", "value"),
    [("one hundred and five: reeds", 105), ("two thousand one: reeds", 2001), ("twelve hundred: reeds", 1200)],
)
def test_number_words(text: str, value: int) -> None:
    assert mentions_of(text)[0].value == value


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("葦 前編", (1, 0)),
        ("葦前編", (1, 0)),
        ("葦（下）", (3, 0)),
        ("葦 中編2", (2, 2)),
        ("葦 中編②", (2, 2)),
        ("葦 中の二", (2, 2)),
        ("葦①下", (3, 0)),
        ("the reeds (middle)", (2, 0)),
        ("reeds, second half", (3, 0)),
        ("the end", None),
        ("坂の上", None),
        ("上の空", None),
        ("葦", None),
    ],
)
def test_halves(text: str, half: tuple[int, int] | None) -> None:
    found = half_of(fold(text))
    assert (found and (found.place, found.further)) == half


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("～プロローグ～", Kind.FRONT),
        ("プロローグ1", Kind.FRONT),
        ("番外編その一", Kind.SIDE),
        ("番外地", None),
        ("interlude the fox", Kind.INTER),
        ("special: fox", Kind.SIDE),
        ("special fox", None),
        ("special part 2", Kind.SIDE),
        ("", None),
        ("[[[", None),
    ],
)
def test_kind_at(text: str, kind: Kind | None) -> None:
    found = kind_at(fold(text))
    assert (found[0] if found else None) == kind


@pytest.mark.parametrize(
    ("text", "kind"), [("葦(番外編)", Kind.SIDE), ("葦[閑話3]", Kind.INTER), ("葦(番外編の下)", None), ("葦", None)]
)
def test_kind_in_bracket(text: str, kind: Kind | None) -> None:
    assert kind_in_bracket(text) == kind


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (" – 葦 : ", "葦"),
        ("葦「", "葦"),
        ("」葦", "葦"),
        ("「葦", "葦"),
        ("葦」", "葦"),
        ("「葦」と「泥」", "「葦」と「泥」"),
        ("（改）", "（改）"),
        ("", ""),
    ],
)
def test_trim(text: str, bare: str) -> None:
    assert trim(text) == bare


# --- decisions that need the set ---------------------------------------------------------------------------------


def test_a_part_without_a_chapter_is_no_chapter_among_parts_that_are_volumes() -> None:
    parts = read_titles(["Part 1 Chapter 1", "Part 1 Chapter 2", "Reeds Part 2", "Part 2 Chapter 1"])
    assert parts[2].number is None


def test_first_numbers_of_episodes_over_chapters_are_volumes() -> None:
    parts = read_titles(["Episode 1 Chapter 1", "Episode 1 Chapter 2", "Episode 2 Chapter 1"])
    assert [(part.section, part.number) for part in parts] == [
        ("Episode 1", "1"),
        ("Episode 1", "2"),
        ("Episode 2", "1"),
    ]


def test_a_number_word_of_a_title_beside_leading_numbers() -> None:
    parts = read_titles(["I: The Ferry", "II: At No. 9", "III: Reeds", "IV: Salt", "V: Mud"])
    assert [part.number for part in parts] == ["1", "2", "3", "4", "5"]


def test_sparse_numbers_of_a_short_page_are_believed_where_most_titles_have_them() -> None:
    parts = read_titles(["葦の声 – 3", "葦の声 – 17", "葦の声 – 25", "葦の声 – 31"])
    assert [part.number for part in parts] == ["3", "17", "25", "31"]


def test_counters_known_with_a_prefix_are_known_without() -> None:
    parts = read_titles(["第1回", "2回", "第3回", "葦"])
    assert [part.number for part in parts] == ["1", "2", "3", None]


def test_volumes_alone_are_the_numbers() -> None:
    parts = read_titles(["Book One: Reeds", "Book Two: Mud", "Book Three: Salt"])
    assert [(part.number, part.section) for part in parts] == [("1", None), ("2", None), ("3", None)]


def test_a_chapter_number_before_an_ending_is_its_own() -> None:
    parts = read_titles(["第一章 葦", "第二章 泥", "第三章 結論"])
    assert [part.number for part in parts] == ["1", "2", "3"]


def test_dates_serve_only_where_nearly_all_titles_have_them() -> None:
    dated = [f"2018-0{month}-01" for month in range(1, 10)]
    with_one_without = read_titles([*dated, "About"])
    assert [part.number for part in with_one_without][-2:] == ["2018-09-01", None]
    assert all(part.whole is None for part in with_one_without)
    assert [part.number for part in read_titles([*dated[:2], "葦", "泥"])] == [None] * 4


def test_letters_that_do_not_run_on_are_letters() -> None:
    assert [part.number for part in read_titles(["B", "Q", "X-ray", "M."])] == [None] * 4


def test_two_numbers_with_a_dash_are_a_range_in_a_list_of_whole_numbers() -> None:
    parts = read_titles(["Chapter 10", "Chapter 11-13", "Chapter 14"])
    assert [(part.whole, part.upto, part.fragment) for part in parts] == [
        (10, None, None),
        (11, 13, None),
        (14, None, None),
    ]

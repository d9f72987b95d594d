"""Titles read as a set: stems, endings, reports; and what must hold for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.discover.titles import (
    PartTitle,
    duplicates,
    gaps,
    is_final_note,
    looks_numbered,
    lowest_number,
    newest_first,
    oldest_first,
    order_of,
    read_titles,
    reading_order,
    shared_stem,
)

if TYPE_CHECKING:
    import random

# --- stems -------------------------------------------------------------------------------------------------------

STEMS = [
    ([f"“葦舟” が流れるまでのハナシ – {number}" for number in range(1, 43)], "“葦舟” が流れるまでのハナシ"),
    (["葦の宿　プロローグ", *(f"葦の宿　第{number}回" for number in range(1, 9)), "休載のお知らせ"], "葦の宿"),
    ([f"葦の宿 #{number:02} 渡し場" for number in range(1, 20)], "葦の宿"),
    (["The Reed Road — Chapter One", "The Reed Road — Chapter Two", "The Reed Road — Interlude: Mud"], "The Reed Road"),
    ([f"Chapter {number} | The Reed Post" for number in range(1, 12)], "The Reed Post"),
    ([f"Chapter {number}: {name}" for number, name in enumerate(("Mud", "Salt", "Sand", "Reeds"), 1)], ""),
    (["The Ferry", "The Salt", "The Mud", "The Sand"], ""),
    ([f"第{number}話" for number in range(10, 20)], ""),
    (["第2章 第1話", "第2章 第2話", "第2章 第3話"], ""),
    (["二の一", "二の二", "二の三", "一の一"], ""),
    (["前編 一", "前編 二", "前編 三", "前編 四"], ""),
    (["決戦 前編", "決戦 後編"], "決戦"),
    ([f"連載小説「葦」第{number}回" for number in range(1, 6)], "連載小説「葦」"),
    ([f"【葦の宿】第{number}話" for number in range(1, 6)], "【葦の宿】"),
    ([f"葦の宿（{number}）" for number in range(1, 6)], "葦の宿"),
    ([f"7人の渡し守 {number}" for number in range(1, 6)], "7人の渡し守"),
    ([f"葦の記 巻第{number}" for number in ("一", "二", "三")], "葦の記"),
    ([f"葦の宿：{name}" for name in ("渡し場", "橋", "堤")], "葦の宿"),
    ([f"Chapter {number}: A | The Reed Post" for number in (1, 2, 3)], "The Reed Post"),
    ([f"{number} - 第{number}話 - 12" for number in (1, 2, 3)], ""),
    ([f"{'reeds and salt ' * 14}{name}" for name in ("mud", "sand", "silt")], ""),
    (["12月1日", "12月2日", "12月3日"], ""),
    (["葦の宿 1"], ""),
    (["", ""], ""),
    ([], ""),
]


@pytest.mark.parametrize(("titles", "stem"), STEMS, ids=lambda value: value if isinstance(value, str) else "")
def test_shared_stem(titles: list[str], stem: str) -> None:
    assert shared_stem(titles) == stem


# --- endings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "(2009年12月7日最終回!!)",
        "最終話",
        "最終章",
        "第12話　完",
        "（完）",
        "完結",
        "完結編",
        "本日完結しました",
        "大団円",
        "フィナーレ",
        "第3回（最終回）",
        "大结局",
        "全书完",
        "완결",
        "마지막 화",
        "The End",
        "Chapter 8 [END]",
        "Chapter 40 - End",
        "CHAPTER XII. AND LAST.",
        "CHAPTER THE LAST.",
        "Final Chapter",
        "Last episode: home",
        "Finale",
        "Series finale!",
        "Part 9 (Final)",
        "Последняя глава",
    ],
)
def test_final_note(note: str) -> None:
    assert is_final_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Finally",
        "Finals (Middle)",
        "The Finalist",
        "The End of the Road",
        "Weekend",
        "Not the end",
        "未完",
        "未完結",
        "完結まであと三回",
        "完結していない話",
        "完全な夜",
        "第一部 完",
        "最終章 第3話",
        "最終章突入",
        "最終回予告",
        "終わりの始まり",
        "完本感言",
        "Chapter 12",
    ],
)
def test_no_final_note(text: str) -> None:
    assert not is_final_note(text)


def test_the_end_among_halves_ends_no_serial() -> None:
    parts = read_titles(["Reeds (Beginning)", "Reeds (Middle)", "Reeds (End)", "Salt (Beginning)", "Salt (End)"])
    assert not any(part.final for part in parts)


# --- reports -----------------------------------------------------------------------------------------------------


def test_gaps_are_told_and_specials_make_none() -> None:
    titles = ["プロローグ", "第1話", "第2話", "番外編9", "第4話", "第5～7話", "第12話", "最終回"]
    assert gaps(read_titles(titles)) == ["3", "8-11"]


def test_gaps_stand_by_section_where_numbers_start_again() -> None:
    titles = ["Book 1 Chapter 1", "Book 1 Chapter 3", "Book 2 Chapter 1", "Book 2 Chapter 2", "Book 2 Chapter 4"]
    assert gaps(read_titles(titles)) == ["Book 1: 2", "Book 2: 3"]


def test_gaps_go_on_through_volumes_that_count_on() -> None:
    titles = ["Vol. 1 Ch. 1", "Vol. 1 Ch. 2", "Vol. 2 Ch. 4", "Vol. 2 Ch. 5"]
    assert gaps(read_titles(titles)) == ["3"]


def test_an_absurd_range_fills_no_gap() -> None:
    assert gaps(read_titles(["Chapter 1", "Chapters 2-90000", "Chapter 4"])) == ["3"]


def test_duplicates_keep_pieces_and_sections_apart() -> None:
    titles = ["第1話", "第2話 前編", "第2話 後編", "第3話", "第3話 葦", "幕間1", "幕間1"]
    assert duplicates(read_titles(titles)) == [(3, 4), (5, 6)]


def test_lowest_number() -> None:
    assert lowest_number(read_titles(["第33話", "第34話", "番外編1"])) == 33
    assert lowest_number(read_titles(["葦", "泥"])) is None


def test_looks_numbered() -> None:
    assert looks_numbered(["第1話", "第2話", "幕間", "第3話"]) == 0.75
    assert looks_numbered(["葦", "泥"]) == 0.0
    assert looks_numbered([]) == 0.0


@pytest.mark.parametrize(
    ("titles", "newest", "oldest"),
    [
        (["3", "2", "1"], True, False),
        (["1", "2", "3"], False, True),
        (["2", "1"], False, False),
        (["葦", "泥", "塩"], False, False),
        (["エピローグ", "第2話", "第1話", "プロローグ"], True, False),
        (["6", "5", "3", "4", "2", "1"], False, False),
        (["12", "11", "9", "10", "8", "7", "6", "5", "4", "3", "2", "1"], True, False),
    ],
)
def test_direction(titles: list[str], newest: bool, oldest: bool) -> None:
    parts = read_titles(titles)
    assert (newest_first(parts), oldest_first(parts)) == (newest, oldest)


# --- any text ----------------------------------------------------------------------------------------------------

_SIGNS = "第話回章部巻その の上中下前後編一二十百〇①㈢Ⅳ½²1０9.-–~～/#&:：()（）「」αイ甲日月年v序完全"
_WORDS = "1️⃣|chapter |part |xii|two |hundred and |prologue|番外編|最終回|the |of |2009-12-07|월|화|제|глава |ตอนที่|第-|İ"
_PIECES = st.sampled_from([*_SIGNS, *_WORDS.split("|")])
_TITLES = st.lists(st.one_of(st.lists(_PIECES, max_size=8).map("".join), st.text(max_size=20)), max_size=9)


@settings(max_examples=300, deadline=None)
@given(_TITLES)
def test_any_titles_are_read_and_ordered(titles: list[str]) -> None:
    parts = read_titles(titles)
    assert [part.raw for part in parts] == titles
    assert sorted(reading_order(titles)) == list(range(len(titles)))
    gaps(parts)
    duplicates(parts)
    for part in parts:
        assert isinstance(part, PartTitle)
        assert part.number is None or part.key
    assert shared_stem(titles) is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdefgh かきくけ水火", min_size=1, max_size=8), min_size=1, max_size=12))
def test_titles_without_figures_stay_where_they_are(titles: list[str]) -> None:
    parts = read_titles(titles)
    if not any(part.number for part in parts):
        assert order_of(parts) == list(range(len(titles)))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 60),
    st.randoms(use_true_random=False),
    st.sampled_from(["第{}話 葦", "Chapter {}", "葦 – {}", "{}. Mud", "{}"]),
)
def test_any_shuffle_is_undone(count: int, shuffler: random.Random, form: str) -> None:
    titles = [form.format(number) for number in range(1, count + 1)]
    shuffled = titles[:]
    shuffler.shuffle(shuffled)
    assert [shuffled[index] for index in reading_order(shuffled)] == titles

"""What the numbers of titles may move, and what stays where the list has it."""

from __future__ import annotations

import random

import pytest

from reader.discover.titles import reading_order


def ordered(*titles: str) -> list[str]:
    return [titles[index] for index in reading_order(titles)]


def chapters(first: int, last: int) -> list[str]:
    return [f"Chapter {number}" for number in range(first, last + 1)]


# --- what never moves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "titles",
    [
        [],
        ["葦"],
        ["泥", "葦", "塩", "砂"],
        ["エピローグ", "葦", "プロローグ"],
        ["Mud", "Salt 13", "Sand", "Reeds", "7 Ferries"],
        ["6月9日", "6月6日", "6月7日"],
        ["葦", "泥（二）", "塩", "砂", "貝", "泥（一）", "潮", "舟", "橋", "堤", "岸", "淵"],
        ["後日談", "Chapter 1", "Chapter 2", "Salt"],
    ],
)
def test_lists_without_numbers_stay(titles: list[str]) -> None:
    assert ordered(*titles) == titles


def test_numbering_that_starts_again_without_a_word_stays() -> None:
    titles = ["一", "二", "三", "四", "一", "二", "三", "一", "二"]
    assert ordered(*titles) == titles


def test_runs_with_a_slip_in_them_stay() -> None:
    titles = ["1", "2", "3", "4", "2", "3", "4", "5", "1", "2", "3"]
    assert ordered(*titles) == titles


def test_story_lines_told_in_turn_stay() -> None:
    titles = ["一の一", "二の一", "一の二", "二の二", "一の三", "二の三", "一の四"]
    assert ordered(*titles) == titles


def test_named_sections_told_in_turn_stay() -> None:
    titles = ["葦原（一）", "泥海（一）", "葦原（二）", "泥海（二）", "葦原（三）", "泥海（三）"]
    assert ordered(*titles) == titles


def test_a_misprint_stays_where_it_fills_the_hole() -> None:
    titles = [*chapters(1, 6), "Chapter 57", *chapters(8, 20)]
    assert ordered(*titles) == titles


def test_a_number_given_twice_stays_where_it_stands() -> None:
    titles = [*chapters(1, 12), "Chapter 3", *chapters(13, 16)]
    assert ordered(*titles) == titles


def test_an_epilogue_in_the_midst_of_a_sound_list_stays() -> None:
    titles = [*chapters(1, 6), "Epilogue", *chapters(7, 12)]
    assert ordered(*titles) == titles


def test_pairs_that_do_not_count_on_stay() -> None:
    titles = ["八号の一", "十号の七", "十号の五", "八号の三", "九号の二", "九号の四", "十号の八", "九号の七"]
    assert ordered("海の町", *titles) == ["海の町", *titles]


def test_interludes_keep_their_places() -> None:
    assert ordered("第1話", "幕間", "第3話", "第2話") == ["第1話", "幕間", "第2話", "第3話"]


# --- what is put right -------------------------------------------------------------------------------------------


def test_a_list_newest_first_is_turned_round_with_all_it_holds() -> None:
    titles = ["プロローグ", "第1話", "第2話", "幕間 葦", "第3話", "第3話", "番外編1", "第4話", "エピローグ"]
    assert ordered(*titles[::-1]) == titles


def test_a_late_part_goes_to_its_place() -> None:
    titles = [*chapters(1, 6), *chapters(8, 20), "Chapter 7"]
    assert ordered(*titles) == chapters(1, 20)


def test_a_late_part_goes_before_what_follows_it_and_behind_the_interlude() -> None:
    titles = ["Chapter 1", "Chapter 2", "Interlude", *chapters(4, 12), "Chapter 3"]
    assert ordered(*titles) == ["Chapter 1", "Chapter 2", "Interlude", *chapters(3, 12)]


def test_the_last_part_listed_first_goes_to_the_end() -> None:
    assert ordered("Chapter 12", *chapters(1, 11)) == chapters(1, 12)


def test_an_insert_goes_between() -> None:
    titles = [*chapters(1, 12), "Chapter 4.5"]
    assert ordered(*titles) == [*chapters(1, 4), "Chapter 4.5", *chapters(5, 12)]


def test_prologue_first_and_epilogue_last() -> None:
    assert ordered("エピローグ", "第1話", "プロローグ", "第2話") == ["プロローグ", "第1話", "第2話", "エピローグ"]


def test_alphabetical_lists_are_put_right() -> None:
    titles = [*sorted(chapters(1, 12)), "Epilogue", "Prologue"]
    assert ordered(*titles) == ["Prologue", *chapters(1, 12), "Epilogue"]


def test_a_sorted_list_with_its_prologue_at_the_end() -> None:
    assert ordered(*chapters(1, 9), "Epilogue", "Prologue") == ["Prologue", *chapters(1, 9), "Epilogue"]


def test_the_final_part_stands_behind_the_numbers() -> None:
    assert ordered("最終回", "第2回", "第1回") == ["第1回", "第2回", "最終回"]


def test_columns_are_read_down() -> None:
    assert ordered("1", "6", "11", "2", "7", "12", "3", "8", "4", "9", "5", "10") == [str(n) for n in range(1, 13)]


def test_volumes_keep_their_chapters_together() -> None:
    assert ordered(
        "Book 2 Chapter 1", "Book 1 Chapter 2", "Book 1 Chapter 1", "Book 2 Prologue", "Book 1 Epilogue", "Epilogue"
    ) == ["Book 1 Chapter 1", "Book 1 Chapter 2", "Book 1 Epilogue", "Book 2 Prologue", "Book 2 Chapter 1", "Epilogue"]


def test_volume_blocks_the_wrong_way_round() -> None:
    second, first = [f"S2E{n:02}" for n in range(1, 8)], [f"S1E{n:02}" for n in range(1, 8)]
    assert ordered(*second, *first) == first + second


def test_chapters_counted_through_volumes_that_not_all_name() -> None:
    titles = ["Vol. 1 Ch. 1", "Ch. 2", "Vol. 2 Ch. 3", "Ch. 4", "Vol. 3 Ch. 5", "Epilogue"]
    shuffled = [titles[index] for index in (3, 0, 5, 4, 1, 2)]
    assert ordered(*shuffled) == titles


def test_volumes_that_contradict_the_count_are_followed() -> None:
    assert ordered("Vol. 2 Ch. 1", "Vol. 1 Ch. 2", "Ch. 3") == ["Ch. 3", "Vol. 1 Ch. 2", "Vol. 2 Ch. 1"]


def test_named_sections_are_gathered_not_mixed() -> None:
    assert ordered("泥海（二）", "葦原（二）", "泥海（一）", "葦原（一）", "葦原（三）") == [
        "泥海（一）",
        "泥海（二）",
        "葦原（一）",
        "葦原（二）",
        "葦原（三）",
    ]


def test_stretches_are_sorted_each_by_itself() -> None:
    assert ordered("2", "1", "3", "2", "1", "4", "3") == ["1", "2", "3", "1", "2", "3", "4"]


def test_a_heap_of_doubled_numbers_is_left_alone() -> None:
    titles = ["5", "1", "5", "9", "1", "9", "2"]
    assert ordered(*titles) == titles


def test_a_long_list_of_stretches() -> None:
    stretch = ["3", "1", "2", "4"]
    assert ordered(*stretch * 500) == ["1", "2", "3", "4"] * 500


def test_whole_dates_order_a_set_without_numbers() -> None:
    assert ordered("2016-06-07", "2016-06-06", "2017-01-01", "About", *(f"2018-0{n}-01" for n in range(1, 9))) == [
        "2016-06-06",
        "2016-06-07",
        "2017-01-01",
        "About",
        *(f"2018-0{n}-01" for n in range(1, 9)),
    ]


SERIALS = {
    "第N話": [f"第{number}話 葦" for number in range(1, 41)],
    "章と話": [f"第{chapter}章 第{number}話" for chapter in range(1, 5) for number in range(1, 9)],
    "arc.chapter": [
        f"{arc} {at}.{number}" for at, arc in enumerate(("Mud", "Salt", "Sand"), 1) for number in range(1, 13)
    ],
    "halves": [f"第{number}話（{half}）" for number in range(1, 12) for half in "上中下"],
    "letters": [f"Chapter {number}{letter}" for number in range(1, 12) for letter in "abc"],
    "stages": [f"{stage}-{number} 葦" for stage in range(1, 5) for number in range(1, 12)],
    "volumes": [f"v{volume}c{number}" for volume in range(1, 4) for number in range(1, 15)],
    "ordinals": [f"The {number}th Night" for number in range(4, 21)],
    "sites": [f"{number}. Chapter {number - 1}" if number > 1 else "1. Prologue" for number in range(1, 30)],
    "pieces": [f"Chapter {number}: Mud ({piece})" for number in range(1, 12) for piece in (1, 2, 3)],
    "zero": ["第-1話", "第0話", "第0.5話", "第1話", "第1.5話", "第2話", "第3話", "第4話"],
}


@pytest.mark.parametrize("name", SERIALS)
def test_shuffled_serials_are_put_in_order(name: str) -> None:
    titles = SERIALS[name]
    for seed in range(5):
        shuffled = titles[:]
        random.Random(seed).shuffle(shuffled)
        assert ordered(*shuffled) == titles
    assert ordered(*titles) == titles
    assert ordered(*titles[::-1]) == titles

"""Titles cut to a number by their list, made whole by the episodes' pages: and never made worse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.discover.fuller import Seen, extends, fuller_titles, is_bare, is_cut

BARE = ["1", "第3話", "Chapter 3", "#3", "その三", "（3）", "3.", "三", "Ep. 12", "03", "IV", "chapter-03", "Глава 3"]
NAMED = ["第3話　灯", "Prologue", "The Fog", "3 Doors Down", "Chapter 3: Fog", "", "前編", "2015-03-01 Fog"]


@pytest.mark.parametrize("title", BARE)
def test_a_number_in_any_form_is_bare(title: str) -> None:
    assert is_bare(title)


@pytest.mark.parametrize("title", NAMED)
def test_a_title_with_words_is_not(title: str) -> None:
    assert not is_bare(title)


@pytest.mark.parametrize(
    ("listed", "shown", "names", "learnt"),
    [
        (["1", "2"], ["第1話　灯の消えた港", "第2話　霧の朝"], [], ["第1話　灯の消えた港", "第2話　霧の朝"]),
        (["第1話", "第2話"], ["風の塔 第1話 灯", "風の塔 第2話 霧の朝"], ["風の塔"], ["", ""]),
        (
            ["第1話", "第2話", "第3話"],
            ["風の塔　第1話　灯台", "風の塔　第2話　霧の朝", "風の塔　第3話　帰港"],
            ["風の塔"],
            ["第1話　灯台", "第2話　霧の朝", "第3話　帰港"],
        ),
        (
            ["1", "2", "3"],
            ["Chapter 1: Fog | Lamp Room", "Chapter 2: Rain | Lamp Room", "Chapter 3: The 7 Doors | Lamp Room"],
            [],
            ["Chapter 1: Fog", "Chapter 2: Rain", "Chapter 3: The 7 Doors"],
        ),
        (["Chapter 1", "Chapter 2"], ["The Fog (1)", "The Rain (2)"], [], ["The Fog (1)", "The Rain (2)"]),
        (["chapter-01", "chapter-02"], ["1. The Fog", "2. The Rain"], [], ["1. The Fog", "2. The Rain"]),
        (
            ["Chapter 4: The long way …", "Chapter 5: Home"],
            ["Chapter 4: The long way home", "Chapter 5: Home, at last"],
            [],
            ["", ""],
        ),
        (
            ["Chapter 4: The long way …", "Chapter 5: The short way …"],
            ["Chapter 4: The long way home", "Chapter 5: The short way to nowhere"],
            [],
            ["Chapter 4: The long way home", "Chapter 5: The short way to nowhere"],
        ),
    ],
)
def test_pages_tell_what_their_list_leaves_out(
    listed: list[str], shown: list[str], names: list[str], learnt: list[str]
) -> None:
    pairs = [Seen(*pair) for pair in zip(listed, shown, strict=True)]
    assert fuller_titles(pairs, names) == learnt


@pytest.mark.parametrize(
    "shown",
    [
        ["第1話 - 灯の宿", "第2話 - 灯の宿", "第3話 - 灯の宿"],
        ["Chapter 1", "Chapter 2", "Chapter 3"],
        ["The Lamp Room", "The Lamp Room", "The Lamp Room"],
        ["Part 7: Fog", "Part 8: Rain", "Part 9: Snow"],
        ["1 | read online", "2 | read online", "3 | read online"],
        ["1 (2015-03-01)", "2 (2015-03-08)", "3 (2015-03-15)"],
        ["", "", ""],
    ],
)
def test_a_site_s_name_a_date_and_another_number_teach_nothing(shown: list[str]) -> None:
    assert fuller_titles([Seen(str(at), one) for at, one in enumerate(shown, 1)]) == ["", "", ""]


def test_one_page_alone_is_believed_only_beside_others() -> None:
    lone = [Seen("第4話", "第4話　雪の夜 - ともしび")]
    assert fuller_titles(lone) == [""]
    known = [Seen("第1話", "第1話　灯台"), Seen("第2話", "第2話　霧の朝")]
    assert fuller_titles([Seen("第4話", "第4話　雪の夜")], known=known) == ["第4話　雪の夜"]
    assert fuller_titles([Seen("第4話", "第4話　霧の朝")], known=known) == [""]


def test_what_a_learnt_title_still_stands_for() -> None:
    assert extends("第3話　灯", "3")
    assert extends("第3話　灯", "第三話")
    assert not extends("第3話　灯", "4")
    assert not extends("第3話　灯", "第3話　帰港")
    assert extends("Chapter 4: The long way home", "Chapter 4: The long …")
    assert not is_cut("So…")


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=30)), max_size=6), st.lists(st.text(max_size=6)))
def test_a_named_title_is_never_touched(pairs: list[tuple[str, str]], names: list[str]) -> None:
    seen = [Seen(*pair) for pair in pairs]
    learnt = fuller_titles(seen, names)
    assert len(learnt) == len(seen)
    for one, title in zip(seen, learnt, strict=True):
        assert not title or is_bare(one.listed) or is_cut(one.listed)
        assert not title or title in one.shown

"""Episodes let out bit by bit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.drip import MOST, Drip, every, parsed

START = date(2026, 2, 1)
DAILY = Drip(1, 1, START)

drips = st.builds(
    Drip,
    st.integers(1, MOST),
    st.integers(1, MOST),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 5000),
)


def test_one_a_day_of_forty_two_is_caught_up_on_the_fourteenth_of_march() -> None:
    assert DAILY.caught_up(42, START) == date(2026, 3, 14)
    assert Drip(3, 7, START).caught_up(42, START) == START + timedelta(weeks=13)
    assert Drip(1, 1, START, read=41).caught_up(42, START) == START
    assert DAILY.caught_up(0, START) == START
    assert DAILY.caught_up(5, date(2026, 6, 1)) == date(2026, 6, 1)
    assert Drip(1, 1000, START).caught_up(10**7, START) == date.max


def test_what_is_not_read_waits_and_who_reads_ahead_is_left_alone() -> None:
    assert DAILY.waiting(0, 42, START) == 1
    assert DAILY.waiting(1, 42, START) == 0
    assert DAILY.waiting(1, 42, START + timedelta(days=3)) == 3
    assert DAILY.waiting(9, 42, START + timedelta(days=3)) == 0
    assert DAILY.waiting(40, 42, START + timedelta(days=300)) == 2
    assert DAILY.waiting(0, 42, START - timedelta(days=1)) == 0


def test_the_next_day_is_the_next_multiple() -> None:
    weekly = Drip(1, 7, START)
    assert weekly.next_day(START - timedelta(days=3)) == START
    assert weekly.next_day(START) == START + timedelta(days=7)
    assert weekly.next_day(START + timedelta(days=6)) == START + timedelta(days=7)


@given(drips)
def test_what_is_written_is_read_again(drip: Drip) -> None:
    assert parsed(str(drip)) == drip


@pytest.mark.parametrize("text", [None, "", "1/1d", "0/1d 2026-01-01 0", "1/0d 2026-01-01 0", "1/1d 2026-13-01 0"])
def test_anything_else_is_no_plan(text: str | None) -> None:
    assert parsed(text) is None


@given(drips, st.integers(0, 9000), st.integers(0, 2000))
def test_on_the_last_day_all_is_out_and_the_day_before_it_is_not(drip: Drip, episodes: int, later: int) -> None:
    today = drip.since + timedelta(days=later)
    last = drip.caught_up(episodes, today)
    assert last >= today
    if last != date.max:
        assert drip.read + drip.out(last) >= episodes
    if last > today:
        assert drip.read + drip.out(last - timedelta(days=1)) < episodes


@given(drips, st.integers(0, 500), st.integers(0, 500), st.integers(-10, 2000))
def test_no_more_waits_than_is_unread(drip: Drip, read: int, more: int, later: int) -> None:
    today = drip.since + timedelta(days=later)
    assert 0 <= drip.waiting(read, read + more, today) <= more
    assert drip.next_day(today) > today
    assert drip.out(drip.next_day(today)) == drip.out(today) + drip.count


@pytest.mark.parametrize(
    ("text", "days"),
    [("1d", 1), ("2", 2), ("week", 7), ("2w", 14), ("3 days", 3), ("day", 1), ("", None), ("0d", None), ("x", None)],
)
def test_every_so_many_days(text: str, days: int | None) -> None:
    assert every(text) == days

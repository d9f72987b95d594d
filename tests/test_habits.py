"""What a log of places says of the reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.habits import (
    FASTEST,
    LEAST_SECONDS,
    MOST_SECONDS,
    RECENT,
    USUAL_PAGES,
    Day,
    Page,
    Stop,
    Streak,
    Text,
    days,
    pages,
    rates,
    speed,
    streak,
)

if TYPE_CHECKING:
    import random

NOW = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)
TEXTS = {"a": Text(5000, 0, "ja"), "b": Text(4000, 0, "ja"), "e": Text(6000, 1000, "en")}
USUAL = {True: 230.0, False: 500.0}


def usual(text: Text) -> float:
    return USUAL[bool(text.words)]


def stops(*told: tuple[str, float, float], device: str = "here") -> list[Stop]:
    """(episode, seconds after now, fraction), numbered as they stand."""
    return [
        Stop(device, number, NOW + timedelta(seconds=seconds), episode, fraction)
        for number, (episode, seconds, fraction) in enumerate(told, 1)
    ]


def read(*told: tuple[str, float, float]) -> list[Page]:
    return pages(stops(*told), TEXTS, usual)


def test_from_place_to_place_lies_a_page() -> None:
    first, second = read(("a", 0, 0.1), ("a", 60, 0.2))
    assert (first.share, first.timed, first.seconds) == (0.1, False, 60)
    assert (second.timed, second.seconds) == (True, 60)
    assert second.share == pytest.approx(0.1)


def test_the_page_past_the_end_is_the_first_of_the_next_episode() -> None:
    *_, last, onward = read(("a", 0, 0.8), ("a", 60, 0.9), ("a", 120, 1.0), ("b", 200, 0.1))
    assert last.share == pytest.approx(0.1)
    assert (onward.episode, onward.seconds, onward.timed) == ("b", 80, True)


def test_another_episode_in_the_middle_is_begun_at_an_unknown_time() -> None:
    assert read(("a", 0, 0.1), ("b", 60, 0.2))[-1] == Page(NOW + timedelta(seconds=60), "b", 0.2, 96.0, timed=False)


def test_places_that_come_all_at_once_are_no_reading() -> None:
    assert [page.episode for page in read(("a", 0, 0.2), ("b", 0.01, 0.2), ("e", 0.02, 0.2))] == ["a"]
    assert [page.episode for page in read(("a", 0, 0.2), ("b", 2, 0.2))] == ["a", "b"]


def test_time_is_clipped_at_both_ends_and_forgotten_after_a_long_pause() -> None:
    assert read(("a", 0, 0.1), ("a", 900, 0.2))[-1].seconds == MOST_SECONDS
    pause = read(("a", 0, 0.1), ("a", 7200, 0.2))[-1]
    assert (pause.timed, pause.seconds) == (False, 60)
    only = read(("e", 0, 0.1), ("e", 2, 0.11))[-1]
    assert (only.seconds, only.timed) == (LEAST_SECONDS, True)


def test_short_looks_count_with_the_page_behind_them() -> None:
    lines = [("e", second * 3.0, 0.01 * second) for second in range(1, 9)]
    joined = read(*lines)[1:]
    assert [page.seconds for page in joined] == [6, 6, 6, 5]
    assert sum(page.share for page in joined) == pytest.approx(0.07)


def test_leafing_and_jumping_are_not_reading() -> None:
    assert read(("a", 0, 0.05), ("a", 6, 0.9)) == read(("a", 0, 0.05))
    assert read(("a", 0, 1.0)) == []
    assert [page.ends for page in read(("a", 0, 0.05), ("a", 30, 0.9), ("a", 60, 1.0))] == [False, False]


def test_going_back_is_no_text_and_what_is_read_again_is() -> None:
    assert [page.share for page in read(("a", 0, 0.2), ("a", 30, 0.1), ("a", 60, 0.2))] == pytest.approx([0.2, 0.1])
    again = read(*[("b", 60.0 * n, 0.125 * n) for n in range(1, 9)], ("a", 600, 0.1), ("b", 700, 0.125))
    assert again[-1].share == 0.125


def test_an_episode_is_read_when_its_end_is_reached_by_reading() -> None:
    through = read(*[("b", 60.0 * n, 0.125 * n) for n in range(1, 9)])
    assert [page.ends for page in through] == [False] * 7 + [True]
    twice = read(*[("b", 60.0 * n, 0.125 * n) for n in range(1, 9)], ("b", 500, 0.9), ("b", 520, 1.0))
    assert sum(page.ends for page in twice) == 1


def test_a_text_that_is_not_here_counts_nothing() -> None:
    assert read(("gone", 0, 0.1), ("gone", 30, 0.2)) == []
    assert pages(stops(("x", 0, 0.1), ("x", 30, 0.2)), {"x": Text(0)}, usual) == []


told = st.lists(st.tuples(st.sampled_from("abe"), st.floats(-50, 4000), st.floats(0, 1)), max_size=25)


@given(told, told, st.randoms(use_true_random=False))
def test_logs_of_devices_add_up_in_any_order_and_number(
    here: list[tuple[str, float, float]], there: list[tuple[str, float, float]], chance: random.Random
) -> None:
    ours, theirs = stops(*here), stops(*there, device="there")
    apart = [*pages(ours, TEXTS, usual), *pages(theirs, TEXTS, usual)]
    mixed = [*ours, *theirs, *ours]
    chance.shuffle(mixed)
    found = pages(mixed, TEXTS, usual)
    assert sorted(map(repr, found)) == sorted(map(repr, apart))
    assert [page.at for page in found] == sorted(page.at for page in found)


@given(told)
def test_a_page_is_neither_too_short_nor_too_long_nor_leafed(here: list[tuple[str, float, float]]) -> None:
    for page in pages(stops(*here), TEXTS, usual):
        assert page.share > 0
        if page.timed:
            assert LEAST_SECONDS <= page.seconds <= MOST_SECONDS
            text = TEXTS[page.episode]
            assert page.share * text.units / page.seconds * 60 <= FASTEST * usual(text) * 1.0001


@given(told)
def test_no_more_text_is_read_than_went_by(here: list[tuple[str, float, float]]) -> None:
    forward = sum(max(0.0, one.fraction) for one in stops(*here))
    assert sum(page.share for page in pages(stops(*here), TEXTS, usual)) <= forward + 1e-6


# --- speed


def test_the_usual_speed_stands_until_enough_pages_are_seen() -> None:
    assert speed([], 500).per_minute == 500
    assert speed([900] * 3, 500).per_minute == 500
    assert speed([900] * (USUAL_PAGES + 1), 500).per_minute == 900
    assert speed([400] * 900, 500).pages == RECENT
    assert speed([100] * 900 + [900] * RECENT, 500).per_minute == 900


@given(st.lists(st.floats(300, 900), min_size=21, max_size=60), st.lists(st.floats(0, 10_000), max_size=5))
def test_a_few_odd_pages_do_not_move_the_speed_out_of_the_others(usually: list[float], odd: list[float]) -> None:
    assert min(usually) <= speed([*usually, *odd], 500).per_minute <= max(usually)


@given(st.lists(st.floats(50, 2500), max_size=40), st.floats(0.5, 2))
def test_who_reads_twice_as_fast_has_twice_the_speed(told_rates: list[float], factor: float) -> None:
    scaled = speed([rate * factor for rate in told_rates], 500 * factor)
    plain = speed(told_rates, 500)
    if scaled.pages == plain.pages:
        assert scaled.per_minute == pytest.approx(plain.per_minute * factor)


def test_rates_are_by_language_and_unit() -> None:
    found = read(("a", 0, 0.1), ("a", 60, 0.2), ("e", 100, 0.1), ("e", 130, 0.2))
    assert rates(found, TEXTS) == {("ja", False): [pytest.approx(500)], ("en", True): [pytest.approx(200)]}


# --- days


def test_a_day_is_the_readers_own() -> None:
    found = read(("a", 0, 0.1), ("a", 60, 0.2), ("a", 4 * 3600, 0.3))
    assert list(days(found, TEXTS, UTC)) == [date(2026, 3, 14), date(2026, 3, 15)]
    tokyo = days(found, TEXTS, timezone(timedelta(hours=9)))
    assert list(tokyo) == [date(2026, 3, 15)]
    assert tokyo[date(2026, 3, 15)] == Day(1500, 0, 180)


@given(told, st.integers(-12, 14))
def test_days_add_up_to_all_that_was_read_in_any_zone(here: list[tuple[str, float, float]], hours: int) -> None:
    found = pages(stops(*here), TEXTS, usual)
    known = days(found, TEXTS, timezone(timedelta(hours=hours)))
    whole = sum(known.values(), Day())
    assert whole.episodes == sum(page.ends for page in found)
    assert whole.characters == sum(round(page.share * TEXTS[page.episode].characters) for page in found)
    assert whole.seconds == pytest.approx(sum(page.seconds for page in found))


TODAY = date(2026, 3, 14)


def back(*ago: int) -> set[date]:
    return {TODAY - timedelta(days=one) for one in ago}


def test_a_streak_stands_while_today_is_young() -> None:
    assert streak(back(0, 1, 2, 4, 5, 6, 7), TODAY) == Streak(3, with_today=True, longest=4)
    assert streak(back(1, 2), TODAY) == Streak(2, with_today=False, longest=2)
    assert streak(back(2, 3), TODAY) == Streak(0, with_today=False, longest=2)
    assert streak(back(-1, 0), TODAY) == Streak(1, with_today=True, longest=1)
    assert streak(set(), TODAY) == Streak(0, with_today=False, longest=0)


@given(st.sets(st.integers(0, 40)))
def test_reading_today_makes_the_streak_longer_by_today(ago: set[int]) -> None:
    before, after = streak(back(*ago - {0}), TODAY), streak(back(*ago, 0), TODAY)
    assert after.days == before.days + 1
    assert after.longest >= max(after.days, before.longest)

"""The picture of a year."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reader.yearly import LEVELS, level, month_row, picture, steps

NAMES = tuple(f"m{number}" for number in range(1, 13))


@given(st.integers(1970, 2200), st.dictionaries(st.dates(date(1969, 1, 1), date(2201, 1, 1)), st.integers(0, 99_999)))
def test_every_day_of_the_year_stands_once_under_its_weekday(year: int, amounts: dict[date, int]) -> None:
    made = picture(year, amounts)
    assert [len(row) for row in made.rows] == [made.weeks] * 7
    assert 53 <= made.weeks <= 54
    first = date(year, 1, 1)
    monday = first - timedelta(days=first.weekday())
    for row, levels in enumerate(made.rows):
        for column, shade in enumerate(levels):
            day = monday + timedelta(days=7 * column + row)
            assert (shade is None) == (day.year != year)
            assert (shade or 0) == (level(amounts.get(day, 0), made.limits) if day.year == year else 0)
            assert day.year != year or bool(shade) == (amounts.get(day, 0) > 0)


@given(st.lists(st.integers(0, 10**6)))
def test_limits_rise_and_the_day_with_most_is_darkest(amounts: list[int]) -> None:
    limits = steps(amounts)
    assert list(limits) == sorted(set(limits))
    assert len(limits) <= LEVELS
    if limits:
        assert limits[0] == 1
        assert level(max(amounts), limits) == len(limits)


def test_limits_are_quarters_in_round_numbers() -> None:
    assert steps([123, 1234, 12345, 23456]) == (1, 1200, 12000, 23000)
    assert steps([0, 0]) == ()
    assert steps([7, 7, 7]) == (1, 7)


def test_months_stand_over_the_week_in_which_they_begin() -> None:
    made = picture(2026, {})
    assert made.months[0] == 0
    line = month_row(made, NAMES, 1, (2,) * 9 + (3,) * 3)
    for name, column in zip(NAMES, made.months, strict=True):
        assert line.index(name) == column
    assert len(month_row(made, NAMES, 1, (9,) * 12).replace("m", " m").split()) < 7
    assert len(month_row(made, NAMES, 2, (8,) * 12).replace("m", " m").split()) > 7

"""A year as a picture of cells: a column a week, a row a weekday, the more the darker.  Pure.

Owns where a day stands and how dark it is; what a shade looks like is the painter's.  Weeks begin on Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEVELS: Final = 4
"""Shades above nothing."""


@dataclass(frozen=True, slots=True)
class Year:
    """``rows`` are the seven weekdays, Monday first; ``None`` where a week reaches beyond the year."""

    rows: tuple[tuple[int | None, ...], ...]
    """The level of each day, 0 for nothing."""
    months: tuple[int, ...]
    """The column in which each month begins."""
    limits: tuple[int, ...]
    """The least amount of each level above nothing."""

    @property
    def weeks(self) -> int:
        """Columns."""
        return len(self.rows[0])


def picture(year: int, amounts: Mapping[date, int]) -> Year:
    """The year, each day as dark as its amount is among those of the reader's other days in it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    limits = steps(amount for day, amount in amounts.items() if day.year == year)
    lead = first.weekday()
    weeks = (lead + (last - first).days) // 7 + 1
    rows: list[list[int | None]] = [[None] * weeks for _ in range(7)]
    for place in range((last - first).days + 1):
        column, row = divmod(lead + place, 7)
        rows[row][column] = level(amounts.get(first + timedelta(days=place), 0), limits)
    months = tuple((lead + (date(year, month, 1) - first).days) // 7 for month in range(1, 13))
    return Year(tuple(tuple(row) for row in rows), months, limits)


def steps(amounts: Iterable[int]) -> tuple[int, ...]:
    """The least amounts of the levels: the quarters of the days on which there was anything, in round numbers."""
    known = sorted(amount for amount in amounts if amount > 0)
    if not known:
        return ()
    found = [1]
    for quarter in range(1, LEVELS):
        limit = _round(known[len(known) * quarter // LEVELS])
        if limit > found[-1]:
            found.append(limit)
    return tuple(found)


def level(amount: int, limits: tuple[int, ...]) -> int:
    """How many of the limits an amount has reached; with fewer levels the darkest are left out."""
    return sum(amount >= limit for limit in limits)


def _round(amount: int) -> int:
    """Down to two digits that count."""
    unit = int(10 ** max(0, len(str(amount)) - 2))
    return amount // unit * unit


def month_row(year: Year, names: tuple[str, ...], week_cells: int, sizes: tuple[int, ...]) -> str:
    """The names of the months over their columns, those left out for which there is no room.

    ``sizes`` are the names' cells; a week is ``week_cells`` wide.
    """
    line, used = "", 0
    for column, name, size in zip(year.months, names, sizes, strict=True):
        at = column * week_cells
        if at >= used and at + size <= year.weeks * week_cells:
            line += " " * (at - used) + name
            used = at + size
    return line

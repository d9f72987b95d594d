"""A serial let out bit by bit: so many episodes every so many days, until all are out.  Pure.

Owns how a plan is written (a text that the log carries), how many episodes wait on a day, and when the last one is
out.  It hides nothing: it says what is new today, and whoever reads ahead is simply told of nothing new for a while.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MOST: Final = 1000
"""Episodes at once, and days between."""

_TEXT: Final = re.compile(r"([0-9]{1,4})/([0-9]{1,4})d ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,9})")
_EVERY: Final = re.compile(r"([0-9]{1,4})?\s*(d|w|days?|weeks?)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drip:
    """``count`` episodes every ``days`` days, the first ones on the day ``since``, when ``read`` had been read."""

    count: int
    days: int
    since: date
    read: int = 0

    def __str__(self) -> str:
        """As the log has it."""
        return f"{self.count}/{self.days}d {self.since.isoformat()} {self.read}"

    def out(self, today: date) -> int:
        """How many have been let out since the first day, that day's among them."""
        if today < self.since:
            return 0
        return self.count * (1 + (today - self.since).days // self.days)

    def waiting(self, read: int, episodes: int, today: date) -> int:
        """How many of what is out are not read, of a serial with so many read and so many in all."""
        return max(0, min(episodes, self.read + self.out(today)) - read)

    def next_day(self, today: date) -> date:
        """When more is let out."""
        if today < self.since:
            return self.since
        return today + timedelta(days=self.days - (today - self.since).days % self.days)

    def caught_up(self, episodes: int, today: date) -> date:
        """When the last one known is out, and with it everything can be read; not before today."""
        left = max(1, episodes - self.read)
        try:
            last = self.since + timedelta(days=(-(-left // self.count) - 1) * self.days)
        except OverflowError:
            last = date.max
        return max(today, last)


def parsed(text: str | None) -> Drip | None:
    """The plan that :meth:`Drip.__str__` wrote; ``None`` for anything else."""
    found = _TEXT.fullmatch(text or "")
    if found is None:
        return None
    count, days, since, read = found.groups()
    try:
        drip = Drip(int(count), int(days), date.fromisoformat(since), int(read))
    except ValueError:
        return None
    return drip if 0 < drip.count <= MOST and 0 < drip.days <= MOST else None


def every(text: str) -> int | None:
    """The days of ``2``, ``1d``, ``week`` or ``2w``; ``None`` for what is none of these."""
    found = _EVERY.fullmatch(text.strip())
    if found is None or not text.strip():
        return None
    days = int(found[1] or 1) * (7 if (found[2] or "d").lower().startswith("w") else 1)
    return days if 0 < days <= MOST else None

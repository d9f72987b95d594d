"""When to look for news of a serial again, and why then.  Pure: ``now`` is an argument.

Owns the rhythm of a serial (the median gap between its last distinct release days), the next release that it predicts,
and what is done when that does not come: daily looks for a few days, then the rhythm's own gap again, longer the
longer nothing comes.  A finished serial is looked at monthly for a year and then never; a paused one never.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

SHORTEST_WAIT: Final = timedelta(days=1)
LONGEST_WAIT: Final = timedelta(days=28)
UNKNOWN_WAIT: Final = timedelta(days=2)
"""For a serial whose dates tell nothing."""
FAILED_WAIT: Final = timedelta(hours=6)
GRACE: Final = timedelta(hours=1)
"""Behind a predicted release: feeds and lists are written after the episode."""
LATE_DAYS: Final = 4
"""Daily looks after a release that was predicted and did not come."""
SILENCE_SHARE: Final = 4
"""A serial that has been silent for so many waits is waited for longer."""
AFTER_THE_END: Final = timedelta(days=365)
"""How long a finished serial is still looked at."""
GAPS: Final = 10
"""The last gaps from which the rhythm is learnt."""


class Reason(StrEnum):
    """Why the next look is when it is."""

    PAUSED = "paused"
    FAILED = "failed"
    """The last look failed; soon again."""
    COMPLETE = "complete"
    """Finished: once a month."""
    ENDED = "ended"
    """Finished for a year: never."""
    UNKNOWN = "unknown"
    """Too few dates to know a rhythm."""
    EXPECTED = "expected"
    """The next release is predicted for then."""
    LATE = "late"
    """The predicted release has not come: daily for a few days."""
    SILENT = "silent"
    """It has not come for longer than that."""


@dataclass(frozen=True, slots=True)
class NextLook:
    """When to look again (``None``: not any more), why, and the serial's rhythm in days where it has one."""

    at: datetime | None
    reason: Reason
    gap_days: int = 0


def gap_days(published: Iterable[datetime | None], now: datetime) -> int:
    """The median gap of the last distinct release days, 1 to 28; 0 where fewer than two days are known."""
    days = sorted({one.date() for one in published if one is not None and one <= now})[-GAPS - 1 :]
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    if not gaps:
        return 0
    return min(max(gaps[len(gaps) // 2], SHORTEST_WAIT.days), LONGEST_WAIT.days)


def next_look(
    status: Status,
    published: Iterable[datetime | None],
    now: datetime,
    *,
    failed: bool = False,
    silent_since: datetime | None = None,
) -> NextLook:
    """When to look for news after a look at ``now``; ``published`` are the episodes' dates in any order.

    ``silent_since`` is when the host of a look that failed first did not answer: it is asked ever more seldom.
    """
    dates = [one for one in published if one is not None and one <= now]
    gap = gap_days(dates, now)
    if status is Status.PAUSED:
        return NextLook(None, Reason.PAUSED, gap)
    if failed:
        silence = (now - silent_since) / SILENCE_SHARE if silent_since else FAILED_WAIT
        return NextLook(now + min(max(FAILED_WAIT, silence), LONGEST_WAIT), Reason.FAILED, gap)
    if status is Status.COMPLETE:
        if dates and now - max(dates) > AFTER_THE_END:
            return NextLook(None, Reason.ENDED, gap)
        return NextLook(now + LONGEST_WAIT, Reason.COMPLETE, gap)
    return _ongoing(dates, gap, now)


def _ongoing(dates: Sequence[datetime], gap: int, now: datetime) -> NextLook:
    if not gap:
        return NextLook(now + UNKNOWN_WAIT, Reason.UNKNOWN)
    expected = max(dates) + timedelta(days=gap) + GRACE
    if now < expected:
        return NextLook(expected, Reason.EXPECTED, gap)
    if now < expected + LATE_DAYS * SHORTEST_WAIT:
        return NextLook(now + SHORTEST_WAIT, Reason.LATE, gap)
    wait = max(timedelta(days=gap), (now - max(dates)) / SILENCE_SHARE)
    return NextLook(now + min(wait, LONGEST_WAIT), Reason.SILENT, gap)

"""When the next look is, and the reason given for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Status
from reader.rhythm import FAILED_WAIT, GRACE, LATE_DAYS, LONGEST_WAIT, UNKNOWN_WAIT, Reason, gap_days, next_look

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def every(days: float, count: int = 5, last: float = 1) -> list[datetime | None]:
    """Dates of ``count`` releases, the last one ``last`` days ago."""
    return [NOW - timedelta(days=days * n + last) for n in range(count)]


@pytest.mark.parametrize(
    ("status", "dates", "failed", "wait", "reason"),
    [
        (Status.PAUSED, every(7), False, None, Reason.PAUSED),
        (Status.ONGOING, every(7), False, 6 * DAY + GRACE, Reason.EXPECTED),
        (Status.ONGOING, every(1, last=0.5), False, DAY / 2 + GRACE, Reason.EXPECTED),
        (Status.ONGOING, every(0.1, 40), False, GRACE, Reason.EXPECTED),
        (Status.ONGOING, every(90, last=10), False, 18 * DAY + GRACE, Reason.EXPECTED),
        (Status.ONGOING, every(7, last=8), False, DAY, Reason.LATE),
        (Status.ONGOING, every(7, last=7 + LATE_DAYS), False, DAY, Reason.LATE),
        (Status.ONGOING, every(7, last=8 + LATE_DAYS), False, 7 * DAY, Reason.SILENT),
        (Status.ONGOING, every(7, last=60), False, 15 * DAY, Reason.SILENT),
        (Status.ONGOING, every(7, last=900), False, LONGEST_WAIT, Reason.SILENT),
        (Status.ONGOING, [], False, UNKNOWN_WAIT, Reason.UNKNOWN),
        (Status.ONGOING, [None, NOW], False, UNKNOWN_WAIT, Reason.UNKNOWN),
        (Status.ONGOING, [NOW + 900 * DAY], False, UNKNOWN_WAIT, Reason.UNKNOWN),
        (Status.COMPLETE, every(7), False, LONGEST_WAIT, Reason.COMPLETE),
        (Status.COMPLETE, [], False, LONGEST_WAIT, Reason.COMPLETE),
        (Status.COMPLETE, every(7, last=366), False, None, Reason.ENDED),
        (Status.COMPLETE, every(7), True, FAILED_WAIT, Reason.FAILED),
    ],
)
def test_the_next_look_and_its_reason(
    status: Status, dates: list[datetime | None], failed: bool, wait: timedelta | None, reason: Reason
) -> None:
    look = next_look(status, dates, NOW, failed=failed)
    assert (look.at and look.at - NOW, look.reason) == (wait, reason)


def test_one_long_break_is_no_rhythm() -> None:
    dates = [*every(7, 6), *(NOW - timedelta(days=400 + 7 * n) for n in range(6))]
    assert gap_days(dates, NOW) == 7


def test_only_the_last_gaps_count() -> None:
    assert gap_days([*every(2, 11), *every(30, 40, last=100)], NOW) == 2


@given(
    st.lists(st.none() | st.integers(-2000, 2000).map(lambda hours: NOW + timedelta(hours=hours)), max_size=40),
    st.sampled_from(Status),
    st.booleans(),
)
def test_a_look_is_never_in_the_past_nor_too_far(dates: list[datetime | None], status: Status, failed: bool) -> None:
    look = next_look(status, dates, NOW, failed=failed)
    assert look.at is None or NOW < look.at <= NOW + LONGEST_WAIT + GRACE
    assert look == next_look(status, list(reversed(dates)), NOW, failed=failed)


def test_a_host_that_stays_silent_is_asked_ever_more_seldom() -> None:
    waits = []
    for days in (0, 0.5, 2, 8, 40, 200, 4000):
        since = NOW - timedelta(days=days)
        at = next_look(Status.ONGOING, [], NOW, failed=True, silent_since=since).at
        assert at is not None
        waits.append((at - NOW) / timedelta(days=1))
    assert waits == [0.25, 0.25, 0.5, 2, 10, 28, 28]

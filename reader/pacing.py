"""Which request may go to which host, and when.

Owns the pace of each host, what it asks for (``Crawl-delay``, ``Retry-After``), the back-off after trouble, a day's
budget, and how many hosts are asked side by side.  Refuses to wait, to read a clock or to send: every method takes
``now`` in seconds of any clock that only goes forward, and the answer is a number of seconds.
Sources: RFC 9110 section 10.2.3 (``Retry-After``), RFC 9309 (robots), RFC 6585 section 4 (429).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DAY_SECONDS = 86_400.0

RETRY_AFTER_LONGEST_SECONDS = 7 * DAY_SECONDS
"""What a server may ask for at most; more is a mistake or malice."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How Tsuzuki behaves towards every host."""

    pace_seconds: float = 1.0
    """From the beginning of one request to the beginning of the next."""
    hosts_at_once: int = 8
    requests_a_day: int = 20_000
    """To one host; the longest serials have some thousands of episodes."""
    back_off_seconds: float = 1.0
    """After the first failure; doubled for each further one."""
    back_off_longest_seconds: float = 300.0
    crawl_delay_longest_seconds: float = 120.0


class Outcome(Enum):
    """How a request ended, as far as the next one to that host depends on it."""

    ANSWERED = "answered"
    """Any answer that shows no trouble, 404 among them."""
    TROUBLE = "trouble"
    """500 to 504, no answer in time, a lost connection: back off."""
    PATIENCE = "patience"
    """429, or any answer with ``Retry-After``: wait as long as asked, or back off more."""


@dataclass(slots=True)
class _Host:
    not_before: float = float("-inf")
    crawl_delay_seconds: float = 0.0
    failures: int = 0
    busy: bool = False
    day: float = float("-inf")
    """When the day of the budget began."""
    asked: int = 0
    """Requests since then."""


@dataclass(slots=True)
class Pacing:
    """The state of all hosts.  ``jitter`` gives numbers from 0 to 1; not safe for several threads."""

    rules: Rules = field(default_factory=Rules)
    jitter: Callable[[], float] = random.random
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _busy: int = 0

    def delay(self, host: str, now: float) -> float:
        """Seconds until the host may be asked, as far as time alone decides; 0 for now."""
        state = self._host(host)
        wait = state.not_before - now
        if state.asked >= self.rules.requests_a_day:
            wait = max(wait, state.day + DAY_SECONDS - now)
        return max(wait, 0.0)

    def is_free(self, host: str) -> bool:
        """No request to the host is under way, and not as many hosts are being asked as may be."""
        return self.is_idle(host) and self._busy < self.rules.hosts_at_once

    def is_idle(self, host: str) -> bool:
        """No request to the host is under way."""
        return not self._host(host).busy

    def begin(self, host: str, now: float) -> None:
        """A request to the host is sent now.  Raises ``ValueError`` where it may not be."""
        if self.delay(host, now) > 0 or not self.is_free(host):
            raise ValueError(f"{host} may not be asked now")
        state = self._host(host)
        if now >= state.day + DAY_SECONDS:
            state.day, state.asked = now, 0
        state.asked += 1
        state.busy = True
        self._busy += 1
        state.not_before = now + max(self.rules.pace_seconds, state.crawl_delay_seconds)

    def end(self, host: str, now: float, outcome: Outcome, retry_after_seconds: float | None = None) -> None:
        """The request that :meth:`begin` told of has ended.  Raises ``ValueError`` where there was none."""
        state = self._host(host)
        if not state.busy:
            raise ValueError(f"{host} was not asked")
        state.busy = False
        self._busy -= 1
        state.failures = 0 if outcome is Outcome.ANSWERED else state.failures + 1
        if outcome is Outcome.PATIENCE and retry_after_seconds is not None:
            outcome = Outcome.TROUBLE  # The host's own number needs no guess of ours on top.
        self._wait(state, now + self._back_off_seconds(outcome, state.failures))
        if retry_after_seconds is not None:
            self.hold(host, now + retry_after_seconds)

    def hold(self, host: str, until: float) -> None:
        """Not before then, whatever else is said: what a host asked for, now or in an earlier run."""
        self._wait(self._host(host), until)

    def slow_down(self, host: str, crawl_delay_seconds: float) -> None:
        """The pace that the host's robots.txt asks for, up to the longest that we follow."""
        state = self._host(host)
        longest = self.rules.crawl_delay_longest_seconds
        added = min(max(crawl_delay_seconds, 0.0), longest) - max(self.rules.pace_seconds, state.crawl_delay_seconds)
        state.crawl_delay_seconds = min(max(crawl_delay_seconds, 0.0), longest)
        if added > 0:
            state.not_before += added  # The request for robots.txt itself is the one to keep away from.

    def _back_off_seconds(self, outcome: Outcome, failures: int) -> float:
        if outcome is Outcome.ANSWERED:
            return 0.0
        first = self.rules.back_off_seconds * (4 if outcome is Outcome.PATIENCE else 1)
        doubled = first * 2.0 ** min(failures - 1, 16)
        return min(doubled, self.rules.back_off_longest_seconds) * (0.75 + 0.5 * self.jitter())

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())

    @staticmethod
    def _wait(state: _Host, until: float) -> None:
        state.not_before = max(state.not_before, until)


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """What a ``Retry-After`` header asks for: seconds, or the time until its date; ``None`` where it says neither."""
    value = value.strip()
    try:
        seconds = float(int(value)) if value.isascii() and value.isdigit() else _until(value, now)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), RETRY_AFTER_LONGEST_SECONDS)


def _until(date: str, now: datetime) -> float:
    when = parsedate_to_datetime(date)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when - now).total_seconds()

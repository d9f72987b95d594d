"""What a site's robots.txt says to us, read once a day and kept.

Owns how long a file counts and what its absence means.  Fetching it is the client's, reading it Protego's.
Source: RFC 9309.  One departure, for a reader who waits: where robots.txt fails with a server error and no earlier
copy is kept, the page is asked for all the same, and robots.txt again an hour later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from protego import Protego

from reader.web.protocol import KeptRobots, RobotsShelf

if TYPE_CHECKING:
    from datetime import datetime

    from reader.web.limits import Limits

NAME = "Tsuzuki"
"""What robots.txt calls us."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be asked, and how long the site wants us to wait between two requests."""

    is_allowed: bool
    crawl_delay_seconds: float


@dataclass(slots=True)
class Robots:
    """The rules of all origins met so far."""

    shelf: RobotsShelf
    limits: Limits
    _parsed: dict[str, tuple[datetime, Protego]] = field(default_factory=dict)
    _retry_at: dict[str, datetime] = field(default_factory=dict)

    def is_fresh(self, origin: str, now: datetime) -> bool:
        """The file of this origin need not be asked for."""
        if origin in self._retry_at and now < self._retry_at[origin]:
            return True
        kept = self.shelf.robots(origin)
        if kept is None:
            return False
        age = now - kept.fetched_at
        # A file from the future was kept under a wrong clock.
        return timedelta(0) <= age < timedelta(seconds=self.limits.robots_fresh_seconds)

    def learn(self, origin: str, body: bytes, now: datetime) -> None:
        """The file came, or (``b""``) there is none."""
        self._retry_at.pop(origin, None)
        text = body.decode("utf-8", "replace").removeprefix("\ufeff")
        self.shelf.keep_robots(origin, KeptRobots(text, now))

    def did_not_come(self, origin: str, now: datetime) -> None:
        """The server failed over it; what was kept before goes on to count."""
        self._retry_at[origin] = now + timedelta(seconds=self.limits.robots_retry_seconds)

    def verdict(self, origin: str, url: str) -> Verdict:
        """What the kept file says; everything is allowed where there is none."""
        kept = self.shelf.robots(origin)
        if kept is None or not kept.text.strip():
            return Verdict(is_allowed=True, crawl_delay_seconds=0.0)
        rules = self._rules(origin, kept)
        return Verdict(bool(rules.can_fetch(url, NAME)), float(rules.crawl_delay(NAME) or 0.0))

    def _rules(self, origin: str, kept: KeptRobots) -> Protego:
        known = self._parsed.get(origin)
        if known is None or known[0] != kept.fetched_at:
            known = self._parsed[origin] = (kept.fetched_at, Protego.parse(kept.text))
        return known[1]

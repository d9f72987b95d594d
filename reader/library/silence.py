"""Hosts that do not answer: whether this machine is offline, the host has an hour off, or it is dead.

Owns what is remembered of them.  One failure says little: a host is dead when several checks, days apart from the
first to the last, found nobody there and none found anybody.  A check where this machine may itself have been without
a network does not count, and what may only have been looked up or reached badly counts where another host answered.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from reader.addresses import host
from reader.errors import FetchError, HttpStatus, NoNetwork, TimedOut, Untrusted
from reader.store.sources import Silence
from reader.web.archive import NOBODY_THERE, is_silent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.errors import TsuzukiError
    from reader.library.shelf import Library
    from reader.model import Episode, Fetch, Resource
    from reader.web.protocol import Web

DEAD_AFTER: Final = timedelta(days=3)
DEAD_CHECKS: Final = 3
APART: Final = timedelta(hours=6)
"""Checks nearer to each other are one."""


def is_dead(silence: Silence | None) -> bool:
    """Whether a host with that behind it is taken for dead."""
    return silence is not None and silence.checks >= DEAD_CHECKS and silence.checked_at - silence.since >= DEAD_AFTER


def noted(silence: Silence | None, now: datetime) -> Silence:
    """What is remembered after one more check without an answer."""
    if silence is None or silence.checked_at > now:  # the clock was wrong then
        return Silence(now, now, 1)
    if now - silence.checked_at < APART:
        return silence
    return Silence(silence.since, now, silence.checks + 1)


def unanswered(library: Library, episodes: Iterable[Episode]) -> tuple[int, datetime | None]:
    """How many texts are missing because their hosts do not answer and are not yet dead, and since when that is."""
    known = library.store.silences.all()
    silences = [
        known[name]
        for one in episodes
        if not (one.saved or one.lost or one.hidden) and one.missing and (name := host(one.url)) in known
    ]
    return len(silences), min((one.since for one in silences), default=None)


class Listening:
    """A web whose hosts are listened to: who answers, who does not.  What was heard is kept when it is closed."""

    def __init__(self, library: Library, web: Web) -> None:
        self._library = library
        self._web = web
        self._answered: set[str] = set()
        self._silent: dict[str, TsuzukiError] = {}
        self._known: dict[str, Silence] = {}
        self._muted: dict[str, FetchError] = {}

    async def fetch(self, fetch: Fetch) -> Resource:
        """As the web has it."""
        if known := self._muted.get(host(fetch.url)):
            self._heard(host(fetch.url), known)
            raise known
        try:
            resource = await self._web.fetch(fetch)
        except FetchError as error:
            self._heard(host(error.subject) or host(fetch.url), error)
            raise
        self._answered.add(host(fetch.url))
        return resource

    def is_dead(self, url: str) -> bool:
        """Whether the host of an address was found dead before this run, and has not answered in it."""
        name = host(url)
        return name not in self._answered and is_dead(self._known.get(name))

    def _heard(self, name: str, error: FetchError) -> None:
        if isinstance(error, Untrusted) or (isinstance(error, HttpStatus) and error.status not in NOBODY_THERE):
            self._answered.add(name)
        elif isinstance(error, TimedOut) or is_silent(error):
            self._silent[name] = error

    async def __aenter__(self) -> Self:
        self._known = self._library.store.silences.all()
        self._muted = dict(self._library.silent)
        self._library.silent.clear()
        await self._web.__aenter__()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._web.__aexit__(*failure)
        if self._library.store.database.refusal is None:
            self._keep()

    def _keep(self) -> None:
        silences, now = self._library.store.silences, self._library.now()
        for name in self._answered & self._known.keys():
            silences.keep(name, None)
        for name, error in self._silent.items():
            counts = bool(self._answered) or not isinstance(error, NoNetwork | TimedOut)
            before = self._known.get(name)
            if counts and name and name not in self._answered and (after := noted(before, now)) != before:
                silences.keep(name, after)

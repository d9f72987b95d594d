"""The web as the Wayback Machine has it, behind the same door.

Owns the pace of its two services and the way a snapshot comes back as if its page were there still: under its own
address, with ``memento-datetime`` saying when it was.  Asks nothing on its own; whoever makes one has the reader's
leave.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from reader.addresses import canonical, host, without_fragment
from reader.errors import FetchError, HttpStatus, NotAsked, ParseError, UnknownHost, Unreachable
from reader.model import Fetch, Purpose
from reader.wayback import (
    REPLAYS_A_MINUTE,
    ROWS,
    SEARCHES_A_MINUTE,
    SHARED,
    Snapshot,
    by_page,
    nearest_first,
    read_search,
    search_url,
    searches,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from reader.errors import TsuzukiError
    from reader.model import Resource
    from reader.web.protocol import Web

GONE: Final = frozenset({404, 410})

NOBODY_THERE: Final = frozenset({502, 504, 521, 522, 523, 525, 526, 530})
"""What a proxy, the reader's own or one before the site, answers for a host that is not there."""


def is_gone(error: TsuzukiError) -> bool:
    """Whether the host says that the page is not there any more."""
    return isinstance(error, HttpStatus) and error.status in GONE


def is_silent(error: TsuzukiError) -> bool:
    """Whether nobody answers for the whole host, or nobody to be believed; it may be back in an hour."""
    if isinstance(error, NotAsked):
        return False
    return isinstance(error, Unreachable) or (isinstance(error, HttpStatus) and error.status in NOBODY_THERE)


def is_nowhere(error: TsuzukiError) -> bool:
    """Whether those who should know say that there is no such host."""
    return isinstance(error, UnknownHost) or (isinstance(error, HttpStatus) and error.status in NOBODY_THERE)


@dataclass(slots=True)
class _Pace:
    """At most so many requests a minute, whatever the settings say of other hosts."""

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    free_at: float = 0.0

    async def turn(self) -> None:
        now = self.clock()
        wait = max(0.0, self.free_at - now)
        self.free_at = max(now, self.free_at) + self.seconds
        if wait:
            await self.sleep(wait)


class Archive:
    """Searches and replays, each at its own pace.  ``web`` carries the requests out and obeys 429."""

    def __init__(
        self,
        web: Web,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._web = web
        self._searching = _Pace(60 / SEARCHES_A_MINUTE, clock, sleep)
        self._replaying = _Pace(60 / REPLAYS_A_MINUTE, clock, sleep)

    async def search(self, urls: Sequence[str]) -> dict[str, list[Snapshot]]:
        """The good snapshots of these pages, by canonical address; pages without one are left out.

        Raises kinds of :class:`FetchError`, :class:`ParseError`.
        """
        found: dict[str, list[Snapshot]] = {}
        wanted = {canonical(url): without_fragment(url) for url in urls}
        for address, prefix in searches(list(wanted.values())):
            pages = by_page(await self._search(address, prefix=prefix))
            found |= {page: theirs for page, theirs in pages.items() if page in wanted}
        return found

    async def under(self, prefix: str) -> list[Snapshot]:
        """The good snapshots of all pages whose addresses begin so (no scheme)."""
        return await self._search(prefix, prefix=True)

    async def of_page(self, url: str) -> list[Snapshot]:
        """The good snapshots of one page."""
        return by_page(await self._search(without_fragment(url), prefix=False)).get(canonical(url), [])

    async def _search(self, address: str, *, prefix: bool) -> list[Snapshot]:
        await self._searching.turn()
        fetch = Fetch(search_url(address, prefix=prefix), Purpose.API, why="asking the Wayback Machine")
        return read_search((await self._web.fetch(fetch)).body)

    async def replay(self, snapshot: Snapshot, fetch: Fetch) -> Resource:
        """The snapshot as the answer to ``fetch``."""
        await self._replaying.turn()
        resource = await self._web.fetch(Fetch(snapshot.replay_url, fetch.purpose, why=fetch.why))
        return replace(
            resource,
            url=fetch.url,
            final_url=snapshot.original,
            headers={
                **resource.headers,
                "memento-datetime": snapshot.memento_datetime,
                "etag": "",
                "last-modified": "",
            },
            redirects=(),
            permanent=False,
        )


class Chosen:
    """A web of chosen snapshots only: for each page (canonical address) the one to replay."""

    def __init__(self, archive: Archive, chosen: Mapping[str, Snapshot]) -> None:
        self._archive = archive
        self._chosen = chosen

    async def fetch(self, fetch: Fetch) -> Resource:
        """The chosen snapshot; :class:`HttpStatus` 404 where none was chosen."""
        snapshot = self._chosen.get(canonical(fetch.url))
        if snapshot is None:
            raise HttpStatus("the Wayback Machine has no copy", subject=fetch.url, status=404)
        return await self._archive.replay(snapshot, fetch)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None


class OrArchived:
    """The live web, and behind each page that is gone the newest copy of it that the archive has.

    ``used`` lists the pages that came from there, ``silent`` holds the hosts that did not answer; ``moment`` chooses
    copies nearest to it instead of the newest.
    """

    def __init__(self, web: Web, archive: Archive, *, moment: datetime | None = None) -> None:
        self._web = web
        self._archive = archive
        self._moment = moment
        self.used: list[Snapshot] = []
        self.silent: dict[str, FetchError] = {}
        """By host, how it failed; it is not asked again."""
        self._asked: Counter[str] = Counter()
        """Pages looked up, by folder."""
        self._folders: dict[str, dict[str, list[Snapshot]]] = {}

    async def fetch(self, fetch: Fetch) -> Resource:
        """The page, or its copy; the live page's own error where there is none."""
        try:
            if known := self.silent.get(host(fetch.url)):
                raise known
            return await self._web.fetch(fetch)
        except FetchError as error:
            if is_silent(error):
                self.silent[host(fetch.url)] = error
            if not (is_gone(error) or is_silent(error)) or fetch.purpose in {
                Purpose.ROBOTS,
                Purpose.SITEMAP,
                Purpose.API,
            }:
                raise
            resource = await self._copy(fetch)
            if resource is None:
                raise
            return resource

    async def _copies(self, url: str) -> list[Snapshot]:
        """The page's; from the third page of a folder on, all of the folder are searched for at once."""
        page, folder = canonical(url), without_fragment(url).partition("?")[0].rpartition("/")[0].partition("://")[2]
        if folder in self._folders:
            return self._folders[folder].get(page, [])
        self._asked[folder] += 1
        if self._asked[folder] < SHARED or "/" not in folder:
            return await self._archive.of_page(url)
        snapshots = await self._archive.under(f"{folder}/")
        if len(snapshots) < ROWS:  # else more were cut off
            self._folders[folder] = by_page(snapshots)
            return self._folders[folder].get(page, [])
        return await self._archive.of_page(url)

    async def _copy(self, fetch: Fetch) -> Resource | None:
        try:
            copies = await self._copies(fetch.url)
            ranked = nearest_first(copies, self._moment) if self._moment else nearest_first(copies, None)[::-1]
            resource = await self._archive.replay(ranked[0], fetch) if ranked else None
        except (FetchError, ParseError):
            return None  # the live page's own error says more
        if resource is not None:
            self.used.append(ranked[0])
        return resource

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None

"""A serial of which only episodes were archived: found through what the archive has around its address.

Owns the order of the attempts and their budget: one search by folder (wider ones where that has too little), then the
way from episode to episode over archived pages alone, then all pages of one kind, read as far as the budget goes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self

from reader.addresses import canonical, readable
from reader.discover.captures import LEAST, Captured, candidates, contents_of, folders
from reader.errors import FetchError, HttpStatus, ParseError, TsuzukiError
from reader.library.following import drive
from reader.model import Discovered, Fetch, Purpose, Source, SourceKind
from reader.wayback import by_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.library.following import Discovers
    from reader.library.shelf import Library
    from reader.model import Resource
    from reader.wayback import Snapshot
    from reader.web.archive import Archive

SEARCHES: Final = 3
"""Folders that are searched, each wider than the one before."""

REPLAYS: Final = 60
"""Pages that are read, at most: a minute's worth."""

FOR_THE_NAME: Final = 5
"""Pages that are read where they are too many to read them all."""

WALKED: Final = 2
"""Pages from which the way to the others is looked for."""

COVERED: Final = 0.8
"""The share of the archived pages of its kind that a serial found on such a way must hold."""


async def discover_unlisted(
    library: Library,
    archive: Archive,
    url: str,
    discovery: Callable[[str], Discovers],
    watch: Callable[[str], None] | None = None,
) -> Discovered | None:
    """The serial around an address of which the archive has no contents page; ``None`` where it has nothing there.

    Raises :class:`~reader.errors.NotASerial` where its pages are no serial's, kinds of :class:`FetchError` where the
    archive cannot be asked.
    """
    pages: dict[str, list[Snapshot]] = {}
    found: list[Captured] = []
    for prefix in folders(url)[:SEARCHES]:
        if watch:
            watch(f"what the Wayback Machine has of {prefix}")
        pages = _own(by_page(await archive.under(prefix)))
        found = candidates([Captured(theirs[0].original, theirs[0].taken_at) for theirs in pages.values()])
        if len(found) > LEAST:
            break
    if len(found) < LEAST:
        return None
    web = _Archived(archive, pages)
    for one in found[: WALKED if len(found) <= REPLAYS else 0]:
        answer = await _walked(library, web, discovery(one.url), watch)
        if answer is not None and _covers(answer, found):
            return _told(answer, url)
    return await _read_all(library, web, url, found, watch)


def _own(pages: dict[str, list[Snapshot]]) -> dict[str, list[Snapshot]]:
    """Oldest first, without what a domain's next owner shows at every address."""
    shown = Counter(digest for theirs in pages.values() for digest in {one.digest for one in theirs if one.digest})
    own = {
        page: sorted((one for one in theirs if shown[one.digest] <= 1), key=lambda one: one.timestamp)
        for page, theirs in pages.items()
    }
    return {page: theirs for page, theirs in own.items() if theirs}


async def _walked(
    library: Library, web: _Archived, discovery: Discovers, watch: Callable[[str], None] | None
) -> Discovered | None:
    try:
        answer = await drive(discovery, web, library.worker, watch=watch)
    except (FetchError, ParseError):
        return None
    return answer if isinstance(answer, Discovered) else None


def _told(answer: Discovered, url: str) -> Discovered:
    """What was found from page to page; there is nobody to ask for news."""
    note = "its contents page is not in the Wayback Machine: this is how its archived pages lead to each other"
    contents = replace(answer.contents, url=url, sources=(Source(SourceKind.ARCHIVE, url),))
    return replace(answer, contents=contents, warnings=(*answer.warnings, note))


def _covers(answer: Discovered, found: Sequence[Captured]) -> bool:
    listed = {canonical(one.url) for one in answer.contents.episodes}
    return sum(canonical(one.url) in listed for one in found) >= COVERED * len(found)


async def _read_all(
    library: Library, web: _Archived, url: str, found: Sequence[Captured], watch: Callable[[str], None] | None
) -> Discovered:
    facts: dict[str, Any] = {}
    whole = len(found) <= REPLAYS
    wanted = found if whole else found[:FOR_THE_NAME]
    for at, one in enumerate(wanted, 1):
        if watch:
            watch(f"{at}/{len(wanted)}  {readable(one.url)}")
        try:
            page = await library.worker.run("facts", await web.fetch(Fetch(one.url, Purpose.EPISODE)))
        except _Spent:
            break
        except TsuzukiError:
            continue
        if hasattr(page, "weight"):
            facts[canonical(one.url)] = page
    return contents_of(url, found, facts, whole=whole and len(web.seen) >= len(found))


class _Spent(HttpStatus):
    """The budget is used up."""


class _Archived:
    """A web of archived pages alone, each replayed once and within the budget; the newest copy of each."""

    def __init__(self, archive: Archive, pages: dict[str, list[Snapshot]]) -> None:
        self._archive = archive
        self._pages = pages
        self.seen: dict[str, Resource] = {}
        """By canonical address."""

    async def fetch(self, fetch: Fetch) -> Resource:
        """The page; :class:`HttpStatus` 404 where there is none, or no budget for it."""
        key = canonical(fetch.url)
        if key in self.seen:
            return self.seen[key]
        if key not in self._pages:
            raise HttpStatus("the Wayback Machine has no copy", subject=fetch.url, status=404)
        if len(self.seen) >= REPLAYS:
            raise _Spent("not asked for", subject=fetch.url, status=404)
        self.seen[key] = await self._archive.replay(self._pages[key][-1], fetch)
        return self.seen[key]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None

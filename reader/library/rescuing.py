"""Lost episodes, looked for in the Wayback Machine because the reader asked.

Owns which snapshot is tried for which episode, and how often.  A copy goes the way of every page (the site's frame,
the refusals, the comparison with its neighbours), so that a parked domain's snapshot is no more an episode than the
parked domain itself; it is saved with origin ``archive`` and the date of its capture, and only where no text is there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Self

from reader.addresses import canonical
from reader.errors import FetchError, HttpStatus, NotASerial, NoText, ParseError, TsuzukiError, UsageError
from reader.library.following import drive
from reader.library.pages import Harvest
from reader.library.refreshing import Failure, Fetched, FetchReport
from reader.model import Choices, Source, SourceKind
from reader.wayback import Snapshot, nearest_first
from reader.web.archive import Archive, Chosen, OrArchived, is_gone, is_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.library.following import Discovers
    from reader.library.shelf import Library
    from reader.model import Discovered, Fetch, Resource
    from reader.store.episodes import Wanted
    from reader.web.protocol import Web

COPIES: Final = 3
"""Snapshots tried for one episode, the nearest to its publication first."""

ALONE: Final = 10
"""Pages that a search by folder missed and that are searched for one by one, at most."""


async def rescue(
    library: Library,
    serial_id: int,
    *,
    watch: Callable[[Fetched], None] | None = None,
    tell: Callable[[str], None] | None = None,
    archive_of: Callable[[Web], Archive] = Archive,
) -> FetchReport:
    """Look for the texts that a serial misses, and save what is found; the others keep their reasons.

    ``archive_of`` is for tests that turn time by hand.
    Raises :class:`UsageError` where the settings forbid it, kinds of :class:`~reader.errors.FetchError` and
    :class:`~reader.errors.ParseError` where the archive cannot be asked.
    """
    _heed_settings(library)
    wanted = library.store.episodes.wanted(serial_id)
    if not wanted:
        return FetchReport(0, ())
    async with library.open_web(()) as web:
        if tell:
            tell("asking the Wayback Machine what it has")
        return await rescue_from(archive_of(web), library, serial_id, wanted, watch)


async def rescue_from(
    archive: Archive,
    library: Library,
    serial_id: int,
    wanted: Sequence[Wanted],
    watch: Callable[[Fetched], None] | None = None,
) -> FetchReport:
    """Look for these texts of a serial in an archive that others may be asking as well.

    Raises kinds of :class:`~reader.errors.FetchError` and :class:`~reader.errors.ParseError` where it cannot be asked.
    """
    copies = await _copies(library, serial_id, archive, wanted)
    run = _Run(library, serial_id, len(wanted), watch)
    run.without_copy([one for one in wanted if not copies.get(one.id)])
    for attempt in range(COPIES):
        again = [one for one in wanted if len(copies.get(one.id, ())) > attempt and one.id not in run.saved]
        if again:
            chosen = {canonical(one.url): copies[one.id][attempt] for one in again}
            is_last = {one.id for one in again if len(copies[one.id]) == attempt + 1 or attempt + 1 == COPIES}
            await run.harvest(again, Chosen(archive, chosen), is_last)
    return FetchReport(len(run.saved), tuple(run.failures))


async def discover_archived(
    library: Library,
    url: str,
    discovery: Callable[[str], Discovers],
    watch: Callable[[str], None] | None = None,
    archive_of: Callable[[Web], Archive] = Archive,
) -> Discovered | Choices:
    """Discover with the archive's copies in place of pages that are gone.

    Where what stands at the address now is no serial (a parked domain, another owner's page), once more from copies
    alone; where those are none or no list, out of the episodes that were archived around it.  What was found there is
    told, and is not looked at for news.  Raises as discovery does.
    """
    _heed_settings(library)
    async with library.open_web(library.typed_hosts) as web:
        archive = archive_of(web)
        failure: TsuzukiError | None = None
        for live in (web, _Gone()):
            either = OrArchived(live, archive)
            try:
                answer = await drive(discovery(url), either, library.worker, looks=library.looks, watch=watch)
            except (NotASerial, NoText, FetchError) as error:
                failure = failure or error  # what stands there now says more than that there is no copy
                if isinstance(error, FetchError):
                    break
            else:
                return _as_archived(answer, either.used)
            finally:
                library.silent |= either.silent
        if isinstance(failure, FetchError) and not (is_gone(failure) or is_silent(failure)):
            raise failure
        unlisted = await _unlisted(library, archive, url, discovery, watch)
        if unlisted is None:
            raise failure or NotASerial("nothing was found", subject=url)
        return unlisted


async def _unlisted(
    library: Library,
    archive: Archive,
    url: str,
    discovery: Callable[[str], Discovers],
    watch: Callable[[str], None] | None,
) -> Discovered | None:
    from reader.library.unlisted import discover_unlisted  # noqa: PLC0415 - few serials have lost their contents page

    try:
        return await discover_unlisted(library, archive, url, discovery, watch)
    except ParseError:
        return None


def _as_archived(answer: Discovered | Choices, used: Sequence[Snapshot]) -> Discovered | Choices:
    """The answer with what has to be said of the copies that were used."""
    if not used or isinstance(answer, Choices):
        return answer
    contents = answer.contents
    pages = {canonical(one.original) for one in used}
    alive = tuple(one for one in contents.sources if canonical(one.url) not in pages)
    if not alive:
        contents = replace(contents, sources=(Source(SourceKind.ARCHIVE, contents.url),))
    newest = max(one.taken_at for one in used)
    note = f"the page is gone; this is its copy in the Wayback Machine, of {newest:%Y-%m-%d}"
    return replace(answer, contents=contents, warnings=(*answer.warnings, note))


def _heed_settings(library: Library) -> None:
    if library.settings.fetch.archive == "never":
        raise UsageError(
            "the settings say that the Wayback Machine is never asked",
            hint='Set [fetch] archive = "ask" to allow it.',
        )


class _Gone:
    """A web in which every page is gone."""

    async def fetch(self, fetch: Fetch) -> Resource:
        """Raises :class:`HttpStatus` 404, always."""
        raise HttpStatus("not asked for", subject=fetch.url, status=404)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None


async def _copies(
    library: Library, serial_id: int, archive: Archive, wanted: Sequence[Wanted]
) -> dict[int, list[Snapshot]]:
    """By episode, its snapshots in the order in which they are tried."""
    found = await archive.search([one.url for one in wanted])
    for one in [each for each in wanted if canonical(each.url) not in found][:ALONE]:
        if len(wanted) > 1:
            found[canonical(one.url)] = await archive.of_page(one.url)
    published = {one.id: one.published for one in library.store.episodes.all(serial_id)}
    return {one.id: nearest_first(found.get(canonical(one.url), ()), published[one.id]) for one in wanted}


class _Run:
    """What came of all attempts together; an episode is told of once."""

    def __init__(self, library: Library, serial_id: int, total: int, watch: Callable[[Fetched], None] | None) -> None:
        self._library = library
        self._serial_id = serial_id
        self._total = total
        self._watch = watch
        self._last: set[int] = set()
        self.saved: set[int] = set()
        self.failures: list[Failure] = []

    def without_copy(self, episodes: Sequence[Wanted]) -> None:
        """The archive has nothing of these."""
        for one in episodes:
            self._tell(one, "the Wayback Machine has no copy", "Look for the serial on another site.")

    async def harvest(self, wanted: Sequence[Wanted], web: Web, last: set[int]) -> None:
        """One attempt; failures of the episodes in ``last`` are final."""
        self._last = last
        await Harvest(self._library, self._serial_id, web, self._report, writes_failures=False).run(wanted)

    def _report(self, one: Wanted, error: TsuzukiError | None) -> None:
        if error is None:
            self.saved.add(one.id)
            self._tell(one)
        elif one.id in self._last:
            self._tell(one, error.message, error.hint)

    def _tell(self, one: Wanted, error: str = "", hint: str = "") -> None:
        if error:
            self.failures.append(Failure(one.url, one.title, f"{one.url}: {error}", hint))
        if self._watch:
            done = len(self.saved) + len(self.failures)
            self._watch(Fetched(done, self._total, one.id, one.title, one.url, error, hint, self._serial_id))

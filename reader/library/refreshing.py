"""Texts that are missing and news that may be there: what ``add`` and ``update`` do after the table of contents.

Owns what is asked for at all: which episodes are tried again and when, which serials are due, the cheapest question
first.  One outcome a serial; a failure is part of it and stops nothing else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.errors import NotASerial, TsuzukiError
from reader.files import UpdateLock
from reader.library.following import drive, side_by_side
from reader.library.pages import Harvest
from reader.library.shelf import Look
from reader.model import Choices, Fetch, Purpose, Source, SourceKind, Status
from reader.rhythm import next_look
from reader.store.values import digest
from reader.update import Leave, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from reader.library.shelf import Library
    from reader.model import Resource, Serial, TableOfContents
    from reader.store.episodes import Wanted
    from reader.web.protocol import Web

TRIES_AT_ONCE = 3
"""Failures in a row after which an episode is not asked for at every look."""

LONGEST_PATIENCE = timedelta(days=14)

_NOT_MODIFIED = 304
_PURPOSES = {
    SourceKind.FEED: Purpose.FEED,
    SourceKind.API: Purpose.API,
    SourceKind.SITEMAP: Purpose.SITEMAP,
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One episode is done: saved, or not and why.  ``done`` of ``total`` counts both."""

    done: int
    total: int
    episode_id: int
    title: str
    url: str
    error: str = ""
    hint: str = ""
    serial_id: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """An episode that did not come; ``error`` is a line with the address in it."""

    url: str
    title: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class FetchReport:
    """How many texts were saved, and what failed."""

    saved: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look for news of one serial brought; ``error`` is empty where all went well."""

    serial_id: int
    title: str
    new: int = 0
    revised: int = 0
    fetched: int = 0
    withdrawn: int = 0
    error: str = ""
    hint: str = ""


async def fetch_missing(
    library: Library,
    serial_id: int,
    *,
    watch: Callable[[Fetched], None] | None = None,
    only: Collection[int] | None = None,
) -> FetchReport:
    """Fetch the texts that a serial misses, or of those the episodes ``only`` (ids).

    Each is saved as it comes, so that a cancelled run goes on where it ended.  An episode that failed several times
    is passed over for a while unless it is named.  Raises :class:`~reader.errors.StorageError`.
    """
    async with library.open_web(library.store.serials.named_hosts(serial_id)) as web:
        return await _fetch_missing(library, serial_id, web, watch, only)


async def update(
    library: Library,
    serial_ids: Sequence[int] | None = None,
    *,
    all: bool = False,  # noqa: A002 - the command line's own word
    watch: Callable[[Fetched], None] | None = None,
) -> tuple[Outcome, ...]:
    """Look for news of these serials, of those that are due, or of ``all``, and fetch what is missing.

    One outcome a serial, in order; a failing site delays and stops no other.  One update runs at a time: raises
    :class:`~reader.errors.Locked` where another program has one.
    """
    ids = list(serial_ids) if serial_ids is not None else _chosen(library, everything=all)
    outcomes: dict[int, Outcome] = {}
    hosts = {host for number in ids for host in library.store.serials.named_hosts(number)}
    turns = asyncio.Semaphore(2 * library.settings.fetch.hosts_at_once)

    async def one(web: Web, serial_id: int) -> None:
        async with turns:
            outcomes[serial_id] = await _refresh(library, library.store.serials.one(serial_id), web, watch)

    with UpdateLock(library.folders.update_lock):
        async with library.open_web(hosts) as web:
            await side_by_side(one(web, number) for number in dict.fromkeys(ids))
    return tuple(outcomes[number] for number in dict.fromkeys(ids))


def _chosen(library: Library, *, everything: bool) -> list[int]:
    if everything:
        return [one.id for one in library.store.serials.all() if one.status is not Status.PAUSED]
    return library.store.serials.due(library.now())


# --- texts -------------------------------------------------------------------------------------------------------


async def _fetch_missing(
    library: Library,
    serial_id: int,
    web: Web,
    watch: Callable[[Fetched], None] | None,
    only: Collection[int] | None = None,
) -> FetchReport:
    wanted = [
        one
        for one in library.store.episodes.wanted(serial_id)
        if (one.id in only if only is not None else _is_due(library, one))
    ]
    failures: list[Failure] = []
    done = 0

    def report(one: Wanted, error: TsuzukiError | None) -> None:
        nonlocal done
        done += 1
        told, hint = _told(error, one.url) if error else ("", "")
        if error:
            failures.append(Failure(one.url, one.title, told, hint))
        if watch:
            watch(Fetched(done, len(wanted), one.id, one.title, one.url, told, hint, serial_id))

    if wanted:
        await Harvest(library, serial_id, web, report).run(wanted)
    return FetchReport(done - len(failures), tuple(failures))


def _is_due(library: Library, wanted: Wanted) -> bool:
    if wanted.tries < TRIES_AT_ONCE or wanted.failed_at is None:
        return True
    patience = min(timedelta(days=2 ** min(wanted.tries - TRIES_AT_ONCE, 10)), LONGEST_PATIENCE)
    return library.now() >= wanted.failed_at + patience


def _told(error: TsuzukiError, url: str) -> tuple[str, str]:
    """(line, hint), with the episode's own address in the line, whatever host or redirect the failure was about."""
    return f"{url}: {error.message}", error.hint


# --- news --------------------------------------------------------------------------------------------------------


async def _refresh(library: Library, serial: Serial, web: Web, watch: Callable[[Fetched], None] | None) -> Outcome:
    outcome = Outcome(serial.id, serial.title)
    try:
        outcome = await _look(library, serial, web, outcome)
    except TsuzukiError as error:
        # The failure may be about another address than the serial's own: a feed, a page of its list.
        line = str(error) if error.subject else f"{serial.url}: {error.message}"
        outcome = replace(outcome, error=line, hint=error.hint)
    published = [one.published for one in library.store.episodes.all(serial.id)]
    now = library.now()
    status = library.store.serials.one(serial.id).status
    due = next_look(status, published, now, failed=bool(outcome.error)).at
    library.store.serials.checked(serial.id, now, due, outcome.error)
    report = await _fetch_missing(library, serial.id, web, watch)
    outcome = replace(outcome, fetched=report.saved)
    if report.failures and not outcome.error:
        first, more = report.failures[0], len(report.failures) - 1
        told = f"{first.error}; and {more} more" if more else first.error
        outcome = replace(outcome, error=told, hint=first.hint)
    return outcome


async def _look(library: Library, serial: Serial, web: Web, outcome: Outcome) -> Outcome:
    """Ask the best source whether anything changed, and only then for the whole."""
    sources = library.store.sources.of(serial.id)
    if sources and sources[0].kind is SourceKind.FILE:
        return await _look_at_path(library, serial, outcome)
    probe = sources[0] if sources else Source(SourceKind.INDEX, serial.url)
    etag, last_modified = library.store.sources.validators(serial.id, probe.url)
    purpose = _PURPOSES.get(probe.kind, Purpose.PAGE)
    resource = await web.fetch(Fetch(probe.url, purpose, etag, last_modified, "is there news?"))
    if resource.status == _NOT_MODIFIED or library.store.sources.is_same(serial.id, probe.url, resource.body):
        return outcome
    looks = {probe.url: Look(resource.etag, resource.last_modified, digest(resource.body))}
    contents = await _contents(library, serial, web, {probe.url: resource}, looks)
    return _take_in(library, serial, contents, looks, outcome)


async def _look_at_path(library: Library, serial: Serial, outcome: Outcome) -> Outcome:
    """Read a local serial again: what was added is new, what was edited is a revision."""
    from reader.library import shelving  # noqa: PLC0415 - few serials lie on this machine

    path = shelving.path_of(serial.url)
    work = await shelving.read_path(path)
    applied, texts = shelving.look_again(library, serial, shelving.discovered(path, work), work)
    return replace(
        outcome,
        new=applied.inserted,
        revised=applied.revised + max(0, texts - applied.inserted),
        withdrawn=applied.withdrawn,
    )


async def _contents(
    library: Library, serial: Serial, web: Web, fetched: dict[str, Resource], looks: dict[str, Look]
) -> TableOfContents:
    """The table of contents as it is now; of several on the page, the one of the same title."""
    from reader.discover.plan import Discovery  # noqa: PLC0415 - only what is due discovers

    pick = None
    while True:
        discovery = Discovery(serial.url, pick=pick, now=library.now())
        answer = await drive(discovery, web, library.worker, looks=looks, fetched=fetched)
        if not isinstance(answer, Choices):
            return answer.contents
        pick = _pick(serial, answer, library)
        if pick is None:
            raise NotASerial(
                "the page lists several serials, and none is named like this one",
                subject=serial.url,
                hint="Open it in a browser to see what changed.",
            )


def _pick(serial: Serial, choices: Choices, library: Library) -> int | None:
    episodes = library.store.episodes.all(serial.id)
    first = episodes[0].title if episodes else ""
    for one in choices.choices:
        if one.title == serial.title or (first and one.first == first):
            return one.pick
    return None


def _take_in(
    library: Library, serial: Serial, contents: TableOfContents, looks: dict[str, Look], outcome: Outcome
) -> Outcome:
    """Decide and write in one transaction; the validators go with what they stand for."""
    store, now = library.store, library.now()
    with store.writing():
        partial = _is_window(contents.sources)
        fuller = partial and not _is_window(store.sources.of(serial.id))
        intents = decide(
            store.episodes.known(serial.id),
            contents,
            partial=partial,
            revise=not fuller,
            ordered_by_reader=store.serials.is_ordered_by_reader(serial.id),
        )
        applied = store.changes.apply(serial.id, intents, now)
        warnings = [one.reason for one in intents if isinstance(one, Leave) and one.warn]
        if not warnings:
            status = contents.status if contents.status is Status.COMPLETE or applied.inserted else None
            store.serials.learn(serial.id, author=contents.author, language=contents.language, status=status)
            if not fuller:
                store.sources.replace(serial.id, contents.sources)
            for url, look in looks.items():
                store.sources.seen(
                    serial.id, url, etag=look.etag, last_modified=look.last_modified, body_digest=look.digest, now=now
                )
    hint = "Nothing was changed; open the page in a browser to see." if warnings else ""
    return replace(
        outcome,
        new=applied.inserted,
        revised=applied.revised,
        withdrawn=applied.withdrawn,
        error=f"{serial.url}: {'; '.join(warnings)}" if warnings else "",
        hint=hint,
    )


def _is_window(sources: Sequence[Source]) -> bool:
    """Whether all that is known comes from feeds, which show the newest entries only."""
    return bool(sources) and all(one.kind is SourceKind.FEED for one in sources)

"""Texts that are missing and news that may be there: what ``add`` and ``update`` do after the table of contents.

Owns what is asked for at all: which episodes are tried again and when, which serials are due, the cheapest question
first.  One outcome a serial; a failure is part of it and stops nothing else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.addresses import host
from reader.errors import FetchError, ParseError, StorageError, TsuzukiError
from reader.files import UpdateLock
from reader.library.following import side_by_side
from reader.library.imaging import fetch_images
from reader.library.news import NewsLook
from reader.library.pages import Harvest
from reader.library.rereading import look_again
from reader.library.silence import Listening
from reader.model import Status
from reader.rhythm import next_look
from reader.web.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from reader.library.shelf import Library
    from reader.model import Serial
    from reader.store.episodes import Wanted
    from reader.web.protocol import Web

TRIES_AT_ONCE = 3
"""Failures in a row after which an episode is not asked for at every look."""

LONGEST_PATIENCE = timedelta(days=14)

RESCUED_AT_ONCE = 60
"""Lost episodes of a serial that one update looks for in the archive, at most: a minute's worth."""


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
    edited: int = 0
    """Saved texts that were found changed; the old ones are kept."""
    suspect: int = 0
    """Saved texts in whose place something doubtful stands; it was set aside."""
    rescued: int = 0
    """Texts that came out of the Wayback Machine, because the settings always want that."""
    lost: int = 0
    """Texts that only an archive may still have, as this look found; those rescued are not among them."""


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
    async with Listening(library, library.open_web(library.store.serials.named_hosts(serial_id))) as web:
        return await _fetch_missing(library, serial_id, web, watch, only)


async def update(
    library: Library,
    serial_ids: Sequence[int] | None = None,
    *,
    all: bool = False,  # noqa: A002 - the command line's own word
    texts: bool = False,
    watch: Callable[[Fetched], None] | None = None,
    tell: Callable[[Outcome], None] | None = None,
    archive_of: Callable[[Web], Archive] = Archive,
) -> tuple[Outcome, ...]:
    """Look for news of these serials, of those that are due, or of ``all``, and fetch what is missing.

    One outcome a serial, in order, each handed to ``tell`` when it is known; a failing site delays and stops no other.
    ``texts`` asks for the page of every saved episode too, whether anything says that it was edited or not.  Where the
    settings always want it, what is gone is looked for in the Wayback Machine; ``archive_of`` is for tests that turn
    time by hand.  One update runs at a time: raises :class:`~reader.errors.Locked` where another program has one.
    """
    ids = list(serial_ids) if serial_ids is not None else chosen(library, everything=all)
    outcomes: dict[int, Outcome] = {}
    hosts = {host for number in ids for host in library.store.serials.named_hosts(number)}
    turns = asyncio.Semaphore(2 * library.settings.fetch.hosts_at_once)

    async def one(web: Web, archive: Archive, serial_id: int) -> None:
        async with turns:
            serial = library.store.serials.one(serial_id)
            outcomes[serial_id] = await _refresh(library, serial, web, archive, watch, texts=texts)
            if tell:
                tell(outcomes[serial_id])

    with UpdateLock(library.folders.update_lock):
        async with Listening(library, library.open_web(hosts)) as web:
            archive = archive_of(web)
            await side_by_side(one(web, archive, number) for number in dict.fromkeys(ids))
    return tuple(outcomes[number] for number in dict.fromkeys(ids))


def chosen(library: Library, *, everything: bool) -> list[int]:
    """Ids of the serials that are due or, with ``everything``, of all but those that rest or are put away."""
    if everything:
        shelf = library.store.serials.all()
        return [one.id for one in shelf if one.status is not Status.PAUSED and one.archived_at is None]
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
    await fetch_images(library, serial_id, web)
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


async def _refresh(
    library: Library,
    serial: Serial,
    web: Web,
    archive: Archive,
    watch: Callable[[Fetched], None] | None,
    *,
    texts: bool,
) -> Outcome:
    outcome, again = Outcome(serial.id, serial.title), tuple[int, ...]()
    try:
        news = await NewsLook(library, serial, web).run()
        again = news.edited
        outcome = replace(
            outcome,
            new=news.new,
            revised=news.revised,
            withdrawn=news.withdrawn,
            error=f"{serial.url}: {news.warning}" if news.warning else "",
            hint="Nothing was changed; open the page in a browser to see." if news.warning else "",
        )
    except TsuzukiError as error:
        if isinstance(error, StorageError):
            raise
        # The failure may be about another address than the serial's own: a feed, a page of its list.
        line = str(error) if error.subject else f"{serial.url}: {error.message}"
        outcome = replace(outcome, error=line, hint=error.hint)
    published = [one.published for one in library.store.episodes.all(serial.id)]
    now = library.now()
    status = library.store.serials.one(serial.id).status
    silence = library.store.silences.all().get(host(serial.url)) if outcome.error else None
    since = silence.since if silence else None
    due = next_look(status, published, now, failed=bool(outcome.error), silent_since=since).at
    library.store.serials.checked(serial.id, now, due, outcome.error)

    def second(done: int, total: int, title: str) -> None:
        if watch:
            watch(Fetched(done, total, 0, title, "", serial_id=serial.id))

    asked = [one.id for one in library.store.episodes.saved(serial.id)] if texts else again
    looks = await look_again(library, serial.id, web, asked, watch=second)
    outcome = replace(outcome, edited=len(looks.revised), suspect=len(looks.suspect))
    began = library.now()
    report = await _fetch_missing(library, serial.id, web, watch)
    outcome = replace(outcome, fetched=report.saved)
    failures = list(report.failures)
    if lost := _lost_since(library, serial.id, began):
        outcome, failures = await _out_of_the_archive(library, archive, lost, outcome, failures, watch=watch)
    if failures and not outcome.error:
        first, more = failures[0], len(failures) - 1
        told = f"{first.error}; and {more} more" if more else first.error
        outcome = replace(outcome, error=told, hint=first.hint)
    return outcome


# --- what is gone ------------------------------------------------------------------------------------------------


def _lost_since(library: Library, serial_id: int, began: datetime) -> list[Wanted]:
    """Episodes that were asked for since then, and whose pages are gone for good."""
    wanted = [one for one in library.store.episodes.wanted(serial_id) if one.failed_at and one.failed_at >= began]
    if not wanted:
        return []
    lost = {one.id for one in library.store.episodes.all(serial_id) if one.lost}
    return [one for one in wanted if one.id in lost]


async def _out_of_the_archive(
    library: Library,
    archive: Archive,
    lost: Sequence[Wanted],
    outcome: Outcome,
    failures: list[Failure],
    *,
    watch: Callable[[Fetched], None] | None,
) -> tuple[Outcome, list[Failure]]:
    """Look for what is lost where the settings always want that; the outcome, and what still fails."""
    if library.settings.fetch.archive != "always":
        return replace(outcome, lost=len(lost)), failures
    from reader.library.rescuing import rescue_from  # noqa: PLC0415 - it builds on this module

    asked = lost[:RESCUED_AT_ONCE]
    try:
        report = await rescue_from(archive, library, outcome.serial_id, asked, watch)
    except (FetchError, ParseError) as error:
        told = Failure(
            outcome.title, outcome.title, f"the Wayback Machine cannot be asked: {error.message}", error.hint
        )
        return replace(outcome, lost=len(lost)), [told, *failures]
    still = {one.url: one for one in report.failures}
    gone = {one.url for one in asked}
    failures = [still.get(one.url, one) for one in failures if one.url not in gone or one.url in still]
    return replace(outcome, rescued=report.saved, lost=len(lost) - report.saved), failures

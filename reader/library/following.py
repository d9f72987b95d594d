"""From a URL to a serial on the shelf: drives discovery, then writes down what it found.

Discovery itself is :class:`reader.discover.plan.Discovery`, a state machine that asks for fetches; this module
carries them out, hosts side by side, has the worker read what came, and hands the facts back.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from reader.addresses import canonical, is_web, readable
from reader.cleaning import clean_line, clean_url
from reader.errors import AlreadyFollowed, TsuzukiError, UsageError
from reader.library.shelf import Look
from reader.model import Choices, Discovered
from reader.rhythm import next_look
from reader.store.values import digest
from reader.update import decide

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable

    from reader.library.shelf import Library
    from reader.model import Fetch, Resource, Serial, TableOfContents
    from reader.web.protocol import Web
    from reader.worker import Works

FOLLOWED = 0.5
"""The share of known addresses from which a serial is one that is followed already."""


class Asks(Protocol):
    """What discovery wants fetched next."""

    @property
    def fetches(self) -> tuple[Fetch, ...]:
        """In no order."""
        ...


class Discovers(Protocol):
    """The part of ``Discovery`` that a driver sees."""

    def next(self) -> Any:  # noqa: ANN401 - an `Asks`, `Discovered` or `Choices`
        """The next step; raises what discovery ends with where it finds nothing."""
        ...

    def take(self, fetch: Fetch, answer: Any, /) -> None:  # noqa: ANN401 - facts are discovery's own
        """Hand back the facts, or the error, of a fetch."""
        ...


async def discover(
    library: Library,
    url: str,
    *,
    pick: int | None = None,
    archive: bool = False,
    watch: Callable[[str], None] | None = None,
) -> Discovered | Choices:
    """What serial stands behind an address; nothing is written.  ``watch`` is told of each fetch in one line.

    With ``archive``, or where the settings always want it, the Wayback Machine is asked for pages that are gone.
    Raises :class:`UsageError` for what is no address, :class:`~reader.errors.NotASerial`, and the error of the first
    fetch where nothing came.
    """
    from reader.discover.plan import Discovery  # noqa: PLC0415 - `list` follows nothing

    url = web_address(url)
    library.typed_hosts.add(urlsplit(url).netloc.rpartition("@")[2])

    def discovery(address: str = url) -> Discovery:
        return Discovery(address, pick=pick if address == url else None, now=library.now())

    if archive or library.settings.fetch.archive == "always":
        from reader.library.rescuing import discover_archived  # noqa: PLC0415 - only what may ask the archive

        return await discover_archived(library, url, discovery, watch)
    async with library.open_web(library.typed_hosts) as web:
        return await drive(discovery(), web, library.worker, looks=library.looks, watch=watch)


async def drive(
    discovery: Discovers,
    web: Web,
    worker: Works,
    *,
    looks: dict[str, Look] | None = None,
    fetched: dict[str, Resource] | None = None,
    read: list[Any] | None = None,
    watch: Callable[[str], None] | None = None,
) -> Discovered | Choices:
    """Carry out what ``discovery`` asks for until it answers.

    ``fetched`` holds resources that are there already, by address; ``looks`` is filled with what was seen, ``read``
    with the facts of it.
    """
    at_hand = dict(fetched or {})

    async def carry_out(fetch: Fetch) -> None:
        if watch:
            watch(fetch.why or readable(fetch.url))
        try:
            resource = at_hand.pop(fetch.url, None) or await web.fetch(fetch)
            facts = await worker.run("facts", resource)
        except TsuzukiError as error:
            discovery.take(fetch, error)
            return
        if looks is not None:
            looks[fetch.url] = Look(resource.etag, resource.last_modified, digest(resource.body))
        if read is not None:
            read.append(facts)
        discovery.take(fetch, facts)

    while True:
        step = discovery.next()
        if isinstance(step, Discovered | Choices):
            return step
        await side_by_side(carry_out(fetch) for fetch in step.fetches)


def follow(library: Library, discovered: Discovered, *, title: str | None = None) -> Serial:
    """Put a serial on the shelf, with its episodes and without their texts.

    A serial that was removed comes back with every mark.  Raises :class:`AlreadyFollowed`, with its id.
    """
    contents, store, now = discovered.contents, library.store, library.now()
    with store.writing():
        known = _followed(library, contents)
        if known is not None and not store.serials.is_removed(known):
            serial = store.serials.one(known)
            raise AlreadyFollowed(
                f"“{serial.title}” is on the shelf already",
                subject=contents.url,
                hint=f"`tsuzuki update {known}` looks for news.",
                serial_id=known,
            )
        if known is not None:
            serial_id = known
            store.log.edit(serial_id, "removed_at", None, now)
        else:
            serial_id = store.serials.add(
                title=clean_line(title or contents.title) or readable(contents.url),
                url=contents.url,
                author=contents.author,
                language=contents.language,
                status=contents.status,
                now=now,
            )
        ordered = store.serials.is_ordered_by_reader(serial_id)
        intents = decide(store.episodes.known(serial_id), contents, ordered_by_reader=ordered)
        store.changes.apply(serial_id, intents, now)
        store.sources.replace(serial_id, contents.sources)
        store.serials.name_hosts(serial_id, library.typed_hosts & _hosts(contents))
        for source in contents.sources:
            if look := library.looks.get(source.url):
                store.sources.seen(
                    serial_id,
                    source.url,
                    etag=look.etag,
                    last_modified=look.last_modified,
                    body_digest=look.digest,
                    now=now,
                )
        due = next_look(contents.status, [one.published for one in contents.episodes], now).at
        store.serials.checked(serial_id, now, due)
        return store.serials.one(serial_id)


def web_address(text: str) -> str:
    """The address that the reader means; ``https`` where none is said.  Raises :class:`UsageError`."""
    url = clean_url(text)
    if url and "://" not in url and "." in url.partition("/")[0]:
        url = f"https://{url}"
    if not is_web(url):
        raise UsageError(
            "this is no web address",
            subject=clean_line(text, 200),
            hint="Paste one that begins with https:// or http://.",
        )
    return url


async def side_by_side(errands: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all of them; when one fails or we are cancelled, the others are cancelled and waited for."""
    async with _errands(errands) as tasks:
        await asyncio.gather(*tasks)


@contextlib.asynccontextmanager
async def _errands(errands: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks = [asyncio.create_task(errand) for errand in errands]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _hosts(contents: TableOfContents) -> set[str]:
    addresses = [contents.url, *(one.url for one in contents.sources), *(one.url for one in contents.episodes)]
    return {urlsplit(url).netloc.rpartition("@")[2] for url in addresses}


def _followed(library: Library, contents: TableOfContents) -> int | None:
    """The serial on the shelf, or taken off it, that this is."""
    store = library.store
    keys = {canonical(one.url, fragment=True) for one in contents.episodes}
    for serial_id, shared in store.serials.overlapping(keys)[:1]:
        if shared >= FOLLOWED * min(len(keys), len(store.episodes.all(serial_id))):
            return serial_id
    for serial in (*store.serials.all(), *store.serials.all(removed=True)):
        if canonical(serial.url) == canonical(contents.url) and contents.title in store.log.names(serial.id):
            return serial.id
    return None

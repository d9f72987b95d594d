"""From a path on this machine to a serial on the shelf, texts and all.

Owns what a local source's addresses are (the file's URI, and the episode's key behind ``#``) and its second look: a
folder or file that has grown gives new episodes, edited ones give revisions.  Reading bytes into a work is
:mod:`reader.local`'s, in a worker with more time than a page is given, for a book is many pages.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from reader.addresses import is_web
from reader.discover.titles import read_titles
from reader.entries import read_entries
from reader.library.following import follow
from reader.library.lengths import words
from reader.model import Discovered, Evidence, FoundEpisode, Origin, Source, SourceKind, Status, TableOfContents
from reader.update import decide
from reader.worker import Worker, WorkLimits

if TYPE_CHECKING:
    from reader.document import Document
    from reader.library.shelf import Library
    from reader.local.work import LocalWork
    from reader.model import Serial
    from reader.store.changes import Applied

LIMITS: Final = WorkLimits(cpu_seconds=120.0, wall_seconds=240.0, memory_bytes=1024 * 1024 * 1024)


def path_of(uri: str) -> Path:
    """The path that :func:`discovered` made an address of."""
    return Path(unquote(urlsplit(uri).path))


def path_named(text: str) -> Path | None:
    """The path that the reader means, or ``None`` for a web address.

    Quotes around it and a ``file:`` address are as terminals and file managers paste them.
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file://"):
        return path_of(text)
    if is_web(text):
        return None
    looks_like_one = text.startswith(("/", "./", "../", "~"))
    path = Path(text)
    try:
        path = path.expanduser()
        return path if looks_like_one or path.exists() else None
    except (OSError, RuntimeError, ValueError):  # too long, no home, a zero byte
        return path if looks_like_one else None


async def read_path(path: Path) -> LocalWork:
    """The work at ``path``: a folder, or a file of a kind that :mod:`reader.local` reads.

    Raises :class:`~reader.errors.NotFound` where nothing is there, :class:`~reader.errors.NotASerial`,
    :class:`~reader.errors.TooLarge`, :class:`~reader.errors.TooComplex`.
    """
    name, entries = await asyncio.to_thread(read_entries, path)
    async with Worker(1, limits=LIMITS) as worker:
        work: LocalWork = await worker.run("local", name, entries)
    return work


def discovered(path: Path, work: LocalWork) -> Discovered:
    """The work as discovery would tell it, to be shown before it is followed."""
    uri = path.resolve().as_uri()
    parts = read_titles([one.title for one in work.episodes])
    episodes = tuple(
        FoundEpisode(
            url=f"{uri}#{quote(one.key)}",
            title=one.title,
            number=part.number,
            kind=part.kind,
            section=one.section,
            source_id=one.key,
        )
        for one, part in zip(work.episodes, parts, strict=True)
    )
    contents = TableOfContents(
        url=uri,
        title=work.title,
        episodes=episodes,
        author=work.author,
        language=work.language,
        status=Status.COMPLETE if work.complete else Status.ONGOING,
        sources=(Source(SourceKind.FILE, uri),),
    )
    why = "the texts that lie there, in the order of their headings or names"
    return Discovered(contents, (Evidence(str(path), len(episodes), len(episodes), why),))


def shelve(library: Library, found: Discovered, work: LocalWork, *, title: str | None = None) -> Serial:
    """Put the work on the shelf with all its texts, in one transaction.  Raises as :func:`follow`."""
    with library.store.writing():
        serial = follow(library, found, title=title)
        _save(library, serial.id, found, work)
    return library.store.serials.one(serial.id)


def look_again(library: Library, serial: Serial, found: Discovered, work: LocalWork) -> tuple[Applied, int]:
    """What a second look at the path changed, and how many texts it brought or revised."""
    store = library.store
    with store.writing():
        intents = decide(
            store.episodes.known(serial.id),
            found.contents,
            ordered_by_reader=store.serials.is_ordered_by_reader(serial.id),
        )
        applied = store.changes.apply(serial.id, intents, library.now())
        return applied, _save(library, serial.id, found, work)


def _save(library: Library, serial_id: int, found: Discovered, work: LocalWork) -> int:
    by_address = {one.url: one.id for one in library.store.episodes.all(serial_id)}
    texts: dict[str, Document] = {
        listed.url: one.document for listed, one in zip(found.contents.episodes, work.episodes, strict=True)
    }
    return sum(
        library.store.texts.save(
            by_address[url],
            document,
            origin=Origin.FILE,
            url=url,
            fetched_at=library.now(),
            words=words(document),
        )
        for url, document in texts.items()
        if url in by_address
    )

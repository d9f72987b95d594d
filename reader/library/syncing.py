"""Reading state with other machines, through a folder that some other tool carries.

Owns the folder: one file a device, ``tsuzuki-DEVICE.jsonl``, written only by its owner and always whole.  Conflict
copies of it, in whatever name a tool gives them, are read like the file; so is a file that breaks off.  Texts do not
travel: serials that others follow come in as rows, and the next update fetches them.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.errors import UsageError
from reader.files import folder_files, read_bytes, write_whole
from reader.library.taking import take_in
from reader.sync.logfile import VERSION, Logbook, episode_lines, episode_row, event_line, header_line, read, serial_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.library.taking import Taken
    from reader.model import Episode, Locator, Serial
    from reader.store import Store
    from reader.sync.logfile import EpisodeFacts
    from reader.sync.merging import Touch

FILE_BYTES: Final = 512 * 1024 * 1024
"""Of one file; what is larger is none of ours."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where another device stands in an episode; ``fraction`` of the text lies behind it."""

    serial_id: int
    episode_id: int
    device: str
    """Its name for the reader."""
    locator: Locator
    fraction: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Peer:
    """Another device: its name, and how many of its events there are."""

    device: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did."""

    peers: tuple[Peer, ...]
    taken: Taken
    offers: tuple[Elsewhere, ...]
    """Places of other devices that were not taken over, for the reader to go to or not."""
    wrote: int
    """Lines that others will find new."""
    remarks: tuple[str, ...]


def sync(library: Library, folder: Path) -> SyncReport:
    """Take in what other devices left in the folder, and leave there what is new here.

    Run again, it changes nothing.  Raises :class:`UsageError` where there is no such folder, the errors of
    :func:`reader.files.write_whole`, and :class:`~reader.errors.StorageError`; what was taken in stays.
    """
    store, now = library.store, library.now()
    if not folder.is_dir():
        hint = "Make the folder first, and let your tool carry it to your other machines."
        raise UsageError("there is no such folder", subject=str(folder), hint=hint)
    books, remarks = read_books(folder)
    with store.writing():
        own = books.pop(store.log.be_known(now), None)
        if own is not None and _is_another(store, own):
            # This library is a copy, or an old one put back by hand: what it adds from now on needs a name of its own.
            store.log.become_another(now)
            remarks.append("this library is a copy of one that went on; it is a device of its own from now on")
            books[own.device], own = own, None
        elif own is not None:
            books[own.device] = own
        taken = take_in(store, sorted(books.values(), key=lambda one: one.device), now)
    here = store.log.device()
    peers = tuple(
        Peer(one.device, store.devices.name(one.device), len(one.log()))
        for one in sorted(books.values(), key=lambda book: book.device)
        if one.device != here
    )
    offers = tuple(
        _elsewhere(store, one.serial_id, one.episode_id, touch) for one in taken.moved for touch in one.elsewhere[:1]
    )
    wrote = _leave(store, folder, own)
    return SyncReport(peers, taken, offers, wrote, tuple(remarks))


def elsewhere(library: Library, episode_id: int) -> list[Elsewhere]:
    """Where other devices stand in an episode, unless it is where this one does; the further first."""
    store = library.store
    serial_id = store.episodes.one(episode_id).serial_id
    uid = store.episodes.uids(serial_id)[episode_id]
    return [_elsewhere(store, serial_id, episode_id, one) for one in store.devices.elsewhere(serial_id, uid)]


def offered(library: Library, offer: Elsewhere) -> tuple[Serial, Episode]:
    """What an offer is about."""
    return library.store.serials.one(offer.serial_id), library.store.episodes.one(offer.episode_id)


def read_books(folder: Path) -> tuple[dict[str, Logbook], list[str]]:
    """(what the files of each device hold together, what is to be said of files)."""
    books: dict[str, Logbook] = {}
    remarks = []
    found = []
    for path in folder_files(folder, ".jsonl"):
        packed = read_bytes(path, FILE_BYTES)
        book = None if packed is None else read(packed, path.name)
        if book is None:
            remarks.append(f"{clean_line(path.name)} is none of ours, or holds nothing sound; left alone")
        elif book.version > VERSION:
            remarks.append(f"{clean_line(path.name)} was written by a newer Tsuzuki; update this one to read it")
        else:
            found.append((path.name, book))
    # The fullest copy of a file speaks for its facts.
    for name, book in sorted(found, key=lambda one: (-len(one[1].events), one[0])):
        if book.damaged:
            remarks.append(f"{clean_line(name)}: {book.damaged} lines are damaged; the rest was read")
        if book.device in books:
            books[book.device].add(book)
        else:
            books[book.device] = book
    return books, remarks


def _is_another(store: Store, own: Logbook) -> bool:
    """Whether the file with this device's name tells of another past than the library."""
    there = own.log()
    ours = store.log.events()
    return any(
        (one.kind.lstrip("?"), one.subject, one.body) != (other.kind.lstrip("?"), other.subject, other.body)
        for one, other in zip(ours, there, strict=False)
    )


def _leave(store: Store, folder: Path, own: Logbook | None) -> int:
    """Write this device's file where something is new; how many lines are."""
    device = store.log.device()
    path = folder / f"tsuzuki-{device}.jsonl"
    before = read_bytes(path, FILE_BYTES)
    book = read(before, path.name) if before else None
    sound = (
        book is not None
        and book.device == device
        and not book.damaged
        and not book.clashing
        and len(book.log()) == len(book.events)
        and own is not None
        and (before or b"").endswith(b"\n")
    )
    if not sound:
        before, book = b"", None
    lines = list(_lines(store, book or Logbook(device)))
    if not lines:
        return 0
    if book is None:
        lines.insert(0, header_line(device, clean_line(platform.node(), 60)))
    write_whole(path, (before or b"") + "".join(lines).encode("utf-8", "replace"))
    return len(lines)


def _lines(store: Store, known: Logbook) -> Iterator[str]:
    with store.reading():
        for _, facts in store.devices.serials():
            told = known.serials.get(facts.uid)
            if told != facts and told != _read_back(known, line := serial_line(facts)).serials.get(facts.uid):
                yield line
        changed: dict[str, list[EpisodeFacts]] = {}
        for _, serial, one in store.devices.episodes():
            if known.rows.get(serial, {}).get(one.uid) != episode_row(one):
                changed.setdefault(serial, []).append(one)
        for serial, those in changed.items():
            yield from episode_lines(serial, those)
        for event in store.log.events(len(known.events)):
            yield event_line(event)


def _read_back(known: Logbook, line: str) -> Logbook:
    """What a line of ours says when it is read: not always to the letter what was written, for reading cleans."""
    return read(line.encode("utf-8", "replace"), known.device) or Logbook(known.device)


def _elsewhere(store: Store, serial_id: int, episode_id: int, touch: Touch) -> Elsewhere:
    assert touch.place is not None  # noqa: S101 - only places are elsewhere
    name = store.devices.name(touch.device)
    return Elsewhere(serial_id, episode_id, name, touch.place, touch.fraction, touch.at)

"""Backups: the copy of each day, putting one back, and what brings the marks since then back with it.

Owns which copies there are and how long each is kept.  A library is never overwritten: the file that gives way is kept
beside the backups and can be put back in the same way.  What the reader did since the backup comes from the journal
(:mod:`reader.store.journal`) and from the replaced file, as far as that can be read.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from reader.errors import Corrupt, NotFound, StorageError, TsuzukiError
from reader.files import UpdateLock, put_aside, replace_file
from reader.library.syncing import read_books
from reader.library.taking import Taken, take_in
from reader.store import Store
from reader.store.journal import folder as journal_folder
from reader.sync.logfile import episode_lines, event_line, read, serial_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.files import Folders
    from reader.library.shelf import Library
    from reader.sync.logfile import Logbook

DAYS_KEPT: Final = 7
INLINE_BYTES: Final = 50 * 1024 * 1024
"""A library up to this size is copied in a tenth of a second; a larger one by a process of its own."""

_DAILY = re.compile(r"-\d{8}\.db\Z")
_REPLACED: Final = "-replaced-"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the library.  ``replaced``: it is what an earlier restore put aside, sound or not."""

    path: Path
    made_at: datetime
    size: int
    replaced: bool

    @property
    def name(self) -> str:
        """How the reader names it."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did; ``backup`` is ``None`` where there was none, and the journal alone had to do."""

    backup: Backup | None
    aside: Path | None
    """Where the file lies that was replaced."""
    taken: Taken
    """What was done since the backup, and is back."""
    remarks: tuple[str, ...]


def backups(folders: Folders) -> list[Backup]:
    """What there is, the newest first; what was put aside comes last."""
    found = []
    with contextlib.suppress(OSError):
        for path in folders.backups.glob(f"{folders.library.stem}-*.db"):
            told = path.stat()
            made_at = datetime.fromtimestamp(told.st_mtime, UTC)
            found.append(Backup(path, made_at, told.st_size, _REPLACED in path.name))
    return sorted(found, key=lambda one: (one.replaced, -one.made_at.timestamp(), one.name))


def daily(library: Library) -> Path | None:
    """Make today's copy where there is none and something was written; where it is, or ``None``.

    Never fails: ``check`` tells when the last one was made.
    """
    database = library.store.database
    target = library.folders.daily_backup(library.now())
    with contextlib.suppress(OSError, StorageError):
        if not database.wrote or database.refusal is not None or target.exists():
            return None
        if not (library.store.serials.all() or library.store.serials.all(removed=True)):
            return None  # nothing is in it yet
        size = database.path.stat().st_size
        if shutil.disk_usage(database.path.parent).free < 3 * size:
            return None
        if size > INLINE_BYTES:
            _copy_in_background(library.folders)
            return None
        return make_daily(library)
    return None


def make_daily(library: Library) -> Path:
    """Today's copy, made if it is not there; those of earlier days but the last few go.  Raises as the store does."""
    target = library.folders.daily_backup(library.now())
    if not target.exists():
        library.store.database.copy_to(target)
    days = sorted(one for one in target.parent.glob("*.db") if _DAILY.search(one.name))
    for old in days[:-DAYS_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return target


def restore(folders: Folders, now: datetime, name: str = "", *, with_log: bool = True) -> Restored:
    """Put back the backup of that name, or the newest sound one, and what was done since then (``with_log``).

    Raises :class:`NotFound` where there is none (nor anything to make the library of), :class:`Corrupt` where the named
    one is damaged, :class:`~reader.errors.Locked` while an update runs; then nothing has changed.
    """
    wanted = _named(folders, name) if name else [one for one in backups(folders) if not one.replaced]
    if not wanted and not folders.library.exists() and not journal_folder(folders.library).is_dir():
        raise _nothing(folders, name)
    with UpdateLock(folders.update_lock):
        _roll_back(folders.library, now)
        books, remarks = _since(folders) if with_log else ({}, [])
        part = folders.data / f".{folders.library.stem}.restoring"
        try:
            backup = _first_sound(wanted, part, now, remarks)
            if backup is None and (name or not books):
                raise _nothing(folders, name)
            with contextlib.closing(Store.open(part, now=now)) as store:
                store.database.home = folders.library
                store.database.committed = None
                # The events of the device that this was may go on elsewhere: in the journal, in a synced folder.
                store.log.become_another(now)
                taken = take_in(store, sorted(books.values(), key=lambda one: one.device), now, trusted=True)
            aside = put_aside(folders.library, folders.backups / f"{folders.library.stem}{_REPLACED}{_stamp(now)}.db")
            replace_file(part, folders.library)
        finally:
            for leftover in (part, part.with_name(f"{part.name}-journal")):
                leftover.unlink(missing_ok=True)
    return Restored(backup, aside, taken, tuple(remarks))


# --- within ------------------------------------------------------------------------------------------------------


def _roll_back(path: Path, now: datetime) -> None:
    """Take back what a kill left half written in the file, so that it can be read, and be kept without its journal."""
    journal = path.with_name(f"{path.name}-journal")
    with contextlib.suppress(TsuzukiError, OSError):
        if path.exists() and journal.stat().st_size:
            Store.open(path, now=now).close()


def _first_sound(wanted: list[Backup], part: Path, now: datetime, remarks: list[str]) -> Backup | None:
    """Copy the first backup that is sound to ``part``."""
    for one in wanted:
        part.unlink(missing_ok=True)
        try:
            shutil.copyfile(one.path, part)
            with contextlib.closing(Store.open(part, now=now)) as store:
                if not store.health.integrity():
                    return one
        except (TsuzukiError, OSError):
            pass
        remarks.append(f"{one.name} is damaged and was passed over")
    part.unlink(missing_ok=True)
    return None


def _named(folders: Folders, name: str) -> list[Backup]:
    known = backups(folders)
    exact = [one for one in known if name in (one.name, one.path.name, str(one.path))]
    found = exact or [one for one in known if name in one.name]
    if len(found) == 1:
        return found
    newest = ", ".join(one.name for one in known[:3])
    hint = f"There are {newest}; 'tsuzuki restore --list' shows all." if known else "There is none yet."
    raise NotFound("several backups have that name" if found else "there is no such backup", subject=name, hint=hint)


def _nothing(folders: Folders, name: str) -> StorageError | NotFound:
    if name:
        return Corrupt("that backup is damaged", subject=name, hint="'tsuzuki restore --list' shows the others.")
    hint = "One is made every day on which something is written."
    return NotFound("there is no backup to put back", subject=str(folders.backups), hint=hint)


def _since(folders: Folders) -> tuple[dict[str, Logbook], list[str]]:
    """The logs in the journal, and what the file that gives way still tells."""
    books: dict[str, Logbook] = {}
    remarks: list[str] = []
    journal = journal_folder(folders.library)
    if journal.is_dir():
        books, remarks = read_books(journal)
    with contextlib.suppress(TsuzukiError, OSError):
        _salvage(folders.library, books)
    return books, remarks


def _salvage(path: Path, books: dict[str, Logbook]) -> None:
    """Add what a file, sound or not, still tells, read as carefully as lines from elsewhere."""
    if not path.exists():
        return
    with contextlib.closing(Store.open(path, now=datetime.now(UTC), read_only=True)) as store:
        here = store.log.device()
        for device in store.log.reach():
            known = books.get(device)
            lines = list(_told_lines(store, device, len(known.log()) if known else 0, facts=device == here))
            book = read("".join(lines).encode("utf-8", "replace"), str(device))
            if book is None or book.device != device:
                continue
            if known is None:
                books[device] = book
            else:
                for event in book.events.values():
                    known.events.setdefault(event.sequence, event)
                known.serials = book.serials | known.serials
                for uid, rows in book.rows.items():
                    known.rows[uid] = rows | known.rows.get(uid, {})


def _told_lines(store: Store, device: str, since: int, *, facts: bool) -> Iterator[str]:
    """The lines of a library, as far as they can be read; each kind by itself."""
    with contextlib.suppress(StorageError, ValueError, TypeError, AttributeError):
        for event in store.log.of_device(device, since):
            yield event_line(event)
    if facts:
        with contextlib.suppress(StorageError, ValueError, TypeError, AttributeError):
            for _, serial in store.devices.serials():
                yield serial_line(serial)
        with contextlib.suppress(StorageError, ValueError, TypeError, AttributeError):
            for _, uid, one in store.devices.episodes():
                yield from episode_lines(uid, [one])


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%dT%H%M%S%f")


def _copy_in_background(folders: Folders) -> None:
    command = [sys.executable, "-m", "reader", "--quiet", "--data", str(folders.data), "backup", "--daily"]
    subprocess.Popen(  # noqa: S603 - ourselves, with a path as one argument
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

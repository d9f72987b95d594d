"""The log once more, as plain lines beside the library: what survives when the library's file does not.

Owns the folder ``journal`` and the files of this device in it: events and what their uids mean, in the lines of
:mod:`reader.sync.logfile`, appended after each commit that made an event.  What a crash kept from being written is
written with the next.  Nothing here may fail what the reader does: a full disk is ``check``'s to tell.  It is not
forced to the disk line by line; against power cuts stands the library itself.
"""

from __future__ import annotations

import contextlib
import os
import platform
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.errors import StorageError
from reader.sync.logfile import (
    EpisodeFacts,
    episode_lines,
    event_line,
    header_line,
    position_line,
    positions,
    serial_line,
)

if TYPE_CHECKING:
    from pathlib import Path

    from reader.store.database import Database
    from reader.store.devices import Devices
    from reader.store.log import Log

PART_BYTES: Final = 8 * 1024 * 1024
"""A part that is larger is followed by a new one."""
AT_ONCE: Final = 1000
"""Episodes told of after one commit; the rest follow with the next ones and at the end."""
TAIL_BYTES: Final = 256 * 1024


class Journal:
    """Follows the log of this device."""

    def __init__(self, database: Database, log: Log, devices: Devices) -> None:
        self._database = database
        self._log = log
        self._devices = devices
        self._device = ""
        self._at = (0, 0, 0)
        self._path: Path | None = None

    def catch_up(self, limit: int = AT_ONCE) -> None:
        """Append what is in the library and not here yet; at most ``limit`` episodes."""
        with contextlib.suppress(OSError, StorageError):
            if not self._log.device():
                return  # no event was ever made here
            path = self._part()
            lines, at = self._lines(limit)
            if at != self._at:
                text = "".join([*lines, position_line(at)])
                _append(path, text.encode("utf-8", "replace"))
                self._at = at

    def _part(self) -> Path:
        """The part to append to; knows, then, how far it reaches."""
        device = self._log.device()
        if self._path is None or device != self._device:
            self._device, self._at = device, (0, 0, 0)
            parts = sorted(folder(self._database.path).glob(f"{device}-*.jsonl"))
            self._path = parts[-1] if parts else folder(self._database.path) / f"{device}-0001.jsonl"
            for part in reversed(parts):
                told = positions(_tail(part))
                if told is not None:
                    self._at = told
                    break
        if self._path.exists() and self._path.stat().st_size > PART_BYTES:
            number = int(self._path.stem.rpartition("-")[2]) + 1
            self._path = self._path.with_name(f"{device}-{number:04d}.jsonl")
        return self._path

    def _lines(self, limit: int) -> tuple[list[str], tuple[int, int, int]]:
        """(new lines, the ids of the last serial and episode and the sequence up to which they reach)."""
        serials = list(self._devices.serials(self._at[0]))
        episodes = list(self._devices.episodes(self._at[1], limit))
        events = self._log.events(self._at[2])
        together: dict[str, list[EpisodeFacts]] = {}
        for _, uid, one in episodes:
            together.setdefault(uid, []).append(one)
        lines = [serial_line(facts) for _, facts in serials]
        lines += [line for uid, those in together.items() for line in episode_lines(uid, those)]
        lines += [event_line(event) for event in events]
        return lines, (
            serials[-1][0] if serials else self._at[0],
            episodes[-1][0] if episodes else self._at[1],
            events[-1].sequence if events else self._at[2],
        )


def folder(path: Path) -> Path:
    """The folder of the journal that belongs to the library at ``path``."""
    return path.parent / "journal"


def _append(path: Path, packed: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size == 0:
            packed = header_line(path.name.partition("-")[0], clean_line(platform.node(), 60)).encode() + packed
        elif os.pread(handle, 1, size - 1) != b"\n":
            packed = b"\n" + packed  # a line that broke off
        os.write(handle, packed)
    finally:
        os.close(handle)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - TAIL_BYTES))
        return file.read()

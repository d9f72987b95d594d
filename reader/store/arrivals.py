"""Serials and episodes that come from another library, with the names they have there.

Owns their making; marks and places follow through :mod:`reader.store.log`, as if they had been made here when they
were made there, and then stand behind what the reader did here since.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from reader.addresses import canonical
from reader.store.values import time_from, time_or_none, time_to_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.model import Episode, Serial
    from reader.store.database import Database

_UID: Final = re.compile(r"[0-9a-f]{32}")


class Arrivals:
    """Makes rows of values that were rows elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def serial_by_uid(self, uid: str) -> int | None:
        """The serial of that name, removed or not."""
        row = self._database.row("SELECT id FROM serial WHERE uid = ?", (uid,))
        return None if row is None else int(row[0])

    def add_serial(self, serial: Serial, now: datetime, *, ordered_by_reader: bool = False, drip: str = "") -> int:
        """The id of a new serial without episodes; due for a look at once.  Its uid stays unless another has it."""
        with self._database.writing() as database:
            return database.change(
                "INSERT INTO serial (uid, title, url, author, language, status, tags, ordered_by_reader, added_at,"
                " read_at, archived_at, drip) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._free("serial", serial.uid),
                    serial.title,
                    serial.url,
                    serial.author,
                    serial.language,
                    serial.status.value,
                    "\n".join(serial.tags),
                    int(ordered_by_reader),
                    time_to_text(serial.added_at or now),
                    time_or_none(serial.read_at),
                    time_or_none(serial.archived_at),
                    drip or None,
                ),
            )

    def add_episodes(self, serial_id: int, episodes: Sequence[tuple[str, Episode]], now: datetime) -> list[int]:
        """Ids of new episodes, in order, of a serial that has none; (uid, values) each, unread and without a text."""
        with self._database.writing():
            return [self._add(serial_id, uid, one, place, now) for place, (uid, one) in enumerate(episodes, 1)]

    def _add(self, serial_id: int, uid: str, one: Episode, position: int, now: datetime) -> int:
        at = time_to_text(now)
        values = {
            "uid": self._free("episode", uid),
            "serial_id": serial_id,
            "position": position,
            "title": one.title,
            "url": one.url,
            "number": one.number,
            "kind": one.kind.value,
            "section": one.section,
            "published": time_or_none(one.published),
            "note": one.note,
            "added_at": at,
            "gone_at": at if one.gone else None,
            "characters": one.characters,
            "words": one.words,
        }
        episode_id = self._database.change(
            f"INSERT INTO episode ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608 - columns
            list(values.values()),
        )
        self._database.change(
            "INSERT INTO address (serial_id, key, episode_id, url, how, seen_at) VALUES (?, ?, ?, ?, 'import', ?)"
            " ON CONFLICT DO NOTHING",
            (serial_id, canonical(one.url, fragment=True), episode_id, one.url, at),
        )
        return episode_id

    def by_uid(self, serial_id: int) -> dict[str, int]:
        """Episodes' ids by uid."""
        return dict(self._rows("SELECT uid, id FROM episode WHERE serial_id = ?", serial_id))

    def by_key(self, serial_id: int) -> dict[str, int]:
        """Episodes' ids by the canonical key, with fragment, of every address they were ever known under."""
        return dict(self._rows("SELECT key, episode_id FROM address WHERE serial_id = ?", serial_id))

    # --- when it was read last -------------------------------------------------------------------------------------

    def last_read(self) -> datetime | None:
        """When the reader last kept a place or made a mark, in any serial."""
        row = self._database.row("SELECT max(read_at) FROM serial")
        return None if row is None else time_from(row[0])

    def touched(self, serial_id: int) -> int:
        """The rank of the serial among those that were read here."""
        row = self._database.row("SELECT touched FROM serial WHERE id = ?", (serial_id,))
        return int(row[0]) if row else 0

    def stand_behind(self, serial_id: int, touched: int, before: datetime) -> None:
        """Give a serial its rank back, and none to its episodes that were last read ``before`` then."""
        with self._database.writing() as database:
            database.change("UPDATE serial SET touched = ? WHERE id = ?", (touched, serial_id))
            database.change(
                "UPDATE episode SET touched = 0 WHERE serial_id = ? AND touched > ? AND read_at <= ?",
                (serial_id, touched, time_to_text(before)),
            )

    def read_at(self, serial_id: int, at: datetime | None) -> None:
        """Say when the serial was read last."""
        with self._database.writing() as database:
            database.change("UPDATE serial SET read_at = ? WHERE id = ?", (time_or_none(at), serial_id))

    # --- rows ------------------------------------------------------------------------------------------------------

    def _rows(self, sql: str, serial_id: int) -> list[tuple[str, int]]:
        return self._database.rows(sql, (serial_id,))

    def _free(self, table: str, uid: str) -> str:
        """The uid, or a new one where it is none or taken."""
        taken = self._database.row(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,))  # noqa: S608 - two tables
        return uid if _UID.fullmatch(uid) and taken is None else uuid.uuid4().hex

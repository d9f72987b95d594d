"""The followed serials: rows as values, and what is known of the last look for news.

Owns reading and making them.  What the reader changes in one (title, tags, status, removal) is an event and goes
through :mod:`reader.store.log`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from reader.errors import NotFound
from reader.model import Counts, Serial, Status
from reader.store.faults import sound
from reader.store.values import time_or_none, time_to_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.store.database import Database

_COLUMNS: Final = (
    "id, uid, title, url, author, language, status, tags, episodes, read, saved, added_at, checked_at, next_check_at,"
    " read_at, archived_at, grown_at, published, reading, fresh, lost, gone, changed"
)


class Serials:
    """The shelf; removed serials are hidden unless asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *, removed: bool = False) -> list[Serial]:
        """Every serial, in the order in which they were added."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM serial WHERE (removed_at IS NOT NULL) = ? ORDER BY id",  # noqa: S608 - constants
            (removed,),
        )
        with sound(self._database.path, "the shelf"):
            return [_serial(row) for row in rows]

    def one(self, serial_id: int) -> Serial:
        """The serial, removed or not.  Raises :class:`NotFound`."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM serial WHERE id = ?", (serial_id,))  # noqa: S608 - constants
        if row is None:
            raise NotFound(f"there is no serial {serial_id}", hint="`tsuzuki list` shows the shelf.")
        with sound(self._database.path, f"serial {serial_id}"):
            return _serial(row)

    def by_reading(self, *, archived: bool = True) -> list[int]:
        """Ids, the one last read in first; then those with marks, newest first; then the rest as they were added.

        ``archived`` says whether those are among them that the reader put away.
        """
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM serial WHERE removed_at IS NULL AND (? OR archived_at IS NULL)"
                " ORDER BY touched DESC, read_at DESC, id",
                (archived,),
            )
        ]

    def is_removed(self, serial_id: int) -> bool:
        """Whether the reader took it off the shelf."""
        return bool(self._database.row("SELECT 1 FROM serial WHERE id = ? AND removed_at IS NOT NULL", (serial_id,)))

    def any_drips(self) -> bool:
        """Whether any serial is let out bit by bit."""
        return self._database.row("SELECT 1 FROM serial WHERE drip IS NOT NULL LIMIT 1") is not None

    def is_ordered_by_reader(self, serial_id: int) -> bool:
        """Whether its order is the reader's own."""
        return bool(self._database.row("SELECT 1 FROM serial WHERE id = ? AND ordered_by_reader", (serial_id,)))

    def due(self, now: datetime) -> list[int]:
        """Ids of those to look at now, the longest waiting first.

        Paused ones and those put away never are, nor is a finished one that was looked at and has no next look.
        """
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM serial WHERE removed_at IS NULL AND archived_at IS NULL AND status <> 'paused'"
                " AND coalesce(next_check_at <= ?, status <> 'complete' OR checked_at IS NULL)"
                " ORDER BY next_check_at, id",
                (time_to_text(now),),
            )
        ]

    def overlapping(self, keys: Collection[str]) -> list[tuple[int, int]]:
        """Serials that know any of these addresses: (id, how many), the most first; removed ones too."""
        counts: dict[int, int] = {}
        for key in set(keys):
            for (serial_id,) in self._database.rows("SELECT serial_id FROM address WHERE key = ?", (key,)):
                counts[serial_id] = counts.get(serial_id, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def add(self, *, title: str, url: str, author: str, language: str, status: Status, now: datetime) -> int:
        """The id of a new, empty serial."""
        import uuid  # noqa: PLC0415 - few calls follow anything

        with self._database.writing() as database:
            return database.change(
                "INSERT INTO serial (uid, title, url, author, language, status, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (uuid.uuid4().hex, title, url, author, language, status.value, time_to_text(now)),
            )

    def learn(self, serial_id: int, *, author: str = "", language: str = "", status: Status | None = None) -> None:
        """Take from the source what is not known yet; ``status`` unless the reader paused it.

        An author whom the reader took away stays away.
        """
        with self._database.writing() as database:
            database.change(
                "UPDATE serial SET author = CASE WHEN author = '' AND NOT EXISTS (SELECT 1 FROM event"
                " WHERE subject = uid AND kind = 'edit' AND body LIKE '{\"field\":\"author\"%') THEN ? ELSE author END,"
                " language = CASE language WHEN '' THEN ? ELSE language END,"
                " status = CASE status WHEN 'paused' THEN status ELSE coalesce(?, status) END WHERE id = ?",
                (author, language, status and status.value, serial_id),
            )

    def checked(self, serial_id: int, now: datetime, next_check_at: datetime | None, failure: str = "") -> None:
        """Remember a look for news and when the next is due."""
        with self._database.writing() as database:
            database.change(
                "UPDATE serial SET checked_at = ?, next_check_at = ?, failure = ? WHERE id = ?",
                (time_to_text(now), time_or_none(next_check_at), failure, serial_id),
            )

    def named_hosts(self, serial_id: int) -> frozenset[str]:
        """Hosts (``host`` or ``host:port``) that the reader typed to get this serial; they may be private."""
        row = self._database.row("SELECT named_hosts FROM serial WHERE id = ?", (serial_id,))
        return frozenset(row[0].split() if row else ())

    def name_hosts(self, serial_id: int, hosts: Collection[str]) -> None:
        """Remember more of them."""
        with self._database.writing() as database:
            database.change(
                "UPDATE serial SET named_hosts = ? WHERE id = ?",
                ("\n".join(sorted(self.named_hosts(serial_id) | set(hosts))), serial_id),
            )

    def failure(self, serial_id: int) -> str:
        """Why the last look for news failed, or ``""``."""
        row = self._database.row("SELECT failure FROM serial WHERE id = ?", (serial_id,))
        return str(row[0]) if row else ""


_TIMES: Final = 7
"""Columns that are times, in the order of the value's fields."""

_STATUSES: Final = {status.value: status for status in Status}


def _serial(row: tuple[Any, ...]) -> Serial:
    (number, uid, title, url, author, language, status, tags, episodes, read, saved, *rest) = row
    times, more = rest[:_TIMES], rest[_TIMES:]
    return Serial(
        number,
        uid,
        title,
        url,
        author,
        language,
        _STATUSES[status],
        tuple(tags.split("\n")) if tags else (),
        Counts(episodes, read, saved, episodes - saved, *more),
        *[time and datetime.fromisoformat(time) for time in times],
    )

"""What we know of sites: where each serial comes from, validators for the next look, frames, robots.txt, silences.

Owns nothing that could not be learnt again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from reader.model import Source, SourceKind
from reader.store.faults import sound
from reader.store.values import digest, time_to_text, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.database import Database

_PAGE: Final = "page "
"""Before the address of an episode's page, in the table of validators."""


class Sources:
    """Where to look for news of a serial, the best place first, and what the last look saw there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, serial_id: int) -> list[Source]:
        """The serial's sources."""
        rows = self._database.rows(
            "SELECT kind, url, detail FROM source WHERE serial_id = ? ORDER BY rank", (serial_id,)
        )
        with sound(self._database.path, f"the sources of serial {serial_id}"):
            return [Source(SourceKind(kind), url, detail) for kind, url, detail in rows]

    def replace(self, serial_id: int, sources: Sequence[Source]) -> None:
        """Take these sources in place of the old; none given leaves the old."""
        if not sources:
            return
        with self._database.writing() as database:
            database.change("DELETE FROM source WHERE serial_id = ?", (serial_id,))
            database.change_many(
                "INSERT INTO source (serial_id, rank, kind, url, detail) VALUES (?, ?, ?, ?, ?)",
                [(serial_id, rank, one.kind.value, one.url, one.detail) for rank, one in enumerate(sources)],
            )

    def validators(self, serial_id: int, url: str) -> tuple[str, str]:
        """``ETag`` and ``Last-Modified`` of the last look that was taken in whole; empty where there are none."""
        row = self._database.row(
            "SELECT etag, last_modified FROM validator WHERE serial_id = ? AND url = ?", (serial_id, url)
        )
        return (row[0], row[1]) if row else ("", "")

    def is_same(self, serial_id: int, url: str, body: bytes) -> bool:
        """Whether the bytes are those of the last look."""
        row = self._database.row("SELECT digest FROM validator WHERE serial_id = ? AND url = ?", (serial_id, url))
        return row is not None and row[0] == digest(body)

    def seen(
        self, serial_id: int, url: str, *, etag: str, last_modified: str, body_digest: bytes, now: datetime
    ) -> None:
        """Remember a look; call it in the transaction that takes in what was seen, never before."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO validator (serial_id, url, etag, last_modified, digest, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (serial_id, url) DO UPDATE SET etag = excluded.etag,"
                " last_modified = excluded.last_modified, digest = excluded.digest, seen_at = excluded.seen_at",
                (serial_id, url, etag, last_modified, body_digest, time_to_text(now)),
            )

    def page(self, serial_id: int, url: str) -> tuple[str, str]:
        """``ETag`` and ``Last-Modified`` of an episode's own page, as its text was taken from it."""
        return self.validators(serial_id, _PAGE + url)

    def seen_page(self, serial_id: int, url: str, etag: str, last_modified: str, now: datetime) -> None:
        """Remember them; apart from those of a source, for one page may be both and is looked at for each."""
        self.seen(serial_id, _PAGE + url, etag=etag, last_modified=last_modified, body_digest=b"", now=now)


class Frames:
    """What the pages of one serial on one host share, as learnt from some of them; JSON values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, serial_id: int, host: str) -> dict[str, Any] | None:
        """The frame, or ``None``."""
        row = self._database.row("SELECT value FROM frame WHERE serial_id = ? AND host = ?", (serial_id, host))
        with sound(self._database.path, f"the frame of {host}"):
            return dict(json.loads(row[0])) if row else None

    def keep(self, serial_id: int, host: str, value: dict[str, Any], now: datetime) -> None:
        """Remember a frame."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO frame (serial_id, host, learned_at, value) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (serial_id, host) DO UPDATE SET learned_at = excluded.learned_at, value = excluded.value",
                (serial_id, host, time_to_text(now), to_json(value)),
            )


@dataclass(frozen=True, slots=True)
class Silence:
    """A host that has not answered since a moment, and how many checks apart from each other said so."""

    since: datetime
    checked_at: datetime
    checks: int


class Silences:
    """Hosts that do not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Silence]:
        """By host."""
        rows = self._database.rows("SELECT host, since, checked_at, checks FROM silence")
        with sound(self._database.path, "the silent hosts"):
            return {
                host: Silence(datetime.fromisoformat(since), datetime.fromisoformat(checked_at), checks)
                for host, since, checked_at, checks in rows
            }

    def keep(self, host: str, silence: Silence | None) -> None:
        """Remember it, or (``None``) that the host has answered."""
        with self._database.writing() as database:
            if silence is None:
                database.change("DELETE FROM silence WHERE host = ?", (host,))
            else:
                database.change(
                    "INSERT INTO silence (host, since, checked_at, checks) VALUES (?, ?, ?, ?) ON CONFLICT (host) DO"
                    " UPDATE SET since = excluded.since, checked_at = excluded.checked_at, checks = excluded.checks",
                    (host, time_to_text(silence.since), time_to_text(silence.checked_at), silence.checks),
                )


class Robots:
    """robots.txt by host, as it was fetched; an empty body is a host that has none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, host: str) -> tuple[str, datetime] | None:
        """(body, when it was fetched), or ``None``."""
        row = self._database.row("SELECT body, fetched_at FROM robots WHERE host = ?", (host,))
        with sound(self._database.path, f"robots.txt of {host}"):
            return (row[0], datetime.fromisoformat(row[1])) if row else None

    def keep(self, host: str, body: str, now: datetime) -> None:
        """Remember it."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO robots (host, body, fetched_at) VALUES (?, ?, ?)"
                " ON CONFLICT (host) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at",
                (host, body, time_to_text(now)),
            )

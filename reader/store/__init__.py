"""The library on disk: one SQLite file, and a room for each noun in it.

:class:`Store` is the door.  Methods are plain calls, each one short transaction; several make one inside ``with
store.writing():``.  ``now`` is always an argument.  Every method may raise :class:`~reader.errors.StorageError`:
``Locked`` after five seconds, ``Full``, ``Corrupt``, ``SchemaTooNew`` on writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from reader.store.arrivals import Arrivals
from reader.store.changes import Changes
from reader.store.choices import Choices
from reader.store.database import Database, backups
from reader.store.devices import Devices
from reader.store.episodes import Episodes
from reader.store.health import Health
from reader.store.images import Images
from reader.store.joins import Joins
from reader.store.journal import Journal
from reader.store.log import Log
from reader.store.serials import Serials
from reader.store.sources import Frames, Robots, Sources
from reader.store.texts import Texts

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

__all__ = ["Store", "backups"]

REST: Final = 20_000
"""Episodes that the journal takes up when the library is closed."""


class Store:
    """An open library; usable from any thread, closed at the end of a ``with``."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.serials = Serials(database)
        self.episodes = Episodes(database)
        self.texts = Texts(database)
        self.log = Log(database)
        self.devices = Devices(database, self.log)
        self.journal = Journal(database, self.log, self.devices)
        database.committed = self.journal.catch_up
        self.changes = Changes(database)
        self.choices = Choices(database)
        self.arrivals = Arrivals(database)
        self.joins = Joins(database)
        self.images = Images(database)
        self.sources = Sources(database)
        self.frames = Frames(database)
        self.robots = Robots(database)
        self.health = Health(database)

    @classmethod
    def open(cls, path: Path, *, now: datetime, read_only: bool = False) -> Store:
        """Open or make the library file at ``path``; ``now`` dates a backup made before a migration."""
        return cls(Database.open(path, now=now, read_only=read_only))

    def writing(self) -> AbstractContextManager[Database]:
        """One transaction around several calls."""
        return self.database.writing()

    def reading(self) -> AbstractContextManager[Database]:
        """One consistent moment for several calls; others wait to write, so be short."""
        return self.database.reading()

    def close(self) -> None:
        """Let go of the file."""
        if self.database.wrote:
            self.journal.catch_up(REST)
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""The library on disk: one SQLite file, and a room for each noun in it.

:class:`Store` is the door.  Methods are plain calls, each one short transaction; several make one inside ``with
store.writing():``.  ``now`` is always an argument.  Every method may raise :class:`~reader.errors.StorageError`:
``Locked`` after five seconds, ``Full``, ``Corrupt``, ``SchemaTooNew`` on writing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from reader.store.database import Database, backups

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from reader.store.arrivals import Arrivals
    from reader.store.changes import Changes
    from reader.store.choices import Choices
    from reader.store.devices import Devices
    from reader.store.episodes import Episodes
    from reader.store.habits import Habits
    from reader.store.health import Health
    from reader.store.images import Images
    from reader.store.joins import Joins
    from reader.store.journal import Journal
    from reader.store.log import Log
    from reader.store.notes import Notes
    from reader.store.search import Search
    from reader.store.serials import Serials
    from reader.store.sources import Frames, Robots, Silences, Sources
    from reader.store.texts import Texts

__all__ = ["Store", "backups"]

REST: Final = 20_000
"""Episodes that the journal takes up when the library is closed."""


class Store:
    """An open library; usable from any thread, closed at the end of a ``with``."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.committed = self._journal_it

    def _journal_it(self) -> None:
        self.journal.catch_up()

    @cached_property
    def serials(self) -> Serials:
        """The shelf."""
        from reader.store.serials import Serials  # noqa: PLC0415 - a room is entered when it is needed

        return Serials(self.database)

    @cached_property
    def episodes(self) -> Episodes:
        """All episodes there are."""
        from reader.store.episodes import Episodes  # noqa: PLC0415 - a room is entered when it is needed

        return Episodes(self.database)

    @cached_property
    def texts(self) -> Texts:
        """Their texts, every revision."""
        from reader.store.texts import Texts  # noqa: PLC0415 - a room is entered when it is needed

        return Texts(self.database, self.search)

    @cached_property
    def search(self) -> Search:
        """Where words stand in texts and titles."""
        from reader.store.search import Search  # noqa: PLC0415 - a room is entered when it is needed

        return Search(self.database)

    @cached_property
    def log(self) -> Log:
        """What the reader did."""
        from reader.store.log import Log  # noqa: PLC0415 - a room is entered when it is needed

        return Log(self.database)

    @cached_property
    def habits(self) -> Habits:
        """What the log knows of reading."""
        from reader.store.habits import Habits  # noqa: PLC0415 - as above

        return Habits(self.database)

    @cached_property
    def changes(self) -> Changes:
        """What sources brought."""
        from reader.store.changes import Changes  # noqa: PLC0415 - a room is entered when it is needed

        return Changes(self.database)

    @cached_property
    def choices(self) -> Choices:
        """How each serial's texts are set."""
        from reader.store.choices import Choices  # noqa: PLC0415 - a room is entered when it is needed

        return Choices(self.database)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Reading lists that come in."""
        from reader.store.arrivals import Arrivals  # noqa: PLC0415 - a room is entered when it is needed

        return Arrivals(self.database)

    @cached_property
    def joins(self) -> Joins:
        """Which rows were joined, and why."""
        from reader.store.joins import Joins  # noqa: PLC0415 - a room is entered when it is needed

        return Joins(self.database)

    @cached_property
    def notes(self) -> Notes:
        """Bookmarks, highlights and notes."""
        from reader.store.notes import Notes  # noqa: PLC0415 - a room is entered when it is needed

        return Notes(self.database, self.log)

    @cached_property
    def images(self) -> Images:
        """The images of texts."""
        from reader.store.images import Images  # noqa: PLC0415 - a room is entered when it is needed

        return Images(self.database)

    @cached_property
    def sources(self) -> Sources:
        """Where to look for news."""
        from reader.store.sources import Sources  # noqa: PLC0415 - a room is entered when it is needed

        return Sources(self.database)

    @cached_property
    def frames(self) -> Frames:
        """What a site's pages share."""
        from reader.store.sources import Frames  # noqa: PLC0415 - a room is entered when it is needed

        return Frames(self.database)

    @cached_property
    def robots(self) -> Robots:
        """robots.txt of each origin."""
        from reader.store.sources import Robots  # noqa: PLC0415 - a room is entered when it is needed

        return Robots(self.database)

    @cached_property
    def silences(self) -> Silences:
        """Hosts that do not answer."""
        from reader.store.sources import Silences  # noqa: PLC0415 - a room is entered when it is needed

        return Silences(self.database)

    @cached_property
    def health(self) -> Health:
        """Whether the file is sound."""
        from reader.store.health import Health  # noqa: PLC0415 - a room is entered when it is needed

        return Health(self.database)

    @cached_property
    def devices(self) -> Devices:
        """What the reader's other machines did."""
        from reader.store.devices import Devices  # noqa: PLC0415 - as above

        return Devices(self.database, self.log)

    @cached_property
    def journal(self) -> Journal:
        """The log as plain lines beside the file."""
        from reader.store.journal import Journal  # noqa: PLC0415 - as above

        return Journal(self.database, self.log, self.devices)

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

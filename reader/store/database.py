"""The library's file: how it is opened, migrated, locked and copied.

Owns the connection.  Rollback journal (``TRUNCATE``) and ``synchronous=FULL``: a change that was acknowledged is on
the disk, and two programs at once are safe on every SQLite there is (the write-ahead log is not before 3.51.3).
Refuses to touch a file that is no library, and to write to one of a newer Tsuzuki.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

from reader.errors import Corrupt, SchemaTooNew, StorageError
from reader.store.faults import of_system, translated
from reader.store.schema import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

WAIT_SECONDS: Final = 5.0
"""How long a writer waits for another program's."""

_MAGIC: Final = b"SQLite format 3\0"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


class Database:
    """One open library file; usable from any thread, one at a time.

    ``refusal`` is the error that every attempt to write raises, where the file may only be read.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, refusal: StorageError | None = None) -> None:
        self.path = path
        self.home = path
        """Where the file is to lie; another place than it lies while it is being restored."""
        self.refusal = refusal
        self.device = ""
        """The id of this device in the library, as :mod:`reader.store.log` keeps it at hand."""
        self.logged = False
        """Whether an event was appended since :attr:`committed` was last told."""
        self.committed: Callable[[], None] | None = None
        """Told after each transaction in which an event was appended; must not raise."""
        self._connection = connection
        self._is_open = True
        self._lock = threading.RLock()
        self._depth = 0

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: datetime,
        read_only: bool = False,
        migrations: Sequence[str] = MIGRATIONS,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Database:
        """Open the file at ``path``, making or migrating it where that may be.

        ``now`` dates the backup that is made before a migration.  Raises :class:`Corrupt` for what is no library,
        :class:`Locked`, :class:`Full` or :class:`StorageError`.  A library of a newer Tsuzuki, or one that may not be
        written, opens for reading.
        """
        _inspect(path)
        refusal = _unwritable(path) if path.exists() else None
        if read_only:
            refusal = refusal or StorageError("the library was opened for reading", subject=str(path))
        with translated(path):
            if refusal is None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'ro' if refusal else 'rwc'}",
                uri=True,
                timeout=wait_seconds,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
        database = cls(path, connection, refusal)
        try:
            with translated(path):
                for pragma in _PRAGMAS:
                    connection.execute(pragma)
                if refusal is None:
                    connection.execute("PRAGMA journal_mode = TRUNCATE")
                database._settle(migrations, now)
        except BaseException:
            connection.close()
            raise
        return database

    def close(self) -> None:
        """Let go of the file; further use fails."""
        with self._lock:
            self._is_open = False
            self._connection.close()

    @property
    def wrote(self) -> bool:
        """Whether anything was changed since the file was opened."""
        return self._is_open and self._connection.total_changes > 0

    # --- use ---------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[Database]:
        """A transaction: all of it is on the disk at the end, or nothing is.

        Inside another one it is part of that.  Raises the refusal, :class:`Locked`, :class:`Full`.
        """
        with self._lock:
            if self._depth:
                yield self
                return
            if self.refusal is not None:
                raise self.refusal
            try:
                self._run("BEGIN IMMEDIATE")
                self._depth = 1
                yield self
                self._run("COMMIT")
            finally:
                self._depth = 0
                with translated(self.path):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                        self.logged = False
            if self.logged and self.committed is not None:
                self.logged = False
                self.committed()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Database]:
        """Several queries that see the same moment."""
        with self._lock:
            if self._depth or self._connection.in_transaction:
                yield self
                return
            self._run("BEGIN")
            try:
                yield self
            finally:
                self._run("ROLLBACK")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query, tuples."""
        with self._lock, translated(self.path):
            return self._execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or ``None``."""
        with self._lock, translated(self.path):
            cursor = self._execute(sql, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
            return row

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one changing statement in the open transaction; the id of an inserted row."""
        if not self._depth:
            raise RuntimeError("a change needs `with database.writing()` around it")
        with translated(self.path):
            return self._execute(sql, values).lastrowid or 0

    def change_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one changing statement for each row of values."""
        for row in values:
            self.change(sql, row)

    def copy_to(self, target: Path) -> None:
        """Write a whole, compact copy to ``target``, which must not exist.  Raises :class:`StorageError`."""
        with self._lock, translated(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            try:
                self._connection.execute("VACUUM INTO ?", (str(part),))
                with part.open("rb+") as written:
                    os.fsync(written.fileno())
                os.link(part, target)
            finally:
                part.unlink(missing_ok=True)

    @property
    def version(self) -> int:
        """The schema's version, as the file says."""
        return int((self.row("PRAGMA user_version") or (0,))[0])

    # --- within ------------------------------------------------------------------------------------------------

    def _run(self, statement: str) -> None:
        with translated(self.path):
            self._connection.execute(statement)

    def _execute(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except UnicodeEncodeError:
            # A lone surrogate cannot be written as UTF-8; texts are cleaned where they enter, so this is the last net.
            return self._connection.execute(
                sql, [_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in values]
            )

    def _settle(self, migrations: Sequence[str], now: datetime) -> None:
        """Bring the file to the schema that we know, or refuse to write to it."""
        version = self.version
        empty = version == 0 and self.row("SELECT 1 FROM sqlite_master") is None
        if not empty and (self.row("PRAGMA application_id") or (0,))[0] != APPLICATION_ID:
            raise Corrupt(
                "the file is another program's database", subject=str(self.path), hint="Name another with --data."
            )
        if version > len(migrations):
            self.refusal = SchemaTooNew(
                f"the library has schema {version}, this Tsuzuki knows {len(migrations)}",
                subject=str(self.path),
                hint="Update Tsuzuki; until then the library can be read and exported, not changed.",
            )
            self._connection.execute("PRAGMA query_only = ON")
        elif version < len(migrations):
            if self.refusal is not None:
                raise StorageError(
                    f"the library has schema {version} and needs {len(migrations)}, but may not be written",
                    subject=str(self.path),
                    hint=self.refusal.hint,
                )
            if not empty:
                stamp = now.strftime("%Y%m%dT%H%M%S%f")
                self.copy_to(backups(self.path) / f"{self.path.stem}-schema{version}-{stamp}.db")
            self._migrate(migrations)

    def _migrate(self, migrations: Sequence[str]) -> None:
        with self.writing():
            # Another program may have done it while we waited for the lock.
            for number, script in enumerate(migrations[self.version :], self.version + 1):
                for statement in _statements(script):
                    self.change(statement)
                self.change(f"PRAGMA user_version = {number:d}")
            self.change(f"PRAGMA application_id = {APPLICATION_ID:d}")


def backups(path: Path) -> Path:
    """The folder of backups that belongs to the library at ``path``."""
    return path.parent / "backups"


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; ``executescript`` would commit the transaction that we are in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _inspect(path: Path) -> None:
    """Raise where ``path`` holds something that is no library, before SQLite is let near it."""
    try:
        if path.is_dir():
            raise StorageError("a folder stands where the library should be", subject=str(path), hint="Move it away.")
        if not path.exists():
            return
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
        saved_before = [*backups(path).glob("*.db"), *(path.parent / "journal").glob("*.jsonl")]
    except OSError as error:
        raise of_system(error, path) from error
    if start != _MAGIC and (start or saved_before):
        raise Corrupt(
            "the file is no library" if start else "the library's file is empty",
            subject=str(path),
            hint="`tsuzuki restore` puts the newest backup back, and what you did since."
            if saved_before
            else "Move the file away, or name another with --data.",
        )


def _unwritable(path: Path) -> StorageError | None:
    """The refusal for a file, or a folder (the journal stands beside the file), that may not be written."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return None
    return of_system(PermissionError(13, "read-only"), path)

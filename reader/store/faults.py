"""What SQLite and the operating system say, in our words.

Owns the translation of foreign exceptions around the library's file, done once, here.  Source: SQLite "Result and
Error Codes"; the primary code is the low byte of the extended one.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import zlib
from typing import TYPE_CHECKING, Final

from reader.errors import Corrupt, Full, Locked, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCKED = (Locked, "another program is writing to the library", "Try again in a moment.")
_FULL = (Full, "there is no room on the disk; nothing was changed", "Make room and try again.")
_CORRUPT = (
    Corrupt,
    "the library's file is damaged",
    "Run `tsuzuki check`; `tsuzuki restore` puts the newest backup back.",
)
_READ_ONLY = (
    StorageError,
    "the library may not be written",
    "Check the permissions of the file and its folder, or name another with --data.",
)
_NO_ENTRY = (
    StorageError,
    "the library cannot be opened",
    "Check the path and its permissions, or name another with --data.",
)
_IO = (StorageError, "the disk failed; nothing was changed", "Check the disk, then run `tsuzuki check`.")

_BY_CODE: Final = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_NOTADB: _CORRUPT,
    sqlite3.SQLITE_FORMAT: _CORRUPT,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _NO_ENTRY,
    sqlite3.SQLITE_IOERR: _IO,
}

_BY_ERRNO: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
}


def of_sqlite(error: sqlite3.Error, path: Path) -> StorageError:
    """Our error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and "decode" in str(error).lower():
        code = sqlite3.SQLITE_CORRUPT
    kind, message, hint = _BY_CODE.get((code or 0) & 0xFF, (StorageError, f"SQLite says: {error}", _CORRUPT[2]))
    return kind(message, subject=str(path), hint=hint)


def of_system(error: OSError, path: Path) -> StorageError:
    """Our error for one of the operating system's."""
    kind, message, hint = _BY_ERRNO.get(error.errno or 0, _NO_ENTRY)
    return kind(message, subject=str(path), hint=hint)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what comes out of SQLite or the system as a :class:`StorageError` about ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error
    except UnicodeDecodeError as error:  # in a damaged schema, whose words SQLite puts into its message
        raise Corrupt(_CORRUPT[1], subject=str(path), hint=_CORRUPT[2]) from error
    except OSError as error:
        raise of_system(error, path) from error


@contextlib.contextmanager
def sound(path: Path, what: str) -> Iterator[None]:
    """Raise :class:`Corrupt` where stored values are not what was once written; ``what`` names them."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise Corrupt(f"there is damage in {what}", subject=str(path), hint=_CORRUPT[2]) from error

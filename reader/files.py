"""The reader's folders and files: where they are, how settings are read, how a file is written whole or not at all.

Owns paths, atomic writing, the lock that lets one update run at a time, and names of files made from titles.  Every
``OSError`` becomes one of our errors here.  Sources: platformdirs for the places, rename(2) and fsync(2) for the
writing, flock(2) for the lock, and the rules of Windows and macOS for names that travel.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import stat
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from reader.cleaning import clean_line
from reader.errors import ConfigError, ExportError, Full, Locked, StorageError, TsuzukiError, UsageError
from reader.settings import Settings, from_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_NAME = "tsuzuki"
NAME_BYTES = 200
"""Of a file name in UTF-8; file systems take 255, and an ending and a number must have room."""


# --- folders ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folders:
    """Where everything is.  ``config_is_named``: the reader named the settings file, so it has to be there."""

    data: Path
    config: Path
    config_is_named: bool = False

    @property
    def library(self) -> Path:
        """The database."""
        return self.data / "library.sqlite3"

    @property
    def backups(self) -> Path:
        """The folder of its copies."""
        return self.data / "backups"

    def daily_backup(self, day: datetime) -> Path:
        """The copy of that day."""
        return self.backups / f"{self.library.stem}-{day:%Y%m%d}.db"

    @property
    def update_lock(self) -> Path:
        """The file that :class:`UpdateLock` locks."""
        return self.data / "update.lock"

    @property
    def hosts(self) -> Path:
        """The folder of the hosts' turns."""
        return self.data / "hosts"

    def make(self) -> None:
        """Make the data folder, for the reader's eyes only.  Raises :class:`StorageError`."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"the data folder cannot be made: {_why(error)}",
                subject=_shown(self.data),
                hint="Name another one with --data DIR or TSUZUKI_DATA.",
            ) from error


def find_folders(*, data: str = "", config: str = "", environment: Mapping[str, str] = os.environ) -> Folders:
    """Where the reader's files are: what the flags say, then ``TSUZUKI_DATA`` and ``TSUZUKI_CONFIG``, then the usual.

    Makes nothing.  Raises :class:`ConfigError` where no home folder is known and none is named.
    """
    data = data or environment.get("TSUZUKI_DATA", "")
    config = config or environment.get("TSUZUKI_CONFIG", "")
    return Folders(
        data=_absolute(Path(data) if data else _usual("data"), "--data DIR or TSUZUKI_DATA"),
        config=_absolute(
            Path(config) if config else _usual("config") / "settings.toml", "--config FILE or TSUZUKI_CONFIG"
        ),
        config_is_named=bool(config),
    )


def _usual(kind: str) -> Path:
    """Where this system keeps programs' data or their configuration."""
    import platformdirs  # noqa: PLC0415 - it is slow to import, and not needed where the folders are named

    usual = platformdirs.user_data_path if kind == "data" else platformdirs.user_config_path
    return usual(_NAME, appauthor=False)


def _absolute(path: Path, how: str) -> Path:
    hint = f"Name it with {how}."
    try:
        path = path.expanduser()
        if path.parts[:1] == ("~",) or "\0" in str(path):
            raise ConfigError("is no path", subject=_shown(path), hint=hint)
        return path.absolute()
    except (RuntimeError, OSError) as error:
        raise ConfigError("no home folder is known", subject=_shown(path), hint=hint) from error


# --- settings --------------------------------------------------------------------------------------------------


def load_settings(folders: Folders) -> Settings:
    """The settings file's, or the defaults where there is none.

    Raises :class:`ConfigError` that names the file and, where it can be found, the line.
    """
    path = folders.config
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        if not folders.config_is_named:
            return Settings()
        raise ConfigError("there is no such file", subject=_shown(path), hint="Check --config or its name.") from error
    except UnicodeError as error:
        raise ConfigError("is not UTF-8", subject=_shown(path), hint="Save it again as UTF-8.") from error
    except OSError as error:
        hint = "Make it readable, or name another with --config."
        raise ConfigError(f"cannot be read: {_why(error)}", subject=_shown(path), hint=hint) from error
    import tomllib  # noqa: PLC0415 - most readers have no such file

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*?) \(at (?:line (\d+)|end)", str(error))
        why = found[1] if found else str(error)
        line = f" line {(found and found[2]) or len(text.splitlines())}"
        hint = "Correct that line; the file is TOML."
        raise ConfigError(clean_line(why, 200), subject=f"{_shown(path)}{line}", hint=hint) from error
    try:
        return from_mapping(values, file=_shown(path))
    except ConfigError as error:
        error.subject = f"{_shown(path)}{_line_of(error.message, text)}"
        raise


def _line_of(message: str, text: str) -> str:
    """Where the key that the message quotes first stands; empty where the file spells it in another way."""
    quoted = re.search(r"'([^']+)'", message)
    section, _, name = (quoted[1] if quoted else "").rpartition(".")
    current = ""
    for count, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([\w.-]+)\s*\]", line)
        if header:
            current = header[1]
            if not section and current == name:
                return f" line {count}"
        key = re.match(r"""\s*["']?([\w-]+)["']?\s*(?:\.\s*["']?([\w-]+)["']?\s*)?=""", line)
        if key and (section, name) in {(current, key[1]), (key[1], key[2])}:
            return f" line {count}"
    return ""


# --- writing ---------------------------------------------------------------------------------------------------


def write_whole(path: Path, content: str | bytes, *, overwrite: bool = True) -> None:
    """Write the file whole or not at all: beside it first, then in its place.

    A link is followed to the file it names; a terminal, a pipe or a device is written to directly.  A file that is
    there keeps its permissions.  Raises :class:`Full` or :class:`ExportError`; then nothing has changed.
    """
    packed = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        path = Path(os.path.realpath(path))
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise ExportError("is a folder", subject=_shown(path), hint="Name a file in it.")
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(packed)
            return
        if mode is not None and not overwrite:
            raise ExportError("is there already", subject=_shown(path), hint="Name another file, or delete that one.")
        _put_in_place(path, packed, mode, overwrite=overwrite)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from error


def put_aside(path: Path, aside: Path) -> Path | None:
    """Keep the file at ``path`` under another name too, with its journal; where, or ``None`` where there is none.

    Raises :class:`StorageError`.
    """
    try:
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            return None
        try:
            aside.hardlink_to(path)
        except OSError:  # not every file system has links
            import shutil  # noqa: PLC0415 - few systems need it

            shutil.copyfile(path, aside)
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            # What a crash left half done belongs to that file; with another it would be damage.
            journal.rename(aside.with_name(f"{aside.name}-journal"))
    except OSError as error:
        raise _not_replaced(path, error) from error
    return aside


def replace_file(part: Path, path: Path) -> None:
    """Put the file ``part`` in the place of ``path``, for good.  Raises :class:`StorageError`."""
    try:
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _not_replaced(path, error) from error
    _sync_folder(path.parent)


def _not_replaced(path: Path, error: OSError) -> StorageError:
    hint = "Check the folder and its permissions."
    return StorageError(f"cannot be replaced: {_why(error)}", subject=_shown(path), hint=hint)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _put_in_place(path: Path, packed: bytes, mode: int | None, *, overwrite: bool) -> None:
    import tempfile  # noqa: PLC0415 - only what writes needs it

    handle, beside = tempfile.mkstemp(prefix=".tsuzuki-", suffix=".part", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, no path
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        if overwrite:
            Path(beside).replace(path)
        else:
            path.hardlink_to(beside)  # Unlike a rename, it fails where a file has appeared meanwhile.
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(beside).unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; not every file system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _not_written(path: Path, error: Exception) -> TsuzukiError:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Full("no room on the disk; nothing was changed", subject=_shown(path), hint="Make room and try again.")
    why = _why(error) if isinstance(error, OSError) else "is no name for a file"
    return ExportError(f"cannot be written: {why}", subject=_shown(path), hint="Name another file or folder.")


# --- reading ---------------------------------------------------------------------------------------------------


def folder_files(folder: Path, suffix: str) -> list[Path]:
    """Regular files of that ending, by name; hidden ones are another tool's.  Raises :class:`UsageError`."""
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.name.endswith(suffix) and not path.name.startswith((".", "~")) and path.is_file()
        )
    except OSError as error:
        hint = "Check the folder and its permissions."
        raise UsageError(f"cannot be read: {_why(error)}", subject=_shown(folder), hint=hint) from error


def read_bytes(path: Path, limit: int) -> bytes | None:
    """What the file holds; ``None`` where it is not there, cannot be read, or is larger than ``limit`` bytes."""
    try:
        with path.open("rb") as file:
            packed = file.read(limit + 1)
    except OSError:
        return None
    return packed if len(packed) <= limit else None


# --- the lock --------------------------------------------------------------------------------------------------

_LET_GO: Final = b"-"
"""What the file says where the last update let go of it; after a crash it says a process that is no more."""
_LOOKS_OUTWAITED: Final = 5
_LOOK_SECONDS: Final = 0.01


class UpdateLock:
    """Held while an update runs; the system lets go of it when the process ends, however it ends.

    Used as a context manager; entering raises :class:`Locked` where another process holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def __enter__(self) -> Self:
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            hint = "Name another data folder with --data."
            raise StorageError(f"cannot be locked: {_why(error)}", subject=_shown(self._path), hint=hint) from error
        try:
            _lock(handle)
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
        except OSError as error:
            os.close(handle)
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                who = update_holder(self._path)
                name = f" (process {who})" if who else ""
                raise Locked(f"another update is running{name}", hint="Wait until it is done.") from error
            raise _not_written(self._path, error) from error
        self._handle = handle
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # A full disk must not keep it locked.
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, _LET_GO, 0)
        os.close(self._handle)
        self._handle = -1


def _lock(handle: int) -> None:
    """Lock it for us alone; whoever only looks who holds it is waited for.  Raises :class:`OSError`."""
    for _ in range(_LOOKS_OUTWAITED):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
                raise
            time.sleep(_LOOK_SECONDS)
        else:
            return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def update_holder(path: Path) -> int | None:
    """The process that updates now, 0 where its number is not known, or ``None`` where no update runs."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if os.pread(handle, 20, 0) == _LET_GO:
            return None  # Looking without a lock keeps nobody from taking it.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        written = os.pread(handle, 20, 0)
        return int(written) if written.isdigit() else 0
    else:
        return None
    finally:
        os.close(handle)


# --- names -----------------------------------------------------------------------------------------------------

# What some system forbids, and the full-width mark that says the same; the rest become spaces.
_FORBIDDEN = str.maketrans(
    {"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？", '"': "”", "<": "＜", ">": "＞", "|": "｜", "%": "％"}
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def safe_name(title: str, suffix: str = "") -> str:
    """A file's name from a title: one that every system takes, in its own script, ``suffix`` ("``.epub``") behind.

    Never empty, hidden or a path; at most :data:`NAME_BYTES` bytes with the suffix; in NFC.
    """
    name = unicodedata.normalize("NFC", clean_line(title, 1000).translate(_FORBIDDEN))
    name = name.lstrip(". -~").rstrip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    return (_shortened(name, NAME_BYTES - len(suffix.encode())).rstrip(". ") or "untitled") + suffix


def _shortened(name: str, limit: int) -> str:
    """Cut between characters, and not before a mark that belongs to the one before."""
    if len(name.encode()) <= limit:
        return name
    short = name.encode()[:limit].decode("utf-8", "ignore")
    while short and _belongs_before(name[len(short)]):
        short = short[:-1]
    return short


def _belongs_before(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0e\ufe0f\u3099\u309a"


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _shown(path: Path) -> str:
    return clean_line(str(path).encode("utf-8", "replace").decode(), 300)

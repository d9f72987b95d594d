"""The health of the library: what is looked at, what it means, what to do.

Owns the questions of ``check`` and their answers in words; each finding stands alone, and none changes anything.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reader import __version__
from reader.errors import StorageError
from reader.store import backups
from reader.store.health import SQLITE_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.library.shelf import Library

LIBRARIES: Final = ("feedparser", "httpx", "lxml", "platformdirs", "protego", "textual")
ROOM_BYTES: Final = 100 * 1024 * 1024
"""Less free room than this is worth a word."""

_RESTORE = "`tsuzuki restore` puts the newest backup back, and what was done since."
_REPAIR = "`tsuzuki check --repair` puts it right."


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: what was looked at, how it is, and what to do where it is not well."""

    name: str
    level: Level
    text: str
    hint: str = ""


def check(library: Library) -> list[Finding]:
    """Look at everything; reads the whole file.  A question that cannot be asked is a finding too."""
    findings: list[Finding] = []
    for name, question in _QUESTIONS.items():
        try:
            findings += question(library)
        except StorageError as error:
            findings.append(Finding(name, Level.BAD, str(error), error.hint or _RESTORE))
    return findings


def repair(library: Library) -> list[str]:
    """Mend what can be mended without losing anything; what was done, a line each.  Raises :class:`StorageError`."""
    store = library.store
    done = []
    with store.writing():
        broken = sorted({*store.health.miscounted(), *store.health.misplaced()})
        for serial_id in broken:
            store.health.recount(serial_id)
        if broken:
            done.append(f"counts and positions of {len(broken)} serials put right")
        astray = store.log.adds_up()
        if astray:
            for serial_id, _ in store.devices.serials():
                store.devices.settle(serial_id)
            done.append(f"{len(astray)} episodes marked and noted again as the log says")
    return done


def backup(library: Library) -> Path:
    """A copy of the library beside it, made while others read and write; its path."""
    return library.store.health.copy(library.now())


def _versions(_: Library) -> Iterator[Finding]:
    system = f"Tsuzuki {__version__}, Python {platform.python_version()}, SQLite {SQLITE_VERSION}"
    yield Finding("versions", Level.OK, system)
    installed, absent = [], []
    for name in LIBRARIES:
        try:
            installed.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    yield Finding("libraries", Level.OK, ", ".join(installed))
    for name in absent:
        yield Finding("libraries", Level.BAD, f"{name} is not installed", "Install Tsuzuki again.")


def _paths(library: Library) -> Iterator[Finding]:
    path = library.store.database.path
    size = path.stat().st_size if path.exists() else 0
    refusal = library.store.database.refusal
    if refusal is None:
        yield Finding("library", Level.OK, f"{path}, {size / 1e6:.1f} MB")
    else:
        yield Finding("library", Level.WARN, str(refusal), refusal.hint)
    config = library.folders.config
    yield Finding("settings", Level.OK, f"{config}" if config.exists() else f"{config}, not there: all as by default")
    free = shutil.disk_usage(path.parent).free
    level, hint = (Level.OK, "") if free > ROOM_BYTES else (Level.WARN, "Make room before the next update.")
    yield Finding("disk", level, f"{free / 1e9:.1f} GB free", hint)
    copies = sorted(backups(path).glob("*.db"), key=lambda one: one.stat().st_mtime)
    if copies:
        yield Finding("backups", Level.OK, f"{len(copies)}, the newest {copies[-1].name}")
    else:
        yield Finding("backups", Level.OK, "none yet; one is made each day on which something is written")


def _schema(library: Library) -> Iterator[Finding]:
    version, known = library.store.health.schema()
    if version > known:
        yield Finding("schema", Level.WARN, f"{version}; this Tsuzuki knows {known}", "Update Tsuzuki.")
    else:
        yield Finding("schema", Level.OK, str(version))


def _integrity(library: Library) -> Iterator[Finding]:
    wrong = library.store.health.integrity()
    if not wrong:
        yield Finding("integrity", Level.OK, "every page of the file is sound")
    for line in wrong:
        yield Finding("integrity", Level.BAD, line, _RESTORE)


def _order(library: Library) -> Iterator[Finding]:
    health = library.store.health
    for serials, what in (
        (health.miscounted(), "its counts are not those of its episodes"),
        (health.misplaced(), "its positions have gaps"),
    ):
        for serial_id in serials:
            yield Finding("order", Level.BAD, f"serial {serial_id}: {what}", _REPAIR)
    strays = health.unreachable()
    if strays:
        yield Finding("order", Level.WARN, f"{strays} episodes are known under no address")
    shelf = library.store.serials.all()
    counts = [one.counts for one in shelf]
    saved, missing = sum(one.saved for one in counts), sum(one.missing for one in counts)
    yield Finding("shelf", Level.OK, f"{len(shelf)} serials, {saved} episodes saved, {missing} missing")


def _log(library: Library) -> Iterator[Finding]:
    astray = library.store.log.adds_up()
    if astray:
        text = f"{len(astray)} episodes are not marked or noted as the log says"
        yield Finding("log", Level.BAD, text, _REPAIR)
    else:
        yield Finding("log", Level.OK, "marks, places and notes are what the log adds up to")


_QUESTIONS: Final[dict[str, Callable[[Library], Iterator[Finding]]]] = {
    "versions": _versions,
    "paths": _paths,
    "schema": _schema,
    "integrity": _integrity,
    "order": _order,
    "log": _log,
}

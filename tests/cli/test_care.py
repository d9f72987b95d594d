"""``sync``, ``history``, ``backup``, ``restore`` and ``check --repair`` from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.cli.history import since
from reader.cli.run import run
from reader.errors import UsageError
from reader.library import following, lists, reading
from reader.model import Locator, State
from tests.library.fakes import FIVE, a_library, discovered

from .conftest import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Call a command on the library of that name."""

    def call(name: str, *words: str) -> Answer:
        status = run(["--data", str(tmp_path / name), *words], lambda *_: None)
        told = capsys.readouterr()
        return Answer(status, told.out, told.err)

    return call


def filled(folder: Path) -> None:
    with a_library(folder) as library:
        following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        reading.mark(library, ids[:3], State.READ)
        reading.keep_place(library, ids[3], Locator(1, 0), 0.1)
        reading.keep_place(library, ids[3], Locator(2, 0), 0.4)
        reading.mark(library, ids[4:], State.READ)
        reading.undo(library)


def test_sync(tmp_path: Path, here: Callable[..., Answer]) -> None:
    filled(tmp_path / "a")
    (tmp_path / "f").mkdir()
    folder = str(tmp_path / "f")
    assert here("a", "sync", folder).err.startswith("0 other devices")
    came = here("b", "sync", folder, "--json").document
    assert (came["serials"], came["marks"], came["places"]) == (1, 3, 1)
    assert len(came["devices"]) == 1
    again = here("b", "sync", folder, "--json").document
    assert (again["received"], again["sent"]) == (0, 0)
    with a_library(tmp_path / "b") as library:
        reading.keep_place(library, 4, Locator(0, 0), 0.05)
    here("b", "sync", folder)
    told = here("a", "sync", folder)
    assert "is at 5%, here it is 40%" in told.out
    assert "1 other device:" in told.err
    (offer,) = here("a", "sync", folder, "--json").document["offers"] or [None]
    assert offer is None  # once is enough
    assert here("a", "sync", str(tmp_path / "nowhere")).status == 2


def test_history(tmp_path: Path, here: Callable[..., Answer]) -> None:
    filled(tmp_path / "a")
    told = here("a", "history", "--since", "2026-01-01")
    assert "The ferry: 1-3 marked read" in told.out
    assert "The ferry: 4 “Part 4” as far as 40%" in told.out
    assert "Part 5" not in told.out  # taken back
    rows = here("a", "history", "--since", "2026-01-01", "--json").document["history"]
    assert [(row["state"], len(row["episodes"]), row["progress"]) for row in rows] == [
        ("read", 3, None),
        ("reading", 1, 0.4),
    ]
    assert here("a", "history", "--since", "2090-01-01").err.startswith("nothing")
    assert here("a", "history", "--since", "soon").status == 2


def test_since() -> None:
    assert since("7d", NOW) == since("7", NOW) == NOW - timedelta(days=7)
    assert since("99999d", NOW) < NOW - timedelta(days=90000)
    assert since("2026-03-01T00:00:00+00:00", NOW) == datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(UsageError, match="no date"):
        since("2026-13-01", NOW)


def test_backup_and_restore(tmp_path: Path, here: Callable[..., Answer]) -> None:
    filled(tmp_path / "a")
    assert here("a", "backup", "--daily").status == 0
    assert "library-" in here("a", "backup", "--json").document["backup"]
    names = [one["name"] for one in here("a", "restore", "--list", "--json").document["backups"]]
    assert len(names) == 3
    assert here("a", "restore", "--list").out.count("MB") == 3
    (tmp_path / "a/library.sqlite3").write_bytes(b"SQLite format 3\0 and nothing more")
    wrong = here("a", "list")
    assert wrong.status == 3
    assert "tsuzuki restore" in wrong.err
    done = here("a", "restore")
    assert done.status == 0
    assert "puts it back" in done.err
    assert here("a", "show", "1", "--json").document["episodes"][2]["state"] == "read"
    report = here("a", "restore", names[0], "--json").document
    assert report["restored"] == names[0]
    assert here("a", "restore", "nothing").status == 2
    assert here("empty", "restore").status == 2


def test_check_repairs(tmp_path: Path, here: Callable[..., Answer]) -> None:
    filled(tmp_path / "a")
    assert here("a", "check", "--repair", "--json").document["repaired"] == []
    path = tmp_path / "a/library.sqlite3"
    path.write_bytes(b"")
    done = here("a", "check", "--repair")
    assert done.status == 0
    assert "is the library again" in done.err
    packed = bytearray(path.read_bytes())
    packed[8192:12288] = b"\x07" * 4096
    path.write_bytes(packed)
    assert here("a", "check").status == 3
    assert here("a", "check", "--repair").status == 0
    assert here("a", "show", "1", "--json").document["episodes"][2]["state"] == "read"

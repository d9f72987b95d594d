"""The health of the library, and its exports."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.library import care, exporting, following, lists, reading
from reader.library.care import Level
from reader.model import Locator, State

from .fakes import FIVE, a_library, discovered, found

if TYPE_CHECKING:
    from pathlib import Path


def levels(findings: list[care.Finding]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for one in findings:
        out.setdefault(one.name, set()).add(one.level.value)
    return out


def test_a_healthy_library(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        findings = care.check(library)
        assert {one.level for one in findings} == {Level.OK}
        assert {
            "versions",
            "libraries",
            "library",
            "settings",
            "disk",
            "backups",
            "schema",
            "integrity",
            "shelf",
            "log",
        } == set(levels(findings))
        copy = care.backup(library)
        assert copy.parent == library.folders.backups
        assert any(copy.name in one.text for one in care.check(library))


def test_what_is_wrong_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        with library.store.writing() as database:
            database.change("UPDATE episode SET state = 'read' WHERE position = 2")
            database.change("UPDATE serial SET read = 5")
            database.change("UPDATE episode SET position = 9 WHERE position = 5")
            database.change("DELETE FROM address WHERE key LIKE '%/1'")
        monkeypatch.setattr(care, "LIBRARIES", ("feedparser", "no-such-library"))
        monkeypatch.setattr(care, "ROOM_BYTES", 1 << 80)
        findings = care.check(library)
        assert levels(findings) | {"shelf": {"ok"}} == {
            "versions": {"ok"},
            "libraries": {"ok", "bad"},
            "library": {"ok"},
            "settings": {"ok"},
            "disk": {"warn"},
            "backups": {"ok"},
            "schema": {"ok"},
            "integrity": {"ok"},
            "order": {"bad", "warn"},
            "shelf": {"ok"},
            "log": {"bad"},
        }
        assert all(one.hint for one in findings if one.level is Level.BAD)


def test_a_newer_library_is_looked_at_all_the_same(tmp_path: Path) -> None:
    a_library(tmp_path).close()
    raw = sqlite3.connect(tmp_path / "library.sqlite3")
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with a_library(tmp_path) as library:
        found_levels = levels(care.check(library))
        assert (found_levels["library"], found_levels["schema"]) == ({"warn"}, {"warn"})


def test_a_question_that_cannot_be_asked_is_a_finding(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.store.close()
    findings = care.check(library)
    assert levels(findings)["integrity"] == {"bad"}
    assert levels(findings)["versions"] == {"ok"}


# --- exports -----------------------------------------------------------------------------------------------------


def test_every_format_is_the_same_each_time(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        reading.mark_up_to(library, lists.episodes(library, 1)[1].id)
        before = {name: exporting.export(library, name) for name in exporting.FORMATS}
    with a_library(tmp_path) as library:
        library.now.turn(days=9)  # type: ignore[attr-defined]
        assert {name: exporting.export(library, name) for name in exporting.FORMATS} == before
    assert all("The ferry" in one for one in before.values())


def test_json_carries_marks_places_and_identities(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        reading.mark(library, ids[:1], State.READ)
        reading.keep_place(library, ids[1], Locator(3, 14, "the words", "around"), 0.25)
        (one,) = json.loads(exporting.export(library, "json"))["serials"]
        assert one["uid"] == serial.uid
        assert [each["state"] for each in one["episodes"]] == ["read", "reading", "unread", "unread", "unread"]
        assert one["episodes"][1]["place"] == {
            "block": 3,
            "offset": 14,
            "before": "the words",
            "after": "around",
            "fraction": 0.25,
        }
        assert len({each["uid"] for each in one["episodes"]}) == 5


def test_what_names_serials_alone_reads_no_episodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        reading.mark(library, [lists.episodes(library, 1)[0].id], State.READ)
        whole = exporting.export(library, "opml")
        assert exporting.export(library, "opml", filters=["read"]) == whole
        monkeypatch.setattr(type(library.store.episodes), "all", lambda *_, **__: 1 / 0)
        assert exporting.export(library, "opml") == whole
        with pytest.raises(ZeroDivisionError):
            exporting.export(library, "opml", filters=["read"])


def test_filters_narrow_and_raw_is_for_csv(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(found(1, title="=1+1"), *FIVE[1:]))
        reading.mark(library, [lists.episodes(library, 1)[0].id], State.READ)
        assert "'=1+1" in exporting.export(library, "csv", filters=["read"])
        assert ",=1+1" in exporting.export(library, "csv", filters=["read"], raw=True)
        assert "Part 2" not in exporting.export(library, "text", filters=["read"])
        assert exporting.export(library, "text", filters=["tag:x"]) == ""
        with pytest.raises(UsageError, match="no format"):
            exporting.export(library, "docx")
        with pytest.raises(UsageError, match="names no day"):
            exporting.export(library, "csv", filters=["read>blue"])


def test_a_list_is_written_to_a_file_as_it_is(tmp_path: Path) -> None:
    exporting.write_list(tmp_path / "list.csv", "a\r\nb")
    assert (tmp_path / "list.csv").read_bytes() == b"a\r\nb"

"""Reading lists into a library, and out of it again."""

from __future__ import annotations

import asyncio
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Role
from reader.errors import ImportRefused, StorageError
from reader.export.list_json import list_json
from reader.library import arranging, care, exporting, following, importing, lists, reading
from reader.library.care import Level
from reader.library.merging import steps
from reader.model import Anchor, Color, Locator, Note, NoteKind, Origin, Progress, SourceKind, State, Status
from tests.export.reading_lists import progresses, reading_lists

from .fakes import FIVE, HOME, NOW, FakeWeb, a_library, discovered, found

if TYPE_CHECKING:
    from reader.export.reading_list import ReadingList
    from reader.library.importing import Plan, Report
    from reader.library.shelf import Library


def planned(library: Library, content: str | bytes, name: str = "list") -> Plan:
    data = content.encode() if isinstance(content, str) else content
    return asyncio.run(importing.preview(library, data, name))


def imported(library: Library, content: str | bytes, name: str = "list") -> Report:
    return importing.take_in(library, planned(library, content, name))


def is_well(library: Library) -> bool:
    return all(one.level is not Level.BAD for one in care.check(library))


def ids(library: Library, serial_id: int = 1) -> list[int]:
    return [one.id for one in lists.episodes(library, serial_id)]


def a_used_library(folder: Path) -> Library:
    """Two serials, one of them off the shelf; marks, places, tags, an order by hand, a saved text."""
    library = a_library(folder)
    following.follow(library, discovered(found(9), title="Gone", language=""))
    lists.remove(library, 1)
    following.follow(
        library,
        discovered(*[found(n, url=f"https://other.example/{n}") for n in range(1, 6)], title="The pier", author="Aki"),
    )
    one, two, three, four, _ = ids(library, 2)
    reading.mark(library, [one, two], State.READ)
    library.now.turn(hours=1)  # type: ignore[attr-defined]
    reading.keep_place(library, three, Locator(30, 4, "far", "off"), 0.9)
    reading.keep_place(library, three, Locator(3, 4, "the", "pier"), 0.123456789)
    reading.keep_place(library, two, Locator(1, 1), 0.5)
    reading.mark(library, [four], State.READING)
    lists.tag(library, 2, add=["slow life", "b"])
    lists.rename(library, 2, "The long pier")
    lists.pause(library, 2)
    arranging.put_in_order(library, 2, list(reversed(ids(library, 2))))
    text = Document((Block(Role.PARAGRAPH, "The lamp was lit."),), "en")
    library.store.texts.save(one, text, origin=Origin.LIVE, url="https://other.example/1", fetched_at=NOW, words=4)
    return library


# --- there and back ----------------------------------------------------------------------------------------------


def test_an_export_into_an_empty_library_exports_the_same_bytes(tmp_path: Path) -> None:
    with a_used_library(tmp_path / "a") as library:
        text = exporting.export(library, "json")
        where = reading.resume(library)
    with a_library(tmp_path / "b") as other:
        other.now.turn(days=400)  # type: ignore[attr-defined]
        report = imported(other, text)
        assert exporting.export(other, "json") == text
        assert (report.added, report.episodes, report.marks, report.to_find) == (1, 5, 4, 0)
        again = reading.resume(other)
        assert where
        assert again
        assert where[1].url == again[1].url
        assert is_well(other)
        assert other.store.serials.due(other.now()) == []  # it was paused
        assert lists.serials(other)[0].counts.missing == 5


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reading_lists())
def test_any_list_of_ours_goes_through_a_library(listed: ReadingList) -> None:
    text = list_json(listed)
    with tempfile.TemporaryDirectory() as folder, a_library(Path(folder)) as library:
        imported(library, text)
        assert exporting.export(library, "json") == text
        assert library.store.log.adds_up() == []
        before = len(library.store.log.events())
        again = imported(library, text)
        assert (again.episodes, again.marks, again.added) == (0, 0, 0)
        assert exporting.export(library, "json") == text
        assert len(library.store.log.events()) == before


def test_the_furthest_place_and_the_times_come_along(tmp_path: Path) -> None:
    with a_used_library(tmp_path / "a") as library:
        text = exporting.export(library, "json")
        there = {one.url: reading.place(library, one.id) for one in lists.episodes(library, 2)}
    with a_library(tmp_path / "b") as other:
        imported(other, text)
        for one in lists.episodes(other, 1):
            here, was = reading.place(other, one.id), there[one.url]
            assert (here.state, here.locator, here.furthest, here.read_at) == (
                was.state,
                was.locator,
                was.furthest,
                was.read_at,
            )
            assert here.fraction == pytest.approx(was.fraction, abs=1e-6)


def test_what_was_left_out_and_notes_come_along(tmp_path: Path) -> None:
    with a_used_library(tmp_path / "a") as library:
        shown = lists.episodes(library, 2)
        library.store.log.hide([shown[1].id], library.now())
        first = library.store.notes.add(
            Note("", NoteKind.HIGHLIGHT, "", Color.RED, Anchor(0, 1, 2, 3, "abc", "", "d", True), None, shown[0].id),
            library.now(),
        )
        library.store.notes.add(Note("", NoteKind.NOTE, "left out, and noted", episode_id=shown[1].id), library.now())
        text = exporting.export(library, "json")
        hidden = shown[1].url
        assert hidden not in exporting.export(library, "markdown")
        assert hidden not in exporting.export(library, "json", filters=["unread"])
    with a_library(tmp_path / "b") as other:
        report = imported(other, text)
        assert report.notes == 2
        assert exporting.export(other, "json") == text
        assert hidden not in {one.url for one in lists.episodes(other, 1)}
        # Again it brings nothing; other words of the same note are added to ours, and are not added twice.
        assert imported(other, text).notes == 0
        again = text.replace('"words": null', '"words": "so red"')
        assert imported(other, again).notes == 1
        assert imported(other, again).notes == 0
        mine = other.store.notes.starting(first.uid)[0].note
        assert (mine.words, mine.kind) == ("so red", NoteKind.NOTE)
        third = text.replace('"words": null', '"words": "not so red"')
        assert imported(other, third).notes == 1
        assert other.store.notes.one(mine.episode_id, mine.uid).words == "so red\n\nnot so red"
        # What is here, and was taken in again here, is not left out by a list.
        other.store.log.hide(other.store.episodes.uids(1), other.now(), hidden=False)
        imported(other, text)
        assert hidden in {one.url for one in lists.episodes(other, 1)}
        assert is_well(other)


def test_a_note_without_an_id_comes_once(tmp_path: Path) -> None:
    with a_used_library(tmp_path / "a") as library:
        library.store.notes.add(
            Note("", NoteKind.NOTE, "x", episode_id=lists.episodes(library, 2)[0].id), library.now()
        )
        document = json.loads(exporting.export(library, "json"))
    del document["serials"][0]["episodes"][0]["notes"][0]["uid"]
    with a_library(tmp_path / "b") as other:
        assert [imported(other, json.dumps(document)).notes for _ in range(2)] == [1, 0]


# --- a preview ---------------------------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_says_what_would_come(tmp_path: Path) -> None:
    with a_used_library(tmp_path / "a") as library:
        text = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        before = exporting.export(other, "json")
        plan = planned(other, text)
        (one,) = plan.arrivals
        assert (one.title, one.serial_id, one.episodes, one.marks) == ("The long pier", None, 5, 4)
        assert exporting.export(other, "json") == before
        importing.take_in(other, plan)
        (one,) = planned(other, text).arrivals
        assert (one.serial_id, one.episodes, one.marks, one.returns) == (1, 0, 0, False)


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    with a_library(tmp_path) as library, pytest.raises(ImportRefused, match=r"notes\.txt: line 1"):
        planned(library, "my notes", "notes.txt")


# --- merging -----------------------------------------------------------------------------------------------------


def test_marks_are_merged_and_nothing_is_unread(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, discovered(*FIVE))
        one, two, three, four, _ = ids(library)
        reading.mark(library, [one], State.READ)
        reading.keep_place(library, three, Locator(9, 1), 0.9)
        reading.keep_place(library, four, Locator(1, 1), 0.1)
        theirs = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        following.follow(other, discovered(*FIVE))
        one, two, three, four, _ = ids(other)
        reading.mark(other, [two, four], State.READ)
        reading.keep_place(other, three, Locator(2, 1), 0.2)
        (arrival,) = planned(other, theirs).arrivals
        assert (arrival.serial_id, arrival.marks) == (1, 2)
        report = imported(other, theirs)
        assert (report.known, report.added, report.episodes, report.marks) == (1, 0, 0, 2)
        assert [each.state.value for each in lists.episodes(other, 1)] == ["read", "read", "reading", "read", "unread"]
        assert reading.place(other, three).locator == Locator(9, 1)
        assert is_well(other)
        assert reading.undo(other)
        assert lists.episodes(other, 1)[0].state is State.UNREAD


def test_an_older_list_does_not_change_where_reading_goes_on(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(
            library, discovered(*[found(n, url=f"https://old.example/{n}") for n in range(1, 4)], title="Old")
        )
        reading.keep_place(library, ids(library)[0], Locator(1, 1), 0.1)
        theirs = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        other.now.turn(days=9)  # type: ignore[attr-defined]
        following.follow(other, discovered(*FIVE))
        reading.keep_place(other, ids(other)[2], Locator(1, 1), 0.1)
        imported(other, theirs)
        where = reading.resume(other)
        assert where
        assert where[0].title == "The ferry"
        newer = (
            theirs.replace("2026-05-01", "2027-05-01").replace("old.example", "new.example").replace('"Old"', '"New"')
        )
        imported(other, newer.replace(json.loads(newer)["serials"][0]["uid"], "f" * 32))
        where = reading.resume(other)
        assert where
        assert where[0].title == "New"


def test_an_older_place_in_one_serial_stands_behind_ours(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, discovered(*FIVE))
        reading.keep_place(library, ids(library)[0], Locator(1, 1), 0.1)
        theirs = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        other.now.turn(days=9)  # type: ignore[attr-defined]
        following.follow(other, discovered(*FIVE))
        reading.keep_place(other, ids(other)[2], Locator(1, 1), 0.1)
        read_at = lists.serials(other)[0].read_at
        imported(other, theirs)
        where = reading.resume(other)
        assert where
        assert where[1].position == 3
        assert lists.serials(other)[0].read_at == read_at


def test_new_episodes_of_a_known_serial_come_in_at_their_place(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, discovered(*FIVE))
        reading.mark(library, ids(library)[2:4], State.READ)
        theirs = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        following.follow(other, discovered(*FIVE[:2], *FIVE[4:]))
        lists.tag(other, 1, add=["mine"])
        report = imported(other, theirs)
        assert (report.known, report.episodes, report.marks) == (1, 2, 2)
        assert [one.url for one in lists.episodes(other, 1)] == [one.url for one in FIVE]
        assert [one.state.value for one in lists.episodes(other, 1)] == ["unread", "unread", "read", "read", "unread"]
        assert lists.serials(other)[0].tags == ("mine",)


def test_a_serial_from_this_library_is_known_by_its_uid_whatever_moved(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        document = json.loads(exporting.export(library, "json"))
        document["serials"][0]["url"] = "https://moved.example/"
        for one in document["serials"][0]["episodes"]:
            one["url"] = one["url"].replace("tales", "moved")
            one["state"] = "read"
        report = imported(library, json.dumps(document))
        assert (report.known, report.episodes, report.marks) == (1, 0, 5)
        assert len(ids(library)) == 5
        assert ("https://moved.example/1", "import") in library.store.episodes.addresses(ids(library)[0])


def test_a_removed_serial_comes_back(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        text = exporting.export(library, "json")
        lists.remove(library, 1)
        (one,) = planned(library, text).arrivals
        assert one.returns
        assert imported(library, text).returned == 1
        assert len(lists.serials(library)) == 1


def test_names_that_are_taken_are_given_anew(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        document = json.loads(exporting.export(library, "json"))
        one = document["serials"][0]
        one["uid"], one["title"], one["url"] = "not a uid", "Another", "https://another.example/"
        for episode in one["episodes"]:
            episode["url"] = episode["url"].replace("tales", "another")
        assert imported(library, json.dumps(document)).added == 1
        assert len({uid for number in (1, 2) for uid in library.store.episodes.uids(number).values()}) == 10


# --- lists of other programs -------------------------------------------------------------------------------------

OPML = f"""<opml version="2.0"><body><outline text="Sea">
<outline text="The ferry of another name" xmlUrl="{HOME}feed" htmlUrl="{HOME}"/>
<outline text="New" xmlUrl="https://new.example/feed" htmlUrl="https://new.example/"/>
<outline text="Bad" xmlUrl="file:///etc/passwd"/>
</outline></body></opml>"""


def test_feeds_come_in_as_serials_to_be_found(tmp_path: Path) -> None:
    with a_library(tmp_path, FakeWeb()) as library:
        following.follow(library, discovered(*FIVE))
        plan = planned(library, OPML, "feeds.opml")
        assert [(one.serial_id, one.episodes) for one in plan.arrivals] == [(1, 0), (None, 0)]
        assert plan.left_out == ("1 entries without a web address",)
        report = importing.take_in(library, plan)
        assert (report.added, report.known, report.to_find) == (1, 1, 1)
        first, second = lists.serials(library)
        assert (first.title, first.tags) == ("The ferry", ("sea",))
        assert (second.title, second.url, second.tags, second.status) == (
            "New",
            "https://new.example/",
            ("sea",),
            Status.ONGOING,
        )
        assert [one.kind for one in library.store.sources.of(second.id)] == [SourceKind.FEED]
        assert library.store.serials.due(library.now())[0] == second.id
        assert imported(library, OPML).added == 0


def test_a_known_serial_without_sources_learns_them(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE, sources=()))
        imported(library, OPML)
        assert [one.url for one in library.store.sources.of(1)] == [f"{HOME}feed"]


def test_our_csv_brings_marks(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, discovered(found(1, title="=1+1"), *FIVE[1:]))
        reading.mark(library, ids(library)[:2], State.READ)
        table = exporting.export(library, "csv")
    with a_library(tmp_path / "b") as other:
        assert imported(other, table, "list.csv").marks == 2
        assert lists.episodes(other, 1)[0].title == "=1+1"
        assert exporting.export(other, "csv") == table


# --- all or nothing ----------------------------------------------------------------------------------------------


def test_a_failure_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_used_library(tmp_path / "a") as library:
        text = exporting.export(library, "json")
    with a_library(tmp_path / "b") as other:
        before = exporting.export(other, "json")
        plan = planned(other, text)

        def fail(*_: Any) -> None:
            raise StorageError("the disk is gone")

        with monkeypatch.context() as broken:
            broken.setattr(type(other.store.arrivals), "read_at", fail)
            with pytest.raises(StorageError):
                importing.take_in(other, plan)
        assert exporting.export(other, "json") == before
        assert other.store.log.events() == []
        assert importing.take_in(other, plan).added == 1
        assert exporting.export(other, "json") == text
        assert is_well(other)
    with a_library(tmp_path / "b") as other:
        assert is_well(other)
        assert other.store.log.events()


# --- the decision ------------------------------------------------------------------------------------------------

RANK = {State.UNREAD: 0, State.READING: 1, State.READ: 2}


@given(progresses(), progresses())
def test_merging_never_goes_back(ours: Progress, theirs: Progress) -> None:
    wanted = steps(ours, theirs, NOW)
    states_ = [ours.state, *(step.state for step in wanted)]
    assert max(RANK[one] for one in states_) >= RANK[theirs.state]
    if ours.state is State.READ:
        assert wanted == []
    if ours.state is State.READING:
        assert all(step.fraction > ours.fraction or step.locator is None for step in wanted[:1])


@given(progresses(), st.integers(0, 10))
def test_what_is_there_already_asks_for_nothing(ours: Progress, days: int) -> None:
    assert steps(ours, ours, NOW + timedelta(days=days)) == []

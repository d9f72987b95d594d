"""What the reader says of a serial: it stays, whatever sources say later, and each step can be taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reader.library import following, importing, lists, reading, refreshing
from reader.library.exporting import export
from reader.model import Choice, Choices, Status
from reader.store.values import time_to_text

from .fakes import FIVE, HOME, FakeWeb, a_library, discovered, five_pages, found
from .test_refreshing import Finds, index

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import Discovered, Serial


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> type[Finds]:
    Finds.answers, Finds.started = [], []
    monkeypatch.setattr("reader.discover.plan.Discovery", Finds)
    return Finds


def told(author: str = "Mori", status: Status = Status.ONGOING, episodes: int = 5, title: str = "") -> Discovered:
    answer = discovered(*[*FIVE, *map(found, range(6, 12))][:episodes])
    title = title or answer.contents.title
    return replace(answer, contents=replace(answer.contents, title=title, author=author, status=status))


def update(library: Library, web: FakeWeb, finds: type[Finds], *answers: Discovered | Choices) -> Serial:
    web.pages[HOME] = index(*[found(n) for n in range(len(web.asked), 99)])
    finds.started.clear()
    finds.answers = list(answers)
    (outcome,) = asyncio.run(refreshing.update(library, [1]))
    assert outcome.error == "" or "11" in outcome.error or outcome.new
    return lists.serials(library)[0]


def test_no_update_renames_or_credits_what_the_reader_did(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb(five_pages())
    with a_library(tmp_path, web) as library:
        following.follow(library, told())
        assert lists.rename(library, 1, "  My\tname ")
        assert not lists.rename(library, 1, "My name")
        assert lists.credit(library, 1, "Somebody")
        after = update(library, web, finds, told("Another", title="Theirs"))
        assert (after.title, after.author) == ("My name", "Somebody")
        lists.credit(library, 1, "")
        assert update(library, web, finds, told("Another")).author == ""
        reading.undo(library)
        assert lists.serials(library)[0].author == "Somebody"


def test_a_renamed_serial_is_found_again_by_its_old_name(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb(five_pages())
    with a_library(tmp_path, web) as library:
        first = told()
        following.follow(library, first)
        lists.rename(library, 1, "My name")
        several = Choices((Choice(1, "X", 5, "A", "B"), Choice(2, first.contents.title, 5, "A", "B")))
        update(library, web, finds, several, first)
        assert [pick for _, pick in finds.started] == [None, 2]
        fresh = replace(first, contents=replace(first.contents, episodes=(found(77), found(78))))
        with pytest.raises(Exception, match="on the shelf already"):
            following.follow(library, fresh)


def test_a_status_of_the_reader_s_own_stays(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb(five_pages())
    with a_library(tmp_path, web) as library:
        following.follow(library, told(status=Status.COMPLETE))
        assert lists.judge(library, 1, Status.ONGOING)
        assert update(library, web, finds, told(status=Status.COMPLETE)).status is Status.ONGOING
        reading.undo(library)
        assert update(library, web, finds, told(status=Status.COMPLETE)).status is Status.COMPLETE


def test_a_pause_ends_in_what_was_before(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, told(status=Status.COMPLETE))
        assert lists.pause(library, 1)
        assert lists.pause(library, 1, paused=False)
        assert lists.serials(library)[0].status is Status.COMPLETE


def test_what_is_put_away_is_out_of_sight_and_not_updated(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb(five_pages())
    finds.answers = [told()]
    with a_library(tmp_path, web) as library:
        following.follow(library, told())
        library.now.turn(days=60)  # type: ignore[attr-defined]
        assert lists.archive(library, 1)
        assert not lists.archive(library, 1)
        assert lists.shelf(library) == []
        assert [one.id for one in lists.shelf(library, "archived")] == [1]
        assert lists.serial_named(library, "1").archived_at is not None
        assert asyncio.run(refreshing.update(library, None)) == ()
        assert asyncio.run(refreshing.update(library, None, all=True)) == ()
        assert reading.resume(library) is None
        assert reading.resume(library, 1) is not None
        assert lists.next_look(library, lists.serials(library)[0]).at is None
        assert reading.undo(library) == "“The ferry” put away"
        assert [one.id for one in lists.shelf(library)] == [1]
        lists.archive(library, 1)
        assert lists.archive(library, 1, away=False)
        assert [(one.what, one.kind) for one in reading.undo_list(library)] == [
            ("“The ferry” taken out again", "unarchived"),
            ("“The ferry” put away", "archived"),
        ]


def test_tags_are_counted_and_asked_for(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, told())
        other = told(title="Another")
        contents = replace(
            other.contents, url="https://other.example/", episodes=(found(1, url="https://o.example/1"),)
        )
        following.follow(library, replace(other, contents=contents))
        lists.tag(library, 1, add=["Sea", "slow life"])
        lists.tag(library, 2, add=["sea"])
        assert lists.tags(library) == ["sea", "slow life"]
        assert [one.id for one in lists.shelf(library, ["tag:sea", '-tag:"slow life"'])] == [2]
        assert [one.id for one in lists.shelf(library, order="title")] == [2, 1]
        assert [one.id for one in lists.shelf(library, order="title", reverse=True)] == [1, 2]


def test_what_is_put_away_goes_along_in_a_list_and_comes_back_so(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, told())
        lists.archive(library, 1)
        out = export(library, "json")
        away = lists.serials(library)[0].archived_at
        assert away is not None
        assert time_to_text(away)[:19] in out
        assert "Part 1" in export(library, "text")
        assert export(library, "text", filters=["-archived"]) == ""
    with a_library(tmp_path / "b") as library:
        plan: Any = asyncio.run(importing.preview(library, out.encode(), "list.json"))
        importing.take_in(library, plan)
        assert lists.serials(library)[0].archived_at == away
        assert export(library, "json") == out

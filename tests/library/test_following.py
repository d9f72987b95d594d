"""From a URL to the shelf."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.errors import AlreadyFollowed, HttpStatus, UsageError
from reader.library import following, lists, reading
from reader.library.doors import StoredRobots, end_worker, open_web, open_worker
from reader.library.shelf import Look
from reader.model import Choices, Discovered, Fetch, Source, SourceKind, State, Status
from reader.settings import Settings
from reader.web.client import Client
from reader.web.protocol import KeptRobots, Offline
from reader.worker import InProcess, Worker

from .fakes import FIVE, HOME, NOW, FakeWeb, Page, a_library, discovered, found, page

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Resource


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://tales.example/x", "https://tales.example/x"),
        ("  http://tales.example ", "http://tales.example"),
        ("tales.example/x?y=1#z", "https://tales.example/x?y=1#z"),
        ("127.0.0.1:80/x", "https://127.0.0.1:80/x"),
    ],
)
def test_an_address_as_it_is_meant(typed: str, url: str) -> None:
    assert following.web_address(typed) == url


@pytest.mark.parametrize("typed", ["", "the ferry", "ferry", "ftp://tales.example/", "file:///etc/passwd", "https://"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(UsageError, match="no web address"):
        following.web_address(typed)


class Wants:
    """A discovery that asks for these fetches, one round after the other, and then answers."""

    def __init__(self, *rounds: list[str]) -> None:
        self.rounds = list(rounds)
        self.taken: dict[str, object] = {}

    def next(self) -> object:
        if not self.rounds:
            return discovered(*FIVE)
        from reader.discover.plan import Ask  # noqa: PLC0415 - not what is tested

        return Ask(tuple(Fetch(url, why=f"look at {url}") for url in self.rounds.pop(0)))

    def take(self, fetch: Fetch, answer: object) -> None:
        self.taken[fetch.url] = answer


class Reads:
    """A worker whose facts are the body."""

    async def run(self, job: str, resource: Resource) -> bytes:
        assert job == "facts"
        return resource.body

    async def close(self) -> None:
        return None


async def test_a_driver_hands_back_every_answer_and_every_error() -> None:
    web = FakeWeb({"https://a.example/": Page("A"), "https://b.example/": Page("B", {"etag": '"b"'})})
    wants = Wants(["https://a.example/", "https://missing.example/"], ["https://b.example/", "https://c.example/"])
    there = await FakeWeb({"https://c.example/": Page("C")}).fetch(Fetch("https://c.example/"))
    told: list[str] = []
    looks: dict[str, Look] = {}
    answer = await following.drive(
        wants, web, Reads(), looks=looks, fetched={"https://c.example/": there}, watch=told.append
    )
    assert isinstance(answer, Discovered)
    missing = wants.taken.pop("https://missing.example/")
    assert isinstance(missing, HttpStatus)
    assert wants.taken == {"https://a.example/": b"A", "https://b.example/": b"B", "https://c.example/": b"C"}
    assert "https://c.example/" not in web.urls
    assert len(told) == 4
    assert told[0] == "look at https://a.example/"
    assert looks["https://b.example/"].etag == '"b"'


async def test_an_error_that_nobody_planned_stops_all_errands() -> None:
    done: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            done.append("stopped")

    async def breaks() -> None:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await following.side_by_side([waits(), breaks()])
    assert done == ["stopped"]


async def test_discover_allows_the_host_that_the_reader_typed_and_writes_nothing(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{n}'>The ferry, part {n}</a></li>" for n in range(1, 8))
    index = Page(f"<html><head><title>The ferry</title></head><body><main><h1>The ferry</h1><ol>{links}</ol></main>")
    start = "http://10.0.0.9:8080/"
    web = FakeWeb({start: index, **{f"{start}{n}": page(n) for n in range(1, 8)}})
    with a_library(tmp_path, web) as library:
        answer = await following.discover(library, start)
        assert not isinstance(answer, Choices)
        assert [one.url for one in answer.contents.episodes] == [f"{start}{n}" for n in range(1, 8)]
        assert web.allowed == {"10.0.0.9:8080"}
        assert lists.serials(library) == []
        serial = following.follow(library, answer)
        assert library.store.serials.named_hosts(serial.id) == {"10.0.0.9:8080"}


def test_follow_writes_the_whole_table_of_contents(tmp_path: Path) -> None:
    listed = [found(n, published=NOW) for n in range(1, 4)]
    with a_library(tmp_path) as library:
        library.looks[HOME] = Look('"x"', "", b"digest")
        serial = following.follow(library, discovered(*listed, author="Mori", status=Status.COMPLETE))
        assert (serial.title, serial.author, serial.language, serial.status) == (
            "The ferry",
            "Mori",
            "en",
            Status.COMPLETE,
        )
        assert serial.counts.missing == 3
        assert [one.published for one in lists.episodes(library, serial.id)] == [NOW] * 3
        assert library.store.sources.of(serial.id) == [Source(SourceKind.INDEX, HOME)]
        assert library.store.sources.validators(serial.id, HOME) == ('"x"', "")
        assert serial.next_check_at is not None


@pytest.mark.parametrize(
    ("given", "learnt", "kept"), [("Mine", "X", "Mine"), (None, "X", "X"), (None, "", "tales.example")]
)
def test_a_title(tmp_path: Path, given: str | None, learnt: str, kept: str) -> None:
    with a_library(tmp_path) as library:
        assert following.follow(library, discovered(*FIVE, title=learnt), title=given).title == kept


@pytest.mark.parametrize(
    "again",
    [
        discovered(*FIVE),
        discovered(*FIVE[2:], title="Other title"),
        discovered(*FIVE, found(6), found(7), title="Other title"),
        discovered(found(70), found(71)),
    ],
    ids=["the same", "a feed's window", "grown", "the same page and title"],
)
def test_what_is_on_the_shelf_is_not_followed_twice(tmp_path: Path, again: Discovered) -> None:
    with a_library(tmp_path) as library:
        serial = following.follow(library, discovered(*FIVE))
        with pytest.raises(AlreadyFollowed) as caught:
            following.follow(library, again)
        assert caught.value.serial_id == serial.id
        assert len(lists.episodes(library, serial.id)) == 5


def test_another_serial_of_the_same_page_is_another(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        other = following.follow(library, discovered(*[found(n) for n in range(5, 20)], title="The bridge"))
        assert other.id == 2


def test_a_removed_serial_comes_back_with_its_marks(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = following.follow(library, discovered(*FIVE))
        reading.mark(library, [one.id for one in lists.episodes(library, serial.id)][:3], State.READ)
        lists.remove(library, serial.id)
        again = following.follow(library, discovered(*FIVE, found(6)))
        assert (again.id, again.counts.episodes, again.counts.read) == (serial.id, 6, 3)
        assert [one.id for one in lists.serials(library)] == [serial.id]


# --- the doors ---------------------------------------------------------------------------------------------------


def test_the_doors(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        assert isinstance(open_web(library.store, library.folders, Settings(), [], offline=True), Offline)
        assert isinstance(open_web(library.store, library.folders, Settings(), [], offline=False), Client)
        worker = open_worker()
        assert isinstance(worker, Worker)
        end_worker(worker)
        end_worker(InProcess())


def test_robots_are_kept_in_the_library(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        shelf = StoredRobots(library.store)
        assert shelf.robots("https://x") is None
        shelf.keep_robots("https://x", KeptRobots("User-agent: *", NOW))
        assert shelf.robots("https://x") == KeptRobots("User-agent: *", NOW)

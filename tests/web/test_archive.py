from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Self

import pytest

from reader.addresses import canonical
from reader.errors import HttpStatus, NotAsked, TimedOut, Unreachable
from reader.model import Fetch, Purpose, Resource
from reader.wayback import Snapshot
from reader.web.archive import Archive, Chosen, OrArchived, is_gone

PAGE = "http://old.example/x/1"


class Time:
    """A clock that is turned by hand; sleeping turns it."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class FakeWeb:
    """Answers from a table; remembers what was asked, and when."""

    def __init__(self, time: Time, pages: dict[str, bytes | Exception]) -> None:
        self.time = time
        self.pages = pages
        self.asked: list[tuple[float, str]] = []

    async def fetch(self, fetch: Fetch) -> Resource:
        self.asked.append((self.time.now, fetch.url))
        answer = next((body for url, body in self.pages.items() if fetch.url.startswith(url)), None)
        if answer is None:
            raise HttpStatus("no such page", subject=fetch.url, status=404)
        if isinstance(answer, Exception):
            raise answer
        return Resource(fetch.url, fetch.url, 200, {"content-type": "text/html"}, answer, datetime.now(UTC))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None


def rows(*captures: tuple[str, str]) -> bytes:
    return json.dumps([["original", "timestamp", "digest"], *[[url, at, at] for url, at in captures]]).encode()


async def test_a_snapshot_comes_back_as_its_page() -> None:
    time = Time()
    web = FakeWeb(time, {"https://web.archive.org/web/2010": b"then"})
    snapshot = Snapshot(PAGE, "20100105120000")
    resource = await Chosen(Archive(web), {canonical(PAGE): snapshot}).fetch(Fetch("https://www.old.example/x/1/"))
    assert (resource.body, resource.final_url) == (b"then", PAGE)
    assert resource.headers["memento-datetime"] == "Tue, 05 Jan 2010 12:00:00 GMT"
    with pytest.raises(HttpStatus):
        await Chosen(Archive(web), {}).fetch(Fetch(PAGE))


async def test_one_search_covers_a_folder() -> None:
    time = Time()
    captures = rows(
        (PAGE, "20100105120000"),
        ("http://old.example/x/2", "20100105120000"),
        ("http://old.example/x/9", "20100105120000"),
    )
    web = FakeWeb(time, {"https://web.archive.org/cdx": captures})
    found = await Archive(web).search([f"http://old.example/x/{n}" for n in (1, 2, 3)])
    assert sorted(found) == ["old.example/x/1", "old.example/x/2"]
    assert len(web.asked) == 1


async def test_the_archive_has_its_own_pace() -> None:
    time = Time()
    web = FakeWeb(time, {"https://web.archive.org/web/": b"then", "https://web.archive.org/cdx": rows()})
    archive = Archive(web, clock=time.clock, sleep=time.sleep)
    for _ in range(61):
        await archive.replay(Snapshot(PAGE, "20100105120000"), Fetch(PAGE))
    assert time.now >= 60
    begun = time.now
    for _ in range(25):
        await archive.of_page(PAGE)
    assert time.now - begun >= 60


async def test_a_page_that_is_gone_comes_from_the_archive() -> None:
    time = Time()
    pages: dict[str, bytes | Exception] = {
        "https://web.archive.org/cdx": rows((PAGE, "20100105120000"), (PAGE, "20150105120000")),
        "https://web.archive.org/web/2015": b"newest",
        "https://web.archive.org/web/2010": b"oldest",
        "http://here.example/": b"live",
    }
    for moment, expected in ((None, b"newest"), (datetime(2009, 1, 1, tzinfo=UTC), b"oldest")):
        web = OrArchived(FakeWeb(time, pages), Archive(FakeWeb(time, pages)), moment=moment)
        assert (await web.fetch(Fetch("http://here.example/"))).body == b"live"
        assert web.used == []
        assert (await web.fetch(Fetch(PAGE))).body == expected
        assert len(web.used) == 1


@pytest.mark.parametrize(
    ("error", "purpose"),
    [(TimedOut("late"), Purpose.PAGE), (HttpStatus("no", status=500), Purpose.PAGE), (Unreachable("no"), Purpose.API)],
)
async def test_a_page_that_is_only_late_is_not_asked_of_the_archive(error: Exception, purpose: Purpose) -> None:
    time = Time()
    web = FakeWeb(time, {PAGE: error})
    with pytest.raises(type(error)):
        await OrArchived(web, Archive(web)).fetch(Fetch(PAGE, purpose))
    assert [url for _, url in web.asked] == [PAGE]


@pytest.mark.parametrize("answer", [rows(), b"<html>", Unreachable("no")])
async def test_without_a_copy_the_page_s_own_error_stands(answer: bytes | Exception) -> None:
    time = Time()
    web = FakeWeb(time, {"https://web.archive.org/cdx": answer})
    with pytest.raises(HttpStatus, match="no such page"):
        await OrArchived(web, Archive(web)).fetch(Fetch(PAGE))


async def test_a_dead_host_is_asked_once_and_its_copies_then() -> None:
    time = Time()
    gone = HttpStatus("no such host, says the proxy", status=502)
    pages: dict[str, bytes | Exception] = {PAGE: gone, f"{PAGE}?2": gone}
    web = FakeWeb(time, pages)
    either = OrArchived(web, Archive(web, clock=time.clock, sleep=time.sleep))
    for url in pages:
        with pytest.raises(HttpStatus):
            await either.fetch(Fetch(url))
    assert [url for _, url in web.asked if "archive.org" not in url] == [PAGE]
    assert not is_gone(NotAsked("offline"))

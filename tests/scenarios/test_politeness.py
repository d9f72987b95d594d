"""How sites see us: read from the log of a server on loopback, over a real client whose clock is turned by hand."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from reader.files import Folders
from reader.library import following, refreshing
from reader.library.doors import StoredRobots
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, Source, SourceKind, TableOfContents
from reader.settings import Fetching, Settings
from reader.web.client import Client
from reader.worker import InProcess
from tests.scenarios.loopback import Loopback
from tests.scenarios.sites import Site, numbered
from tests.web.conftest import Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from pathlib import Path

    from reader.library.refreshing import Outcome

PACE_SECONDS = 1.5
DAY_SECONDS = 24 * 3600.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return Clock()


@asynccontextmanager
async def a_shelf(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, sites: list[list[Site]], *, feeds: bool = False
) -> AsyncIterator[tuple[Library, Loopback]]:
    """A library that follows each of the sites, those of one list on one host; every text is saved."""
    web = Loopback(clock)
    settings = Settings(fetch=Fetching(pace_seconds=PACE_SECONDS))
    async with web.serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)

        def open_web(allow: Collection[str]) -> Client:
            return Client(
                settings.fetch,
                allow=allow,
                robots=StoredRobots(library.store),
                now=clock.now,
                clock=clock,
                sleep=clock.sleep,
                jitter=lambda: 0.5,
            )

        folders = Folders(data=folder, config=folder / "settings.toml")
        with Library.open(folders, settings, now=clock.now, web=open_web, worker=InProcess) as library:
            for site in (one for there in sites for one in there):
                web.bodies |= {url: str(page.body) for url, page in site.pages().items()}
                web.bodies[f"{site.home}feed.xml"] = _feed(site)
                following.follow(library, _found(site, feed=feeds))
            await refreshing.update(library, all=True)
            yield library, web


def _found(site: Site, *, feed: bool) -> Discovered:
    episodes = tuple(FoundEpisode(site.url(part), part.title) for part in site.parts)
    source = Source(SourceKind.FEED, f"{site.home}feed.xml") if feed else Source(SourceKind.INDEX, site.home)
    return Discovered(TableOfContents(site.home, site.home, episodes, sources=(source,)))


def _feed(site: Site) -> str:
    entries = "".join(
        f"<entry><id>{site.url(part)}</id><title>{part.title}</title><link href='{site.url(part)}'/></entry>"
        for part in site.parts
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A serial</title><id>{site.home}</id>{entries}</feed>"


def sites(hosts: int, on_each: int, parts: int) -> list[list[Site]]:
    return [
        [
            Site(
                numbered(parts),
                base=f"http://host{host}.example",
                contents=f"/{number}/",
                permalink=lambda part, number=number: f"/{number}/{part.identity}.html",  # type: ignore[misc]
            )
            for number in range(on_each)
        ]
        for host in range(hosts)
    ]


async def look(library: Library, web: Loopback, clock: Clock, *, days: float) -> tuple[Outcome, ...]:
    clock.seconds += days * DAY_SECONDS
    web.log.clear()
    return await refreshing.update(library, all=True)


async def test_a_hundred_unchanged_serials(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_shelf(tmp_path, clock, monkeypatch, sites(10, 10, 1), feeds=True) as (library, web):
        await look(library, web, clock, days=0.1)
        for days, requests in ((0.5, 100), (3, 110)):
            outcomes = await look(library, web, clock, days=days)
            assert len(outcomes) == 100
            assert not any(one.error or one.new or one.revised or one.fetched for one in outcomes)
            assert len(web.log) == requests
            assert all(one.is_conditional for one in web.log if one.path != "/robots.txt")


async def test_many_hosts_side_by_side(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_shelf(tmp_path, clock, monkeypatch, sites(12, 2, 3)) as (library, web):
        first = list(web.log)
        outcomes = await look(library, web, clock, days=2)
        assert [one.error for one in outcomes] == [""] * 24
        for log in (first, web.log):
            for host in {one.host for one in log}:
                # robots.txt before anything else, and once.
                paths = [one.path for one in log if one.host == host]
                assert [path == "/robots.txt" for path in paths] == [True] + [False] * (len(paths) - 1)
        # Never two questions to one host at once, and never more than eight hosts.
        assert set(web.together.values()) == {1}
        assert 1 < web.at_once <= 8
        # The second look asks for no text, and for each list conditionally.
        assert all(one.is_conditional for one in web.log if one.path != "/robots.txt")
        assert len(web.log) == 12 + 24
        agents = {one.headers["user-agent"] for one in first}
        assert len(agents) == 1
        assert "+https://" in agents.pop()
        assert not any("cookie" in one.headers for one in first)


async def test_never_faster_than_the_pace(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_shelf(tmp_path, clock, monkeypatch, sites(1, 3, 4)) as (library, web):
        # One look more a serial: "Part 1" of few may be a book with a list of its own.
        assert len(web.log) == 1 + 3 * 6
        for log in (list(web.log), (await look(library, web, clock, days=2)) and web.log):
            assert log
            assert all(later.at - earlier.at >= PACE_SECONDS for earlier, later in pairwise(log))


async def test_a_crawl_delay_is_kept(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_shelf(tmp_path, clock, monkeypatch, sites(1, 1, 3)) as (library, web):
        web.robots["host0.example"] = "User-agent: *\nCrawl-delay: 20\nDisallow: /0/5.html\n"
        site = replace(sites(1, 1, 5)[0][0])
        web.bodies |= {url: str(page.body) for url, page in site.pages().items()}
        (outcome,) = await look(library, web, clock, days=2)
        assert all(later.at - earlier.at >= 20 for earlier, later in pairwise(web.log))
        assert (outcome.new, outcome.fetched) == (2, 1)
        assert "robots.txt" in outcome.error
        assert not any(one.path == "/0/5.html" for one in web.log)


async def test_retry_after_is_kept(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_shelf(tmp_path, clock, monkeypatch, sites(2, 1, 3)) as (library, web):
        home = "http://host0.example/0/"
        date = (clock.now() + timedelta(days=0.5, seconds=40)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        that_date = int(clock.seconds + 0.5 * DAY_SECONDS + 40)  # a date has no fractions
        for wait, until in (("30", 0.0), (date, that_date)):
            web.statuses[home] = [(429, {"Retry-After": wait})]
            outcomes = await look(library, web, clock, days=0.25)
            assert [one.error for one in outcomes] == ["", ""]
            asked = [one.at for one in web.log if one.path == "/0/" and one.host == "host0.example"]
            assert len(asked) == 2
            assert asked[1] >= (until or asked[0] + 30)
            assert asked[1] > asked[0] + 5
        # More than anybody would wait for now: told, and not asked again in this run.
        web.statuses[home] = [(429, {"Retry-After": "7200"})]
        first, second = await look(library, web, clock, days=0.25)
        assert "left alone for 2 hours" in first.hint
        assert second.error == ""
        assert len([one for one in web.log if one.host == "host0.example"]) == 1

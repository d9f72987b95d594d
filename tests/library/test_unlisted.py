"""Serials of whose pages only the episodes were archived."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.errors import HttpStatus, Unreachable
from reader.library import following, lists, refreshing, rescuing
from reader.model import Discovered, SourceKind
from reader.web.archive import Archive
from tests.library.fakes import FakeWeb, Page, a_library
from tests.scenarios.sites import Site, archived, numbered, prose

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Fetch, Resource
    from reader.web.protocol import Web


async def no_sleep(_: float) -> None:
    return None


def patient(web: Web) -> Archive:
    return Archive(web, clock=lambda: 0.0, sleep=no_sleep)


@pytest.fixture(autouse=True)
def _no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = rescuing.discover_archived.__defaults__ or ()
    monkeypatch.setattr(rescuing.discover_archived, "__defaults__", (*defaults[:-1], patient))


class DeadHost(FakeWeb):
    """Only the archive answers."""

    async def fetch(self, fetch: Fetch) -> Resource:
        if "archive.org" not in fetch.url:
            raise Unreachable("its host is unknown", subject=fetch.url, hint="Check the spelling.")
        return await super().fetch(fetch)


def pages_of(site: Site, *, linked: bool) -> dict[str, Page]:
    """The episodes' pages alone, each with a link to the next and the one before where ``linked``."""
    out: dict[str, Page] = {}
    for at, part in enumerate(site.parts):
        near = [("Next part", at + 1), ("Previous part", at - 1)] if linked else []
        links = "".join(
            f"<a href='{site.permalink(site.parts[other])}'>{text}</a> "
            for text, other in near
            if 0 <= other < len(site.parts)
        )
        out[site.url(part)] = Page(
            f"<html lang=en><head><title>{part.title} | River tales</title></head><body><h1>{part.title}</h1>"
            f"{part.body or prose(part.identity)}<p>{links}</p></body></html>"
        )
    return out


def discover(folder: Path, captures: dict[str, Page], url: str) -> tuple[Discovered, DeadHost, int]:
    """What is found, and how many of its texts then are saved."""
    web = DeadHost()
    archived(web, captures)
    with a_library(folder, web) as library:
        found = asyncio.run(following.discover(library, url, archive=True))
        assert isinstance(found, Discovered)
        following.follow(library, found)
        asyncio.run(refreshing.fetch_missing(library, 1))
        report = asyncio.run(rescuing.rescue(library, 1, archive_of=patient))
        saved = sum(one.saved for one in lists.episodes(library, 1))
        assert saved == report.saved
        # It is not looked at for news: nobody is asked.
        web.asked.clear()
        (outcome,) = asyncio.run(refreshing.update(library, [1]))
        assert outcome.error == ""
        assert web.asked == []
    return found, web, saved


NOISE = {
    "http://oldpages.example/about.html": Page("<h1>About</h1><p>I write by the river since 2003.</p>"),
    "http://oldpages.example/tales/style.css": Page("p { color: red }"),
    "http://oldpages.example/tales/category/river/": Page("<h1>River</h1><p>All posts about the river.</p>"),
    "http://oldpages.example/tales/?s=water": Page("<h1>Search</h1>"),
    "http://oldpages.example/tales/links.html": Page("<h1>Links</h1><ul><li><a href='http://e.example/'>E</a></ul>"),
}


@pytest.mark.parametrize("linked", [True, False])
def test_episodes_are_found_where_no_contents_page_was_archived(tmp_path: Path, *, linked: bool) -> None:
    site = Site(numbered(43), base="http://oldpages.example")
    found, _, saved = discover(tmp_path, pages_of(site, linked=linked) | NOISE, site.home)
    assert [one.title.partition(" | ")[0] for one in found.contents.episodes] == [part.title for part in site.parts]
    assert [one.number for one in found.contents.episodes] == [str(n) for n in range(1, 44)]
    assert [one.kind for one in found.contents.sources] == [SourceKind.ARCHIVE]
    assert "high water" in found.contents.title.lower()
    assert any("its contents page is not in the Wayback Machine" in one for one in found.warnings)
    assert saved == 43


def test_the_middle_alone_says_that_earlier_ones_may_be_missing(tmp_path: Path) -> None:
    site = Site(numbered(43), base="http://oldpages.example")
    kept = {site.url(part) for part in site.parts if 8 <= part.identity <= 30 and part.identity != 20}
    captures = {url: page for url, page in pages_of(site, linked=True).items() if url in kept}
    found, _, saved = discover(tmp_path, captures, site.home)
    assert [one.number for one in found.contents.episodes] == [str(n) for n in range(8, 31) if n != 20]
    told = " ".join(found.warnings)
    assert "number 8; earlier ones may be missing" in told
    assert "number 20" in told
    assert saved == 22


def test_more_than_one_look_can_read_are_named_by_their_addresses(tmp_path: Path) -> None:
    site = Site(
        numbered(150), base="http://oldpages.example", permalink=lambda part: f"/tales/chapter-{part.identity}.html"
    )
    found, _, saved = discover(tmp_path, pages_of(site, linked=False), site.home)
    assert [one.number for one in found.contents.episodes] == [str(n) for n in range(1, 151)]
    assert any("named by their addresses" in one for one in found.warnings)
    assert saved == 150


TITLES = (
    "The lamp",
    "A wet coat",
    "Salt",
    "Nobody rows",
    "The bell again",
    "Two keys",
    "What the miller saw",
    "Low tide",
)


def dated(month: int, title: str, identity: int) -> Page:
    return Page(
        f"<html lang=en><head><title>{title} | River tales</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2009-{month:02}-03T10:00:00Z'></head><body><article>"
        f"<h1>{title}</h1>{prose(identity)}</article></body></html>"
    )


def test_titles_without_numbers_stand_by_their_dates(tmp_path: Path) -> None:
    captures = {
        f"http://oldpages.example/2009/{month:02}/{title.lower().replace(' ', '-')}.html": dated(month, title, month)
        for month, title in zip((3, 1, 2, 7, 5, 4, 6, 8), TITLES, strict=True)
    }
    found, _, saved = discover(tmp_path, captures, "http://oldpages.example/")
    order = [one.title.partition(" | ")[0] for one in found.contents.episodes]
    months = dict(zip(TITLES, (3, 1, 2, 7, 5, 4, 6, 8), strict=True))
    assert order == sorted(TITLES, key=months.__getitem__)
    assert any("the order is that of" in one for one in found.warnings)
    assert saved == 8


def test_what_a_domain_s_next_owner_shows_is_passed_over(tmp_path: Path) -> None:
    site = Site(numbered(6), base="http://oldpages.example")
    web = DeadHost()
    captures = pages_of(site, linked=False)
    archived(web, captures)
    parked = Page("<html><body><h1>oldpages.example is for sale</h1></body></html>")
    answer = web.before
    assert answer is not None

    async def later_too(fetch: Fetch) -> None:
        await answer(fetch)
        if "/cdx/" in fetch.url and (page := web.pages[fetch.url]).body != "[]":
            body = str(page.body)[:-1]
            rows = "".join(f', ["{url}", "20230101000000", "parked"]' for url in captures)
            web.pages[fetch.url] = Page(f"{body}{rows}]", page.headers)

    web.before = later_too
    web.pages |= {f"https://web.archive.org/web/20230101000000id_/{url}": parked for url in captures}
    with a_library(tmp_path, web) as library:
        found = asyncio.run(following.discover(library, site.home, archive=True))
    assert isinstance(found, Discovered)
    assert len(found.contents.episodes) == 6
    assert not any("/20230101000000id_/" in url for url in web.urls)


@pytest.mark.parametrize(
    "captures",
    [
        {},
        {"http://oldpages.example/tales/1.html": Page("<h1>One</h1>")},
        {f"http://oldpages.example/tales/{n}.html": Page(f"<h1>Sign in</h1><p>{n}</p>") for n in range(5)},
    ],
)
def test_where_there_is_nothing_the_page_s_own_error_stands(tmp_path: Path, captures: dict[str, Page]) -> None:
    web = DeadHost()
    archived(web, captures)
    with a_library(tmp_path, web) as library, pytest.raises(Unreachable, match="its host is unknown"):
        asyncio.run(following.discover(library, "http://oldpages.example/tales/", archive=True))


def test_nothing_is_searched_for_where_the_site_is_there(tmp_path: Path) -> None:
    web = FakeWeb({"http://here.example/": Page(error=HttpStatus("a fault (500)", status=500))})
    with a_library(tmp_path, web) as library, pytest.raises(HttpStatus):
        asyncio.run(following.discover(library, "http://here.example/", archive=True))
    assert not any("archive.org" in url for url in web.urls)

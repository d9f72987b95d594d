"""A serial's site that changes as real ones do, and what has to be true of a library through all of it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.library import following, lists, reading, refreshing
from reader.model import Discovered, State
from reader.typeset.locate import locate
from tests.library.fakes import FakeWeb, Page, a_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.document import Document
    from reader.library.refreshing import Outcome
    from reader.library.shelf import Library
    from reader.model import Fetch, Progress

PEOPLE = ("the pilot", "a fiddler", "the miller", "her sister", "the notary", "a diver", "the ferryman", "old Anselm")
THINGS = ("a lantern", "the ledger", "two oars", "a brass key", "the map", "a violin case", "the bell", "a glass eye")
PLACES = ("by the sluice", "under the bridge", "at the mill", "on the slipway", "in the loft", "behind the chapel")


def prose(identity: int, lines: int = 7) -> str:
    """A text that no other episode has."""
    out = ""
    for line in range(lines):
        who, what = PEOPLE[(identity + line) % 8], THINGS[(identity * 3 + line) % 8]
        out += (
            f"<p>On the {identity * 10 + line}th evening {who} left {what} {PLACES[(identity + 2 * line) % 6]}, and"
            f" {identity + line} people had seen it before the {line + 2}nd bell. Nobody in house"
            f" {identity * 7 + line} would say whose it was, or why the water stood so high.</p>"
        )
    return out


@dataclass(frozen=True)
class Part:
    """An episode as the author knows it; ``identity`` never changes."""

    identity: int
    title: str
    body: str = ""
    section: str = ""


@dataclass
class Site:
    """A blog with a contents page."""

    parts: list[Part]
    base: str = "http://river.example"
    permalink: Callable[[Part], str] = lambda part: f"/tales/{part.identity}.html"
    contents: str = "/tales/"
    extra: dict[str, Page] = field(default_factory=dict)

    @property
    def home(self) -> str:
        return self.base + self.contents

    def url(self, part: Part) -> str:
        return self.base + self.permalink(part)

    def pages(self) -> dict[str, Page]:
        """Everything that the site answers, with validators."""
        rows, section = "", ""
        for part in self.parts:
            if part.section != section:
                section = part.section
                rows += f"</ul><h2>{section}</h2><ul>"
            rows += f"<li><a href='{self.permalink(part)}'>{part.title}</a></li>"
        answers = {self.home: self._page("The high water", f"<h1>The high water</h1><ul>{rows}</ul>")}
        for part in self.parts:
            body = part.body or prose(part.identity)
            answers[self.url(part)] = self._page(part.title, f"<article><h1>{part.title}</h1>{body}</article>")
        return {url: _with_etag(one) for url, one in answers.items()} | self.extra

    def _page(self, title: str, main: str) -> Page:
        return Page(
            f"<!DOCTYPE html><html lang=en><head><title>{title} | River tales</title></head><body><header>"
            f"<a href='/'>River tales</a> <a href='/about'>About</a></header><main>{main}</main>"
            "<footer>Written by the water since 2003</footer></body></html>"
        )


def _with_etag(page: Page) -> Page:
    return replace(page, headers={"etag": f'"{hash(page.body)}"'})


def numbered(count: int, first: int = 1) -> list[Part]:
    return [Part(n, f"The high water, part {n}") for n in range(first, first + count)]


class Reader:
    """Somebody who follows the serial: five parts read, the sixth half read."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.site = site
        self.web = FakeWeb(site.pages())
        self.library: Library = a_library(folder, self.web)
        found = asyncio.run(following.discover(self.library, site.home))
        assert isinstance(found, Discovered), found
        following.follow(self.library, found)
        asyncio.run(refreshing.fetch_missing(self.library, 1))
        rows = lists.episodes(self.library, 1)
        assert [one.title for one in rows] == [part.title for part in site.parts], found.evidence
        assert all(one.saved for one in rows)
        self.identities = {one.id: part.identity for one, part in zip(rows, site.parts, strict=True)}
        reading.mark(self.library, [one.id for one in rows[:5]], State.READ)
        text = reading.document(self.library, rows[5].id)
        reading.keep_place(self.library, rows[5].id, locate(text, len(text.blocks) // 2, 10), 0.5)
        self.texts: dict[int, Document] = {one.id: reading.document(self.library, one.id) for one in rows}
        self.places: dict[int, Progress] = {one.id: reading.place(self.library, one.id) for one in rows}

    def look(self) -> Outcome:
        """A week later the site is as it is now, and Tsuzuki looks."""
        self.library.now.turn(days=7)  # type: ignore[attr-defined]
        self.web.pages = self.site.pages() | {url: one for url, one in self.web.pages.items() if "archive.org" in url}
        self.web.asked.clear()
        (outcome,) = asyncio.run(refreshing.update(self.library, [1]))
        self.is_whole()
        return outcome

    def is_whole(self) -> None:
        """Every row, mark, place and text that there was is there; no row became another episode."""
        rows = {one.id: one for one in lists.episodes(self.library, 1)}
        assert rows.keys() >= self.texts.keys()
        assert sorted(one.position for one in rows.values()) == list(range(1, len(rows) + 1))
        for number, text in self.texts.items():
            kept = self.library.store.texts.revisions(number)
            assert text in [self.library.store.texts.revision(one.id) for one in kept]
            assert rows[number].saved
            assert reading.place(self.library, number) == self.places[number]
        assert self.library.store.log.adds_up() == []

    def titles(self) -> list[str]:
        return [one.title for one in lists.episodes(self.library, 1)]

    def joined(self) -> dict[str, int]:
        """The identity that each row known from the beginning has, by the address that it has now."""
        return {
            one.url: self.identities[one.id]
            for one in lists.episodes(self.library, 1)
            if one.id in self.identities and not one.gone
        }

    def close(self) -> None:
        self.library.close()


def archived(web: FakeWeb, captures: dict[str, Page], timestamp: str = "20150304050607") -> None:
    """Let the Wayback Machine hold these pages."""
    for url, page in captures.items():
        web.pages[f"https://web.archive.org/web/{timestamp}id_/{url}"] = page

    async def answer(fetch: Fetch) -> None:
        if "/cdx/" in fetch.url:
            asked = fetch.url.partition("url=")[2].partition("&")[0]
            prefix = "matchType=prefix" in fetch.url
            rows = [
                [url, timestamp, f"digest of {url}"]
                for url in captures
                if (url.partition("://")[2].startswith(asked) if prefix else url.endswith(asked.partition("://")[2]))
            ]
            body = json.dumps([["original", "timestamp", "digest"], *rows] if rows else [])
            web.pages[fetch.url] = Page(body, {"content-type": "application/json"})

    web.before = answer


LOGIN = Page(
    "<html><head><title>Sign in</title></head><body><main><form action='/login' method=post><h1>Sign in</h1>"
    "<label>Name <input name=user></label><label>Password <input type=password name=password></label>"
    "<button>Sign in</button></form></main></body></html>"
)

"""A web in memory, a worker without processes, and a library over them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from reader.errors import HttpStatus, TsuzukiError
from reader.files import Folders
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, Resource, Source, SourceKind, TableOfContents
from reader.settings import Settings
from reader.worker import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from reader.model import Fetch

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HOME = "https://tales.example/"


@dataclass
class Page:
    """What an address answers: a body, a failure, or what a call makes of the fetch."""

    body: str | bytes = ""
    headers: dict[str, str] = field(default_factory=dict)
    error: TsuzukiError | None = None
    final_url: str = ""
    permanent: bool = False
    cut: bool = False


class FakeWeb:
    """Pages by address, without fragment; every fetch is kept in ``asked``."""

    def __init__(self, pages: dict[str, Page] | None = None) -> None:
        self.pages = pages or {}
        self.asked: list[Fetch] = []
        self.allowed: set[str] = set()
        self.before: Callable[[Fetch], Any] | None = None

    def __call__(self, allow: Collection[str]) -> Self:
        self.allowed = set(allow)
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def fetch(self, fetch: Fetch) -> Resource:
        self.asked.append(fetch)
        if self.before:
            await self.before(fetch)
        page = self.pages.get(fetch.url)
        if page is None:
            raise HttpStatus("there is no such page (404)", subject=fetch.url, hint="Check the address.", status=404)
        if page.error:
            raise page.error
        body = page.body.encode() if isinstance(page.body, str) else page.body
        headers = {"content-type": "text/html; charset=utf-8", **page.headers}
        status = 304 if fetch.etag and fetch.etag == headers.get("etag") else 200
        return Resource(
            url=fetch.url,
            final_url=page.final_url or fetch.url,
            status=status,
            headers=headers,
            body=b"" if status == 304 else body,
            fetched_at=NOW,
            redirects=(fetch.url,) if page.final_url else (),
            permanent=page.permanent,
            cut=page.cut,
        )

    @property
    def urls(self) -> list[str]:
        return [one.url for one in self.asked]


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def turn(self, **by: float) -> None:
        self.time += timedelta(**by)


def a_library(folder: Path, web: FakeWeb | None = None, worker: Any = None) -> Library:
    folders = Folders(data=folder, config=folder / "settings.toml")
    made = worker or InProcess()
    return Library.open(folders, Settings(), now=Clock(), web=web or FakeWeb(), worker=lambda: made)


def prose(part: int) -> str:
    return "\n".join(
        f"<p>On day {part} the ferry left the pier at {hour} o'clock, and the woman with the red umbrella was not on"
        f" it; the {part + hour}th passenger said that nobody had seen her since the storm.</p>"
        for hour in range(5, 11)
    )


def page(part: int, body: str = "") -> Page:
    return Page(
        f"<html lang=en><head><title>Part {part} | The ferry</title></head><body><header><a href='/'>Tales</a>"
        f"<a href='/about'>About</a></header><main><article><h1>Part {part}</h1>{body or prose(part)}</article></main>"
        "<footer>All rights reserved by the ferry company</footer></body></html>"
    )


def found(part: int, /, **more: Any) -> FoundEpisode:
    return replace(FoundEpisode(f"{HOME}{part}", f"Part {part}", str(part)), **more)


def discovered(*episodes: FoundEpisode, **more: Any) -> Discovered:
    title = more.pop("title", "The ferry")
    values = {"language": "en", "sources": (Source(SourceKind.INDEX, HOME),), **more}
    return Discovered(TableOfContents(HOME, title, episodes, **values))


FIVE = [found(n) for n in range(1, 6)]


def five_pages() -> dict[str, Page]:
    return {one.url: page(int(one.number or 0)) for one in FIVE}

"""Images: fetched only where they are wanted, bounded, kept once, asked for once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import HttpStatus, NotAsked, Unreachable
from reader.library import imaging
from reader.library.books import export_epub
from reader.library.imaging import fetch_images
from reader.model import Origin, Purpose
from reader.settings import Fetching
from tests.library.fakes import NOW, FakeWeb, Page
from tests.pictures.samples import picture
from tests.store.shelves import a_serial
from tests.tui import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.library.shelf import Library

ONE, TWO, ELSE = "https://tales.example/1.png", "https://tales.example/2.jpg", "https://images.example/3.webp"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One serial of three episodes; images are wanted."""
    wanted = replace(samples.settings(), fetch=Fetching(images=True))
    with samples.open_library(tmp_path, wanted) as opened:
        a_serial(opened.store, 3)
        yield opened


def save(library: Library, episode: int, *addresses: str) -> None:
    blocks = [Block(Role.PARAGRAPH, f"The text of {episode}.")]
    blocks += [Block(Role.IMAGE, "a map", source=address) for address in addresses]
    library.store.texts.save(episode, Document(tuple(blocks)), origin=Origin.LIVE, url=ONE, fetched_at=NOW)


def web() -> FakeWeb:
    pages = {ONE: Page(picture()), TWO: Page(picture(kind="JPEG")), ELSE: Page(picture(kind="WEBP"))}
    return FakeWeb(pages)


async def test_images_of_saved_texts_are_fetched_once(library: Library) -> None:
    save(library, 1, ONE, ELSE, ONE)
    save(library, 2, ONE, TWO)
    asked = web()
    assert await fetch_images(library, 1, asked) == 4
    assert [fetch.url for fetch in asked.asked] == [ONE, ELSE, ONE, TWO]
    assert {fetch.purpose for fetch in asked.asked} == {Purpose.IMAGE}
    assert library.store.images.sizes(1) == {ONE: (64, 32), ELSE: (64, 32)}
    assert library.store.images.body(2, TWO) == picture(kind="JPEG")
    assert library.store.images.body(3, TWO) is None
    assert await fetch_images(library, 1, web()) == 0
    rows = library.store.database.rows("SELECT count(*) FROM image")
    assert rows == [(3,)]


async def test_nothing_is_fetched_that_is_not_wanted(library: Library) -> None:
    save(library, 1, "data:image/png;base64,AAAA", "file:///etc/passwd", "ftp://x.example/1.png", "")
    asked = web()
    assert await fetch_images(library, 1, asked) == 0
    save(library, 2, ONE)
    library.settings = samples.settings()
    assert await fetch_images(library, 1, asked) == 0
    assert asked.asked == []


async def test_bounds_hold(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imaging, "MOST_IMAGES", 2)
    save(library, 1, ONE, TWO, ELSE)
    asked = web()
    assert await fetch_images(library, 1, asked) == 2
    monkeypatch.setattr(imaging, "MOST_BYTES", 10)
    save(library, 2, ONE, TWO)
    assert await fetch_images(library, 1, asked) == 1


async def test_what_fails_takes_nothing_with_it_and_is_not_asked_for_again(library: Library) -> None:
    gone, page, cut = (f"https://tales.example/{name}" for name in ("gone", "page", "cut"))
    save(library, 1, gone, page, cut, ONE)
    asked = web()
    asked.pages[page] = Page("<html>no picture</html>")
    asked.pages[cut] = Page(picture(), cut=True)
    assert await fetch_images(library, 1, asked) == 1
    assert set(library.store.images.sizes(1)) == {ONE}
    assert library.store.images.known(1) == {gone, page, cut, ONE}
    library.store.images.failed(1, ONE, "gone later", NOW)
    assert set(library.store.images.sizes(1)) == {ONE}
    asked.asked.clear()
    await fetch_images(library, 1, asked)
    assert asked.asked == []


async def test_a_host_that_is_silent_is_left_for_the_next_time(library: Library) -> None:
    save(library, 1, ELSE, ONE)
    save(library, 2, ELSE, TWO)
    asked = web()
    asked.pages[ELSE] = Page(error=Unreachable("does not answer", subject=ELSE))
    assert await fetch_images(library, 1, asked) == 2
    assert [fetch.url for fetch in asked.asked].count(ELSE) == 1
    assert await fetch_images(library, 1, web()) == 2
    offline = web()
    offline.pages[ELSE] = Page(error=NotAsked("offline", subject=ELSE))
    save(library, 3, ELSE, ONE)
    assert await fetch_images(library, 1, offline) == 0
    assert len(offline.asked) == 1


async def test_a_new_text_is_looked_at_again(library: Library) -> None:
    save(library, 1, ONE)
    await fetch_images(library, 1, web())
    save(library, 1, ONE, TWO)
    asked = web()
    asked.pages[TWO] = Page(error=HttpStatus("no such page", subject=TWO, status=404))
    await fetch_images(library, 1, asked)
    assert [fetch.url for fetch in asked.asked] == [TWO]


async def test_a_book_takes_them_along(library: Library) -> None:
    save(library, 1, ONE)
    bare = export_epub(library, 1)
    await fetch_images(library, 1, web())
    assert picture() in export_epub(library, 1) or len(export_epub(library, 1)) > len(bare)
    assert export_epub(library, 1, pictures={}) == bare

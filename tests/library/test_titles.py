"""Titles that a list cuts to a number: learnt from the pages, kept through updates, given up for a source's own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library import following, lists, refreshing
from reader.update import Leave, decide

from .fakes import HOME, NOW, FakeWeb, Page, a_library, discovered, found, prose

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import FoundEpisode

NAMES = ("The pier", "The red umbrella", "A storm", "The seventh passenger")
BARE = [replace(found(n), title=str(n)) for n in range(1, 5)]


def shown(part: int, title: str) -> Page:
    return Page(
        f"<html lang=en><head><title>{title} | Tales</title><meta property=og:site_name content=Tales></head><body>"
        f"<main><article><h1>{title}</h1>{prose(part)}</article></main></body></html>"
    )


def a_web() -> FakeWeb:
    return FakeWeb({one.url: shown(n, f"Chapter {n}: {NAMES[n - 1]}") for n, one in enumerate(BARE, 1)})


def titles(library: Library) -> list[str]:
    return [one.title for one in lists.episodes(library, 1)]


def updated(library: Library, *listed: FoundEpisode) -> list[str]:
    """Apply what the source lists now; the kinds of what was decided."""
    intents = decide(library.store.episodes.known(1), discovered(*listed).contents)
    library.store.changes.apply(1, intents, NOW)
    return [type(one).__name__ for one in intents if not isinstance(one, Leave)]


def test_pages_give_the_titles_and_an_update_leaves_them(tmp_path: Path) -> None:
    with a_library(tmp_path, a_web()) as library:
        following.follow(library, discovered(*BARE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        learnt = [f"Chapter {n}: {name}" for n, name in enumerate(NAMES, 1)]
        assert titles(library) == learnt
        assert [one.title for one in library.store.episodes.known(1)] == ["1", "2", "3", "4"]
        assert updated(library, *BARE) == []
        assert titles(library) == learnt
        # The list spells its numbers another way: no word of ours is lost.
        assert updated(library, *(replace(one, title=f"Chapter {one.title}") for one in BARE)) == ["Revise"] * 4
        assert titles(library) == learnt
        assert updated(library, *(replace(one, title=f"Chapter {one.title}") for one in BARE)) == []


def test_a_title_that_the_source_gives_is_the_sources_again(tmp_path: Path) -> None:
    with a_library(tmp_path, a_web()) as library:
        following.follow(library, discovered(*BARE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        named = replace(BARE[1], title="2. The green umbrella")
        assert updated(library, BARE[0], named, *BARE[2:]) == ["Revise"]
        assert titles(library)[1] == "2. The green umbrella"
        assert library.store.episodes.known(1)[1].title == "2. The green umbrella"


def test_one_text_at_a_time_teaches_as_much(tmp_path: Path) -> None:
    with a_library(tmp_path, a_web()) as library:
        following.follow(library, discovered(*BARE))
        rows = lists.episodes(library, 1)
        asyncio.run(refreshing.fetch_missing(library, 1, only=[rows[2].id]))
        assert titles(library) == ["1", "2", "3", "4"]
        asyncio.run(refreshing.fetch_missing(library, 1, only=[rows[0].id]))
        assert titles(library) == ["Chapter 1: The pier", "2", "Chapter 3: A storm", "4"]
        asyncio.run(refreshing.fetch_missing(library, 1, only=[rows[3].id]))
        assert titles(library)[3] == "Chapter 4: The seventh passenger"


def test_a_good_title_stays_whatever_the_page_is_called(tmp_path: Path) -> None:
    good = [replace(one, title=f"{n}: {NAMES[n - 1]}") for n, one in enumerate(BARE, 1)]
    web = FakeWeb({one.url: shown(n, f"Chapter {n} of our famous tale, no. {n * n}") for n, one in enumerate(BARE, 1)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*good))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert titles(library) == [one.title for one in good]


def test_parts_of_one_page_keep_their_titles(tmp_path: Path) -> None:
    parts = [replace(one, url=f"{HOME}all#p{n}") for n, one in enumerate(BARE[:2], 1)]
    body = "".join(f"<h2 id=p{n}>{n}</h2>{prose(n)}" for n in (1, 2))
    page = Page(f"<html><head><title>1 and all: The pier</title></head><body><main>{body}</main></body></html>")
    with a_library(tmp_path, FakeWeb({f"{HOME}all": page})) as library:
        following.follow(library, discovered(*parts))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert titles(library) == ["1", "2"]
        assert library.store.episodes.shown(1) == []


def test_the_serials_name_is_no_part_of_a_title_even_where_the_reader_renamed_it(tmp_path: Path) -> None:
    web = FakeWeb({one.url: shown(n, f"The ferry {n} {NAMES[n - 1]}") for n, one in enumerate(BARE, 1)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*BARE))
        lists.rename(library, 1, "My boat book")
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert titles(library) == [f"{n} {name}" for n, name in enumerate(NAMES, 1)]


def test_other_machines_hear_what_the_source_lists(tmp_path: Path) -> None:
    with a_library(tmp_path, a_web()) as library:
        following.follow(library, discovered(*BARE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert [facts.title for _, _, facts in library.store.devices.episodes()] == ["1", "2", "3", "4"]

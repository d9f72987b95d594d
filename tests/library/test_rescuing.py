"""Lost episodes, and what the archive has of them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.errors import HttpStatus, Unreachable, UsageError
from reader.library import following, lists, reading, refreshing, rescuing
from reader.model import Origin, State
from reader.settings import Fetching, Settings
from reader.web.archive import Archive

from .fakes import FIVE, HOME, FakeWeb, Page, a_library, discovered, found, page

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.refreshing import Fetched, FetchReport
    from reader.library.shelf import Library
    from reader.model import Fetch
    from reader.web.protocol import Web

THEN, LATER = "20100105120000", "20180105120000"
PARKED = Page("<html><body><h1>For sale</h1><p>Buy this domain now.</p></body></html>")


async def no_sleep(_: float) -> None:
    return None


def patient(web: Web) -> Archive:
    return Archive(web, clock=lambda: 0.0, sleep=no_sleep)


class ArchiveWeb(FakeWeb):
    """Dead hosts, and an archive with the given captures: (address, timestamp) to page."""

    def __init__(self, captures: dict[tuple[str, str], Page]) -> None:
        super().__init__()
        rows = [["original", "timestamp", "digest"], *[[url, at, f"{url}{at}"] for url, at in captures]]
        self.rows = json.dumps(rows)
        for (url, at), one in captures.items():
            self.pages[f"https://web.archive.org/web/{at}id_/{url}"] = one
        self.before = self.answer_searches

    async def answer_searches(self, fetch: Fetch) -> None:
        if "/cdx/" in fetch.url:
            self.pages[fetch.url] = Page(self.rows, {"content-type": "application/json"})


def rescue(library: Library, **more: object) -> FetchReport:
    return asyncio.run(rescuing.rescue(library, 1, archive_of=patient, **more))  # type: ignore[arg-type]


def captures(*parts: int) -> dict[tuple[str, str], Page]:
    return {(found(part).url, THEN): page(part) for part in parts}


def test_all_lost_episodes_come_back_with_their_date(tmp_path: Path) -> None:
    web = ArchiveWeb(captures(1, 2, 3, 4, 5))
    told: list[Fetched] = []
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        reading.mark(library, [lists.episodes(library, 1)[0].id], State.READ)
        web.asked.clear()
        report = rescue(library, watch=told.append)
        assert (report.saved, report.failures) == (5, ())
        assert [(one.done, one.total) for one in told] == [(n, 5) for n in range(1, 6)]
        assert len([url for url in web.urls if "/cdx/" in url]) == 1
        episodes = lists.episodes(library, 1)
        assert [one.origin for one in episodes] == [Origin.ARCHIVE] * 5
        assert [one.missing for one in episodes] == [""] * 5
        assert episodes[0].state is State.READ
        revision = library.store.texts.revisions(episodes[0].id)[0]
        assert revision.dated == datetime(2010, 1, 5, 12, tzinfo=UTC)
        assert "On day 3" in reading.document(library, episodes[2].id).paragraphs()[0]
        assert rescue(library).saved == 0


def test_a_parked_domain_s_copy_is_no_episode(tmp_path: Path) -> None:
    published = datetime(2018, 1, 1, tzinfo=UTC)
    parked = {(found(part).url, LATER): PARKED for part in (4, 5)}
    web = ArchiveWeb(captures(1, 2, 3, 5) | parked)
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*[replace(one, published=published) for one in FIVE]))
        asyncio.run(refreshing.fetch_missing(library, 1))
        before = lists.episodes(library, 1)[3].missing
        report = rescue(library)
        assert [(one.position, one.saved) for one in lists.episodes(library, 1)] == [
            (1, True),
            (2, True),
            (3, True),
            (4, False),
            (5, True),
        ]
        assert [one.url for one in report.failures] == [found(4).url]
        assert lists.episodes(library, 1)[3].missing == before


def test_without_a_copy_it_says_so(tmp_path: Path) -> None:
    web = ArchiveWeb(captures(1, 2, 3))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        report = rescue(library)
        assert report.saved == 3
        assert [one.error for one in report.failures] == [
            f"{found(part).url}: the Wayback Machine has no copy" for part in (4, 5)
        ]


def test_nothing_missing_asks_nothing(tmp_path: Path) -> None:
    web = FakeWeb({one.url: page(int(one.number or 0)) for one in FIVE})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        web.asked.clear()
        assert rescue(library).saved == 0
        assert web.asked == []


def test_the_settings_may_forbid_it(tmp_path: Path) -> None:
    web = ArchiveWeb(captures(1))
    with a_library(tmp_path, web) as library:
        library.settings = Settings(fetch=Fetching(archive="never"))
        following.follow(library, discovered(*FIVE))
        with pytest.raises(UsageError, match="never asked"):
            rescue(library)
        assert web.asked == []


def test_an_archive_out_of_reach_is_told(tmp_path: Path) -> None:
    with a_library(tmp_path, FakeWeb()) as library:
        following.follow(library, discovered(*FIVE))
        with pytest.raises(HttpStatus):
            rescue(library)


# --- an update that looks by itself ------------------------------------------------------------------------------


def listed(*, gone: tuple[int, ...], archived: tuple[int, ...]) -> ArchiveWeb:
    """A living site whose list has five parts, the pages of some of which are gone."""
    web = ArchiveWeb(captures(*archived))
    rows = "".join(f"<li><a href='{one.url}'>{one.title}</a></li>" for one in FIVE)
    web.pages[HOME] = Page(f"<html><head><title>The ferry</title></head><body><ul>{rows}</ul></body></html>")
    web.pages |= {found(part).url: page(part) for part in range(1, 6) if part not in gone}
    return web


def update(library: Library, archive: str) -> refreshing.Outcome:
    library.settings = Settings(fetch=Fetching(archive=archive))  # type: ignore[arg-type]
    (outcome,) = asyncio.run(refreshing.update(library, [1], archive_of=patient))
    return outcome


def asked_of_archive(web: FakeWeb) -> int:
    return len([url for url in web.urls if "archive.org" in url])


def test_an_update_rescues_where_the_settings_always_want_it(tmp_path: Path) -> None:
    web = listed(gone=(3, 4, 5), archived=(3, 4))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        outcome = update(library, "always")
        assert (outcome.fetched, outcome.rescued, outcome.lost) == (2, 2, 1)
        assert outcome.error == f"{found(5).url}: the Wayback Machine has no copy"
        assert [one.origin for one in lists.episodes(library, 1)[:4]] == [
            Origin.LIVE,
            Origin.LIVE,
            Origin.ARCHIVE,
            Origin.ARCHIVE,
        ]
        # What it does not have is asked for as seldom as the page itself.
        for _ in range(3):
            update(library, "always")
        web.asked.clear()
        assert update(library, "always") == refreshing.Outcome(1, "The ferry")
        assert asked_of_archive(web) == 0


@pytest.mark.parametrize("archive", ["ask", "never"])
def test_an_update_asks_no_archive_by_itself(tmp_path: Path, archive: str) -> None:
    web = listed(gone=(3, 4, 5), archived=(3, 4))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        outcome = update(library, archive)
        assert (outcome.fetched, outcome.rescued, outcome.lost) == (2, 0, 3)
        assert "and 2 more" in outcome.error
        assert asked_of_archive(web) == 0


def test_a_host_that_is_silent_today_is_not_rescued_from(tmp_path: Path) -> None:
    web = listed(gone=(), archived=(3, 4))
    web.pages |= {one.url: Page(error=Unreachable("its host refuses", subject=one.url)) for one in FIVE}
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        outcome = update(library, "always")
        assert (outcome.rescued, outcome.lost) == (0, 0)
        assert asked_of_archive(web) == 0


def test_an_update_says_where_the_archive_cannot_be_asked(tmp_path: Path) -> None:
    web = listed(gone=(5,), archived=())
    web.before = None
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        outcome = update(library, "always")
        assert (outcome.fetched, outcome.rescued, outcome.lost) == (4, 0, 1)
        assert "the Wayback Machine cannot be asked" in outcome.error


def test_an_update_rescues_a_minute_s_worth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "RESCUED_AT_ONCE", 2)
    web = listed(gone=(2, 3, 4, 5), archived=(2, 3, 4, 5))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        assert [(one.rescued, one.lost) for one in (update(library, "always"), update(library, "always"))] == [
            (2, 2),
            (2, 0),
        ]

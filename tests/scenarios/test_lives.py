"""What happens to serials on the web, told as a week in the life of a reader who follows one.

Each story ends with every mark, text and place as it was, and with one line for the reader where something is wrong.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import HttpStatus, Throttled, Unreachable
from reader.library import following, lists, reading, refreshing, rescuing
from reader.model import Discovered, Origin, SourceKind, State, Status
from reader.web.archive import Archive
from tests.library.fakes import FakeWeb, Page, a_library
from tests.scenarios.sites import LOGIN, Part, Reader, Site, archived, numbered, prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.model import Fetch, Resource
    from reader.web.protocol import Web


@pytest.fixture
def following_one(tmp_path: Path) -> Iterator[Callable[[Site], Reader]]:
    readers: list[Reader] = []

    def make(site: Site) -> Reader:
        readers.append(Reader(tmp_path, site))
        return readers[-1]

    yield make
    for one in readers:
        one.close()


@pytest.fixture
def reader(following_one: Callable[[Site], Reader]) -> Reader:
    return following_one(Site(numbered(12)))


def test_nothing_happens(reader: Reader) -> None:
    reader.look()
    outcome = reader.look()
    assert (outcome.new, outcome.revised, outcome.fetched, outcome.error) == (0, 0, 0, "")
    assert len(reader.web.asked) == 1
    assert reader.web.asked[0].etag


def test_it_grows(reader: Reader) -> None:
    reader.site.parts += numbered(2, 13)
    outcome = reader.look()
    assert (outcome.new, outcome.fetched, outcome.error) == (2, 2, "")
    assert reader.titles()[-2:] == ["The high water, part 13", "The high water, part 14"]
    # What was saved is not fetched again.
    assert [one.url for one in reader.web.asked[1:]] == [reader.site.url(part) for part in reader.site.parts[12:]]


def test_one_is_inserted(reader: Reader) -> None:
    reader.site.parts.insert(4, Part(90, "Interlude: the bell"))
    outcome = reader.look()
    assert (outcome.new, outcome.withdrawn) == (1, 0)
    assert reader.titles()[3:6] == ["The high water, part 4", "Interlude: the bell", "The high water, part 5"]


def test_all_are_renumbered(reader: Reader) -> None:
    parts = [Part(91, "The high water, part 1"), *reader.site.parts]
    reader.site.parts = [replace(part, title=f"The high water, part {n}") for n, part in enumerate(parts, 1)]
    outcome = reader.look()
    assert (outcome.new, outcome.withdrawn, outcome.error) == (1, 0, "")
    assert reader.titles() == [f"The high water, part {n}" for n in range(1, 14)]
    states = [one.state for one in lists.episodes(reader.library, 1)]
    assert states[:7] == [State.UNREAD, *[State.READ] * 5, State.READING]


def test_a_season_begins_at_one_again(reader: Reader) -> None:
    first = [replace(part, section="First summer") for part in reader.site.parts]
    second = [Part(200 + n, f"The high water, part {n}", section="Second summer") for n in range(1, 6)]
    reader.site.parts = first + second
    outcome = reader.look()
    assert (outcome.new, outcome.withdrawn) == (5, 0)
    rows = lists.episodes(reader.library, 1)
    assert [one.state for one in rows[12:]] == [State.UNREAD] * 5
    assert reader.joined() == {reader.site.url(part): part.identity for part in first}


def test_one_is_taken_down(reader: Reader) -> None:
    gone = reader.site.parts.pop(2)
    outcome = reader.look()
    assert (outcome.withdrawn, outcome.error) == (1, "")
    row = lists.episodes(reader.library, 1)[2]
    assert (row.title, row.gone, row.saved, row.state) == (gone.title, True, True, State.READ)


@pytest.mark.parametrize("left", [0, 1, 2, 3, 7])
def test_it_shrinks_sharply(reader: Reader, left: int) -> None:
    reader.site.parts = reader.site.parts[12 - left :]
    outcome = reader.look()
    assert (outcome.new, outcome.withdrawn) == (0, 0)
    assert f"lists {left} episodes where it listed 12" in outcome.error
    assert outcome.hint.startswith("Nothing was changed")
    assert "\n" not in outcome.error
    assert not any(one.gone for one in lists.episodes(reader.library, 1))
    reader.site.parts = numbered(13)
    assert reader.look().new == 1


@pytest.mark.parametrize("page", [LOGIN, Page(error=HttpStatus("the site has no such page (404)", status=404))])
def test_a_login_page_or_nothing_stands_in_its_place(reader: Reader, page: Page) -> None:
    reader.site.extra = dict.fromkeys(reader.site.pages(), page)
    outcome = reader.look()
    assert outcome.error.startswith(reader.site.home)
    assert (outcome.new, outcome.withdrawn, outcome.revised) == (0, 0, 0)
    # The texts are asked for again only because the reader says so, and none is taken for a text.
    (outcome,) = asyncio.run(refreshing.update(reader.library, [1], texts=True))
    reader.is_whole()
    assert (outcome.edited, outcome.suspect) == (0, 12)
    assert all(one.suspect and one.saved for one in lists.episodes(reader.library, 1))


def test_one_is_edited(reader: Reader) -> None:
    part = reader.site.parts[5]
    reader.site.parts[5] = replace(part, body="<p>It begins earlier now.</p>" + prose(part.identity))
    (before,) = [one for one in lists.episodes(reader.library, 1) if one.state is State.READING]
    reader.look()
    reader.web.pages = reader.site.pages()
    (outcome,) = asyncio.run(refreshing.update(reader.library, [1], texts=True))
    reader.is_whole()
    assert (outcome.edited, outcome.suspect) == (1, 0)
    after = lists.episodes(reader.library, 1)[5]
    assert (after.id, after.changed) == (before.id, True)


def to_https(site: Site) -> None:
    site.base = "https://river.example"


def to_www(site: Site) -> None:
    site.base = "https://www.river.example"


def to_permalinks(site: Site) -> None:
    site.permalink = lambda part: f"/2019/0{part.identity % 9 + 1}/high-water-{part.identity}/"


def to_another_host(site: Site) -> None:
    site.base = "https://stories.example"


def to_another_host_and_permalinks(site: Site) -> None:
    to_another_host(site)
    to_permalinks(site)


@pytest.mark.parametrize(
    "move",
    [to_https, to_www, to_permalinks, to_another_host, to_another_host_and_permalinks],
    ids=lambda one: one.__name__,
)
def test_it_moves(reader: Reader, move: Callable[[Site], None]) -> None:
    old = reader.site.home
    move(reader.site)
    reader.site.parts.append(Part(13, "The high water, part 13"))
    if reader.site.home != old:
        page = reader.site.pages()[reader.site.home]
        reader.site.extra = {old: replace(page, final_url=reader.site.home, permanent=True)}
    outcome = reader.look()
    assert (outcome.new, outcome.withdrawn, outcome.error) == (1, 0, ""), reader.titles()
    assert reader.titles() == [part.title for part in reader.site.parts]
    assert reader.joined() == {reader.site.url(part): part.identity for part in reader.site.parts[:12]}
    assert outcome.fetched == 1
    again = reader.look()
    assert (again.new, again.revised, again.withdrawn, again.error) == (0, 0, 0, "")


def test_it_asks_for_patience(reader: Reader) -> None:
    reader.site.parts.append(Part(13, "The high water, part 13"))
    wait = Throttled("the site wants fewer requests (429)", status=429, hint="It asks to be left alone for 2 hours.")
    reader.site.extra = {reader.site.url(reader.site.parts[12]): Page(error=wait)}
    outcome = reader.look()
    assert (outcome.new, outcome.fetched) == (1, 0)
    assert outcome.hint == "It asks to be left alone for 2 hours."
    reader.site.extra = {}
    assert reader.look().fetched == 1


# --- the end of a host -------------------------------------------------------------------------------------------


async def no_sleep(_: float) -> None:
    return None


def patient(web: Web) -> Archive:
    return Archive(web, clock=lambda: 0.0, sleep=no_sleep)


class DeadHost(FakeWeb):
    """Only the archive answers."""

    async def fetch(self, fetch: Fetch) -> Resource:
        if "archive.org" not in fetch.url:
            self.asked.append(fetch)
            raise Unreachable("its host is unknown", subject=fetch.url, hint="Check the spelling.")
        return await super().fetch(fetch)


def test_it_dies_before_it_was_read_and_comes_back(tmp_path: Path) -> None:
    site = Site(numbered(43), base="http://oldpages.example")
    web = FakeWeb(site.pages())
    with a_library(tmp_path, web) as library:
        found = asyncio.run(following.discover(library, site.home))
        assert isinstance(found, Discovered)
        following.follow(library, found)
        reading.mark(library, [one.id for one in lists.episodes(library, 1)[:7]], State.READ)
        dead = DeadHost()
        archived(dead, site.pages())
        library.open_web = dead
        # A host that does not answer for an hour is not dead; one that nobody has reached for days is.
        for hours in (1, 1, 30, 30, 30, 30):
            assert asyncio.run(refreshing.fetch_missing(library, 1)).saved == 0
            assert not any(one.lost for one in lists.episodes(library, 1))
            library.now.turn(hours=hours)  # type: ignore[attr-defined]
        library.now.turn(days=14)  # type: ignore[attr-defined]
        assert asyncio.run(refreshing.fetch_missing(library, 1)).saved == 0
        assert all(one.lost for one in lists.episodes(library, 1))
        dead.asked.clear()
        report = asyncio.run(rescuing.rescue(library, 1, archive_of=patient))
        assert (report.saved, report.failures) == (43, ())
        rows = lists.episodes(library, 1)
        assert {one.origin for one in rows} == {Origin.ARCHIVE}
        assert [one.state for one in rows[:8]] == [State.READ] * 7 + [State.UNREAD]
        assert not any(one.lost for one in rows)
        # One search by folder, and one replay an episode.
        assert len([url for url in dead.urls if "/cdx/" in url]) == 1
        assert len(dead.urls) == 44


def test_it_lives_in_the_archive_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(numbered(43), base="http://oldpages.example")
    dead = DeadHost()
    archived(dead, site.pages())
    defaults = rescuing.discover_archived.__defaults__ or ()
    monkeypatch.setattr(rescuing.discover_archived, "__defaults__", (*defaults[:-1], patient))
    with a_library(tmp_path, dead) as library:
        with pytest.raises(Unreachable):
            asyncio.run(following.discover(library, site.home))
        assert not any("archive.org" in url for url in dead.urls)
        found = asyncio.run(following.discover(library, site.home, archive=True))
        assert isinstance(found, Discovered)
        assert len(found.contents.episodes) == 43
        assert "Wayback Machine" in found.warnings[-1]
        assert [one.kind for one in found.contents.sources] == [SourceKind.ARCHIVE]
        following.follow(library, found)
        # Its host did not answer a moment ago: it is not asked again at once, but the next time.
        dead.asked.clear()
        assert len(asyncio.run(refreshing.fetch_missing(library, 1)).failures) == 43
        assert dead.asked == []
        asyncio.run(refreshing.fetch_missing(library, 1, only=[1]))
        assert dead.urls == [lists.episodes(library, 1)[0].url]
        report = asyncio.run(rescuing.rescue(library, 1, archive_of=patient))
        assert (report.saved, report.failures) == (43, ())
        # A later look asks nobody.
        dead.asked.clear()
        (outcome,) = asyncio.run(refreshing.update(library, [1]))
        assert (outcome.error, dead.urls) == ("", [])
        assert lists.serials(library)[0].status in {Status.ONGOING, Status.COMPLETE}


def test_another_owner_s_page_stands_at_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(numbered(10), base="http://oldpages.example")
    parked = Page(
        "<html><head><title>oldpages.example</title></head><body><h1>This domain is for sale</h1></body></html>"
    )
    web = FakeWeb(dict.fromkeys(site.pages(), parked))
    archived(web, site.pages())
    defaults = rescuing.discover_archived.__defaults__ or ()
    monkeypatch.setattr(rescuing.discover_archived, "__defaults__", (*defaults[:-1], patient))
    with a_library(tmp_path, web) as library:
        found = asyncio.run(following.discover(library, site.home, archive=True))
        assert isinstance(found, Discovered)
        following.follow(library, found)
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert all(one.lost and not one.saved for one in lists.episodes(library, 1))
        assert asyncio.run(rescuing.rescue(library, 1, archive_of=patient)).saved == 10

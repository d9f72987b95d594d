"""From an episode to its serial: by the lists that its page names, the calendar, the chain, the site's map.

Owns the order in which ways up are tried, and what is taken from each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from reader.addresses import host
from reader.discover.archive import months, walk_calendar
from reader.discover.chain import of_role, steps, topics
from reader.discover.collect import collect, whole_lists
from reader.discover.facts import PageFacts, SitemapFacts
from reader.discover.follow import walk_chain
from reader.discover.hunt import LEAST, Found, Hunt, index_of, is_mixed, is_topic
from reader.discover.links import Listing, listings
from reader.discover.maps import found_on_map, pages_of
from reader.discover.paging import varies
from reader.discover.rows import many_hands, page_key
from reader.discover.select import Anchor, Serial, own_contents, serials_in, squeezed
from reader.discover.tables import ON_PAGE, found_in, settle
from reader.discover.unlinked import with_own
from reader.discover.verdicts import anchor_of, own_title
from reader.discover.volumes import volumes_above
from reader.discover.words import GENERIC_TOPICS, TOPIC_PATH, bare
from reader.model import Evidence, Purpose, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator

    from reader.discover.hunt import Route
    from reader.model import Fetch

    Finding = Generator[tuple[Fetch, ...], None, Found | None]

_UPS: Final = 8
_ARCHIVES: Final = 2
_TOPICS: Final = 6
_TABLES: Final = 2
_NAMED: Final = 3
_SIDES: Final = ("aside", "nav", "footer")
_ARCHIVE_WORTH: Final = -1.2
_HOME_WORTH: Final = 0.6
_PARENT_WORTH: Final = 0.7
_LINKED_PARENT_WORTH: Final = 0.75
_CALENDAR: Final = re.compile(r"/(?:19|20)\d\d(?:/|$)")
_ROOT_WORTH: Final = 0.5
_CONTENTS_WORTH: Final = 1.0


def from_episode(
    hunt: Hunt, page: PageFacts, *, title: str = "", sought: Serial | None = None, asked: str = ""
) -> Route:
    """The serial that holds the episode; ``sought`` are episodes known from elsewhere."""
    title = title or own_title(page)
    known = [row.title for row in sought.rows] if sought else [title]
    own = Anchor(anchor_of(page, asked).keys, frozenset(filter(None, map(squeezed, known))))
    hunt.note_page(page)
    here = [pair for pair in whole_lists(page, with_own(page, listings(page)), own) if pair[1].kind not in ON_PAGE]
    if here:
        result = yield from settle(hunt, page, here[:1], own)
        return result
    for url, name, pure in ways_up(page, title):
        if hunt.look.left <= 1:
            break
        found = yield from look_up(hunt, url, name, own, pure=pure)
        if found is not None and hunt.better(found) and found.sure:
            return hunt.finish(found)
        if not pure:
            found = yield from _by_archive_of(hunt, url, own)
            if found is not None and hunt.better(found) and found.sure:
                return hunt.finish(found)
    for way in (_by_calendar(hunt, page, own), _by_chain(hunt, page, title), _by_sitemap(hunt, page)):
        if hunt.best is not None and hunt.best.serial.whole:
            break
        found = yield from way
        if found is not None and hunt.better(found):
            return hunt.finish(found)
    return None


def ways_up(page: PageFacts, title: str) -> list[tuple[str, str, bool]]:
    """Addresses that may list the episodes, likeliest first: (address, name, whether it is a topic)."""
    found = steps(page)
    ups = [
        (step.trust + _CONTENTS_WORTH, step.url, "", bool(TOPIC_PATH.search(step.url)))
        for step in of_role(found, "contents")
    ]
    ups += [(topic.worth + _ROOT_WORTH, topic.url, topic.name, True) for topic in topics(page, title)[:_TOPICS]]
    ups += [(step.trust + _ARCHIVE_WORTH, step.url, "", False) for step in of_role(found, "archive")]
    ups += [(_HOME_WORTH, step.url, "", False) for step in of_role(found, "home")]
    ups += [(_LINKED_PARENT_WORTH, url, "", False) for url in _linked_folders(page)]
    ups.append((_ROOT_WORTH, urljoin(page.url, "/"), "", False))
    ups.append((_PARENT_WORTH, urljoin(page.url, ".." if page.url.endswith("/") else "."), "", False))
    ups.sort(key=lambda up: -up[0])
    ways = {page_key(url): (url, name, pure) for _, url, name, pure in reversed(ups) if url.startswith("http")}
    ways.pop(page_key(page.url), None)
    best = {page_key(url): None for _, url, _, _ in ups}
    return [ways[key] for key in best if key in ways][:_UPS]


def _linked_folders(page: PageFacts) -> list[str]:
    """Links to folders in which the page lies (its author's front on a shared host); not to days or months."""
    own = f"{page_key(page.url)}/"
    found = {page_key(link.url): link.url for link in page.links if not link.prose and link.url.startswith("http")}
    return [
        url
        for key, url in found.items()
        if "/" in key.rstrip("/") and own.startswith(f"{key}/") and f"{key}/" != own and not _CALENDAR.search(key)
    ]


def look_up(hunt: Hunt, url: str, name: str, own: Anchor, *, pure: bool) -> Finding:
    """What a page lists of the serial that holds the episode."""
    page = yield from hunt.look.page(url, "a page that may list the episodes")
    if page is None:
        return None
    tables = listings(page)
    lists = [pair for pair in whole_lists(page, tables, own) if pair[1].kind not in ON_PAGE]
    if lists:
        found = yield from found_in(hunt, page, lists[0], own)
        found.title = name or found.title
        hunt.note_page(page)
        return found
    if any(page_key(row.url) in own.keys for table in tables for row in table.rows):
        whole = yield from volumes_above(hunt, page, own)
        if whole is not None:
            return whole
    for listing in [table for table in tables if not (table.partial and table.region in _SIDES)][:_TABLES]:
        found_among = yield from _among(hunt, page, listing, name, own, pure=pure or is_topic(page))
        if found_among is not None:
            hunt.note_page(page)
            return found_among
    return None


def _among(hunt: Hunt, page: PageFacts, listing: Listing, name: str, own: Anchor, *, pure: bool) -> Finding:
    """The serial that holds the episode, among the posts of a list."""
    collected = yield from collect(hunt.look, page, listing)
    pure = pure and not many_hands(collected.rows)
    serials = serials_in(collected.rows, pure=pure, mixed=is_mixed(page, listing))
    holding = [serial for serial in serials if serial.holds(own)]
    if not holding and pure and any(page_key(row.url) in own.keys for row in collected.rows):
        others = {row.url for serial in serials for row in serial.rows}
        holding = [Serial(tuple(row for row in collected.rows if row.url not in others), name)]
    given = own_contents(page.url, collected.rows) if not holding else None
    if given and given.holds(own):
        holding = [given]
    if not holding:
        return None
    serial = holding[0]
    hunt.clues.listed += collected.rows
    pages = f", {collected.pages} pages" if collected.pages > 1 else ""
    how = " by the platform's interface" if collected.by_platform else ""
    why = (f"the topic {name}" if name else "a list of posts") + how + pages
    evidence = Evidence(page.url, len(collected.rows), len(serial.rows), why)
    topical = pure and len(serial.rows) >= LEAST and bare(name) not in GENERIC_TOPICS
    return Found(
        serial,
        page,
        evidence,
        index_of(page),
        name or serial.name,
        collected.cut,
        newest_first=True,
        sure=serial.whole or topical,
    )


def _by_archive_of(hunt: Hunt, url: str, own: Anchor) -> Finding:
    """The serial in the archive that a page above the episode links, where the episode itself links none."""
    page = yield from hunt.look.page(url)
    doors = of_role(steps(page), "contents", "archive") if page is not None else []
    for door in [step for step in doors if host(step.url) == host(url) and not hunt.look.known(step.url)][:_ARCHIVES]:
        if hunt.look.left <= 1:
            break
        found = yield from look_up(hunt, door.url, "", own, pure=False)
        if found is None or not found.serial.whole:
            archive = yield from hunt.look.page(door.url)
            by_date = (yield from _by_calendar(hunt, archive, own)) if archive is not None else None
            found = by_date or found
        if found is not None:
            return found
    return None


def _by_calendar(hunt: Hunt, page: PageFacts, own: Anchor) -> Finding:
    if not months(page):
        return None
    rows = yield from walk_calendar(hunt.look, page)
    holding = [serial for serial in serials_in(rows, mixed=True) if serial.holds(own)]
    if not holding:
        return None
    evidence = Evidence(page.url, len(rows), len(holding[0].rows), f"{len(months(page))} months of the archive")
    source = Source(SourceKind.ARCHIVE, page.url)
    return Found(holding[0], page, evidence, source, holding[0].name, sure=holding[0].whole)


def _by_chain(hunt: Hunt, page: PageFacts, title: str) -> Finding:
    chain = yield from walk_chain(hunt.look, page, title)
    if chain is None:
        return None
    if chain.unsure:
        named = ", ".join(chain.unsure[:_NAMED])
        hunt.clues.warnings.append(
            f"{len(chain.unsure)} pages of the chain carry no number and may not belong: {named}"
        )
    why = f"next and previous links, {chain.walked} pages walked"
    evidence = Evidence(page.url, chain.walked, len(chain.serial.rows), why)
    source = Source(SourceKind.CHAIN, chain.serial.rows[-1].url)
    return Found(chain.serial, page, evidence, source, chain.serial.name, chain.cut, sure=True)


def _by_sitemap(hunt: Hunt, page: PageFacts) -> Finding:
    """Pages of the site's map whose addresses differ from the episode's in one number."""
    answer = yield from hunt.look.one(urljoin(page.url, "/sitemap.xml"), Purpose.SITEMAP, "the site's map")
    if not isinstance(answer, SitemapFacts):
        return None
    listed = yield from pages_of(hunt.look, answer)
    kin = {page_key(url): url for url in (page.url, *(url for url in listed if varies(page.url, url)))}
    return found_on_map(hunt, answer.url, list(kin.values()), len(listed), page) if len(kin) >= LEAST else None

"""From pages that list nothing themselves: a front with a link or two, and feeds.

Owns what is tried behind a page's doors (contents, archive, first episode, the links in its text, its feeds) and what
a feed is good for: all of a serial, its newest part, or the way to its page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from reader.addresses import host
from reader.discover.chain import of_role, steps
from reader.discover.collect import whole_lists
from reader.discover.episode import from_episode
from reader.discover.facts import ApiFacts, FeedFacts, PageFacts, SitemapFacts
from reader.discover.hunt import LEAST, NOT_ALL, Found, Hunt
from reader.discover.links import listings
from reader.discover.maps import from_map
from reader.discover.naming import at_home
from reader.discover.posts import from_listing, widen
from reader.discover.rows import Row, joined, page_key
from reader.discover.select import Anchor, Serial, serials_in
from reader.discover.tables import ON_PAGE, Pair, buried, settle
from reader.discover.verdicts import choices, episode_likeness, own_title
from reader.discover.words import TOPIC_PATH
from reader.model import Discovered, Evidence, Purpose, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.clues import Clues
    from reader.discover.hunt import Route
    from reader.model import Feed, Fetch

_DOORS: Final = 7
_FEEDS: Final = 2
_FEED_PAGES: Final = 30
_RESERVE: Final = 3
_SAME: Final = 2
_FULL: Final = 5
"""Entries below which a feed holds all there is."""
_COUNTED: Final = {"wordpress": "{url}{mark}paged={number}", "ghost": "{base}/{number}/"}
"""Engines whose feeds have older pages that they do not link."""
_FEW: Final = 3
"""Links in a front's text up to which one of them may be the way in: "start reading"."""
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def from_doors(hunt: Hunt, page: PageFacts) -> Route:
    """The serial behind the links of a page."""
    doors = [step.url for step in of_role(steps(page), "contents", "archive", "first")]
    inner = [
        link.url
        for link in page.links
        if link.region in ("main", "") and host(link.url) == host(page.url) and not TOPIC_PATH.search(link.url)
    ]
    wanted = {page_key(url): url for url in reversed([*doors, *inner])}
    wanted.pop(page_key(page.url), None)
    candidates: list[tuple[Pair, PageFacts]] = []
    for key in list(dict.fromkeys(page_key(url) for url in [*doors, *inner]))[: _DOORS + 1]:
        other = (yield from hunt.look.page(wanted[key], "a page that may list the episodes")) if key in wanted else None
        if other is None:
            continue
        lists = _new_lists(other, [pair for pair, _ in candidates])
        candidates.extend((pair, other) for pair in lists)
        if not lists and wanted[key] in doors and hunt.look.left > _RESERVE:
            hunt.note_page(other)
            result = yield from from_listing(hunt, other)
            if result is not None:
                return result
    if candidates:
        result = yield from _settle_candidates(hunt, candidates)
        return result
    if len({page_key(url) for url in inner}) <= _FEW:
        for url in inner:
            other = yield from hunt.look.page(url)
            if other is not None and episode_likeness(other, listings(other)) > 0:
                result = yield from from_episode(hunt, other)
                if result is not None:
                    return result
    result = yield from _by_feeds(hunt, page)
    return result


def _new_lists(page: PageFacts, known: Sequence[Pair]) -> list[Pair]:
    """Contents lists on a page that were not met behind another door."""
    seen = [{row.url for row in serial.rows} for serial, _ in known]
    return [
        pair
        for pair in whole_lists(page, listings(page))
        if pair[1].kind not in ON_PAGE
        and not buried(pair)
        and not any(len(urls & {row.url for row in pair[0].rows}) > _SAME for urls in seen)
    ]


def _settle_candidates(hunt: Hunt, candidates: list[tuple[Pair, PageFacts]]) -> Route:
    candidates.sort(key=lambda candidate: -len(candidate[0][0].rows))
    serials = [serial for (serial, _), _ in candidates]
    chosen = hunt.choose(serials)
    if chosen is None:
        return choices([replace(serial, name=serial.name or own_title(page)) for (serial, _), page in candidates])
    pair, page = next(candidate for candidate in candidates if candidate[0][0] is chosen)
    hunt.tell_others(serials, chosen)
    result = yield from settle(hunt, page, [pair], Anchor())
    return result


def _feeds(page: PageFacts) -> list[str]:
    """The feeds that a page advertises, without those of comments."""
    return [
        link.url
        for link in page.advertised
        if "alternate" in link.rel and link.type in _FEED_TYPES and "comment" not in f"{link.url} {link.title.lower()}"
    ]


def feed_of(rows: Sequence[Row], clues: Clues) -> str:
    """A feed that the serial's own site advertises, or ``""``."""
    return next((url for page in at_home(rows, clues) for url in _feeds(page)), "")


def front_of(rows: Sequence[Row], clues: Clues) -> str:
    """The front of the serial's own site: where its pages say "home", or its root."""
    at = rows[0].url
    named = (step.url for page in at_home(rows, clues) for step in of_role(steps(page), "home"))
    return next((url for url in named if host(url) == host(at)), urljoin(at, "/"))


def _by_feeds(hunt: Hunt, page: PageFacts) -> Route:
    for url in _feeds(page)[:_FEEDS]:
        answer = yield from hunt.look.one(url, Purpose.FEED, "the site's feed")
        if isinstance(answer, FeedFacts) and answer.feed.entries:
            result = yield from from_feed(hunt, answer)
            if result is not None:
                return result
    return None


def fuller_by_feeds(hunt: Hunt, page: PageFacts, result: Discovered) -> Generator[tuple[Fetch, ...], None, Discovered]:
    """The same serial as the page's feeds have it where that is more, or ``result`` as it was.

    A front shows the newest few posts; of a small blog the feed often holds everything.
    """
    clues, rows = replace(hunt.clues), hunt.rows
    hunt.clues = replace(
        clues,
        warnings=[line for line in clues.warnings if line != NOT_ALL],
        evidence=list(clues.evidence),
        sources=list(clues.sources),
        titles=list(clues.titles),
    )
    fuller = yield from _by_feeds(hunt, page)
    if isinstance(fuller, Discovered):
        known = {page_key(one.url) for one in result.contents.episodes}
        held = {page_key(one.url) for one in fuller.contents.episodes}
        if known < held:
            return fuller
    hunt.clues, hunt.rows, hunt.sure = clues, rows, False
    return result


# --- feeds -------------------------------------------------------------------------------------------------------


def _rows(feed: Feed) -> list[Row]:
    return [
        Row(
            entry.url or entry.id,
            entry.title,
            entry.published,
            topics=entry.categories,
            id=entry.id,
            content=entry.content,
        )
        for entry in feed.entries
        if entry.url or entry.content
    ]


def _all_pages(hunt: Hunt, feed: Feed) -> Generator[tuple[Fetch, ...], None, list[Row]]:
    """The rows of a feed over its older pages and archives."""
    rows, seen = _rows(feed), {feed.url}
    while feed.next_url and feed.next_url not in seen and hunt.look.left > _RESERVE and len(seen) < _FEED_PAGES:
        seen.add(feed.next_url)
        answer = yield from hunt.look.one(feed.next_url, Purpose.FEED, "an older page of the feed")
        if not isinstance(answer, FeedFacts):
            break
        feed = answer.feed
        rows.extend(_rows(feed))
    return joined(rows)


def _counted_pages(hunt: Hunt, feed: Feed, rows: list[Row]) -> Generator[tuple[Fetch, ...], None, list[Row]]:
    """The rows of a feed with those of its older pages, where its engine counts them in the address."""
    form = next((form for engine, form in _COUNTED.items() if engine in feed.generator.lower()), "")
    if not form or len(rows) < _FULL:
        return rows
    for number in range(2, _FEED_PAGES):
        mark = "&" if "?" in feed.url else "?"
        url = form.format(url=feed.url, base=feed.url.rstrip("/"), mark=mark, number=number)
        answer = (yield from hunt.look.one(url, Purpose.FEED, "an older page of the feed")) if hunt.look.left else None
        more = joined([*rows, *(_rows(answer.feed) if isinstance(answer, FeedFacts) else ())])
        if len(more) == len(rows):
            break
        rows = more
    return rows


def topic_page(feed_url: str) -> str:
    """The page to which the feed of a topic belongs, by its address; ``""`` for feeds of no topic."""
    if not TOPIC_PATH.search(feed_url):
        return ""
    url = re.sub(r"/(?:feed|rss|atom|rss2)(?=/)", "", feed_url.partition("?")[0])
    url = re.sub(r"(?:feed|rss2?|atom)/?$|(?:index|feed|rss|atom)\.(?:xml|rss|atom|rdf)$", "", url)
    return url if TOPIC_PATH.search(url) and url != feed_url else ""


def from_feed(hunt: Hunt, facts: FeedFacts) -> Route:
    """The serial that a feed holds, or to which it leads."""
    feed = facts.feed
    if page_key(feed.url) in hunt.feeds:
        return None
    hunt.feeds.add(page_key(feed.url))
    rows = yield from _all_pages(hunt, feed)
    hunt.entries.extend(rows)
    hunt.clues.languages.append(feed.language)
    pure = bool(TOPIC_PATH.search(feed.home) or TOPIC_PATH.search(feed.url))
    serials = serials_in(rows, pure=pure, mixed=True)
    source = Source(SourceKind.FEED, feed.url)
    chosen = hunt.choose(serials)
    if chosen:
        evidence = Evidence(feed.url, len(rows), len(chosen.rows), f"the feed's {len(rows)} entries")
        found = Found(chosen, None, evidence, source, chosen.name, newest_first=True)
        if chosen.whole or feed.complete:
            found.sure = True
            hunt.tell_others(serials, chosen)
            return hunt.finish(found)
        hunt.best = found
    hunt.clues.sources.append(source)
    result = yield from _beyond(hunt, feed, chosen, pure=pure)
    if result is None:
        rows = yield from _counted_pages(hunt, feed, rows)
        chosen = hunt.choose(serials_in(rows, pure=pure, mixed=True))
        if chosen and chosen.whole:
            why = f"the feed's {len(rows)} entries over its older pages"
            found = Found(chosen, None, Evidence(feed.url, len(rows), len(chosen.rows), why), source, chosen.name)
            found.newest_first = found.sure = True
            return hunt.finish(found)
    if result is not None or hunt.best is not None or len(rows) < LEAST:
        return result
    evidence = Evidence(feed.url, len(rows), len(rows), f"the feed's {len(rows)} entries")
    return hunt.finish(Found(Serial(tuple(rows)), None, evidence, source, feed.title, newest_first=True))


def _beyond(hunt: Hunt, feed: Feed, chosen: Serial | None, *, pure: bool) -> Route:
    """From the newest entries to the whole: the topic's page, an episode's, the site's."""
    for url in (feed.home, topic_page(feed.url)) if pure else ():
        if TOPIC_PATH.search(url) and page_key(url) != page_key(feed.url):
            home = yield from hunt.look.page(url, "the page of the feed")
            if home is not None:
                hunt.note_page(home)
                result = yield from from_listing(hunt, home, topic=feed.title)
                if result is not None:
                    return result
    if chosen:
        result = yield from widen(hunt, chosen, PageFacts(feed.home or feed.url, feed.url))
        if result is not None:
            return result
    if feed.home:
        home = yield from hunt.look.page(feed.home, "the page of the feed")
        if home is not None:
            hunt.note_page(home)
            result = yield from _from_front(hunt, home)
            return result
    return None


def _from_front(hunt: Hunt, page: PageFacts) -> Route:
    result = yield from from_listing(hunt, page)
    if result is None:
        result = yield from from_doors(hunt, page)
    return result


def from_other(hunt: Hunt, facts: ApiFacts | SitemapFacts) -> Route:
    """From an interface's answer or a site map, which only say which site is meant."""
    page = yield from hunt.look.page(urljoin(facts.url, "/"), "the site of this address")
    result = None
    if page is not None:
        hunt.note_page(page)
        result = yield from _from_front(hunt, page)
    if result is None and hunt.best is None and isinstance(facts, SitemapFacts):
        result = yield from from_map(hunt, facts)
    return result


def from_map_of(hunt: Hunt, page: PageFacts) -> Route:
    """From a site's front that leads nowhere, by the site's map."""
    answer = yield from hunt.look.one(urljoin(page.url, "/sitemap.xml"), Purpose.SITEMAP, "the site's map")
    result = (yield from from_map(hunt, answer)) if isinstance(answer, SitemapFacts) else None
    return result

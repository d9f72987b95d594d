"""How a serial is found from whatever address the reader pasted: the entrance to the ladder of sources.

Owns what is asked first and by which room it goes on: contents on the page (``tables``), an episode (``episode``), a
list of posts (``posts``), a front or a feed (``doors``).  What a page is, is decided by what stands on it, never by
its host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.archive import is_calendar, months
from reader.discover.collect import likely_listing, whole_lists
from reader.discover.doors import feed_of, from_doors, from_feed, from_map_of, from_other, front_of, fuller_by_feeds
from reader.discover.episode import from_episode
from reader.discover.facts import ApiFacts, FeedFacts, PageFacts, SitemapFacts
from reader.discover.hunt import Hunt
from reader.discover.links import listings
from reader.discover.naming import name_serial
from reader.discover.posts import from_listing
from reader.discover.select import Anchor
from reader.discover.tables import ON_PAGE, contents_on, settle
from reader.discover.unlinked import with_own
from reader.discover.verdicts import anchor_of, episode_likeness, refusal
from reader.discover.wishes import wish_of
from reader.errors import NotASerial, TsuzukiError
from reader.model import Discovered, Purpose

if TYPE_CHECKING:
    from collections.abc import Generator

    from reader.discover.facts import Facts
    from reader.discover.hunt import Route
    from reader.discover.look import Look
    from reader.model import Choices, Fetch

_FRAMES: Final = 4
_STUB: Final = 200
"""Code points below which a page that leads elsewhere by itself is only a sign to it."""


def search(look: Look, url: str, pick: int | None) -> Generator[tuple[Fetch, ...], None, Discovered | Choices]:
    """The serial behind an address.  Raises :class:`NotASerial`, or what befell the first fetch."""
    (answer,) = yield from look.ask([url], Purpose.PAGE, "the address you gave")
    if isinstance(answer, TsuzukiError):
        raise answer
    hunt = Hunt(look, url, pick)
    wish = wish_of(url)
    if wish:
        look.budget = look.spent
        hunt.clues.warnings.append(wish.sentence)
    result = yield from _by_kind(hunt, answer)
    if isinstance(result, Discovered) and not hunt.sure and isinstance(answer, PageFacts):
        result = yield from fuller_by_feeds(hunt, answer, result)
    if result is None and hunt.best is not None:
        result = hunt.finish(hunt.best)
    if result is None:
        raise _no_serial(url, answer)
    if isinstance(result, Discovered):
        result = yield from _completed(hunt, result)
    return result


def _completed(hunt: Hunt, result: Discovered) -> Generator[tuple[Fetch, ...], None, Discovered]:
    """The answer, after a look at the front where no name was found, and at the feed where no author was."""
    wanted = []
    if not name_serial(hunt.rows, hunt.clues).own:
        wanted.append((front_of(hunt.rows, hunt.clues), Purpose.PAGE, "the site's front, for the name of the serial"))
    if not result.contents.author:
        wanted.append((feed_of(hunt.rows, hunt.clues), Purpose.FEED, "the site's feed, for the name of the author"))
    for url, purpose, why in wanted:
        answer = None if not url or hunt.look.known(url) else (yield from hunt.look.one(url, purpose, why))
        if isinstance(answer, PageFacts) and not answer.trouble:
            listing = likely_listing(listings(answer))
            hunt.clues.listed += listing.rows if listing else ()
        if answer is not None:
            result = hunt.renamed(result)
    return result


def _by_kind(hunt: Hunt, answer: Facts | None) -> Route:
    if isinstance(answer, FeedFacts):
        result = yield from from_feed(hunt, answer)
    elif isinstance(answer, PageFacts):
        result = yield from _from_page(hunt, answer)
    elif isinstance(answer, (ApiFacts, SitemapFacts)):
        result = yield from from_other(hunt, answer)
    else:
        result = None
    return result


def _no_serial(url: str, answer: Facts | None) -> NotASerial:
    if isinstance(answer, PageFacts):
        return refusal(answer, listings(answer))
    found = "a feed" if isinstance(answer, FeedFacts) else "data for programs"
    hint = "Try the page that lists the episodes, or an episode."
    return NotASerial(f"this is {found}, and holds no parts of one work", subject=url, hint=hint, found=found)


def _from_page(hunt: Hunt, page: PageFacts) -> Route:
    if page.trouble:
        raise refusal(page, ())
    page = yield from _behind(hunt, page)
    hunt.note_page(page)
    tables = listings(page)
    own = anchor_of(page)
    likeness = episode_likeness(page, tables)
    tables = with_own(page, tables) if likeness > 0 else tables
    hunt.look.notes.append(f"{page.url} reads as {'an episode' if likeness > 0 else 'a list'}")
    anchored = [pair for pair in whole_lists(page, tables, own) if pair[1].kind not in ON_PAGE]
    if anchored and (likeness > 0 or len(whole_lists(page, tables)) == 1):
        result = yield from settle(hunt, page, anchored[:1], own)
        return result
    # A month of a blog may hold a serial's first parts, and is no table of contents.
    pairs = [] if is_calendar(page) and months(page) else contents_on(page, tables, likeness)
    if pairs:
        result = yield from settle(hunt, page, pairs, Anchor())
        return result
    routes = (from_episode, from_listing) if likeness > 0 else (from_listing, from_doors, from_episode)
    for route in routes:
        result = yield from route(hunt, page)
        if result is not None:
            return result
    if hunt.best is None and urlsplit(page.url).path in ("", "/"):
        result = yield from from_map_of(hunt, page)
        return result
    return None


def _behind(hunt: Hunt, page: PageFacts) -> Generator[tuple[Fetch, ...], None, PageFacts]:
    """The page itself, or what its frames or its sign lead to."""
    if page.frames and not page.links:
        answers = yield from hunt.look.ask(page.frames[:_FRAMES], Purpose.PAGE, "a frame of the page")
        inner = [answer for answer in answers if isinstance(answer, PageFacts)]
        return max(inner, key=lambda one: max((table.worth for table in listings(one)), default=0.0), default=page)
    if page.refresh and page.weight < _STUB:
        other = yield from hunt.look.page(page.refresh, "where the page leads")
        return other or page
    return page

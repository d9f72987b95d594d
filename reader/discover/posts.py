"""From a list of posts (a blog's front, an archive, a category) to the serial in it.

Owns the search for serials without numbers, by topics of sampled posts or by what the listed pages say of each other,
and the widening of a part of a serial to the whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import host
from reader.discover.archive import is_calendar, months, walk_calendar
from reader.discover.chain import Topic, of_role, steps, topics
from reader.discover.collect import Collected, collect, likely_listing
from reader.discover.episode import from_episode
from reader.discover.facts import PageFacts
from reader.discover.hunt import LEAST, Found, Hunt, index_of, is_mixed, is_topic
from reader.discover.links import Listing, listings
from reader.discover.rows import Row, common_folders, folders_of, joined, page_key
from reader.discover.select import Serial, serials_in, unclaimed
from reader.discover.tables import too_much_rest
from reader.discover.verdicts import choices, own_title
from reader.discover.words import CONTENTS, GENERIC_TOPICS, bare, folded
from reader.model import Evidence, Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.hunt import Route
    from reader.model import Fetch

    Serials = Generator[tuple[Fetch, ...], None, list[Serial]]

_FEW: Final = 5
_SAMPLES: Final = 4
_TRIED: Final = 2
_SAID: Final = 2.5
_LONG: Final = 500
_ALONE: Final = 0.6
_LINKED_SHARE: Final = 4
_CONTENTS_SIGNS: Final = ("目次", "もくじ", "まとめ", "インデックス", "table of contents", "chapters", "목차", "目录")


@dataclass(slots=True)
class _Posts:
    """A list of posts, read over its pages."""

    page: PageFacts
    listing: Listing
    collected: Collected
    rows: list[Row]
    pure: bool
    topic: str

    @property
    def sorted_out(self) -> list[Serial]:
        """The serials in it by their titles."""
        serials = serials_in(self.rows, pure=self.pure, mixed=is_mixed(self.page, self.listing))
        if self.pure and not serials and len(self.rows) >= LEAST:
            return [Serial(tuple(self.rows), self.topic)]
        return serials


def from_listing(hunt: Hunt, page: PageFacts, *, topic: str = "") -> Route:
    """The serial that a list of posts holds; None where the page is no such list, or holds none."""
    tables = listings(page)
    listing = likely_listing(tables)
    pure = bool(topic) or is_topic(page)
    if listing is None or (len(listing.rows) < _FEW and not pure and not listing.strands):
        return None
    collected = yield from collect(hunt.look, page, listing)
    posts = _Posts(page, listing, collected, list(collected.rows), pure, topic)
    serials = posts.sorted_out
    if not pure and (is_calendar(page) or not any(serial.whole for serial in serials)) and months(page):
        earlier = yield from walk_calendar(hunt.look, page)
        posts.rows = joined([*earlier, *reversed(posts.rows)])
        serials = serials_in(posts.rows, mixed=True)
    if not pure:
        serials = yield from _with_unnumbered(hunt, posts, serials)
    if not serials:
        return None
    chosen = hunt.choose(serials)
    if chosen is None:
        return choices(serials, page.site or own_title(page))
    result = yield from _settle(hunt, posts, serials, chosen)
    return result


def _settle(hunt: Hunt, posts: _Posts, serials: list[Serial], chosen: Serial) -> Route:
    page, pages = posts.page, posts.collected.pages
    how = " by the platform's interface" if posts.collected.by_platform else ""
    why = f"a list of {len(posts.rows)} posts{how}" + (f" over {pages} pages" if pages > 1 else "")
    title = posts.topic or (own_title(page) if posts.pure else chosen.name)
    evidence = Evidence(page.url, len(posts.rows), len(chosen.rows), why)
    sure = chosen.whole or posts.pure
    found = Found(chosen, page, evidence, index_of(page), title, posts.collected.cut, newest_first=True, sure=sure)
    if not sure:
        wider = yield from widen(hunt, chosen, page)
        if wider is not None:
            return wider
    hunt.clues.listed += posts.rows
    hunt.tell_others(serials, chosen)
    return hunt.finish(found)


def _with_unnumbered(hunt: Hunt, posts: _Posts, serials: list[Serial]) -> Serials:
    """Serials whose titles carry no numbers, beside those whose do."""
    if not serials and _calls_itself_contents(posts.page, posts.listing):
        hunt.clues.titles.append(own_title(posts.page))
        return [Serial(tuple(posts.rows), given=True)]
    rest = unclaimed(posts.rows, serials)
    if too_much_rest(len(rest), max((len(serial.rows) for serial in serials), default=0)):
        more = yield from _by_topics(hunt, rest)
        serials = sorted([*serials, *more], key=lambda serial: -len(serial.rows))
    if serials:
        return serials
    proven = yield from _proven(hunt, posts.page, posts.listing)
    return [proven] if proven else []


def _calls_itself_contents(page: PageFacts, listing: Listing) -> bool:
    """A list of parts without numbers, on a page that calls itself contents."""
    file = urlsplit(page.url).path.rpartition("/")[2].partition(".")[0]
    names = [name for name in (page.name, page.title, listing.heading, file) if name]
    said = any(bare(name) in CONTENTS or any(sign in folded(name) for sign in _CONTENTS_SIGNS) for name in names)
    return said and listing.region in ("main", "") and listing.alone > _ALONE and len(listing.rows) >= LEAST


def _proven(hunt: Hunt, page: PageFacts, listing: Listing) -> Generator[tuple[Fetch, ...], None, Serial | None]:
    """A list without numbers as a serial: the pages that it names are texts, neighbours of each other or below it."""
    common = common_folders(listing.rows)
    kept = [row for row in listing.rows if folders_of(row.url)[: len(common)] == common and not row.prose]
    if len(kept) < LEAST or listing.alone < _ALONE or listing.region in ("header", "footer"):
        return None
    first = yield from hunt.look.page(kept[0].url, "the first that the list names, to see what it is")
    if first is None:
        return None
    serial = Serial(tuple(kept), given=True)
    listed = {page_key(row.url) for row in kept}
    found = [step for step in steps(first) if step.trust >= _SAID]
    if any(page_key(step.url) in listed for step in of_role(found, "next", "previous")):
        return serial
    if any(page_key(step.url) == page_key(page.url) for step in of_role(found, "contents")):
        return serial
    together = len(common) > 1 and folders_of(page.url)[: len(common)] == common
    if not together or sum(bool(row.published) for row in kept) * 2 > len(kept):
        return None
    last = yield from hunt.look.page(kept[-1].url, "the last that the list names, to see what it is")
    return serial if _is_text(first) and last is not None and _is_text(last) else None


def _is_text(page: PageFacts) -> bool:
    return page.weight > _LONG and page.linked * _LINKED_SHARE < page.weight


def _by_topics(hunt: Hunt, rest: Sequence[Row]) -> Serials:
    """Serials without numbers: topics in which sampled posts file themselves."""
    step = max(1, len(rest) // _SAMPLES)
    samples = [rest[index].url for index in range(step // 2, len(rest), step)][:_SAMPLES]
    answers = yield from hunt.look.ask(samples, Purpose.PAGE, "a post, to see what it belongs to")
    votes: Counter[str] = Counter()
    named: dict[str, Topic] = {}
    for answer in answers:
        for topic in topics(answer) if isinstance(answer, PageFacts) else ():
            if bare(topic.name) not in GENERIC_TOPICS:
                votes[page_key(topic.url)] += 1
                named[page_key(topic.url)] = topic
    found = []
    for key, _ in votes.most_common(_TRIED):
        page = yield from hunt.look.page(named[key].url, f"the topic {named[key].name}")
        listing = likely_listing(listings(page)) if page is not None else None
        if page is None or listing is None:
            continue
        collected = yield from collect(hunt.look, page, listing)
        if len(collected.rows) >= LEAST:
            inner = serials_in(collected.rows, pure=True)
            name = named[key].name
            found.append(replace(inner[0], name=name) if inner else Serial(collected.rows, name, given=True))
    return found


def widen(hunt: Hunt, serial: Serial, page: PageFacts) -> Route:
    """From some episodes of a serial to all of them, by way of one of its pages."""
    rows = [row for row in serial.rows if host(row.url) == host(page.url)] or list(serial.rows)
    for row in dict.fromkeys((rows[0], rows[-1])):
        episode = yield from hunt.look.page(row.url, "an episode, to see what it belongs to")
        if episode is not None:
            result = yield from from_episode(hunt, episode, title=row.title, sought=serial, asked=row.url)
            return result
    return None

"""A list over all of its pages, and the contents lists that one page holds whole.

Owns the walk along a pager (numbered pages at once, "older" one by one), the joining of pages in their order, and the
question whether a listing is a whole table of contents.  Refuses to choose among serials.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.discover.facts import PageFacts
from reader.discover.links import Listing, listings
from reader.discover.paging import page_number, pager
from reader.discover.platforms import catalogue
from reader.discover.rows import Row, joined, page_key, runs_backwards
from reader.discover.select import Anchor, Serial, own_contents, serials_in, works_by_section
from reader.discover.strands import fold, may_have_place
from reader.discover.titles import Key, read_titles
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping, Sequence

    from reader.discover.look import Look
    from reader.model import Fetch

_PAGES: Final = 48
_BATCH: Final = 8
_MANY: Final = 3
_BEST: Final = 8
_NUMBERED: Final = 0.7
_IN_ORDER: Final = 0.9
_ALONE: Final = 0.7
_SIDES: Final = ("aside", "nav", "header", "footer")
_SURE: Final = 8
"""Numbered links in a side bar or menu from which it is a contents list, though it does not hold the page itself."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The rows of a list over its pages, in the list's order."""

    rows: tuple[Row, ...]
    pages: int = 1
    cut: bool = False
    """There are further pages that the budget did not reach, or that did not come."""
    by_platform: bool = False
    """The platform's own interface listed them."""


LEAST_OPTIONS: Final = 2
_ANY: Final = Anchor()


def whole_lists(page: PageFacts, tables: Sequence[Listing], own: Anchor = _ANY) -> list[tuple[Serial, Listing]]:
    """The serials that the page lists from beginning to end, best first.

    With ``own`` only those among whose rows is one of these pages.
    """
    found: list[tuple[Serial, Listing]] = []
    for listing in tables:
        if listing.partial:
            continue
        works = works_by_section(listing.rows)
        if works:
            for work in works:
                if not own or work.holds(own):
                    _keep(found, work, listing)
            continue
        given = own_contents(page.url, listing.rows) if listing.alone > _ALONE else None
        if given and (not own or given.holds(own)):
            _keep(found, given, listing)
            continue
        for serial in serials_in(listing.rows, strands=listing.strands):
            weak = listing.region in _SIDES and listing.kind == "links" and serial.numbered < _SURE
            if serial.whole and (serial.holds(own) if own else not weak):
                _keep(found, serial, listing)
    if not found:
        _keep_read(found, tables, own)
    found.sort(key=lambda pair: -len(pair[0].rows))
    return found


def _keep_read(found: list[tuple[Serial, Listing]], tables: Sequence[Listing], own: Anchor) -> None:
    """A list whose titles, read as a set, are in order or count without a gap, though no one form runs through them."""
    for listing in tables[:_BEST]:
        if own and not any(page_key(row.url) in own.keys for row in listing.rows):
            continue
        if listing.partial or listing.titled or listing.region in _SIDES or listing.alone < _ALONE:
            continue
        # Reading a set of titles is dear; most lists of a page hold next to no numbers.
        if sum(may_have_place(fold(row.title)) for row in listing.rows) < max(_SURE, _NUMBERED * len(listing.rows)):
            continue
        keys = [part.key for part in read_titles([row.title for row in listing.rows]) if part.number and part.key]
        steps = [earlier <= later for earlier, later in pairwise(keys)]
        in_order = sum(steps) >= _IN_ORDER * len(steps) or _counts_through(keys)
        if own and min((key[2] for key in keys), default=2) > 1:
            continue  # a page's newest parts are no contents
        if own and any(len(serial.rows) >= len(keys) for serial in serials_in(listing.rows)):
            continue  # one form runs through what counts: whatever else stands in the list is something else
        if len(keys) >= max(_SURE, _NUMBERED * len(listing.rows)) and in_order:
            found.append((Serial(listing.rows, given=True), listing))
            return


def _counts_through(keys: Sequence[Key]) -> bool:
    """Whether the numbers are all there once, in whatever order: a table whose columns are read down."""
    numbers = [int(key[2]) for key in keys if not key[0]]
    distinct = set(numbers)
    span = max(distinct, default=0) - min(distinct, default=0) + 1
    return len(numbers) == len(keys) == len(distinct) and min(distinct) <= 1 and len(distinct) >= _IN_ORDER * span


def _keep(found: list[tuple[Serial, Listing]], serial: Serial, listing: Listing) -> None:
    """Add a serial, or put it in the place of a shorter list of the same."""
    place = next((place for place, (known, _) in enumerate(found) if _overlap(serial, known)), None)
    if place is None:
        found.append((serial, listing))
    elif len(serial.rows) > len(found[place][0].rows) and listing.kind not in ("anchors", "headings"):
        found[place] = (serial, listing)


def _overlap(first: Serial, second: Serial) -> bool:
    mine, theirs = {page_key(row.url) for row in first.rows}, {page_key(row.url) for row in second.rows}
    return len(mine & theirs) * 2 >= min(len(mine), len(theirs))


def likely_listing(tables: Sequence[Listing]) -> Listing | None:
    """The listing that a page of posts is about: in its main part, or numbered wherever it stands."""
    for table in tables:
        if table.partial and table.region in _SIDES:
            continue
        if table.region not in _SIDES or (table.main and table.main.numbered >= _SURE):
            return table
    return None


def collect(
    look: Look, page: PageFacts, listing: Listing, *, patient: bool = True
) -> Generator[tuple[Fetch, ...], None, Collected]:
    """The listing's rows over all pages of the list.

    Without ``patient``, only pages whose address says that they are pages are followed (a post that holds a contents
    list is not the first page of anything).
    """
    first = max(page_number(page.url), 1)
    pages: dict[int, PageFacts] = {first: page}
    rows: dict[int, tuple[Row, ...]] = {first: listing.rows}
    asked = {page_key(page.url)}
    missed = False
    known = {page_key(row.url) for row in listing.rows}
    pending = _pending(pages, asked, known, patient=patient)
    if patient and _is_longer(page, listing, pending, known):
        rows_by_platform = yield from catalogue(look, page)
        # Cards link authors and comments too; an interface that knows less than half lists something else.
        answered = {page_key(row.url) for row in rows_by_platform or ()}
        if rows_by_platform and 2 * len(known & answered) >= len(known):
            return Collected(tuple(rows_by_platform), 1, by_platform=True)
    while pending and look.left > 0 and len(pages) < _PAGES:
        batch = dict(list(pending.items())[: min(_BATCH, look.left)])
        answers = yield from look.ask(list(batch.values()), Purpose.PAGE, "another page of the list")
        fresh = False
        for (number, url), answer in zip(batch.items(), answers, strict=True):
            asked.add(page_key(url))
            if not isinstance(answer, PageFacts) or answer.trouble:
                missed = missed or (answer is None)
                continue
            asked.add(page_key(answer.url))
            same = _same_listing(answer, listing)
            new = [row for row in same if page_key(row.url) not in known or "#" in row.url]
            if not new:
                continue
            fresh = True
            pages[number] = answer
            rows[number] = same
            known.update(page_key(row.url) for row in same)
        pending = _pending(pages, asked, known, patient=patient) if fresh else {}
    ordered = [row for number in _running(rows) for row in rows[number]]
    return Collected(tuple(joined(ordered)), len(rows), missed or bool(pending))


def _is_longer(page: PageFacts, listing: Listing, pending: Mapping[int, str], known: Collection[str]) -> bool:
    """Whether a platform's interface may save requests, or give what the page loads by script and links nowhere."""
    if pending:
        return len(pending) >= _MANY or max(pending) > _MANY or not pager(page, known).numbered
    return not any(serial.whole for serial in serials_in(listing.rows))


def _running(pages: Mapping[int, Sequence[Row]]) -> list[int]:
    """The pages in the direction in which each of them runs by its dates; by their numbers where dates say nothing."""
    order = sorted(pages)
    inner = [backwards for number in order if (backwards := runs_backwards(pages[number])) is not None]
    firsts = [next((row for row in pages[number] if row.published), None) for number in order]
    across = runs_backwards([row for row in firsts if row])
    if across is not None and inner and across != (2 * sum(inner) > len(inner)) and (all(inner) or not any(inner)):
        order.reverse()
    return order


def _pending(pages: dict[int, PageFacts], asked: set[str], known: set[str], *, patient: bool) -> dict[int, str]:
    """Pages still to be asked for, by their place in the list."""
    found: dict[int, str] = {}
    greatest = ("", 0)
    for number, page in pages.items():
        here = pager(page, known)
        for place, url in here.numbered.items():
            found.setdefault(place, url)
            if place > greatest[1]:
                greatest = (url, place)
        for place, url in ((number + 1, here.following), (number - 1, here.preceding)):
            if url and place not in pages and (patient or page_number(url)):
                found.setdefault(place, url)
    url, last = greatest
    shape = re.search(rf"(?<!\d){last}(?!\d)(?!.*(?<!\d){last}(?!\d))", url) if last > 1 else None
    if shape:
        for place in range(2, min(last, _PAGES)):
            found.setdefault(place, f"{url[: shape.start()]}{place}{url[shape.end() :]}")
    return {place: url for place, url in sorted(found.items()) if place not in pages and page_key(url) not in asked}


def _same_listing(page: PageFacts, listing: Listing) -> tuple[Row, ...]:
    tables = listings(page, least=1)
    alike = [
        table
        for table in tables
        if table.shape == listing.shape and table.kind == listing.kind and table.region == listing.region
    ]
    if alike:
        return max(alike, key=lambda table: len(table.rows)).rows
    tables = [
        table
        for table in tables
        if table.kind == listing.kind and len(table.rows) >= LEAST_OPTIONS and not table.partial
    ]
    return tables[0].rows if tables else ()

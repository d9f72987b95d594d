"""Works in several books whose front lists the books, each with a contents page of its own.

Owns telling a list of books from a list of episodes (by words, and by what stands behind the first), and joining the
books' lists.  Refuses to take a book for the whole where the page above it lists others beside it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from reader.addresses import host
from reader.discover.chain import of_role, steps
from reader.discover.collect import collect, whole_lists
from reader.discover.follow import walk_chain
from reader.discover.forms import Level
from reader.discover.hunt import LEAST, Found, Hunt, index_of
from reader.discover.links import Listing, listings
from reader.discover.mentions import mentions_of
from reader.discover.rows import Row, joined, page_key
from reader.discover.select import Anchor, Serial
from reader.discover.strands import fold, may_count
from reader.discover.tokens import mask
from reader.discover.verdicts import episode_likeness, own_title
from reader.model import Evidence, Purpose, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import PageFacts
    from reader.model import Fetch

    Finding = Generator[tuple[Fetch, ...], None, Found | None]

_MANY: Final = {Level.VOLUME: 30, Level.PART: 12, Level.ARC: 12}
"""Books of a work, at most; words that may also name episodes are looked behind only where they are few."""
_MOSTLY: Final = 0.8
_ABOVE: Final = 3
_PAIR: Final = 2
_SAID: Final = 3.0
_KINDS: Final = ("links", "parts")


@lru_cache(maxsize=8192)
def volume_level(title: str) -> Level | None:
    """The unit above the chapter that a title names as its own: Book 2, 第二部; None where a chapter follows."""
    levels = [mention.level for mention in mentions_of(mask(fold(title))) if mention.level is not Level.BARE]
    return min(levels) if levels and all(level in _MANY for level in levels) else None


def names_volumes(rows: Sequence[Row]) -> bool:
    """Whether rows may be the books of a work."""
    levels = [level for row in rows if (level := volume_level(row.title))]
    return len(levels) >= max(_PAIR, _MOSTLY * len(rows)) and len(rows) <= _MANY[max(levels)]


def over_volumes(hunt: Hunt, found: Found, own: Anchor) -> Finding:
    """The whole work, where a candidate is its list of books, or one book of several; else None."""
    page = found.page
    if page is None:
        return None
    rows = found.serial.rows
    if names_volumes(rows) and not found.serial.given and (not own or _all_books(rows)):
        result = yield from _through(hunt, page, rows)
        if result is None and _all_books(rows):
            result = yield from _along(hunt, page, rows)
        return result
    result = yield from volumes_above(hunt, page, own, len(rows))
    return result


def _along(hunt: Hunt, page: PageFacts, books: Sequence[Row]) -> Finding:
    """The chain through the books, where a list names the first chapter of each; None where they are chapters."""
    first = yield from hunt.look.page(books[0].url)
    keys = {page_key(book.url) for book in books}
    onward = of_role(steps(first), "next")[:1] if first is not None else []
    if first is None or not onward or onward[0].trust < _SAID or page_key(onward[0].url) in keys:
        return None
    chain = yield from walk_chain(hunt.look, first)
    if chain is None or not keys <= {page_key(row.url) for row in chain.serial.rows}:
        return None
    why = f"next and previous links from the first of {len(books)} books, {chain.walked} pages walked"
    evidence = Evidence(page.url, chain.walked, len(chain.serial.rows), why)
    source = Source(SourceKind.CHAIN, chain.serial.rows[-1].url)
    return Found(chain.serial, page, evidence, source, own_title(page), chain.cut, sure=True)


def _all_books(rows: Sequence[Row]) -> bool:
    return all(volume_level(row.title) is Level.VOLUME for row in rows)


def volumes_above(hunt: Hunt, page: PageFacts, own: Anchor, known: int = 0) -> Finding:
    """The whole work, where a page lists one book: by the books in its own menu, or on the page above it.

    ``known`` is how many episodes the page itself lists; fewer are no whole.
    """
    beside = _menu_of_books(page)
    if beside:
        whole = yield from _through(hunt, page, beside)
        if whole is not None and len(whole.serial.rows) > known and (not own or whole.serial.holds(own)):
            return whole
    if volume_level(page.name or page.title) is None:
        return None
    found = steps(page)
    ups = [step.url for step in of_role(found, "contents", "home") if host(step.url) == host(page.url)]
    ups += [urljoin(page.url, ".." if page.url.endswith("/") else "."), urljoin(page.url, "/")]
    for url in list({page_key(url): url for url in reversed(ups)}.values())[::-1][:_ABOVE]:
        above = yield from hunt.look.page(url, "the page above this book")
        books = _books(above, page) if above is not None and page_key(above.url) != page_key(page.url) else ()
        if above is not None and books:
            whole = yield from _through(hunt, above, books)
            if whole is not None and (not own or whole.serial.holds(own)):
                return whole
    return None


def _menu_of_books(page: PageFacts) -> Sequence[Row]:
    """Books in the menu of a page, as a tree shows them that unfolds only the one at hand."""
    menu = (link.text for link in page.links if link.region in ("aside", "nav") and may_count(fold(link.text)))
    if sum(volume_level(text) is Level.VOLUME for text in menu) < _PAIR:
        return ()  # Grouping a page's links is dear.
    for listing in listings(page, least=_PAIR):
        if listing.region in ("aside", "nav") and _all_books(listing.rows) and names_volumes(listing.rows):
            return listing.rows
    return ()


def _books(above: PageFacts, page: PageFacts) -> Sequence[Row]:
    """The rows that name books, on a page that lists this one among them."""
    for listing in listings(above, least=_PAIR):
        rows = [row for row in listing.rows if volume_level(row.title)]
        if names_volumes(rows) and any(page_key(row.url) == page_key(page.url) for row in rows):
            return rows
    return ()


def _through(hunt: Hunt, page: PageFacts, books: Sequence[Row]) -> Finding:
    """The lists behind the books, one after the other; None where the first is no list."""
    first = yield from hunt.look.page(books[0].url, "the first book, to see whether it lists episodes")
    if first is None or _list_of(first, books) is None:
        return None
    yield from hunt.look.ask([book.url for book in books], Purpose.PAGE, "a book of the work")
    rows: list[Row] = []
    for book in books:
        inner = yield from hunt.look.page(book.url, "a book of the work")
        listing = _list_of(inner, books) if inner is not None else None
        if inner is None or listing is None:
            rows.append(book)
            continue
        collected = yield from collect(hunt.look, inner, listing, patient=False)
        rows += [
            replace(row, section=f"{book.title}: {row.section}" if row.section else book.title)
            for row in collected.rows
        ]
    hunt.note_page(page)
    evidence = Evidence(page.url, len(rows), len(rows), f"{len(books)} books, each with its own list")
    title = "" if page_key(page.url) in {page_key(row.url) for row in (*books, *rows)} else own_title(page)
    return Found(Serial(tuple(joined(rows)), given=True), page, evidence, index_of(page), title, sure=True)


def _list_of(page: PageFacts, books: Sequence[Row]) -> Listing | None:
    """The contents list of one book: whole or counting on, and no list of the books themselves."""
    keys = {page_key(book.url) for book in books}
    tables = [table for table in listings(page) if not any(page_key(row.url) in keys for row in table.rows)]
    if episode_likeness(page, tables) > 0:
        return None
    whole = [listing for _, listing in whole_lists(page, tables) if listing.kind in _KINDS]
    counted = [table for table in tables if table.main and table.main.numbered >= _MOSTLY * len(table.rows)]
    return next((table for table in (*whole, *counted) if len(table.rows) >= LEAST and table.kind in _KINDS), None)

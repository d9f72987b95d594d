"""From a page that holds a table of contents to the answer.

Owns the choice among the serials that one page lists whole, and their further pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.discover.collect import collect, whole_lists
from reader.discover.hunt import Found, Hunt, index_of, name_choices, span_of
from reader.discover.rows import page_key
from reader.discover.select import Anchor, Serial, fits, own_contents, serials_in, squeezed, unclaimed
from reader.discover.strands import fold, forms_of
from reader.discover.verdicts import own_title
from reader.discover.volumes import over_volumes
from reader.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.hunt import Route
    from reader.discover.links import Listing
    from reader.model import Fetch

Pair = tuple[Serial, "Listing"]

ON_PAGE: Final = ("anchors", "headings")
"""Listings of what stands on the page itself."""
_KINDS: Final = {
    "options": "a drop-down list",
    "parts": "the list that the page hands to its scripts",
    "anchors": "headings on one page",
    "headings": "headings on one page",
}
_PLACES: Final = {"nav": " in the menu", "aside": " in the side bar"}
_TEXT_EACH: Final = 60
_REST_SHARE: Final = 1.2
_REST_LEAST: Final = 8


def contents_on(page: PageFacts, tables: Sequence[Listing], likeness: float) -> list[Pair]:
    """The serials of which the page may be the table of contents, largest first."""
    pairs = [pair for pair in whole_lists(page, tables) if _may_be_contents(page, pair, likeness)]
    return [pair for pair in pairs if not buried(pair)]


def _may_be_contents(page: PageFacts, pair: Pair, likeness: float) -> bool:
    serial, listing = pair
    if listing.kind in ON_PAGE:
        return page.weight > _TEXT_EACH * len(serial.rows)
    if likeness <= 0 or serial.given:
        return True
    title = own_title(page)
    own_part = bool(forms_of(fold(title))) and fits(serial, title) and bool(serial.name)
    return listing.region in ("main", "") and not own_part


def too_much_rest(rest: int, held: int) -> bool:
    """Whether so much of a list belongs to no serial that the list is not about one."""
    return rest >= max(_REST_LEAST, _REST_SHARE * held)


def buried(pair: Pair) -> bool:
    """Whether a serial is the smaller part of its list: a thread in a blog, not a table of contents."""
    serial, listing = pair
    return too_much_rest(len(unclaimed(listing.rows, serials_in(listing.rows))), len(serial.rows))


def over_pages(
    hunt: Hunt, page: PageFacts, pair: Pair, own: Anchor
) -> Generator[tuple[Fetch, ...], None, tuple[Serial, bool]]:
    """The serial with what further pages of its list add, and whether pages are missing."""
    serial, listing = pair
    collected = yield from collect(hunt.look, page, listing, patient=False)
    if collected.pages > 1:
        ends = Anchor(own.keys | {page_key(serial.rows[0].url), page_key(serial.rows[-1].url)})
        given = own_contents(page.url, collected.rows) if serial.given else None
        longer = [other for other in (given, *serials_in(collected.rows)) if other and other.holds(ends)]
        longer.sort(key=lambda other: -len(other.rows))
        if longer and len(longer[0].rows) > len(serial.rows):
            serial = longer[0]
    return serial, collected.cut


def settle(hunt: Hunt, page: PageFacts, pairs: Sequence[Pair], own: Anchor) -> Route:
    """The answer from the contents lists of a page: the one that dominates, or a choice."""
    serials = sorted((serial for serial, _ in pairs), key=lambda serial: -len(serial.rows))
    chosen = hunt.choose(serials)
    if chosen is None:
        return name_choices(serials, own_title(page))
    pair = next(pair for pair in pairs if pair[0] is chosen)
    found = yield from found_in(hunt, page, pair, own)
    if not own:
        hunt.tell_others(serials, chosen)
    return hunt.finish(found)


def found_in(hunt: Hunt, page: PageFacts, pair: Pair, own: Anchor) -> Generator[tuple[Fetch, ...], None, Found]:
    """One contents list as a candidate."""
    listing = pair[1]
    serial, cut = yield from over_pages(hunt, page, pair, own)
    hunt.clues.listed += listing.rows
    why = f"{_KINDS.get(listing.kind, 'a list of links')}{_PLACES.get(listing.region, '')}: {span_of(serial)}"
    evidence = Evidence(page.url, len(listing.rows), len(serial.rows), why)
    found = Found(serial, page, evidence, index_of(page), _title(page, listing, serial), cut, sure=True)
    if listing.kind in ON_PAGE or listing.kind == "options":
        return found
    wider = yield from over_volumes(hunt, found, own)
    return wider or found


def _title(page: PageFacts, listing: Listing, serial: Serial) -> str:
    if serial.given and serial.name and {row.section for row in serial.rows} == {serial.name}:
        return serial.name
    own = next((row for row in serial.rows if page_key(row.url) == page_key(page.url)), None)
    if listing.kind in ON_PAGE or own is None:
        return page.name if listing.kind == "options" else own_title(page)
    # A part's page with a drop-down list may name the work; its own title is told by the list.
    name, title = squeezed(page.name), squeezed(own.title)
    other = bool(name) and name not in title and title not in name
    return page.name if other and listing.kind == "options" else ""

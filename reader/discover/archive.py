"""Calendars and monthly archives: addresses that are dates.

Owns recognising links to months (or days) by their addresses and asking for all of them.  Used where no list, topic
or chain leads to the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import host, without_fragment
from reader.discover.collect import collect
from reader.discover.dates import MONTH
from reader.discover.facts import PageFacts
from reader.discover.links import Listing, listings
from reader.discover.rows import Row, joined, page_key
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.look import Look
    from reader.model import Fetch

_LEAST: Final = 2
_YEAR: Final = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?:/?(?:index)?(?:\.\w{2,5})?/?)?$")
_YEAR_TEXT: Final = re.compile(r"\W*(?:19|20)\d\d\s*[年년]?\W*(?:\d+\W*)?")


def is_calendar(page: PageFacts) -> bool:
    """Whether a page is itself one month or year of an archive, by its address."""
    return bool(MONTH.search(without_fragment(page.url)) or _YEAR.search(without_fragment(page.url)))


def months(page: PageFacts) -> dict[str, str]:
    """Addresses of months of the same site by "YYYYMM", or else of years by "YYYY", in order."""
    here = host(page.url)
    found: dict[str, str] = {}
    years: dict[str, str] = {}
    for link in page.links:
        address = link.url.partition("#")[0]
        match, year = MONTH.search(address), _YEAR.search(address)
        if not (match or year) or host(link.url) != here or page_key(link.url) == page_key(page.url):
            continue
        if match:
            found.setdefault(match[1] + match[2], link.url)
        elif year and year[1] in link.text and _YEAR_TEXT.fullmatch(link.text):
            years.setdefault(year[1], link.url)
    if len(found) >= _LEAST:
        return dict(sorted(found.items()))
    return dict(sorted(years.items())) if len(years) >= _LEAST - is_calendar(page) else {}


def walk_calendar(look: Look, page: PageFacts, keep: int = 2) -> Generator[tuple[Fetch, ...], None, list[Row]]:
    """Rows of every month that the page links, oldest first; ``keep`` requests of the budget are left over."""
    found = months(page)
    own = MONTH.search(without_fragment(page.url)) or _YEAR.search(without_fragment(page.url))
    if own and found:
        found = dict(sorted({**found, "".join(own.groups()): page.url}.items()))
    urls = list(found.values())[-max(0, look.left - keep) :] if look.left > keep else []
    rows: list[Row] = []
    answers = yield from look.ask(urls, Purpose.PAGE, "a month of the archive")
    for answer in answers:
        if isinstance(answer, PageFacts):
            tables = listings(answer, least=1)
            best = max(
                (
                    table
                    for table in tables
                    if (table.titled or table.region in ("main", "")) and not _leads_home(table)
                ),
                key=lambda table: (table.titled, table.kind == "headings", table.worth),
                default=None,
            )
            if best:
                collected = yield from collect(look, answer, best, patient=False)
                rows.extend(_oldest_first(collected.rows))
    return joined(rows)


def _leads_home(table: Listing) -> bool:
    """Whether all that a listing holds is the site's name in a heading."""
    return all(urlsplit(row.url).path in ("", "/") and not urlsplit(row.url).query for row in table.rows)


def _oldest_first(rows: Sequence[Row]) -> list[Row]:
    """A month's rows by their days; as they stand where one has none."""
    if all(row.published for row in rows):
        return sorted(rows, key=lambda row: row.published.timestamp() if row.published else 0.0)
    return list(rows)

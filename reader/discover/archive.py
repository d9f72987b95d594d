"""Calendars and monthly archives: addresses that are dates.

Owns recognising links to months (or days) by their addresses and asking for all of them.  Used where no list, topic
or chain leads to the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.addresses import host
from reader.discover.collect import collect
from reader.discover.dates import MONTH
from reader.discover.facts import PageFacts
from reader.discover.links import listings
from reader.discover.rows import Row, joined, page_key
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.look import Look
    from reader.model import Fetch

_LEAST: Final = 2


def months(page: PageFacts) -> dict[str, str]:
    """Addresses of months of the same site by "YYYYMM", in order."""
    here = host(page.url)
    found: dict[str, str] = {}
    for link in page.links:
        match = MONTH.search(link.url.partition("#")[0])
        if match and host(link.url) == here and page_key(link.url) != page_key(page.url):
            found.setdefault(match[1] + match[2], link.url)
    return dict(sorted(found.items())) if len(found) >= _LEAST else {}


def walk_calendar(look: Look, page: PageFacts, keep: int = 2) -> Generator[tuple[Fetch, ...], None, list[Row]]:
    """Rows of every month that the page links, oldest first; ``keep`` requests of the budget are left over."""
    urls = list(months(page).values())[-max(0, look.left - keep) :] if look.left > keep else []
    rows: list[Row] = []
    answers = yield from look.ask(urls, Purpose.PAGE, "a month of the archive")
    for answer in answers:
        if isinstance(answer, PageFacts):
            tables = listings(answer, least=1)
            best = max(
                (table for table in tables if table.titled or table.region in ("main", "")),
                key=lambda table: (table.titled, table.kind == "headings", table.worth),
                default=None,
            )
            if best:
                collected = yield from collect(look, answer, best, patient=False)
                rows.extend(_oldest_first(collected.rows))
    return joined(rows)


def _oldest_first(rows: Sequence[Row]) -> list[Row]:
    """A month's rows by their days; as they stand where one has none."""
    if all(row.published for row in rows):
        return sorted(rows, key=lambda row: row.published.timestamp() if row.published else 0.0)
    return list(rows)

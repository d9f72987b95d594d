"""The page itself in a list that stands on it: series boxes name every part and link all but the one that is shown.

Owns where the missing row goes: by its number among those of its form.  Refuses a page without a number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.discover.rows import Row, page_key
from reader.discover.strands import braid, fold, forms_of, stem_words
from reader.discover.verdicts import anchor_of, own_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.links import Listing
    from reader.discover.strands import Strand


def with_own(page: PageFacts, tables: Sequence[Listing]) -> list[Listing]:
    """The listings, with a row for the page itself in each that holds its neighbours by number and not the page."""
    title = own_title(page)
    if not forms_of(fold(title)):
        return list(tables)
    keys = anchor_of(page).keys
    row = Row(page.url, title, page.published)
    return [_completed(table, row, keys) for table in tables]


def _completed(table: Listing, row: Row, keys: frozenset[str]) -> Listing:
    strand = table.main
    value = _value(strand, row.title) if strand and table.kind == "links" and not table.partial else None
    if strand is None or value is None or not strand.low - 1 <= value <= strand.high + 1:
        return table
    if any(page_key(one.url) in keys or fold(one.title) == fold(row.title) for one in table.rows):
        return table
    values = dict(zip(_numbered(strand, table), strand.values, strict=False))
    rising = strand.values[0] <= strand.values[-1]
    beyond = [at for at, other in values.items() if (other > value if rising else other < value)]
    place = min(beyond, default=max(values) + 1)
    rows = (*table.rows[:place], row, *table.rows[place:])
    return replace(table, rows=rows, strands=tuple(braid([one.title for one in rows])))


def _numbered(strand: Strand, table: Listing) -> list[int]:
    """Indices of the strand's rows that carry its numbers."""
    return [at for at in strand.members if _value(strand, table.rows[at].title) is not None]


def _value(strand: Strand, title: str) -> int | None:
    """The number that a title carries in the place where the strand's titles do."""
    text = fold(title)
    words = stem_words(strand.name)
    if words and not any(text.startswith(word) for word in words):
        return None
    return next((form.value for form in forms_of(text) if words or form.key == strand.form), None)

"""Part titles understood as a set: the door of this room's title reading.

Owns the public functions; the work stands in ``readings`` (which number is a part's own), ``ordering`` (what moves),
``stems``, ``mentions``, ``kinds``, ``halves``, ``endings``, ``numerals`` and the table ``forms``.  Refuses to know of
links, dates and pages.  All functions are pure and take titles in the order in which a source lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.discover import ordering, readings
from reader.discover.endings import is_final_note
from reader.discover.numbering import duplicates, gaps, lowest_number
from reader.discover.numerals import fold
from reader.discover.ordering import newest_first, oldest_first
from reader.discover.part import Key, PartTitle
from reader.discover.stems import shared_prefix, shared_suffix, trim
from reader.discover.tokens import TITLE_CAP, mask

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Key",
    "PartTitle",
    "duplicates",
    "gaps",
    "is_final_note",
    "looks_numbered",
    "lowest_number",
    "newest_first",
    "oldest_first",
    "order_of",
    "read_titles",
    "reading_order",
    "shared_stem",
]


def read_titles(titles: Sequence[str]) -> list[PartTitle]:
    """One :class:`PartTitle` a title, in the order given.

    The stem that the titles share is taken away first; what a bare number, a dot or a hyphen means is decided from
    the whole list.  At most 500 code points of a title are looked at.
    """
    return readings.read(titles)


def reading_order(titles: Sequence[str]) -> list[int]:
    """Indices of ``titles`` in reading order: a stable permutation.

    A list that runs newest first is turned round; numbered titles are put in order; titles without numbers keep
    their places.  A list without numbers comes back as it is, as does one whose numbers start again without saying
    where.
    """
    return ordering.order(readings.read(titles))


def order_of(parts: Sequence[PartTitle]) -> list[int]:
    """The same for titles already read."""
    return ordering.order(parts)


def shared_stem(titles: Sequence[str]) -> str:
    """What most titles share before (or else after) their numbers: the serial's own title, trimmed; may be empty."""
    raws = [title[:TITLE_CAP] for title in titles]
    folded = [mask(fold(raw)) for raw in raws]
    if prefix := shared_prefix(folded):
        return next(trim(raw[: len(prefix)]) for raw, text in zip(raws, folded, strict=True) if text.startswith(prefix))
    if suffix := shared_suffix(folded):
        return next(trim(raw[-len(suffix) :]) for raw, text in zip(raws, folded, strict=True) if text.endswith(suffix))
    return ""


def looks_numbered(titles: Sequence[str]) -> float:
    """The share of titles that carry a number of the work itself, from 0 to 1."""
    parts = readings.read(titles)
    return sum(part.number is not None and not part.series for part in parts) / len(parts) if parts else 0.0

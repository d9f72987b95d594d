"""What the title of one part says, read among its siblings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reader.model import Kind

Key = tuple[Decimal, ...]
"""(volume, rank, chapter, insert, fragment, letter); rank: -1 front, 0 main, 1 final, 2 back, 3 after."""


DATED = "date"
"""The series of a set that is numbered by whole dates."""


@dataclass(frozen=True, slots=True)
class PartTitle:
    """One part's title, understood."""

    raw: str
    """The title as given."""
    number: str | None = None
    """The part's own number in plain digits: "12", "12.5", "2.07", "-1"; the first of a range or pair."""
    key: Key = ()
    """Comparable among the parts of one ``series``; empty when the title gives the part no place."""
    kind: Kind = Kind.MAIN
    section: str | None = None
    """Volume, season or arc as the title writes it."""
    rest: str = ""
    """The title without the stem of the set and without its numbers."""
    final: bool = False
    """Whether the title calls itself the last."""
    fragment: str | None = None
    """The piece of a divided part, in plain digits: "2" of 前編/後編, (2/3), 24-2."""
    upto: int | None = None
    """The last number of a range (Chapters 6-7)."""
    total: int | None = None
    """How many parts or pieces the title says there are (2/3, 1 of 7)."""
    series: str = ""
    """Empty for the numbers of the work itself; else the kind whose own numbers these are (Interlude 3), or "date"."""

    @property
    def whole(self) -> int | None:
        """The integer part of a number of the work itself; None for specials and unnumbered parts."""
        if self.number is None or self.series:
            return None
        return int(self.number.partition(".")[0])

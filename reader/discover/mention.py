"""One number of a title: what it counts, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.discover.forms import Level


@dataclass(slots=True)
class Mention:
    """A number of a title, with what it counts and where it stands (offsets cover its words and brackets)."""

    start: int
    end: int
    level: Level
    value: int
    text: str
    script: str
    shape: str = ""
    """Keyword or place, the same for the same form; forms are compared over the set by it."""
    dotted: str = ""
    minor: int | None = None
    """The second number of a pair: 24-3, 一の二."""
    upto: int | None = None
    total: int | None = None
    letter: int = 0
    negative: bool = False
    framed: bool = False
    """Whether brackets enclose it."""
    join: str = ""
    """What stands between the two numbers of a pair or range, spaces left out."""
    ranges: bool = False
    """Whether the form speaks for a range, should the set not say: spaces, a plural, high or adjacent numbers."""

    @property
    def exact(self) -> Decimal:
        """The value with its sign."""
        return Decimal(-self.value if self.negative else self.value)

"""The lines of one text around a place, laid out as they are needed.

Owns the window over :mod:`reader.typeset.lines`: which lines stand in it from a given first one, which one a page
further or a page back begins.  Everything is reckoned from a line, none of it from a row of the whole text, so nothing
beyond the window is ever measured: opening at the end of a million letters costs what its beginning costs, and a
resize moves nothing but line ends.  A window begins with a whole line and ends with one.  Refuses to paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.typeset.columns import settle_columns
from reader.typeset.lines import BlockLines, Layout, Line, lay_out, settle
from reader.typeset.setting import HANGING_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Document

KEPT_BLOCKS: Final = 600
"""Blocks whose lines are kept; more are laid out anew."""


class Spot(NamedTuple):
    """A line: its block and its index in it."""

    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the window: a line's text, the row over it, or neither."""

    line: Line | None = None
    above: bool = False
    """The row over the text: readings, dots."""
    slice: int = -1
    """Which row it is of the line's picture, or column from the right, from 0; -1: none."""


class Galley:
    """A document set to a width."""

    def __init__(self, document: Document, layout: Layout, width: int, *, down: bool = False) -> None:
        self.document = document
        self.down = down
        """Lines are columns, ``width`` rows of them; what is a row of the window elsewhere is a column's place then."""
        self.setting = (settle_columns if down else settle)(document, layout, max(1, width))
        self._blocks: dict[int, BlockLines] = {}

    @property
    def width(self) -> int:
        """Cells of the longest line, or rows of the longest column."""
        margin = (1 if self.down else HANGING_CELLS) if self.setting.breaking.hang else 0
        return self.setting.width + margin

    def block(self, index: int) -> BlockLines:
        """A block, laid out."""
        if index not in self._blocks:
            if len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.clear()
            self._blocks[index] = lay_out(self.document, index, self.setting)
        return self._blocks[index]

    def line(self, spot: Spot) -> Line:
        """The line at a spot."""
        return self.block(spot.block).lines[spot.line]

    def spot(self, block: int, offset: int) -> Spot | None:
        """The line that holds a place, or the nearest line after it, or before it; ``None`` in a text without any."""
        count = len(self.document.blocks)
        if not 0 <= block < count:
            return None
        here = self.block(block)
        if here.lines:
            return Spot(block, here.line_of(offset))
        after = next(self._spots_after(Spot(block, 0)), None)
        return after or next(self._spots_before(Spot(block, 0)), None)

    def first(self) -> Spot | None:
        """The first line."""
        return next(self._spots_after(Spot(-1, 0)), None)

    def last(self) -> Spot | None:
        """The last line."""
        return next(self._spots_before(Spot(len(self.document.blocks), 0)), None)

    def after(self, spot: Spot) -> Spot | None:
        """The next line."""
        return next(self._spots_after(spot), None)

    def before(self, spot: Spot) -> Spot | None:
        """The line before."""
        return next(self._spots_before(spot), None)

    def _spots_after(self, spot: Spot) -> Iterator[Spot]:
        block, line = spot.block, spot.line + 1
        while block < len(self.document.blocks):
            if block >= 0:
                yield from (Spot(block, index) for index in range(line, len(self.block(block).lines)))
            block, line = block + 1, 0

    def _spots_before(self, spot: Spot) -> Iterator[Spot]:
        block, line = spot.block, spot.line - 1
        while block >= 0:
            if block < len(self.document.blocks):
                yield from (Spot(block, index) for index in range(line, -1, -1))
            block -= 1
            line = len(self.block(block).lines) - 1 if block >= 0 else -1

    def rows(self, spot: Spot, *, first: bool) -> int:
        """Rows that a line takes in a window; the gap before its block counts, unless it is the window's first line."""
        gap = 0 if first or spot.line else self._gap(spot.block)
        return gap + self.line(spot).rows

    def _gap(self, block: int) -> int:
        """Blank rows before a block's first line: its own, and those of the empty blocks right before it."""
        gap = self.block(block).gap
        block -= 1
        while block >= 0 and not self.block(block).lines:
            gap += self.block(block).gap
            block -= 1
        return gap

    def window(self, top: Spot | None, height: int) -> tuple[list[Spot], int]:
        """The lines that stand wholly in a window that begins with ``top``, and the rows that they take.

        At least one line, however low the window is.
        """
        spots: list[Spot] = []
        used = 0
        here = top
        while here is not None:
            rows = self.rows(here, first=not spots)
            if spots and used + rows > height:
                break
            spots.append(here)
            used += rows
            here = self.after(here)
        return spots, used

    def fill(self, spots: list[Spot]) -> list[Row]:
        """The rows of a window's lines, from its top."""
        rows: list[Row] = []
        for index, spot in enumerate(spots):
            line = self.line(spot)
            size = line.rows
            rows += [Row()] * (self.rows(spot, first=index == 0) - size)
            if line.figure is not None:
                rows += [Row(line, slice=one) for one in range(line.figure.places)]
                size -= line.figure.places
            if size > 1:
                rows += [Row()] * (size - 2) + [Row(line, above=True)]
            rows += [Row(line)] * min(1, size)
        return rows

    def ending(self, last: Spot | None, height: int) -> Spot | None:
        """The first line of a window that ends with ``last``."""
        if last is None:
            return None
        top, used = last, self.rows(last, first=True)
        while (earlier := self.before(top)) is not None:
            used += self.rows(top, first=False) - self.rows(top, first=True) + self.rows(earlier, first=True)
            if used > height:
                break
            top = earlier
        return top

    def move(self, spot: Spot, by: int) -> Spot:
        """So many lines further (or back), stopping at the ends."""
        for _ in range(abs(by)):
            near = self.after(spot) if by > 0 else self.before(spot)
            if near is None:
                break
            spot = near
        return spot

"""What layout hands to whoever paints: runs of cells that know where in the source they come from.

Values alone; how they come about is :mod:`reader.typeset.lines`' and :mod:`reader.typeset.columns`' business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from reader.typeset.width import is_simple

if TYPE_CHECKING:
    from reader.document import Mark, Span


class Kind(StrEnum):
    """What a run is, besides text of the block."""

    TEXT = "text"
    MARKER = "marker"
    """A list item's or footnote's own sign, a quotation's bar; belongs to no offset."""
    PADDING = "padding"
    """Spaces that the layout put in: indent, centring, justification, room for a reading."""
    HUNG = "hung"
    """Spaces and the newline at a line's end: in the source, not on the screen (no text, no cells)."""
    READING = "reading"
    """A ruby reading, above its base or in brackets behind it; its offsets are those of the base."""
    DOTS = "dots"
    """Emphasis dots above their base."""
    HYPHEN = "hyphen"
    """The hyphen of a word parted at the line's end."""
    IMAGE = "image"
    """Stands for a picture; the block has its address."""
    RULE = "rule"
    """A scene break without a text of its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one look.  ``text`` is as shown, ``cells`` how many it takes.

    ``start`` and ``end`` are code points of ``document.blocks[block].text``.  Where ``even`` holds, each code point
    shown is the source's one at the same index and a cluster of its own, so a column can be told by adding up; any
    other run is one indivisible cluster, or an addition (``start == end``; a reading has its base's range).
    """

    text: str
    cells: int
    block: int
    start: int
    end: int
    kind: Kind = Kind.TEXT
    spans: tuple[Span, ...] = ()
    """The block's marks that cover it.  Dots that could not be set above are an underline here."""

    @property
    def even(self) -> bool:
        """Whether the run is text shown code point by code point."""
        return self.kind is Kind.TEXT and len(self.text) == self.end - self.start and is_simple(self.text)

    @property
    def marks(self) -> frozenset[Mark]:
        """What its spans say of it."""
        return frozenset(span.mark for span in self.spans)

    def value(self, mark: Mark) -> str | None:
        """The value (address, label, reading) of the first span with that mark; ``None`` without one."""
        return next((span.value for span in self.spans if span.mark is mark), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """Room for a picture: so many ``columns`` and ``rows`` of cells."""

    source: str
    """The picture's address."""
    inset: int
    """Cells to its left; where lines run down, rows over it."""
    columns: int
    rows: int
    places: int = 0
    """How many lines it takes the place of: rows, or columns of text."""


@dataclass(frozen=True)
class Line:
    """One line of text: ``rows`` rows of the screen, or columns of it, its own text in the last of them.

    ``runs`` from the left edge on.  ``above`` is the row over it (readings, dots), from the same edge, with padding
    runs between; empty where nothing stands there.  ``start`` and ``end`` are the source range in the block, spaces
    and newline at the end included: the ranges of a block's lines are its text, without gap or overlap.
    """

    block: int
    start: int
    end: int
    runs: tuple[Run, ...]
    above: tuple[Run, ...] = ()
    rows: int = 1
    figure: Figure | None = None
    """A picture that stands in the first of its rows; the text, in what is left of them, tells what it shows."""

    @cached_property
    def cells(self) -> int:
        """Cells from the left edge to the end of the text."""
        return sum(run.cells for run in self.runs)

    @property
    def text(self) -> str:
        """The line as shown, without end padding."""
        return "".join(run.text for run in self.runs).rstrip(" ")

    @property
    def above_text(self) -> str:
        """The row over it as shown."""
        return "".join(run.text for run in self.above).rstrip(" ")


def padding(block: int, size: int) -> tuple[Run, ...]:
    """``size`` cells of nothing; no run where there are none."""
    return (Run(" " * size, size, block, 0, 0, Kind.PADDING),) if size > 0 else ()


def shifted(line: Line, size: int) -> Line:
    """The line, its text ``size`` cells further to the right."""
    pad = padding(line.block, size)
    return replace(line, runs=pad + line.runs, above=pad + line.above if line.above else ())


@dataclass(frozen=True)
class BlockLines:
    """One block laid out: ``gap`` blank rows, then its lines.  A hidden block has neither."""

    block: int
    gap: int
    lines: tuple[Line, ...]

    @cached_property
    def rows(self) -> int:
        """Rows of the screen, the gap counted."""
        return self.gap + sum(line.rows for line in self.lines)

    def line_of(self, offset: int) -> int:
        """Index of the line that holds ``offset`` (the last one for the block's end); 0 in a block without lines."""
        for index, line in enumerate(self.lines):
            if offset < line.end:
                return index
        return max(0, len(self.lines) - 1)

    def row_of(self, offset: int) -> int:
        """Row, from the block's first one, of the text row that holds ``offset``."""
        index = self.line_of(offset)
        return max(0, self.gap + sum(line.rows for line in self.lines[: index + 1]) - 1)

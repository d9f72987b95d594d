"""One window of a text as columns from right to left, each from top to bottom.

Owns what each row of such a window shows.  Columns are drawn once, when the window is filled; a row is what they show
at its height, neighbours of one look in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.document import Block, Document, Role
from reader.tui.galley import Galley
from reader.tui.ink import base_style, laid_over, run_style, trace
from reader.tui.leaf import Frame, Leaf
from reader.tui.strips import Part
from reader.typeset.columns import RUBY_GAP, rows_of
from reader.typeset.forms import GLYPH_CELLS
from reader.typeset.runs import Kind
from reader.typeset.setting import RubyMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.tui.galley import Row, Spot
    from reader.tui.ink import Overlay
    from reader.tui.leaf import Overlays, Painted
    from reader.tui.strips import Brush
    from reader.typeset.lines import Layout, Line
    from reader.typeset.runs import Figure, Run

    Cell = tuple[str, Style]

_BLANK: Final = " " * GLYPH_CELLS

CAPTION_COLUMNS: Final = 2
"""Columns that a picture leaves for the words behind it."""


@dataclass(slots=True)
class Drawn:
    """One column of text; ``block`` is -1 where it is none of the document's."""

    block: int
    line: Line
    cells: list[Cell]
    """What each row shows."""
    ranges: list[tuple[int, int]]
    """Of each row: the source range that it shows, an empty one where it shows none."""
    beside: list[Cell | None]
    """What stands to its right, as far as it goes."""


@dataclass(slots=True)
class Canvas:
    """A picture over so many columns, from its left edge; ``shown`` of them stand in the window."""

    block: int
    figure: Figure
    shown: int = 0


class Down(Leaf):
    """Columns from right to left, each from top to bottom, of ``column`` rows (0: as many as there are)."""

    def __init__(
        self,
        document: Document,
        layout: Layout,
        size: tuple[int, int],
        brush: Brush,
        *,
        frame: Frame | None = None,
        title: Sequence[str] = (),
        tail: Sequence[Part] = (),
        pictures: Painted | None = None,
    ) -> None:
        width, height = size
        frame = frame or Frame(down=True)
        self._rows = min(max(1, height), frame.column or height)
        self._top = (height - self._rows) // 2
        self._layout = layout
        galley = Galley(document, layout, self._rows, down=True)
        self._gap = gap = galley.setting.between
        self._step = step = GLYPH_CELLS + gap
        # What stands beside the first column may stand in the margin, but not outside the window.
        capacity = max(1, (min(width - gap, frame.room(width)) + gap) // step)
        if layout.figures:
            cells = (capacity - CAPTION_COLUMNS) * step - gap
            layout = replace(layout, figure_cells=min(cells, layout.figure_cells))
            galley = Galley(document, layout, self._rows, down=True)
        used = capacity * step - gap
        self._left = max(0, width - used - max(gap, (width - used) // 2))
        super().__init__(galley, capacity, brush, title, tail, pictures=pictures)
        self._columns: list[Drawn | Canvas | None] = []
        self._laid: dict[int, Sequence[Overlay]] = {}
        """What lies over the blocks in the window, as the rows were composed."""
        self._composed: list[Strip] = []

    def fill(self, top: Spot | None) -> None:
        """Begin at the right with the column ``top``."""
        super().fill(top)
        self._columns = list(self._drawn(self.pages[0]))
        self._composed = []

    # --- columns ---

    def _drawn(self, places: Iterable[Row | Part | None]) -> Iterator[Drawn | Canvas | None]:
        """The columns of the window, from right to left; a picture is one of as many as it takes."""
        canvas: Canvas | None = None
        for place in places:
            if isinstance(place, Part):
                canvas = None
                yield self._own(place)
            elif place is None or place.line is None:
                canvas = None
                yield None
            elif place.slice >= 0 and place.line.figure is not None:
                if canvas is None or place.slice == 0:
                    canvas = Canvas(place.line.block, place.line.figure)
                    yield canvas
                canvas.shown += 1
            else:
                canvas = None
                yield self._column(place.line, self.galley.document.blocks[place.line.block])

    def _own(self, part: Part) -> Drawn:
        """A column that is not the document's: a title, what comes next."""
        own = Document((Block(Role.CAPTION, part.text),), self.galley.setting.language)
        galley = Galley(own, replace(self._layout, ruby=RubyMode.HIDDEN), self._rows, down=True)
        found = self._column(galley.block(0).lines[0], own.blocks[0])
        return Drawn(-1, found.line, [(text, part.style) for text, _ in found.cells], [], [])

    def _column(self, line: Line, block: Block) -> Drawn:
        policy, brush = self._layout.policy, self.brush
        base = base_style(brush, block)
        drawn = Drawn(line.block, line, [], [], [])
        for run in line.runs:
            style = brush.look.ink if run.kind is Kind.PADDING else run_style(brush, base, run)
            rows = rows_of(run, policy)
            drawn.cells += [(text, style) for text, _, _ in rows]
            drawn.ranges += [(start, end if run.kind is Kind.TEXT else start) for _, start, end in rows]
        for run in line.above if self._gap == RUBY_GAP else ():
            style = run_style(brush, base, run)
            is_blank = run.kind is Kind.PADDING
            drawn.beside += [None if is_blank else (text, style) for text, _, _ in rows_of(run, policy)]
        return drawn

    # --- rows ---

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window: a glyph of each column, what stands beside it to its right."""
        shown = {column.block for column in self._columns if isinstance(column, Drawn) and column.block >= 0}
        laid = {block: overlays(block) for block in shown}
        if not self._composed or laid != self._laid or self._composed[0].cell_length != width:
            self._laid, self._composed = laid, self._rows_under(laid, width)
        y -= self._top
        return self._composed[y] if 0 <= y < self._rows else self.brush.blank(width)

    def _rows_under(self, laid: Mapping[int, Sequence[Overlay]], width: int) -> list[Strip]:
        """All rows, made together."""
        ink = self.brush.look.ink
        left = self._left + (self.capacity - self._shown) * self._step
        rows: list[list[Cell]] = [[(" " * left, ink)] for _ in range(self._rows)]
        for column in reversed(self._columns):
            for row, cells in zip(rows, self._stack(column, laid), strict=True):
                row.extend(cells)
        right = width - self._left - self.capacity * self._step
        for row in rows:
            row.append((" " * right, ink))
        return [self.brush.strip(_joined(row), width, exact=right >= 0) for row in rows]

    @property
    def _shown(self) -> int:
        """Places of the window that are taken."""
        return sum(column.shown if isinstance(column, Canvas) else 1 for column in self._columns)

    def _stack(self, column: Drawn | Canvas | None, laid: Mapping[int, Sequence[Overlay]]) -> Iterable[Sequence[Cell]]:
        """What a column, and the space to its right, show from top to bottom."""
        ink = self.brush.look.ink
        gap = (" " * self._gap, ink)
        if column is None:
            return [[(_BLANK, ink), gap]] * self._rows
        if isinstance(column, Canvas):
            return [self._picture_row(column, y) for y in range(self._rows)]
        cells = column.cells
        overlays = laid.get(column.block)
        if overlays:
            cells = [
                (text, laid_over(style, overlays, start, end)) if start < end else (text, style)
                for (text, style), (start, end) in zip(cells, column.ranges, strict=True)
            ]
        beside = [gap if cell is None else cell for cell in column.beside]
        return zip(self._down(cells, (_BLANK, ink)), self._down(beside, gap), strict=True)

    def _down(self, cells: list[Cell], blank: Cell) -> list[Cell]:
        """As many cells as a column has rows."""
        return cells[: self._rows] + [blank] * (self._rows - len(cells))

    def _picture_row(self, canvas: Canvas, y: int) -> list[Cell]:
        """What a row shows of a picture that stands in the middle of its columns."""
        figure, ink = canvas.figure, self.brush.look.ink
        whole, seen = figure.places * self._step, canvas.shown * self._step
        if not 0 <= y - figure.inset < figure.rows:
            return [(" " * seen, ink)]
        before = (whole - self._gap - figure.columns) // 2
        after = whole - before - figure.columns
        cells = [Segment(" " * before, ink), *self.picture(figure, y - figure.inset), Segment(" " * after, ink)]
        return [(text, style or ink) for text, style, _ in Strip(cells).crop(whole - seen, whole)]

    # --- the way back to the source ---

    def trace(self, y: int, width: int) -> Strip:
        """The row, where it shows source text or a picture; what is blank has the offset of the text beside it."""
        y -= self._top
        cells = [Segment(" " * (self._left + (self.capacity - self._shown) * self._step))]
        for column in reversed(self._columns):
            if isinstance(column, Canvas):
                cells.append(Segment(" " * column.shown * self._step, Style(meta={"picture": column.block})))
            elif column is None or column.block < 0 or not 0 <= y < self._rows:
                cells.append(Segment(" " * self._step))
            else:
                cells += self._traced(column, y)
        return self.brush.strip(cells, width)

    def _traced(self, column: Drawn, y: int) -> Iterator[Segment]:
        run = _run_at(column.line, y)
        if run is None:
            ends = [end for start, end in column.ranges if start < end]
            offset = max(ends, default=column.line.start)
            found = Style(meta={"offset": (offset, column.block)})
        else:
            found = trace(run, column.ranges[y][0])
            if run.kind is Kind.TEXT:
                yield Segment(column.cells[y][0], found)
                yield from [Segment(" ", found)] * self._gap
                return
        # A letter each: the hit test adds the letters before the pointer to the offset.
        yield from [Segment(" ", found)] * self._step


def _run_at(line: Line, y: int) -> Run | None:
    """The run that stands in a row of a column."""
    for run in line.runs:
        if y < run.cells:
            return run
        y -= run.cells
    return None


def _joined(cells: Iterable[Cell]) -> Iterator[Segment]:
    """A row of cells, neighbours of one style in one segment."""
    texts: list[str] = []
    last: Style | None = None
    for text, style in cells:
        if style is not last:
            if texts:
                yield Segment("".join(texts), last)
            texts, last = [], style
        texts.append(text)
    yield Segment("".join(texts), last)

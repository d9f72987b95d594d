"""One window of a text as rows of cells: lines across, or columns down.

Owns what stands where in the window: a title before the text, the lines, what comes after the end, the margins.
Both kinds of leaf are filled from a line and reckon in places (rows across, columns down), so that whoever turns the
pages need not know which it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.segment import Segment

from reader.document import Block, Document, Mark, Role
from reader.tui.galley import Galley
from reader.tui.ink import glyph_segment, segments
from reader.tui.strips import Part
from reader.typeset.columns import RUBY_GAP, columns_of
from reader.typeset.forms import GLYPH_CELLS
from reader.typeset.runs import Kind
from reader.typeset.setting import RubyMode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from reader.tui.galley import Row, Spot
    from reader.tui.ink import Overlay
    from reader.tui.strips import Brush
    from reader.typeset.columns import Column
    from reader.typeset.lines import Layout

    Overlays = Callable[[int], Sequence[Overlay]]

SIDE_MARGIN: Final = 2
"""Cells free on both sides of the text where the window has room."""

ROOMY: Final = 24
"""Cells from which a window has room."""

TITLE_ROOM: Final = 6
"""Places that must be left for text before a title is shown over it."""


class Leaf:
    """A window filled with lines.  ``spots`` are those that stand wholly in it."""

    def __init__(self, galley: Galley, capacity: int, brush: Brush, title: Sequence[str], tail: Sequence[Part]) -> None:
        self.galley = galley
        self.capacity = max(1, capacity)
        """Places in the window: rows across, columns down."""
        self.title = title
        self.tail = tail
        self.brush = brush
        self.spots: list[Spot] = []
        self.at_end = False
        """The last line is in sight, and there is room for what comes after it."""
        self.places: list[Row | Part | None] = []

    def fill(self, top: Spot | None) -> None:
        """Begin with the line ``top``, with the title before it if it is the first."""
        galley = self.galley
        head: list[Row | Part | None] = []
        if self.title and (top is None or top == galley.first()) and self.capacity > len(self.title) + TITLE_ROOM:
            look = self.brush.look
            head = [Part(self.title[0], look.strong), *(Part(line, look.muted) for line in self.title[1:])]
            head = [None, *head, None]
        self.spots, _ = galley.window(top, self.capacity - len(head))
        places: list[Row | Part | None] = [*head, *galley.fill(self.spots)]
        over = not self.spots or galley.after(self.spots[-1]) is None
        room = self.capacity - len(places)
        self.at_end = over and (room > len(self.tail) or self.capacity <= TITLE_ROOM)
        if over and room > len(self.tail):
            places += [None] * min(2, room - len(self.tail))
            places += self.tail
        self.places = places[: self.capacity]

    @property
    def reach(self) -> int:
        """Places for text in a window that shows the end."""
        return max(1, self.capacity - len(self.tail) - 1)

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window."""
        raise NotImplementedError


class Across(Leaf):
    """Lines from left to right, rows from top to bottom; the text in the middle of the window."""

    def __init__(
        self,
        document: Document,
        layout: Layout,
        size: tuple[int, int],
        brush: Brush,
        *,
        title: Sequence[str] = (),
        tail: Sequence[Part] = (),
    ) -> None:
        width, height = size
        room = width - 2 * SIDE_MARGIN if width >= ROOMY else width
        super().__init__(Galley(document, layout, room), height, brush, title, tail)

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window."""
        brush = self.brush
        place = self.places[y] if y < len(self.places) else None
        left = max(0, (width - self.galley.width) // 2)
        if isinstance(place, Part):
            return brush.row(width, [Part(" " * left, brush.look.paper, left), place])
        if place is None or place.line is None:
            return brush.blank(width)
        line = place.line
        block = self.galley.document.blocks[line.block]
        runs = line.above if place.above else line.runs
        laid = () if place.above else overlays(line.block)
        return brush.strip([Segment(" " * left, brush.look.paper), *segments(brush, block, runs, laid)], width)


class Down(Leaf):
    """Columns from right to left, each from top to bottom."""

    def __init__(
        self,
        document: Document,
        layout: Layout,
        size: tuple[int, int],
        brush: Brush,
        *,
        title: Sequence[str] = (),
        tail: Sequence[Part] = (),
    ) -> None:
        width, height = size
        self._rows = max(1, height)
        self._layout = layout
        signs = any(span.mark in {Mark.RUBY, Mark.DOTS} for block in document.blocks for span in block.spans)
        self._gap = RUBY_GAP if signs and layout.ruby is RubyMode.ABOVE else 1
        room = width - 2 * SIDE_MARGIN if width >= ROOMY else width
        capacity = (room + self._gap) // (GLYPH_CELLS + self._gap)
        super().__init__(Galley(document, layout, self._rows, down=True), capacity, brush, title, tail)
        self._columns: list[tuple[Column | None, Style | None]] = []

    def fill(self, top: Spot | None) -> None:
        """Begin at the right with the column ``top``."""
        super().fill(top)
        self._columns = [self._column(place) for place in self.places]

    def _column(self, place: Row | Part | None) -> tuple[Column | None, Style | None]:
        policy = self._layout.policy
        if isinstance(place, Part):
            own = Document((Block(Role.CAPTION, place.text),), self.galley.setting.language)
            first = Galley(own, replace(self._layout, ruby=RubyMode.HIDDEN), self._rows, down=True).block(0).lines[0]
            return columns_of(first, policy), place.style
        if place is None or place.line is None:
            return None, None
        return columns_of(place.line, policy), None

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window: a glyph of each column, what stands beside it to its right."""
        brush = self.brush
        used = self.capacity * (GLYPH_CELLS + self._gap) - self._gap
        right = max(0, (width - used) // 2)
        blank = Segment(" " * (GLYPH_CELLS + self._gap), brush.look.paper)
        missing = self.capacity - len(self._columns)
        start = width - right - used - self._gap + (GLYPH_CELLS + self._gap) * missing
        cells = [Segment(" " * max(0, start + self._gap), brush.look.paper)]
        for column, style in reversed(self._columns):
            if column is None:
                cells.append(blank)
                continue
            block = self.galley.document.blocks[column.block] if style is None else None
            laid = overlays(column.block) if block is not None else ()
            glyph = column.glyphs[y] if y < len(column.glyphs) else None
            beside = column.beside[y] if y < len(column.beside) and self._gap == RUBY_GAP else None
            if glyph is None or glyph.kind is Kind.PADDING:
                cells.append(Segment(" " * GLYPH_CELLS, brush.look.paper))
            else:
                cells.append(glyph_segment(brush, block, glyph, laid, style))
            if beside is None:
                cells.append(Segment(" " * self._gap, brush.look.paper))
            else:
                cells.append(glyph_segment(brush, block, beside, (), None))
        return brush.strip(cells, width)

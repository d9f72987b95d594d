"""One window of a text as rows of cells: what is common to lines across and columns down, and the lines across.

Owns what stands where in the window: a title before the text, the lines, what comes after the end, the margins, and
two pages side by side.
Both kinds of leaf are filled from a line and reckon in places (rows across, columns down), so that whoever turns the
pages need not know which it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from reader.tui.galley import Galley
from reader.tui.ink import segments, traced
from reader.tui.strips import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.strip import Strip

    from reader.document import Document
    from reader.tui.galley import Row, Spot
    from reader.tui.ink import Overlay
    from reader.tui.strips import Brush
    from reader.typeset.lines import Layout
    from reader.typeset.runs import Figure

    Overlays = Callable[[int], Sequence[Overlay]]
    Painted = Callable[[Figure], "Sequence[Sequence[Segment]] | None"]
    """The rows of a picture, or ``None`` while it is not there."""

ROOMY: Final = 24
"""Cells of text from which a window has room for margins."""

TITLE_ROOM: Final = 6
"""Places that must be left for text before a title is shown over it."""

CAPTION_ROOM: Final = 3
"""Rows that a picture leaves for the words below it."""

GUTTER: Final = 6
"""Cells between two pages side by side."""

LEAST_PAGE: Final = 40
"""Cells of the narrowest page that stands beside another: twenty full-width characters."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a window is parted: columns ``down`` or lines across, one page or ``two``, and its ``margin`` in cells."""

    down: bool = False
    two: bool = False
    margin: int = 2
    column: int = 0
    """Rows of the longest column; 0 for as many as the window has."""

    def room(self, width: int) -> int:
        """Cells between the margins, which give way where the window is narrow."""
        return max(min(width, ROOMY), width - 2 * self.margin)

    def pages(self, width: int) -> int:
        """How many pages stand side by side in a window that wide."""
        return 2 if self.two and not self.down and self.room(width) >= 2 * LEAST_PAGE + GUTTER else 1


class Leaf:
    """A window filled with lines.  ``spots`` are those that stand wholly in it."""

    def __init__(
        self,
        galley: Galley,
        capacity: int,
        brush: Brush,
        title: Sequence[str],
        tail: Sequence[Part],
        *,
        pages: int = 1,
        pictures: Painted | None = None,
    ) -> None:
        self.galley = galley
        self.pictures = pictures
        self.capacity = max(1, capacity)
        """Places of each page: rows across, columns down."""
        self.title = title
        self.tail = tail
        self.brush = brush
        self.spots: list[Spot] = []
        self.at_end = False
        """The last line is in sight, and there is room for what comes after it."""
        self.pages: list[list[Row | Part | None]] = [[] for _ in range(pages)]
        """What stands in the places of each page, the first one first."""

    def fill(self, top: Spot | None) -> None:
        """Begin with the line ``top``, with the title before it if it is the first."""
        galley = self.galley
        head: list[Row | Part | None] = []
        if self.title and (top is None or top == galley.first()) and self.capacity > len(self.title) + TITLE_ROOM:
            look = self.brush.look
            head = [Part(self.title[0], look.strong), *(Part(line, look.muted) for line in self.title[1:])]
            head = [None, *head, None]
        self.spots, here, at = [], top, 0
        for at, places in enumerate(self.pages):
            places[:] = head if at == 0 else []
            spots, _ = galley.window(here, self.capacity - len(places))
            places.extend(galley.fill(spots))
            self.spots += spots
            here = galley.after(spots[-1]) if spots else None
            if here is None:
                break
        for later in self.pages[at + 1 :]:
            later.clear()
        self._close(over=here is None, at=at)
        for places in self.pages:
            del places[self.capacity :]

    def _close(self, *, over: bool, at: int) -> None:
        """Behind the last line, which stands on the page ``at``, say what comes next: there, or on the page after."""
        room = self.capacity - len(self.pages[at])
        fits = room > len(self.tail)
        beyond = at + 1 < len(self.pages)
        self.at_end = over and (fits or beyond or self.capacity <= TITLE_ROOM)
        if over and fits:
            self.pages[at] += [None] * min(2, room - len(self.tail))
            self.pages[at] += self.tail
        elif over and beyond:
            self.pages[at + 1] += self.tail

    def ending(self, last: Spot | None, reach: int | None = None) -> Spot | None:
        """The first line of a window that ends with ``last``; ``reach``: places for text on its last page."""
        top, height = None, reach or self.capacity
        for _ in self.pages:
            if last is None:
                break
            top = self.galley.ending(last, height)
            last, height = (None if top is None else self.galley.before(top)), self.capacity
        return top

    @property
    def reach(self) -> int:
        """Places for text on the last page of a window that shows the end."""
        return max(1, self.capacity - len(self.tail) - 1)

    def picture(self, figure: Figure, row: int) -> Sequence[Segment]:
        """One row of a picture, or of the shade that stands for one that is not decoded yet."""
        painted = self.pictures(figure) if self.pictures is not None else None
        if painted is not None:
            return painted[row]
        return [Segment(" " * figure.columns, self.brush.look.under_cursor)]

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window, as it is painted."""
        raise NotImplementedError

    def trace(self, y: int, width: int) -> Strip:
        """The same row in no colours: where the mouse finds its way back to the source."""
        raise NotImplementedError


class Across(Leaf):
    """Lines from left to right, rows from top to bottom; one page in the middle of the window, or two."""

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
        layout = replace(layout, figure_rows=max(1, min(layout.figure_rows, height - CAPTION_ROOM)))
        frame = frame or Frame()
        pages = frame.pages(width)
        room = frame.room(width)
        if pages > 1:  # an even number of cells, as full-width text wants it
            room = (room - GUTTER) // 4 * 2
        super().__init__(Galley(document, layout, room), height, brush, title, tail, pages=pages, pictures=pictures)

    def left(self, width: int) -> int:
        """Cells before the first page in a window that wide."""
        used = self.galley.width * len(self.pages) + GUTTER * (len(self.pages) - 1)
        return max(0, (width - used) // 2)

    def strip(self, y: int, width: int, overlays: Overlays) -> Strip:
        """One row of the window."""
        return self._row(y, width, lambda place: self._segments(place, self.galley.width, overlays))

    def trace(self, y: int, width: int) -> Strip:
        """The row, where it shows source text or a picture."""
        return self._row(y, width, self._traced)

    def _row(self, y: int, width: int, shown: Callable[[Row | Part | None], Iterable[Segment]]) -> Strip:
        brush, page = self.brush, self.galley.width
        cells = [Segment(" " * self.left(width), brush.look.paper)]
        for at, places in enumerate(self.pages):
            row = shown(places[y] if y < len(places) else None)
            cells += brush.strip(row, page) if len(self.pages) > 1 else row
            if at + 1 < len(self.pages):
                cells.append(Segment(" " * GUTTER, brush.look.paper))
        return brush.strip(cells, width)

    def _segments(self, place: Row | Part | None, page: int, overlays: Overlays) -> Iterable[Segment]:
        """What stands in a place of a page that is so many cells wide."""
        if isinstance(place, Part):
            return self.brush.row(page, [place])
        if place is None or place.line is None:
            return ()
        line = place.line
        if line.figure is not None and place.slice >= 0:
            return self._slice(line.figure, place.slice)
        block = self.galley.document.blocks[line.block]
        runs = line.above if place.above else line.runs
        return segments(self.brush, block, runs, () if place.above else overlays(line.block))

    def _slice(self, figure: Figure, row: int) -> Iterable[Segment]:
        return [Segment(" " * figure.inset, self.brush.look.paper), *self.picture(figure, row)]

    def _traced(self, place: Row | Part | None) -> Iterable[Segment]:
        if isinstance(place, Part) or place is None or place.line is None or place.above:
            return ()
        line = place.line
        if line.figure is not None and place.slice >= 0:
            meta = Style(meta={"picture": line.block})
            return [Segment(" " * line.figure.inset), Segment(" " * line.figure.columns, meta)]
        return traced(line.runs)

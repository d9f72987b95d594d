"""The text itself: a window of whole lines, in source coordinates from end to end.

Owns painting, scrolling, selection, and the choice of links.  Where the window stands is told to the session as a
place (block, offset); the session says where it is to stand.  Nothing is animated; nothing beyond the window is laid
out.  Refuses to decide what a key means and what happens past the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.widget import Widget

from reader.document import Document
from reader.tui.galley import Galley, Spot
from reader.tui.ink import TARGETS, Overlay, segments
from reader.tui.stage import stage_of
from reader.tui.strips import Part
from reader.typeset.lines import Layout
from reader.typeset.width import cluster_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from reader.document import Span
    from reader.session import Search
    from reader.tui.galley import Row

WHEEL_LINES: Final = 3
LEAD_SHARE: Final = 4
"""A place shown for context stands that part of the window down: a quarter."""

Target = tuple[int, int]
"""A link or reference: its block and where its span starts."""


class Page(Widget, can_focus=True):
    """One episode's text."""

    DEFAULT_CSS: ClassVar[str] = "Page { height: 1fr; width: 1fr; }"

    class Scrolled(Message):
        """The reader moved the window."""

        def __init__(self, block: int, offset: int, *, at_end: bool) -> None:
            super().__init__()
            self.block, self.offset, self.at_end = block, offset, at_end

    class Followed(Message):
        """A link or reference was clicked."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self) -> None:
        super().__init__()
        self.galley = Galley(Document(), Layout(), 1)
        self._layout = Layout()
        self._anchor = (0, 0)
        self._top: Spot | None = None
        self._title: tuple[str, ...] = ()
        self._tail: Sequence[Part] = ()
        self._rows: list[tuple[Row | None, Part | None]] = []
        self._at_end = False
        self._search: Search | None = None
        self._target: Target | None = None
        self._targets: list[tuple[int, Span]] | None = None
        self._caret: tuple[int, int] | None = None
        self._mark: tuple[int, int] | None = None

    # --- what is shown ---

    def set(self, document: Document, layout: Layout, title: Sequence[str], tail: Sequence[Part]) -> None:
        """Show a text: its heading lines above it, and after its last line what comes next."""
        if document is not self.galley.document:
            self._target = self._targets = None
            self._caret = self._mark = None
            self.screen.clear_selection()
        same = document is self.galley.document and layout == self._layout
        self._layout = layout
        self._title, self._tail = tuple(title), tail
        if not same or not self._rows:
            self.galley = Galley(document, layout, self._room())
        self._settle()

    def show_at(self, block: int, offset: int, *, lead: bool = False) -> None:
        """Begin the window with the line of a place, or, with ``lead``, some lines before it unless it is in sight."""
        self._anchor = (block, offset)
        spot = self.galley.spot(block, offset)
        if lead and spot is not None:
            if spot in self.in_sight() and self._top is not None:
                spot = self._top
            else:
                spot = self.galley.ending(spot, max(1, self.size.height // LEAD_SHARE)) or spot
            self._go(spot)
            return
        self._top = spot
        self._fill()

    def set_search(self, search: Search) -> None:
        """Lay these hits over the text."""
        self._search = search
        self.refresh()

    def _room(self) -> int:
        width = self.size.width
        return max(1, width - (4 if width >= 24 else 0))  # noqa: PLR2004 - a window with room for margins

    def on_resize(self) -> None:
        """Another window: other lines, the same place."""
        self.galley = Galley(self.galley.document, self._layout, self._room())
        self._settle()

    def _settle(self) -> None:
        self._top = self.galley.spot(*self._anchor)
        self._fill()

    def repaint(self) -> None:
        """Paint anew: other colours."""
        self._fill()

    # --- the window ---

    @property
    def at_end(self) -> bool:
        """Whether the last line, and what comes after it, is in sight."""
        return self._at_end

    def in_sight(self) -> list[Spot]:
        """The lines in the window."""
        return self._spots

    def _fill(self) -> None:
        height = self.size.height
        galley = self.galley
        at_start = self._top is None or self._top == galley.first()
        head: list[tuple[Row | None, Part | None]] = []
        if at_start and self._title and height > len(self._title) + 6:  # room for some text under it
            look = stage_of(self).brush.look
            head = [(None, None), (None, Part(self._title[0], look.strong))]
            head += [(None, Part(line, look.muted)) for line in self._title[1:]]
            head += [(None, None)] * 2
        self._spots, _ = galley.window(self._top, height - len(head))
        rows: list[tuple[Row | None, Part | None]] = [
            *head,
            *((row, None) for row in galley.fill(self._spots)),
        ]
        over = not self._spots or galley.after(self._spots[-1]) is None
        room = height - len(rows)
        self._at_end = over and (room >= 2 or height < 6)  # noqa: PLR2004 - a line of what comes next, and one over it
        if over and self._tail and room >= 2:  # noqa: PLR2004 - as above
            rows += [(None, None)] * min(2, room - 1)
            rows += [(None, part) for part in self._tail][: height - len(rows)]
        self._rows = rows[:height]
        self.refresh()

    _spots: list[Spot] = []  # noqa: RUF012 - replaced whole, never changed in place

    def _go(self, top: Spot | None) -> None:
        """Begin the window there, and tell."""
        self._top = top
        self._fill()
        if top is None:
            self.post_message(self.Scrolled(0, 0, at_end=self._at_end))
            return
        line = self.galley.line(top)
        self._anchor = (top.block, line.start)
        self.post_message(self.Scrolled(*self._anchor, at_end=self._at_end))

    def page_on(self) -> bool:
        """A page further; ``False`` at the end."""
        if self._at_end or self._top is None:
            return False
        last = self._spots[-1]
        following = self.galley.after(last)
        if following is None:  # the last line is in sight, what comes next is not
            following = self._spots[min(len(self._spots) - 1, max(1, len(self._spots) // 2))]
        self._go(following)
        return True

    def page_back(self) -> None:
        """A page back."""
        if self._top is not None:
            self._go(self.galley.back(self._top, self.size.height))

    def lines(self, by: int) -> None:
        """So many lines on (or back), not past the end."""
        if self._top is None or (by > 0 and self._at_end):
            return
        self._go(self.galley.move(self._top, by))

    def half(self, by: int) -> None:
        """Half a window on (+1) or back (-1)."""
        rows = max(1, self.size.height // (2 * self.galley.setting.pitch))
        self.lines(by * rows)

    def to_top(self) -> tuple[int, int]:
        """The place of the first line."""
        return self._place(self.galley.first())

    def to_bottom(self) -> tuple[int, int]:
        """The place of the first line of a window that shows the end."""
        room = max(1, self.size.height - 2 - len(self._tail))
        return self._place(self.galley.ending(self.galley.last(), room))

    def _place(self, spot: Spot | None) -> tuple[int, int]:
        return (0, 0) if spot is None else (spot.block, self.galley.line(spot).start)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turns lines."""
        event.stop()
        self.lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turns lines."""
        event.stop()
        self.lines(-WHEEL_LINES)

    # --- painting ---

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        brush = stage_of(self).brush
        width = self.size.width
        if y >= len(self._rows):
            return brush.blank(width)
        row, part = self._rows[y]
        left = max(0, (width - self.galley.width) // 2)
        if part is not None:
            return brush.row(width, [Part(" " * left, brush.look.paper, left), part])
        if row is None or row.line is None:
            return brush.blank(width)
        line = row.line
        block = self.galley.document.blocks[line.block]
        runs = line.above if row.above else line.runs
        overlays = [] if row.above else self._overlays(line.block)
        cells = [Segment(" " * left, brush.look.paper), *segments(brush, block, runs, overlays)]
        return brush.strip(cells, width)

    def _overlays(self, block: int) -> list[Overlay]:
        look = stage_of(self).brush.look
        out: list[Overlay] = []
        if self._search is not None:
            here = self._search.hits[self._search.at] if self._search.hits else None
            out += [
                Overlay(hit.start, hit.end, look.hit_now if hit is here else look.hit)
                for hit in self._search.hits
                if hit.block == block
            ]
        if self._target is not None and self._target[0] == block:
            span = next((one for at, one in self.targets() if (at, one.start) == self._target), None)
            if span is not None:
                out.append(Overlay(span.start, span.end, Style(reverse=True)))
        chosen = self.text_selection
        if chosen is not None and (stretch := self._stretch(chosen, block)):
            out.append(Overlay(*stretch, look.chosen))
        if self._caret is not None and self._caret[0] == block:
            start, end = self._cluster(*self._caret)
            out.append(Overlay(start, end, Style(reverse=True)))
        return out

    # --- links and references ---

    def targets(self) -> list[tuple[int, Span]]:
        """Every link and reference, in reading order, with its block."""
        if self._targets is None:
            self._targets = [
                (index, span)
                for index, block in enumerate(self.galley.document.blocks)
                for span in block.spans
                if span.mark in TARGETS
            ]
        return self._targets

    @property
    def target(self) -> tuple[int, Span] | None:
        """The chosen link or reference."""
        return next(((at, span) for at, span in self.targets() if (at, span.start) == self._target), None)

    def target_at(self, target: Target) -> tuple[int, Span] | None:
        """The link or reference that starts there."""
        return next(((at, span) for at, span in self.targets() if (at, span.start) == target), None)

    def choose_target(self, by: int) -> tuple[int, Span] | None:
        """Choose the next (+1) or previous (-1) one from the chosen one, or from the window's beginning."""
        targets = self.targets()
        if not targets:
            return None
        places = [(at, span.start) for at, span in targets]
        if self._target is not None:
            index = places.index(self._target) + by
        else:
            ahead = [index for index, place in enumerate(places) if place >= self._anchor]
            index = ahead[0] if ahead else 0
        block, span = targets[index % len(targets)]
        self._target = (block, span.start)
        spot = self.galley.spot(block, span.start)
        if spot is not None and spot not in self._spots:
            self.show_at(block, span.start, lead=True)
        self.refresh()
        return block, span

    def forget_target(self) -> bool:
        """Choose none; whether one was chosen."""
        was, self._target = self._target, None
        self.refresh()
        return was is not None

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it."""
        target = event.style.meta.get("target")
        if target is not None:
            self.post_message(self.Followed(target))

    # --- selection ---

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected source text, a block a line."""
        stretches = [
            block.text[stretch[0] : stretch[1]]
            for index, block in enumerate(self.galley.document.blocks)
            if (stretch := self._stretch(selection, index)) is not None
        ]
        return "\n".join(stretches), "\n"

    def _stretch(self, selection: Selection, block: int) -> tuple[int, int] | None:
        """What of a block is selected, in whole clusters."""
        span = selection.get_span(block)
        if span is None:
            return None
        length = len(self.galley.document.blocks[block].text)
        start, end = span[0], length if span[1] == -1 else min(span[1], length)
        start = min(start, length)
        if start > 0:
            start = self._cluster(block, start)[0]
        if 0 < end < length:
            at, stop = self._cluster(block, end)
            end = stop if at < end else end
        return (start, end) if start < end else None

    def _cluster(self, block: int, offset: int) -> tuple[int, int]:
        """The cluster that holds an offset; after the last one an empty one."""
        text = self.galley.document.blocks[block].text
        around = max(0, offset - 64)
        for start, end in cluster_spans(text[around : offset + 64]):
            if around + start <= offset < around + end:
                return around + start, around + end
        return len(text), len(text)

    def selection_updated(self, selection: Selection | None) -> None:
        """Another selection: paint it."""
        del selection
        self.refresh()

    @property
    def caret(self) -> tuple[int, int] | None:
        """The keyboard's place in the text, while text is selected by keys."""
        return self._caret

    def start_caret(self) -> None:
        """Put the caret on the window's first letter, with the selection beginning there; again: begin it anew here."""
        if self._caret is None:
            self._caret = self._anchor
        self._mark = self._caret
        self._select()

    def end_caret(self) -> None:
        """Stop selecting by keys."""
        self._caret = self._mark = None
        self.screen.clear_selection()
        self.refresh()

    def move_caret(self, *, letters: int = 0, lines: int = 0) -> None:
        """The caret by letters or lines, the window with it."""
        if self._caret is None:
            return
        if letters:
            self._caret = self._letter(*self._caret, letters)
        else:
            self._caret = self._line_away(*self._caret, lines)
        spot = self.galley.spot(*self._caret)
        if spot is not None and spot not in self._spots:
            self._go(spot if lines < 0 or letters < 0 else self.galley.ending(spot, self.size.height))
        self._select()

    def _letter(self, block: int, offset: int, by: int) -> tuple[int, int]:
        blocks = self.galley.document.blocks
        if by > 0:
            end = self._cluster(block, offset)[1]
            if end > offset:
                return block, end
            later = (index for index in range(block + 1, len(blocks)) if blocks[index].text)
            return next(((index, 0) for index in later), (block, offset))
        if offset > 0:
            return block, self._cluster(block, offset - 1)[0]
        earlier = (index for index in range(block - 1, -1, -1) if blocks[index].text)
        return next(((index, len(blocks[index].text)) for index in earlier), (block, offset))

    def _line_away(self, block: int, offset: int, by: int) -> tuple[int, int]:
        spot = self.galley.spot(block, offset)
        if spot is None:
            return block, offset
        into = offset - self.galley.line(spot).start
        line = self.galley.line(self.galley.move(spot, by))
        return line.block, min(line.start + into, max(line.start, line.end - 1))

    def _select(self) -> None:
        if self._caret is not None and self._mark is not None:
            (block, offset), (start, mark) = self._caret, self._mark
            first, last = sorted([(block, offset), (start, mark)])
            chosen = Selection(Offset(first[1], first[0]), Offset(last[1], last[0]))
            self.screen.selections = {self: chosen}
        self.refresh()

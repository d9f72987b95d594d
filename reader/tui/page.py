"""The text itself: a window of whole lines or columns, in source coordinates from end to end.

Owns turning, selection and the choice of links.  Where the window stands is told to the session as a place (block,
offset); the session says where it is to stand.  Nothing is animated; nothing beyond the window is laid out.  Refuses
to decide what a key means and what happens past the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.widget import Widget

from reader.document import Document, Mark
from reader.tui import picking
from reader.tui.down import Down
from reader.tui.ink import Overlay
from reader.tui.leaf import Across, Frame, Leaf
from reader.tui.stage import stage_of
from reader.typeset.lines import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.document import Span
    from reader.session import Search
    from reader.tui.galley import Spot
    from reader.tui.leaf import Painted
    from reader.tui.picking import Place
    from reader.tui.strips import Part

WHEEL_LINES: Final = 3

LEAD_SHARE: Final = 4
"""A place shown for context stands that part of the window down: a quarter."""


class Page(Widget, can_focus=True):
    """One episode's text."""

    DEFAULT_CSS: ClassVar[str] = "Page { height: 1fr; width: 1fr; }"

    class Followed(Message):
        """A link or reference was clicked; it starts at ``target``."""

        def __init__(self, target: Place) -> None:
            super().__init__()
            self.target = target

    class Pictured(Message):
        """The picture of a block was clicked."""

        def __init__(self, block: int) -> None:
            super().__init__()
            self.block = block

    class Asked(Message):
        """A base was clicked whose reading is shown on demand only."""

        def __init__(self, base: str, reading: str) -> None:
            super().__init__()
            self.base, self.reading = base, reading

    def __init__(self, report: Callable[[int, int, bool], None]) -> None:
        super().__init__()
        self._report = report
        """Told at once, not by a message: a message could come after the next episode was opened."""
        self._document = Document()
        self._layout = Layout()
        self._frame = Frame()
        self._title: Sequence[str] = ()
        self._tail: Sequence[Part] = ()
        self._leaf: Leaf | None = None
        self._anchor: Place = (0, 0)
        self._top: Spot | None = None
        self._search: Search | None = None
        self._notes: Mapping[int, Sequence[Overlay]] = {}
        self._target: Place | None = None
        self._targets: list[tuple[int, Span]] | None = None
        self._caret: Place | None = None
        self._mark: Place | None = None
        self._read: tuple[int, Span] | None = None
        """The base whose reading was told last."""
        self.pictures: Painted | None = None
        self._paints = False
        self._laid: dict[int, list[Overlay]] = {}
        """What lies over each block, while the window is painted."""

    # --- what is shown ---

    def set(self, document: Document, layout: Layout, title: Sequence[str], tail: Sequence[Part], frame: Frame) -> None:
        """Show a text: its title before it, and after its last line what comes next."""
        if document is not self._document:
            self._target = self._targets = self._caret = self._mark = self._read = None
            self.screen.clear_selection()
        wanted = (document, layout, tuple(title), tuple(tail), frame)
        if wanted != (self._document, self._layout, tuple(self._title), tuple(self._tail), self._frame):
            self._document, self._layout, self._title, self._tail, self._frame = wanted
            self._leaf = None

    def show_at(self, block: int, offset: int, *, lead: bool = False) -> None:
        """Begin the window with the line of a place, or, with ``lead``, some lines before it unless it is in sight."""
        spot = self.leaf.galley.spot(block, offset) if lead else None
        if spot is None:
            self._anchor = (block, offset)
            self._settle()
        elif spot in self.leaf.spots:
            self._go(self._top)
        else:
            self._go(self.leaf.galley.ending(spot, max(1, self.leaf.capacity // LEAD_SHARE)) or spot)

    def set_notes(self, notes: Mapping[int, Sequence[Overlay]]) -> None:
        """Lay the reader's notes over the text, by block."""
        self._notes = notes
        self.refresh()

    def set_search(self, search: Search) -> None:
        """Lay these hits over the text."""
        self._search = search
        self.refresh()

    def on_resize(self) -> None:
        """Another window: other lines, the same place."""
        self._leaf = None
        if self._document.blocks:
            self._settle()

    def repaint(self) -> None:
        """Paint anew: other colours."""
        self._leaf = None
        self._settle()

    @property
    def leaf(self) -> Leaf:
        """The window."""
        if self._leaf is None:
            kind = Down if self._frame.down else Across
            size = (max(1, self.size.width), max(1, self.size.height))
            brush = stage_of(self).brush
            self._leaf = kind(
                self._document,
                self._layout,
                size,
                brush,
                frame=self._frame,
                title=self._title,
                tail=self._tail,
                pictures=self.pictures,
            )
            self._top = self._leaf.galley.spot(*self._anchor)
            self._leaf.fill(self._top)
        return self._leaf

    @property
    def at_end(self) -> bool:
        """Whether the last line, and what comes after it, is in sight."""
        return self.leaf.at_end

    def _settle(self) -> None:
        """Stand at the anchor, which does not move."""
        if self._leaf is not None:
            self._top = self._leaf.galley.spot(*self._anchor)
            self._leaf.fill(self._top)
        leaf = self.leaf  # a new one is filled from the anchor
        self.refresh()
        self._report(*self._anchor, leaf.at_end)

    def _go(self, top: Spot | None) -> None:
        """Begin the window there, and tell."""
        self._top = top
        self.leaf.fill(top)
        self._anchor = self._place(top)
        self.refresh()
        self._report(*self._anchor, self.at_end)

    def _place(self, spot: Spot | None) -> Place:
        return (0, 0) if spot is None else (spot.block, self.leaf.galley.line(spot).start)

    # --- turning ---

    def page_on(self) -> bool:
        """A page further; ``False`` at the end."""
        leaf = self.leaf
        if leaf.at_end or self._top is None:
            return False
        following = leaf.galley.after(leaf.spots[-1])
        if following is None:  # the last line is in sight, but not what comes after it
            if len(leaf.spots) == 1:
                return False
            following = leaf.spots[max(1, len(leaf.spots) // 2)]
        self._go(following)
        return True

    def page_back(self) -> None:
        """A page back."""
        if self._top is not None:
            galley = self.leaf.galley
            self._go(self.leaf.ending(galley.before(self._top)) or self._top)

    def lines(self, by: int) -> None:
        """So many lines on (or back), not past the end."""
        if self._top is None or (by > 0 and self.at_end):
            return
        self._go(self.leaf.galley.move(self._top, by))

    def half(self, by: int) -> None:
        """Half a window on (+1) or back (-1)."""
        self.lines(by * max(1, len(self.leaf.spots) // 2))

    def bottom(self) -> Place:
        """The place of the first line of a window that shows the end."""
        leaf = self.leaf
        return self._place(leaf.ending(leaf.galley.last(), leaf.reach))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turns lines."""
        event.stop()
        self.lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turns lines."""
        event.stop()
        self.lines(-WHEEL_LINES)

    # --- painting ---

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint some rows."""
        self._laid.clear()
        self._paints = True
        try:
            return super().render_lines(crop)
        finally:
            self._paints = False

    def render_line(self, y: int) -> Strip:
        """One row of the window: painted, or, where Textual looks for what lies under the pointer, traced."""
        if self._paints:
            return self.leaf.strip(y, self.size.width, self._overlays)
        return self.leaf.trace(y, self.size.width)

    def _overlays(self, block: int) -> list[Overlay]:
        if not self._paints:
            return self._laid_over(block)
        if block not in self._laid:
            self._laid[block] = self._laid_over(block)
        return self._laid[block]

    def _laid_over(self, block: int) -> list[Overlay]:
        look = stage_of(self).brush.look
        out: list[Overlay] = list(self._notes.get(block, ()))
        if self._search is not None and self._search.hits:
            here = self._search.hits[self._search.at]
            out += [
                Overlay(hit.start, hit.end, look.hit_now if hit is here else look.hit)
                for hit in self._search.hits
                if hit.block == block
            ]
        out += [
            Overlay(one[1].start, one[1].end, Style(reverse=True))
            for one in (self.target, self._read)
            if one is not None and one[0] == block
        ]
        chosen = self.text_selection
        if chosen is not None and (found := picking.stretch(self._document, chosen, block)):
            out.append(Overlay(*found, look.chosen))
        if self._caret is not None and self._caret[0] == block:
            out.append(Overlay(*picking.cluster_at(self._document, *self._caret), Style(reverse=True)))
        return out

    # --- links and references ---

    def _all_targets(self) -> list[tuple[int, Span]]:
        if self._targets is None:
            self._targets = picking.targets(self._document)
        return self._targets

    @property
    def target(self) -> tuple[int, Span] | None:
        """The chosen link or reference, with its block."""
        return None if self._target is None else self.target_at(self._target)

    def target_at(self, place: Place) -> tuple[int, Span] | None:
        """The link or reference that starts there."""
        return next(((block, span) for block, span in self._all_targets() if (block, span.start) == place), None)

    def choose_target(self, by: int) -> tuple[int, Span] | None:
        """Choose the next (+1) or previous (-1) one; ``None`` in a text without any."""
        found = self._all_targets()
        if not found:
            return None
        block, span = picking.target_after(found, self._target, by, self._anchor)
        self._target = (block, span.start)
        if self.leaf.galley.spot(block, span.start) not in self.leaf.spots:
            self.show_at(block, span.start, lead=True)
        self.refresh()
        return block, span

    def forget_target(self) -> bool:
        """Choose none; whether one was chosen."""
        was, self._target, self._read = self._target or self._read, None, None
        self.refresh()
        return was is not None

    # --- readings ---

    def ask_readings(self) -> list[tuple[str, str]]:
        """Base and reading of what is selected, or under the caret; else of the next base in the window."""
        document, last, self._read = self._document, self._read, None
        if self.text_selection is not None:
            found = picking.readings(document, *picking.ends(document, self.text_selection))
        else:
            seen = picking.readings(document, self._anchor, self._foot)
            further = [one for one in seen if last is not None and (one[0], one[1].start) > (last[0], last[1].start)]
            found = (further or seen)[:1]
            self._read = next(iter(found), None)
        self.refresh()
        return [(document.blocks[block].text[span.start : span.end], span.value) for block, span in found]

    @property
    def _foot(self) -> Place:
        """The last letter of the window."""
        if not self.leaf.spots:
            return self._anchor
        line = self.leaf.galley.line(self.leaf.spots[-1])
        return line.block, max(line.start, line.end - 1)

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it, on a picture enlarges it; on a base, it asks for its reading."""
        meta = self._meta_at(event.x, event.y)
        if "picture" in meta:
            self.post_message(self.Pictured(meta["picture"]))
        elif "target" in meta:
            self.post_message(self.Followed(meta["target"]))
        elif "offset" in meta:
            offset, block = meta["offset"]
            offset = max(offset, self._offset_under(event, offset))
            for span in self._document.blocks[block].spans:
                if span.mark is Mark.RUBY and span.start <= offset < span.end:
                    base = self._document.blocks[block].text[span.start : span.end]
                    self.post_message(self.Asked(base, span.value))

    def _meta_at(self, x: int, y: int) -> dict[str, Any]:
        """What the cell under the pointer shows of the source."""
        for segment in self.leaf.trace(y, self.size.width):
            if x < segment.cell_length:
                return segment.style.meta if segment.style else {}
            x -= segment.cell_length
        return {}

    def _offset_under(self, event: events.Click, otherwise: int) -> int:
        """The offset of the letter under the pointer: the hit test answers with the border nearest to its left edge."""
        _, found = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        return otherwise if found is None else found.x

    # --- selection ---

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected source text, a block a line."""
        return picking.selected_text(self._document, selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Another selection: paint it."""
        del selection
        self.refresh()

    @property
    def chosen(self) -> tuple[Place, Place] | None:
        """Where the selected text begins and ends (excluded); ``None`` where no letter is selected."""
        return None if self.text_selection is None else picking.limits(self._document, self.text_selection)

    @property
    def caret(self) -> Place | None:
        """The keyboard's place in the text, while text is selected by keys."""
        return self._caret

    def start_caret(self) -> None:
        """Put the caret on the window's first letter and begin to select there; again: begin anew at the caret."""
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
        """The caret by a letter or by lines, the window with it."""
        if self._caret is None:
            return
        galley = self.leaf.galley
        if letters:
            self._caret = picking.letter_away(self._document, self._caret, letters)
        else:
            self._caret = picking.line_away(galley, self._caret, lines)
        spot = galley.spot(*self._caret)
        if spot is not None and spot not in self.leaf.spots:
            self._go(spot if letters + lines < 0 else self.leaf.ending(spot))
        self._select()

    def _select(self) -> None:
        if self._caret is not None and self._mark is not None:
            first, last = sorted([self._caret, self._mark])
            chosen = Selection(Offset(first[1], first[0]), Offset(last[1], last[0]))
            self.screen.selections = {self: chosen}
        self.refresh()

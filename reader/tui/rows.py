"""A list of any length, painted by the line: a cursor, a window that follows it, and nothing measured beforehand.

Owns the cursor and the window; what a row shows is the subclass' business.  A thousand rows cost what twenty cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

from reader.tui.stage import stage_of
from reader.tui.strips import COLUMN_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from reader.tui.strips import Brush


class Rows(Widget, can_focus=True):
    """A list.  Subclasses say how many rows there are and paint one of them in :attr:`pitch` strips."""

    DEFAULT_CSS: ClassVar[str] = "Rows { height: 1fr; width: 1fr; }"
    ALLOW_SELECT: ClassVar[bool] = False

    class Chosen(Message):
        """A row was clicked that had the cursor already."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

    pitch: int = 1
    """Strips a row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.cursor = 0
        self._top = 0
        self._centre = False
        self._painted: dict[tuple[int, int, bool], Sequence[Strip]] = {}

    # --- for subclasses ---

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """The strips of one row, each ``width`` cells."""
        raise NotImplementedError

    def is_stop(self, index: int) -> bool:
        """Whether the cursor may stand on the row."""
        return 0 <= index < self.count()

    def fit_pitch(self, height: int) -> None:
        """Choose :attr:`pitch` for a window of that height."""

    # --- the cursor ---

    def renew(self, cursor: int | None = None, *, centred: bool = False) -> None:
        """The rows have changed; keep the cursor, or set it, ``centred`` in the window until it is moved."""
        self._painted.clear()
        self.fit_pitch(self.size.height)
        self._centre = self._centre or centred
        self._place(self.cursor if cursor is None else cursor)
        self.refresh()

    def move(self, by: int) -> None:
        """The cursor by so many rows, over those where it may not stand, stopping at the ends."""
        step = 1 if by > 0 else -1
        target = self.cursor
        for _ in range(abs(by)):
            following = target + step
            while 0 <= following < self.count() and not self.is_stop(following):
                following += step
            if not self.is_stop(following):
                break
            target = following
        self._go(target)

    def page(self, by: int) -> None:
        """The cursor by so many windows."""
        self.move(by * max(1, self.size.height // self.pitch - 1))

    def go(self, index: int) -> None:
        """The cursor to a row, or the nearest one where it may stand."""
        self._centre = False
        self._place(index)
        self._changed()

    def _go(self, index: int) -> None:
        if index != self.cursor:
            self.cursor = index
            self._centre = False
            self._follow()
            self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Moved(self))

    def _place(self, index: int) -> None:
        last = self.count() - 1
        index = min(max(0, index), max(0, last))
        near = sorted(range(max(0, index - 3), min(last, index + 3) + 1), key=lambda one: (abs(one - index), -one))
        self.cursor = next((one for one in near if self.is_stop(one)), index)
        self._follow()

    def _follow(self) -> None:
        """Move the window so that the cursor's row stands in it, with a row of company where there is room."""
        height = self.size.height
        company = self.pitch if height >= 3 * self.pitch else 0
        first, end = self.cursor * self.pitch, (self.cursor + 1) * self.pitch
        if self._centre:
            self._top = first - (height - self.pitch) // 2
        self._top = max(min(self._top, first - company), end + company - height)
        self._top = max(0, min(self._top, self.count() * self.pitch - height))

    def show_from_top(self) -> None:
        """Begin the window with the first row, if the cursor's row can be seen then."""
        if (self.cursor + 1) * self.pitch <= self.size.height:
            self._top = 0
            self.refresh()

    # --- painting ---

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        brush = stage_of(self).brush
        width = self.size.width
        index, part = divmod(self._top + y, self.pitch)
        if index >= self.count():
            return brush.blank(width)
        key = (index, width, index == self.cursor)
        if key not in self._painted:
            if len(self._painted) > 1000:  # noqa: PLR2004 - rows worth keeping
                self._painted.clear()
            self._painted[key] = self._set(brush, index, width)
        return self._painted[key][part]

    def _set(self, brush: Brush, index: int, width: int) -> Sequence[Strip]:
        column = min(width, COLUMN_LIMIT)
        strips = self.paint(brush, index, column, current=index == self.cursor)
        if column == width:
            return strips
        left = (width - column) // 2
        margins = brush.blank(left), brush.blank(width - column - left)
        return [type(strip).join([margins[0], strip, margins[1]]) for strip in strips]

    def repaint(self) -> None:
        """Paint all rows anew: another theme, another time of day."""
        self._painted.clear()
        self.refresh()

    # --- events ---

    def on_resize(self) -> None:
        """Another size: keep the cursor in the window."""
        self.renew()

    def on_click(self, event: events.Click) -> None:
        """A click chooses; one on the cursor opens."""
        index = (self._top + event.y) // self.pitch
        if not self.is_stop(index):
            return
        if index == self.cursor:
            self.post_message(self.Chosen(self))
        else:
            self._go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1)

"""Small questions and small texts over a screen: yes or no, a footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget

from reader.tui.galley import Galley
from reader.tui.ink import segments
from reader.tui.stage import stage_of
from reader.tui.strips import Part

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.document import Document
    from reader.tui.galley import Spot
    from reader.typeset.lines import Layout

_QUIT = Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True)


class Question(Widget):
    """The question and its two answers."""

    DEFAULT_CSS: ClassVar[str] = "Question { height: 1; width: 1fr; dock: bottom; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        """The one line."""
        del y
        stage = stage_of(self)
        look = stage.brush.look
        left = [Part("? ", look.accent), Part(self._text, look.bright)]
        right = [Part(f"Enter {stage.say('ask.yes')}   Esc {stage.say('ask.no')}", look.muted)]
        return stage.brush.row(self.size.width, left, right, margin=stage.brush.margin(self.size.width))


class Ask(ModalScreen[bool], inherit_bindings=False):
    """A question on the bottom line; Enter or y is yes, Esc or n is no."""

    DEFAULT_CSS: ClassVar[str] = "Ask { background: $background 0%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", show=False),
        Binding("escape,n,q", "answer(False)", show=False),
        _QUIT,
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The question."""
        yield Question(self._text)

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)

    def action_quit(self) -> None:
        """Quit at once."""
        stage_of(self).leave()


class NoteText(Widget, can_focus=True):
    """A short text in a frame of shaded paper."""

    DEFAULT_CSS: ClassVar[str] = "NoteText { dock: bottom; width: 1fr; }"

    def __init__(self, title: str, document: Document, layout: Layout) -> None:
        super().__init__()
        self._title, self._document, self._layout = title, document, layout
        self._galley: Galley | None = None
        self._top: Spot | None = None

    def on_mount(self) -> None:
        """Lay the text out."""
        self._fit()

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._fit()

    def _fit(self) -> None:
        width, height = self.app.size
        self._galley = Galley(self._document, self._layout, max(1, width - 4))
        self._top = self._galley.first()
        _, rows = self._galley.window(self._top, 10_000)
        self.styles.height = max(1, min(rows + 2, height - 1))
        self.refresh()

    def move(self, by: int) -> None:
        """Scroll by lines."""
        if self._galley is not None and self._top is not None:
            self._top = self._galley.move(self._top, by)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row of the note."""
        stage = stage_of(self)
        brush, width = stage.brush, self.size.width
        if y == 0:
            rule = brush.signs.rule * max(0, width - 2 * brush.margin(width) - 1 - brush.cells(self._title))
            parts = [Part(f"{self._title} ", brush.look.accent), Part(rule, brush.look.rule)]
            return brush.row(width, parts, margin=brush.margin(width))
        galley = self._galley
        if galley is None:
            return brush.blank(width)
        spots, _ = galley.window(self._top, self.size.height - 1)
        rows = galley.fill(spots)
        if y > len(rows) or (line := rows[y - 1].line) is None:
            return brush.blank(width)
        left = max(0, (width - galley.width) // 2)
        block = self._document.blocks[line.block]
        runs = line.above if rows[y - 1].above else line.runs
        cells = [Segment(" " * left, brush.look.paper), *segments(brush, block, runs, [])]
        return brush.strip(cells, width)


class Note(ModalScreen[None], inherit_bindings=False):
    """A footnote over the text; any of the usual keys closes it."""

    DEFAULT_CSS: ClassVar[str] = "Note { background: $background 0%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q,space,tab", "close", show=False),
        Binding("down,j,pagedown", "move(1)", show=False),
        Binding("up,k,pageup", "move(-1)", show=False),
        _QUIT,
    ]

    def __init__(self, title: str, document: Document, layout: Layout) -> None:
        super().__init__()
        self._note = NoteText(title, document, layout)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._note

    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Scroll it."""
        self._note.move(by)

    def action_quit(self) -> None:
        """Quit at once."""
        stage_of(self).leave()

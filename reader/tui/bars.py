"""The line above, the line below, and the field that takes the latter's place while something is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.keys import Pane, footer_of, name
from reader.tui.stage import stage_of
from reader.tui.strips import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip
    from textual.timer import Timer

    from reader.tui.strips import Brush

MESSAGE_SECONDS: Final = 8.0


def _margin(brush: Brush, width: int, wanted: int | None) -> int:
    return brush.margin(width) if wanted is None else min(wanted, brush.margin(width))


class TopLine(Widget):
    """Where the reader is: a title to the left, facts to the right."""

    DEFAULT_CSS: ClassVar[str] = "TopLine { height: 1; width: 1fr; dock: top; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.edge: int | None = None
        """Cells free at both ends, where another width than the usual one is wanted."""
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Say this."""
        self._left, self._right = left, right
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        del y
        brush, width = stage_of(self).brush, self.size.width
        return brush.row(width, self._left, self._right, margin=_margin(brush, width, self.edge))


class BottomLine(Widget):
    """What can be done, or how far the reader is; a message takes its place for a while."""

    DEFAULT_CSS: ClassVar[str] = "BottomLine { height: 1; width: 1fr; dock: bottom; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self._pane = pane
        self.edge: int | None = None
        """As of the line above."""
        self._left: Sequence[Part] | None = None
        self._right: Sequence[Part] = ()
        self._message = ""
        self._timer: Timer | None = None

    def show(self, left: Sequence[Part] | None = None, right: Sequence[Part] = ()) -> None:
        """Say this; without ``left`` the keys of the pane."""
        self._left, self._right = left, right
        self.refresh()

    @property
    def message(self) -> str:
        """The message that stands there, or ``""``."""
        return self._message

    def tell(self, line: str) -> None:
        """Show a message; ``""`` takes it away."""
        self._message = line
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_mounted:
            self.on_mount()

    def on_mount(self) -> None:
        """Begin to forget the message, which may have been told before the screen was there."""
        if self._message:
            self._timer = self.set_timer(MESSAGE_SECONDS, self._forget)
        self.refresh()

    def _forget(self) -> None:
        self._message = ""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        del y
        brush = stage_of(self).brush
        width = self.size.width
        margin = _margin(brush, width, self.edge)
        if self._message:
            parts = [Part("› ", brush.look.accent), Part(self._message, brush.look.bright, least=width)]
            return brush.row(width, parts, margin=margin)
        left = self.keys() if self._left is None else self._left
        return brush.row(width, left, self._right, margin=margin)

    def keys(self) -> list[Part]:
        """The pane's keys, each with its word; as many as there is room for."""
        stage = stage_of(self)
        look = stage.brush.look
        parts: list[Part] = []
        width = self.size.width
        room = width - 2 * stage.brush.margin(width) - sum(stage.brush.cells(part.text) + 2 for part in self._right)
        for key in sorted(footer_of(self._pane), key=lambda key: not key.id.startswith("help")):
            pair = [Part(name(key.keys[0]), look.ink), Part(f" {stage.say(f'foot.{key.id}')}   ", look.muted)]
            size = sum(stage.brush.cells(part.text) for part in pair)
            if size > room + 3:
                continue
            room -= size
            parts = [*parts, *pair]
        parts = [*parts[2:], *parts[:2]]  # help is fitted in first and stands last
        return [*parts[:-1], *(replace(part, text=part.text.rstrip()) for part in parts[-1:])]


class Prompt(Horizontal):
    """A field on the bottom line: a word that says what it is for, and what the reader types."""

    DEFAULT_CSS: ClassVar[str] = """
    Prompt { dock: bottom; height: 1; width: 1fr; padding: 0 3; display: none; background: $background; }
    Prompt.-open { display: block; }
    Prompt Input, Prompt Input:focus {
        height: 1; border: none; padding: 0; background: $background; width: 1fr; background-tint: $background 0%;
    }
    Word { width: auto; height: 1; }
    """

    class Changed(Message):
        """Another text stands in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        """Enter was pressed in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, label: str, hint: str) -> None:
        super().__init__()
        self._label, self._hint = label, hint

    def compose(self) -> ComposeResult:
        """The word and the field."""
        yield Word(self._label)
        yield Input(placeholder=self._hint, select_on_focus=False)

    def on_resize(self) -> None:
        """Keep to the column of the bars."""
        self.styles.padding = (0, stage_of(self).brush.margin(self.app.size.width))

    @property
    def field(self) -> Input:
        """The field itself."""
        return self.query_one(Input)

    @property
    def is_open(self) -> bool:
        """Whether the field is there."""
        return self.has_class("-open")

    def open(self, text: str = "") -> None:
        """Show the field, with a text in it, and put the cursor there."""
        self.add_class("-open")
        self.field.value = text
        self.field.cursor_position = len(text)
        self.field.focus()

    def close(self) -> None:
        """Take the field away."""
        self.remove_class("-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on."""
        event.stop()
        if self.is_open:
            self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass it on."""
        event.stop()
        self.post_message(self.Entered(event.value))


class Word(Widget):
    """A word before a field."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def get_content_width(self, *_: object) -> int:
        """Cells of the word and two more."""
        return stage_of(self).brush.cells(self._text) + 2

    def render_line(self, y: int) -> Strip:
        """The one line."""
        brush = stage_of(self).brush
        if y:
            return brush.blank(self.size.width)
        return brush.row(self.size.width, [Part(self._text, brush.look.accent, least=self.size.width)])

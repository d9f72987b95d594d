"""A field of a few lines over the screen, for the reader's own words.

Enter keeps them, as an input method sends it when nothing is being composed; Ctrl+J begins a new line.  Esc leaves the
field, and what stood in it is handed back too: whoever opened it may offer it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import TextArea

from reader.tui.keys import name
from reader.tui.stage import stage_of
from reader.tui.strips import Part

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

ROWS = 5
"""Of the field."""


class Field(TextArea):
    """The field itself."""

    class Entered(Message):
        """Enter was pressed."""

    async def _on_key(self, event: events.Key) -> None:
        """Enter is no letter here; Ctrl+J is a line's end."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())
        elif event.key in {"ctrl+j", "shift+enter", "alt+enter"}:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)


class Title(Widget):
    """What the words are about, and the keys."""

    DEFAULT_CSS: ClassVar[str] = "Title { height: 1; width: 1fr; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        """The one line."""
        del y
        stage = stage_of(self)
        brush, say = stage.brush, stage.say
        keys = say("wording.keys", keep=name("enter"), line=name("ctrl+j"), leave=name("escape"))
        left = [Part("› ", brush.look.accent), Part(self._text, brush.look.bright, least=8)]
        return brush.row(self.size.width, left, [Part(keys, brush.look.muted)], margin=brush.margin(self.size.width))


class Wording(ModalScreen[tuple[bool, str]], inherit_bindings=False):
    """Answers with whether the words are to be kept, and the words."""

    DEFAULT_CSS: ClassVar[str] = """
    Wording { background: $background 0%; align: left bottom; }
    Wording TextArea, Wording TextArea:focus {
        height: auto; max-height: 5; width: 1fr; border: none; padding: 0; background: $panel;
        background-tint: $background 0%; scrollbar-size-vertical: 1;
    }
    Wording Title { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True),
    ]

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title, self._words = title, words

    def compose(self) -> ComposeResult:
        """The title and the field."""
        yield Title(self._title)
        yield Field(self._words, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)

    @property
    def field(self) -> Field:
        """The field."""
        return self.query_one(Field)

    def on_mount(self) -> None:
        """Put the cursor behind what stands there."""
        self.on_resize()
        self.field.move_cursor(self.field.document.end)
        self.field.focus()

    def on_resize(self) -> None:
        """Keep to the column of the bars."""
        margin = stage_of(self).brush.margin(self.app.size.width)
        self.field.styles.padding = (0, margin + 2)
        self.field.styles.min_height = min(ROWS, max(1, self.app.size.height - 4))

    def on_field_entered(self) -> None:
        """Keep the words."""
        self.dismiss((True, self.field.text))

    def action_leave(self) -> None:
        """Leave the field."""
        self.dismiss((False, self.field.text))

    def action_quit(self) -> None:
        """Quit at once."""
        stage_of(self).leave()

"""What a serial is called and who wrote it, in the reader's own words.

What is different is written when the screen is left by Enter, each as a step that can be taken back; no source changes
it afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from reader.library import lists
from reader.tui.bars import Prompt
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings
from reader.tui.strips import Part

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from reader.model import Serial


_FIELDS: Final = (("names.title", "names.title.hint"), ("names.author", "names.author.hint"))


class Naming(PaneScreen):
    """The screen: a field for the title, one for the author."""

    pane = Pane.NAMES
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.NAMES)
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    DEFAULT_CSS: ClassVar[str] = "Naming Prompt { dock: none; margin: 1 0 0 0; }"

    def __init__(self, serial: Serial) -> None:
        super().__init__()
        self._serial = serial

    def between(self) -> ComposeResult:
        """The two fields."""
        for label, hint in _FIELDS:
            prompt = Prompt(self.say(label), self.say(hint))
            prompt.add_class("-open")
            yield prompt

    @property
    def fields(self) -> list[Input]:
        """Title, author."""
        return [prompt.field for prompt in self.query(Prompt)]

    def on_mount(self) -> None:
        """Show what they are now."""
        for field, text in zip(self.fields, (self._serial.title, self._serial.author), strict=True):
            field.value = text
            field.cursor_position = len(text)
        self._lines()

    def _lines(self) -> None:
        look = self.stage.brush.look
        self.top_line.show(
            [Part(self._serial.title, look.bright, least=8)],
            [Part(self.say("pane.names"), look.muted)],
        )

    def library_changed(self) -> None:
        """What is typed here is not written yet."""

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self._lines()

    def on_prompt_entered(self) -> None:
        """Keep both."""
        self.action_keep()

    # --- actions ---

    def action_keep(self) -> None:
        """Write what is different, and go back."""
        title, author = (field.value for field in self.fields)

        def keep() -> None:
            library = self.stage.library
            with library.store.writing():
                changed = [
                    lists.rename(library, self._serial.id, title),
                    lists.credit(library, self._serial.id, author),
                ]
            self.app.pop_screen()
            self.stage.library_changed()
            if any(changed):
                self.stage.tell(self.say("names.kept"))

        self.trying(keep)

    def action_down(self) -> None:
        """The other field."""
        self.focus_next()

    def action_up(self) -> None:
        """The other field."""
        self.focus_previous()

"""The tags of one serial: those that the library has, to tick, and a field for new ones.

What is ticked is written in one step, when the screen is left by Enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.library import lists
from reader.tui.bars import Prompt
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import Brush, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip
    from textual.widgets import Input

    from reader.model import Serial


class TagRows(Rows):
    """A row a tag, with a box to tick."""

    def __init__(self) -> None:
        super().__init__(id="tags")
        self.tags: list[str] = []
        self.ticked: set[str] = set()

    def count(self) -> int:
        """Tags, or the one row that says that there are none."""
        return max(1, len(self.tags))

    @property
    def chosen(self) -> str | None:
        """The tag under the cursor."""
        return self.tags[self.cursor] if self.tags else None

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """The box and the tag."""
        look = brush.look
        if not self.tags:
            return [brush.row(width, [Part(f"   {stage_of(self).say('tags.none')}", look.muted)])]
        tag = self.tags[index]
        on = tag in self.ticked
        left = [
            Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3),
            Part(brush.signs.ticked if on else brush.signs.unticked, look.good if on else look.faint, least=3),
            Part(f" {tag}", look.strong if on else look.ink, least=6),
        ]
        strip = brush.row(width, left)
        return [brush.shaded(strip) if current else strip]


class Tagging(PaneScreen):
    """The screen."""

    pane = Pane.TAGS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.TAGS)
    AUTO_FOCUS: ClassVar[str | None] = "TagRows"

    def __init__(self, serial: Serial) -> None:
        super().__init__()
        self._serial = serial

    def between(self) -> ComposeResult:
        """The field above, the tags below."""
        prompt = Prompt(self.say("tags.label"), self.say("tags.hint"))
        prompt.add_class("-open", "-above")
        yield prompt
        yield TagRows()

    @property
    def rows(self) -> TagRows:
        """The tags."""
        return self.query_one(TagRows)

    @property
    def field(self) -> Input:
        """The field for new ones."""
        return self.query_one(Prompt).field

    def on_mount(self) -> None:
        """Show the serial's own first, then the others, the most used first."""
        own = self._serial.tags
        self.rows.ticked = set(own)
        self.rows.tags = [*own, *(tag for tag in lists.tags(self.stage.library) if tag not in own)]
        if not self.rows.tags:
            self.field.focus()
        self.rows.renew(0)
        self._lines()

    def _lines(self) -> None:
        look = self.stage.brush.look
        self.top_line.show(
            [Part(self._serial.title, look.bright, least=8)],
            [Part(self.say("pane.tags"), look.muted)],
        )

    def library_changed(self) -> None:
        """What is ticked here is not written yet."""

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self.rows.renew()
        self._lines()

    def _take(self, text: str) -> None:
        """Tick what was typed; what was not there comes first."""
        rows = self.rows
        new = list(lists.tags_named(text))
        rows.tags = [*(tag for tag in new if tag not in rows.tags), *rows.tags]
        rows.ticked |= set(new)
        rows.renew(0)
        self.field.value = ""

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Take the new tags; with nothing typed, keep what is ticked."""
        if event.text.strip():
            self._take(event.text)
        else:
            self.action_keep()

    # --- actions ---

    def action_tick(self) -> None:
        """Tick the tag, or untick it."""
        tag = self.rows.chosen
        if tag is not None:
            self.rows.ticked ^= {tag}
            self.rows.renew()

    def action_keep(self) -> None:
        """Write what is ticked, and go back."""

        def keep() -> None:
            if self.field.value.strip():
                self._take(self.field.value)
            had, has = set(self._serial.tags), self.rows.ticked
            changed = lists.tag(self.stage.library, self._serial.id, add=_sorted(has - had), drop=_sorted(had - has))
            self.app.pop_screen()
            self.stage.library_changed()
            if changed:
                told = ", ".join(_sorted(has)) or self.say("tags.no")
                self.stage.tell(self.say("tags.kept", title=self._serial.title, tags=told))

        self.trying(keep)

    def action_down(self) -> None:
        """A row down; from the field into the list."""
        if self.field.has_focus:
            self.rows.focus()
        else:
            self.rows.move(1)

    def action_up(self) -> None:
        """A row up; from the first one into the field."""
        before = self.rows.cursor
        self.rows.move(-1)
        if self.rows.cursor == before:
            self.field.focus()

    def action_page_down(self) -> None:
        """A window down."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window up."""
        self.rows.page(-1)

    def on_rows_chosen(self) -> None:
        """A click on the cursor ticks."""
        self.action_tick()


def _sorted(tags: Iterable[str]) -> list[str]:
    return sorted(tags)

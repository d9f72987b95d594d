"""The help pane: what every key of a screen does, as a list that is narrowed by typing and done by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from reader.session import fold
from reader.tui.bars import BottomLine, Prompt, TopLine
from reader.tui.keys import Key, Pane, keys_of, names
from reader.tui.pane import bindings
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import Brush, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip


class KeyRows(Rows):
    """A row a key: the keys to the left, what they do beside them."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.shown: list[Key] = []

    def count(self) -> int:
        """Keys that the words let through."""
        return len(self.shown)

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """The keys, and what they do."""
        key = self.shown[index]
        look = brush.look
        column = min(26, width // 3)
        keys = brush.fit(names(key), column)
        left = [
            Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3),
            Part(keys + " " * (column - brush.cells(keys)) + "  ", look.accent, least=column + 2),
            Part(stage_of(self).say(f"key.{key.id}"), look.bright if current else look.ink, least=4),
        ]
        strip = brush.row(width, left)
        return [brush.shaded(strip) if current else strip]


class Commands(Screen[str | None], inherit_bindings=False):
    """Answers with the action to run, or ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.COMMANDS)
    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        """The list and the field."""
        say = stage_of(self).say
        yield TopLine()
        yield KeyRows()
        yield BottomLine(Pane.COMMANDS)
        prompt = Prompt(say("filter.label"), say("commands.hint"))
        prompt.add_class("-open")
        yield prompt

    @property
    def rows(self) -> KeyRows:
        """The list."""
        return self.query_one(KeyRows)

    def on_mount(self) -> None:
        """Show all keys of the pane."""
        stage = stage_of(self)
        look = stage.brush.look
        self.query_one(TopLine).show(
            [Part(stage.say("pane.commands"), look.bright)], [Part(stage.say(f"pane.{self._pane}"), look.muted)]
        )
        self._show("")

    def _show(self, words: str) -> None:
        say = stage_of(self).say
        needles = fold(words).split()
        self.rows.shown = [
            key
            for key in keys_of(self._pane)
            if all(needle in fold(f"{say(f'key.{key.id}')} {names(key)}") for needle in needles)
        ]
        self.rows.renew(0 if words else None)

    def on_prompt_changed(self, event: Prompt.Changed) -> None:
        """Narrow the list."""
        self._show(event.text)

    def on_prompt_entered(self) -> None:
        """Do what the cursor is on."""
        self.action_run()

    def on_rows_chosen(self) -> None:
        """A click on the cursor does it."""
        self.action_run()

    def action_run(self) -> None:
        """Do what the cursor is on."""
        if self.rows.shown:
            self.dismiss(self.rows.shown[self.rows.cursor].method)

    def action_down(self) -> None:
        """A row down."""
        self.rows.move(1)

    def action_up(self) -> None:
        """A row up."""
        self.rows.move(-1)

    def action_page_down(self) -> None:
        """A window down."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window up."""
        self.rows.page(-1)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_redraw(self) -> None:
        """Paint everything anew."""
        self.refresh(layout=True, repaint=True)

    def action_quit(self) -> None:
        """Quit at once."""
        stage_of(self).leave()

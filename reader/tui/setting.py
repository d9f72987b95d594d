"""Keys that set the text another way: each takes effect at once, moves nobody, and is kept for the serial.

Owns the order in which one key goes through the values of a choice.  What a choice means is
:mod:`reader.typeset.choices`'; where it is kept, :mod:`reader.library.choosing`'s.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reader import session as sessions
from reader.library.choosing import keep
from reader.session import Phase
from reader.tui.driving import SessionScreen
from reader.tui.keys import name
from reader.tui.leaf import GUTTER, LEAST_PAGE
from reader.typeset.choices import COLUMN_STEP, MARGIN_STEP, MEASURE_STEP, Direction, View
from reader.typeset.lines import Paragraphs, RubyMode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VALUES: Final[Mapping[str, Sequence[Any]]] = {
    "ruby": (RubyMode.ABOVE, RubyMode.INLINE, RubyMode.HIDDEN, RubyMode.ON_DEMAND),
    "direction": tuple(Direction),
    "notes": (True, False),
    "pitch": (0, 1, 2),
    "paragraphs": (Paragraphs.AUTO, Paragraphs.INDENT, Paragraphs.GAP),
    "justify": (False, True),
    "hanging": (False, True),
    "two_columns": (False, True),
}
"""Choices of a few values, in the order in which a key goes through them."""


class SettingScreen(SessionScreen):
    """A text, and the keys that set it."""

    def _adjust(self, view: View, line: str) -> None:
        """Set the text so, say one line, and keep it for the serial."""
        self.do(sessions.Adjust(view))
        self.tell(line)
        self.trying(lambda: keep(self.stage.library, self.session.serial, self.session.view))

    def _turn(self, choice: str) -> None:
        """The next value of a choice."""
        values, now = _VALUES[choice], getattr(self.session.view, choice)
        following = values[(values.index(now) + 1) % len(values)]
        shown = following if not isinstance(following, bool) else "on" if following else "off"
        self._adjust(replace(self.session.view, **{choice: following}), self.say(f"view.{choice}.{shown}"))

    def action_ruby(self) -> None:
        """The next ruby mode."""
        self._turn("ruby")

    def action_direction(self) -> None:
        """Across or down."""
        self._turn("direction")

    def action_notes(self) -> None:
        """The author's notes, shown or hidden."""
        self._turn("notes")

    def action_pitch(self) -> None:
        """One row a line, two, or as many as suit the text."""
        self._turn("pitch")

    def action_paragraphs(self) -> None:
        """Paragraphs apart by an indent, by a blank line, or as the language has it."""
        self._turn("paragraphs")

    def action_justify(self) -> None:
        """Lines flush at both ends, or ragged."""
        self._turn("justify")

    def action_hanging(self) -> None:
        """Marks in the margin, or not."""
        self._turn("hanging")

    def action_two_columns(self) -> None:
        """Two pages side by side, or one."""
        self._turn("two_columns")
        if self.frame.two and self.frame.pages(self.size.width) == 1:
            least = 2 * (LEAST_PAGE + self.session.view.margin) + GUTTER
            down = self.frame.down
            self.tell(self.say("view.two_columns.down") if down else self.say("view.two_columns.narrow", cells=least))

    # --- widths ---

    def _measure(self, cells: int | None) -> None:
        self._adjust(replace(self.session.view, measure=cells), "")
        self.tell(self.say("view.measure", cells=self.session.measure))

    @property
    def _line_cells(self) -> int:
        """Cells of the longest line as it now stands."""
        return min(self.session.measure, self.page.leaf.galley.width)

    def _column(self, rows: int | None) -> None:
        self._adjust(replace(self.session.view, column=rows), "")
        self.tell(self.say("view.column", rows=self.page.leaf.galley.width))

    def _lengthen(self, steps: int) -> None:
        """Longer lines, or shorter ones, whichever way they run."""
        if self.session.phase is not Phase.READING:
            return
        if self.frame.down:
            self._column(self.page.leaf.galley.width + steps * COLUMN_STEP)
        else:
            self._measure(self._line_cells + steps * MEASURE_STEP)

    def action_wider(self) -> None:
        """Longer lines."""
        self._lengthen(1)

    def action_narrower(self) -> None:
        """Shorter lines."""
        self._lengthen(-1)

    def action_standard_width(self) -> None:
        """As long as the settings say."""
        if self.frame.down:
            self._column(self._settings().column)
        else:
            self._measure(self._settings().measure)

    def _margin(self, by: int) -> None:
        self._adjust(replace(self.session.view, margin=self.session.view.margin + by), "")
        self.tell(self.say("view.margin", cells=self.session.view.margin))

    def action_more_margin(self) -> None:
        """Wider margins."""
        self._margin(MARGIN_STEP)

    def action_less_margin(self) -> None:
        """Narrower margins."""
        self._margin(-MARGIN_STEP)

    # --- all of it ---

    def _settings(self) -> View:
        """As the settings have it for this serial's language."""
        return View.of(self.stage.settings.reading_for(self.session.serial.language))

    def action_as_set(self) -> None:
        """Forget what keys have changed for this serial."""
        self._adjust(replace(self._settings(), zen=self.session.view.zen), self.say("view.as-set"))

    def action_zen(self) -> None:
        """Nothing but the text, or the rest again."""
        view = replace(self.session.view, zen=not self.session.view.zen)
        self.set_class(view.zen, "-zen")
        self._adjust(view, self.say("view.zen", key=name("z")) if view.zen else "")

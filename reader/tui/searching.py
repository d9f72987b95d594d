"""Words in everything that is saved: a field, and the places as they are found; Enter reads on there.

Owns when is searched (after a pause of the typing, in slices that keep the keys awake) and how a place is shown.  What
counts as a hit, and in which order, is :mod:`reader.library.searching`'s.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from reader.errors import TsuzukiError
from reader.library import lists, searching
from reader.library.searching import Where
from reader.tui.bars import Prompt
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings, error_line
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import MARGIN, Brush, Part
from reader.typeset.excerpt import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip
    from textual.timer import Timer

    from reader.library.searching import Hit

PAUSE_SECONDS: Final = 0.15
"""Without a key, after which is searched."""

SLICE_SECONDS: Final = 0.006
"""Spent on finding before the keys get their turn."""

TURN_SECONDS: Final = 0.002

MOST: Final = 500
"""Places that are listed; who wants more asks with more words."""


class Hits(Rows):
    """The places, two rows each: where, and what stands there."""

    pitch = 2

    def __init__(self) -> None:
        super().__init__(id="hits")
        self.shown: list[Hit] = []
        self.positions: dict[int, int] = {}

    def count(self) -> int:
        """Places found so far."""
        return len(self.shown)

    @property
    def chosen(self) -> Hit | None:
        """The place under the cursor."""
        return self.shown[self.cursor] if self.shown else None

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """The episode and its serial; the words with what stands around them."""
        hit, look = self.shown[index], brush.look
        edge = Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3)
        kind = stage_of(self).say("note.kind.note") if hit.where is Where.NOTE else ""
        end = Part(kind + " " * MARGIN, look.muted)
        if hit.episode is None:
            title, serial = stage_of(self).say("searching.serial"), ""
        else:
            position = f"{self.positions.get(hit.episode, '')}  "
            title, serial = position + lists.short_title(hit.title, hit.serial_title), hit.serial_title
        dot = f" {brush.signs.dot} " if serial else ""
        name = [Part(title, look.bright if current else look.ink, least=12), Part(dot + serial, look.muted, least=8)]
        text, start, finish = searching.as_shown(hit)
        more = brush.signs.more
        piece = excerpt(text, start, finish, width - 3 - MARGIN, policy=brush.policy, more=more)
        found = look.accent + look.strong
        line = [Part(piece.before, look.muted), Part(piece.found, found, least=width), Part(piece.after, look.muted)]
        blank = Part("   ", look.paper, least=3)
        strips = [brush.row(width, [edge, *name], [end]), brush.row(width, [blank, *line])]
        return [brush.shaded(strip) for strip in strips] if current else strips


class Searching(PaneScreen):
    """The screen.  ``serial_id`` is the serial from which it was opened; Tab stays within it."""

    pane = Pane.SEARCH
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.SEARCH)
    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, serial_id: int | None = None) -> None:
        super().__init__()
        self._serial_id = serial_id
        self._within = False
        self._kana = False
        self._words = ""
        self._coming: Iterator[Hit] | None = None
        """What is still being found."""
        self._waiting: Iterator[tuple[int, int]] | None = None
        """What has to be read before anything is found."""
        self._timer: Timer | None = None
        self._begun = False

    def between(self) -> ComposeResult:
        """The field above, the places below."""
        prompt = Prompt(self.say("search.label"), self.say("searching.hint"))
        prompt.add_class("-open", "-above")
        yield prompt
        yield Hits()

    @property
    def rows(self) -> Hits:
        """The places."""
        return self.query_one(Hits)

    def on_mount(self) -> None:
        """Take in what waits, while the reader types."""
        self._waiting = searching.catching_up(self.stage.library)
        self._later(self._read_waiting, TURN_SECONDS)
        self._tell_count()

    def on_screen_resume(self) -> None:
        """Back from a text: the field has the focus again."""
        if self._begun:
            self.query_one(Prompt).field.focus()
        self._begun = True

    def library_changed(self) -> None:
        """What was found stays until the next word."""

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self.rows.repaint()

    def _later(self, act: object, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, act)  # type: ignore[arg-type]  # a method without arguments

    # --- finding ---

    def on_prompt_changed(self, event: Prompt.Changed) -> None:
        """Search when the typing pauses."""
        self._words = event.text
        self._later(self._begin, PAUSE_SECONDS)

    def _read_waiting(self) -> None:
        told = next(self._waiting, None) if self._waiting is not None else None
        if told is None:
            self._waiting = None
            self.tell("")
            self._begin()
            return
        self.tell(self.say("searching.reading", at=told[0], of=told[1]))
        self._later(self._read_waiting, TURN_SECONDS)

    def _begin(self) -> None:
        """Look for the words anew."""
        if self._waiting is not None:
            self._later(self._read_waiting, TURN_SECONDS)
            return
        self.rows.shown = []
        serial_id = self._serial_id if self._within else None
        words = self._words if self._words.strip() else ""
        self._coming = searching.hits(
            self.stage.library, words, serial_id=serial_id, fold_kana=self._kana, each=searching.EACH
        )
        self._go_on(0)

    def _go_on(self, cursor: int | None = None) -> None:
        """Find for a moment, show it, and come again."""
        rows, until = self.rows, time.perf_counter() + SLICE_SECONDS
        try:
            while self._coming is not None:
                hit = next(self._coming, None) if len(rows.shown) < MOST else None
                if hit is None:
                    self._coming = None
                    break
                rows.shown.append(hit)
                if hit.episode is not None and hit.episode not in rows.positions:
                    rows.positions[hit.episode] = self.stage.library.store.episodes.one(hit.episode).position
                if time.perf_counter() > until:
                    break
        except TsuzukiError as error:
            self._coming = None
            self.tell(error_line(self.say, error))
        rows.renew(cursor)
        self._tell_count()
        if self._coming is not None:
            self._later(self._go_on, TURN_SECONDS)

    def _tell_count(self) -> None:
        look, say, dot = self.stage.brush.look, self.say, self.stage.brush.signs.dot
        facts = [say("searching.within")] if self._within else []
        facts += [say("searching.kana")] if self._kana else []
        count = len(self.rows.shown)
        if self._words.strip() and self._waiting is None:
            more = self._coming is not None or count >= MOST
            facts.append(say("searching.more" if more else "searching.count", n=count))
        self.top_line.show([Part(say("pane.search"), look.bright, least=8)], [Part(f" {dot} ".join(facts), look.muted)])

    # --- actions ---

    def on_prompt_entered(self) -> None:
        """Read on at the place under the cursor."""
        self.action_go_there()

    def on_rows_chosen(self) -> None:
        """A click on the cursor reads on there."""
        self.action_go_there()

    def action_go_there(self) -> None:
        """Read on at the place under the cursor."""
        hit = self.rows.chosen
        if hit is None:
            return
        if hit.episode is None:
            self.stage.contents(hit.serial)
            return
        at = (hit.locator.block, hit.locator.offset) if hit.locator is not None else None
        words = hit.snippet[hit.start : hit.end] if hit.where is Where.TEXT else ""
        self.stage.read(hit.serial, hit.episode, at, words)

    def action_within(self) -> None:
        """Only in the serial from which this was opened, or in all."""
        if self._serial_id is None:
            self.tell(self.say("searching.nowhere"))
            return
        self._within = not self._within
        self._begin()

    def action_kana(self) -> None:
        """Let hiragana and katakana be alike, or not."""
        self._kana = not self._kana
        self._begin()

    def action_down(self) -> None:
        """A place down."""
        self.rows.move(1)

    def action_up(self) -> None:
        """A place up."""
        self.rows.move(-1)

    def action_page_down(self) -> None:
        """A window down."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window up."""
        self.rows.page(-1)

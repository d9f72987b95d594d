"""What changed in a text since it was read, or between the text that is kept and one that was set aside: by words.

Owns how a comparison is shown: changed paragraphs whole, what went struck out, what came underlined, unchanged ones
counted.  The comparison is :mod:`reader.changes`', which states are compared :mod:`reader.library.revisions`'.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget

from reader.changes import Kind, compare
from reader.document import Block, Document, Role
from reader.library import revisions
from reader.tui.asking import Ask
from reader.tui.galley import Galley
from reader.tui.ink import Overlay, segments
from reader.tui.keys import Pane, name
from reader.tui.pane import PaneScreen, bindings
from reader.tui.stage import stage_of
from reader.tui.strips import COLUMN_LIMIT, MARGIN, Part
from reader.typeset.lines import Layout, Paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.changes import Passage
    from reader.library.revisions import States
    from reader.locale import Say
    from reader.model import Episode
    from reader.tui.galley import Row, Spot
    from reader.tui.look import Look
    from reader.tui.stage import Stage

MEASURE = COLUMN_LIMIT - 2 * MARGIN


def laid_over(look: Look, kind: Kind) -> Style:
    """What a piece looks like; no meaning by colour alone."""
    return {
        Kind.SAME: Style(),
        Kind.REMOVED: Style(color=look.palette.muted, strike=True),
        Kind.ADDED: Style(color=look.palette.good, underline=True, bold=True),
    }[kind]


def comparison(passages: Sequence[Passage], say: Say, look: Look) -> tuple[Document, list[list[Overlay]]]:
    """The changed paragraphs as a text, with what is laid over each; those between them are counted."""
    blocks: list[Block] = []
    overlays: list[list[Overlay]] = []
    for changed, run in itertools.groupby(passages, key=lambda one: one.is_changed):
        if not changed:
            line = say("edits.same", n=sum(1 for _ in run))
            blocks.append(Block(Role.PARAGRAPH, line))
            overlays.append([Overlay(0, len(line), Style(color=look.palette.faint))])
            continue
        for passage in run:
            ends = list(itertools.accumulate((len(piece.text) for piece in passage.pieces), initial=0))
            blocks.append(Block(Role.PARAGRAPH, "".join(piece.text for piece in passage.pieces)))
            overlays.append(
                [
                    Overlay(start, end, laid_over(look, piece.kind))
                    for piece, (start, end) in zip(passage.pieces, itertools.pairwise(ends), strict=True)
                    if piece.kind is not Kind.SAME
                ]
            )
    return Document(tuple(blocks)), overlays


def _page_on(galley: Galley, top: Spot, height: int) -> Spot | None:
    """The line after those in the window that begins with ``top``; ``None`` where it shows the last one."""
    return galley.after(galley.window(top, height)[0][-1])


class Passages(Widget, can_focus=True):
    """The comparison, a window of it."""

    DEFAULT_CSS: ClassVar[str] = "Passages { height: 1fr; width: 1fr; margin: 1 0; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        super().__init__()
        self._passages = passages
        self._language = language
        self._galley: Galley | None = None
        self._overlays: list[list[Overlay]] = []
        self._top: Spot | None = None
        self._rows: list[Row] = []

    def on_mount(self) -> None:
        """Lay it out."""
        self.repaint()

    def on_resize(self) -> None:
        """Lay it out anew, from the same paragraph on."""
        self.repaint()

    def repaint(self) -> None:
        """Lay it out for this window and these colours."""
        stage = stage_of(self)
        document, self._overlays = comparison(self._passages, stage.say, stage.brush.look)
        layout = Layout(measure=MEASURE, paragraphs=Paragraphs.GAP, language=self._language, policy=stage.policy)
        self._galley = Galley(document, layout, max(1, self.size.width - 2 * MARGIN))
        self._top = self._galley.first() if self._top is None else self._galley.spot(self._top.block, 0)
        self._fill()

    def scroll_by(self, move: Callable[[Galley, Spot, int], Spot | None]) -> None:
        """Move the window: ``move`` gives its new first line from the galley, the present one and the height."""
        if self._galley is not None and self._top is not None:
            self._top = move(self._galley, self._top, max(1, self.size.height)) or self._top
            self._fill()

    def _fill(self) -> None:
        if self._galley is not None and self._top is not None:
            spots, _ = self._galley.window(self._top, max(1, self.size.height))
            self._rows = self._galley.fill(spots)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        brush, width = stage_of(self).brush, self.size.width
        line = self._rows[y].line if y < len(self._rows) else None
        if self._galley is None or line is None:
            return brush.blank(width)
        block = self._galley.document.blocks[line.block]
        cells = segments(brush, block, line.runs, self._overlays[line.block])
        left = max(0, (width - self._galley.width) // 2)
        return brush.strip([Segment(" " * left, brush.look.paper), *cells], width)


def edits_of(stage: Stage, episode: Episode) -> Edits:
    """The screen for an episode: since it was read or, where nothing changed since, what was set aside.

    Raises :class:`~reader.errors.NotFound` where there is nothing to compare.
    """
    aside = bool(episode.suspect) and not episode.changed
    return Edits(episode, revisions.states(stage.library, episode, aside=aside), aside=aside)


class Edits(PaneScreen):
    """What changed in one episode; with a text that was set aside, the choice to take it."""

    pane = Pane.EDITS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.EDITS)

    def __init__(self, episode: Episode, states: States, *, aside: bool) -> None:
        super().__init__()
        self._episode = episode
        self._states = states
        self._aside = aside

    def between(self) -> ComposeResult:
        """The comparison."""
        states = self._states
        yield Passages(compare(states.before, states.after), states.after.language)

    @property
    def passages(self) -> Passages:
        """The comparison."""
        return self.query_one(Passages)

    def on_mount(self) -> None:
        """Say what is compared."""
        self.passages.focus()
        self._lines()

    def _lines(self) -> None:
        say, look, states = self.say, self.stage.brush.look, self._states
        days = say("edits.days", old=f"{states.old.fetched_at:%Y-%m-%d}", new=f"{states.new.fetched_at:%Y-%m-%d}")
        self.top_line.show([Part(self._episode.title, look.bright, least=8)], [Part(days, look.muted)])
        told = (
            say("edits.aside", reason=say.told(states.new.suspect), key=name("enter"))
            if self._aside
            else say("edits.legend")
        )
        self.bottom_line.show(None, [Part(told, look.accent if self._aside else look.muted)])

    def library_changed(self) -> None:
        """What is compared stays what it was."""

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self.passages.repaint()
        self._lines()

    # --- actions ---

    def action_down(self) -> None:
        """A line on."""
        self.passages.scroll_by(
            lambda galley, top, height: min(galley.move(top, 1), galley.ending(galley.last(), height) or top)
        )

    def action_up(self) -> None:
        """A line back."""
        self.passages.scroll_by(lambda galley, top, _: galley.move(top, -1))

    def action_page_down(self) -> None:
        """A page on."""
        self.passages.scroll_by(_page_on)

    def action_page_up(self) -> None:
        """A page back."""
        self.passages.scroll_by(lambda galley, top, height: galley.ending(galley.before(top), height))

    def action_top(self) -> None:
        """To the beginning."""
        self.passages.scroll_by(lambda galley, _, __: galley.first())

    def action_bottom(self) -> None:
        """To the end."""
        self.passages.scroll_by(lambda galley, _, height: galley.ending(galley.last(), height))

    def action_accept(self) -> None:
        """Make the text that was set aside the one that is read, after a question."""
        if not self._aside:
            self.tell(self.say("edits.nothing-aside"))
            return

        def accept() -> None:
            revisions.accept(self.stage.library, self._episode)
            self.app.pop_screen()
            self.stage.library_changed()
            self.stage.tell(self.say("edits.accepted", title=self._episode.title))

        def answered(answer: bool | None) -> None:
            if answer:
                self.trying(accept)

        self.app.push_screen(Ask(self.say("edits.ask")), answered)

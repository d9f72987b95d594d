"""What every screen has: a line above, a line below, keys from the table, and the actions that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from reader.errors import TsuzukiError
from reader.tui.bars import BottomLine, TopLine
from reader.tui.keys import Pane, keys_of
from reader.tui.stage import Stage, stage_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from reader.locale import Say
    from reader.model import Episode


def bindings(pane: Pane) -> list[BindingType]:
    """The pane's keys as Textual wants them."""
    return [
        Binding(",".join(key.keys), key.method, key.id, show=False, priority=key.always, id=f"{pane}.{key.id}")
        for key in keys_of(pane)
    ]


def error_line(say: Say, error: TsuzukiError) -> str:
    """An error as one line: what, why, what to do; led by a word in the reader's language where it has one."""
    return leading(say, error) + with_hint(say.told(str(error)), say.told(error.hint))


def leading(say: Say, error: TsuzukiError) -> str:
    """The word before an error's own line, in the reader's language where it has one."""
    lead = f"error.{error.kind}"
    return say(lead) if say.knows(lead) else ""


def with_hint(line: str, hint: str) -> str:
    """A line and what to do, as two sentences."""
    if not hint:
        return line
    if hint.endswith("。"):
        return f"{line.removesuffix('。')}。{hint}"
    return f"{line} {hint}" if line.endswith((".", "!", "?", "。")) else f"{line}. {hint}"


class PaneScreen(Screen[None], inherit_bindings=False):
    """A screen with a pane's keys; subclasses compose what stands between the lines."""

    pane: ClassVar[Pane]
    AUTO_FOCUS: ClassVar[str | None] = "*"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = []  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 - as above
        (0, "-low"),
        (14, "-high"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.top_line = TopLine()
        self.bottom_line = BottomLine(self.pane)

    def compose(self) -> ComposeResult:
        """The two lines, and the subclass' own between them."""
        yield self.top_line
        yield from self.between()
        yield self.bottom_line

    def between(self) -> ComposeResult:
        """What stands between the lines."""
        raise NotImplementedError

    @property
    def stage(self) -> Stage:
        """The application."""
        return stage_of(self)

    @property
    def say(self) -> Say:
        """The messages."""
        return self.stage.say

    def tell(self, line: str) -> None:
        """Show one line to the reader."""
        self.bottom_line.tell(line)

    def trying(self, act: Callable[[], None]) -> None:
        """Do it, or say in one line why not."""
        try:
            act()
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))

    def show_edits(self, episode: Episode) -> None:
        """What changed in an episode since it was read."""
        from reader.tui.edits import edits_of  # noqa: PLC0415 - it is a pane itself, and seldom wanted

        def show() -> None:
            self.app.push_screen(edits_of(self.stage, episode))

        self.trying(show)

    def show_statistics(self, serial_id: int | None = None) -> None:
        """What was read, in all or of a serial."""
        from reader.tui.statistics import StatisticsScreen  # noqa: PLC0415 - as above

        self.app.push_screen(StatisticsScreen(serial_id))

    # --- what the application asks of every screen ---

    def leave(self) -> None:
        """The program ends: write what is not written."""

    def library_changed(self) -> None:
        """The library has changed: show it as it is now."""
        raise NotImplementedError

    def errands_changed(self) -> None:
        """What runs beside the reading has come further."""

    def repaint(self) -> None:
        """Other colours."""
        self.library_changed()
        for one in (self.top_line, self.bottom_line):
            one.refresh()

    # --- actions that all share ---

    def action_help(self) -> None:
        """The pane's keys, as a list of commands."""
        from reader.tui.commands import Commands  # noqa: PLC0415 - it knows panes, and is seldom wanted

        self.app.push_screen(Commands(self.pane), self._run)

    async def _run(self, method: str | None) -> None:
        if method is not None:
            await self.run_action(method)

    @property
    def serial_here(self) -> int | None:
        """The serial that the screen shows, if it is one (id)."""
        return None

    def action_search_all(self) -> None:
        """Look for words in everything that is saved."""
        from reader.tui.searching import Searching  # noqa: PLC0415 - it is a pane itself, and not before the first paint

        self.app.push_screen(Searching(self.serial_here))

    def action_kept(self) -> None:
        """Bookmarks, highlights and notes: of the serial here, or all."""
        from reader.tui.notes import NotesScreen  # noqa: PLC0415 - it is a pane itself, and seldom wanted

        self.app.push_screen(NotesScreen(self.serial_here))

    def action_theme(self) -> None:
        """The other of the two palettes."""
        self.stage.turn_theme()

    def action_undo(self) -> None:
        """Take back the last change of marks, and say what it was."""
        from reader.library import reading  # noqa: PLC0415 - with the library, not before the first paint

        def undo() -> None:
            what = reading.undo(self.stage.library)
            self.library_changed()
            self.tell(self.say("undo.done", what=self.say.told(what)) if what else self.say("undo.nothing"))

        self.trying(undo)

    def action_back(self) -> None:
        """Back to the screen before."""
        self.app.pop_screen()

    def action_redraw(self) -> None:
        """Paint everything anew."""
        self.refresh(layout=True, repaint=True)

    def action_quit(self) -> None:
        """Quit at once."""
        self.stage.leave()

"""The terminal UI as one application; :func:`run` is its door.

Owns the screens' order (the shelf below, then one serial's contents, then its text), the theme, what leaves the
program (the browser, the clipboard), and leaving itself: on every way out but a kill the reader's place is written.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.theme import BUILTIN_THEMES

from reader.errors import ConfigError, TsuzukiError
from reader.locale import Say, language_of
from reader.tui.errands import OTHERS_SECONDS, Errands
from reader.tui.keys import name
from reader.tui.look import DARK, LIGHT, theme
from reader.tui.pane import PaneScreen, error_line
from reader.tui.probe import Terminal, adopt, ask_terminal
from reader.tui.shelf import Shelf
from reader.tui.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.library.shelf import Library
    from reader.model import Episode

_SIGNALS = ("SIGTERM", "SIGHUP")

PRELOAD_SECONDS = 0.05
"""After the first paint, when what reading takes is imported beside the shelf."""


def preload() -> None:
    """Import what the next key may want; the shelf does without it, and is painted the sooner."""
    for module in ("reader.tui.reading", "reader.tui.contents", "reader.tui.opening"):
        importlib.import_module(module)


class Tsuzuki(Stage, inherit_bindings=False):
    """The application over one library."""

    TITLE = "Tsuzuki"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True)]
    CSS = """
    Screen { background: $background; color: $foreground; }
    Ask, Note, Wording { background: $background 0%; }
    Commands Rows { margin: 1 0; }
    PaneScreen.-high Rows, PaneScreen.-high Page, PaneScreen.-high Notice { margin: 1 0; }
    PaneScreen.-zen TopLine { display: none; }
    Prompt.-above { dock: top; margin-top: 2; }
    PaneScreen.-low Prompt.-above { margin-top: 1; }
    Adding.-high Rows { margin: 1 0 1 0; }
    """

    def __init__(
        self,
        library: Library,
        terminal: Terminal | None = None,
        *,
        serial: int | None = None,
        episode: int | None = None,
        at: tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        settings = library.settings
        self.library = library
        self.settings = settings
        self.terminal = terminal or Terminal()
        self.policy = self.terminal.policy
        self.say = Say(language_of(settings.interface.language, os.environ))
        self.errands = Errands(self)
        self._aim = serial, episode, at
        self._ending: list[int] = []
        for own in (DARK, LIGHT):
            self.register_theme(theme(own))
        self.theme = theme_named(settings.interface.theme, dark=self.terminal.dark)
        self.mix()

    def get_default_screen(self) -> Shelf:
        """The shelf lies at the bottom of everything."""
        return Shelf()

    def on_mount(self) -> None:
        """Open where the caller wants to; stand by for the end."""
        self.theme_changed_signal.subscribe(self, lambda _theme: self._recolour())
        self._listen()
        self.set_interval(OTHERS_SECONDS, self.errands.look_for_others)
        self.set_timer(PRELOAD_SECONDS, lambda: self.run_worker(preload, thread=True, name="preload"))
        serial_id, episode_id, at = self._aim
        if serial_id is not None and episode_id is not None:
            self.read(serial_id, episode_id, at)
        elif serial_id is not None:
            self.resume(serial_id)

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for one in _SIGNALS:
            if hasattr(signal, one):
                try:
                    loop.add_signal_handler(getattr(signal, one), self.leave)
                except (NotImplementedError, RuntimeError, ValueError):
                    return  # not on this system, or not in the main thread
                self._ending.append(getattr(signal, one))

    # --- screens ---

    def panes(self) -> Iterator[PaneScreen]:
        """Our screens that are there, the uppermost first."""
        return (screen for screen in reversed(self.screen_stack) if isinstance(screen, PaneScreen))

    def read(self, serial_id: int, episode_id: int, at: tuple[int, int] | None = None, words: str = "") -> None:
        """Read an episode, from a block and offset on; one that its site wants read in the browser, there."""
        from reader.discover.wishes import wish_of  # noqa: PLC0415 - after the first paint
        from reader.library.choosing import chosen  # noqa: PLC0415 - after the first paint
        from reader.session import Session  # noqa: PLC0415 - after the first paint
        from reader.tui.reading import Reading  # noqa: PLC0415 - after the first paint
        from reader.typeset.choices import View  # noqa: PLC0415 - after the first paint

        store = self.library.store
        try:
            episode = store.episodes.one(episode_id)
            wish = None if episode.saved else wish_of(episode.url)
            if wish is not None:
                self._read_outside(episode, wish.site)
                return
            serial = store.serials.one(serial_id)
            session = Session(serial, tuple(store.episodes.all(serial_id)), View.of(chosen(self.library, serial)))
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))
            return
        self.push_screen(Reading(session, episode_id, at, words))

    def _read_outside(self, episode: Episode, site: str) -> None:
        """Open an episode in the browser, then offer to mark it read."""
        from reader.library import reading  # noqa: PLC0415 - after the first paint
        from reader.model import State  # noqa: PLC0415 - as above
        from reader.tui.asking import Ask  # noqa: PLC0415 - as above

        def read(answer: bool | None) -> None:
            if answer:
                try:
                    reading.mark(self.library, [episode.id], State.READ)
                except TsuzukiError as error:
                    self.tell(error_line(self.say, error))
                    return
                self.library_changed()
                self.tell(self.say(f"mark.{State.READ}", n=1))

        def opened(done: bool) -> None:
            if done:
                self.push_screen(Ask(self.say("wish.read", title=episode.title)), read)

        self._ask_to_open(episode.url, self.say("wish.ask", site=site), opened)

    def contents(self, serial_id: int, episode_id: int | None = None) -> None:
        """Show a serial's table of contents: the one that is there, or a new one."""
        from reader.tui.contents import Contents  # noqa: PLC0415 - after the first paint

        while not isinstance(self.screen, Shelf):
            if isinstance(self.screen, Contents) and self.screen.serial_id == serial_id:
                if episode_id is not None:
                    self.screen.aim(episode_id)
                self.screen.library_changed()
                return
            self.pop_screen()
        self.push_screen(Contents(serial_id, episode_id))

    def resume(self, serial_id: int | None = None) -> None:
        """Go on where the reader stopped, in a serial or last of all."""
        from reader.library import reading  # noqa: PLC0415 - after the first paint

        try:
            found = reading.resume(self.library, serial_id)
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))
            return
        if found is not None:
            self.read(found[0].id, found[1].id)
        elif serial_id is not None:
            self.contents(serial_id)
            title = self.library.store.serials.one(serial_id).title
            self.tell(self.say("shelf.all-is-read", title=title, key=name("right")))
        else:
            self.tell(self.say("shelf.nothing-to-resume", key=name("enter")))

    def add(self) -> None:
        """Follow a serial."""
        from reader.tui.adding import Adding  # noqa: PLC0415 - seldom wanted, and not before the first paint

        self.push_screen(Adding())

    def show_on_shelf(self, serial_id: int) -> None:
        """The shelf, the cursor on a serial."""
        for pane in self.panes():
            if isinstance(pane, Shelf):
                pane.aim(serial_id)

    def library_changed(self) -> None:
        """Show the library anew, on the screen that is seen."""
        for pane in self.panes():
            if pane.is_mounted:
                pane.library_changed()
            return

    def errands_changed(self) -> None:
        """Tell the screen that is seen how far the errands are."""
        for pane in self.panes():
            if pane.is_mounted:
                pane.errands_changed()
            return

    def tell(self, line: str) -> None:
        """Say one line on the screen that is seen."""
        for pane in self.panes():
            pane.tell(line)
            return

    # --- colours ---

    def turn_theme(self) -> None:
        """From dark to light, or back."""
        self.theme = LIGHT if self.current_theme.dark else DARK
        shown = "dark" if self.current_theme.dark else "light"
        self.tell(self.say("view.theme", name=self.say(f"theme.{shown}")))

    def _recolour(self) -> None:
        self.mix()
        for pane in self.panes():
            if pane.is_mounted:
                pane.repaint()

    # --- out of the program ---

    def browse(self, url: str) -> None:
        """Open an address in the browser, after a question that names its host."""
        from reader.tui.opening import host_of  # noqa: PLC0415 - after the first paint

        self._ask_to_open(url, self.say("open.ask", host=host_of(url)))

    def _ask_to_open(self, url: str, question: str, after: Callable[[bool], None] | None = None) -> None:
        """Ask, open, and tell ``after`` whether there was a browser."""
        from reader.tui.asking import Ask  # noqa: PLC0415 - after the first paint
        from reader.tui.opening import host_of, open_in_browser, openable  # noqa: PLC0415 - after the first paint

        if not openable(url):
            self.tell(self.say("open.refused"))
            return
        host = host_of(url)

        def answered(answer: bool | None) -> None:
            if answer:
                done = open_in_browser(url, self.suspend)
                self.tell(self.say("open.done", host=host) if done else self.say("open.failed"))
                if after is not None:
                    after(done)

        self.push_screen(Ask(question), answered)

    def copy_link(self, url: str) -> None:
        """Put an address into the clipboard."""
        self.copy_to_clipboard(url)
        self.tell(self.say("copy.link", url=url))

    def leave(self) -> None:
        """Write the reader's place and end."""
        for pane in self.panes():
            pane.leave()
        self.exit()

    def action_leave(self) -> None:
        """End at once."""
        self.leave()


def theme_named(wish: str, *, dark: bool) -> str:
    """The theme for a setting: ``auto``, ``dark``, ``light``, or one of Textual's.  Raises :class:`ConfigError`."""
    ours = {"auto": DARK if dark else LIGHT, "dark": DARK, "light": LIGHT}
    if wish in ours:
        return ours[wish]
    if wish in BUILTIN_THEMES:
        return wish
    names = ", ".join([*ours, *sorted(BUILTIN_THEMES)])
    raise ConfigError(f"'interface.theme' is '{wish}'", hint=f"Use one of {names}.")


def run(
    library: Library, *, serial: int | None = None, episode: int | None = None, at: tuple[int, int] | None = None
) -> None:
    """The terminal UI: at the shelf, where reading goes on in ``serial``, or at ``episode`` of it (ids).

    ``at`` is a block and an offset of the episode's text.
    """
    terminal = ask_terminal(library.settings.reading.ambiguous)
    adopt(terminal.policy)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    Tsuzuki(library, terminal, serial=serial, episode=episode, at=at).run()

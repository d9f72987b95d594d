"""What every screen and widget may ask of the application: texts, colours, the library, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import App

from reader.tui.look import Look, palette_of
from reader.tui.strips import Brush

if TYPE_CHECKING:
    from datetime import datetime

    from textual.widget import Widget

    from reader.library.shelf import Library
    from reader.locale import Say
    from reader.settings import Settings
    from reader.tui.errands import Errands
    from reader.typeset.width import WidthPolicy


class Stage(App[None]):
    """The application, as its screens know it."""

    library: Library
    say: Say
    settings: Settings
    policy: WidthPolicy
    errands: Errands
    brush: Brush

    def mix(self) -> None:
        """Make the brush for the present theme."""
        self.brush = Brush.of(Look.of(palette_of(self.current_theme)), self.policy)

    def now(self) -> datetime:
        """The time, in UTC: the library's clock."""
        return self.library.now()

    def tell(self, line: str) -> None:
        """Say one line on the screen that is seen."""
        raise NotImplementedError

    def read(self, serial_id: int, episode_id: int, at: tuple[int, int] | None = None, words: str = "") -> None:
        """Read an episode, from a block and offset of its text on, or where it was left; ``words`` stand out."""
        raise NotImplementedError

    def contents(self, serial_id: int, episode_id: int | None = None) -> None:
        """Show a serial's table of contents."""
        raise NotImplementedError

    def resume(self, serial_id: int | None = None) -> None:
        """Go on where the reader stopped, in a serial or last of all."""
        raise NotImplementedError

    def add(self) -> None:
        """Follow a serial."""
        raise NotImplementedError

    def show_on_shelf(self, serial_id: int) -> None:
        """The shelf, the cursor on a serial."""
        raise NotImplementedError

    def library_changed(self) -> None:
        """Show the library anew."""
        raise NotImplementedError

    def errands_changed(self) -> None:
        """Tell the screen that is seen how far the errands are."""
        raise NotImplementedError

    def turn_theme(self) -> None:
        """From dark to light, or back."""
        raise NotImplementedError

    def browse(self, url: str) -> None:
        """Open an address in the browser, after a question that names its host."""
        raise NotImplementedError

    def copy_link(self, url: str) -> None:
        """Put an address into the clipboard."""
        raise NotImplementedError

    def leave(self) -> None:
        """Write the reader's place and end."""
        raise NotImplementedError


def stage_of(widget: Widget) -> Stage:
    """The application that a widget or screen stands in."""
    return cast("Stage", widget.app)

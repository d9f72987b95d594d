"""One picture over the whole window, and the way to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget

from reader.tui.keys import name
from reader.tui.stage import stage_of
from reader.tui.strips import Part
from reader.typeset.figures import PIXELS, box
from reader.typeset.runs import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.document import Block
    from reader.tui.album import Album

LINE_ROWS = 2
"""Below the picture: a blank row, and the line that tells what it shows."""

ENLARGED = 4
"""Times its own size that a small picture is shown at most."""


class Canvas(Widget, can_focus=True):
    """The picture in the middle, its words and the keys below."""

    DEFAULT_CSS: ClassVar[str] = "Canvas { width: 1fr; height: 1fr; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, album: Album, images: Sequence[Block], at: int) -> None:
        super().__init__()
        self._album, self._images = album, images
        self.at = at

    @property
    def image(self) -> Block:
        """The one that is shown."""
        return self._images[self.at]

    def turn(self, by: int) -> None:
        """The next one (+1) or the last (-1), not past the ends."""
        self.at = min(max(0, self.at + by), len(self._images) - 1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        brush, (width, height) = stage_of(self).brush, self.size
        if y == height - 1:
            return self._line(width)
        pixels = self._album.sizes.get(self.image.source)
        if pixels is None:
            told = stage_of(self).say("picture.not-here")
            return brush.centred(width, [Part(told, brush.look.muted)]) if y == height // 2 else brush.blank(width)
        enlarged = pixels[0] * ENLARGED, pixels[1] * ENLARGED
        columns, rows = box(*enlarged, min(width, -(-enlarged[0] // PIXELS)), max(1, height - LINE_ROWS))
        top = max(0, height - LINE_ROWS - rows) // 2
        if not top <= y < top + rows:
            return brush.blank(width)
        painted = self._album.rows(brush, Figure(self.image.source, 0, columns, rows))
        here = painted[y - top] if painted else [Segment(" " * columns, brush.look.under_cursor)]
        return brush.strip([Segment(" " * ((width - columns) // 2), brush.look.paper), *here], width)

    def _line(self, width: int) -> Strip:
        stage = stage_of(self)
        look, say = stage.brush.look, stage.say
        count = f"{say('reading.of', at=self.at + 1, n=len(self._images))}   " if len(self._images) > 1 else ""
        left = [Part(count, look.muted), Part(self.image.text.replace("\n", " "), look.ink, least=8)]
        right = [Part(say("picture.keys", browse=name("o"), close=name("escape")), look.muted)]
        return stage.brush.row(width, left, right, margin=stage.brush.margin(width))


class Picture(ModalScreen[None], inherit_bindings=False):
    """The images of a text, one at a time."""

    DEFAULT_CSS: ClassVar[str] = "Picture { background: $background; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,enter", "close", show=False),
        Binding("right,down,n,space,pagedown", "turn(1)", show=False),
        Binding("left,up,p,b,pageup", "turn(-1)", show=False),
        Binding("o", "browse", show=False),
        Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True),
    ]

    def __init__(self, album: Album, images: Sequence[Block], at: int) -> None:
        super().__init__()
        self.canvas = Canvas(album, images, at)

    def compose(self) -> ComposeResult:
        """The picture."""
        yield self.canvas

    def action_close(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    def action_turn(self, by: int) -> None:
        """Another one."""
        self.canvas.turn(by)

    def action_browse(self) -> None:
        """Open its address in the browser, over the text."""
        address = self.canvas.image.source
        stage = stage_of(self.canvas)
        self.dismiss(None)
        stage.browse(address)

    def action_quit(self) -> None:
        """Quit at once."""
        stage_of(self.canvas).leave()

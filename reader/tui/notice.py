"""A few lines in the middle of the screen, where there is no text to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from reader.tui.stage import stage_of
from reader.tui.strips import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip


class Notice(Widget):
    """Lines in the middle."""

    DEFAULT_CSS: ClassVar[str] = "Notice { height: 1fr; width: 1fr; display: none; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Part] = ()

    def say_lines(self, lines: Sequence[Part]) -> None:
        """Say these."""
        self._lines = lines
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        brush, (width, height) = stage_of(self).brush, self.size
        at = y - max(0, (height - len(self._lines)) // 2)
        if not 0 <= at < len(self._lines):
            return brush.blank(width)
        line = self._lines[at]
        return brush.centred(width, [Part(brush.fit(line.text, width), line.style)])

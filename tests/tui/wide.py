"""Walks through the screens in a terminal where ambiguous is wide, and tells every row that is out of step.

A program of its own, for it makes Rich count that way for the rest of the process.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wcwidth import wcswidth

from reader.tui.app import Tsuzuki
from reader.tui.probe import Terminal, adopt
from reader.typeset.width import WIDE
from tests.tui import samples

if TYPE_CHECKING:
    from reader.library.shelf import Library

Steps = Sequence[tuple[str, str, list[str]]]

WALK: Steps = (
    ("Shelf", "", []),
    ("Shelf", "filtering", ["slash", "e"]),
    ("Shelf", "filtered no more", ["escape", "g"]),
    ("Contents", "", ["right"]),
    ("Commands", "", ["f1"]),
    ("Reading", "", ["escape", "enter"]),
    ("Reading", "two columns", ["2"]),
    ("Reading", "justified, double pitch", ["J", "L", "L"]),
    ("Reading", "inline readings", ["f"]),
    ("Reading", "down", ["w"]),
    ("Reading", "down, further", ["space"]),
    ("Reading", "across", ["w", "f", "f", "f", "2", "b"]),
    ("Reading", "searched", ["slash", "e", "enter"]),
    ("Ask", "", ["escape", "o"]),
    ("Contents", "after all", ["escape", "escape"]),
    ("Adding", "", ["escape", "a"]),
)
"""The screen that is reached, in which state, and the keys that lead there."""

TO_A_NOTE: Steps = (
    ("Reading", "", ["enter"]),
    ("Note", "", ["g", "tab", "enter"]),
    ("Reading", "a chosen note", ["escape"]),
)


def out_of_step(app: Tsuzuki, where: str) -> list[str]:
    """Rows that are not as wide as the window, as a terminal of that kind counts them."""
    wrong = []
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        text = "".join(segment.text for segment in strip)
        size = wcswidth(text, ambiguous_width=2)
        if size != app.size.width:
            wrong.append(f"{where}, row {row}: {size} of {app.size.width} cells: {text!r}")
    return wrong


async def walk(library: Library, size: tuple[int, int], steps: Steps) -> list[str]:
    """All of them, in a window of that size."""
    wrong = []
    app = Tsuzuki(library, Terminal(WIDE))
    async with app.run_test(size=size) as pilot:
        for screen, state, keys in steps:
            if keys:
                await pilot.press(*keys)
            await pilot.pause()
            shown = type(app.screen).__name__
            if shown != screen:
                wrong.append(f"{size}: {shown} where {screen} {state} was looked for")
            wrong += out_of_step(app, f"{size} {screen} {state}")
    return wrong


def main() -> None:
    """Walk, and say what is wrong."""
    adopt(WIDE)
    found = []
    walks = ((samples.follow_tide, WALK), (samples.follow_lamp, TO_A_NOTE))
    for size, (follow, steps) in itertools.product(((96, 24), (33, 12)), walks):
        with tempfile.TemporaryDirectory() as folder, samples.open_library(Path(folder)) as library:
            follow(library)
            found += asyncio.run(walk(library, size, steps))
    sys.stdout.write("\n".join(found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()

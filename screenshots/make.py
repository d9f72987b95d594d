"""Makes the pictures of this folder: the program's own screens, painted cell by cell.

    uv run screenshots/make.py [NAME ...]

The library is seeded with the sample serials that the package carries, the clock stands still, and keys are pressed
as a reader would press them.  Each screen becomes a page in which every grapheme stands at its cell, shot by headless
Chromium with Noto Sans Mono CJK JP: so full-width text stands on two cells, as it does in a terminal, and no font of
the machine that looks at the picture matters.  Needs Debian's ``chromium`` and ``fonts-noto-cjk``.
"""

from __future__ import annotations

import asyncio
import html
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seeds import discover, seeded_library

from reader.library import following
from reader.tui.app import Tsuzuki
from reader.typeset.width import cluster_cells, clusters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.color import Color as RichColor
    from rich.style import Style
    from textual.strip import Strip

HERE = Path(__file__).parent
CELL = (12, 27)
FONT_SIZE = 24
NARROW_SIZE = 20
MARGIN = 18
LINES = {"━": 3, "─": 1}
"""Signs that are lines from edge to edge of their cell, and how thick."""
FACTOR = 1
"""Device pixels a pixel."""


@dataclass(frozen=True)
class Picture:
    """One picture: the window, the keys that lead to it, and in what language and theme."""

    name: str
    keys: Sequence[str]
    size: tuple[int, int] = (96, 30)
    language: str = "ja"
    theme: str = "dark"


PICTURES = (
    Picture("shelf", []),
    Picture("contents", ["right"]),
    Picture("reading", ["enter"]),
    Picture("reading-light", ["down", "enter"], language="en", theme="light"),
    Picture("following", ["a", *"tide.example/2026/the-tide-tables", "enter"]),
    Picture("vertical", ["enter", "w"]),
    Picture("two-columns", ["enter", "g", "2"], size=(120, 34)),
    Picture("keys", ["enter", "f1"], language="en"),
)


async def screen(picture: Picture) -> tuple[list[Strip], str]:
    """The rows of cells of a picture's screen, and the colour of its paper."""
    with (
        tempfile.TemporaryDirectory() as folder,
        seeded_library(Path(folder), picture.language, picture.theme) as library,
    ):
        app = Tsuzuki(library)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause()
            for key in picture.keys:
                await pilot.press(key)
                await pilot.pause()
            app.tell("")
            await pilot.pause(0.5)
            strips = app.screen._compositor.render_strips()  # noqa: SLF001 - the cells themselves
            return strips, app.brush.look.palette.paper


def colour(value: RichColor | None, default: str) -> str:
    """As CSS."""
    return default if value is None or value.is_default else value.get_truecolor().hex


def cells(strips: Sequence[Strip], paper: str, ink: str, *, grounds: bool) -> Iterator[str]:
    """A box a cell: the grounds, or the graphemes that stand on them (apart, so that no ground cuts a descender)."""
    for row, strip in enumerate(strips):
        column = 0
        for segment in strip:
            style: Style | None = segment.style
            fore = colour(style.color if style else None, ink)
            back = colour(style.bgcolor if style else None, paper)
            if style is not None and style.reverse:
                fore, back = back, fore
            for cluster in clusters(segment.text):
                size = cluster_cells(cluster)
                if size and grounds and back != paper:
                    yield f'<i style="{at(row, column, size)};background:{back}"></i>'
                if size and not grounds and cluster != " ":
                    yield box(at(row, column, size), size, cluster, fore, style)
                column += size


def at(row: int, column: int, size: int) -> str:
    """The place of a cell."""
    width, height = CELL
    return f"left:{MARGIN + column * width}px;top:{MARGIN + row * height}px;width:{size * width}px"


def box(place: str, size: int, text: str, fore: str, style: Style | None) -> str:
    """One grapheme at its place."""
    looks = [place, f"color:{fore}"]
    if text == "▌":  # a block fills its cell, whatever the font has
        return f'<i style="{place};background:linear-gradient(90deg,{fore} 50%,transparent 50%)"></i>'
    if text in LINES:  # so do lines
        middle = CELL[1] // 2
        edges = (
            f"transparent {middle}px,{fore} {middle}px {middle + LINES[text]}px,transparent {middle + LINES[text]}px"
        )
        return f'<i style="{place};background:linear-gradient({edges})"></i>'
    if size == 1 and unicodedata.east_asian_width(text[0]) == "A" and text[0] >= "\u2190":
        looks.append(f"font:{NARROW_SIZE}px/{CELL[1]}px 'DejaVu Sans Mono'")  # the CJK font draws these two cells wide
    if style is not None:
        if style.bold:
            looks.append("font-weight:700")
        if style.italic:
            looks.append("font-style:italic")
        if style.underline:
            looks.append("text-decoration:underline;text-underline-offset:4px")
    return f'<b style="{";".join(looks)}">{html.escape(text)}</b>'


def page(strips: Sequence[Strip], size: tuple[int, int], paper: str) -> str:
    """The screen as a page."""
    width, height = pixels(size)
    boxes = "".join([*cells(strips, paper, "#cccccc", grounds=True), *cells(strips, paper, "#cccccc", grounds=False)])
    return (
        "<!doctype html><meta charset=utf-8><style>"
        f"body{{margin:0;width:{width}px;height:{height}px;background:{paper};overflow:hidden;"
        f"font:{FONT_SIZE}px/{CELL[1]}px 'Noto Sans Mono CJK JP';-webkit-font-smoothing:antialiased}}"
        f"i{{position:absolute;height:{CELL[1]}px}}"
        f"b{{position:absolute;height:{CELL[1]}px;font-weight:400;white-space:pre;text-align:center}}"
        f"</style><body lang=ja>{boxes}"
    )


def pixels(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a picture."""
    return size[0] * CELL[0] + 2 * MARGIN, size[1] * CELL[1] + 2 * MARGIN


def shoot(source: str, size: tuple[int, int], target: Path) -> None:
    """Have Chromium take the picture."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is needed to take the pictures.")
    width, height = pixels(size)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "screen.html"
        written.write_text(source, "utf-8")
        subprocess.run(  # noqa: S603 - our own file
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/profile",
                f"--force-device-scale-factor={FACTOR}",
                f"--window-size={width},{height}",
                f"--screenshot={target}",
                written.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Make all pictures, or those that are named."""
    following.discover = discover  # what stands behind the address is seeded too
    wanted = sys.argv[1:] or [one.name for one in PICTURES]
    for picture in PICTURES:
        if picture.name in wanted:
            strips, paper = asyncio.run(screen(picture))
            shoot(page(strips, picture.size, paper), picture.size, HERE / f"{picture.name}.png")
            print(f"{picture.name}.png")


if __name__ == "__main__":
    main()

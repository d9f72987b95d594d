"""Processor time of the reading screen: opening a text, turning pages, resizing the window; across and down.

    uv run tests/benchmarks/tui_processor.py [--characters N] [--size COLUMNSxROWS] [--times N]

The program runs in this process, with every frame rendered to terminal sequences that nobody reads.  A figure is the
processor time from the key (or the new size, or the call that opens the text) until the loop is idle again, so it holds
for a busy machine too; it counts what Textual does for any key and frame.  Beside them stand an empty text, for what
the screen costs by itself, and the memory that the long text takes beyond it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from textual.drivers import headless_driver

from reader.document import Block, Document, Mark, Role, Span
from reader.files import find_folders
from reader.library import following, lists
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, Origin, TableOfContents
from reader.settings import Interface, Settings
from reader.tui.app import Tsuzuki

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

SENTENCES = (
    "潮が引くと、町のはずれに道があらわれる。",
    "「どこへ行く道なの」と、ナギは祖父にたずねた。",
    "石を敷いた、舟一そうぶんの幅の道である……。",
    "その晩、だれかが石をわたる足音を聞いた気がした。",
    "“灯”はlampとも呼ばれ、25歳の番人が守っている!?",
)
READINGS = {"潮": "しお", "祖父": "そふ", "舟": "ふね", "足音": "あしおと"}


class Shown(headless_driver.HeadlessDriver):
    """A terminal that takes every frame and shows none."""

    frames = 0

    @property
    def is_headless(self) -> bool:
        """No: frames are to be rendered."""
        return False

    def write(self, data: str) -> None:
        """Take a frame."""
        Shown.frames += bool(data)


def long_text(characters: int, *, readings: bool) -> Document:
    """A text of so many code points; with ``readings`` over some words."""
    blocks: list[Block] = []
    while characters > 0:
        text = "　" + "".join(SENTENCES[(len(blocks) * 3 + step) % len(SENTENCES)] for step in range(4))
        spans = [
            Span(at, at + len(base), Mark.RUBY, reading)
            for base, reading in READINGS.items()
            if readings and (at := text.find(base)) >= 0
        ]
        blocks.append(Block(Role.PARAGRAPH, text, tuple(sorted(spans, key=lambda span: span.start))))
        characters -= len(text)
    return Document(tuple(blocks), "ja")


def seed(library: Library, texts: dict[str, Document]) -> dict[str, tuple[int, int]]:
    """A serial of one episode for each text; the ids of both by name."""
    ids = {}
    for name, text in texts.items():
        url = f"https://{name}.example/"
        contents = TableOfContents(url, name, (FoundEpisode(f"{url}1", f"{name} 1", "1"),), language="ja")
        serial = following.follow(library, Discovered(contents))
        episode = lists.episodes(library, serial.id)[0]
        now = datetime.now(UTC)
        library.store.texts.save(episode.id, text, origin=Origin.LIVE, url=url, fetched_at=now)
        ids[name] = serial.id, episode.id
    return ids


def report(name: str, times: list[float]) -> None:
    """One row: median, 95th percentile, greatest; in milliseconds."""
    ordered = sorted(time * 1000 for time in times)
    high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        f"{name:48} {statistics.median(ordered):7.1f} {high:7.1f} {ordered[-1]:7.1f}", file=sys.__stdout__, flush=True
    )


async def measured(pilot: Pilot[None], work: Callable[[], Awaitable[object]]) -> float:
    """Processor seconds of what a step causes, its frame rendered."""
    gc.collect()
    frames, started = Shown.frames, time.process_time()
    await work()
    for _ in range(1000):  # a frame is no event that could be waited for
        if Shown.frames > frames:
            break
        await asyncio.sleep(0.001)
    await pilot._wait_for_screen()
    return time.process_time() - started


async def open_text(pilot: Pilot[None], app: Tsuzuki, ids: tuple[int, int]) -> float:
    """Open a text from the shelf, and go back."""

    async def opened() -> None:
        app.read(*ids)

    took = await measured(pilot, opened)
    await pilot.press("escape")
    return took


async def walk(library: Library, ids: dict[str, tuple[int, int]], size: tuple[int, int], times: int) -> None:
    """Measure and print."""
    app = Tsuzuki(library)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        for name in ("empty", "long", "ruby"):
            report(f"open, {name}", [await open_text(pilot, app, ids[name]) for _ in range(7)])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'greatest resident size so far':48} {before:7.0f} MiB", file=sys.__stdout__)
        for name in ("empty", "long", "ruby"):
            app.read(*ids[name])
            await pilot.pause(0.2)
            for way in ("across", "down"):
                if way == "down":
                    await pilot.press("w")
                    await pilot.pause()
                await pilot.press("g")
                turns = [await measured(pilot, lambda: pilot.press("j"))] if name == "empty" else []
                if not turns:
                    turns = [await measured(pilot, lambda: pilot.press("space")) for _ in range(times)]
                    report(f"page down, {name}, {way}", turns)
                    turns = [await measured(pilot, lambda: pilot.press("b")) for _ in range(times)]
                    report(f"page up, {name}, {way}", turns)
                widths = [size[0] - 1 - (step * 7) % 40 for step in range(times)]
                resizes = [
                    await measured(pilot, lambda width=width: pilot.resize_terminal(width, size[1]))  # type: ignore[misc]
                    for width in widths
                ]
                report(f"resize, {name}, {way}", resizes)
                await pilot.resize_terminal(*size)
            await pilot.press("w", "escape")
            await pilot.pause()


def main() -> None:
    """Seed a library, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--times", type=int, default=60)
    chosen = parser.parse_args()
    columns, rows = map(int, chosen.size.split("x"))
    headless_driver.HeadlessDriver = Shown  # type: ignore[misc]  # what the pilot takes
    texts = {
        "empty": Document((Block(Role.PARAGRAPH, "あ"),), "ja"),
        "long": long_text(chosen.characters, readings=False),
        "ruby": long_text(chosen.characters, readings=True),
    }
    settings = Settings(interface=Interface(language="en"))
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(find_folders(data=folder), settings) as library,
    ):
        ids = seed(library, texts)
        texts.clear()
        print(f"{'milliseconds of processor time':48}  median     p95     max")
        asyncio.run(walk(library, ids, (columns, rows), chosen.times))


if __name__ == "__main__":
    main()

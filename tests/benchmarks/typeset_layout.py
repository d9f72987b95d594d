"""How long layout takes: whole books, a window of them, and resizing, as medians of processor time and as ratios.

    python tests/benchmarks/typeset_layout.py [--characters 1000000] [--rounds 5]

The text is made up here; nothing is read.  A ratio of 1 is ``str.translate`` of the same text.  The whole layout is
what :func:`line_starts` does for every paragraph, the exact rows are what a reading widget counts in the background,
the window is what it lays out at once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import tracemalloc
from typing import TYPE_CHECKING

from reader.document import Block, Document, Mark, Role, Span
from reader.typeset.columns import Pages
from reader.typeset.linebreak import line_starts
from reader.typeset.lines import Layout, RubyMode, estimated_rows, exact_rows, lay_out, settle

if TYPE_CHECKING:
    from collections.abc import Callable

JAPANESE = (
    "坂の上の古い家には誰も住んでいないと聞いていたが、その夜は窓に小さな明かりがともっていた。"
    "「だれかいるのか」と彼は“ひとりごと”のように言い……返事を待った。"
)
ENGLISH = "The lamp in the upper window was lit, though nobody had lived there since the year of the flood. "


def paragraphs(sample: str, characters: int, seed: int = 7) -> list[str]:
    """Paragraphs of 20 to 300 code points, each from another place of the sample."""
    chance = random.Random(seed)
    out: list[str] = []
    while characters > 0:
        size, start = chance.randint(20, 300), chance.randrange(len(sample))
        text = (sample * 6)[start : start + size]
        out.append(text)
        characters -= size
    return out


def document(texts: list[str], language: str, *, readings: bool) -> Document:
    blocks = []
    for text in texts:
        found = [at for at in range(len(text) - 1) if text[at : at + 2] in {"小さ", "返事", "明か"}]
        spans = tuple(Span(at, at + 1, Mark.RUBY, "よみ") for at in found) if readings else ()
        blocks.append(Block(Role.PARAGRAPH, text, spans))
    return Document(tuple(blocks), language)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    japanese = paragraphs(JAPANESE, args.characters)
    english = paragraphs(ENGLISH, args.characters)
    table = {ord(character): ord(character) + 1 for character in set(JAPANESE)}
    base = median_ms(lambda: [text.translate(table) for text in japanese], args.rounds)
    print(f"{'str.translate of the same text':44} {base:9.1f} ms   1.0")

    def report(name: str, work: Callable[[], object], rounds: int = args.rounds) -> None:
        took = median_ms(work, rounds)
        print(f"{name:44} {took:9.1f} ms {took / base:5.1f}")

    for width in (40, 76, 120):
        report(f"whole, Japanese, {width} cells", lambda width=width: [line_starts(text, width) for text in japanese])  # type: ignore[misc]
    report("whole, Japanese, columns of 30 rows", lambda: [line_starts(text, 30, vertical=True) for text in japanese])
    report("whole, English, 66 cells", lambda: [line_starts(text, 66, language="en") for text in english])
    for name, layout, readings in (
        ("without readings", Layout(), False),
        ("with readings above", Layout(), True),
        ("with readings inline", Layout(ruby=RubyMode.INLINE), True),
    ):
        book = document(japanese, "ja", readings=readings)
        setting = settle(book, layout, 80)
        count = len(book.blocks)
        report(
            f"rows estimated, {name}",
            lambda book=book, setting=setting, count=count: [estimated_rows(book, at, setting) for at in range(count)],  # type: ignore[misc]
        )
        report(
            f"rows exact, {name}",
            lambda book=book, setting=setting, count=count: [exact_rows(book, at, setting) for at in range(count)],  # type: ignore[misc]
            1,
        )
        report(
            f"window of 20 paragraphs, {name}",
            lambda book=book, setting=setting: [lay_out(book, at, setting) for at in range(20)],  # type: ignore[misc]
        )
        report(
            f"window at another width, {name}",
            lambda book=book, layout=layout: [lay_out(book, at, settle(book, layout, 61)) for at in range(20)],  # type: ignore[misc]
        )
    book = document(japanese, "ja", readings=False)
    report("pages of columns counted", lambda: Pages(book, Layout(), 30, 80), 1)
    tracemalloc.start()
    setting = settle(book, Layout(), 80)
    kept = [exact_rows(book, at, setting) for at in range(len(book.blocks))]
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    print(f"{f'peak memory, rows of {len(kept)} blocks counted':44} {peak:9.1f} MiB")


if __name__ == "__main__":
    main()

"""Search in 20 MB and in 200 MB: ``python -m tests.benchmarks.search CORPUS [--folder FOLDER] [--megabytes 20 200]``.

CORPUS is a folder with Japanese texts (``*.txt``, or zips of them).  Their paragraphs make as many episodes of about
7,000 letters as the megabytes (of UTF-8) ask for; the paragraphs of a serial's 100 episodes are of the same works,
shuffled.  With ``--folder`` the libraries stay there and are used again.  Prints, for each size: what the index takes
of the disk and of the time of saving; medians and worst cases of the first 50 hits by the kind of words, on the clock
and of the processor; and at last how the sizes compare for words that have as many hits in both.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.document import Block, Document, Role
from reader.library import searching
from tests.evaluation.shelves import follow, open_library, works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.library.shelf import Library

LETTERS = 7000
IN_SERIAL = 100
TIMES = 3


def episodes(works_: Sequence[Sequence[Block]], megabytes: float, seed: int) -> Iterator[list[Document]]:
    """The documents of each serial."""
    rnd = random.Random(seed)
    left = megabytes * 1e6
    while left > 0:
        paragraphs: list[Block] = []
        while sum(len(block.text) for block in paragraphs) < LETTERS * IN_SERIAL // 3:
            paragraphs += rnd.choice(works_)
        documents: list[Document] = []
        while left > 0 and len(documents) < IN_SERIAL:
            blocks: list[Block] = []
            size = 0
            while size < LETTERS:
                block = rnd.choice(paragraphs)
                blocks.append(block)
                size += len(block.text)
                left -= len(block.text.encode())
            documents.append(Document(tuple(blocks), "ja"))
        yield documents


def fill(library: Library, works_: Sequence[Sequence[Block]], megabytes: float) -> None:
    """Follow and save as much; prints what saving cost."""
    saved, worked, count = 0.0, 0.0, 0
    for at, documents in enumerate(episodes(works_, megabytes, 1)):
        some = [(f"第{number}話", document) for number, document in enumerate(documents, 1)]
        begun, work = time.perf_counter(), time.process_time()
        follow(library, f"物語 {at}", f"https://s{at}.example/", some)
        saved, worked = saved + time.perf_counter() - begun, worked + time.process_time() - work
        count += len(documents)
    per = 1000 / count
    print(f"  saving, a commit each: {saved * per:.1f} ms, processor {worked * per:.1f} ms an episode")


def indexing(library: Library) -> None:
    """Print what of it is the index."""
    index, count = library.store.search, 100
    with suppress(_TakeBackError), library.store.writing() as database:
        database.change("DELETE FROM passage WHERE episode_id <= ?", (count,))
        database.change("INSERT OR IGNORE INTO unindexed SELECT 'text', id FROM episode WHERE id <= ?", (count,))
        work = time.process_time()
        index.catch_up(count)
        print(f"  of it reading and indexing: processor {(time.process_time() - work) / count * 1000:.1f} ms")
        raise _TakeBackError


class _TakeBackError(Exception):
    """To leave the library as it was."""


def sizes(library: Library, megabytes: float) -> None:
    """Print what the index takes."""
    row = library.store.database.row
    grams = (row("SELECT sum(length(block)) FROM gram_data") or (0,))[0] / 1e6
    passages = (row("SELECT count(*) FROM passage") or (0,))[0]
    whole = library.store.database.path.stat().st_size / 1e6
    texts = (row("SELECT sum(length(document)) FROM revision") or (0,))[0] / 1e6
    print(
        f"  file {whole:.1f} MB, of it texts {texts:.1f} ({texts / megabytes:.0%}), grams {grams:.1f}"
        f" ({grams / megabytes:.0%} of the text), {passages:,} passages"
    )


def words(paragraphs: Sequence[Block], count: int) -> dict[str, list[str]]:
    """Words to look for, by kind."""
    rnd = random.Random(2)
    long = [block.text for block in paragraphs if len(block.text) > 12]

    def piece(length: int) -> str:
        text = rnd.choice(long)
        at = rnd.randrange(len(text) - length)
        return text[at : at + length]

    kinds: dict[str, Callable[[], str]] = {
        **{f"{n} from a text": (lambda n=n: piece(n)) for n in range(1, 7)},  # type: ignore[misc]  # n is bound
        "absent, of frequent kana": lambda: "".join(rnd.choices("のはにをたがでとしれさあっいかなすまう", k=4)),
        "absent, of any letters": lambda: "".join(rnd.choice(rnd.choice(long)) for _ in range(4)),
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def ask(library: Library, asked: dict[str, list[str]]) -> dict[str, list[tuple[float, int]]]:
    """Milliseconds and number of hits of each of the words, by kind."""
    out: dict[str, list[tuple[float, int]]] = {}
    for kind, some in asked.items():
        out[kind], processor = [], []
        for one in some:
            runs, found = [], 0
            for _ in range(TIMES):
                begun, work = time.perf_counter(), time.process_time()
                found = len(searching.search(library, one))
                runs.append((time.perf_counter() - begun, time.process_time() - work))
            out[kind].append((min(run for run, _ in runs) * 1000, found))
            processor.append(min(work for _, work in runs) * 1000)
        clock = [took for took, _ in out[kind]]
        print(
            f"  {kind:26} median {statistics.median(clock):6.2f} ms, processor {statistics.median(processor):6.2f} ms;"
            f" worst {max(clock):6.2f} ms {some[clock.index(max(clock))]!r};"
            f" {sum(count >= searching.LIMIT for _, count in out[kind])}/{len(some)} with {searching.LIMIT} hits"
        )
    return out


def compare(first: dict[str, list[tuple[float, int]]], last: dict[str, list[tuple[float, int]]]) -> None:
    """Print what more text costs where there is as much to show: words with as many hits in both."""
    print("more text, as many hits")
    for kind, fewer in first.items():
        alike = [(one, other) for (one, few), (other, many) in zip(fewer, last[kind], strict=True) if few == many]
        if alike:
            before, after = (statistics.median(pair[side] for pair in alike) for side in (0, 1))
            print(f"  {kind:26} {before:6.2f} -> {after:6.2f} ms: {after / before:.2f} x ({len(alike)} of them)")


def main() -> None:
    """Fill, ask, compare."""
    reads = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reads.add_argument("corpus", type=Path)
    reads.add_argument("--folder", type=Path)
    reads.add_argument("--megabytes", type=float, nargs="+", default=[20, 200])
    reads.add_argument("--words", type=int, default=40)
    arguments = reads.parse_args()
    found = works(arguments.corpus) if arguments.corpus.is_dir() else iter(())
    works_ = [
        [
            Block(Role.PARAGRAPH, block.text)
            for one in work.episodes
            for block in one.document.blocks
            if block.text.strip()
        ]
        for work in found
    ]
    if not works_:
        print(f"no texts in {arguments.corpus}: nothing to measure")
        return
    asked = words([block for work in works_ for block in work], arguments.words)
    results = []
    with nullcontext(arguments.folder) if arguments.folder else tempfile.TemporaryDirectory() as folder:
        for megabytes in arguments.megabytes:
            print(f"{megabytes:g} MB")
            with open_library(Path(folder) / f"{megabytes:g}") as library:
                if not library.store.serials.all():
                    fill(library, works_, megabytes)
                indexing(library)
                sizes(library, megabytes)
                results.append(ask(library, asked))
    compare(results[0], results[-1])


if __name__ == "__main__":
    main()

"""Holds search against a plain scan: ``python -m tests.evaluation.search CORPUS [--queries 200] [--seed 1]``.

CORPUS is a folder with texts of Aozora Bunko (``*.txt``, or zips of them, at any depth).  Says so and ends well where
there are none.

All texts are saved in a library.  Queries are pieces of 1 to 6 code points from random places of the texts, and, a
fifth of them, of letters drawn one by one; each is asked with the kana told apart and with them alike.  A scan of every
block of every text is the truth: the same places, no more and no fewer.  Hits in titles and readings are counted apart,
for the scan reads neither.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reader.folding import Folded, fold
from reader.library import searching
from reader.library.searching import Where
from tests.evaluation.shelves import follow, open_library, works

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.document import Document

LONGEST = 6

Place = tuple[int, int, int]
"""Episode's id, block, offset."""


def queries(documents: Sequence[Document], count: int, seed: int) -> list[str]:
    """The words to look for."""
    rnd = random.Random(seed)
    blocks = [block.text for document in documents for block in document.blocks if block.text.strip()]
    weights = [len(text) for text in blocks]
    out: list[str] = []
    while len(out) < count:
        length = rnd.randint(1, LONGEST)
        some = rnd.choices(blocks, weights, k=length)
        if rnd.random() < 0.2:
            out.append("".join(rnd.choice(text) for text in some))
            continue
        at = rnd.randrange(len(some[0]))
        out.append(some[0][at : at + length])
    return out


def scan(folded: Sequence[tuple[int, int, Folded]], words: str, *, kana: bool) -> set[Place]:
    """Every place of the words, by reading everything."""
    needle = fold(words, kana=kana).text
    return {
        (episode_id, block, text.stretch(*place)[0])
        for episode_id, block, text in folded
        for place in text.places(needle)
    }


def main() -> None:
    """Fill, ask, compare, print."""
    reads = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reads.add_argument("corpus", type=Path)
    reads.add_argument("--queries", type=int, default=200)
    reads.add_argument("--seed", type=int, default=1)
    arguments = reads.parse_args()
    shelf = list(works(arguments.corpus)) if arguments.corpus.is_dir() else []
    if not shelf:
        print(f"no texts in {arguments.corpus}: nothing to compare")
        return
    # The copy of the day may still be written beside the library when it is closed.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        open_library(Path(scratch)) as library,
    ):
        texts: dict[int, Document] = {}
        for at, work in enumerate(shelf):
            episodes = [(one.title, one.document) for one in work.episodes]
            ids = follow(library, work.title, f"https://shelf.example/{at}/", episodes)
            texts |= dict(zip(ids, (document for _, document in episodes), strict=True))
        asked = queries(list(texts.values()), arguments.queries, arguments.seed)
        wrong = 0
        for kana in (False, True):
            folded = [
                (episode_id, index, fold(block.text, kana=kana))
                for episode_id, document in texts.items()
                for index, block in enumerate(document.blocks)
            ]
            same, places, beside, first = 0, 0, 0, []
            for words in asked:
                truth = scan(folded, words, kana=kana)
                begun = time.perf_counter()
                searching.search(library, words, fold_kana=kana)
                first.append(time.perf_counter() - begun)
                found = searching.search(library, words, limit=0, each=0, fold_kana=kana)
                told = {
                    (hit.episode or 0, hit.locator.block, hit.locator.offset)
                    for hit in found
                    if hit.where is Where.TEXT and hit.locator is not None
                }
                beside += sum(hit.where is not Where.TEXT for hit in found)
                places += len(truth)
                same += truth == told
                if truth != told:
                    print(f"  {words!r}: {len(truth - told)} lost, {len(told - truth)} too many")
            wrong += len(asked) - same
            median, worst = statistics.median(first) * 1000, max(first) * 1000
            print(f"kana {'alike' if kana else 'told apart'}: {same}/{len(asked)} queries with the same hits")
            print(f"  {places:,} places, and {beside:,} besides in titles and readings")
            print(f"  the first {searching.LIMIT}: median {median:.1f} ms, worst {worst:.1f} ms")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""Kill the program a thousand times; flip bytes in its library: what was lost?

``python -m tests.evaluation.kills [--kills N] [--flips N] [--seed N]``: N kills, spread over mark, update, import,
export, sync and restore; N damaged libraries, restored.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from reader.errors import TsuzukiError
from reader.files import Folders
from reader.library import lists, reading, restoring
from reader.model import Locator, State
from reader.store import Store
from tests.library.fakes import NOW, a_library
from tests.library.killing import LOOKS, kill
from tests.library.victim import prepare


def kills(times: int, seed: int, operations: list[str]) -> bool:
    """Print a line an operation; whether nothing was lost."""
    sound = True
    for operation in operations:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            done = kill(operation, Path(folder) / "library", times // len(operations), seed)
        spent = time.monotonic() - start
        sound &= not done.broken
        print(
            f"{operation:8} {done.kills:5} kills, {done.promises:7} promises, {len(done.broken)} broken, {spent:.0f} s"
        )
        for line in done.broken[:10]:
            print(f"         {line}")
    return sound


def flips(times: int, seed: int) -> bool:
    """Print how many damaged libraries were noticed, and how many marks came back; whether all did."""
    chance = random.Random(seed)
    noticed = marks = back = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "library"
        prepare(folder)
        with a_library(folder) as library:
            ids = [one.id for one in lists.episodes(library, 1)]
            for number in ids[5:30]:
                reading.mark(library, [number], State.READ)
            reading.keep_place(library, ids[33], Locator(2, 5), 0.3)
        whole = (folder / "library.sqlite3").read_bytes()
        for _ in range(times):
            damaged = Path(name) / "damaged"
            shutil.copytree(folder, damaged)
            packed = bytearray(whole)
            for _ in range(chance.randint(1, 64)):
                packed[chance.randrange(len(packed))] ^= 1 << chance.randrange(8)
            path = damaged / "library.sqlite3"
            path.write_bytes(packed)
            try:
                with Store.open(path, now=NOW) as store:
                    noticed += bool(store.health.integrity() or store.log.adds_up())
            except TsuzukiError:
                noticed += 1
            restoring.restore(Folders(damaged, damaged / "none"), NOW)
            with a_library(damaged) as library:
                states = [one.state for one in lists.episodes(library, 1)]
            marks += 31
            back += sum(state is State.READ for state in states[:30]) + (states[33] is State.READING)
            shutil.rmtree(damaged)
    print(f"flips    {times:5} files, {noticed} noticed, {back} of {marks} marks back ({back / max(marks, 1):.2%})")
    return back >= 0.99 * marks


def main() -> int:
    """The exit status: 0 where nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=list(LOOKS), action="append", help="these operations; by default all")
    told = parser.parse_args()
    sound = kills(told.kills, told.seed, told.only or list(LOOKS)) if told.kills else True
    return 0 if (flips(told.flips, told.seed) if told.flips else True) and sound else 1


if __name__ == "__main__":
    sys.exit(main())

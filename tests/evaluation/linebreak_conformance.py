"""How many cases of Unicode's LineBreakTest the rules pass, and which tailoring stands behind each that they do not.

    python tests/evaluation/linebreak_conformance.py LineBreakTest.txt...

The file should be of the class table's version (Debian's ``unicode-data`` has 15.0); a zip with such a file will do.
Prints the untailored score, which is to be perfect, then the tailored one with its failures by tailoring: one that is
switched off alone and so cures the case; or all that are needed together.
"""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from reader.typeset.classes import UNICODE_VERSION
from reader.typeset.context import opportunities
from reader.typeset.pairs import MODERN, UNTAILORED, Rules, Tailoring

if TYPE_CHECKING:
    from collections.abc import Iterator


def bodies(path: Path) -> Iterator[str]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8") for name in archive.namelist())
    else:
        yield path.read_text(encoding="utf-8")


def cases(body: str) -> Iterator[tuple[str, str, list[int]]]:
    """The case as written, its text, and where it may be broken."""
    for line in body.splitlines():
        case = line.partition("#")[0].split()
        marks, points = case[::2], case[1::2]
        if points:
            text = "".join(chr(int(point, 16)) for point in points)
            yield " ".join(case), text, [at for at, mark in enumerate(marks) if mark == "÷" and 0 < at < len(text)]


def blame(text: str, wanted: list[int]) -> tuple[str, ...]:
    """The fewest tailorings without which the case is as wanted."""
    for size in range(1, len(Tailoring) + 1):
        for some in combinations(Tailoring, size):
            if opportunities(text, Rules(tailorings=MODERN - set(some))) == wanted:
                return tuple(some)
    return ("no tailoring",)


def main() -> int:
    paths = [Path(argument) for argument in sys.argv[1:] if Path(argument).exists()]
    if not paths:
        print("no test file given: nothing scored")
        return 0
    everything = [case for path in paths for body in bodies(path) for case in cases(body)]
    plain = [case for case, text, wanted in everything if opportunities(text, Rules(tailorings=UNTAILORED)) != wanted]
    print(f"table of Unicode {UNICODE_VERSION}; {len(everything)} cases")
    print(f"untailored: {len(plain)} fail")
    for case in plain:
        print("   ", case)
    failed: Counter[tuple[str, ...]] = Counter()
    examples: dict[tuple[str, ...], str] = {}
    for case, text, wanted in everything:
        if opportunities(text, Rules()) != wanted:
            why = blame(text, wanted)
            failed[why] += 1
            examples.setdefault(why, case)
    print(f"tailored: {failed.total()} fail")
    for why, count in failed.most_common():
        print(f"{count:5}  {' + '.join(why)}   {examples[why]}")
    return 1 if plain or ("no tailoring",) in failed else 0


if __name__ == "__main__":
    sys.exit(main())

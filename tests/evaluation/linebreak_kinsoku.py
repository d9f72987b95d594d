"""How many lines begin, end or split what JLREQ's classes forbid, over whole texts.

    python tests/evaluation/linebreak_kinsoku.py --classes JLREQ_CLASSES.json [--widths 20,40,80] TEXT...

The JSON lists the characters of cl-01 to cl-30 (Requirements for Japanese Text Layout, appendix A).  A TEXT is a file,
or a zip of files, as for ``linebreak_oracle.py``.  Prints the violations by class with an example each, lines wider
than asked, and texts that are not their lines joined.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from reader.typeset.linebreak import line_starts
from reader.typeset.width import cells
from tests.evaluation.linebreak_oracle import paragraphs

NOT_AT_START = ("cl-02", "cl-03", "cl-04", "cl-05", "cl-06", "cl-07", "cl-09", "cl-10", "cl-11", "cl-29")
NOT_AT_END = ("cl-01", "cl-28")
NOT_SPLIT = ("cl-08",)


def members(path: Path) -> dict[str, set[str]]:
    classes = json.loads(path.read_text(encoding="utf-8"))["classes"]
    return {one["id"]: {sign["char"] for sign in one["characters"] if sign.get("char")} for one in classes}


def wrongs(text: str, start: int, classes: dict[str, set[str]]) -> list[str]:
    """What is wrong with a line that starts at ``start``."""
    after, before = text[start], text[:start].rstrip(" \u3000")[-1:]
    found = [f"{name} at a line's start" for name in NOT_AT_START if after in classes[name]]
    found += [f"{name} at a line's end" for name in NOT_AT_END if before in classes[name]]
    found += [f"{name} split" for name in NOT_SPLIT if after in classes[name] and text[start - 1] == after]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--classes", type=Path)
    parser.add_argument("--widths", default="20,40,80")
    args = parser.parse_args()
    if args.classes is None or not args.classes.exists() or not args.texts:
        print("no classes or no texts given: nothing counted")
        return 0
    classes = members(args.classes)
    texts = [text for path in args.texts for text in paragraphs(path)]
    for vertical in (False, True):
        for width in map(int, args.widths.split(",")):
            lines = wide = 0
            found: Counter[str] = Counter()
            examples: dict[str, str] = {}
            for text in texts:
                starts = line_starts(text, width, vertical=vertical)
                edges = [0, *starts, len(text)]
                lines += len(edges) - 1
                wide += sum(cells(text[a:b].rstrip(" \u3000")) > width for a, b in pairwise(edges) if not vertical)
                for start in starts:
                    for wrong in wrongs(text, start, classes):
                        found[wrong] += 1
                        examples.setdefault(wrong, f"{text[max(0, start - 8) : start]}|{text[start : start + 8]}")
            kind = "rows" if vertical else "cells"
            print(f"{width} {kind}: {lines} lines, {found.total()} violations, {wide} too wide", flush=True)
            for wrong, count in found.most_common():
                print(f"{count:6} {wrong}   {examples[wrong]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Prints how part titles are read and ordered: ``python -m tests.evaluation.titles CORPUS [--farm FARM] [--show]``.

CORPUS holds ``E_titles/titles.jsonl`` (a serial a line: titles in true order; where known the ordinal that each starts
with, and the section it stands in); FARM holds sites with a ``truth.json`` each.  Says so and ends well where the
folder is absent.

Measured, a row by kind of text and language: numbers read right; titles shuffled within a section and over the whole
serial, put back exactly; numbered titles shuffled among their places while the others keep theirs; lists in true order
that were moved though they should not be.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.discover.titles import newest_first, read_titles, reading_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHUFFLES = 3
SCRIPTS = {
    "kanji": re.compile(r"^\W*(?:第|その|其の|巻)?[〇零一二三四五六七八九十百千廿卅壱弐参]"),
    "full width": re.compile(r"^\W*第?[０-９]"),
    "Roman": re.compile(r"^\W*(?:chap(?:ter)?\.?|book|part|vol\.?)?\W*[ivxlc]+\b", re.IGNORECASE),
    "words": re.compile(
        r"^\W*(?:chapter|book|part|the)\W+(?:the )?(?:one|two|ten|el|tw|th|fo|fi|si|se|ei|ni)[a-z]*", re.IGNORECASE
    ),
    "digits": re.compile(r"[0-9]"),
}


@dataclass
class Row:
    """Good and all of each measure, and what failed."""

    good: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)

    def count(self, measure: str, *, good: bool) -> None:
        """Count one case."""
        self.all[measure] += 1
        self.good[measure] += good

    def cell(self, measure: str) -> str:
        """Good of all, and the share."""
        if not self.all[measure]:
            return "-"
        return f"{self.good[measure]}/{self.all[measure]} {100 * self.good[measure] / self.all[measure]:.1f}%"


MEASURES = ("numbers", "in sections", "whole, shuffled", "others fixed", "true order kept", "newest first")


class Evaluation:
    """The rows of the table, filled serial by serial."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = defaultdict(Row)
        self.failures: list[str] = []
        self.random = random.Random(20)
        self.seconds = 0.0
        self.titles = 0

    def add(self, label: str, serial: dict[str, Any]) -> None:
        """Measure one serial."""
        row, name = self.rows[label], serial["serial"]
        titles: list[str] = serial["titles"]
        numbers: list[int | None] = serial.get("numbers") or [None] * len(titles)
        parents = serial.get("parents") or [None] * len(titles)
        self._numbers(row, name, titles, numbers)
        self._check(row, "true order kept", name, titles, lambda: reading_order(titles) == list(range(len(titles))))
        if not any(number is not None for number in numbers):
            return
        groups = list(sections(titles, numbers, parents))
        if groups:
            self._check(row, "in sections", name, titles, lambda: all(self._sorts(group) for group in groups))
        known = [number for number in numbers if number is not None]
        if len(known) > 1 and rises(known):
            self._check(row, "whole, shuffled", name, titles, lambda: self._sorts_whole(titles, numbers))
            self._check(row, "others fixed", name, titles, lambda: self._sorts_in_places(titles, numbers))
            backwards = titles[::-1]
            if newest_first(read_titles(backwards)):
                back = [backwards[index] for index in reading_order(backwards)]
                self._check(row, "newest first", name, titles, lambda: back == titles)

    def _numbers(self, row: Row, name: str, titles: Sequence[str], numbers: Sequence[int | None]) -> None:
        began = time.process_time()
        parts = read_titles(titles)
        self.seconds += time.process_time() - began
        self.titles += len(titles)
        for title, number, part in zip(titles, numbers, parts, strict=True):
            if number is None:
                continue
            good = part.number == str(number)
            row.count("numbers", good=good)
            script = next((script for script, form in SCRIPTS.items() if form.search(title)), "other")
            self.rows[f"  numbers: {script}"].count("numbers", good=good)
            if not good:
                self.failures.append(f"number     {name}: {title!r} is {number}, read as {part.number}")

    def _check(self, row: Row, measure: str, name: str, titles: Sequence[str], test: Callable[[], bool]) -> None:
        good = test()
        row.count(measure, good=good)
        if not good:
            self.failures.append(f"{measure:10} {name}: {' | '.join(titles[:4])}")

    def _sorts(self, titles: Sequence[str]) -> bool:
        for _ in range(SHUFFLES):
            shuffled = self.random.sample(titles, len(titles))
            if [shuffled[index] for index in reading_order(shuffled)] != list(titles):
                return False
        return True

    def _sorts_whole(self, titles: Sequence[str], numbers: Sequence[int | None]) -> bool:
        """Everything shuffled; the numbered titles must come out in order."""
        places = self.random.sample(range(len(titles)), len(titles))
        order = reading_order([titles[place] for place in places])
        found = [numbers[places[index]] for index in order]
        return rises([number for number in found if number is not None])

    def _sorts_in_places(self, titles: Sequence[str], numbers: Sequence[int | None]) -> bool:
        """The numbered titles shuffled among their places; the list must come out as it was."""
        numbered = [place for place, number in enumerate(numbers) if number is not None]
        places = list(range(len(titles)))
        for place, drawn in zip(numbered, self.random.sample(numbered, len(numbered)), strict=True):
            places[place] = drawn
        order = reading_order([titles[place] for place in places])
        return [places[index] for index in order] == list(range(len(titles)))


def rises(numbers: Sequence[int]) -> bool:
    """Whether each number is higher than the one before."""
    return all(left < right for left, right in pairwise(numbers))


def sections(
    titles: Sequence[str], numbers: Sequence[int | None], parents: Sequence[str | None]
) -> Iterator[list[str]]:
    """The sections in which every title is numbered and the numbers rise."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for place, parent in enumerate(parents):
        groups[parent].append(place)
    for places in groups.values():
        known = [number for place in places if (number := numbers[place]) is not None]
        if len(places) > 1 and len(known) == len(places) and rises(known):
            yield [titles[place] for place in places]


def farm_serials(farm: Path) -> Iterator[dict[str, Any]]:
    """The serials of a site farm, in the shape of the corpus."""
    for path in sorted(farm.glob("*/truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        episodes = truth["episodes"]
        yield {
            "serial": path.parent.name,
            "titles": [episode["title"] for episode in episodes],
            "numbers": [None if episode["number"] is None else int(episode["number"]) for episode in episodes],
        }


def print_table(rows: dict[str, Row]) -> None:
    """Every row, and their sum."""
    total = Row()
    for label, row in rows.items():
        if not label.startswith(" "):
            total.good.update(row.good)
            total.all.update(row.all)
    print(f"{'':36}" + "".join(f"{measure:>19}" for measure in MEASURES))
    for label, row in [*sorted(rows.items(), key=lambda pair: (pair[0].startswith(" "), pair[0])), ("all", total)]:
        print(f"{label:36}" + "".join(f"{row.cell(measure):>19}" for measure in MEASURES))


def main() -> int:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--farm", type=Path)
    parser.add_argument("--show", action="store_true", help="list what failed")
    arguments = parser.parse_args()
    source = arguments.corpus / "E_titles" / "titles.jsonl"
    if not source.exists():
        print(f"no titles at {source}: nothing measured")
        return 0
    evaluation = Evaluation()
    for line in source.read_text("utf-8").splitlines():
        serial = json.loads(line)
        evaluation.add(f"{serial['kind']}, {serial['language']}", serial)
    for serial in farm_serials(arguments.farm) if arguments.farm else ():
        evaluation.add("site farm", serial)
    print_table(evaluation.rows)
    print(
        f"read_titles: {1e6 * evaluation.seconds / max(1, evaluation.titles):.0f} ms for 1000 titles (processor time)"
    )
    if arguments.show:
        print("\n".join(evaluation.failures))
    return 0


if __name__ == "__main__":
    sys.exit(main())

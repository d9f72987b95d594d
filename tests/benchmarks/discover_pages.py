"""What discovery needs for one page (parse and weigh), beside what lxml needs to parse it.

Run as ``python tests/benchmarks/discover_pages.py [--rounds N] [--worst N] FOLDER...``: every page below the folders
(HTML, gzipped HTML, HTML in zips) is read into facts, its lists are weighed and its likeness to an episode is judged.
Best of several rounds in milliseconds of processor time: with nothing remembered ("first", what the first page of a
site takes) and "again".  A page is over when it takes more than 1.5 times lxml's parse and 20 ms.  Ends with the count
of pages over; run it on a machine that does nothing else, or everything is.
"""

from __future__ import annotations

import argparse
import functools
import gc
import gzip
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.discover.collect import whole_lists
from reader.discover.facts import PageFacts, read_facts
from reader.discover.links import listings
from reader.discover.verdicts import episode_likeness
from reader.errors import TsuzukiError
from reader.hypertext.tree import parse_plain
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARE = 1.5
GRACE_MS = 20.0
HOME = "https://page.example/folder/page.html"
SUFFIXES = (".html", ".htm", ".xhtml")


class Measure(NamedTuple):
    """Milliseconds of processor time for one page."""

    name: str
    size: int
    parse: float
    facts: float
    first: float
    again: float

    @property
    def beyond(self) -> float:
        """How far the first reading is over its allowance; negative below it."""
        return self.first - SHARE * self.parse - GRACE_MS


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every page below a folder."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.name.endswith(SUFFIXES):
            yield name, path.read_bytes()
        elif path.name.endswith(tuple(f"{suffix}.gz" for suffix in SUFFIXES)):
            yield name, gzip.decompress(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for inner in archive.namelist():
                    if inner.endswith(SUFFIXES):
                        yield f"{name}:{inner}", archive.read(inner)


def discover(resource: Resource) -> None:
    """All that discovery does with one page before it asks for another."""
    facts = read_facts(resource)
    if isinstance(facts, PageFacts):
        tables = listings(facts)
        whole_lists(facts, tables)
        episode_likeness(facts, tables)


def remembered() -> list[functools._lru_cache_wrapper[object]]:
    """Every memory of ours that lives longer than a page."""
    return [
        thing
        for thing in gc.get_objects()
        if isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith("reader.")
    ]


def best_ms(act: Callable[[], object], rounds: int, before: Callable[[], object] = lambda: None) -> float:
    """The fastest of several rounds; ``before`` is not counted."""
    times = []
    for _ in range(rounds):
        before()
        begun = time.process_time()
        act()
        times.append((time.process_time() - begun) * 1000)
    return min(times)


def measured(name: str, body: bytes, rounds: int) -> Measure:
    """One page measured.  Raises what :func:`read_facts` raises."""
    resource = Resource(HOME, HOME, 200, {"content-type": "text/html"}, body, datetime.now(UTC))
    discover(resource)  # brings the modules that are imported late
    memories = remembered()

    def forget() -> None:
        for memory in memories:
            memory.cache_clear()

    return Measure(
        name,
        len(body),
        best_ms(lambda: parse_plain(body, "text/html"), rounds),
        best_ms(lambda: read_facts(resource), rounds, forget),
        best_ms(lambda: discover(resource), rounds, forget),
        best_ms(lambda: discover(resource), rounds),
    )


def main() -> None:
    """Print the worst pages and the count of those over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--worst", type=int, default=20, help="how many pages to print")
    options = parser.parse_args()
    found: list[Measure] = []
    for folder in options.folders:
        for name, body in pages(folder):
            try:
                found.append(measured(name, body, options.rounds))
            except TsuzukiError:
                continue  # no page: an empty frame, an archive that calls itself one
    if not found:
        print("no pages found")
        return
    found.sort(key=lambda one: -one.beyond)
    print(f"{'beyond':>7} {'first':>6} {'facts':>6} {'again':>6} {'parse':>6} {'bytes':>9}")
    for one in found[: options.worst]:
        times = f"{one.beyond:7.1f} {one.first:6.1f} {one.facts:6.1f} {one.again:6.1f} {one.parse:6.1f}"
        print(f"{times} {one.size:9} {one.name}")
    over = sum(one.beyond > 0 for one in found)
    later = sum(one.again > SHARE * one.parse + GRACE_MS for one in found)
    print(f"{len(found)} pages, {over} over when first read, {later} over when read again")
    sums = [sum(getattr(one, name) for one in found) for name in ("parse", "facts", "first", "again")]
    print("sums: parse {:.0f} ms, facts {:.0f} ms, first {:.0f} ms, again {:.0f} ms".format(*sums))


if __name__ == "__main__":
    main()

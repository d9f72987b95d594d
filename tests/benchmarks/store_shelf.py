"""The shelf of a reader who follows much: 500 serials of 1,000 episodes.

Run as ``python tests/benchmarks/store_shelf.py [FOLDER]``; without a folder it works in a temporary one.  Prints the
medians of each act in milliseconds, and how many times the processor time of a bare SQLite query of the rows that is.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reader.document import Block, Document, Role
from reader.model import FoundEpisode, Locator, Origin, State, Status, TableOfContents
from reader.orders import in_order
from reader.queries import parse
from reader.store import Store
from reader.update import decide

if TYPE_CHECKING:
    from collections.abc import Callable

SERIALS, EPISODES = 500, 1000
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def fill(store: Store) -> float:
    """Seconds that it takes to follow everything."""
    begun = time.perf_counter()
    for n in range(SERIALS):
        home = f"https://s{n}.example/"
        listed = tuple(
            FoundEpisode(f"{home}{k}", f"第{k}話 夜の終わり {n}", str(k), published=NOW - timedelta(days=EPISODES - k))
            for k in range(1, EPISODES + 1)
        )
        serial_id = store.serials.add(
            title=f"物語 {n}", url=home, author="森", language="ja", status=Status.ONGOING, now=NOW
        )
        store.changes.apply(serial_id, decide([], TableOfContents(home, "", listed)), NOW)
    return time.perf_counter() - begun


def median_ms(act: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """The medians of several runs, in milliseconds: on the clock, and of the processor."""
    clock, processor = [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        processor.append(time.process_time() - worked)
        clock.append(time.perf_counter() - begun)
    return statistics.median(clock) * 1000, statistics.median(processor) * 1000


def measure(store: Store, path: Path) -> None:
    """Print every act's median."""
    raw = store.database
    episodes, shelf = store.episodes.all(250), store.serials.all()
    document = Document(tuple(Block(Role.PARAGRAPH, "風が止んだ。" * 60) for _ in range(20)), "ja")
    turn = itertools.count(time.time_ns())
    states = itertools.cycle((State.UNREAD, State.READ))
    contents = TableOfContents(
        "https://s249.example/",
        "",
        tuple(FoundEpisode(one.url, one.title, one.number, published=one.published) for one in episodes),
    )
    floors = {
        "shelf": median_ms(lambda: raw.rows("SELECT id, title, episodes, read, saved FROM serial")),
        "episodes": median_ms(lambda: raw.rows("SELECT id, title, state FROM episode WHERE serial_id = 250")),
    }
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "shelf: all serials with counts": (store.serials.all, "shelf"),
        "shelf: asked, of what it has in memory": (lambda: parse("unread -tag:x 物語 4").shown(shelf), "shelf"),
        "shelf: sorted by title": (lambda: in_order(shelf, "title"), "shelf"),
        "list: asked and sorted": (
            lambda: in_order(parse("new or id:7").shown(store.serials.all()), "updated"),
            "shelf",
        ),
        "contents: episodes of one serial": (lambda: store.episodes.all(250), "episodes"),
        "continue: in one serial": (lambda: store.episodes.to_continue(250), ""),
        "continue: order of all serials": (store.serials.by_reading, "shelf"),
        "mark one": (lambda: store.log.mark([episodes[500].id], next(states), NOW), ""),
        "keep a place": (lambda: store.log.keep_place(episodes[950].id, Locator(0, next(turn)), 0.3, NOW), ""),
        "mark 1,000 and undo": (
            lambda: (store.log.mark([one.id for one in episodes], State.READ, NOW), store.log.undo(NOW)),
            "",
        ),
        "save a text of 7,200 characters": (
            lambda: store.texts.save(
                episodes[next(turn) % 900].id,
                Document((*document.blocks, Block(Role.PARAGRAPH, str(next(turn)))), "ja"),
                origin=Origin.LIVE,
                url="u",
                fetched_at=NOW,
            ),
            "",
        ),
        "update: 1,000 episodes, nothing new": (lambda: decide(store.episodes.known(250), contents), "episodes"),
        "open the library": (lambda: Store.open(path, now=NOW).close(), ""),
    }
    for name, (act, floor) in acts.items():
        took, worked = median_ms(act)
        ratio = f"{worked / floors[floor][1]:6.1f} x" if floor else ""
        print(f"{name:40} {took:9.2f} ms, processor {worked:8.2f} ms {ratio}")


def main() -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(sys.argv[1] if len(sys.argv) > 1 else scratch) / "library.sqlite3"
        with Store.open(path, now=NOW) as store:
            if not store.serials.all():
                took = fill(store)
                print(f"{'following all of them':40} {took * 1000 / SERIALS:9.2f} ms a serial of {EPISODES}")
            print(f"{'size':40} {path.stat().st_size / 1e6:9.1f} MB")
            measure(store, path)


if __name__ == "__main__":
    main()

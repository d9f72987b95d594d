"""What a big library costs us, newsboat and lemon24/reader, each as its reader starts it.

Run as ``python -m tests.benchmarks.beside_others [--serials 500] [--episodes 1000] [--folder FOLDER]
[--newsboat PROGRAM] [--python INTERPRETER]``.  INTERPRETER is one that has the distribution ``reader[search]`` (it
cannot live beside this project: its package has our name); what is not given or not there is left out.  Each program
gets the same serials with the same titles, read from its own kind of store; with ``--folder`` the stores stay there
and are used again.  Prints the median of processor time and of the clock of whole processes, in milliseconds.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.model import FoundEpisode, Status, TableOfContents
from reader.store import Store
from reader.update import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW: Final = datetime(2026, 5, 1, tzinfo=UTC)
TIMES: Final = 7
ENOUGH_SECONDS: Final = 30
"""Of one act; what takes so long is not measured so often."""

WORD: Final = "第777話"

THEIRS: Final = {
    "fill": """
for path in sys.argv[2:]: r.add_feed(path, exist_ok=True)
r.enable_search(); r.update_feeds(workers=2); r.update_search()""",
    "shelf": "[(f.title, f.url, r.get_entry_counts(feed=f).read) for f in r.get_feeds()]",
    "shelf, without counts": "[(f.title, f.url) for f in r.get_feeds()]",
    "one serial": "[(e.title, e.read) for e in r.get_entries(feed=sys.argv[2])]",
    "mark one": """
e = next(r.get_entries(feed=sys.argv[2], limit=1))
r.set_entry_read(e, not e.read, None)""",
    "search": "list(r.search_entries(sys.argv[3], limit=50))",
}
"""What lemon24/reader does through its own interface, by act."""


def episodes(serial: int, count: int) -> Iterator[tuple[str, str, datetime]]:
    """Address, title and date of each episode."""
    for n in range(1, count + 1):
        yield f"https://s{serial}.example/{n}", f"第{n}話 夜の終わり {serial}", NOW - timedelta(days=count - n)


def fill_ours(path: Path, serials: int, count: int) -> None:
    """Follow all of them."""
    with Store.open(path, now=NOW) as store:
        for serial in range(serials):
            home = f"https://s{serial}.example/"
            listed = tuple(
                FoundEpisode(u, t, str(n), published=d) for n, (u, t, d) in enumerate(episodes(serial, count), 1)
            )
            serial_id = store.serials.add(
                title=f"物語 {serial}", url=home, author="森", language="ja", status=Status.ONGOING, now=NOW
            )
            store.changes.apply(serial_id, decide([], TableOfContents(home, "", listed)), NOW)
        while store.search.catch_up(10_000):
            pass


def write_feeds(folder: Path, serials: int, count: int) -> list[Path]:
    """The same serials as feeds in files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for serial in range(serials):
        items = "".join(
            f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
            f"<pubDate>{date:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            for url, title, date in episodes(serial, count)
        )
        text = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>物語 {serial}</title>'
            f"<link>https://s{serial}.example/</link>{items}</channel></rss>"
        )
        paths.append(folder / f"{serial}.xml")
        paths[-1].write_text(text, "utf-8")
    return paths


def measure(name: str, act: str, command: Callable[[], list[str]]) -> None:
    """Run a whole process several times and print its medians."""
    clock, processor, lines = [], [], 0
    for _ in range(TIMES):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command(), capture_output=True, text=True, check=False)
        clock.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode:
            print(f"{act:24} {name:14} failed: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
            return
        lines = len(done.stdout.splitlines())
        if sum(clock) > ENOUGH_SECONDS:
            break
    print(
        f"{act:24} {name:14} processor {statistics.median(processor) * 1000:8.0f} ms,"
        f" clock {statistics.median(clock) * 1000:8.0f} ms, answers {lines:7} lines"
    )


def ours(folder: Path, arguments: argparse.Namespace) -> None:
    """Measure this program."""
    data = folder / "tsuzuki"
    if not data.exists():
        data.mkdir(parents=True)
        fill_ours(data / "library.sqlite3", arguments.serials, arguments.episodes)
    program = [sys.executable, "-m", "reader", "--data", str(data)]
    middle, states = str(arguments.serials // 2 + 1), itertools.cycle(("read", "unread"))
    acts: dict[str, Callable[[], list[str]]] = {
        "nothing": lambda: [*program[:3], "--version"],
        "shelf": lambda: [*program, "list"],
        "one serial": lambda: [*program, "show", middle],
        "mark one": lambda: [*program, "mark", middle, "7", next(states)],
        "search": lambda: [*program, "search", WORD],
        "export": lambda: [*program, "export", "--format", "opml"],
    }
    for act, command in acts.items():
        measure("tsuzuki", act, command)


def newsboat(folder: Path, arguments: argparse.Namespace, feeds: list[Path]) -> None:
    """Measure newsboat."""
    home = folder / "newsboat"
    urls, cache, settings = home / "urls", home / "cache.db", home / "config"
    program = [arguments.newsboat, "-q", "-u", str(urls), "-c", str(cache), "-C", str(settings)]
    if not cache.exists():
        home.mkdir(parents=True, exist_ok=True)
        urls.write_text("".join(f"file://{path}\n" for path in feeds), "utf-8")
        settings.write_text("max-items 0\nreload-threads 2\n", "utf-8")
        subprocess.run([*program, "-x", "reload"], check=True, stdout=subprocess.DEVNULL)
    measure("newsboat", "nothing", lambda: [arguments.newsboat, "--version"])
    measure("newsboat", "shelf", lambda: [*program, "-x", "print-unread"])
    measure("newsboat", "export", lambda: [*program, "-e"])


def others(folder: Path, arguments: argparse.Namespace, feeds: list[Path]) -> None:
    """Measure lemon24/reader."""
    home = folder / "lemon24"
    home.mkdir(parents=True, exist_ok=True)
    database = str(home / "reader.sqlite")
    head = "import os, sys; from reader import make_reader\n"
    head += "r = make_reader(sys.argv[1], feed_root=os.path.abspath('../feeds'))\n"
    middle = feeds[len(feeds) // 2].name

    def program(act: str, *more: str) -> list[str]:
        # Not in the current folder: Python would take our package for the one of the same name.
        return ["env", "-C", str(home), arguments.python, "-c", head + THEIRS[act], database, *more]

    if not Path(database).exists():
        try:
            subprocess.run(program("fill", *(path.name for path in feeds)), check=True)
        except subprocess.CalledProcessError:
            Path(database).unlink(missing_ok=True)
            raise
    for act in ("shelf", "shelf, without counts", "one serial", "mark one", "search"):
        measure("lemon24/reader", act, lambda act=act: program(act, middle, WORD))  # type: ignore[misc]  # act is bound


def main() -> None:
    """Fill what is not there yet, measure, print."""
    reads = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reads.add_argument("--serials", type=int, default=500)
    reads.add_argument("--episodes", type=int, default=1000)
    reads.add_argument("--folder", type=Path)
    reads.add_argument("--newsboat", default="newsboat")
    reads.add_argument("--python", default="")
    arguments = reads.parse_args()
    with nullcontext(arguments.folder) if arguments.folder else tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / f"{arguments.serials}x{arguments.episodes}"
        print(f"{arguments.serials} serials of {arguments.episodes} episodes")
        ours(folder, arguments)
        feeds = write_feeds(folder / "feeds", arguments.serials, arguments.episodes)
        if shutil.which(arguments.newsboat):
            newsboat(folder, arguments, feeds)
        if arguments.python:
            others(folder, arguments, feeds)


if __name__ == "__main__":
    main()

"""How long the terminal UI takes: to its first paint, to open a text, to turn a page, to the last byte.

    uv run tests/benchmarks/tui_speed.py [--serials N] [--episodes N] [--characters N] [--runs N]

The program runs in a pseudo-terminal that answers its questions; times are from the start of the process, or from the
key, until nothing more comes for a while.  Beside them: Python alone, Textual's imports alone, and an empty Textual
application, measured in the same run, as everything here depends on the machine.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import resource
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

from reader.document import Block, Document, Role
from reader.files import find_folders
from reader.library import following, lists
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, Origin, TableOfContents
from reader.settings import Settings

QUIET_SECONDS = 0.25
SENTENCES = (
    "潮が引くと、町のはずれに道があらわれる。",
    "「どこへ行く道なの」と、ナギは祖父にたずねた。",
    "石を敷いた、舟一そうぶんの幅の道である……。",
    "その晩、だれかが石をわたる足音を聞いた気がした。",
)
EMPTY_APP = "from textual.app import App\nApp().run()"
QUERY = re.compile(rb"\x1b\[6n")


class Terminal:
    """A process in a terminal of 80 by 24."""

    def __init__(self, command: list[str]) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.started = time.perf_counter()
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)

    def until_quiet(self, needle: bytes = b"") -> tuple[float, int]:
        """Seconds since ``started`` to the last byte before a silence that follows ``needle``; bytes in all."""
        seen, last = b"", self.started
        while True:
            ready, _, _ = select.select([self.ours], [], [], QUIET_SECONDS)
            if not ready:
                if needle in seen:
                    return last - self.started, len(seen)
                if time.perf_counter() - self.started > 60:
                    raise TimeoutError(seen[-500:].decode(errors="replace"))
                continue
            try:
                piece = os.read(self.ours, 65536)
            except OSError:
                return last - self.started, len(seen)
            seen += piece
            last = time.perf_counter()
            for _ in QUERY.findall(piece):
                os.write(self.ours, b"\x1b[1;2R")

    def press(self, key: bytes) -> tuple[float, int]:
        """Seconds from the key to the last byte of what it causes, and how many bytes."""
        self.started = time.perf_counter()
        os.write(self.ours, key)
        return self.until_quiet(b"\x1b")

    def end(self) -> float:
        """Quit; the process's greatest resident size, MiB."""
        os.write(self.ours, b"\x11")
        self.until_quiet()
        _, _, used = os.wait4(self.process.pid, 0)
        os.close(self.ours)
        return used.ru_maxrss / 1024


def seed(folder: Path, serials: int, episodes: int, characters: int) -> None:
    """A library with so many serials of so many episodes, and one of one very long text, read last."""
    now = datetime.now(UTC)
    with Library.open(find_folders(data=str(folder)), Settings()) as library:
        for number in range(serials):
            url = f"https://many{number}.example/"
            found = tuple(FoundEpisode(f"{url}{one}", f"話 {one}", str(one)) for one in range(1, episodes + 1))
            following.follow(library, Discovered(TableOfContents(url, f"作品 {number}", found)))
        blocks: list[Block] = []
        length = 0
        while length < characters:
            text = "　" + "".join(SENTENCES[(len(blocks) + step) % len(SENTENCES)] for step in range(4))
            blocks.append(Block(Role.PARAGRAPH, text))
            length += len(text)
        for name, kept in (("long", blocks), ("short", blocks[:60])):
            url = f"https://{name}.example/"
            contents = TableOfContents(url, f"The {name} one", (FoundEpisode(f"{url}1", name, "1"),), language="ja")
            serial = following.follow(library, Discovered(contents))
            episode = lists.episodes(library, serial.id)[0]
            library.store.texts.save(
                episode.id, Document(tuple(kept), "ja"), origin=Origin.LIVE, url=url, fetched_at=now
            )


def median(times: list[float]) -> str:
    """In milliseconds, with the 95th percentile of longer series."""
    middle = f"{statistics.median(times) * 1000:7.0f} ms"
    if len(times) < 20:
        return middle
    return f"{middle}, p95 {statistics.quantiles(times, n=20)[-1] * 1000:.0f} ms"


def pages_down(text: Terminal) -> list[float]:
    """Seconds of 25 pages, five at a time from the beginning: turning past the end is another thing, with writes."""
    times: list[float] = []
    while len(times) < 25:
        times += [text.press(b" ")[0] for _ in range(5)]
        text.press(b"g")
    return times


def timed(command: list[str]) -> float:
    """Seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--serials", type=int, default=100)
    parser.add_argument("--episodes", type=int, default=100)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), chosen.serials, chosen.episodes, chosen.characters)
        ours = [sys.executable, "-m", "reader", "--data", folder]
        print(f"{chosen.serials} serials of {chosen.episodes} episodes; a text of {chosen.characters} characters")
        rows: dict[str, list[float]] = {}
        memory: dict[str, float] = {}
        for _ in range(chosen.runs):
            rows.setdefault("python alone", []).append(timed([sys.executable, "-c", ""]))
            rows.setdefault("import textual.app", []).append(timed([sys.executable, "-c", "import textual.app"]))
            empty = Terminal([sys.executable, "-c", EMPTY_APP])
            rows.setdefault("empty Textual app, first paint", []).append(empty.until_quiet(b"\x1b[?1049h")[0])
            memory["empty Textual app"] = empty.end()
            shelf = Terminal(ours)
            rows.setdefault("shelf, first paint", []).append(shelf.until_quiet(b"\x1b[?1049h")[0])
            memory["shelf"] = shelf.end()
        for name in ("short", "long"):
            for _ in range(chosen.runs - 1):
                text = Terminal([*ours, "read", f"The {name} one"])
                rows.setdefault(f"{name} text, process to paint", []).append(text.until_quiet(b"\x1b[?1049h")[0])
                text.end()
            text = Terminal([*ours, "read", f"The {name} one"])
            text.until_quiet(b"\x1b[?1049h")
            rows[f"{name} text, first page down"] = [text.press(b" ")[0]]
            text.press(b"g")
            rows[f"{name} text, page down to the last byte"] = pages_down(text)
            rows[f"{name} text, to its end"] = [text.press(b"G")[0]]
            rows[f"{name} text, into columns"] = [text.press(b"w")[0]]
            text.press(b"G")
            rows[f"{name} text, past its end, marks on disk"] = [text.press(b" ")[0]]
            memory[f"{name} text"] = text.end()
        for name, times in rows.items():
            print(f"{name:42} {median(times)}")
        for name, size in memory.items():
            print(f"{name + ', greatest resident size':42} {size:7.0f} MiB")


if __name__ == "__main__":
    main()

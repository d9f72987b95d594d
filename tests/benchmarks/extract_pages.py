"""How many pages a second become texts, and what a whole command costs.

Run as ``python tests/benchmarks/extract_pages.py [FOLDER]``: the episodes of the bundled sample web, served and fetched
once, are read (facts), extracted alone and by their siblings' frame; medians in milliseconds of processor time, in
one process, beside what lxml needs to parse the same page.  With FOLDER (a library, as ``store_shelf.py FOLDER`` leaves
one behind) also the wall time of ``tsuzuki list``, beside a bare interpreter.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lxml import html

from reader.demo.web import sample_web
from reader.discover.facts import read_facts
from reader.extract.episode import extract_page
from reader.extract.siblings import learn_frame
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
LEARN_FROM = 3
RUNS = 11


def pages() -> list[Resource]:
    """The Japanese sample serial's episodes, as they come over HTTP."""
    out = []
    with sample_web() as web:
        for url in web.japanese_urls:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server on loopback
                headers = {name.lower(): value for name, value in answer.headers.items()}
                out.append(Resource(url, url, answer.status, headers, answer.read(), datetime.now(UTC)))
    return out


def median_ms(resources: list[Resource], act: Callable[[Resource], Any]) -> float:
    """Milliseconds of processor time a page."""
    times = []
    for _ in range(ROUNDS):
        for resource in resources:
            begun = time.process_time()
            act(resource)
            times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def wall_ms(command: list[str]) -> float:
    """Milliseconds that a command takes, median of several runs."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    resources = pages()
    frame = learn_frame(resources[:LEARN_FROM])
    rows: dict[str, Callable[[Resource], Any]] = {
        "lxml parse": lambda one: html.document_fromstring(one.body),
        "facts": read_facts,
        "extract, alone": extract_page,
        "extract, by frame": lambda one: extract_page(one, frame=frame),
    }
    floor = 0.0
    for name, act in rows.items():
        taken = median_ms(resources, act)
        floor = floor or taken
        print(f"{name:20} {taken:7.2f} ms  {1000 / taken:7.0f} pages/s  {taken / floor:5.1f} x")
    if len(sys.argv) > 1:
        bare = wall_ms([sys.executable, "-c", "pass"])
        listed = wall_ms([sys.executable, "-m", "reader", "--data", sys.argv[1], "list"])
        print(f"{'bare interpreter':20} {bare:7.1f} ms\n{'tsuzuki list':20} {listed:7.1f} ms  {listed / bare:5.1f} x")


if __name__ == "__main__":
    main()

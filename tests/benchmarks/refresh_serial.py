"""Save a whole serial from a server that takes its time, against httpx alone fetching the same pages in a row.

    python -m tests.benchmarks.refresh_serial [EPISODES] [LATENCY_MS]

One host is asked one thing after the other, so the latency is the floor; what we add on top is extraction (beside the
next fetch), the transactions, and robots.txt.  The pace is 0 here: on the web it would be most of the time.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import httpx

from reader.files import Folders
from reader.library import following, refreshing
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, TableOfContents
from reader.settings import Fetching, Settings
from tests.benchmarks.refresh_web import page, prose, serving

EPISODES = 1_000
LATENCY_MS = 100.0
HOST = "http://river.example"


async def main(count: int, latency_ms: float) -> None:
    urls = [f"{HOST}/{number}" for number in range(1, count + 1)]
    bodies = {
        url: page(f"Part {n}", f"<article><h1>Part {n}</h1>{prose(n)}</article>") for n, url in enumerate(urls, 1)
    }
    async with serving({**bodies, f"{HOST}/robots.txt": ""}, latency_ms / 1000) as asked:
        began = time.perf_counter()
        async with httpx.AsyncClient() as client:
            for url in urls:
                await client.get(url)
        floor = time.perf_counter() - began
        asked.clear()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            with Library.open(Folders(path, path / "x.toml"), Settings(fetch=Fetching(pace_seconds=0))) as library:
                episodes = tuple(FoundEpisode(url, f"Part {n}", str(n)) for n, url in enumerate(urls, 1))
                following.follow(library, Discovered(TableOfContents(HOST, "The river", episodes)))
                began = time.perf_counter()
                report = await refreshing.fetch_missing(library, 1)
                took = time.perf_counter() - began
        print(
            f"{count} episodes at {latency_ms:.0f} ms: {took:.1f} s, {took / floor:.2f} x httpx ({floor:.1f} s),",
            end="",
        )
        print(f" {report.saved} saved, {len(asked)} requests")


if __name__ == "__main__":
    asyncio.run(
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else EPISODES,
            float(sys.argv[2]) if len(sys.argv) > 2 else LATENCY_MS,
        )
    )

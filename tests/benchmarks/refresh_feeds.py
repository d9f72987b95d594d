"""Refresh many feeds on loopback, each of a host of its own, against httpx alone asking the same questions.

    python -m tests.benchmarks.refresh_feeds [FEEDS]

First run: every feed is read and decided on.  Second run: every answer is 304.  The ratio is against bare httpx in the
same process; robots.txt of each host is part of our first run, and of the floor's too.
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
from reader.model import Discovered, FoundEpisode, Source, SourceKind, TableOfContents
from reader.settings import Fetching, Settings
from tests.benchmarks.refresh_web import prose, serving

FEEDS = 1_000
ENTRIES = 10
HOSTS_AT_ONCE = 8


def hosts(count: int) -> list[str]:
    return [f"http://serial{number}.example" for number in range(count)]


def feed(host: str) -> str:
    entries = "".join(
        f"<entry><id>{host}/{n}</id><title>Part {n}</title><link href='{host}/{n}'/>"
        f"<updated>2026-01-{n:02}T00:00:00Z</updated><content type='html'><![CDATA[{prose(n)}]]></content></entry>"
        for n in range(1, ENTRIES + 1)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A serial</title><id>{host}</id>{entries}</feed>"


def shelve(library: Library, host: str) -> None:
    """Follow a serial whose ten episodes are known and saved."""
    episodes = tuple(FoundEpisode(f"{host}/{n}", f"Part {n}", str(n)) for n in range(1, ENTRIES + 1))
    contents = TableOfContents(host, host, episodes, sources=(Source(SourceKind.FEED, f"{host}/feed.xml"),))
    serial = following.follow(library, Discovered(contents))
    with library.store.writing() as database:  # as if they were saved: the texts are not what is measured
        database.change(
            "UPDATE episode SET tries = 9, failed_at = '2099-01-01T00:00:00.000000+00:00' WHERE serial_id = ?",
            (serial.id,),
        )


async def floor(urls: list[str], etags: dict[str, str]) -> float:
    """Seconds that bare httpx takes, eight at a time."""
    began = time.perf_counter()
    turns = asyncio.Semaphore(HOSTS_AT_ONCE)
    async with httpx.AsyncClient() as client:

        async def one(url: str) -> None:
            async with turns:
                answer = await client.get(url, headers={"If-None-Match": etags[url]} if url in etags else {})
                etags.setdefault(url, answer.headers["etag"])

        await asyncio.gather(*map(one, urls))
    return time.perf_counter() - began


async def ours(library: Library) -> tuple[float, int]:
    began = time.perf_counter()
    outcomes = await refreshing.update(library, all=True)
    return time.perf_counter() - began, sum(bool(one.error) for one in outcomes)


async def main(count: int) -> None:
    there = hosts(count)
    bodies = {f"{host}/feed.xml": feed(host) for host in there} | {f"{host}/robots.txt": "" for host in there}
    settings = Settings(fetch=Fetching(pace_seconds=0, hosts_at_once=HOSTS_AT_ONCE))
    async with serving(bodies) as asked:
        etags: dict[str, str] = {}
        feeds = [f"{host}/feed.xml" for host in there]
        floor_first = await floor([*(f"{host}/robots.txt" for host in there), *feeds], {})
        await floor(feeds, etags)
        floor_again = await floor(feeds, etags)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            with Library.open(Folders(path, path / "settings.toml"), settings) as library:
                for host in there:
                    shelve(library, host)
                asked.clear()
                first, failed = await ours(library)
                requests = len(asked)
                asked.clear()
                again, failed_again = await ours(library)
                print(f"{count} feeds of {ENTRIES} entries, {HOSTS_AT_ONCE} hosts at once")
                print(f"first run  {first:6.2f} s, {requests} requests, {first / floor_first:5.1f} x httpx", end="")
                print(f" ({floor_first:.2f} s), {failed} failed")
                print(f"304 run    {again:6.2f} s, {len(asked)} requests, {again / floor_again:5.1f} x httpx", end="")
                print(f" ({floor_again:.2f} s), {failed_again} failed")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else FEEDS))

"""Whether two pages at once use two cores.

Run as ``python -m tests.benchmarks.extract_worker``: the sample serial's episodes go through the worker many times,
with one child and with two.  Printed are the seconds of processor time that the children took and the seconds that
passed; what counts is the ratio of the two, the cores in use.  Other programs on the machine lower it, so what is left
of the machine is printed beside it: the same ratio of two children that only count.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from reader.worker import Worker
from tests.benchmarks.extract_pages import pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model import Resource

TIMES = 40
"""How often each page is read."""

_COUNT = "for number in range(30_000_000): pass"


def children_seconds() -> float:
    """Processor time of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measured(act: Callable[[], None]) -> tuple[float, float]:
    """Processor seconds of the children that ``act`` starts and waits for, and the seconds that pass."""
    spent, begun = children_seconds(), time.perf_counter()
    act()
    return children_seconds() - spent, time.perf_counter() - begun


async def read_all(resources: list[Resource], processes: int) -> None:
    """Every page, as many at once as there are children."""
    async with Worker(processes) as worker:
        await asyncio.gather(*(worker.run("extract", one) for _ in range(TIMES) for one in resources))


def count_twice() -> None:
    """Two children that need nothing but a core each."""
    for child in [subprocess.Popen([sys.executable, "-c", _COUNT]) for _ in range(2)]:
        child.wait()


def main() -> None:
    """Print the table."""
    resources = pages()
    rows: dict[str, Callable[[], None]] = {
        "one child": lambda: asyncio.run(read_all(resources, 1)),
        "two children": lambda: asyncio.run(read_all(resources, 2)),
        "two that only count": count_twice,
    }
    for name, act in rows.items():
        spent, passed = measured(act)
        print(f"{name:20} {spent:6.2f} s of processor time in {passed:6.2f} s   {spent / passed:4.2f} cores")


if __name__ == "__main__":
    main()

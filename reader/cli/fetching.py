"""Fetching with a progress bar, as ``add``, ``update`` and ``demo`` show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.output import sentence
from reader.library import refreshing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.run import Call
    from reader.library.refreshing import Fetched, FetchReport

TOLD = 10
"""Failures told one by one; more are counted."""


async def fetch(call: Call, serial_id: int) -> FetchReport:
    """Fetch what a serial still misses."""

    def watch(fetched: Fetched) -> None:
        call.output.progress(fetched.done, fetched.total, fetched.title)

    return await refreshing.fetch_missing(call.library(), serial_id, watch=watch)


def tell_failures(call: Call, failures: Sequence[dict[str, str | None]]) -> None:
    """Name what did not come, and why."""
    for failure in failures[:TOLD]:
        call.output.say(f"missing: {sentence(failure['error'] or '', failure['hint'])}")
    if len(failures) > TOLD:
        call.output.say(f"… and {len(failures) - TOLD} more; 'tsuzuki show' lists them")
    if failures:
        call.output.say("'tsuzuki update' tries again.")

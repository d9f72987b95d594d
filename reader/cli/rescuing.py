"""``rescue``: lost episodes out of the Wayback Machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.cli.fetching import tell_failures
from reader.library import lists, rescuing

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.refreshing import Fetched


def rescue(call: Call) -> int:
    """Serve ``tsuzuki rescue``; exit status 1 where something stays lost."""
    library, output = call.library(), call.output
    serial = lists.serial_named(library, call.arguments.serial)

    def watch(fetched: Fetched) -> None:
        output.progress(fetched.done, fetched.total, fetched.title)

    report = asyncio.run(rescuing.rescue(library, serial.id, watch=watch, tell=output.passing))
    failures = [{"url": one.url, "error": one.error, "hint": one.hint or None} for one in report.failures]
    if output.as_json:
        output.document({"serial": serial.id, "rescued": report.saved, "failures": failures})
    elif not report.saved and not failures:
        output.say("Nothing is missing.")
    else:
        output.data(f"{serial.title}: {report.saved} rescued, {len(failures)} still missing")
        tell_failures(call, failures)
    return 1 if failures else 0

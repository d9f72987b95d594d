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
    saved, failures = look_in_archive(call, serial.id)
    if output.as_json:
        output.document({"serial": serial.id, "rescued": saved, "failures": failures})
    elif not saved and not failures:
        output.say("Nothing is missing.")
    else:
        output.data(f"{serial.title}: {saved} rescued, {len(failures)} still missing")
        tell_failures(call, failures)
    return 1 if failures else 0


def look_in_archive(call: Call, serial_id: int) -> tuple[int, list[dict[str, str | None]]]:
    """How many texts were saved out of the archive, and what stays lost."""

    def watch(fetched: Fetched) -> None:
        call.output.progress(fetched.done, fetched.total, fetched.title)

    report = asyncio.run(rescuing.rescue(call.library(), serial_id, watch=watch, tell=call.output.passing))
    return report.saved, [{"url": one.url, "error": one.error, "hint": one.hint or None} for one in report.failures]

"""``import``: a reading list comes in, shown first, all of it or nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.adding import counted
from reader.errors import UsageError
from reader.library import importing

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.importing import Arrival, Plan

SHOWN = 20
"""Serials named one by one; more are counted."""


def take_in(call: Call) -> int:
    """Serve ``tsuzuki import``."""
    arguments, output, library = call.arguments, call.output, call.library()
    plan = asyncio.run(importing.preview(library, *_read(arguments.file)))
    if not output.as_json:
        _picture(call, plan)
    if arguments.dry_run or not _agreed(call, plan):
        if output.as_json:
            output.document({"serials": [_form(one) for one in plan.arrivals], "left_out": list(plan.left_out)})
        return 0
    report = importing.take_in(library, plan)
    if output.as_json:
        output.document(
            {
                "added": report.added,
                "returned": report.returned,
                "known": report.known,
                "episodes": report.episodes,
                "marks": report.marks,
                "notes": report.notes,
                "to_find": report.to_find,
                "left_out": list(plan.left_out),
            }
        )
        return 0
    output.say(f"{report.added + report.returned} serials came in, {report.known} were on the shelf already.")
    if report.to_find:
        output.say(f"{report.to_find} have no episodes yet; 'tsuzuki update' looks for them.")
    return 0


def _read(name: str) -> tuple[bytes, str]:
    try:
        return (sys.stdin.buffer.read(), "stdin") if name == "-" else (Path(name).read_bytes(), name)
    except OSError as error:
        raise UsageError(
            error.strerror or "cannot be read", subject=name, hint="Give a file, or - for stdin."
        ) from error


def _picture(call: Call, plan: Plan) -> None:
    rows = [(_standing(one), one.title, counted(one.episodes), f"{one.marks} marks") for one in plan.arrivals[:SHOWN]]
    call.output.table(rows, flexible=1)
    if len(plan.arrivals) > SHOWN:
        call.output.data(f"… and {len(plan.arrivals) - SHOWN} more")
    for line in plan.left_out:
        call.output.say(f"left out: {line}")


def _standing(one: Arrival) -> str:
    if one.returns:
        return "back"
    return "new" if one.serial_id is None else "known"


def _agreed(call: Call, plan: Plan) -> bool:
    if not call.output.on_terminal:
        return True
    return call.output.ask(f"Take {len(plan.arrivals)} serials in? [Y/n]", "y").lower() in {"y", "yes", "はい"}


def _form(one: Arrival) -> dict[str, Any]:
    return {
        "serial": one.serial_id,
        "title": one.title,
        "url": one.url or None,
        "episodes": one.episodes,
        "marks": one.marks,
    }

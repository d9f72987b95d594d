"""``check``, ``backup`` and ``restore``: the health of the library, its copies, and putting one back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.cli import forms
from reader.cli.output import sentence
from reader.errors import Corrupt
from reader.library import care, restoring

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.restoring import Restored

BAD = 3


def check(call: Call) -> int:
    """Serve ``tsuzuki check``; exit status 3 where something is bad."""
    repaired = _repair(call) if call.arguments.repair else []
    findings = care.check(call.library())
    if call.output.as_json:
        document: dict[str, object] = {
            "findings": [
                {"name": one.name, "level": one.level, "text": one.text, "hint": one.hint or None} for one in findings
            ]
        }
        if call.arguments.repair:
            document["repaired"] = repaired
        call.output.document(document)
    else:
        for line in repaired:
            call.output.say(line)
        call.output.table([(one.level, one.name, sentence(one.text, one.hint)) for one in findings], flexible=2)
    return BAD if any(one.level == "bad" for one in findings) else 0


def backup(call: Call) -> int:
    """Serve ``tsuzuki backup``."""
    library = call.library()
    path = restoring.make_daily(library) if call.arguments.daily else care.backup(library)
    if call.output.as_json:
        call.output.document({"backup": str(path)})
    else:
        call.output.say(f"copied to {path}")
    return 0


def restore(call: Call) -> int:
    """Serve ``tsuzuki restore``."""
    output, arguments = call.output, call.arguments
    if arguments.listing:
        known = restoring.backups(call.folders)
        if output.as_json:
            rows = [
                {"name": one.name, "made_at": forms.moment(one.made_at), "bytes": one.size, "replaced": one.replaced}
                for one in known
            ]
            output.document({"backups": rows})
        else:
            output.table(
                [
                    (one.name, f"{one.made_at:%Y-%m-%d %H:%M}", f"{one.size / 1e6:.1f} MB", "replaced" * one.replaced)
                    for one in known
                ],
                right=(2,),
            )
        return 0
    done = restoring.restore(call.folders, datetime.now(UTC), arguments.backup, with_log=not arguments.without_log)
    if output.as_json:
        output.document(
            {
                "restored": done.backup.name if done.backup else None,
                "events": done.taken.events,
                "serials": done.taken.serials,
                "kept": str(done.aside) if done.aside else None,
                "remarks": list(done.remarks),
            }
        )
        return 0
    for line in _told(done):
        output.say(line)
    return 0


def _repair(call: Call) -> list[str]:
    """What was mended, a line each; a damaged library is restored."""
    try:
        library = call.library()
        if not library.store.health.integrity():
            return care.repair(library)
        call.close()
    except Corrupt:
        call.close()
    return _told(restoring.restore(call.folders, datetime.now(UTC)))


def _told(done: Restored) -> list[str]:
    made = f"{done.backup.name} is the library again" if done.backup else "the library was made again from the journal"
    lines = [*done.remarks, f"{made}; {done.taken.events} later events of the log are back"]
    if done.aside:
        lines.append(f"the replaced file is kept; 'tsuzuki restore {done.aside.stem}' puts it back")
    return lines

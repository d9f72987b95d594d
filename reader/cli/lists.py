"""``list``, ``show`` and ``export``: what is on the shelf, in a table, as JSON, or as a file to take along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.addresses import readable
from reader.cli import forms
from reader.library import exporting, lists
from reader.model import State

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.model import Episode

MARKS = {State.UNREAD: "·", State.READING: "▸", State.READ: "✓"}


def shelf(call: Call) -> int:
    """Serve ``tsuzuki list``."""
    serials = lists.serials(call.library())
    if call.output.as_json:
        call.output.document({"serials": [forms.serial_form(one) for one in serials]})
        return 0
    if not serials:
        call.output.say("The shelf is empty. 'tsuzuki add URL' follows a serial; 'tsuzuki demo' shows how it is.")
    call.output.table(
        [
            (str(one.id), one.title, one.author, f"{one.counts.read}/{one.counts.episodes}", one.status.value)
            for one in serials
        ],
        right=(0, 3),
        flexible=1,
    )
    return 0


def show(call: Call) -> int:
    """Serve ``tsuzuki show``."""
    library = call.library()
    serial = lists.serial_named(library, call.arguments.serial)
    episodes = lists.episodes(library, serial.id)
    if call.output.as_json:
        call.output.document(
            {"serial": forms.serial_form(serial), "episodes": [forms.episode_form(one) for one in episodes]}
        )
        return 0
    call.output.data(serial.title + (f", by {serial.author}" if serial.author else ""))
    call.output.data(readable(serial.url))
    call.output.data(
        f"{serial.counts.read} of {serial.counts.episodes} read, {serial.counts.saved} saved, {serial.status.value}"
    )
    call.output.data()
    call.output.table(
        [(str(one.position), MARKS[one.state], one.title, _remark(one)) for one in episodes], right=(0,), flexible=2
    )
    return 0


def _remark(episode: Episode) -> str:
    if episode.missing:
        return f"missing: {episode.missing}"
    remarks = ["" if episode.saved else "not saved", "gone upstream" if episode.gone else "", episode.note]
    return ", ".join(filter(None, remarks))


def export(call: Call) -> int:
    """Serve ``tsuzuki export``."""
    arguments = call.arguments
    filters = list(arguments.filters)
    if arguments.serial:
        filters.append(f"serial:{lists.serial_named(call.library(), arguments.serial).id}")
    text = exporting.export(call.library(), arguments.format, filters=filters, raw=arguments.raw)
    if arguments.output:
        exporting.write_list(Path(arguments.output), text)
        call.output.say(f"written to {arguments.output}")
    else:
        call.output.raw(text)
    return 0

"""``mark``, ``undo``, ``pause``, ``resume``, ``remove``, ``read``: the reader's own state and the way to the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import forms
from reader.cli.run import require_terminal
from reader.library import lists, reading
from reader.model import State

if TYPE_CHECKING:
    from reader.cli.run import Call


def mark(call: Call) -> int:
    """Serve ``tsuzuki mark``."""
    library, arguments = call.library(), call.arguments
    serial = lists.serial_named(library, arguments.serial)
    episodes = lists.episodes_named(library, serial, arguments.episodes)
    changed = reading.mark(library, [one.id for one in episodes], State(arguments.state))
    call.output.say(f"{changed} marked as {arguments.state}; 'tsuzuki undo' takes it back.")
    return 0


def undo(call: Call) -> int:
    """Serve ``tsuzuki undo``."""
    library, output = call.library(), call.output
    if call.arguments.listing:
        steps = reading.undo_list(library)
        if output.as_json:
            output.document({"steps": [{"at": forms.moment(one.at), "what": one.what} for one in steps]})
            return 0
        for step in steps:
            output.data(f"{forms.moment(step.at)}  {step.what}")
        return 0
    undone = reading.undo(library)
    if output.as_json:
        output.document({"undone": undone})
    else:
        output.say(f"taken back: {undone}" if undone else "nothing to take back")
    return 0


def pause(call: Call) -> int:
    """Serve ``tsuzuki pause``."""
    return _pause(call, paused=True)


def resume(call: Call) -> int:
    """Serve ``tsuzuki resume``."""
    return _pause(call, paused=False)


def _pause(call: Call, *, paused: bool) -> int:
    library = call.library()
    done = "is paused; 'tsuzuki resume' ends that" if paused else "is looked at for news again"
    before = "was paused already" if paused else "was not paused"
    for serial in [lists.serial_named(library, name) for name in call.arguments.serials]:
        changed = lists.pause(library, serial.id, paused=paused)
        call.output.say(f"“{serial.title}” {done if changed else before}.")
    return 0


def remove(call: Call) -> int:
    """Serve ``tsuzuki remove``."""
    library = call.library()
    serial = lists.serial_named(library, call.arguments.serial)
    lists.remove(library, serial.id)
    call.output.say(f"“{serial.title}” is off the shelf; 'tsuzuki undo' brings it back.")
    return 0


def read(call: Call) -> int:
    """Serve ``tsuzuki read``."""
    require_terminal("reading")
    library, arguments = call.library(), call.arguments
    if not arguments.serial:
        place = reading.resume(library, None)
        call.open_ui(library, *((place[0].id, place[1].id) if place else (None, None)))
        return 0
    serial = lists.serial_named(library, arguments.serial)
    if arguments.episode:
        call.open_ui(library, serial.id, lists.episodes_named(library, serial, arguments.episode)[0].id)
        return 0
    place = reading.resume(library, serial.id)
    call.open_ui(library, serial.id, place[1].id if place else None)
    return 0

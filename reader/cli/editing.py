"""``edit``, ``archive``, ``unarchive``: what the reader says of serials, each a step that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import forms
from reader.errors import UsageError
from reader.library import lists
from reader.model import Status

if TYPE_CHECKING:
    from reader.cli.run import Call


def edit(call: Call) -> int:
    """Serve ``tsuzuki edit``."""
    library, arguments = call.library(), call.arguments
    chosen = [lists.serial_named(library, name) for name in arguments.serials]
    add, drop = lists.tags_named(",".join(arguments.tag)), lists.tags_named(",".join(arguments.untag))
    if arguments.title is not None and len(chosen) > 1:
        raise UsageError("several serials cannot have one title", hint="Name one serial with --title.")
    if all(one is None for one in (arguments.title, arguments.author, arguments.status)) and not (add or drop):
        raise UsageError("there is nothing to edit", hint="Say --title, --author, --status, --tag or --untag.")
    with library.store.writing():
        for serial in chosen:
            if arguments.title is not None:
                lists.rename(library, serial.id, arguments.title)
            if arguments.author is not None:
                lists.credit(library, serial.id, arguments.author)
            if arguments.status is not None:
                lists.judge(library, serial.id, Status(arguments.status))
            if add or drop:
                lists.tag(library, serial.id, add=add, drop=drop)
    edited = [library.store.serials.one(serial.id) for serial in chosen]
    if call.output.as_json:
        call.output.document({"serials": [forms.serial_form(one) for one in edited]})
        return 0
    for one in edited:
        facts = [f"“{one.title}”", f"by {one.author}" if one.author else "", one.status.value]
        call.output.say(", ".join(filter(None, [*facts, *(f"#{tag}" for tag in one.tags)])))
    return 0


def archive(call: Call) -> int:
    """Serve ``tsuzuki archive``."""
    return _archive(call, away=True)


def unarchive(call: Call) -> int:
    """Serve ``tsuzuki unarchive``."""
    return _archive(call, away=False)


def _archive(call: Call, *, away: bool) -> int:
    library = call.library()
    done = "is put away; 'tsuzuki list archived' shows it" if away else "is on the shelf again"
    before = "was put away already" if away else "was not put away"
    for serial in [lists.serial_named(library, name) for name in call.arguments.serials]:
        changed = lists.archive(library, serial.id, away=away)
        call.output.say(f"“{serial.title}” {done if changed else before}.")
    return 0

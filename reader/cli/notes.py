"""``note`` and ``notes``: bookmarks, highlights and notes made, listed and taken along from the shell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import forms
from reader.errors import UsageError
from reader.export.notes_list import excerpt, form, notes_json, notes_markdown
from reader.export.notes_list import forms as note_forms
from reader.library import lists, reading
from reader.library import notes as noting
from reader.model import Color, Sight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.run import Call
    from reader.export.notes_list import NotedSerial, Seen

_SIGHTS = {Sight.HERE: "", Sight.DOUBTFUL: "edited since", Sight.GONE: "gone from the text"}
WORDS_BYTES = 1_000_000
"""Of what is read from stdin."""


def notes(call: Call) -> int:
    """Serve ``tsuzuki notes``."""
    library, arguments, output = call.library(), call.arguments, call.output
    if arguments.remove:
        note = noting.named(library, arguments.remove)
        noting.remove(library, note)
        output.say(f"the {note.kind.value} “{excerpt(note, 60)}” is gone; 'tsuzuki undo' brings it back.")
        return 0
    if arguments.serial:
        noted = [noting.of_serial(library, lists.serial_named(library, arguments.serial).id)]
    else:
        noted = noting.everything(library)
    shape = "json" if output.as_json else arguments.format
    if shape == "json" and not arguments.output:
        output.document({"notes": note_forms(noted)})
    elif shape == "text" and not arguments.output:
        _table(call, noted)
    else:
        from reader.files import write_whole  # noqa: PLC0415 - only a file needs it

        text = {"json": notes_json, "markdown": notes_markdown}.get(shape, _plain)(noted)
        if arguments.output:
            write_whole(Path(arguments.output), text)
            output.say(f"written to {arguments.output}")
        else:
            output.raw(text)
    return 0


def note(call: Call) -> int:
    """Serve ``tsuzuki note``."""
    library, arguments = call.library(), call.arguments
    serial = lists.serial_named(library, arguments.serial)
    episodes = lists.episodes_named(library, serial, arguments.episode)
    if len(episodes) != 1:
        raise UsageError("a note is about one episode", subject=arguments.episode)
    episode = episodes[0]
    words = sys.stdin.read(WORDS_BYTES) if arguments.words == "-" else arguments.words
    color = Color(arguments.color) if arguments.color else None
    if arguments.quote:
        made = noting.quote(library, episode.id, arguments.quote, words=words, color=color)
    elif words.strip():
        made = noting.remark(library, episode.id, words)
    else:
        made = noting.bookmark_where_reading(library, episode.id)
    if call.output.as_json:
        document = reading.document(library, episode.id) if episode.saved else None
        call.output.document({"note": form(serial, episode, noting.seen(made, document))})
    else:
        call.output.say(f"{made.kind.value} {made.uid[: noting.SHORT]} is kept; 'tsuzuki undo' takes it back.")
    return 0


def _table(call: Call, noted: Sequence[NotedSerial]) -> None:
    """A row a note, under its serial's title."""
    output = call.output
    if not any(one.episodes for one in noted):
        output.say("Nothing is marked yet. 'tsuzuki note SERIAL EPISODE --quote TEXT' marks a passage.")
    for one in noted:
        if one.episodes:
            output.data(one.serial.title)
            rows = [_row(each.episode.position, seen) for each in one.episodes for seen in each.notes]
            output.table(rows, right=(1,), flexible=3)


def _row(position: int, seen: Seen) -> tuple[str, ...]:
    note = seen.note
    quoted = f"“{excerpt(note, 200)}”" if note.anchor is not None else ""
    told = " ".join(filter(None, [quoted, note.words]))
    where = _SIGHTS[seen.sight] if seen.sight is not None else ""
    made = (forms.moment(note.made_at) or "")[:10]
    return f"  {note.uid[: noting.SHORT]}", str(position or "-"), note.kind.value, told, made, where


def _plain(noted: Sequence[NotedSerial]) -> str:
    lines = []
    for one in noted:
        lines.append(one.serial.title)
        for each in one.episodes:
            lines += ["\t".join(cell.strip() for cell in _row(each.episode.position, seen)) for seen in each.notes]
    return "".join(" ".join(line.split("\n")) + "\n" for line in lines)

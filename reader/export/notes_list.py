"""The reader's notes as a value, and as Markdown and JSON.  Pure.

A note's passage may have been edited since, or be gone; each form says so, and shows what it was.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reader.cleaning import clean_line
from reader.export.text_markdown import escape_markdown
from reader.model import NoteKind, Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.model import Episode, Note, Serial, Sighting


@dataclass(frozen=True, slots=True)
class Seen:
    """A note, and where its passage stands in the text as it is now.

    ``now`` is ``None`` for one about the whole episode, and where no text is saved here.
    """

    note: Note
    now: Sighting | None

    @property
    def sight(self) -> Sight | None:
        """How the passage was found."""
        return None if self.now is None else self.now.sight

    @property
    def place(self) -> tuple[int, int] | None:
        """Block and offset where it begins now; ``None`` where it is gone, or about the whole episode."""
        return None if self.now is None or self.now.sight is Sight.GONE else (self.now.block, self.now.offset)


@dataclass(frozen=True, slots=True)
class NotedEpisode:
    """An episode with its notes, in the order of its text."""

    episode: Episode
    notes: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class NotedSerial:
    """A serial with those of its episodes that have notes, in its order."""

    serial: Serial
    episodes: tuple[NotedEpisode, ...]


_CUT_WORD: Final = re.compile(r"(?<=[^a-zA-Z\u00c0-\u024f'’-])[a-zA-Z\u00c0-\u024f'’-]{1,20}$")
"""What may be half of a Western word."""

_SIGHTS: Final = {
    Sight.DOUBTFUL: "the text was edited here since",
    Sight.GONE: "this passage is gone from the text",
}


def notes_markdown(noted: Sequence[NotedSerial]) -> str:
    """A heading a serial and an episode, a quotation and the reader's words a note; those are Markdown already."""
    return "\n".join(line for one in noted for line in _serial(one))


def _serial(one: NotedSerial) -> Iterator[str]:
    author = f", {escape_markdown(one.serial.author)}" if one.serial.author else ""
    yield f"# {escape_markdown(one.serial.title)}{author}\n"
    for each in one.episodes:
        yield f"## {escape_markdown(each.episode.title)}\n"
        for seen in each.notes:
            yield from _note(seen)


def _note(seen: Seen) -> Iterator[str]:
    note = seen.note
    if note.anchor is not None:
        lines = escape_markdown(quoted(note)).split("\n")
        yield "\n".join(f"> {line}".rstrip() for line in lines) + "\n"
    if note.words:
        yield f"{note.words}\n"
    told = [
        note.kind.value,
        f"{note.made_at:%Y-%m-%d}" if note.made_at else "",
        _SIGHTS.get(seen.sight, "") if seen.sight else "",
    ]
    yield f"*({', '.join(filter(None, told))})*\n"


def notes_json(noted: Sequence[NotedSerial]) -> str:
    """One document, indented, letters as they are."""
    return json.dumps({"notes": forms(noted)}, ensure_ascii=False, indent=1) + "\n"


def forms(noted: Sequence[NotedSerial]) -> list[dict[str, Any]]:
    """Each note as an object; ``state`` is here, doubtful, gone or, where nothing can be said, null."""
    return [form(one.serial, each.episode, seen) for one in noted for each in one.episodes for seen in each.notes]


def form(serial: Serial, episode: Episode, seen: Seen) -> dict[str, Any]:
    """One note as an object."""
    note, place = seen.note, seen.place
    return {
        "id": note.uid,
        "serial": serial.id,
        "serial_title": serial.title,
        "episode": episode.id,
        "position": episode.position,
        "title": episode.title,
        "url": episode.url,
        "kind": note.kind.value,
        "words": note.words or None,
        "color": note.color.value if note.color else None,
        "quote": note.anchor.quote if note.anchor else None,
        "state": seen.sight.value if seen.sight else None,
        "place": None if place is None else {"block": place[0], "offset": place[1]},
        "made_at": note.made_at.isoformat(timespec="seconds").replace("+00:00", "Z") if note.made_at else None,
    }


def excerpt(note: Note, limit: int = 80) -> str:
    """What a note is of, in one line: what is quoted, else its words."""
    return clean_line(quoted(note) if note.anchor is not None else note.words, limit)


def quoted(note: Note) -> str:
    """What a note quotes; the words behind a bookmark end in a sign, and in no half of a word."""
    quote = note.anchor.quote if note.anchor is not None else ""
    return f"{_CUT_WORD.sub('', quote).rstrip()}…" if note.kind is NoteKind.BOOKMARK and quote else quote

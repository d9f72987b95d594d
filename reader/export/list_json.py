"""The reading list as JSON, complete: serials, episodes, marks, places and notes, as ``import`` reads them back.

The names are those of the command line's JSON, with what another machine needs beside: ``uid``, ``sources``, places.
What is true of this machine alone (row ids, which texts lie here, when a site was last asked) stays here, so that a
list that went through another machine comes out the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList
    from reader.model import Locator, Note

FORMAT: Final = "tsuzuki-reading-list"
VERSION: Final = 1


def list_json(listed: ReadingList) -> str:
    """One document, indented, letters as they are."""
    document = {"format": FORMAT, "version": VERSION, "serials": [_serial(one) for one in listed.serials]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _serial(one: ListedSerial) -> dict[str, Any]:
    serial, counts = one.serial, one.serial.counts
    return {
        "uid": serial.uid,
        "title": serial.title,
        "author": serial.author or None,
        "language": serial.language or None,
        "url": serial.url,
        "status": serial.status.value,
        "tags": list(serial.tags),
        "counts": {"episodes": counts.episodes, "read": counts.read},
        "added_at": _time(serial.added_at),
        "read_at": _time(serial.read_at),
        "archived_at": _time(serial.archived_at),
        "sources": [{"kind": each.kind.value, "url": each.url, "detail": each.detail} for each in one.sources],
        "ordered_by_reader": one.ordered_by_reader,
        "drip": one.drip or None,
        "episodes": [_episode(each) for each in one.episodes],
    }


def _episode(one: ListedEpisode) -> dict[str, Any]:
    episode, progress = one.episode, one.progress
    return {
        "uid": one.uid,
        "position": episode.position,
        "number": episode.number,
        "kind": episode.kind.value,
        "section": episode.section or None,
        "title": episode.title,
        "url": episode.url,
        "published": _time(episode.published),
        "state": episode.state.value,
        "progress": round(episode.fraction, 6),
        "read_at": _time(episode.read_at),
        "characters": episode.characters,
        "words": episode.words,
        "note": episode.note or None,
        "gone": episode.gone,
        "hidden": episode.hidden,
        "place": _place(progress.locator, progress.fraction),
        "furthest": _place(progress.furthest, progress.furthest_fraction),
        "notes": [_note(each) for each in one.notes],
    }


def _note(note: Note) -> dict[str, Any]:
    anchor = note.anchor
    return {
        "uid": note.uid,
        "kind": note.kind.value,
        "words": note.words or None,
        "color": note.color.value if note.color is not None else None,
        "made_at": _time(note.made_at),
        "anchor": None
        if anchor is None
        else {
            "block": anchor.block,
            "offset": anchor.offset,
            "end_block": anchor.end_block,
            "end_offset": anchor.end_offset,
            "quote": anchor.quote,
            "before": anchor.before,
            "after": anchor.after,
            "once": anchor.once,
        },
    }


def _place(locator: Locator | None, fraction: float) -> dict[str, Any] | None:
    if locator is None:
        return None
    return {
        "block": locator.block,
        "offset": locator.offset,
        "before": locator.before,
        "after": locator.after,
        "fraction": round(fraction, 6),
    }


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat().replace("+00:00", "Z")

"""The JSON shapes that other programs rely on: stable names, UTC times, ``null`` for the unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.model import Status

if TYPE_CHECKING:
    from datetime import datetime

    from reader.document import Document
    from reader.model import Discovered, Episode, FoundEpisode, Serial


def moment(value: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return None if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")


def serial_form(serial: Serial) -> dict[str, Any]:
    """A followed serial."""
    counts = serial.counts
    is_resting = serial.status is Status.PAUSED or serial.archived_at is not None
    return {
        "id": serial.id,
        "title": serial.title,
        "author": serial.author or None,
        "language": serial.language or None,
        "url": serial.url,
        "status": serial.status.value,
        "tags": list(serial.tags),
        "counts": {
            "episodes": counts.episodes,
            "read": counts.read,
            "saved": counts.saved,
            "missing": counts.missing,
        },
        "checked_at": moment(serial.checked_at),
        "next_check_at": None if is_resting else moment(serial.next_check_at),
        "added_at": moment(serial.added_at),
        "read_at": moment(serial.read_at),
        "updated_at": moment(serial.grown_at),
        "published_at": moment(serial.published),
        "archived_at": moment(serial.archived_at),
        "new": counts.new,
        "changed": counts.changed,
        "lost": counts.lost,
    }


def episode_form(episode: Episode) -> dict[str, Any]:
    """An episode of a followed serial."""
    return {
        "id": episode.id,
        "position": episode.position,
        "number": episode.number,
        "kind": episode.kind.value,
        "section": episode.section or None,
        "title": episode.title,
        "url": episode.url,
        "published": moment(episode.published),
        "state": episode.state.value,
        "progress": round(episode.fraction, 4),
        "read_at": moment(episode.read_at),
        "saved": episode.saved,
        "origin": episode.origin.value if episode.origin else None,
        "characters": episode.characters,
        "note": episode.note or None,
        "gone": episode.gone,
        "changed": episode.changed,
        "suspect": episode.suspect or None,
        "lost": episode.lost,
    }


def found_episode_form(position: int, episode: FoundEpisode) -> dict[str, Any]:
    """An episode that was found and is not followed yet: the same fields, without an id."""
    return {
        "id": None,
        "position": position,
        "number": episode.number,
        "kind": episode.kind.value,
        "section": episode.section or None,
        "title": episode.title,
        "url": episode.url,
        "published": moment(episode.published),
        "state": "unread",
        "progress": 0.0,
        "read_at": None,
        "saved": False,
        "origin": None,
        "characters": 0,
        "note": episode.note or None,
        "gone": False,
        "changed": False,
        "suspect": None,
        "lost": False,
    }


def found_serial_form(discovered: Discovered, title: str = "") -> dict[str, Any]:
    """A serial that was found and is not followed yet."""
    contents = discovered.contents
    return {
        "id": None,
        "title": title or contents.title,
        "author": contents.author or None,
        "language": contents.language or None,
        "url": contents.url,
        "status": contents.status.value,
        "tags": [],
        "counts": {"episodes": len(contents.episodes), "read": 0, "saved": 0, "missing": len(contents.episodes)},
        "checked_at": None,
        "next_check_at": None,
        "added_at": None,
        "read_at": None,
        "updated_at": None,
        "published_at": None,
        "archived_at": None,
        "new": 0,
        "changed": 0,
        "lost": 0,
    }


def evidence_form(discovered: Discovered) -> list[dict[str, Any]]:
    """Why the table of contents is believed."""
    return [{"source": one.source, "found": one.found, "used": one.used, "why": one.why} for one in discovered.evidence]


def document_form(document: Document) -> dict[str, Any]:
    """The text of an episode: its blocks, and the plain views that programs ask for."""
    from reader.document import to_json  # noqa: PLC0415 - lists hold no text

    return {
        "language": document.language or None,
        "blocks": to_json(document)["blocks"],
        "paragraphs": document.paragraphs(),
        "ruby": [list(pair) for pair in document.ruby()],
        "note": document.note(),
    }

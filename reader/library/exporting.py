"""The reading list, out of the library and into a text or a file.

Owns which formats there are; each is a pure function of a :class:`~reader.export.reading_list.ReadingList`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from reader.errors import UsageError
from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList, select
from reader.queries import EVERYTHING, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import Note
    from reader.queries import Query

FORMATS: Final = {
    "markdown": "reader.export.list_markdown:list_markdown",
    "html": "reader.export.list_html:list_html",
    "csv": "reader.export.list_csv:list_csv",
    "json": "reader.export.list_json:list_json",
    "opml": "reader.export.list_opml:list_opml",
    "text": "reader.export.list_text:list_text",
}
"""Format to ``module:function``, imported for its format only."""

WITHOUT_EPISODES: Final = frozenset({"opml"})
"""Formats that name serials alone: half a million episodes are not read for them."""


def export(
    library: Library,
    format: str,  # noqa: A002 - the command line's own word
    *,
    filters: Sequence[str] = (),
    raw: bool = False,
) -> str:
    """The reading list in one of :data:`FORMATS`, narrowed by the words of :mod:`reader.queries`.

    What was put away is in it too.  ``raw`` leaves formulas in CSV as they stand.  Raises :class:`UsageError` for an
    unknown format, or a word that means nothing.
    """
    if format not in FORMATS:
        raise UsageError("this is no format", subject=format, hint=f"Use one of {', '.join(FORMATS)}.")
    query = parse(filters)
    # Only a list that comes in again tells of what was left out, and only where no single episodes are asked.
    hidden = format == "json" and not query.of_episodes
    episodes = format not in WITHOUT_EPISODES or query.of_episodes
    narrowed = select(reading_list(library, query, hidden=hidden, episodes=episodes), query)
    module, _, name = FORMATS[format].partition(":")
    render = getattr(importlib.import_module(module), name)
    text: str = render(narrowed, raw=raw) if format == "csv" else render(narrowed)
    return text


def reading_list(
    library: Library, query: Query = EVERYTHING, *, hidden: bool = False, episodes: bool = True
) -> ReadingList:
    """The serials of which anything may answer, with all their episodes, as one consistent moment has them.

    With ``hidden`` also the episodes that the reader left out of the contents; without ``episodes`` none.
    """
    store = library.store
    with store.reading():
        drips = store.habits.drips()
        return ReadingList(
            tuple(
                ListedSerial(
                    serial,
                    _episodes(library, serial.id, hidden=hidden) if episodes else (),
                    tuple(store.sources.of(serial.id)),
                    store.serials.is_ordered_by_reader(serial.id),
                    drips.get(serial.id, ""),
                )
                for serial in store.serials.all()
                if query.may_fit(serial)
            )
        )


def write_list(path: Path, text: str) -> None:
    """Write an export to a file, whole or not at all.  Raises :class:`~reader.errors.ExportError`."""
    from reader.files import write_whole  # noqa: PLC0415 - only a file needs it

    write_whole(path, text)


def _episodes(library: Library, serial_id: int, *, hidden: bool) -> tuple[ListedEpisode, ...]:
    places = library.store.log.progresses(serial_id)
    uids = library.store.episodes.uids(serial_id)
    notes: dict[int, list[Note]] = {}
    for kept in library.store.notes.of_serial(serial_id):
        notes.setdefault(kept.note.episode_id, []).append(kept.note)
    return tuple(
        ListedEpisode(one, places[one.id], uids[one.id], tuple(notes.get(one.id, ())))
        for one in library.store.episodes.all(serial_id, hidden=hidden)
    )

"""The reading list as a value: what is exported, whatever the format, and what a query leaves of it.  Pure.

The words are those of :mod:`reader.queries`.  Holds no "now": the same library gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Episode, Note, Progress, Serial, Source
    from reader.queries import Query


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode with the reader's place in it."""

    episode: Episode
    progress: Progress
    uid: str = ""
    """The same on every machine of this reader."""
    notes: tuple[Note, ...] = ()
    """The reader's bookmarks, highlights and notes, in the order of the text."""


@dataclass(frozen=True, slots=True)
class ListedSerial:
    """A serial with the episodes that are listed, in order."""

    serial: Serial
    episodes: tuple[ListedEpisode, ...]
    sources: tuple[Source, ...] = ()
    ordered_by_reader: bool = False
    """The order is the reader's own, and updates keep it."""
    drip: str = ""
    """How it is let out bit by bit, as :class:`reader.drip.Drip` writes it."""


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Serials in the order of the shelf."""

    serials: tuple[ListedSerial, ...]


def select(listed: ReadingList, query: Query) -> ReadingList:
    """The part of the list that answers: of each serial the episodes that do.

    A serial without one left is none of the list where single episodes are asked.
    """
    out = []
    for one in listed.serials:
        if not query.of_episodes:
            out += [one] if query.fits(one.serial) else []
            continue
        episodes = tuple(each for each in one.episodes if query.fits(one.serial, each.episode))
        out += [replace(one, episodes=episodes)] if episodes else []
    return ReadingList(tuple(out))

"""The reading list as a value: what is exported, whatever the format, and what a filter leaves of it.  Pure.

Owns the words by which a list is filtered: ``unread``, ``reading``, ``read``, ``saved``, ``missing``, ``gone``
(episodes), ``ongoing``, ``complete``, ``paused``, ``tag:x``, ``author:x``, ``serial:3`` (serials), and the dates
``read>2026-01-01``, ``published<=2026-03``, ``added>2025``.  Words of the same kind widen, words of different kinds
narrow.  Holds no "now": the same library gives the same bytes.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reader.errors import UsageError
from reader.model import Source, State, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from reader.model import Episode, Progress, Serial


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode with the reader's place in it."""

    episode: Episode
    progress: Progress
    uid: str = ""
    """The same on every machine of this reader."""


@dataclass(frozen=True, slots=True)
class ListedSerial:
    """A serial with the episodes that are listed, in order."""

    serial: Serial
    episodes: tuple[ListedEpisode, ...]
    sources: tuple[Source, ...] = ()
    ordered_by_reader: bool = False
    """The order is the reader's own, and updates keep it."""


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Serials in the order of the shelf."""

    serials: tuple[ListedSerial, ...]


_EPISODE_WORDS: Final[dict[str, Callable[[Episode], bool]]] = {
    **{state.value: lambda one, state=state: one.state is state for state in State},  # type: ignore[misc]
    "saved": lambda one: one.saved,
    "missing": lambda one: not one.saved,
    "gone": lambda one: one.gone,
}
_SERIAL_WORDS: Final = frozenset(Status)
_COMPARISONS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_DATED = re.compile(r"(read|published|added|checked)(<=|>=|<|>|=)(\d{4}(?:-\d\d(?:-\d\d)?)?)")
_NAMED = re.compile(r"(tag|author|serial):(.+)")
_KNOWN: Final = (
    "unread, reading, read, saved, missing, gone, ongoing, complete, paused, tag:x, author:x, read>2026-01-31"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty fields narrow nothing."""

    serials: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    episodes: tuple[str, ...] = ()
    """Words of the table above."""
    dates: tuple[tuple[str, str, str], ...] = ()
    """(``read``, ``published``, ``added`` or ``checked``; comparison; year, month or day)."""

    @property
    def any_of_episodes(self) -> bool:
        """Whether single episodes are left out, and a serial without one left is none of the list."""
        return bool(self.episodes) or any(field in {"read", "published"} for field, _, _ in self.dates)


def parse(words: Sequence[str]) -> Filters:
    """The filters that the words mean.  Raises :class:`UsageError` for an unknown one."""
    filters = Filters()
    for word in words:
        lower = word.strip().casefold()
        if named := _NAMED.fullmatch(lower):
            field = {"tag": "tags", "author": "authors", "serial": "serials"}[named[1]]
            value: object = named[2]
            if field == "serials":
                if not named[2].isdecimal():
                    raise UsageError("a serial is filtered by its id", subject=word, hint="Write serial:3.")
                value = int(named[2])
        elif dated := _DATED.fullmatch(lower):
            field, value = "dates", dated.groups()
        elif lower in _SERIAL_WORDS:
            field, value = "statuses", Status(lower)
        elif lower in _EPISODE_WORDS:
            field, value = "episodes", lower
        else:
            raise UsageError("this is no filter", subject=word, hint=f"Use {_KNOWN}.")
        filters = replace(filters, **{field: (*getattr(filters, field), value)})
    return filters


def select(listed: ReadingList, filters: Filters) -> ReadingList:
    """The part of the list that the filters leave."""
    out = []
    for one in listed.serials:
        if not _serial_stays(one.serial, filters):
            continue
        episodes = tuple(each for each in one.episodes if _episode_stays(each.episode, filters))
        if episodes or not filters.any_of_episodes:
            out.append(replace(one, episodes=episodes))
    return ReadingList(tuple(out))


def _serial_stays(serial: Serial, filters: Filters) -> bool:
    return (
        (not filters.serials or serial.id in filters.serials)
        and (not filters.tags or bool({tag.casefold() for tag in serial.tags} & set(filters.tags)))
        and (not filters.authors or any(name in serial.author.casefold() for name in filters.authors))
        and (not filters.statuses or serial.status in filters.statuses)
        and _dates_hold(filters, {"added": serial.added_at, "checked": serial.checked_at})
    )


def _episode_stays(episode: Episode, filters: Filters) -> bool:
    states = [word for word in filters.episodes if word in set(State)]
    others = [word for word in filters.episodes if word not in set(State)]
    return (
        (not states or any(_EPISODE_WORDS[word](episode) for word in states))
        and all(_EPISODE_WORDS[word](episode) for word in others)
        and _dates_hold(filters, {"read": episode.read_at, "published": episode.published})
    )


def _dates_hold(filters: Filters, times: dict[str, datetime | None]) -> bool:
    """A time is compared as far as the filter is written: ``published=2026-03`` is all of March."""
    for field, comparison, bound in filters.dates:
        if field in times:
            time = times[field]
            if time is None or not _COMPARISONS[comparison](time.isoformat()[: len(bound)], bound):
                return False
    return True

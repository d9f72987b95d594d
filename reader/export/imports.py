"""A reading list that comes in, as a value: what it holds, what was left out of it and why, and how much may come.

Owns the limits, and which text formats there are beside OPML (which is a tree, and read in
:mod:`reader.local.opml`).  Nothing of a list is ever run, fetched or opened here; every address is http or https or is
left out, and said to be.  A list of our own may be as large as a library; one of another program may not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reader.addresses import canonical, is_web, readable
from reader.cleaning import clean_line, clean_url
from reader.errors import ImportRefused
from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList
from reader.model import Counts, Kind, Serial, State, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.model import Source

BYTES_LIMIT: Final = 5 * 1024 * 1024
"""Of a list that another program wrote."""

ITEMS_LIMIT: Final = 10_000
"""Serials, or entries, of any list."""

DEPTH_LIMIT: Final = 20
"""Folders within folders."""

OWN_BYTES_LIMIT: Final = 512 * 1024 * 1024
OWN_EPISODES_LIMIT: Final = 1_000_000
"""Of a list of ours, which is a whole library."""

TAG_LIMIT: Final = 100
"""Code points of a tag."""


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What a file holds.  Ids are 0; uids are as they came, ``""`` where none did; times are as they came."""

    format: str
    """``json``, ``csv``, ``opml`` or ``urls``."""
    listed: ReadingList
    left_out: tuple[str, ...] = ()
    """One line a reason, with how many."""


@dataclass(slots=True)
class Gathering:
    """Collects serials into an :class:`ImportedList`: each once, by uid or by address and title; of the web only."""

    format: str
    _serials: dict[tuple[str, str], ListedSerial] = field(default_factory=dict)
    _left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        """Count one entry that does not come in; ``reason`` is a noun and its why, in the plural."""
        self._left_out[reason] = self._left_out.get(reason, 0) + 1

    def add(self, one: ListedSerial) -> None:
        """Take a serial; of one that comes again only its tags, sources and further episodes."""
        if not is_web(one.serial.url):
            self.leave_out("serials without a web address")
            return
        one = self._sound(one)
        key = (one.serial.uid or canonical(one.serial.url), one.serial.title)
        if key in self._serials:
            self.leave_out("serials that are listed twice (taken once)")
            one = _joined(self._serials[key], one)
        elif len(self._serials) >= ITEMS_LIMIT:
            raise too_much(f"more than {ITEMS_LIMIT:,} serials")
        self._serials[key] = one

    def value(self) -> ImportedList:
        """What was collected.  Raises :class:`ImportRefused` where that is nothing at all."""
        if not self._serials and not self._left_out and self.format == "urls":
            raise ImportRefused("holds no list", hint="Import a reading list as JSON, CSV or OPML, or a urls file.")
        told = tuple(f"{count} {reason}" for reason, count in sorted(self._left_out.items()))
        return ImportedList(self.format, ReadingList(tuple(self._serials.values())), told)

    def _sound(self, one: ListedSerial) -> ListedSerial:
        """With episodes and sources of the web only, each address once."""
        seen: set[str] = set()
        episodes = []
        for each in one.episodes:
            key = canonical(each.episode.url, fragment=True)
            if not is_web(each.episode.url):
                self.leave_out("episodes without a web address")
            elif key in seen:
                self.leave_out("episodes that are listed twice (taken once)")
            else:
                seen.add(key)
                episodes.append(each)
        sources = tuple(source for source in one.sources if is_web(source.url))
        return replace(one, episodes=tuple(episodes), sources=sources)


def _joined(first: ListedSerial, second: ListedSerial) -> ListedSerial:
    known = {canonical(each.episode.url, fragment=True) for each in first.episodes}
    more = [each for each in second.episodes if canonical(each.episode.url, fragment=True) not in known]
    tags = sorted({*first.serial.tags, *second.serial.tags})
    serial = a_serial(
        first.serial.url,
        first.serial.title,
        uid=first.serial.uid,
        author=first.serial.author or second.serial.author,
        language=first.serial.language or second.serial.language,
        status=first.serial.status,
        tags=tags,
        added_at=first.serial.added_at,
        read_at=first.serial.read_at,
        archived_at=first.serial.archived_at,
        episodes=(*first.episodes, *more),
    )
    sources = tuple(dict.fromkeys((*first.sources, *second.sources)))
    return replace(first, serial=serial, episodes=(*first.episodes, *more), sources=sources)


def a_serial(
    url: str,
    title: str,
    *,
    uid: str = "",
    author: str = "",
    language: str = "",
    status: Status = Status.ONGOING,
    tags: Iterable[str] = (),
    added_at: datetime | None = None,
    read_at: datetime | None = None,
    archived_at: datetime | None = None,
    episodes: Sequence[ListedEpisode] = (),
) -> Serial:
    """A serial of clean values, its counts those of its episodes; a title is made of the address where none is."""
    url = clean_url(url)
    story = [one.episode for one in episodes if one.episode.kind is not Kind.NOTICE and not one.episode.hidden]
    return Serial(
        0,
        uid,
        clean_line(title) or clean_line(readable(url)),
        url,
        clean_line(author),
        clean_line(language, 40),
        status,
        tuple(sorted({tag for one in tags if (tag := clean_line(one, TAG_LIMIT))})),
        Counts(len(story), sum(one.state is State.READ for one in story), 0, len(story)),
        added_at,
        read_at=read_at,
        archived_at=archived_at,
    )


def a_subscription(gathering: Gathering, url: str, title: str, tags: Iterable[str], sources: Sequence[Source]) -> None:
    """Take an entry of another program's list: a serial whose episodes are still to be found."""
    lower = (tag.lower() for tag in tags)
    gathering.add(ListedSerial(a_serial(url, title, tags=lower), (), tuple(sources)))


def too_much(what: str) -> ImportRefused:
    """The refusal of a list over a limit."""
    return ImportRefused(f"holds too much: {what}", hint="Split the list, or take out what is no serial.")

"""In which orders serials can stand on the shelf.  Pure.

What the reader would look for first stands first: the last read, the most unread, the title that comes first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from reader.model import Serial

_Key = tuple[object, ...]
_MARKS: Final = re.compile(r"^\W+(?=\w)")
_NUMBER: Final = re.compile(r"(\d+)")


def _time(time: datetime | None) -> float:
    return float("inf") if time is None else -time.timestamp()


def _read(one: Serial) -> _Key:
    """By when it was read or, if never, followed; of two at once, the read one first."""
    return _time(one.read_at or one.added_at), one.read_at is None


def _words(text: str) -> _Key:
    """As a reader sorts: whatever the case, width, kana and the marks before, numbers by their size, nothing last."""
    parts = _NUMBER.split(_MARKS.sub("", fold(text, kana=True).text))
    return not text, *((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


ORDERS: Final[dict[str, Callable[[Serial], _Key]]] = {
    "read": _read,
    "title": lambda one: _words(one.title),
    "author": lambda one: _words(one.author),
    "added": lambda one: (_time(one.added_at),),
    "updated": lambda one: (_time(one.grown_at),),
    "published": lambda one: (_time(one.published),),
    "unread": lambda one: (one.counts.read - one.counts.episodes,),
    "new": lambda one: (-one.counts.new,),
    "missing": lambda one: (-one.counts.missing,),
    "episodes": lambda one: (-one.counts.episodes,),
    "progress": lambda one: (-one.counts.read / one.counts.episodes if one.counts.episodes else 1.0,),
}
"""``read`` by when it was last read, ``updated`` by when its last episode came, ``progress`` by how much is read."""


def in_order(serials: Iterable[Serial], order: str, *, reverse: bool = False) -> list[Serial]:
    """The serials in one of :data:`ORDERS`, equal ones by title; ``""`` leaves them as they are."""
    given = list(serials)
    if order:
        given.sort(key=lambda one: (ORDERS[order](one), _words(one.title)))
    return given[::-1] if reverse else given

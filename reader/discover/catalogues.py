"""What a platform's way to list its posts is to us: the shape of a row of the table in ``platforms``.

Owns the values and the reading of JSON answers into lines, things and counts.  Refuses to know any platform.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from reader.cleaning import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.discover.facts import ApiFacts, PageFacts
    from reader.discover.rows import Row

_TAG: Final = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a catalogue: its rows, and how many rows the whole has where the answer says so."""

    rows: tuple[Row, ...]
    total: int | None = None
    last: bool = False
    seen: int = 0
    """Posts in the answer, those of other topics counted too."""


@dataclass(frozen=True, slots=True)
class Question:
    """Where in a catalogue we are."""

    root: str
    """The interface's root, as the page shows it."""
    topic: str
    """The topic's id or name; ``""`` for all posts."""
    number: int
    """The page of the catalogue, from 1."""
    so_far: int
    """Posts seen on the pages before."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One platform's way to list posts."""

    name: str
    root: Callable[[PageFacts], str]
    """The interface's root, from what the page shows; ``""`` where it is not this platform."""
    topic: Callable[[str], str]
    """What a page's address says of the one topic that it lists; ``""`` where it lists all."""
    identify: Callable[[str, str], str] | None
    """(root, "kind?choice") to the question for the topic's id, with which it becomes "kind=id"; None where the
    interface knows a topic by its name."""
    posts: Callable[[Question], str]
    """The address that answers."""
    read: Callable[[ApiFacts, str], Answer]
    """(answer, topic) to the rows."""


def text_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A title as one line, whatever wraps it."""
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("$t") or ""
    return clean_line(unescape(_TAG.sub("", value))) if isinstance(value, str) else ""


def things_in(value: Any, *path: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The objects of the list at the end of a path; none where there is no such list."""
    value = value_at(value, *path)
    return [thing for thing in value if isinstance(thing, dict)] if isinstance(value, list) else []


def value_at(value: Any, *path: str) -> Any:  # noqa: ANN401 - any JSON value
    """What stands at the end of a path, or None."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def count_of(value: Any) -> int | None:  # noqa: ANN401 - any JSON value
    """A count, written as a number or in digits."""
    if isinstance(value, bool):
        return None
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else None


def no_topic(_: str) -> str:
    """Of an interface that lists all posts only, and of addresses that say nothing."""
    return ""

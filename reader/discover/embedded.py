"""Lists of parts that a page hands to its own scripts: ``__NEXT_DATA__``, ``window.chapters = [...]``, JSON-LD.

Owns finding JSON in script elements and lists of titled things in it.  Refuses to run anything.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import resolve
from reader.cleaning import clean_line
from reader.discover.dates import read_iso, utc
from reader.discover.facts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reader.discover.facts import Link

_TITLES: Final = (
    "title",
    "name",
    "chapterTitle",
    "chapter_title",
    "episodeTitle",
    "entry_title",
    "subject",
    "headline",
    "subtitle",
    "chapterName",
    "label",
)
_ADDRESSES: Final = (
    "url",
    "href",
    "link",
    "permalink",
    "canonical_url",
    "canonicalUrl",
    "path",
    "uri",
    "chapterUrl",
    "webUrl",
    "@id",
)
_NAMES: Final = (
    "slug",
    "id",
    "entry_id",
    "chapterId",
    "chapter_id",
    "episodeId",
    "episode_id",
    "key",
    "ncode",
    "no",
    "uuid",
)
_TIMES: Final = (
    "published",
    "published_at",
    "publishedAt",
    "date",
    "datePublished",
    "created_at",
    "createdAt",
    "post_date",
    "publish_at",
    "releaseDate",
    "entry_created_datetime",
    "updatedAt",
)
_SECTIONS: Final = ("volume", "section", "volumeTitle", "arc", "book", "part")
_START: Final = re.compile(r"(?:=|:|\(|^)\s*([\[{])")
LEAST: Final = 3
_TRIES: Final = 24
_DEPTH: Final = 14
_NODES: Final = 60_000
_LISTS: Final = 12
_PARTS: Final = 5_000


def values_in(script: str) -> Iterator[Any]:
    """Every JSON value that begins behind an assignment, a colon or a bracket; at most a few are tried."""
    decoder = json.JSONDecoder()
    place, tries = 0, 0
    while tries < _TRIES:
        start = _START.search(script, place)
        if not start:
            return
        tries += 1
        try:
            value, place = decoder.raw_decode(script, start.start(1))
        except (ValueError, RecursionError):
            place = start.end()
            continue
        if isinstance(value, (list, dict)) and value:
            yield value


def _first(thing: dict[str, Any], keys: Sequence[str]) -> str:
    for key in keys:
        value = thing.get(key)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text")
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _lists(value: Any) -> Iterator[list[dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    stack: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while stack and seen < _NODES:
        node, depth = stack.pop()
        seen += 1
        if depth > _DEPTH:
            continue
        children = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
        things = [child for child in children if isinstance(child, dict) and _first(child, _TITLES)]
        if len(things) >= LEAST and len(things) * 2 >= len(children):
            yield things
        stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, (dict, list)))


def _moment(text: str) -> datetime | None:
    if text.isdigit() and len(text) in (10, 13):
        from datetime import UTC, datetime  # noqa: PLC0415 - rarely needed

        return utc(datetime.fromtimestamp(int(text[:10]), UTC))
    return read_iso(text)


def parts_in(script: str, base: str, links: Sequence[Link]) -> list[tuple[Part, ...]]:
    """The lists of at least three titled parts in a script, addresses resolved.

    Where a thing has only an id or a slug, the way to its address is learnt from the page's links.
    """
    found: list[tuple[Part, ...]] = []
    for value in values_in(script):
        for things in _lists(value):
            parts = _parts(things[:_PARTS], base, links)
            if len(parts) >= LEAST:
                found.append(parts)
            if len(found) >= _LISTS:
                return found
    return found


def _parts(things: list[dict[str, Any]], base: str, links: Sequence[Link]) -> tuple[Part, ...]:
    parts: list[Part] = []
    pattern: tuple[str, str, str] | None = None
    for thing in things:
        address = _first(thing, _ADDRESSES)
        name = _first(thing, _NAMES)
        url = resolve(base, address) if address and ("/" in address or "." in address) else ""
        if not url and name:
            pattern = pattern or _pattern(things, links)
            if pattern:
                head, key, tail = pattern
                url = f"{head}{_first(thing, (key,))}{tail}"
        if not url:
            continue
        title = clean_line(unescape(re.sub(r"<[^>]{0,200}>", "", _first(thing, _TITLES))))
        parts.append(
            Part(
                title,
                url,
                _moment(_first(thing, _TIMES)),
                clean_line(_first(thing, _SECTIONS), 80),
                clean_line(name, 80),
            )
        )
    return tuple(parts)


def _pattern(things: list[dict[str, Any]], links: Sequence[Link]) -> tuple[str, str, str] | None:
    """(before, key, behind) of an address on the page that holds the id or slug of one of the things."""
    for key in _NAMES:
        values = {_first(thing, (key,)) for thing in things} - {""}
        if len(values) < LEAST:
            continue
        for link in links[:3000]:
            for piece in re.split(r"[/?=&#]", link.url)[3:]:
                if piece in values and len(piece) > 1:
                    head, _, tail = link.url.rpartition(piece)
                    return head, key, tail
    return None

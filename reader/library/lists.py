"""What is on the shelf, and what a name typed by the reader means.

Owns the grammar of SERIAL (an id, a unique part of the title, the URL) and of EPISODES (``7``, ``1-7``, ``..12``,
``12..``, ``all``, ``next``, several with commas).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import rhythm
from reader.addresses import canonical, is_web
from reader.cleaning import clean_line
from reader.errors import Ambiguous, NotFound, UsageError
from reader.model import Status
from reader.store.values import time_to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.library.shelf import Library
    from reader.model import Episode, Serial
    from reader.rhythm import NextLook
    from reader.store.joins import Joined

_SPAN = re.compile(r"([0-9]{1,9})?\s*(?:\.\.|-|–|〜|~)\s*([0-9]{1,9})?")
_COMMAS = re.compile("[,\uff0c\u3001\n]")
_ONE = re.compile(r"[0-9]{1,9}")
_SHOWN = 5


def serials(library: Library) -> list[Serial]:
    """All that is followed, also what is put away, in the order in which serials were followed."""
    return library.store.serials.all()


def shelf(library: Library, words: str | Sequence[str] = (), *, order: str = "", reverse: bool = False) -> list[Serial]:
    """The serials that answer to the words of :mod:`reader.queries`, in one of :data:`reader.orders.ORDERS`.

    What is put away is not among them unless the words speak of it.  Raises :class:`UsageError`.
    """
    found = [one for one in serials(library) if words or one.archived_at is None]
    if words:
        from reader.queries import parse  # noqa: PLC0415 - the whole shelf needs no language

        found = parse(words).shown(found)
    if order or reverse:
        from reader.orders import in_order  # noqa: PLC0415 - as above

        found = in_order(found, order, reverse=reverse)
    return found


def tags(library: Library) -> list[str]:
    """Every tag there is, the most used first."""
    counts = Counter(tag for one in serials(library) for tag in one.tags)
    return sorted(counts, key=lambda tag: (-counts[tag], tag))


def episodes(library: Library, serial_id: int) -> list[Episode]:
    """A serial's table of contents, in order."""
    return library.store.episodes.all(serial_id)


def serial_named(library: Library, text: str) -> Serial:
    """The serial that the reader means by an id, a part of its title, or its URL.

    Raises :class:`NotFound` with the nearest titles, :class:`Ambiguous` with those that answer.
    """
    text = clean_line(text)
    there = serials(library)
    if is_web(text):
        key = canonical(text)
        answering = [one for one in there if canonical(one.url) == key]
        if not answering:
            known = {serial_id for serial_id, _ in library.store.serials.overlapping([canonical(text, fragment=True)])}
            answering = [one for one in there if one.id in known]
        return _only(text, answering, there)
    if _ONE.fullmatch(text) and (by_id := [one for one in there if one.id == int(text)]):
        return by_id[0]
    wanted = _folded(text)
    exact = [one for one in there if _folded(one.title) == wanted]
    return _only(text, exact or [one for one in there if wanted and wanted in _folded(one.title)], there)


def episodes_named(library: Library, serial: Serial, spec: str) -> list[Episode]:
    """The episodes that ``spec`` names, each once, in the serial's order.

    Raises :class:`UsageError` for what is no EPISODES, :class:`NotFound` where a part of it names nothing.
    """
    listed = episodes(library, serial.id)
    chosen: set[int] = set()
    for part in unicodedata.normalize("NFKC", spec).split(","):
        chosen |= _positions(library, serial, part.strip().lower(), len(listed))
    return [one for one in listed if one.position in chosen]


def rename(library: Library, serial_id: int, title: str) -> bool:
    """Give a serial a title of the reader's own; whether it was another.  Raises :class:`UsageError` on none."""
    title = clean_line(title)
    if not title:
        raise UsageError("a title has at least one letter")
    return library.store.log.edit(serial_id, "title", title, library.now())


def short_title(title: str, serial_title: str) -> str:
    """An episode's title without the serial's, where it begins with it."""
    rest = title.removeprefix(serial_title).lstrip(" \u3000-–—―:：・,、。|/")
    return rest or title


def credit(library: Library, serial_id: int, author: str) -> bool:
    """Give a serial an author, or none; whether it had another.  No later look changes it."""
    return library.store.log.edit(serial_id, "author", clean_line(author), library.now())


def judge(library: Library, serial_id: int, status: Status) -> bool:
    """Say whether a serial goes on; whether that is another word than before.  No later look changes it."""
    return library.store.log.edit(serial_id, "status", status.value, library.now())


def archive(library: Library, serial_id: int, *, away: bool = True) -> bool:
    """Put a serial away, or take it out again; whether that is new.

    What is put away is not on the shelf and not looked at for news; it is found and read as before.
    """
    if away == (library.store.serials.one(serial_id).archived_at is not None):
        return False
    now = library.now()
    return library.store.log.edit(serial_id, "archived_at", time_to_text(now) if away else None, now)


def tag(library: Library, serial_id: int, *, add: Sequence[str] = (), drop: Sequence[str] = ()) -> bool:
    """Add and drop tags, whatever their case; whether anything changed."""
    there = library.store.serials.one(serial_id).tags
    dropped = {tag.lower() for tag in _tags(drop)}
    added = _tags(add) - {tag.lower() for tag in there}
    kept = {tag for tag in (*there, *added) if tag.lower() not in dropped}
    return library.store.log.edit(serial_id, "tags", "\n".join(sorted(kept)), library.now())


def tags_named(text: str) -> list[str]:
    """The tags of a text that has several with commas, each once, in order."""
    return list(dict.fromkeys(tag for one in _COMMAS.split(text) for tag in _tags([one])))


def pause(library: Library, serial_id: int, *, paused: bool = True) -> bool:
    """Look for no more news of a serial, or look again; whether that was another before."""
    serial = library.store.serials.one(serial_id)
    if paused == (serial.status is Status.PAUSED):
        return False
    before = library.store.log.last_edit(serial_id, "status")
    # What it was when it was paused; it may have been complete.
    again = before[0] if before and before[0] else Status.ONGOING
    return library.store.log.edit(serial_id, "status", Status.PAUSED if paused else Status(again), library.now())


def remove(library: Library, serial_id: int) -> None:
    """Take a serial off the shelf; an undo, or following it again, brings it back with every mark."""
    library.store.log.edit(serial_id, "removed_at", time_to_text(library.now()), library.now())


def next_look(library: Library, serial: Serial) -> NextLook:
    """When the serial is looked at next, and why then."""
    status = serial.status if serial.archived_at is None else Status.PAUSED
    look = rhythm.next_look(
        status,
        [one.published for one in episodes(library, serial.id)],
        serial.checked_at or library.now(),
        failed=bool(library.store.serials.failure(serial.id)),
    )
    at = None if status is Status.PAUSED else serial.next_check_at
    return replace(look, at=at)


def joins(library: Library, serial_id: int) -> list[Joined]:
    """Addresses that were taken for episodes known under others, the newest first."""
    return library.store.joins.of(serial_id)


def part(library: Library, serial_id: int, episode_ids: Collection[int]) -> int:
    """Take back the joins of these episodes; how many.  Each gets back what it was; the address becomes a row."""
    with library.store.writing():
        standing = [one for one in joins(library, serial_id) if one.episode_id in episode_ids]
        for one in standing:
            library.store.joins.part(one.id, library.now())
    return len(standing)


def _only(text: str, answering: Sequence[Serial], there: Sequence[Serial]) -> Serial:
    if len(answering) == 1:
        return answering[0]
    if answering:
        names = ", ".join(f"{one.id} “{one.title}”" for one in answering[:_SHOWN])
        raise Ambiguous(f"{len(answering)} serials answer to that name", subject=text, hint=f"Say which: {names}.")
    if not there:
        raise NotFound("the shelf is empty", subject=text, hint="`tsuzuki add URL` follows a serial.")
    import difflib  # noqa: PLC0415 - only a name that nothing answers to needs it

    titles = {_folded(one.title): one for one in there}
    near = [titles[one] for one in difflib.get_close_matches(_folded(text), titles, 3, 0.4)]
    names = ", ".join(f"{one.id} “{one.title}”" for one in near)
    raise NotFound(
        "no serial answers to that name",
        subject=text,
        hint=f"Did you mean {names}?" if near else "`tsuzuki list` shows the shelf.",
    )


def _positions(library: Library, serial: Serial, part: str, last: int) -> set[int]:
    if part == "all":
        return set(range(1, last + 1))
    if part == "next":
        episode = library.store.episodes.to_continue(serial.id)
        if episode is None:
            raise NotFound("nothing is left to read", subject=serial.title, hint="`tsuzuki update` looks for news.")
        return {episode.position}
    span = _SPAN.fullmatch(part)
    if _ONE.fullmatch(part):
        first, end = int(part), int(part)
    elif span and (span[1] or span[2]):
        first, end = int(span[1] or 1), int(span[2] or last)
    else:
        raise UsageError(
            f"'{part}' names no episodes", subject=serial.title, hint="Write 7, 1-7, ..12, 12.., all or next."
        )
    if first > end and span and span[1] and span[2]:
        raise UsageError(f"'{part}' runs backwards", subject=serial.title, hint=f"Write {end}-{first}.")
    chosen = set(range(max(first, 1), min(end, last) + 1))
    if not chosen or first < 1 or (end > last and not (span and not span[2])):
        raise NotFound(f"there is no episode '{part}'", subject=serial.title, hint=f"Its episodes are 1 to {last}.")
    return chosen


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _tags(names: Sequence[str]) -> set[str]:
    return {tag for name in names if (tag := clean_line(name).lower())}

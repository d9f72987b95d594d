"""Words in everything that is saved, and the places where they stand.

Owns what counts as a hit, and its rank: titles before notes, notes before texts; serials by when they were last read,
the latest first; within one the reader's order.  The words count as they are typed, with the spaces between them; where
they stand nowhere side by side, paragraphs that hold all of them are hits.  Any text may be typed: nothing in it is an
operator.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from reader.anchoring import find
from reader.errors import StorageError
from reader.model import Locator, Sight
from reader.passages import Query
from reader.typeset.locate import CONTEXT, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.library.shelf import Library
    from reader.model import Note
    from reader.store.search import Place, Title

LIMIT: Final = 50
EACH: Final = 3
"""Hits of one episode, and hits in titles of one serial, if the reader does not ask for all."""

_BEFORE: Final = 40
_AFTER: Final = 120
"""Code points of a snippet before and after the place; who shows it cuts it to what fits."""

_CUT_WORD: Final = re.compile(r"[a-zA-Z\u00c0-\u024f'’]{1,20} ")
_CUT_WORD_BEHIND: Final = re.compile(r" [a-zA-Z\u00c0-\u024f'’]{1,20}$")
"""What may be half a word at the ends of a snippet."""

_BATCH: Final = 50
"""Texts and titles that go into the index in one transaction."""


class Where(StrEnum):
    """In what the words stand."""

    TITLE = "title"
    """Of the episode or, without one, of the serial; its author's name counts as one."""
    TEXT = "text"
    READING = "reading"
    """The words are the reading of what stands there, or part of them is."""
    NOTE = "note"
    """One of the reader's own, or what it quotes; the place is where that stands now."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place.  ``snippet[start:end]`` is what was found, in code points."""

    serial: int
    """Id."""
    serial_title: str
    episode: int | None
    """Id; ``None`` for a hit in the serial's own title."""
    title: str
    """Of the episode or, without one, of the serial."""
    snippet: str
    start: int
    end: int
    locator: Locator | None
    """Of the place in the episode's text; ``None`` for a hit in a title."""
    where: Where


def search(
    library: Library,
    words: str,
    *,
    serial_id: int | None = None,
    limit: int = LIMIT,
    fold_kana: bool = False,
    each: int = EACH,
    watch: Callable[[int, int], None] | None = None,
) -> list[Hit]:
    """The first ``limit`` hits (0: all), at most ``each`` (0: all) of an episode, the best first.

    Case and width make no difference, with ``fold_kana`` hiragana and katakana are alike too.  ``watch`` is told how
    many texts and titles of how many were taken into the index first, where some still waited.  Never raises for what
    is typed; may raise :class:`~reader.errors.StorageError` on a damaged file.
    """
    found = hits(library, words, serial_id=serial_id, fold_kana=fold_kana, each=each, watch=watch)
    return list(islice(found, limit or None))


def hits(
    library: Library,
    words: str,
    *,
    serial_id: int | None = None,
    fold_kana: bool = False,
    each: int = 0,
    watch: Callable[[int, int], None] | None = None,
) -> Iterator[Hit]:
    """As :func:`search`, one after the other, as they are found."""
    catch_up(library, watch)
    whole = Query([words], kana=fold_kana)
    none = True
    for hit in _hits(library, whole, serial_id, each):
        none = False
        yield hit
    if none and len(words.split()) > 1:
        yield from _hits(library, Query(words.split(), kana=fold_kana), serial_id, each)


def as_shown(hit: Hit) -> tuple[str, int, int]:
    """The snippet with a sign where more stands in the text, and the place in it; no Western word is cut in two."""
    text, start, end = hit.snippet, hit.start, hit.end
    if hit.where is Where.NOTE:
        return text, start, end
    if hit.locator is not None and hit.locator.offset > start:
        word = _CUT_WORD.match(text, 0, start)
        drop = word.end() if word else 0
        text, start, end = "…" + text[drop:], start - drop + 1, end - drop + 1
    if hit.locator is not None and len(hit.snippet) - hit.end == _AFTER:
        word = _CUT_WORD_BEHIND.search(text, end)
        text = (text[: word.start()] if word else text) + "…"
    return text, start, end


def catch_up(library: Library, watch: Callable[[int, int], None] | None = None) -> None:
    """Take into the index what still waits, where the library can be written now."""
    for done, total in catching_up(library, _BATCH):
        if watch is not None:
            watch(done, total)


def catching_up(library: Library, batch: int = 1) -> Iterator[tuple[int, int]]:
    """As :func:`catch_up`, step by step: how many of how many are in the index now."""
    index = library.store.search
    total = index.waiting()
    done = 0
    try:
        while done < total:
            taken = index.catch_up(batch)
            if not taken:
                return
            done += taken
            yield min(done, total), total
    except StorageError:
        return  # for reading only, or another program writes; the search reads what waits


def _hits(library: Library, query: Query, serial_id: int | None, each: int) -> Iterator[Hit]:
    if query.is_empty:
        return
    store = library.store
    names = {one.id: one.title for one in store.serials.all()}
    order = [one for one in store.serials.by_reading() if one in names and serial_id in {None, one}]
    counts: Counter[int] = Counter()
    titles: Counter[int] = Counter()
    for title in store.search.titles(query, order):
        if not each or titles[title.serial_id] < each:
            titles[title.serial_id] += 1
            yield _in_title(title, names)
    yield from _in_notes(library, query, order, names, each)
    for place in store.search.places(query, order, lambda episode_id: 0 < each <= counts[episode_id]):
        counts[place.episode_id] += 1
        yield _in_text(place, names)


def _in_notes(library: Library, query: Query, order: Sequence[int], names: dict[int, str], each: int) -> Iterator[Hit]:
    """Hits in the reader's notes and in what they quote, each with where its passage is now."""
    counts: Counter[int] = Counter()
    for kept in library.store.notes.with_words(query, order):
        note = kept.note
        text = "\n".join(filter(None, [note.words, note.anchor.quote if note.anchor is not None else ""]))
        spot = query.in_line(text)
        if spot is None or 0 < each <= counts[note.episode_id]:
            continue
        episode = library.store.episodes.one(note.episode_id)
        if episode.hidden:
            continue
        counts[episode.id] += 1
        low, high = max(0, spot.start - _BEFORE), min(len(text), spot.end + _AFTER)
        head, tail = "…" if low else "", "…" if high < len(text) else ""
        snippet = head + text[low:high].replace("\n", " ").replace("\t", " ") + tail
        start, end = spot.start - low + len(head), spot.end - low + len(head)
        at = _place_of(library, note, saved=episode.saved)
        yield Hit(kept.serial_id, names[kept.serial_id], episode.id, episode.title, snippet, start, end, at, Where.NOTE)


def _place_of(library: Library, note: Note, *, saved: bool) -> Locator | None:
    if note.anchor is None or not saved:
        return None
    document = library.store.texts.current(note.episode_id)
    now = find(document, note.anchor)
    return None if now.sight is Sight.GONE else locate(document, now.block, now.offset)


def _in_title(found: Title, names: dict[int, str]) -> Hit:
    name = names[found.serial_id]
    title = name if found.episode_id is None else found.text
    start, end = found.spot.start, found.spot.end
    return Hit(found.serial_id, name, found.episode_id, title, found.text, start, end, None, Where.TITLE)


def _in_text(found: Place, names: dict[int, str]) -> Hit:
    spot, text = found.spot, found.block.text
    low, high = max(0, spot.start - _BEFORE), min(len(text), spot.end + _AFTER)
    before, after = text[max(0, spot.start - CONTEXT) : spot.start], text[spot.start : spot.start + CONTEXT]
    return Hit(
        found.serial_id,
        names[found.serial_id],
        found.episode_id,
        found.title,
        text[low:high].replace("\n", " ").replace("\t", " "),
        spot.start - low,
        spot.end - low,
        Locator(found.index, spot.start, before, after),
        Where.READING if spot.reading else Where.TEXT,
    )

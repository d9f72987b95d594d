"""Bookmarks, highlights and notes: making them at a place, finding them again, and taking them along.

Owns where a note may be made, and how notes are told beside the text as it is now: each is looked for in it
(:mod:`reader.anchoring`), and one whose passage is gone stays, with what it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.anchoring import anchor, find, point, stretches
from reader.cleaning import clean
from reader.errors import NotFound, UsageError
from reader.export.notes_list import NotedEpisode, NotedSerial, Seen
from reader.library import reading
from reader.model import Color, Note, NoteKind, Sight
from reader.passages import Query
from reader.sync.notes import WORDS_MOST
from reader.typeset.locate import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.document import Document
    from reader.library.shelf import Library
    from reader.store.notes import Kept

Place = tuple[int, int]

_ID: Final = re.compile(r"[0-9a-f]{1,32}")
SHORT: Final = 8
"""Digits of a note's uid by which it is shown and named."""


# --- steps -------------------------------------------------------------------------------------------------------


def bookmark(library: Library, episode_id: int, place: Place, words: str = "") -> Note:
    """Keep a place (block, offset) of the saved text, as a step that ``undo`` takes back; on the disk when it returns.

    Raises :class:`NotFound` where no text is saved.
    """
    here = point(reading.document(library, episode_id), *place)
    note = Note("", NoteKind.BOOKMARK, _words(words), anchor=here, episode_id=episode_id)
    return library.store.notes.add(note, library.now())


def bookmark_where_reading(library: Library, episode_id: int) -> Note:
    """Keep the reader's place in an episode, or its beginning.  Raises :class:`NotFound` where no text is saved."""
    kept = reading.place(library, episode_id).locator
    now = None if kept is None else resolve(reading.document(library, episode_id), kept)
    return bookmark(library, episode_id, (0, 0) if now is None else (now.block, now.offset))


def bookmark_at(library: Library, episode_id: int, place: Place) -> Note | None:
    """The bookmark that stands exactly there, if there is one."""
    document = reading.document(library, episode_id)
    here = point(document, *place)
    if here is None:
        return None
    for note in library.store.notes.of_episode(episode_id):
        if note.kind is NoteKind.BOOKMARK and note.anchor is not None:
            now = find(document, note.anchor)
            if now.sight is not Sight.GONE and (now.block, now.offset) == (here.block, here.offset):
                return note
    return None


def highlight(
    library: Library, episode_id: int, start: Place, end: Place, *, words: str = "", color: Color | None = None
) -> Note:
    """Keep a stretch of the saved text, from a place up to another one; with words it is a note.

    Raises :class:`NotFound`, and :class:`UsageError` where no letter is in the stretch.
    """
    here = anchor(reading.document(library, episode_id), start, end)
    if here is None:
        raise UsageError("there is nothing to mark", hint="Select some text first.")
    words = _words(words)
    kind = NoteKind.NOTE if words else NoteKind.HIGHLIGHT
    note = Note("", kind, words, color or Color.YELLOW, here, episode_id=episode_id)
    return library.store.notes.add(note, library.now())


def quote(library: Library, episode_id: int, text: str, *, words: str = "", color: Color | None = None) -> Note:
    """The same for the one stretch of the saved text that has these words.

    Case, width and kana make a difference only where that tells two apart.  Raises :class:`UsageError` where they
    stand nowhere, or several times.
    """
    document = reading.document(library, episode_id)
    found = _quoted(document, clean(text).strip())
    if len(found) != 1:
        many = f"stands {len(found)} times in this episode" if found else "is not in this episode"
        hint = "Quote more of it." if found else "Quote the text as it stands there."
        raise UsageError(many, subject=f"“{text.strip()[:60]}”", hint=hint)
    return highlight(library, episode_id, *found[0], words=words, color=color)


def remark(library: Library, episode_id: int, words: str) -> Note:
    """Keep words about the whole episode.  Raises :class:`UsageError` for none, :class:`NotFound`."""
    words = _words(words)
    if not words:
        raise UsageError("a note needs words")
    return library.store.notes.add(Note("", NoteKind.NOTE, words, episode_id=episode_id), library.now())


def reword(library: Library, note: Note, words: str) -> bool:
    """Give a note other words, as a step; whether they were others.  A highlight with words is a note.

    A note without words is a highlight again; one about the whole episode cannot be without: :class:`UsageError`.
    """
    words, kind = _words(words), note.kind
    if kind is not NoteKind.BOOKMARK:
        kind = NoteKind.NOTE if words else NoteKind.HIGHLIGHT
    if note.anchor is None and not words:
        raise UsageError("a note needs words", hint="It can be taken away instead.")
    return library.store.notes.change(replace(note, kind=kind, words=words), library.now())


def recolor(library: Library, note: Note, color: Color | None) -> bool:
    """Give a note another colour, as a step; whether it was another."""
    return library.store.notes.change(replace(note, color=color), library.now())


def remove(library: Library, note: Note) -> None:
    """Take a note away, as a step."""
    library.store.notes.remove(note, library.now())


def take_in(library: Library, episode_id: int, notes: Sequence[Note], now: datetime) -> int:
    """Take over notes of a list: those that are not here, and words that ours have not; how many that were.

    Nothing of ours is lost: of two texts of one note both stay.
    """
    store, count = library.store, 0
    if not notes:
        return 0
    here = {one.uid: one for one in store.notes.of_episode(episode_id)}
    for theirs in notes:
        ours = here.get(theirs.uid) or next((one for one in here.values() if _says(one, theirs)), None)
        if ours is None:
            made = store.notes.add(replace(theirs, episode_id=episode_id), theirs.made_at or now)
        elif theirs.words in ours.words:
            continue
        else:
            kind = ours.kind if ours.kind is NoteKind.BOOKMARK else NoteKind.NOTE
            made = replace(ours, kind=kind, words="\n\n".join(filter(None, [ours.words, theirs.words])))
            store.notes.change(made, now)
        here[made.uid] = made
        count += 1
    return count


def _says(ours: Note, theirs: Note) -> bool:
    """Whether a note without an id is one of ours."""
    return not theirs.uid and (ours.kind, ours.words, ours.anchor) == (theirs.kind, theirs.words, theirs.anchor)


def _words(text: str) -> str:
    words = clean(text).strip()
    if len(words) > WORDS_MOST:
        raise UsageError(f"a note has at most {WORDS_MOST:,} characters")
    return words


def _quoted(document: Document, text: str) -> Sequence[tuple[Place, Place]]:
    """Where the text stands, as it was typed or, where that is nowhere, as a search would find it."""
    exact = stretches(document, text)
    if exact or not text:
        return exact
    for kana in (False, True):
        query = Query([text], kana=kana)
        spots = [
            ((index, spot.start), (index, spot.end))
            for index, block in enumerate(document.blocks)
            for spot in query.places(block)
        ]
        if spots:
            return spots
    return ()


# --- what there is -----------------------------------------------------------------------------------------------


def of_episode(library: Library, episode_id: int, document: Document) -> list[Seen]:
    """An episode's notes in the order of its text, each with where it stands in ``document``."""
    return [seen(note, document) for note in library.store.notes.of_episode(episode_id)]


def of_serial(library: Library, serial_id: int, *, look: bool = True) -> NotedSerial:
    """A serial with its notes; without ``look`` their passages are not looked for yet (:func:`look_up`)."""
    return _noted(library, serial_id, library.store.notes.of_serial(serial_id), look=look)


def everything(library: Library, *, look: bool = True) -> list[NotedSerial]:
    """Every serial on the shelf that has notes, in the shelf's order; ``look`` as above."""
    with library.store.reading():
        by_serial: dict[int, list[Kept]] = {}
        for one in library.store.notes.all():
            by_serial.setdefault(one.serial_id, []).append(one)
        order = [one.id for one in library.store.serials.all() if one.id in by_serial]
        return [_noted(library, number, by_serial[number], look=look) for number in order]


def named(library: Library, text: str) -> Note:
    """The note whose id begins so.  Raises :class:`NotFound` where that is none, or several."""
    found = library.store.notes.starting(text.casefold()) if _ID.fullmatch(text.casefold()) else []
    if len({one.note.uid for one in found}) != 1:
        what = "several notes have ids that begin so" if found else "there is no such note"
        raise NotFound(what, subject=text, hint="`tsuzuki notes` shows the id of each.")
    return found[0].note


def seen(note: Note, document: Document | None) -> Seen:
    """A note with where it stands in the text; ``None``: no text is saved here."""
    return Seen(note, None if document is None or note.anchor is None else find(document, note.anchor))


def look_up(library: Library, note: Note) -> Seen:
    """A note with where it stands in the text that is saved now."""
    saved = note.anchor is not None and library.store.episodes.one(note.episode_id).saved
    return seen(note, library.store.texts.current(note.episode_id) if saved else None)


def _noted(library: Library, serial_id: int, kept: Iterable[Kept], *, look: bool) -> NotedSerial:
    by_episode: dict[int, list[Note]] = {}
    for one in kept:
        by_episode.setdefault(one.note.episode_id, []).append(one.note)
    episodes = []
    for number, notes in by_episode.items():
        episode = library.store.episodes.one(number)
        document = library.store.texts.current(number) if look and episode.saved else None
        episodes.append(NotedEpisode(episode, tuple(seen(note, document) for note in notes)))
    return NotedSerial(library.store.serials.one(serial_id), tuple(episodes))

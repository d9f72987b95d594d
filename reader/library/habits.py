"""Statistics of this reader: what was read by the day, how fast, and how long the rest takes.

Owns the window that is looked at, and the step from learnt speeds to the settings that reading times are reckoned
with.  What a log of places says is :mod:`reader.habits`'.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from reader import habits
from reader.model import Kind, State
from reader.session import minutes_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, tzinfo

    from reader.habits import Day, Page, Speed, Stop, Streak, Text
    from reader.library.shelf import Library
    from reader.model import Episode, Serial
    from reader.settings import Reading, Settings
    from reader.store.habits import Book

RECENT_STOPS: Final = 1500
"""The last places, from which speeds are learnt."""
STREAK_DAYS: Final = 400
"""How far back a streak is looked for."""
LEAD: Final = timedelta(days=2)
"""Before the window, so that its first page has one before it."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """The speed for one language, in words a minute or in characters."""

    language: str
    """The primary subtag; ``""`` for serials of unknown language."""
    in_words: bool
    speed: Speed


@dataclass(frozen=True, slots=True)
class Speeds:
    """The speeds that were learnt, and the settings for what was not."""

    settings: Settings
    known: tuple[Learnt, ...] = ()

    def reading(self, language: str) -> Reading:
        """The settings for texts of a language (BCP 47), with this reader's own speeds in them."""
        found = self.settings.reading_for(language)
        tongue = _primary(language)
        for one in self.known:
            if one.language == tongue and one.in_words:
                found = replace(found, words_per_minute=round(one.speed.per_minute))
            elif one.language == tongue:
                found = replace(found, characters_per_minute=round(one.speed.per_minute))
        return found


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was read in a window of days, and the streak up to today."""

    first: date
    last: date
    days: dict[date, Day]
    """Days on which anything was read, in order."""
    whole: Day
    streak: Streak
    speeds: Speeds


@dataclass(frozen=True, slots=True)
class Left:
    """What is unread of a serial; episodes that are not saved are reckoned with the mean of the others."""

    minutes: float
    characters: int
    episodes: int
    unsaved: int


def speeds(library: Library) -> Speeds:
    """How fast this reader reads, learnt from the last pages."""
    stops = library.store.habits.recent(RECENT_STOPS)
    read, books = _read(library, stops)
    return Speeds(library.settings, tuple(_learnt(library.settings, read, _texts(books))))


def statistics(
    library: Library, first: date, last: date, serial_id: int | None = None, zone: tzinfo | None = None
) -> Statistics:
    """What was read from ``first`` to ``last``, days of ``zone`` (by default this machine's), in all or in one serial.

    The streak is the same whatever the window.
    """
    today = library.now().astimezone(zone).date()
    start = min(first, today - timedelta(days=STREAK_DAYS))
    since = datetime.combine(start, time(), UTC) - LEAD if start.year > 1 else datetime.min.replace(tzinfo=UTC)
    read, books = _read(library, library.store.habits.since(since))
    texts = _texts(books)
    if serial_id is not None:
        read = [page for page in read if books[page.episode].serial_id == serial_id]
    known = habits.days(read, texts, zone)
    days = {day: told for day, told in known.items() if first <= day <= last}
    return Statistics(
        first,
        last,
        days,
        sum(days.values(), habits.Day()),
        habits.streak(known, today),
        speeds(library),
    )


def left(library: Library, serial: Serial, known: Speeds | None = None) -> Left:
    """How long what is unread of a serial takes this reader."""
    return rest(library.store.episodes.all(serial.id), (known or speeds(library)).reading(serial.language))


def rest(episodes: Iterable[Episode], reading: Reading) -> Left:
    """How long what is unread of these episodes takes at that speed; notices and what was left out do not count."""
    unread = [one for one in episodes if one.state is not State.READ and one.kind is not Kind.NOTICE and not one.hidden]
    saved = [one for one in unread if one.saved]
    behind = {one.id: one.fraction if one.state is State.READING else 0.0 for one in saved}
    whole = [minutes_left(one, 0.0, reading) for one in saved]
    minutes = sum(minutes_left(one, behind[one.id], reading) for one in saved)
    characters = sum(one.characters * (1.0 - behind[one.id]) for one in saved)
    unsaved = len(unread) - len(saved)
    if saved:
        minutes += unsaved * sum(whole) / len(whole)
        characters += unsaved * sum(one.characters for one in saved) / len(saved)
    return Left(minutes, round(characters), len(unread), unsaved)


def _read(library: Library, stops: list[Stop]) -> tuple[list[Page], dict[str, Book]]:
    books = library.store.habits.books({one.episode for one in stops})
    return habits.pages(stops, _texts(books), _usual(library.settings)), books


def _texts(books: dict[str, Book]) -> dict[str, Text]:
    return {uid: book.text for uid, book in books.items()}


def _usual(settings: Settings) -> Callable[[Text], float]:
    """What the settings say of a text's language."""
    known: dict[tuple[str, bool], float] = {}

    def usual(text: Text) -> float:
        key = text.language, bool(text.words)
        if key not in known:
            reading = settings.reading_for(text.language)
            known[key] = reading.words_per_minute if text.words else reading.characters_per_minute
        return known[key]

    return usual


def _learnt(settings: Settings, read: Iterable[Page], texts: dict[str, Text]) -> Iterable[Learnt]:
    for (language, in_words), found in sorted(habits.rates(read, texts).items()):
        reading = settings.reading_for(language)
        usual = reading.words_per_minute if in_words else reading.characters_per_minute
        yield Learnt(language, in_words, habits.speed(found, usual))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()

"""What the places in a reading log say of the reader: pages, days, speed, and days in a row.  Pure.

Nothing is kept for statistics: the log has a place for each pause, and so for each page that was turned.  From one
place to the next in the same episode lies a page: the text between them, read in the time between them.  A page past
an episode's end is the first one of the next.  What is no reading is told by what it is: marks are no places, so that
"mark all as read" is no day of reading; places that an import brought say so; and text that went by faster than anyone
reads was leafed through.  Places belong to one device and number each, so that logs of several devices add up, and the
same log twice does not.

Times are clipped: who turns five pages to find his place, or leaves for tea, is no faster and no slower reader.  The
zone in which a day is a day is an argument, ``None`` for this machine's.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime, tzinfo

LEAST_SECONDS: Final = 5.0
"""Shorter looks count with the page after them; a page takes no less."""
MOST_SECONDS: Final = 120.0
"""A page takes no more: the reader was away."""
SOONEST_SECONDS: Final = 1.0
"""Nobody leaves an episode, opens another in the middle, and turns a page in less: a program told of these places."""
SITTING_SECONDS: Final = 30 * 60.0
"""After a longer pause nobody knows how long the page took."""
FASTEST: Final = 5.0
"""So many times the usual speed is leafing, not reading."""
SLOWEST: Final = 0.1
"""So many times the usual speed says nothing of the reader's."""
FIRST_MINUTES: Final = 4.0
"""The most that a first page, of which no time is known, may hold: the usual reading of so many minutes."""
READ_SHARE: Final = 0.5
"""Whoever came to the end of an episode has read it if he read so much of it; else he jumped."""
RECENT: Final = 300
"""Pages from which the speed is learnt."""
USUAL_PAGES: Final = 10
"""What is usual counts as so many pages of the reader's own: it gives way as more are seen."""


@dataclass(frozen=True, slots=True)
class Text:
    """How long an episode is, and in which language; ``words`` is 0 where the language does not part them."""

    characters: int
    words: int = 0
    language: str = ""
    """The primary subtag, in lower case."""

    @property
    def units(self) -> int:
        """Words, or characters: that in which its language is read."""
        return self.words or self.characters


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that was kept: ``fraction`` (0 to 1) of the episode's text lay behind it."""

    device: str
    sequence: int
    at: datetime
    episode: str
    fraction: float
    ends: bool = True
    """At the episode's end, that it was read was not taken back."""


@dataclass(frozen=True, slots=True)
class Page:
    """Text that was read in one go; ``at`` is when it was done."""

    at: datetime
    episode: str
    share: float
    """Of the episode's text."""
    seconds: float
    timed: bool = True
    """Else ``seconds`` is only what is usual."""
    ends: bool = False
    """With it, the episode was read."""


def pages(stops: Iterable[Stop], texts: Mapping[str, Text], usual: Callable[[Text], float]) -> list[Page]:
    """What was read, in order of time; neither the order of the stops nor how often one is given matters.

    ``usual`` is the usual speed for a text, in its units a minute.  Episodes that are not in ``texts`` are left out.
    """
    ordered = sorted({(one.device, one.sequence): one for one in stops}.items())
    found: list[Page] = []
    for _, group in groupby((stop for _, stop in ordered), key=lambda stop: stop.device):
        found += _of_device(group, texts, usual)
    return sorted(found, key=lambda page: page.at)


def _of_device(stops: Iterable[Stop], texts: Mapping[str, Text], usual: Callable[[Text], float]) -> Iterator[Page]:
    taken: dict[str, float] = defaultdict(float)
    for page, at_end in _joined(_steps(stops)):
        text = texts.get(page.episode)
        if text is None:
            continue
        seconds = _reading_seconds(page, text, usual(text))
        if seconds:
            taken[page.episode] += page.share
        ends = at_end and taken[page.episode] >= READ_SHARE
        if ends:
            taken[page.episode] = 0.0
        if seconds:
            yield Page(page.at, page.episode, page.share, seconds, page.timed, ends)


def _steps(stops: Iterable[Stop]) -> Iterator[tuple[Page, bool]]:
    """(what lies between two stops, whether the second is at the end); ``seconds`` as they passed, 0 for unknown."""
    reached: dict[str, float] = {}
    last: Stop | None = None
    for stop in stops:
        here = last is not None and last.episode == stop.episode
        began = reached.get(stop.episode, 0.0)
        if not here and began >= 1.0:
            began = 0.0  # read once more
        share, seconds = max(0.0, stop.fraction - began), 0.0
        if last is not None:
            passed = (stop.at - last.at).total_seconds()
            if here or last.fraction >= 1.0:
                seconds = passed if 0 < passed <= SITTING_SECONDS else 0.0
            elif 0 <= passed < SOONEST_SECONDS:
                share = 0.0
        page = Page(stop.at, stop.episode, share, seconds, seconds > 0)
        yield page, stop.ends and stop.fraction >= 1.0
        reached[stop.episode] = stop.fraction
        last = stop


def _joined(steps: Iterable[tuple[Page, bool]]) -> Iterator[tuple[Page, bool]]:
    """The steps, the short ones made one with those behind them."""
    short: tuple[Page, bool] | None = None
    for step, at_end in steps:
        page = step
        if short is not None:
            before = short[0]
            if page.timed and page.episode == before.episode:
                page = replace(page, share=before.share + page.share, seconds=before.seconds + page.seconds)
            else:
                yield short
        short = (page, at_end) if page.timed and page.seconds < LEAST_SECONDS and not at_end else None
        if short is None:
            yield page, at_end
    if short is not None:
        yield short


def _reading_seconds(page: Page, text: Text, usual: float) -> float:
    """How long the page was read, clipped; 0 where nothing was read."""
    minutes = page.share * text.units / usual
    if not page.timed:
        return 60 * minutes if minutes <= FIRST_MINUTES else 0.0
    seconds = min(MOST_SECONDS, max(LEAST_SECONDS, page.seconds))
    return seconds if 0 < 60 * minutes <= FASTEST * seconds else 0.0


# --- speed -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast the reader reads, in characters or words a minute, and from how many pages that is known."""

    per_minute: float
    pages: int = 0


def speed(rates: Sequence[float], usual: float) -> Speed:
    """The median of the last pages' rates (units a minute, the newest last); what is usual stands for a few more."""
    recent = [rate for rate in rates if SLOWEST * usual <= rate <= FASTEST * usual][-RECENT:]
    return Speed(statistics.median([*recent, *[usual] * USUAL_PAGES]), len(recent))


def rates(read: Iterable[Page], texts: Mapping[str, Text]) -> dict[tuple[str, bool], list[float]]:
    """Units a minute of the pages whose time is known, by language and whether the unit is the word."""
    found: dict[tuple[str, bool], list[float]] = {}
    for page in read:
        if page.timed:
            text = texts[page.episode]
            key = text.language, bool(text.words)
            found.setdefault(key, []).append(60 * page.share * text.units / page.seconds)
    return found


# --- days --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """What was read in a day, or in several."""

    characters: int = 0
    episodes: int = 0
    """Read to their end."""
    seconds: float = 0.0

    def __add__(self, other: Day) -> Day:
        """Both."""
        return Day(self.characters + other.characters, self.episodes + other.episodes, self.seconds + other.seconds)


def days(read: Iterable[Page], texts: Mapping[str, Text], zone: tzinfo | None = None) -> dict[date, Day]:
    """What was read by the day, in order of days; a page belongs to the day on which it was done."""
    found: dict[date, Day] = defaultdict(Day)
    for page in read:
        characters = round(page.share * texts[page.episode].characters)
        found[page.at.astimezone(zone).date()] += Day(characters, int(page.ends), page.seconds)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row up to today; yesterday's streak still stands while today is young."""

    days: int
    with_today: bool
    longest: int


def streak(known: Collection[date], today: date) -> Streak:
    """The streak of these days, those after today left out."""
    past = {day for day in known if day <= today}
    day = timedelta(days=1)
    longest = 0
    for first in past:
        if first - day not in past:
            longest = max(longest, _run(past, first, day))
    with_today = today in past
    present = _run(past, today if with_today else today - day, -day)
    return Streak(present, with_today, longest)


def _run(known: Collection[date], first: date, step: timedelta) -> int:
    count, day = 0, first
    while day in known:
        count, day = count + 1, day + step
    return count

"""What the program says, in English and Japanese: message tables and the words for times.

Owns every sentence that a front end shows of its own; both front ends use it, neither knows the other.  Refuses to
print, to read the environment or to know a screen.  A message is a key; :class:`Say` fills its fields.  Texts from
outside are only ever field values, and the tables know no markup: what is shown is what is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.locale import en, ja
from reader.locale.told import told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from reader.locale.tables import Phrase

TABLES: Final[Mapping[str, Mapping[str, Phrase]]] = {"en": en.TABLE, "ja": ja.TABLE}
"""Messages by language, then by key.  Every language has the same keys, and each key the same fields."""

DEFAULT: Final = "en"

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_MINUTE, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = 60, 3600, 86400, 604800, 2629800, 31557600


def language_of(setting: str, environment: Mapping[str, str]) -> str:
    """The interface's language: the setting, or for ``auto`` the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    if setting != "auto":
        return setting
    locale = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    language = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in TABLES else DEFAULT


@dataclass(frozen=True, slots=True)
class Say:
    """The messages of one language; call it with a key and the fields of that message."""

    language: str = DEFAULT

    def __call__(self, key: str, /, **fields: object) -> str:
        """The message, filled; a pair of phrases is (one, several), chosen by ``n``.  ``KeyError``: no such."""
        phrase = TABLES[self.language][key]
        if not isinstance(phrase, str):
            phrase = phrase[0] if fields.get("n") == 1 else phrase[1]
        return phrase.format(**fields)

    def told(self, text: str) -> str:
        """A sentence of the lower floors (an error, a reason, a hint) as far as this language has it."""
        return told(self.language, text)

    def knows(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in TABLES[self.language]

    def ago(self, then: datetime | None, now: datetime) -> str:
        """How long ago, in the largest unit that fits: "3 days ago"; ``""`` for never."""
        if then is None:
            return ""
        seconds = (now - then).total_seconds()
        steps = (
            (_MINUTE, "ago.now", 1),
            (_HOUR, "ago.minutes", _MINUTE),
            (_DAY, "ago.hours", _HOUR),
            (2 * _DAY, "ago.yesterday", _DAY),
            (2 * _WEEK, "ago.days", _DAY),
            (2 * _MONTH, "ago.weeks", _WEEK),
            (_YEAR, "ago.months", _MONTH),
        )
        key, unit = next(((key, unit) for limit, key, unit in steps if seconds < limit), ("ago.years", _YEAR))
        return self(key, n=max(0, int(seconds // unit)))

    def day(self, day: date, today: date) -> str:
        """A day, with its year where that is not today's."""
        month = self("stats.months").split()[day.month - 1]
        key = "date.day" if day.year == today.year else "date.day-year"
        return self(key, day=day.day, month=month, year=day.year)

    def minutes(self, minutes: float) -> str:
        """A stretch of reading time, rounded up to whole minutes, from an hour on in hours and minutes."""
        whole = max(0, -int(-minutes // 1))
        hours, rest = divmod(whole, 60)
        if not hours:
            return self("time.minutes", n=rest)
        return self("time.hours", n=hours) if not rest else self("time.hours-minutes", hours=hours, minutes=rest)

"""The language in which the reader asks for serials: one for the shelf's filter, ``list`` and ``export``.  Pure.

A query is words.  Side by side all must hold; ``or`` between words parts alternatives; ``-`` before a word, or ``not``,
turns it round; quotation marks keep spaces together and make of any word plain text.

============================================  ==========================================================================
``unread`` ``reading`` ``read`` ``finished``  has unread episodes; was begun and has more; has read ones; all are read
``new`` ``changed``                           episodes that came since and were not opened; that changed since
``missing`` ``saved`` ``lost`` ``gone``       has some not saved; saved; not to be had any more; no more on their site
``ongoing`` ``complete`` ``paused``           as the serial stands
``archived`` ``all``                          put away; everything, also what is put away
``tag:x`` ``author:x`` ``title:x`` ``id:3``   has that tag; x in the author's name; x in the title; that number
``unread>10`` ``missing<=3`` ``new=0`` …      how many: any word of the first three rows but ``finished``; ``episodes``
``added>2026-01-31`` ``read<2026-03`` …       days, months, years: ``added``, ``read``, ``checked``, ``published`` (the
                                              last episode), ``updated`` (when the last one came)
anything else                                 stands in the title, the author's name or a tag
============================================  ==========================================================================

Case, width and kana do not matter.  Of words of which only one can hold (a state, a status, an id) several side by
side mean any of them.  ``tag:`` alone is "has a tag", ``-tag:`` "has none".  A date is compared as far as it is
written: ``published=2026-03`` is all of March, by UTC.  ``export`` asks the words of the first three rows, ``read>…``
and ``published>…`` of each episode.  Any text is a query, or a :class:`UsageError` that names the word.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reader.errors import UsageError
from reader.folding import fold
from reader.model import State, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from reader.model import Episode, Serial


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word asks of a serial and, where that is another question, of an episode."""

    of_serial: Callable[[Serial], bool]
    of_episode: Callable[[Episode], bool] | None = None
    one_of: str = ""
    """Words of which only one can hold share this."""


def _status(status: Status) -> _Word:
    return _Word(lambda one: one.status is status, None, "status")


_COUNTS: Final[dict[str, Callable[[Serial], int]]] = {
    "unread": lambda one: one.counts.episodes - one.counts.read,
    "reading": lambda one: one.counts.reading,
    "read": lambda one: one.counts.read,
    "new": lambda one: one.counts.new,
    "changed": lambda one: one.counts.changed,
    "missing": lambda one: one.counts.missing,
    "saved": lambda one: one.counts.saved,
    "lost": lambda one: one.counts.lost,
    "gone": lambda one: one.counts.gone,
    "episodes": lambda one: one.counts.episodes,
}


def _any(name: str, of_episode: Callable[[Episode], bool], one_of: str = "") -> _Word:
    count = _COUNTS[name]
    return _Word(lambda one: count(one) > 0, of_episode, one_of)


_WORDS: Final[dict[str, _Word]] = {
    "unread": _any("unread", lambda one: one.state is State.UNREAD, "state"),
    "reading": _Word(
        lambda one: one.counts.reading > 0 or 0 < one.counts.read < one.counts.episodes,
        lambda one: one.state is State.READING,
        "state",
    ),
    "read": _any("read", lambda one: one.state is State.READ, "state"),
    "finished": _Word(lambda one: 0 < one.counts.episodes == one.counts.read),
    "new": _any("new", lambda one: one.new),
    "changed": _any("changed", lambda one: one.changed),
    "missing": _any("missing", lambda one: not one.saved),
    "saved": _any("saved", lambda one: one.saved),
    "lost": _any("lost", lambda one: one.lost),
    "gone": _any("gone", lambda one: one.gone),
    **{status.value: _status(status) for status in Status},
    "archived": _Word(lambda one: one.archived_at is not None),
    "all": _Word(lambda _: True),
}

_DATES: Final[dict[str, Callable[[Serial], datetime | None]]] = {
    "added": lambda one: one.added_at,
    "read": lambda one: one.read_at,
    "updated": lambda one: one.grown_at,
    "published": lambda one: one.published,
    "checked": lambda one: one.checked_at,
}
_EPISODE_DATES: Final[dict[str, Callable[[Episode], datetime | None]]] = {
    "read": lambda one: one.read_at,
    "published": lambda one: one.published,
}
_TEXTS: Final[dict[str, Callable[[Serial], Sequence[str]]]] = {
    "title": lambda one: (one.title,),
    "author": lambda one: (one.author,) if one.author else (),
    "tag": lambda one: one.tags,
    "": lambda one: (one.title, one.author, *one.tags),
}
_KEYS: Final = ("tag", "author", "title", "id", *dict.fromkeys([*_COUNTS, *_DATES]))

_ALIASES: Final = {
    "serial": "id",
    "tags": "tag",
    "by": "author",
    "未読": "unread",
    "読書中": "reading",
    "既読": "read",
    "読了": "finished",
    "新着": "new",
    "変更": "changed",
    "欠け": "missing",
    "連載中": "ongoing",
    "完結": "complete",
    "休止": "paused",
    "保管": "archived",
    "すべて": "all",
    "たぐ": "tag",
    "作者": "author",
    "題名": "title",
}

WORDS: Final = (*_WORDS, "tag:", "author:", "title:", "id:", *(f"{name}>" for name in _DATES), "not", "or")
"""What completion offers."""

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    ":": operator.eq,
}
_MARKS: Final = '"\u201c\u201d\uff02'
_TOKEN: Final = re.compile(
    rf"([-\uff0d\u2212]?(?:[^\s{_MARKS}:\uff1a<>=]+[:\uff1a<>=]+)?)[{_MARKS}]([^{_MARKS}]*)[{_MARKS}]?|(\S+)"
)
_MINUS: Final = ("-", "\uff0d", "\u2212")
_PAIR: Final = re.compile(r"([^\W\d_]+)(<=|>=|<|>|=|:)(.*)", re.DOTALL)
_DATE: Final = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_QUOTED: Final = "Quotation marks make plain text of it."
_LONG: Final = 40


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: what it asks (``kind``: word, text, count, date, id), of what, and its value."""

    kind: str
    name: str
    comparison: str = ""
    value: str | int = ""
    negated: bool = False
    prefix: bool = False
    """A tag that is still being typed."""

    @property
    def one_of(self) -> str:
        """What terms share of which only one can hold; ``""`` for others."""
        if self.negated:
            return ""
        return _WORDS[self.name].one_of if self.kind == "word" else "id" if self.kind == "id" else ""

    @property
    def of_episodes(self) -> bool:
        """Whether it asks something of each episode."""
        if self.kind == "word":
            return _WORDS[self.name].of_episode is not None
        return self.kind == "date" and self.name in _EPISODE_DATES

    def fits(self, serial: Serial, episode: Episode | None = None) -> bool:
        """Whether it holds for a serial, or for one of its episodes."""
        return self.negated != _ASKED[self.kind](self, serial, episode)

    def may_fit(self, serial: Serial) -> bool:
        """Whether it may hold for an episode of the serial."""
        return (self.of_episodes and (self.negated or self.kind == "date")) or self.fits(serial)


def _ask_word(term: Term, serial: Serial, episode: Episode | None) -> bool:
    word = _WORDS[term.name]
    return word.of_serial(serial) and (episode is None or word.of_episode is None or word.of_episode(episode))


def _ask_text(term: Term, serial: Serial, _: Episode | None) -> bool:
    texts = (fold(text, kana=True).text for text in _TEXTS[term.name](serial))
    wanted = str(term.value)
    if term.name == "tag":
        return any(text.startswith(wanted) if term.prefix else wanted in ("", text) for text in texts)
    return any(wanted in text for text in texts)


def _ask_count(term: Term, serial: Serial, _: Episode | None) -> bool:
    return _COMPARISONS[term.comparison](_COUNTS[term.name](serial), term.value)


def _ask_date(term: Term, serial: Serial, episode: Episode | None) -> bool:
    of_episode = _EPISODE_DATES.get(term.name)
    time = _DATES[term.name](serial) if episode is None or of_episode is None else of_episode(episode)
    bound = str(term.value)
    return time is not None and _COMPARISONS[term.comparison](time.isoformat()[: len(bound)], bound)


def _ask_id(term: Term, serial: Serial, _: Episode | None) -> bool:
    return serial.id == term.value


_ASKED: Final[dict[str, Callable[[Term, Serial, Episode | None], bool]]] = {
    "word": _ask_word,
    "text": _ask_text,
    "count": _ask_count,
    "date": _ask_date,
    "id": _ask_id,
}


@dataclass(frozen=True, slots=True)
class Query:
    """Alternatives, each of groups that must all hold, each of terms of which one must; none of all is everything."""

    alternatives: tuple[tuple[tuple[Term, ...], ...], ...] = ()

    def fits(self, serial: Serial, episode: Episode | None = None) -> bool:
        """Whether a serial answers; with an episode, whether that episode of it does."""
        return not self.alternatives or any(_all_hold(groups, serial, episode) for groups in self.alternatives)

    def may_fit(self, serial: Serial) -> bool:
        """Whether an episode of the serial may answer; asks no episode."""
        return not self.alternatives or any(
            all(any(term.may_fit(serial) for term in group) for group in groups) for groups in self.alternatives
        )

    @property
    def terms(self) -> Iterator[Term]:
        """All of them."""
        return (term for groups in self.alternatives for group in groups for term in group)

    @property
    def of_episodes(self) -> bool:
        """Whether single episodes are asked: a serial of which none answers is then none of a list."""
        return any(term.of_episodes for term in self.terms)

    def shows(self, serial: Serial) -> bool:
        """Whether the shelf shows it: as :meth:`fits`, but what is put away only where that is spoken of."""
        if serial.archived_at is None:
            return self.fits(serial)
        return any(_all_hold(groups, serial, None) for groups in self.alternatives if _is_of_archived(groups))

    def shown(self, serials: Iterable[Serial]) -> list[Serial]:
        """Those that the shelf shows, in their order."""
        return [one for one in serials if self.shows(one)]


def _all_hold(groups: tuple[tuple[Term, ...], ...], serial: Serial, episode: Episode | None) -> bool:
    return all(any(term.fits(serial, episode) for term in group) for group in groups)


def _is_of_archived(groups: tuple[tuple[Term, ...], ...]) -> bool:
    every = (term for group in groups for term in group)
    return any(term.kind == "id" or (term.kind == "word" and term.name in _ALSO_ARCHIVED) for term in every)


EVERYTHING: Final = Query()
"""What no words mean."""

_ALSO_ARCHIVED: Final = ("archived", "all")


def parse(texts: str | Sequence[str], *, typing: bool = False) -> Query:
    """The query that the words mean; several texts are one query.

    ``typing`` says that the reader has not finished: what ends it may be the beginning of a word, and never wrong.
    Raises :class:`UsageError` that names the word which means nothing and says what would.
    """
    tokens = [token for text in ([texts] if isinstance(texts, str) else texts) for token in _TOKEN.findall(text)]
    alternatives: list[list[Term]] = [[]]
    negated = False
    for at, (head, quoted, plain) in enumerate(tokens):
        last = at == len(tokens) - 1
        operation = _folded(plain)
        if operation in {"or", "not"} and last and typing:
            break
        if operation == "or" and alternatives[-1] and not negated and not last:
            alternatives.append([])
        elif operation == "not" and not last:
            negated = not negated
        else:
            term = _term(head, quoted, plain, negated=negated, typing=typing and last)
            alternatives[-1] += [] if term is None else [term]
            negated = False
    return Query(tuple(_grouped(terms) for terms in alternatives if terms))


def is_negated_term(argument: str) -> bool:
    """Whether an argument of a command line that begins with a minus is a word turned round, and no option."""
    if not argument.startswith("-") or argument.startswith("--"):
        return False
    word = _folded(argument[1:])
    pair = _PAIR.fullmatch(word)
    name = pair[1] if pair else word
    name = _ALIASES.get(name, name)
    return name in _KEYS if pair else name in _WORDS


def _grouped(terms: Sequence[Term]) -> tuple[tuple[Term, ...], ...]:
    groups: dict[object, tuple[Term, ...]] = {}
    for at, term in enumerate(terms):
        key = term.one_of or at
        groups[key] = (*groups.get(key, ()), term)
    return tuple(groups.values())


def _term(head: str, quoted: str, plain: str, *, negated: bool, typing: bool) -> Term | None:
    """The term of a token; ``None`` for one that says nothing, or nothing yet."""
    word = plain or head
    if typing and word in _MINUS:
        return None
    if word.startswith(_MINUS) and (len(word) > 1 or not plain):
        word, negated = word[1:], not negated
    folded = _folded(word)
    if not plain and not folded:
        return Term("text", "", value=_folded(quoted), negated=negated) if _folded(quoted) else None
    pair = _PAIR.fullmatch(folded + (_folded(quoted) if not plain else ""))
    try:
        if pair and (term := _pair(pair[1], pair[2], pair[3].strip(), word + quoted, negated=negated, typing=typing)):
            return term
    except UsageError:
        if typing:
            return None
        raise
    name = _ALIASES.get(folded, folded)
    if not pair and name in _WORDS and plain:
        return Term("word", name, negated=negated)
    text = _folded(f"{word}{quoted}")
    return Term("text", "", value=text, negated=negated) if text else None


def _pair(name: str, comparison: str, value: str, word: str, *, negated: bool, typing: bool) -> Term | None:
    """The term of a name and a value; ``None`` where it is plain text that has such a mark in it."""
    name = _ALIASES.get(name, name)
    equal = comparison in {":", "="}
    if name in _TEXTS and equal:
        return Term("text", name, value=value, negated=negated, prefix=typing and name == "tag")
    if name == "id" and equal and _NUMBER.fullmatch(value):
        return Term("id", name, value=int(value), negated=negated)
    if name in _TEXTS or name == "id":
        told = "a serial's id is a number" if name == "id" else "words are not compared"
        raise UsageError(told, subject=_shown(word), hint=f"Write {name}:{3 if name == 'id' else 'x'}. {_QUOTED}")
    if name in _DATES and (day := _date(value)):
        return Term("date", name, comparison, day, negated=negated)
    if name in _COUNTS and _NUMBER.fullmatch(value):
        return Term("count", name, comparison, int(value), negated=negated)
    if name in _DATES:
        raise UsageError(
            "this names no day", subject=_shown(word), hint=f"Write {name}>2026-01-31, {name}<2026-03. {_QUOTED}"
        )
    if name in _COUNTS:
        raise UsageError("this names no number", subject=_shown(word), hint=f"Write {name}>10. {_QUOTED}")
    if name in _WORDS:
        raise UsageError(f"'{name}' stands alone", subject=_shown(word), hint=_QUOTED)
    if near := _near(name):
        told = f"Did you mean {near}? One can ask for {', '.join(_KEYS)}. {_QUOTED}"
        raise UsageError(f"nothing can be asked by '{_shown(name)}'", subject=_shown(word), hint=told)
    return None


def _near(name: str) -> str:
    import difflib  # noqa: PLC0415 - only what is not understood needs it

    found = difflib.get_close_matches(name, _KEYS, 1, 0.75)
    return found[0] if found else ""


def _date(value: str) -> str:
    """A year, month or day as ISO 8601 writes it; ``""`` for what is none."""
    found = _DATE.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month and not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return ""
    if day and not 1 <= int(day) <= 31:  # noqa: PLR2004 - days; a day that its month lacks lies after its last
        return ""
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _folded(text: str) -> str:
    return fold(text.strip(), kana=True).text.strip()


def _shown(word: str) -> str:
    return word if len(word) <= _LONG else f"{word[: _LONG - 1]}…"

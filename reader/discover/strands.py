"""Which titles of a mixed list belong to one serial: titles of one form whose numbers count on.

Owns the division of a list (a blog's posts, a page's links) into strands and a rest.  Refuses to order: titles of a
strand keep the order of the list.  Numbers that jump about (polls, days, anniversaries) make no strand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.discover.forms import HALVES
from reader.discover.kinds import kind_at, kind_in_bracket
from reader.discover.mentions import mentions_of
from reader.discover.numerals import KANJI, NUMBER_WORDS, SEQUENCES, SIGNS
from reader.discover.numerals import fold as fold_once
from reader.discover.stems import trim
from reader.discover.tokens import mask
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLE_LIMIT: Final = 200
_FEW: Final = 3
_NEAR: Final = 2
_PAIR: Final = 2
_COVERED: Final = 0.79
_MONOTONE: Final = 0.75
_CLOSE: Final = 0.5
_SPECIAL: Final = frozenset({Kind.FRONT, Kind.BACK, Kind.INTER, Kind.SIDE, Kind.AFTER})
_FINAL_START: Final = re.compile(
    r"最終(?:回|話|章)|終章|完結編|final(?:e| chapter| episode)|last chapter|the end\b|终章|大结局|최종화|마지막 ?화"
)
_QUOTED: Final = re.compile(r"[“\"『「《〈【‘]([^“”\"『』「」《》〈〉【】‘’]{2,40})[”\"』」》〉】’]")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Strand:
    """Titles of one form; ``members`` are indices into the list, in its order, specials among them."""

    name: str
    """What the titles share before their numbers, trimmed: often the serial's title; may be empty."""
    members: tuple[int, ...]
    values: tuple[int, ...]
    """The numbers of those that have one, in list order."""
    form: str = ""

    @property
    def numbered(self) -> int:
        """How many carry a number."""
        return len(self.values)

    @property
    def low(self) -> int:
        """The smallest number."""
        return min(self.values)

    @property
    def high(self) -> int:
        """The greatest number."""
        return max(self.values)

    @property
    def coverage(self) -> float:
        """Distinct numbers as a share of those from the smallest to the greatest."""
        return len(set(self.values)) / (self.high - self.low + 1)

    @property
    def whole(self) -> bool:
        """Whether it begins at the beginning and misses little."""
        return self.low <= 1 and self.coverage > _COVERED


class Form(NamedTuple):
    """One number in one title: the form of the title around it, and its value."""

    key: str
    start: int
    end: int
    value: int


fold = lru_cache(maxsize=32_768)(fold_once)
"""The folding of titles, remembered: one page's lists overlap."""

_DOTTED: Final = "*.*"
_FIGURE: Final = re.compile(rf"[0-9½¼¾⁰¹²³⁴-⁹₀-₉Ⅰ-ↈ{KANJI}{re.escape(''.join(SIGNS))}巻卷]")
_NUMBER_WORD: Final = re.compile(rf"(?<![a-z])(?:[ivxlcdm]{{1,7}}(?![a-z])|{'|'.join(NUMBER_WORDS)})")
"""A title without any of these holds no number; asking costs a tenth of reading."""
_PLACE_SIGN: Final = re.compile(
    rf"(?:(?<!\w)[{''.join(SEQUENCES[1:])}]|[{''.join(mark for mark in HALVES if len(mark) == 1)}][編篇半盤巻编편]?)"
    r"(?!(?!の?[巻章編篇部])\w)"
)
"""A letter that stands alone, or a mark of halves that ends a word: only a set of titles shows whether it counts."""


@lru_cache(maxsize=32_768)
def may_count(folded: str) -> bool:
    """Whether a folded title may hold a number, at a tenth of the cost of reading it."""
    return bool(_FIGURE.search(folded) or _NUMBER_WORD.search(folded))


def may_have_place(folded: str) -> bool:
    """Whether a folded title may say its place among its siblings: by a number, a letter or a mark of halves."""
    return may_count(folded) or (not folded.isascii() and bool(_PLACE_SIGN.search(folded)))


@lru_cache(maxsize=32_768)
def forms_of(folded: str) -> tuple[Form, ...]:
    """The numbers of a folded title with what stands before them, numbers masked."""
    if not may_count(folded):
        return ()
    found = []
    masked = mask(folded)
    before = ""
    place = 0
    for mention in mentions_of(masked)[:4]:
        if mention.start < place:
            continue
        before += masked[place : mention.start]
        found.append(
            Form(
                f"{_plain(before)}\x00{mention.shape}",
                mention.start,
                mention.end,
                -mention.value if mention.negative else mention.value,
            )
        )
        if mention.dotted and before.strip():
            # Gestation 1.1, Shell 4.7: the arc's name changes, and the number before the dot counts on.
            found.append(Form(_DOTTED, mention.start, mention.end, mention.value))
        before += "\x01"
        place = mention.end
    return tuple(found)


def _plain(prefix: str) -> str:
    return " ".join(prefix.replace("\x00", "").split())


def counts_on(values: Sequence[int]) -> bool:
    """Whether the numbers go up, or down, mostly by one; a new start at 0 or 1 is allowed."""
    if len(values) < _PAIR or len(set(values)) < _PAIR:
        return False
    steps = [later - earlier for earlier, later in pairwise(values)]
    restarts_up = sum(later <= 1 and earlier > 1 for earlier, later in pairwise(values))
    restarts_down = sum(earlier <= 1 and later > 1 for earlier, later in pairwise(values))
    total = len(steps)
    rising = sum(step >= 0 for step in steps)
    falling = sum(step <= 0 for step in steps)
    near = sum(abs(step) <= _NEAR for step in steps)
    up = rising + restarts_up >= _MONOTONE * total
    down = falling + restarts_down >= _MONOTONE * total
    close = near + (restarts_up if up else restarts_down) >= (_CLOSE if total > _FEW else 0.66) * total
    return (up or down) and close


def _stem(raw: str, start: int) -> str:
    stem = trim(raw[:start])
    return stem if _LETTER.search(stem) else ""


def braid(titles: Sequence[str], least: int = _FEW) -> list[Strand]:
    """The strands of at least ``least`` numbered titles, largest first; specials go to the strand they name, or fit."""
    raws = [title[:_TITLE_LIMIT] for title in titles]
    folded = [fold(raw) for raw in raws]
    if sum(1 + text.count(".") for text in folded if may_count(text)) < least:
        return []
    forms = [forms_of(text) for text in folded]
    pending: dict[str, list[tuple[int, Form]]] = defaultdict(list)
    for index, found in enumerate(forms):
        for form in found:
            pending[form.key].append((index, form))
    strands: list[tuple[str, str, list[tuple[int, Form]]]] = []
    taken: set[int] = set()
    for key, uses in sorted(pending.items(), key=lambda item: -len(item[1])):
        free = [(index, form) for index, form in uses if index not in taken]
        if len({form.value for _, form in free}) < least or not counts_on([form.value for _, form in free]):
            continue
        name = "" if key == _DOTTED else _stem(raws[free[0][0]], free[0][1].start)
        strands.append((key, name, free))
        taken.update(index for index, _ in free)
    return _with_specials(strands, raws, folded, taken) if strands else []


def _with_specials(
    strands: list[tuple[str, str, list[tuple[int, Form]]]], raws: list[str], folded: list[str], taken: set[int]
) -> list[Strand]:
    extra: dict[int, list[int]] = defaultdict(list)
    names = [stem_words(name) for _, name, _ in strands]
    for index in range(len(raws)):
        if index in taken:
            continue
        owner = _owner(folded[index], names)
        if owner is not None:
            extra[owner].append(index)
    built = []
    for place, (key, name, uses) in enumerate(strands):
        members = tuple(sorted([index for index, _ in uses] + extra[place]))
        built.append(Strand(name, members, tuple(form.value for _, form in uses), key))
    built.sort(key=lambda strand: -len(strand.members))
    return built


def stem_words(name: str) -> tuple[str, ...]:
    """The spellings under which a special names its serial: the stem, and what stands in its quotes."""
    if not name:
        return ()
    text = fold(name)
    quoted = _QUOTED.findall(text)
    return (text, *quoted)


@lru_cache(maxsize=32_768)
def is_special(folded: str, start: int = 0) -> bool:
    """Whether a folded title names a prologue, an interlude, a side story, an epilogue or an end."""
    while start < len(folded) and not folded[start].isalnum():
        start += 1
    named = kind_at(folded, start)
    if named and named[0] in _SPECIAL:
        return True
    return bool(_FINAL_START.match(folded, start)) or kind_in_bracket(folded) in _SPECIAL


def _owner(folded: str, names: list[tuple[str, ...]]) -> int | None:
    """Which strand a title without a number of its form belongs to."""
    for place, words in enumerate(names):
        for word in words:
            if folded.startswith(word) and is_special(folded, len(word)):
                return place
    if is_special(folded):
        unnamed = [place for place, words in enumerate(names) if not words]
        if unnamed:
            return unnamed[0]
        if len(names) == 1:
            return 0
    return None

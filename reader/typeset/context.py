"""The long look at a pair of neighbours, where the rules ask for more than the two.

Owns what :mod:`reader.typeset.pairs` flags in its table: spaces, combining marks, quotes, hyphens, numbers and flags.
Sources: UAX #14, the rules named at each step.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from reader.typeset.pairs import (
    AFTERS,
    ALPHABETIC,
    ASCII,
    CLASSES,
    COUNT,
    EXCLAMATION,
    HYPHENS,
    INDEX,
    LOOK,
    MARKS,
    NONSTARTERS,
    OPENING,
    POSTFIX,
    PREFIX,
    QUOTES,
    YES,
    Rules,
    Tailoring,
    class_set,
    pair_table,
    parts_ascii,
)

LOOK_BACK: Final = 256
"""Marks on one base, or flags in a row, beyond which nothing is counted, so that hostile text costs no more."""

_BK, _SP, _ZW, _CM, _ZJ = (INDEX[name] for name in ("BK", "SP", "ZW", "CM", "ZJ"))
_AL, _NU, _HL, _RI, _B2 = (INDEX[name] for name in ("AL", "NU", "HL", "RI", "B2"))
_QI, _QF, _IS, _WJ = (INDEX[name] for name in ("QI", "QF", "IS", "WJ"))
_OW = INDEX["OW"]


def _numbers(names: frozenset[str]) -> frozenset[int]:
    return frozenset(INDEX[name] for name in names)


_MARKING = _numbers(MARKS)
_OPENERS = _numbers(OPENING)
_CLOSERS = _numbers(class_set("CL CP"))
_STARTERLESS = _numbers(NONSTARTERS | class_set("CJ"))
_QUOTING = _numbers(QUOTES)
_SLASHES = _numbers(class_set("SY IS"))
_DIVIDERS = _numbers(class_set("CL CP") | EXCLAMATION)
_AFFIXES = _numbers(PREFIX | POSTFIX)
_HYPHENING = _numbers(HYPHENS)
_AFTER_HYPHENING = _numbers(HYPHENS | AFTERS)
_WORDS = _numbers(ALPHABETIC)
_BEFORE_WORD_HYPHEN = _numbers(class_set("BK SP ZW CB GL"))
_EAST_ASIAN = frozenset("FWH")


class Place:
    """A text with its classes (a class number a code point), for pairs where more than two neighbours count."""

    __slots__ = ("classes", "directed", "rules", "table", "text")

    def __init__(self, text: str, classes: bytes, rules: Rules) -> None:
        self.text = text
        self.classes = classes
        self.rules = rules
        self.table = pair_table(rules)
        self.directed = rules.strictness == "strict" or not rules.east_asian
        """Whether quotes are judged by both neighbours; else they are brackets like all others."""

    def _has(self, tailoring: Tailoring) -> bool:
        return tailoring in self.rules.tailorings

    def _base_before(self, at: int) -> int:
        """Where the character before ``at`` has its base, marks passed over (LB9)."""
        base = at - 1
        first = max(0, base - LOOK_BACK)
        while base > first and self.classes[base] in _MARKING and self.classes[base - 1] not in (_SP, _BK, _ZW):
            base -= 1
        return base

    def _kind(self, at: int) -> int:
        """The class at ``at``, a mark without a base being a letter (LB10)."""
        kind = self.classes[at]
        return _AL if kind in _MARKING else kind

    def _east_asian(self, at: int) -> bool:
        return unicodedata.east_asian_width(self.text[at]) in _EAST_ASIAN

    def may_break(self, at: int) -> bool:
        """Whether a line may start at ``at``, inside the text, by the rules in full."""
        raw, after = self.classes[at - 1], self.classes[at]
        if self.text[at - 1 : at + 1] == "\r\n":
            return False
        if after in _MARKING:
            if raw not in (_SP, _BK, _ZW):
                return False
            after = _AL
        if raw == _ZJ:
            return False
        base = self._base_before(at)
        before = self._kind(base)
        verdict = self.table[before * COUNT + after]
        if verdict & ASCII and self.text[at - 1] < "\x7f" and self.text[at] < "\x7f":
            return self._ascii(at)
        if not verdict & LOOK:
            return bool(verdict & YES)
        return self._look(base, before, at, after, default=bool(verdict & YES))

    def _ascii(self, at: int) -> bool:
        before, after = self.text[at - 1], self.text[at]
        if before == "-" and after.isdigit():
            return at > 1 and self.text[at - 2].isascii() and self.text[at - 2].isalnum()
        return parts_ascii(before, after)

    def _look(self, base: int, before: int, at: int, after: int, *, default: bool) -> bool:
        if before == _SP:
            verdict = self._after_space(at, after)
        elif self.directed and (after in _QUOTING or before in _QUOTING):
            verdict = default and self._quotes(base, before, at, after)
        elif before in _AFTER_HYPHENING:
            verdict = self._after_hyphen(base, before, after)
        elif before == _RI:
            verdict = self._between_flags(base)
        elif before == _IS and after == _NU and self._has(Tailoring.DECIMAL_POINTS):
            verdict = False
        elif after in _AFFIXES or after == _NU:
            verdict = not self._ends_number(base)
        else:  # a prefix or postfix before an opening bracket
            verdict = not self._opens_number(at)
        return verdict

    def _after_space(self, at: int, after: int) -> bool:
        last = at - 1
        while last > 0 and self.classes[last] == _SP:
            last -= 1
        base = self._base_before(last + 1)
        before = self._kind(base)
        if before == _ZW:
            return True
        if after in _DIVIDERS or after == _WJ or before == _OW:
            return False
        if after in _SLASHES or before in _OPENERS or before in _QUOTING:
            holds = after in _SLASHES or before in _OPENERS or after in _OPENERS
            return not holds or self._has(Tailoring.SPACED_MARKS)
        return not ((before in _CLOSERS and after in _STARTERLESS) or (before == _B2 and after == _B2))

    def _quotes(self, base: int, before: int, at: int, after: int) -> bool:
        if not self._has(Tailoring.EAST_ASIAN_QUOTES):
            return False
        if after in _QUOTING and not self._before_quote(base, at, after):
            return False
        return before not in _QUOTING or self._after_quote(base, before, at)

    def _before_quote(self, base: int, at: int, quote: int) -> bool:
        """LB19 and LB19a in front of a quote."""
        if quote != _QI or not self._east_asian(base):
            return False
        following = at + 1
        while following < len(self.classes) and self.classes[following] in _MARKING:
            following += 1
        return following < len(self.classes) and self._east_asian(following)

    def _after_quote(self, base: int, quote: int, at: int) -> bool:
        """LB19 and LB19a behind a quote."""
        if quote != _QF or not self._east_asian(at):
            return False
        return base > 0 and self._east_asian(self._base_before(base))

    def _after_hyphen(self, base: int, before: int, after: int) -> bool:
        starts_word = base == 0 or self.classes[base - 1] in _BEFORE_WORD_HYPHEN
        if before in _HYPHENING and after in _WORDS and starts_word and self._has(Tailoring.WORD_HYPHENS):
            return False
        if base > 0 and self._kind(self._base_before(base)) == _HL:
            return self._has(Tailoring.HEBREW_HYPHENS) and after == _HL
        return True

    def _between_flags(self, base: int) -> bool:
        """LB30a: flags are pairs."""
        seen = 0
        while base >= 0 and self.classes[base] == _RI and seen < LOOK_BACK:
            seen += 1
            base = self._base_before(base) if base else -1
        return seen % 2 == 0

    def _ends_number(self, base: int) -> bool:
        """LB25: whether a number, with at most one closing bracket, ends at ``base``."""
        if self._kind(base) in _CLOSERS:
            base = self._base_before(base) if base else -1
        while base > 0 and self._kind(base) in _SLASHES:
            base = self._base_before(base)
        return base >= 0 and self._kind(base) == _NU

    def _opens_number(self, at: int) -> bool:
        """LB25: whether the bracket at ``at`` opens a number."""
        following = at + 1
        if following < len(self.classes) and self.classes[following] == INDEX["IS"]:
            following += 1
        return following < len(self.classes) and self.classes[following] == _NU


def opportunities(text: str, rules: Rules | None = None) -> list[int]:
    """Every code-point offset at which a line may start, the ends of the text left out."""
    rules = rules or Rules()
    place = Place(text, bytes(map(CLASSES.__getitem__, map(ord, text))), rules)
    return [at for at in range(1, len(text)) if place.may_break(at)]

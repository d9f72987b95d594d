"""Which two neighbours a line break may part: UAX #14 and Japanese kinsoku as one table of pairs.

Owns the rules, in the order of UAX #14, and our tailorings of them, each with a name and a reason
(:class:`Tailoring`).  A pair whose verdict needs a longer look (quotes, numbers, spaces, marks) is flagged in the
table and decided by :class:`Place`.  Refuses to know about widths and lines.
Sources: UAX #14 revision 50 (Unicode 15), with LB19a, LB20a, LB21a and LB25 of revision 53 (Unicode 16); CSS
Text 3 section 5.3 for strict, normal and loose; JLREQ appendix A; the pairs of ASCII characters as browsers part them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.typeset.classes import NAMES, RUNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Tailoring(StrEnum):
    """Where we leave the rules of the class table's own version (15.0), on purpose."""

    EAST_ASIAN_QUOTES = "east-asian-quotes"
    """LB19a of Unicode 16: “ and ” between East Asian characters break as brackets do; は“い”う was one lump."""
    SPACED_MARKS = "spaced-marks"
    """A break may follow any space before . , : ; / and after a Latin bracket or a quote, as browsers have it; LB13
    would glue ". . ." to the word before, LB14 ":( " to the word behind.  East Asian brackets hold across spaces."""
    WORD_HYPHENS = "word-hyphens"
    """LB20a of Unicode 16: a hyphen that starts a word (-5, -able) stays with it."""
    DECIMAL_POINTS = "decimal-points"
    """LB25 of Unicode 16: a point or comma before a digit stays with it, whatever stands before it."""
    HEBREW_HYPHENS = "hebrew-hyphens"
    """LB21a of Unicode 16: a hyphen between two Hebrew words may end a line."""
    ASCII_PAIRS = "ascii-pairs"
    """Two ASCII characters part as in browsers: a/b stays whole, a&(b) does not."""
    DASH_RUNS = "dash-runs"
    """―― ── —— and mixtures are one mark, never split."""


MODERN: Final = frozenset(Tailoring)
"""Every tailoring: what the reader gets."""

UNTAILORED: Final[frozenset[Tailoring]] = frozenset()
"""UAX #14 of the class table's version, to be scored by its LineBreakTest."""

STRICTNESSES: Final = ("strict", "normal", "loose")

_CJ_LANGUAGES: Final = frozenset({"ja", "zh", "yue", "ko"})


@dataclass(frozen=True, slots=True)
class Rules:
    """A choice of rules; equal choices share one table."""

    strictness: str = "strict"
    language: str = "ja"
    """BCP 47 tag; its primary part decides what `normal` and `loose` let go."""
    keep_all: bool = False
    """Break between words alone, as Korean readers prefer, never between two letters or syllables."""
    tailorings: frozenset[Tailoring] = MODERN

    def __post_init__(self) -> None:
        if self.strictness not in STRICTNESSES:
            raise ValueError(f"strictness is one of {', '.join(STRICTNESSES)}")

    @property
    def east_asian(self) -> bool:
        """Whether the text is in a language of which `normal` and `loose` are freer."""
        return primary(self.language) in _CJ_LANGUAGES


def primary(language: str) -> str:
    """The primary part of a language tag, in lower case: "zh" of "zh-Hant"."""
    return language.lower().replace("_", "-").split("-")[0]


NO: Final = 0
YES: Final = 1
LOOK: Final = 2
"""Flag: the verdict depends on more than the two classes; the low bit is what holds where context says nothing."""
PASS: Final = 8
"""In a row, not in a table: look, and where that finds no reason against a break, the rows below decide."""
ASCII: Final = 4
"""Flag: two ASCII characters of these classes may have another verdict."""

COUNT: Final = 64
"""Columns of a table: a class takes the low six bits of a code."""

INDEX: Final[Mapping[str, int]] = {name: number for number, name in enumerate(NAMES)}

LOOK_BACK: Final = 256
"""Marks on one base, or flags in a row, beyond which nothing is counted, so that hostile text costs no more."""

_ROWS: Final = {**INDEX, "FREE": len(NAMES)}

_ANY: Final = frozenset(_ROWS)


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ALPHABETIC: Final = _set("AL HL DA SA")
_OPENING: Final = _set("OP OW")
_EXCLAMATION: Final = _set("EX EW")
_POSTFIX: Final = _set("PO PW")
_PREFIX: Final = _set("PR RW")
_QUOTES: Final = _set("QI QF QU")
_HYPHENS: Final = _set("HY HH")
_AFTERS: Final = _set("BA BE")
_NONSTARTERS: Final = _set("NS NI NM NH")
_IDEOGRAPHIC: Final = _set("ID IX EB EM")
_JAMO: Final = _set("JL JV JT H2 H3")
_MARKS: Final = _set("CM ZJ")
_LETTERS: Final = _ALPHABETIC | _JAMO | _set("NU ID CJ")

_Row = tuple[str, frozenset[str], frozenset[str], int]

# UAX #14 in its order: the first row that knows both neighbours decides.
_RULES: Final[tuple[_Row, ...]] = (
    ("LB4", _set("BK"), _ANY, YES),
    ("LB6", _ANY, _set("BK"), NO),
    ("LB7", _ANY, _set("SP ZW"), NO),
    ("LB8", _set("ZW"), _ANY, YES),
    ("LB10", _set("SP"), _MARKS, YES | LOOK),
    ("LB9", _ANY, _MARKS, NO),
    ("LB8a", _set("ZJ"), _ANY, NO | LOOK),
    ("LB9", _set("CM"), _ANY, YES | LOOK),
    ("LB8", _set("SP"), _set("WJ"), NO | LOOK),
    ("LB11", _ANY, _set("WJ"), NO),
    ("LB11", _set("WJ"), _ANY, NO),
    ("LB12", _set("GL"), _ANY, NO),
    ("spaces", _set("SP"), _set("WS"), NO),
    ("LB18", _set("SP"), _ANY, YES | LOOK),
    ("LB12a", _HYPHENS | _AFTERS | _set("WS"), _set("GL"), YES),
    ("LB12a", _ANY, _set("GL"), NO),
    ("LB13", _ANY, _set("CL CP IS SY") | _EXCLAMATION, NO),
    ("LB14", _OPENING, _ANY, NO),
    ("LB19", _set("QU QI"), _ANY, NO),
    ("LB19", _ANY, _set("QU QF"), NO),
    ("LB19a", _set("QF"), _ANY, PASS),
    ("LB19a", _ANY, _set("QI"), PASS),
    ("LB17", _set("B2"), _set("B2"), NO),
    ("LB20", _set("CB"), _ANY, YES),
    ("LB20", _ANY, _set("CB"), YES),
    ("LB21", _ANY, _HYPHENS | _AFTERS | _NONSTARTERS | _set("WS"), NO),
    ("LB21", _set("BB"), _ANY, NO),
    ("LB22", _ANY, _set("IN"), NO),
    ("LB25", _HYPHENS - _set("HH"), _set("NU"), NO),
    ("LB21a", _HYPHENS | _AFTERS, _ANY, YES | LOOK),
    ("LB21b", _set("SY"), _set("HL"), NO),
    ("LB23", _ALPHABETIC, _set("NU"), NO),
    ("LB23", _set("NU"), _ALPHABETIC, NO),
    ("LB23a", _PREFIX, _IDEOGRAPHIC, NO),
    ("LB23a", _IDEOGRAPHIC, _POSTFIX, NO),
    ("LB24", _PREFIX | _POSTFIX, _ALPHABETIC, NO),
    ("LB24", _ALPHABETIC, _PREFIX | _POSTFIX, NO),
    ("LB25", _set("NU"), _PREFIX | _POSTFIX | _set("NU"), NO),
    ("LB25", _PREFIX | _POSTFIX, _set("NU"), NO),
    ("LB25", _PREFIX | _POSTFIX, _OPENING, YES | LOOK),
    ("LB25", _set("CL CP SY IS"), _PREFIX | _POSTFIX, YES | LOOK),
    ("LB25", _set("IS SY"), _set("NU"), YES | LOOK),
    ("LB26", _set("JL"), _set("JL JV H2 H3"), NO),
    ("LB26", _set("JV H2"), _set("JV JT"), NO),
    ("LB26", _set("JT H3"), _set("JT"), NO),
    ("LB27", _JAMO, _POSTFIX, NO),
    ("LB27", _PREFIX, _JAMO, NO),
    ("LB28", _ALPHABETIC, _ALPHABETIC, NO),
    ("LB29", _set("IS"), _ALPHABETIC, NO),
    ("LB30", _ALPHABETIC | _set("NU"), _set("OP"), NO),
    ("LB30", _set("CP"), _ALPHABETIC | _set("NU"), NO),
    ("LB30a", _set("RI"), _set("RI"), NO | LOOK),
    ("LB30b", _set("EB IX"), _set("EM"), NO),
    ("LB31", _ANY, _ANY, YES),
)

_FREE: Final = "FREE"
"""In place of a class: parts from everything that the rules for any class let it part from."""

# What each strictness makes of a class (CSS Text 3, 5.3): in all languages, and in East Asian ones besides.
_TREATED_AS: Final[dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    "strict": ({"CJ": "NS"}, {}),
    "normal": ({"CJ": "ID"}, {"NH": _FREE, "QI": "OP", "QF": "CL"}),
    "loose": ({"CJ": "ID", "NI": _FREE}, {"NH": _FREE, "NM": _FREE, "EW": _FREE, "QI": "OP", "QF": "CL"}),
}


def _treated_as(rules: Rules) -> tuple[dict[str, str], dict[str, str]]:
    """The class whose rows each class follows before a break, and after one."""
    everywhere, east_asian = _TREATED_AS[rules.strictness]
    both = {name: name for name in NAMES} | everywhere | (east_asian if rules.east_asian else {})
    if rules.strictness == "loose" and rules.east_asian:
        return both | {"RW": _FREE}, both | {"PW": _FREE, "RW": _FREE}
    return both, both


def _early_rows(rules: Rules) -> list[_Row]:
    """The rows that stand before all others, from strictness and tailorings."""
    rows: list[_Row] = []
    if Tailoring.DASH_RUNS in rules.tailorings:
        rows.append(("dash-runs", _set("DA B2"), _set("DA B2"), NO))
    if rules.keep_all:
        rows.append(("keep-all", _LETTERS, _LETTERS, NO))
    if rules.strictness == "loose":
        rows.append(("loose", _set("IN"), _set("IN"), YES))
        if rules.east_asian:
            rows.append(("loose", _IDEOGRAPHIC | _set("CJ"), _set("HH BE"), YES))
            rows.append(("loose", _set("HH BE"), _ALPHABETIC, NO))
    return rows


@lru_cache(maxsize=32)
def pair_table(rules: Rules) -> bytes:
    """Verdict and flags of each pair: ``table[before * COUNT + after]``, classes numbered by :data:`INDEX`."""
    plain = bytearray(COUNT * COUNT)
    _fill(plain, _RULES)
    table = bytearray(COUNT * COUNT)
    befores, afters = _treated_as(rules)
    for before in NAMES:
        for after in NAMES:
            verdict = plain[_ROWS[befores[before]] * COUNT + _ROWS[afters[after]]]
            table[INDEX[before] * COUNT + INDEX[after]] = verdict
    _fill(table, _early_rows(rules))
    if Tailoring.ASCII_PAIRS in rules.tailorings:
        for before in map(chr, range(0x21, 0x7F)):
            for after in map(chr, range(0x21, 0x7F)):
                at = CLASSES[ord(before)] * COUNT + CLASSES[ord(after)]
                if _parts_ascii(before, after) != (table[at] & YES == YES) or table[at] & LOOK:
                    table[at] |= ASCII
    return bytes(table)


def _fill(table: bytearray, rows: Sequence[_Row]) -> None:
    """Enters rows into a table, so that the first one that knows a pair decides it."""
    for _name, befores, afters, verdict in reversed(rows):
        for before in befores:
            for after in afters:
                at = _ROWS[before] * COUNT + _ROWS[after]
                table[at] = LOOK | (table[at] & YES) if verdict == PASS else verdict


def rule_of(before: str, after: str, rules: Rules) -> str:
    """The name of the row that decides the pair of classes: a rule of UAX #14, a strictness or a tailoring."""
    for name, befores, afters, _verdict in _early_rows(rules):
        if before in befores and after in afters:
            return name
    first, second = _treated_as(rules)
    before, after = first[before], second[after]
    return next(name for name, befores, afters, _verdict in _RULES if before in befores and after in afters)


class _Classes(dict[int, int]):
    """Class numbers by code point, filled as they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._starts: list[int] = []
        self._values: list[int] = []
        start = 0
        for run in RUNS.split():
            self._starts.append(start)
            name, size = run[:2], run[2:]
            self._values.append(INDEX[name])
            start += int(size, 16)

    def __missing__(self, point: int) -> int:
        value = self[point] = self._values[bisect_right(self._starts, point) - 1]
        return value


CLASSES: Final = _Classes()
"""Class number (see :data:`INDEX`) of each code point."""

_AFTER_THESE_OPENS: Final = frozenset('!"#%&)*+,.:;=>\\]|}~-?')
_NEVER_AFTER_HYPHEN: Final = frozenset("!)$,./:;?]}")
_NEVER_AFTER_QUESTION: Final = frozenset("!\"'),./:;?]}")


def _parts_ascii(before: str, after: str) -> bool:
    """Whether browsers part two visible ASCII characters, a hyphen's digit apart."""
    if before == "-":
        return after not in _NEVER_AFTER_HYPHEN
    if before == "?":
        return after not in _NEVER_AFTER_QUESTION
    return after in "(<[{" and before in _AFTER_THESE_OPENS


_BK, _SP, _ZW, _CM, _ZJ = (INDEX[name] for name in ("BK", "SP", "ZW", "CM", "ZJ"))
_AL, _NU, _HL, _RI, _B2 = (INDEX[name] for name in ("AL", "NU", "HL", "RI", "B2"))
_QI, _QF, _IS, _WJ = (INDEX[name] for name in ("QI", "QF", "IS", "WJ"))
_OW = INDEX["OW"]


def _numbers(names: frozenset[str]) -> frozenset[int]:
    return frozenset(INDEX[name] for name in names)


_MARKING = _numbers(_MARKS)
_OPENERS = _numbers(_OPENING)
_CLOSERS = _numbers(_set("CL CP"))
_STARTERLESS = _numbers(_NONSTARTERS | _set("CJ"))
_QUOTING = _numbers(_QUOTES)
_SLASHES = _numbers(_set("SY IS"))
_DIVIDERS = _numbers(_set("CL CP") | _EXCLAMATION)
_AFFIXES = _numbers(_PREFIX | _POSTFIX)
_HYPHENING = _numbers(_HYPHENS)
_AFTER_HYPHENING = _numbers(_HYPHENS | _AFTERS)
_WORDS = _numbers(_ALPHABETIC)
_BEFORE_WORD_HYPHEN = _numbers(_set("BK SP ZW CB GL"))
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
        return _parts_ascii(before, after)

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

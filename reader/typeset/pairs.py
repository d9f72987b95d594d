"""Which two neighbours a line break may part: UAX #14 and Japanese kinsoku as one table of pairs.

Owns the rules, in the order of UAX #14, and our tailorings of them, each with a name and a reason
(:class:`Tailoring`).  A pair whose verdict needs a longer look (quotes, numbers, spaces, marks) is flagged in the
table and decided by :class:`reader.typeset.context.Place`.  Refuses to know about widths and lines.
Sources: UAX #14 revision 50 (Unicode 15), with LB19a, LB20a, LB21a and LB25 of revision 53 (Unicode 16); CSS
Text 3 section 5.3 for strict, normal and loose; JLREQ appendix A; the pairs of ASCII characters as browsers part them.
"""

from __future__ import annotations

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

_ROWS: Final = {**INDEX, "FREE": len(NAMES)}

_ANY: Final = frozenset(_ROWS)


def class_set(names: str) -> frozenset[str]:
    """The classes named in a text, parted by spaces."""
    return frozenset(names.split())


ALPHABETIC: Final = class_set("AL HL DA SA")
OPENING: Final = class_set("OP OW")
EXCLAMATION: Final = class_set("EX EW")
POSTFIX: Final = class_set("PO PW")
PREFIX: Final = class_set("PR RW")
QUOTES: Final = class_set("QI QF QU")
HYPHENS: Final = class_set("HY HH")
AFTERS: Final = class_set("BA BE")
NONSTARTERS: Final = class_set("NS NI NM NH")
_IDEOGRAPHIC: Final = class_set("ID IX EB EM")
_JAMO: Final = class_set("JL JV JT H2 H3")
MARKS: Final = class_set("CM ZJ")
_LETTERS: Final = ALPHABETIC | _JAMO | class_set("NU ID CJ")

_Row = tuple[str, frozenset[str], frozenset[str], int]

# UAX #14 in its order: the first row that knows both neighbours decides.
_RULES: Final[tuple[_Row, ...]] = (
    ("LB4", class_set("BK"), _ANY, YES),
    ("LB6", _ANY, class_set("BK"), NO),
    ("LB7", _ANY, class_set("SP ZW"), NO),
    ("LB8", class_set("ZW"), _ANY, YES),
    ("LB10", class_set("SP"), MARKS, YES | LOOK),
    ("LB9", _ANY, MARKS, NO),
    ("LB8a", class_set("ZJ"), _ANY, NO | LOOK),
    ("LB9", class_set("CM"), _ANY, YES | LOOK),
    ("LB8", class_set("SP"), class_set("WJ"), NO | LOOK),
    ("LB11", _ANY, class_set("WJ"), NO),
    ("LB11", class_set("WJ"), _ANY, NO),
    ("LB12", class_set("GL"), _ANY, NO),
    ("spaces", class_set("SP"), class_set("WS"), NO),
    ("LB18", class_set("SP"), _ANY, YES | LOOK),
    ("LB12a", HYPHENS | AFTERS | class_set("WS"), class_set("GL"), YES),
    ("LB12a", _ANY, class_set("GL"), NO),
    ("LB13", _ANY, class_set("CL CP IS SY") | EXCLAMATION, NO),
    ("LB14", OPENING, _ANY, NO),
    ("LB19", class_set("QU QI"), _ANY, NO),
    ("LB19", _ANY, class_set("QU QF"), NO),
    ("LB19a", class_set("QF"), _ANY, PASS),
    ("LB19a", _ANY, class_set("QI"), PASS),
    ("LB17", class_set("B2"), class_set("B2"), NO),
    ("LB20", class_set("CB"), _ANY, YES),
    ("LB20", _ANY, class_set("CB"), YES),
    ("LB21", _ANY, HYPHENS | AFTERS | NONSTARTERS | class_set("WS"), NO),
    ("LB21", class_set("BB"), _ANY, NO),
    ("LB22", _ANY, class_set("IN"), NO),
    ("LB25", HYPHENS - class_set("HH"), class_set("NU"), NO),
    ("LB21a", HYPHENS | AFTERS, _ANY, YES | LOOK),
    ("LB21b", class_set("SY"), class_set("HL"), NO),
    ("LB23", ALPHABETIC, class_set("NU"), NO),
    ("LB23", class_set("NU"), ALPHABETIC, NO),
    ("LB23a", PREFIX, _IDEOGRAPHIC, NO),
    ("LB23a", _IDEOGRAPHIC, POSTFIX, NO),
    ("LB24", PREFIX | POSTFIX, ALPHABETIC, NO),
    ("LB24", ALPHABETIC, PREFIX | POSTFIX, NO),
    ("LB25", class_set("NU"), PREFIX | POSTFIX | class_set("NU"), NO),
    ("LB25", PREFIX | POSTFIX, class_set("NU"), NO),
    ("LB25", PREFIX | POSTFIX, OPENING, YES | LOOK),
    ("LB25", class_set("CL CP SY IS"), PREFIX | POSTFIX, YES | LOOK),
    ("LB25", class_set("IS SY"), class_set("NU"), YES | LOOK),
    ("LB26", class_set("JL"), class_set("JL JV H2 H3"), NO),
    ("LB26", class_set("JV H2"), class_set("JV JT"), NO),
    ("LB26", class_set("JT H3"), class_set("JT"), NO),
    ("LB27", _JAMO, POSTFIX, NO),
    ("LB27", PREFIX, _JAMO, NO),
    ("LB28", ALPHABETIC, ALPHABETIC, NO),
    ("LB29", class_set("IS"), ALPHABETIC, NO),
    ("LB30", ALPHABETIC | class_set("NU"), class_set("OP"), NO),
    ("LB30", class_set("CP"), ALPHABETIC | class_set("NU"), NO),
    ("LB30a", class_set("RI"), class_set("RI"), NO | LOOK),
    ("LB30b", class_set("EB IX"), class_set("EM"), NO),
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
        rows.append(("dash-runs", class_set("DA B2"), class_set("DA B2"), NO))
    if rules.keep_all:
        rows.append(("keep-all", _LETTERS, _LETTERS, NO))
    if rules.strictness == "loose":
        rows.append(("loose", class_set("IN"), class_set("IN"), YES))
        if rules.east_asian:
            rows.append(("loose", _IDEOGRAPHIC | class_set("CJ"), class_set("HH BE"), YES))
            rows.append(("loose", class_set("HH BE"), ALPHABETIC, NO))
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
                if parts_ascii(before, after) != (table[at] & YES == YES) or table[at] & LOOK:
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


def parts_ascii(before: str, after: str) -> bool:
    """Whether browsers part two visible ASCII characters, a hyphen's digit apart."""
    if before == "-":
        return after not in _NEVER_AFTER_HYPHEN
    if before == "?":
        return after not in _NEVER_AFTER_QUESTION
    return after in "(<[{" and before in _AFTER_THESE_OPENS

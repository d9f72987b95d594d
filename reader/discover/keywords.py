"""The words around a numeral that say what it counts.

Owns how the table of ``forms`` is looked up before and behind a numeral, in scripts with and without spaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.discover.forms import (
    AFTER,
    AFTER_PLAIN,
    BEFORE,
    CJK_BEFORE,
    GLUED_ONLY,
    SUFFIX_LENGTHS,
    SUFFIXES,
    THAI_BEFORE,
    Level,
)

if TYPE_CHECKING:
    from reader.discover.figures import Scan

_REACH: Final = 5
"""Tokens between a keyword and its number at most: "Chapter - (the 12th"."""
_LONGEST: Final = max(map(len, CJK_BEFORE))
_BETWEEN: Final = frozenset(".:：-_,([<~")
_OPENING: Final = frozenset("([<")
_NUMBER_SIGNS: Final = frozenset("#№")


class Keyword(NamedTuple):
    """A word that says what a number counts: level, name, and the offset where the word starts (or, behind, ends)."""

    level: Level
    name: str
    edge: int

    @property
    def is_ordinal_mark(self) -> bool:
        """Whether it only makes an ordinal (第), so that the counter behind the number decides."""
        return self.name == "第"


def before(scan: Scan, at: int, floor: int = 0) -> Keyword | None:
    """The keyword before token ``at``, not reaching back over the offset ``floor``."""
    keyword = _before(scan, at, floor)
    return keyword if keyword and keyword.edge >= floor else None


def _before(scan: Scan, at: int, floor: int) -> Keyword | None:
    step = at - 1
    if _is_minus(scan, at):
        step -= 1
    glued, framed = True, False
    while step >= 0 and at - step <= _REACH:
        word, kind = scan.word(step), scan.kind(step)
        if word in _NUMBER_SIGNS:
            return _named_sign(scan, step) or Keyword(Level.SIGN, "#", scan.tokens[step].start)
        if kind != "space" and word not in _BETWEEN and word != "the":
            break
        glued = False
        framed = framed or word in _OPENING
        step -= 1
    kind = scan.kind(step)
    if kind in {"latin", "word"}:
        keyword = _spaced(scan, step, glued=glued)
        return None if keyword and framed and keyword.level in {Level.WEAK, Level.SCENE} else keyword
    if kind in {"cjk", "hangul"}:
        return _unspaced(scan, step, floor)
    return None


def _is_minus(scan: Scan, at: int) -> bool:
    """第-1話, Chapter -1: a minus, not a dash."""
    if scan.word(at - 1) != "-" or scan.kind(at) != "digits":
        return False
    return scan.word(at - 2)[-1:] == "第" or (scan.kind(at - 2) == "space" and scan.word(at - 3) in BEFORE)


def _named_sign(scan: Scan, sign: int) -> Keyword | None:
    """The keyword before a number sign: Issue #12."""
    step = sign - 1
    while scan.kind(step) == "space" or scan.word(step) in {".", ":", "-"}:
        step -= 1
    word = scan.word(step)
    if word in BEFORE and word not in GLUED_ONLY:
        return Keyword(BEFORE[word], word, scan.tokens[step].start)
    return None


def _spaced(scan: Scan, step: int, *, glued: bool) -> Keyword | None:
    word = scan.word(step)
    if scan.kind(step) == "word" and word not in BEFORE:
        word = next((key for key in THAI_BEFORE if word.endswith(key)), word)
    level = BEFORE.get(word)
    if level is None:
        return None
    if word in GLUED_ONLY and (not glued or scan.kind(step - 1) in {"cjk", "hangul", "kanji"}):
        return None
    return Keyword(level, word, scan.tokens[step].end - len(word))


def _unspaced(scan: Scan, step: int, floor: int) -> Keyword | None:
    word, end = scan.word(step), scan.tokens[step].end
    if word[-1] in "第제":
        for key in ("巻", "卷", "幕", "話", "章", "部"):
            if word[:-1].endswith(key) and end - 2 >= floor:
                return Keyword(SUFFIXES[key][0], f"{key}第", end - 2)
        return Keyword(Level.BARE, "第", end - 1)
    for size in range(min(_LONGEST, len(word)), 0, -1):
        level = CJK_BEFORE.get(word[-size:])
        if level is not None:
            return Keyword(level, word[-size:], end - size)
    return None


def suffix(scan: Scan, after: int, *, prefixed: bool) -> Keyword | None:
    """The counter behind a numeral that ended before token ``after``; with 第 before it a space may stand between."""
    if prefixed and scan.kind(after) == "space":
        after += 1
    if scan.kind(after) not in {"cjk", "hangul"}:
        return None
    run = scan.word(after)
    for size in SUFFIX_LENGTHS:
        key = run[:size]
        if len(key) == size and key in SUFFIXES:
            level, excluded = SUFFIXES[key]
            follow = run[size : size + 1]
            return None if follow and follow in excluded else Keyword(level, key, scan.tokens[after].start + size)
    return None


def follower(scan: Scan, after: int, *, ordinal: bool) -> Keyword | None:
    """The noun behind an ordinal (the 1st night, second part) or, in some languages, behind a number (3. Kapitel)."""
    if scan.word(after) == "." and scan.kind(after + 1) == "space":
        after += 1
    if scan.kind(after) != "space" or scan.kind(after + 1) not in {"latin", "word"}:
        return None
    word, edge = scan.word(after + 1), scan.tokens[after + 1].end
    if word in AFTER and (ordinal or word in AFTER_PLAIN):
        return Keyword(AFTER[word], word, edge)
    return Keyword(Level.NONE, word, edge) if ordinal else None

"""Which kind of part a title names: prologue, interlude, side story, notice.

Owns how the words of ``forms`` are found at the head of a title or in the bracket at its end.  Refuses to look inside:
a word in the midst of a title names nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reader.discover.forms import KIND_FIRM, KIND_LOOSE
from reader.discover.numerals import KANJI, ROMAN_SIGNS, SIGNS
from reader.discover.tokens import SEPARATORS

if TYPE_CHECKING:
    from reader.model import Kind

_LEADING: Final = SEPARATORS + "#([{<「『【〔《〈〖\"'“"
_NUMERIC: Final = frozenset(KANJI) | frozenset(SIGNS) | frozenset(ROMAN_SIGNS) | frozenset("0123456789½")
_AFTER_FIRM: Final = ("その", "其の", "第", "前", "後", "中編", "上", "下", "パート", "集")
_AFTER_LOOSE: Final = re.compile(
    r"\s*(?:$|[^\w\s'’&]|\d|(?:part|chapter|no|vol|episode|[ivx]{1,4})\b|その|第)|[" + re.escape(KANJI) + r"]"
)
_CLOSING: Final = frozenset(")]】〕")
_TAIL: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,24})[)\]】〕]\s*$")


def _by_first(words: dict[str, Kind]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        table[word[0]].append(word)
    return table


_FIRM: Final = _by_first(KIND_FIRM)
_LOOSE: Final = _by_first(KIND_LOOSE)


def kind_at(text: str, start: int = 0) -> tuple[Kind, int] | None:
    """The kind named at the head of folded ``text`` from ``start``, and the offset after its words."""
    while start < len(text) and text[start] in _LEADING:
        start += 1
    if start == len(text):
        return None
    for word in _FIRM.get(text[start], ()):
        if text.startswith(word, start) and _firm_ends(text, start + len(word), word):
            return KIND_FIRM[word], start + len(word)
    for word in _LOOSE.get(text[start], ()):
        if text.startswith(word, start) and _AFTER_LOOSE.match(text, start + len(word)):
            return KIND_LOOSE[word], start + len(word)
    return None


def kind_in_bracket(text: str) -> Kind | None:
    """The kind named by the bracket at the end of folded ``text``: 真夏の夜(番外編)."""
    if text.rstrip()[-1:] not in _CLOSING:
        return None
    found = _TAIL.search(text)
    named = found and kind_at(found[1])
    return named[0] if named and found and not found[1][named[1] :].strip(SEPARATORS + "0123456789") else None


def _firm_ends(text: str, end: int, word: str) -> bool:
    if end == len(text):
        return True
    after = text[end]
    if after == "'":
        return False
    if not after.isalnum() or after in _NUMERIC:
        return True
    return not word.isascii() and text.startswith(_AFTER_FIRM, end)

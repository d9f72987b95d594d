"""What the titles of one serial share before and after their numbers.

Owns the learning of a stem from siblings; a few outsiders (an unnumbered prologue, a notice) do no harm.  Refuses to
guess from a single title.  Works on folded titles; offsets are those of the titles themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Final

from reader.discover.forms import BEFORE, CJK_BEFORE, HALVES, Level
from reader.discover.halves import half_of
from reader.discover.mentions import mentions_of
from reader.discover.tokens import LETTERS, NUMERIC, is_boundary, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHARE: Final = 0.75
"""The part of the titles that must share a stem."""

_SMALL: Final = 3
"""Sets up to this size must agree wholly."""
_CJK_END: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3!?」』】》〉)\]”]\s+$")
_SEPARATED: Final = re.compile(r"(?:\s[-|/:~・]\s*|[:：|「『【《〈\[#]\s*|[_…]|\s-+)$")
_SUFFIX_START: Final = re.compile(r"\s[-|/:~@]|[|｜：「『【《]|\s<")
_TAIL_NUMBER: Final = re.compile(r"\W*(?:\d+|[一二三四五六七八九十百]+|[上中下前後]編?)\W*$")
_TRIM: Final = " \t\u3000-:|/~_・、,.…#＃–—―─：／｜＿．，〜～"
_OPENING: Final = "「『“(（[【《〈〔"
_CLOSING: Final = "」』”)）]】》〉〕"
_BRACKETS: Final = frozenset(_OPENING + _CLOSING)
_TRIES: Final = 24
"""How many tokens a begun stem may lose before it is given up."""


def shared_prefix(folded: Sequence[str]) -> str:
    """The folded stem that most titles begin with, up to where their numbers or subtitles start; may be empty."""
    return _shared(folded, tail=False)


def shared_suffix(folded: Sequence[str]) -> str:
    """The folded stem that most titles end with, set off by a separator; may be empty."""
    return _shared(folded, tail=True)


def _shared(folded: Sequence[str], *, tail: bool) -> str:
    titles = [title[::-1] if tail else title for title in folded if title]
    if len(titles) < 2:  # noqa: PLR2004 -- one title shares nothing
        return ""
    middle = sorted(titles)[len(titles) // 2]
    lengths = sorted((_common(title, middle) for title in titles), reverse=True)
    needed = len(titles) if len(titles) <= _SMALL else ceil(len(titles) * _SHARE)
    stem = middle[: lengths[needed - 1]]
    if tail:
        return _cut_suffix(stem[::-1])
    return _cut_prefix(stem, folded)


def _common(left: str, right: str) -> int:
    limit = min(len(left), len(right))
    low, high = 0, limit
    while low < high:
        half = (low + high + 1) // 2
        if left[:half] == right[:half]:
            low = half
        else:
            high = half - 1
    return low


def _cut_prefix(stem: str, folded: Sequence[str]) -> str:
    """The stem without a begun number, keyword or word at its end; empty when nothing sets it off."""
    having = [title for title in folded if title.startswith(stem)]
    if tokens_of(stem[:1]) and tokens_of(stem[:1])[0].kind in NUMERIC and len(having) < len(folded):
        return ""
    for _ in range(_TRIES):
        if not stem:
            break
        cut = _without_keyword(_without_number(stem))
        if cut and _sets_off(cut, having):
            return cut
        tokens = tokens_of(stem)
        stem = stem[: tokens[-1].start]
    return ""


def _without_number(stem: str) -> str:
    """The stem up to the first number that a word names: a volume that most titles share is no title."""
    worded = [
        mention.start
        for mention in mentions_of(stem)
        if Level.NONE < mention.level < Level.WEAK and is_boundary(stem, mention.end)
    ]
    return stem[: min(worded)] if worded else stem


def _without_keyword(stem: str) -> str:
    """The stem up to the keyword or number at its end, if one stands there."""
    end = len(stem)
    tokens = tokens_of(stem)
    while tokens:
        last = tokens[-1]
        if last.kind in NUMERIC or (last.kind in {"latin", "word"} and last.text in BEFORE):
            end = last.start
        elif last.kind == "cjk" and (size := _keyword_size(last.text)):
            end = last.end - size
            break
        elif last.kind == "punct" and last.text in "#(（[【<〔№":
            end = last.start
        elif last.kind == "space" or last.text in ".:-":
            pass
        else:
            break
        tokens.pop()
    return stem[:end]


def _keyword_size(run: str) -> int:
    if run.endswith(("巻第", "幕第", "卷第")):
        return 2
    if run.endswith("第"):
        return 1
    return next((size for size in range(min(6, len(run)), 0, -1) if run[-size:] in CJK_BEFORE), 0)


def _sets_off(stem: str, having: Sequence[str]) -> bool:
    """Whether the stem ends where a title ends: at a separator, or where numbers follow in most titles."""
    if not _says_something(stem):
        return False
    if _SEPARATED.search(stem) or _CJK_END.search(stem):
        return True
    follows = Counter(_follow_kind(title, len(stem)) for title in having)
    inside = stem[-1].isalnum() and stem[-1].isascii() and follows["letter"] > 0
    return not inside and follows["number"] + follows["end"] >= len(having) * 0.7 and follows["number"] > 0


def _says_something(stem: str) -> bool:
    """Whether letters are left besides numerals and marks of halves: neither 二の nor 前編 is a title."""
    letters = "".join(token.text for token in tokens_of(stem) if token.kind in LETTERS)
    return (len(letters) > 1 or "\u3400" <= letters <= "\u9fff") and stem.strip(_TRIM + _OPENING) not in HALVES


def _follow_kind(title: str, at: int) -> str:
    half = half_of(title[at:])
    if half and not title[at : at + half.start].strip(_TRIM + _OPENING):
        return "number"
    rest = title[at:].lstrip(" -:：|~_・.…#(（[【「")
    if not rest:
        return "end"
    tokens = tokens_of(rest)
    first = tokens[0]
    if first.kind in NUMERIC or first.text[0] in "第제" or (first.kind == "cjk" and _keyword_start(first.text)):
        return "number"
    if first.kind in {"latin", "word"} and first.text in BEFORE:
        return "number"
    return "letter"


def _keyword_start(run: str) -> bool:
    return any(run == key for key in CJK_BEFORE)


def _cut_suffix(stem: str) -> str:
    """The longest end of the stem that a separator sets off; empty when it has no letters to speak of."""
    for found in _SUFFIX_START.finditer(stem):
        tail = stem[found.start() :]
        if sum(char.isalnum() for char in tail) > 1 and not _TAIL_NUMBER.match(tail):
            return tail
    return ""


def trim(text: str) -> str:
    """A stem or rest without the separators around it, and without brackets that lost their other half."""
    bare = text.strip(_TRIM)
    if bare[-1:] in _BRACKETS or bare[:1] in _BRACKETS:
        bare = _balanced(bare.rstrip(_OPENING + _TRIM).lstrip(_CLOSING + _TRIM))
    return bare


def _balanced(bare: str) -> str:
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        surplus = bare.count(opening) - bare.count(closing)
        if surplus > 0 and bare.startswith(opening):
            bare = bare[1:].lstrip(_TRIM)
        elif surplus < 0 and bare.endswith(closing):
            bare = bare[:-1].rstrip(_TRIM)
    return bare

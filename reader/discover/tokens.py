"""A folded title cut into runs of one script.

Owns the scanner, the marks that set a number off, and the blanking of what counts nothing though it is written in
figures (dates, times, version marks).  Offsets are code points of the folded title, which are those of the title.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reader.discover import numerals

TITLE_CAP: Final = 500
"""Code points of a title that are looked at."""

BLANK: Final = "\x1a"
"""Stands for every code point of a date or version."""

OPENING: Final = "([{<〈《「『【〔［（〖“\"'~‹«〘"
CLOSING: Final = ")]}>〉》」』】〕］）〗”\"'~›»〙"
PAIRS: Final = dict(zip(OPENING, CLOSING, strict=True))
SEPARATORS: Final = f" .,:;|/\\_-・、。，：；│‖~☆★*+=§¶†‥…◆◇■□●○▼▽▲△♪→⇒〓{BLANK}"
"""Marks that set a number off from a title."""

_NUMERALS: Final = re.escape(numerals.KANJI)
_SIGNS: Final = re.escape("".join(numerals.SIGNS))
_TOKEN: Final = re.compile(
    r"(?P<keycap>[0-9]\ufe0f?\u20e3)"
    r"|(?P<digits>[0-9]+)"
    r"|(?P<space>\s+)"
    r"|(?P<latin>[a-z\u00df-\u024f\u1e00-\u1eff]+)"
    rf"|(?P<kanji>[{_NUMERALS}]+)"
    rf"|(?P<cjk>(?:(?![{_NUMERALS}])[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff\uf900-\ufaff])+)"
    r"|(?P<hangul>[\uac00-\ud7a3]+)"
    rf"|(?P<sign>[{_SIGNS}])"
    r"|(?P<super>[⁰¹²³⁴-⁹₀-₉]+)"
    r"|(?P<roman>[\u2160-\u217f]+)"
    r"|(?P<fraction>[½¼¾])"
    r"|(?P<word>[\u0370-\u052f\u0e00-\u0e7f]+)"
    r"|(?P<punct>.)",
    re.DOTALL,
)
NUMERIC: Final = frozenset({"digits", "kanji", "sign", "super", "roman", "fraction", "keycap"})
"""Kinds of token that are numerals whatever stands around them."""

LETTERS: Final = frozenset({"latin", "cjk", "hangul", "word"})
"""Kinds of token that are words."""

_KAN: Final = "[0-9〇零一二三四五六七八九十廿卅]{1,4}"
_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH: Final = rf"(?:{_MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_DATE: Final = re.compile(
    rf"{_KAN}年(?:{_KAN}月(?:{_KAN}日)?|(?!目))|{_KAN}月{_KAN}日"
    r"|(?<![0-9])[0-9]{4}([-/.])[0-9]{1,2}(?:\1[0-9]{1,2})?(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|(?<![0-9.])-?[0-9]{1,2}:[0-9]{1,3}(?::[0-9]{2})?(?![0-9])"
    rf"|\b{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?\b(?:,? [0-9]{{4}})?(?![0-9.])"
    rf"|(?<![0-9])[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? [0-9]{{4}})?"
    r"|[0-9]{4}년 ?(?:[0-9]{1,2}월 ?(?:[0-9]{1,2}일)?)?|[0-9]{1,2}월 ?[0-9]{1,2}일"
)
_DATE_SIGN: Final = re.compile("[年月년월]")
_DATE_MARK: Final = re.compile(r"[0-9][-/.:][0-9]")
_FIGURE: Final = re.compile(r"[0-9]")
_MONTH_STARTS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_DATE: Final = re.compile(
    r"(?<![0-9])([0-9]{4})(?:[年년] ?|[-/.])([0-9]{1,2})(?:[月월] ?|[-/.])([0-9]{1,2})(?![0-9])"
    r"|(?<![0-9])([12][0-9]{3})([01][0-9])([0-3][0-9])(?![0-9])"
)
_VERSION: Final = re.compile(r"(?<=[0-9話话)\]】])\s?v[0-9]{1,2}\b(?! ?ch?[0-9])")


class Token(NamedTuple):
    """A run of one script: its kind (a group of the scanner), offsets and text."""

    kind: str
    start: int
    end: int
    text: str


def tokens_of(folded: str) -> list[Token]:
    """The folded text as runs of one script."""
    return [Token(found.lastgroup or "punct", *found.span(), found[0]) for found in _TOKEN.finditer(folded)]


def mask(folded: str) -> str:
    """The folded title with dates, times and version marks blanked, offsets kept."""
    if _may_be_dated(folded):
        folded = _DATE.sub(_blank, folded)
    return _VERSION.sub(_blank, folded) if "v" in folded else folded


def _blank(found: re.Match[str]) -> str:
    return BLANK * len(found[0])


def _may_be_dated(folded: str) -> bool:
    """Whether a date or time may stand in a folded title, at a tenth of the cost of looking for one."""
    if _DATE_SIGN.search(folded) or _DATE_MARK.search(folded):
        return True
    return bool(_FIGURE.search(folded)) and any(month in folded for month in _MONTH_STARTS)


def full_date(folded: str) -> tuple[int, int, int] | None:
    """Year, month and day of the first whole date in a folded title."""
    found = _FULL_DATE.search(folded)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return (year, month, day) if 0 < month <= 12 and 0 < day <= 31 else None  # noqa: PLR2004 -- months, days


_STANDING_APART: Final = frozenset(numerals.SIGNS) | frozenset(numerals.SUPERSCRIPTS) | frozenset(numerals.FRACTIONS)


def touches(sign: str) -> bool:
    """Whether a code point (or nothing) makes one word with what stands next to it; enclosed signs stand apart."""
    return sign.isalnum() and sign not in _STANDING_APART


def is_boundary(text: str, offset: int) -> bool:
    """Whether nothing stands at the offset that would make one word with what is beside it."""
    return not 0 <= offset < len(text) or not touches(text[offset])

"""Parts that come in twos, threes or fours: 前編/後編, 上/中/下, 序/破/急, (Beginning)/(End).

Owns finding such a mark at the end of a title.  A single sign counts only where another of its family stands in the
same set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.discover.forms import HALF_FAMILIES, HALVES
from reader.discover.numerals import KANJI, SIGNS, kanji_number

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS: Final = "|".join(sorted(map(re.escape, HALVES), key=len, reverse=True))
_NUMBER: Final = "[0-9" + re.escape(KANJI) + re.escape("".join(SIGNS)) + "]{0,3}"
_AT_END: Final = re.compile(
    rf"(?P<open>[(\[【〔「『<《〈]\s*)?(?:the )?(?P<mark>{_MARKS})(?:の|その)?(?P<number>{_NUMBER})"
    r"(?P<close>\s*[)\]】〕」』>》〉])?[\s。.!~]*$"
)
_EDGE: Final = frozenset(" ・-:~_.、。|/,")


class Half(NamedTuple):
    """A mark: its place among its siblings, a further number (中編2), the sign itself and where it starts."""

    place: int
    further: int
    mark: str
    start: int
    strength: int


def half_of(text: str) -> Half | None:
    """The mark that ends a folded title, or None."""
    found = _AT_END.search(text)
    if not found:
        return None
    mark = found["mark"]
    place, strength = HALVES[mark]
    framed = bool(found["open"]) and bool(found["close"])
    before = text[found.start() - 1 : found.start()]
    apart = framed or not before or before in _EDGE or before in SIGNS
    if not apart and strength < 2:  # noqa: PLR2004 -- 2: may touch the word before it
        return None
    if mark.isascii() and strength == 0 and not framed:
        return None
    return Half(place, _number(found["number"]), mark, found.start(), strength)


def _number(text: str) -> int:
    if not text:
        return 0
    if text in SIGNS:
        return SIGNS[text]
    if text.isascii():
        return int(text)
    return kanji_number(text) or 0 if all(sign in KANJI or sign.isascii() for sign in text) else 0


def families_present(marks: Iterable[str]) -> frozenset[str]:
    """The single signs that count in this set: those whose family has another sign in it."""
    present = set(marks)
    return frozenset(mark for family in HALF_FAMILIES if len(present & set(family)) > 1 for mark in family)

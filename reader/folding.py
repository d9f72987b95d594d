"""Letters as search compares them, and the way back to where they stood.

Owns which letters count as the same: upper and lower case, full and half width, a letter with its mark in one code
point or in two, and on demand katakana and hiragana.  What nobody sees (soft hyphens, joiners, variation selectors) is
left out, white space is a space, a curly quotation mark a straight one.  Refuses to know about words, documents or an
index.  Sources: Unicode UAX #15 (canonical composition; of the compatibility mappings ``<wide>`` and ``<narrow>``
alone), UAX #11, section 3.13 of the standard (case folding).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

KATAKANA: Final = re.compile("[\u30a1-\u30f6\u30fd\u30fe]+")
"""Katakana that have a hiragana, after folding."""

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_QUOTES: Final = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
_WIDTHS: Final = ("<wide>", "<narrow>")
_JOINING: Final = re.compile("[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\uff9e\uff9f]")
"""Letters that are no combining marks and yet become one with what stands before: Jamo, half-width voice marks."""

_ITSELF: Final = (
    " -@\\[-~\u00e0-\u00f6\u00f8-\u00ff\u03b1-\u03c1\u03c3-\u03c9\u0430-\u045f\u2010-\u2017\u2020-\u2027\u3001-\u3029"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
"""Ranges of letters that folding leaves as they are, most letters of most texts: to look for the others is quicker."""

_OTHER: Final = re.compile(f"[^{_ITSELF}]")

_FROM_ASCII_ALONE: Final = "A-Z\uff01-\uff5e\u3000\u2018\u2019\u201c\u201d\u2030-\u205e\u2190-\u2328\u232b-\u2bff"
"""Ranges of letters that become ASCII, or something that :data:`_ITSELF` does not have."""

_UNCLEAR: Final = re.compile(f"[^{_ITSELF}{_FROM_ASCII_ALONE}]")

_KANA_SHIFT: Final = 0x60
_SEVERAL: Final = 16


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared.

    ``starts`` and ``ends`` say for each code point of ``text`` from where to where that of which it was made stood in
    the original; both are empty where each stands where it stood.
    """

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]``, not empty, stood in the original: start and end in code points."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Where folded words stand in ``text``, in order and without overlap; nowhere for none."""
        at = self.text.find(words) if words else -1
        while at >= 0:
            yield at, at + len(words)
            at = self.text.find(words, at + len(words))


def fold(text: str, *, kana: bool = False) -> Folded:
    """``text`` as it is compared; with ``kana`` katakana are hiragana."""
    folded = _each(text)
    if _is_plain(text):
        return Folded(folded.translate(_KANA) if kana else folded)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _groups(text):
        made = unicodedata.normalize("NFC", _each(text[start:end]))
        # What composition made may have another case folding than its parts had.
        made = unicodedata.normalize("NFC", _each(made))
        letters.append(made)
        starts += [start] * len(made)
        ends += [end] * len(made)
    folded = "".join(letters)
    return Folded(folded.translate(_KANA) if kana else folded, tuple(starts), tuple(ends))


def is_absent(words: str, text: str) -> bool:
    """Whether folded words can be told to stand nowhere in a text without folding it; ``False`` where that is unclear.

    True is said only of words without ASCII, in a text of which no letter could become one of theirs.
    """
    return (
        words not in text
        and not any(letter < "\x80" for letter in words)
        and not _OTHER.search(words)
        and not _UNCLEAR.search(text)
    )


def joins(letter: str) -> bool:
    """Whether a letter may be folded as one with what stands before it."""
    return unicodedata.combining(letter) != 0 or bool(_JOINING.match(letter) or _UNSEEN.match(letter))


def _each(text: str) -> str:
    """Every letter folded by itself."""
    return _OTHER.sub(lambda letter: _ONE[ord(letter[0])], text)


def _is_plain(text: str) -> bool:
    """Whether each code point becomes one code point by itself; :data:`_ONE` has seen all of them."""
    odd = _ONE.odd
    if len(odd) > _SEVERAL:
        return odd.isdisjoint(text)
    return not any(letter in text for letter in odd)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that are folded as one: a letter, and what joins it or is not seen."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not joins(text[at]):
            yield start, at
            start = at


class _One(dict[int, str]):
    """What each code point becomes by itself, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()
        """Those met that do not become one code point, or that may join what stands before."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        made = self[point] = _folded(letter)
        if len(made) != 1 or joins(letter):
            self.odd.add(letter)
        return made


def _folded(letter: str) -> str:
    if _UNSEEN.match(letter):
        return ""
    if letter.isspace():
        return " "
    if unicodedata.decomposition(letter).startswith(_WIDTHS):
        letter = unicodedata.normalize("NFKC", letter)
    letter = unicodedata.normalize("NFC", letter)
    return _QUOTES.get(letter) or unicodedata.normalize("NFC", letter.casefold())


class _Kana(dict[int, int]):
    """Hiragana of katakana; every other code point is itself."""

    def __missing__(self, point: int) -> int:
        made = self[point] = point - _KANA_SHIFT if KATAKANA.match(chr(point)) else point
        return made


_ONE: Final = _One()
_KANA: Final = _Kana()

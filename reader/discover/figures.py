"""Numerals found among the tokens of a title.

Owns which tokens together are one numeral: decimals, grouped thousands, twenty-one, 2百, keycap by keycap.  Refuses to
ask what the numeral counts.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from reader.discover import numerals
from reader.discover.tokens import Token, tokens_of

_DIGITS_CAP: Final = 9
_GROUP: Final = 3
_HUNDRED: Final = 100
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th", "ª", "º"})


class Numeral(NamedTuple):
    """A number as written: value, plain text, script, and the token after it; ``dotted`` keeps what follows a dot."""

    value: int
    text: str
    script: str
    after: int
    dotted: str = ""
    ordinal: bool = False


class Scan:
    """The tokens of one folded title, and the numerals among them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokens_of(text)
        self._starts = [token.start for token in self.tokens]

    def kind(self, at: int) -> str:
        """The kind of token ``at``; empty outside the title."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def word(self, at: int) -> str:
        """The text of token ``at``; empty outside the title."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def token_at(self, offset: int) -> int:
        """The index of the first token that starts at or behind the offset."""
        return bisect_left(self._starts, offset)

    def numeral(self, at: int) -> Numeral | None:
        """The numeral that starts with token ``at``, or None."""
        reader = _READERS.get(self.kind(at))
        return reader(self, at) if reader else None


def _simple(value: int | None, script: str, after: int) -> Numeral | None:
    return None if value is None else Numeral(value, str(value), script, after)


def _kanji(scan: Scan, at: int) -> Numeral | None:
    return _simple(numerals.kanji_number(scan.word(at)), "kanji", at + 1)


def _roman_sign(scan: Scan, at: int) -> Numeral | None:
    letters = "".join(numerals.ROMAN_SIGNS[sign] for sign in scan.word(at))
    return _simple(numerals.roman_number(letters), "roman", at + 1)


def _sign(scan: Scan, at: int) -> Numeral | None:
    return _simple(numerals.SIGNS[scan.word(at)], "sign", at + 1)


def _superscript(scan: Scan, at: int) -> Numeral | None:
    digits = "".join(numerals.SUPERSCRIPTS[sign] for sign in scan.word(at))
    return _simple(int(digits[:_DIGITS_CAP]), "super", at + 1)


def _fraction(scan: Scan, at: int) -> Numeral:
    dotted = numerals.FRACTIONS[scan.word(at)]
    return Numeral(0, f"0.{dotted}", "fraction", at + 1, dotted)


def _keycaps(scan: Scan, at: int) -> Numeral | None:
    end = at
    while scan.kind(end) == "keycap" and end - at < _DIGITS_CAP:
        end += 1
    return _simple(int("".join(token.text[0] for token in scan.tokens[at:end])), "sign", end)


def _digits(scan: Scan, at: int) -> Numeral | None:
    text, after = scan.word(at), at + 1
    if len(text) > _DIGITS_CAP:
        return None
    value = int(text)
    if scan.kind(after) == "kanji" and scan.word(after)[0] in numerals.KANJI_UNITS:
        return _simple(numerals.kanji_number(text + scan.word(after)), "kanji", after + 1)
    if scan.word(after) == "," and _is_grouped(scan, at):
        return _simple(int(text + scan.word(after + 1)), "digits", after + 2)
    if dotted := _dotted(scan, after):
        end = after + (1 if scan.kind(after) == "fraction" else 2)
        return Numeral(value, f"{value}.{dotted}", "digits", end, dotted)
    ordinal = scan.word(after) in _ORDINAL_ENDS
    return Numeral(value, str(value), "digits", after + ordinal, ordinal=ordinal)


def _dotted(scan: Scan, after: int) -> str:
    """What stands behind the dot of a decimal, be it written as a fraction; empty without."""
    if scan.kind(after) == "fraction":
        return numerals.FRACTIONS[scan.word(after)]
    follow = scan.word(after + 1)
    is_decimal = scan.word(after) == "." and scan.kind(after + 1) == "digits" and len(follow) <= _DIGITS_CAP
    return follow if is_decimal else ""


def _is_grouped(scan: Scan, at: int) -> bool:
    return len(scan.word(at)) <= _GROUP and scan.kind(at + 2) == "digits" and len(scan.word(at + 2)) == _GROUP


def _latin(scan: Scan, at: int) -> Numeral | None:
    return _words(scan, at) or _roman(scan, at)


def _words(scan: Scan, at: int) -> Numeral | None:
    words: list[str] = []
    after, before = at, 0
    while True:
        step = _next_word(scan, after, before) if words else _first_word(scan, at)
        word = scan.word(step)
        if word not in numerals.NUMBER_WORDS or (words and not numerals.joins_words(before, word)):
            break
        words.append(word)
        before, after = numerals.NUMBER_WORDS[word], step + 1
        if word in numerals.ORDINAL_WORDS:
            break
    if not words:
        return None
    value = numerals.words_number(words)
    return Numeral(value, str(value), "words", after, ordinal=words[-1] in numerals.ORDINAL_WORDS)


def _first_word(scan: Scan, at: int) -> int:
    """Steps over the article of "a hundred"."""
    is_article = scan.word(at) == "a" and scan.word(at + 1) == " " and scan.word(at + 2) in {"hundred", "thousand"}
    return at + 2 if is_article else at


def _next_word(scan: Scan, after: int, before: int) -> int:
    """The token of the word that may go on: behind a space or hyphen, and behind "and" after a hundred."""
    if scan.word(after) not in {" ", "-"}:
        return len(scan.tokens)
    if scan.word(after + 1) == "and" and before >= _HUNDRED and scan.word(after + 2) == " ":
        return after + 3
    return after + 1


def _roman(scan: Scan, at: int) -> Numeral | None:
    touches_digits = scan.kind(at - 1) == "digits" or scan.kind(at + 1) == "digits"
    is_contraction = scan.word(at + 1) == "'" and scan.kind(at + 2) == "latin"
    if touches_digits or is_contraction:
        return None
    return _simple(numerals.roman_number(scan.word(at)), "roman", at + 1)


_READERS: Final = {
    "digits": _digits,
    "kanji": _kanji,
    "latin": _latin,
    "roman": _roman_sign,
    "sign": _sign,
    "keycap": _keycaps,
    "super": _superscript,
    "fraction": _fraction,
}

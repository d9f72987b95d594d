"""Numerals as authors write them, read into numbers.

Owns the scripts: ASCII and full-width digits, kanji (multiplicative, positional, formal), circled and other enclosed
signs, keycaps, superscripts, Roman, English words.  Refuses to know what a number counts; that is ``forms`` and
``mentions``.  Sources: Unicode's numeric values (UAX #44) for signs, JIS X 0208 rows for the formal kanji.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DASHES: Final = "‐‑‒–—―−─━﹣－"
_SPACES: Final = "\u00a0\u2002\u2003\u2009\u202f\u3000\t"
_FOLDS: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("：")}
    | {ord(dash): ord("-") for dash in _DASHES}
    | {ord(space): ord(" ") for space in _SPACES}
    | {ord("〜"): ord("~"), ord("∼"): ord("~"), ord("’"): ord("'"), ord("＇"): ord("'")}
)
_ROUND_ZERO = re.compile(r"(?<=[一二三四五六七八九])[○◯]")


def fold(text: str) -> str:
    """The text in one width, one case, one dash and one space; every code point keeps its offset.

    The full-width colon stays: it sets a number off (5：100の星), where the half-width one may tell a time.

    Compatibility normalisation is not used: it would make 123 of 12③.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _ROUND_ZERO.sub("〇", lowered.translate(_FOLDS))


# --- kanji -----------------------------------------------------------------------------------------------------

_KANJI_ROWS: Final = {
    0: "〇零",
    1: "一壱壹弌",
    2: "二弐貳贰弍两兩",
    3: "三参參叁弎",
    4: "四肆",
    5: "五伍",
    6: "六陸陆",
    7: "七漆柒",
    8: "八捌",
    9: "九玖",
}
_KANJI_DIGITS: Final = {sign: value for value, signs in _KANJI_ROWS.items() for sign in signs}
_KANJI_TENS: Final = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}
_KANJI_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIAD: Final = "万萬"
KANJI: Final = "".join([*_KANJI_DIGITS, *_KANJI_TENS, *_KANJI_UNITS, _MYRIAD])
"""Every kanji that can stand in a numeral."""
KANJI_UNITS: Final = "".join([*_KANJI_UNITS, _MYRIAD])
_KANJI_LIMIT: Final = 12


def kanji_number(text: str) -> int | None:
    """The value of a run of kanji numerals (ASCII digits may stand before a unit: 2百), or None.

    With a unit the run multiplies (百二十三), without one it is positional (一二三).
    """
    if not text or len(text) > _KANJI_LIMIT:
        return None
    if not any(sign in _KANJI_UNITS or sign in _KANJI_TENS or sign in _MYRIAD for sign in text):
        return int("".join(sign if sign.isdecimal() else str(_KANJI_DIGITS[sign]) for sign in text))
    return _multiplied(text)


def _multiplied(text: str) -> int:
    total = section = 0
    pending = ""
    for sign in text:
        if sign.isdecimal():
            pending += sign
        elif sign in _KANJI_DIGITS:
            pending += str(_KANJI_DIGITS[sign])
        elif sign in _KANJI_TENS:
            section += _KANJI_TENS[sign]
        elif sign in _MYRIAD:
            total += max(section + int(pending or 0), 1) * 10_000
            section, pending = 0, ""
        else:
            section += int(pending or 1) * _KANJI_UNITS[sign]
            pending = ""
    return total + section + int(pending or 0)


# --- signs -----------------------------------------------------------------------------------------------------

_SIGN_RANGES: Final = (
    (0x2460, 0x249B),  # ① ⑴ ⒈
    (0x24EA, 0x24FF),  # ⓪ ⓫ ⓵ ⓿
    (0x2776, 0x2793),  # ❶ ➀ ➊
    (0x3220, 0x3229),  # ㈠
    (0x3248, 0x324F),  # ㉈
    (0x3251, 0x325F),  # ㉑
    (0x3280, 0x3289),  # ㊀
    (0x32B1, 0x32BF),  # ㊱
)
_LETTER_RANGES: Final = (
    (0x249C, 26),  # ⒜
    (0x24B6, 26),  # Ⓐ
    (0x24D0, 26),  # ⓐ
    (0x1F110, 26),  # 🄐
    (0x1F130, 26),  # 🄰
    (0x1F150, 26),  # 🅐
    (0x1F170, 26),  # 🅰
)
SIGNS: Final = {
    chr(code): int(unicodedata.numeric(chr(code)))
    for first, last in _SIGN_RANGES
    for code in range(first, last + 1)
    if unicodedata.numeric(chr(code), -1) >= 0
} | {chr(first + step): step + 1 for first, count in _LETTER_RANGES for step in range(count)}
"""Single enclosed signs to their value; letters in frames count from 1."""

FRACTIONS: Final = {"½": "5", "¼": "25", "¾": "75"}
"""Signs to what stands behind the dot."""
SUPERSCRIPTS: Final = {sign: str(unicodedata.digit(sign)) for sign in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"}
ROMAN_SIGNS: Final = {sign: unicodedata.normalize("NFKC", sign).lower() for sign in map(chr, [*range(0x2160, 0x2180)])}

# --- Roman -----------------------------------------------------------------------------------------------------

_ROMAN = re.compile(r"m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,5})(?:ix|iv|v?i{0,4})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman_number(text: str) -> int | None:
    """The value of a lower-case Roman numeral (IIII and XXXX are accepted), or None."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


# --- English words ---------------------------------------------------------------------------------------------

_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ORDINAL_ONES: Final = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_TENS: Final = [
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
]
ORDINAL_WORDS: Final = (
    {word: value for value, word in enumerate(_ORDINAL_ONES)}
    | {word: value * 10 for value, word in enumerate(_ORDINAL_TENS, 2)}
    | {"hundredth": 100, "thousandth": 1000}
)
CARDINAL_WORDS: Final = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: value * 10 for value, word in enumerate(_TENS, 2)}
    | {"fourty": 40, "hundred": 100, "thousand": 1000}
)
NUMBER_WORDS: Final = CARDINAL_WORDS | ORDINAL_WORDS
_HUNDRED: Final = 100
_TEN: Final = 10
_TWENTY: Final = 20


def joins_words(before: int, word: str) -> bool:
    """Whether a number word goes on from the one read before: twenty one, hundred five, but not two five."""
    value = NUMBER_WORDS[word]
    if value >= _HUNDRED:
        return before < value
    if before >= _HUNDRED:
        return True
    return before >= _TWENTY and 0 < value < _TEN


def words_number(words: list[str]) -> int:
    """The value of number words that :func:`joins_words` allowed, in order."""
    total = section = 0
    for word in words:
        value = NUMBER_WORDS[word]
        if value == _HUNDRED:
            section = max(section, 1) * _HUNDRED
        elif value > _HUNDRED:
            total += max(section, 1) * value
            section = 0
        else:
            section += value
    return total + section


# --- letters ---------------------------------------------------------------------------------------------------

LETTERS: Final = "abcdefgh"
"""Letters that may follow a number as its piece."""

SEQUENCES: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "イロハニホヘトチリヌルヲワカヨタレソツネナラム",
    "いろはにほへとちりぬるをわかよたれそつねならむ",
    "アイウエオカキクケコサシスセソタチツテトナニヌネノ",
    "あいうえおかきくけこさしすせそたちつてとなにぬねの",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "가나다라마바사아자차카타파하",
    "абвгдежзиклмн",
)
"""Orders in which letters count; which one is meant shows only in a set of titles."""

"""Which encoding bytes are in, where nobody says so or what is said cannot be.

Owns the weighing of candidates by what the text would be made of: for the encodings of East Asia the share of common
characters and the absence of strange ones, for those of one byte the frequency of letters, their case and their
company.  Owns no opinion on declarations; :mod:`reader.hypertext.charset` asks here when they fail.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from reader.hypertext import letters
from reader.hypertext.decoders import REPLACEMENT, decode_as

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE_BYTES: Final = 8 * 1024
"""How much of a document is looked at: its lines that are not plain ASCII, from the start."""

_WINDOW_BYTES: Final = 64 * 1024
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_LINE_END: Final = re.compile(rb"[\r\n]")
_LEAD_BYTES: Final = 200
"""How much of a line is kept before its first byte beyond ASCII."""

_TAG: Final = re.compile(rb"</?[A-Za-z][^>]{0,2000}>")
_ISO_2022: Final = re.compile(rb"\x1b(?:\$[@B]|\(J|\(I|\$\(D)")
_ISO_2022_KR: Final = re.compile(rb"\x1b\$\)C")
_HZ: Final = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and how well its text fits: about 1 for plain prose, below 0 for what is probably not it."""

    encoding: str
    fit: float


def sample_of(body: bytes) -> bytes:
    """The part of a document that tells: text rather than tags, lines rather than all."""
    if len(body) <= SAMPLE_BYTES:
        return _TAG.sub(b" ", body)
    sample = bytearray()
    for window in range(0, len(body), _WINDOW_BYTES):
        text = _TAG.sub(b" ", body[window : window + _WINDOW_BYTES])
        for line in _lines_with_high(text):
            sample += line[:SAMPLE_BYTES] + b"\n"
            if len(sample) >= SAMPLE_BYTES:
                return bytes(sample)
    return bytes(sample)


def _lines_with_high(text: bytes) -> Iterator[bytes]:
    """Each line that is not plain ASCII, from a little before its first byte that is not."""
    at = 0
    while high := _HIGH.search(text, at):
        first = high.start()
        start = max(at, first - _LEAD_BYTES, text.rfind(b"\n", at, first) + 1, text.rfind(b"\r", at, first) + 1)
        end = _LINE_END.search(text, first)
        at = end.start() if end else len(text)
        yield text[start:at]


def wide_encoding(body: bytes) -> str:
    """UTF-16 or UTF-32 without a mark at its start, seen by its zeros; ``""`` for anything else."""
    head = body[:4096]
    if len(head) < 4 or head.count(0) * 5 < len(head):  # noqa: PLR2004 - too few to tell, or too few zeros
        return ""
    zeros = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    often, seldom = 0.5, 0.2
    shapes = {
        "UTF-32BE": zeros[0] > often and zeros[1] > often and zeros[3] < seldom,
        "UTF-32LE": zeros[3] > often and zeros[2] > often and zeros[0] < seldom,
        "UTF-16BE": min(zeros[0], zeros[2]) > seldom and max(zeros[1], zeros[3]) < 0.05,  # noqa: PLR2004
        "UTF-16LE": min(zeros[1], zeros[3]) > seldom and max(zeros[0], zeros[2]) < 0.05,  # noqa: PLR2004
    }
    return next((name for name, fits in shapes.items() if fits), "")


def seven_bit_encoding(body: bytes) -> str:
    """An encoding that hides in ASCII behind escapes, or ``""``."""
    if _ISO_2022.search(body):
        return "ISO-2022-JP"
    if _ISO_2022_KR.search(body):
        return "ISO-2022-KR"
    return "HZ-GB-2312" if _HZ.search(body) else ""


def guess(body: bytes) -> Guess:
    """The encoding whose text would be the most ordinary.  For bytes with some above 0x7F."""
    sample = sample_of(body)
    eastern = max((Guess(name, east_asian_fit(name, decode_as(name, sample))) for name in EAST_ASIAN), key=_by_fit)
    if eastern.fit >= _SURE:
        return eastern
    western = max((Guess(name, one_byte_fit(name, sample)) for name in letters.LANGUAGES), key=_by_fit)
    return max(eastern, western, key=_by_fit)


def _by_fit(one: Guess) -> float:
    return one.fit


# --- East Asia -------------------------------------------------------------------------------------------------

_SURE: Final = 0.72
_COMMON: Final = {
    "Shift_JIS": letters.JAPANESE,
    "EUC-JP": letters.JAPANESE,
    "GBK": letters.CHINESE_SIMPLE,
    "Big5": letters.CHINESE_FULL,
    "EUC-KR": letters.KOREAN,
    "Johab": letters.KOREAN,
}
EAST_ASIAN: Final = tuple(_COMMON)

# Ranges of code points and what one of them is worth, where it is not among the common ones.
_WORTH: Final = (
    (0x80, 0xA0, -3.0),
    (0xA0, 0x2000, -0.4),
    (0x2000, 0x2070, 0.3),
    (0x2070, 0x2500, 0.0),
    (0x2500, 0x2580, -0.5),
    (0x2580, 0x3000, 0.2),
    (0x3000, 0x3040, 0.5),
    (0x3040, 0x3100, 0.5),
    (0x3100, 0x3130, -0.5),
    (0x3130, 0x3190, -0.7),
    (0x3190, 0x3400, -0.3),
    (0x3400, 0x4E00, -1.5),
    (0xA000, 0xAC00, -1.5),
    (0xAC00, 0xD7B0, 0.1),
    (0xE000, 0xF900, -2.0),
    (0xF900, 0xFB00, -0.7),
    (0xFE30, 0xFE70, -0.3),
    (0xFF00, 0xFF61, 0.4),
    (0xFF61, 0xFFA0, -0.8),
    (0xFFE0, 0xFFE7, 0.0),
    (0xFFFD, 0xFFFE, -6.0),
)
_ORDINARY_HAN: Final = 0.4
_RARE_HAN: Final = -0.1
# The lead bytes of the first level: JIS X 0208, GB 2312, Big5; all of the Hanja of KS X 1001 are rare.
_FIRST_LEVEL: Final = {
    "Shift_JIS": ("cp932", b"\x88", b"\x98"),
    "EUC-JP": ("cp932", b"\x88", b"\x98"),
    "GBK": ("gb2312", b"\xb0", b"\xd7"),
    "Big5": ("big5", b"\xa4", b"\xc6"),
    "EUC-KR": ("ascii", b"\xff", b"\xff"),
    "Johab": ("ascii", b"\xff", b"\xff"),
}
# Scripts that a language's encoding can write and its texts do not use.
_FOREIGN: Final = {
    "GBK": re.compile("[\u3040-\u30fa]"),
    "Big5": re.compile("[\u3040-\u30fa]"),
    "EUC-KR": re.compile("[\u3040-\u30fa\u4e00-\u9fff]"),
    "Johab": re.compile("[\u3040-\u30fa\u4e00-\u9fff]"),
}


_NOTHING: Final = re.compile("(?!)")
_BEYOND: Final = re.compile("[^\x00-\x7f]")


def east_asian_fit(name: str, text: str) -> float:
    """The mean worth of the characters that are not ASCII."""
    telling = Counter(_BEYOND.findall(text))
    if not telling:
        return -1.0
    common = _COMMON[name] | letters.PUNCTUATION
    foreign = _FOREIGN.get(name, _NOTHING)
    total = sum(
        count * ((1.0 if one in common else _worth(name, one)) - (0.5 if foreign.match(one) else 0.0))
        for one, count in telling.items()
    )
    # A few characters prove little.
    return total / (telling.total() + 1)


@cache
def _worth(name: str, character: str) -> float:
    if "\u4e00" <= character <= "\u9fff":
        return _ORDINARY_HAN if _is_ordinary(name, character) else _RARE_HAN
    point = ord(character)
    return next((worth for low, high, worth in _WORTH if low <= point < high), -1.5)


def _is_ordinary(name: str, character: str) -> bool:
    """Of the first of the two levels into which each standard sorts its ideographs by use."""
    codec, first, last = _FIRST_LEVEL[name]
    encoded = character.encode(codec, "ignore")
    return first <= encoded[:1] <= last


# --- one byte --------------------------------------------------------------------------------------------------

_WORD: Final = re.compile("(?:[^\\W\\d_]|[\u0e30-\u0e4e])+")
_CASE: Final = re.compile(r"[a-zß-öø-ÿ\u0430-\u045f\u03ac-\u03ce\u0101][A-ZÀ-ÖØ-Þ\u0400-\u042f\u0386-\u03ab]")
_ASCII_LETTER: Final = re.compile("[A-Za-z]")
_LATIN_RUN: Final = re.compile("[\u00c0-\u024f]{3,}")
_QUIET: Final = frozenset("\u00a0«»„“”‘’–—…·•¿¡\u00ad\u200e\u200f")
_RARE: Final = frozenset("©®°№§£€´‚")
_INSIDE: Final = re.compile(r"[^\W\d_](?=[«»„“”‘‚—…•¿¡©®°№§£€´]+[^\W\d_])")
_AT_A_NUMBER: Final = re.compile("[^\\W\\d_a-zA-Zªº]\\d|\\d[^\\W\\d_a-zA-Zªº]")
_SHOUTED: Final = 0.7
"""What a capital costs that stands where capitals may."""
_FLOOR: Final = -7.5
_BELIEF: Final = 0.0005
"""What each place in the table of languages costs."""


@cache
def _weights(language: str) -> dict[str, float]:
    """The logarithm of each letter's share, by rank; a capital is a tenth of its letter, if not listed itself."""
    shares = {letter: 1.0 / (rank + 4) for rank, letter in enumerate(language)}
    for letter, share in list(shares.items()):
        shares.setdefault(letter.upper(), share / 10)
    whole = sum(shares.values())
    return {letter: math.log(share / whole) for letter, share in shares.items()}


def one_byte_fit(name: str, sample: bytes) -> float:
    """How well a sample fits the languages of an encoding (a key of ``letters.LANGUAGES``)."""
    text = decode_as(name, sample)
    telling = Counter(_BEYOND.findall(text))
    if not telling:
        return -1.0
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = sum(count * _strangeness(one) for one, count in telling.items()) + _company(name, text, words)
    spoken, capitals = _spoken(words)
    best = max(_likelihood(language, spoken) for language in letters.LANGUAGES[name]) - _SHOUTED * capitals
    place = list(letters.LANGUAGES).index(name)
    # From the logarithm of a share (-2.5 for ordinary prose, -7.5 for noise) to the scale of the other fits.
    return (best + strange) / telling.total() / 5 + 1.2 - _BELIEF * place


def _spoken(words: list[str]) -> tuple[Counter[str], int]:
    """The letters beyond ASCII, in lower case where a capital is in its place, and how many were capitals there."""
    spoken: Counter[str] = Counter()
    capitals: Counter[bool] = Counter()
    for word, count in Counter(words).items():
        first, rest = (word, "") if word.isupper() else (word[:1], word[1:])
        for one in _BEYOND.findall(first):
            capitals[one.isupper()] += count
        for one in _BEYOND.findall(first.lower() + rest):
            spoken[one] += count
    return spoken, capitals[True]


def _likelihood(language: str, spoken: Counter[str]) -> float:
    weights = _weights(language)
    return sum(count * weights.get(one, _FLOOR) for one, count in spoken.items())


def _strangeness(character: str) -> float:
    """What a character costs that is no letter."""
    if character == REPLACEMENT or "\x80" <= character < "\xa0":
        return -15.0
    if character.isalpha() or "\u0e30" <= character <= "\u0e4e":
        return 0.0
    return -2.5 if character in _QUIET else -5.0 if character in _RARE else -9.0


def _company(name: str, text: str, words: list[str]) -> float:
    """Words of two scripts, capitals behind small letters, and long runs of accents are signs of a wrong table."""
    is_latin = letters.LANGUAGES[name][0][0] < "\u0250"
    total = -3.0 * len(_CASE.findall(text)) - 6.0 * len(_INSIDE.findall(text)) - 6.0 * len(_AT_A_NUMBER.findall(text))
    if is_latin:
        return total - 2.0 * sum(map(len, _LATIN_RUN.findall(text)))
    mixed = sum(len(word) for word in words if _ASCII_LETTER.search(word))
    return total - 3.0 * mixed

"""Bytes to text as browsers do it.

Owns the choice of an encoding: byte order mark, header, declaration in the document, content.  A declaration that the
bytes contradict is passed over, which is where we know better than a browser that has to begin before the end has
come.  Never raises: bytes that fit no encoding come out with U+FFFD.
Source: WHATWG Encoding; HTML section 13.2.3 "the input byte stream".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reader.hypertext.decoders import REPLACEMENT, decode_as, is_single_byte
from reader.hypertext.guess import (
    EAST_ASIAN,
    east_asian_fit,
    guess,
    one_byte_fit,
    sample_of,
    seven_bit_encoding,
    wide_encoding,
)
from reader.hypertext.letters import LANGUAGES
from reader.hypertext.prescan import header_encoding, meta_encoding, xml_encoding

_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xef\xbb\xbf", "UTF-8"),
    (b"\xfe\xff", "UTF-16BE"),
    (b"\xff\xfe", "UTF-16LE"),
)
_FIRST_BYTES: Final = tuple(mark for mark, _ in _MARKS)
_NOT_EIGHT_BITS: Final = ("UTF-16", "UTF-32", "ISO-2022", "HZ")
_WRITTEN_REPLACEMENT: Final = REPLACEMENT.encode()
_LONG_LEADS: Final = tuple(bytes([lead]) for lead in (0xE3, 0xE2, 0xEF, *range(0xE4, 0xEF), 0xE1, *range(0xF0, 0xF5)))
"""First bytes of the longer sequences, the usual ones first."""

_SEQUENCE: Final = re.compile(rb"[\xc3-\xdf][\x80-\xbf]")

_BROKEN_AT_MOST: Final = 0.05
"""Of the characters beyond ASCII, in a text that is still taken for what it says it is."""
_LEAST_FIT: Final = 0.1
_DOUBTFUL_FIT: Final = 0.25
_CLEARLY_BETTER: Final = 0.3
_CERTAIN_FIT: Final = 0.6
_PROSE: Final = 0.35
_NO_PROSE: Final = -0.2
_ASCII: Final = bytes(range(0x80))
_TELLING_BYTES: Final = 8
"""Fewer beyond ASCII overrule nobody."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the encoding (WHATWG), and what decided: bom, header, declaration, content, fallback."""

    text: str
    encoding: str
    decided_by: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of ``body``; ``content_type`` is the header's whole value, parameters included."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return Decoded(decode_as(encoding, body[len(mark) :]), encoding, "bom")
    wide = wide_encoding(body)
    if wide:
        return Decoded(decode_as(wide, body), wide, "content")
    claims = _claims(body, content_type)
    if body.isascii():
        return _seven_bits(body, claims)
    for encoding, by in claims:
        text = decode_as(encoding, body)
        if _is_sound(encoding, text, body):
            return Decoded(text, encoding, by)
    return _by_content(body, claims)


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """The text of ``body`` in UTF-8, as :func:`decode` reads it; most pages are in it and need no reading."""
    if not body.startswith(_FIRST_BYTES) and not wide_encoding(body):
        plain = not seven_bit_encoding(body) if body.isascii() else _is_utf8(body)
        if plain:
            return body
    return decode(body, content_type).text.encode("utf-8", "ignore")


def _claims(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """What is declared, in the order of belief, each encoding once."""
    header = header_encoding(content_type)
    declared = [(header, "header"), (xml_encoding(body), "declaration"), (meta_encoding(body), "declaration")]
    return list({encoding: (encoding, by) for encoding, by in reversed(declared) if encoding}.values())[::-1]


def _seven_bits(body: bytes, claims: list[tuple[str, str]]) -> Decoded:
    """ASCII, or what hides in it; UTF-16 that is declared without a zero byte in sight is none."""
    hidden = seven_bit_encoding(body)
    if hidden:
        by = next((by for encoding, by in claims if encoding == hidden), "content")
        return Decoded(decode_as(hidden, body), hidden, by)
    encoding, by = next(iter(claims), ("UTF-8", "fallback"))
    return Decoded(body.decode("ascii"), encoding, by)


# --- declarations ----------------------------------------------------------------------------------------------


def _is_sound(encoding: str, text: str, body: bytes) -> bool:
    """Whether the bytes agree with a declaration."""
    if encoding != "UTF-8" and (encoding.startswith(_NOT_EIGHT_BITS) or _is_utf8(body)):
        return False
    if is_single_byte(encoding):
        return not _is_another_after_all(encoding, body)
    if _broken(text, body) > _BROKEN_AT_MOST:
        return False
    if encoding not in EAST_ASIAN:  # UTF-8, gb18030
        return True
    fit = east_asian_fit(encoding, decode_as(encoding, sample_of(body)))
    if fit >= _DOUBTFUL_FIT:
        return True
    better = guess(body)
    return better.encoding == encoding or better.fit < max(_CERTAIN_FIT, fit + _CLEARLY_BETTER)


def _broken(text: str, body: bytes) -> float:
    """The share of broken characters among those beyond ASCII; what the author wrote as U+FFFD is not broken."""
    broken = text.count(REPLACEMENT)
    if not broken:
        return 0.0
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return max(0, broken - body.count(_WRITTEN_REPLACEMENT)) / beyond


def _is_utf8(body: bytes) -> bool:
    """Valid throughout, with sequences that no other encoding produces by chance."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(lead in body for lead in _LONG_LEADS) or len(_SEQUENCE.findall(body[:100_000])) > 2  # noqa: PLR2004 - by chance


def _is_another_after_all(encoding: str, body: bytes) -> bool:
    """A server's default says Latin-1 of everything; bytes that make prose in another encoding say otherwise."""
    sample = sample_of(body)
    if len(sample.translate(None, _ASCII)) < _TELLING_BYTES:
        return False
    own = one_byte_fit(encoding, sample) if encoding in LANGUAGES else 0.0
    if own > _PROSE:
        return False
    best = guess(body)
    if best.encoding in EAST_ASIAN and best.fit >= _CERTAIN_FIT:
        return True
    return own < _NO_PROSE and best.fit > _DOUBTFUL_FIT and best.fit > own + 2 * _CLEARLY_BETTER


# --- content ---------------------------------------------------------------------------------------------------


def _by_content(body: bytes, claims: list[tuple[str, str]]) -> Decoded:
    """What the bytes themselves say, where no declaration could be believed."""
    text = body.decode("utf-8", "replace")
    if _broken(text, body) <= _BROKEN_AT_MOST:
        return Decoded(text, "UTF-8", "content")
    hidden = seven_bit_encoding(body)
    best = guess(body)
    if best.fit > _LEAST_FIT:
        return Decoded(decode_as(best.encoding, body), best.encoding, "content")
    # Nothing makes sense.  The declaration then, whatever it costs, or else what damages least.
    names = [encoding for encoding, _ in claims] + [hidden or "windows-1252", best.encoding]
    texts = [(decode_as(name, body), name) for name in dict.fromkeys(names)]
    text, encoding = min(texts, key=lambda pair: pair[0].count(REPLACEMENT))
    return Decoded(text, encoding, "fallback")

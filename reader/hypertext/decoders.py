"""Bytes to text under a given encoding, as browsers do it and without exceptions.

Owns the differences between Python's codecs and the web's: vendors' characters in Shift_JIS and EUC-JP, the later
edition of GB 18030, unassigned bytes of single-byte encodings, and how much of a broken sequence one U+FFFD stands
for (never an ASCII byte, so that markup survives).  Source: WHATWG Encoding sections 4 to 14 and its indexes.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

REPLACEMENT: Final = "\ufffd"

_ASCII_END = 0x80
_SINGLE: Final = {
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
    **{f"ISO-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "ISO-8859-8-I": "iso8859_8",
    "KOI8-R": "koi8_r",
    "KOI8-U": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "IBM855": "cp855",
    "IBM866": "cp866",
}
# Where the web's table has another character than Python's.
_SINGLE_CHANGES: Final = {
    "KOI8-U": {0xAE: "ў", 0xBE: "Ў"},
    "windows-1255": {0xCA: "\u05ba"},
    "x-mac-cyrillic": {0xA2: "Ґ", 0xB6: "ґ", 0xFF: "€"},
}
_PLAIN: Final = {
    "UTF-8": "utf-8",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "UTF-32LE": "utf-32-le",
    "UTF-32BE": "utf-32-be",
    "ISO-2022-KR": "iso2022_kr",
    "HZ-GB-2312": "hz",
    "Johab": "johab",
}


def decode_as(name: str, body: bytes) -> str:
    """The text under the encoding of that name (one of ``labels.ENCODINGS``); what does not fit becomes U+FFFD."""
    decoder = _DECODERS.get(name)
    if decoder:
        return decoder(body)
    if name in _SINGLE:
        return codecs.charmap_decode(body, "replace", _table(name))[0]
    return body.decode(_PLAIN[name], "replace")


def is_single_byte(name: str) -> bool:
    """Every byte is a character by itself, so that hardly any bytes contradict it."""
    return name in _SINGLE


@cache
def _table(name: str) -> str:
    """256 characters; ``U+FFFE`` stands for "none", and below 0xA0 the web has the control of that number."""
    changes = _SINGLE_CHANGES.get(name, {})
    table = []
    for byte in range(256):
        character = changes.get(byte) or bytes([byte]).decode(_SINGLE[name], "replace")
        if character == REPLACEMENT:
            character = chr(byte) if _ASCII_END <= byte < 0xA0 else "\ufffe"  # noqa: PLR2004 - the C1 controls
        table.append(character)
    return "".join(table)


# --- two-byte encodings ----------------------------------------------------------------------------------------


def _recovering(pair: Callable[[bytes], str]) -> Callable[[UnicodeError], tuple[str, int]]:
    """An error handler that asks ``pair`` for two bytes Python does not know, then skips as the web does."""

    def recover(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - it decodes only
        start = error.start
        two = error.object[start : start + 2]
        found = pair(two)
        if found:
            return found, start + (2 if two[0] != 0x80 else 1)  # noqa: PLR2004 - the euro sign of GBK stands alone
        is_whole = len(two) == 2 and two[1] >= _ASCII_END  # noqa: PLR2004
        return REPLACEMENT, start + (2 if is_whole and 0x80 < two[0] < 0xFF else 1)  # noqa: PLR2004 - lead bytes

    return recover


def _euc_pair(two: bytes) -> str:
    """Rows of JIS X 0208 that only vendors filled (NEC's and IBM's), by way of Microsoft's table."""
    if len(two) < 2 or min(two) < 0xA1:  # noqa: PLR2004 - both bytes of a pair
        return ""
    row, cell = two[0] - 0xA1, two[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)  # noqa: PLR2004 - where half-width katakana interrupt
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)  # noqa: PLR2004 - 0x7F is left out
    return _known(bytes((lead, trail)), "cp932")


def _big5_pair(two: bytes) -> str:
    return _known(two, "cp950") if len(two) == 2 else ""  # noqa: PLR2004


def _known(two: bytes, codec: str) -> str:
    """The one character that two bytes stand for, private ones left out, or ``""``."""
    try:
        found = two.decode(codec)
    except UnicodeError:
        return ""
    return found if len(found) == 1 and not "\ue000" <= found <= "\uf8ff" else ""


for _name, _pair in {
    "nothing": lambda _: "",
    "eucjp": _euc_pair,
    "big5": _big5_pair,
    "gbk": lambda two: "€" if two[0] == 0x80 else "",  # noqa: PLR2004
}.items():
    codecs.register_error(f"tsuzuki.{_name}", _recovering(_pair))

_SJIS_STRAY = re.compile("[\xa0\uf8f0-\uf8f3]")
_EUC_CHANGES = str.maketrans("〜‖−¢£¬¦", "～∥－￠￡￢￤")
_EUC_TILDE = b"\x8f\xa2\xb7"
_GB_2000 = (
    "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
)
_GB_2022 = "\u3000︐︒︑︓︔︕︖︗︘︙ḿ龴龵龶龷龸龹龺龻"
_GB_STRAY = re.compile(f"[{_GB_2000}]")
_GB_CHANGES = str.maketrans(_GB_2000, _GB_2022)


def _shift_jis(body: bytes) -> str:
    text = body.decode("cp932", "tsuzuki.nothing")
    return _SJIS_STRAY.sub(REPLACEMENT, text)


def _euc_jp(body: bytes) -> str:
    if _EUC_TILDE in body:
        return "～".join(map(_euc_jp, body.split(_EUC_TILDE)))
    return body.decode("euc_jp", "tsuzuki.eucjp").translate(_EUC_CHANGES)


def _gb18030(body: bytes) -> str:
    text = body.decode("gb18030", "tsuzuki.gbk")
    return text.translate(_GB_CHANGES) if _GB_STRAY.search(text) else text


def _big5(body: bytes) -> str:
    return body.decode("big5hkscs", "tsuzuki.big5")


def _euc_kr(body: bytes) -> str:
    return body.decode("cp949", "tsuzuki.nothing")


# --- ISO-2022-JP -----------------------------------------------------------------------------------------------

_ESCAPE = re.compile(rb"\x1b(\([BJI]|\$[@B]|\$\(D)")
_TO_EUC = bytes(byte + 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))  # noqa: PLR2004 - GL to GR
_ROMAN = str.maketrans("\\~", "¥‾")
_KATAKANA = {byte: byte + 0xFF40 for byte in range(0x21, 0x60)}


def _iso_2022_jp(body: bytes) -> str:
    """Each stretch between two escapes by its own set; a line's end inside a two-byte stretch stays a line's end."""
    parts = _ESCAPE.split(body)
    text = [_seven_bits(parts[0])]
    for escape, stretch in zip(parts[1::2], parts[2::2], strict=True):
        text.append(_STRETCHES[escape](stretch))
    return "".join(text)


def _seven_bits(stretch: bytes) -> str:
    return stretch.decode("ascii", "replace").replace("\x1b", REPLACEMENT)


def _two_bytes(stretch: bytes) -> str:
    return _euc_jp(stretch.translate(_TO_EUC))


def _supplement(stretch: bytes) -> str:
    return _euc_jp(re.sub(rb"[\xa1-\xfe]{2}", lambda pair: b"\x8f" + pair[0], stretch.translate(_TO_EUC)))


_STRETCHES: Final[dict[bytes, Callable[[bytes], str]]] = {
    b"(B": _seven_bits,
    b"(J": lambda stretch: _seven_bits(stretch).translate(_ROMAN),
    b"(I": lambda stretch: _seven_bits(stretch).translate(_KATAKANA),
    b"$@": _two_bytes,
    b"$B": _two_bytes,
    b"$(D": _supplement,
}

_DECODERS: Final[dict[str, Callable[[bytes], str]]] = {
    "Shift_JIS": _shift_jis,
    "EUC-JP": _euc_jp,
    "ISO-2022-JP": _iso_2022_jp,
    "GBK": _gb18030,
    "gb18030": _gb18030,
    "Big5": _big5,
    "EUC-KR": _euc_kr,
}

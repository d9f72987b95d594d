"""Characters that an Aozora Bunko text describes because Shift_JIS lacks them.

A description mostly names the character's place in JIS X 0213 (plane-row-cell) or in Unicode.  One that names neither
keeps a placeholder of its own, so that a reference to it finds it, until :func:`shown` makes it ※ again.
Sources: the Aozora Bunko annotation manual (外字注記), JIS X 0213:2004, Python's ``euc_jis_2004`` codec.
"""

from __future__ import annotations

import re

_GAIJI = re.compile(r"※［＃([^［］]{0,200})］")
_UNICODE = re.compile(r"U\+([0-9A-Fa-f]{4,6})")
_PLACE = re.compile(r"(?<![\d-])([12])-(\d{1,2})-(\d{1,2})(?![\d-])")
_PRIVATE = 0xE000
_PRIVATE_END = 0xF8FF
_REPEATED = {"／″＼": "〴〵", "／＼": "〳〵"}
_ACCENTED = re.compile(r"〔([ -~、]{1,300})〕")
_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    ":": "\u0308",
    "&": "\u030a",
    ",": "\u0327",
    "_": "\u0304",
}
_LIGATURES = {"AE&": "Æ", "ae&": "æ", "OE&": "Œ", "oe&": "œ", "s&": "ß", "!@": "¡", "?@": "¿"}
_DECOMPOSED = re.compile(r"AE&|ae&|OE&|oe&|s&|!@|\?@|([A-Za-z])(['`^~:&,_])")


def resolve(description: str) -> str:
    """The character that a description names, or ``""``."""
    named = _UNICODE.search(description)
    if named:
        point = int(named[1], 16)
        return chr(point) if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF else ""  # noqa: PLR2004 - Unicode's
    place = _PLACE.search(description)
    if not place:
        return ""
    plane, row, cell = (int(number) for number in place.groups())
    if not (1 <= row <= 94 and 1 <= cell <= 94):  # noqa: PLR2004 - a JIS plane has 94 rows of 94 cells
        return ""
    prefix = b"" if plane == 1 else b"\x8f"
    try:
        return (prefix + bytes([row + 0xA0, cell + 0xA0])).decode("euc_jis_2004")
    except UnicodeDecodeError:
        return ""


def substitute(text: str) -> tuple[str, dict[str, str]]:
    """``text`` with every description replaced, くの字点 and accents composed; placeholders and what they describe."""
    unknown: dict[str, str] = {}

    def character(found: re.Match[str]) -> str:
        known = resolve(found[1])
        if known:
            return known
        for placeholder, description in unknown.items():
            if description == found[1]:
                return placeholder
        if _PRIVATE + len(unknown) > _PRIVATE_END:
            return "※"
        placeholder = chr(_PRIVATE + len(unknown))
        unknown[placeholder] = found[1]
        return placeholder

    for written, sign in _REPEATED.items():
        text = text.replace(written, sign)
    text = _GAIJI.sub(character, text)
    return _ACCENTED.sub(_compose, text), unknown


def _compose(found: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 - few texts hold accents

    def letter(part: re.Match[str]) -> str:
        if part[0] in _LIGATURES:
            return _LIGATURES[part[0]]
        composed = unicodedata.normalize("NFC", part[1] + _ACCENTS[part[2]])
        return composed if len(composed) == 1 else part[0]

    out = _DECOMPOSED.sub(letter, found[1])
    # Brackets that hold no accent are the author's own.
    return out if out != found[1] else found[0]


def shown(text: str, unknown: dict[str, str]) -> str:
    """``text`` with placeholders as ※, one code point each, so that offsets stay."""
    return text.translate({ord(placeholder): "※" for placeholder in unknown})

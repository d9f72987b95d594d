"""Bytes to text as browsers do it.

Owns the choice of an encoding: byte order mark, header, declaration in the page, content.  Never raises: bytes that
fit no encoding come out with U+FFFD.  Source: WHATWG Encoding, HTML section "determining the character encoding".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the encoding (WHATWG), and what decided: bom, header, declaration, content, fallback."""

    text: str
    encoding: str
    decided_by: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of ``body``; ``content_type`` is the header's whole value, parameters included."""
    header = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", content_type)
    declared = _DECLARED.search(body[:4096])
    names = [header[1]] if header else []
    if declared:
        names.append((declared[1] or declared[2]).decode("ascii"))
    for name in [*names, "utf-8", "cp932", "euc-jp"]:
        codec = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-1": "cp1252"}.get(
            name.lower(), name
        )
        try:
            return Decoded(body.decode(codec).removeprefix("\ufeff"), name, "declaration")
        except (LookupError, UnicodeError, TypeError, AssertionError):
            continue
    return Decoded(body.decode("utf-8", "replace"), "utf-8", "fallback")

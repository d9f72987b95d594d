"""What text from outside may contain, decided in one place.

Owns the border between the web (or a file) and everything that reaches a terminal: C0 and C1 controls, ESC, bidi
overrides and isolates that never close, tag characters, noncharacters and lone surrogates.  Refuses to know about
markup, width or language.  Sources: Unicode UAX #9 (bidi), UTS #39, CVE-2021-42574 ("Trojan Source").
"""

from __future__ import annotations

import re

TITLE_LIMIT = 500
"""Code points of a title; a longer one is cut and ends in an ellipsis."""

URL_LIMIT = 4096
"""Code points of a URL; a longer one is refused by :func:`clean_url`."""

MARKS_LIMIT = 8
"""Combining marks on one base; more ("zalgo") climb out of their line."""

# Controls but tab and newline; DEL and C1; line and paragraph separators are newlines by another name.
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
# Embeddings, overrides and isolates; Arabic letter mark and LRM/RLM stay, they move nothing but themselves.
_BIDI = "\u202a-\u202e\u2066-\u2069"
# Deprecated format characters, word joiner kin without a visible effect, BOM, tags, annotations, noncharacters.
_INVISIBLE = "\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_SURROGATE = "\ud800-\udfff"
_NONCHARACTER = "\ufdd0-\ufdef\ufffe\uffff"

_BAD_IN_TEXT = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}{_SURROGATE}{_NONCHARACTER}]")
_BAD_IN_LINE = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}{_SURROGATE}{_NONCHARACTER}\u200b\u200e\u200f\u061c]")
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARKS = re.compile(f"([{_MARK}]{{{MARKS_LIMIT}}})[{_MARK}]+")
_SUSPECT = re.compile(f"[{_CONTROL}\u2028\u2029{_BIDI}{_INVISIBLE}{_SURROGATE}{_NONCHARACTER}{_MARK}]")
"""Whatever may have to change; most texts hold none of it."""

_SPACE = re.compile(r"[\s\u00a0]+")


def clean(text: str) -> str:
    r"""Body text without what could steer a terminal; newlines become ``\n``, tabs stay.

    Joiners (ZWJ, ZWNJ), variation selectors and left/right marks stay: emoji, Persian and Indic need them.
    Idempotent.
    """
    if (text.isascii() and text.isprintable()) or not _SUSPECT.search(text):
        return text
    text = _NEWLINE.sub("\n", text)
    text = _BAD_IN_TEXT.sub("", text)
    return _MARKS.sub(r"\1", text)


def clean_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """One line, for titles, names and messages: white space folded, ends trimmed, cut to ``limit`` code points.

    An ideographic space between words is kept (it is how a Japanese title sets off its subtitle).  Idempotent.
    """
    text = _NEWLINE.sub(" ", text)
    text = _BAD_IN_LINE.sub("", text)
    text = _MARKS.sub(r"\1", text)
    text = _SPACE.sub(lambda run: "\u3000" if set(run[0]) == {"\u3000"} else " ", text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_url(text: str) -> str:
    """The address without controls, spaces or bidi marks, or ``""`` where it is longer than :data:`URL_LIMIT`."""
    text = _SPACE.sub("", _BAD_IN_LINE.sub("", text))
    return text if len(text) <= URL_LIMIT else ""

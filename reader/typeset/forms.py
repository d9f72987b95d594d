"""What a character becomes in a column: presentation forms, full-width letters, and what is set across.

Owns the tables of vertical writing.  Sources: Unicode's blocks Vertical Forms and CJK Compatibility Forms, JLREQ 2.3
and 3.2.5 (tate-chu-yoko), UTR #50.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.document import Mark
from reader.typeset.width import NARROW, WidthPolicy, cluster_cells, shown

if TYPE_CHECKING:
    from reader.document import Span

GLYPH_CELLS: Final = 2
"""Cells of a column."""

FORMS: Final = str.maketrans(
    {
        "、": "︑", "。": "︒", "，": "︐", ",": "︐", "：": "︓", ":": "︓", "；": "︔", ";": "︔",
        "「": "﹁", "」": "﹂", "『": "﹃", "』": "﹄", "（": "︵", "）": "︶", "(": "︵", ")": "︶",
        "〔": "︹", "〕": "︺", "【": "︻", "】": "︼", "《": "︽", "》": "︾", "〈": "︿", "〉": "﹀",
        "［": "﹇", "］": "﹈", "[": "﹇", "]": "﹈", "｛": "︷", "｝": "︸", "{": "︷", "}": "︸",
        "〖": "︗", "〗": "︘", "…": "︙", "‥": "︰", "—": "︱", "―": "︱", "─": "︱", "–": "︱", "-": "︱", "‐": "︱",
        "ー": "｜", "ｰ": "｜", "〜": "︴", "～": "︴", "~": "︴", "“": "〝", "”": "〟", "_": "︳",
        "→": "↓", "←": "↑", "↑": "→", "↓": "←", "＝": "‖", "=": "‖",
    }
)  # fmt: skip
"""Vertical forms, by Unicode's own where there are any; ー has none and borrows the full-width bar."""

_PAIR: Final = re.compile(
    "(?<![0-9A-Za-z０-９])(?:[0-9]{2}|[０-９]{2})(?![0-9A-Za-z０-９])|(?<![!?！？])[!?！？]{2}(?![!?！？])"
)


def across(text: str, spans: list[tuple[int, int, Span]]) -> list[tuple[int, int]]:
    """Start and end of what stands side by side in one row: pairs of digits, of ! and ?, and what is marked so."""
    marked = [
        (start, end) for start, end, span in spans if span.mark is Mark.UPRIGHT and _side_by_side(text[start:end])
    ]
    taken = {offset for start, end in marked for offset in range(start, end)}
    pairs = [match.span() for match in _PAIR.finditer(text) if taken.isdisjoint(range(*match.span()))]
    edges = {edge for start, end, _span in spans for edge in (start, end)}
    return sorted((start, end) for start, end in {*marked, *pairs} if edges.isdisjoint(range(start + 1, end)))


def _side_by_side(unit: str) -> str:
    """Two characters as two cells, or nothing where they have no narrow forms."""
    if len(unit) != GLYPH_CELLS:
        return ""
    narrow = unicodedata.normalize("NFKC", unit)
    return narrow if len(narrow) == GLYPH_CELLS and narrow.isascii() and narrow.isprintable() else ""


@lru_cache(maxsize=8192)
def glyph(unit: str, policy: WidthPolicy = NARROW, *, plain: bool = False) -> str:
    """A cluster, or a unit set across, as it stands in its row: two cells, no more and no less.

    ``plain`` leaves marks in their horizontal forms, for fonts that lack the vertical ones.
    """
    narrow = _side_by_side(unit)
    if narrow:
        return narrow
    if len(unit) == 1:
        unit = _upright(unit, plain=plain)
    unit = shown(unit, policy)
    size = cluster_cells(unit, policy) if unit else 0
    return unit + " " * (GLYPH_CELLS - size) if size <= GLYPH_CELLS else "  "


def _upright(character: str, *, plain: bool) -> str:
    if not plain:
        character = character.translate(FORMS)
    if character in {" ", "\u00a0", "\t"}:
        return "\u3000"
    if "!" <= character <= "~":
        return chr(ord(character) + 0xFEE0)
    return character

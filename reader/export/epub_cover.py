"""A cover drawn from title and author: an SVG without pictures, fonts or scripts.

Owns how a title is set on it: a Japanese or Chinese one downwards, a character a place, so that no reading system
needs to know vertical text; any other in lines across.  Its colour comes from the serial's uid and stays.  Sources:
SVG 1.1 (text), JLREQ 2.1 and 3.1 (vertical setting, line starts).
"""

from __future__ import annotations

import colorsys
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from reader.export import epub_book
from reader.export.markup import escaped, plain_line
from reader.typeset.width import cells, cluster_cells, clusters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.export.epub_book import Book

WIDTH: Final = 1200
HEIGHT: Final = 1800

_MARGIN: Final = 140
_LONGEST: Final = 80
"""Cells of a title; a longer one is cut."""
_LARGEST: Final = 150
"""Size of a title's letters."""
_SMALLEST: Final = 48
_AUTHOR: Final = 64
_LEADING: Final = 1.35
_LINES: Final = 5

_CLINGING: Final = frozenset(
    "、。，．・：；！？）］｝」』】〕〉》”’ー…‥～〜々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?)]"
)
"""No line begins with these."""
_OPENING: Final = frozenset("（［｛「『【〔《〈“‘([")
"""No line ends in these."""
_LYING: Final = frozenset("ー〜～…‥：；＝=~:;→←")
"""Turned in a column, beside what brackets and dashes are."""
_TURNED: Final = frozenset({"Ps", "Pe", "Pi", "Pf", "Pd"})
_HIGH: Final = frozenset("、。，．")
"""At the upper right of their place in a column."""

_PAGE: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" version="1.1" viewBox="0 0 {width} {height}">
<title>{title}</title>
<rect x="0" y="0" width="{width}" height="{height}" fill="{ground}"/>
<rect x="40" y="40" width="{inner_width}" height="{inner_height}" fill="none" stroke="{ink}" stroke-width="4"/>
<g fill="{ink}" font-family="serif" text-anchor="middle">
{letters}
</g>
</svg>
"""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A cluster with the middle of its place."""

    text: str
    x: float
    y: float
    size: int


def cover(book: Book) -> str:
    """The whole picture."""
    title, author = _cut(epub_book.title(book)), _cut(plain_line(book.author))
    down = _is_set_down(title)
    glyphs = [*_down(title, author)] if down else [*_across(title, author)]
    hue = int.from_bytes(blake2b(book.uid.encode("utf-8", "replace"), digest_size=2).digest()) / 0x10000
    return _PAGE.format(
        width=WIDTH,
        height=HEIGHT,
        inner_width=WIDTH - 80,
        inner_height=HEIGHT - 80,
        title=escaped(title),
        ground=_colour(hue, 0.9, 0.3),
        ink=_colour(hue, 0.2, 0.5),
        letters="\n".join(_drawn(one, down=down) for one in glyphs),
    )


def _colour(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * one):02x}" for one in parts)


def _cut(text: str) -> str:
    if cells(text) <= _LONGEST:
        return text
    out, room = [], _LONGEST - 2
    for one in clusters(text):
        room -= cluster_cells(one)
        if room < 0:
            break
        out.append(one)
    return "".join(out).rstrip() + "…"


def _is_set_down(title: str) -> bool:
    """Whether most letters are Han or kana."""
    letters = [one for one in title if one.isalpha()]
    east = sum(
        unicodedata.name(one, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")) for one in letters
    )
    return east * 2 > len(letters)


# --- downwards --------------------------------------------------------------------------------------------------


def _down(title: str, author: str) -> Iterator[_Glyph]:
    """Columns from the right; the author's in the lower left corner."""
    room = HEIGHT - 2 * _MARGIN - 200
    units = list(clusters(title.replace(" ", "\u3000")))
    size, _, columns = max(
        (_size(room, broken), -count, broken)
        for count in range(1, _LINES + 1)
        for broken in [_broken(units, -(-len(units) // count))]
    )
    for place, column in enumerate(columns):
        x = WIDTH - _MARGIN - size * (0.5 + _LEADING * place)
        for row, unit in enumerate(column):
            yield _Glyph(unit, x, _MARGIN + size * (row + 0.5), size)
    units = list(clusters(author.replace(" ", "\u3000")))
    small = min(_AUTHOR, room // max(1, len(units)))
    for row, unit in enumerate(reversed(units)):
        yield _Glyph(unit, _MARGIN, HEIGHT - _MARGIN - small * (row + 0.5), small)


def _size(room: int, columns: Sequence[Sequence[str]]) -> int:
    """The largest letters with which the columns fit."""
    across = (WIDTH - 3 * _MARGIN) / (_LEADING * len(columns))
    return int(max(_SMALLEST, min(_LARGEST, room / max(map(len, columns)), across)))


def _broken(units: Sequence[str], longest: int) -> list[list[str]]:
    """Columns of about ``longest`` clusters; none begins with what clings to the one before, or ends in a bracket."""
    columns: list[list[str]] = [[]]
    for unit in units:
        if len(columns[-1]) >= longest and unit not in _CLINGING:
            columns.append([columns[-1].pop()] if len(columns[-1]) > 1 and columns[-1][-1] in _OPENING else [])
        if columns[-1] or unit != "\u3000":
            columns[-1].append(unit)
    return [column for column in columns if column]


# --- across -----------------------------------------------------------------------------------------------------


def _across(title: str, author: str) -> Iterator[_Glyph]:
    """Centred lines, words kept whole where they fit."""
    room = WIDTH - 2 * _MARGIN
    longest = max(map(cells, title.split()), default=1)
    size = _LARGEST
    lines = _lines(title, 2 * room // size)
    while size > _SMALLEST and (len(lines) > _LINES or longest * size > 2 * room):
        size -= 6
        lines = _lines(title, 2 * room // size)
    for row, line in enumerate(lines):
        yield _Glyph(line, WIDTH / 2, HEIGHT * 0.3 + size * _LEADING * row, size)
    small = min(_AUTHOR, 2 * room // max(1, cells(author)))
    if author:
        yield _Glyph(author, WIDTH / 2, HEIGHT - _MARGIN - 60, small)


def _lines(title: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells."""
    lines = [""]
    for word in title.split():
        if lines[-1] and cells(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


# --- drawing ----------------------------------------------------------------------------------------------------


def _drawn(glyph: _Glyph, *, down: bool) -> str:
    x, y, text = glyph.x, glyph.y, glyph.text
    turned = ""
    if down:
        if text in _HIGH:
            x, y = x + 0.55 * glyph.size, y - 0.55 * glyph.size
        elif len(text) == 1 and (text in _LYING or unicodedata.category(text) in _TURNED):
            turned = f' transform="rotate(90 {_number(x)} {_number(y)})"'
        elif len(text) == 1 and "!" <= text <= "~":
            text = chr(ord(text) + 0xFEE0)
    # The baseline stands a good third of the size below the middle; not every renderer knows dominant-baseline.
    place = f'x="{_number(x)}" y="{_number(y + 0.36 * glyph.size)}"'
    return f'<text {place} font-size="{glyph.size}"{turned}>{escaped(text)}</text>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

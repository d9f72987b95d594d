r"""The little markup of the sample stories, and the HTML that a blog makes of it.

A file is lines.  ``# Name`` first names the episode.  A line of ``◇　◇　◇`` or ``***`` is a scene break as written,
``----`` a rule; ``> `` begins a paragraph of a quotation, ``- `` an item; everything after ``[note]`` is the author's
note.  Within a paragraph ``｜base《reading》`` is ruby and ``《《text》》`` takes emphasis dots (both as in Aozora
Bunko's and Kakuyomu's notations), ``**text**`` is strong and ``*text*`` emphasis.  Nothing nests.

Paragraphs are lines (as Japanese is written) or blocks of lines that a blank line ends.
"""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Kind(StrEnum):
    """What a piece of a story is."""

    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    BREAK = "break"
    """``source`` as written, empty for a rule."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph or break; ``source`` still holds the inline marks."""

    kind: Kind
    source: str


@dataclass(frozen=True, slots=True)
class Story:
    """One file as read: ``name`` is empty where the file gives none."""

    name: str
    text: tuple[Piece, ...]
    note: tuple[Piece, ...]


_BREAKS: Final = {"◇　◇　◇": "◇　◇　◇", "***": "***", "----": ""}
_PREFIXES: Final = {"> ": Kind.QUOTE, "- ": Kind.ITEM}
_NOTE: Final = "[note]"

_INLINE: Final = re.compile(
    r"｜(?P<base>[^｜《》]+)《(?P<reading>[^《》]+)》|《《(?P<dots>[^《》]+)》》|\*\*(?P<strong>[^*]+)\*\*|\*(?P<emphasis>[^*]+)\*"
)
_OPENINGS: Final = frozenset("「『（〈―…")
"""What a Japanese paragraph may begin with in place of its indent."""


def parse(source: str, *, by_line: bool) -> Story:
    """Read one file; ``by_line`` where every line is a paragraph."""
    name = ""
    pieces: dict[bool, list[Piece]] = {False: [], True: []}
    in_note = False
    for line in _paragraphs(source, by_line=by_line):
        if line.startswith("# "):
            name = line[2:]
        elif line == _NOTE:
            in_note = True
        else:
            pieces[in_note].append(_piece(line))
    return Story(name, tuple(pieces[False]), tuple(pieces[True]))


def _paragraphs(source: str, *, by_line: bool) -> Iterator[str]:
    lines = (line.strip(" ") for line in source.splitlines())
    if by_line:
        yield from filter(None, lines)
        return
    held: list[str] = []
    for line in itertools.chain(lines, [""]):
        if held and (not line or line[:2] in _PREFIXES):
            yield " ".join(held)
            held.clear()
        if line:
            held.append(line)


def _piece(line: str) -> Piece:
    if line in _BREAKS:
        return Piece(Kind.BREAK, _BREAKS[line])
    kind = _PREFIXES.get(line[:2])
    return Piece(kind, line[2:]) if kind else Piece(Kind.PARAGRAPH, line)


def plain(source: str) -> str:
    """The words of a paragraph, without marks and readings."""
    return _INLINE.sub(lambda mark: next(filter(None, mark.groups())), source)


def ruby(source: str) -> list[tuple[str, str]]:
    """Pairs of base and reading, in order."""
    return [(mark["base"], mark["reading"]) for mark in _INLINE.finditer(source) if mark["base"]]


def inline_html(source: str) -> str:
    """A paragraph's words and marks as HTML."""
    parts: list[str] = []
    end = 0
    for mark in _INLINE.finditer(source):
        parts += (html.escape(source[end : mark.start()], quote=False), _mark_html(mark))
        end = mark.end()
    return "".join((*parts, html.escape(source[end:], quote=False)))


_TAGS: Final = {
    "dots": '<em class="bouten">{}</em>',
    "strong": "<strong>{}</strong>",
    "emphasis": "<em>{}</em>",
}


def _mark_html(mark: re.Match[str]) -> str:
    if mark["base"]:
        base, reading = html.escape(mark["base"]), html.escape(mark["reading"])
        return f"<ruby><rb>{base}</rb><rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
    kind = str(mark.lastgroup)
    return _TAGS[kind].format(html.escape(mark[kind], quote=False))


def blocks_html(pieces: Sequence[Piece], *, indent: bool = False) -> str:
    """Pieces as HTML, one element a line; ``indent`` sets a full-width space before Japanese narration."""
    return "\n".join(
        _WRITERS[kind](
            [_indented(piece.source) if indent and kind is Kind.PARAGRAPH else piece.source for piece in run]
        )
        for kind, run in itertools.groupby(pieces, lambda piece: piece.kind)
    )


def _indented(source: str) -> str:
    return source if source[0] in _OPENINGS else f"　{source}"


def _write_paragraphs(sources: list[str]) -> str:
    return "\n".join(f"<p>{inline_html(source)}</p>" for source in sources)


def _write_quote(sources: list[str]) -> str:
    return f"<blockquote>\n{_write_paragraphs(sources)}\n</blockquote>"


def _write_items(sources: list[str]) -> str:
    items = "\n".join(f"<li>{inline_html(source)}</li>" for source in sources)
    return f"<ul>\n{items}\n</ul>"


def _write_breaks(sources: list[str]) -> str:
    return "\n".join(
        f'<p style="text-align: center">{html.escape(source)}</p>' if source else "<hr />" for source in sources
    )


_WRITERS: Final[dict[Kind, Callable[[list[str]], str]]] = {
    Kind.PARAGRAPH: _write_paragraphs,
    Kind.QUOTE: _write_quote,
    Kind.ITEM: _write_items,
    Kind.BREAK: _write_breaks,
}

"""An episode's blocks as XHTML: paragraphs, lists in lists, tables, pictures, notes apart.

Owns the nesting that flat blocks leave out: quotations and lists are opened and closed by their levels, a picture and
its caption are one figure, a footnote's paragraphs stand in one aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reader.document import Block, Part, Role, Span
from reader.export.epub_links import web_link
from reader.export.markup import escaped, plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.export.epub_inline import Inline
    from reader.export.epub_pictures import Picture

DEPTH_LIMIT: Final = 8
"""Levels of quotations and lists; a page too narrow to read has more."""

PAUSE_LIMIT: Final = 12
"""Blank lines in a row."""

_APART: Final = {
    Part.BEFORE: '<section class="author-note before">',
    Part.AFTER: '<section class="author-note after">',
    Part.FOOTNOTE: '<section class="footnotes">',
}
_NUMBERED: Final = re.compile(r"(\d{1,9})\s*[.．)）、]?")
_BULLETS: Final = frozenset("•◦▪‣⁃∙·*-–+・●○■□◆◇")
_NO_WORDS: Final = {"ja": "［挿絵］", "zh": "［插图］", "ko": "［삽화］"}


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes the blocks of one chapter; ``pictures`` are those that the book holds, by address."""

    inline: Inline
    pictures: Mapping[str, Picture]
    language: str = ""

    def write(self, blocks: Sequence[Block]) -> str:
        """All blocks, a line each; notes in sections of their own."""
        lines: list[str] = []
        for part, stretch in groupby(blocks, key=lambda one: one.part):
            some = list(stretch)
            written = list(self._footnotes(some) if part is Part.FOOTNOTE else self._flow(some))
            lines += [_APART[part], *written, "</section>"] if part in _APART and written else written
        return "\n".join(lines)

    # --- flow --------------------------------------------------------------------------------------------------

    def _flow(self, blocks: Sequence[Block]) -> Iterator[str]:
        outer = _Outer()
        last = len(blocks) - 1
        for index, block in enumerate(blocks):
            if block.role is Role.CAPTION and index and _is_shown_picture(blocks[index - 1]):
                continue
            yield from outer.make_room(block)
            caption = blocks[index + 1] if index < last and blocks[index + 1].role is Role.CAPTION else None
            yield from self._block(block, outer, caption)
        yield from outer.close()

    def _block(self, block: Block, outer: _Outer, caption: Block | None) -> Iterator[str]:
        if block.role is Role.IMAGE:
            if _is_shown_picture(block):
                yield self._picture(block, caption)
        elif block.role is Role.PAUSE:
            yield '<p class="pause"><br/></p>' * min(max(1, block.level), PAUSE_LIMIT)
        elif block.role is Role.SCENE_BREAK:
            yield f'<p class="scene-break">{self._inner(block)}</p>' if plain_line(block.text) else "<hr/>"
        elif not plain_line(block.text):
            return
        elif block.role is Role.TABLE:
            yield self._table(block)
        elif block.role is Role.HEADING:
            level = min(6, max(2, block.level))
            yield f"<h{level}>{self._inner(block)}</h{level}>"
        elif block.role is Role.PREFORMATTED:
            yield f"<pre>{self.inline(block.text, block.spans, newline=chr(10))}</pre>"
        elif block.role is Role.CAPTION:
            yield f'<p class="caption">{self._inner(block)}</p>'
        else:
            yield f"<p>{outer.told_marker(block)}{self._inner(block)}</p>"

    def _inner(self, block: Block) -> str:
        return self.inline(block.text, block.spans)

    def _picture(self, block: Block, caption: Block | None) -> str:
        told = f"<figcaption>{self._inner(caption)}</figcaption>" if caption and plain_line(caption.text) else ""
        picture = self.pictures.get(block.source)
        if picture is not None:
            shown = f'<img src="../{picture.name}" alt="{escaped(plain_line(block.text))}"/>'
            return f"<figure>{shown}{told}</figure>"
        words = escaped(plain_line(block.text)) or _NO_WORDS.get(self.language.partition("-")[0].lower(), "[image]")
        target = web_link(block.source)
        shown = f'<a href="{escaped(target)}">{words}</a>' if target else words
        return f'<figure class="absent"><p>{shown}</p>{told}</figure>'

    def _table(self, block: Block) -> str:
        rows, start = [], 0
        for row in block.text.rstrip("\n").split("\n"):
            cells = []
            for cell in row.split("\t"):
                cells.append(f"<td>{self.inline(cell, _within(block.spans, start, start + len(cell)))}</td>")
                start += len(cell) + 1
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table><tbody>{''.join(rows)}</tbody></table>"

    # --- footnotes ---------------------------------------------------------------------------------------------

    def _footnotes(self, blocks: Sequence[Block]) -> Iterator[str]:
        for note in _notes(blocks):
            label = note[0].marker
            number = self.inline.notes.get(label)
            body = "\n".join(self._flow([_as_paragraph(one) for one in note]))
            if number is None or number in self.inline.defined:
                yield body
                continue
            self.inline.defined.add(number)
            back = self._label(label, number)
            opened = f'<aside epub:type="footnote" role="doc-footnote" id="note-{number}">'
            body = body.replace("<p>", f"<p>{back} ", 1) if body.startswith("<p>") else f"<p>{back}</p>\n{body}"
            yield f"{opened}\n{body}\n</aside>"

    def _label(self, label: str, number: int) -> str:
        shown = self.inline(plain_line(label) or str(number), ())
        if number not in self.inline.referred:
            return shown
        return f'<a role="doc-backlink" href="#ref-{number}">{shown}</a>'


def _is_shown_picture(block: Block) -> bool:
    return block.role is Role.IMAGE and bool(block.source or plain_line(block.text))


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans between two offsets, counted from the first."""
    return [
        Span(max(one.start, start) - start, min(one.end, end) - start, one.mark, one.value)
        for one in spans
        if one.start < end and one.end > start
    ]


def _notes(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each footnote's blocks: a label begins a note unless it is the one before, and an empty one goes on with it."""
    note: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        if note and block.marker and block.marker not in seen:
            yield note
            note = []
        seen.add(block.marker)
        note.append(block)
    if note:
        yield note


def _as_paragraph(block: Block) -> Block:
    """Within a note the marker is the note's label, not a list's."""
    if block.role in {Role.ITEM, Role.QUOTE}:
        return Block(Role.PARAGRAPH, block.text, block.spans, part=block.part)
    return block


# --- what is open -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Outer:
    """The quotations and lists that are open; closing tags from the innermost out."""

    closers: list[str] = field(default_factory=list)
    kind: Role | None = None
    lists: list[str] = field(default_factory=list)
    """The opening tag of each open list, so that another kind of list is another list."""

    def make_room(self, block: Block) -> Iterator[str]:
        """Close what the block does not stand in, open what it stands in."""
        kind = block.role if block.role in {Role.QUOTE, Role.ITEM} else None
        if kind is not self.kind:
            yield from self.close()
            self.kind = kind
        depth = min(DEPTH_LIMIT, max(1, block.level)) if kind else 0
        if kind is Role.QUOTE:
            yield from self._set_quotes(depth)
        elif kind is Role.ITEM:
            yield from self._set_lists(depth, block.marker)

    def close(self) -> Iterator[str]:
        """Close everything."""
        yield from reversed(self.closers)
        self.closers, self.lists, self.kind = [], [], None

    def told_marker(self, block: Block) -> str:
        """The marker, where a list would not show it by itself."""
        if block.role is not Role.ITEM or not plain_line(block.marker) or _list_of(block.marker) != _BARE:
            return ""
        return f"{escaped(plain_line(block.marker))} "

    def _set_quotes(self, depth: int) -> Iterator[str]:
        while len(self.closers) > depth:
            yield self.closers.pop()
        while len(self.closers) < depth:
            self.closers.append("</blockquote>")
            yield "<blockquote>"

    def _set_lists(self, depth: int, marker: str) -> Iterator[str]:
        while len(self.lists) > depth:
            yield from self._end_list()
        if not marker and len(self.lists) == depth:
            return  # another paragraph of the same item
        wanted = _list_of(marker)
        if len(self.lists) == depth:
            if self.lists[-1] == wanted:
                yield f"</li>{_item(marker)}"
                return
            yield from self._end_list()
        while len(self.lists) < depth:
            innermost = len(self.lists) == depth - 1
            opened = wanted if innermost else _BARE
            self.lists.append(opened)
            self.closers.append(f"</li></{opened[1:3]}>")
            yield f"{opened}{_item(marker) if innermost else '<li>'}"

    def _end_list(self) -> Iterator[str]:
        self.lists.pop()
        yield self.closers.pop()


_BARE: Final = '<ul class="bare">'


def _list_of(marker: str) -> str:
    marker = marker.strip()
    if _NUMBERED.fullmatch(marker) and marker.isascii():
        return "<ol>"
    return "<ul>" if marker in _BULLETS else _BARE


def _item(marker: str) -> str:
    number = _NUMBERED.fullmatch(marker.strip()) if marker.isascii() else None
    return f'<li value="{int(number[1])}">' if number else "<li>"

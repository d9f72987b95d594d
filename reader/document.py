r"""The text of one episode: a flat list of blocks, each a string with marked stretches.

Flat on purpose: a place in the text is (block, offset) and nothing else, whatever is drawn around it.  A block's
``text`` is what a reader reads, line breaks as ``\n``; everything that is not a letter of it (ruby readings,
emphasis, links) is a :class:`Span` over it, in code points.  Serialises to plain JSON values.
"""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable


class Role(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """``level`` 1 to 6."""
    QUOTE = "quote"
    """A paragraph of a quotation, ``level`` its depth from 1."""
    ITEM = "item"
    """A paragraph of a list item, ``level`` its depth from 1; ``marker`` as shown ("•", "3."), empty on later ones."""
    PREFORMATTED = "preformatted"
    TABLE = "table"
    """Rows end in ``\\n``, cells are parted by ``\\t``."""
    CAPTION = "caption"
    """What stands under a picture: words of the episode, a paragraph as any other, for it is read there."""
    IMAGE = "image"
    """``text`` is the alternative text, ``source`` the absolute address."""
    SCENE_BREAK = "scene-break"
    """``text`` as the author wrote it ("◇　◇　◇", "***"), empty for a rule."""
    PAUSE = "pause"
    """``level`` blank lines that the author left between two paragraphs, beyond their usual distance."""


class Part(StrEnum):
    """Where in an episode a block stands; notes can be hidden without moving any place."""

    BEFORE = "before"
    """The author's note before the text."""
    TEXT = "text"
    AFTER = "after"
    """The author's note after the text."""
    FOOTNOTE = "footnote"
    """``marker`` is the label that a reference names."""


class Mark(StrEnum):
    """What a span says of its stretch of text."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    DOTS = "dots"
    """圏点: ``value`` is the dot as shown ("﹅"), or empty."""
    UNDERLINE = "underline"
    STRIKE = "strike"
    SUB = "sub"
    SUP = "sup"
    CODE = "code"
    SMALL = "small"
    UPRIGHT = "upright"
    """縦中横: set across in a vertical line."""
    RUBY = "ruby"
    """``value`` is the reading."""
    LINK = "link"
    """``value`` is the absolute address."""
    REFERENCE = "reference"
    """To a footnote; ``value`` is its label."""
    GAIJI = "gaiji"
    """A character outside the site's encoding; ``value`` describes it."""


TEXT_ROLES: Final = frozenset(
    {Role.PARAGRAPH, Role.HEADING, Role.QUOTE, Role.ITEM, Role.PREFORMATTED, Role.TABLE, Role.CAPTION}
)
"""Roles whose text counts as the episode's words."""


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch: ``text[start:end]`` of its block, in code points, never empty."""

    start: int
    end: int
    mark: Mark
    value: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, image or break; see :class:`Role` for which fields count."""

    role: Role
    text: str = ""
    spans: tuple[Span, ...] = ()
    level: int = 0
    marker: str = ""
    source: str = ""
    part: Part = Part.TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """An episode's blocks in reading order, and its language (BCP 47 primary subtag, ``""`` for unknown)."""

    blocks: tuple[Block, ...] = ()
    language: str = ""

    def paragraphs(self, part: Part = Part.TEXT) -> list[str]:
        """Plain text of each text block of ``part``, without readings."""
        return [
            block.text
            for block in self.blocks
            if block.part is part and block.role in TEXT_ROLES and block.text.strip()
        ]

    def ruby(self) -> list[tuple[str, str]]:
        """Pairs of base and reading in reading order, over all parts."""
        return [
            (block.text[span.start : span.end], span.value)
            for block in self.blocks
            for span in block.spans
            if span.mark is Mark.RUBY
        ]

    def note(self) -> str | None:
        """The author's notes before and after, a paragraph a line; ``None`` where there are none."""
        lines = self.paragraphs(Part.BEFORE) + self.paragraphs(Part.AFTER)
        return "\n".join(lines) or None

    def length(self) -> int:
        """Code points of the text itself that are not white space, notes and readings left out."""
        return sum(len("".join(text.split())) for text in self.paragraphs())


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values; empty fields are left out.  :func:`from_json` reads it back."""
    return {"language": document.language, "blocks": [_block_to_json(block) for block in document.blocks]}


def _block_to_json(block: Block) -> dict[str, Any]:
    out: dict[str, Any] = {"role": block.role.value}
    if block.text:
        out["text"] = block.text
    if block.spans:
        out["spans"] = [
            [span.start, span.end, span.mark.value, *([span.value] if span.value else [])] for span in block.spans
        ]
    if block.level:
        out["level"] = block.level
    if block.marker:
        out["marker"] = block.marker
    if block.source:
        out["source"] = block.source
    if block.part is not Part.TEXT:
        out["part"] = block.part.value
    return out


def from_json(value: dict[str, Any]) -> Document:
    """A document from :func:`to_json`'s values.  Raises ``ValueError``, ``KeyError`` or ``TypeError`` on others."""
    return Document(tuple(map(_block_from_json, value["blocks"])), str(value.get("language", "")))


def from_json_text(text: str | bytes) -> Document:
    """A document from the text of its JSON.  Raises as :func:`from_json` does."""
    collects = gc.isenabled()
    # Thousands of values, none of them garbage: looking for some in between would take longer than making them.
    gc.disable()
    try:
        return from_json(json.loads(text))
    finally:
        if collects:
            gc.enable()


# Values made field by field, past a frozen class's own slow way: a long text has tens of thousands of them.


def _block_from_json(value: dict[str, Any]) -> Block:
    of = value.get
    text, marked = of("text", ""), of("spans")
    spans = tuple([_span_from_json(*span) for span in marked]) if marked else ()
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError("a span lies outside its block")
    block = _new(Block)
    _set_role(block, _ROLES[value["role"]])
    _set_text(block, text)
    _set_spans(block, spans)
    _set_level(block, int(of("level", 0)))
    _set_marker(block, of("marker", ""))
    _set_source(block, of("source", ""))
    _set_part(block, _PARTS[of("part", "text")])
    return block


def _span_from_json(start: int, end: int, mark: str, value: str = "") -> Span:
    span = _new(Span)
    _set_start(span, int(start))
    _set_end(span, int(end))
    _set_mark(span, _MARKS[mark])
    _set_value(span, str(value))
    return span


def _setters(kind: type) -> list[Callable[[Any, Any], None]]:
    return [kind.__dict__[one.name].__set__ for one in fields(kind)]


_new: Final = object.__new__
_set_role, _set_text, _set_spans, _set_level, _set_marker, _set_source, _set_part = _setters(Block)
_set_start, _set_end, _set_mark, _set_value = _setters(Span)

_ROLES: Final = {role.value: role for role in Role}
_PARTS: Final = {part.value: part for part in Part}
_MARKS: Final = {mark.value: mark for mark in Mark}

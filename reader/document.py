r"""The text of one episode: a flat list of blocks, each a string with marked stretches.

Flat on purpose: a place in the text is (block, offset) and nothing else, whatever is drawn around it.  A block's
``text`` is what a reader reads, line breaks as ``\n``; everything that is not a letter of it (ruby readings,
emphasis, links) is a :class:`Span` over it, in code points.  Serialises to plain JSON values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


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
    return Document(tuple(_block_from_json(block) for block in value["blocks"]), str(value.get("language", "")))


def _block_from_json(value: dict[str, Any]) -> Block:
    text = value.get("text", "")
    spans = tuple(
        Span(int(start), int(end), Mark(mark), *(str(rest) for rest in more))
        for start, end, mark, *more in value.get("spans", ())
    )
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise ValueError("a span lies outside its block")
    return Block(
        Role(value["role"]),
        text,
        spans,
        int(value.get("level", 0)),
        value.get("marker", ""),
        value.get("source", ""),
        Part(value.get("part", Part.TEXT)),
    )

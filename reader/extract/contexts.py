"""What an open element makes of the text in it: its role, how deep, whether its lines count.

Owns the reading of a block element's tag, class and style, and the counting of list items.  Refuses to hold text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.document import Part, Role
from reader.extract.tags import HEADINGS
from reader.extract.vocabulary import is_caption_name, named

if TYPE_CHECKING:
    from lxml.etree import _Element

_KEEPS_LINES: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_CENTRED: Final = re.compile(
    r"text-align\s*:\s*center|(?:^|\s)(?:center|centered|aligncenter|has-text-align-center|text-center)(?:\s|$)"
)
_is_centred: Final = named(_CENTRED)
_keeps_lines: Final = named(_KEEPS_LINES)
_PARAGRAPHS: Final = frozenset({"p", "li", "dd", "dt", "td", "th"})
_LISTS: Final = frozenset({"ul", "ol", "dir", "li"})
_PREFORMATTED: Final = frozenset({"pre", "xmp", "listing", "plaintext"})
_CAPTIONS: Final = frozenset({"figcaption", "caption"})


@dataclass(slots=True)
class Context:
    """What an open element makes of the text in it."""

    role: Role = Role.PARAGRAPH
    level: int = 0
    part: Part = Part.TEXT
    marker: str = ""
    keeps_lines: bool = False
    paragraph: bool = False
    """The page says that this is one paragraph."""
    centred: bool = False
    counter: int = 0
    ordered: bool = False

    def opened(self, element: _Element) -> Context:
        """The context within a block element that stands in this one."""
        tag = element.tag
        new = Context(
            self.role,
            self.level,
            self.part,
            self.marker,
            self.keeps_lines,
            tag in _PARAGRAPHS,
            self.centred,
            0,
            self.ordered,
        )
        if element.keys():
            new._read_names(element)
        if tag == "p" or tag == "div":  # noqa: PLR1714 - what most elements are, and nothing more
            return new
        if tag in HEADINGS:
            new.role, new.level, new.paragraph = Role.HEADING, HEADINGS[tag], True
        elif tag == "blockquote":
            new.role = Role.QUOTE
            new.level = self.level + 1 if self.role is Role.QUOTE else 1
        elif tag in _LISTS:
            self._open_list(element, new)
        elif tag in _PREFORMATTED:
            new.role, new.keeps_lines = Role.PREFORMATTED, True
        elif tag in _CAPTIONS:
            new.role = Role.CAPTION
        elif tag == "center":
            new.centred = True
        return new

    def _read_names(self, element: _Element) -> None:
        names, style = element.get("class"), element.get("style")
        if style:
            if _keeps_lines(style):
                self.keeps_lines = True
            if _is_centred(style):
                self.centred = True
        if names:
            if _is_centred(names):
                self.centred = True
            if is_caption_name(names):
                self.role = Role.CAPTION
        if element.get("align", "").lower() == "center":
            self.centred = True

    def _open_list(self, element: _Element, new: Context) -> None:
        if element.tag != "li":
            new.role = Role.ITEM if self.role in (Role.PARAGRAPH, Role.ITEM, Role.QUOTE) else self.role
            new.level = self.level + 1 if self.role is Role.ITEM else 1
            new.ordered = element.tag == "ol"
            new.counter = _integer(element.get("start"), 1) - 1
            new.marker = ""
        elif self.role is Role.ITEM:
            self.counter = _integer(element.get("value"), self.counter + 1)
            new.marker = f"{self.counter}." if self.ordered else "•"
            parent = element.getparent()
            if parent is not None and "list-style" in parent.get("style", ""):
                new.marker = ""

    def set_apart(self, part: Part | None, footnote: str | None) -> None:
        """What stands apart from the text is plain paragraphs there; ``footnote`` is the label of one."""
        if footnote is not None:
            self.role, self.part, self.marker, self.level = Role.PARAGRAPH, Part.FOOTNOTE, footnote, 0
        elif part is not None and self.part is not Part.FOOTNOTE:
            self.part = part
            if self.role in (Role.QUOTE, Role.ITEM):
                self.role, self.level, self.marker = Role.PARAGRAPH, 0, ""
        elif self.part is Part.FOOTNOTE and self.role is not Role.PREFORMATTED:
            self.role, self.level = Role.PARAGRAPH, 0


def _integer(value: str | None, otherwise: int) -> int:
    try:
        return max(-9999, min(9999, int(value))) if value is not None else otherwise
    except ValueError:
        return otherwise

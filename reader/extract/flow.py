"""The text of one block while it gathers: white space folded as a browser folds it, open rubies, marked stretches.

Owns where a stretch begins and ends in the text that comes out.  Refuses to know about elements around the block.
Text is cleaned here, once, as it leaves the tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean
from reader.document import Mark, Span
from reader.extract.inlines import Ruby

if TYPE_CHECKING:
    from reader.document import Block

_SPACES: Final = " \t\r\f\n"
_WIDE_SPACE: Final = "\u3000"
_FOLDED: Final = re.compile(r"[\t\r\f\n][ \t\r\f\n]*| [ \t\r\f\n]+")
"""White space that is not a single space already."""

_WIDE: Final = "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
_WIDE_LAST: Final = re.compile(f"[{_WIDE}]$")
_WIDE_FIRST: Final = re.compile(f"[{_WIDE}]")
_WIDE_BREAK: Final = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")
_ENOUGH_SPACE: Final = 8
"""Code points of white space after which more of it says nothing."""


class Flow:
    """The text since the last block, what is marked in it, and what stands between its letters."""

    __slots__ = ("blank", "images", "length", "pieces", "rubies", "space", "spans")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Nothing has come yet."""
        self.pieces: list[str] = []
        self.length = 0
        self.space = ""  # white space seen since the last letter
        self.spans: list[Span] = []
        self.rubies: list[Ruby] = []
        self.images: list[Block] = []
        self.blank = False  # a <br> or a non-breaking space: an empty paragraph that shows

    def holds(self) -> bool:
        """Whether anything came; white space that nothing follows is forgotten."""
        if self.pieces or self.images or self.blank or self.rubies:
            return True
        self.space = ""
        return False

    # --- text -------------------------------------------------------------------------------------------------

    def add(self, raw: str, *, keeps_lines: bool, preformatted: bool) -> None:
        """A text node: folded as a browser folds it, unless the block keeps its lines."""
        if self.rubies and (self.rubies[-1].in_reading or self.rubies[-1].in_fallback):
            ruby = self.rubies[-1]
            if not ruby.in_fallback and ruby.readings:
                ruby.readings[-1].append(clean(raw))
            return
        text = clean(raw)
        if keeps_lines:
            if not preformatted and not text.strip():
                text = "\n" * text.count("\n")
            self.append(text)
            return
        if "\u00a0" in text or "\u3000" in text:
            self.blank = True  # an empty paragraph that shows
            if not text.strip():  # an indent before an element; nothing, where nothing follows
                self.space = (self.space + (_WIDE_SPACE * text.count(_WIDE_SPACE) or " "))[:_ENOUGH_SPACE]
                return
            text = text.replace("\u00a0", " ")
        self._fold(text)

    def _fold(self, text: str) -> None:
        stripped = text.lstrip(_SPACES)
        if not stripped:
            self.space = self.space + text if len(self.space) < _ENOUGH_SPACE else self.space
            return
        gap = self.space + text[: len(text) - len(stripped)]
        text = stripped.rstrip(_SPACES)
        self.space = stripped[len(text) :]
        if "\n" in text:
            text = _FOLDED.sub(" ", _WIDE_BREAK.sub("", text))
        elif "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _FOLDED.sub(" ", text)
        if _WIDE_SPACE in gap:
            text = _WIDE_SPACE * gap.count(_WIDE_SPACE) + text
        elif gap and self.length:
            last = self.pieces[-1][-1]
            both_wide = "\n" in gap and _WIDE_LAST.match(last) and _WIDE_FIRST.match(text)
            if last != "\n" and not both_wide:
                text = " " + text
        self.append(text)

    def append(self, text: str) -> None:
        """Text as it is to stand."""
        if not text:
            return
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if self.rubies:
            lead = len(text) - len(text.lstrip())
            if text.strip():
                self.rubies[-1].base(start + lead, self.length)

    def place(self) -> int:
        """Where a mark that opens now begins: a space before it is not part of it."""
        if _WIDE_SPACE in self.space:  # it comes with the letters that follow, if any do
            return self.length + self.space.count(_WIDE_SPACE)
        if self.space and self.length and self.pieces[-1][-1] != "\n" and not self.rubies:
            last = self.pieces[-1][-1]
            if not ("\n" in self.space and _WIDE_LAST.match(last)):
                self.pieces.append(" ")
                self.length += 1
                self.space = ""
        return self.length

    def newline(self) -> None:
        """A ``<br>``."""
        if self.rubies:
            return
        self.blank = True
        self.space = ""
        self.pieces.append("\n")
        self.length += 1

    def mark(self, start: int, mark: Mark, value: str) -> None:
        """What came since ``start`` is marked, if anything came."""
        if start < self.length:
            self.spans.append(Span(start, self.length, mark, value))

    def shown(self, text: str, mark: Mark, value: str) -> None:
        """Text that stands for something else, marked as a whole."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        self.spans.append(Span(start, self.length, mark, value))

    # --- ruby -------------------------------------------------------------------------------------------------

    def open_ruby(self) -> None:
        """A ``<ruby>``."""
        self.rubies.append(Ruby(opened_at=self.length))

    def close_ruby(self) -> None:
        """Its end."""
        if not self.rubies:
            return
        ruby = self.rubies.pop()
        ruby.close_group()
        self.spans.extend(ruby.spans)
        if self.rubies and not self.rubies[-1].in_reading:
            self.rubies[-1].base(ruby.opened_at, self.length)

    def open_in_ruby(self, tag: str) -> None:
        """An ``rb``, ``rt``, ``rtc`` or ``rp``."""
        ruby = self.rubies[-1]
        if tag == "rb":
            if ruby.readings and not ruby.container:
                ruby.close_group()
            ruby.begin_base()
        elif tag == "rt":
            ruby.begin_reading()
        elif tag == "rtc":
            ruby.begin_container()
        else:
            ruby.in_fallback += 1

    def close_in_ruby(self, tag: str) -> None:
        """Its end."""
        if not self.rubies:
            return
        ruby = self.rubies[-1]
        if tag == "rp":
            ruby.in_fallback -= 1
        elif tag == "rt":
            ruby.in_reading = False
        elif tag == "rb":
            ruby.joined = False

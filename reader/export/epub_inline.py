"""A stretch of text with its marks as XHTML that every reading system takes.

Owns the tag of each mark, footnote references within a chapter, and what stands across in a vertical line.  Sources:
EPUB 3.3 (content documents, structural semantics), HTML Living Standard (ruby), DPUB-ARIA 1.1, JLREQ 3.2.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.document import Mark, Part, Span
from reader.export.epub_links import link_target
from reader.export.epub_style import DOTS
from reader.export.markup import escaped
from reader.export.nesting import render
from reader.typeset.forms import across

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.document import Document

_TAGS: Final = {
    Mark.EMPHASIS: "em",
    Mark.STRONG: "strong",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
    Mark.CODE: "code",
    Mark.SMALL: "small",
}

_LONE: Final = re.compile(r"(?<![!-~])[0-9!?](?![!-~])")
"""A figure or mark of half width by itself: it would lie on its side in a vertical line."""

_ACROSS_LIMIT: Final = 4
"""Characters that fit side by side."""


@dataclass(slots=True)
class Inline:
    """Turns text into XHTML for one chapter; remembers which footnotes were referred to and which stand already."""

    notes: Mapping[str, int]
    """Footnotes by label, numbered in the chapter."""
    chapters: Mapping[str, str] = field(default_factory=dict)
    vertical: bool = False
    referred: set[int] = field(default_factory=set)
    defined: set[int] = field(default_factory=set)

    def __call__(self, text: str, spans: Sequence[Span], newline: str = "<br/>") -> str:
        """The stretch; line breaks become ``newline``."""
        marked = [one for one in spans if one.mark is not Mark.UPRIGHT or one.end - one.start <= _ACROSS_LIMIT]
        if self.vertical:
            marked += _set_across(text, marked)
        return render(text, marked, lambda piece: escaped(piece).replace("\n", newline), self._wrap)

    def _wrap(self, mark: Mark, value: str, inner: str) -> str:
        if mark in _TAGS:
            return f"<{_TAGS[mark]}>{inner}</{_TAGS[mark]}>"
        return _WRAPS[mark](self, value, inner)

    def _link(self, value: str, inner: str) -> str:
        target = link_target(value, self.chapters)
        return f'<a href="{escaped(target)}">{inner}</a>' if target else inner

    def _reference(self, value: str, inner: str) -> str:
        note = self.notes.get(value)
        if note is None:
            return inner
        place = "" if note in self.referred else f' id="ref-{note}"'
        self.referred.add(note)
        return f'<a class="noteref" epub:type="noteref" role="doc-noteref"{place} href="#note-{note}">{inner}</a>'

    @staticmethod
    def _ruby(value: str, inner: str) -> str:
        if not value.strip():
            return inner
        return f"<ruby>{inner}<rp>（</rp><rt>{escaped(value)}</rt><rp>）</rp></ruby>"

    @staticmethod
    def _dots(value: str, inner: str) -> str:
        return f'<em class="{DOTS.get(value, DOTS[""]).name}">{inner}</em>'

    @staticmethod
    def _across(_: str, inner: str) -> str:
        return f'<span class="tcy">{inner}</span>'

    @staticmethod
    def _gaiji(value: str, inner: str) -> str:
        return f'<span class="gaiji" title="{escaped(value)}">{inner}</span>'


_WRAPS: Final[dict[Mark, Callable[[Inline, str, str], str]]] = {
    Mark.LINK: Inline._link,  # noqa: SLF001 - the class's own table
    Mark.REFERENCE: Inline._reference,  # noqa: SLF001
    Mark.RUBY: lambda _, value, inner: Inline._ruby(value, inner),  # noqa: SLF001
    Mark.DOTS: lambda _, value, inner: Inline._dots(value, inner),  # noqa: SLF001
    Mark.UPRIGHT: lambda _, value, inner: Inline._across(value, inner),  # noqa: SLF001
    Mark.GAIJI: lambda _, value, inner: Inline._gaiji(value, inner),  # noqa: SLF001
}


def footnotes(document: Document) -> dict[str, int]:
    """A number for the label of each footnote, in the order in which they stand."""
    labels = dict.fromkeys(one.marker for one in document.blocks if one.part is Part.FOOTNOTE and one.marker)
    return {label: number for number, label in enumerate(labels, 1)}


def _set_across(text: str, spans: Sequence[Span]) -> list[Span]:
    pairs = [
        pair for pair in across(text, [(one.start, one.end, one) for one in spans]) if text[slice(*pair)].isascii()
    ]
    lone = [match.span() for match in _LONE.finditer(text)]
    return [Span(start, end, Mark.UPRIGHT) for start, end in {*pairs, *lone}]

"""An episode's text as Markdown that shows the same on the usual hosts (CommonMark 0.31).

Readings stand behind their base in 《》, since Markdown has no ruby; letters that Markdown would take for marks are
escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.addresses import is_web
from reader.document import Block, Mark, Part, Role
from reader.export.nesting import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.document import Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~])")
_AT_START = re.compile(r"^(\s*)([#+-]|\d{1,9}[.)])(?=\s|$)", re.MULTILINE)
_RULE = re.compile(r"^(\s*)([-=])", re.MULTILINE)
_AROUND = {
    Mark.EMPHASIS: ("*", "*"),
    Mark.STRONG: ("**", "**"),
    Mark.DOTS: ("*", "*"),
    Mark.STRIKE: ("~~", "~~"),
    Mark.SUB: ("<sub>", "</sub>"),
    Mark.SUP: ("<sup>", "</sup>"),
}


def escape_markdown(text: str) -> str:
    """``text`` letter for letter in a Markdown paragraph."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _AT_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)
    return _RULE.sub(r"\1\\\2", escaped)


def inline_markdown(block: Block) -> str:
    """The block's text with its spans as marks; line breaks as a backslash at the line's end."""
    return render(block.text, block.spans, escape_markdown, _wrap).replace("\n", "\\\n")


def _wrap(mark: Mark, value: str, inner: str) -> str:
    if mark in _AROUND:
        before, after = _AROUND[mark]
        return f"{before}{inner}{after}"
    if mark is Mark.RUBY:
        return f"{inner}《{escape_markdown(value)}》"
    if mark is Mark.LINK and is_web(value):
        return f"[{inner}](<{value.replace('<', '%3C').replace('>', '%3E')}>)"
    if mark is Mark.REFERENCE:
        return f"[^{value}]"
    return inner


def text_markdown(document: Document) -> str:
    """The whole text, blocks parted by blank lines; author's notes as quotations."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    for block in document.blocks:
        shown = _ROLES.get(block.role, _paragraph)(block)
        yield _quoted(shown, 1) if block.part in {Part.BEFORE, Part.AFTER} else shown


def _paragraph(block: Block) -> str:
    inner = inline_markdown(block)
    return f"[^{block.marker}]: {inner}" if block.part is Part.FOOTNOTE and block.marker else inner


def _heading(block: Block) -> str:
    return "#" * min(6, max(2, block.level)) + " " + inline_markdown(block).replace("\\\n", " ")


def _item(block: Block) -> str:
    number = block.marker if re.fullmatch(r"\d{1,9}[.)]", block.marker) else "-"
    return "  " * (max(1, block.level) - 1) + f"{number} {inline_markdown(block)}"


def _preformatted(block: Block) -> str:
    longest = max((len(run) for run in re.findall(r"`+", block.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{block.text}\n{fence}"


def _image(block: Block) -> str:
    return f"![{escape_markdown(block.text)}](<{block.source}>)" if is_web(block.source) else inline_markdown(block)


def _quoted(text: str, depth: int) -> str:
    return "\n".join("> " * depth + line for line in text.split("\n"))


def _table(text: str) -> str:
    rows = [[escape_markdown(cell) for cell in row.split("\t")] for row in text.split("\n")]
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


_ROLES: Final[dict[Role, Callable[[Block], str]]] = {
    Role.HEADING: _heading,
    Role.QUOTE: lambda block: _quoted(inline_markdown(block), max(1, block.level)),
    Role.ITEM: _item,
    Role.PREFORMATTED: _preformatted,
    Role.TABLE: lambda block: _table(block.text),
    Role.IMAGE: _image,
    Role.SCENE_BREAK: lambda block: inline_markdown(block) or "---",
    Role.PAUSE: lambda _: "&nbsp;",
}

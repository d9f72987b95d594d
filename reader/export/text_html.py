"""An episode's text as plain HTML: no script, no style sheet, no address but http and https.

Source: HTML Living Standard (ruby, sub, sup, em); CSS Text Decoration for emphasis dots, as an inline style.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from reader.addresses import is_web
from reader.document import Block, Mark, Part, Role
from reader.export.nesting import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.document import Document

_TAGS = {
    Mark.EMPHASIS: "em",
    Mark.STRONG: "strong",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
    Mark.CODE: "code",
    Mark.SMALL: "small",
}
_PARTS = {Part.BEFORE: "note-before", Part.AFTER: "note-after", Part.FOOTNOTE: "footnotes"}


def inline_html(block: Block) -> str:
    """The block's text with its spans as tags; line breaks as ``<br>``."""
    return render(block.text, block.spans, lambda text: escape(text).replace("\n", "<br>\n"), _wrap)


def _dots(value: str, inner: str) -> str:
    dot = f"'{escape(value)}'" if value and value not in "'\\<>" else "sesame"
    return f'<em style="font-style:normal;text-emphasis:{dot}">{inner}</em>'


def _link(value: str, inner: str) -> str:
    return f'<a href="{escape(value)}" rel="noreferrer">{inner}</a>' if is_web(value) else inner


_WRAPS: Final[dict[Mark, Callable[[str, str], str]]] = {
    Mark.RUBY: lambda value, inner: f"<ruby>{inner}<rp>（</rp><rt>{escape(value)}</rt><rp>）</rp></ruby>",
    Mark.DOTS: _dots,
    Mark.LINK: _link,
    Mark.REFERENCE: lambda value, inner: f'<a href="#note-{escape(value)}">{inner}</a>',
    Mark.UPRIGHT: lambda _, inner: f'<span style="text-combine-upright:all">{inner}</span>',
    Mark.GAIJI: lambda value, inner: f'<span title="{escape(value)}">{inner}</span>',
}


def _wrap(mark: Mark, value: str, inner: str) -> str:
    if mark in _TAGS:
        return f"<{_TAGS[mark]}>{inner}</{_TAGS[mark]}>"
    return _WRAPS[mark](value, inner)


def text_html(document: Document) -> str:
    """The whole text, a block a line; notes and footnotes in sections of their own."""
    return "\n".join(_parts(document.blocks)) + "\n"


def _parts(blocks: Iterable[Block]) -> Iterator[str]:
    open_part, open_list = Part.TEXT, 0
    for block in blocks:
        depth = block.level if block.role is Role.ITEM else 0
        if block.part is not open_part:
            yield from ["</ul>"] * open_list
            open_list = 0
            if open_part in _PARTS:
                yield "</section>"
            if block.part in _PARTS:
                yield f'<section class="{_PARTS[block.part]}">'
            open_part = block.part
        yield from ["<ul>"] * (depth - open_list) or ["</ul>"] * (open_list - depth)
        open_list = depth
        yield _block(block)
    yield from ["</ul>"] * open_list
    if open_part in _PARTS:
        yield "</section>"


def _block(block: Block) -> str:
    inner = inline_html(block)
    if block.role is Role.TABLE:
        rows = (
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.split("\t")) + "</tr>"
            for row in block.text.split("\n")
        )
        return f"<table>{''.join(rows)}</table>"
    if block.role is Role.IMAGE:
        source = f' src="{escape(block.source)}"' if is_web(block.source) else ""
        return f'<img{source} alt="{escape(block.text)}">'
    if block.role is Role.SCENE_BREAK:
        return f'<p class="scene-break">{inner}</p>' if block.text else "<hr>"
    if block.role is Role.PAUSE:
        return "<p><br></p>" * max(1, block.level)
    if block.part is Part.FOOTNOTE and block.marker:
        return f'<p id="note-{escape(block.marker)}">{escape(block.marker)} {inner}</p>'
    before, after = _around(block)
    return f"{before}{inner}{after}"


def _around(block: Block) -> tuple[str, str]:
    if block.role is Role.HEADING:
        level = min(6, max(2, block.level))
        return f"<h{level}>", f"</h{level}>"
    if block.role is Role.QUOTE:
        depth = max(1, block.level)
        return "<blockquote>" * depth + "<p>", "</p>" + "</blockquote>" * depth
    tag = {Role.ITEM: "li", Role.PREFORMATTED: "pre", Role.CAPTION: "figcaption"}.get(block.role, "p")
    return f"<{tag}>", f"</{tag}>"

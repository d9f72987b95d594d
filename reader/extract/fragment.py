"""An episode's text where a feed or an API carries it itself: HTML without a page around it.

Owns what a feed adds ("The post … appeared first on …") and leaves out; everything else is as on a page, but nothing
has to be chosen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.document import Document
from reader.errors import NoText
from reader.extract.blocks import Apart, compose
from reader.extract.content import text_of
from reader.extract.footnotes import find_footnotes
from reader.extract.metadata import folded
from reader.extract.notes import marked_parts, set_apart
from reader.extract.pruning import prune, remove
from reader.extract.trimming import cut_tail, trim
from reader.hypertext.tree import parse_plain_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEED_LINE: Final = re.compile(
    r"(?i)the post .{1,300} (?:first )?appeared first on .{1,200}|(?:continue reading|read more|"
    r"続きを読む|もっと読む|전체\s*보기|阅读全文).{0,200}|source:.{0,200}|copyright ©.{0,200}"
)


def extract_html(html: str, *, base_url: str = "", title: str = "", language: str = "") -> Document:
    """The document of a stretch of HTML.  Raises :class:`NoText` for one without text, :class:`TooComplex`."""
    root = parse_plain_text(f"<html><body><div>{html}</div></body></html>")
    prune(root)
    body: _Element = next(root.iter("body"), root)
    for element in list(body.iter("p", "div"))[-3:]:
        if (
            element.getparent() is not None
            and element.getparent() is not root
            and _FEED_LINE.fullmatch(text_of(element))
        ):
            remove(element)
    notes = find_footnotes(body, root, base_url)
    trim(body)
    cut_tail(body)
    blocks = compose(body, base_url, Apart(notes.references, notes.notes, marked_parts(body)))
    while len(blocks) > 1 and title and folded(blocks[0].text) == folded(title):
        blocks = blocks[1:]
    blocks = set_apart(blocks, title)
    if not any(block.text.strip() or block.source for block in blocks):
        raise NoText("the entry holds no text", hint="Open the page in a browser.")
    return Document(tuple(blocks), language)

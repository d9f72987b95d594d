"""A document as plain lines of text, for a pager, a printer or a screen reader.

Owns the way from laid-out lines to strings: no colour, no control sequences, no spaces at a line's end.  Readings in
the row above are printed as a row of their own; for a screen reader the inline mode keeps them beside their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.typeset.lines import lay_out
from reader.typeset.setting import UNBOUNDED, Layout, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Document


def render_text(document: Document, width: int, layout: Layout | None = None) -> Iterator[str]:
    """The rows of the document, top to bottom, none wider than ``width`` cells nor than the layout's measure.

    Without a ``layout`` the measure is ``width`` and everything else the default.  A right-to-left line is in logical
    order.  Raises ``ValueError`` for a width of less than one cell.
    """
    setting = settle(document, layout or Layout(measure=max(1, width)), width)
    for index in range(len(document.blocks)):
        block = lay_out(document, index, setting)
        yield from [""] * block.gap
        for line in block.lines:
            if line.rows > 1:
                yield line.above_text
            yield line.text


def print_lines(document: Document, *, width: int = 0, layout: Layout | None = None) -> str:
    """The same as one text, each row ended by a newline; ``width`` 0 is no limit, one line a paragraph."""
    size = width or UNBOUNDED
    return "".join(f"{row}\n" for row in render_text(document, size, layout))

"""Tables of facts against tables that only lay a page out.

Owns the decision and the cells' text.  Old pages set whole episodes into one-celled tables, which are no tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.extract.content import raw_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_CELL_LIMIT: Final = 400
"""Code points; longer cells hold prose."""

_IN_LAYOUT: Final = frozenset(
    [
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "article",
        "section",
        "form",
        "hr",
        "figure",
        "nav",
        "iframe",
    ]
)


def rows_of(table: _Element) -> list[list[str]]:
    """The cells' text row by row where the table holds facts, else an empty list."""
    if table.get("role") in ("presentation", "none"):
        return []
    if any(element is not table and element.tag in _IN_LAYOUT for element in table.iter()):
        return []
    rows: list[list[str]] = []
    for row in table.iter("tr"):
        cells = [" ".join(raw_text(cell).split()) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
    if len(rows) < 2 or max(len(row) for row in rows) < 2:  # noqa: PLR2004 - a table has two of each
        return []
    if any(len(cell) > _CELL_LIMIT for row in rows for cell in row):
        return []
    return rows

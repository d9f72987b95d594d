"""The blocks of one footnote, for a pop-up."""

from __future__ import annotations

from dataclasses import replace

from reader.document import Document, Part


def footnote(document: Document, label: str) -> Document | None:
    """The footnote that a reference names, with the blocks that follow it up to the next label; ``None`` if missing."""
    blocks = []
    inside = False
    for block in document.blocks:
        if block.part is not Part.FOOTNOTE:
            inside = False
            continue
        if block.marker:
            inside = block.marker.strip("[]().:") == label.strip("[]().:")
        if inside:
            blocks.append(replace(block, part=Part.TEXT, marker=""))
    return Document(tuple(blocks), document.language) if blocks else None

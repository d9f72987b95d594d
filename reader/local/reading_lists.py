"""A reading list in any of its formats, by what it begins with; runs where untrusted bytes are parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ImportRefused
from reader.export.imports_text import is_markup, read_text_list
from reader.local.opml import read_opml

if TYPE_CHECKING:
    from reader.export.imports import ImportedList


def read_list(data: bytes, name: str = "") -> ImportedList:
    """The list in ``data``; ``name`` is the file's.  Any bytes give a list or :class:`ImportRefused` with one line."""
    if not is_markup(data):
        return read_text_list(data, name)
    try:
        return read_opml(data)
    except ImportRefused as error:
        error.subject = error.subject or name
        raise

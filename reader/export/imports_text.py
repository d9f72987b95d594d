"""Which text format a list is in, by what it begins with, and that it is no larger than such a list may be."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from reader.errors import ImportRefused
from reader.export.imports import BYTES_LIMIT, OWN_BYTES_LIMIT, too_much
from reader.export.imports_csv import is_csv, is_own_csv, read_csv
from reader.export.imports_json import read_json
from reader.export.imports_urls import read_urls
from reader.export.list_json import FORMAT

if TYPE_CHECKING:
    from reader.export.imports import ImportedList

_WIDE: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NARROW: Final = ("utf-8-sig", "cp932")
"""Ours, and what a Japanese spreadsheet makes of it."""
_HEAD: Final = 200
"""Where one of our lists says that it is one."""


def is_markup(data: bytes) -> bool:
    """Whether it is a tree in XML, as OPML is, and has to be read where trees are."""
    return _decoded(data[:_HEAD], errors="ignore").lstrip("\ufeff \t\r\n").startswith("<")


def read_text_list(data: bytes, name: str = "") -> ImportedList:
    """The list in JSON, CSV or newsboat's form; ``name`` is the file's, for the error.

    Raises :class:`ImportRefused` with one line.
    """
    try:
        return _read(_text(data), name)
    except ImportRefused as error:
        error.subject = error.subject or name
        raise


def _read(text: str, name: str) -> ImportedList:
    if text.lstrip().startswith(("{", "[")):
        return read_json(text)
    if is_csv(text) or name.lower().endswith((".csv", ".tsv")):
        return read_csv(text)
    return read_urls(text)


def _text(data: bytes) -> str:
    limit = OWN_BYTES_LIMIT if _is_own(data) else BYTES_LIMIT
    if len(data) > limit:
        raise too_much(f"more than {limit // 1024**2} MB")
    text = _decoded(data).removeprefix("\ufeff")
    if not text.strip():
        raise ImportRefused("is empty", hint="Import a reading list as JSON, CSV or OPML.")
    return text


def _is_own(data: bytes) -> bool:
    head = _decoded(data[:_HEAD], errors="ignore").removeprefix("\ufeff")
    return is_own_csv(head) or (head.startswith("{") and FORMAT in head)


def _decoded(data: bytes, errors: str = "strict") -> str:
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in _NARROW:
        try:
            return data.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("is no text", hint="Save the list as UTF-8.")

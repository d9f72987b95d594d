"""Lists of feeds in OPML, ours and those of other readers, from a tree that may be hostile.

Owns the reading of outlines: a feed (``xmlUrl``), a link (``url``), a folder, whose name becomes a tag.  Refuses
documents that define entities; nothing is fetched, and nothing but names, addresses and tags is looked at.  Sources:
OPML 2.0 (opml.org/spec2), and the exports of newsboat, FreshRSS, Miniflux, Feedly and NetNewsWire.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from lxml import etree

from reader.addresses import is_web
from reader.cleaning import clean_line, clean_url
from reader.errors import ImportRefused
from reader.export.imports import (
    BYTES_LIMIT,
    DEPTH_LIMIT,
    ITEMS_LIMIT,
    TAG_LIMIT,
    Gathering,
    ImportedList,
    a_serial,
    too_much,
)
from reader.export.markup import escaped
from reader.export.reading_list import ListedSerial
from reader.hypertext.charset import decode
from reader.model import Source, SourceKind

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DEFINES: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND: Final = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z]{2,31});)?")
_HINT: Final = "Import the OPML file that a feed reader exports."


def read_opml(data: bytes) -> ImportedList:
    """The list.  Raises :class:`ImportRefused` with one line."""
    if len(data) > BYTES_LIMIT:
        raise too_much(f"more than {BYTES_LIMIT // 1024**2} MB")
    root = _tree(data)
    if etree.QName(root).localname.lower() != "opml":
        raise ImportRefused("is markup, but no OPML", hint=_HINT)
    gathering, count = Gathering("opml"), 0
    waiting: list[tuple[etree._Element, int, tuple[str, ...]]] = [
        (one, 1, ()) for body in root.iterfind("{*}body") for one in reversed(body)
    ]
    while waiting:
        outline, depth, folders = waiting.pop()
        count += 1
        if count > ITEMS_LIMIT:
            raise too_much(f"more than {ITEMS_LIMIT:,} entries")
        if depth > DEPTH_LIMIT:
            raise too_much(f"folders deeper than {DEPTH_LIMIT}")
        fields = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        is_entry = _take(gathering, fields, folders)
        name = clean_line(fields.get("text") or fields.get("title") or "", TAG_LIMIT)
        within = folders if is_entry or not name else (*folders, name)
        waiting += [(one, depth + 1, within) for one in reversed(outline)]
    return gathering.value()


def _take(gathering: Gathering, fields: dict[str, str], folders: tuple[str, ...]) -> bool:
    """Take an outline that is an entry; whether it was one."""
    feed = clean_url(fields.get("xmlurl", ""))
    page = clean_url(fields.get("htmlurl") or ("" if feed else fields.get("url", "")))
    if not feed and not page:
        return False
    if not is_web(feed) and not is_web(page):
        gathering.leave_out("entries without a web address")
        return True
    serial = a_serial(
        page if is_web(page) else feed,
        fields.get("title") or fields.get("text") or "",
        language=fields.get("language", ""),
        tags=(*(one.lower() for one in folders), *_categories(fields.get("category", ""))),
    )
    sources = (Source(SourceKind.FEED, feed),) if is_web(feed) else ()
    gathering.add(ListedSerial(serial, (), sources))
    return True


def _categories(text: str) -> list[str]:
    """Tags, which OPML parts by commas and may write as paths from a slash on."""
    tags = [one.strip().lower() for one in text.split(",")]
    return [part for one in tags for part in (one.split("/") if one.startswith("/") else [one])]


def _tree(data: bytes) -> etree._Element:
    text = _NOT_XML.sub("", _DECLARATION.sub("", decode(data).text.removeprefix("\ufeff"), count=1)).rstrip()
    if _DEFINES.search(text):
        raise ImportRefused("defines entities, which no list of feeds needs", hint=_HINT)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_AMPERSAND.sub(_spelled, text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        told = f" (line {line})" if line else ""
        raise ImportRefused(f"is no well-formed OPML{told}", hint=_HINT) from error


def _spelled(found: re.Match[str]) -> str:
    """A reference as XML has it: many lists hold a bare ``&`` in their addresses, or HTML's names for letters."""
    known, named = found[1], found[2]
    if known:
        return found[0]
    if named:
        return escaped(html5.get(f"{named};", found[0]))
    return "&amp;"

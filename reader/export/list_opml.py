"""The reading list as OPML 2.0 (opml.org/spec2), as feed readers take it.

A serial with a feed is a subscription; one without is a link, which feed readers pass over and other programs keep.
Episodes have no place in OPML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from reader.model import SourceKind

if TYPE_CHECKING:
    from reader.export.reading_list import ListedSerial, ReadingList

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def list_opml(listed: ReadingList) -> str:
    """An outline a serial."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        "    <title>Tsuzuki reading list</title>",
        "  </head>",
        "  <body>",
        *(f"    {_outline(one)}" for one in listed.serials),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outline(one: ListedSerial) -> str:
    serial = one.serial
    feed = next((source.url for source in one.sources if source.kind is SourceKind.FEED), "")
    attributes = {"type": "rss" if feed else "link", "text": serial.title, "title": serial.title}
    attributes |= {"xmlUrl": feed, "htmlUrl": serial.url} if feed else {"url": serial.url}
    attributes |= {"language": serial.language, "category": ",".join(tag.replace(",", " ") for tag in serial.tags)}
    spelled = " ".join(f"{name}={quoteattr(_NOT_XML.sub('', value))}" for name, value in attributes.items() if value)
    return f"<outline {spelled}/>"

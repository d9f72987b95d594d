"""Text as XML takes it, and nothing that no XML parser reads back.

Source: XML 1.0 section 2.2 (Char).
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from reader.cleaning import clean_line

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """``text`` for content, or for an attribute within double quotes; what XML forbids is left out."""
    return escape(_NOT_XML.sub("", text)).replace("\r", "&#13;")


def plain_line(text: str) -> str:
    """``text`` on one line, without what XML forbids; ``""`` where nothing is left to see."""
    return clean_line(_NOT_XML.sub("", text), limit=1000)

"""newsboat's list of feeds: an address a line, tags and a title behind it.

Source: newsboat's manual, "Feeds" and "Tagging".  Lines that run a program or ask a question of newsboat
(``exec:``, ``filter:``, ``query:``, ``file:``) are never run and left out.
"""

from __future__ import annotations

import re
from typing import Final

from reader.addresses import is_web
from reader.cleaning import clean_url
from reader.errors import ImportRefused
from reader.export.imports import ITEMS_LIMIT, Gathering, ImportedList, a_subscription, too_much
from reader.model import Source, SourceKind

_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPED: Final = re.compile(r"\\(.)")
_COMMAND: Final = re.compile(r"(?:exec|filter|query|file):", re.IGNORECASE)
_HINT: Final = "Import a reading list as JSON, CSV or OPML, or newsboat's urls file."


def read_urls(text: str) -> ImportedList:
    """The list.  Raises :class:`ImportRefused` where a line is neither an address nor a remark."""
    gathering, count = Gathering("urls"), 0
    for place, line in enumerate(text.splitlines(), 1):
        tokens = [_ESCAPED.sub(r"\1", quoted) or plain for quoted, plain in _TOKEN.findall(line)]
        if not tokens or line.lstrip().startswith("#"):
            continue
        count += 1
        if count > ITEMS_LIMIT:
            raise too_much(f"more than {ITEMS_LIMIT:,} addresses")
        url, *words = tokens
        if _COMMAND.match(url):
            gathering.leave_out("lines that are commands of newsboat")
            continue
        if not is_web(clean_url(url)):
            raise ImportRefused(f"line {place} holds no web address", hint=_HINT)
        title = next((word[1:] for word in words if word.startswith("~")), "")
        tags = [word for word in words if not word.startswith(("~", "!", "#"))]
        a_subscription(gathering, url, title, tags, [Source(SourceKind.FEED, clean_url(url))])
    return gathering.value()

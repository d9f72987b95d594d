"""Markup to lxml trees, within limits, whatever the bytes.

Owns the guards that every parse needs: a tag longer than :data:`TAG_LIMIT` bytes is refused before the parser sees
it, deep nesting keeps its text (``huge_tree``), entities are never resolved from outside.  Time and memory are the
worker process's to bound.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree, html

from reader.errors import NoText, TooComplex
from reader.hypertext.charset import decode

TAG_LIMIT = 64 * 1024
"""Characters from ``<`` to ``>``; parsers take quadratic time over longer tags."""

_LONG_TAG = re.compile(r"<[A-Za-z][^>]{%d}" % TAG_LIMIT)  # noqa: UP031 - braces of an f-string would hide the bound
_RAW = re.compile(r"<(script|style|textarea)\b[^>]{0,8192}>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
"""Where ``<`` is no tag: taken out before a long tag is believed."""

_DATA = re.compile(
    r"=\s*(?:\"(?=[\[{]|data:|ey|&(?:#|quot)|%[57]B)[^\"<>]{8192,}\"|'(?=[\[{]|data:|ey|&(?:#|quot)|%[57]B)[^'<>]{8192,}')",
    re.IGNORECASE,
)
"""Pictures and JSON inside one attribute's value: a long value is no trouble, many attributes are."""

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_html(body: bytes, content_type: str = "") -> html.HtmlElement:
    """The root element of a page.  Raises :class:`NoText` for bytes without any markup or text, :class:`TooComplex`."""
    return parse_text(decode(body, content_type).text)


def parse_text(text: str) -> html.HtmlElement:
    """The root element of a page that is text already; errors as :func:`parse_html`."""
    root = _parsed(text, html.HTMLParser(huge_tree=True, remove_pis=True))
    return cast("html.HtmlElement", root)


def parse_plain(body: bytes, content_type: str = "") -> etree._Element:
    """As :func:`parse_html`, in elements without lxml.html's methods: twice as fast to walk."""
    return parse_plain_text(decode(body, content_type).text)


def parse_plain_text(text: str) -> etree._Element:
    """As :func:`parse_text`, in plain elements."""
    return _parsed(text, etree.HTMLParser(huge_tree=True, remove_pis=True, remove_comments=True))


def _parsed(text: str, parser: etree.HTMLParser) -> etree._Element:
    text = _NOT_XML.sub("", _XML_DECLARATION.sub("", text, count=1))
    if not text.strip():
        raise NoText("the page is empty", hint="Open it in a browser to see what is there.")
    if (
        len(text) > TAG_LIMIT
        and max(map(len, text.split(">"))) > TAG_LIMIT
        and _LONG_TAG.search(text)
        and _LONG_TAG.search(text := _DATA.sub('=""', _RAW.sub("", text)))
    ):
        raise TooComplex("a tag on the page is longer than 64 KiB", hint="Open it in a browser.")
    try:
        root = etree.fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoText("the page holds no markup", hint="Open it in a browser to see what is there.") from error
    if root is None:
        raise NoText("the page holds no markup", hint="Open it in a browser to see what is there.")
    return root

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
from reader.hypertext.charset import as_utf8, decode

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

_FEW = 4096
"""Bytes of a page that may be nothing but white space."""

_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>")
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r")
_NO_CHARACTER = b"\xef\xbf"
"""How U+FFFE and U+FFFF begin in UTF-8, which no XML may hold, nor may the controls."""


def parse_html(body: bytes, content_type: str = "") -> html.HtmlElement:
    """The root element of a page.  Raises :class:`NoText` for bytes without any markup or text, :class:`TooComplex`."""
    return parse_text(decode(body, content_type).text)


def parse_text(text: str) -> html.HtmlElement:
    """The root element of a page that is text already; errors as :func:`parse_html`."""
    root = _parsed(text.encode("utf-8", "ignore"), html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True))
    return cast("html.HtmlElement", root)


def parse_plain(body: bytes, content_type: str = "") -> etree._Element:
    """As :func:`parse_html`, in elements without lxml.html's methods: twice as fast to walk."""
    return _parsed(as_utf8(body, content_type), _plain())


def parse_plain_text(text: str) -> etree._Element:
    """As :func:`parse_text`, in plain elements."""
    return _parsed(text.encode("utf-8", "ignore"), _plain())


def _plain() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)


def _parsed(markup: bytes, parser: etree.HTMLParser) -> etree._Element:
    """The root element of markup in UTF-8."""
    if declaration := _XML_DECLARATION.match(markup):
        markup = markup[declaration.end() :]
    markup = _characters(markup)
    if not markup.strip() or (len(markup) < _FEW and markup.decode().isspace()):
        raise NoText("the page is empty", hint="Open it in a browser to see what is there.")
    if _may_hold_a_long_tag(markup):
        markup = _without_long_tags(markup)
    try:
        root = etree.fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoText("the page holds no markup", hint="Open it in a browser to see what is there.") from error
    if root is None:
        raise NoText("the page holds no markup", hint="Open it in a browser to see what is there.")
    return root


def _characters(markup: bytes) -> bytes:
    """The markup without what XML may not hold, controls and noncharacters."""
    if any(control in markup for control in _CONTROLS):  # to look for each is quicker than to take out none
        markup = markup.translate(None, _CONTROLS)
    if _NO_CHARACTER[0] in markup and _NO_CHARACTER in markup:
        markup = markup.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    return markup


def _may_hold_a_long_tag(markup: bytes) -> bool:
    """Whether some stretch of :data:`TAG_LIMIT` bytes holds no ``>``: looked for from one to the next."""
    at = 0
    while len(markup) - at > TAG_LIMIT:
        found = markup.rfind(b">", at, at + TAG_LIMIT)
        if found < 0:
            return True
        at = found + 1
    return False


def _without_long_tags(markup: bytes) -> bytes:
    """The markup, or where it seems to hold a tag that is too long, without what only seems to be one."""
    text = markup.decode()
    if not _LONG_TAG.search(text):
        return markup
    text = _DATA.sub('=""', _RAW.sub("", text))
    if _LONG_TAG.search(text):
        raise TooComplex("a tag on the page is longer than 64 KiB", hint="Open it in a browser.")
    return text.encode()

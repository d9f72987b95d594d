"""What a document says of its own encoding, read from its bytes.

Owns the prescan for ``meta`` elements and XML declarations, and the ``charset`` of a header.  Looks further than the
1,024 bytes that browsers wait for: we have the whole document, and old templates put scripts first.
Source: HTML section 13.2.3.2 "determining the character encoding", RFC 9110 section 8.3.1.
"""

from __future__ import annotations

import re

from reader.hypertext.labels import encoding_of

PRESCAN_BYTES = 64 * 1024

_NEXT = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<meta>meta(?=[\t\n\f\r /]))|(?P<tag>/?[a-z])|(?P<other>[!/?]))", re.IGNORECASE
)
_TAG_NAME = re.compile(rb"[^\t\n\f\r >]*")
_ATTRIBUTE = re.compile(
    rb"""[\t\n\f\r /]*(?P<name>=?[^\t\n\f\r />=]+)
    (?:[\t\n\f\r ]*=[\t\n\f\r ]*
        (?:"(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*))
    )?""",
    re.VERBOSE,
)
_IN_CONTENT = re.compile(
    rb"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r ;"']+))""", re.IGNORECASE
)
_XML = re.compile(rb"""\s*<\?xml[^>]{0,400}?encoding\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"',]+)", re.IGNORECASE)


def header_encoding(content_type: str) -> str:
    """The encoding that a ``Content-Type`` header names, or ``""``."""
    found = _IN_HEADER.search(content_type[:1000])
    return encoding_of(found[1]) if found else ""


def xml_encoding(body: bytes) -> str:
    """The encoding that an XML declaration at the very start names, or ``""``."""
    found = _XML.match(body, 0, PRESCAN_BYTES)
    return _seven_bit(encoding_of((found[1] or found[2] or b"").decode("latin-1"))) if found else ""


def meta_encoding(body: bytes) -> str:
    """The encoding that the first telling ``meta`` element names, or ``""``."""
    body = body[:PRESCAN_BYTES]
    at, last = 0, body.lower().rfind(b"charset")
    while at <= last and (found := _NEXT.search(body, at)):
        if found["comment"]:
            # The dashes that open a comment may close it as well.
            end = body.find(b"-->", found.start() + 2)
            at = end + 3 if end >= 0 else len(body)
        elif found["other"]:
            end = body.find(b">", found.end())
            at = end + 1 if end >= 0 else len(body)
        else:
            start = found.end()
            if found["tag"]:
                name = _TAG_NAME.match(body, start)
                start = name.end() if name else start
            attributes, at = _attributes(body, start)
            encoding = _of_meta(attributes) if found["meta"] else ""
            if encoding:
                return _seven_bit(encoding)
    return ""


def _attributes(body: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of a tag, the first of a name, and where the tag ends."""
    attributes: dict[bytes, bytes] = {}
    while found := _ATTRIBUTE.match(body, at):
        value = found["double"] or found["single"] or found["bare"] or b""
        attributes.setdefault(found["name"].lower(), value)
        at = found.end()
    end = body.find(b">", at)
    return attributes, end + 1 if end >= 0 else len(body)


def _of_meta(attributes: dict[bytes, bytes]) -> str:
    if attributes.get(b"charset"):
        return encoding_of(attributes[b"charset"].decode("latin-1"))
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return ""
    found = _IN_CONTENT.search(attributes.get(b"content", b""))
    return encoding_of((found[1] or found[2] or found[3] or b"").decode("latin-1")) if found else ""


def _seven_bit(encoding: str) -> str:
    """A declaration that could be read as ASCII is not in UTF-16, whatever it says."""
    return "UTF-8" if encoding.startswith(("UTF-16", "UTF-32")) else encoding

"""What one resource says, as small plain values: made in the worker process, weighed in the main one.

Owns the values and the choice of a reader for the bytes (page, feed, site map, JSON).  Refuses to weigh anything.
Every text in them has passed :mod:`reader.cleaning`; every address is absolute.  Importing this module imports
neither lxml nor feedparser: :func:`read_facts` does, in the worker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.errors import NoText

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import Feed, Resource


class Link(NamedTuple):
    """One link (or one choice of a drop-down list) where it stands; links come in the order of the page."""

    url: str
    """Absolute, fragment kept."""
    text: str
    """What it reads; the image's alternative text, or its title, where there is no text."""
    place: int
    """Ordinal of the element on the page."""
    shape: str
    """Path of tags and telling classes from the body down: links that a template repeats share it."""
    region: str
    """``main``, ``aside``, ``nav``, ``header``, ``footer`` or ``""``."""
    box: int
    """Ordinal of the nearest list, table, widget or section around it: what stands together shares it."""
    heading: int
    """Index into :attr:`PageFacts.headings` of the heading above it, -1 without."""
    section: str
    """The name of the part of a list in which it stands: caption, term, the text that opens the list item around it."""
    rel: tuple[str, ...] = ()
    before: str = ""
    """Text of its line before it, at most 60 code points."""
    after: str = ""
    """Text of its line behind it, at most 120 code points."""
    hint: str = ""
    """Class names, ``title`` and ``aria-label`` of the link and its parent, for words such as "next"."""
    prose: bool = False
    """It stands inside a running text: words before or behind it in its line that are no date, number or note."""


class Heading(NamedTuple):
    """A heading; ``url`` is the address that it links to, or its own anchor on the page."""

    level: int
    text: str
    url: str
    place: int
    region: str
    offset: int
    """Code points of text on the page before it: the difference of two is what stands between them."""


@dataclass(frozen=True, slots=True)
class Advertised:
    """A ``link`` element or a ``Link`` header: relation, address, media type and title."""

    rel: tuple[str, ...]
    url: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a list that a page hands to its own scripts."""

    title: str
    url: str
    published: datetime | None = None
    section: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a web page says about itself and what it links."""

    url: str
    """After redirects: where it really is."""
    asked: str
    title: str = ""
    """The ``title`` element."""
    name: str = ""
    """The page's own title: ``og:title``, JSON-LD headline or the one ``h1``; ``""`` where they name only the site."""
    site: str = ""
    author: str = ""
    holder: str = ""
    """Whose copyright the page says it is."""
    language: str = ""
    generator: str = ""
    canonical: str = ""
    published: datetime | None = None
    advertised: tuple[Advertised, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    stamps: tuple[tuple[int, datetime], ...] = ()
    """Dates on the page with the ordinals of their elements, in order."""
    parts: tuple[tuple[Part, ...], ...] = ()
    """Lists of parts in JSON on the page, each with at least three elements."""
    trail: tuple[tuple[str, str], ...] = ()
    """Breadcrumbs, outermost first: (name, address)."""
    series: tuple[tuple[str, str], ...] = ()
    """JSON-LD ``isPartOf``: (name, address)."""
    kinds: frozenset[str] = frozenset()
    """Declared types: ``og:type``, JSON-LD ``@type``, in lower case."""
    articles: int = 0
    """How many ``article`` elements (or h-entry, hentry) stand outside sidebars."""
    weight: int = 0
    """Code points of text in paragraphs and broken lines outside links and sidebars."""
    linked: int = 0
    """Code points of text inside links."""
    trouble: str = ""
    """What the page is instead of content: a login page, a bot check, an error; ``""`` where it seems to be none."""
    text: str = ""
    """The first 1,500 code points of its running text."""
    frames: tuple[str, ...] = ()
    """Addresses of frames in a frameset."""
    refresh: str = ""
    """Where a ``meta refresh`` leads."""
    interfaces: tuple[tuple[str, str], ...] = ()
    """Platforms whose interface the page hands to its scripts: (name, root of the interface)."""


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """A feed, and whom it names beside its entries."""

    feed: Feed
    url: str
    asked: str = ""
    kind: str = "feed"


@dataclass(frozen=True, slots=True)
class SitemapFacts:
    """A site map: pages with the date of their last change, or further site maps."""

    url: str
    pages: tuple[tuple[str, datetime | None], ...] = ()
    maps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApiFacts:
    """The value of a JSON answer, not cleaned yet, with the headers that count its pages."""

    url: str
    value: Any
    headers: dict[str, str] = field(default_factory=dict)


Facts = PageFacts | FeedFacts | SitemapFacts | ApiFacts

_PROLOGUE = re.compile(
    r"\s+|<\?[^>]{0,400}>|<!--.*?-->|<!doctype[^>\[]{0,400}(?:\[[^\]]*\])?[^>]{0,200}>", re.IGNORECASE | re.DOTALL
)
WRAPPED = re.compile(r"\s*(?:var\s+|window\.)?[\w.$]{1,60}\s*(?:=|\()\s*(?=[{\[])")
"""What stands before JSON that is given to a variable or a function, as old interfaces wrap it."""
_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_HEAD_BYTES = 16_384
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_PAGE_ROOTS = frozenset(
    ("html", "head", "body", "title", "meta", "p", "div", "table", "frameset", "center", "h1", "h2", "article", "main")
) | {"section", "link", "script"}
_BINARY = re.compile(
    rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|\x1f\x8b|Rar!|7z\xbc|OggS|ID3|\x00\x00\x00.ftyp|RIFF"
)
_PACKED = frozenset({"application/epub+zip", "application/zip"})
_PLAIN_KINDS = {"application/pdf": "a PDF", "application/epub+zip": "an EPUB", "application/zip": "a zip archive"}


def read_facts(resource: Resource) -> Facts:
    """The facts of one resource, whatever its bytes are.

    Raises :class:`NoText` where the bytes are no page, feed, site map or JSON, :class:`FeedUnreadable` for what calls
    itself a feed and is none, :class:`TooComplex`.
    """
    body = resource.body
    media = resource.content_type
    named = _PLAIN_KINDS.get(media) or next(
        (f"a file of the kind {kind}" for kind in ("image/", "audio/", "video/") if media.startswith(kind)), ""
    )
    if named or _BINARY.match(body[:16]):
        is_packed = media in _PACKED or body.startswith(b"PK\x03\x04")
        raise NoText(
            f"this is {named or 'no web page but a file'}",
            subject=resource.final_url,
            hint="Download it and add it with `tsuzuki add PATH`." if is_packed else "Try a page that lists the parts.",
        )
    if not body.strip():
        raise NoText("the page is empty", subject=resource.final_url, hint="Open it in a browser to see what is there.")
    return _read(resource, media)


def _root(body: bytes) -> str:
    """The name of the first element in lower case, ``{`` for JSON, ``""`` where neither comes soon."""
    head = body[:_HEAD_BYTES]
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if utf16 else "latin-1", "replace").lstrip("\xef\xbb\xbf\ufeff\x00")
    place = 0
    while skipped := _PROLOGUE.match(text, place):
        place = skipped.end()
    if text[place : place + 1] in ("{", "[") or WRAPPED.match(text, place):
        return "{"
    found = _ELEMENT.match(text, place)
    return found[1].lower() if found else ""


def _read(resource: Resource, media: str) -> Facts:
    # The readers bring lxml and feedparser; only the worker process may pay for them.
    root = _root(resource.body)
    if root == "{":
        from reader.discover.feeds import read_json  # noqa: PLC0415 - see above

        return read_json(resource)
    if root in _SITEMAP_ROOTS:
        from reader.discover.sitemaps import read_sitemap  # noqa: PLC0415 - see above

        return read_sitemap(resource)
    if root in _FEED_ROOTS or (root not in _PAGE_ROOTS and "xml" in media and "html" not in media):
        from reader.discover.feeds import read_feed  # noqa: PLC0415 - see above

        return read_feed(resource)
    from reader.discover.page import read_page  # noqa: PLC0415 - see above

    return read_page(resource)

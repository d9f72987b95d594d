"""Site maps (sitemaps.org): which pages a site has.  Runs in the worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from reader.addresses import is_web
from reader.cleaning import clean_url
from reader.discover.dates import read_iso
from reader.discover.facts import SitemapFacts
from reader.errors import FeedUnreadable

if TYPE_CHECKING:
    from reader.model import Resource

PAGES_LIMIT: Final = 50_000
"""Addresses of one map, as the protocol allows."""


def read_sitemap(resource: Resource) -> SitemapFacts:
    """The pages or further maps.  Raises :class:`FeedUnreadable` for what is no XML."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(resource.body, parser)
    if root is None:
        raise FeedUnreadable("the site map cannot be read", subject=resource.final_url)
    pages: list[tuple[str, object]] = []
    maps: list[str] = []
    for entry in root.iter("{*}url", "{*}sitemap"):
        url = clean_url(entry.findtext("{*}loc") or "")
        if not is_web(url):
            continue
        if etree.QName(entry).localname == "sitemap":
            maps.append(url)
        elif len(pages) < PAGES_LIMIT:
            pages.append((url, read_iso(entry.findtext("{*}lastmod") or "")))
    return SitemapFacts(resource.final_url, tuple(pages), tuple(maps))  # type: ignore[arg-type]

"""An EPUB as a work: its spine in order, titles from its navigation, author and language from its package.

Refuses nothing for being untidy: a missing navigation gives titles from headings.  Sources: EPUB 3.3, EPUB 2.0.1
(NCX), OCF (container).
"""

from __future__ import annotations

import posixpath
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from lxml import etree

from reader.cleaning import clean_line
from reader.errors import NotASerial, NoText
from reader.extract.episode import extract_page
from reader.local.work import LocalEpisode, LocalWork
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

_BASE = "http://epub.invalid/"
"""Entries get an address below this host, so that links between them resolve; it never leaves this module."""

_SKIPPED = re.compile(r"(?:^|[/_-])(?:cover|nav|toc|titlepage|title_page|copyright)[^/]*$", re.IGNORECASE)


def read_epub(entries: Mapping[str, bytes], *, name: str) -> LocalWork:
    """The work in an unpacked EPUB (entry name to bytes).  Raises :class:`NotASerial` where it is none."""
    package_name = _package_name(entries)
    package = _xml(entries[package_name])
    manifest = {
        item.get("id", ""): (
            _resolve(package_name, item.get("href", "")),
            item.get("properties") or "",
            item.get("media-type", ""),
        )
        for item in package.iterfind(".//{*}manifest/{*}item")
    }
    spine = [
        manifest[one.get("idref", "")]
        for one in package.iterfind(".//{*}spine/{*}itemref")
        if one.get("idref") in manifest and one.get("linear") != "no"
    ]
    places = _navigation(entries, list(manifest.values()))
    episodes: list[LocalEpisode] = []
    for path, properties, _ in spine:
        if path in entries and "nav" not in properties.split():
            episodes += _episodes(entries[path], path, [place for place in places if place[0] == path])
    if not episodes:
        raise NotASerial("the EPUB holds no text", subject=name, hint="Open it in an EPUB reader to see what it holds.")
    return LocalWork(
        clean_line(package.findtext(".//{*}metadata/{*}title") or name),
        tuple(LocalEpisode(one.key, one.title or name, one.document) for one in episodes),
        clean_line(package.findtext(".//{*}metadata/{*}creator") or ""),
        clean_line(package.findtext(".//{*}metadata/{*}language") or "").partition("-")[0].lower(),
        complete=False,
    )


def _package_name(entries: Mapping[str, bytes]) -> str:
    container = entries.get("META-INF/container.xml")
    if container is not None:
        root = _xml(container).find(".//{*}rootfile")
        if root is not None and root.get("full-path") in entries:
            return str(root.get("full-path"))
    for entry in entries:
        if entry.endswith(".opf"):
            return entry
    raise NotASerial("the EPUB has no package document", hint="Open it in an EPUB reader to see what it holds.")


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise NotASerial("the EPUB is damaged: its XML cannot be read")
    return root


def _resolve(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href.partition("#")[0])))


def _navigation(entries: Mapping[str, bytes], manifest: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """(entry, fragment, label) in the order of the book's own table of contents."""
    for path, properties, kind in manifest:
        if path not in entries:
            continue
        if "nav" in properties.split():
            links = _xml(entries[path]).iterfind(".//{*}nav//{*}a")
            found = [(one.get("href", ""), "".join(str(text) for text in one.itertext())) for one in links]
        elif kind == "application/x-dtbncx+xml":
            points = _xml(entries[path]).iterfind(".//{*}navPoint")
            found = [
                (content.get("src", ""), point.findtext("{*}navLabel/{*}text") or "")
                for point in points
                if (content := point.find("{*}content")) is not None
            ]
        else:
            continue
        return [(_resolve(path, href), href.partition("#")[2], clean_line(label)) for href, label in found]
    return []


def _episodes(data: bytes, path: str, places: list[tuple[str, str, str]]) -> list[LocalEpisode]:
    url = urljoin(_BASE, path)
    anchored = [(fragment, label) for _, fragment, label in places if fragment]
    if len(anchored) > 1:
        others = [f"{url}#{fragment}" for fragment, _ in anchored]
        wanted = [(f"{path}#{fragment}", f"{url}#{fragment}", label) for fragment, label in anchored]
    else:
        others = []
        wanted = [(path, url, places[0][2] if places else "")]
    out = []
    for key, address, label in wanted:
        resource = Resource(address, address, 200, {"content-type": "application/xhtml+xml"}, data, datetime.now(UTC))
        try:
            extraction = extract_page(resource, title=label, others=others)
        except NoText:
            continue
        if not label and _SKIPPED.search(path.rpartition(".")[0]):
            continue
        out.append(LocalEpisode(key, label or extraction.title, extraction.document))
    return out

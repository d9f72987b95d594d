"""A web page's bytes to :class:`~reader.discover.facts.PageFacts`.  Runs in the worker process.

Owns what stands in the head (titles, relations, JSON-LD, headers) and the join with :mod:`walk` and :mod:`embedded`.
Sources: HTML Living Standard (link types), RFC 8288 (``Link`` header), Open Graph, schema.org.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from reader.addresses import host, resolve
from reader.cleaning import clean_line
from reader.discover.bylines import credits_of, is_byline
from reader.discover.dates import read_date, without_dates
from reader.discover.embedded import parts_in
from reader.discover.facts import Advertised, PageFacts
from reader.discover.interfaces import interfaces_of
from reader.discover.signs import trouble
from reader.discover.walk import walk
from reader.hypertext.tree import parse_plain

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element as Element

    from reader.discover.facts import Part
    from reader.discover.walk import Walked
    from reader.model import Resource

_RELATIONS: Final = frozenset(
    [
        "next",
        "prev",
        "previous",
        "first",
        "last",
        "start",
        "begin",
        "index",
        "contents",
        "toc",
        "up",
        "chapter",
        "alternate",
        "canonical",
        "author",
        "search",
        "https://api.w.org/",
        "shortlink",
        "archives",
        "collection",
        "bookmark",
    ]
)
_HEADER_LINK: Final = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]{0,300}\"|[^\s;,]{1,300}))*)")
_HEADER_PARAMETER: Final = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,]+))")
_REFRESH: Final = re.compile(r"\d+\s*[;,]\s*url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)
_DATE_NAMES: Final = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "pubdate",
    "og:published_time",
)
_CRUMBS: Final = ("breadcrumb", "bread-crumb", "topicpath", "pankuzu", "crumbs")
_SCRIPTS_LIMIT: Final = 400_000
_SCRIPT_LEAST: Final = 60
_NAME_LEAST: Final = 2
_NAME_SURE: Final = 8
_NAME_ENDS: Final = frozenset("|-–—:：«»/・·<(（【[｜―~〜•")
_BY_REST: Final = re.compile(r",?\s*by\s", re.IGNORECASE)
_TELLING: Final = re.compile(r"(?:title|name|chapterTitle|headline|subject)\"?\s*:")
_JSON_TYPES: Final = ("application/json", "application/ld+json")


@dataclass(slots=True)
class _Schema:
    """What JSON-LD says."""

    kinds: set[str] = field(default_factory=set)
    headline: str = ""
    author: str = ""
    published: str = ""
    series: list[tuple[str, str]] = field(default_factory=list)
    trail: list[tuple[str, str]] = field(default_factory=list)


def read_page(resource: Resource) -> PageFacts:
    """The facts of a page.  Raises :class:`~reader.errors.NoText` and :class:`~reader.errors.TooComplex`."""
    root = parse_plain(resource.body, resource.headers.get("content-type", ""))
    base_element = root.find(".//base[@href]")
    base = resource.final_url
    if base_element is not None:
        base = resolve(base, str(base_element.get("href"))) or base
    walked = walk(root, base)
    metas = _metas(root)
    schema = _schema(root, base)
    title_element = root.find(".//title")
    title = clean_line(title_element.text or "") if title_element is not None else ""
    site = clean_line(metas.get("og:site_name", ""))
    html_language = str(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    advertised = (*_advertised(root, base), *_header_links(resource.headers.get("link", ""), base))
    canonical = next((link.url for link in advertised if "canonical" in link.rel), "")
    name = _own_name(metas, schema, walked, title, site)
    site = site or _rest(title, name)
    sample = "\n".join(walked.sample)[:1_500]
    credit = credits_of(root, metas, schema.author, walked.bylines, walked.rights)
    headings = [heading.text for heading in walked.headings]
    return PageFacts(
        url=resource.final_url,
        asked=resource.url,
        title=title,
        name=name,
        site=site,
        author=_undated(credit.author),
        holder=credit.holder,
        language=clean_line(html_language or metas.get("og:locale", "") or metas.get("content-language", ""), 20),
        generator=clean_line(metas.get("generator", ""), 80),
        canonical=canonical,
        published=_published(metas, schema),
        advertised=advertised,
        links=tuple(walked.links),
        headings=tuple(walked.headings),
        stamps=tuple(walked.stamps),
        parts=_embedded(root, base, walked),
        trail=tuple(schema.trail) or _breadcrumbs(walked),
        series=tuple(schema.series),
        kinds=frozenset(
            {kind.lower() for kind in schema.kinds} | ({metas["og:type"].lower()} if "og:type" in metas else set())
        ),
        articles=walked.articles,
        weight=walked.weight,
        linked=walked.linked,
        trouble=trouble(title, headings, sample, walked.weight, walked.linked),
        text=sample,
        frames=tuple(filter(None, (resolve(base, str(frame.get("src") or "")) for frame in root.iter("frame")))),
        refresh=_refresh(root, base),
        interfaces=interfaces_of(root, metas, base),
    )


def _metas(root: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = str(meta.get("content") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = str(meta.get(key) or "").lower()
            if name and content:
                metas.setdefault(name, content)
    return metas


def _advertised(root: Element, base: str) -> list[Advertised]:
    found = []
    for link in root.iter("link"):
        rel = tuple(part for part in str(link.get("rel") or "").lower().split() if part in _RELATIONS)
        href = str(link.get("href") or "")
        if rel and href:
            url = resolve(base, href)
            if url:
                found.append(
                    Advertised(
                        rel, url, str(link.get("type") or "").lower(), clean_line(str(link.get("title") or ""), 200)
                    )
                )
    return found


def _header_links(header: str, base: str) -> list[Advertised]:
    found = []
    for match in _HEADER_LINK.finditer(header[:8_000]):
        parameters = {name.lower(): quoted or plain for name, quoted, plain in _HEADER_PARAMETER.findall(match[2])}
        rel = tuple(part for part in parameters.get("rel", "").lower().split() if part in _RELATIONS)
        url = resolve(base, match[1])
        if rel and url:
            found.append(
                Advertised(rel, url, parameters.get("type", "").lower(), clean_line(parameters.get("title", ""), 200))
            )
    return found


def _refresh(root: Element, base: str) -> str:
    for meta in root.iter("meta"):
        if str(meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.search(str(meta.get("content") or "")[:2_000])
            if match:
                return resolve(base, match[1])
    return ""


def _undated(name: str) -> str:
    """A name without the day that stands in the same line."""
    return name if not any(map(str.isdigit, name)) else without_dates(name).strip(" \t\u3000,、·・•|｜-–—:：")


# --- names -------------------------------------------------------------------------------------------------------


def _own_name(metas: dict[str, str], schema: _Schema, walked: Walked, title: str, site: str) -> str:
    """The page's own title: a declared one, else a heading with which the title begins, else the one top heading."""
    declared = clean_line(metas.get("og:title", "")) or clean_line(schema.headline)
    if declared and declared not in (site, ""):
        shorter = _heading_within(declared, walked)
        return shorter or declared
    heading = _heading_within(title, walked)
    if heading:
        return heading
    tops = [
        heading.text
        for heading in walked.headings
        if heading.level == 1 and heading.region not in ("header", "nav", "aside", "footer")
    ]
    return tops[0] if len(tops) == 1 and tops[0] != site else ""


def _rest(title: str, name: str) -> str:
    """The site's name, as what a title holds beside the page's own."""
    if not name or name == title or name not in title:
        return ""
    rest = title.partition(name)[2] if title.startswith(name) else title.partition(name)[0]
    return rest.strip(" \u3000|-–—:：«»/・·<>•~〜")


def _heading_within(title: str, walked: Walked) -> str:
    """The heading with which the page's title begins, or which it holds, as the title spells it."""
    lower = title.casefold()
    for heading in walked.headings[:40]:
        text = heading.text.casefold()
        if heading.region in ("nav", "aside", "footer") or len(text) < _NAME_LEAST or is_byline(heading.text):
            continue
        leads = lower.startswith(text)
        if text == lower:
            return title
        if not (leads or (len(text) > _NAME_SURE and text in lower)):
            continue
        rest = title[len(text) :].lstrip() if leads else "|"
        if rest[:1] in _NAME_ENDS or rest == "|" or lower.startswith(text + " ") or _BY_REST.match(rest):
            # A site's name in the first heading is no name of the page.
            if heading.url and not urlsplit(heading.url).path.strip("/"):
                continue
            return title[: len(text)] if leads and len(text) == len(heading.text) else heading.text
    return ""


def _published(metas: dict[str, str], schema: _Schema) -> datetime | None:
    for name in _DATE_NAMES:
        stamp = read_date(metas.get(name, "")[:80])
        if stamp:
            return stamp
    return read_date(schema.published[:80])


def _breadcrumbs(walked: Walked) -> tuple[tuple[str, str], ...]:
    links = walked.links[:400]
    said = {words for link in links for words in (link.shape, link.hint)}
    telling = {words for words in said if any(word in words.lower() for word in _CRUMBS)}
    if not telling:
        return ()
    trail = [(link.text, link.url) for link in links if link.shape in telling or link.hint in telling]
    return tuple(trail[:8])


# --- JSON --------------------------------------------------------------------------------------------------------


def _embedded(root: Element, base: str, walked: Walked) -> tuple[tuple[Part, ...], ...]:
    found: list[tuple[Part, ...]] = []
    budget = 4 * _SCRIPTS_LIMIT
    for script in root.iter("script"):
        text = script.text or ""
        if (
            len(text) < _SCRIPT_LEAST
            or str(script.get("type") or "") == "application/ld+json"
            or not _TELLING.search(text[:_SCRIPTS_LIMIT])
        ):
            continue
        budget -= len(text)
        if budget < 0:
            break
        found.extend(parts_in(text, base, walked.links))
    found.sort(key=len, reverse=True)
    return tuple(found[:6])


def _schema(root: Element, base: str) -> _Schema:
    schema = _Schema()
    for script in root.iter("script"):
        if str(script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads((script.text or "")[:_SCRIPTS_LIMIT])
        except (ValueError, RecursionError):
            continue
        graph = value.get("@graph", value) if isinstance(value, dict) else value
        for thing in graph if isinstance(graph, list) else [graph]:
            if isinstance(thing, dict):
                _read_thing(thing, base, schema)
    return schema


def _names(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return clean_line(value, 200) if isinstance(value, str) else ""


def _read_thing(thing: dict[str, Any], base: str, schema: _Schema) -> None:
    kinds = thing.get("@type", "")
    kinds = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    schema.kinds.update(kinds)
    if "BreadcrumbList" in kinds and isinstance(thing.get("itemListElement"), list):
        for crumb in thing["itemListElement"][:8]:
            if isinstance(crumb, dict):
                item = crumb.get("item", "")
                address = item.get("@id", "") if isinstance(item, dict) else item
                name = _names(crumb) or _names(item)
                if name and isinstance(address, str):
                    schema.trail.append((name, resolve(base, address) if address else ""))
        return
    if any(
        kind in ("Article", "BlogPosting", "NewsArticle", "Chapter", "CreativeWork", "Book", "CreativeWorkSeries")
        for kind in kinds
    ):
        schema.headline = schema.headline or _names(thing.get("headline") or thing.get("name") or "")
        schema.author = schema.author or _names(thing.get("author") or "")
        published = thing.get("datePublished")
        schema.published = schema.published or (published if isinstance(published, str) else "")
        whole = thing.get("isPartOf")
        for part in whole if isinstance(whole, list) else [whole]:
            if isinstance(part, dict) and part.get("@type") not in ("WebSite", "WebPage", "Blog"):
                address = part.get("url") or part.get("@id") or ""
                url = resolve(base, address) if isinstance(address, str) else ""
                name = _names(part)
                if name and host(url or base):
                    schema.series.append((name, url))

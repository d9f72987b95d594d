"""Feeds in every dialect to :class:`~reader.model.Feed`, and JSON answers to their value.  Runs in the worker process.

Owns the one call of feedparser.  It is only ever handed a binary file object: bytes or text would make it open files
and addresses (feedparser takes a path or URL for a source).  Sources: RSS 0.9-2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0
(RFC 4287), paging and archives (RFC 5005), JSON Feed 1.1.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import feedparser

from reader.addresses import is_web, resolve
from reader.cleaning import clean, clean_line
from reader.discover.dates import read_date
from reader.discover.facts import WRAPPED, ApiFacts, FeedFacts
from reader.errors import FeedUnreadable
from reader.hypertext.charset import decode
from reader.model import Entry, Feed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from time import struct_time

    from reader.model import Resource

ENTRIES_LIMIT: Final = 5_000
"""Entries of one feed that are read."""
CONTENT_LIMIT: Final = 2_000_000
"""Code points of one entry's content."""
_TAGS: Final = re.compile(r"<[^<>]{0,400}>")
_OLDER: Final = ("prev-archive", "next", "next-archive")
_EXCERPT_END: Final = re.compile(
    r"(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|…|\.\.\.|continue reading[^<]{0,80}|read more[^<]{0,40}|"
    r"続きを読む|続きをみる|もっと読む|더 보기|阅读全文|继续阅读)"
    r"(?:\s|</?\w[^<>]{0,200}>|[»→>]|&\w+;)*$",
    re.IGNORECASE,
)


def read_feed(resource: Resource) -> FeedFacts:
    """The feed.  Raises :class:`FeedUnreadable` where nothing in the bytes is a feed's."""
    parsed = _parse(resource.body, resource.headers.get("content-type", ""), resource.final_url)
    channel = parsed.get("feed", {})
    entries = parsed.get("entries", [])[:ENTRIES_LIMIT]
    if not entries and not parsed.get("version") and not channel.get("title"):
        raise FeedUnreadable(
            "this calls itself a feed, and nothing in it can be read as one",
            subject=resource.final_url,
            hint="Open it in a browser, or try the address of the page that it belongs to.",
        )
    base = resource.final_url
    author = _text(
        channel.get("author_detail", {}).get("name") or channel.get("author") or channel.get("publisher") or ""
    )
    feed = Feed(
        url=base,
        title=_text(channel.get("title", "")),
        author=author,
        language=clean_line(str(channel.get("language") or ""), 20),
        home=_home(channel, base),
        entries=tuple(_entry(entry, base) for entry in entries),
        next_url=_relation(channel, base, _OLDER),
        complete="fh_complete" in channel,
        generator=_text(channel.get("generator", "")),
    )
    return FeedFacts(feed, base, resource.url)


def _parse(body: bytes, content_type: str, url: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """Feedparser's answer; whatever it throws is a feed that cannot be read."""
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = feedparser.parse(
                io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
            if not parsed.get("entries") and not parsed.get("version"):
                text = decode(body, content_type).text
                text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
                again = ('<?xml version="1.0" encoding="utf-8"?>' + text).encode("utf-8", "replace")
                parsed = feedparser.parse(
                    io.BytesIO(again),
                    response_headers={**headers, "content-type": "application/xml"},
                    sanitize_html=False,
                    resolve_relative_uris=False,
                )
            return parsed
    except RecursionError as error:
        raise FeedUnreadable("the feed is nested too deeply to be read", subject=url) from error
    except Exception as error:  # feedparser lets through what its SAX, codec and date readers throw
        raise FeedUnreadable("the feed cannot be read", subject=url) from error


def _text(value: object) -> str:
    """A title, whatever markup it holds, as one line."""
    text = value if isinstance(value, str) else ""
    if "<" in text:
        text = _TAGS.sub("", text)
    if "&" in text:
        text = unescape(text)
    return clean_line(text)


def _moment(parsed: struct_time | None, written: str = "") -> datetime | None:
    if parsed:
        try:
            return datetime(*parsed[:6], tzinfo=UTC)
        except (ValueError, TypeError):
            pass
    return read_date(written) if written else None


def _relation(thing: Mapping[str, Any], base: str, relations: tuple[str, ...]) -> str:
    links = thing.get("links") or []
    for relation in relations:
        for link in links:
            if str(link.get("rel", "")).lower() == relation and link.get("href"):
                return resolve(base, str(link["href"]))
    return ""


def _home(channel: Mapping[str, Any], base: str) -> str:
    home = _relation(channel, base, ("alternate",)) or resolve(base, str(channel.get("link") or ""))
    return home if home and home != base else ""


def _plain(entry: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """A value as it stands; feedparser's own lookup would answer with the published date, and warn."""
    return dict(entry.items()).get(key)


def _entry(entry: Mapping[str, Any], base: str) -> Entry:
    url = resolve(base, str(entry.get("link") or "")) or _relation(entry, base, ("alternate",))
    identity = clean_line(str(entry.get("id") or ""), 1_000)
    if not url and is_web(identity):
        url = resolve(base, identity)
    original = str(entry.get("feedburner_origlink") or "")
    if is_web(original):
        url = resolve(base, original)
    contents = [str(content.get("value") or "") for content in entry.get("content") or []]
    content = max(contents, key=len, default="")
    summary = str(entry.get("summary") or "")
    if content and _EXCERPT_END.search(content[-400:]):
        summary, content = summary or content, ""
    published = _moment(entry.get("published_parsed") or entry.get("created_parsed"), str(entry.get("published") or ""))
    updated = _moment(_plain(entry, "updated_parsed"), str(_plain(entry, "updated") or ""))
    return Entry(
        id=identity or url,
        url=url,
        title=_text(entry.get("title", "")),
        published=published or updated,
        updated=updated,
        author=_text(entry.get("author_detail", {}).get("name") or entry.get("author") or ""),
        summary=clean(summary[:CONTENT_LIMIT]),
        content=clean(content[:CONTENT_LIMIT]),
        categories=tuple(
            dict.fromkeys(
                filter(None, (_text(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or []))
            )
        ),
    )


# --- JSON --------------------------------------------------------------------------------------------------------


def read_json(resource: Resource) -> FeedFacts | ApiFacts:
    """A JSON Feed as a feed, any other JSON as its value.  Raises :class:`FeedUnreadable`."""
    text = decode(resource.body, resource.headers.get("content-type", "")).text.strip()
    wrapped = WRAPPED.match(text)
    try:
        value = json.JSONDecoder().raw_decode(text, wrapped.end())[0] if wrapped else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable("this looks like JSON and cannot be read as such", subject=resource.final_url) from error
    if isinstance(value, dict) and isinstance(value.get("items"), list) and "jsonfeed" in str(value.get("version", "")):
        return FeedFacts(_json_feed(value, resource.final_url), resource.final_url, resource.url, "json")
    headers = {
        name: clean_line(value, 200)
        for name, value in resource.headers.items()
        if name.startswith("x-wp-") or name == "link"
    }
    return ApiFacts(resource.final_url, value, headers)


def _json_authors(thing: dict[str, Any]) -> str:
    authors = thing.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else thing.get("author")
    return _text(first.get("name", "")) if isinstance(first, dict) else _text(first)


def _json_feed(value: dict[str, Any], base: str) -> Feed:
    entries = []
    for item in value["items"][:ENTRIES_LIMIT]:
        if not isinstance(item, dict):
            continue
        url = item.get("url") or item.get("external_url") or ""
        content = item.get("content_html") or ""
        tags = item.get("tags")
        entries.append(
            Entry(
                id=clean_line(str(item.get("id") or url), 1_000),
                url=resolve(base, url) if isinstance(url, str) else "",
                title=_text(item.get("title")),
                published=read_date(str(item.get("date_published") or ""))
                or read_date(str(item.get("date_modified") or "")),
                updated=read_date(str(item.get("date_modified") or "")),
                author=_json_authors(item),
                summary=clean(str(item.get("summary") or item.get("content_text") or "")[:CONTENT_LIMIT]),
                content=clean(str(content)[:CONTENT_LIMIT]) if isinstance(content, str) else "",
                categories=tuple(_text(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
            )
        )
    following = value.get("next_url")
    home = value.get("home_page_url")
    return Feed(
        url=base,
        title=_text(value.get("title")),
        author=_json_authors(value),
        language=clean_line(str(value.get("language") or ""), 20),
        home=resolve(base, home) if isinstance(home, str) else "",
        entries=tuple(entries),
        next_url=resolve(base, following) if isinstance(following, str) else "",
        complete=value.get("expired") is True,
        generator="",
    )

"""Interfaces of hosted platforms: Ghost, Tumblr, Substack, note, WriteFreely.

Owns how a page shows each of them, the question for a page of posts, and the reading of the answer.  Only what a
platform lays open to every visitor is asked for: Ghost's key for contents is public by its makers' design and stands in
every page; posts for members are named as such, and nothing goes round a wall.  Sources: the Ghost Content API, the
Tumblr API (version 1), the WriteFreely API; Substack and note as their own pages ask.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote_plus, urljoin, urlsplit

from reader.addresses import host, resolve
from reader.discover.catalogues import Answer, Catalogue, Question, count_of, no_topic, text_of, things_in, value_at
from reader.discover.dates import read_date, read_iso
from reader.discover.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.facts import ApiFacts, PageFacts

_TITLE_CAP: Final = 120


def _handed(page: PageFacts, platform: str) -> str:
    return next((root for name, root in page.interfaces if name == platform), "")


def _path_piece(url: str, after: str) -> str:
    found = re.search(rf"/(?:{after})/([^/?#]+)", url)
    return unquote_plus(found[1]) if found else ""


def _kept(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.url)


# --- Ghost ---------------------------------------------------------------------------------------------------------

_GHOST_PAGE: Final = 100


def _ghost_root(page: PageFacts) -> str:
    return _handed(page, "ghost")


def _ghost_topic(url: str) -> str:
    tag = _path_piece(url, "tag")
    return f"tag:{tag}" if tag else ""


def _ghost_posts(question: Question) -> str:
    root, _, key = question.root.partition("?")
    chosen = f"&filter={quote(question.topic, safe=':')}" if question.topic else ""
    fields = "fields=id,title,url,published_at,visibility"
    return f"{root}posts/?{key}&{fields}&limit={_GHOST_PAGE}&page={question.number}{chosen}"


def _ghost_read(facts: ApiFacts, _: str) -> Answer:
    things = things_in(facts.value, "posts")
    rows = [
        Row(
            resolve(facts.url, str(thing.get("url") or "")),
            text_of(thing.get("title")),
            read_iso(str(thing.get("published_at") or "")),
            id=str(thing.get("id") or ""),
            note="" if thing.get("visibility") in (None, "public") else "members only",
        )
        for thing in things
    ]
    pages = value_at(facts.value, "meta", "pagination")
    last = not things or value_at(pages, "next") is None
    return Answer(_kept(rows), count_of(value_at(pages, "total")), last, len(things))


# --- Tumblr --------------------------------------------------------------------------------------------------------

_TUMBLR_PAGE: Final = 50
_TUMBLR_TITLES: Final = (
    "regular-title",
    "link-text",
    "conversation-title",
    "photo-caption",
    "video-caption",
    "audio-caption",
    "quote-text",
    "regular-body",
)


def _tumblr_root(page: PageFacts) -> str:
    name = host(page.url)
    own = name.endswith(".tumblr.com") and name != "www.tumblr.com"
    return urljoin(page.url, "/api/read/json") if own or _handed(page, "tumblr") else ""


def _tumblr_topic(url: str) -> str:
    return _path_piece(url, "tagged").replace("-", " ")


def _tumblr_posts(question: Question) -> str:
    chosen = f"&tagged={quote(question.topic)}" if question.topic else ""
    return f"{question.root}?debug=1&num={_TUMBLR_PAGE}&start={question.so_far}{chosen}"


def _tumblr_title(thing: dict[str, Any]) -> str:
    title = next((title for key in _TUMBLR_TITLES if (title := text_of(thing.get(key)))), "")
    return title[:_TITLE_CAP] or str(thing.get("slug") or "").replace("-", " ")


def _tumblr_read(facts: ApiFacts, _: str) -> Answer:
    things = things_in(facts.value, "posts")
    rows = []
    for thing in things:
        stamp = count_of(thing.get("unix-timestamp"))
        published = datetime.fromtimestamp(stamp, UTC) if stamp and stamp < 1 << 33 else None
        url = resolve(facts.url, str(thing.get("url-with-slug") or thing.get("url") or ""))
        tags = thing.get("tags")
        topics = tuple(filter(None, map(text_of, tags))) if isinstance(tags, list) else ()
        rows.append(Row(url, _tumblr_title(thing), published, topics=topics, id=str(thing.get("id") or "")))
    return Answer(_kept(rows), count_of(value_at(facts.value, "posts-total")), not things, len(things))


# --- Substack ------------------------------------------------------------------------------------------------------


def _substack_root(page: PageFacts) -> str:
    shown = "substack" in page.generator.lower() or host(page.url).endswith(".substack.com")
    return urljoin(page.url, "/api/v1/archive") if shown or _handed(page, "substack") else ""


def _substack_topic(url: str) -> str:
    """A section (/s/) or a tag (/t/); the interface lists all posts, each with its own."""
    return _path_piece(url, "[st]")


def _substack_posts(question: Question) -> str:
    return f"{question.root}?sort=new&search=&offset={question.so_far}&limit=50"


def _substack_slugs(thing: dict[str, Any]) -> set[str]:
    tags = [str(tag.get("slug") or "") for tag in things_in(thing.get("postTags"))]
    return {str(thing.get("section_slug") or ""), *tags}


def _substack_read(facts: ApiFacts, topic: str) -> Answer:
    things = things_in(facts.value) or things_in(facts.value, "posts")
    rows = [
        Row(
            resolve(facts.url, str(thing.get("canonical_url") or "")),
            text_of(thing.get("title")),
            read_iso(str(thing.get("post_date") or "")),
            id=str(thing.get("id") or ""),
            note="" if thing.get("audience") in (None, "everyone") else "members only",
        )
        for thing in things
        if not topic or topic in _substack_slugs(thing)
    ]
    return Answer(_kept(rows), None, not things, len(things))


# --- note ----------------------------------------------------------------------------------------------------------


def _note_root(page: PageFacts) -> str:
    parts = urlsplit(page.url)
    user = re.fullmatch(r"/([\w-]+)(?:/all)?/?", parts.path)
    return f"https://note.com/api/v2/creators/{user[1]}/contents" if parts.hostname == "note.com" and user else ""


def _note_posts(question: Question) -> str:
    return f"{question.root}?kind=note&page={question.number}"


def _note_read(facts: ApiFacts, _: str) -> Answer:
    things = things_in(facts.value, "data", "contents")
    rows = [
        Row(
            resolve(facts.url, str(thing.get("noteUrl") or "")),
            text_of(thing.get("name")),
            read_iso(str(thing.get("publishAt") or "")),
            id=str(thing.get("key") or ""),
        )
        for thing in things
    ]
    ended = value_at(facts.value, "data", "isLastPage") is True
    return Answer(_kept(rows), None, ended or not things, len(things))


# --- WriteFreely ---------------------------------------------------------------------------------------------------


def _writefreely_root(page: PageFacts) -> str:
    if "writefreely" not in page.generator.lower():
        return ""
    name = re.match(r"/([\w-]+)/?", urlsplit(page.url).path)
    return urljoin(page.url, f"/api/collections/{name[1]}/posts") if name and _is_front(page.url) else ""


def _is_front(url: str) -> bool:
    return re.fullmatch(r"/[\w-]+/?(?:page/\d+)?", urlsplit(url).path) is not None


def _writefreely_posts(question: Question) -> str:
    return f"{question.root}?page={question.number}"


def _writefreely_read(facts: ApiFacts, _: str) -> Answer:
    collection = value_at(facts.value, "data")
    things = things_in(collection, "posts")
    front = urlsplit(facts.url).path.removeprefix("/api/collections").removesuffix("posts")
    rows = [
        Row(
            resolve(facts.url, f"{front}{quote(str(thing.get('slug') or ''))}") if thing.get("slug") else "",
            text_of(thing.get("title")),
            read_date(str(thing.get("created") or "")),
            id=str(thing.get("id") or ""),
        )
        for thing in things
    ]
    return Answer(_kept(rows), count_of(value_at(collection, "total_posts")), not things, len(things))


HOSTED: Final[Sequence[Catalogue]] = (
    Catalogue("Ghost", _ghost_root, _ghost_topic, None, _ghost_posts, _ghost_read),
    Catalogue("Tumblr", _tumblr_root, _tumblr_topic, None, _tumblr_posts, _tumblr_read),
    Catalogue("Substack", _substack_root, _substack_topic, None, _substack_posts, _substack_read),
    Catalogue("note", _note_root, no_topic, None, _note_posts, _note_read),
    Catalogue("WriteFreely", _writefreely_root, no_topic, None, _writefreely_posts, _writefreely_read),
)

"""Back catalogues by platform: interfaces that list every post of a blog, or of one topic of it.

Owns a table of platforms: how a page shows that it runs on one, which question gives a page of the catalogue, and how
the answer is read.  A refusal (401, 404, robots.txt) is quiet: the page's own list is read instead.  Sources: the
WordPress REST handbook, Blogger's feeds (GData), the archive interfaces of Substack and note as their pages use them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from reader.addresses import resolve
from reader.cleaning import clean_line
from reader.discover.dates import read_iso
from reader.discover.facts import ApiFacts
from reader.discover.rows import Row, joined
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.look import Look
    from reader.model import Fetch

_PAGES: Final = 20
_WORDPRESS_PAGE: Final = 100
_TAG: Final = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a catalogue: its rows, and how many rows the whole has where the answer says so."""

    rows: tuple[Row, ...]
    total: int | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One platform's way to list posts."""

    name: str
    root: Callable[[PageFacts], str]
    """The interface's root, from what the page shows; ``""`` where it is not this platform."""
    topic: Callable[[str, str], str] | None
    """(root, topic page's address) to the question for the topic's id; None where the address itself is enough."""
    posts: Callable[[str, str, str, int, int], str]
    """(root, topic id, topic page's address, number of the page from 1, rows so far) to the question for posts."""
    read: Callable[[ApiFacts], Answer]


def catalogue(look: Look, page: PageFacts, topic_url: str = "") -> Generator[tuple[Fetch, ...], None, list[Row] | None]:
    """Every post of the topic (or of the blog) by the platform's interface, newest first; None where it has none."""
    for platform in CATALOGUES:
        root = platform.root(page)
        if not root:
            continue
        identity = ""
        if topic_url and platform.topic:
            answer = yield from look.one(
                platform.topic(root, topic_url), Purpose.API, f"the topic, by {platform.name}'s interface"
            )
            identity = _first_id(answer.value) if isinstance(answer, ApiFacts) else ""
            if not identity:
                return None
        rows: list[Row] = []
        for number in range(1, _PAGES + 1):
            question = platform.posts(root, identity, topic_url, number, len(rows))
            answer = yield from look.one(question, Purpose.API, f"the posts, by {platform.name}'s interface")
            if not isinstance(answer, ApiFacts):
                return None
            part = platform.read(answer)
            before = len(rows)
            rows = joined([*rows, *part.rows])
            if part.last or len(rows) == before or (part.total is not None and len(rows) >= part.total):
                break
        return rows or None
    return None


def _first_id(value: Any) -> str:  # noqa: ANN401 - any JSON value
    first = value[0] if isinstance(value, list) and value else value
    identity = first.get("id") if isinstance(first, dict) else None
    return str(identity) if isinstance(identity, int) else ""


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("$t") or ""
    return clean_line(unescape(_TAG.sub("", value))) if isinstance(value, str) else ""


def _things(value: Any, *path: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return [thing for thing in value if isinstance(thing, dict)] if isinstance(value, list) else []


def _count(value: Any) -> int | None:  # noqa: ANN401 - any JSON value
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else None


def _slug(url: str) -> str:
    pieces = [piece for piece in urlsplit(url).path.split("/") if piece and not re.fullmatch(r"page|\d+", piece)]
    return pieces[-1] if pieces else ""


# --- WordPress -----------------------------------------------------------------------------------------------------


def _wordpress_root(page: PageFacts) -> str:
    return next((link.url for link in page.advertised if "https://api.w.org/" in link.rel), "")


def _wordpress_kind(url: str) -> str:
    return "tags" if re.search(r"/tag/|[?&]tag=", url) else "categories"


def _wordpress_topic(root: str, url: str) -> str:
    return urljoin(root, f"wp/v2/{_wordpress_kind(url)}?slug={_slug(url)}")


def _wordpress_posts(root: str, identity: str, url: str, number: int, _: int) -> str:
    chosen = f"&{_wordpress_kind(url)}={identity}" if identity else ""
    return urljoin(root, f"wp/v2/posts?per_page=100&page={number}{chosen}&_fields=id,date,link,title")


def _wordpress_read(facts: ApiFacts) -> Answer:
    rows = [
        Row(
            resolve(facts.url, str(thing.get("link") or "")),
            _text(thing.get("title")),
            read_iso(str(thing.get("date") or "")),
            id=str(thing.get("id") or ""),
        )
        for thing in _things(facts.value)
    ]
    return Answer(
        tuple(row for row in rows if row.url), _count(facts.headers.get("x-wp-total")), len(rows) < _WORDPRESS_PAGE
    )


# --- Blogger -------------------------------------------------------------------------------------------------------


def _blogger_root(page: PageFacts) -> str:
    return urljoin(page.url, "/feeds/posts/summary") if "blogger" in page.generator.lower() else ""


def _blogger_posts(root: str, _: str, url: str, __: int, so_far: int) -> str:
    label = re.search(r"/search/label/([^/?#]+)", url)
    path = f"{root}/-/{quote(unquote(label[1]))}" if label else root
    return f"{path}?alt=json&start-index={so_far + 1}&max-results=100"


def _blogger_read(facts: ApiFacts) -> Answer:
    rows = []
    for thing in _things(facts.value, "feed", "entry"):
        link = next(
            (str(one.get("href") or "") for one in _things(thing.get("link")) if one.get("rel") == "alternate"), ""
        )
        stamp = thing.get("published")
        rows.append(
            Row(
                resolve(facts.url, link),
                _text(thing.get("title")),
                read_iso(str(stamp.get("$t", "")) if isinstance(stamp, dict) else ""),
            )
        )
    feed = facts.value.get("feed", {}) if isinstance(facts.value, dict) else {}
    total = feed.get("openSearch$totalResults") if isinstance(feed, dict) else None
    return Answer(
        tuple(row for row in rows if row.url), _count(total.get("$t")) if isinstance(total, dict) else None, not rows
    )


# --- Substack, note ------------------------------------------------------------------------------------------------


def _substack_root(page: PageFacts) -> str:
    shown = "substack" in page.generator.lower() or (urlsplit(page.url).hostname or "").endswith(".substack.com")
    return urljoin(page.url, "/api/v1/archive") if shown else ""


def _substack_posts(root: str, _: str, __: str, ___: int, so_far: int) -> str:
    return f"{root}?sort=new&search=&offset={so_far}&limit=50"


def _substack_read(facts: ApiFacts) -> Answer:
    things = _things(facts.value) or _things(facts.value, "posts")
    rows = [
        Row(
            resolve(facts.url, str(thing.get("canonical_url") or "")),
            _text(thing.get("title")),
            read_iso(str(thing.get("post_date") or "")),
            id=str(thing.get("id") or ""),
            note="" if thing.get("audience") in (None, "everyone") else "members only",
        )
        for thing in things
    ]
    return Answer(tuple(row for row in rows if row.url), None, not rows)


def _note_root(page: PageFacts) -> str:
    parts = urlsplit(page.url)
    user = re.match(r"/([\w-]+)", parts.path)
    return f"https://note.com/api/v2/creators/{user[1]}/contents" if parts.hostname == "note.com" and user else ""


def _note_posts(root: str, _: str, __: str, number: int, ___: int) -> str:
    return f"{root}?kind=note&page={number}"


def _note_read(facts: ApiFacts) -> Answer:
    rows = [
        Row(
            resolve(facts.url, str(thing.get("noteUrl") or "")),
            _text(thing.get("name")),
            read_iso(str(thing.get("publishAt") or "")),
            id=str(thing.get("key") or ""),
        )
        for thing in _things(facts.value, "data", "contents")
    ]
    ended = (
        isinstance(facts.value, dict)
        and isinstance(facts.value.get("data"), dict)
        and facts.value["data"].get("isLastPage") is True
    )
    return Answer(tuple(row for row in rows if row.url), None, ended or not rows)


CATALOGUES: Final[Sequence[Catalogue]] = (
    Catalogue("WordPress", _wordpress_root, _wordpress_topic, _wordpress_posts, _wordpress_read),
    Catalogue("Blogger", _blogger_root, None, _blogger_posts, _blogger_read),
    Catalogue("Substack", _substack_root, None, _substack_posts, _substack_read),
    Catalogue("note", _note_root, None, _note_posts, _note_read),
)

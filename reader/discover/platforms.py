"""Back catalogues by platform: interfaces that list every post of a blog, or of one topic of it.

Owns the table of platforms, the walk over a catalogue's pages, and the two platforms that most blogs run on.  A refusal
(401, 404, robots.txt) is quiet: the page's own list is read instead.  Sources: the WordPress REST handbook, the REST
API of WordPress.com, Blogger's feeds (GData); the others stand in ``hosted``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from reader.addresses import host, resolve
from reader.discover.catalogues import Answer, Catalogue, Question, count_of, text_of, things_in, value_at
from reader.discover.dates import read_iso
from reader.discover.facts import ApiFacts
from reader.discover.hosted import HOSTED
from reader.discover.rows import Row, joined
from reader.discover.words import TOPIC_PATH
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.look import Look
    from reader.model import Fetch

_PAGES: Final = 20
_WORDPRESS_PAGE: Final = 100


def catalogue(look: Look, page: PageFacts) -> Generator[tuple[Fetch, ...], None, list[Row] | None]:
    """Every post of the page's topic (or of its blog) by the platform's interface, newest first; None without one."""
    for platform in CATALOGUES:
        root = platform.root(page)
        if root:
            rows = yield from _walk(look, platform, root, platform.topic(page.url))
            return rows
    return None


def _walk(
    look: Look, platform: Catalogue, root: str, topic: str
) -> Generator[tuple[Fetch, ...], None, list[Row] | None]:
    if topic and platform.identify:
        why = f"the topic, by {platform.name}'s interface"
        answer = yield from look.one(platform.identify(root, topic), Purpose.API, why)
        identity = _first_id(answer) if isinstance(answer, ApiFacts) else ""
        if not identity:
            return None
        topic = f"{topic.partition('?')[0]}={identity}"
    rows: list[Row] = []
    seen = 0
    for number in range(1, _PAGES + 1):
        question = platform.posts(Question(root, topic, number, seen))
        answer = yield from look.one(question, Purpose.API, f"the posts, by {platform.name}'s interface")
        if not isinstance(answer, ApiFacts):
            return None
        part = platform.read(answer, topic)
        before = len(rows)
        rows = joined([*rows, *part.rows])
        seen += max(part.seen, len(part.rows))
        repeated = bool(part.rows) and len(rows) == before
        if part.last or repeated or (part.total is not None and seen >= part.total):
            break
    return rows or None


def _first_id(answer: ApiFacts) -> str:
    value = answer.value
    first = value[0] if isinstance(value, list) and value else value
    identity = first.get("id") if isinstance(first, dict) else None
    return str(identity) if isinstance(identity, int) else ""


# --- WordPress -----------------------------------------------------------------------------------------------------

_WORDPRESS_COM: Final = "https://public-api.wordpress.com/wp/v2/sites/"


def _wordpress_root(page: PageFacts) -> str:
    advertised = next((link.url for link in page.advertised if "https://api.w.org/" in link.rel), "")
    if advertised:
        # Without pretty addresses the interface hangs on a parameter: /index.php?rest_route=/
        return advertised + "wp/v2/" if "rest_route=" in advertised else urljoin(advertised, "wp/v2/")
    name = host(page.url)
    return f"{_WORDPRESS_COM}{name}/" if name.endswith(".wordpress.com") or page.generator == "WordPress.com" else ""


def _wordpress_topic(url: str) -> str:
    """``categories`` or ``tags``, and how the topic is chosen among them."""
    if not TOPIC_PATH.search(url):
        return ""
    kind = "tags" if re.search(r"/tag/|[?&]tag=", url) else "categories"
    number = re.search(r"[?&]cat=(\d+)", url)
    if number:
        return f"{kind}?include={number[1]}"
    named = re.search(r"[?&]tag=([^&#]+)", url)
    pieces = [piece for piece in urlsplit(url).path.split("/") if piece and not re.fullmatch(r"page|\d+", piece)]
    return f"{kind}?slug={named[1] if named else pieces[-1] if pieces else ''}"


def _ask_wordpress(root: str, question: str) -> str:
    return root + (question.replace("?", "&", 1) if "?" in root else question)


def _wordpress_posts(question: Question) -> str:
    chosen = f"&{question.topic}" if question.topic else ""
    asked = f"posts?per_page={_WORDPRESS_PAGE}&page={question.number}{chosen}&_fields=id,date,link,title"
    return _ask_wordpress(question.root, asked)


def _wordpress_read(facts: ApiFacts, _: str) -> Answer:
    things = things_in(facts.value)
    rows = [
        Row(
            resolve(facts.url, str(thing.get("link") or "")),
            text_of(thing.get("title")),
            read_iso(str(thing.get("date") or "")),
            id=str(thing.get("id") or ""),
        )
        for thing in things
    ]
    kept = tuple(row for row in rows if row.url)
    return Answer(kept, count_of(facts.headers.get("x-wp-total")), len(things) < _WORDPRESS_PAGE, len(things))


# --- Blogger -------------------------------------------------------------------------------------------------------

_BLOGGER_PAGE: Final = 100


def _blogger_root(page: PageFacts) -> str:
    return urljoin(page.url, "/feeds/posts/summary") if "blogger" in page.generator.lower() else ""


def _blogger_topic(url: str) -> str:
    label = re.search(r"/search/label/([^/?#]+)", url)
    return unquote(label[1]) if label else ""


def _blogger_posts(question: Question) -> str:
    path = f"{question.root}/-/{quote(question.topic)}" if question.topic else question.root
    return f"{path}?alt=json&start-index={question.so_far + 1}&max-results={_BLOGGER_PAGE}"


def _blogger_read(facts: ApiFacts, _: str) -> Answer:
    rows = []
    for thing in things_in(facts.value, "feed", "entry"):
        link = next(
            (str(one.get("href") or "") for one in things_in(thing.get("link")) if one.get("rel") == "alternate"), ""
        )
        published = read_iso(str(value_at(thing, "published", "$t") or ""))
        rows.append(Row(resolve(facts.url, link), text_of(thing.get("title")), published))
    total = count_of(value_at(facts.value, "feed", "openSearch$totalResults", "$t"))
    return Answer(tuple(row for row in rows if row.url), total, not rows, len(rows))


CATALOGUES: Final[Sequence[Catalogue]] = (
    Catalogue("WordPress", _wordpress_root, _wordpress_topic, _ask_wordpress, _wordpress_posts, _wordpress_read),
    Catalogue("Blogger", _blogger_root, _blogger_topic, None, _blogger_posts, _blogger_read),
    *HOSTED,
)

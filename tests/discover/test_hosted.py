# ruff: noqa: E501 - markup stands as the platforms write it
"""Small sites in the manner of hosted platforms: whatever page is pasted, the whole serial comes back in order.

Each is tried with its interface answering and with the interface refusing, where it has one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reader.discover.facts import ApiFacts, PageFacts, read_facts
from reader.discover.hosted import HOSTED
from reader.discover.look import Look
from reader.discover.platforms import CATALOGUES, catalogue
from reader.errors import FeedUnreadable, HttpStatus
from reader.model import Discovered, Resource
from tests.discover.blogs import TEXT, awkward, feed, neighbours, sheets
from tests.discover.test_more_engines import Site
from tests.discover.webs import NOTICES_JA, NOW, PROSE, Post, Web, page

if TYPE_CHECKING:
    from collections.abc import Callable


class Platform(Web):
    """A web in which some addresses are answered by a program."""

    def __init__(self, programs: dict[str, Callable[[str, dict[str, str]], Any]]) -> None:
        super().__init__()
        self.programs = programs
        self.refuses = False

    def fetch(self, url: str) -> Resource:
        if "?source=" in url:
            self.pages[url] = self.pages[url.partition("?")[0]]
        for path, program in self.programs.items():
            if path in url:
                if self.refuses:
                    raise HttpStatus("forbidden", subject=url, status=403)
                parts = urlsplit(url)
                answer = program(parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()})
                self.pages[url] = answer if isinstance(answer, str) else json.dumps(answer)
        return super().fetch(url)


def ghost(*, interface: bool = True) -> Site:
    """Cards without a text, pages joined by rel=next; the portal's script carries the key."""
    base, title = "https://ghost.example", "The Winter Lantern"
    blog = awkward("The Winter Lantern, Part {n}", "The Winter Lantern: Interlude", count=33, topic="winter-lantern")

    def url(post: Post) -> str:
        return f"{base}/{post.slug}-{post.day:%j}/"

    def posts(_: str, asked: dict[str, str]) -> Any:
        assert asked["key"] == "a1b2c3"
        tag = asked.get("filter", "").removeprefix("tag:")
        kept = [post for post in blog.posts[::-1] if not tag or post.topic == tag]
        size, number = min(int(asked["limit"]), 15), int(asked["page"])
        part = kept[(number - 1) * size : number * size]
        pages = -(-len(kept) // size)
        things = [{"id": p.slug, "title": p.title, "url": url(p), "published_at": p.day.isoformat()} for p in part]
        turn = {"page": number, "pages": pages, "total": len(kept), "next": number + 1 if number < pages else None}
        return {"posts": things, "meta": {"pagination": turn}}

    web = Platform({"/ghost/api/content/posts/": posts})
    web.refuses = not interface
    head = (
        '<meta name="generator" content="Ghost 5.87">'
        f'<link rel="alternate" type="application/rss+xml" title="Lamp Notes" href="{base}/rss/">'
        f'<script defer src="https://cdn.example/ghost/portal@~2.37/umd/portal.min.js" data-i18n="true" data-ghost="{base}/" data-key="a1b2c3" data-api="{base}/ghost/api/content/" crossorigin="anonymous"></script>'
    )
    names = {"winter-lantern": title, "notes": "Notes"}
    for post in blog.posts:
        others = "".join(
            f'<article class="post-card"><a class="post-card-content-link" href="{url(p)}"><h2 class="post-card-title">{p.title}</h2></a></article>'
            for p in blog.posts[-3:]
        )
        web.pages[url(post)] = page(
            post.title,
            f'<header id="gh-head"><a href="{base}/">Lamp Notes</a></header><main><article class="article post tag-{post.topic}"><header><div class="article-tag"><a href="{base}/tag/{post.topic}/">{names[post.topic]}</a></div><h1 class="article-title">{post.title}</h1><section><h4 class="author-name"><a href="{base}/author/ines/" class="static-avatar">Ines Karlow</a></h4><time datetime="{post.day:%Y-%m-%d}">{post.day:%d %b %Y}</time></section></header><section class="gh-content">{TEXT}</section></article></main><aside class="read-more-wrap"><h3>Read more</h3>{others}</aside>',
            head,
            site="Lamp Notes",
        )

    def listed(path: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 6)
        for number, part in enumerate(parts, 1):
            address = f"{base}{path}" if number == 1 else f"{base}{path}page/{number}/"
            turn = f'<link rel="next" href="{base}{path}page/{number + 1}/">' if number < len(parts) else ""
            turn += f'<link rel="prev" href="{base}{path}{f"page/{number - 1}/" if number > 2 else ""}">' * (number > 1)
            cards = "".join(
                f'<article class="post-card"><div class="post-card-content"><a class="post-card-content-link" href="{url(p)}"><header><h2 class="post-card-title">{p.title}</h2></header><div class="post-card-excerpt">{PROSE[:90]}</div></a><footer><time datetime="{p.day:%Y-%m-%d}">{p.day:%d %b %Y}</time></footer></div></article>'
                for p in part
            )
            web.pages[address] = page(
                name, f'<h1>{name}</h1><main><div class="post-feed">{cards}</div></main>', head + turn, "Lamp Notes"
            )

    listed("/", blog.posts, "Lamp Notes")
    for topic, name in names.items():
        listed(f"/tag/{topic}/", blog.topic(topic), name)
        web.pages[f"{base}/tag/{topic}/rss/"] = feed(base, name, blog.topic(topic), url, "Ines Karlow")
    web.pages[f"{base}/rss/"] = feed(base, "Lamp Notes", blog.posts, url, "Ines Karlow")
    tag = f"{base}/tag/winter-lantern/"
    entries = {"home": f"{base}/", "topic": tag, "feed": f"{base}/rss/", "topic feed": f"{tag}rss/"}
    return Site(web, [url(p) for p in blog.serial], title, "Ines Karlow", entries)


def ghost_refusing() -> Site:
    return ghost(interface=False)


def tumblr(*, interface: bool = True) -> Site:
    """A tumblelog: whole posts on its pages, next and previous by arrows, a tag for the serial; pictures between."""
    base, title = "https://millwheel.tumblr.example", "Salt and Barley"
    blog = awkward("Salt and Barley {n}", "Salt and Barley: Entr'acte", count=24, topic="salt and barley")

    def url(post: Post) -> str:
        slug = re.sub(r"\W+", "-", post.title.lower()).strip("-")
        return f"{base}/post/{1100 + int(post.slug)}/{slug}"

    def read(_: str, asked: dict[str, str]) -> str:
        kept = [p for p in blog.posts[::-1] if asked.get("tagged") in (None, p.topic)]
        start = int(asked["start"])
        things = [
            {
                "id": str(1100 + int(p.slug)),
                "url": url(p).rpartition("/")[0],
                "url-with-slug": url(p),
                "type": "regular" if p.topic != "notes" else "photo",
                "unix-timestamp": int(p.day.timestamp()),
                ("regular-title" if p.topic != "notes" else "photo-caption"): f"<p>{p.title}</p>",
                "tags": [p.topic],
            }
            for p in kept[start : start + 20]
        ]
        value = {
            "tumblelog": {"title": "millwheel"},
            "posts-start": start,
            "posts-total": str(len(kept)),
            "posts": things,
        }
        return f"var tumblr_api_read = {json.dumps(value)};\n"

    web = Platform({"/api/read/json": read})
    web.refuses = not interface
    head = (
        f'<meta name="tumblr-theme" content="39999"><link rel="alternate" type="application/rss+xml" href="{base}/rss">'
    )

    def shown(post: Post, *, alone: bool) -> str:
        name = f'<h2 class="title"><a href="{url(post)}">{post.title}</a></h2>' if post.topic != "notes" else ""
        tags = f'<div class="tags"><a href="{base}/tagged/{post.topic.replace(" ", "-")}">#{post.topic}</a></div>'
        text = TEXT if alone or post.topic != "notes" else f"<p>{post.title}</p>"
        return f'<article class="text-post">{name}<div class="body">{text}</div><footer><a class="permalink" href="{url(post)}"><time datetime="{post.day.isoformat()}">{post.day:%b %d, %Y}</time></a>{tags}<a class="notes" href="{url(post)}#notes">12 notes</a></footer></article>'

    for post in blog.posts:
        older, newer = neighbours(blog.posts, post)
        nav = (f'<a class="next" href="{url(older)}">→</a>' if older else "") + (
            f'<a class="prev" href="{url(newer)}">←</a>' if newer else ""
        )
        web.pages[url(post)] = page(
            f"{post.title} — millwheel",
            f'<header><h1><a href="{base}/">millwheel</a></h1><nav><a href="{base}/archive">Archive</a><a href="{base}/ask">Ask me</a></nav></header><div id="posts">{shown(post, alone=True)}</div><div class="pagination">{nav}</div>',
            head,
        )

    def listed(path: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 5)
        for number, part in enumerate(parts, 1):
            address = f"{base}{path}" if number == 1 else f"{base}{path.rstrip('/')}/page/{number}"
            nav = f'<a href="{path.rstrip("/")}/page/{number + 1}">Older →</a>' if number < len(parts) else ""
            nav += f'<a href="{path if number == 2 else path.rstrip("/") + f"/page/{number - 1}"}">← Newer</a>' * (
                number > 1
            )
            web.pages[address] = page(
                name,
                f'<header><h1><a href="{base}/">millwheel</a></h1></header><div id="posts">{"".join(shown(p, alone=False) for p in part)}</div><div class="pagination">{nav}</div>',
                head,
            )

    listed("/", blog.posts, "millwheel")
    for topic in ("salt and barley", "notes"):
        path = f"/tagged/{topic.replace(' ', '-')}"
        listed(path, blog.topic(topic), f"millwheel — Posts tagged {topic}")
        web.pages[f"{base}{path}/rss"] = feed(base, "millwheel", blog.topic(topic), url)
    web.pages[f"{base}/rss"] = feed(base, "millwheel", blog.posts, url)
    entries = {
        "home": f"{base}/",
        "tag": f"{base}/tagged/salt-and-barley",
        "feed": f"{base}/rss",
        "tag feed": f"{base}/tagged/salt-and-barley/rss",
    }
    return Site(web, [url(p) for p in blog.serial], title, "", entries)


def tumblr_refusing() -> Site:
    return tumblr(interface=False)


def substack() -> Site:
    """A newsletter: the archive loads by script, so pages list the newest twelve and link to no more."""
    base, title = "https://slowferry.substack.com", "The Slow Ferry"
    blog = awkward("The Slow Ferry #{n}", "The Slow Ferry: Intermission", count=31, topic="ferry")

    def url(post: Post) -> str:
        return f"{base}/p/{re.sub(r'[^a-z0-9]+', '-', post.title.lower()).strip('-')}-{post.slug}"

    def archive(_: str, asked: dict[str, str]) -> Any:
        start = int(asked["offset"])
        return [
            {
                "id": int(p.slug),
                "title": p.title,
                "canonical_url": url(p),
                "post_date": p.day.isoformat(),
                "audience": "everyone",
                "section_slug": p.topic,
                "postTags": [{"name": "Fiction", "slug": "fiction"}] if p.topic == "ferry" else [],
            }
            for p in blog.posts[::-1][start : start + min(25, int(asked["limit"]))]
        ]

    web = Platform({"/api/v1/archive": archive})
    head = '<link rel="alternate" type="application/rss+xml" href="/feed" title="Ferry Letters"><meta property="og:site_name" content="Ferry Letters"><script src="https://substackcdn.com/bundle/main.js"></script>'
    menu = f'<nav><a href="{base}/">Home</a><a href="{base}/archive">Archive</a><a href="{base}/about">About</a><a href="{base}/s/ferry">The Slow Ferry</a></nav>'

    def cards(posts: list[Post]) -> str:
        return "".join(
            f'<div class="post-preview"><a class="post-preview-title" href="{url(p)}">{p.title}</a><a href="{url(p)}" class="post-preview-description">On day {p.day:%j} {PROSE[:70]}</a><time datetime="{p.day.isoformat()}">{p.day:%b %d}</time> • <a href="{base}/@mara">Mara Thole</a><a href="{url(p)}/comments">4</a></div>'
            for p in posts
        )

    for post in blog.posts:
        older, newer = neighbours(blog.posts, post)
        nav = (f'<a href="{url(older)}?utm_source=previous">Previous</a>' if older else "") + (
            f'<a href="{url(newer)}?utm_source=next">Next</a>' if newer else ""
        )
        web.pages[url(post)] = page(
            f"{post.title} - by Mara Thole - Ferry Letters",
            f'{menu}<article class="newsletter-post"><h1 class="post-title">{post.title}</h1><div class="byline"><a href="{base}/@mara">Mara Thole</a><div>{post.day:%b %d, %Y}</div></div><div class="available-content"><div class="body markup">{TEXT}</div></div></article><div class="post-footer">{nav}</div>',
            head + f'<meta property="og:title" content="{post.title}">',
        )
    for path, posts in (("/", blog.posts), ("/archive", blog.posts), ("/s/ferry", blog.topic("ferry"))):
        web.pages[f"{base}{path}"] = page(
            "Ferry Letters | Substack", f'{menu}<div class="portable-archive-list">{cards(posts[:-13:-1])}</div>', head
        )
    web.pages[f"{base}/feed"] = feed(base, "Ferry Letters", blog.posts, url, "Mara Thole")
    entries = {"home": f"{base}/", "archive": f"{base}/archive", "section": f"{base}/s/ferry", "feed": f"{base}/feed"}
    return Site(web, [url(p) for p in blog.serial], title, "Mara Thole", entries)


def medium() -> Site:
    """A publication without an interface: addresses that note where they were clicked, an archive by months."""
    base, title = "https://medium.example", "Nine Bridges"
    pub = f"{base}/nine-bridges"
    blog = awkward("Nine Bridges — Chapter {n}", "Nine Bridges — Interval", count=20, topic="nine-bridges")

    def url(post: Post) -> str:
        return f"{pub}/{re.sub(r'[^a-z0-9]+', '-', post.title.lower()).strip('-')}-{int(post.slug) * 7919:012x}"

    web = Platform({})
    head = f'<link rel="alternate" type="application/rss+xml" href="{base}/feed/nine-bridges"><meta property="og:site_name" content="Nine Bridges Review">'
    for post in blog.posts:
        others = "".join(
            f'<div><a href="{url(p)}?source=read_next_recirc---------{n}---------------------">{p.title}</a></div>'
            for n, p in enumerate(blog.posts[:3])
        )
        web.pages[url(post)] = page(
            f"{post.title} | by Odile Farr | Nine Bridges Review",
            f'<nav><a href="{base}/?source=post_page---top_nav_layout_nav----">Open in app</a></nav><article><h1>{post.title}</h1><a rel="author" href="{base}/@odile?source=post_page---byline--{post.slug}---">Odile Farr</a><a href="{pub}?source=post_page---byline--{post.slug}---">Nine Bridges Review</a><span>{post.day:%b %d, %Y}</span>{TEXT}<a href="{base}/tag/{post.topic}?source=post_page-----{post.slug}---">{post.topic}</a></article><footer><h2>Recommended from Medium</h2>{others}</footer>',
            head,
        )
    here = "?source=collection_home---4------{n}-----------------------"
    web.pages[pub] = page(
        "Nine Bridges Review",
        f'<h1>Nine Bridges Review</h1><nav><a href="{pub}/archive">Archive</a><a href="{pub}/about">About</a></nav>'
        + "".join(
            f'<div class="row"><h3><a href="{url(p)}{here.format(n=n)}">{p.title}</a></h3><time datetime="{p.day.isoformat()}">{p.day:%b %d}</time></div>'
            for n, p in enumerate(blog.posts[:-7:-1])
        ),
        head,
    )
    # The tag's page is everybody's: other people's posts on the same word.
    web.pages[f"{base}/tag/nine-bridges"] = page(
        "Nine Bridges – Medium",
        "<h1>Nine Bridges</h1>"
        + "".join(
            f'<article><h2><a href="{address}">{name}</a></h2></article>'
            for address, name in [
                (f"{base}/@pilot/my-nine-bridges-walk-88aa{n}", f"My walk over bridge {n}") for n in range(3)
            ]
            + [(f"{base}/@{who}/bridges-{who}", f"Bridges of {who}") for who in ("konrad", "ulla", "zeno", "mira")]
            + [(url(p), p.title) for p in blog.serial[-3:]]
        ),
    )
    by_month: dict[str, list[Post]] = {}
    for post in blog.posts:
        by_month.setdefault(f"{post.day:%Y/%m}", []).append(post)
    years = f'<div class="timebuckets">{"".join(f"<div><a href={pub}/archive/{month}>{month}</a></div>" for month in by_month)}</div>'
    for month, posts in {"": [], **by_month}.items():
        listed = "".join(
            f'<div class="streamItem"><div class="postArticle"><a href="{url(p)}?source=collection_archive---------{n}-----------------------"><h3 class="graf--title">{p.title}</h3></a><time datetime="{p.day.isoformat()}">{p.day:%b %d}</time></div></div>'
            for n, p in enumerate(posts or blog.posts[-9:])
        )
        web.pages[f"{pub}/archive" + (f"/{month}" if month else "")] = page(
            "Nine Bridges Review Archive", f"<h1>Nine Bridges Review</h1>{years}{listed}", head
        )
    web.pages[f"{base}/feed/nine-bridges"] = feed(
        pub, "Nine Bridges Review", blog.posts, lambda p: f"{url(p)}?source=rss----{p.slug}---4", "Odile Farr"
    )
    web.pages[f"{pub}/"] = f"->{pub}"
    entries = {"home": pub, "archive": f"{pub}/archive", "feed": f"{base}/feed/nine-bridges"}
    return Site(web, [url(p) for p in blog.serial], title, "Odile Farr", entries)


def writefreely(*, interface: bool = True) -> Site:
    """A plain page of posts with "Older"; topics are hash tags in the text."""
    base, title = "https://write.example", "灯の渡し"
    blog = awkward("灯の渡し　第{kanji}話", "灯の渡し　幕間", count=22, notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/nagi/{post.slug}"

    def posts(_: str, asked: dict[str, str]) -> Any:
        part = blog.posts[::-1][(int(asked["page"]) - 1) * 10 : int(asked["page"]) * 10]
        things = [{"id": f"x{p.slug}", "slug": p.slug, "title": p.title, "created": p.day.isoformat()} for p in part]
        return {"code": 200, "data": {"alias": "nagi", "total_posts": len(blog.posts), "posts": things}}

    web = Platform({"/api/collections/nagi/posts": posts})
    web.refuses = not interface
    head = f'<meta name="generator" content="WriteFreely"><link rel="alternate" type="application/rss+xml" href="{base}/nagi/feed/">'
    for post in blog.posts:
        web.pages[url(post)] = page(
            f"{post.title} — 凪",
            f'<header><h1><a href="/nagi/">凪</a></h1></header><article class="h-entry"><h2 id="title" class="p-name">{post.title}</h2><time datetime="{post.day.isoformat()}">{post.day:%Y-%m-%d}</time><div class="e-content">{TEXT}</div></article>',
            head,
        )
    parts = sheets(blog.posts, 10)
    for number, part in enumerate(parts, 1):
        nav = f'<a href="/nagi/page/{number + 1}">⇠ Older</a>' if number < len(parts) else ""
        nav += f'<a href="/nagi/{f"page/{number - 1}" if number > 2 else ""}">Newer ⇢</a>' if number > 1 else ""
        listed = "".join(
            f'<article class="h-entry"><h2 class="post-title"><a href="{url(p)}" class="u-url">{p.title}</a></h2><time datetime="{p.day.isoformat()}">{p.day:%Y-%m-%d}</time><div><p>{PROSE}</p></div></article>'
            for p in part
        )
        web.pages[f"{base}/nagi/" + (f"page/{number}" if number > 1 else "")] = page(
            "凪",
            f'<header><h1><a href="/nagi/">凪</a></h1></header><section id="wrapper">{listed}<nav id="paging">{nav}</nav></section>',
            head,
        )
    web.pages[f"{base}/nagi/feed/"] = feed(f"{base}/nagi", "凪", blog.posts, url)
    return Site(web, [url(p) for p in blog.serial], title, "", {"home": f"{base}/nagi/", "feed": f"{base}/nagi/feed/"})


def writefreely_refusing() -> Site:
    return writefreely(interface=False)


def microblog() -> Site:
    """Micro.blog and its like: notes without a title everywhere, an archive page that lists the titled by date."""
    base, title = "https://micro.example", "Letters from the Weir"
    blog = awkward("Letters from the Weir: {n}", "Letters from the Weir: a Pause", count=18, topic="weir")

    def url(post: Post) -> str:
        return f"{base}/{post.day:%Y/%m/%d}/{post.slug}.html"

    web = Web()
    head = f'<link rel="alternate" type="application/json" title="Runa" href="{base}/feed.json"><link rel="alternate" type="application/rss+xml" href="{base}/feed.xml">'
    menu = (
        f'<nav><a href="{base}/">Home</a><a href="{base}/archive/">Archive</a><a href="{base}/about/">About</a></nav>'
    )
    for post in blog.posts:
        web.pages[url(post)] = page(
            post.title,
            f'{menu}<article class="h-entry"><h1 class="p-name">{post.title}</h1><a class="u-url" href="{url(post)}"><time datetime="{post.day.isoformat()}">{post.day:%Y-%m-%d}</time></a><div class="e-content">{TEXT}</div></article>',
            head,
            "Runa",
        )

    def jot(post: Post) -> str:
        stamp = f"{base}/{post.day:%Y/%m/%d}/jot{post.slug}.html"
        return f'<article class="h-entry"><p>A heron stood on the weir.</p><a class="u-url" href="{stamp}"><time datetime="{post.day.isoformat()}">{post.day:%Y-%m-%d}</time></a></article>'

    web.pages[f"{base}/"] = page(
        "Runa",
        menu
        + "".join(
            f'<article class="h-entry"><h2 class="p-name"><a href="{url(p)}">{p.title}</a></h2><div>{PROSE}</div></article>{jot(p)}'
            for p in blog.posts[:-8:-1]
        ),
        head,
    )
    web.pages[f"{base}/archive/"] = page(
        "Archive",
        menu
        + '<div id="archive">'
        + "".join(
            f'<p class="h-entry"><a class="u-url" href="{url(p)}"><span class="dt-published">{p.day:%b %-d, %Y}</span></a>: <span class="p-name"><b>{p.title}</b></span></p>'
            for p in blog.posts[::-1]
        )
        + "</div>",
        head,
        "Runa",
    )
    items = [
        {"id": url(p), "url": url(p), "title": p.title, "content_html": TEXT, "date_published": p.day.isoformat()}
        for p in blog.posts[:-9:-1]
    ]
    web.pages[f"{base}/feed.json"] = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Runa", "home_page_url": f"{base}/", "items": items}
    )
    web.pages[f"{base}/feed.xml"] = feed(base, "Runa", blog.posts, url)
    entries = {
        "home": f"{base}/",
        "archive": f"{base}/archive/",
        "json": f"{base}/feed.json",
        "feed": f"{base}/feed.xml",
    }
    return Site(web, [url(p) for p in blog.serial], title, "", entries)


def note() -> Site:
    """A creator's page on note: the newest by script, the interface gives the rest."""
    base, title = "https://note.com/kawara", "屋根の上の猟師"
    blog = awkward("屋根の上の猟師（{n}）", "屋根の上の猟師　閑話", count=26, notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/n/n{int(post.slug) * 104729:012x}"

    def contents(_: str, asked: dict[str, str]) -> Any:
        number = int(asked["page"])
        part = blog.posts[::-1][(number - 1) * 6 : number * 6]
        things = [{"key": p.slug, "name": p.title, "noteUrl": url(p), "publishAt": p.day.isoformat()} for p in part]
        return {"data": {"contents": things, "isLastPage": number * 6 >= len(blog.posts)}}

    web = Platform({"/api/v2/creators/kawara/contents": contents})
    head = f'<link rel="alternate" type="application/rss+xml" href="{base}/rss"><meta property="og:site_name" content="note（ノート）">'
    for post in blog.posts:
        web.pages[url(post)] = page(
            f"{post.title}｜かわら",
            f'<header><a href="https://note.com/">note</a></header><main><article><h1 class="o-noteContentHeader__title">{post.title}</h1><div><a href="/kawara" class="o-noteContentHeader__name">かわら</a><time datetime="{post.day.isoformat()}">{post.day:%Y年%m月%d日}</time></div><div class="note-common-styles__textnote-body">{TEXT}</div><a href="https://note.com/hashtag/小説">#小説</a></article></main>',
            head,
        )
    web.pages[base] = page(
        "かわら｜note",
        '<main><h1>かわら</h1><div class="o-timeline">'
        + "".join(
            f'<div class="m-largeNoteWrapper__card"><a href="/kawara/n/{url(p).rpartition("/")[2]}" aria-label="{p.title}"></a><h3 class="m-noteBody__title">{p.title}</h3><time datetime="{p.day.isoformat()}">{p.day:%Y年%m月%d日}</time></div>'
            for p in blog.posts[:-7:-1]
        )
        + "</div></main>",
        head,
    )
    web.pages[f"{base}/rss"] = feed(base, "かわら", blog.posts, url, "かわら")
    return Site(web, [url(p) for p in blog.serial], title, "かわら", {"creator": base, "feed": f"{base}/rss"})


def wordpress_com() -> Site:
    """A blog on WordPress.com, whose interface stands on another host; the front scrolls by script."""
    base, title = "https://tinroof.wordpress.com", "The Tin Roof Papers"
    blog = awkward("The Tin Roof Papers, {n}", "The Tin Roof Papers: Recess", count=27, topic="tin-roof")

    def url(post: Post) -> str:
        return f"{base}/{post.day:%Y/%m/%d}/{post.slug}/"

    def categories(_: str, asked: dict[str, str]) -> Any:
        return [{"id": 7, "slug": "tin-roof"}] if asked.get("slug") == "tin-roof" else []

    def posts(_: str, asked: dict[str, str]) -> Any:
        kept = [p for p in blog.posts[::-1] if "categories" not in asked or p.topic == "tin-roof"]
        part = kept[(int(asked["page"]) - 1) * 100 : int(asked["page"]) * 100]
        return [
            {"id": int(p.slug), "link": url(p), "date": p.day.isoformat(), "title": {"rendered": p.title}} for p in part
        ]

    root = "https://public-api.wordpress.com/wp/v2/sites/tinroof.wordpress.com"
    web = Platform({f"{root}/posts": posts, f"{root}/categories": categories})
    head = f'<meta name="generator" content="WordPress.com"><link rel="alternate" type="application/rss+xml" href="{base}/feed/">'

    def shown(post: Post, text: str) -> str:
        return f'<article class="post hentry"><h1 class="entry-title"><a href="{url(post)}" rel="bookmark">{post.title}</a></h1><div class="entry-content">{text}</div><footer><a href="{base}/category/{post.topic}/" rel="category tag">{title if post.topic == "tin-roof" else "Notes"}</a></footer></article>'

    for post in blog.posts:
        web.pages[url(post)] = page(post.title, f"<main>{shown(post, TEXT)}</main>", head, "Under Tin")
    for path, kept in (
        ("/", blog.posts),
        ("/category/tin-roof/", blog.topic("tin-roof")),
        ("/category/notes/", blog.topic("notes")),
    ):
        web.pages[f"{base}{path}"] = page(
            "Under Tin", f"<main>{''.join(shown(p, f'<p>{PROSE}</p>') for p in kept[:-8:-1])}</main>", head
        )
    web.pages[f"{base}/feed/"] = feed(base, "Under Tin", blog.posts, url)
    entries = {"home": f"{base}/", "category": f"{base}/category/tin-roof/", "feed": f"{base}/feed/"}
    return Site(web, [url(p) for p in blog.serial], title, "", entries)


SUBSTACK = next(one for one in HOSTED if one.name == "Substack")
SITES: dict[str, Callable[[], Site]] = {
    maker.__name__: maker
    for maker in (
        ghost,
        ghost_refusing,
        tumblr,
        tumblr_refusing,
        substack,
        medium,
        writefreely,
        writefreely_refusing,
        microblog,
        note,
        wordpress_com,
    )
}
CASES = [(name, entry) for name, maker in SITES.items() for entry in maker().entries]


@pytest.mark.parametrize(("name", "entry"), CASES)
def test_any_page_gives_the_whole_serial_in_order(name: str, entry: str) -> None:
    site = SITES[name]()
    result = site.web.discover(site.entries[entry])
    assert isinstance(result, Discovered), result
    titles = {url: title for title, url in ((one.title, one.url.partition("?")[0]) for one in result.contents.episodes)}
    assert list(titles) == site.truth
    assert result.contents.title == site.title
    assert result.contents.author in ("", site.author)
    assert len(site.web.asked) <= 30


# --- single questions and answers --------------------------------------------------------------------------------


def facts(url: str, head: str = "") -> PageFacts:
    web = Web({url: page("A page", f"<p>{PROSE}</p>", head)})
    found = read_facts(web.fetch(url))
    assert isinstance(found, PageFacts)
    return found


def questions(url: str, head: str, answers: dict[str, Any]) -> tuple[list[str], list[str] | None]:
    """What is asked of a page's platform, and the titles that come of it."""
    web = Web({asked: json.dumps(answer) for asked, answer in answers.items()})
    look = Look(20)
    walk = catalogue(look, facts(url, head))
    try:
        wanted = next(walk)
        while True:
            for fetch in wanted:
                look.remember(fetch.url, web.answer(fetch))
            wanted = next(walk)
    except StopIteration as done:
        return web.asked, None if done.value is None else [row.title for row in done.value]


POST = {
    "id": 4,
    "link": "https://a.example/p",
    "date": "2015-03-01T00:00:00",
    "title": {"rendered": "Fog &amp; <i>rope</i>"},
}


@pytest.mark.parametrize(
    ("root", "url", "wanted"),
    [
        (
            "https://a.example/wp-json/",
            "https://a.example/category/x/lamp/page/2/",
            "https://a.example/wp-json/wp/v2/categories?slug=lamp",
        ),
        ("https://a.example/wp-json/", "https://a.example/?tag=lamp", "https://a.example/wp-json/wp/v2/tags?slug=lamp"),
        (
            "https://a.example/index.php?rest_route=/",
            "https://a.example/?cat=7",
            "https://a.example/index.php?rest_route=/wp/v2/categories&include=7",
        ),
    ],
)
def test_wordpress_is_asked_for_the_topic_by_its_address(root: str, url: str, wanted: str) -> None:
    head = f'<link rel="https://api.w.org/" href="{root}">'
    posts = wanted.partition("categories")[0].partition("tags")[0]
    kind = "tags" if "/tags" in wanted else "categories"
    mark = "&" if "rest_route" in root else "?"
    asked = f"{posts}posts{mark}per_page=100&page=1&{kind}=31&_fields=id,date,link,title"
    assert questions(url, head, {wanted: [{"id": 31}], asked: [POST]}) == ([wanted, asked], ["Fog & rope"])
    assert questions(url, head, {wanted: []}) == ([wanted], None)


def test_a_catalogue_that_repeats_itself_ends() -> None:
    root = "https://tell.tumblr.com/api/read/json?debug=1&num=50&start="
    posts = {"posts": [{"url": f"https://tell.tumblr.com/post/{n}", "slug": f"a-lamp-{n}"} for n in range(2)]}
    asked, titles = questions("https://tell.tumblr.com/", "", {f"{root}{at}": posts for at in (0, 2, 4)})
    assert asked == [f"{root}0", f"{root}2"]
    assert titles == ["a lamp 0", "a lamp 1"]


def test_a_section_of_substack_is_sifted_and_members_posts_are_named() -> None:
    def post(n: int, section: str, audience: str) -> dict[str, Any]:
        return {
            "id": n,
            "title": f"P{n}",
            "canonical_url": f"https://s.example/p/{n}",
            "section_slug": section,
            "audience": audience,
        }

    first = "https://s.example/api/v1/archive?sort=new&search=&offset=0&limit=50"
    second = first.replace("offset=0", "offset=3")
    things = [post(1, "lamp", "everyone"), post(2, "", "everyone"), post(3, "lamp", "only_paid")]
    head = '<script src="https://substackcdn.com/x.js"></script>'
    asked, titles = questions("https://s.example/s/lamp", head, {first: things, second: {"posts": []}})
    assert (asked, titles) == ([first, second], ["P1", "P3"])
    rows = SUBSTACK.read(ApiFacts(first, things), "").rows
    assert [row.note for row in rows] == ["", "", "members only"]


@pytest.mark.parametrize("value", [None, 3, "x", {}, {"posts": 4}, [None, 7], {"data": {"posts": [{}]}}, {"meta": 1}])
def test_an_answer_of_another_shape_is_no_catalogue(value: Any) -> None:
    for platform in CATALOGUES:
        assert platform.read(ApiFacts("https://a.example/x", value), "t").rows == ()


def test_what_a_page_hands_to_its_scripts() -> None:
    portal = '<script src="p.js" data-ghost="https://g.example/" data-key="ab" data-api="https://admin.g.example/ghost/api/content/"></script>'
    assert facts("https://g.example/", portal).interfaces == (
        ("ghost", "https://admin.g.example/ghost/api/content/?key=ab"),
    )
    search = '<script src="s.js" data-sodo-search="https://g.example" data-key="a b"></script>'
    assert facts("https://g.example/", search).interfaces == (
        ("ghost", "https://g.example/ghost/api/content/?key=a%20b"),
    )
    assert facts("https://g.example/", '<script data-key="x"></script>').interfaces == ()
    assert facts("https://t.example/", '<meta name="tumblr-theme" content="1">').interfaces == (
        ("tumblr", "https://t.example/"),
    )


def test_json_in_a_variable_or_a_call_is_read_and_a_broken_one_is_said_to_be_broken() -> None:
    url = "https://t.example/api"
    for body in ('var answer = {"a": [1]};', 'callback({"a": [1]});', ' window.x = {"a": [1]}'):
        found = read_facts(Resource(url, url, 200, {"content-type": "text/javascript"}, body.encode(), NOW))
        assert isinstance(found, ApiFacts)
        assert found.value == {"a": [1]}
    with pytest.raises(FeedUnreadable):
        read_facts(Resource(url, url, 200, {"content-type": "text/javascript"}, b'var answer = {"a": [1', NOW))

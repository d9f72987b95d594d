# ruff: noqa: E501 - markup stands as hands and templates write it
"""Layouts of hand-made and self-made sites: whatever page is pasted, the whole serial comes back in order."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import Discovered
from tests.discover.blogs import TEXT, awkward, feed, neighbours, sheets
from tests.discover.test_more_engines import Site
from tests.discover.webs import BEGIN, NOTICES_JA, PROSE, Post, Web, kanji, page

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = [
    "Harbour",
    "Lamp",
    "Rope",
    "Tide",
    "Gull",
    "Stair",
    "Well",
    "Salt",
    "Bell",
    "Anchor",
    "Mist",
    "Crane",
    "Ledger",
    "Ember",
    "Quay",
    "Sail",
    "Thread",
    "Pier",
    "Candle",
    "Wharf",
    "Buoy",
    "Shoal",
    "Net",
    "Oar",
    "Keel",
    "Mast",
    "Bow",
    "Stern",
    "Deck",
    "Hull",
    "Plank",
    "Rivet",
    "Chain",
    "Hook",
    "Cleat",
    "Bollard",
    "Winch",
    "Capstan",
    "Rudder",
    "Tiller",
    "Compass",
    "Chart",
]


def drop_down_only() -> Site:
    """Episode pages with a drop-down of bare numbers and two buttons; the front knows the first alone."""
    base, title = "https://dropdown.example", "Cinder and Rain"
    urls = [f"{base}/read.php?chapter={n}" for n in range(1, 31)]
    web = Web()
    for at, url in enumerate(urls):
        options = "".join(
            f'<option value="read.php?chapter={n}"{" selected" if n == at + 1 else ""}>{n}</option>'
            for n in range(1, 31)
        )
        web.pages[url] = page(
            f"Chapter {at + 1}: {WORDS[at]}",
            f'<div id="wrap"><h1><a href="{base}/">{title}</a></h1><form><select name="chapter" onchange="location=this.value">{options}</select></form><h2>Chapter {at + 1}: {WORDS[at]}</h2><div class="text">{TEXT}</div></div>',
            site=title,
        )
    web.pages[f"{base}/"] = page(
        title,
        f'<h1>{title}</h1><p>A novel in thirty chapters.</p><p><a href="read.php?chapter=1">Start reading</a></p>',
    )
    return Site(web, urls, title, "", {"front": f"{base}/"})


def table_with_dates() -> Site:
    """A table of number, title, words and day; "read" beside each on some rows, corrections in a table below."""
    base, title = "https://table.example/works/saltmarsh", "Saltmarsh"
    urls = [f"{base}/{WORDS[n].lower()}.html" for n in range(24)]
    web = Web()
    rows = "".join(
        f'<tr><td class="no">{n + 1}</td><td><a href="{urls[n]}">{WORDS[n]}</a></td><td>{1200 + 13 * n} words</td><td>{BEGIN + timedelta(days=7 * n):%d %B %Y}</td></tr>'
        for n in range(24)
    )
    fixed = "".join(
        f'<tr><td>{BEGIN + timedelta(days=200 + n):%d %B %Y}</td><td><a href="{urls[n * 3]}">{WORDS[n * 3]}</a>: a comma</td></tr>'
        for n in (5, 2, 0)
    )
    web.pages[f"{base}/"] = page(
        title,
        f'<h1>{title}</h1><p>by Hanne Vik</p><table id="chapters"><tr><th>No.</th><th>Title</th><th>Length</th><th>Posted</th></tr>{rows}</table><h2>Corrections</h2><table>{fixed}</table><p><a href="../">All works</a></p>',
    )
    for at, url in enumerate(urls):
        near = (
            f'<a href="{urls[at - 1]}">&lt; {WORDS[at - 1]}</a> | ' if at else ""
        ) + f'<a href="{base}/">{title}</a>'
        near += f' | <a href="{urls[at + 1]}">{WORDS[at + 1]} &gt;</a>' if at + 1 < len(urls) else ""
        web.pages[url] = page(
            f"{WORDS[at]} - {title}", f"<p>{near}</p><h2>{at + 1}. {WORDS[at]}</h2>{TEXT}<p>{near}</p>"
        )
    return Site(web, urls, title, "Hanne Vik", {"index": f"{base}/"})


def archive_by_month() -> Site:
    """No category and no neighbours: an archive page of months, each month newest first over pages of five."""
    base, title = "https://months.example", "灰の便り"
    blog = awkward("灰の便り　第{n}信", "灰の便り　幕間", count=26, notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/entry-{post.slug}.html"

    web = Web()
    months: dict[str, list[Post]] = {}
    for post in blog.posts:
        months.setdefault(f"{post.day:%Y/%m}", []).append(post)
    side = "".join(
        f'<li><a href="{base}/archive/{m}/">{m[:4]}年{int(m[5:])}月</a> ({len(p)})</li>' for m, p in months.items()
    )
    side = f'<aside class="sidebar"><h3>月別アーカイブ</h3><ul class="monthly">{side}</ul></aside>'

    def shown(post: Post) -> str:
        return f'<article><h2><a href="{url(post)}">{post.title}</a></h2><p class="date">{post.day:%Y年%m月%d日}</p><p>{PROSE}</p></article>'

    for post in blog.posts:
        web.pages[url(post)] = page(
            post.title,
            f'<header><a href="{base}/">灰色の机</a></header><main><article><h2>{post.title}</h2><p class="date">{post.day:%Y年%m月%d日}</p>{TEXT}</article></main>{side}',
            site="灰色の机",
        )
    for month, posts in months.items():
        parts = sheets(posts, 5)
        for number, part in enumerate(parts, 1):
            here = f"{base}/archive/{month}/"
            turn = (
                f'<p class="pager"><a href="{here}?page={number + 1}">次のページ</a></p>' if number < len(parts) else ""
            )
            web.pages[here if number == 1 else f"{here}?page={number}"] = page(
                f"{month} - 灰色の机",
                f'<header><a href="{base}/">灰色の机</a></header><main>{"".join(map(shown, part))}{turn}</main>{side}',
            )
    web.pages[f"{base}/"] = page(
        "灰色の机", f"<h1>灰色の机</h1><main>{''.join(map(shown, blog.posts[:-6:-1]))}</main>{side}"
    )
    return Site(web, [url(p) for p in blog.serial], title, "", {"home": f"{base}/"})


def two_in_one_category() -> Site:
    """A novel and its sequel in one category, their names alike; the novel is pasted."""
    base, title = "https://sequel.example", "The Glass Ferry"
    web = Web()
    posts: list[Post] = []
    day = BEGIN
    for name, count in ((title, 21), ("The Glass Ferry Returns", 9)):
        for n in range(1, count + 1):
            day += timedelta(days=4)
            posts.append(Post(f"{name.lower().replace(' ', '-')}-{n}", f"{name}, Chapter {n}", "fiction", day))
            if n % 4 == 0:
                day += timedelta(days=1)
                posts.append(Post(f"note-{len(posts)}", ("Garden", "A visit", "On rope")[n % 3], "notes", day))

    def url(post: Post) -> str:
        return f"{base}/{post.slug}/"

    for post in posts:
        older, newer = neighbours(posts, post)
        nav = (f'<a class="nav-previous" href="{url(older)}">« {older.title}</a>' if older else "") + (
            f'<a class="nav-next" href="{url(newer)}">{newer.title} »</a>' if newer else ""
        )
        web.pages[url(post)] = page(
            post.title,
            f'<header><a href="{base}/">Ropewalk</a></header><main><article><h1>{post.title}</h1>{TEXT}<footer>Filed under <a rel="category tag" href="{base}/category/{post.topic}/">{post.topic.title()}</a></footer></article><nav class="post-nav">{nav}</nav></main>',
            site="Ropewalk",
        )
    for topic in ("fiction", "notes"):
        kept = [post for post in posts if post.topic == topic]
        parts = sheets(kept, 10)
        for number, part in enumerate(parts, 1):
            here = f"{base}/category/{topic}/"
            turn = f'<a href="{here}page/{number + 1}/">Older posts</a>' if number < len(parts) else ""
            web.pages[here if number == 1 else f"{here}page/{number}/"] = page(
                topic.title(),
                f'<h1>{topic.title()}</h1><main>{"".join(f"<article><h2><a href={url(p)}>{p.title}</a></h2><p>{PROSE[:200]}</p></article>" for p in part)}<nav class="pagination">{turn}</nav></main>',
                site="Ropewalk",
            )
    truth = [url(post) for post in posts if post.title.startswith(f"{title},")]
    return Site(web, truth, title)


def post_elsewhere() -> Site:
    """A reader's post on another host: links in running text, some in one line, and a last word behind the last."""
    base, title = "https://kura.example", "石段の猫"
    urls = [f"{base}/nikki/{2000 + 17 * n % 997}" for n in range(1, 43)]
    web = Web()
    for at, url in enumerate(urls):
        web.pages[url] = page(
            f"石段の猫　{kanji(at + 1)}",
            f"<h1>蔵の日々</h1><div class=entry><h2>石段の猫　{kanji(at + 1)}</h2>{TEXT}</div><p><a href='{base}/'>トップ</a></p>",
            site="蔵の日々",
        )
    links = [f'<a href="{u}">{kanji(n)}</a>' for n, u in enumerate(urls, 1)]
    lines = "<br>".join("・".join(links[start : start + 7]) for start in range(0, 42, 7))
    post = "https://yomu.example/2016/matome.html"
    web.pages[post] = page(
        "「石段の猫」全話リンク",
        f'<h1>読む人の帳面</h1><div class="post"><h2>「石段の猫」全話リンク</h2><p>蔵の日々で連載された「石段の猫」、とてもよかったので、まとめておきます。作者の<a href="{base}/">ブログ</a>もどうぞ。</p><p>{lines}（完）</p><p>前に紹介した<a href="https://yomu.example/2016/other.html">別の話</a>もおすすめ。</p></div><div id=side><h3>最近の記事</h3><ul>{"".join(f"<li><a href=/2016/{n}.html>記事{WORDS[n]}</a></li>" for n in range(5))}</ul></div>',
    )
    web.pages[f"{base}/"] = page(
        "蔵の日々",
        "<h1>蔵の日々</h1>"
        + "".join(
            f'<h2><a href="{u}">石段の猫　{kanji(n)}</a></h2><p>{PROSE[:80]}</p>'
            for n, u in list(enumerate(urls, 1))[:-6:-1]
        ),
    )
    site = Site(web, urls, title, "", {"post": post})
    site.entries = {"post": post}
    return site


def script_json() -> Site:
    """A reader made by script: the list stands in JSON alone, on the work's page and on every episode."""
    base, title = "https://app.example/works/7421", "Night Ledger"
    urls = [f"{base}/episodes/{90000 + 37 * n % 5003}" for n in range(1, 29)]
    episodes = [
        {
            "id": url.rpartition("/")[2],
            "title": f"Entry {n}: {WORDS[n]}",
            "publishedAt": (BEGIN + timedelta(days=n)).isoformat(),
            "path": url.removeprefix("https://app.example"),
        }
        for n, url in enumerate(urls, 1)
    ]
    state = json.dumps(
        {
            "props": {"work": {"title": title, "author": {"name": "Ada Morrow"}, "episodes": episodes}, "user": None},
            "page": "/works/[id]",
        }
    )
    script = f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    web = Web()
    web.pages[base] = page(
        title,
        f'<div id="__next"><h1>{title}</h1><p>A ledger of nights.</p><a href="{urls[0].removeprefix("https://app.example")}">Read from the first</a></div>{script}',
        '<meta name="author" content="Ada Morrow">',
        "App",
    )
    for at, url in enumerate(urls):
        web.pages[url] = page(
            f"{episodes[at]['title']} - {title}",
            f'<div id="__next"><a href="/works/7421">{title}</a><h1>{episodes[at]["title"]}</h1>{TEXT}</div>{script}',
            '<meta name="author" content="Ada Morrow">',
            "App",
        )
    return Site(web, urls, title, "Ada Morrow", {"work": base})


def excerpts_in_category() -> Site:
    """Category pages with long excerpts, a "read more" link, thumbnails that link too, and tags below each."""
    base, title = "https://excerpt.example", "A Lamp for Orla"
    blog = awkward(
        "A Lamp for Orla ({n})", "A Lamp for Orla (interlude)", count=23, topic="orla", other="Bread, week {n}"
    )

    def url(post: Post) -> str:
        return f"{base}/{post.day:%Y/%m}/{post.slug}.html"

    names = {"orla": title, "notes": "Notes", "other": "Bread"}
    web = Web()
    head = f'<link rel="alternate" type="application/rss+xml" href="{base}/index.xml">'
    for post in blog.posts:
        older, newer = neighbours(blog.posts, post)
        nav = (f'<li class="previous"><a href="{url(older)}">Previous Post</a></li>' if older else "") + (
            f'<li class="next"><a href="{url(newer)}">Next Post</a></li>' if newer else ""
        )
        web.pages[url(post)] = page(
            post.title,
            f'<nav class="navbar"><a href="{base}/">Kitchen Table</a><a href="{base}/about/">About</a></nav><article><h1>{post.title}</h1><span class="post-meta">Posted on {post.day:%B %d, %Y}</span><a class="tag" href="{base}/categories/{post.topic}/">{names[post.topic]}</a>{TEXT}</article><ul class="pager">{nav}</ul>',
            head,
            "Kitchen Table",
        )
    for path, kept in (("/", blog.posts), *((f"/categories/{topic}/", blog.topic(topic)) for topic in names)):
        parts = sheets(kept, 6)
        for number, part in enumerate(parts, 1):
            turn = (
                f'<li class="next"><a href="{base}{path}page/{number + 1}/">Older Posts →</a></li>'
                if number < len(parts)
                else ""
            )
            turn += (
                f'<li class="previous"><a href="{base}{path}{f"page/{number - 1}/" if number > 2 else ""}">← Newer Posts</a></li>'
                if number > 1
                else ""
            )
            cards = "".join(
                f'<div class="post-preview"><a href="{url(p)}"><img src="/img/{p.slug}.jpg" alt="" width="80"></a><a href="{url(p)}"><h2 class="post-title">{p.title}</h2><div class="post-content-preview">{PROSE[:240]}…</div></a><p class="post-meta">Posted on {p.day:%B %d, %Y}</p><a href="{url(p)}" class="more">Read more</a><div><a class="tag" href="{base}/categories/{p.topic}/">{names[p.topic]}</a></div></div>'
                for p in part
            )
            web.pages[f"{base}{path}" + (f"page/{number}/" if number > 1 else "")] = page(
                "Kitchen Table",
                f'<nav class="navbar"><a href="{base}/">Kitchen Table</a></nav><main>{cards}<ul class="pager">{turn}</ul></main>',
                head,
            )
    web.pages[f"{base}/index.xml"] = feed(base, "Kitchen Table", blog.posts, url)
    return Site(
        web,
        [url(p) for p in blog.serial],
        title,
        "",
        {"home": f"{base}/", "category": f"{base}/categories/orla/", "feed": f"{base}/index.xml"},
    )


def image_chain() -> Site:
    """Image links alone: some have words for those who cannot see them, others only telling file names."""
    base = "http://gazou.example/~mio/hoshi"
    urls = [f"{base}/{n:02}.html" for n in range(1, 17)]
    web = Web()
    for at, url in enumerate(urls):
        back = f'<a href="{at:02}.html"><img src="../img/mae.gif" alt="前へ" border=0></a>' if at else ""
        top = '<a href="../index.html"><img src="../img/top.gif" alt="" border=0></a>'
        on = f'<a href="{at + 2:02}.html"><img src="../img/tsugi.gif" border=0></a>' if at + 1 < len(urls) else ""
        web.pages[url] = page(
            f"星の井戸 {at + 1}",
            f"<center><b>星の井戸　{at + 1}</b></center><p>"
            + "井戸の底に星がひとつ沈んでいた。誰も汲まなかった。<br>" * 40
            + f"</p><hr><center>{back}{top}{on}</center>",
        )
    web.pages["http://gazou.example/~mio/index.html"] = page(
        "みおの部屋",
        '<h1>みおの部屋</h1><a href="hoshi/01.html"><img src="img/hoshi.jpg" alt="星の井戸"></a><a href="bbs.cgi"><img src="img/bbs.gif" alt="掲示板"></a>',
    )
    return Site(web, urls, "星の井戸")


def volumes_as_headings() -> Site:
    """Contents in volumes under headings, chapters counted anew in each, a prologue and an appendix beside."""
    base, title = "https://volumes.example/novel", "The Tin Cartographer"
    web = Web()
    parts: list[tuple[str, str, str]] = []
    for volume, (name, count) in enumerate((("Coast", 9), ("River", 11), ("Ridge", 8)), 1):
        section = f"Volume {volume}: {name}"
        if volume == 1:
            parts.append((section, f"{base}/v1/prologue/", "Prologue"))
        parts += [
            (section, f"{base}/v{volume}/c{n:02}-{WORDS[n].lower()}/", f"Chapter {n}: {WORDS[n * volume % 40]}")
            for n in range(1, count + 1)
        ]
        parts.append((section, f"{base}/v{volume}/interlude/", f"Interlude: {WORDS[30 + volume]}"))
    body = ""
    for section in dict.fromkeys(part[0] for part in parts):
        body += f"<h3>{section}</h3><ul>{''.join(f'<li><a href={u}>{t}</a></li>' for s, u, t in parts if s == section)}</ul>"
    web.pages[f"{base}/"] = page(
        title,
        f'<main><h1>{title}</h1><p>A long tale.</p><h2>Table of Contents</h2>{body}<h3>Also by me</h3><ul><li><a href="https://volumes.example/short/">Short pieces</a></li><li><a href="https://volumes.example/about/">About me</a></li></ul></main>',
    )
    for at, (_, url, name) in enumerate(parts):
        back = f'<a href="{parts[at - 1][1]}">Previous</a> | ' if at else ""
        on = f' | <a href="{parts[at + 1][1]}">Next</a>' if at + 1 < len(parts) else ""
        web.pages[url] = page(
            name, f'<main><h1>{name}</h1>{TEXT}<p>{back}<a href="{base}/">Contents</a>{on}</p></main>', site=title
        )
    return Site(web, [url for _, url, _ in parts], title, "", {"index": f"{base}/"})


def volume_pages() -> Site:
    """A front that links one contents page for each book; the episodes know only their own book's."""
    base, title = "https://books.example", "Kestrel Year"
    web = Web()
    truth: list[str] = []
    books = [(f"Book {n}: {name}", f"{base}/book-{n}/") for n, name in enumerate(("Seed", "Stalk", "Ear"), 1)]
    for name, index in books:
        first = len(truth) + 1
        urls = [f"{index}{n}/" for n in range(first, first + 10)]
        truth += urls
        web.pages[index] = page(
            name,
            f'<h1>{name}</h1><p><a href="{base}/">{title}</a></p><ol start="{first}">'
            + "".join(f'<li><a href="{u}">{n}. {WORDS[n]}</a></li>' for n, u in enumerate(urls, first))
            + "</ol>",
            site=title,
        )
    for n, url in enumerate(truth, 1):
        index = books[(n - 1) // 10][1]
        near = (
            (f'<a href="{truth[n - 2]}">Previous</a> ' if n > 1 else "")
            + f'<a href="{index}">Contents</a>'
            + (f' <a href="{truth[n]}">Next</a>' if n < len(truth) else "")
        )
        web.pages[url] = page(f"{n}. {WORDS[n]}", f"<h1>{n}. {WORDS[n]}</h1>{TEXT}<p>{near}</p>", site=title)
    web.pages[f"{base}/"] = page(
        title,
        f'<h1>{title}</h1><p>A story in three books.</p><ul>{"".join(f"<li><a href={u}>{name}</a></li>" for name, u in books)}</ul><p><a href="{base}/about/">About</a></p>',
    )
    return Site(web, truth, title, "", {"front": f"{base}/"})


def sitemap_only() -> Site:
    """Pages without a link among them: only the site's map knows them."""
    base, title = "https://static.example", "Driftglass"
    urls = [f"{base}/story/chapter-{n:02}.html" for n in range(1, 20)]
    web = Web()
    for n, url in enumerate(urls, 1):
        web.pages[url] = page(f"Chapter {n}: {WORDS[n]} - {title}", f"<h1>Chapter {n}: {WORDS[n]}</h1>{TEXT}")
    others = [f"{base}/", f"{base}/about.html", f"{base}/story/notes.html"]
    body = "".join(f"<url><loc>{u}</loc><lastmod>2015-03-01</lastmod></url>" for u in (*others, *reversed(urls)))
    web.pages[f"{base}/sitemap.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    )
    web.pages[f"{base}/"] = page(title, f'<h1>{title}</h1><p>{PROSE[:200]}</p><p><a href="about.html">About</a></p>')
    web.pages[f"{base}/about.html"] = page("About", f"<h1>About</h1><p>{PROSE}</p>")
    return Site(web, urls, title, "", {"map": f"{base}/sitemap.xml", "front": f"{base}/"})


def series_box() -> Site:
    """A box in every post lists the series, the post itself without a link; no category for it."""
    base, title = "https://series.example", "Notes from the Ropewalk"
    blog = awkward("Notes from the Ropewalk, part {n}", "Notes from the Ropewalk, a pause", count=16, topic="blog")

    def url(post: Post) -> str:
        return f"{base}/posts/{post.slug}-{WORDS[int(post.slug) % 40].lower()}/"

    web = Web()
    for post in blog.posts:
        box = ""
        if post.topic == "blog":
            items = "".join(
                f'<li class="serialposts-item current">{p.title} (This post)</li>'
                if p is post
                else f'<li class="serialposts-item"><a href="{url(p)}">{p.title}</a></li>'
                for p in blog.serial
            )
            box = f'<div class="series-box"><p>This is part {blog.serial.index(post) + 1} of {len(blog.serial)} in the series <b>{title}</b></p><details><summary>All parts</summary><ol>{items}</ol></details></div>'
        web.pages[url(post)] = page(
            post.title,
            f'<header><a href="{base}/">Tern Street</a></header><main><article><h1>{post.title}</h1>{box}{TEXT}</article></main>',
            site="Tern Street",
        )
    parts = sheets(blog.posts, 8)
    for number, part in enumerate(parts, 1):
        turn = f'<a href="{base}/page/{number + 1}/">Older</a>' if number < len(parts) else ""
        web.pages[f"{base}/" + (f"page/{number}/" if number > 1 else "")] = page(
            "Tern Street",
            f'<h1>Tern Street</h1><main>{"".join(f"<article><h2><a href={url(p)}>{p.title}</a></h2><p>{PROSE[:90]}</p></article>" for p in part)}<div class="pagination">{turn}</div></main>',
        )
    truth = [url(p) for p in blog.serial]
    # Of two parts with one number, the box does not say which of them the page is.
    return Site(web, truth, title, "", {"home": f"{base}/", "middle": truth[6]})


def cgi_diary() -> Site:
    """A program of 2001: addresses are parameters, the list is a page of the program with ten lines and 次の10件."""
    base, title = "http://cgi.example/novel/novel.cgi", "鉄橋の夏"
    urls = [f"{base}?mode=view&no={n}" for n in range(1, 35)]
    web = Web()
    for n, url in enumerate(urls, 1):
        near = (
            (f'[<a href="{base}?mode=view&no={n - 1}">前の話</a>]' if n > 1 else "")
            + f'[<a href="{base}?mode=list&page={(n - 1) // 10 + 1}">目次</a>]'
            + (f'[<a href="{base}?mode=view&no={n + 1}">次の話</a>]' if n < 34 else "")
        )
        web.pages[url] = page(title, f"<h3>第{n}話　{WORDS[n]}</h3>{TEXT}<hr>{near}")
    for number in range(1, 5):
        lines = "".join(
            f'<tr><td>第{n}話</td><td><a href="{base}?mode=view&no={n}">{WORDS[n]}</a></td><td>{BEGIN + timedelta(days=n):%Y/%m/%d}</td></tr>'
            for n in range(number * 10 - 9, min(35, number * 10 + 1))
        )
        turn = (f'<a href="{base}?mode=list&page={number - 1}">前の10件</a> ' if number > 1 else "") + (
            f'<a href="{base}?mode=list&page={number + 1}">次の10件</a>' if number < 4 else ""
        )
        web.pages[f"{base}?mode=list&page={number}"] = page(
            title,
            f'<h2>{title}　目次</h2><table border=1>{lines}</table><p>{turn}</p><a href="http://cgi.example/">ホーム</a>',
        )
    web.pages[base] = page(
        title,
        f'<h2>{title}</h2><p>夏の話。</p><a href="{base}?mode=list&page=1">目次</a> <a href="http://cgi.example/">ホーム</a>',
    )
    return Site(
        web,
        urls,
        title,
        "",
        {"program": base, "list": f"{base}?mode=list&page=1", "middle of the list": f"{base}?mode=list&page=3"},
    )


SITES: dict[str, Callable[[], Site]] = {
    maker.__name__: maker
    for maker in (
        drop_down_only,
        table_with_dates,
        archive_by_month,
        two_in_one_category,
        post_elsewhere,
        script_json,
        excerpts_in_category,
        image_chain,
        volumes_as_headings,
        volume_pages,
        sitemap_only,
        series_box,
        cgi_diary,
    )
}
CASES = [(name, entry) for name, maker in SITES.items() for entry in maker().entries]


@pytest.mark.parametrize(("name", "entry"), CASES)
def test_any_page_gives_the_whole_serial_in_order(name: str, entry: str) -> None:
    site = SITES[name]()
    result = site.web.discover(site.entries[entry])
    assert isinstance(result, Discovered), result
    assert [episode.url for episode in result.contents.episodes] == site.truth
    assert result.contents.title == site.title
    assert result.contents.author in ("", site.author)
    assert len(site.web.asked) <= 32

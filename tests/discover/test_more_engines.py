# ruff: noqa: E501 - markup stands as the engines write it
"""Further small sites in the manner of engines and of hands: whatever page is pasted, the whole serial comes back.

Each blog holds a late part, a missing and a doubled number, an interlude without a number and posts that are none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from reader.model import Discovered
from tests.discover.blogs import TEXT, Blog, awkward, feed, neighbours, sheets
from tests.discover.webs import NOTICES_JA, PROSE, Post, Web, page

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Site:
    """A web with the truth about the one serial in it."""

    web: Web
    truth: list[str]
    title: str
    author: str = ""
    entries: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        truth = self.truth
        self.entries = {"first": truth[0], "middle": truth[len(truth) // 2], "last": truth[-1]} | self.entries


def textpattern() -> Site:
    base, title = "https://txp.example", "The Slow Clock"
    blog = awkward("The Slow Clock, part {n}", "The Slow Clock: Interlude")

    def url(post: Post) -> str:
        return f"{base}/articles/{post.slug}"

    web = Web()
    head = f'<link rel="alternate" type="application/rss+xml" title="RSS feed" href="{base}/rss/"><meta name="generator" content="Textpattern CMS">'
    for post in blog.posts:
        older, newer = neighbours(blog.posts, post)
        nav = (f'<a rel="prev" href="{url(older)}" title="{older.title}">&#8592; Older</a> ' if older else "") + (
            f'<a rel="next" href="{url(newer)}" title="{newer.title}">Newer &#8594;</a>' if newer else ""
        )
        name = title if post.topic == "serial" else "Notes"
        web.pages[url(post)] = page(
            post.title,
            f'<div class="wrapper"><main aria-label="Main content"><article class="h-entry"><h1 class="entry-title p-name">{post.title}</h1><p><strong>Published</strong> <time datetime="{post.day.isoformat()}">{post.day:%d %B %Y}</time></p><div class="e-content">{TEXT}</div><p><strong>Categories</strong> <a rel="category tag" href="{base}/category/{post.topic}/">{name}</a></p><p class="vcard author"><span class="fn">Wren Albury</span></p></article><p class="paginator">{nav}</p></main></div>',
            head,
            site="Under the Stairs",
        )

    def listed(path: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 5)
        for number, part in enumerate(parts, 1):
            older = (
                f'<a rel="prev" href="{base}{path}?pg={number + 1}">&#8592; Older</a>' if number < len(parts) else ""
            )
            newer = f'<a rel="next" href="{base}{path}?pg={number - 1}">Newer &#8594;</a>' if number > 1 else ""
            web.pages[base + path + (f"?pg={number}" if number > 1 else "")] = page(
                name,
                '<h1 class="site-title"><a href="/">Under the Stairs</a></h1><main>'
                + "".join(
                    f'<article class="h-entry"><h2 class="entry-title p-name"><a class="u-url" rel="bookmark" href="{url(p)}">{p.title}</a></h2><p><time datetime="{p.day.isoformat()}">{p.day:%d %B %Y}</time></p><div class="e-content"><p>{PROSE}</p></div></article>'
                    for p in part
                )
                + f'<p class="paginator">{older} {newer}</p></main>',
                head,
                site="Under the Stairs",
            )

    listed("/", blog.posts, "Under the Stairs")
    listed("/category/serial/", blog.topic("serial"), "The Slow Clock")
    web.pages[f"{base}/rss/"] = feed(base, "Under the Stairs", blog.posts, url, "Wren Albury")
    truth = [url(post) for post in blog.serial]
    return Site(
        web,
        truth,
        title,
        "Wren Albury",
        {"home": f"{base}/", "category": f"{base}/category/serial/", "feed": f"{base}/rss/"},
    )


def serendipity() -> Site:
    """Two serials and notes in one blog; the address of a post holds its title, pages of a category end in P2.html."""
    base, title = "http://s9y.example", "Salzwind"
    blog = awkward("Salzwind ({n})", "Salzwind: Zwischenspiel", other="Das Fährhaus, Kapitel {n}")
    names = {"serial": (3, "Salzwind"), "other": (4, "Das Fährhaus"), "notes": (5, "Allgemein")}

    def url(post: Post) -> str:
        return f"{base}/archives/{post.slug}-Beitrag.html"

    web = Web()
    side = (
        '<aside id="sidebar_left"><section class="sidebar_plugin"><h3>Kategorien</h3><ul>'
        + "".join(
            f'<li><a href="{base}/categories/{number}-{name.replace(" ", "-")}">{name}</a></li>'
            for number, name in names.values()
        )
        + "</ul></section><section><h3>Aktuelle Einträge</h3><ul>"
        + "".join(f'<li><a href="{url(p)}">{p.title}</a></li>' for p in blog.posts[:-6:-1])
        + "</ul></section></aside>"
    )

    def entry(post: Post, *, full: bool) -> str:
        number, name = names[post.topic]
        return f'<article class="serendipity_entry"><h2><a href="{url(post)}">{post.title}</a></h2><div class="clearfix content">{TEXT if full else PROSE}</div><footer class="serendipity_entryFooter">Geschrieben von <a href="{base}/authors/1-Ina-Brandt">Ina Brandt</a> in <a href="{base}/categories/{number}-{name.replace(" ", "-")}">{name}</a> um <time datetime="{post.day.isoformat()}">{post.day:%H:%M}</time></footer></article>'

    for post in blog.posts:
        web.pages[url(post)] = page(
            post.title,
            f'<div id="content">{entry(post, full=True)}</div>{side}',
            '<meta name="author" content="Ina Brandt">',
            site="Deichgedanken",
        )

    def listed(path: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 6)
        for number, part in enumerate(parts, 1):
            older = (
                f'<a class="block_level" href="{base}{path}/P{number + 1}.html">nächste Seite &#8594;</a>'
                if number < len(parts)
                else ""
            )
            newer = f'<a href="{base}{path}/P{number - 1}.html">&#8592; vorherige Seite</a>' if number > 1 else ""
            web.pages[f"{base}{path}/P{number}.html" if number > 1 else base + (path or "/")] = page(
                name,
                f'<div id="content">{"".join(entry(p, full=False) for p in part)}<nav class="pagination" role="navigation">{newer}<span>Seite {number} von {len(parts)}</span>{older}</nav></div>{side}',
                site="Deichgedanken",
            )

    listed("/categories/3-Salzwind", blog.topic("serial"), "Einträge für Salzwind")
    listed("/categories/4-Das-Fährhaus", blog.topic("other"), "Einträge für Das Fährhaus")
    truth = [url(post) for post in blog.serial]
    return Site(web, truth, title, "Ina Brandt", {"category": f"{base}/categories/3-Salzwind"})


def nucleus() -> Site:
    """Everything is a parameter of index.php."""
    base, title = "http://nuc.example", "硝子の汽車"
    blog = awkward("硝子の汽車　第{n}回", "硝子の汽車　幕間", notices=NOTICES_JA)
    cats = {"serial": 2, "notes": 1}

    def url(post: Post) -> str:
        return f"{base}/index.php?itemid={post.slug}"

    web = Web()
    side = f'<div class="sidebar"><dl><dt>カテゴリー</dt><dd><a href="{base}/index.php?catid=2&amp;blogid=1">硝子の汽車</a></dd><dd><a href="{base}/index.php?catid=1&amp;blogid=1">日記</a></dd></dl></div>'
    for post in blog.posts:
        before, behind = neighbours(blog.posts, post)
        nav = (f'<a href="{url(before)}">前の記事</a> ' if before else "") + (
            f'<a href="{url(behind)}">次の記事</a>' if behind else ""
        )
        web.pages[url(post)] = page(
            f"駅前通信 » {post.title}",
            f'<h1><a href="{base}/index.php">駅前通信</a></h1><div class="content"><div class="nav">{nav}</div><h3 class="item">{post.title}</h3>{TEXT}<div class="info">{post.day:%Y/%m/%d} | 投稿者：江口 灯 | <a href="{base}/index.php?catid={cats[post.topic]}&amp;blogid=1">{"硝子の汽車" if post.topic == "serial" else "日記"}</a></div></div>{side}',
        )
    for topic, name in (("serial", "硝子の汽車"), ("notes", "日記")):
        parts = sheets(blog.topic(topic), 6)
        for number, part in enumerate(parts):
            more = (
                f'<a href="{base}/index.php?catid={cats[topic]}&amp;blogid=1&amp;startpos={6 * (number + 1)}">次のページ</a>'
                if number + 1 < len(parts)
                else ""
            )
            web.pages[
                f"{base}/index.php?catid={cats[topic]}&blogid=1" + (f"&startpos={6 * number}" if number else "")
            ] = page(
                f"駅前通信 » {name}",
                f'<h1><a href="{base}/index.php">駅前通信</a></h1><div class="content">'
                + "".join(
                    f'<h3 class="item"><a href="{url(p)}">{p.title}</a></h3><div class="itembody">{PROSE}</div><div class="info">{p.day:%Y/%m/%d}</div>'
                    for p in part
                )
                + f'<div class="pageswitch">{more}</div></div>{side}',
            )
    truth = [url(post) for post in blog.serial]
    return Site(web, truth, title, "江口 灯", {"category": f"{base}/index.php?catid=2&blogid=1"})


def chirpy() -> Site:
    """Cards that are links as a whole, categories with dates beside, related posts under the text."""
    base, title = "https://chirp.example", "Nine Lanterns"
    blog = awkward("Nine Lanterns {n}", "Nine Lanterns: Interlude")

    def url(post: Post) -> str:
        return f"{base}/posts/{post.slug}/"

    web = Web()
    side = f'<aside aria-label="Sidebar" id="sidebar"><header class="profile-wrapper"><a href="/" class="site-title">Kettle</a></header><nav><ul><li><a href="{base}/" class="nav-link">HOME</a></li><li><a href="{base}/categories/" class="nav-link">CATEGORIES</a></li><li><a href="{base}/archives/" class="nav-link">ARCHIVES</a></li></ul></nav></aside>'
    panel = (
        '<aside aria-label="Panel" id="panel-wrapper"><section id="access-lastmod"><h2 class="panel-heading">Recently Updated</h2><ul class="content">'
        + "".join(f'<li><a href="{url(p)}">{p.title}</a></li>' for p in blog.posts[:4])
        + "</ul></section></aside>"
    )
    for post in blog.posts:
        before, behind = neighbours(blog.posts, post)
        name = "Nine Lanterns" if post.topic == "serial" else "Notes"
        nav = (
            f'<a href="{url(before)}" class="btn btn-outline-primary" aria-label="Older"><p>{before.title}</p></a>'
            if before
            else ""
        ) + (
            f'<a href="{url(behind)}" class="btn btn-outline-primary" aria-label="Newer"><p>{behind.title}</p></a>'
            if behind
            else ""
        )
        related = "".join(
            f'<article class="col"><a href="{url(p)}" class="post-preview card h-100"><div class="card-body"><h4>{p.title}</h4></div></a></article>'
            for p in blog.posts[2:5]
        )
        web.pages[url(post)] = page(
            post.title,
            f'{side}<main aria-label="Main Content"><article class="px-1"><header><h1 data-toc-skip>{post.title}</h1><div class="post-meta"><span>Posted <time data-ts="1">{post.day:%b %d, %Y}</time></span><span>By <em><a href="https://kettle.example/me">Tam Orrin</a></em></span></div></header><div class="content">{TEXT}</div><div class="post-tail-wrapper"><div class="post-meta"><a href="{base}/categories/{post.topic}/">{name}</a></div></div></article><aside id="related-posts"><h3>Further Reading</h3>{related}</aside><nav class="post-navigation" aria-label="Post Navigation">{nav}</nav></main>{panel}',
            '<meta name="author" content="Tam Orrin">',
            site="Kettle",
        )
    for topic, name in (("serial", "Nine Lanterns"), ("notes", "Notes")):
        web.pages[f"{base}/categories/{topic}/"] = page(
            name,
            f'{side}<main><article><div id="page-category"><h1 class="ps-lg-2"><i class="far fa-folder-open"></i>{name}<span class="lead text-muted ps-2">{len(blog.topic(topic))}</span></h1><ul class="content ps-0">'
            + "".join(
                f'<li class="d-flex"><a href="{url(p)}">{p.title}</a><span class="dash"></span><time data-ts="1">{p.day:%b %d, %Y}</time></li>'
                for p in blog.topic(topic)[::-1]
            )
            + f"</ul></div></article></main>{panel}",
            site="Kettle",
        )
    parts = sheets(blog.posts, 7)
    for number, part in enumerate(parts, 1):
        pager = "".join(
            f'<li class="page-item"><a class="page-link" href="{base}/{f"page{other}/" if other > 1 else ""}">{other}</a></li>'
            for other in range(1, len(parts) + 1)
        )
        web.pages[f"{base}/page{number}/" if number > 1 else f"{base}/"] = page(
            "Kettle",
            f'{side}<main><div id="post-list">'
            + "".join(
                f'<article class="card-wrapper card"><a href="{url(p)}" class="post-preview row"><div class="col"><h1 class="card-title">{p.title}</h1><div class="card-text"><p>{PROSE[:90]}</p></div><div class="post-meta"><time data-ts="1">{p.day:%b %d, %Y}</time></div></div></a></article>'
                for p in part
            )
            + f'</div><nav aria-label="Page Navigation"><ul class="pagination">{pager}</ul></nav></main>{panel}',
        )
    truth = [url(post) for post in blog.serial]
    return Site(web, truth, title, "Tam Orrin", {"home": f"{base}/", "category": f"{base}/categories/serial/"})


def excerpt_cards() -> Site:
    """A WordPress theme of cards with pictures, excerpts and "Continue reading"; its interface is shut."""
    base, title = "https://cards.example", "The Kite Ledger"
    blog = awkward("The Kite Ledger – {n}", "The Kite Ledger – Interlude", other="Cold Tea #{n}")
    names = {"serial": "The Kite Ledger", "other": "Cold Tea", "notes": "Uncategorized"}

    def url(post: Post) -> str:
        return f"{base}/{post.day:%Y/%m}/{post.slug}/"

    def slug(topic: str) -> str:
        return f"{base}/category/{names[topic].lower().replace(' ', '-')}/"

    web = Web()
    head = f'<link rel="alternate" type="application/rss+xml" title="Feed" href="{base}/feed/"><link rel="https://api.w.org/" href="{base}/wp-json/"><meta name="generator" content="WordPress 6.4">'
    side = (
        '<aside class="widget-area"><section class="widget widget_recent_comments"><h2>Recent Comments</h2><ul>'
        + "".join(
            f'<li><span class="comment-author-link">Fan</span> on <a href="{url(p)}#comment-4">{p.title}</a></li>'
            for p in blog.serial[3:6]
        )
        + "</ul></section></aside>"
    )
    for post in blog.posts:
        before, behind = neighbours(blog.posts, post)
        nav = (
            f'<div class="nav-previous"><a href="{url(before)}" rel="prev"><span class="nav-title">{before.title}</span></a></div>'
            if before
            else ""
        ) + (
            f'<div class="nav-next"><a href="{url(behind)}" rel="next"><span class="nav-title">{behind.title}</span></a></div>'
            if behind
            else ""
        )
        web.pages[url(post)] = page(
            post.title,
            f'<header><p class="site-title"><a href="{base}/">Attic Wind</a></p></header><main><article class="post hentry"><h1 class="entry-title">{post.title}</h1><span class="posted-on"><time class="entry-date published" datetime="{post.day.isoformat()}">{post.day:%B %d, %Y}</time></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="{base}/author/wend/">Wendell Marsh</a></span></span><div class="entry-content">{TEXT}</div><footer><span class="cat-links"><a href="{slug(post.topic)}" rel="category tag">{names[post.topic]}</a></span></footer></article><nav class="navigation post-navigation"><div class="nav-links">{nav}</div></nav><div id="comments"><ol class="comment-list"><li><b class="fn">Loud Fan</b></li></ol></div></main>{side}',
            head,
            site="Attic Wind",
        )

    def listed(address: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 5)
        for number, part in enumerate(parts, 1):
            pager = "".join(
                f'<a class="page-numbers" href="{address}{f"page/{other}/" if other > 1 else ""}">{other}</a>'
                for other in range(1, len(parts) + 1)
                if other != number
            )
            web.pages[f"{address}page/{number}/" if number > 1 else address] = page(
                name,
                f'<header><h1 class="site-title"><a href="{base}/">Attic Wind</a></h1></header><main><h1 class="page-title">Category: <span>{name}</span></h1><div class="grid">'
                + "".join(
                    f'<article class="post hentry card"><a class="post-thumbnail" href="{url(p)}"><img src="/t.jpg" alt=""></a><h2 class="entry-title"><a href="{url(p)}" rel="bookmark">{p.title}</a></h2><p class="excerpt">{PROSE[:160]}…</p><a class="more-link" href="{url(p)}">Continue reading <span class="screen-reader-text">{p.title}</span></a></article>'
                    for p in part
                )
                + f'</div><nav class="navigation pagination"><div class="nav-links"><span class="page-numbers current">{number}</span>{pager}</div></nav></main>{side}',
                head,
                site="Attic Wind",
            )

    for topic, name in names.items():
        listed(slug(topic), blog.topic(topic), name)
    listed(f"{base}/", blog.posts, "Attic Wind")
    web.pages[f"{base}/feed/"] = feed(base, "Attic Wind", blog.posts, url, "Wendell Marsh")
    truth = [url(post) for post in blog.serial]
    return Site(
        web, truth, title, "Wendell Marsh", {"home": f"{base}/", "category": slug("serial"), "feed": f"{base}/feed/"}
    )


def endless() -> Site:
    """A front that scrolls for ever: the next page is only named in the head."""
    base, title = "https://scroll.example", "Moss and Copper"
    blog = awkward("Moss and Copper: {n}", "Moss and Copper: Interlude")

    def url(post: Post) -> str:
        return f"{base}/{post.slug}/"

    web = Web()
    for post in blog.posts:
        web.pages[url(post)] = page(
            post.title,
            f'<main><article class="post"><header><a href="/tag/{post.topic}/">{"Moss and Copper" if post.topic == "serial" else "Notes"}</a><h1>{post.title}</h1><section><h4 class="author-name"><a href="/author/pell/">Pell Anders</a></h4></section></header><section class="gh-content">{TEXT}</section></article></main>',
            '<meta name="generator" content="Ghost 5.2">',
            site="Green Room",
        )

    def listed(path: str, posts: list[Post], name: str) -> None:
        parts = sheets(posts, 6)
        for number, part in enumerate(parts, 1):
            following = f'<link rel="next" href="{base}{path}page/{number + 1}/">' if number < len(parts) else ""
            web.pages[f"{base}{path}" + (f"page/{number}/" if number > 1 else "")] = page(
                name,
                '<main><div class="post-feed">'
                + "".join(
                    f'<article class="post-card"><a class="post-card-content-link" href="/{p.slug}/"><header><h2 class="post-card-title">{p.title}</h2></header></a><footer><time datetime="{p.day:%Y-%m-%d}">{p.day:%d %b %Y}</time></footer></article>'
                    for p in part
                )
                + "</div></main>",
                following,
                site="Green Room",
            )

    listed("/", blog.posts, "Green Room")
    listed("/tag/serial/", blog.topic("serial"), "Moss and Copper")
    truth = [url(post) for post in blog.serial]
    return Site(web, truth, title, "Pell Anders", {"home": f"{base}/", "category": f"{base}/tag/serial/"})


def _japanese(
    base: str,
    blog: Blog,
    url: Callable[[Post], str],
    topic_url: Callable[[str, int], str],
    *,
    name: str,
    title: str,
    older: str,
) -> Web:
    """A blog host's page: calendar, recent posts, categories with counts, neighbours by words."""
    web = Web()
    topics = {"serial": title, "notes": "日記"}
    days = "".join(
        f"<td>{f'<a href={url(p)}>{p.day.day}</a>' if p.day.day % 2 else p.day.day}</td>" for p in blog.posts[-9:]
    )
    counts = "".join(
        f'<li><a href="{topic_url(topic, 1)}">{label}</a>({len(blog.topic(topic))})</li>'
        for topic, label in topics.items()
    )
    side = f'<div id="side"><div class="plugin-calendar"><table><caption>2015年5月</caption><tr>{days}</tr></table></div><div class="plugin-recent"><h4>最新記事</h4><ul>{"".join(f"<li><a href={url(p)}>{p.title}</a></li>" for p in blog.posts[:-6:-1])}</ul></div><div class="plugin-categories"><h4>カテゴリ別アーカイブ</h4><ul>{counts}</ul></div><div class="plugin-profile"><h4>プロフィール</h4><p>ゆきもち</p></div></div>'
    for post in blog.posts:
        before, behind = neighbours(blog.posts, post)
        nav = (f'<li class="prev">前の記事：<a href="{url(before)}">{before.title}</a></li>' if before else "") + (
            f'<li class="next">次の記事：<a href="{url(behind)}">{behind.title}</a></li>' if behind else ""
        )
        web.pages[url(post)] = page(
            f"{post.title} : {name}",
            f'<div id="header"><h1><a href="{base}/">{name}</a></h1></div><div id="main"><ul class="article-pager">{nav}</ul><div class="article-outer"><h2 class="article-title"><a href="{url(post)}">{post.title}</a></h2><div class="article-date">{post.day:%Y年%m月%d日}</div><div class="article-body">{TEXT}</div><div class="article-footer">カテゴリ：<a href="{topic_url(post.topic, 1)}">{topics[post.topic]}</a> | <a href="{url(post)}#comments">コメント(2)</a></div></div><div id="comments"><p class="comment-author">とおりすがり</p></div></div>{side}',
            '<meta name="author" content="ゆきもち">',
        )
    for topic, label in topics.items():
        parts = sheets(blog.topic(topic), 5)
        for number, part in enumerate(parts, 1):
            more = f'<a href="{topic_url(topic, number + 1)}">{older}</a>' if number < len(parts) else ""
            back = f'<a href="{topic_url(topic, number - 1)}">前のページ</a>' if number > 1 else ""
            web.pages[topic_url(topic, number)] = page(
                f"{label} : {name}",
                f'<div id="header"><h1><a href="{base}/">{name}</a></h1></div><div id="main"><h2 class="archive-title">{label}</h2>'
                + "".join(
                    f'<div class="article-outer"><h2 class="article-title"><a href="{url(p)}">{p.title}</a></h2><div class="article-date">{p.day:%Y年%m月%d日}</div><div class="article-body">{PROSE}<p><a href="{url(p)}#more">続きを読む</a></p></div></div>'
                    for p in part
                )
                + f'<div class="pager">{back} {more}</div></div>{side}',
                '<meta name="author" content="ゆきもち">',
            )
    return web


def livedoor() -> Site:
    base, title = "http://blog.yuki.example", "雪の停車場"
    blog = awkward("雪の停車場　第{kanji}話", "雪の停車場　閑話", notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/archives/5{post.slug}.html"

    def topic(name: str, number: int) -> str:
        return f"{base}/archives/cat_{10 if name == 'serial' else 11}.html" + (f"?p={number}" if number > 1 else "")

    web = _japanese(base, blog, url, topic, name="ゆきもち日和", title=title, older="次のページ")
    return Site(web, [url(post) for post in blog.serial], title, "ゆきもち", {"category": topic("serial", 1)})


def seesaa() -> Site:
    base, title = "http://kawa.seesaa.example", "川向こうの家"
    blog = awkward("川向こうの家（{n}）", "川向こうの家（幕間）", notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/article/4{post.slug}.html"

    def topic(name: str, number: int) -> str:
        return f"{base}/category/77{1 if name == 'serial' else 2}-{number}.html"

    web = _japanese(base, blog, url, topic, name="土手の上から", title=title, older="次の5件>>")
    return Site(web, [url(post) for post in blog.serial], title, "ゆきもち", {"category": topic("serial", 1)})


def ameba() -> Site:
    base, title = "https://ameba.example/mochi", "夜汽車のパン屋"
    blog = awkward("夜汽車のパン屋 その{kanji}", "夜汽車のパン屋 番外編", notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/entry-12{post.slug}.html"

    def topic(name: str, number: int) -> str:
        return f"{base}/theme{number if number > 1 else ''}-1011{1 if name == 'serial' else 2}.html"

    web = _japanese(base, blog, url, topic, name="もちもち", title=title, older="次のページ ＞＞")
    return Site(web, [url(post) for post in blog.serial], title, "ゆきもち", {"theme": topic("serial", 1)})


def chain_through_blog() -> Site:
    """Neither category pages nor archives come; the neighbours run through every post."""
    base, title = "http://naka.example", "中州の灯"
    blog = awkward("中州の灯（{n}）", "中州の灯（幕間）", notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/log/{post.slug}.html"

    web = _japanese(
        base, blog, url, lambda name, number: f"{base}/gone/{name}/{number}", name="中州通信", title=title, older="次へ"
    )
    web.pages = {address: body for address, body in web.pages.items() if "/gone/" not in address}
    return Site(web, [url(post) for post in blog.serial], title, "ゆきもち")


def magazine() -> Site:
    """Notes in a magazine: cards whose whole face is a link, the order oldest first, no neighbours."""
    base, title = "https://memo.example/sora", "空の郵便配達"
    blog = awkward("空の郵便配達｜第{n}便", "空の郵便配達｜幕間", notices=NOTICES_JA)

    def url(post: Post) -> str:
        return f"{base}/n/n{int(post.slug) * 7919:x}"

    web = Web()
    cover = f"{base}/m/m8c2f"
    for post in blog.posts:
        inside = (
            f'<div class="o-magazine"><p>この記事が入っているマガジン</p><a class="o-magazine__link" href="{cover}">{title}</a></div>'
            if post.topic == "serial"
            else ""
        )
        web.pages[url(post)] = page(
            f"{post.title}｜空野 みつ",
            f'<main><article><h1 class="o-noteContentHeader__title">{post.title}</h1><div class="o-noteContentHeader__info"><a class="o-noteContentHeader__name" href="{base}">空野 みつ</a><time datetime="{post.day.isoformat()}">{post.day:%Y年%m月%d日 %H:%M}</time></div><div class="note-common-styles__textnote-body">{TEXT}</div></article>{inside}</main>',
            f'<meta property="og:title" content="{post.title}｜空野 みつ"><meta property="og:type" content="article"><script type="application/ld+json">{{"@type": "Article", "headline": "{post.title}", "author": {{"@type": "Person", "name": "空野 みつ"}}}}</script>',
        )
    web.pages[cover] = page(
        f"{title}｜空野 みつ",
        f'<main><h1>{title}</h1><p>毎週日曜に届きます。</p><div class="m-list">'
        + "".join(
            f'<div class="m-noteCard"><a class="a-link" href="{url(p)}" aria-label="{p.title}"></a><div><h3 class="m-noteCard__title">{p.title}</h3><p>{PROSE[:80]}</p><time datetime="{p.day.isoformat()}">{p.day:%Y年%m月%d日}</time></div></div>'
            for p in blog.serial
        )
        + "</div></main>",
    )
    return Site(web, [url(post) for post in blog.serial], title, "空野 みつ", {"magazine": cover})


def table_of_1999() -> Site:
    """Tables, capitals, pictures for buttons, titles that never change."""
    base, title = "http://www.old.example/~nagi/umi", "海鳴りの塔"
    names = [f"第{n}章" for n in range(1, 15)]
    urls = [f"{base}/sho{n:02}.htm" for n in range(1, 15)]
    web = Web()
    cells = "".join(
        f'<TR><TD BGCOLOR="#ddeeff"><A HREF="sho{n:02}.htm">{name}</A></TD><TD>{"嵐の前" if n % 2 else "灯の下"}</TD></TR>'
        for n, name in enumerate(names, 1)
    )
    web.pages[f"{base}/index.htm"] = (
        f'<HTML><HEAD><TITLE>海鳴りの塔</TITLE></HEAD><BODY><CENTER><FONT SIZE="5">海鳴りの塔</FONT><BR>作：汐見 凪<HR><TABLE BORDER="1">{cells}</TABLE><A HREF="../index.htm"><IMG SRC="img/modoru.gif" ALT="戻る"></A></CENTER></BODY></HTML>'
    )
    web.pages["http://www.old.example/~nagi/index.htm"] = (
        '<HTML><HEAD><TITLE>凪の小部屋</TITLE></HEAD><BODY><H1>凪の小部屋</H1><UL><LI><A HREF="umi/index.htm">海鳴りの塔</A><LI><A HREF="bbs.cgi">掲示板</A><LI><A HREF="link.htm">リンク</A></UL></BODY></HTML>'
    )
    for place, url in enumerate(urls):
        back = f'<A HREF="sho{place:02}.htm"><IMG SRC="img/mae.gif" ALT="前の章"></A>' if place else ""
        on = (
            f'<A HREF="sho{place + 2:02}.htm"><IMG SRC="img/tsugi.gif" ALT="次の章"></A>'
            if place + 1 < len(urls)
            else ""
        )
        web.pages[url] = (
            f'<HTML><HEAD><TITLE>海鳴りの塔</TITLE></HEAD><BODY><TABLE WIDTH="80%"><TR><TD><FONT SIZE="4">{names[place]}</FONT></TD></TR><TR><TD>{"波が塔を叩いていた。誰も扉を開けなかった。<BR>" * 40}</TD></TR></TABLE><CENTER>{back}<A HREF="index.htm"><IMG SRC="img/mokuji.gif" ALT="目次"></A>{on}</CENTER></BODY></HTML>'
        )
    return Site(
        web, urls, title, "汐見 凪", {"index": f"{base}/index.htm", "home": "http://www.old.example/~nagi/index.htm"}
    )


def buttons_only() -> Site:
    """No contents page at all, and pictures without words for buttons."""
    base, title = "http://hand.example/story", "The Grey Boat"
    urls = [f"{base}/p{n}.html" for n in range(1, 11)]
    web = Web()
    for place, url in enumerate(urls):
        back = f'<a href="p{place}.html"><img src="../pics/back.gif"></a>' if place else ""
        on = f'<a href="p{place + 2}.html"><img src="../pics/next.gif"></a>' if place + 1 < len(urls) else ""
        web.pages[url] = (
            f"<html><head><title>The Grey Boat - Part {place + 1}</title></head><body bgcolor=white><font size=5>Part {place + 1}</font><br>by Orla Finch<p>{PROSE * 3}<p>{back} {on}</body></html>"
        )
    return Site(web, urls, title, "Orla Finch")


def thread() -> Site:
    """A forum: the first post of the thread lists the parts, each a post further down."""
    base, title = "https://forum.example", "The Tin Orchard"
    web = Web()
    index = f"{base}/viewtopic.php?f=7&t=310"
    urls = [f"{base}/viewtopic.php?p={4000 + 13 * n}#p{4000 + 13 * n}" for n in range(1, 13)]
    links = "<br>".join(
        f'<a href="{url.replace("&", "&amp;")}" class="postlink">Chapter {n}</a>' for n, url in enumerate(urls, 1)
    )

    def post(number: int, name: str, body: str) -> str:
        return f'<div id="p{number}" class="post"><div class="postbody"><h3><a href="#p{number}">Re: [Story] The Tin Orchard</a></h3><p class="author">by <a href="memberlist.php?u={number % 5}" class="username">{name}</a> » {number % 27 + 1} Mar 2016</p><div class="content">{body}</div></div></div>'

    web.pages[index] = page(
        "[Story] The Tin Orchard",
        f'<h2 class="topic-title"><a href="{index.replace("&", "&amp;")}">[Story] The Tin Orchard</a></h2>'
        + post(4000, "Hob", f"<p>{PROSE}</p>Index:<br>{links}")
        + post(4001, "Reader", "<p>Nice!</p>")
        + post(4002, "Else", "<p>More please.</p>"),
        site="Story Forum",
    )
    return Site(web, urls, title, "", {"index": index, "first": index, "middle": index, "last": index})


def gitbook() -> Site:
    """A book of a documentation service: tree at the side, cards for previous and next."""
    base, title = "https://books.example/paper-harbour", "Paper Harbour"
    names = [
        "Prologue",
        *(f"Chapter {n}" for n in range(1, 8)),
        "Interlude",
        *(f"Chapter {n}" for n in range(8, 13)),
        "Epilogue",
    ]
    urls = [f"{base}/{name.lower().replace(' ', '-')}" for name in names]
    web = Web()
    tree = (
        f'<aside class="sidebar"><a class="logo" href="{base}">Paper Harbour</a><nav><ul>'
        + "".join(
            f'<li><a class="group/toclink" href="{url}">{name}</a></li>' for name, url in zip(names, urls, strict=True)
        )
        + "</ul></nav></aside>"
    )
    for place, (name, url) in enumerate(zip(names, urls, strict=True)):
        back = (
            f'<a class="group card" href="{urls[place - 1]}"><span>Previous</span><span>{names[place - 1]}</span></a>'
            if place
            else ""
        )
        on = (
            f'<a class="group card" href="{urls[place + 1]}"><span>Next</span><span>{names[place + 1]}</span></a>'
            if place + 1 < len(urls)
            else ""
        )
        web.pages[url] = page(
            name, f"{tree}<main><h1>{name}</h1>{TEXT}<div>{back}{on}</div></main>", site="Paper Harbour"
        )
    web.pages[base] = page("Paper Harbour", f"{tree}<main><h1>Paper Harbour</h1><p>A short novel.</p></main>")
    return Site(web, urls, title, "", {"cover": base})


SITES: dict[str, Callable[[], Site]] = {
    maker.__name__: maker
    for maker in (
        textpattern,
        serendipity,
        nucleus,
        chirpy,
        excerpt_cards,
        endless,
        livedoor,
        seesaa,
        ameba,
        chain_through_blog,
        magazine,
        table_of_1999,
        buttons_only,
        thread,
        gitbook,
    )
}
CASES = [(name, entry) for name, maker in SITES.items() for entry in maker().entries]


@pytest.mark.parametrize(("name", "entry"), CASES)
def test_any_page_gives_the_whole_serial_in_order_under_its_name(name: str, entry: str) -> None:
    site = SITES[name]()
    result = site.web.discover(site.entries[entry])
    assert isinstance(result, Discovered), result
    assert [episode.url for episode in result.contents.episodes] == site.truth
    assert result.contents.title == site.title
    assert result.contents.author in ("", site.author)
    assert len(site.web.asked) <= 32


@pytest.mark.parametrize("name", [name for name, maker in SITES.items() if maker().author])
def test_an_episode_tells_its_author(name: str) -> None:
    site = SITES[name]()
    result = site.web.discover(site.truth[3])
    assert isinstance(result, Discovered)
    assert result.contents.author == site.author

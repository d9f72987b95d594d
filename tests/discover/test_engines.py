# ruff: noqa: E501 - markup stands as the engines write it
"""Whole small sites in the manner of many engines: whatever page is pasted, the whole serial comes back in order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.discover.webs import NOTICES_JA, PROSE, Post, Web, blog, page

if TYPE_CHECKING:
    from collections.abc import Callable

Site = tuple[Web, list[str], dict[str, str]]
"""The web, the true addresses, and entry addresses by name."""

TEXT = f"<p>{PROSE}</p>" * 3


def chunks(posts: list[Post], size: int) -> list[list[Post]]:
    newest = posts[::-1]
    return [newest[start : start + size] for start in range(0, len(newest), size)]


def entries_of(truth: list[str], **more: str) -> dict[str, str]:
    return {"first": truth[0], "middle": truth[len(truth) // 2], "last": truth[-1], **more}


def movable_type() -> Site:
    base = "https://mt.example"
    posts = blog("The Glass Ferry – {n}", 17, first="The Glass Ferry – Prologue")
    url = {post: f"{base}/archives/2015/{post.slug}.html" for post in posts}
    web = Web()
    side = (
        '<div id="beta"><div class="module"><h2>Recent Entries</h2><ul>'
        + "".join(f'<li><a href="{url[p]}">{p.title}</a></li>' for p in posts[:-6:-1])
        + f'</ul></div><div class="module-categories"><h2>Categories</h2><ul><li><a href="{base}/serial/">The Glass Ferry</a></li><li><a href="{base}/notes/">Notes</a></li></ul></div></div>'
    )
    for place, post in enumerate(posts):
        nav = []
        if place:
            nav.append(f'<a href="{url[posts[place - 1]]}">« {posts[place - 1].title}</a>')
        nav.append(f'<a href="{base}/">Main</a>')
        if place + 1 < len(posts):
            nav.append(f'<a href="{url[posts[place + 1]]}">{posts[place + 1].title} »</a>')
        topic = "The Glass Ferry" if post.topic == "serial" else "Notes"
        web.pages[url[post]] = page(
            post.title,
            f'<div id="alpha"><p class="content-nav">{" | ".join(nav)}</p><h1>{post.title}</h1><div class="entry-body">{TEXT}</div><p class="entry-footer">Posted on {post.day:%B %d, %Y} | <a href="{base}/{post.topic}/">{topic}</a></p></div>{side}',
            site="Lamp Room",
        )
    for topic, name in (("serial", "The Glass Ferry"), ("notes", "Notes")):
        web.pages[f"{base}/{topic}/"] = page(
            f"Lamp Room: {name} Archives",
            "<h1>Lamp Room</h1>"
            + "".join(
                f'<h2 class="date-header">{p.day:%B %d, %Y}</h2><div class="entry"><h3 class="entry-header"><a href="{url[p]}">{p.title}</a></h3><p>{PROSE}</p></div>'
                for p in posts[::-1]
                if p.topic == topic
            )
            + side,
        )
    web.pages[f"{base}/"] = page(
        "Lamp Room",
        "<h1>Lamp Room</h1>"
        + "".join(
            f'<h2 class="date-header">{p.day:%B %d, %Y}</h2><div class="entry"><h3 class="entry-header"><a href="{url[p]}">{p.title}</a></h3><p>{PROSE}</p></div>'
            for p in posts[:-11:-1]
        )
        + side,
    )
    truth = [url[p] for p in posts if p.topic == "serial"]
    return web, truth, entries_of(truth, home=f"{base}/", topic=f"{base}/serial/")


def drupal_book() -> Site:
    """Only the book navigation: up, previous and next with titles for words."""
    base = "https://dru.example"
    titles = ["Foreword", *(f"Chapter {n}: The {n}th Door" for n in range(1, 13)), "Epilogue"]
    urls = [f"{base}/node/{40 + 3 * place}" for place in range(len(titles))]
    web = Web()
    top = f"{base}/book/glass-road"
    web.pages[top] = page(
        "The Glass Road",
        '<main><h1>The Glass Road</h1><p>A story.</p><nav class="book-navigation"><ul class="menu">'
        + "".join(f'<li class="menu-item"><a href="{u}">{t}</a></li>' for u, t in zip(urls, titles, strict=True))
        + "</ul></nav></main>",
        site="Dru",
    )
    for place, (url, title) in enumerate(zip(urls, titles, strict=True)):
        before = (
            f'<li><a href="{urls[place - 1]}" rel="prev" title="Go to previous page">‹ {titles[place - 1]}</a></li>'
            if place
            else ""
        )
        after = (
            f'<li><a href="{urls[place + 1]}" rel="next" title="Go to next page">{titles[place + 1]} ›</a></li>'
            if place + 1 < len(urls)
            else ""
        )
        web.pages[url] = page(
            title,
            f'<main><article><h1>{title}</h1>{TEXT}<nav class="book-navigation"><ul>{before}<li><a href="{top}" title="Go to parent page" rel="up">Up</a></li>{after}</ul></nav></article></main><footer><a href="{base}/contact">Contact</a></footer>',
            site="Dru",
        )
    return web, urls, entries_of(urls, index=top)


def chain_only() -> Site:
    """No list anywhere: words at the foot of each page."""
    base = "http://www.old.example/~kaze/novel"
    urls = [f"{base}/k{place:02}.htm" for place in range(1, 15)]
    web = Web()
    for place, url in enumerate(urls):
        links = []
        if place:
            links.append(f'<a href="k{place:02}.htm">前へ</a>')
        links.append('<a href="../index.htm">TOP</a>')
        if place + 1 < len(urls):
            links.append(f'<a href="k{place + 2:02}.htm">次へ</a>')
        web.pages[url] = page(
            "風の塔",
            f"<center><font size=5>第{place + 1}章</font></center><h2>風の塔　第{place + 1}章</h2>"
            + "風が塔を鳴らしていた。誰もその音を聞かなかった。<br>" * 40
            + f"<hr><center>{'｜'.join(links)}</center>",
        )
    web.pages["http://www.old.example/~kaze/index.htm"] = page(
        "かぜの小屋",
        "<h1>かぜの小屋</h1><a href='novel/k01.htm'>風の塔</a> <a href='bbs.cgi'>掲示板</a> <a href='link.htm'>リンク</a>",
    )
    return web, urls, entries_of(urls)


def frames() -> Site:
    """A frameset of 1999: the menu in a table on the left."""
    base = "http://frames.example/novel"
    urls = [f"{base}/{place:03}.html" for place in range(1, 13)]
    web = Web()
    web.pages[f"{base}/"] = (
        '<html><head><title>霧の港</title></head><frameset cols="20%,*"><frame src="menu.html" name="menu"><frame src="top.html" name="main"></frameset></html>'
    )
    web.pages[f"{base}/top.html"] = page("霧の港", "<h1>霧の港</h1><p>ようこそ。</p>")
    web.pages[f"{base}/menu.html"] = page(
        "menu",
        "<table>"
        + "".join(
            f'<tr><td><a href="{place:03}.html" target="main">第{place}話</a></td></tr>' for place in range(1, 13)
        )
        + "</table><a href='../index.html' target='_top'>もどる</a>",
    )
    for place, url in enumerate(urls, 1):
        web.pages[url] = page(
            f"霧の港 第{place}話",
            f"<h3>第{place}話</h3>"
            + "霧が港を覆っていた。船は一艘も出なかった。<br>" * 40
            + '<a href="menu.html">目次</a>',
        )
    return web, urls, {"frames": f"{base}/", "menu": f"{base}/menu.html", "middle": urls[5]}


def hatena() -> Site:
    base = "https://tomoshibi.hatena.example"
    posts = blog("灯の守り手　その{kanji}", 21, notices=NOTICES_JA, first="灯の守り手　序章")
    url = {p: f"{base}/entry/{p.day:%Y/%m/%d}/{p.slug}" for p in posts}
    web = Web()
    for place, post in enumerate(posts):
        before = (
            f'<span class="pager-prev"><a href="{url[posts[place - 1]]}" rel="prev"><span class="pager-arrow">« </span>{posts[place - 1].title}</a></span>'
            if place
            else ""
        )
        after = (
            f'<span class="pager-next"><a href="{url[posts[place + 1]]}" rel="next">{posts[place + 1].title}<span class="pager-arrow"> »</span></a></span>'
            if place + 1 < len(posts)
            else ""
        )
        topic = "灯の守り手" if post.topic == "serial" else "日記"
        web.pages[url[post]] = page(
            post.title,
            f'<div id="main"><article class="entry hentry"><header class="entry-header"><div class="date"><time datetime="{post.day:%Y-%m-%dT%H:%M:%SZ}">{post.day:%Y-%m-%d}</time></div><h1 class="entry-title"><a href="{url[post]}" class="entry-title-link bookmark">{post.title}</a></h1><div class="entry-categories categories"><a href="{base}/archive/category/{topic}" class="entry-category-link">{topic}</a></div></header><div class="entry-content">{TEXT}</div></article><div class="pager pager-permalink permalink">{before}{after}</div></div><aside id="box2"><div class="hatena-module-recent-entries"><ul>{"".join(f"<li><a href={url[p]}>{p.title}</a></li>" for p in posts[:-6:-1])}</ul></div></aside>',
            site="ともしび帳",
        )

    def archive(path: str, kept: list[Post]) -> None:
        parts = chunks(kept, 10)
        for number, part in enumerate(parts, 1):
            address = f"{base}{path}" if number == 1 else f"{base}{path}?page={number}"
            older = (
                f'<span class="pager-next"><a href="{base}{path}?page={number + 1}" rel="next">次のページ</a></span>'
                if number < len(parts)
                else ""
            )
            newer = (
                f'<span class="pager-prev"><a href="{base}{path}?page={number - 1}" rel="prev">前のページ</a></span>'
                if number > 1
                else ""
            )
            body = "".join(
                f'<section class="archive-entry"><div class="archive-date"><a href="{base}/archive/{p.day:%Y/%m/%d}"><time datetime="{p.day:%Y-%m-%d}">{p.day:%Y-%m-%d}</time></a></div><h1 class="entry-title"><a class="entry-title-link" href="{url[p]}">{p.title}</a></h1><p class="entry-description">灯がひとつ消えた。</p></section>'
                for p in part
            )
            web.pages[address] = page(
                "記事一覧", f'<div id="main">{body}<div class="pager">{newer}{older}</div></div>', site="ともしび帳"
            )

    archive("/archive", posts)
    archive("/archive/category/灯の守り手", [p for p in posts if p.topic == "serial"])
    truth = [url[p] for p in posts if p.topic == "serial"]
    return web, truth, entries_of(truth, archive=f"{base}/archive", topic=f"{base}/archive/category/灯の守り手")


def fc2() -> Site:
    base = "https://kumo.blog.example"
    posts = blog("雲の切符（{n}）", 14, notices=NOTICES_JA)
    url = {p: f"{base}/blog-entry-{100 + place}.html" for place, p in enumerate(posts)}
    web = Web()
    side = f'<div id="menu"><h3>最新記事</h3><ul>{"".join(f"<li><a href={url[p]}>{p.title} ({p.day:%m/%d})</a></li>" for p in posts[:-6:-1])}</ul><h3>カテゴリ</h3><ul><li><a href="{base}/blog-category-1.html" title="雲の切符">雲の切符 (14)</a></li><li><a href="{base}/blog-category-2.html">日記 (4)</a></li></ul></div>'
    for post in posts:
        number, name = (1, "雲の切符") if post.topic == "serial" else (2, "日記")
        web.pages[url[post]] = page(
            f"雲の机 {post.title}",
            f'<h1><a href="{base}/">雲の机</a></h1><div id="main"><div class="content"><h2 class="entry_header"><a href="{url[post]}">{post.title}</a></h2><div class="entry_body">{TEXT}</div><div class="entry_footer">{post.day:%Y/%m/%d(%a) %H:%M} <a href="{base}/blog-category-{number}.html">{name}</a> <a href="{url[post]}#trackback">トラックバック(0)</a></div></div></div>{side}',
        )
    kept = [p for p in posts if p.topic == "serial"]
    parts = chunks(kept, 5)
    for number, part in enumerate(parts):
        address = f"{base}/blog-category-1.html" if not number else f"{base}/blog-category-1-{number}.html"
        older = (
            f'<a href="{base}/blog-category-1-{number + 1}.html">次のページ »</a>' if number + 1 < len(parts) else ""
        )
        newer = (
            f'<a href="{base}/blog-category-1{f"-{number - 1}" if number > 1 else ""}.html">« 前のページ</a>'
            if number
            else ""
        )
        body = "".join(
            f'<div class="content"><h2 class="entry_header"><a href="{url[p]}">{p.title}</a></h2><div class="entry_body">{PROSE}</div><div class="entry_footer">{p.day:%Y/%m/%d(%a) %H:%M}</div></div>'
            for p in part
        )
        web.pages[address] = page(
            "雲の机 雲の切符",
            f'<h1><a href="{base}/">雲の机</a></h1><div id="main">{body}<div class="page_navi">{newer} {older}</div></div>{side}',
        )
    truth = [url[p] for p in kept]
    return web, truth, entries_of(truth, topic=f"{base}/blog-category-1.html")


def mdbook() -> Site:
    """The contents come by a script; pages only lead on and back by arrows."""
    base = "https://book.example/tin-bird"
    titles = [
        "Introduction",
        *(f"{n}. The {word} Bird" for n, word in enumerate(["First", "Tin", "Cold", "Red", "Lost", "Loud", "Last"], 1)),
    ]
    urls = [f"{base}/ch{place:02}.html" for place in range(len(titles))]
    web = Web()
    for place, (url, title) in enumerate(zip(urls, titles, strict=True)):
        before = (
            f'<a rel="prev" href="ch{place - 1:02}.html" class="nav-chapters previous" title="Previous chapter" aria-label="Previous chapter"><i class="fa"></i></a>'
            if place
            else ""
        )
        after = (
            f'<a rel="next prefetch" href="ch{place + 1:02}.html" class="nav-chapters next" title="Next chapter" aria-label="Next chapter"><i class="fa"></i></a>'
            if place + 1 < len(urls)
            else ""
        )
        web.pages[url] = page(
            f"{title} - The Tin Bird",
            f'<nav id="sidebar" class="sidebar"><div class="sidebar-scrollbox"></div></nav><div id="page-wrapper"><h1 class="menu-title">The Tin Bird</h1><main><h1 id="t">{title}</h1>{TEXT}</main><nav class="nav-wrapper">{before}{after}</nav></div>',
        )
    return web, urls, entries_of(urls)


def nikola() -> Site:
    """Pages of a blog numbered against the clock: index-2 is older than the front, index-1 oldest."""
    base = "https://nikola.example"
    posts = blog("Minor Weather, Part {n}", 16)
    url = {p: f"{base}/posts/{p.slug}/" for p in posts}
    web = Web()
    for post in posts:
        web.pages[url[post]] = page(
            post.title,
            f'<main id="content"><article class="post-text h-entry"><header><h1 class="p-name entry-title"><a href="." class="u-url">{post.title}</a></h1><p class="dateline"><time class="published dt-published" datetime="{post.day.isoformat()}">{post.day:%Y-%m-%d}</time></p></header><div class="e-content">{TEXT}</div></article></main>',
            site="Slow News",
        )
    parts = chunks(posts, 7)

    def name(at: int) -> str:
        return f"{base}/" if at == 0 else f"{base}/index-{len(parts) - at}.html"

    for number, part in enumerate(parts):
        older = (
            f'<li class="next"><a href="{name(number + 1)}" rel="next">Older posts</a></li>'
            if number + 1 < len(parts)
            else ""
        )
        newer = f'<li class="previous"><a href="{name(number - 1)}" rel="prev">Newer posts</a></li>' if number else ""
        web.pages[name(number)] = page(
            "Slow News",
            '<header id="header"><h1 id="brand"><a href="/">Slow News</a></h1></header><main id="content"><div class="postindex">'
            + "".join(
                f'<article class="h-entry post-text"><header><h1 class="p-name entry-title"><a href="/posts/{p.slug}/" class="u-url">{p.title}</a></h1><time datetime="{p.day.isoformat()}">{p.day:%Y-%m-%d}</time></header><div class="p-summary">{PROSE}</div></article>'
                for p in part
            )
            + f'</div><nav class="postindexpager"><ul class="pager">{newer}{older}</ul></nav></main>',
        )
    truth = [url[p] for p in posts if p.topic == "serial"]
    return web, truth, entries_of(truth, home=f"{base}/")


def mediawiki() -> Site:
    base = "https://wiki.example/wiki"
    urls = [f"{base}/Salt_Road/Chapter_{n}" for n in range(1, 13)]
    web = Web()
    menu = f'<div id="mw-panel"><nav class="portal"><h3>Navigation</h3><ul><li><a href="{base}/Main_Page">Main page</a></li><li><a href="{base}/Special:RecentChanges">Recent changes</a></li><li><a href="{base}/Special:Random">Random page</a></li></ul></nav></div>'
    web.pages[f"{base}/Salt_Road"] = page(
        "Salt Road - Wiki",
        f'<div id="content" role="main"><h1 id="firstHeading">Salt Road</h1><div class="mw-parser-output"><p>{PROSE} See also <a href="{base}/Salt">salt</a> and <a href="{base}/Road">roads</a>.</p><h2><span class="mw-headline" id="Chapters">Chapters</span></h2><ul>'
        + "".join(
            f'<li><a href="{u}" title="Salt Road/Chapter {n}">Chapter {n}</a> – in which the salt runs out</li>'
            for n, u in enumerate(urls, 1)
        )
        + f"</ul></div></div>{menu}",
    )
    for n, url in enumerate(urls, 1):
        before = f'<a href="{urls[n - 2]}">Previous</a>' if n > 1 else "Previous"
        after = f'<a href="{urls[n]}">Next</a>' if n < len(urls) else "Next"
        web.pages[url] = page(
            f"Salt Road/Chapter {n} - Wiki",
            f'<div id="content" role="main"><h1 id="firstHeading">Salt Road/Chapter {n}</h1><div class="mw-parser-output">{TEXT}<table><tr><td>{before}</td><td><a href="{base}/Salt_Road">Contents</a></td><td>{after}</td></tr></table></div></div>{menu}',
        )
    return web, urls, entries_of(urls, index=f"{base}/Salt_Road")


def blogger() -> Site:
    """A label's pages, joined by "older posts" with a date in the address."""
    base = "https://kites.blog.example"
    posts = blog("Paper Kites #{n}", 19)
    url = {p: f"{base}/{p.day:%Y/%m}/{p.slug}.html" for p in posts}
    web = Web()
    for post in posts:
        topic = "Paper Kites" if post.topic == "serial" else "notes"
        web.pages[url[post]] = page(
            post.title,
            f'<div id="main"><div class="date-outer"><h2 class="date-header"><span>{post.day:%A, %B %d, %Y}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{post.title}</h3><div class="post-body">{TEXT}</div><div class="post-footer"><span class="post-labels">Labels: <a href="{base}/search/label/{topic.replace(" ", "%20")}" rel="tag">{topic}</a></span></div></div></div><div class="blog-pager" id="blog-pager"><a class="blog-pager-newer-link" href="{base}/x">Newer Post</a><a class="home-link" href="{base}/">Home</a></div></div><div id="sidebar"><div class="widget BlogArchive"><ul><li><a href="{base}/2015/03/">March (8)</a></li></ul></div></div>',
            site="Kites",
        )

    def listed(path: str, kept: list[Post]) -> None:
        parts = chunks(kept, 6)
        for number, part in enumerate(parts):
            address = base + path + (f"?updated-max={part[0].day:%Y-%m-%dT%H}&max-results=6" if number else "")
            following = parts[number + 1][0] if number + 1 < len(parts) else None
            older = (
                f'<a class="blog-pager-older-link" href="{base}{path}?updated-max={following.day:%Y-%m-%dT%H}&amp;max-results=6" title="Older Posts">Older Posts</a>'
                if following
                else ""
            )
            web.pages[address] = page(
                "Kites",
                '<h1 class="title"><a href="/">Kites</a></h1><div id="main">'
                + "".join(
                    f'<div class="date-outer"><h2 class="date-header"><span>{p.day:%A, %B %d, %Y}</span></h2><div class="post hentry"><h3 class="post-title entry-title"><a href="{url[p]}">{p.title}</a></h3><div class="post-body">{PROSE}</div></div></div>'
                    for p in part
                )
                + f'<div class="blog-pager" id="blog-pager">{older}<a class="home-link" href="{base}/">Home</a></div></div>',
            )

    listed("/search/label/Paper%20Kites", [p for p in posts if p.topic == "serial"])
    listed("/", posts)
    truth = [url[p] for p in posts if p.topic == "serial"]
    return web, truth, entries_of(truth, home=f"{base}/", topic=f"{base}/search/label/Paper%20Kites")


def docs_tree() -> Site:
    """A documentation tool's side bar, nested by parts, with the page itself in it."""
    base = "https://docs.example/novel"
    titles = [f"Kapitel {n}" for n in range(1, 19)]
    urls = [f"{base}/k-{n * 13 % 101}/" for n in range(1, 19)]
    halves = [("Teil Eins", 0, 9), ("Teil Zwei", 9, 18)]
    tree = (
        '<nav aria-label="Docs sidebar" class="menu thin-scrollbar"><ul class="theme-doc-sidebar-menu menu__list">'
        f'<li><a class="menu__link" href="{base}/">Über das Buch</a></li>'
        + "".join(
            f'<li class="menu__list-item"><div><a class="menu__link menu__link--sublist" href="#">{name}</a></div><ul class="menu__list">'
            + "".join(f'<li><a class="menu__link" href="{urls[i]}">{titles[i]}</a></li>' for i in range(low, high))
            + "</ul></li>"
            for name, low, high in halves
        )
        + "</ul></nav>"
    )
    web = Web()
    for place, (url, title) in enumerate(zip(urls, titles, strict=True)):
        after = (
            f'<a class="pagination-nav__link pagination-nav__link--next" href="{urls[place + 1]}"><div class="pagination-nav__sublabel">Weiter</div><div class="pagination-nav__label">{titles[place + 1]}</div></a>'
            if place + 1 < len(urls)
            else ""
        )
        web.pages[url] = page(
            title,
            f'{tree}<main><article><header><h1>{title}</h1></header>{TEXT}</article><nav class="pagination-nav">{after}</nav></main>',
            site="Die Zinnstadt",
        )
    web.pages[f"{base}/"] = page(
        "Über das Buch",
        f"{tree}<main><article><h1>Über das Buch</h1><p>Ein Roman.</p></article></main>",
        site="Die Zinnstadt",
    )
    return web, urls, entries_of(urls, about=f"{base}/")


def prose_elsewhere() -> Site:
    """A post that names the parts of a serial on another host, among other links, the list grown over weeks."""
    there, here = "https://original.example/2009", "https://friend.example/p/88"
    urls = [f"{there}/{900 + n}.html" for n in range(43)]
    stem = "“羅針盤”が生まれる前のはなし"
    links = [
        f'<a href="{urls[0]}">なぜ黙っていたのか</a>',
        *(f'<a href="{urls[n]}">{stem} – {n}</a>' for n in range(1, 43)),
    ]
    body = (
        '<div class="notice">この記事は短くなっているかもしれません。<a href="https://friend.example/full/88">元の記事</a></div><h1>おすすめの連載</h1>'
        f'<p>友人の<a href="https://other.example/">ひとことブログ</a>で、長い連載が始まった。とても面白いので、読んでほしいと思う。</p><p>{links[0]}</p><p>'
        + "<br>".join(links[1:8])
        + "</p>"
        + "".join(f"<p>{link}</p>" for link in links[8:-1])
        + f"<p>{links[-1]}（2009年12月7日最終回!!）</p><p>感想は<a href='https://friend.example/mail'>こちらへ送ってください</a>。</p>"
    )
    side = (
        '<div class="sidebar"><h3>人気記事トップ10</h3><ol>'
        + "".join(f'<li><a href="https://friend.example/p/{n}">料理の話 {n}</a></li>' for n in range(1, 11))
        + '</ol><ul><li><a href="https://friend.example/glossary">用語集</a></li><li><a href="https://friend.example/feed">RSS</a></li></ul></div>'
    )
    web = Web(
        {
            here: page(
                "おすすめの連載",
                f'<div class="post">{body}</div>{side}',
                '<meta property="og:type" content="article">',
                site="ともだち",
            )
        }
    )
    return web, urls, {"post": here}


SITES: dict[str, Callable[[], Site]] = {
    maker.__name__: maker
    for maker in (
        movable_type,
        drupal_book,
        chain_only,
        frames,
        hatena,
        fc2,
        mdbook,
        nikola,
        mediawiki,
        blogger,
        docs_tree,
        prose_elsewhere,
    )
}


@pytest.mark.parametrize(("name", "entry"), [(name, entry) for name, maker in SITES.items() for entry in maker()[2]])
def test_any_page_gives_the_whole_serial(name: str, entry: str) -> None:
    web, truth, entries = SITES[name]()
    assert web.found(entries[entry]) == truth
    assert len(web.asked) <= 25


def test_the_model_case_is_complete_and_named_by_its_parts() -> None:
    web, _, entries = prose_elsewhere()
    contents = web.discover(entries["post"]).contents  # type: ignore[union-attr]
    assert contents.title == "“羅針盤”が生まれる前のはなし"
    assert contents.status == "complete"
    assert [episode.number for episode in contents.episodes[:3]] == [None, "1", "2"]
    assert all(earlier.url != later.url for earlier, later in pairwise(contents.episodes))

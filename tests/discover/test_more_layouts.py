# ruff: noqa: E501 - markup stands as hands and templates write it
"""Further layouts: whatever page is pasted, the whole serial comes back in order, or the answer says what is doubtful."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import Choices, Discovered
from tests.discover.blogs import TEXT, awkward, feed, neighbours, sheets
from tests.discover.test_layouts import WORDS
from tests.discover.test_more_engines import Site
from tests.discover.webs import BEGIN, PROSE, Post, Web, kanji, page

if TYPE_CHECKING:
    from collections.abc import Callable


def unnumbered_by_tag() -> Site:
    """Titles without any number; a tag paged newest first, an archive with days but no years, notices between."""
    base, title = "https://next.example", "The Weather House"
    posts: list[Post] = []
    day = BEGIN
    for n in range(26):
        day += timedelta(days=6)
        posts.append(Post(WORDS[n].lower(), WORDS[n], "weather-house", day))
        if n % 4 == 3:
            day += timedelta(days=1)
            posts.append(Post(f"memo-{n}", f"On {WORDS[30 + n // 4].lower()}s", "memo", day))

    def url(post: Post) -> str:
        return f"{base}/{post.day:%Y/%m/%d}/{post.slug}/"

    web = Web()
    names = {"weather-house": title, "memo": "Memo"}
    menu = f'<header class="header"><a class="brand" href="{base}/">Gable</a><ul class="main-menu"><li><a href="{base}/">Home</a></li><li><a href="{base}/archives/">Archives</a></li><li><a href="{base}/tags/">Tags</a></li></ul></header>'
    for post in posts:
        older, newer = neighbours(posts, post)
        nav = (
            f'<div class="post-nav-item"><a href="{url(older)}" rel="prev" title="{older.title}"><i class="fa"></i> {older.title}</a></div>'
            if older
            else ""
        ) + (
            f'<div class="post-nav-item"><a href="{url(newer)}" rel="next" title="{newer.title}">{newer.title} <i class="fa"></i></a></div>'
            if newer
            else ""
        )
        web.pages[url(post)] = page(
            post.title,
            f'{menu}<main><article class="post-block"><h1 class="post-title">{post.title}</h1><time datetime="{post.day.isoformat()}">{post.day:%Y-%m-%d}</time><div class="post-body">{TEXT}</div><div class="post-tags"><a href="{base}/tags/{post.topic}/" rel="tag"># {names[post.topic]}</a></div><div class="post-nav">{nav}</div></article></main>',
            site="Gable",
        )

    def listed(path: str, kept: list[Post], name: str, size: int, *, short: bool) -> None:
        parts = sheets(kept, size)
        for number, part in enumerate(parts, 1):
            turn = (
                f'<nav class="pagination"><a class="extend next" rel="next" href="{base}{path}page/{number + 1}/">&gt;</a></nav>'
                if number < len(parts)
                else ""
            )
            rows = "".join(
                f'<article class="post"><div class="post-meta"><time datetime="{p.day.isoformat()}">{p.day:%m-%d}</time></div><div class="post-title"><a class="post-title-link" href="{url(p)}"><span>{p.title}</span></a></div></article>'
                if short
                else f'<article class="post-block"><h2 class="post-title"><a class="post-title-link" href="{url(p)}">{p.title}</a></h2><time datetime="{p.day.isoformat()}">{p.day:%Y-%m-%d}</time><p>{PROSE}</p></article>'
                for p in part
            )
            web.pages[f"{base}{path}" + (f"page/{number}/" if number > 1 else "")] = page(
                name, f"{menu}<main><h1>{name}</h1>{rows}{turn}</main>", site="Gable"
            )

    listed("/", posts, "Gable", 5, short=False)
    listed("/archives/", posts, "Archive", 20, short=True)
    for topic, name in names.items():
        listed(f"/tags/{topic}/", [p for p in posts if p.topic == topic], name, 10, short=True)
    web.pages[f"{base}/tags/"] = page(
        "Tags",
        menu + "<main>" + "".join(f'<a href="{base}/tags/{t}/">{n}</a> ' for t, n in names.items()) + "</main>",
        site="Gable",
    )
    web.pages[f"{base}/atom.xml"] = feed(base, "Gable", posts, url)
    truth = [url(p) for p in posts if p.topic == "weather-house"]
    return Site(web, truth, title, "", {"tag": f"{base}/tags/weather-house/"})


def folded_tree() -> Site:
    """A documentation tool: the side bar unfolds only the arc at hand; each arc has a page of cards; next and previous."""
    base, title = "https://docs.example", "The Cold Orchard"
    arcs = [("Arc 1: Graft", 7), ("Arc 2: Canker", 9), ("Arc 3: Cider", 6)]
    web = Web()
    chapters: list[tuple[int, str, str]] = []
    for at, (_, count) in enumerate(arcs):
        chapters += [
            (
                at,
                f"{base}/arc-{at + 1}/{WORDS[(at * 11 + n) % 42].lower()}",
                f"{len(chapters) + n + 1}. {WORDS[(at * 11 + n) % 42]}",
            )
            for n in range(count)
        ]

    def tree(open_arc: int) -> str:
        items = ""
        for at, (name, _) in enumerate(arcs):
            inner = (
                "".join(
                    f'<li class="theme-doc-sidebar-item-link"><a class="menu__link" href="{u}">{t}</a></li>'
                    for a, u, t in chapters
                    if a == at
                )
                if at == open_arc
                else ""
            )
            items += f'<li class="theme-doc-sidebar-item-category"><div class="menu__list-item-collapsible"><a class="menu__link menu__link--sublist" href="{base}/category/arc-{at + 1}">{name}</a></div><ul class="menu__list">{inner}</ul></li>'
        return f'<aside class="theme-doc-sidebar-container"><nav class="menu"><ul class="menu__list">{items}</ul></nav></aside>'

    for at, (name, _) in enumerate(arcs):
        cards = "".join(
            f'<article class="col"><a class="card padding--lg" href="{u}"><h2 title="{t}">{t}</h2><p>{PROSE[:60]}</p></a></article>'
            for a, u, t in chapters
            if a == at
        )
        web.pages[f"{base}/category/arc-{at + 1}"] = page(
            name, f"{tree(at)}<main><h1>{name}</h1>{cards}</main>", site=title
        )
    for at, (arc, url, name) in enumerate(chapters):
        back = (
            f'<a class="pagination-nav__link pagination-nav__link--prev" href="{chapters[at - 1][1]}"><div>Previous</div><div>{chapters[at - 1][2]}</div></a>'
            if at
            else ""
        )
        on = (
            f'<a class="pagination-nav__link pagination-nav__link--next" href="{chapters[at + 1][1]}"><div>Next</div><div>{chapters[at + 1][2]}</div></a>'
            if at + 1 < len(chapters)
            else ""
        )
        crumbs = f'<nav class="theme-doc-breadcrumbs"><ul class="breadcrumbs"><li><a href="{base}/">Home</a></li><li><a href="{base}/category/arc-{arc + 1}">{arcs[arc][0]}</a></li></ul></nav>'
        web.pages[url] = page(
            name,
            f'<nav class="navbar"><a href="{base}/">{title}</a></nav>{tree(arc)}<main>{crumbs}<article><h1>{name}</h1>{TEXT}</article><nav class="pagination-nav">{back}{on}</nav></main>',
            site=title,
        )
    web.pages[f"{base}/"] = page(
        title,
        f'<nav class="navbar"><a href="{base}/">{title}</a></nav><main><h1>{title}</h1><p>A novel.</p><a class="button" href="{chapters[0][1]}">Start reading</a></main>',
    )
    return Site(web, [u for _, u, _ in chapters], title, "", {"front": f"{base}/", "arc": f"{base}/category/arc-2"})


def long_paged_contents() -> Site:
    """Contents of six hundred episodes over pages of forty, arcs as headings, 次へ and 最後へ."""
    base, title = "https://long.example/n4412", "砂の階"
    web = Web()
    urls = [f"{base}/{n}/" for n in range(1, 601)]
    for number in range(1, 16):
        rows = ""
        for n in range(number * 40 - 39, number * 40 + 1):
            rows += f'<div class="chapter">第{kanji(n // 100 + 1)}章</div>' if n % 100 == 1 else ""
            rows += f'<div class="sublist"><a class="subtitle" href="{urls[n - 1]}">{WORDS[n % 42]}の話</a><div class="update">{BEGIN + timedelta(days=n):%Y/%m/%d %H:%M}</div></div>'
        turn = (f'<a href="{base}/?p=1">最初へ</a><a href="{base}/?p={number - 1}">前へ</a>' if number > 1 else "") + (
            f'<a href="{base}/?p={number + 1}">次へ</a><a href="{base}/?p=15">最後へ</a>' if number < 15 else ""
        )
        web.pages[f"{base}/" + (f"?p={number}" if number > 1 else "")] = page(
            title,
            f'<h1>{title}</h1><div class="author">作者：久野 灯</div><div class="eplist">{rows}</div><div class="pager">{turn}</div>',
        )
    web.pages[f"{base}/?p=1"] = web.pages[f"{base}/"]
    for n, url in enumerate(urls, 1):
        near = (
            (f'<a href="{urls[n - 2]}">&lt;&lt; 前へ</a>' if n > 1 else "")
            + f'<a href="{base}/">目次</a>'
            + (f'<a href="{urls[n]}">次へ &gt;&gt;</a>' if n < 600 else "")
        )
        web.pages[url] = page(
            f"{WORDS[n % 42]}の話",
            f'<div class="crumb"><a href="{base}/">{title}</a></div><h1>{WORDS[n % 42]}の話</h1><div class="no">{n}/600</div>{TEXT}<div>{near}</div>',
            site=title,
        )
    return Site(web, urls, title, "久野 灯", {"contents": f"{base}/", "a page of it": f"{base}/?p=7"})


def newest_above_all() -> Site:
    """A novel site: the newest nine above the whole list, three columns, texts over two pages, others' novels beside."""
    base, title = "https://book.example/2/2871", "雾中灯塔"
    web = Web()
    urls = [f"{base}/{881000 + n * 3}.html" for n in range(1, 53)]
    names = [f"第{kanji(n)}章 {WORDS[n % 42]}" for n in range(1, 53)]
    newest = "".join(f'<dd><a href="{u}">{t}</a></dd>' for u, t in list(zip(urls, names, strict=True))[:-10:-1])
    whole = "".join(f'<dd><a href="{u}">{t}</a></dd>' for u, t in zip(urls, names, strict=True))
    hot = "".join(f'<li><a href="https://book.example/2/{2000 + n}/">{WORDS[n]}传</a></li>' for n in range(8))
    web.pages[f"{base}/"] = page(
        f"{title}最新章节",
        f'<div class="con_top"><a href="https://book.example/">书库</a> &gt; {title}最新章节列表</div><div id="info"><h1>{title}</h1><p>作者：林渡</p><p>最新章节：<a href="{urls[-1]}">{names[-1]}</a></p></div><div id="list"><dl><dt>《{title}》最新章节</dt>{newest}<dt>《{title}》正文</dt>{whole}</dl></div><div class="hot"><h3>热门小说</h3><ul>{hot}</ul></div>',
    )
    for at, (url, name) in enumerate(zip(urls, names, strict=True)):
        second = url.replace(".html", "_2.html")
        for number, here in ((1, url), (2, second)):
            back = url if number == 2 else urls[at - 1] if at else f"{base}/"
            on = second if number == 1 else urls[at + 1] if at + 1 < len(urls) else f"{base}/"
            words = ("上一页" if number == 2 else "上一章", "下一页" if number == 1 else "下一章")
            web.pages[here] = page(
                f"{name}_{title}",
                f'<div class="bookname"><h1>{name}{"（第2页）" if number == 2 else ""}</h1></div><div class="bottem1"><a href="{back}">{words[0]}</a> <a href="{base}/">章节目录</a> <a href="{on}">{words[1]}</a></div><div id="content">{TEXT}</div><ul class="hot">{hot}</ul>',
            )
    return Site(web, urls, title, "林渡", {"index": f"{base}/"})


def columns_across() -> Site:
    """A table whose columns are read down: 1, 9, 17 stand in its first row; a prologue spans the top."""
    base, title = "http://retro.example/~ono/kiri", "霧笛"
    web = Web()
    urls = [f"{base}/{n:02}.htm" for n in range(25)]
    rows = "".join(
        "<tr>" + "".join(f'<td><a href="{n:02}.htm">第{n}回</a></td>' for n in (r, r + 8, r + 16)) + "</tr>"
        for r in range(1, 9)
    )
    web.pages[f"{base}/index.htm"] = page(
        title,
        f'<h2>{title}</h2><table border><tr><td colspan=3><a href="00.htm">序章</a></td></tr>{rows}</table><a href="../index.htm">もどる</a>',
    )
    for n, url in enumerate(urls):
        web.pages[url] = page(
            f"{title} " + ("序章" if n == 0 else f"第{n}回"),
            "<h3>"
            + ("序章" if n == 0 else f"第{n}回")
            + "</h3>"
            + "霧笛が三度鳴った。船は港に戻らなかった。<br>" * 40
            + '<a href="index.htm">目次へ戻る</a>',
        )
    return Site(web, urls, title, "", {"index": f"{base}/index.htm"})


def beside_each() -> Site:
    """Each line links the text, a file of it and its comments; drafts without a link stand between."""
    base, title = "https://lines.example/works", "The Brass Almanac"
    web = Web()
    blog = awkward("Chapter {n}", "Intermezzo", count=20)
    urls = [f"{base}/almanac/{post.slug}" for post in blog.serial]
    lines = "".join(
        f'<li><a href="{u}">{p.title}</a> – {WORDS[n]} (<a href="{u}.pdf">PDF</a>, <a href="{u}.epub">EPUB</a>) <a href="{u}/comments">{n} comments</a></li>'
        + ("<li>Chapter 21 – in the making</li>" if n == 21 else "")
        for n, (u, p) in enumerate(zip(urls, blog.serial, strict=True))
    )
    web.pages[f"{base}/almanac"] = page(
        title,
        f'<main><h1>{title}</h1><p>By Perrin Oake. Updated on Sundays.</p><ul class="toc">{lines}</ul><h2>Elsewhere</h2><ul><li><a href="https://lines.example/works/other">Other works</a></li><li><a href="https://lines.example/support">Support me</a></li></ul></main>',
    )
    for n, url in enumerate(urls):
        near = (
            (f'<a href="{urls[n - 1]}">Previous</a> ' if n else "")
            + f'<a href="{base}/almanac">Index</a>'
            + (f' <a href="{urls[n + 1]}">Next</a>' if n + 1 < len(urls) else "")
        )
        web.pages[url] = page(
            blog.serial[n].title, f"<main><h1>{blog.serial[n].title}</h1>{TEXT}<p>{near}</p></main>", site=title
        )
    return Site(web, urls, title, "Perrin Oake", {"index": f"{base}/almanac"})


def older_is_next() -> Site:
    """A static blog without topics: a list of all posts by year, "newer" and "older" below each, two serials and notices."""
    base, title = "https://terse.example", "Marsh Light"
    blog = awkward("Marsh Light {n}", "Marsh Light: a letter", count=19, other="Bread diary {n}")

    def url(post: Post) -> str:
        return f"{base}/posts/{post.slug}/"

    web = Web()
    for post in blog.posts:
        older, newer = neighbours(blog.posts, post)
        nav = (
            f'<span class="button next"><a href="{url(newer)}"><span>←</span> <span>{newer.title}</span></a></span>'
            if newer
            else ""
        ) + (
            f'<span class="button previous"><a href="{url(older)}"><span>{older.title}</span> <span>→</span></a></span>'
            if older
            else ""
        )
        web.pages[url(post)] = page(
            post.title,
            f'<header><div class="logo"><a href="{base}/">Reedbank</a></div><ul class="menu"><li><a href="{base}/posts/">Posts</a></li><li><a href="{base}/about/">About</a></li></ul></header><div class="post"><h1 class="post-title"><a href="{url(post)}">{post.title}</a></h1><span class="post-date">{post.day:%Y-%m-%d}</span><div class="post-content">{TEXT}</div><div class="pagination"><div class="pagination__title"><span>Read other posts</span></div><div class="pagination__buttons">{nav}</div></div></div>',
            site="Reedbank",
        )
    years = ""
    for year in sorted({post.day.year for post in blog.posts}, reverse=True):
        years += (
            f"<h2>{year}</h2><ul>"
            + "".join(
                f'<li><time>{p.day:%b %d}</time> <a href="{url(p)}">{p.title}</a></li>'
                for p in blog.posts[::-1]
                if p.day.year == year
            )
            + "</ul>"
        )
    for path in ("/posts/", "/"):
        web.pages[f"{base}{path}"] = page(
            "Reedbank", f'<header><div class="logo"><a href="{base}/">Reedbank</a></div></header><main>{years}</main>'
        )
    web.pages[f"{base}/index.xml"] = feed(base, "Reedbank", blog.posts, url)
    return Site(web, [url(p) for p in blog.serial], title, "", {"posts": f"{base}/posts/", "home": f"{base}/"})


def arcs_lead_to_chapters() -> Site:
    """Contents that link the first chapter of each arc alone; the chapters know their neighbours."""
    base, title = "https://arcs.example", "Lantern Street"
    urls = [f"{base}/story/{WORDS[n].lower()}" for n in range(24)]
    names = [f"{WORDS[n]} {n + 1}" for n in range(24)]
    web = Web()
    arcs = [("Arc 1: Kindling", 0), ("Arc 2: Wick", 7), ("Arc 3: Oil", 15)]
    web.pages[f"{base}/contents"] = page(
        title,
        f"<main><h1>{title}</h1><p>Start an arc:</p><ul>{''.join(f'<li><a href={urls[at]}>{name}</a></li>' for name, at in arcs)}</ul></main>",
    )
    for at, url in enumerate(urls):
        near = (
            (f'<a href="{urls[at - 1]}">Previous chapter</a> ' if at else "")
            + f'<a href="{base}/contents">Contents</a>'
            + (f' <a href="{urls[at + 1]}">Next chapter</a>' if at + 1 < len(urls) else "")
        )
        web.pages[url] = page(names[at], f"<main><h1>{names[at]}</h1>{TEXT}<p>{near}</p></main>", site=title)
    return Site(web, urls, title, "", {"contents": f"{base}/contents"})


def latest_on_the_front() -> Site:
    """A front with the newest five and news, a contents page behind one link, characters and a map beside it."""
    base, title = "https://front.example", "A Crown of Sedge"
    urls = [f"{base}/chapter/{n}-{WORDS[n].lower()}" for n in range(1, 37)]
    names = [f"Chapter {n}: {WORDS[n]}" for n in range(1, 37)]
    web = Web()
    menu = f'<header><a href="{base}/">{title}</a><nav><a href="{base}/chapters">All chapters</a><a href="{base}/characters">Characters</a><a href="{base}/map">Map</a><a href="{base}/news">News</a></nav></header>'
    newest = "".join(
        f'<li><a href="{u}">{t}</a> <time datetime="2016-01-{n:02}">{n} Jan</time></li>'
        for n, (u, t) in enumerate(list(zip(urls, names, strict=True))[:-6:-1], 1)
    )
    web.pages[f"{base}/"] = page(
        title,
        f'{menu}<main><h1>{title}</h1><p>{PROSE[:200]}</p><section><h2>Updates</h2><ul>{newest}</ul></section><section><h2>News</h2><ul><li><a href="{base}/news/3">A week off</a></li><li><a href="{base}/news/2">New map</a></li><li><a href="{base}/news/1">Hello</a></li></ul></section></main>',
    )
    web.pages[f"{base}/chapters"] = page(
        f"All chapters – {title}",
        f"{menu}<main><h1>All chapters</h1><ol>{''.join(f'<li><a href={u}>{t}</a></li>' for u, t in zip(urls, names, strict=True))}</ol></main>",
    )
    for at, url in enumerate(urls):
        on = f'<a href="{urls[at + 1]}">Next</a>' if at + 1 < len(urls) else ""
        web.pages[url] = page(f"{names[at]} – {title}", f"{menu}<main><h1>{names[at]}</h1>{TEXT}<p>{on}</p></main>")
    return Site(web, urls, title, "", {"front": f"{base}/", "contents": f"{base}/chapters"})


def two_works_on_one_page() -> Site:
    """One page lists two novels under their names, chapters counted from one in each; an episode of one is pasted."""
    base, title = "https://both.example", "Kiln and Quarry"
    web = Web()
    works = {title: 18, "The Paper Well": 12}
    truth: list[str] = []
    body = ""
    for name, count in works.items():
        slug = name.split()[-1].lower()
        urls = [f"{base}/{slug}/{n}.html" for n in range(1, count + 1)]
        truth = truth or urls
        body += (
            f"<h2>{name}</h2><ul>{''.join(f'<li><a href={u}>Chapter {n}</a></li>' for n, u in enumerate(urls, 1))}</ul>"
        )
        for n, url in enumerate(urls, 1):
            near = (
                (f'<a href="{urls[n - 2]}">Previous</a> ' if n > 1 else "")
                + f'<a href="{base}/works.html">Works</a>'
                + (f' <a href="{urls[n]}">Next</a>' if n < count else "")
            )
            web.pages[url] = page(f"{name}: Chapter {n}", f"<h1>{name}</h1><h2>Chapter {n}</h2>{TEXT}<p>{near}</p>")
    web.pages[f"{base}/works.html"] = page("Works", f"<h1>Works</h1>{body}<p><a href={base}/>Home</a></p>")
    web.pages[f"{base}/"] = page(
        "Both", f'<h1>Both</h1><p><a href="{base}/works.html">Works</a> <a href="{base}/mail.html">Mail</a></p>'
    )
    return Site(web, truth, title)


def archive_by_year() -> Site:
    """A side bar of years; each year's page lists its posts by title, newest first."""
    base, title = "https://years.example", "坂の上の灯"
    posts = []
    day = BEGIN
    for n in range(1, 41):
        day += timedelta(days=16)
        posts.append(Post(f"{n * 37 % 911}", f"坂の上の灯 （{n}）", "serial", day))
        if n % 5 == 0:
            posts.append(
                Post(
                    f"d{n}",
                    ("庭の柿", "読んだ本", "風邪をひく", "旅の支度")[n // 5 % 4],
                    "notes",
                    day + timedelta(days=1),
                )
            )

    def url(post: Post) -> str:
        return f"{base}/post/{post.slug}"

    years = sorted({post.day.year for post in posts}, reverse=True)
    side = f'<div id="side"><h3>アーカイブ</h3><ul>{"".join(f"<li><a href={base}/archive/{y}>{y}年</a></li>" for y in years)}</ul></div>'
    web = Web()
    for post in posts:
        web.pages[url(post)] = page(
            post.title,
            f'<h1><a href="{base}/">坂の家</a></h1><div id="main"><h2>{post.title}</h2><p>{post.day:%Y/%m/%d}</p>{TEXT}</div>{side}',
            site="坂の家",
        )
    for year in years:
        rows = "".join(
            f'<li>{p.day:%m/%d} <a href="{url(p)}">{p.title}</a></li>' for p in posts[::-1] if p.day.year == year
        )
        web.pages[f"{base}/archive/{year}"] = page(
            f"{year}年 | 坂の家",
            f'<h1><a href="{base}/">坂の家</a></h1><div id="main"><h2>{year}年の記事</h2><ul>{rows}</ul></div>{side}',
        )
    web.pages[f"{base}/"] = page(
        "坂の家",
        f'<h1>坂の家</h1><div id="main">{"".join(f"<h2><a href={url(p)}>{p.title}</a></h2><p>{PROSE[:100]}</p>" for p in posts[:-6:-1])}</div>{side}',
    )
    return Site(
        web,
        [url(p) for p in posts if p.topic == "serial"],
        title,
        "",
        {"home": f"{base}/", "year": f"{base}/archive/{years[-1]}"},
    )


SITES: dict[str, Callable[[], Site]] = {
    maker.__name__: maker
    for maker in (
        unnumbered_by_tag,
        folded_tree,
        long_paged_contents,
        newest_above_all,
        columns_across,
        beside_each,
        older_is_next,
        arcs_lead_to_chapters,
        latest_on_the_front,
        two_works_on_one_page,
        archive_by_year,
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


def test_two_works_on_one_page_are_offered_by_name() -> None:
    site = two_works_on_one_page()
    result = site.web.discover("https://both.example/works.html")
    assert isinstance(result, Choices)
    assert [(one.title, one.episodes) for one in result.choices] == [("Kiln and Quarry", 18), ("The Paper Well", 12)]

# ruff: noqa: E501 - markup stands as the engines write it
"""What discovery does with pages of every kind: lists, choices, feeds, platforms, refusals."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from reader.discover.plan import Discovery
from reader.errors import Disallowed, HttpStatus, NotASerial, TsuzukiError
from reader.model import Choices, Discovered, SourceKind, Status
from tests.discover.webs import BEGIN, NOW, PROSE, Web, blog, page

TEXT = f"<p>{PROSE}</p>" * 3
BASE = "https://sample.example"


def episodes(count: int, folder: str = "story", form: str = "Chapter {n}") -> list[tuple[str, str]]:
    return [(f"{BASE}/{folder}/c{n}.html", form.format(n=n)) for n in range(1, count + 1)]


def listed(parts: list[tuple[str, str]], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in parts) + f"</{tag}>"


def single(body: str, url: str = f"{BASE}/story/", **more: str | bytes) -> Web:
    return Web({url: page("The Long Water", body), **more})


# --- lists on one page -------------------------------------------------------------------------------------------


def test_a_list_newest_first_is_turned_round() -> None:
    parts = episodes(9)
    assert single(f"<main><h1>Contents</h1>{listed(parts[::-1])}</main>").found(f"{BASE}/story/") == [
        url for url, _ in parts
    ]


def test_a_table_whose_links_only_say_read_takes_titles_from_beside_them() -> None:
    parts = episodes(6)
    body = "".join(f'<p>{title} … <a href="{url}">Read</a></p>' for url, title in parts)
    result = single(f"<main><h1>Contents</h1>{body}</main>").discover(f"{BASE}/story/")
    assert isinstance(result, Discovered)
    assert [episode.title for episode in result.contents.episodes] == [title for _, title in parts]


def test_bare_numbers_are_episodes_where_nothing_else_is_listed() -> None:
    parts = episodes(12, form="{n}")
    assert single(f"<main><h1>The Long Water</h1><p>{listed(parts)}</p></main>").found(f"{BASE}/story/") == [
        url for url, _ in parts
    ]


def test_parts_under_headings_are_sections() -> None:
    parts = episodes(8)
    body = (
        f"<main><h1>The Long Water</h1><h2>Book One</h2>{listed(parts[:4])}<h2>Book Two</h2>{listed(parts[4:])}</main>"
    )
    result = single(body).discover(f"{BASE}/story/")
    assert isinstance(result, Discovered)
    assert [episode.section for episode in result.contents.episodes] == ["Book One"] * 4 + ["Book Two"] * 4


def test_a_drop_down_list_holds_the_whole() -> None:
    here = f"{BASE}/s/4410/3/Long-Water"
    options = "".join(f'<option value="{n}"{" selected" if n == 3 else ""}>{n}. Part {n}</option>' for n in range(1, 8))
    web = Web(
        {
            here: page(
                "The Long Water Chapter 3",
                f'<main><select name="chapter" onchange="go(this)">{options}</select>{TEXT}</main>',
            )
        }
    )
    assert web.found(here) == [f"{BASE}/s/4410/{n}/Long-Water" for n in range(1, 8)]


def test_json_for_the_pages_own_scripts_is_read() -> None:
    chapters = [
        {"id": 700 + n, "title": f"Chapter {n}", "url": f"/work/88123/water/chapter/{700 + n}/c{n}"}
        for n in range(1, 41)
    ]
    here = f"{BASE}/work/88123/water"
    web = Web(
        {
            here: page(
                "Water",
                f'<main><h1>Water</h1><div id="app"></div></main><script>window.chapters = {json.dumps(chapters)};</script>',
            )
        }
    )
    assert web.found(here) == [f"{BASE}/work/88123/water/chapter/{700 + n}/c{n}" for n in range(1, 41)]


def test_episodes_on_one_page_have_fragments_for_addresses() -> None:
    heads = ["Prologue", *(f"Chapter {n}" for n in range(1, 7))]
    toc = "<ul>" + "".join(f'<li><a href="#c{n}">{title}</a></li>' for n, title in enumerate(heads)) + "</ul>"
    body = "".join(f'<h2 id="c{n}">{title}</h2>{TEXT}' for n, title in enumerate(heads))
    here = f"{BASE}/whole.html"
    web = Web({here: page("The Long Water", f"<h1>The Long Water</h1>{toc}{body}")})
    assert web.found(f"{here}#c3") == [f"{here}#c{n}" for n in range(7)]


def test_gaps_and_doubles_are_told() -> None:
    parts = episodes(12)
    del parts[6]
    parts.insert(3, (f"{BASE}/story/c3b.html", "Chapter 3"))
    result = single(f"<main><h1>Contents</h1>{listed(parts)}</main>").discover(f"{BASE}/story/")
    assert isinstance(result, Discovered)
    assert any("7" in warning for warning in result.warnings)
    assert any("2 episodes carry the number 3" in warning for warning in result.warnings)
    assert len(result.contents.episodes) == 12


def test_a_list_over_pages_is_read_to_its_end() -> None:
    parts = episodes(25)
    web = Web()
    for number in range(3):
        pager = "".join(
            f'<a class="page-numbers" href="{BASE}/story/{"" if n == 0 else f"page/{n + 1}/"}">{n + 1}</a> '
            for n in range(3)
            if n != number
        )
        web.pages[f"{BASE}/story/" + ("" if number == 0 else f"page/{number + 1}/")] = page(
            "The Long Water",
            f"<main><h1>Contents</h1>{listed(parts[number * 10 : number * 10 + 10])}<div class='nav-links'>{pager}</div></main>",
        )
    assert web.found(f"{BASE}/story/") == [url for url, _ in parts]
    assert web.found(f"{BASE}/story/page/2/") == [url for url, _ in parts]


# --- several serials ---------------------------------------------------------------------------------------------


def two_serials() -> Web:
    first = [(f"{BASE}/a/{n}.html", f"The Tin Bird {n}") for n in range(1, 9)]
    second = [(f"{BASE}/b/{n}.html", f"Grey Harbour {n}") for n in range(1, 7)]
    return Web(
        {
            f"{BASE}/": page(
                "Stories",
                f"<main><h1>Stories</h1><h2>The Tin Bird</h2>{listed(first)}<h2>Grey Harbour</h2>{listed(second)}</main>",
            )
        }
    )


def test_two_serials_are_offered_by_name() -> None:
    result = two_serials().discover(f"{BASE}/")
    assert isinstance(result, Choices)
    assert [(choice.pick, choice.title, choice.episodes) for choice in result.choices] == [
        (1, "The Tin Bird", 8),
        (2, "Grey Harbour", 6),
    ]


def test_pick_chooses_among_them() -> None:
    assert two_serials().found(f"{BASE}/", pick=2) == [f"{BASE}/b/{n}.html" for n in range(1, 7)]


def test_a_far_smaller_serial_is_left_out_with_a_word() -> None:
    posts = blog("The Tin Bird, part {n}", 20)
    rows = "".join(
        f'<article><h2><a href="{BASE}/{post.slug}">{post.title}</a></h2><p>{PROSE}</p></article>'
        for post in posts[::-1]
    )
    rows += "".join(
        f'<article><h2><a href="{BASE}/g{n}">Grey Harbour {n}</a></h2><p>{PROSE}</p></article>' for n in (3, 2, 1)
    )
    result = Web({f"{BASE}/": page("Blog", f"<main>{rows}</main>")}).discover(f"{BASE}/")
    assert isinstance(result, Discovered)
    assert [episode.url for episode in result.contents.episodes] == [
        f"{BASE}/{post.slug}" for post in posts if post.topic == "serial"
    ]
    assert any("Grey Harbour" in warning for warning in result.warnings)


# --- feeds -------------------------------------------------------------------------------------------------------


def rss(items: list[tuple[str, str, int]], extra: str = "", link: str = f"{BASE}/") -> str:
    body = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>{BEGIN + timedelta(days=day):%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{PROSE}</description></item>"
        for url, title, day in items
    )
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Long Water</title><link>{link}</link>{extra}{body}</channel></rss>'


def test_a_feed_that_holds_every_episode_is_enough() -> None:
    items = [(f"{BASE}/e{n}", f"Episode {n}", n * 7) for n in range(12, 0, -1)]
    web = Web({f"{BASE}/feed.xml": rss(items)})
    result = web.discover(f"{BASE}/feed.xml")
    assert isinstance(result, Discovered)
    assert [episode.number for episode in result.contents.episodes] == [str(n) for n in range(1, 13)]
    assert result.contents.sources[0].kind is SourceKind.FEED
    assert len(web.asked) == 1


def test_a_feed_in_pages_is_read_to_its_first() -> None:
    items = [(f"{BASE}/e{n}", f"Episode {n}", n * 7) for n in range(24, 0, -1)]
    web = Web(
        {
            f"{BASE}/feed.xml": rss(items[:12], f'<atom:link rel="next" href="{BASE}/feed2.xml"/>'),
            f"{BASE}/feed2.xml": rss(items[12:]),
        }
    )
    assert web.found(f"{BASE}/feed.xml") == [url for url, _, _ in items[::-1]]


@pytest.mark.parametrize(
    ("generator", "address"),
    [("https://wordpress.org/?v=6.1", "{feed}?paged={n}"), ("Ghost 5.87", "{feed}{n}/")],
)
def test_a_feed_whose_engine_counts_its_pages_is_read_to_its_first(generator: str, address: str) -> None:
    items = [(f"{BASE}/p{n}", f"The Weir, part {n}", n) for n in range(1, 28)][::-1]
    web, feed_url = Web(), f"{BASE}/feed/"
    head = f"<generator>{generator}</generator>"
    for number in range(1, 4):
        url = feed_url if number == 1 else address.format(feed=feed_url, n=number)
        web.pages[url] = rss(items[(number - 1) * 10 : number * 10], head)
    assert web.found(feed_url) == [url for url, _, _ in items[::-1]]
    assert web.discover(feed_url).warnings == ()  # type: ignore[union-attr]


def test_a_home_page_with_nothing_but_a_feed_link() -> None:
    items = [(f"{BASE}/e{n}", f"Episode {n}", n * 7) for n in range(9, 0, -1)]
    web = Web(
        {
            f"{BASE}/": page(
                "The Long Water",
                "<h1>The Long Water</h1><p>Welcome.</p>",
                f'<link rel="alternate" type="application/rss+xml" href="{BASE}/feed.xml">',
            ),
            f"{BASE}/feed.xml": rss(items),
        }
    )
    assert web.found(f"{BASE}/") == [url for url, _, _ in items[::-1]]


def test_a_feed_of_the_newest_leads_to_the_list() -> None:
    parts = [(f"{BASE}/e{n}.html", f"Episode {n}") for n in range(1, 31)]
    web = Web(
        {
            f"{BASE}/feed.xml": rss([(url, title, n) for n, (url, title) in enumerate(parts)][:-6:-1]),
            f"{BASE}/all.html": page("All", f"<main><h1>Table of contents</h1>{listed(parts)}</main>"),
        }
    )
    for url, title in parts:
        web.pages[url] = page(title, f'<main><h1>{title}</h1>{TEXT}<a href="{BASE}/all.html">Contents</a></main>')
    assert web.found(f"{BASE}/feed.xml") == [url for url, _ in parts]


def test_a_feed_alone_says_that_older_episodes_may_be_missing() -> None:
    web = Web({f"{BASE}/feed.xml": rss([(f"{BASE}/e{n}", f"Episode {n}", n) for n in range(30, 20, -1)])})
    result = web.discover(f"{BASE}/feed.xml")
    assert isinstance(result, Discovered)
    assert len(result.contents.episodes) == 10
    assert result.warnings


# --- chains ------------------------------------------------------------------------------------------------------


def chain(titles: list[str], topics: list[str] | None = None) -> tuple[Web, list[str]]:
    urls = [f"{BASE}/post/{place * 17 % 97}" for place in range(len(titles))]
    web = Web()
    for place, (url, title) in enumerate(zip(urls, titles, strict=True)):
        before = f'<a rel="prev" href="{urls[place - 1]}">Previous</a>' if place else ""
        after = f'<a rel="next" href="{urls[place + 1]}">Next</a>' if place + 1 < len(urls) else ""
        filed = f'<a rel="tag" href="{BASE}/gone/{topics[place]}">{topics[place]}</a>' if topics else ""
        web.pages[url] = page(
            title, f"<article><h1>{title}</h1>{TEXT}{filed}<nav>{before} {after}</nav></article>", site="Blog"
        )
    return web, urls


def test_a_chain_through_a_blog_keeps_to_its_serial() -> None:
    titles = [
        "Glass Road 1",
        "About my cat",
        "Glass Road 2",
        "Glass Road 3",
        "Finished reading: Salt",
        "Glass Road 4",
        "Glass Road 5",
    ]
    web, urls = chain(titles)
    assert web.found(urls[3]) == [url for url, title in zip(urls, titles, strict=True) if title.startswith("Glass")]


def test_a_chain_in_a_ring_ends() -> None:
    web, urls = chain([f"Part {n}" for n in range(1, 7)])
    body = web.pages[urls[-1]]
    assert isinstance(body, str)
    web.pages[urls[-1]] = body.replace("</nav>", f'<a rel="next" href="{urls[0]}">Next</a></nav>')
    assert sorted(web.found(urls[2])) == sorted(urls)


def test_a_long_chain_ends_with_the_budget_and_says_so() -> None:
    web, urls = chain([f"Part {n}" for n in range(1, 90)])
    result = web.discover(urls[40])
    assert isinstance(result, Discovered)
    assert len(web.asked) <= 60
    assert any("goes on" in warning for warning in result.warnings)


# --- platforms ---------------------------------------------------------------------------------------------------


def test_the_interface_of_wordpress_lists_a_category_in_few_requests() -> None:
    posts = [post for post in blog("Tin Bird #{n}", 120) if post.topic == "serial"]
    url = {post: f"{BASE}/{post.slug}/" for post in posts}
    newest = posts[::-1]
    api = f"{BASE}/wp-json/"
    head = f'<link rel="https://api.w.org/" href="{api}">'
    rows = "".join(
        f'<article class="post"><h2 class="entry-title"><a href="{url[p]}">{p.title}</a></h2><p>{PROSE}</p></article>'
        for p in newest[:10]
    )
    web = Web(
        {
            f"{BASE}/category/tin-bird/": page(
                "Tin Bird",
                f'<main>{rows}<nav class="pagination"><a class="next page-numbers" href="{BASE}/category/tin-bird/page/2/">Older posts</a></nav></main>',
                head,
            )
        }
    )
    web.pages[f"{api}wp/v2/categories?slug=tin-bird"] = json.dumps([{"id": 7, "count": len(posts)}])
    for number in (1, 2):
        part = newest[(number - 1) * 100 : number * 100]
        question = f"{api}wp/v2/posts?per_page=100&page={number}&categories=7&_fields=id,date,link,title"
        web.pages[question] = json.dumps(
            [
                {
                    "id": n,
                    "date": p.day.isoformat(),
                    "link": url[p],
                    "title": {"rendered": p.title.replace("#", "&#035;")},
                }
                for n, p in enumerate(part)
            ]
        )
        web.headers[question] = {"x-wp-total": str(len(posts))}
    assert web.found(f"{BASE}/category/tin-bird/") == [url[p] for p in posts]
    assert len(web.asked) == 4


# --- refusals ----------------------------------------------------------------------------------------------------

NEWS = "".join(f'<p>{PROSE} <a href="https://other{n}.example/report">a report</a> says so.</p>' for n in range(6))
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li><li><a href="/contact">Contact</a></li><li><a href="/shop">Shop</a></li></ul></nav>'


@pytest.mark.parametrize(
    ("title", "body", "word"),
    [
        ("A storm in the north", f"{MENU}<article><h1>A storm in the north</h1>{NEWS}</article>", "one text"),
        (
            "Log in",
            "<form><h1>Log in</h1><input name=user><input type=password></form><p>Please log in to continue.</p>",
            "logged in",
        ),
        ("Just a moment...", "<p>Checking your browser before you go on.</p>", "bot check"),
        ("404 Not Found", "<h1>Not Found</h1><p>There is no such page here.</p>", "error"),
        ("Nothing", "<div id=app></div>", "next to no text"),
        (
            "Search: water",
            f"{MENU}<main><h1>Results</h1>"
            + "".join(
                f'<div><h3><a href="https://s{n}.example/{w}">{w.title()} and other things</a></h3><p>{PROSE[:90]}</p></div>'
                for n, w in enumerate(["dams", "rivers", "pumps", "wells", "ferries", "canals", "locks"])
            )
            + "</main>",
            "links",
        ),
    ],
)
def test_a_page_that_is_no_serial_is_refused_with_its_reason(title: str, body: str, word: str) -> None:
    with pytest.raises(NotASerial) as caught:
        Web({f"{BASE}/x": page(title, body)}).discover(f"{BASE}/x")
    assert word in str(caught.value)
    assert caught.value.hint


def test_the_first_fetch_failing_is_what_is_told() -> None:
    with pytest.raises(HttpStatus):
        Web().discover(f"{BASE}/gone")


def test_what_is_no_web_address_is_never_asked_for() -> None:
    with pytest.raises(Disallowed):
        Discovery("file:///etc/passwd", now=NOW).next()


def test_the_error_comes_again_when_asked_again() -> None:
    discovery = Discovery("gopher://x", now=NOW)
    for _ in range(2):
        with pytest.raises(TsuzukiError):
            discovery.next()


def test_a_barred_list_is_left_quietly() -> None:
    parts = [(f"{BASE}/e{n}.html", f"Episode {n}") for n in range(1, 7)]
    web = Web({f"{BASE}/all.html": page("All", listed(parts))}, barred={f"{BASE}/all.html"})
    for place, (url, title) in enumerate(parts):
        after = f'<a href="{parts[place + 1][0]}">Next episode</a>' if place + 1 < len(parts) else ""
        before = f'<a href="{parts[place - 1][0]}">Previous episode</a>' if place else ""
        web.pages[url] = page(
            title, f'<main><h1>{title}</h1>{TEXT}{before} <a href="{BASE}/all.html">Contents</a> {after}</main>'
        )
    assert web.found(parts[2][0]) == [url for url, _ in parts]


def test_a_site_that_asks_programs_to_stay_away_is_read_once_and_named() -> None:
    here = "https://kakuyomu.jp/works/1234567890"
    rows = "".join(f'<li><a href="{here}/episodes/{100 + n}">第{n}話</a></li>' for n in range(1, 6))
    web = Web({here: page("水の本", f"<main><h1>水の本</h1><ol>{rows}</ol></main>")})
    result = web.discover(here)
    assert isinstance(result, Discovered)
    assert web.asked == [here]
    assert any("browser" in warning for warning in result.warnings)


def test_status_is_complete_only_on_evidence() -> None:
    parts = episodes(5)
    going = single(f"<main><h1>Contents</h1>{listed(parts)}</main>").discover(f"{BASE}/story/")
    ended = single(f"<main><h1>Contents</h1>{listed([*parts, (f'{BASE}/story/e.html', 'Epilogue')])}</main>").discover(
        f"{BASE}/story/"
    )
    assert isinstance(going, Discovered)
    assert isinstance(ended, Discovered)
    assert (going.contents.status, ended.contents.status) == (Status.ONGOING, Status.COMPLETE)

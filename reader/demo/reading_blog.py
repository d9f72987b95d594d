"""The blog on another host that recommends the serial: one post in the shape that Tsuzuki was made for.

The post came through a feed and says so; among ordinary paragraphs it lists the parts as they appeared, the first ones
in one paragraph, the later ones in a paragraph each; a note behind the last says that the serial has ended.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from reader.demo.feeds import FeedEntry, FeedHead, rss
from reader.demo.pages import Page, escaped, fill, link, list_items, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.demo.stories import SampleSerial
    from reader.demo.writers_blog import WritersBlog

POST_PATH: Final = "/2019/09/gojinokane/"
_POST_TITLE: Final = "五時になると手が止まる――連載小説のご案内"
_POST_PUBLISHED: Final = datetime.fromisoformat("2019-09-26T17:30:00+09:00")
_PARTS_AT_FIRST: Final = 7
"""How many numbered parts there were on the day the post was written."""
_GLOSSARY: Final = (
    ("fumyaku", "文脈読み", "好きな本の隣にあったというだけの理由で、次の本を選ぶこと。"),
    ("tsundoku", "積ん読", "読むつもりがある、という意思表示。高さで示す。"),
    ("nodo", "のど", "本を開いたときの内側の余白。ここに書き込む人は少ない。"),
)


class ReadingBlog:
    """All pages of the blog at ``origin`` (scheme and authority)."""

    def __init__(self, origin: str, serial: SampleSerial, writers_blog: WritersBlog) -> None:
        self._origin = origin
        self._serial = serial
        self._writers_blog = writers_blog
        self._head = _head()
        self.post_url = origin + POST_PATH

    def pages(self) -> dict[str, Page]:
        """Every path that the blog answers."""
        articles = self._head["articles"]
        found = {_article_path(article): self._article(article) for article in articles}
        found[POST_PATH] = self._page(_POST_TITLE, POST_PATH, self._recommendation())
        found["/"] = self._page(self._head["tagline"], "/", self._newest())
        found["/about/"] = self._page("運営者", "/about/", paragraphs(["本と本のあいだにあるものを集めています。"]))
        found["/glossary/"] = self._page("本のことば用語集", "/glossary/", _glossary())
        found["/newsletter/"] = self._page("週末のおたより", "/newsletter/", paragraphs(["登録は無料です。"]))
        summary = "夕方の五時というのは、読書には中途半端な時間です。"
        found["/feed.xml"] = self._feed("/feed.xml", [FeedEntry(_POST_TITLE, self.post_url, _POST_PUBLISHED, summary)])
        found["/comments.xml"] = self._feed("/comments.xml", [])
        return found

    def _recommendation(self) -> str:
        prologue, *numbered = self._serial.episodes
        prologue_url, *numbered_urls = self._writers_blog.episode_urls
        links = [link(url, episode.title) for url, episode in zip(numbered_urls, numbered, strict=True)]
        ended = numbered[-1].published
        links[-1] += f"（{ended.year}年{ended.month}月{ended.day}日最終回!!）"
        return fill(
            "recommending_post",
            title=escaped(_POST_TITLE),
            author=escaped(self._head["author"]),
            canonical=escaped(self.post_url),
            writer_home=escaped(self._writers_blog.home_url),
            tools_post=escaped(self._writers_blog.tools_post_url),
            prologue_url=escaped(prologue_url),
            prologue_title=escaped(prologue.title),
            first_parts="<br>\n".join(links[:_PARTS_AT_FIRST]),
            later_parts="\n".join(f"<p>{one}</p>" for one in links[_PARTS_AT_FIRST:]),
        )

    def _article(self, article: dict[str, Any]) -> Page:
        title = article["title"]
        content = fill("reading_article", title=escaped(title), text=paragraphs(article["text"]))
        return self._page(title, _article_path(article), content)

    def _newest(self) -> str:
        newest = [link(POST_PATH, _POST_TITLE), *self._article_links(self._head["articles"][:4])]
        return f'<h1>新着</h1>\n<ul class="newest">\n{list_items(newest)}\n</ul>'

    def _article_links(self, articles: Sequence[dict[str, Any]]) -> list[str]:
        return [link(_article_path(article), article["title"]) for article in articles]

    def _feed(self, path: str, entries: Sequence[FeedEntry]) -> Page:
        head = FeedHead(
            title=self._head["name"],
            author=self._head["author"],
            summary=self._head["tagline"],
            home_url=f"{self._origin}/",
            feed_url=self._origin + path,
            language="ja",
        )
        return rss(head, entries)

    def _page(self, title: str, path: str, content: str) -> Page:
        filled = fill(
            "reading_page",
            title=escaped(title),
            blog=escaped(self._head["name"]),
            tagline=escaped(self._head["tagline"]),
            canonical=escaped(self._origin + path),
            content=content,
            top_ten=list_items(self._article_links(self._head["articles"])),
        )
        return Page(filled.encode())


@cache
def _head() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "reading_blog.toml").read_text("utf-8"))


def _article_path(article: dict[str, Any]) -> str:
    return f"/articles/{article['slug']}/"


def _glossary() -> str:
    terms = "\n".join(f'<dt id="{anchor}">{term}</dt><dd>{meaning}</dd>' for anchor, term, meaning in _GLOSSARY)
    return f"<h1>本のことば用語集</h1>\n<dl>\n{terms}\n</dl>"

"""The writer's blog: the Japanese serial as posts of a blog of around 2010, among other posts of hers.

The engine's habits are kept: opaque numbers as addresses, titles that repeat in heading and sidebar, a theme whose
older and newer links cross from post to post whatever they are about, comments and share buttons under each text.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from reader.demo.feeds import FeedEntry, FeedHead, rss
from reader.demo.markup import blocks_html
from reader.demo.pages import Page, escaped, fill, japanese_date, link, list_items, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.demo.stories import SampleEpisode, SampleSerial

_FIRST_ID: Final = 1018
_ID_STEP: Final = 3
_RECENT: Final = 5
_FEED_ENTRIES: Final = 10
_NAVIGATION_SINCE: Final = 8
"""The number of the episode from which on her theme shows older and newer links."""
_CATEGORIES: Final = {True: ("連載", "/category/rensai/"), False: ("日誌", "/category/nisshi/")}


@dataclass(frozen=True, slots=True)
class _Post:
    title: str
    published: datetime
    text_html: str
    summary: str
    episode: SampleEpisode | None = None


class WritersBlog:
    """All pages of the blog at ``origin`` (scheme and authority)."""

    def __init__(self, origin: str, serial: SampleSerial) -> None:
        self._origin = origin
        self._head = _head()
        posts = [_episode_post(episode) for episode in serial.episodes]
        posts += [_other_post(entry) for entry in self._head["posts"]]
        self.home_url = f"{origin}/"
        self._posts = sorted(posts, key=lambda post: post.published)
        self.episode_urls = [origin + self._path(post) for post in self._posts if post.episode]
        """In the order of the story."""
        self.tools_post_url = origin + next(self._path(post) for post in self._posts if not post.episode)

    def pages(self) -> dict[str, Page]:
        """Every path that the blog answers."""
        newest_first = self._posts[::-1]
        found = {self._path(post): self._post_page(index) for index, post in enumerate(self._posts)}
        found["/"] = self._page(self._head["tagline"], "\n".join(self._teaser(post) for post in newest_first[:_RECENT]))
        found["/about/"] = self._page("このブログについて", paragraphs([self._head["about"]]))
        found["/feed/"] = self._feed(newest_first[:_FEED_ENTRIES])
        for is_serial, (name, path) in _CATEGORIES.items():
            found[path] = self._listing(name, [post for post in newest_first if bool(post.episode) is is_serial])
        for month in self._months():
            name = f"{month[0]}年{month[1]}月"
            found[_month_path(month)] = self._listing(name, [post for post in newest_first if _month(post) == month])
        return found

    def _path(self, post: _Post) -> str:
        return f"/archives/{_FIRST_ID + _ID_STEP * self._posts.index(post)}.html"

    def _months(self) -> Counter[tuple[int, int]]:
        return Counter(_month(post) for post in reversed(self._posts))

    def _post_page(self, index: int) -> Page:
        post = self._posts[index]
        path = self._path(post)
        comments = self._comments(post)
        category, category_path = _CATEGORIES[bool(post.episode)]
        content = fill(
            "writer_post",
            navigation=self._navigation(index),
            id=path.removeprefix("/archives/").removesuffix(".html"),
            path=path,
            title=_texturized(post.title),
            date=japanese_date(post.published),
            category=category,
            category_path=category_path,
            text=post.text_html,
            author=escaped(self._head["author"]),
            comment_count=str(len(comments)),
            comments=list_items(comments),
        )
        return self._page(post.title, content)

    def _navigation(self, index: int) -> str:
        episode = self._posts[index].episode
        if episode and (episode.number or 0) < _NAVIGATION_SINCE:
            return ""
        older = self._posts[index - 1] if index else None
        newer = self._posts[index + 1] if index + 1 < len(self._posts) else None
        return "\n".join(
            (
                '<div class="navigation">',
                f'<div class="alignleft">&laquo; {self._anchor(older)}</div>' if older else "",
                f'<div class="alignright">{self._anchor(newer)} &raquo;</div>' if newer else "",
                "</div>",
            )
        )

    def _comments(self, post: _Post) -> list[str]:
        number = post.episode.number if post.episode else None
        return [
            f"<cite>{escaped(comment['name'])}</cite> より: <p>{escaped(comment['text'])}</p>"
            for comment in self._head["comments"]
            if number in comment["on"]
        ]

    def _teaser(self, post: _Post) -> str:
        more = f'<a href="{self._path(post)}" class="more-link">続きを読む</a>'
        return (
            f'<div class="post"><h2>{self._anchor(post)}</h2>'
            f'<small class="date">{japanese_date(post.published)}</small>'
            f'<div class="entry"><p>{escaped(post.summary)} {more}</p>'
            "</div></div>"
        )

    def _listing(self, name: str, posts: Sequence[_Post]) -> Page:
        content = f'<h2 class="pagetitle">{escaped(name)}</h2>\n<ul class="postlist">\n'
        return self._page(name, content + list_items(self._anchor(post) for post in posts) + "\n</ul>")

    def _feed(self, posts: Sequence[_Post]) -> Page:
        head = FeedHead(
            title=self._head["name"],
            author=self._head["author"],
            summary=self._head["tagline"],
            home_url=f"{self._origin}/",
            feed_url=f"{self._origin}/feed/",
            language="ja",
        )
        return rss(
            head,
            [FeedEntry(post.title, self._origin + self._path(post), post.published, post.summary) for post in posts],
        )

    def _page(self, title: str, content: str) -> Page:
        archives = (
            f"{link(_month_path(month), f'{month[0]}年{month[1]}月')} ({count})"
            for month, count in self._months().items()
        )
        filled = fill(
            "writer_page",
            title=_texturized(title),
            blog=escaped(self._head["name"]),
            author=escaped(self._head["author"]),
            tagline=escaped(self._head["tagline"]),
            content=content,
            recent=list_items(self._anchor(post) for post in self._posts[: -_RECENT - 1 : -1]),
            archives=list_items(archives),
        )
        return Page(filled.encode())

    def _anchor(self, post: _Post) -> str:
        return f'<a href="{self._path(post)}">{_texturized(post.title)}</a>'


@cache
def _head() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "writers_blog.toml").read_text("utf-8"))


def _episode_post(episode: SampleEpisode) -> _Post:
    text = blocks_html(episode.text, indent=True)
    if episode.note:
        text += f'\n<div class="author-note">\n<p>【作者より】</p>\n{blocks_html(episode.note)}\n</div>'
    return _Post(episode.title, episode.published, text, "".join(episode.paragraphs()[:2]), episode)


def _other_post(entry: dict[str, Any]) -> _Post:
    return _Post(entry["title"], entry["published"], paragraphs(entry["text"]), entry["text"][0])


def _month(post: _Post) -> tuple[int, int]:
    return post.published.year, post.published.month


def _month_path(month: tuple[int, int]) -> str:
    return f"/archives/{month[0]}/{month[1]:02}/"


_TEXTURE: Final = {ord(mark): f"&#{ord(mark)};" for mark in "“”–"}


def _texturized(title: str) -> str:
    """A title as her engine writes it: typographic marks as numeric references."""
    return escaped(title).translate(_TEXTURE)

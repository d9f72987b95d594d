"""Sample blogs with everything that goes wrong in one: a late part, a missing and a doubled number, an interlude."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.discover.webs import BEGIN, NOTICES, PROSE, Post, kanji

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = f"<p>{PROSE}</p>" * 3
LATE, LATE_AFTER, DOUBLED, MISSING, INTERLUDE_AFTER = 4, 6, 8, 10, 11


@dataclass(frozen=True)
class Blog:
    """Posts in order of publication, and the serial's in reading order."""

    posts: list[Post]
    serial: list[Post]

    def topic(self, name: str) -> list[Post]:
        return [post for post in self.posts if post.topic == name]


def awkward(
    form: str,
    interlude: str,
    *,
    count: int = 15,
    notices: tuple[str, ...] = NOTICES,
    other: str = "",
    topic: str = "serial",
) -> Blog:
    """A blog of ``count`` parts, with a notice behind every third; ``other`` is a second serial, slower."""
    reading: list[Post] = []
    published: list[Post] = []
    held: list[Post] = []
    day, slug = BEGIN, 100

    def post(title: str, kind: str) -> Post:
        nonlocal slug
        slug += 7 if slug % 2 else 4
        return Post(str(slug), title, kind, day)

    for number in range(1, count + 1):
        day += timedelta(days=3)
        if number == MISSING:
            continue
        titles = [form.format(n=number, kanji=kanji(number))] * (2 if number == DOUBLED else 1)
        for title in titles:
            day += timedelta(hours=20)
            late = Post("", title, topic, day) if number == LATE else None
            if late:
                held.append(late)
                continue
            reading.append(post(title, topic))
            published.append(reading[-1])
        if number == LATE_AFTER:
            day += timedelta(days=1)
            late_one = post(held.pop().title, topic)
            published.append(late_one)
            reading.insert(LATE - 1, late_one)
        if number == INTERLUDE_AFTER:
            day += timedelta(days=1)
            reading.append(post(interlude, topic))
            published.append(reading[-1])
        if number % 3 == 0:
            day += timedelta(days=1)
            published.append(post(notices[number // 3 % len(notices)], "notes"))
        if other and number % 4 == 0:
            day += timedelta(days=1)
            published.append(post(other.format(n=number // 4, kanji=kanji(number // 4)), "other"))
    return Blog(published, reading)


def sheets(posts: list[Post], size: int) -> list[list[Post]]:
    """Newest first, in pages."""
    newest = posts[::-1]
    return [newest[start : start + size] for start in range(0, len(newest), size)]


def feed(base: str, title: str, posts: list[Post], url: Callable[[Post], str], author: str = "") -> str:
    """An RSS feed of the newest posts."""
    items = "".join(
        f"<item><title>{post.title}</title><link>{url(post)}</link><guid>{url(post)}</guid><dc:creator>{author}</dc:creator>"
        f"<pubDate>{post.day:%a, %d %b %Y %H:%M:%S +0000}</pubDate><description>{PROSE[:120]}</description></item>"
        for post in posts[:-9:-1]
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>{base}/</link>{items}</channel></rss>"
    )


def neighbours(posts: list[Post], post: Post) -> tuple[Post | None, Post | None]:
    """The post before and the one behind in order of publication."""
    at = posts.index(post)
    return (posts[at - 1] if at else None), (posts[at + 1] if at + 1 < len(posts) else None)

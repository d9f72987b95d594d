"""Small webs in memory for the tests of discovery: pages by address, served to a Discovery without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reader.discover.facts import Facts, read_facts
from reader.discover.plan import Ask, Discovery
from reader.errors import Disallowed, HttpStatus, TsuzukiError
from reader.model import Choices, Discovered, Fetch, Resource

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BEGIN = datetime(2015, 3, 1, 12, tzinfo=UTC)
PROSE = "The lamp burned low and nobody in the house had yet said a word about the letter. " * 12


@dataclass
class Web:
    """Addresses to bodies; a body that begins with "->" is a redirect."""

    pages: dict[str, str | bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> Resource:
        if url in self.barred:
            raise Disallowed("robots.txt bars it", subject=url)
        passed = []
        here = url
        while isinstance(body := self.pages.get(here), str) and body.startswith("->"):
            passed.append(here)
            here = body[2:]
        if body is None:
            raise HttpStatus("not found", subject=url, status=404)
        data = body if isinstance(body, bytes) else body.encode()
        start = data.lstrip()[:1]
        kind = "application/json" if start in (b"{", b"[") else "text/html; charset=utf-8"
        if data.lstrip().startswith((b"<?xml", b"<rss", b"<feed")):
            kind = "application/xml"
        return Resource(url, here, 200, {"content-type": kind, **self.headers.get(here, {})}, data, NOW, tuple(passed))

    def answer(self, fetch: Fetch) -> Facts | TsuzukiError:
        self.asked.append(fetch.url)
        try:
            return read_facts(self.fetch(fetch.url))
        except TsuzukiError as error:
            return error

    def discover(self, url: str, *, pick: int | None = None, budget: int = 60) -> Discovered | Choices:
        discovery = Discovery(url, pick=pick, budget=budget, now=NOW)
        while isinstance(result := discovery.next(), Ask):
            for fetch in result.fetches:
                discovery.take(fetch, self.answer(fetch))
        return result

    def found(self, url: str, *, pick: int | None = None) -> list[str]:
        """The addresses of the table of contents."""
        result = self.discover(url, pick=pick)
        assert isinstance(result, Discovered), result
        return [episode.url for episode in result.contents.episodes]


@dataclass(frozen=True)
class Post:
    """One post of a sample blog."""

    slug: str
    title: str
    topic: str
    day: datetime


NOTICES = (
    "Notes for spring",
    "Finished reading: The Pale Map",
    "Workshop: a tin bird",
    "Thanks for the letters",
    "No update this week",
)
NOTICES_JA = ("近況：庭のこと", "読了：古い地図", "お知らせ", "コメント返し", "更新をお休みします")


def blog(
    form: str, count: int, *, notices: tuple[str, ...] = NOTICES, topic: str = "serial", first: str = ""
) -> list[Post]:
    """A blog's posts, oldest first: ``count`` parts named by ``form`` (with {n}), a notice behind every third."""
    posts: list[Post] = []
    day = BEGIN
    if first:
        posts.append(Post("p0", first, topic, day))
    for number in range(1, count + 1):
        day += timedelta(days=5)
        posts.append(Post(f"p{number * 7 % 1009}", form.format(n=number, kanji=kanji(number % 100)), topic, day))
        if number % 3 == 0:
            day += timedelta(days=1)
            posts.append(Post(f"x{number}", notices[number // 3 % len(notices)], "notes", day))
    return posts


def kanji(number: int) -> str:
    """A number below 100 in kanji."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    return text or digits[0]


def page(title: str, body: str, head: str = "", site: str = "") -> str:
    """A whole page."""
    whole = f"{title} | {site}" if site and title != site else title
    return f"<!doctype html><html lang=en><head><title>{whole}</title>{head}</head><body>{body}</body></html>"

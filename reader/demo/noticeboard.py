"""The noticeboard of an allotment society: the English serial, which nothing but its Atom feed lists in full.

The home page links the newest three posts and the feed; a post links neither the one before nor the one after.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.demo.feeds import FeedEntry, FeedHead, atom
from reader.demo.markup import blocks_html
from reader.demo.pages import Page, escaped, fill, link, list_items

if TYPE_CHECKING:
    from reader.demo.stories import SampleEpisode, SampleSerial

_NAME: Final = "Sallow Lane Noticeboard"
_NEWEST: Final = 3
_FEED_PATH: Final = "/feed.atom"
_SUMMARY_WORDS: Final = 40


class Noticeboard:
    """All pages of the blog at ``origin`` (scheme and authority)."""

    def __init__(self, origin: str, serial: SampleSerial) -> None:
        self._origin = origin
        self._serial = serial
        self.home_url = f"{origin}/"
        self.feed_url = origin + _FEED_PATH
        self.episode_urls = [origin + _path(episode) for episode in serial.episodes]
        """In the order of the story."""

    def pages(self) -> dict[str, Page]:
        """Every path that the blog answers."""
        newest_first = self._serial.episodes[::-1]
        newest = list_items(link(_path(episode), episode.title) for episode in newest_first[:_NEWEST])
        found = {_path(episode): self._episode_page(episode) for episode in self._serial.episodes}
        found["/"] = _page(_NAME, fill("noticeboard_home", blog=_NAME, newest=newest))
        found["/gate-code/"] = _page("Gate code", "<h1>Gate code</h1>\n<p>Ask the Treasurer. Bring biscuits.</p>")
        found[_FEED_PATH] = self._feed()
        return found

    def _episode_page(self, episode: SampleEpisode) -> Page:
        content = fill(
            "noticeboard_post",
            title=escaped(episode.title),
            author=escaped(self._serial.author),
            published=episode.published.isoformat(),
            date=f"{episode.published.day} {episode.published:%B %Y}",
            text=blocks_html(episode.text),
        )
        return _page(f"{episode.title} – {_NAME}", content)

    def _feed(self) -> Page:
        head = FeedHead(
            title=_NAME,
            author=self._serial.author,
            summary=self._serial.summary,
            home_url=self.home_url,
            feed_url=self.feed_url,
            language="en",
        )
        entries = [
            FeedEntry(episode.title, url, episode.published, _summary(episode))
            for episode, url in zip(self._serial.episodes, self.episode_urls, strict=True)
        ]
        return atom(head, entries[::-1])


def _path(episode: SampleEpisode) -> str:
    name = episode.title.rpartition(": ")[2]
    slug = re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
    return f"/{episode.published:%Y/%m}/{slug}/"


def _summary(episode: SampleEpisode) -> str:
    words = " ".join(episode.paragraphs()[1:]).split()
    return " ".join(words[:_SUMMARY_WORDS]) + " …"


def _page(title: str, content: str) -> Page:
    return Page(fill("noticeboard_page", title=escaped(title), blog=_NAME, content=content).encode())

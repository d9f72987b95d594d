"""The syndication documents of the sample blogs: RSS 2.0 and Atom (RFC 4287), made as strings."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from reader.demo.pages import ATOM, RSS, Page, escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One announcement, in plain text."""

    title: str
    url: str
    published: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of the blog that it announces."""

    title: str
    author: str
    summary: str
    home_url: str
    feed_url: str
    language: str


def rss(head: FeedHead, entries: Sequence[FeedEntry]) -> Page:
    """RSS 2.0, entries in the order given."""
    items = "".join(
        f"<item><title>{escaped(entry.title)}</title><link>{escaped(entry.url)}</link>"
        f'<guid isPermaLink="true">{escaped(entry.url)}</guid>'
        f"<pubDate>{format_datetime(entry.published)}</pubDate>"
        f"<description>{escaped(entry.summary)}</description></item>\n"
        for entry in entries
    )
    return Page(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
            f"<title>{escaped(head.title)}</title><link>{escaped(head.home_url)}</link>"
            f"<description>{escaped(head.summary)}</description><language>{head.language}</language>\n"
            f"{items}</channel></rss>\n"
        ).encode(),
        RSS,
    )


def atom(head: FeedHead, entries: Sequence[FeedEntry]) -> Page:
    """Atom 1.0, entries in the order given."""
    items = "".join(
        f"<entry><title>{escaped(entry.title)}</title><id>{escaped(entry.url)}</id>"
        f'<link rel="alternate" type="text/html" href="{escaped(entry.url)}"/>'
        f"<published>{entry.published.isoformat()}</published><updated>{entry.published.isoformat()}</updated>"
        f'<summary type="text">{escaped(entry.summary)}</summary></entry>\n'
        for entry in entries
    )
    updated = max(entry.published for entry in entries).isoformat()
    return Page(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{head.language}">\n'
            f"<title>{escaped(head.title)}</title><subtitle>{escaped(head.summary)}</subtitle>"
            f"<id>{escaped(head.home_url)}</id><updated>{updated}</updated>"
            f"<author><name>{escaped(head.author)}</name></author>"
            f'<link rel="alternate" type="text/html" href="{escaped(head.home_url)}"/>'
            f'<link rel="self" type="application/atom+xml" href="{escaped(head.feed_url)}"/>\n'
            f"{items}</feed>\n"
        ).encode(),
        ATOM,
    )

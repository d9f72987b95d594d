"""Who wrote the serial: what its pages and feeds say of their authors, weighed.

Owns the weights and the doubts: an episode's own word counts most, then a list's and a feed's; a copyright line only
where it names neither the site nor the platform.  Pages of other sites do not count.  Empty when unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.naming import at_home
from reader.discover.rows import key_of, page_key
from reader.discover.strands import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.clues import Clues
    from reader.discover.rows import Row

_EPISODE: Final = 5
_LIST: Final = 3
_ENTRY: Final = 4
_FEED: Final = 2
_HOLDER: Final = 1
_MOSTLY: Final = 0.6
_PAGES: Final = 4


def author_of(rows: Sequence[Row], clues: Clues) -> str:
    """The author's name, ``""`` where the evidence names none or cannot choose."""
    own = {page_key(row.url) for row in rows}
    pages = at_home(rows, clues)
    votes: Counter[str] = Counter()
    spelt: dict[str, str] = {}

    def vote(name: str, weight: int) -> None:
        if name:
            key = re.sub(r"\s+", "", fold(name))
            spelt.setdefault(key, name)
            votes[key] += weight

    episodes = [page for page in pages if page_key(page.url) in own]
    others = [page for page in pages if page_key(page.url) not in own]
    for page in episodes[:_PAGES]:
        vote(page.author, _EPISODE)
    for page in others[:_PAGES]:
        vote(page.author, _LIST)
    vote(_of_entries(rows, clues), _ENTRY)
    for feed in clues.feeds[:1]:
        vote(feed.author, _FEED)
    sites = {fold(page.site) for page in pages} | {fold(feed.title) for feed in clues.feeds}
    holders = Counter(page.holder for page in pages if page.holder)
    if holders and not votes:
        name, count = holders.most_common(1)[0]
        domain = urlsplit(pages[0].url).hostname or ""
        platform = " " not in name and name.isascii() and name.lower() in domain
        titled = any(fold(name) in fold(page.title) for page in others)
        if count * 2 > len(pages) and fold(name) not in sites and not platform and not titled:
            vote(name, _HOLDER)
    best = votes.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return spelt[best[0][0]]


def _of_entries(rows: Sequence[Row], clues: Clues) -> str:
    """Whom most of the serial's entries in the feeds name."""
    own = {key_of(row.url) for row in rows}
    names = [entry.author for feed in clues.feeds for entry in feed.entries if key_of(entry.url) in own]
    counts = Counter(name for name in names if name)
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return name if count >= _MOSTLY * len(names) else ""

"""One search: what was gathered on the way, the best candidate so far, and how a search ends.

Owns the choice among serials and the join of a candidate with the clues.  Refuses to decide where to look next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.clues import Clues
from reader.discover.contents import assemble
from reader.discover.credits import author_of
from reader.discover.facts import FeedFacts, PageFacts
from reader.discover.naming import name_serial
from reader.discover.rows import Row, joined, key_of
from reader.discover.verdicts import choices, dominant
from reader.discover.words import TOPIC_PATH
from reader.model import Choices, Discovered, Evidence, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.links import Listing
    from reader.discover.look import Look
    from reader.discover.select import Serial
    from reader.model import Fetch

    Route = Generator[tuple[Fetch, ...], None, Discovered | Choices | None]
    """Yields fetches, ends with an answer or with nothing."""

_NAMED: Final = 3
NOT_ALL: Final = "no list of all episodes was found; there may be more"
LEAST: Final = 3
"""Rows from which a list is looked at as a serial."""


@dataclass(slots=True)
class Found:
    """A candidate for the answer, with what is known about it."""

    serial: Serial
    page: PageFacts | None
    evidence: Evidence
    source: Source
    title: str = ""
    cut: bool = False
    newest_first: bool = False
    sure: bool = False
    """Its list is whole, or a topic that holds nothing else."""


@dataclass(slots=True)
class Hunt:
    """The state of one search."""

    look: Look
    url: str
    pick: int | None
    clues: Clues = field(default_factory=Clues)
    best: Found | None = None
    entries: list[Row] = field(default_factory=list)
    """What feeds said of single episodes; it fills in what lists leave open."""
    rows: list[Row] = field(default_factory=list)
    """The rows of the answer."""
    sure: bool = True
    """The answer came from a list that is whole, or from a topic's."""
    feeds: set[str] = field(default_factory=set)
    """Feeds that were looked at, so that a front and its feed do not lead to each other for ever."""

    def note_page(self, page: PageFacts) -> None:
        """Keep what a page says of its language."""
        self.clues.languages.append(page.language)

    def choose(self, serials: Sequence[Serial]) -> Serial | None:
        """The serial that the reader picked, or else the one that dominates."""
        if self.pick is not None and 1 <= self.pick <= len(serials):
            return serials[self.pick - 1]
        return dominant(serials)

    def tell_others(self, serials: Sequence[Serial], chosen: Serial) -> None:
        """Warn of serials that were left out."""
        for other in [serial for serial in serials if serial is not chosen and len(serial.rows) >= LEAST][:_NAMED]:
            name = other.name or other.rows[0].title
            self.clues.warnings.append(
                f"the same place lists another serial, {name} ({len(other.rows)} episodes); it was left out"
            )

    def better(self, found: Found) -> bool:
        """Keep a candidate that is more than the best so far."""
        if self.best is None or len(found.serial.rows) > len(self.best.serial.rows):
            self.best = found
            return True
        return False

    def finish(self, found: Found) -> Discovered:
        """The answer."""
        clues = self.clues
        self.sure = found.sure
        if found.title:
            clues.titles.insert(0, found.title)
        clues.evidence.append(found.evidence)
        clues.sources.insert(0, found.source)
        if not found.sure:
            clues.warnings.append(NOT_ALL)
        if found.cut:
            clues.warnings.append("the list goes on; not all of its pages could be read")
        held = {key_of(row.url) for row in found.serial.rows}
        rows = joined([*found.serial.rows, *(row for row in self.entries if key_of(row.url) in held)])
        url = found.page.url if found.page else self.url
        self.rows = rows
        self.recall()
        return assemble(url, rows, clues, newest_listed_first=found.newest_first)

    def recall(self) -> None:
        """Lay every page and feed that was seen before those who weigh them."""
        self.clues.pages = self.look.seen(PageFacts)
        self.clues.feeds = [facts.feed for facts in self.look.seen(FeedFacts)]
        self.clues.listed = [*self.clues.listed, *self.entries]

    def renamed(self, result: Discovered) -> Discovered:
        """The answer with the names that the pages seen since give it."""
        self.recall()
        name = name_serial(self.rows, self.clues)
        author = result.contents.author or author_of(self.rows, self.clues)
        return replace(result, contents=replace(result.contents, title=name.text, author=author))


def name_choices(serials: Sequence[Serial], fallback: str) -> Choices:
    """The serials to choose from; one without a name in its titles goes by the heading above it."""
    named = []
    for serial in serials:
        section = Counter(row.section for row in serial.rows).most_common(1)[0][0]
        named.append(serial if serial.name else replace(serial, name=section))
    return choices(named, fallback)


def is_topic(page: PageFacts) -> bool:
    """Whether the page is the list of one topic: a category, tag, label, series."""
    return bool(TOPIC_PATH.search(page.url))


def is_mixed(page: PageFacts, listing: Listing) -> bool:
    """Whether the list is a blog's: posts under their headings, or a site's front."""
    return listing.titled or urlsplit(page.url).path in ("", "/")


def index_of(page: PageFacts) -> Source:
    """The page as a source to look at again."""
    return Source(SourceKind.INDEX, page.url)


def span_of(serial: Serial) -> str:
    """What a serial holds, in words."""
    if not serial.values:
        return f"{len(serial.rows)} parts without numbers"
    return f"{len(serial.rows)} parts, numbers {min(serial.values)} to {max(serial.values)}"

"""The values that pass between the rooms: what is followed, what is found, what is fetched.

Frozen, without I/O and without opinion.  Times are aware and in UTC.  Field names are those of the command line's
JSON where both have one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What part of the work an episode is."""

    MAIN = "main"
    FRONT = "front"
    """Prologue, foreword."""
    BACK = "back"
    """Epilogue."""
    INTER = "inter"
    """Interlude."""
    SIDE = "side"
    """Side story, extra."""
    AFTER = "after"
    """Afterword, what comes after the end."""
    NOTICE = "notice"
    """An announcement; left out of counts, gaps and "next"."""


class State(StrEnum):
    """How far the reader is with an episode."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"


class Status(StrEnum):
    """Whether a serial goes on; ``COMPLETE`` only on evidence, ``PAUSED`` only by the reader."""

    ONGOING = "ongoing"
    COMPLETE = "complete"
    PAUSED = "paused"


class Origin(StrEnum):
    """Where an episode's saved text came from."""

    LIVE = "live"
    FEED = "feed"
    ARCHIVE = "archive"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in an episode that survives layout and edits.

    ``block`` indexes ``Document.blocks``, ``offset`` its text in code points; ``before`` and ``after`` are the words
    around the place (up to 16 code points each, within the block).
    """

    block: int
    offset: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The reader's state in one episode: place, furthest place, and how much of the text lies behind (0 to 1)."""

    state: State = State.UNREAD
    locator: Locator | None = None
    furthest: Locator | None = None
    fraction: float = 0.0
    read_at: datetime | None = None
    furthest_fraction: float = 0.0
    """How much of the text lies before the furthest place."""


class NoteKind(StrEnum):
    """What the reader keeps of an episode; to any of them words may be added."""

    BOOKMARK = "bookmark"
    """A place."""
    HIGHLIGHT = "highlight"
    """A stretch of the text."""
    NOTE = "note"
    """Words of the reader's own: on a place, on a stretch, or on the whole episode."""


class Color(StrEnum):
    """What a highlight is marked with."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Anchor:
    r"""A stretch of an episode's text, kept so that it is found again after an edit, or known to be gone.

    From ``block`` and ``offset`` up to ``end_block`` and ``end_offset`` (excluded), in code points.  ``quote`` is what
    stood there, ``before`` and ``after`` what stood around it, over the borders of blocks, which are ``\n`` in all
    three.  ``once``: the text had the quotation nowhere else.
    """

    block: int
    offset: int
    end_block: int
    end_offset: int
    quote: str
    before: str = ""
    after: str = ""
    once: bool = False


class Sight(StrEnum):
    """How an anchor was found."""

    HERE = "here"
    DOUBTFUL = "doubtful"
    """What stands there was edited, or what stands around it is not what stood there."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where an anchor's stretch is now; with :attr:`Sight.GONE` the places mean nothing."""

    sight: Sight
    block: int = 0
    offset: int = 0
    end_block: int = 0
    end_offset: int = 0

    def within(self, block: int, length: int) -> tuple[int, int] | None:
        """What of a block of that many code points belongs to the stretch; ``None`` for nothing."""
        if self.sight is Sight.GONE or not self.block <= block <= self.end_block:
            return None
        start = self.offset if block == self.block else 0
        end = self.end_offset if block == self.end_block else length
        return (start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Note:
    """A bookmark, a highlight or a note, as the reader made it; without ``anchor`` about the whole episode.

    A bookmark's place is where its anchor begins; its quotation is the words that follow, so that it can be told.
    """

    uid: str
    """32 hexadecimal digits, the same on every machine of this reader."""
    kind: NoteKind
    words: str = ""
    """The reader's own, of any number of lines."""
    color: Color | None = None
    anchor: Anchor | None = None
    made_at: datetime | None = None
    episode_id: int = 0


# --- the network -----------------------------------------------------------------------------------------------


class Purpose(StrEnum):
    """What a fetch is for; the client's limits depend on it."""

    PAGE = "page"
    FEED = "feed"
    API = "api"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    EPISODE = "episode"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request we mean to make.  ``etag`` and ``last_modified`` make it conditional."""

    url: str
    purpose: Purpose = Purpose.PAGE
    etag: str = ""
    last_modified: str = ""
    why: str = ""
    """For the reader, while it happens: "page 2 of the list"."""


@dataclass(frozen=True, slots=True)
class Resource:
    """The bytes and headers that came back; header names in lower case.

    ``body`` is unpacked (no content encoding).  ``cut`` says that fewer bytes came than were announced.  Status 304
    comes with an empty body; any other status that is no success is an :class:`~reader.errors.HttpStatus`, raised by
    the client.
    """

    url: str
    """As asked for."""
    final_url: str
    """After redirects."""
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    redirects: tuple[str, ...] = ()
    """Each address on the way, the asked one first, the final one not among them."""
    permanent: bool = False
    """Every redirect on the way was a permanent one (301, 308)."""
    cut: bool = False

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; ``""`` where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def etag(self) -> str:
        """The validator for the next conditional fetch, or ``""``."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """The date validator as sent, or ``""``."""
        return self.headers.get("last-modified", "")


# --- syndication -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.  ``summary`` and ``content`` are HTML as the feed gives it; ``content`` only where full."""

    id: str
    url: str
    title: str
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    summary: str = ""
    content: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A syndication document, entries in its own order (mostly newest first)."""

    url: str
    title: str = ""
    author: str = ""
    language: str = ""
    home: str = ""
    entries: tuple[Entry, ...] = ()
    next_url: str = ""
    """An older page of the same feed (RFC 5005 ``next`` or ``prev-archive``, JSON Feed ``next_url``)."""
    complete: bool = False
    """The feed says that it is the whole history (RFC 5005 ``fh:complete``)."""
    generator: str = ""


# --- what discovery says ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundEpisode:
    """An episode as a source lists it; its place is its position in the table of contents."""

    url: str
    title: str
    number: str | None = None
    kind: Kind = Kind.MAIN
    section: str = ""
    published: datetime | None = None
    note: str = ""
    """What stands beside the link: "(the end)"."""
    source_id: str = ""
    """The platform's or feed's own id of it, where it has one."""
    content: str = ""
    """HTML of the text where the source itself carries the whole of it (a full feed, an API)."""


class SourceKind(StrEnum):
    """Where a serial comes from."""

    INDEX = "index"
    FEED = "feed"
    CHAIN = "chain"
    API = "api"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look again for new episodes; ``detail`` is the source's own memory (a category id, a label)."""

    kind: SourceKind
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableOfContents:
    """The ordered episodes of one serial and what is known of the whole; unknown fields are empty."""

    url: str
    title: str
    episodes: tuple[FoundEpisode, ...]
    author: str = ""
    language: str = ""
    status: Status = Status.ONGOING
    sources: tuple[Source, ...] = ()
    """The best place to look for news first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe a table of contents: what a source listed, how much of it was used, and why."""

    source: str
    found: int
    used: int
    why: str


@dataclass(frozen=True, slots=True)
class Discovered:
    """A table of contents with the evidence for it and what the reader should know beside it."""

    contents: TableOfContents
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several serials that a page holds; ``pick`` counts from 1."""

    pick: int
    title: str
    episodes: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The page holds several serials, and the reader has to say which."""

    choices: tuple[Choice, ...]


# --- rows of the library ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """Episodes of a serial by state; ``missing`` are listed and not saved."""

    episodes: int = 0
    read: int = 0
    saved: int = 0
    missing: int = 0
    reading: int = 0
    new: int = 0
    """Came after the serial was followed, and not opened yet."""
    lost: int = 0
    gone: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Serial:
    """A followed serial."""

    id: int
    uid: str
    """The same on every machine of this reader."""
    title: str
    url: str
    author: str = ""
    language: str = ""
    status: Status = Status.ONGOING
    tags: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    added_at: datetime | None = None
    checked_at: datetime | None = None
    next_check_at: datetime | None = None
    read_at: datetime | None = None
    """When the reader last read in it."""
    archived_at: datetime | None = None
    """When the reader put it away."""
    grown_at: datetime | None = None
    """When its last episode came."""
    published: datetime | None = None
    """Of the latest of its episodes that are dated."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One row of ours; URL, number, title and position are attributes that may change, the id never does."""

    id: int
    serial_id: int
    position: int
    """1-based, dense; 0 for one that is hidden."""
    title: str
    url: str
    number: str | None = None
    kind: Kind = Kind.MAIN
    section: str = ""
    published: datetime | None = None
    state: State = State.UNREAD
    fraction: float = 0.0
    read_at: datetime | None = None
    saved: bool = False
    origin: Origin | None = None
    characters: int = 0
    """Length of the saved text in code points without white space."""
    words: int = 0
    """Length of the saved text in words, for languages that part them by spaces; else 0."""
    note: str = ""
    missing: str = ""
    """Why the text is not there, in one line, after a failed fetch."""
    gone: bool = False
    """The source lists it no more; kept all the same."""
    changed: bool = False
    """Its text is another than the one that the reader read."""
    suspect: str = ""
    """Why what the last look found was set aside and did not become its text, in one line."""
    lost: bool = False
    """Its text is not there and its page is gone: only an archive may have it."""
    hidden: bool = False
    """The reader left it out of the contents; no source brings it back."""
    new: bool = False
    """It came after the serial was followed, and was not opened yet."""

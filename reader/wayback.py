"""The Wayback Machine's questions and answers, without asking any.

Owns its addresses (the CDX search, raw replay), how a search's rows are read, and which snapshot of a page to try
first.  A search by prefix lists what an address space held: the site map of a dead serial.  Sources: the Wayback CDX
server's documentation; ``id_`` replay gives the bytes as they were captured; RFC 7089 (``Memento-Datetime``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from reader.addresses import canonical, is_web
from reader.cleaning import clean_url
from reader.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOST: Final = "web.archive.org"
SEARCHES_A_MINUTE: Final = 24
REPLAYS_A_MINUTE: Final = 60
ROWS: Final = 10_000
"""Rows of one search; a larger answer is cut by the server."""

SHARED: Final = 3
"""Addresses with a prefix in common, from which one search by prefix beats one search each."""

_STAMP: Final = "%Y%m%d%H%M%S"
_STAMP_DIGITS: Final = 14


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One capture: the address as it was captured, and when (``timestamp``: fourteen digits, UTC)."""

    original: str
    timestamp: str
    digest: str = ""

    @property
    def taken_at(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.timestamp, _STAMP).replace(tzinfo=UTC)

    @property
    def replay_url(self) -> str:
        """Where its bytes are, without toolbar or rewritten links."""
        return f"https://{HOST}/web/{self.timestamp}id_/{self.original}"

    @property
    def memento_datetime(self) -> str:
        """The moment as the header ``Memento-Datetime`` writes it."""
        return format_datetime(self.taken_at, usegmt=True)


def search_url(url: str, *, prefix: bool = False) -> str:
    """The search for good captures of an address, or of all addresses that begin with it (no scheme needed)."""
    match = "prefix" if prefix else "exact"
    return (
        f"https://{HOST}/cdx/search/cdx?url={quote(url, safe='/:')}&matchType={match}&output=json"
        f"&fl=original,timestamp,digest&filter=statuscode:200&collapse=digest&limit={ROWS}"
    )


def read_search(body: bytes) -> list[Snapshot]:
    """The snapshots that a search answered with, in its order.  Raises :class:`ParseError` for what is no answer."""
    try:
        rows = json.loads(body or b"[]")
        if not rows:
            return []
        names = rows[0]
        original, timestamp, digest = names.index("original"), names.index("timestamp"), names.index("digest")
        found = [Snapshot(clean_url(row[original]), str(row[timestamp]), str(row[digest])) for row in rows[1:]]
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        raise ParseError("the Wayback Machine's answer cannot be read", hint="Try again later.") from error
    return [one for one in found if is_web(one.original) and _is_stamp(one.timestamp)]


def _is_stamp(timestamp: str) -> bool:
    try:
        datetime.strptime(timestamp, _STAMP)  # noqa: DTZ007 - only its form counts
    except ValueError:
        return False
    return len(timestamp) == _STAMP_DIGITS


def searches(urls: Sequence[str]) -> list[tuple[str, bool]]:
    """The fewest searches that cover ``urls``: (address, by prefix?), most fruitful first.

    Addresses of one folder are searched together, and folders with a parent in common by their parent, but never a
    whole host with nothing else said unless its addresses share nothing more.
    """
    by_host: defaultdict[str, set[str]] = defaultdict(set)
    for url in urls:
        by_host[urlsplit(url).netloc].add(url)
    out: list[tuple[str, bool]] = []
    for theirs in by_host.values():
        if len(theirs) < SHARED:
            out += [(url, False) for url in sorted(theirs)]
        else:
            out.append((_shared_prefix(sorted(theirs)), True))
    return sorted(out, key=lambda one: not one[1])


def _shared_prefix(urls: Sequence[str]) -> str:
    first, last = urls[0], urls[-1]
    length = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    prefix = first[:length]
    parts = urlsplit(first)
    root = f"{parts.scheme}://{parts.netloc}/"
    # Cut at a border, so that ".../2009/1" does not stand for the year.
    border = max(prefix.rfind("/"), prefix.rfind("?"), prefix.rfind("="))
    prefix = prefix[: border + 1]
    chosen = prefix if len(prefix) >= len(root) else root
    return chosen.partition("://")[2]


def by_page(snapshots: Iterable[Snapshot]) -> dict[str, list[Snapshot]]:
    """Snapshots by the canonical form of their address."""
    out: defaultdict[str, list[Snapshot]] = defaultdict(list)
    for one in snapshots:
        out[canonical(one.original)].append(one)
    return dict(out)


def nearest_first(snapshots: Iterable[Snapshot], moment: datetime | None) -> list[Snapshot]:
    """What to try first: the capture nearest to ``moment``, those after it before those as far ahead of it.

    Without a moment the oldest: a page that is gone was itself before it was something else.
    """
    if moment is None:
        return sorted(snapshots, key=lambda one: one.timestamp)
    return sorted(snapshots, key=lambda one: (abs((one.taken_at - moment).total_seconds()), one.taken_at < moment))

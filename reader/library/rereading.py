"""Second looks at texts that are saved: which episodes the source says were edited, and what came of asking again.

Owns the reasons for asking at all (a feed's ``updated``, a site map's ``lastmod``, a platform's ``modified``, another
text in a feed, a new date or note in the list), and how few are asked for at one look.  A new text stands beside the
old one; a page that is no episode now, or one to doubt (:func:`reader.changes.doubt`), is set aside with its reason,
and what was saved stays what is read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import canonical
from reader.changes import doubt
from reader.errors import NoText
from reader.library.pages import Harvest
from reader.model import Fetch, Origin, Purpose
from reader.store.episodes import Wanted
from reader.update import SAME_DATE, Revise
from reader.web.archive import is_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reader.document import Document
    from reader.errors import TsuzukiError
    from reader.library.pages import Page
    from reader.library.shelf import Library
    from reader.model import Resource
    from reader.store.episodes import Saved
    from reader.store.texts import RawPage
    from reader.update import Intent, Known
    from reader.web.protocol import Web

AT_ONCE: Final = 20
"""Episodes asked for again at one look, at most, the last of the serial first."""

REBUILT: Final = 5
"""Pages with the very same moment of change were rebuilt by a program, not edited one by one."""

AHEAD: Final = timedelta(days=1)
"""A site's clock may be ahead of ours by so much."""


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """Ids of episodes by what came of asking for them again; who is in none of them was as before."""

    asked: int = 0
    revised: frozenset[int] = frozenset()
    suspect: frozenset[int] = frozenset()
    failed: frozenset[int] = frozenset()


async def look_again(
    library: Library,
    serial_id: int,
    web: Web,
    episode_ids: Collection[int],
    *,
    watch: Callable[[int, int, str], None] | None = None,
) -> SecondLooks:
    """Ask for the pages of saved episodes again, conditionally; ``watch`` hears (done, total, title).

    Texts from files and from the archive are not asked for.  Raises :class:`~reader.errors.StorageError`.
    """
    saved = [one for one in library.store.episodes.saved(serial_id) if one.id in episode_ids and _has_a_page(one)]
    if not saved:
        return SecondLooks()
    titles = {one.id: one.title for one in saved}
    done: set[int] = set()

    def report(one: Wanted, _: object) -> None:
        done.add(one.id)
        if watch:
            watch(len(done), len(saved), titles[one.id])

    again = _Again(library, serial_id, web, report)
    await again.run([Wanted(one.id, one.url, one.title, 0, None, one.origin is Origin.FEED) for one in saved])
    return SecondLooks(len(saved), frozenset(again.revised), frozenset(again.suspect), frozenset(again.failed))


def _has_a_page(saved: Saved) -> bool:
    return saved.origin in {Origin.LIVE, Origin.FEED}


class _Again(Harvest):
    """A harvest over texts that are there: asks conditionally, and doubts what comes."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401 - those of a harvest
        super().__init__(*args)
        self.revised: set[int] = set()
        self.suspect: set[int] = set()
        self.failed: set[int] = set()

    async def _ask(self, url: str) -> Resource:
        etag, last_modified = self._store.sources.page(self._serial.id, url)
        return await self._fetch(Fetch(url, Purpose.EPISODE, etag, last_modified, "was it edited?"))

    def _unchanged(self, page: Page) -> None:
        for wanted in page.wanted:
            self._store.episodes.looked_again(wanted.id, self._library.now())
        super()._unchanged(page)

    def _keep(
        self,
        wanted: Wanted,
        document: Document,
        *,
        origin: Origin,
        url: str,
        dated: datetime | None = None,
        raw: Sequence[RawPage] = (),
        suspect: str = "",
        is_named: bool = False,
    ) -> bool:
        suspect = suspect or doubt(self._store.texts.current(wanted.id), document, is_named=is_named)
        with self._store.writing():
            became = super()._keep(wanted, document, origin=origin, url=url, dated=dated, raw=raw, suspect=suspect)
            self._store.episodes.looked_again(wanted.id, self._library.now(), suspect)
        if suspect:
            self.suspect.add(wanted.id)
        elif became:
            self.revised.add(wanted.id)
        return became

    async def _failed(self, page: Page, error: TsuzukiError) -> None:
        """What is no text now says so on the row; a site out of reach says nothing of its texts."""
        for wanted in page.wanted:
            if isinstance(error, NoText) or is_gone(error):
                self._store.episodes.looked_again(wanted.id, self._library.now(), error.message)
                self.suspect.add(wanted.id)
            else:
                self.failed.add(wanted.id)
            self._report(wanted, error)


# --- reasons to ask ----------------------------------------------------------------------------------------------


def edited(
    library: Library, serial_id: int, facts: Iterable[Any], intents: Sequence[Intent] = (), known: Sequence[Known] = ()
) -> list[int]:
    """Ids of saved episodes that the source says were edited since they were last asked for, the last ones first.

    ``facts`` are what was read of the source; ``intents`` were decided on the rows ``known``.  Texts that a feed
    carries anew are kept for extraction on the way.
    """
    saved = {one.id: one for one in library.store.episodes.saved(serial_id)}
    rows = {row.id: row for row in known or library.store.episodes.known(serial_id)}
    by_key = {key: row.id for row in rows.values() for key in row.keys}
    moments = Counter[datetime]()
    changed: dict[int, datetime] = {}
    ids: set[int] = set()
    for one in facts:
        for url, moment, content in _told(one):
            number = by_key.get(canonical(url, fragment=True))
            if number is None or number not in saved:
                continue
            if moment is not None:
                moments[moment] += 1
                changed[number] = max(moment, changed.get(number, moment))
            if content and _carried_anew(library, number, content):
                ids.add(number)
    latest = library.now() + AHEAD
    ids |= {
        number
        for number, moment in changed.items()
        if saved[number].seen_at < moment <= latest and moments[moment] <= REBUILT
    }
    ids |= {one.episode_id for one in intents if isinstance(one, Revise) and _is_sign(one, rows)} & saved.keys()
    return sorted(ids, key=lambda number: -rows[number].position)[:AT_ONCE]


def _is_sign(intent: Revise, rows: dict[int, Known]) -> bool:
    """A new remark beside a link, or a later date: a sign of an edit.  A new title alone is none."""
    row, found = rows.get(intent.episode_id), intent.found
    if row is None:
        return False
    later = row.published and found.published and found.published > row.published + SAME_DATE
    return ("note" in intent.fields and bool(found.note)) or ("published" in intent.fields and bool(later))


def _carried_anew(library: Library, episode_id: int, content: str) -> bool:
    """Whether a feed's text is another than the one it carried before; the new one is kept then."""
    before = library.store.texts.carried(episode_id)
    if not before or before == content:
        return False
    library.store.texts.carry(episode_id, content, library.now())
    return True


def _told(facts: Any) -> Iterator[tuple[str, datetime | None, str]]:  # noqa: ANN401 - any of discovery's facts
    """(address, when it was changed, its text where the source carries it) of what a source lists."""
    feed, pages, value = (getattr(facts, name, None) for name in ("feed", "pages", "value"))
    if feed is not None:
        yield from ((entry.url, entry.updated, entry.content) for entry in feed.entries)
    elif isinstance(pages, tuple):
        yield from ((url, moment, "") for url, moment in pages)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, dict) and isinstance(one.get("link"), str):
                yield one["link"], _moment(one.get("modified_gmt")), ""


def _moment(value: object) -> datetime | None:
    """A moment as WordPress writes it: ISO 8601 in UTC without saying so."""
    from reader.discover.dates import read_iso  # noqa: PLC0415 - only lists from platforms

    return read_iso(f"{value}Z") if isinstance(value, str) else None

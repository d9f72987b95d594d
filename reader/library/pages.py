"""The missing texts of one serial: pages fetched, extracted by the worker, each saved at once.

Owns the order of the work.  Hosts go side by side, one host's pages one after the other; while one page is extracted
the next is fetched.  The first pages of a host teach the worker what its pages share.  What fails is written on the
row with its reason, and the rest goes on; what is saved stays, whatever happens next.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import canonical, host, without_fragment
from reader.discover.wishes import wish_of
from reader.document import Document
from reader.errors import (
    Disallowed,
    FetchError,
    NoNetwork,
    NotAsked,
    NoText,
    StorageError,
    Throttled,
    TimedOut,
    TsuzukiError,
)
from reader.library.following import side_by_side
from reader.library.lengths import words
from reader.library.silence import Listening
from reader.model import Fetch, Origin, Purpose
from reader.store.texts import RawPage
from reader.web.archive import is_gone, is_nowhere, is_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from reader.extract.episode import Extraction
    from reader.extract.siblings import Frame
    from reader.library.shelf import Library
    from reader.model import Resource
    from reader.store.episodes import Wanted
    from reader.web.protocol import Web

LEARN_FROM: Final = 3
"""Pages of a host from which its frame is learnt."""

AHEAD: Final = 4
"""Pages fetched and not yet extracted, at most."""

LEAVES: Final = 20
"""Web pages of one episode, at most."""

UNANSWERED: Final = 3
"""Pages in a row that a host does not answer before the rest is not asked for."""

AGREED: Final = 0.6
"""The share of pages that must name the same author."""

TWIN_CHARACTERS: Final = 300
"""Two episodes with the same text of at least this length are one notice."""

NOT_MODIFIED: Final = 304
_PARKED: Final = "parked domain"
"""What extraction calls it."""
_BREAKS_OFF = re.compile(
    r"(?:\[\s*(?:…|\.{3})\s*\]|続きを読む|続きはこちら|もっと読む|continue reading|read more|keep reading)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One web page and the wanted episodes on it."""

    url: str
    wanted: tuple[Wanted, ...]


class Harvest:
    """One run over a serial's missing texts; ``report`` hears of each episode once, with what went wrong.

    ``writes_failures`` false leaves the reasons on the rows as they are: for a second way to the same texts.
    """

    def __init__(
        self,
        library: Library,
        serial_id: int,
        web: Web,
        report: Callable[[Wanted, TsuzukiError | None], None],
        *,
        writes_failures: bool = True,
    ) -> None:
        self._library = library
        self._store = library.store
        self._serial = library.store.serials.one(serial_id)
        self._web = web
        self._report = report
        self._writes_failures = writes_failures
        self._authors: Counter[str] = Counter()
        self._on_page: dict[str, list[str]] = {}
        for episode in library.store.episodes.all(serial_id, hidden=True):
            self._on_page.setdefault(canonical(episode.url), []).append(episode.url)

    async def run(self, wanted: Sequence[Wanted]) -> None:
        """Fetch and save all of ``wanted``, in order within each host."""
        rest = [one for one in wanted if not (one.carried and await self._from_feed(one, whole=True))]
        pages: dict[str, list[Wanted]] = {}
        for one in rest:
            pages.setdefault(canonical(one.url), []).append(one)
        by_host: dict[str, list[Page]] = {}
        for together in pages.values():
            page = Page(without_fragment(together[0].url), tuple(together))
            by_host.setdefault(host(page.url), []).append(page)
        await side_by_side(self._host(name, theirs) for name, theirs in by_host.items())
        self._learn_author()
        self._learn_titles()

    def _learn_author(self) -> None:
        """Believe the name that most pages give, where the sources gave none; one page alone may name anybody."""
        (author, count), *_ = [*self._authors.most_common(1), ("", 0)]
        if author and count >= min(2, len(self._on_page)) and count >= AGREED * self._authors.total():
            self._store.serials.learn(self._serial.id, author=author)

    def _learn_titles(self) -> None:
        """Give episodes that their list names by a number alone the titles that their pages show."""
        rows = self._store.episodes.shown(self._serial.id)
        if all(row.learnt for row in rows):
            return
        from reader.discover.fuller import Seen, fuller_titles  # noqa: PLC0415 - brings in the tables of titles

        news = [row for row in rows if not row.learnt]
        known = [Seen(row.listed, row.title) for row in rows if row.learnt]
        names = sorted(self._store.log.names(self._serial.id))
        titles = fuller_titles([Seen(row.listed, row.shown) for row in news], names, known)
        for row, title in zip(news, titles, strict=True):
            if title:
                self._store.episodes.retitle(row.id, title)

    # --- what the feed carries ---------------------------------------------------------------------------------

    async def _from_feed(self, wanted: Wanted, *, whole: bool) -> bool:
        """Save the text that a feed or an API gave; false where there is none, or ``whole`` and it breaks off."""
        try:
            document: Document = await self._library.worker.run(
                "fragment",
                self._store.texts.carried(wanted.id),
                base_url=wanted.url,
                title=wanted.title,
                language=self._serial.language,
            )
            last = document.paragraphs()[-1:]
            if whole and (not last or _BREAKS_OFF.search(last[0])):
                return False
            self._keep(wanted, document, origin=Origin.FEED, url=wanted.url)
        except StorageError:
            raise
        except TsuzukiError:
            return False
        self._report(wanted, None)
        return True

    # --- one host ----------------------------------------------------------------------------------------------

    async def _host(self, name: str, pages: Sequence[Page]) -> None:
        fetched: asyncio.Queue[tuple[Page, Resource | TsuzukiError] | None] = asyncio.Queue(AHEAD)
        await side_by_side([self._fetch_all(pages, fetched), self._extract_all(name, len(pages), fetched)])

    async def _fetch_all(
        self, pages: Sequence[Page], out: asyncio.Queue[tuple[Page, Resource | TsuzukiError] | None]
    ) -> None:
        unanswered = 0
        stop: TsuzukiError | None = None
        for page in pages:
            try:
                answer: Resource | TsuzukiError = stop or await self._ask(page.url)
                unanswered = 0
            except TsuzukiError as error:
                answer = error
                unanswered = unanswered + 1 if isinstance(error, TimedOut) or is_silent(error) else 0
                if isinstance(error, Throttled) or unanswered == UNANSWERED:
                    stop = error
            await out.put((page, answer))
        await out.put(None)

    async def _ask(self, url: str) -> Resource:
        """The first web page of an episode."""
        return await self._fetch(Fetch(url, Purpose.EPISODE))

    async def _fetch(self, fetch: Fetch) -> Resource:
        wish = wish_of(fetch.url)
        if wish is not None:
            raise Disallowed(wish.sentence, subject=fetch.url, hint=wish.hint)
        resource = await self._web.fetch(fetch)
        if resource.cut:
            raise FetchError(
                "the page broke off before its end", subject=fetch.url, hint="`tsuzuki update` tries again."
            )
        return resource

    async def _extract_all(
        self, name: str, pages: int, fetched: asyncio.Queue[tuple[Page, Resource | TsuzukiError] | None]
    ) -> None:
        frame = self._known_frame(name)
        waiting: list[tuple[Page, Resource]] = []
        learning = frame is None and pages >= LEARN_FROM
        while (one := await fetched.get()) is not None:
            page, answer = one
            if isinstance(answer, TsuzukiError):
                await self._failed(page, answer)
                continue
            if answer.status == NOT_MODIFIED:
                self._unchanged(page)
                continue
            waiting.append((page, answer))
            if learning and len(waiting) < LEARN_FROM:
                continue
            if learning:
                frame, learning = await self._learn(name, waiting), False
            await self._extract(waiting, frame)
            waiting.clear()
        await self._extract(waiting, frame)

    def _known_frame(self, name: str) -> Frame | None:
        value = self._store.frames.of(self._serial.id, name)
        if value is None:
            return None
        from reader.extract.siblings import Frame  # noqa: PLC0415 - brings the parser in; only where there is a frame

        try:
            return Frame.from_json(value)
        except (KeyError, TypeError, ValueError):
            return None  # of an older Tsuzuki; it is learnt again

    async def _learn(self, name: str, pages: Sequence[tuple[Page, Resource]]) -> Frame | None:
        titles = [page.wanted[0].title for page, _ in pages]
        try:
            frame: Frame | None = await self._library.worker.run("learn", [one for _, one in pages], titles)
        except TsuzukiError:
            return None
        if frame is not None:
            self._store.frames.keep(self._serial.id, name, frame.to_json(), self._library.now())
        return frame

    # --- one page ----------------------------------------------------------------------------------------------

    async def _extract(self, pages: Sequence[tuple[Page, Resource]], frame: Frame | None) -> None:
        for page, resource in pages:
            for wanted in page.wanted:
                try:
                    await self._take(wanted, resource, frame)
                except StorageError:
                    raise
                except TsuzukiError as error:
                    await self._failed(Page(page.url, (wanted,)), error)
                else:
                    self._report(wanted, None)

    async def _take(self, wanted: Wanted, resource: Resource, frame: Frame | None) -> None:
        """Extract one episode, with the further web pages that it has, and save it."""
        others = tuple(url for url in self._on_page.get(canonical(wanted.url), ()) if url != wanted.url)
        first: Extraction = await self._library.worker.run(
            "extract", replace(resource, url=wanted.url), frame=frame, title=wanted.title, others=others
        )
        if first.frame_fits is False and "memento-datetime" in resource.headers:
            raise NoText("the copy looks like none of the serial's other pages", subject=wanted.url)
        leaves, documents, following = [resource], [first.document], first.next_page
        while following and len(leaves) < LEAVES and following not in {one.url for one in leaves}:
            leaf = await self._fetch(Fetch(following, Purpose.EPISODE))
            more: Extraction = await self._library.worker.run("extract", leaf, frame=frame, title=wanted.title)
            leaves.append(leaf)
            documents.append(more.document)
            following = more.next_page
        document = Document(
            tuple(block for one in documents for block in one.blocks), first.document.language or self._serial.language
        )
        self._refuse_twin(wanted, document)
        raw = [RawPage(one.final_url, one.headers.get("content-type", ""), one.body) for one in leaves]
        memento = resource.headers.get("memento-datetime", "")
        with self._store.writing():  # each transaction waits for the disk once
            self._keep(
                wanted,
                document,
                origin=Origin.ARCHIVE if memento else Origin.LIVE,
                url=resource.final_url,
                dated=parsedate_to_datetime(memento) if memento else None,
                raw=raw,
                is_named=first.frame_fits is not False and _names(first.shown, wanted.title),
            )
            self._learn_from(wanted, resource, first)

    def _refuse_twin(self, wanted: Wanted, document: Document) -> None:
        if document.length() < TWIN_CHARACTERS:
            return
        twin = self._store.texts.twin(wanted.id, document)
        if twin is not None:
            position = self._store.episodes.one(twin).position
            raise NoText(
                f"the page shows the same text as episode {position}",
                subject=wanted.url,
                hint="Open it in a browser to see what is there.",
            )

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
        is_named: bool = False,  # noqa: ARG002 - for whoever doubts what came
    ) -> bool:
        """Save the text; whether it became the current one.  ``is_named``: its page is the site's, with its title."""
        return self._store.texts.save(
            wanted.id,
            document,
            origin=origin,
            url=url,
            fetched_at=self._library.now(),
            words=words(document),
            dated=dated,
            raw=raw,
            suspect=suspect,
        )

    def _learn_from(self, wanted: Wanted, resource: Resource, extraction: Any) -> None:  # noqa: ANN401 - an Extraction
        if resource.permanent and canonical(resource.final_url) != canonical(wanted.url):
            self._store.episodes.also_at(wanted.id, resource.final_url, "redirect", self._library.now())
        if resource.etag or resource.last_modified:
            self._store.sources.seen_page(
                self._serial.id, wanted.url, resource.etag, resource.last_modified, self._library.now()
            )
        alone = "#" not in wanted.url and len(self._on_page.get(canonical(wanted.url), ())) <= 1
        self._store.episodes.learn(wanted.id, published=extraction.published, shown=extraction.shown if alone else "")
        self._authors[extraction.author] += 1
        if not self._serial.language and extraction.document.language:
            self._store.serials.learn(self._serial.id, language=extraction.document.language)

    def _unchanged(self, page: Page) -> None:
        """The page is what it was when it was last asked for."""
        for wanted in page.wanted:
            self._report(wanted, None)

    async def _failed(self, page: Page, error: TsuzukiError) -> None:
        lost = self._is_lost(page.url, error)
        for wanted in page.wanted:
            if wanted.carried and (isinstance(error, NoText) or lost) and await self._from_feed(wanted, whole=False):
                continue
            if self._writes_failures:
                self._store.episodes.failed(
                    wanted.id,
                    error.message,
                    error.hint,
                    self._library.now(),
                    lost=lost,
                    counts=not isinstance(error, NoNetwork | NotAsked),
                )
            self._report(wanted, error)

    def _is_lost(self, url: str, error: TsuzukiError) -> bool:
        """Whether only an archive may still have the page.

        A login page or a shop stands for a text that is not lost, and a host that does not answer may be back.
        """
        if isinstance(error, NoText):
            return _PARKED in error.message
        if isinstance(error, TimedOut) or is_silent(error):
            return isinstance(self._web, Listening) and self._web.is_dead(url)
        return is_gone(error)


def _names(shown: str, title: str) -> bool:
    """Whether the title that a page shows is the episode's."""
    one, other = (re.sub(r"\W+", "", unicodedata.normalize("NFKC", each).casefold()) for each in (shown, title))
    return bool(one and other) and (other in one or (len(one) > 1 and one in other))


def may_be_archived(error: TsuzukiError) -> bool:
    """Whether an archive's copy is worth a thought: another page stands there, none does, or there is no such host."""
    return isinstance(error, NoText) or is_gone(error) or is_nowhere(error)

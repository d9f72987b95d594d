"""One serial's look for news: the cheapest question first, the whole table of contents only where the answer changed.

The best source is asked conditionally.  Not modified, the same bytes, or a page whose list of links is the same: no
news.  A feed whose entries we all have is the whole answer.  Everything else goes through discovery, and what it finds
is decided and written in one transaction with the validators that stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import canonical
from reader.errors import NotASerial
from reader.library.following import drive
from reader.library.pages import NOT_MODIFIED
from reader.library.rereading import edited
from reader.library.shelf import Look
from reader.model import Choices, Fetch, Purpose, Source, SourceKind, Status
from reader.store.values import digest
from reader.update import Leave, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.library.shelf import Library
    from reader.model import Resource, Serial, TableOfContents
    from reader.web.protocol import Web

_PURPOSES: Final = {
    SourceKind.FEED: Purpose.FEED,
    SourceKind.API: Purpose.API,
    SourceKind.SITEMAP: Purpose.SITEMAP,
}
_LINKS: Final = "links "
"""Before the address of a page, in the table of looks: what its list of links was."""

_NO_SERIAL: Final = "this is no serial that Tsuzuki can follow: "
"""How discovery begins what it says of a page: of one that is followed already, the rest says more."""

_ASIDE: Final = frozenset({"aside", "nav", "header", "footer"})


@dataclass(frozen=True, slots=True)
class News:
    """How many rows a look changed; ``warning`` says why nothing was believed.

    ``edited`` are ids of saved episodes that the source says were edited.
    """

    new: int = 0
    revised: int = 0
    withdrawn: int = 0
    warning: str = ""
    edited: tuple[int, ...] = ()


class NewsLook:
    """The look at one serial."""

    def __init__(self, library: Library, serial: Serial, web: Web) -> None:
        self._library = library
        self._store = library.store
        self._serial = serial
        self._web = web
        self._looks: dict[str, Look] = {}
        self._read: list[Any] = []

    async def run(self) -> News:
        """Ask, decide and write.  Raises kinds of :class:`~reader.errors.TsuzukiError`; then nothing was written."""
        sources = self._store.sources.of(self._serial.id)
        probe = sources[0] if sources else Source(SourceKind.INDEX, self._serial.url)
        if probe.kind is SourceKind.FILE:
            return await self._at_path()
        if probe.kind is SourceKind.ARCHIVE:
            return News()  # What the archive has does not grow, and nothing is asked of it without the reader.
        etag, last_modified = self._store.sources.validators(self._serial.id, probe.url)
        purpose = _PURPOSES.get(probe.kind, Purpose.PAGE)
        resource = await self._web.fetch(Fetch(probe.url, purpose, etag, last_modified, "is there news?"))
        if resource.status == NOT_MODIFIED or self._store.sources.is_same(self._serial.id, probe.url, resource.body):
            return News()
        self._looks[probe.url] = Look(resource.etag, resource.last_modified, digest(resource.body))
        facts = await self._library.worker.run("facts", resource)
        if self._lists_nothing_new(facts):
            with self._store.writing():
                again = edited(self._library, self._serial.id, [facts])
                self._remember()
            return News(edited=tuple(again))
        links = _links(facts)
        if links and self._store.sources.is_same(self._serial.id, _LINKS + probe.url, links):
            self._remember()
            return News()
        self._looks[_LINKS + probe.url] = Look("", "", digest(links))
        return await self._whole(probe.url, resource, facts)

    async def _whole(self, url: str, resource: Resource, facts: Any) -> News:  # noqa: ANN401 - any of discovery's facts
        try:
            contents = await self._contents(url, resource)
        except NotASerial as error:
            return self._doubted(facts, error)
        return self._take_in(contents)

    def _doubted(self, facts: Any, error: NotASerial) -> News:  # noqa: ANN401 - any of discovery's facts
        """What is told of a page that was the contents and looks like none now.

        Raises ``error`` where nothing is known that could be missed.
        """
        known = [row for row in self._store.episodes.known(self._serial.id) if not row.gone]
        if not known:
            raise error
        rows = [*getattr(facts, "links", ()), *getattr(getattr(facts, "feed", None), "entries", ())]
        addresses = {canonical(row.url, fragment=True) for row in rows}
        listed = sum(not row.keys.isdisjoint(addresses) for row in known)
        counts = f"the source lists {listed} episodes where it listed {len(known)}"
        why = error.message.removeprefix(_NO_SERIAL)
        return News(warning=counts if listed else f"{counts}; {why}")

    def _lists_nothing_new(self, facts: Any) -> bool:  # noqa: ANN401 - any of discovery's facts
        """Whether every entry of a feed is an episode that we have: then the feed alone says all there is to say."""
        entries = getattr(getattr(facts, "feed", None), "entries", ())
        known = {key for row in self._store.episodes.known(self._serial.id) for key in row.keys if not row.gone}
        return bool(entries) and all(canonical(entry.url, fragment=True) in known for entry in entries)

    async def _at_path(self) -> News:
        """Read a local serial again: what was added is new, what was edited is a revision."""
        from reader.library import shelving  # noqa: PLC0415 - few serials lie on this machine

        path = shelving.path_of(self._serial.url)
        work = await shelving.read_path(path)
        found = shelving.discovered(path, work)
        applied, texts = shelving.look_again(self._library, self._serial, found, work)
        return News(applied.inserted, applied.revised + max(0, texts - applied.inserted), applied.withdrawn)

    async def _contents(self, url: str, resource: Resource) -> TableOfContents:
        """The table of contents as it is now; of several on the page, the one of the same title."""
        from reader.discover.plan import Discovery  # noqa: PLC0415 - only what is due discovers

        pick = None
        while True:
            discovery = Discovery(self._serial.url, pick=pick, now=self._library.now())
            answer = await drive(
                discovery,
                self._web,
                self._library.worker,
                looks=self._looks,
                fetched={url: resource},
                read=self._read,
            )
            if not isinstance(answer, Choices):
                return answer.contents
            pick = self._pick(answer)
            if pick is None:
                raise NotASerial(
                    "the page lists several serials, and none is named like this one",
                    subject=self._serial.url,
                    hint="Open it in a browser to see what changed.",
                )

    def _pick(self, choices: Choices) -> int | None:
        episodes = self._store.episodes.all(self._serial.id, hidden=True)
        first = episodes[0].title if episodes else ""
        names = self._store.log.names(self._serial.id)
        for one in choices.choices:
            if one.title in names or (first and one.first == first):
                return one.pick
        return None

    def _take_in(self, contents: TableOfContents) -> News:
        """Decide and write in one transaction; the validators go with what they stand for."""
        store, serial_id = self._store, self._serial.id
        again: list[int] = []
        with store.writing():
            partial = _is_window(contents.sources)
            fuller = partial and not _is_window(store.sources.of(serial_id))
            known = store.episodes.known(serial_id)
            intents = decide(
                known,
                contents,
                partial=partial,
                revise=not fuller,
                ordered_by_reader=store.serials.is_ordered_by_reader(serial_id),
            )
            applied = store.changes.apply(serial_id, intents, self._library.now())
            warnings = [one.reason for one in intents if isinstance(one, Leave) and one.warn]
            if not warnings:
                status = contents.status if contents.status is Status.COMPLETE or applied.inserted else None
                if (judged := store.log.last_edit(serial_id, "status")) and Status.PAUSED not in judged:
                    status = None  # the reader's own word
                store.serials.learn(serial_id, author=contents.author, language=contents.language, status=status)
                if not fuller:
                    store.sources.replace(serial_id, contents.sources)
                again = edited(self._library, serial_id, self._read, intents, known)
                self._remember()
        return News(applied.inserted, applied.revised, applied.withdrawn, "; ".join(warnings), tuple(again))

    def _remember(self) -> None:
        with self._store.writing():
            for url, look in self._looks.items():
                self._store.sources.seen(
                    self._serial.id,
                    url,
                    etag=look.etag,
                    last_modified=look.last_modified,
                    body_digest=look.digest,
                    now=self._library.now(),
                )


def _links(facts: Any) -> bytes:  # noqa: ANN401 - any of discovery's facts
    """What a page lists outside its borders, so that a new advertisement or token is no news."""
    lines = [
        f"{link.url} {link.before} {link.text} {link.after}"
        for link in getattr(facts, "links", ())
        if link.region not in _ASIDE
    ]
    lines += [f"{part.url} {part.title} {part.published}" for parts in getattr(facts, "parts", ()) for part in parts]
    return "\n".join(lines).encode("utf-8", "replace")


def _is_window(sources: Sequence[Source]) -> bool:
    """Whether all that is known comes from feeds, which show the newest entries only."""
    return bool(sources) and all(one.kind is SourceKind.FEED for one in sources)

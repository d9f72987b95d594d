"""The texts of episodes: every fetched state kept, one of them current.

Owns revisions.  Nothing here replaces or deletes: a new text is a new revision, and the episode points to it; a
suspect one is kept beside and pointed to by nobody.  The bytes from which a text was extracted lie beside it, once
for all episodes that share a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.document import Document, from_json_text, to_json
from reader.errors import NotFound
from reader.model import Origin
from reader.store.faults import sound
from reader.store.search import TITLES_AT_ONCE, Packed
from reader.store.values import digest, pack, time_from, time_or_none, time_to_text, unpack
from reader.store.values import to_json as as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.database import Database
    from reader.store.search import Search


@dataclass(frozen=True, slots=True)
class RawPage:
    """Bytes as they came, unpacked, and the ``Content-Type`` header's whole value."""

    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Revision:
    """One fetched state of a text; ``suspect`` says why it did not become current."""

    id: int
    episode_id: int
    origin: Origin
    url: str
    fetched_at: datetime
    dated: datetime | None
    characters: int
    words: int
    suspect: str
    current: bool


class Texts:
    """All texts there are."""

    def __init__(self, database: Database, search: Search) -> None:
        self._database = database
        self._search = search

    def current(self, episode_id: int) -> Document:
        """The episode's text.  Raises :class:`NotFound` where none is saved."""
        row = self._database.row(
            "SELECT document FROM revision WHERE id = (SELECT revision_id FROM episode WHERE id = ?)", (episode_id,)
        )
        if row is None:
            raise NotFound(f"the text of episode {episode_id} is not saved", hint="`tsuzuki update` fetches it.")
        return self._document(row[0], episode_id)

    def revision(self, revision_id: int) -> Document:
        """The text of one revision.  Raises :class:`NotFound`."""
        row = self._database.row("SELECT document, episode_id FROM revision WHERE id = ?", (revision_id,))
        if row is None:
            raise NotFound(f"there is no revision {revision_id}")
        return self._document(row[0], row[1])

    def revisions(self, episode_id: int) -> list[Revision]:
        """Every state of the text that was fetched, the oldest first."""
        rows = self._database.rows(
            "SELECT r.id, r.episode_id, r.origin, r.url, r.fetched_at, r.dated, r.characters, r.words, r.suspect,"
            " r.id IS e.revision_id FROM revision r JOIN episode e ON e.id = r.episode_id WHERE e.id = ? ORDER BY r.id",
            (episode_id,),
        )
        with sound(self._database.path, f"the texts of episode {episode_id}"):
            return [
                Revision(
                    number,
                    owner,
                    Origin(origin),
                    url,
                    datetime.fromisoformat(fetched_at),
                    time_from(dated),
                    characters,
                    words,
                    suspect,
                    bool(current),
                )
                for number, owner, origin, url, fetched_at, dated, characters, words, suspect, current in rows
            ]

    def raw(self, revision_id: int) -> list[RawPage]:
        """The pages from which a text was extracted, in order."""
        rows = self._database.rows(
            "SELECT url, content_type, body FROM raw JOIN revision_raw ON raw.id = raw_id"
            " WHERE revision_id = ? ORDER BY page",
            (revision_id,),
        )
        with sound(self._database.path, f"the page behind revision {revision_id}"):
            return [RawPage(url, content_type, unpack(body)) for url, content_type, body in rows]

    def twin(self, episode_id: int, document: Document) -> int | None:
        """The id of another episode of the same serial that has exactly this text, or ``None``."""
        row = self._database.row(
            "SELECT e.id FROM revision r JOIN episode e ON e.revision_id = r.id WHERE r.digest = ? AND e.id <> ?"
            " AND e.serial_id = (SELECT serial_id FROM episode WHERE id = ?) LIMIT 1",
            (digest(_bytes(document)), episode_id, episode_id),
        )
        return None if row is None else int(row[0])

    def save(
        self,
        episode_id: int,
        document: Document,
        *,
        origin: Origin,
        url: str,
        fetched_at: datetime,
        words: int = 0,
        dated: datetime | None = None,
        raw: Sequence[RawPage] = (),
        suspect: str = "",
    ) -> bool:
        """Keep a text; true where it became the current one and is another than before.

        A text with a reason in ``suspect`` is kept and does not become current.  The same text again is not kept
        twice.  A failure that stood on the row is cleared when there is a current text.
        """
        content = _bytes(document)
        mark = digest(content)
        with self._database.writing() as database:
            known = database.row(
                "SELECT r.id, e.revision_id FROM episode e LEFT JOIN revision r ON r.episode_id = e.id AND r.digest = ?"
                " WHERE e.id = ? ORDER BY r.id IS e.revision_id DESC LIMIT 1",
                (mark, episode_id),
            )
            if known is None:
                raise NotFound(f"there is no episode {episode_id}")
            revision_id, current = known
            packed = None
            if revision_id is None:
                packed = Packed.of(document)
                revision_id = database.change(
                    "INSERT INTO revision (episode_id, origin, url, fetched_at, dated, digest, characters, words,"
                    " suspect, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        episode_id,
                        origin.value,
                        url,
                        time_to_text(fetched_at),
                        time_or_none(dated),
                        mark,
                        document.length(),
                        words,
                        suspect,
                        packed.blob,
                    ),
                )
                self._keep_raw(database, revision_id, raw)
            # Whatever it is, the latest look is what the row speaks of.
            database.change(
                "UPDATE episode SET suspect = ? WHERE id = ? AND suspect <> ?", (suspect, episode_id, suspect)
            )
            if suspect or revision_id == current:
                return False
            database.change("UPDATE revision SET suspect = '' WHERE id = ? AND suspect <> ''", (revision_id,))
            database.change(
                "UPDATE episode SET (revision_id, origin, characters, words)"
                " = (SELECT id, origin, characters, words FROM revision WHERE id = ?),"
                " missing = '', hint = '', tries = 0, failed_at = NULL, lost = 0,"
                " changed_at = CASE WHEN revision_id IS NULL THEN NULL ELSE ? END WHERE id = ?",
                (revision_id, time_to_text(fetched_at), episode_id),
            )
            if packed is not None:
                self._search.add_text(episode_id, revision_id, packed)
            self._search.catch_up(TITLES_AT_ONCE, titles_only=packed is not None)
        return True

    def carry(self, episode_id: int, html: str, now: datetime) -> None:
        """Keep the text as a feed or an API carries it, until it is extracted."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO carried (episode_id, seen_at, html) VALUES (?, ?, ?)"
                " ON CONFLICT (episode_id) DO UPDATE SET seen_at = excluded.seen_at, html = excluded.html",
                (episode_id, time_to_text(now), pack(html.encode("utf-8", "replace"))),
            )

    def carried(self, episode_id: int) -> str:
        """The HTML that a feed or an API gave as the whole text, or ``""``."""
        row = self._database.row("SELECT html FROM carried WHERE episode_id = ?", (episode_id,))
        with sound(self._database.path, f"the feed's text of episode {episode_id}"):
            return unpack(row[0]).decode() if row else ""

    def _document(self, blob: bytes, episode_id: int) -> Document:
        with sound(self._database.path, f"the text of episode {episode_id}"):
            return from_json_text(unpack(blob))

    @staticmethod
    def _keep_raw(database: Database, revision_id: int, raw: Sequence[RawPage]) -> None:
        for page, one in enumerate(raw, 1):
            mark = digest(one.body)
            database.change(
                "INSERT INTO raw (digest, url, content_type, body) VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
                (mark, one.url, one.content_type, pack(one.body)),
            )
            database.change(
                "INSERT INTO revision_raw (revision_id, page, raw_id)"
                " VALUES (?, ?, (SELECT id FROM raw WHERE digest = ?))",
                (revision_id, page, mark),
            )


def _bytes(document: Document) -> bytes:
    return as_json(to_json(document)).encode("utf-8", "replace")

"""A serial as a book to take along: its saved texts, out of the library and into an EPUB.

Owns which episodes are in it: those whose text is saved, or of those what is not read yet.  What the file looks like
is :mod:`reader.export.epub`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ExportError
from reader.export.epub import epub
from reader.export.epub_book import Book, Chapter
from reader.files import safe_name
from reader.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.library.shelf import Library
    from reader.model import Episode


def export_epub(
    library: Library,
    serial_id: int,
    *,
    vertical: bool = False,
    unread_only: bool = False,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The serial as an EPUB file, the same bytes as long as nothing in it changes.

    ``pictures`` by address, by default those that the library has; one that is not there is told by its words.  Raises
    :class:`~reader.errors.NotFound` for an unknown serial, :class:`ExportError` where no text is saved or, with
    ``unread_only``, unread.
    """
    store = library.store
    with store.reading():
        serial = store.serials.one(serial_id)
        saved = [one for one in store.episodes.all(serial_id) if one.saved]
        wanted = [one for one in saved if not (unread_only and one.state is State.READ)]
        if not wanted:
            raise ExportError(
                "every saved episode is read" if saved else "no text is saved yet",
                subject=serial.title,
                hint="Leave out --unread to export them all." if saved else f"`tsuzuki update {serial_id}` fetches it.",
            )
        uids = store.episodes.uids(serial_id)
        chapters = tuple(_chapter(library, one, uids[one.id]) for one in wanted)
    language = serial.language or next((one.document.language for one in chapters if one.document.language), "")
    return epub(
        Book(
            serial.uid,
            serial.title,
            chapters,
            serial.author,
            language,
            serial.url,
            store.images.bodies(one.id for one in wanted) if pictures is None else pictures,
            vertical=vertical,
            part="unread" if unread_only else "",
        )
    )


def epub_name(library: Library, serial_id: int) -> str:
    """A name for the file, from the serial's title.  Raises :class:`~reader.errors.NotFound`."""
    return safe_name(library.store.serials.one(serial_id).title, ".epub")


def _chapter(library: Library, episode: Episode, uid: str) -> Chapter:
    texts = library.store.texts
    seen = [one.fetched_at for one in texts.revisions(episode.id) if one.current]
    return Chapter(
        uid,
        episode.title,
        texts.current(episode.id),
        episode.section,
        episode.number or "",
        episode.url,
        seen[0] if seen else None,
    )

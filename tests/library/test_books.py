"""Serials out of a library as books."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import ExportError, NotFound
from reader.library import books, following, lists, reading
from reader.model import Origin, State
from tests.export.epubs import PIXEL, parsed, unpacked

from .fakes import FIVE, NOW, a_library, discovered

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library


def save(library: Library, episode_id: int, words: str, *, days: int = 0, picture: str = "") -> None:
    picture_blocks = (Block(Role.IMAGE, "map", source=picture),) if picture else ()
    document = Document((Block(Role.PARAGRAPH, words), *picture_blocks), "en")
    library.store.texts.save(
        episode_id, document, origin=Origin.LIVE, url="https://tales.example/x", fetched_at=NOW + timedelta(days=days)
    )


def a_followed(folder: Path, saved: int = 3) -> Library:
    library = a_library(folder)
    following.follow(library, discovered(*FIVE, author="Aki", language=""))
    for one in lists.episodes(library, 1)[:saved]:
        save(library, one.id, f"The text of part {one.position}.", days=one.position)
    return library


def texts(data: bytes) -> list[str]:
    return [name for name in unpacked(data) if name.startswith("EPUB/text/")]


def test_a_book_holds_what_is_saved_in_order(tmp_path: Path) -> None:
    with a_followed(tmp_path) as library:
        data = books.export_epub(library, 1)
        uids = library.store.episodes.uids(1)
        names = [f"EPUB/text/e-{uids[one.id]}.xhtml" for one in lists.episodes(library, 1)]
        assert texts(data) == names[:3]
        entries = unpacked(data)
        assert b"The text of part 2." in entries[names[1]]
        package = parsed(entries, "package.opf")
        assert package.xpath("string(//*[local-name()='language'])") == "en"
        assert package.xpath("string(//*[local-name()='creator'])") == "Aki"
        assert package.xpath("string(//*[@property='dcterms:modified'])") == "2026-05-04T00:00:00Z"


def test_it_stays_the_same_until_a_text_changes(tmp_path: Path) -> None:
    with a_followed(tmp_path) as library:
        before = books.export_epub(library, 1)
        reading.mark(library, [lists.episodes(library, 1)[0].id], State.READ)
    with a_library(tmp_path) as library:
        library.now.turn(days=90)  # type: ignore[attr-defined]
        assert books.export_epub(library, 1) == before
        save(library, lists.episodes(library, 1)[1].id, "Another text of part 2.", days=9)
        after = books.export_epub(library, 1)
        assert b"2026-05-10T00:00:00Z" in unpacked(after)["EPUB/package.opf"]
        assert texts(after) == texts(before)


def test_only_what_is_unread_if_asked(tmp_path: Path) -> None:
    with a_followed(tmp_path) as library:
        first, second, third, *_ = [one.id for one in lists.episodes(library, 1)]
        whole = texts(books.export_epub(library, 1))
        reading.mark(library, [first], State.READ)
        reading.mark(library, [second], State.READING)
        assert texts(books.export_epub(library, 1, unread_only=True)) == whole[1:]
        reading.mark(library, [second, third], State.READ)
        with pytest.raises(ExportError, match="every saved episode is read"):
            books.export_epub(library, 1, unread_only=True)
        assert texts(books.export_epub(library, 1)) == whole


def test_a_serial_without_texts_is_no_book(tmp_path: Path) -> None:
    with a_followed(tmp_path, saved=0) as library:
        with pytest.raises(ExportError, match="no text is saved") as caught:
            books.export_epub(library, 1)
        assert "update 1" in caught.value.hint
        with pytest.raises(NotFound):
            books.export_epub(library, 7)


def test_downwards_and_with_pictures(tmp_path: Path) -> None:
    with a_followed(tmp_path, saved=0) as library:
        save(library, lists.episodes(library, 1)[0].id, "縦に組む。", picture="https://tales.example/map.png")
        pictures = {"https://tales.example/map.png": PIXEL, "https://tales.example/other.png": PIXEL + b"x"}
        entries = unpacked(books.export_epub(library, 1, vertical=True, pictures=pictures))
        assert b'page-progression-direction="rtl"' in entries["EPUB/package.opf"]
        assert [content for name, content in entries.items() if name.startswith("EPUB/images/")] == [PIXEL]


def test_the_file_is_named_for_the_title(tmp_path: Path) -> None:
    with a_followed(tmp_path) as library:
        lists.rename(library, 1, "../The/ferry")
        assert books.epub_name(library, 1) == "／The／ferry.epub"

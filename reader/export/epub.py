"""A serial as an EPUB 3.3, byte for byte the same where nothing changed.

Owns the zip: which files, in which order, without a clock.  Source: EPUB 3.3 section 4.2 (OCF ZIP container).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from reader.errors import ExportError
from reader.export import epub_book
from reader.export.epub_cover import cover
from reader.export.epub_links import chapter_links
from reader.export.epub_package import CONTAINER, items, ncx, package
from reader.export.epub_pages import chapter_pages, contents_page, cover_page, title_page
from reader.export.epub_pictures import pictures
from reader.export.epub_style import style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.export.epub_book import Book

MEDIA_TYPE: Final = "application/epub+zip"

_BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
"""Every file's time: the first that a zip can tell."""
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


def epub(book: Book) -> bytes:
    """The whole file.  Raises :class:`ExportError` for a book without a chapter."""
    if not book.chapters:
        raise ExportError("there is no text to make a book of", subject=epub_book.title(book))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, content in _files(book):
            packed = zipfile.ZIP_STORED if name.startswith("EPUB/images/") else zipfile.ZIP_DEFLATED
            _put(archive, name, content, packed)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: str | bytes, compression: int) -> None:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.create_system, info.external_attr, info.compress_type = _UNIX, _MODE, compression
    archive.writestr(info, content, compresslevel=6)


def _files(book: Book) -> Iterator[tuple[str, str | bytes]]:
    names, shown = epub_book.names(book), pictures(_wanted(book))
    files = items(names, shown.values())
    yield "META-INF/container.xml", CONTAINER
    yield "EPUB/package.opf", package(book, files)
    yield "EPUB/contents.xhtml", contents_page(book, names)
    yield "EPUB/toc.ncx", ncx(book, names)
    yield "EPUB/style.css", style(vertical=book.vertical)
    yield "EPUB/cover.svg", cover(book)
    yield "EPUB/cover.xhtml", cover_page(book)
    yield "EPUB/title.xhtml", title_page(book)
    links = chapter_links(book.chapters, names)
    for name, page in zip(names, chapter_pages(book, links, shown), strict=True):
        yield f"EPUB/text/{name}.xhtml", page
    for name, data in sorted({one.name: one.data for one in shown.values()}.items()):
        yield f"EPUB/{name}", data


def _wanted(book: Book) -> dict[str, bytes]:
    """The pictures that a chapter shows; a file that nothing shows is a fault of a book."""
    addresses = {block.source for chapter in book.chapters for block in chapter.document.blocks if block.source}
    return {address: data for address, data in book.pictures.items() if address in addresses}

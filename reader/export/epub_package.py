"""What tells a reading system of the book: container, package document, and the contents for older systems.

Sources: EPUB 3.3 sections 4.2.6 (container) and 5 (package document); EPUB 2.0.1 section 2.4.1 (NCX), which older
reading systems need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.export import epub_book
from reader.export.epub_links import web_link
from reader.export.epub_pages import is_right_to_left
from reader.export.markup import escaped, plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.export.epub_book import Book
    from reader.export.epub_pictures import Picture

CONTAINER: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

XHTML: Final = "application/xhtml+xml"
_EARLIEST: Final = "1980-01-01T00:00:00Z"
"""Of a book whose texts have no time; the earliest that a zip knows."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book; ``href`` from the package document."""

    id: str
    href: str
    media_type: str
    properties: str = ""
    in_spine: bool = False

    def manifest(self) -> str:
        """The line that lists it."""
        told = f' properties="{self.properties}"' if self.properties else ""
        return f'<item id="{self.id}" href="{self.href}" media-type="{self.media_type}"{told}/>'


def items(chapters: Sequence[str], shown: Iterable[Picture]) -> list[Item]:
    """Everything in the book: what stands before the text, the chapters in reading order, then what they need."""
    front = [
        Item("cover", "cover.xhtml", XHTML, in_spine=True),
        Item("title", "title.xhtml", XHTML, in_spine=True),
        Item("contents", "contents.xhtml", XHTML, "nav", in_spine=True),
    ]
    text = [Item(name, f"text/{name}.xhtml", XHTML, in_spine=True) for name in chapters]
    rest = [
        Item("ncx", "toc.ncx", "application/x-dtbncx+xml"),
        Item("style", "style.css", "text/css"),
        Item("cover-image", "cover.svg", "image/svg+xml", "cover-image"),
    ]
    kinds = {one.name: one.media_type for one in shown}
    rest += [Item(f"i-{name.rpartition('/')[2].partition('.')[0]}", name, kind) for name, kind in sorted(kinds.items())]
    return [*front, *text, *rest]


def package(book: Book, files: Sequence[Item]) -> str:
    """The package document."""
    tag = epub_book.language(book)
    from_right = book.vertical or is_right_to_left(tag)
    direction = ' page-progression-direction="rtl"' if from_right else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="{tag}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *_metadata(book, tag),
        "</metadata>",
        "<manifest>",
        *(one.manifest() for one in files),
        "</manifest>",
        f'<spine toc="ncx"{direction}>',
        # Named, so that a place that counts spine items (EPUB CFI) is found again where an episode came between.
        *(f'<itemref id="s-{one.id}" idref="{one.id}"/>' for one in files if one.in_spine),
        "</spine>",
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def _metadata(book: Book, tag: str) -> list[str]:
    author, source = plain_line(book.author), web_link(book.url)
    lines = [
        f'<dc:identifier id="uid">{escaped(epub_book.identifier(book))}</dc:identifier>',
        f"<dc:title>{escaped(epub_book.title(book))}</dc:title>",
        f"<dc:language>{tag}</dc:language>",
        f"<dc:creator>{escaped(author)}</dc:creator>" if author else "",
        f"<dc:source>{escaped(source)}</dc:source>" if source else "",
        f'<meta property="dcterms:modified">{_time(epub_book.modified(book))}</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>',
        '<meta property="schema:accessibilityFeature">readingOrder</meta>',
        '<meta property="schema:accessibilityHazard">unknown</meta>',
        '<meta name="cover" content="cover-image"/>',
        '<meta name="primary-writing-mode" content="vertical-rl"/>' if book.vertical else "",
    ]
    return [line for line in lines if line]


def _time(time: datetime | None) -> str:
    if time is None:
        return _EARLIEST
    return f"{time.year:04d}{time:-%m-%dT%H:%M:%SZ}"


def ncx(book: Book, chapters: Sequence[str]) -> str:
    """The table of contents for reading systems of EPUB 2."""
    titles = epub_book.titles(book)
    points: list[str] = []
    deep = False
    for count, (section, indices) in enumerate(epub_book.sections(book), 1):
        some = [_point(f"p-{chapters[one]}", titles[one], chapters[one]) + "</navPoint>" for one in indices]
        if section:
            deep = True
            some = [_point(f"section-{count}", section, chapters[indices[0]]), *some, "</navPoint>"]
        points += some
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">',
            "<head>",
            f'<meta name="dtb:uid" content="{escaped(epub_book.identifier(book))}"/>',
            f'<meta name="dtb:depth" content="{2 if deep else 1}"/>',
            "</head>",
            f"<docTitle><text>{escaped(epub_book.title(book))}</text></docTitle>",
            "<navMap>",
            *points,
            "</navMap>",
            "</ncx>",
            "",
        ]
    )


def _point(name: str, label: str, chapter: str) -> str:
    told = f"<navLabel><text>{escaped(label)}</text></navLabel>"
    return f'<navPoint id="{name}">{told}<content src="text/{chapter}.xhtml"/>'

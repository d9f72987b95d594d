"""The pages of a book: cover, title page, contents, and a page a chapter, as XHTML.

Owns their order and their file names.  Sources: EPUB 3.3 sections 6.1 (XHTML) and 7 (navigation document).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.document import Role
from reader.export import epub_book
from reader.export.epub_inline import Inline, footnotes
from reader.export.epub_links import web_link
from reader.export.epub_text import TextWriter
from reader.export.markup import escaped, plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.document import Block
    from reader.export.epub_book import Book
    from reader.export.epub_pictures import Picture

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "yi", "ckb", "dv", "ps", "sd", "ug"})
"""Languages whose lines begin at the right."""

_PAGE: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {language}>
<head>
<meta charset="UTF-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{up}style.css"/>
</head>
<body{kind}>
{body}
</body>
</html>
"""


def page(book: Book, title: str, body: str, *, kind: str = "", up: str = "") -> str:
    """A whole page; ``title`` is text, ``body`` is markup, ``up`` leads to the folder of the style sheet."""
    return _PAGE.format(
        language=language_attributes(epub_book.language(book)),
        title=escaped(title),
        up=up,
        kind=f' class="{kind}"' if kind else "",
        body=body,
    )


def language_attributes(tag: str) -> str:
    """``lang`` twice over, as EPUB asks, and the direction of its lines where that is not the usual one."""
    backwards = ' dir="rtl"' if is_right_to_left(tag) else ""
    return f'lang="{tag}" xml:lang="{tag}"{backwards}'


def is_right_to_left(tag: str) -> bool:
    """Whether lines of this language begin at the right."""
    return tag.partition("-")[0].lower() in RIGHT_TO_LEFT


def cover_page(book: Book) -> str:
    """The page that holds nothing but the cover."""
    told = " – ".join(filter(None, [epub_book.title(book), plain_line(book.author)]))
    body = f'<section epub:type="cover"><img src="cover.svg" alt="{escaped(told)}"/></section>'
    return page(book, epub_book.title(book), body, kind="cover")


def title_page(book: Book) -> str:
    """Title, author and where the serial is published."""
    lines = [f"<h1>{escaped(epub_book.title(book))}</h1>"]
    if author := plain_line(book.author):
        lines.append(f'<p class="author">{escaped(author)}</p>')
    if target := web_link(book.url):
        lines.append(f'<p class="source"><a href="{escaped(target)}">{escaped(target)}</a></p>')
    body = "\n".join(['<section epub:type="titlepage">', *lines, "</section>"])
    return page(book, epub_book.title(book), body, kind="front")


def contents_page(book: Book, chapters: Sequence[str]) -> str:
    """The navigation document: sections with their chapters, and the landmarks; ``chapters`` are names."""
    heading = escaped(epub_book.title(book))
    body = f"""\
<nav epub:type="toc" role="doc-toc" id="toc">
<h1>{heading}</h1>
<ol>
{_entries(book, chapters)}
</ol>
</nav>
<nav epub:type="landmarks" id="landmarks" hidden="hidden">
<ol>
<li><a epub:type="cover" href="cover.xhtml">{heading}</a></li>
<li><a epub:type="toc" href="contents.xhtml#toc">{heading}</a></li>
<li><a epub:type="bodymatter" href="text/{chapters[0]}.xhtml">{escaped(epub_book.titles(book)[0])}</a></li>
</ol>
</nav>"""
    return page(book, epub_book.title(book), body)


def _entries(book: Book, chapters: Sequence[str]) -> str:
    titles = epub_book.titles(book)
    lines = []
    for section, indices in epub_book.sections(book):
        some = [f'<li><a href="text/{chapters[one]}.xhtml">{escaped(titles[one])}</a></li>' for one in indices]
        if section:
            first = f'<a href="text/{chapters[indices[0]]}.xhtml">{escaped(section)}</a>'
            some = [f"<li>{first}", "<ol>", *some, "</ol>", "</li>"]
        lines += some
    return "\n".join(lines)


def chapter_pages(book: Book, links: Mapping[str, str], shown: Mapping[str, Picture]) -> list[str]:
    """A page a chapter, in order; the first of a section says its title."""
    opening = {indices[0]: section for section, indices in epub_book.sections(book) if section}
    titles = epub_book.titles(book)
    pages = []
    for index, chapter in enumerate(book.chapters):
        inline = Inline(footnotes(chapter.document), links, vertical=book.vertical)
        writer = TextWriter(inline, shown, epub_book.language(book))
        text = writer.write(_without_title(chapter.document.blocks, titles[index]))
        pages.append(_chapter_page(book, titles[index], opening.get(index, ""), text))
    return pages


def _chapter_page(book: Book, title: str, section: str, text: str) -> str:
    head = f'<p class="section">{escaped(section)}</p>\n' if section else ""
    body = f'<section epub:type="chapter" role="doc-chapter">\n{head}<h1>{escaped(title)}</h1>\n{text}\n</section>'
    return page(book, title, body, up="../")


def _without_title(blocks: Sequence[Block], title: str) -> Sequence[Block]:
    """A text that begins with its own title would say it twice."""
    first = next((one for one in blocks if one.text.strip()), None)
    if first is not None and first.role is Role.HEADING and plain_line(first.text) == title:
        return [one for one in blocks if one is not first]
    return blocks

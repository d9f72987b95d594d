"""Books, judged by an XML parser, by each other's bytes, and by epubcheck where it is installed."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.errors import ExportError
from reader.export import epub_book
from reader.export.epub import epub
from reader.export.epub_book import Book, Chapter
from reader.export.epub_cover import cover
from reader.export.epub_links import web_link
from reader.export.epub_pictures import pictures

from .epubs import EVERYTHING, PIXEL, SEEN, XHTML, book, chapter, checker, complaints, parsed, unpacked

if TYPE_CHECKING:
    from pathlib import Path

OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
FIRST = f"text/e-{1:032x}.xhtml"


def one_page(*blocks: Block, vertical: bool = False, language: str = "ja") -> etree._Element:
    made = book(chapter(1, Document(blocks)), vertical=vertical, language=language)
    return parsed(unpacked(epub(made)), FIRST)


def inner(root: etree._Element, path: str) -> list[str]:
    return ["".join(str(text) for text in one.itertext()) for one in root.iterfind(f".//{path.replace('h:', XHTML)}")]


# --- the whole ---------------------------------------------------------------------------------------------------


def test_the_type_stands_first_unpacked_and_nothing_has_a_time() -> None:
    data = epub(book())
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_same_book_is_the_same_bytes() -> None:
    assert epub(book()) == epub(book())


def test_an_appended_episode_leaves_every_other_page_and_name_as_it_was() -> None:
    before, after = unpacked(epub(book())), unpacked(epub(book(*book().chapters, chapter(4, section="第2章"))))
    changed = {name for name, content in before.items() if after.get(name) != content}
    assert changed == {"EPUB/package.opf", "EPUB/contents.xhtml", "EPUB/toc.ncx"}
    assert set(after) - set(before) == {f"EPUB/text/e-{4:032x}.xhtml"}
    spines = [
        [one.get("id") for one in parsed(entries, "package.opf").iterfind(f".//{OPF}itemref")]
        for entries in (before, after)
    ]
    assert spines[1][: len(spines[0])] == spines[0]


def test_a_renamed_and_reordered_serial_keeps_its_names() -> None:
    first = book()
    other = replace(first, title="別の題", chapters=tuple(reversed(first.chapters)))
    assert (
        epub_book.identifier(other)
        == epub_book.identifier(first)
        == "urn:uuid:" + "-".join(["5e" * 4, "5e" * 2, "5e" * 2, "5e" * 2, "5e" * 6])
    )
    assert sorted(unpacked(epub(other))) == sorted(unpacked(epub(first)))


def test_a_part_of_the_serial_is_a_book_of_its_own() -> None:
    assert epub_book.identifier(book(part="unread")) != epub_book.identifier(book())


def test_its_time_is_that_of_the_newest_text() -> None:
    newer = chapter(2, modified=SEEN + timedelta(days=3))
    old = chapter(3, modified=None)
    package = parsed(unpacked(epub(book(chapter(1), newer, old))), "package.opf")
    assert package.xpath("string(//*[@property='dcterms:modified'])") == "2026-04-06T02:01:00Z"
    package = parsed(unpacked(epub(book(chapter(1, modified=None)))), "package.opf")
    assert package.xpath("string(//*[@property='dcterms:modified'])") == "1980-01-01T00:00:00Z"


def test_a_time_of_the_first_centuries_has_four_digits() -> None:
    aged = chapter(1, modified=datetime(12, 1, 2, tzinfo=SEEN.tzinfo))
    assert b"0012-01-02T00:00:00Z" in unpacked(epub(book(aged)))["EPUB/package.opf"]


def test_no_text_is_no_book() -> None:
    with pytest.raises(ExportError, match="no text"):
        epub(replace(book(), chapters=()))


def test_unknown_things_are_left_out_or_named_somehow() -> None:
    bare = Book("not a uuid", "", (Chapter("Ü ", "", EVERYTHING), Chapter("Ü ", "", Document())), language="no such!")
    entries = unpacked(epub(bare))
    package = parsed(entries, "package.opf")
    assert package.findtext(f".//{DC}title") == "Untitled"
    assert package.findtext(f".//{DC}language") == "und"
    assert package.find(f".//{DC}creator") is None
    assert inner(parsed(entries, "contents.xhtml"), "h:li")[:2] == ["1", "2"]
    assert len([name for name in entries if name.startswith("EPUB/text/")]) == 2


# --- contents ----------------------------------------------------------------------------------------------------


def test_sections_hold_their_chapters_in_both_tables() -> None:
    made = book(chapter(1), chapter(2), chapter(3), chapter(4, section=""))
    entries = unpacked(epub(made))
    nav = parsed(entries, "contents.xhtml").find(f".//{XHTML}nav[@{OPS}type='toc']/{XHTML}ol")
    assert nav is not None
    told = [[one.text for one in item.iter(f"{XHTML}a")] for item in nav]
    assert told == [["第1章", "第1話　海霧", "第2話　海霧"], ["第2章", "第3話　海霧"], ["第4話　海霧"]]
    ncx = parsed(entries, "toc.ncx")
    points = ncx.find("{*}navMap")
    assert points is not None
    assert [[one.text for one in point.iter("{*}text")] for point in points] == told
    assert ncx.xpath("string(//*[@name='dtb:depth']/@content)") == "2"
    assert inner(parsed(entries, FIRST), "h:p[@class='section']") == ["第1章"]
    assert inner(parsed(entries, f"text/e-{2:032x}.xhtml"), "h:p[@class='section']") == []


def test_downwards_pages_turn_from_the_right() -> None:
    for vertical, expected in ((True, "rtl"), (False, None)):
        entries = unpacked(epub(book(vertical=vertical)))
        spine = parsed(entries, "package.opf").find(f"{OPF}spine")
        assert spine is not None
        assert spine.get("page-progression-direction") == expected
        assert (b"writing-mode: vertical-rl" in entries["EPUB/style.css"]) is vertical


def test_arabic_runs_from_the_right() -> None:
    entries = unpacked(epub(book(language="ar")))
    assert b'page-progression-direction="rtl"' in entries["EPUB/package.opf"]
    assert parsed(entries, FIRST).get("dir") == "rtl"


# --- text --------------------------------------------------------------------------------------------------------


def test_marks_become_tags() -> None:
    root = parsed(unpacked(epub(book())), FIRST)
    assert inner(root, "h:ruby/h:rt")[0] == "きつねび"
    assert inner(root, "h:em[@class='dots-sesame-open']") == ["灯台"]
    assert inner(root, "h:sub") == ["2"]
    assert inner(root, "h:sup") == ["2"]
    assert root.xpath("//*[@class='gaiji']/@title") == ["くさかんむりに“龍”"]
    assert inner(root, "h:h2") == ["一　桟橋 & <灯>"]
    assert inner(root, "h:section[@class='author-note before']") == ["\n港から書いています。\n"]
    assert inner(root, "h:section[@class='author-note after']") == ["\nまた明日。\n"]
    assert inner(root, "h:pre") == ["a\n  b"]
    assert len(list(root.iter(f"{XHTML}hr"))) == 1
    assert inner(root, "h:p[@class='scene-break']") == ["◇　◇　◇"]
    assert len(root.findall(f".//{XHTML}p[@class='pause']")) == 2


def test_links_lead_to_chapters_and_to_the_web_and_nowhere_else() -> None:
    root = parsed(unpacked(epub(book())), f"text/e-{2:032x}.xhtml")
    links = {one.text: one.get("href") for one in root.iter(f"{XHTML}a") if not one.get("role")}
    assert links == {
        "前の話": f"e-{1:032x}.xhtml",
        "外": "https://elsewhere.example/%C3%A4?q=1%202&r",
        "帆": "https://tales.example/lost.png",
    }


def test_a_footnote_and_its_reference_know_each_other() -> None:
    root = parsed(unpacked(epub(book())), FIRST)
    (reference,) = root.findall(f".//{XHTML}a[@{OPS}type='noteref']")
    (note,) = root.findall(f".//{XHTML}aside[@{OPS}type='footnote']")
    (back,) = root.findall(f".//{XHTML}a[@role='doc-backlink']")
    assert reference.get("href") == f"#{note.get('id')}"
    assert back.get("href") == f"#{reference.get('id')}"
    assert "".join(note.itertext()).split() == ["注1", "長い注。", "その続き。"]  # type: ignore[arg-type]


def test_references_without_a_note_and_notes_without_a_reference_are_text() -> None:
    root = one_page(
        Block(Role.PARAGRAPH, "一二", (Span(0, 1, Mark.REFERENCE, "a"), Span(1, 2, Mark.REFERENCE, "b"))),
        Block(Role.PARAGRAPH, "片方だけ", marker="c", part=Part.FOOTNOTE),
        Block(Role.PARAGRAPH, "名もない", part=Part.FOOTNOTE),
    )
    assert root.findall(f".//{XHTML}a") == []
    assert inner(root, "h:aside")[0].split() == ["c", "片方だけ", "名もない"]


def test_a_note_that_comes_twice_has_its_name_once() -> None:
    note = Block(Role.ITEM, "注", marker="1", level=1, part=Part.FOOTNOTE)
    root = one_page(note, Block(Role.PARAGRAPH, "本文"), note, Block(Role.TABLE, "a", marker="2", part=Part.FOOTNOTE))
    assert root.xpath("//@id") == ["note-1", "note-2"]


def test_lists_hold_lists() -> None:
    root = parsed(unpacked(epub(book())), FIRST)
    ordered = root.findall(f".//{XHTML}ol/{XHTML}li")
    assert [one.get("value") for one in ordered] == ["2"]
    deepest = root.find(f".//{XHTML}ol/{XHTML}li/{XHTML}ul/{XHTML}li/{XHTML}ul/{XHTML}li")
    assert deepest is not None
    assert [one.text for one in deepest] == ["小箱", "つづき"]
    assert "（甲） 甲" in inner(root, "h:ul[@class='bare']/h:li/h:p")
    assert inner(root, "h:blockquote/h:blockquote/h:p") == ["手紙の文"]


def test_items_of_a_list_stand_side_by_side() -> None:
    root = one_page(*(Block(Role.ITEM, text, level=1, marker="•") for text in "甲乙丙"))
    assert [one.tag for one in root.findall(f".//{XHTML}ul/*")] == [f"{XHTML}li"] * 3


def test_quotations_come_and_go() -> None:
    root = one_page(*(Block(Role.QUOTE, str(level), level=level) for level in (1, 2, 1)))
    assert inner(root, "h:section/h:blockquote/h:p") == ["1", "1"]
    assert inner(root, "h:blockquote/h:blockquote/h:p") == ["2"]


def test_marks_stay_in_their_cells() -> None:
    root = parsed(unpacked(epub(book())), FIRST)
    assert inner(root, "h:td") == ["名", "年", "朔（さく）", "17"]
    assert inner(root, "h:td/h:strong") == ["名"]


def test_a_picture_is_shown_or_told_with_its_caption() -> None:
    entries = unpacked(epub(book()))
    shown, told = parsed(entries, FIRST).findall(f".//{XHTML}figure")
    picture = shown.find(f"{XHTML}img")
    assert picture is not None
    assert entries["EPUB/" + picture.get("src", "").removeprefix("../")] == PIXEL
    assert (picture.get("alt"), shown.findtext(f"{XHTML}figcaption")) == ("星図", "ある夜の星図")
    assert "".join(told.itertext()) == "帆"  # type: ignore[arg-type]


def test_a_picture_without_words_is_told_in_the_books_language() -> None:
    blank = Block(Role.IMAGE, source="ftp://x/")
    assert inner(one_page(blank), "h:figure") == ["［挿絵］"]
    assert inner(one_page(blank, language="fr"), "h:figure") == ["[image]"]
    assert inner(one_page(Block(Role.IMAGE), Block(Role.CAPTION, "題だけ")), "h:p[@class='caption']") == ["題だけ"]


def test_pictures_are_known_by_their_bytes() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\x01\xff\xc0\x00\x11\x08\x00\x02\x00\x03" + bytes(12)
    gif = b"GIF89a\x01\x00\x01\x00" + bytes(8)
    found = pictures(
        {
            "png": PIXEL,
            "again": PIXEL,
            "jpeg": jpeg,
            "gif": gif,
            "no size": gif[:6] + bytes(8),
            "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "cut": jpeg[:12],
            "no jpeg": b"\xff\xd8\xff\xd9" + bytes(20),
            "empty": b"",
        }
    )
    assert {name: one.media_type for name, one in found.items()} == {
        "png": "image/png",
        "again": "image/png",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
    }
    assert found["png"].name == found["again"].name


def test_downwards_short_figures_stand_upright() -> None:
    text = Block(
        Role.PARAGRAPH, "12時に「え!?」と3回、2026年のA4", (Span(0, 2, Mark.UPRIGHT), Span(6, 16, Mark.UPRIGHT))
    )
    assert inner(one_page(text, vertical=True), "h:span[@class='tcy']") == ["12", "!?", "3"]
    assert inner(one_page(text), "h:span[@class='tcy']") == ["12"]


def test_the_title_is_not_said_twice() -> None:
    root = one_page(Block(Role.HEADING, "第1話　海霧", level=1), Block(Role.PARAGRAPH, "本文"))
    assert inner(root, "h:h1") == ["第1話　海霧"]
    assert inner(root, "h:h2") == []


def test_blank_blocks_leave_no_trace() -> None:
    root = one_page(Block(Role.PARAGRAPH, "　"), Block(Role.PARAGRAPH, " ", part=Part.AFTER), Block(Role.TABLE))
    assert [one.tag for one in root.iterfind(f".//{XHTML}section/*")] == [f"{XHTML}p", f"{XHTML}h1"]


def test_an_empty_reading_is_none() -> None:
    assert inner(one_page(Block(Role.PARAGRAPH, "海", (Span(0, 1, Mark.RUBY, " "),))), "h:ruby") == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://例え.example/話?題=一#部", "https://xn--r8jz45g.example/%E8%A9%B1?%E9%A1%8C=%E4%B8%80#%E9%83%A8"),
        ("HTTP://A.example:8080/100%", "http://a.example:8080/100%25"),
        ("https://a.example/%E3%81%82|{x}", "https://a.example/%E3%81%82%7C%7Bx%7D"),
        ("https://user:secret@a.example/", "https://a.example/"),
        ("https://1.2.3.4/", "https://1.2.3.4/"),
        ("https://1.2.3.400/", ""),
        ("https://a_b.example/", ""),
        ("https://[::1]/", ""),
        ("https://a.example:99999/", ""),
        ("https://..example/", ""),
        ("javascript:alert(1)", ""),
        ("/relative", ""),
    ],
)
def test_addresses_are_uris_or_nothing(url: str, expected: str) -> None:
    assert web_link(url) == expected


# --- the cover ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "海",
        "海霧の町、あるいは「最後の灯台」の物語",
        "灯" * 70,
        "The Keeper",
        "Donaudampfschifffahrtsgesellschaft" * 3,
        "안개 마을",
        "a b " * 60,
    ],
)
def test_a_cover_keeps_within_its_edges(title: str) -> None:
    root = etree.fromstring(cover(book(title=title)).encode())
    texts = root.findall(".//{*}text")
    assert texts
    for one in texts:
        wide = len(one.text or "") * float(one.get("font-size", "0")) / 2
        assert 40 <= float(one.get("y", "0")) <= 1760
        assert float(one.get("x", "0")) - wide / 2 > -600 * (len(one.text or "") > 40)


def test_a_japanese_title_runs_down() -> None:
    root = etree.fromstring(cover(book(title="海ー、「町」A")).encode())
    letters = {one.text: one for one in root.findall(".//{*}text")}
    assert {"海", "ー", "、", "「", "町", "」", "Ａ"} <= set(letters)
    assert [name for name, one in letters.items() if one.get("transform")] == ["ー", "「", "」"]


def test_no_column_begins_with_a_small_mark_or_ends_in_a_bracket() -> None:
    root = etree.fromstring(cover(book(title="あ" * 10 + "「い" + "。" + "う" * 10, author="")).encode())
    columns: dict[str, list[str]] = {}
    for one in root.findall(".//{*}text"):
        columns.setdefault(str(one.get("x")) if one.text != "。" else next(reversed(columns)), []).append(
            one.text or ""
        )
    assert all(column[0] != "。" and column[-1] != "「" for column in columns.values())


# --- whatever comes ----------------------------------------------------------------------------------------------

NASTY = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ["", "]]>", "<script>x</script>", "&amp;&", '"><x onload="y">', "\x00\x1b\ufffe", "\ud800", "1", "1.", "•"]
)
URLS = NASTY | st.sampled_from(["https://tales.example/1", "https://x.example/\"'<", "http://a b/", "data:text/html,x"])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(NASTY | st.text("あ漢12!?\n\t ", max_size=30))
    spans = [
        Span(start, start + size, draw(st.sampled_from(Mark)), draw(URLS))
        for start, size in draw(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30)), max_size=5))
        if start + size <= len(text)
    ]
    return Block(
        draw(st.sampled_from(Role)),
        text,
        tuple(spans),
        draw(st.integers(-1, 20)),
        draw(NASTY),
        draw(URLS),
        draw(st.sampled_from(Part)),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    documents = draw(st.lists(st.lists(blocks(), max_size=8), min_size=1, max_size=3))
    chapters = [
        Chapter(
            draw(NASTY), draw(NASTY), Document(tuple(some), draw(NASTY)), draw(NASTY), draw(NASTY), draw(URLS), SEEN
        )
        for some in documents
    ]
    pictures_ = {block.source: PIXEL for some in documents for block in some[:2]}
    vertical = draw(st.booleans())
    return Book(draw(NASTY), draw(NASTY), tuple(chapters), draw(NASTY), draw(NASTY), draw(URLS), pictures_, vertical)


def attributes(root: etree._Element, name: str) -> list[str]:
    return [str(value) for one in root.iter("*") if (value := one.get(name)) is not None]


ACTIVE = {"script", "style", "iframe", "object", "embed", "form", "input", "base"}


@settings(max_examples=80, deadline=None)
@given(books())
def test_any_book_is_well_formed_and_holds_nothing_active(made: Book) -> None:
    data = epub(made)
    entries = unpacked(data)
    assert epub(made) == data
    for name, content in entries.items():
        if not name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
            continue
        root = etree.fromstring(content)
        ids = attributes(root, "id")
        assert len(ids) == len(set(ids))
        for one in root.iter("*"):
            assert etree.QName(one).localname not in ACTIVE
            assert not [key for key in one.attrib if str(key).lower().startswith("on")]
        for target in attributes(root, "href") + attributes(root, "src"):
            file, _, fragment = target.partition("#")
            assert (
                target.startswith(("http://", "https://"))
                or posixpath.normpath(posixpath.join(posixpath.dirname(name), file or posixpath.basename(name)))
                in entries
            )
            assert file or fragment in ids


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks(), max_size=6))
def test_every_word_of_the_text_is_in_the_book(some: list[Block]) -> None:
    known = [replace(one, text=one.text.replace("\n", ""), role=Role.PARAGRAPH, spans=()) for one in some]
    page = "".join(one_page(*known).itertext())  # type: ignore[arg-type]
    for one in known:
        assert "".join(letter for letter in one.text.strip() if letter.isalnum()) in "".join(filter(str.isalnum, page))


# --- the judge ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vertical", [False, True], ids=["across", "downwards"])
def test_epubcheck_finds_nothing(tmp_path: Path, vertical: bool) -> None:
    command = checker()
    if not command:
        pytest.skip("epubcheck is not installed")
    path = tmp_path / "book.epub"
    path.write_bytes(epub(book(vertical=vertical)))
    assert complaints(command, path) == ""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_epubcheck_finds_nothing_in_a_hostile_book(tmp_path: Path) -> None:
    command = checker()
    if not command:
        pytest.skip("epubcheck is not installed")
    texts = ["]]>", "<script>x</script>&", "\x00\x1b[2J", "\ud800", "A" * 3000, "　", "\u202eabc", "https://x.example/"]
    some = [
        Block(role, text, (Span(0, max(1, len(text) // 2), mark, value),) if text else (), level, marker, value, part)
        for index, role in enumerate(Role)
        for part in Part
        for text in texts[index % 3 :: 3]
        for level, marker in ((0, ""), (15, "1."), (2, "§"))
        for mark in list(Mark)[index % 4 :: 4]
        for value in ("https://x.example/ü?a=[1]&b|", "x", "javascript:x")
    ]
    hostile = chapter(1, Document(tuple(some), "xx-"), title="\x1b\u202e<b>", section="&", uid="../../etc")
    path = tmp_path / "hostile.epub"
    path.write_bytes(
        epub(book(hostile, chapter(2, title="", uid="Ä"), title="<&>\x07", url="http://a_b/", vertical=True))
    )
    assert complaints(command, path) == ""

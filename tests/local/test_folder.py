"""Folders, zips and EPUBs, made here and read back."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.errors import NotASerial, TooLarge
from reader.local import folder
from reader.local.folder import read_work

PROSE = "潮が満ちるまで、灯台守は階段に腰をおろして待った。風が鳴り、硝子が震えた。" * 4


def zipped(**entries: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def page(title: str, body: str = PROSE) -> str:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="ja"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{body}</p><p>{title}の終わりに、{body}</p></body></html>"
    )


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>灯台の鍵</dc:title><dc:creator>潮見 さよ</dc:creator><dc:language>ja-JP</dc:language></metadata>
<manifest>{nav}<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one%20x.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c" linear="no"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine>
</package>"""
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="one%20x.xhtml">第一話 潮</a></li>'
    '<li><a href="two.xhtml">第二話 風</a></li></ol></nav></body></html>'
)
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>第一話 潮</text></navLabel><content src="one%20x.xhtml"/></navPoint>
<navPoint><navLabel><text>第二話 風</text></navLabel><content src="two.xhtml"/></navPoint></navMap></ncx>"""
NAVIGATIONS = {
    "nav": ('<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>', "nav.xhtml", NAV),
    "ncx": ('<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', "toc.ncx", NCX),
    "none": ("", "unused.xml", "<x/>"),
}


def epub(navigation: str) -> bytes:
    item, name, text = NAVIGATIONS[navigation]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", PACKAGE.format(nav=item))
        archive.writestr(f"OEBPS/{name}", text)
        archive.writestr("OEBPS/one x.xhtml", page("第一話 潮"))
        archive.writestr("OEBPS/two.xhtml", page("第二話 風"))
        archive.writestr("OEBPS/cover.xhtml", page("表紙", "絵"))
    return out.getvalue()


@pytest.mark.parametrize("navigation", NAVIGATIONS)
def test_an_epub_is_its_spine(navigation: str) -> None:
    work = read_work("lighthouse.epub", {"lighthouse.epub": epub(navigation)})
    assert (work.title, work.author, work.language) == ("灯台の鍵", "潮見 さよ", "ja")
    assert [one.title for one in work.episodes] == ["第一話 潮", "第二話 風"]
    assert work.episodes[0].document.paragraphs() == [PROSE, f"第一話 潮の終わりに、{PROSE}"]


def test_an_epub_without_its_package_is_refused() -> None:
    with pytest.raises(NotASerial, match="package"):
        read_work("x.epub", {"x.epub": zipped(META_INF="x") + b"", "META-INF/container.xml": b"<container/>"})


def test_a_folder_is_read_in_the_order_of_its_numbers() -> None:
    entries = {f"第{n}話.txt": f"第{n}話の文。\n{PROSE}\n".encode("cp932") for n in (10, 2, 1)}
    work = read_work("潮", entries | {"picture.png": b"\x89PNG\x00"})
    assert work.title == "潮"
    assert [one.document.paragraphs()[0] for one in work.episodes] == ["第1話の文。", "第2話の文。", "第10話の文。"]


def test_pages_of_a_folder_are_extracted() -> None:
    entries = {f"{n}.html": page(f"第{n}話").encode() for n in (2, 1)}
    work = read_work("潮", entries)
    assert [one.title for one in work.episodes] == ["第1話", "第2話"]


def test_a_zip_is_what_it_holds() -> None:
    data = zipped(kokoro_dot_txt=f"灯台\n潮見 さよ\n\n［＃「上」は大見出し］\n{PROSE}\n".encode("cp932"))
    work = read_work("a.zip", {"a.zip": data})
    assert (work.title, work.author) == ("灯台", "潮見 さよ")


def test_nothing_to_read_is_told() -> None:
    with pytest.raises(NotASerial, match="no text"):
        read_work("pictures", {"a.png": b"\x89PNG"})
    with pytest.raises(NotASerial, match="damaged"):
        read_work("x.zip", {"x.zip": b"PK\x03\x04 nothing more"})


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "UNPACKED_LIMIT", 10)
    with pytest.raises(TooLarge):
        read_work("x.zip", {"x.zip": zipped(a_dot_txt="12345678901")})
    assert read_work("x.zip", {"x.zip": zipped(a_dot_txt="1234567890")}).episodes

"""Books for the tests, what is in an EPUB, and epubcheck where it is installed."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.export.epub_book import Book, Chapter

if TYPE_CHECKING:
    from pathlib import Path

SEEN = datetime(2026, 4, 3, 2, 1, tzinfo=UTC)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
XHTML = "{http://www.w3.org/1999/xhtml}"

EVERYTHING = Document(
    (
        Block(Role.PARAGRAPH, "港から書いています。", part=Part.BEFORE),
        Block(Role.HEADING, "一　桟橋 & <灯>", level=1),
        Block(
            Role.PARAGRAPH,
            "狐火が揺れ、\n灯台が応えた。",
            (Span(0, 2, Mark.RUBY, "きつねび"), Span(7, 9, Mark.DOTS, "﹆"), Span(12, 13, Mark.REFERENCE, "注1")),
        ),
        Block(Role.PARAGRAPH, "12時に「え!?」と3回言った。", (Span(0, 2, Mark.UPRIGHT),)),
        Block(Role.SCENE_BREAK, "◇　◇　◇"),
        Block(Role.SCENE_BREAK),
        Block(Role.PAUSE, level=2),
        Block(Role.ITEM, "鍵", level=1, marker="2."),
        Block(Role.ITEM, "小箱", level=3, marker="•"),
        Block(Role.ITEM, "つづき", level=3),
        Block(Role.ITEM, "甲", level=1, marker="（甲）"),
        Block(Role.QUOTE, "手紙の文", level=2),
        Block(Role.TABLE, "名\t年\n朔\t17\n", (Span(4, 5, Mark.RUBY, "さく"), Span(0, 1, Mark.STRONG))),
        Block(Role.PREFORMATTED, "a\n  b"),
        Block(Role.IMAGE, "星図", source="https://tales.example/map.png"),
        Block(Role.CAPTION, "ある夜の星図"),
        Block(Role.IMAGE, "帆", source="https://tales.example/lost.png"),
        Block(
            Role.PARAGRAPH,
            "前の話 外 悪 H2O x2 ※",
            (
                Span(0, 3, Mark.LINK, "https://tales.example/1"),
                Span(4, 5, Mark.LINK, "https://elsewhere.example/ä?q=1 2&r"),
                Span(6, 7, Mark.LINK, "javascript:alert(1)"),
                Span(9, 10, Mark.SUB),
                Span(13, 14, Mark.SUP),
                Span(15, 16, Mark.GAIJI, "くさかんむりに“龍”"),
            ),
        ),
        Block(Role.PARAGRAPH, "長い注。", marker="注1", part=Part.FOOTNOTE),
        Block(Role.PARAGRAPH, "その続き。", marker="注1", part=Part.FOOTNOTE),
        Block(Role.PARAGRAPH, "また明日。", part=Part.AFTER),
    ),
    "ja",
)


def chapter(number: int, document: Document = EVERYTHING, **more: object) -> Chapter:
    values: dict[str, object] = {
        "uid": f"{number:032x}",
        "title": f"第{number}話　海霧",
        "document": document,
        "section": f"第{(number + 1) // 2}章",
        "number": str(number),
        "url": f"https://tales.example/{number}",
        "modified": SEEN,
        **more,
    }
    return Chapter(**values)  # type: ignore[arg-type]


def book(*chapters: Chapter, **more: object) -> Book:
    values: dict[str, object] = {
        "uid": "5e" * 16,
        "title": "海霧の町、あるいは「最後の灯台」の物語",
        "chapters": chapters or (chapter(1), chapter(2), chapter(3)),
        "author": "南 航",
        "language": "ja",
        "url": "https://tales.example/",
        "pictures": {"https://tales.example/map.png": PIXEL},
        **more,
    }
    return Book(**values)  # type: ignore[arg-type]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(entries: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(entries[f"EPUB/{name}"])


def checker() -> list[str]:
    """The command of epubcheck, or nothing where it is not installed."""
    path = shutil.which("epubcheck")
    if path is None:
        return []
    with open(path, "rb") as file:  # noqa: PTH123 - as bytes, whatever it is
        is_jar = file.read(2) == b"PK"
    java = shutil.which("java")
    if not is_jar:
        return [path]
    return [java, "-jar", path] if java else []


def complaints(command: list[str], path: Path) -> str:
    """What epubcheck has to say against the file; empty where it finds neither error nor warning."""
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr
    return "" if done.returncode == 0 and "0 errors / 0 warnings" in told else told

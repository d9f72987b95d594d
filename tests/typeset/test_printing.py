from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from reader.document import Block, Document, Mark, Role, Span
from reader.typeset.hyphens import hyphenator
from reader.typeset.lines import Layout, RubyMode
from reader.typeset.printing import print_lines, render_text

if TYPE_CHECKING:
    import pytest

STORY = Document(
    (
        Block(Role.HEADING, "第一話", level=1),
        Block(Role.PARAGRAPH, "雨の朝、彼は駅まで歩いた。", (Span(2, 3, Mark.RUBY, "あさ"),)),
        Block(Role.SCENE_BREAK),
    ),
    "ja",
)


def test_rows_of_a_document() -> None:
    assert list(render_text(STORY, 20)) == [
        "",
        "第一話",
        "",
        "",
        "     あさ",
        "  雨の朝、彼は駅まで",
        "",
        "歩いた。",
        "",
        "",
        "",
        "   ＊　　＊　　＊",
    ]


def test_without_a_width_a_paragraph_is_a_line() -> None:
    layout = Layout(measure=1 << 20, ruby=RubyMode.INLINE)
    assert print_lines(STORY, layout=layout).splitlines()[2] == "  雨の朝《あさ》、彼は駅まで歩いた。"
    assert print_lines(Document((Block(Role.PARAGRAPH, "word " * 400),), "en")).count("\n") == 1
    assert max(map(len, print_lines(STORY).splitlines())) < 80


def test_a_width_bounds_every_row() -> None:
    assert print_lines(Document((Block(Role.PARAGRAPH, "one two three"),), "en"), width=7) == "one two\nthree\n"


class FakePatterns:
    def __init__(self, *, lang: str, left: int, right: int) -> None:
        self.edges = left, right, lang

    def positions(self, word: str) -> list[int]:
        return [len(word) // 2] if len(word) > 6 else []


def test_words_are_parted_where_the_optional_package_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("pyphen")
    package.Pyphen = FakePatterns  # type: ignore[attr-defined]
    package.language_fallback = {"en": "en_US"}.get  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyphen", package)
    hyphenator.cache_clear()
    parts = hyphenator("en")
    assert parts is not None
    assert list(parts("considerable")) == [6]
    assert hyphenator("ja") is None
    document = Document((Block(Role.PARAGRAPH, "a considerable word"),), "en")
    assert list(render_text(document, 10, Layout(hyphenate=True))) == ["a consid-", "erable", "word"]
    monkeypatch.setitem(sys.modules, "pyphen", None)
    hyphenator.cache_clear()
    assert hyphenator("en") is None
    hyphenator.cache_clear()

from __future__ import annotations

import pytest

from reader.document import Role
from reader.local.plain import language_of, read_markdown, read_plain


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("潮が満ちるまで待った。", "ja"),
        ("他在灯塔里等待潮水上涨。", "zh"),
        ("그는 등대에서 밀물을 기다렸다.", "ko"),
        ("He waited for the tide.", ""),
        ("He said 「潮」 and waited for the tide to come in over the long grey flats.", ""),
    ],
)
def test_language_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_japanese_line_is_a_paragraph() -> None:
    work = read_plain("第一話　潮\n　波が来た。\n　波が引いた。\n\n　静かになった。\n\n第二話　風\n　凪。\n", name="海")
    assert [one.title for one in work.episodes] == ["第一話　潮", "第二話　風"]
    first = work.episodes[0].document
    assert first.paragraphs() == ["　波が来た。", "　波が引いた。", "　静かになった。"]
    assert [one.level for one in first.blocks if one.role is Role.PAUSE] == [1]
    assert work.language == "ja"


def test_elsewhere_a_blank_line_parts_paragraphs() -> None:
    text = "Prologue\n\nThe tide\ncame in.\n\n* * *\n\nIt went out.\n\nChapter One\n\nWind.\n"
    work = read_plain(text, name="Sea")
    assert [one.title for one in work.episodes] == ["Prologue", "Chapter One"]
    blocks = work.episodes[0].document.blocks
    assert [(one.role, one.text) for one in blocks] == [
        (Role.PARAGRAPH, "The tide came in."),
        (Role.SCENE_BREAK, "* * *"),
        (Role.PARAGRAPH, "It went out."),
    ]


def test_bare_numbers_part_episodes_where_nothing_else_does() -> None:
    assert [one.title for one in read_plain("1\n波。\n\n2\n風。\n", name="海").episodes] == ["1", "2"]


def test_text_before_the_first_heading_is_kept() -> None:
    work = read_plain("はじめに書いておく。\n\n第一話\n波。\n\n第二話\n風。\n", name="海")
    assert [one.title for one in work.episodes] == ["海", "第一話", "第二話"]


def test_without_headings_it_is_one_episode() -> None:
    work = read_plain("Only a few words, on a third of the way through a day.\n", name="Note")
    assert [one.title for one in work.episodes] == ["Note"]


def test_blank_lines_everywhere_are_no_pauses() -> None:
    work = read_plain("波が来た。\n\n波が引いた。\n\n\n静かになった。\n", name="海")
    assert [one.level for one in work.episodes[0].document.blocks if one.role is Role.PAUSE] == [1]


def test_markdown_headings_are_episodes() -> None:
    text = "# The Sea\n\n## One\n\nA *tide*.\n\n## Two\n\n- shells\n- rope\n"
    work = read_markdown(text, name="file")
    assert work.title == "The Sea"
    assert [one.title for one in work.episodes] == ["One", "Two"]
    assert work.episodes[0].document.paragraphs() == ["A tide."]
    assert work.episodes[0].document.blocks[0].spans
    assert [one.text for one in work.episodes[1].document.blocks] == ["shells", "rope"]


def test_a_markdown_note_is_one_episode() -> None:
    work = read_markdown("# Three: The Gate\n\nIt was shut.\n", name="3")
    assert [(one.title, one.document.paragraphs()) for one in work.episodes] == [("Three: The Gate", ["It was shut."])]

"""Aozora Bunko notation, on a text of our own."""

from __future__ import annotations

import pytest

from reader.document import Mark, Part, Role
from reader.local.aozora import is_aozora, read_aozora
from reader.local.aozora_line import Line, read_line

LINE = "潮が満ちるまで、灯台守は階段に腰をおろして待った。"
TEXT = f"""灯台の鍵
潮見 さよ

-------------------------------------------------------
【テキスト中に現れる記号について】

《》：ルビ
-------------------------------------------------------

［＃５字下げ］上［＃「上」は大見出し］

［＃５字下げ］一［＃「一」は中見出し］

　｜潮騒《しおさい》が聞こえた。
{LINE * 30}

　　　＊　　　＊

　灯《あか》りは消えていた。
［＃５字下げ］二［＃「二」は中見出し］
{LINE * 30}
［＃改ページ］
［＃ここから大見出し］
下
［＃ここで大見出し終わり］
［＃５字下げ］三　帰る［＃「三　帰る」は中見出し］
{LINE * 30}
［＃灯台の図（fig1.png、横300×縦200）入る］


底本：「架空文庫」海辺書房
"""


def spans(line: Line) -> list[tuple[str, Mark, str]]:
    return [(line.text[one.start : one.end], one.mark, one.value) for one in line.spans]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("遠い灯台《とうだい》へ", "遠い灯台へ", [("灯台", Mark.RUBY, "とうだい")]),
        ("海｜みたい《うみ》だ", "海みたいだ", [("みたい", Mark.RUBY, "うみ")]),
        ("ランプ《灯》", "ランプ", [("ランプ", Mark.RUBY, "灯")]),
        ("時々《ときどき》", "時々", [("時々", Mark.RUBY, "ときどき")]),
        ("《序》の文", "《序》の文", []),
        ("静かに待つ［＃「静かに」に傍点］", "静かに待つ", [("静かに", Mark.DOTS, "﹅")]),
        ("静かに待つ［＃「静かに」に白丸傍点］", "静かに待つ", [("静かに", Mark.DOTS, "○")]),
        ("鍵［＃「鍵」に傍線］だ", "鍵だ", [("鍵", Mark.UNDERLINE, "")]),
        ("［＃傍点］鍵［＃傍点終わり］だ", "鍵だ", [("鍵", Mark.DOTS, "﹅")]),
        ("［＃太字］鍵［＃太字終わり］だ", "鍵だ", [("鍵", Mark.STRONG, "")]),
        ("二〇［＃「二〇」は縦中横］年", "二〇年", [("二〇", Mark.UPRIGHT, "")]),
        ("水２［＃「２」は下付き小文字］", "水２", [("２", Mark.SUB, "")]),
        ("鍵［＃「鍵」に「キイ」の注記］", "鍵", [("鍵", Mark.RUBY, "キイ")]),
        ("鍵［＃「鍵」はママ］", "鍵", []),
        ("鍵［＃「錠」に傍点］", "鍵", []),
        ("読［＃レ］書［＃（ヲ）］", "読書", []),
        ("鍵《かぎ》穴［＃「鍵《かぎ》穴」に傍点］", "鍵穴", [("鍵", Mark.RUBY, "かぎ"), ("鍵穴", Mark.DOTS, "﹅")]),
        ("［＃傍点］閉じないまま", "閉じないまま", []),
        ("灯［＃傍点終わり］", "灯", []),
    ],
)
def test_lines(source: str, text: str, expected: list[tuple[str, Mark, str]]) -> None:
    line = read_line(source, {})
    assert line.text == text
    assert spans(line) == expected


def test_a_described_letter_is_marked() -> None:
    line = read_line("あ\ue000い", {"\ue000": "架空の字"})
    assert line.text == "あ※い"
    assert spans(line) == [("※", Mark.GAIJI, "架空の字")]


def test_an_image_is_named() -> None:
    line = read_line("［＃灯台の図（fig1.png、横300×縦200）入る］", {})
    assert (line.image, line.image_text, line.text) == ("fig1.png", "灯台の図", "")


def test_the_work_is_told_apart() -> None:
    assert is_aozora(TEXT)
    assert not is_aozora("Chapter 1\n\nPlain prose without any signs.\n")


def test_headings_are_episodes_and_sections() -> None:
    work = read_aozora(TEXT, name="file")
    assert (work.title, work.author, work.language) == ("灯台の鍵", "潮見 さよ", "ja")
    assert [(one.section, one.title) for one in work.episodes] == [("上", "一"), ("上", "二"), ("下", "三　帰る")]


def test_paragraphs_breaks_images_and_colophon_are_kept() -> None:
    first, _, last = read_aozora(TEXT, name="file").episodes
    assert first.document.paragraphs() == ["　潮騒が聞こえた。", LINE * 30, "　灯りは消えていた。"]
    assert first.document.ruby() == [("潮騒", "しおさい"), ("灯", "あか")]
    assert [one.text for one in first.document.blocks if one.role is Role.SCENE_BREAK] == ["＊　　　＊"]
    assert [one.source for one in last.document.blocks if one.role is Role.IMAGE] == ["fig1.png"]
    assert [one.text for one in last.document.blocks if one.part is Part.AFTER] == ["底本：「架空文庫」海辺書房"]


def test_without_headings_it_is_one_episode() -> None:
    work = read_aozora("灯台\n潮見 さよ\n\n　海《うみ》。\n\n\n　空。\n", name="file")
    assert [one.title for one in work.episodes] == ["灯台"]
    assert [(one.role, one.level) for one in work.episodes[0].document.blocks] == [
        (Role.PARAGRAPH, 0),
        (Role.PAUSE, 2),
        (Role.PARAGRAPH, 0),
    ]


def test_short_headings_part_scenes_only() -> None:
    text = "灯台\n潮見 さよ\n\n" + "".join(f"［＃小見出し］{n}［＃小見出し終わり］\n波。\n" for n in "一二三")
    work = read_aozora(text, name="file")
    assert len(work.episodes) == 1
    assert [one.text for one in work.episodes[0].document.blocks if one.role is Role.HEADING] == ["一", "二", "三"]


def test_a_run_in_heading_leaves_its_text() -> None:
    lines = "".join(f"{n}［＃「{n}」は同行小見出し］　{LINE * 20}\n" for n in "一二")
    work = read_aozora("灯台\n潮見 さよ\n\n" + lines, name="file")
    assert [one.title for one in work.episodes] == ["一", "二"]
    assert work.episodes[0].document.paragraphs() == [LINE * 20]

from __future__ import annotations

import pytest

from reader.document import Part, Role
from reader.extract.notes import marked_parts, opens_note, set_apart
from tests.extract.samples import ENGLISH, SENTENCES, blocks, element, paragraphs

TEXT = paragraphs(*SENTENCES)
THANKS = "読んでくださって、ありがとうございます。"


def parts(markup: str, title: str = "") -> dict[Part, list[str]]:
    out: dict[Part, list[str]] = {part: [] for part in Part}
    for block in set_apart(blocks(markup), title):
        out[block.part].append(block.text)
    return out


@pytest.mark.parametrize(
    "note",
    [
        f"<h4>あとがき</h4><p>{THANKS}</p>",
        f"<h3>【後書き】</h3><p>{THANKS}</p>",
        f"<hr><p><strong>作者より</strong></p><p>{THANKS}</p>",
        f"<p>――――――</p><p>あとがき：{THANKS}</p>",
        f"<blockquote><p>後書き: {THANKS}</p></blockquote>",
        f'<p class="rubric">あとがき</p><p>{THANKS}</p>',
        f"<p>【作者の言葉】<br>{THANKS}</p>",
        f"<hr><p><b>Author’s Note</b></p><p>{THANKS}</p>",
        f"<p>A/N: {THANKS}</p>",
        f"<p><strong>작가의 말</strong></p><p>{THANKS}</p>",
        f"<p><strong>作者的话</strong></p><p>{THANKS}</p>",
    ],
)
def test_a_note_at_the_end(note: str) -> None:
    found = parts(TEXT + note)
    assert found[Part.AFTER] == [THANKS]
    assert found[Part.TEXT] == list(SENTENCES)


def test_a_note_at_the_end_has_all_its_paragraphs() -> None:
    found = parts(f"{TEXT}<h4>あとがき</h4><p>{THANKS}</p><p>次回は来週です。</p>")
    assert found[Part.AFTER] == [THANKS, "次回は来週です。"]


@pytest.mark.parametrize(
    "note",
    [
        f"<h4>まえがき</h4><p>{THANKS}</p>",
        f"<p>――――――</p><p>まえがき：{THANKS}</p>",
        f"<blockquote><p>前書き: {THANKS}</p></blockquote>",
        f"<p><strong>A/N</strong></p><p>{THANKS}</p><hr>",
    ],
)
def test_a_note_at_the_beginning(note: str) -> None:
    found = parts(note + TEXT)
    assert found[Part.BEFORE] == [THANKS]
    assert found[Part.TEXT] == list(SENTENCES)


def test_a_note_at_the_beginning_goes_up_to_the_rule_that_ends_it() -> None:
    found = parts(f"<p><strong>A/N</strong></p><p>{THANKS}</p><p>次回は来週です。</p><hr>{TEXT}")
    assert found[Part.BEFORE] == [THANKS, "次回は来週です。"]


_INDENTED = paragraphs(*(line if line.startswith("「") else "\u3000" + line for line in SENTENCES))


@pytest.mark.parametrize(
    ("note", "text", "expected"),
    [
        ([THANKS, "次回は来週です。"], _INDENTED, [THANKS, "次回は来週です。"]),
        ([f"<em>{THANKS}</em>", "<em>次回は来週です。</em>"], TEXT, [THANKS, "次回は来週です。"]),
        ([THANKS, "次回は来週です。"], TEXT, [THANKS]),
        (["\u3000" + THANKS, "\u3000次回は来週です。"], _INDENTED, ["\u3000" + THANKS]),
        ([THANKS, "「次回」とは何か。"], _INDENTED, [THANKS]),
        ([THANKS, "次回は来週です。"], paragraphs("\u3000" + SENTENCES[0]), [THANKS]),
    ],
)
def test_a_note_at_the_beginning_goes_on_as_far_as_it_is_set_apart(
    note: list[str], text: str, expected: list[str]
) -> None:
    assert parts(f"<h4>まえがき</h4>{paragraphs(*note)}{text}")[Part.BEFORE] == expected


def test_a_first_scene_is_no_note() -> None:
    markup = f"<h3>まえがき</h3><p>{THANKS}</p>{paragraphs(*SENTENCES[:4])}<hr>{paragraphs(*SENTENCES)}"
    found = parts(markup)
    assert found[Part.BEFORE] == [THANKS]
    assert Role.SCENE_BREAK in [block.role for block in set_apart(blocks(markup))]


def test_an_episode_called_afterword_is_text() -> None:
    assert parts(f"<h2>あとがき</h2>{TEXT}", title="あとがき")[Part.TEXT] == ["あとがき", *SENTENCES]


def test_half_the_episode_is_no_note() -> None:
    markup = paragraphs(*SENTENCES[:4]) + f"<h4>あとがき</h4>{paragraphs(*SENTENCES)}{paragraphs(*ENGLISH)}"
    assert parts(markup)[Part.AFTER] == []


def test_breaks_at_the_ends_of_the_text_go() -> None:
    assert parts(f"<hr>{TEXT}<p>***</p>")[Part.TEXT] == list(SENTENCES)


def test_what_platforms_name() -> None:
    root = element(
        f'<div><div class="p-novel__text--preface">{THANKS}</div><div class="honbun">{TEXT}</div>'
        f'<div class="author-note">{THANKS}</div><div id="atogaki">{THANKS}</div></div>'
    )
    assert list(marked_parts(root).values()) == [Part.BEFORE, Part.AFTER, Part.AFTER]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("あとがき", True),
        ("Author's note:", True),
        ("あとがきを書く手が止まる。", False),
        ("Notes on a lighthouse", False),
    ],
)
def test_words_that_open_a_note(line: str, expected: bool) -> None:
    assert opens_note(line) is expected

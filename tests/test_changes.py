"""Two states of one text: what was doubted, what was changed, and nothing lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.changes import Kind, Passage, compare, doubt
from reader.document import Block, Document, Role, Span
from reader.document import Mark as Marked


def document(*paragraphs: str) -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in paragraphs))


def marked(passage: Passage) -> str:
    signs = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in passage.pieces)


def shown(old: Document, new: Document) -> list[str]:
    return [marked(one) for one in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The ferry left at nine.", "The ferry left at ten.", "The ferry left at [-nine-]{+ten+}."),
        ("She waited.", "She waited for hours.", "She waited{+ for hours+}."),
        (
            "The red lamp burned in the old window above the harbour.",
            "The blue light burned in the old window above the harbour.",
            "The [-red lamp-]{+blue light+} burned in the old window above the harbour.",
        ),
        (
            "彼は駅へ歩いた。雨が降っていた。",
            "彼は港へ歩いた。雨が降っていた。",
            "彼は[-駅-]{+港+}へ歩いた。雨が降っていた。",
        ),
        ("「行くよ」と兄は言った。", "「行くよ」と弟は小さく言った。", "「行くよ」と[-兄-]{+弟+}は{+小さく+}言った。"),
        ("か\u3099くが鳴る。", "き\u3099くが鳴る。", "[-か\u3099-]{+き\u3099+}くが鳴る。"),
        ("한국어 문장이 여기 있다.", "한국어 단어가 여기 있다.", "한국어 [-문장이-]{+단어가+} 여기 있다."),
    ],
)
def test_words_that_changed(old: str, new: str, expected: str) -> None:
    assert shown(document(old), document(new)) == [expected]


def test_paragraphs_come_and_go_whole() -> None:
    old = document("First of all.", "The tide went out at noon.", "Nobody saw the boat.")
    new = document("First of all.", "Nobody saw the boat.", "「そうか」と父は言った。")
    assert shown(old, new) == [
        "First of all.",
        "[-The tide went out at noon.-]",
        "Nobody saw the boat.",
        "{+「そうか」と父は言った。+}",
    ]
    assert [(one.before, one.after) for one in compare(old, new)] == [(0, 0), (1, None), (2, 1), (None, 2)]


def test_breaks_and_readings_are_no_words() -> None:
    old = Document((Block(Role.PARAGRAPH, "銀河の下", (Span(0, 2, Marked.RUBY, "ぎんが"),)), Block(Role.SCENE_BREAK)))
    new = Document((Block(Role.PARAGRAPH, "銀河の下", (Span(0, 2, Marked.RUBY, "そら"),)),))
    assert not any(one.is_changed for one in compare(old, new))


def test_a_whole_book_in_one_sentence_is_still_answered() -> None:
    old, new = document("あ" * 3000 + "い"), document("う" * 3000 + "い")
    assert [one.pieces[0].kind for one in compare(old, new)] == [Kind.ADDED, Kind.REMOVED]
    near = document("あ" * 2900 + "う" * 100)
    assert [one.kind for one in compare(old, near)[0].pieces] == [Kind.REMOVED, Kind.ADDED]


texts = st.lists(
    st.text(st.sampled_from("ab 。.「」漢か\u3099\n👍🏽é1"), min_size=1, max_size=30).filter(str.strip), max_size=6
).map(lambda lines: document(*lines))


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_both_texts_are_in_their_comparison(old: Document, new: Document) -> None:
    passages = compare(old, new)
    for kind, whole, index in ((Kind.ADDED, old, "before"), (Kind.REMOVED, new, "after")):
        there = [one for one in passages if getattr(one, index) is not None]
        assert [getattr(one, index) for one in there] == list(range(len(whole.blocks)))
        said = ["".join(piece.text for piece in one.pieces if piece.kind is not kind) for one in there]
        assert said == [block.text for block in whole.blocks]
    assert any(one.is_changed for one in passages) == (old != new)


# --- doubts ------------------------------------------------------------------------------------------------------

STORY = [
    f"On day {n} the keeper of the lighthouse wrote down the names of {n + 3} ships, and none of them came back."
    for n in range(1, 12)
]
MONOGATARI = [
    f"{n}日目の朝、灯台守は沖を通る船を{n + 3}隻かぞえて帳面に書きとめ、それから長い坂を下りていった。"
    for n in range(1, 12)
]
OTHER = [f"Please sign in to continue to page {n}; members read every chapter without waiting." for n in range(12)]


@pytest.mark.parametrize("story", [STORY, MONOGATARI])
def test_edits_are_believed(story: list[str]) -> None:
    old = document(*story)
    for new in (
        document(*story[:5], "A word more.", *story[5:]),
        document(*story[3:]),
        document(*[one.replace("keeper", "warden").replace("灯台守", "番人") for one in story]),
        document(*reversed(story)),
        document(*story * 3),
        old,
    ):
        assert doubt(old, new) == ""


@pytest.mark.parametrize("story", [STORY, MONOGATARI])
def test_what_is_far_shorter_or_another_text_is_doubted(story: list[str]) -> None:
    old = document(*story)
    assert "far shorter" in doubt(old, document(*story[:4]))
    assert "far shorter" in doubt(old, document())
    assert "another text" in doubt(old, document(*OTHER))


def test_a_first_text_of_a_line_may_become_any() -> None:
    assert doubt(document("短い。"), document(*STORY)) == ""


def test_a_text_that_breaks_off_is_doubted() -> None:
    rows = [
        "The ferry left at nine, and nobody saw it go.",
        "The pier was wet.",
        "A lamp burned until the morning.",
        "End.",
    ]
    old = document(*rows)
    assert "breaks off" in doubt(old, document(*rows[:2], rows[2][:20]))
    # What an author cuts ends with a paragraph, or goes on.
    assert doubt(old, document(*rows[:3])) == ""
    assert doubt(old, document(*rows[:2], "A lamp burned until dawn.", rows[3])) == ""
    assert doubt(old, document(*rows[:3], "En")) == ""


def test_an_author_may_write_a_text_anew() -> None:
    old, new = document("The ferry left at nine. " * 9), document("Grandmother sold the goat, and then wept. " * 6)
    assert "another text" in doubt(old, new)
    assert doubt(old, new, is_named=True) == ""
    assert "far shorter" in doubt(old, document("Moved."), is_named=True)

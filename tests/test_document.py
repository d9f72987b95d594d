from __future__ import annotations

import gc
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import Block, Document, Mark, Part, Role, Span, from_json, from_json_text, to_json

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(texts)
    spans = []
    if text:
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text) - 1))
            spans.append(Span(start, draw(st.integers(start + 1, len(text))), draw(st.sampled_from(Mark)), draw(texts)))
    return Block(
        draw(st.sampled_from(Role)),
        text,
        tuple(spans),
        draw(st.integers(0, 6)),
        draw(texts),
        draw(texts),
        draw(st.sampled_from(Part)),
    )


documents = st.builds(Document, st.lists(blocks(), max_size=5).map(tuple), st.sampled_from(["", "ja", "en"]))


@given(documents)
def test_json_gives_the_document_back(document: Document) -> None:
    text = json.dumps(to_json(document))
    assert from_json(json.loads(text)) == from_json_text(text) == document
    assert gc.isenabled()


@pytest.mark.parametrize(
    "block",
    [
        {"role": "paragraph", "text": "ab", "spans": [[0, 3, "strong"]]},
        {"role": "paragraph", "text": "ab", "spans": [[1, 1, "strong"]]},
        {"role": "no such role"},
        {"text": "no role"},
    ],
)
def test_damaged_json_is_refused(block: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json({"blocks": [block]})


SAMPLE = Document(
    (
        Block(Role.PARAGRAPH, "前書き", part=Part.BEFORE),
        Block(Role.HEADING, "一", level=2),
        Block(Role.PARAGRAPH, "狐火が 揺れた。", (Span(0, 2, Mark.RUBY, "きつねび"),)),
        Block(Role.SCENE_BREAK, "◇　◇　◇"),
        Block(Role.PARAGRAPH, " "),
        Block(Role.PARAGRAPH, "あとがき", part=Part.AFTER),
    ),
    "ja",
)


def test_paragraphs_are_the_words_of_the_text() -> None:
    assert SAMPLE.paragraphs() == ["一", "狐火が 揺れた。"]
    assert SAMPLE.length() == len("一狐火が揺れた。")


def test_ruby_and_note_stand_apart() -> None:
    assert SAMPLE.ruby() == [("狐火", "きつねび")]
    assert SAMPLE.note() == "前書き\nあとがき"
    assert Document().note() is None

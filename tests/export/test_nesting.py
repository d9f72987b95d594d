from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.document import Mark, Span
from reader.export.nesting import render


def tags(text: str, *spans: Span) -> str:
    return render(text, spans, lambda piece: piece, lambda mark, _, inner: f"<{mark}>{inner}</{mark}>")


def test_nested_spans_nest() -> None:
    outer, inner = Span(0, 4, Mark.STRONG), Span(1, 3, Mark.EMPHASIS)
    assert tags("abcd", inner, outer) == "<strong>a<emphasis>bc</emphasis>d</strong>"


def test_crossing_spans_are_cut_and_go_on() -> None:
    assert tags("abcd", Span(0, 3, Mark.STRONG), Span(2, 4, Mark.EMPHASIS)) == (
        "<strong>ab<emphasis>c</emphasis></strong><emphasis>d</emphasis>"
    )


def test_a_reading_is_never_repeated() -> None:
    shown = tags("abcd", Span(0, 3, Mark.STRONG), Span(2, 4, Mark.RUBY))
    assert shown.count("<ruby>") == 1


@given(st.data())
def test_text_survives_any_spans_and_tags_balance(data: st.DataObject) -> None:
    text = data.draw(st.text("あいうえおかきくけこ", min_size=1, max_size=10))
    pairs = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(Mark))
    drawn = data.draw(st.lists(pairs, max_size=6))
    spans = [Span(start, end, mark) for start, end, mark in drawn if start < end]
    shown = tags(text, *spans)
    assert re.sub(r"<[^>]+>", "", shown) == text
    stack: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-z]+)>", shown):
        if slash:
            assert stack.pop() == name
        else:
            stack.append(name)
    assert stack == []

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.typeset.width import (
    NARROW,
    WIDE,
    Risk,
    WidthPolicy,
    cells,
    cluster_spans,
    clusters,
    display,
    is_simple,
    risk_of,
    shown,
)

BASE_ALONE = WidthPolicy(whole=frozenset())

tricky = st.lists(
    st.sampled_from(
        [*"aあー“”…①é한각\u0301\u3099\u200d\ufe0f\u200b क्षिทำ", "❤️", "0️⃣", "👍🏽", "👨‍👩‍👧", "🇯🇵", "🇯", "ｶﾞ"]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(tricky, st.text(max_size=20)))
def test_cells_are_what_textual_measures(text: str) -> None:
    assert cells(text) == cell_len(display(text))


@given(st.text(st.characters(exclude_characters="\u200d\ufe0f", exclude_categories=["Cs", "Cc"]), max_size=20))
def test_text_without_joiners_has_the_cells_rich_gives_it(text: str) -> None:
    assert cells(text) == cell_len(text) or cells(text) == cell_len(display(text))


@given(st.one_of(tricky, st.text(max_size=20)))
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert [text[start:end] for start, end in cluster_spans(text)] == list(clusters(text))
    assert not is_simple(text) or len(list(clusters(text))) == len(text)


@given(tricky, st.sampled_from([NARROW, WIDE, BASE_ALONE]))
def test_a_policy_measures_what_it_shows(text: str, policy: WidthPolicy) -> None:
    shows = display(text, policy)
    assert cells(text, policy) == sum(cells(cluster, policy) for cluster in clusters(text))
    assert cells(shows, WidthPolicy(policy.ambiguous)) == cells(text, policy)


@pytest.mark.parametrize(("text", "narrow", "wide"), [("“猫”", 4, 6), ("…─①", 3, 6), ("ab あ", 5, 5), ("é", 1, 2)])
def test_ambiguous_characters(text: str, narrow: int, wide: int) -> None:
    assert (cells(text), cells(text, WIDE)) == (narrow, wide)


@pytest.mark.parametrize(
    ("cluster", "risk", "base"),
    [
        ("❤️", Risk.PRESENTATION, "❤"),
        ("0️⃣", Risk.KEYCAP, "0"),
        ("👍🏽", Risk.TONE, "👍"),
        ("👨‍👩‍👧", Risk.JOINED, "👨"),
        ("🇯🇵", Risk.FLAG, "🇯"),
        ("कि", Risk.INDIC, "क"),
        ("e\u0301", None, "e\u0301"),
        ("か\u3099", None, "が"),
        ("각", None, "각"),
        ("a", None, "a"),
    ],
)
def test_risky_clusters_are_shown_by_their_base_where_they_would_fall_apart(
    cluster: str, risk: Risk | None, base: str
) -> None:
    assert risk_of(cluster) is risk
    assert shown(cluster, BASE_ALONE) == base
    assert shown(cluster, NARROW) == (base if risk is None else cluster)


def test_a_joiner_with_nothing_to_join_is_not_shown() -> None:
    assert display("a\u200db") == "ab"
    assert shown("\u200d") == ""


def test_an_impossible_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or 2"):
        WidthPolicy(ambiguous=3)

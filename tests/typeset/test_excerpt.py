from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.typeset.excerpt import excerpt
from reader.typeset.width import WidthPolicy, cells

TEXTS = st.text(st.sampled_from("aé 鐘が…“”①é\u200d👩🏽‍🌾한　"), max_size=40)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, ("朝の", "鐘", "が二度鳴る。")),
        (14, ("朝の", "鐘", "が二度…")),
        (8, ("…", "鐘", "が二…")),
        (2, ("", "鐘", "")),
        (1, ("", "…", "")),
        (0, ("", "", "")),
        (-3, ("", "", "")),
    ],
)
def test_what_was_found_stays_longest(width: int, shown: tuple[str, str, str]) -> None:
    assert tuple(excerpt("朝の鐘が二度鳴る。", 2, 3, width)) == shown


def test_room_that_what_follows_does_not_need_goes_to_what_stands_before() -> None:
    assert tuple(excerpt("one two three four", 14, 18, 15)) == ("…two three ", "four", "")


@given(TEXTS, st.integers(0, 45), st.integers(0, 45), st.integers(-1, 60), st.integers(1, 2))
def test_never_wider_than_asked_and_nothing_invented(text: str, start: int, end: int, width: int, wide: int) -> None:
    policy = WidthPolicy(ambiguous=wide)
    made = excerpt(text, start, end, width, policy=policy)
    assert sum(cells(part, policy) for part in made) <= max(0, width)
    assert made.before.removeprefix("…") in text
    assert made.found.removesuffix("…") in text
    assert made.after.removesuffix("…") in text

"""The orders of the shelf: what the reader looks for first stands first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Counts, Serial
from reader.orders import ORDERS, in_order


def day(number: int) -> datetime:
    return datetime(2026, 5, number, tzinfo=UTC)


ONE = Serial(1, "a", "Tale 10", "u", author="mori", counts=Counts(10, 9, 8, 2), added_at=day(1), read_at=day(8))
TWO = Serial(2, "b", "tale 9", "u", counts=Counts(20, 2, 20, 0, new=3), added_at=day(2), grown_at=day(9))
THREE = Serial(3, "c", "ツキ", "u", author="Aki", added_at=day(3), published=day(4), read_at=day(2))
FOUR = Serial(4, "d", "『つき 2』", "u", author="ＡＫＩ 2")
SHELF = [ONE, TWO, THREE, FOUR]

FOUND = [
    ("", [1, 2, 3, 4]),
    ("read", [1, 3, 2, 4]),
    ("title", [2, 1, 3, 4]),
    ("author", [3, 4, 1, 2]),
    ("added", [3, 2, 1, 4]),
    ("updated", [2, 1, 3, 4]),
    ("published", [3, 2, 1, 4]),
    ("unread", [2, 1, 3, 4]),
    ("new", [2, 1, 3, 4]),
    ("missing", [1, 2, 3, 4]),
    ("episodes", [2, 1, 3, 4]),
    ("progress", [1, 2, 3, 4]),
]


@pytest.mark.parametrize(("order", "ids"), FOUND)
def test_each_order(order: str, ids: list[int]) -> None:
    assert [one.id for one in in_order(SHELF, order)] == ids
    assert [one.id for one in in_order(SHELF, order, reverse=True)] == ids[::-1]


def test_every_order_is_tried() -> None:
    assert {order for order, _ in FOUND} == {"", *ORDERS}


TEXTS = st.text(st.sampled_from("aB1９ア あ森"), max_size=5)
SERIALS = st.builds(Serial, st.integers(1, 9), st.just("u"), TEXTS, st.just("u"), author=TEXTS)


@given(st.lists(SERIALS, max_size=6), st.sampled_from(["", *ORDERS]))
def test_an_order_takes_any_serials_and_loses_none(serials: list[Serial], order: str) -> None:
    ordered = in_order(serials, order)
    assert sorted(ordered, key=repr) == sorted(serials, key=repr)
    assert in_order(ordered, order) == ordered

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.wayback import Snapshot, by_page, nearest_first, read_search, search_url, searches

ROWS = [
    ["original", "timestamp", "digest"],
    ["http://old.example/a", "20100105120000", "AAA"],
    ["http://www.old.example:80/a/", "20120105120000", "BBB"],
    ["javascript:x", "20120105120000", "CCC"],
    ["http://old.example/b", "2012", "DDD"],
]


def test_rows_become_snapshots_and_bad_ones_are_left_out() -> None:
    found = read_search(json.dumps(ROWS).encode())
    assert [one.original for one in found] == ["http://old.example/a", "http://www.old.example:80/a/"]
    assert found[0].taken_at == datetime(2010, 1, 5, 12, tzinfo=UTC)
    assert found[0].memento_datetime == "Tue, 05 Jan 2010 12:00:00 GMT"
    assert found[0].replay_url == "https://web.archive.org/web/20100105120000id_/http://old.example/a"
    assert list(by_page(found).values()) == [found]


@pytest.mark.parametrize("body", [b"", b"[]", b"[[]]"[:0]])
def test_nothing_found_is_no_error(body: bytes) -> None:
    assert read_search(body) == []


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}x", b'[["original"]]', b"[3]", b'[["original","timestamp","digest"],[1]]']
)
def test_what_is_no_answer_is_told(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_search(body)


@given(st.binary(max_size=80))
def test_any_bytes_give_snapshots_or_a_parse_error(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        read_search(body)


def test_a_search_asks_for_good_captures_only() -> None:
    asked = parse_qs(urlsplit(search_url("old.example/2009/", prefix=True)).query)
    assert asked["url"] == ["old.example/2009/"]
    assert asked["matchType"] == ["prefix"]
    assert asked["filter"] == ["statuscode:200"]
    assert parse_qs(urlsplit(search_url("http://e.org/?p=1&q=2")).query)["url"] == ["http://e.org/?p=1&q=2"]


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        (["http://e.org/a"], [("http://e.org/a", False)]),
        (["http://e.org/x/1", "http://e.org/x/2", "http://e.org/x/31"], [("e.org/x/", True)]),
        (["http://e.org/?p=11", "http://e.org/?p=12", "http://e.org/?p=13"], [("e.org/?p=", True)]),
        (["http://e.org/a", "http://e.org/b", "http://e.org/c"], [("e.org/", True)]),
        (
            ["http://f.org/z", "http://e.org/x/1", "http://e.org/x/2", "http://e.org/x/3"],
            [("e.org/x/", True), ("http://f.org/z", False)],
        ),
    ],
)
def test_searches_are_few(urls: list[str], expected: list[tuple[str, bool]]) -> None:
    assert searches(urls) == expected


stamps = st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - made into a stamp
    lambda at: Snapshot("http://e.org/", at.strftime("%Y%m%d%H%M%S"))
)


@given(st.lists(stamps, min_size=1, max_size=6), st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_the_nearest_comes_first(snapshots: list[Snapshot], moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC)
    ranked = nearest_first(snapshots, moment)
    gaps = [abs(one.taken_at - moment) for one in ranked]
    assert gaps == sorted(gaps)
    assert nearest_first(snapshots, None)[0].timestamp == min(one.timestamp for one in snapshots)


def test_of_two_as_near_the_later_one_comes_first() -> None:
    moment = datetime(2010, 1, 2, tzinfo=UTC)
    before, after = (
        Snapshot("http://e.org/", (moment + timedelta(days=days)).strftime("%Y%m%d%H%M%S")) for days in (-1, 1)
    )
    assert nearest_first([before, after], moment) == [after, before]

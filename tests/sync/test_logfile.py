"""The lines of a device's file: what is written is read, and any damage is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Kind, Source, SourceKind, Status
from reader.sync.logfile import (
    EpisodeFacts,
    Logbook,
    SerialFacts,
    _line,
    episode_lines,
    episode_row,
    event_line,
    header_line,
    position_line,
    positions,
    read,
    serial_line,
)

from .devices import START, Device, uid

if TYPE_CHECKING:
    from reader.sync.events import Event

HERE = uid(100)


def a_log() -> list[Event]:
    device = Device(HERE)
    device.mark(uid(1), "read")
    device.place(uid(2), 0.25)
    device.edit("s", "title", "a", "b")
    device.make("order", "s", {"was": [uid(1), uid(2)], "now": [uid(2), uid(1)], "by_reader": 0})
    device.make("hide", "s", {"hidden": True, "episodes": [uid(1)]})
    device.make("dream", "x", {"anything": [1, {"at": "all"}]})
    device.undo()
    return device.log


SERIAL = SerialFacts(
    uid(9),
    "続きもの",
    "https://tales.example/",
    "Mori",
    "ja",
    Status.COMPLETE,
    ("sea", "slow"),
    START,
    by_reader=True,
    sources=(Source(SourceKind.FEED, "https://tales.example/feed", "x"),),
)
EPISODE = EpisodeFacts(
    uid(1), 1, "第一話", "https://tales.example/1", "1", Kind.MAIN, "上", START, "end", ("https://tales.example/a",)
)


def a_file() -> bytes:
    lines = [header_line(HERE, "desk"), serial_line(SERIAL), *episode_lines(SERIAL.uid, [EPISODE])]
    lines += [event_line(event) for event in a_log()]
    return "".join([*lines, position_line((1, 2, 3))]).encode()


def test_what_is_written_is_read() -> None:
    book = read(a_file())
    assert book is not None
    assert (book.device, book.name, book.version, book.damaged, book.clashing) == (HERE, "desk", 1, 0, 0)
    assert book.serials == {SERIAL.uid: SERIAL}
    assert book.episodes(SERIAL.uid) == {EPISODE.uid: EPISODE}
    assert book.log() == a_log()
    assert positions(a_file()[9:]) == (1, 2, 3)
    assert positions(b"nothing") is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_costs_the_lines_that_it_touches(data: st.DataObject) -> None:
    packed = bytearray(a_file())
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    book = read(bytes(packed), f"tsuzuki-{HERE}.jsonl")
    assert book is not None
    # A line feed that went away costs two lines; one that came makes two pieces of one line.
    whole = a_log()
    assert len(book.events) >= len(whole) - 2
    assert all(event == whole[number - 1] for number, event in book.events.items())
    assert book.damaged >= 1 or bytes(packed).split() == a_file().split()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=80), max_size=6), st.integers(0, 2000))
def test_any_bytes_and_any_cut_are_read(pieces: list[bytes], cut: int) -> None:
    read(b"\n".join(pieces))
    packed = b"\n".join([a_file()[:cut], *pieces])
    book = read(packed, HERE)
    assert book is None or book.log() == a_log()[: len(book.log())]


def test_copies_are_one_and_a_gap_ends_the_log() -> None:
    lines = a_file().splitlines(keepends=True)
    first = read(b"".join(lines[:4] + lines[5:]), HERE)
    second = read(b"".join(lines[:1] + lines[3:6][::-1] * 2), HERE)
    assert first is not None
    assert second is not None
    assert len(first.log()) == 1
    first.add(second)
    assert first.log() == a_log()
    assert first.clashing == 0


def test_two_events_under_one_number_are_the_same_one_everywhere() -> None:
    one = a_log()[0]
    other = replace(one, body={"state": "unread", "episodes": []})
    first, second = Logbook(HERE), Logbook(HERE)
    for book, events in ((first, (one, other)), (second, (other, one))):
        for event in events:
            book.take(event)
    assert first.events == second.events
    assert first.clashing == second.clashing == 1


def test_a_step_is_taken_back_once() -> None:
    device = Device(HERE)
    device.mark(uid(1), "read")
    for _ in range(2):
        device.make("undo", "s", {}, 1)
    book = read("".join(event_line(event) for event in device.log).encode())
    assert book is not None
    assert [event.kind for event in book.log()] == ["mark", "undo", "?undo"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("mark", {"state": "finished", "episodes": []}),
        ("mark", {"state": "read", "episodes": [[3, []]]}),
        ("mark", {"state": "read", "episodes": [["a"]]}),
        ("place", {"place": [1, 2], "fraction": 0.5}),
        ("place", {"place": [-1, 2, "", ""], "fraction": 0.5}),
        ("place", {"place": [1, 2, "", ""], "fraction": "much"}),
        ("edit", {"field": "status", "was": "ongoing", "now": "mad"}),
        ("edit", {"field": "title", "was": "a", "now": None}),
        ("edit", {"field": "removed_at", "was": None, "now": "yesterday"}),
        ("edit", {"field": "archived_at", "was": None, "now": "yesterday"}),
        ("edit", {"field": "someday", "was": None, "now": [1]}),
        ("edit", {"field": ["x"], "was": None, "now": None}),
        ("order", {"was": ["a"], "now": ["b"], "by_reader": 0}),
        ("hide", {"hidden": 1, "episodes": []}),
        ("seen", {"upto": {"a": 1}, "clock": 1}),
        ("seen", {"upto": {HERE: 1}, "clock": 2**60}),
        ("undo", {}),
    ],
)
def test_a_body_that_is_not_its_kinds_means_nothing(kind: str, body: dict[str, Any]) -> None:
    line = _line({"event": [1, START.isoformat(), kind, "s", None, body], "device": HERE})
    book = read(line.encode())
    assert book is not None
    assert book.log()[0].kind == f"?{kind}"
    assert book.log()[0].body == body


@pytest.mark.parametrize(
    "value",
    [
        {"event": [0, START.isoformat(), "mark", "s", None, {}], "device": HERE},
        {"event": [1, None, "mark", "s", None, {}], "device": HERE},
        {"event": [1, 5, "mark", "s", None, {}], "device": HERE},
        {"event": [True, START.isoformat(), "mark", "s", None, {}], "device": HERE},
        {"event": [1, START.isoformat(), "m" * 50, "s", None, {}], "device": HERE},
        {"event": [1, START.isoformat(), "mark", 3, None, {}], "device": HERE},
        {"event": [1, START.isoformat(), "mark", "s", None, {}], "device": uid(5)},
        {"event": [1, START.isoformat(), "mark", "s", None, {}], "device": "../x"},
        {"serial": "nothing", "title": "x", "url": "u"},
        {"serial": uid(1), "title": "x", "url": 5},
        {"episodes": uid(1), "rows": [["two", 1, "", "", None, "main", "", None, "", []]]},
        {"tsuzuki": "cake", "version": 1, "device": HERE},
        {"stranger": 1},
    ],
)
def test_a_line_that_is_none_is_left_out(value: dict[str, Any]) -> None:
    book = read((header_line(HERE, "") + _line(value)).encode())
    assert book is not None
    assert (book.damaged, book.events, book.serials, book.rows) == (1, {}, {}, {})


def test_a_row_that_means_nothing_is_left_out() -> None:
    rows = [[uid(2), "one", "", "", None, "main", "", None, "", []], [uid(3)], episode_row(EPISODE)]
    book = read((header_line(HERE, "") + _line({"episodes": uid(9), "rows": rows})).encode())
    assert book is not None
    assert book.episodes(uid(9)) == {EPISODE.uid: EPISODE}


def test_what_is_none_of_ours() -> None:
    assert read(b"") is None
    assert read(json.dumps({"a": 1}).encode(), HERE) is None
    assert read(header_line("nobody", "").encode()) is None
    assert read(_line({"event": 1})[:-3].encode() + b"[]", HERE) is None


def test_text_is_cleaned() -> None:
    rude = replace(SERIAL, title="a\x1b[2J\u202eb", author="\x9b31m")
    book = read((header_line(HERE, "de\x07sk") + serial_line(rude)).encode())
    assert book is not None
    assert (book.name, book.serials[SERIAL.uid].title) == ("desk", "a[2Jb")

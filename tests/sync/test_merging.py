"""The rules of merging, one by one."""

from __future__ import annotations

import pytest

from reader.model import Locator, State
from reader.sync.events import SEEN, Contexts, Event, seen_body
from reader.sync.merging import by_episode, elsewhere, field, hidden, last_edit, merge, order, registers, tags, view

from .devices import START, Device, uid

ONE = uid(1)


def pair() -> tuple[Device, Device]:
    return Device(uid(100)), Device(uid(101))


def together(*devices: Device) -> list[Event]:
    return [event for one in devices for event in one.log]


def state(*devices: Device) -> State:
    events = together(*devices)
    return merge(Contexts(events), by_episode(events, {}).get(ONE, ())).state


def test_an_un_mark_counts_against_what_it_has_seen() -> None:
    first, second = pair()
    first.mark(ONE, "read")
    second.make("mark", "s", {"state": "unread", "episodes": [[ONE, ["unread"]]]})
    assert state(first, second) is State.READ
    second.receive(first.log, first.name)
    second.make("mark", "s", {"state": "unread", "episodes": [[ONE, ["unread"]]]})
    assert state(first, second) is State.UNREAD
    second.undo()
    assert state(first, second) is State.READ


def test_a_mark_as_being_read_lowers_and_keeps_the_place() -> None:
    first, _ = pair()
    first.place(ONE, 0.7)
    first.mark(ONE, "read")
    first.mark(ONE, "reading")
    seen = first.view(ONE)
    assert seen.merged.state is State.READING
    assert seen.shown is not None
    assert seen.shown.fraction == 0.7


def test_places() -> None:
    first, second = pair()
    first.place(ONE, 0.8)
    first.place(ONE, 0.2)
    assert first.view(ONE).shown == first.view(ONE).merged.latest
    assert first.view(ONE).merged.furthest.fraction == 0.8  # type: ignore[union-attr]
    second.place(ONE, 0.5)
    second.receive(first.log, first.name)
    shown = second.view(ONE)
    assert shown.shown is not None
    assert shown.shown.fraction == 0.5  # the other's last place lies before
    assert [one.fraction for one in elsewhere(second.name, shown)] == [0.2]
    assert elsewhere(first.name, first.view(ONE)) == ()
    first.receive(second.log, second.name)
    assert first.view(ONE).shown.fraction == 0.5  # type: ignore[union-attr]
    second.make("mark", "s", {"state": "unread", "episodes": [[ONE, []]]})
    first.receive(second.log, second.name)
    assert first.view(ONE).shown is None
    assert first.view(ONE).merged.state is State.UNREAD


def told(*devices: Device, name: str = "title") -> tuple[str | None] | None:
    events = together(*devices)
    return field(Contexts(events), events, name)


def test_fields() -> None:
    first, second = pair()
    assert told(first) is None
    first.edit("s", "title", "a", "b")
    first.edit("s", "title", "b", "c")
    assert told(first) == ("c",)
    first.undo()
    assert told(first) == ("b",)
    first.undo()
    assert told(first) == ("a",)
    second.receive(first.log, first.name)
    second.edit("s", "title", "a", "z")
    first.edit("s", "title", "a", "y")
    assert told(first, second) == told(second, first) == ("z",)  # it had seen more
    first.edit("s", "removed_at", None, "2026-01-01T00:00:00+00:00")
    assert told(first, second, name="removed_at") == ("2026-01-01T00:00:00+00:00",)
    second.receive(first.log, first.name)
    second.edit("s", "removed_at", "2026-01-01T00:00:00+00:00", None)
    first.edit("s", "removed_at", "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00")
    assert told(first, second, name="removed_at") == (None,)


def test_what_one_device_puts_away_and_another_takes_out_is_on_the_shelf() -> None:
    first, second = pair()
    away, later = "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"
    first.edit("s", "archived_at", None, away)
    second.receive(first.log, first.name)
    assert told(first, second, name="archived_at") == (away,)
    second.edit("s", "archived_at", away, None)
    first.edit("s", "archived_at", away, later)
    assert told(first, second, name="archived_at") == (None,)
    second.undo()
    assert told(first, second, name="archived_at") == (later,)


def test_the_edit_that_gave_a_field_its_value() -> None:
    first, _ = pair()
    first.edit("s", "status", "complete", "paused")
    first.edit("s", "title", "a", "b")
    first.edit("s", "status", "paused", "complete")
    last = last_edit(Contexts(first.log), first.log, "status")
    assert last is not None
    assert (last.body["was"], last.body["now"]) == ("paused", "complete")
    assert last_edit(Contexts(first.log), first.log, "author") is None


def tagged(*devices: Device, present: str = "") -> str:
    events = together(*devices)
    return tags(Contexts(events), events, present)


def test_tags() -> None:
    first, second = pair()
    assert tagged(first, present="old") == "old"
    first.edit("s", "tags", "old", "old\nx")
    assert tagged(first, present="old") == "old\nx"
    second.receive(first.log, first.name)
    second.edit("s", "tags", "old\nx", "")
    assert tagged(first, second) == ""
    first.edit("s", "tags", "old\nx", "old")
    first.edit("s", "tags", "old", "old\nx")  # again, which the other has not seen
    assert tagged(first, second) == "x"
    second.undo()
    assert tagged(first, second) == "old\nx"
    first.undo()
    first.undo()
    first.undo()
    assert tagged(first, second, present="old\nx") == "old"


def test_order_and_what_is_left_out() -> None:
    first, second = pair()
    uids = [uid(1), uid(2), uid(3)]
    assert order(Contexts(), []) is None
    first.make("order", "s", {"was": uids, "now": uids[::-1], "by_reader": 0})
    assert order(Contexts(first.log), first.log) == (uids[::-1], True)
    first.undo()
    assert order(Contexts(first.log), first.log) == (uids, False)
    first.make("hide", "s", {"hidden": True, "episodes": uids[:2]})
    second.make("hide", "s", {"hidden": True, "episodes": uids[:1]})
    second.make("hide", "s", {"hidden": False, "episodes": uids[:1]})
    events = together(first, second)
    assert hidden(Contexts(events), events, {}) == {uids[0]: False, uids[1]: True}
    first.undo()
    events = together(first, second)
    assert hidden(Contexts(events), events, {uids[1]: "ours"}) == {uids[0]: False, "ours": False}


def test_registers_keep_what_was_made_without_knowing() -> None:
    first, second = pair()
    first.make("note", "e", {"id": "n1", "text": "a"})
    second.receive(first.log, first.name)
    second.make("note", "e", {"id": "n1", "text": "b"})
    events = together(first, second)

    def key(event: Event) -> str | None:
        return str(event.body["id"]) if event.kind == "note" else None

    found = registers(Contexts(events), events, key)
    assert [one.body["text"] for one in found["n1"]] == ["b"]
    first.make("note", "e", {"id": "n1", "text": "c"})
    events = together(first, second)
    assert [one.body["text"] for one in registers(Contexts(events), events, key)["n1"]] == ["c", "b"]


def test_names_of_two_devices_are_one_episode() -> None:
    first, second = pair()
    first.mark(uid(1), "read")
    second.place(uid(2), 0.5)
    events = together(first, second)
    both = by_episode(events, {uid(2): uid(1)})
    assert list(both) == [uid(1)]
    merged = merge(Contexts(events), both[uid(1)])
    assert (merged.state, merged.latest is not None) == (State.READ, True)


def test_what_has_not_arrived_yet_waits_at_the_end() -> None:
    first, second = pair()
    first.place(ONE, 0.5)
    events = together(first, second)
    seen = view(Contexts(events), second.name, by_episode(events, {})[ONE])
    assert seen.shown is not None
    assert seen.shown.place == Locator(50, 0)


@pytest.mark.parametrize(
    "body",
    [{}, {"upto": 3, "clock": "x"}, {"upto": {uid(100): 9}, "clock": -5}, {"upto": {uid(101): "9"}, "clock": 1}],
)
def test_a_seen_that_makes_no_sense_claims_nothing(body: dict[str, object]) -> None:
    seen = Event(uid(100), 2, START, SEEN, "", None, body)
    contexts = Contexts([seen])
    assert not contexts.saw(uid(100), 3, uid(101), 1)
    assert contexts.rank(uid(100), 3) >= (3, uid(100), 3)
    assert contexts.arrival(uid(100), uid(101), 1) is None
    assert seen_body(contexts, uid(100), 2, {uid(101): 4})["upto"] == {uid(101): 4}

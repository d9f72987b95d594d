"""Devices in memory: each with its own log, what it has read of others, and a clock that may be off by years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reader.model import Note, NoteKind
from reader.sync.events import SEEN, Contexts, Event, seen_body
from reader.sync.merging import Merged, View, by_episode, view
from reader.sync.notes import body, notes, removal

START = datetime(2026, 1, 1, tzinfo=UTC)
Key = tuple[str, int]
_NOTHING = View(Merged())


def uid(number: int) -> str:
    return f"{number:032x}"


@dataclass
class Device:
    name: str
    skew_days: int = 0
    log: list[Event] = field(default_factory=list)
    read: dict[str, list[Event]] = field(default_factory=dict)
    """What it has of the others' logs, each from its beginning."""
    known_at: dict[int, frozenset[Key]] = field(default_factory=dict)
    """What was truly here when each event of its own was made."""

    _counted: int = -1
    _contexts: Contexts = field(default_factory=Contexts)
    _views: dict[str, View] = field(default_factory=dict)

    def events(self) -> list[Event]:
        return [*self.log, *(one for log in self.read.values() for one in log)]

    def contexts(self) -> Contexts:
        self._look()
        return self._contexts

    def view(self, episode: str) -> View:
        self._look()
        return self._views.get(episode, _NOTHING)

    def _look(self) -> None:
        count = len(self.log) + sum(map(len, self.read.values()))
        if count != self._counted:
            self._counted, events = count, self.events()
            self._contexts = Contexts(events)
            self._views = {
                name: view(self._contexts, self.name, every) for name, every in by_episode(events, {}).items()
            }

    def make(self, kind: str, subject: str, body: dict[str, object], target: int | None = None) -> Event:
        sequence = len(self.log) + 1
        self.known_at[sequence] = frozenset((one.device, one.sequence) for one in self.events())
        at = START + timedelta(days=self.skew_days, minutes=sequence)
        event = Event(self.name, sequence, at, kind, subject, target, dict(body))
        self.log.append(event)
        return event

    def mark(self, episode: str, state: str) -> None:
        if self.view(episode).merged.state.value != state:
            self.make("mark", "s", {"state": state, "episodes": [[episode, ["unread"]]]})

    def place(self, episode: str, fraction: float) -> None:
        body = {"place": [int(fraction * 100), 0, "", ""], "fraction": fraction}
        self.make("place", episode, body)

    def edit(self, serial: str, name: str, was: str | None, now: str | None) -> None:
        if was != now:
            self.make("edit", serial, {"field": name, "was": was, "now": now})

    def notes(self) -> dict[str, dict[str, Note]]:
        return notes(self.contexts(), self.events(), {})

    def note(self, episode: str, name: str, words: str | None) -> None:
        """Make or change a note, or (``None``) take it away if there is one."""
        here = self.notes().get(episode, {}).get(name)
        if words is None and here is not None:
            self.make("note", episode, removal(here))
        elif words is not None:
            note = Note(name, NoteKind.NOTE, words)
            self.make("note", episode, body(note, "added" if here is None else "changed"))

    def undo(self) -> None:
        taken = {one.target for one in self.log if one.kind == "undo"}
        steps = [
            one
            for one in self.log
            if one.kind in {"mark", "edit", "order", "hide", "note"} and one.sequence not in taken
        ]
        if steps:
            self.make("undo", steps[-1].subject, {}, steps[-1].sequence)

    def receive(self, log: list[Event], device: str) -> None:
        """Take in a beginning of another's log, in any order and any number of times."""
        held = self.read.get(device, [])
        if len(log) <= len(held):
            return
        self.read[device] = list(log)
        if any(one.kind != SEEN for one in log[len(held) :]):
            reach = {name: len(events) for name, events in self.read.items()}
            self.make(SEEN, "", seen_body(self.contexts(), self.name, len(self.log), reach))

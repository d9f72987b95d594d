"""The reading log: what the reader did on this device, one event after the other, never changed.

Owns every change that the reader (and no source) makes: marks, places, titles, tags, order, removal.  Each is one
event, appended in the transaction that changes the tables; the tables are what the log adds up to
(:mod:`reader.store.tally`), and :meth:`Log.adds_up` says whether they do.  An undo is an event too: any number of
steps, also after a restart.  Events name rows by uid and carry what was before, so that they can travel.
"""

from __future__ import annotations

import functools
import platform
import uuid
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.cleaning import clean_line
from reader.errors import NotFound, UsageError
from reader.model import Locator, Progress, State, Status
from reader.store import standing as stand
from reader.store.faults import sound
from reader.store.standing import Standing
from reader.store.tally import Tally, by_serial, standing
from reader.store.values import (
    locator_from,
    locator_to_list,
    locator_to_text,
    time_from,
    time_or_none,
    time_to_text,
    to_json,
)
from reader.sync import merging
from reader.sync.events import SEEN, Event, seen_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.store.database import Database

__all__ = ["EDITABLE", "Event", "Log", "Step"]

_STANDING: Final = "state, locator, fraction, furthest, furthest_fraction, read_at"

EDITABLE: Final = ("title", "author", "status", "tags", "drip", "removed_at", "archived_at")
"""Columns of a serial that the reader may change; each change is a step that can be taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be taken back.

    ``what`` tells it in one line of English; the fields behind it tell it in any language: ``kind`` is one of mark,
    order, hidden, shown, title, author, status, tags, removed, restored, archived, unarchived, note-added,
    note-changed, note-removed; ``title`` the serial's; ``value`` the state that was marked, what the field became, or
    the kind of the note; ``count`` the episodes marked, hidden or shown.
    """

    sequence: int
    at: datetime
    what: str
    kind: str = ""
    title: str = ""
    value: str = ""
    count: int = 0


class Log:
    """This library's log; new events are of this device."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tally = Tally(database)

    # --- marks and places --------------------------------------------------------------------------------------

    def mark(self, episode_ids: Iterable[int], state: State, now: datetime) -> int:
        """Mark episodes, as one step; how many changed."""
        with self._database.writing() as database:
            before = [
                (number, uid, serial_id, was)
                for number in dict.fromkeys(episode_ids)
                for uid, serial_id, was in [self._standing(number)]
                if was.state is not state
            ]
            if not before:
                return 0
            body = {"state": state.value, "episodes": [[uid, stand.to_list(was)] for _, uid, _, was in before]}
            several = len({serial_id for _, _, serial_id, _ in before}) > 1
            self._append("mark", "" if several else self._serial_uid(before[0][2]), body, now)
            for number, _, _, was in before:
                self.set_standing(number, stand.marked(was, state, now))
            if state is not State.UNREAD:
                for serial_id in dict.fromkeys(serial_id for _, _, serial_id, _ in before):
                    database.change("UPDATE serial SET read_at = ? WHERE id = ?", (time_to_text(now), serial_id))
        return len(before)

    def keep_place(
        self, episode_id: int, locator: Locator, fraction: float, now: datetime, *, imported: bool = False
    ) -> None:
        """Remember where the reader is; the same place again is no event.

        ``imported``: a list says so, and nothing was read here; statistics pass it over.
        """
        with self._database.writing() as database:
            uid, serial_id, was = self._standing(episode_id)
            if was.locator == locator and was.fraction == fraction:
                return
            body = {"place": locator_to_list(locator), "fraction": fraction} | ({"imported": True} if imported else {})
            self._append("place", uid, body, now)
            self.set_standing(episode_id, stand.placed(was, locator, fraction, now))
            self.touch(serial_id, episode_id)
            database.change("UPDATE serial SET read_at = ? WHERE id = ?", (time_to_text(now), serial_id))

    def progress(self, episode_id: int) -> Progress:
        """The reader's place and state in an episode.  Raises :class:`NotFound`."""
        return self._standing(episode_id)[2].progress()

    def progresses(self, serial_id: int) -> dict[int, Progress]:
        """Those of all episodes of a serial, by id."""
        rows = self._database.rows(f"SELECT id, {_STANDING} FROM episode WHERE serial_id = ?", (serial_id,))  # noqa: S608 - constants
        with sound(self._database.path, f"the places in serial {serial_id}"):
            return {row[0]: _standing(row[1:]).progress() for row in rows}

    # --- edits -------------------------------------------------------------------------------------------------

    def edit(self, serial_id: int, field: str, value: str | None, now: datetime) -> bool:
        """Change one of :data:`EDITABLE`, as one step; whether it was another before."""
        if field not in EDITABLE:
            raise ValueError(field)
        with self._database.writing() as database:
            uid = self._serial_uid(serial_id)
            (was,) = database.row(f"SELECT {field} FROM serial WHERE id = ?", (serial_id,)) or (None,)  # noqa: S608 - constants
            if was == value:
                return False
            self._append("edit", uid, {"field": field, "was": was, "now": value}, now)
            self._set_field(uid, field, value)
        return True

    def last_edit(self, serial_id: int, field: str) -> tuple[str | None, str | None] | None:
        """What the edit that gave a field its value found and left; ``None`` where the reader never changed it."""
        events, _ = self._tally.of_serial(serial_id, ())
        last = merging.last_edit(self._tally.contexts(), events, field)
        return None if last is None else (last.body["was"], last.body["now"])

    def names(self, serial_id: int) -> set[str]:
        """Every title that the serial has or had before the reader renamed it."""
        (title,) = self._database.row("SELECT title FROM serial WHERE id = ?", (serial_id,)) or ("",)
        events, _ = self._tally.of_serial(serial_id, ())
        edits = [one.body for one in events if one.kind == "edit" and one.body.get("field") == "title"]
        return {str(one) for one in (title, *(edit["was"] for edit in edits), *(edit["now"] for edit in edits))}

    def reorder(self, serial_id: int, episode_ids: Sequence[int], now: datetime) -> bool:
        """Give the episodes the reader's own order, as one step; later updates keep it.

        Raises :class:`UsageError` where the ids are not all of the serial's episodes.
        """
        with self._database.writing() as database:
            rows = database.rows("SELECT id, uid FROM episode WHERE serial_id = ? ORDER BY position", (serial_id,))
            uids = dict(rows)
            if sorted(uids) != sorted(episode_ids):
                raise UsageError("an order names each episode of the serial once")
            was, now_order = [uid for _, uid in rows], [uids[number] for number in episode_ids]
            if was == now_order:
                return False
            (by_reader,) = database.row("SELECT ordered_by_reader FROM serial WHERE id = ?", (serial_id,)) or (0,)
            body = {"was": was, "now": now_order, "by_reader": by_reader}
            self._append("order", self._serial_uid(serial_id), body, now)
            self._set_order(was, now_order)
            database.change("UPDATE serial SET ordered_by_reader = 1 WHERE id = ?", (serial_id,))
        return True

    def hide(self, episode_ids: Iterable[int], now: datetime, *, hidden: bool = True) -> int:
        """Leave episodes of one serial out of its contents, or take them in again, as one step; how many changed.

        A hidden episode keeps its row, marks and text; later updates know it and do not bring it back.
        """
        with self._database.writing() as database:
            changed = [
                (number, *row)
                for number in dict.fromkeys(episode_ids)
                for row in database.rows(
                    "SELECT uid, serial_id FROM episode WHERE id = ? AND hidden <> ?", (number, hidden)
                )
            ]
            if changed:
                uids = [uid for _, uid, _ in changed]
                self._append("hide", self._serial_uid(changed[0][2]), {"hidden": hidden, "episodes": uids}, now)
                self._set_hidden(uids, hidden=hidden)
        return len(changed)

    def note(self, episode_id: int, body: dict[str, Any], now: datetime) -> None:
        """Write an event of a note, as :mod:`reader.sync.notes` forms it, as one step.  Raises :class:`NotFound`."""
        with self._database.writing():
            uid = self._standing(episode_id)[0]
            self._append("note", uid, body, now)
            self.add_up_notes([uid])

    def add_up_notes(self, episodes: Sequence[str]) -> None:
        """Make the notes of these episodes (uids of ours) what the log says."""
        from reader.store.notes import NoteRows  # noqa: PLC0415 - few steps are of notes

        NoteRows(self._database).add_up(episodes)

    def add_up_notes_of(self, serial_id: int) -> None:
        """The same for all episodes of a serial."""
        from reader.store.notes import NoteRows  # noqa: PLC0415 - as above

        rows = NoteRows(self._database)
        rows.add_up(rows.noted(serial_id))

    # --- steps back --------------------------------------------------------------------------------------------

    def undo(self, now: datetime) -> Step | None:
        """Take back the last step that stands; ``None`` where there is none."""
        with self._database.writing():
            event = next(iter(self._standing_steps(1)), None)
            if event is None:
                return None
            step = self._step(event)
            self._append("undo", event.subject, {}, now, target=event.sequence)
            _TAKE_BACK[event.kind](self, event)
        return step

    def steps(self, limit: int = 100) -> list[Step]:
        """What :meth:`undo` would take back, the next one first."""
        return [self._step(event) for event in self._standing_steps(limit)]

    def _standing_steps(self, limit: int) -> list[Event]:
        return self._events(
            "device = ?1 AND kind IN ('mark', 'edit', 'order', 'hide', 'note') AND NOT EXISTS (SELECT 1 FROM event u"
            " WHERE u.device = ?1 AND u.kind = 'undo' AND u.target = event.sequence) ORDER BY sequence DESC LIMIT ?2",
            (self.device(), limit),
        )

    def _take_back_mark(self, event: Event) -> None:
        for serial_id, uids in by_serial(self._database, (uid for uid, _ in event.body["episodes"])).items():
            views = self._tally.views(self.device(), serial_id, uids)
            for uid in uids:
                (number,) = self._database.row("SELECT id FROM episode WHERE uid = ?", (uid,)) or (0,)
                self.set_standing(number, standing(views[uid]) if uid in views else Standing())

    def _take_back_hide(self, event: Event) -> None:
        for serial_id in by_serial(self._database, event.body["episodes"]):
            self.add_up_hidden(serial_id)

    def _take_back_note(self, event: Event) -> None:
        self.add_up_notes([event.subject])

    def _take_back_edit(self, event: Event) -> None:
        self.add_up_field(self._serial_id(event.subject), event.body["field"])

    def _take_back_order(self, event: Event) -> None:
        self.add_up_order(self._serial_id(event.subject))

    def add_up_field(self, serial_id: int, name: str) -> bool:
        """Make a field of a serial what the log says; whether it was another."""
        events, _ = self._tally.of_serial(serial_id, ())
        row = self._database.row(f"SELECT uid, {name} FROM serial WHERE id = ?", (serial_id,))  # noqa: S608 - EDITABLE
        uid, was = row or ("", None)
        contexts = self._tally.contexts()
        with sound(self._database.path, f"the log of serial {serial_id}"):
            if name == merging.TAGS:
                told: tuple[str | None] | None = (merging.tags(contexts, events, was or ""),)
            else:
                told = merging.field(contexts, events, name)
        value = _clean_field(name, told[0]) if told else was
        if value == was or (name == "title" and not value):
            return False
        self._set_field(uid, name, value)
        return True

    def add_up_hidden(self, serial_id: int) -> None:
        """Leave out of a serial's contents what the log says."""
        events, names = self._tally.of_serial(serial_id, ())
        names = self._tally.names(
            [row[0] for row in self._database.rows("SELECT uid FROM episode WHERE serial_id = ?", (serial_id,))]
        )
        with sound(self._database.path, f"the log of serial {serial_id}"):
            told = merging.hidden(self._tally.contexts(), events, names)
        for is_hidden in (False, True):
            self._set_hidden([uid for uid, value in told.items() if value is is_hidden], hidden=is_hidden)

    def add_up_order(self, serial_id: int) -> bool:
        """Put the episodes of a serial in the order that the log says; whether it says one."""
        events, names = self._tally.of_serial(serial_id)
        with sound(self._database.path, f"the log of serial {serial_id}"):
            told = merging.order(self._tally.contexts(), events)
        if told is None:
            return False
        here = by_serial(self._database, names.values()).get(serial_id, [])
        order = [uid for uid in dict.fromkeys(names.get(one, one) for one in told[0]) if uid in set(here)]
        self._set_order(order, order)
        self._database.change("UPDATE serial SET ordered_by_reader = ? WHERE id = ?", (int(told[1]), serial_id))
        return True

    def _step(self, event: Event) -> Step:
        row = self._database.row("SELECT title FROM serial WHERE uid = ?", (event.subject,)) or self._database.row(
            "SELECT s.title FROM episode e JOIN serial s ON s.id = e.serial_id WHERE e.uid = ?", (event.subject,)
        )
        title = row[0] if row else "several serials" if not event.subject else "?"
        return _step(event, title)

    # --- the log itself ----------------------------------------------------------------------------------------

    def device(self) -> str:
        """The id of this device in this library; ``""`` before its first event.

        A library that was copied to another machine or folder is another device there.
        """
        database = self._database
        if not database.device:
            row = database.row("SELECT value FROM meta WHERE key = ?", (_home_key(database),))
            if row is None and database.row("SELECT 1 FROM meta WHERE key GLOB 'device *'") is None:
                row = database.row("SELECT value FROM meta WHERE key = 'device'")
            database.device = row[0] if row else ""
        return database.device

    def be_known(self, now: datetime) -> str:
        """The id of this device, made where there is none yet."""
        with self._database.writing():
            return self._device_for_writing(now)

    def become_another(self, now: datetime) -> None:
        """Go on as a new device: the events of the old one may go on elsewhere, as those of a copy do."""
        with self._database.writing() as database:
            self._become(uuid.uuid4().hex, now)
            database.device = ""

    def events(self, since: int = 0) -> list[Event]:
        """This device's events after sequence ``since``, in order."""
        return self.of_device(self.device(), since)

    def of_device(self, device: str, since: int = 0) -> list[Event]:
        """A device's events after sequence ``since``, in order."""
        return self._events("device = ? AND sequence > ? ORDER BY sequence", (device, since))

    def history(self, since: datetime) -> list[Event]:
        """What every device did since then, by what their clocks said, in order of those."""
        return self._events("at >= ? ORDER BY at, device, sequence", (time_to_text(since),))

    def receive(self, events: Sequence[Event], now: datetime) -> int:
        """Take in events of other devices, each log from where it ended here; how many, ``seen`` ones left out.

        What they change in the tables is for :mod:`reader.store.devices`.
        """
        if not events:
            return 0
        with self._database.writing() as database:
            for one in events:
                self._insert(one)
            news = sum(one.kind != SEEN for one in events)
            if news:
                self._device_for_writing(now)
                database.logged = True
                self._say_seen(now)
        return news

    def adds_up(self) -> list[str]:
        """Uids of episodes whose marks, places or notes are not what the log adds up to."""
        from reader.store.notes import NoteRows  # noqa: PLC0415 - as above

        tally = self._tally.everything(self.device())
        rows = self._database.rows(f"SELECT uid, {_STANDING} FROM episode")  # noqa: S608 - constants
        with sound(self._database.path, "the marks"):
            astray = [row[0] for row in rows if _standing(row[1:]) != tally.get(row[0], Standing())]
        return [*astray, *sorted(NoteRows(self._database).astray() - set(astray))]

    def reach(self) -> dict[str, int]:
        """The last sequence of each device."""
        return dict(self._database.rows("SELECT device, max(sequence) FROM event GROUP BY device"))

    def last(self) -> int:
        """The sequence of this device's last event; 0 before the first."""
        row = self._database.row("SELECT max(sequence) FROM event WHERE device = ?", (self.device(),))
        return (row and row[0]) or 0

    def _append(self, kind: str, subject: str, body: dict[str, Any], now: datetime, target: int | None = None) -> int:
        device = self._device_for_writing(now)
        sequence = self.last() + 1
        self._insert(Event(device, sequence, now, kind, subject, target, body))
        self._database.logged = True
        return sequence

    def _insert(self, event: Event) -> None:
        self._database.change(
            "INSERT INTO event (device, sequence, at, kind, subject, target, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                event.device,
                event.sequence,
                time_to_text(event.at),
                event.kind,
                event.subject,
                event.target,
                to_json(event.body),
            ),
        )

    def _device_for_writing(self, now: datetime) -> str:
        # Each time, and read again: the transaction that wrote it first may have been taken back.
        self._database.device = ""
        device = self.device()
        known = self._database.row("SELECT 1 FROM meta WHERE key = ?", (_home_key(self._database),))
        if known is None:
            self._become(device or uuid.uuid4().hex, now)
            self._database.device = ""
            device = self.device()
        return device

    def _become(self, device: str, now: datetime) -> None:
        """Be that device from now on; a new one in an old library has seen all that is there."""
        self._database.change(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (_home_key(self._database), device),
        )
        self._database.device = device
        if self.last() == 0 and self._database.row("SELECT 1 FROM event LIMIT 1") is not None:
            self._say_seen(now)

    def _say_seen(self, now: datetime) -> None:
        here, last = self.device(), self.last()
        reach = {device: upto for device, upto in self.reach().items() if device != here}
        body = seen_body(self._tally.contexts(), here, last, reach)
        self._insert(Event(here, last + 1, now, SEEN, "", None, body))

    def _events(self, where: str, values: Sequence[object]) -> list[Event]:
        return self._tally.select(where, values)

    # --- rows --------------------------------------------------------------------------------------------------

    def standings(self, serial_id: int) -> list[tuple[int, str, Standing]]:
        """(id, uid, standing) of a serial's episodes."""
        rows = self._database.rows(f"SELECT id, uid, {_STANDING} FROM episode WHERE serial_id = ?", (serial_id,))  # noqa: S608 - constants
        with sound(self._database.path, f"the places in serial {serial_id}"):
            return [(row[0], row[1], _standing(row[2:])) for row in rows]

    def touch(self, serial_id: int, episode_id: int) -> None:
        """Put a serial, and an episode in it, before all others that are being read."""
        rank = "(SELECT max(touched) + 1 FROM serial)"
        self._database.change(f"UPDATE episode SET touched = {rank}, is_new = 0 WHERE id = ?", (episode_id,))  # noqa: S608 - a constant
        self._database.change(f"UPDATE serial SET touched = {rank} WHERE id = ?", (serial_id,))  # noqa: S608 - as above

    def _standing(self, episode_id: int) -> tuple[str, int, Standing]:
        """(uid, serial's id, standing) of an episode.  Raises :class:`NotFound`."""
        row = self._database.row(f"SELECT uid, serial_id, {_STANDING} FROM episode WHERE id = ?", (episode_id,))  # noqa: S608 - constants
        if row is None:
            raise NotFound(f"there is no episode {episode_id}", hint="`tsuzuki show SERIAL` lists the episodes.")
        with sound(self._database.path, f"the place in episode {episode_id}"):
            return row[0], row[1], _standing(row[2:])

    def set_standing(self, episode_id: int, standing: Standing) -> None:
        """Write how an episode stands, as the log says."""
        self._database.change(
            f"UPDATE episode SET ({_STANDING}) = (?, ?, ?, ?, ?, ?) WHERE id = ?",  # noqa: S608 - constants
            (
                standing.state.value,
                locator_to_text(standing.locator),
                standing.fraction,
                locator_to_text(standing.furthest),
                standing.furthest_fraction,
                time_or_none(standing.read_at),
                episode_id,
            ),
        )

    def _serial_uid(self, serial_id: int) -> str:
        row = self._database.row("SELECT uid FROM serial WHERE id = ?", (serial_id,))
        if row is None:
            raise NotFound(f"there is no serial {serial_id}", hint="`tsuzuki list` shows the shelf.")
        return str(row[0])

    def _serial_id(self, uid: str) -> int:
        row = self._database.row("SELECT id FROM serial WHERE uid = ?", (uid,))
        return int(row[0]) if row else 0

    def _set_field(self, uid: str, field: str, value: str | None) -> None:
        self._database.change(f"UPDATE serial SET {field} = ? WHERE uid = ?", (value, uid))  # noqa: S608 - EDITABLE

    def _set_hidden(self, uids: Iterable[str], *, hidden: bool) -> None:
        self._database.change_many("UPDATE episode SET hidden = ? WHERE uid = ?", ((hidden, uid) for uid in uids))

    def _set_order(self, was: Sequence[str], order: Sequence[str]) -> None:
        """Put the uids of ``order`` on the positions of ``was``; episodes that came later keep theirs."""
        places = sorted(
            row[0] for uid in was for row in self._database.rows("SELECT position FROM episode WHERE uid = ?", (uid,))
        )
        # Negative first: a position belongs to one row at any moment.
        self._database.change_many(
            "UPDATE episode SET position = ? WHERE uid = ?",
            ((-place, uid) for place, uid in zip(places, order, strict=True)),
        )
        self._database.change_many("UPDATE episode SET position = -position WHERE uid = ?", ((uid,) for uid in order))


_TAKE_BACK: Final = {
    "mark": Log._take_back_mark,  # noqa: SLF001 - the class's own table
    "edit": Log._take_back_edit,  # noqa: SLF001 - as above
    "order": Log._take_back_order,  # noqa: SLF001 - as above
    "hide": Log._take_back_hide,  # noqa: SLF001 - as above
    "note": Log._take_back_note,  # noqa: SLF001 - as above
}


def _standing(row: Sequence[Any]) -> Standing:
    state, locator, fraction, furthest, furthest_fraction, read_at = row
    return Standing(
        State(state),
        locator_from(locator),
        fraction,
        locator_from(furthest),
        furthest_fraction,
        time_from(read_at),
    )


def _clean_field(name: str, value: str | None) -> str | None:
    """A field as it may stand in the table: other devices' values are text from outside."""
    if name == merging.TAGS:
        return "\n".join(sorted({tag for one in (value or "").splitlines() if (tag := clean_line(one))}))
    return value if value is None or name not in {"title", "author"} else clean_line(value)


def _home_key(database: Database) -> str:
    """The key under which this device's id stands: one for each machine and place in which the library lies."""
    home = f"{_machine()} {database.home.absolute()}"
    return f"device {blake2b(home.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}"


@functools.cache
def _machine() -> str:
    try:
        return Path("/etc/machine-id").read_text("ascii").strip() or platform.node()
    except (OSError, UnicodeError):
        return platform.node()


_AS_KINDS: Final = {"removed_at": ("removed", "restored"), "archived_at": ("archived", "unarchived")}
"""What it is called to set and to clear a field that is a time."""


def _step(event: Event, title: str) -> Step:
    """A step, and the same in one line of English."""
    body = event.body
    if event.kind == "mark":
        count, state = len(body["episodes"]), body["state"]
        what = f"“{title}”: {count} {'episode' if count == 1 else 'episodes'} marked {state}"
        return Step(event.sequence, event.at, what, "mark", title, state, count)
    if event.kind == "order":
        return Step(event.sequence, event.at, f"“{title}”: episodes put in another order", "order", title)
    if event.kind == "hide":
        count, hidden = len(body["episodes"]), body["hidden"]
        what = (
            f"“{title}”: {count} {'episode' if count == 1 else 'episodes'} {'left out' if hidden else 'taken in again'}"
        )
        return Step(event.sequence, event.at, what, "hidden" if hidden else "shown", title, "", count)
    if event.kind == "note":
        what = f"“{title}”: {body['kind']} {body['did']}"
        return Step(event.sequence, event.at, what, f"note-{body['did']}", title, body["kind"])
    field, was, now = body["field"], body["was"], body["now"]
    told = {
        "title": f"“{was}” renamed “{now}”",
        "author": f"“{title}”: author “{now}”" if now else f"“{title}”: without an author",
        "status": f"“{title}”: {now}{' again' if was == Status.PAUSED else ''}",
        "tags": f"“{title}”: tags {', '.join((now or 'none').splitlines())}",
        "drip": f"“{title}” let out {'bit by bit' if now else 'all at once again'}",
        "removed_at": f"“{title}” {'taken off the shelf' if now else 'put back on the shelf'}",
        "archived_at": f"“{title}” {'put away' if now else 'taken out again'}",
    }
    kind = _AS_KINDS.get(field, (field, field))[not now]
    return Step(event.sequence, event.at, told[field], kind, title, "" if field in _AS_KINDS else now or "")

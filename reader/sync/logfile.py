"""One device's log as lines of JSON: what travels in the folder, and what lies beside the library.  Pure.

A file is a header, then facts (which serials and episodes the uids in the log mean) and events, a line each, only ever
appended to.  Every line ends with a checksum of itself, so that a line is sound or is not there: files are read as far
as they are sound, whether cut off, copied in a conflict, written twice or edited by hand.  Events count only up to the
first gap, since "has seen up to here" is said of all before.  Text that came in is cleaned here.
"""

from __future__ import annotations

import contextlib
import json
import re
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import is_web
from reader.cleaning import clean_line, clean_url
from reader.model import Kind, Source, SourceKind, Status
from reader.sync.events import SEEN, UNDO, Event
from reader.sync.merging import touches
from reader.sync.notes import NOTE, is_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FORMAT: Final = "log"
VERSION: Final = 1
LINE_BYTES: Final = 16 * 1024 * 1024
"""No line of ours is longer; one that is is none of ours."""
ROWS: Final = 500
"""Episodes a line."""
LARGEST: Final = 2**53

_UID: Final = re.compile(r"[0-9a-f]{32}")
_SUM: Final = re.compile(rb',"sum":"([0-9a-f]{8})"\}\s*\Z')
_FOREIGN: Final = "?"
"""Before the kind of an event whose body is not what its kind has; such an event is kept and means nothing."""


@dataclass(frozen=True, slots=True)
class SerialFacts:
    """What a uid of a serial means."""

    uid: str
    title: str
    url: str
    author: str = ""
    language: str = ""
    status: Status = Status.ONGOING
    tags: tuple[str, ...] = ()
    added_at: datetime | None = None
    by_reader: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """What a uid of an episode means; ``also`` are further addresses under which it is known."""

    uid: str
    position: int
    title: str
    url: str
    number: str | None = None
    kind: Kind = Kind.MAIN
    section: str = ""
    published: datetime | None = None
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Logbook:
    """What one device's files hold."""

    device: str
    name: str = ""
    version: int = VERSION
    serials: dict[str, SerialFacts] = field(default_factory=dict)
    rows: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """Episodes as they stand in the file, by the serial's uid, then by their own."""
    events: dict[int, Event] = field(default_factory=dict)
    damaged: int = 0
    """Lines that are not sound."""
    clashing: int = 0
    """Events of which there are two under one number."""

    def log(self) -> list[Event]:
        """The events up to the first gap, in order."""
        found: list[Event] = []
        taken_back: set[int | None] = set()
        while (event := self.events.get(len(found) + 1)) is not None:
            if event.kind == UNDO and event.target in taken_back:
                event = replace(event, kind=f"{_FOREIGN}{UNDO}", target=None)
            taken_back.add(event.target)
            found.append(event)
        return found

    def episodes(self, serial_uid: str) -> dict[str, EpisodeFacts]:
        """What the uids of a serial's episodes mean; rows that mean nothing are left out."""
        found = {}
        for uid, row in self.rows.get(serial_uid, {}).items():
            with contextlib.suppress(ValueError, TypeError, OverflowError):
                found[uid] = _episode(row)
        return found

    def add(self, other: Logbook) -> None:
        """Take what another copy of the file holds; the order of copies does not matter to the events."""
        self.damaged += other.damaged
        self.clashing += other.clashing
        for event in other.events.values():
            self.take(event)
        self.serials = other.serials | self.serials
        for uid, rows in other.rows.items():
            self.rows[uid] = rows | self.rows.get(uid, {})

    def take(self, event: Event) -> None:
        """Take an event; of two under one number the same one everywhere."""
        known = self.events.setdefault(event.sequence, event)
        if known != event:
            self.clashing += 1
            self.events[event.sequence] = min(known, event, key=event_line)


# --- lines out ---------------------------------------------------------------------------------------------------


def header_line(device: str, name: str) -> str:
    """The first line of a file."""
    return _line({"tsuzuki": FORMAT, "version": VERSION, "device": device, "name": name})


def serial_line(one: SerialFacts) -> str:
    """One serial."""
    return _line(
        {
            "serial": one.uid,
            "title": one.title,
            "url": one.url,
            "author": one.author,
            "language": one.language,
            "status": one.status.value,
            "tags": list(one.tags),
            "added_at": _moment(one.added_at),
            "by_reader": one.by_reader,
            "sources": [[each.kind.value, each.url, each.detail] for each in one.sources],
        }
    )


def episode_lines(serial_uid: str, those: Iterable[EpisodeFacts]) -> Iterator[str]:
    """Episodes of one serial, :data:`ROWS` a line."""
    rows = [episode_row(one) for one in those]
    for start in range(0, len(rows), ROWS):
        yield _line({"episodes": serial_uid, "rows": rows[start : start + ROWS]})


def episode_row(one: EpisodeFacts) -> list[Any]:
    """An episode as it stands in the file."""
    return [
        one.uid,
        one.position,
        one.title,
        one.url,
        one.number,
        one.kind.value,
        one.section,
        _moment(one.published),
        one.note,
        list(one.also),
    ]


def event_line(event: Event) -> str:
    """One event."""
    values = [event.sequence, _moment(event.at), event.kind, event.subject, event.target, event.body]
    return _line({"event": values, "device": event.device})


def position_line(at: tuple[int, int, int]) -> str:
    """How far the writer has come, in numbers of its own; says nothing to other readers."""
    return _line({"upto": list(at)})


def _line(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode()
    return f'{text[:-1]},"sum":"{zlib.crc32(text.encode()):08x}"}}\n'


def _moment(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


# --- lines in ----------------------------------------------------------------------------------------------------


def read(data: bytes, name: str = "") -> Logbook | None:
    """What a file holds, as far as it is sound; ``None`` for a file that is none of ours.

    ``name``, the file's, tells the device where the header does not.  Never raises.
    """
    lines = [line for line in data.split(b"\n") if line.strip()]
    told = _UID.search(name)
    book = Logbook(told[0] if told else "")
    sound = 0
    for line in lines:
        value = _value(line)
        kind = next((key for key in _TAKE if value is not None and key in value), None)
        try:
            if value is None or kind is None:
                raise ValueError  # noqa: TRY301 - one way for a line that is none
            _TAKE[kind](book, value)
            sound += 1
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            book.damaged += 1
    return book if sound and _UID.fullmatch(book.device) else None


def positions(data: bytes) -> tuple[int, int, int] | None:
    """The last :func:`position_line` in the data, which may begin within a line."""
    for line in reversed(data.split(b"\n")):
        if line.startswith(b'{"upto"') and (value := _value(line)) is not None:
            serial, episode, sequence = value["upto"]
            return serial, episode, sequence
    return None


def _value(line: bytes) -> dict[str, Any] | None:
    found = _SUM.search(line[-32:])
    if found is None or len(line) > LINE_BYTES:
        return None
    text = line[: len(line) - len(found[0])] + b"}"
    if zlib.crc32(text) != int(found[1], 16):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _take_header(book: Logbook, value: dict[str, Any]) -> None:
    if value["tsuzuki"] != FORMAT:
        raise ValueError
    book.version = max(book.version, _whole(value["version"]))
    if _uid(value["device"]) != book.device and not book.events:
        book.device = value["device"]
    book.name = clean_line(str(value.get("name", "")), 60)


def _take_serial(book: Logbook, value: dict[str, Any]) -> None:
    uid = _uid(value["serial"])
    book.serials[uid] = SerialFacts(
        uid,
        clean_line(str(value["title"])) or "?",
        _address(value["url"]),
        clean_line(str(value.get("author", ""))),
        clean_line(str(value.get("language", "")), 40),
        Status(value.get("status", Status.ONGOING)),
        tuple(sorted({tag for one in value.get("tags", ()) if (tag := clean_line(str(one), 100))})),
        _time_or_none(value.get("added_at")),
        bool(value.get("by_reader")),
        tuple(Source(SourceKind(kind), _address(url), str(detail)) for kind, url, detail in value.get("sources", ())),
    )


def _take_episodes(book: Logbook, value: dict[str, Any]) -> None:
    rows = {_uid(row[0]): row for row in value["rows"] if isinstance(row, list) and row}
    book.rows.setdefault(_uid(value["episodes"]), {}).update(rows)


def _episode(row: list[Any]) -> EpisodeFacts:
    uid, position, title, url, number, kind, section, published, note, also = row
    return EpisodeFacts(
        _uid(uid),
        _whole(position),
        clean_line(str(title)),
        _address(url),
        None if number is None else clean_line(str(number), 40),
        Kind(kind),
        clean_line(str(section)),
        _time_or_none(published),
        clean_line(str(note)),
        tuple(_address(one) for one in also),
    )


def _take_event(book: Logbook, value: dict[str, Any]) -> None:
    sequence, at, kind, subject, target, body = value["event"]
    device = _uid(value["device"])
    if not book.device:
        book.device = device
    if device != book.device or not isinstance(kind, str) or not isinstance(subject, str) or not isinstance(body, dict):
        raise ValueError
    sequence, at = _whole(sequence), _time_or_none(at)
    if sequence < 1 or at is None or len(kind) > 40 or len(subject) > 100:  # noqa: PLR2004 - room enough
        raise ValueError
    target = None if target is None else _whole(target)
    book.take(understood(Event(device, sequence, at, kind, subject, target, body)))


_TAKE: Final[dict[str, Callable[[Logbook, dict[str, Any]], None]]] = {
    "tsuzuki": _take_header,
    "serial": _take_serial,
    "episodes": _take_episodes,
    "event": _take_event,
    "upto": lambda _book, _value: None,
}


# --- what a kind's body has --------------------------------------------------------------------------------------


def understood(event: Event) -> Event:
    """The event, or one that means nothing where its body is not what its kind has; unknown kinds stay as they are."""
    shape = _SHAPES.get(event.kind)
    try:
        fits = shape is None or shape(event)
    except (ValueError, TypeError, KeyError, AttributeError):
        fits = False
    return event if fits else replace(event, kind=f"{_FOREIGN}{event.kind}", target=None)


def _is_touch(event: Event) -> bool:
    every = list(touches(event))
    places = (one.place for _, one in every)
    return all(isinstance(uid, str) for uid, _ in every) and all(
        place is None or (0 <= place.block < LARGEST and 0 <= place.offset < LARGEST) for place in places
    )


def _is_edit(event: Event) -> bool:
    values = event.body["was"], event.body["now"]
    fits = _FIELDS.get(event.body["field"], lambda one: one is None or isinstance(one, str))
    return isinstance(event.body["field"], str) and all(fits(one) for one in values)


def _is_order(event: Event) -> bool:
    uids = [*event.body["was"], *event.body["now"]]
    return all(isinstance(one, str) for one in uids) and sorted(event.body["was"]) == sorted(event.body["now"])


def _is_hide(event: Event) -> bool:
    return isinstance(event.body["hidden"], bool) and all(isinstance(one, str) for one in event.body["episodes"])


def _is_seen(event: Event) -> bool:
    reach = event.body["upto"]
    return all(_UID.fullmatch(name) and _whole(upto) >= 0 for name, upto in reach.items()) and (
        _whole(event.body["clock"]) >= 0
    )


_FIELDS: Final[dict[str, Callable[[Any], bool]]] = {
    "title": lambda one: isinstance(one, str),
    "author": lambda one: isinstance(one, str),
    "tags": lambda one: isinstance(one, str),
    "status": lambda one: one in set(Status),
    "drip": lambda one: one is None or isinstance(one, str),
    "removed_at": lambda one: one is None or bool(datetime.fromisoformat(one)),
    "archived_at": lambda one: one is None or bool(datetime.fromisoformat(one)),
}
"""What the value of a field is; a field of a newer Tsuzuki is kept as it is."""

_SHAPES: Final[dict[str, Callable[[Event], bool]]] = {
    "mark": _is_touch,
    "place": _is_touch,
    "edit": _is_edit,
    "order": _is_order,
    "hide": _is_hide,
    NOTE: is_note,
    "undo": lambda event: event.target is not None and 0 < event.target < event.sequence,
    SEEN: _is_seen,
}


def _uid(value: object) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise ValueError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= LARGEST:
        raise ValueError
    return value


def _address(value: object) -> str:
    """An address, cleaned; also one that is none of the web, which is for the library to judge."""
    if not isinstance(value, str):
        raise TypeError
    return clean_url(value) if is_web(value) else clean_line(value, 4096)


def _time_or_none(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    time = datetime.fromisoformat(value)
    return time if time.tzinfo else time.replace(tzinfo=UTC)

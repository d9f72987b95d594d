"""Our own reading list in JSON, read back: :func:`reader.export.list_json.list_json` the other way round.

Refuses a list that was changed into something that none of our lists can be, naming the place: half of a library is
worse than none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from reader.cleaning import clean, clean_line, clean_url
from reader.drip import parsed
from reader.errors import ImportRefused
from reader.export.imports import OWN_EPISODES_LIMIT, Gathering, ImportedList, a_serial, too_much
from reader.export.list_json import FORMAT, VERSION
from reader.export.reading_list import ListedEpisode, ListedSerial
from reader.model import (
    Anchor,
    Color,
    Episode,
    Kind,
    Locator,
    Note,
    NoteKind,
    Progress,
    Source,
    SourceKind,
    State,
    Status,
)

if TYPE_CHECKING:
    from enum import StrEnum

_UID: Final = re.compile(r"[0-9a-f]{32}")
_HINT: Final = "Import a list that `tsuzuki export --format json` wrote."
_NOTE_LIMIT: Final = 5000
_WORDS_LIMIT: Final = 100_000
_QUOTE_LIMIT: Final = 50_000
"""Code points of a note's words, and of what it quotes."""
_AROUND_LIMIT: Final = 64
"""Code points of the words around a place."""
_LARGEST: Final = 2**31

_Choice = TypeVar("_Choice", bound="StrEnum")


def read_json(text: str) -> ImportedList:
    """The list.  Raises :class:`ImportRefused`, with the place in the document."""
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        line = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ImportRefused(f"is no JSON{line}", hint=_HINT) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ImportRefused("is JSON, but no reading list of ours", hint=_HINT)
    if document.get("version") != VERSION:
        raise ImportRefused(
            f"has version {str(document.get('version'))[:20]} of the list's format", hint="Update Tsuzuki."
        )
    gathering = Gathering("json")
    count = 0
    for one in _Fields("list", document).several("serials"):
        listed = _serial(one)
        count += len(listed.episodes)
        if count > OWN_EPISODES_LIMIT:
            raise too_much(f"more than {OWN_EPISODES_LIMIT:,} episodes")
        gathering.add(listed)
    return gathering.value()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _serial(fields: _Fields) -> ListedSerial:
    episodes, position = list[ListedEpisode](), 0
    for one in fields.several("episodes"):
        hidden = one.is_true("hidden")
        position += not hidden
        episodes.append(_episode(one, 0 if hidden else position))
    serial = a_serial(
        clean_url(fields.text("url")),
        fields.text("title"),
        uid=fields.uid(),
        author=fields.text("author"),
        language=fields.text("language"),
        status=fields.one_of("status", Status, Status.ONGOING),
        tags=fields.texts("tags"),
        added_at=fields.time("added_at"),
        read_at=fields.time("read_at"),
        archived_at=fields.time("archived_at"),
        episodes=episodes,
    )
    sources = tuple(
        Source(
            one.one_of("kind", SourceKind, SourceKind.INDEX),
            clean_url(one.text("url")),
            clean_line(one.text("detail"), _NOTE_LIMIT),
        )
        for one in fields.several("sources")
    )
    drip = parsed(fields.text("drip"))
    return ListedSerial(serial, tuple(episodes), sources, fields.is_true("ordered_by_reader"), str(drip or ""))


def _episode(fields: _Fields, position: int) -> ListedEpisode:
    progress = _progress(fields)
    url = clean_url(fields.text("url"))
    number = clean_line(fields.text("number"), 100)
    episode = Episode(
        0,
        0,
        position,
        clean_line(fields.text("title")) or number or str(position),
        url,
        number or None,
        fields.one_of("kind", Kind, Kind.MAIN),
        clean_line(fields.text("section"), _NOTE_LIMIT),
        fields.time("published"),
        progress.state,
        1.0 if progress.state is State.READ else progress.fraction,
        progress.read_at,
        characters=fields.whole("characters"),
        words=fields.whole("words"),
        note=clean_line(fields.text("note"), _NOTE_LIMIT),
        gone=fields.is_true("gone"),
        hidden=fields.is_true("hidden"),
    )
    return ListedEpisode(episode, progress, fields.uid(), tuple(_note(one) for one in fields.several("notes")))


def _note(fields: _Fields) -> Note:
    anchor = fields.within("anchor")
    return Note(
        fields.uid(),
        fields.one_of("kind", NoteKind, NoteKind.NOTE),
        clean(fields.text("words"))[:_WORDS_LIMIT].strip(),
        fields.one_of("color", Color, Color.YELLOW) if fields.text("color") else None,
        None if anchor is None else _anchor(anchor),
        fields.time("made_at"),
    )


def _anchor(fields: _Fields) -> Anchor:
    quote, before, after = (clean(fields.text(name))[:_QUOTE_LIMIT] for name in ("quote", "before", "after"))
    return Anchor(
        fields.whole("block"),
        fields.whole("offset"),
        fields.whole("end_block"),
        fields.whole("end_offset"),
        quote,
        before,
        after,
        fields.is_true("once"),
    )


def _progress(fields: _Fields) -> Progress:
    """State and places that can be: a place is at least begun, and no place is further than the furthest."""
    state = fields.one_of("state", State, State.UNREAD)
    place, fraction = _place(fields.within("place"))
    furthest, furthest_fraction = _place(fields.within("furthest"))
    if place is None or furthest is None or furthest_fraction < fraction:
        place = place or furthest
        furthest, furthest_fraction = place, max(fraction, furthest_fraction)
        fraction = furthest_fraction
    if state is State.UNREAD:
        if place is None:
            return Progress()
        state = State.READING
    return Progress(state, place, furthest, fraction, fields.time("read_at"), furthest_fraction)


def _place(fields: _Fields | None) -> tuple[Locator | None, float]:
    if fields is None:
        return None, 0.0
    around = [clean(fields.text(name))[:_AROUND_LIMIT] for name in ("before", "after")]
    return Locator(fields.whole("block"), fields.whole("offset"), *around), fields.share("fraction")


@dataclass(frozen=True, slots=True)
class _Fields:
    """One object of the document; ``null`` and what is not there are the empty value."""

    where: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        return str(self._value(name, str, ""))

    def texts(self, name: str) -> list[str]:
        values = self._value(name, list, [])
        return [one if isinstance(one, str) else self._refuse(name) for one in values]

    def is_true(self, name: str) -> bool:
        return bool(self._value(name, bool, default=False))

    def whole(self, name: str) -> int:
        value = self._value(name, int, 0)
        return int(value) if 0 <= value < _LARGEST and not isinstance(value, bool) else self._refuse(name)

    def share(self, name: str) -> float:
        value = self._value(name, (int, float), 0.0)
        return float(value) if 0 <= value <= 1 and not isinstance(value, bool) else self._refuse(name)

    def one_of(self, name: str, choices: type[_Choice], default: _Choice) -> _Choice:
        value = self.text(name)
        if not value:
            return default
        return choices(value) if value in set(choices) else self._refuse(name)

    def uid(self) -> str:
        value = self.text("uid")
        return value if _UID.fullmatch(value) else ""

    def time(self, name: str) -> datetime | None:
        value = self.text(name)
        if not value:
            return None
        try:
            time = datetime.fromisoformat(value)
            return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        except (ValueError, OverflowError):
            self._refuse(name)

    def within(self, name: str) -> _Fields | None:
        value = self._value(name, dict, None)
        return None if value is None else _Fields(f"{self.where}.{name}", value)

    def several(self, name: str) -> list[_Fields]:
        values = self._value(name, list, [])
        return [
            _Fields(f"{name}[{place}]", one) if isinstance(one, dict) else self._refuse(f"{name}[{place}]")
            for place, one in enumerate(values)
        ]

    def _value(self, name: str, kind: type | tuple[type, ...], default: Any) -> Any:  # noqa: ANN401 - as the kind says
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, kind) else self._refuse(name)

    def _refuse(self, name: str) -> NoReturn:
        told = clean_line(json.dumps(self.values.get(name), ensure_ascii=True), 60)
        raise ImportRefused(f"{self.where}: '{name}' cannot be {told}", hint=_HINT)

"""A reading list with everything in it that could go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList
from reader.model import (
    Counts,
    Episode,
    Kind,
    Locator,
    Origin,
    Progress,
    Serial,
    Source,
    SourceKind,
    State,
    Status,
)

NOW = datetime(2026, 3, 5, 14, 30, 15, tzinfo=UTC)


def an_episode(position: int, title: str, state: State = State.UNREAD, **more: object) -> ListedEpisode:
    fraction = {State.UNREAD: 0.0, State.READING: 0.4, State.READ: 1.0}[state]
    read_at = None if state is State.UNREAD else NOW.replace(day=position)
    episode = Episode(
        id=position + 100,
        serial_id=1,
        position=position,
        title=title,
        url=f"https://tales.example/{position}",
        number=str(position),
        state=state,
        fraction=fraction,
        read_at=read_at,
    )
    place = Locator(2, 7, "before", "after") if state is State.READING else None
    progress = Progress(state, place, place, fraction, read_at, fraction if place else 0.0)
    return ListedEpisode(replace(episode, **more), progress, f"e{position}")  # type: ignore[arg-type]


FERRY = ListedSerial(
    Serial(
        1,
        "s1",
        "The <ferry> & [co] *",
        "https://tales.example/",
        'Mori "M" O\'gai',
        "en",
        Status.ONGOING,
        ("sea", "long, read"),
        Counts(4, 1, 2, 2, reading=1, gone=1),
        added_at=NOW.replace(month=1),
        checked_at=NOW,
        read_at=NOW,
    ),
    (
        an_episode(1, "Part 1", State.READ, section="One", published=NOW.replace(year=2025), saved=True),
        an_episode(2, "=HYPERLINK(1)", State.READING, section="One", saved=True, origin=Origin.LIVE, characters=1200),
        an_episode(3, "1. [x] </script><b>|_", section="Two", note="(!)", gone=True),
        an_episode(4, "A notice", kind=Kind.NOTICE, number=None, url="javascript:alert(1)"),
    ),
    (Source(SourceKind.INDEX, "https://tales.example/"), Source(SourceKind.FEED, "https://tales.example/feed?a=1&b=2")),
)
LETTER = ListedSerial(
    Serial(
        2, "s2", "山の手紙", "https://yama.example/", status=Status.COMPLETE, counts=Counts(1, 1, 0, 1), added_at=NOW
    ),
    (replace(an_episode(1, "第一信", State.READ), uid="e9"),),
)
EMPTY = ListedSerial(Serial(3, "s3", "Nothing yet", "https://empty.example/", status=Status.PAUSED), ())
ALL = ReadingList((FERRY, LETTER, EMPTY))

"""Reading lists for the tests, as a library might hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from reader.cleaning import clean, clean_line
from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList
from reader.model import (
    Anchor,
    Color,
    Counts,
    Episode,
    Kind,
    Locator,
    Note,
    NoteKind,
    Progress,
    Serial,
    Source,
    SourceKind,
    State,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

LINES = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12).map(clean_line)
TITLES = LINES.filter(bool) | st.sampled_from(["=1+1", "'=x", "''@a", '"quoted", with comma', "＋１", "-", "海霧の町"])
TIMES = st.integers(0, 10**9).map(lambda seconds: EPOCH + timedelta(seconds=seconds, microseconds=seconds % 1_000_000))
SHARES = st.integers(0, 10**6).map(lambda parts: parts / 10**6)
UIDS = st.uuids().map(lambda uid: uid.hex)


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    state = draw(st.sampled_from(State))
    if state is State.UNREAD:
        return Progress()
    around = st.text(max_size=16).map(clean).filter(lambda text: len(text) <= 16)
    locators = st.builds(Locator, st.integers(0, 999), st.integers(0, 9999), around, around)
    read_at = draw(TIMES)
    if draw(st.booleans()):
        return Progress(state, read_at=read_at)
    first, second = sorted([draw(SHARES), draw(SHARES)])
    place, furthest = draw(locators), draw(locators)
    if draw(st.booleans()):
        return Progress(state, place, place, first, read_at, first)
    return Progress(state, place, furthest, first, read_at, second)


@st.composite
def listed_episodes(draw: st.DrawFn, url: str, position: int) -> ListedEpisode:
    progress = draw(progresses())
    episode = Episode(
        0,
        0,
        position,
        draw(TITLES),
        f"{url}{position}?p={draw(st.integers(0, 9))}#part",
        draw(st.none() | st.sampled_from(["1", "12.5", "2.07", "十二"])),
        draw(st.sampled_from(Kind)),
        draw(LINES),
        draw(st.none() | TIMES),
        progress.state,
        1.0 if progress.state is State.READ else progress.fraction,
        progress.read_at,
        characters=draw(st.integers(0, 99999)),
        words=draw(st.integers(0, 9999)),
        note=draw(LINES),
        gone=draw(st.booleans()),
        hidden=draw(st.sampled_from([False, False, True])),
    )
    return ListedEpisode(episode, progress, draw(UIDS), draw(notes()))


@st.composite
def notes(draw: st.DrawFn) -> tuple[Note, ...]:
    texts = st.text(max_size=12).map(clean)
    anchors = st.builds(Anchor, *[st.integers(0, 99)] * 4, texts, texts, texts, st.booleans())
    words = texts.map(str.strip)
    colors = st.none() | st.sampled_from(Color)
    found = draw(
        st.lists(
            st.builds(Note, UIDS, st.sampled_from(NoteKind), words, colors, st.none() | anchors, TIMES),
            max_size=2,
            unique_by=lambda one: one.uid,
        )
    )

    def place(note: Note) -> tuple[object, ...]:
        here = (-1, 0) if note.anchor is None else (note.anchor.block, note.anchor.offset)
        return *here, note.made_at, note.uid

    return tuple(sorted(found, key=place))


def in_order(episodes: Sequence[ListedEpisode]) -> tuple[ListedEpisode, ...]:
    """With the positions that a list shows: those that are left out count nowhere."""
    out, position = list[ListedEpisode](), 0
    for each in episodes:
        position += not each.episode.hidden
        out.append(replace(each, episode=replace(each.episode, position=0 if each.episode.hidden else position)))
    return tuple(out)


@st.composite
def listed_serials(draw: st.DrawFn, number: int) -> ListedSerial:
    url = f"https://tales.example/{number}/"
    drawn = [draw(listed_episodes(url, position)) for position in range(1, draw(st.integers(0, 4)) + 1)]
    episodes = in_order(drawn)
    story = [one.episode for one in episodes if one.episode.kind is not Kind.NOTICE and not one.episode.hidden]
    tags = draw(st.lists(st.sampled_from(["海", "slow life", "b", "c d e", "x, y\\z/a"]), unique=True))
    sources = st.builds(
        Source, st.sampled_from(SourceKind), st.sampled_from([url, f"{url}feed", "http://a.example/api?c=1"]), LINES
    )
    read = sum(one.state is State.READ for one in story)
    serial = Serial(
        0,
        draw(UIDS),
        draw(TITLES),
        url,
        draw(LINES),
        draw(st.sampled_from(["", "ja", "en", "zh-hant"])),
        draw(st.sampled_from(Status)),
        tuple(sorted(tags)),
        Counts(len(story), read, 0, len(story)),
        draw(TIMES),
        read_at=max((each.progress.read_at for each in episodes if each.progress.read_at), default=None),
        archived_at=draw(st.none() | TIMES),
    )
    found = tuple(draw(st.lists(sources, max_size=3, unique=True)))
    drip = draw(st.sampled_from(["", "1/1d 2026-05-01 0", "3/7d 2026-02-28 12"]))
    return ListedSerial(serial, episodes, found, draw(st.booleans()), drip)


@st.composite
def reading_lists(draw: st.DrawFn) -> ReadingList:
    return ReadingList(tuple(draw(listed_serials(number)) for number in range(draw(st.integers(0, 3)))))

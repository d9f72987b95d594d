"""Edits, joins, pauses and lost episodes, as the command line tells them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import HttpStatus, NotASerial
from reader.library.shelf import Library
from reader.model import Origin, TableOfContents
from reader.settings import Settings
from reader.update import decide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Tsuzuki

LATER = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture
def within(tmp_path: Path) -> Callable[[], Library]:
    """The library behind the calls, opened by the test itself."""
    from reader.files import Folders  # noqa: PLC0415 - of the fixture alone

    folders = Folders(data=tmp_path / "data", config=tmp_path / "settings.toml")
    return lambda: Library.open(folders, Settings(), now=lambda: LATER)


def edit(library: Library, position: int, suspect: str = "") -> None:
    episode = library.store.episodes.all(1)[position - 1]
    old = library.store.texts.current(episode.id)
    blocks = (*old.blocks[:-1], Block(Role.PARAGRAPH, "The kettle had the last word."))
    if suspect:
        blocks = (Block(Role.PARAGRAPH, "Please sign in."),)
    library.store.texts.save(
        episode.id,
        Document(blocks, old.language),
        origin=Origin.LIVE,
        url=episode.url,
        fetched_at=LATER,
        words=5,
        suspect=suspect,
    )


def test_an_edit_is_told_and_shown(followed: Tsuzuki, within: Callable[[], Library]) -> None:
    assert followed("diff", "1", "2").status == 2
    followed("mark", "1", "2", "read")
    with within() as library:
        edit(library, 2)
    assert "changed since you read it" in followed("show", "1").out
    assert [one["changed"] for one in followed("show", "1", "--json").document["episodes"]][:3] == [False, True, False]
    answer = followed("diff", "1", "2")
    assert answer.status == 0, answer.err
    shown = answer.out
    assert "{+" in shown
    assert "paragraphs unchanged" in shown
    told = followed("diff", "1", "2", "--json").document
    pieces = [piece for one in told["passages"] for piece in one["pieces"]]
    assert "last word" in "".join(piece["text"] for piece in pieces if piece["kind"] != "removed")
    assert told["old"]["characters"] != told["new"]["characters"]
    assert followed("diff", "1", "1-3").status == 2


def test_what_was_set_aside_is_shown_and_taken_on_the_reader_s_word(
    followed: Tsuzuki, within: Callable[[], Library]
) -> None:
    with within() as library:
        edit(library, 2, suspect="far shorter than the saved text")
    assert "set aside: far shorter" in followed("show", "1").out
    assert followed("show", "1", "--json").document["episodes"][1]["suspect"].startswith("far shorter")
    assert "Please sign in." not in followed("cat", "1", "2").out
    assert "{+Please sign in.+}" in followed("diff", "1", "2", "--aside").out
    assert followed("diff", "1", "2", "--accept").status == 0
    assert "Please sign in." in followed("cat", "1", "2").out
    assert followed("show", "1", "--json").document["episodes"][1]["suspect"] is None
    assert followed("diff", "1", "2", "--aside").status == 2


def test_joins_are_listed_and_parted(followed: Tsuzuki, within: Callable[[], Library]) -> None:
    assert "No address of it was ever joined" in followed("joins", "1").err
    with within() as library:
        from reader.model import FoundEpisode  # noqa: PLC0415 - of this test alone

        rows = library.store.episodes.all(1)
        listed = [FoundEpisode(one.url, one.title, one.number, published=one.published) for one in rows]
        listed[4] = replace(listed[4], url=f"{listed[4].url}-moved")
        contents = TableOfContents(rows[0].url, "x", tuple(listed))
        library.store.changes.apply(1, decide(library.store.episodes.known(1), contents), LATER)
    assert "known by title" in followed("joins", "1").out
    (told,) = followed("joins", "1", "--json").document["joins"]
    assert (told["position"], told["url"]) == (5, listed[4].url)
    assert "0 parted" in followed("joins", "1", "--part", "1").err
    assert followed("joins", "1", "--part", "5", "--json").document == {"parted": 1}
    urls = [one["url"] for one in followed("show", "1", "--json").document["episodes"]]
    assert urls[4:6] == [rows[4].url, listed[4].url]


def test_pause_and_resume(followed: Tsuzuki) -> None:
    assert "next look" in followed("show", "1").out
    assert followed("show", "1", "--json").document["serial"]["next_check_reason"]
    assert "is paused" in followed("pause", "1").err
    assert "was paused already" in followed("pause", "1").err
    assert "no more looks for news: paused" in followed("show", "1").out
    serial = followed("list", "--json").document["serials"][0]
    assert (serial["status"], serial["next_check_at"]) == ("paused", None)
    assert "Nothing is due" in followed("update").err
    followed("resume", "1")
    assert followed("list", "--json").document["serials"][0]["status"] == "ongoing"


def test_every_reason_has_its_words() -> None:
    from reader.cli.lists import REASONS, looked_at_next  # noqa: PLC0415 - of this test alone
    from reader.rhythm import NextLook, Reason  # noqa: PLC0415 - as above

    assert set(REASONS) == set(Reason)
    assert "every day" in looked_at_next(NextLook(LATER, Reason.EXPECTED, 1))
    assert "every 7 days" in looked_at_next(NextLook(LATER, Reason.SILENT, 7))
    assert looked_at_next(NextLook(None, Reason.EXPECTED, 7)) == "next look: now"


def test_lost_episodes_are_offered_to_the_archive(followed: Tsuzuki, within: Callable[[], Library]) -> None:
    assert "rescue" not in followed("show", "1").err
    with within() as library, library.store.writing() as database:
        for one in library.store.episodes.all(1)[:2]:
            database.change("UPDATE episode SET revision_id = NULL WHERE id = ?", (one.id,))
            library.store.episodes.failed(one.id, "gone (404)", "", LATER, lost=True)
    answer = followed("show", "1")
    assert "2 episodes are gone from the web; 'tsuzuki rescue 1'" in answer.err


# --- add, and the archive ----------------------------------------------------------------------------------------


def test_a_page_that_is_gone_hints_at_the_archive(tsuzuki: Tsuzuki, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    async def discover(*_: object, archive: bool, **__: object) -> None:
        asked.append(archive)
        if archive:
            raise NotASerial("no serial in the copies either")
        raise HttpStatus("the site has no such page (404)", subject="http://x.example/", hint="Look.", status=404)

    monkeypatch.setattr("reader.library.following.discover", discover)
    assert "--archive looks for it in the Wayback Machine." in tsuzuki("add", "http://x.example/").err
    assert asked == [False]
    tsuzuki("add", "http://x.example/", "--archive")
    assert asked == [False, True]
    # Somebody can be asked, and says yes, then no.
    monkeypatch.setattr("reader.cli.output.Output.on_terminal", True)
    monkeypatch.setattr("reader.cli.output.Output.ask", lambda *_: "y")
    assert "no serial in the copies" in tsuzuki("add", "http://x.example/").err
    assert asked[2:] == [False, True]
    monkeypatch.setattr("reader.cli.output.Output.ask", lambda *_: "")
    assert "no such page" in tsuzuki("add", "http://x.example/").err
    assert asked[4:] == [False]


def test_update_tells_each_serial_as_it_is_done(followed: Tsuzuki) -> None:
    answer = followed("update", "1", "--texts")
    assert answer.status == 0
    assert answer.out.endswith(": nothing new\n")
    told = json.loads(followed("update", "1", "--json").out)["serials"][0]
    assert (told["edited"], told["suspect"]) == (0, 0)

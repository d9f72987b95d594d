"""Bookmarks, highlights and notes as a reader has them: made, found again, synced, restored."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import NotFound, UsageError
from reader.export.notes_list import notes_json, notes_markdown
from reader.files import Folders
from reader.library import following, lists, reading, restoring, syncing
from reader.library import notes as noting
from reader.model import Color, Locator, NoteKind, Origin, Sight

from .fakes import FIVE, NOW, Clock, a_library, discovered, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import Note

PIER = ("The ferry left the pier at five.", "Nobody had seen the woman with the red umbrella since the storm.")


def text(*paragraphs: str) -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in paragraphs), "en")


def save(library: Library, episode_id: int, document: Document) -> None:
    library.store.texts.save(
        episode_id, document, origin=Origin.LIVE, url="https://tales.example/x", fetched_at=library.now()
    )


def ids(library: Library, serial_id: int = 1) -> list[int]:
    return [one.id for one in lists.episodes(library, serial_id)]


def kept(library: Library) -> list[Note]:
    return [one.note for one in library.store.notes.all()]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with a_library(tmp_path / "a") as opened:
        following.follow(opened, discovered(*FIVE))
        for number in ids(opened)[:3]:
            save(opened, number, text(*PIER))
        yield opened


def test_each_kind_is_made_where_it_is_said(library: Library) -> None:
    one, two = ids(library)[:2]
    marked = noting.highlight(library, one, (1, 25), (1, 47))
    assert marked.anchor is not None
    assert (marked.anchor.quote, marked.color, marked.kind) == (
        "with the red umbrella",
        Color.YELLOW,
        NoteKind.HIGHLIGHT,
    )
    worded = noting.quote(library, one, "the PIER", words=" At five? \n", color=Color.BLUE)
    assert worded.anchor is not None
    assert (worded.anchor.quote, worded.words, worded.kind) == ("the pier", "At five?", NoteKind.NOTE)
    about = noting.remark(library, two, "So far so good.")
    assert about.anchor is None
    placed = noting.bookmark(library, two, (1, 0), "here")
    assert placed.kind is NoteKind.BOOKMARK
    assert noting.bookmark_at(library, two, (1, 0)) == placed
    assert noting.bookmark_at(library, two, (0, 0)) is None
    assert noting.bookmark_at(library, one, (1, 25)) is None
    assert kept(library) == [worded, marked, about, placed]


def test_the_place_where_one_reads(library: Library) -> None:
    one, two = ids(library)[:2]
    reading.keep_place(library, one, Locator(1, 7, "Nobody ", "had seen the wom"), 0.6)
    for number, quote in ((one, "had seen the woman"), (two, "The ferry left")):
        made = noting.bookmark_where_reading(library, number)
        assert made.anchor is not None
        assert made.anchor.quote.startswith(quote)


def test_what_cannot_be_kept(library: Library) -> None:
    one, *_, last = ids(library)
    wrong: list[Callable[[], object]] = [
        lambda: noting.highlight(library, one, (0, 3), (0, 3)),
        lambda: noting.quote(library, one, "the moon"),
        lambda: noting.quote(library, one, "the"),
        lambda: noting.quote(library, one, " "),
        lambda: noting.remark(library, one, " \n"),
        lambda: noting.remark(library, one, "x" * 100_001),
    ]
    for act in wrong:
        with pytest.raises(UsageError):
            act()
    with pytest.raises(NotFound, match="not saved"):
        noting.bookmark(library, last, (0, 0))
    assert kept(library) == []
    # A text that is not here can be written about all the same.
    assert noting.remark(library, last, "to come").episode_id == last
    assert noting.of_serial(library, 1).episodes[0].notes[0].sight is None


def test_a_text_without_letters_has_a_bookmark_on_the_whole(library: Library) -> None:
    number = ids(library)[4]
    save(library, number, Document((Block(Role.IMAGE, source="https://tales.example/i.png"),)))
    assert noting.bookmark(library, number, (0, 0)).anchor is None
    assert noting.bookmark_at(library, number, (0, 0)) is None


def test_words_come_and_go_and_the_kind_with_them(library: Library) -> None:
    one = ids(library)[0]
    marked = noting.quote(library, one, "five")
    assert noting.reword(library, marked, "Five?")
    worded = kept(library)[0]
    assert (worded.kind, worded.words) == (NoteKind.NOTE, "Five?")
    assert not noting.reword(library, worded, " Five? ")
    assert noting.recolor(library, worded, Color.GREEN)
    assert noting.reword(library, kept(library)[0], "")
    assert (kept(library)[0].kind, kept(library)[0].color) == (NoteKind.HIGHLIGHT, Color.GREEN)
    about = noting.remark(library, one, "Good.")
    with pytest.raises(UsageError):
        noting.reword(library, about, "")
    placed = noting.bookmark(library, one, (1, 0))
    noting.reword(library, placed, "here")
    assert noting.named(library, placed.uid[:8]).kind is NoteKind.BOOKMARK
    noting.remove(library, about)
    with pytest.raises(NotFound):
        noting.named(library, about.uid)
    for _ in range(17):
        noting.remark(library, one, "of seventeen ids two begin alike")
    first = [note.uid[0] for note in kept(library)]
    with pytest.raises(NotFound, match="several"):
        noting.named(library, next(digit for digit in first if first.count(digit) > 1))


def test_after_an_edit_each_passage_is_found_or_said_to_be_gone(library: Library) -> None:
    one = ids(library)[0]
    noting.quote(library, one, "red umbrella")
    noting.quote(library, one, PIER[0])
    noting.bookmark(library, one, (1, 0))
    noting.remark(library, one, "Good.")
    save(library, one, text("A word before.", PIER[0], "Nobody had seen her since."))
    document = reading.document(library, one)
    seen = noting.of_episode(library, one, document)
    assert [(each.note.kind, each.sight, each.place) for each in seen] == [
        (NoteKind.NOTE, None, None),
        (NoteKind.HIGHLIGHT, Sight.HERE, (1, 0)),
        (NoteKind.BOOKMARK, Sight.DOUBTFUL, (2, 0)),
        (NoteKind.HIGHLIGHT, Sight.GONE, None),
    ]
    (listed,) = noting.everything(library)
    assert [each.sight for each in listed.episodes[0].notes] == [each.sight for each in seen]
    assert [noting.look_up(library, each.note) for each in seen] == seen
    assert all(each.now is None for each in noting.of_serial(library, 1, look=False).episodes[0].notes)
    shown = notes_markdown([listed])
    assert shown.count("this passage is gone from the text") == shown.count("the text was edited here since") == 1
    assert "> red umbrella" in shown
    assert '"state": "gone"' in notes_json([listed])
    # The text as it was comes back, and with it the passages.
    save(library, one, text(*PIER))
    assert {each.sight for each in noting.of_episode(library, one, text(*PIER))} == {None, Sight.HERE}


def test_markdown_is_safe_and_the_words_are_the_readers_own(library: Library) -> None:
    one = ids(library)[0]
    save(library, one, text("# 1. *Stars* and <b>tags</b>\\n- and a [link](x)"))
    noting.highlight(library, one, (0, 0), (0, 99), words="*mine*")
    shown = notes_markdown(noting.everything(library))
    assert r"> \# 1. \*Stars\* and \<b\>tags\</b\>" in shown
    assert "\n*mine*\n" in shown


# --- other machines, other files ---------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Both follow the same serial, each with ids and uids of its own, the second with a clock of years ago."""
    with a_library(tmp_path / "a") as first, a_library(tmp_path / "b") as second:
        following.follow(second, discovered(*[found(n) for n in range(50, 53)], title="The bridge"))
        for library, serial_id in ((first, 1), (second, 2)):
            following.follow(library, discovered(*FIVE))
            for number in ids(library, serial_id):
                save(library, number, text(*PIER))
        assert isinstance(second.now, Clock)
        second.now.turn(days=-3000)
        yield first, second


def sync(folder: Path, *libraries: Library) -> None:
    folder.mkdir(exist_ok=True)
    for library in (*libraries, *libraries):
        syncing.sync(library, folder)


def told(library: Library) -> list[tuple[str, str, str]]:
    return [
        (each.episode.title, seen.note.words, seen.note.anchor.quote if seen.note.anchor else "")
        for one in noting.everything(library)
        for each in one.episodes
        for seen in each.notes
    ]


def test_notes_meet_under_different_ids(pair: tuple[Library, Library], tmp_path: Path) -> None:
    first, second = pair
    noting.quote(first, ids(first)[0], "red umbrella", words="Whose?")
    noting.remark(second, ids(second, 2)[0], "From the other one.")
    sync(tmp_path / "carried", first, second)
    assert told(first) == told(second) == [("Part 1", "From the other one.", ""), ("Part 1", "Whose?", "red umbrella")]
    (note,) = [one for one in kept(second) if one.words == "Whose?"]
    assert noting.look_up(second, note).place == (1, PIER[1].index("red"))
    for library in pair:
        assert library.store.log.adds_up() == []


def test_both_texts_stay_and_a_change_wins_over_removal(pair: tuple[Library, Library], tmp_path: Path) -> None:
    first, second = pair
    noting.quote(first, ids(first)[0], "red umbrella")
    noting.quote(first, ids(first)[1], "five")
    sync(tmp_path / "carried", first, second)
    noting.reword(first, kept(first)[0], "red, as I said")
    noting.reword(second, kept(second)[0], "red, as you said")
    noting.remove(first, kept(first)[1])
    noting.recolor(second, kept(second)[1], Color.RED)
    sync(tmp_path / "carried", first, second)
    assert told(first) == told(second)
    assert set(told(first)[0][1].split("\n\n")) == {"red, as I said", "red, as you said"}
    assert kept(first)[1].color is Color.RED
    # Once both were seen, the next words are the words, and a removal is one.
    noting.reword(second, kept(second)[0], "red")
    noting.remove(first, kept(first)[1])
    sync(tmp_path / "carried", first, second)
    assert told(first) == told(second) == [("Part 1", "red", "red umbrella")]
    reading.undo(first)
    sync(tmp_path / "carried", first, second)
    assert [one[2] for one in told(second)] == ["red umbrella", "five"]
    for library in pair:
        assert library.store.log.adds_up() == []


@pytest.mark.parametrize("seed", range(4))
def test_libraries_agree_after_anything(pair: tuple[Library, Library], tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(25):
        library = chance.choice(pair)
        here = kept(library)
        what = chance.choice(["add", "add", "word", "color", "drop", "undo", "sync"])
        if what == "add":
            noting.quote(library, chance.choice(ids(library, 1 if library is pair[0] else 2)), "umbrella")
        elif what == "undo":
            reading.undo(library)
        elif what == "sync":
            sync(tmp_path / "carried", library)
        elif here and what == "word":
            noting.reword(library, chance.choice(here), f"words {step}")
        elif here and what == "color":
            noting.recolor(library, chance.choice(here), chance.choice(list(Color)))
        elif here:
            noting.remove(library, chance.choice(here))
    sync(tmp_path / "carried", *pair)
    assert sorted(told(pair[0])) == sorted(told(pair[1]))
    assert {one.uid: one.color for one in kept(pair[0])} == {one.uid: one.color for one in kept(pair[1])}
    for library in pair:
        assert library.store.log.adds_up() == []


def test_a_damaged_library_comes_back_with_its_notes(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        save(library, ids(library)[0], text(*PIER))
        noting.quote(library, ids(library)[0], "red umbrella", words="before the copy")
    with a_library(tmp_path) as library:
        noting.quote(library, ids(library)[0], "the pier", words="after it")
        noting.remove(library, next(one for one in kept(library) if one.words == "before the copy"))
        noting.remark(library, ids(library)[1], "and this")
        was = told(library)
    (tmp_path / "library.sqlite3").write_bytes(b"no library any more" * 500)
    restoring.restore(Folders(tmp_path, tmp_path / "settings.toml"), NOW)
    with a_library(tmp_path) as library:
        assert told(library) == was
        assert [one[1] for one in was] == ["after it", "and this"]
        assert library.store.log.adds_up() == []


def test_without_any_copy_the_journal_is_enough(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        save(library, ids(library)[0], text(*PIER))
        noting.quote(library, ids(library)[0], "red umbrella", words="kept twice")
    for copy in (tmp_path / "backups").glob("*.db"):
        copy.unlink()
    (tmp_path / "library.sqlite3").unlink()
    restoring.restore(Folders(tmp_path, tmp_path / "settings.toml"), NOW)
    with a_library(tmp_path) as library:
        assert [(one.words, one.anchor is not None) for one in kept(library)] == [("kept twice", True)]
        # The text is still to be fetched; until then nothing is said of the passage.
        assert noting.look_up(library, kept(library)[0]).sight is None

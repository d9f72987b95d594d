"""Places, marks, time left; the library's own wiring."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import NotFound
from reader.files import Folders
from reader.library import following, lists, reading
from reader.library.lengths import words
from reader.library.shelf import Library, utc_now
from reader.model import Locator, Origin, State
from reader.settings import Settings

from .fakes import FIVE, NOW, a_library, discovered, found

if TYPE_CHECKING:
    from pathlib import Path


def text(*paragraphs: str, language: str = "") -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in paragraphs), language)


def keep(library: Library, episode_id: int, document: Document) -> None:
    library.store.texts.save(episode_id, document, origin=Origin.LIVE, url="u", fetched_at=NOW, words=words(document))


def test_reading_on(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        assert reading.resume(library) is None
        first = following.follow(library, discovered(*FIVE))
        second = following.follow(library, discovered(*[found(n) for n in range(50, 53)], title="The bridge"))
        here = reading.resume(library)
        assert here is not None
        assert (here[0].id, here[1].position) == (first.id, 1)
        third_of_second = lists.episodes(library, second.id)[2]
        reading.keep_place(library, third_of_second.id, Locator(1, 5, "a", "b"), 0.25)
        here = reading.resume(library)
        assert here is not None
        assert (here[0].id, here[1].id) == (second.id, third_of_second.id)
        assert here[1].state is State.READING
        progress = reading.place(library, third_of_second.id)
        assert (progress.locator, progress.fraction) == (Locator(1, 5, "a", "b"), 0.25)
        # Its last episode read, nothing after it: the unread ones before it come.
        assert reading.mark(library, [third_of_second.id], State.READ) == 1
        here = reading.resume(library)
        assert here is not None
        assert (here[0].id, here[1].position) == (second.id, 1)
        # All of it read: on with the other serial.
        assert reading.mark_up_to(library, third_of_second.id) == 2
        here = reading.resume(library)
        assert here is not None
        assert here[0].id == first.id
        assert reading.resume(library, second.id) is None


def test_steps_back(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        reading.mark_up_to(library, ids[2])
        reading.mark(library, ids[:1], State.UNREAD)
    with a_library(tmp_path) as library:
        assert [one.what for one in reading.undo_list(library)] == [
            "“The ferry”: 1 episode marked unread",
            "“The ferry”: 3 episodes marked read",
        ]
        assert len(reading.undo_list(library, 1)) == 1
        assert reading.undo(library) == "“The ferry”: 1 episode marked unread"
        assert reading.undo(library) == "“The ferry”: 3 episodes marked read"
        assert reading.undo(library) is None
        assert {one.state for one in lists.episodes(library, 1)} == {State.UNREAD}


def test_a_text_or_the_reason_why_not(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        keep(library, ids[0], text("It rained."))
        assert reading.document(library, ids[0]) == text("It rained.")
        with pytest.raises(NotFound, match="Part 2: the text is not saved yet"):
            reading.document(library, ids[1])
        library.store.episodes.failed(ids[1], "no such page (404)", "Ask the author.", NOW)
        with pytest.raises(NotFound, match="missing: no such page") as caught:
            reading.document(library, ids[1])
        assert caught.value.hint == "Ask the author."
        with pytest.raises(NotFound):
            reading.document(library, 999)


def test_time_left(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        speed = library.settings.reading.words_per_minute
        for number in ids[:4]:
            keep(library, number, text(" ".join(["word"] * speed * 10), language="en"))
        reading.mark(library, [ids[2]], State.READ)
        reading.keep_place(library, ids[3], Locator(0, 1), 0.5)
        left = reading.remaining(library, ids[0], 0.25)
        assert left.episode_minutes == pytest.approx(7.5)
        # 7.5 here, 10 of the second, 5 of the fourth; the fifth is not saved and counts as the others.
        assert left.serial_minutes == pytest.approx(32.5)
        assert (left.episodes, left.unsaved) == (4, 1)
        assert reading.remaining(library, ids[3]).episode_minutes == pytest.approx(5)
        assert reading.remaining(library, ids[4]).serial_minutes == 0


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (text("It was a dark night.", language="en"), 5),
        (text("夜は 暗かった。", language="ja"), 0),
        (text("夜は暗かった。風もなかった。", language="en"), 0),
        (text("夜は暗かった。"), 0),
        (text("그날 밤은 어두웠다.", language="ko"), 3),
        (text("It was dark. He said 夜.", language=""), 6),
        (text("它很黑。", language="zh-Hant"), 0),
        (text("คืนนั้นมืด"), 0),
        (text(), 0),
    ],
)
def test_words(document: Document, expected: int) -> None:
    assert words(document) == expected


# --- wiring ------------------------------------------------------------------------------------------------------


def test_a_library_opens_where_the_folders_say_with_a_real_clock(tmp_path: Path) -> None:
    folders = Folders(data=tmp_path / "data", config=tmp_path / "settings.toml")
    with Library.open(folders, Settings(), offline=True) as library:
        assert folders.library.exists()
        assert abs((library.now() - utc_now()).total_seconds()) < 60
        web = library.open_web([])
        assert type(web).__name__ == "Offline"
        worker = library.worker
        assert worker is library.worker
    library.close()


def test_lists_and_marks_import_nothing_heavy(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from reader.files import Folders
from reader.library import care, exporting, lists, reading
from reader.library.shelf import Library
from reader.settings import Settings
with Library.open(Folders(Path({str(tmp_path)!r}), Path("x")), Settings()) as library:
    lists.serials(library), reading.undo_list(library), exporting.export(library, "markdown")
print(sorted({{"httpx", "lxml", "feedparser", "textual", "asyncio"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

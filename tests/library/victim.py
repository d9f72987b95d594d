"""A program that is killed: it does one thing over and over, and says each time what is done.

``python -m tests.library.victim OPERATION FOLDER``; every line that it prints is a promise that what it names is kept.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import exporting, following, importing, lists, reading, refreshing, restoring, syncing
from reader.library import notes as noting
from reader.model import State
from tests.library.fakes import HOME, FakeWeb, Page, a_library, discovered, found, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library.shelf import Library

EPISODES = 40


def prepare(folder: Path) -> None:
    """The library before the first kill."""
    folder.mkdir()
    (folder / "carried").mkdir()
    with a_library(folder) as library:
        following.follow(library, discovered(*[found(n) for n in range(1, EPISODES + 1)]))
        reading.mark(library, [one.id for one in lists.episodes(library, 1)[:5]], State.READ)
        (folder / "list.json").write_text(exporting.export(library, "json"), "utf-8")


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def mark(library: Library, _: Path) -> None:
    numbers = [one.id for one in lists.episodes(library, 1)]
    for turn in itertools.count():
        number = numbers[turn % len(numbers)]
        state = State.UNREAD if reading.place(library, number).state is State.READ else State.READ
        reading.mark(library, [number], state)
        say(number, state.value)


def note(library: Library, _: Path) -> None:
    """Notes made, given words, and every third taken away again."""
    numbers = [one.id for one in lists.episodes(library, 1)]
    for turn in itertools.count():
        made = noting.remark(library, numbers[turn % len(numbers)], "first words")
        say(made.uid, "first")
        noting.reword(library, made, "second words")
        say(made.uid, "second")
        if turn % 3 == 0:
            noting.remove(library, made)
            say(made.uid, "none")


def update(library: Library, _: Path) -> None:
    listed = len(lists.episodes(library, 1))
    web = library.open_web(())
    assert isinstance(web, FakeWeb)
    for last in itertools.count(listed + 1):
        links = "".join(f"<li><a href='{HOME}{n}'>Part {n}</a></li>" for n in range(1, last + 1))
        web.pages[HOME] = Page(f"<html><head><title>The ferry</title></head><body><h1>The ferry</h1><ol>{links}</ol>")
        for number in range(1, last + 1):
            web.pages.setdefault(f"{HOME}{number}", page(number))
        asyncio.run(refreshing.update(library, None, all=True, watch=lambda _: None))
        say(last, sum(one.saved for one in lists.episodes(library, 1)))


def take_in(library: Library, folder: Path) -> None:
    template = (folder / "list.json").read_text("utf-8")
    for _ in itertools.count():
        name = uuid.uuid4().hex
        text = template.replace("tales.example", f"{name}.example").replace("The ferry", name)
        text = re.sub(r'"uid": "[0-9a-f]{32}"', lambda _: f'"uid": "{uuid.uuid4().hex}"', text)
        importing.take_in(library, asyncio.run(importing.preview(library, text.encode(), "list.json")))
        say(name)


def export(library: Library, folder: Path) -> None:
    numbers = [one.id for one in lists.episodes(library, 1)]
    for turn in itertools.count():
        state = State.UNREAD if turn % 2 else State.READ
        reading.mark(library, numbers[:1], state)
        exporting.write_list(folder / "out.json", exporting.export(library, "json"))
        say(state.value)


def sync(library: Library, folder: Path) -> None:
    numbers = [one.id for one in lists.episodes(library, 1)]
    for turn in itertools.count():
        number = numbers[turn % len(numbers)]
        state = State.UNREAD if reading.place(library, number).state is State.READ else State.READ
        reading.mark(library, [number], state)
        syncing.sync(library, folder / "carried")
        say(number, state.value)


def restore(library: Library, folder: Path) -> None:
    numbers = [one.id for one in lists.episodes(library, 1)]
    library.close()
    for turn in itertools.count():
        number = numbers[turn % len(numbers)]
        with a_library(folder) as again:
            state = State.UNREAD if reading.place(again, number).state is State.READ else State.READ
            reading.mark(again, [number], state)
        say(number, state.value)
        restoring.restore(again.folders, datetime.now(UTC))


OPERATIONS: dict[str, Callable[[Library, Path], None]] = {
    "mark": mark,
    "note": note,
    "update": update,
    "import": take_in,
    "export": export,
    "sync": sync,
    "restore": restore,
}

if __name__ == "__main__":
    place = Path(sys.argv[2])
    OPERATIONS[sys.argv[1]](a_library(place, FakeWeb()), place)

"""The library that the pictures show: the package's sample serials, and a few of which only the contents matter."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.demo import markup, stories
from reader.document import Block, Document, Role
from reader.extract.fragment import extract_html
from reader.files import find_folders
from reader.library import following, lists, reading
from reader.library.shelf import Library
from reader.model import Choices, Discovered, Evidence, FoundEpisode, Kind, Origin, State, Status, TableOfContents
from reader.settings import Interface, Settings
from reader.typeset.locate import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.model import Serial

NOW = datetime(2026, 5, 20, 21, 30, tzinfo=UTC)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now


@contextmanager
def seeded_library(folder: Path, language: str, theme: str) -> Iterator[Library]:
    """The library, open; nothing in it goes to any network."""

    def no_web(*_: object) -> object:
        raise AssertionError("a picture went to the network")

    clock = Clock()
    settings = Settings(interface=Interface(language=language, theme=theme))  # type: ignore[arg-type]  # plain words
    with Library.open(
        find_folders(data=str(folder)),
        settings,
        now=clock,
        web=no_web,  # type: ignore[arg-type]  # never called
        worker=no_web,  # type: ignore[arg-type]  # never called
    ) as library:
        clock.now = NOW - timedelta(days=40)
        others(library)
        english = follow_sample(library, stories.ENGLISH, "https://writer.example/", Status.ONGOING)
        japanese = follow_sample(library, stories.JAPANESE, "https://yomimono.example/", Status.COMPLETE)
        clock.now = NOW - timedelta(days=3)
        read(library, english, 3, 0.35)
        clock.now = NOW - timedelta(hours=2)
        read(library, japanese, 11, 0.42)
        clock.now = NOW
        yield library


def follow_sample(library: Library, name: str, url: str, status: Status) -> Serial:
    """Put one of the package's serials on the shelf, with its texts."""
    story = stories.load_serial(name)
    found = tuple(
        FoundEpisode(
            f"{url}{one.position}",
            one.title,
            str(one.number) if one.number else None,
            Kind.MAIN if one.number else Kind.FRONT,
            published=one.published,
        )
        for one in story.episodes
    )
    contents = TableOfContents(url, story.title, found, story.author, story.language, status)
    serial = following.follow(library, Discovered(contents))
    for episode, sample in zip(lists.episodes(library, serial.id), story.episodes, strict=True):
        text = markup.blocks_html(sample.text, indent=story.language == "ja")
        document = extract_html(text, base_url=episode.url, title=episode.title, language=story.language)
        words = 0 if story.language == "ja" else sum(len(one.text.split()) for one in document.blocks)
        library.store.texts.save(episode.id, document, origin=Origin.LIVE, url=episode.url, fetched_at=NOW, words=words)
    return library.store.serials.one(serial.id)


def read(library: Library, serial: Serial, count: int, fraction: float) -> None:
    """Read so many episodes, and the next one so far."""
    listed = lists.episodes(library, serial.id)
    reading.mark(library, [one.id for one in listed[:count]], State.READ)
    document = reading.document(library, listed[count].id)
    block = int(len(document.blocks) * fraction)
    reading.keep_place(library, listed[count].id, locate(document, block, 0), fraction)


async def discover(
    library: Library,
    url: str,
    *,
    pick: int | None = None,
    archive: bool = False,
    watch: Callable[[str], None] | None = None,
) -> Discovered | Choices:
    """What the picture of following finds, whatever was asked for."""
    del library, pick, archive, watch
    names = ("渚の測量士", "貝のなかの時計", "満ちる前に", "灯台の裏口", "塩の帳簿", "沖の学校", "風待ち", "錨の名前")
    found = [FoundEpisode(f"https://tide.example/ja/{0}", "はじめに", kind=Kind.FRONT)]
    found += [
        FoundEpisode(f"https://tide.example/ja/{number}", f"第{number}話　{name}", str(number), section="上げ潮")
        for number, name in enumerate(names, 1)
    ]
    return Discovered(
        TableOfContents(f"https://{url}", "潮見表のない町", tuple(found), "汐田まゆ", "ja", Status.ONGOING),
        (
            Evidence("tide.example", 9, 9, "本文の中に番号つきのリンクが並んでいる"),
            Evidence("tide.example/feed", 5, 5, "同じ題名が同じ順で届いている"),
        ),
    )


OTHERS = (
    ("海鳴り郵便局の午後", "三崎ゆら", Status.ONGOING, 26, 24, 25),
    ("The Cartographer's Widow", "M. Okafor", Status.ONGOING, 58, 58, 58),
    ("月下香と十二の書簡", "蓮見透", Status.COMPLETE, 12, 12, 12),
)
"""Title, author, status; episodes, how many are read, how many saved."""


def others(library: Library) -> None:
    """Serials for the shelf."""
    for number, (title, author, status, count, done, saved) in enumerate(OTHERS):
        url = f"https://more{number}.example/"
        found = tuple(FoundEpisode(f"{url}{one}", f"{title} {one}", str(one)) for one in range(1, count + 1))
        serial = following.follow(library, Discovered(TableOfContents(url, title, found, author, "", status)))
        text = Document((Block(Role.PARAGRAPH, title),))
        listed = lists.episodes(library, serial.id)
        for one in listed[:saved]:
            library.store.texts.save(one.id, text, origin=Origin.LIVE, url=one.url, fetched_at=NOW)
        reading.mark(library, [one.id for one in listed[:done]], State.READ)

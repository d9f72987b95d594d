"""A small library with texts of our own, for the tests of the terminal UI."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.files import find_folders
from reader.library import following, lists
from reader.library.shelf import Library
from reader.model import Discovered, FoundEpisode, Kind, Origin, Serial, Status, TableOfContents
from reader.settings import Interface, Reading, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


def settings(language: str = "en", theme: str = "dark", **reading: object) -> Settings:
    return Settings(
        interface=Interface(language=language, theme=theme),  # type: ignore[arg-type]  # plain words
        reading=Reading(**reading),  # type: ignore[arg-type]  # as above
    )


def open_library(folder: Path, chosen: Settings | None = None, now: datetime = NOW) -> Library:
    def no_web(*_: object) -> object:
        raise AssertionError("a test of the screens went to the network")

    return Library.open(
        find_folders(data=str(folder)),
        chosen or settings(),
        now=lambda: now,
        web=no_web,  # type: ignore[arg-type]  # never called
        worker=no_web,  # type: ignore[arg-type]  # never called
    )


def ruby(text: str) -> Block:
    """A paragraph with readings written as ``｜base《reading》``."""
    plain, spans = "", []
    rest = text
    while "｜" in rest:
        before, _, rest = rest.partition("｜")
        base, _, rest = rest.partition("《")
        reading, _, rest = rest.partition("》")
        plain += before
        spans.append(Span(len(plain), len(plain) + len(base), Mark.RUBY, reading))
        plain += base
    return Block(Role.PARAGRAPH, plain + rest, tuple(spans))


TIDE = (
    "｜潮《しお》が引くと、町のはずれに道があらわれる。石を敷いた、舟一そうぶんの幅の道である。",
    "「どこへ行く道なの」と、ナギは祖父にたずねた。",
    "祖父は網をつくろう手をとめずに言った。「行った者は、みんな帰ってきて忘れる」",
    "その晩、ナギは窓をあけて寝た。夜中に、だれかが石をわたる足音を聞いた気がした。足音は一つではなかった。",
    "朝になると、戸口に濡れた｜貝殻《かいがら》が三つならんでいた。どれも、この浜では拾えない色をしていた。",
    "祖父はそれを見て、はじめて針を落とした。",
)


def tide_text(number: int) -> Document:
    blocks = [ruby(f"　{TIDE[(number + index) % len(TIDE)]}") for index in range(14)]
    blocks.insert(6, Block(Role.SCENE_BREAK))
    return Document(tuple(blocks), "ja")


LAMP = (
    "The lamp on Skerry Point had burned for ninety years before anyone thought to ask who paid for the oil.",
    "“Not us,” said the harbour board, and showed its books. “Not us,” said the parish, and lost its own.",
    "So a clerk was sent, with a lantern and a ledger, to knock at the door that had no handle on the outside.",
    "It opened before she knocked. Somebody had set the table for two, and the tea was still too hot to drink.",
)


def lamp_text(number: int) -> Document:
    blocks = [Block(Role.PARAGRAPH, LAMP[(number + index) % len(LAMP)]) for index in range(9)]
    linked = "See the old chart¹ and the keeper's log, kept at the museum."
    blocks.append(
        Block(
            Role.PARAGRAPH,
            linked,
            (
                Span(17, 18, Mark.REFERENCE, "1"),
                Span(linked.index("museum"), linked.index("museum") + 6, Mark.LINK, "https://museum.example/log?a=1"),
            ),
        )
    )
    blocks.append(Block(Role.PARAGRAPH, "Drawn in 1844, and wrong about the rocks.", marker="1", part=Part.FOOTNOTE))
    return Document(tuple(blocks), "en")


def follow(
    library: Library,
    contents: TableOfContents,
    texts: Sequence[Document | None],
) -> Serial:
    """Put it on the shelf with these texts; ``None`` for one that is missing."""
    with library.store.writing():
        serial = following.follow(library, Discovered(contents))
        for episode, text in zip(lists.episodes(library, serial.id), texts, strict=True):
            if text is None:
                library.store.episodes.failed(episode.id, "HTTP 404, no such page", "Look again later.", NOW)
            else:
                words = 0 if text.language == "ja" else sum(len(block.text.split()) for block in text.blocks)
                library.store.texts.save(
                    episode.id, text, origin=Origin.LIVE, url=episode.url, fetched_at=NOW, words=words
                )
    return library.store.serials.one(serial.id)


def follow_tide(library: Library, count: int = 12) -> Serial:
    episodes = [FoundEpisode("https://shio.example/0", "引き潮のまえに", kind=Kind.FRONT)]
    episodes += [
        FoundEpisode(
            f"https://shio.example/{number}", f"潮の道 – {number}", str(number), note="(最終回)" * (number == count)
        )
        for number in range(1, count + 1)
    ]
    contents = TableOfContents(
        "https://shio.example/", "“潮の道” を渡る人たち", tuple(episodes), "浜田しお", "ja", Status.COMPLETE
    )
    texts = [tide_text(number) if number != 5 else None for number in range(count + 1)]
    return follow(library, contents, texts)


def follow_lamp(library: Library, count: int = 8) -> Serial:
    episodes = [
        FoundEpisode(
            f"https://lamp.example/{number}",
            f"Chapter {number}: {('The Oil', 'The Ledger', 'The Stair', 'The Second Cup')[number % 4]}",
            str(number),
            section="Part One" if number < 5 else "Part Two",
            published=NOW - timedelta(days=7 * (count - number)),
        )
        for number in range(1, count + 1)
    ]
    contents = TableOfContents("https://lamp.example/", "The Lamp on Skerry Point", tuple(episodes), "A. Thorne", "en")
    return follow(library, contents, [lamp_text(number) for number in range(count)])


HOSTILE = "[bold red]x[/] [@click=app.quit]q[/] [$accent] \\[ [[a]"
"""Markup as a title: to be shown letter for letter."""


def follow_hostile(library: Library) -> Serial:
    contents = TableOfContents(
        "https://odd.example/",
        HOSTILE,
        (FoundEpisode("https://odd.example/1", f"{HOSTILE} – 1", "1"), FoundEpisode("https://odd.example/2", "[/] 2")),
        author="[link=x]who[/link]",
        language="en",
    )
    text = Document((Block(Role.PARAGRAPH, f"{HOSTILE} and 👨‍👩‍👧 कि が e\u0301 שלום."),), "en")
    return follow(library, contents, [text, text])

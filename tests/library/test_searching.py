"""Search: whatever a plain scan finds, where it stands, in the right order, for any words."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Mark, Role, Span
from reader.errors import SchemaTooNew
from reader.files import find_folders
from reader.folding import fold
from reader.library import lists, reading, searching
from reader.library import notes as noting
from reader.library.searching import Hit, Where
from reader.library.shelf import Library
from reader.model import FoundEpisode, Locator, Origin, Status, TableOfContents
from reader.settings import Settings
from reader.store.schema import MIGRATIONS
from reader.typeset.locate import locate
from reader.update import decide
from tests.store.shelves import NOW, later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LIGHTHOUSE = (
    "灯台守は霧の夜だけ歌をうたった。",
    "「灯をおろすな」とカモメが鳴く。ＯＫ、と彼は答えた。",
    "海は黙っていた。トｳﾀﾞｲの窓にだけ、明かりがあった。",
)
KOREAN = ("등대지기는 안개 낀 밤에만 노래했다.",)
CHINESE = ("守灯人只在雾夜里唱歌。",)
ENGLISH = ("The keeper sang on foggy nights only.", "“Don’t lower the lamp,” cried the gull.")


def opened(folder: Path) -> Library:
    def nothing(*_: object) -> object:
        raise AssertionError("a search needs neither web nor worker")

    return Library.open(
        find_folders(data=str(folder)),
        Settings(),
        now=lambda: NOW,
        web=nothing,  # type: ignore[arg-type]  # never called
        worker=nothing,  # type: ignore[arg-type]  # never called
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path) as one:
        yield one


def paragraphs(*texts: str) -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in texts))


def follow(library: Library, title: str, documents: Sequence[Document | None], *, author: str = "") -> list[int]:
    """The ids of the episodes of a new serial, called ``Part 1`` and so on."""
    store, home = library.store, f"https://{title.encode().hex()}.example/"
    serial_id = store.serials.add(title=title, url=home, author=author, language="", status=Status.ONGOING, now=NOW)
    listed = tuple(FoundEpisode(f"{home}{n}", f"Part {n}", str(n)) for n in range(1, len(documents) + 1))
    store.changes.apply(serial_id, decide([], TableOfContents(home, title, listed)), NOW)
    ids = [one.id for one in store.episodes.all(serial_id)]
    for episode_id, document in zip(ids, documents, strict=True):
        if document is not None:
            save(library, episode_id, document)
    return ids


def save(library: Library, episode_id: int, document: Document, **more: object) -> None:
    library.store.texts.save(
        episode_id,
        document,
        origin=Origin.LIVE,
        url="u",
        fetched_at=NOW,
        **more,  # type: ignore[arg-type]  # as the test names them
    )


def texts_of(found: Sequence[Hit]) -> list[str]:
    return [hit.snippet[hit.start : hit.end] for hit in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("灯", ["灯", "灯", "灯"]),
        ("灯台", ["灯台"]),
        ("霧の夜だけ歌", ["霧の夜だけ歌"]),
        ("うた", ["うた"]),
        ("カモメ", ["カモメ"]),
        ("ok", ["ＯＫ"]),
        ("トウダイ", ["トｳﾀﾞｲ"]),
        ("。", ["。"] * 6),
        ("밤", ["밤"]),
        ("안개 낀", ["안개 낀"]),
        ("雾夜", ["雾夜"]),
        ("KEEPER", ["keeper"]),
        ("s only.", ["s only."]),
        ("don't", ["Don’t"]),
        ("nothing like it", []),
        ("", []),
        ("\u00ad", []),
    ],
)
def test_words_of_any_length_and_script(library: Library, words: str, found: list[str]) -> None:
    follow(library, "A", [paragraphs(*LIGHTHOUSE), paragraphs(*KOREAN, *CHINESE), paragraphs(*ENGLISH)])
    assert texts_of(searching.search(library, words, each=0)) == found


def test_kana_are_alike_on_demand(library: Library) -> None:
    follow(library, "A", [paragraphs(*LIGHTHOUSE)])
    assert searching.search(library, "かもめ") == []
    assert texts_of(searching.search(library, "かもめ", fold_kana=True)) == ["カモメ"]
    assert texts_of(searching.search(library, "とうだいの", fold_kana=True)) == ["トｳﾀﾞｲの"]
    assert texts_of(searching.search(library, "ウタッタ", fold_kana=True)) == ["うたった"]
    assert texts_of(searching.search(library, "カ", fold_kana=True, each=0)) == ["カ", "か"]


def test_a_hit_says_exactly_where(library: Library) -> None:
    document = paragraphs("朝。", "x" * 300 + "灯台" + "y" * 300)
    (episode_id,) = follow(library, "海", [document])
    (hit,) = searching.search(library, "灯台")
    assert hit == Hit(
        1, "海", episode_id, "Part 1", "x" * 40 + "灯台" + "y" * 120, 40, 42, locate(document, 1, 300), Where.TEXT
    )


def test_readings_are_found_where_their_base_stands(library: Library) -> None:
    text = "その灯台守は、夜ごとに歌った。"
    spans = (Span(2, 3, Mark.RUBY, "とう"), Span(3, 4, Mark.RUBY, "だい"), Span(4, 5, Mark.RUBY, "もり"))
    follow(library, "A", [Document((Block(Role.PARAGRAPH, text, spans), Block(Role.PARAGRAPH, "とうだいもり")))])
    found = searching.search(library, "とうだい", each=0)
    assert [(hit.locator and hit.locator.block, hit.where) for hit in found] == [(0, Where.READING), (1, Where.TEXT)]
    assert texts_of(found) == ["灯台", "とうだい"]
    assert texts_of(searching.search(library, "のとうだいもりは、夜")) == ["の灯台守は、夜"]
    assert texts_of(searching.search(library, "と", each=0)) == ["灯", "と", "と"]
    assert texts_of(searching.search(library, "夜ごと")) == ["夜ごと"]
    assert texts_of(searching.search(library, "トウ", fold_kana=True, each=0)) == ["灯", "とう"]


def test_titles_first_then_what_was_read_last_then_reading_order(library: Library) -> None:
    first = follow(library, "Fog", [paragraphs("A lamp, a lamp."), paragraphs("No lamp.")])
    second = follow(library, "The Lamp", [paragraphs("Who lit the lamp?"), None], author="Lampson")
    third = follow(library, "Oil", [paragraphs("Lamp oil.")])
    reading.keep_place(library, second[0], Locator(0, 0), 0.1)
    reading.keep_place(library, third[0], Locator(0, 0), 0.1)
    found = searching.search(library, "lamp", each=0)
    assert [(hit.serial_title, hit.episode, hit.where.value) for hit in found] == [
        ("The Lamp", None, "title"),
        ("Oil", third[0], "text"),
        ("The Lamp", second[0], "text"),
        ("Fog", first[0], "text"),
        ("Fog", first[0], "text"),
        ("Fog", first[1], "text"),
    ]
    assert texts_of(searching.search(library, "lampson")) == ["Lampson"]
    assert [hit.episode for hit in searching.search(library, "lamp", each=1, limit=4)[2:]] == [second[0], first[0]]
    assert [hit.episode for hit in searching.search(library, "lamp", serial_id=1, each=0)] == [
        first[0],
        first[0],
        first[1],
    ]
    assert [hit.episode for hit in searching.search(library, "part 2", each=0)] == [second[1], first[1]]
    assert len(searching.search(library, "lamp", limit=2)) == 2


def test_words_that_stand_apart(library: Library) -> None:
    ids = follow(library, "A", [paragraphs("The oil, and a lamp."), paragraphs("Oil.", "A lamp.")])
    assert [(hit.episode, hit.start) for hit in searching.search(library, "lamp oil")] == [(ids[0], 15)]
    assert searching.search(library, "oil lamp wick") == []


def test_a_new_text_takes_the_place_of_the_old_one(library: Library) -> None:
    (episode_id,) = follow(library, "A", [paragraphs("An old lamp.")])
    save(library, episode_id, paragraphs("A new moon."))
    save(library, episode_id, paragraphs("A login page with a lamp."), suspect="it is no text")
    assert searching.search(library, "lamp") == []
    assert texts_of(searching.search(library, "moon")) == ["moon"]
    save(library, episode_id, paragraphs("An old lamp."))
    assert texts_of(searching.search(library, "lamp")) == ["lamp"]
    assert searching.search(library, "moon") == []


def test_what_is_off_the_shelf_is_left_out_until_it_is_back(library: Library) -> None:
    follow(library, "Lamp", [paragraphs("A lamp.")])
    lists.remove(library, 1)
    assert searching.search(library, "lamp") == []
    reading.undo(library)
    assert [hit.where for hit in searching.search(library, "lamp")] == [Where.TITLE, Where.TEXT]


def test_new_titles_are_found_and_old_ones_are_not(library: Library) -> None:
    follow(library, "Lamp", [None])
    assert lists.rename(library, 1, "Moon")
    assert searching.search(library, "lamp") == []
    assert texts_of(searching.search(library, "moon")) == ["Moon"]
    lists.rename(library, 1, "Lamp")
    assert texts_of(searching.search(library, "lamp")) == ["Lamp"]


def test_a_library_for_reading_only_is_read_through(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        ids = follow(library, "A", [paragraphs("A lamp."), paragraphs("One more lamp.")])
        with library.store.writing() as database:
            database.change("DELETE FROM passage WHERE episode_id = ?", (ids[1],))
            database.change("INSERT INTO unindexed VALUES ('text', ?)", (ids[1],))
        path = library.store.database.path
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.close()
    with opened(tmp_path) as library:
        assert isinstance(library.store.database.refusal, SchemaTooNew)
        assert [hit.episode for hit in searching.search(library, "lamp")] == ids


def test_texts_from_before_the_index_are_taken_in(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        ids = follow(library, "A", [paragraphs(*LIGHTHOUSE), paragraphs("灯台" * 900)])
        with library.store.writing() as database:
            database.change("DELETE FROM passage")
            database.change("DELETE FROM headline")
            database.change("INSERT INTO gram (gram) VALUES ('delete-all')")
            database.change("INSERT OR IGNORE INTO unindexed SELECT 'text', id FROM episode")
        told: list[tuple[int, int]] = []
        found = searching.search(library, "灯台", each=1, watch=lambda done, total: told.append((done, total)))
        assert [hit.episode for hit in found] == ids
        assert told == [(2, 2)]
        assert library.store.search.waiting() == 0


@pytest.mark.parametrize("words", ["灯台", "。灯", "ｶﾅ", "bc", "が"])
def test_long_paragraphs_are_searched_to_their_end(library: Library, words: str) -> None:
    rnd = random.Random(words)
    letters = ["灯", "台", "。", "ｶ", "ﾅ", "abc", "か\u3099", "が", "　", "の"]
    text = "".join(rnd.choice(letters) for _ in range(6000))
    spans = tuple(Span(at, at + 1, Mark.RUBY, "カナ") for at in range(0, 6000, 500))
    (episode_id,) = follow(library, "A", [Document((Block(Role.PARAGRAPH, text, spans),))])
    del episode_id
    found = [hit for hit in searching.search(library, words, each=0, limit=0) if hit.where is Where.TEXT]
    folded = fold(text)
    expected = [folded.stretch(*place)[0] for place in folded.places(fold(words).text)]
    assert [hit.locator.offset for hit in found if hit.locator] == expected
    assert searching.search(library, text[1100:1300])


def test_words_of_notes_are_found_and_lead_to_their_place(library: Library) -> None:
    ids = follow(library, "Tale", [paragraphs("The lamp went out.", "A gull cried over the pier."), paragraphs("Fog.")])
    noting.quote(library, ids[0], "gull cried", words="Who hears it?\nカモメ")
    noting.remark(library, ids[1], "Too short, says the gull.")
    (hears,) = searching.search(library, "hears")
    assert (hears.where, hears.episode, hears.title) == (Where.NOTE, ids[0], "Part 1")
    assert hears.snippet == "Who hears it? カモメ gull cried"
    assert hears.snippet[hears.start : hears.end] == "hears"
    assert hears.locator is not None
    assert (hears.locator.block, hears.locator.offset) == (1, 2)
    assert searching.as_shown(hears) == (hears.snippet, hears.start, hears.end)
    # What is quoted, what is said of an episode, and then the text itself.
    told = [(one.where, one.episode, one.locator is None) for one in searching.search(library, "gull")]
    assert told == [(Where.NOTE, ids[0], False), (Where.NOTE, ids[1], True), (Where.TEXT, ids[0], False)]
    assert [one.where for one in searching.search(library, "かもめ", fold_kana=True)] == [Where.NOTE]
    assert searching.search(library, "かもめ") == []
    assert [one.where for one in searching.search(library, "cried hears")] == [Where.NOTE]
    # A passage that is gone has no place, and its quotation is found all the same.
    save(library, ids[0], paragraphs("The lamp went out."))
    assert [(one.where, one.locator) for one in searching.search(library, "gull cried")] == [(Where.NOTE, None)]
    library.store.log.hide(ids, library.now())
    assert searching.search(library, "hears") == []


def test_long_notes_are_shown_in_part(library: Library) -> None:
    (episode_id,) = follow(library, "Tale", [paragraphs("The lamp went out.")])
    for _ in range(4):
        noting.remark(library, episode_id, f"{'a ' * 200}lamp{' z' * 200}")
    found = searching.search(library, "lamp")
    assert [one.where for one in found] == [Where.NOTE] * 3 + [Where.TEXT]
    snippet = found[0].snippet
    assert (snippet[0], snippet[-1], snippet[found[0].start : found[0].end]) == ("…", "…", "lamp")


# --- any words, any texts ----------------------------------------------------------------------------------------

LETTERS = st.sampled_from(
    ["灯", "台", "の", "は", "カ", "か", "ｶ", "\uff9e", "が", "\u3099", "Ａ", "a", "b", " ", "　", "。", '"', "é", "\n"]
)
TEXTS = st.lists(st.text(LETTERS, max_size=30), min_size=1, max_size=6)


def scan(documents: Sequence[Document], words: str, *, kana: bool) -> list[tuple[int, int, int]]:
    """(document, block, offset) of every place, by reading everything."""
    needle = fold(words, kana=kana).text
    out = []
    for number, document in enumerate(documents):
        for index, block in enumerate(document.blocks):
            folded = fold(block.text, kana=kana)
            # Marks on one letter are folded together, so that several may stand in one place.
            stretches = dict.fromkeys(folded.stretch(*place) for place in folded.places(needle))
            out += [(number, index, start) for start, _ in stretches]
    return out


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=8))
def test_search_finds_what_a_scan_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], queries: list[str]
) -> None:
    documents = [paragraphs(*one) for one in texts]
    with opened(tmp_path_factory.mktemp("scan")) as library:
        ids = follow(library, "-", documents)
        for words in queries:
            for kana in (False, True):
                expected = scan(documents, words, kana=kana)
                found = searching.search(library, words, limit=0, each=0, fold_kana=kana)
                places = [
                    (ids.index(hit.episode or 0), hit.locator.block, hit.locator.offset) for hit in found if hit.locator
                ]
                if expected or len(words.split()) < 2:
                    assert places == expected


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("any")) as one:
        follow(one, "A", [paragraphs(*LIGHTHOUSE, *KOREAN), paragraphs(*ENGLISH)])
        yield one


ODD = [
    '"',
    "'",
    "*",
    "a*",
    "a AND b",
    "NEAR(a b)",
    "-a",
    "a:b",
    "^a",
    "(",
    ")",
    "\0",
    "a\0b",
    "\ud800",
    "灯\udfff",
    "\\",
    "%",
    "_",
]


@pytest.mark.parametrize("words", ODD)
def test_operators_are_letters(small: Library, words: str) -> None:
    for hit in searching.search(small, words, each=0, fold_kana=True):
        assert fold(words).text in fold(hit.snippet).text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(), max_size=40) | st.text(st.sampled_from('"*()+-^:{} AND灯a\0\ud800'), max_size=12),
    st.booleans(),
)
def test_any_words_get_an_answer(small: Library, words: str, kana: bool) -> None:
    assert isinstance(searching.search(small, words, fold_kana=kana), list)


def test_many_candidates_are_taken_serial_by_serial(library: Library) -> None:
    pages = [paragraphs(*(f"灯台 {n} " + "あ" * 400 for n in range(30))) for _ in range(20)]
    follow(library, "A", pages)
    follow(library, "B", pages[:2])
    reading.keep_place(library, lists.episodes(library, 2)[0].id, Locator(0, 0), 0.0)
    found = searching.search(library, "灯台", limit=0, each=0)
    assert len(found) == 22 * 30
    assert [hit.serial for hit in found] == [2] * 60 + [1] * 600
    places = [(hit.episode, hit.locator.block) for hit in found if hit.locator]
    assert places == [
        (episode.id, block) for serial in (2, 1) for episode in lists.episodes(library, serial) for block in range(30)
    ]
    assert len(searching.search(library, "灯台", limit=0, each=2)) == 44
    assert later(0) == NOW

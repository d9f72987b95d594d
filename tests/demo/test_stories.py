"""The sample serials are whole, tidy, and tell one story each."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest

from reader.demo.markup import Kind, Piece
from reader.demo.stories import ENGLISH, JAPANESE, SampleEpisode, load_serial

BELL = load_serial(JAPANESE)
PLOT = load_serial(ENGLISH)
EVERY = [*BELL.episodes, *PLOT.episodes]
SONG = ["ひぐれのかねが", "やまにとどいて", "かわもねむるよ", "みちはなくても", "ここにいるから", "あとからいくよ"]
HIRAGANA = {code + 0x60: code for code in range(ord("ぁ"), ord("ゖ") + 1)}

every_japanese = pytest.mark.parametrize("episode", BELL.episodes, ids=lambda episode: str(episode.number))
every_english = pytest.mark.parametrize("episode", PLOT.episodes, ids=lambda episode: str(episode.number))
every_episode = pytest.mark.parametrize("episode", EVERY, ids=lambda episode: episode.title)


def words_of(episode: SampleEpisode) -> str:
    return "\n".join(episode.paragraphs())


def pieces_of(episode: SampleEpisode) -> tuple[Piece, ...]:
    return episode.text + episode.note


def breaks_of(episode: SampleEpisode) -> list[str]:
    return [piece.source for piece in episode.text if piece.kind is Kind.BREAK]


# --- order, numbers, titles, dates -------------------------------------------------------------------------------


def test_every_number_is_there() -> None:
    assert [episode.number for episode in BELL.episodes] == [None, *range(1, 43)]
    assert [episode.number for episode in PLOT.episodes] == list(range(1, 13))
    assert [episode.position for episode in BELL.episodes] == list(range(1, 44))


def test_titles_of_the_japanese_serial() -> None:
    prologue, *numbered = BELL.episodes
    assert [episode.title for episode in numbered] == [f"{BELL.title} – {number}" for number in range(1, 43)]
    assert re.match(r"“\S+” ", BELL.title)
    assert not re.search(r"\d", prologue.title)
    assert BELL.title not in prologue.title


def test_titles_of_the_english_serial() -> None:
    for episode in PLOT.episodes:
        assert re.fullmatch(rf"Plot Fourteen, part {episode.number}: [A-Z][A-Za-z ]+", episode.title)
    assert len({episode.title for episode in PLOT.episodes}) == 12


def test_a_japanese_episode_a_day_at_five() -> None:
    for before, after in itertools.pairwise(BELL.episodes):
        assert after.published - before.published == timedelta(days=1)
    assert f"{BELL.episodes[-1].published:%m-%d %H:%M%z}" == "10-31 17:00+0900"


def test_english_episodes_come_out_in_order() -> None:
    moments = [episode.published for episode in PLOT.episodes]
    assert moments == sorted(set(moments))


# --- enough text, none of it twice -------------------------------------------------------------------------------


@every_japanese
def test_japanese_episodes_are_short_and_not_too_short(episode: SampleEpisode) -> None:
    longest = 1000 if episode.number == 42 else 700
    assert 300 <= len("".join(words_of(episode).split())) <= longest


def test_the_japanese_serial_is_long_enough() -> None:
    assert sum(len("".join(words_of(episode).split())) for episode in BELL.episodes) > 18_000


@every_english
def test_english_episodes_are_short_and_not_too_short(episode: SampleEpisode) -> None:
    assert 250 <= len(words_of(episode).split()) <= 450


def test_no_two_episodes_are_alike() -> None:
    stretches = [{words[i : i + 8] for i in range(len(words) - 7)} for words in map(words_of, EVERY)]
    for one, other in itertools.combinations(stretches, 2):
        assert len(one & other) < len(min(one, other, key=len)) / 10


def test_no_paragraph_of_some_length_is_said_twice() -> None:
    long = [words for episode in EVERY for words in episode.paragraphs() if len(words) > 20]
    assert len(long) == len(set(long))


# --- well-formed -------------------------------------------------------------------------------------------------


@every_episode
def test_no_mark_is_left_over(episode: SampleEpisode) -> None:
    assert not re.search(r"[｜《》*_#]|\[note|^ | $", words_of(episode), re.MULTILINE)


@every_japanese
def test_brackets_close_in_their_paragraph(episode: SampleEpisode) -> None:
    partners = dict(zip("」』）〉”", "「『（〈“", strict=True))
    for words in episode.paragraphs():
        open_ones: list[str] = []
        for letter in words:
            if letter in partners.values():
                open_ones.append(letter)
            elif letter in partners:
                assert open_ones
                assert open_ones.pop() == partners[letter], words
        assert not open_ones, words


@every_japanese
def test_dashes_and_dots_come_in_pairs(episode: SampleEpisode) -> None:
    for run in re.findall(r"―+|…+", words_of(episode)):
        assert len(run) == 2


@every_japanese
def test_readings_are_kana_over_kanji(episode: SampleEpisode) -> None:
    for base, reading in episode.ruby():
        assert re.fullmatch(r"[一-鿿々]+", base)
        assert re.fullmatch(r"[ぁ-ゖー]+", reading)


def test_a_base_has_one_reading() -> None:
    pairs = {pair for episode in BELL.episodes for pair in episode.ruby()}
    assert len({base for base, _ in pairs}) == len(pairs)


def test_what_a_reader_program_has_to_show_is_all_there() -> None:
    assert sum(bool(episode.ruby()) for episode in BELL.episodes) >= 30
    assert sum("「" in words_of(episode) for episode in BELL.episodes) >= 35
    assert {mark for episode in BELL.episodes for mark in breaks_of(episode)} == {"◇　◇　◇", "***", ""}
    assert sum(bool(breaks_of(episode)) for episode in BELL.episodes) >= 8
    assert [episode.number for episode in BELL.episodes if episode.note] == [21]
    assert sum("《《" in piece.source for episode in BELL.episodes for piece in pieces_of(episode)) >= 2
    assert sum("“" in words_of(episode) for episode in BELL.episodes) >= 2
    assert {piece.kind for episode in PLOT.episodes for piece in episode.text} >= {Kind.QUOTE, Kind.ITEM}


# --- what the story promises -------------------------------------------------------------------------------------


def test_the_first_letters_are_the_song() -> None:
    letters = [words_of(episode).lstrip("「")[0] for episode in BELL.episodes[1:]]
    assert "".join(letters).translate(HIRAGANA) == "".join(SONG)
    assert [len(line) for line in SONG] == [7] * 6


def test_five_lines_are_said_and_the_sixth_never() -> None:
    whole = "\n".join(map(words_of, BELL.episodes))
    assert [line in whole for line in SONG] == [True] * 5 + [False]

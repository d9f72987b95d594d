"""One language for shelf, list and export: what each word asks, what means nothing, and that any text is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.model import Counts, Episode, Serial, State, Status
from reader.queries import Query, is_negated_term, parse


def day(month: int, number: int = 1) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


HARBOUR = Serial(
    1,
    "a",
    "みなとのマチ",
    "https://a.example/",
    author="森 ＡＫＩ",
    tags=("SF", "slow life"),
    counts=Counts(12, 3, 10, 2, reading=1, new=2),
    added_at=day(1),
    read_at=day(9, 30),
    grown_at=day(10),
    published=day(9, 15),
)
LETTER = Serial(
    2,
    "b",
    'Re:Letters, "volume 5"',
    "https://b.example/",
    status=Status.COMPLETE,
    counts=Counts(4, 4, 4, 0, changed=1, gone=2),
    added_at=day(2),
    read_at=day(3),
)
EMPTY = Serial(3, "c", "Unread or not", "https://c.example/", status=Status.PAUSED, added_at=day(3))
AWAY = Serial(4, "d", "Away", "https://d.example/", archived_at=day(4), counts=Counts(1, 0, 0, 1, lost=1))
SHELF = [HARBOUR, LETTER, EMPTY, AWAY]

FOUND: list[tuple[str, list[int]]] = [
    ("", [1, 2, 3]),
    ("all", [1, 2, 3, 4]),
    ("archived", [4]),
    ("-archived", [1, 2, 3]),
    ("unread", [1]),
    ("unread all", [1, 4]),
    ("reading", [1]),
    ("read", [1, 2]),
    ("finished", [2]),
    ("unread finished", []),
    ("finished or paused", [2, 3]),
    ("new", [1]),
    ("changed", [2]),
    ("missing", [1]),
    ("saved -missing", [2]),
    ("lost or gone", [2]),
    ("lost all", [4]),
    ("ongoing", [1]),
    ("complete paused", [2, 3]),
    ("COMPLETE", [2]),
    ("not complete", [1, 3]),
    ("not not complete", [2]),
    ("-not complete", [2]),
    ("tag:sf", [1]),
    ("tag:ＳＦ", [1]),
    ("tag:s", []),
    ('tag:"slow life"', [1]),
    ("tag:“Slow Life”", [1]),
    ("tag:", [1]),
    ("-tag:", [2, 3]),
    ("-tag:sf", [2, 3]),
    ("－ｔａｇ：ｓｆ　ｐａｕｓｅｄ", [3]),
    ("tag:sf tag:fantasy", []),
    ("author:aki", [1]),
    ("by:森", [1]),
    ("author:", [1]),
    ("title:まち", [1]),
    ("ミナト", [1]),
    ("ﾐﾅﾄ", [1]),
    ("slow", [1]),
    ("森 みなと", [1]),
    ("森 letters", []),
    ("re:letters", [2]),
    ("re:zero", []),
    ('"volume 5"', [2]),
    ('5"', [2]),
    ('"unread or"', [3]),
    ('"unread"', [3]),
    ("id:2", [2]),
    ("serial:1 serial:3", [1, 3]),
    ("id:4", [4]),
    ("unread>2", [1]),
    ("unread<=2", [2, 3]),
    ("missing=2", [1]),
    ("episodes:4", [2]),
    ("new>=１", [1]),
    ("read>3", [2]),
    ("added>2026-01", [2, 3]),
    ("added=2026-1", [1]),
    ("added<2026/02/01", [1]),
    ("read<2026-09", [2]),
    ("read<=2026", [1, 2]),
    ("updated>2026-09-30", [1]),
    ("published=2026-09", [1]),
    ("checked>2000", []),
    ("-checked>2000", [1, 2, 3]),
    ("unread or id:2", [1, 2]),
    ("or", [3]),
    ("not", [3]),
    ("unread or", []),
    ("or paused", [3]),
    ("paused or or", [3]),
    ("未読", [1]),
    ("タグ:SF", [1]),
    ("-完結 -未読", [3]),
    ("-", []),
    ('""', [1, 2, 3]),
    ('-""', [1, 2, 3]),
]


@pytest.mark.parametrize(("text", "ids"), FOUND)
def test_what_is_found(text: str, ids: list[int]) -> None:
    assert [one.id for one in parse(text).shown(SHELF)] == ids


def test_several_texts_are_one_query() -> None:
    assert parse(["finished", "or", "paused"]) == parse("finished or paused") == parse(["finished or", "paused"])


NONSENSE = [
    ("unread>many", "unread>many", "unread>10"),
    ("paused read>yesterday", "read>yesterday", "read>2026-01-31"),
    ("added>2026-13", "added>2026-13", "added>2026-01-31"),
    ("added>2026-01-32", "added>2026-01-32", "added>2026-01-31"),
    ("added:", "added:", "added>2026-01-31"),
    ("id:x", "id:x", "id:3"),
    ("id>3", "id>3", "id:3"),
    ("title>2026", "title>2026", "title:x"),
    ("autor:x", "autor:x", "author"),
    ("complete:yes", "complete:yes", "Quotation marks"),
    ('uread:"5 or 6"', "uread:5 or 6", "unread"),
    (f"unread>{'9' * 5000}", "unread>999", "unread>10"),
]


@pytest.mark.parametrize(("text", "subject", "hint"), NONSENSE)
def test_what_means_nothing_is_named_and_helped(text: str, subject: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert subject in caught.value.subject
    assert hint in caught.value.hint
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("tag:s", [1]),
        ("tag:slow", [1]),
        ("tag:sf ", [1]),
        ("unread>", [1, 2, 3]),
        ("finished added>202", [2]),
        ("finished or", [2]),
        ("finished not", [2]),
        ("finished -", [2]),
        ("aut", []),
        ("autor:", [1, 2, 3]),
    ],
)
def test_while_it_is_typed_the_last_word_may_be_a_beginning(text: str, ids: list[int]) -> None:
    assert [one.id for one in parse(text, typing=True).shown(SHELF)] == ids


def test_while_it_is_typed_other_words_may_not() -> None:
    with pytest.raises(UsageError):
        parse("unread> finished", typing=True)


def test_episodes_are_asked_one_by_one() -> None:
    episode = Episode(7, 1, 1, "One", "u", state=State.READ, read_at=day(5), published=day(4), saved=True, new=True)
    asked = {
        "read": True,
        "unread": False,
        "-unread": True,
        "unread read": True,
        "reading": False,
        "new saved": True,
        "missing": False,
        "lost or gone or changed": False,
        "tag:sf read": True,
        "read=2026-05": True,
        "read>2026-06": False,
        "published<2026-05": True,
        "updated=2026-10": True,
        "unread>2": True,
        "finished": False,
    }
    # The serial says that one was edited and not which: it is asked too.
    assert {text: parse(text).fits(HARBOUR, episode) for text in asked} == asked
    assert [text for text in asked if not parse(text).of_episodes] == ["updated=2026-10", "unread>2", "finished"]


def test_a_serial_of_which_no_episode_can_answer_is_known_beforehand() -> None:
    may = {
        "unread": [1, 4],
        "-unread": [1, 2, 3, 4],
        "read<2020": [1, 2, 3, 4],
        "tag:sf read": [1],
        "lost or gone": [2, 4],
    }
    assert {text: [one.id for one in SHELF if parse(text).may_fit(one)] for text in may} == may


def test_an_argument_with_a_minus_is_a_word_or_an_option() -> None:
    words = ["-unread", "-tag:x", "-未読", "-タグ:x", "-added>2026", "-Archived"]
    options = ["--json", "-o", "-olist.md", "unread", "-", "-x", "-tag", "-foo:x"]
    assert [one for one in words + options if is_negated_term(one)] == words


PIECES = st.sampled_from(
    [*'aé森ア ｶ "“”:<>=-()', "\u3000", "－", "not ", "or ", "tag:", "unread ", "added>", "2026-01", "7", "autor:"]
)
LETTERS = st.lists(PIECES, max_size=12).map("".join)


@given(texts=st.lists(LETTERS | st.text(max_size=12), max_size=4), typing=st.booleans())
def test_any_text_is_a_query_or_an_error_that_names_a_word(texts: list[str], typing: bool) -> None:
    try:
        query = parse(texts, typing=typing)
    except UsageError as error:
        assert error.subject and error.hint  # noqa: PT017, PT018 - either way is right
        return
    for one in SHELF:
        assert query.fits(one) in {True, False}


@given(st.lists(st.sampled_from([text for text, _ in FOUND if text and " " not in text]), min_size=1, max_size=3))
def test_more_words_never_find_more_and_alternatives_never_less(words: list[str]) -> None:
    alone = [{one.id for one in SHELF if parse(word).fits(one)} for word in words]
    exclusive = [term.one_of for word in words for term in parse(word).terms]
    if not any(exclusive) and not {"or", "not"} & set(words):
        together = {one.id for one in SHELF if parse(words).fits(one)}
        assert together == set.intersection(*alone)
    if not {"or", "not", '""', '-""'} & set(words):
        either = {one.id for one in SHELF if parse(" or ".join(words)).fits(one)}
        assert either == set.union(*alone)


@given(
    st.sampled_from(
        [text for text, _ in FOUND if text not in {"", '""', "or", "not"} and not text.startswith(("-", "－"))]
    )
)
def test_a_word_turned_round_finds_the_others(text: str) -> None:
    query = parse(text)
    if len(list(query.terms)) == 1:
        turned = parse(f"not {text}")
        assert all(query.fits(one) != turned.fits(one) for one in SHELF)


def test_an_empty_query_is_everything() -> None:
    assert parse("") == parse([]) == Query()
    assert Query().fits(replace(EMPTY, title=""))

"""Every short way that discovery takes on a page with many links says what the long way would."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.addresses import canonical
from reader.discover import links, mentions, tokens, words
from reader.discover.bylines import names_author, names_holder
from reader.discover.figures import Scan
from reader.discover.rows import Row, common_folders, folders_of, key_of, page_key
from reader.discover.strands import may_count
from tests.discover.webs import NOW

ADDRESSES = st.lists(
    st.sampled_from(
        [
            "http://",
            "https://",
            "www.",
            "a.example",
            "A.example",
            "b.c",
            ":80",
            ":8080",
            "/",
            "//",
            "x",
            "y.html",
            "é",
            "index.html",
            "default.php",
            "INDEX.HTM",
            "?q=1",
            "?utm_source=z",
            "#f",
            "%41",
            "%2f",
            ";p",
            "~",
            "..",
        ]
    ),
    max_size=9,
).map(lambda pieces: "https://" + "".join(pieces))
PHRASED = st.lists(
    st.sampled_from(
        [
            "the",
            "zum",
            "to",
            "next",
            "previous",
            "nächste",
            "vorheriger",
            "chapter",
            "part",
            "следующая",
            "глава",
            "onward",
            "siguiente",
            "capítulo",
            "entry",
            "-",
            "one",
            "older",
            "n",
            "次",
        ]
    ),
    max_size=4,
).map(" ".join)

DATED = [
    "2020",
    "12",
    "3",
    "年",
    "月",
    "日",
    "년 ",
    "월",
    "일",
    "-",
    "/",
    ".",
    ":",
    " ",
    "may",
    "sept",
    "dec.",
    "st",
    ",",
    "v2",
    "話",
    "十",
]
NUMBERED = [
    "chapter",
    "part",
    " ",
    "a",
    "b",
    "hundred",
    "twenty",
    "-",
    "one",
    "xi",
    "mild",
    "第",
    "3",
    "話",
    "上巻",
    "下卷",
    "巻",
    "三",
    "①",
    "½",
    "Ⅳ",
    ".",
]


@given(ADDRESSES)
@example("https://www.www.a.example/x/")
@example("https://a.example/x/index.html/")
@example("https://a.example")
def test_a_plain_address_is_its_own_key(url: str) -> None:
    parsed = f"{url} "  # no plain spelling: parsed and put together again
    assert page_key(url) == canonical(parsed)
    assert key_of(url) == canonical(parsed, fragment=True)


@given(ADDRESSES)
def test_folders_are_those_of_the_parsed_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        pieces = [piece for piece in parts.path.split("/") if piece]
    except ValueError:
        return
    assert folders_of(url) == (parts.hostname or "", *pieces[:-1])


@given(st.lists(st.sampled_from(["/a/b/x", "/a/b/y", "/a/c/x", "/a/b/d/z", "/q", "/a/x", "/b/a/x"]), max_size=24))
def test_common_folders_hold_nine_of_ten_rows(paths: list[str]) -> None:
    rows = [Row(f"https://a.example{path}", "t") for path in paths]
    starts = Counter(
        folders[:depth]
        for folders in map(folders_of, (row.url for row in rows))
        for depth in range(1, len(folders) + 1)
    )
    held = [start for start, count in starts.items() if count >= 0.9 * len(rows)]
    assert common_folders(rows) == max(held, key=len, default=())


@given(st.text(max_size=30) | st.text(alphabet="«» next次へ\u3000・\t(【]ＡＢａ", max_size=12))
def test_words_fold_as_compatibility_forms_do(text: str) -> None:
    folded = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    assert words.folded(text) == folded
    ends = f"[\\s{re.escape(words._ARROWS)}]+"
    assert words.bare(text) == re.sub(f"^{ends}|{ends}$", "", folded)


@given(st.builds(Row, st.text(), st.text(), note=st.text(), topics=st.tuples(st.text()), place=st.integers()))
def test_a_row_keeps_all_but_its_date(row: Row) -> None:
    assert links._stamped(row, NOW) == replace(row, published=NOW)


@given(PHRASED, st.booleans())
def test_no_phrase_is_passed_by_for_its_first_letters(text: str, whole: bool) -> None:
    matches = [role for role, phrase in words._PHRASES if (phrase.fullmatch(text) if whole else phrase.match(text))]
    assert words.phrase_role(text, whole=whole) == (matches[0] if matches else "")


@given(st.lists(st.sampled_from(DATED), max_size=6).map("".join))
def test_no_date_is_passed_by_for_want_of_its_marks(text: str) -> None:
    blanked = text
    for pattern in (tokens._DATE, tokens._VERSION):
        blanked = pattern.sub(lambda found: tokens.BLANK * len(found[0]), blanked)
    assert tokens.mask(text) == blanked


@given(st.lists(st.sampled_from(NUMBERED), max_size=6).map("".join))
def test_no_mention_begins_with_a_token_that_is_passed_by(text: str) -> None:
    scan = Scan(text)
    for at, token in enumerate(scan.tokens):
        if not mentions._may_begin(token):
            assert mentions._mention_at(scan, at, 0) == (None, at + 1)


@given(st.lists(st.sampled_from([*NUMBERED, "の", "é", "전", "я"]), max_size=6).map("".join))
def test_what_mentions_a_number_may_count(text: str) -> None:
    lettered = re.search(r"[a-h]", text)  # "part b" mentions a letter, which counts in the whole set alone
    assert may_count(text) or lettered or not mentions.mentions_of(text)


@pytest.mark.parametrize(
    ("line", "author", "holder"),
    [
        ("by A. Writer", True, False),
        ("Written by somebody", True, False),
        ("作者：某", True, False),
        ("May 5 | by A. Writer", True, False),
        ("三月 ／ 著者 某", True, False),
        ("© 2020 A. Writer", False, True),
        ("Copyright A. Writer", False, True),
        ("(c) A. Writer | Author: B.", True, True),
        ("Copyright", False, False),
        ("nearby", False, False),
        ("the bytes | went by", False, False),
        ("", False, False),
    ],
)
def test_lines_that_may_name_somebody_are_kept(line: str, *, author: bool, holder: bool) -> None:
    assert (names_author(line), names_holder(line)) == (author, holder)

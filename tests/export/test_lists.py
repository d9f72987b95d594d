"""The reading list in every format, read back by parsers that are not ours."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning import clean_line
from reader.export.list_csv import COLUMNS, FORMULA, defused, list_csv
from reader.export.list_html import list_html
from reader.export.list_json import FORMAT, VERSION, list_json
from reader.export.list_markdown import list_markdown
from reader.export.list_opml import list_opml
from reader.export.list_text import list_text
from reader.export.reading_list import ReadingList, select
from reader.model import State
from reader.queries import parse

from .lists import ALL, EMPTY, FERRY, LETTER, an_episode

titles = st.text(max_size=40).map(clean_line).filter(bool)


def parsed(opml: str) -> ET.Element:
    return ET.fromstring(opml.encode("utf-8", "replace"))  # noqa: S314 - our own output


def of_title(title: str) -> ReadingList:
    episode = an_episode(1, title)
    return ReadingList((replace(FERRY, serial=replace(FERRY.serial, title=title), episodes=(episode,)),))


# --- text, markdown ----------------------------------------------------------------------------------------------


def test_text() -> None:
    assert list_text(ALL) == (
        'The <ferry> & [co] *\nhttps://tales.example/\nMori "M" O\'gai - 1/4 - ongoing - sea, long, read\n\n'
        "[x] 1  Part 1\n[>] 2  =HYPERLINK(1)  40%\n[ ] 3  1. [x] </script><b>|_\n[ ] 4  A notice\n\n"
        "山の手紙\nhttps://yama.example/\n1/1 - complete\n\n[x] 1  第一信\n\n"
        "Nothing yet\nhttps://empty.example/\n0/0 - paused\n"
    )


def test_markdown_has_a_box_an_episode_and_escapes() -> None:
    assert list_markdown(ALL).split("\n") == [
        "# Reading list",
        "",
        r"## [The \<ferry\> \& \[co\] \*](<https://tales.example/>)",
        "",
        'by Mori "M" O\'gai · 1 of 4 read · ongoing · `sea` `long, read`',
        "",
        "### One",
        "",
        "- [x] [Part 1](<https://tales.example/1>)",
        "- [ ] [\\=HYPERLINK(1)](<https://tales.example/2>) (40%)",
        "",
        "### Two",
        "",
        r"- [ ] [1\. \[x\] \</script\>\<b\>\|\_](<https://tales.example/3>) (gone upstream)",
        "",
        # No address that a browser should not follow.
        "- [ ] A notice",
        "",
        "## [山の手紙](<https://yama.example/>)",
        "",
        "1 of 1 read · complete",
        "",
        "- [x] [第一信](<https://tales.example/1>)",
        "",
        "## [Nothing yet](<https://empty.example/>)",
        "",
        "0 of 0 read · paused",
        "",
    ]


# --- csv ---------------------------------------------------------------------------------------------------------


def test_csv() -> None:
    header, *rows = csv.reader(io.StringIO(list_csv(ALL), newline=""))
    assert tuple(header) == COLUMNS
    assert len(rows) == 5
    assert dict(zip(header, rows[0], strict=True)) == {
        "serial": "The <ferry> & [co] *",
        "author": 'Mori "M" O\'gai',
        "status": "ongoing",
        "tags": "sea, long\\, read",
        "serial_url": "https://tales.example/",
        "position": "1",
        "number": "1",
        "section": "One",
        "title": "Part 1",
        "url": "https://tales.example/1",
        "published": "2025-03-05 14:30:15",
        "state": "read",
        "progress": "1.000",
        "read_at": "2026-03-01 14:30:15",
        "saved": "yes",
    }
    assert list_csv(ALL).count("\r\n") == 6


@given(titles)
def test_no_cell_is_a_formula_and_nothing_else_is_touched(title: str) -> None:
    _, row = csv.reader(io.StringIO(list_csv(of_title(title)), newline=""))
    assert not any(cell.startswith(FORMULA) for cell in row)
    assert row[0].removeprefix("'" if title.startswith(FORMULA) else "") == title
    _, raw = csv.reader(io.StringIO(list_csv(of_title(title), raw=True), newline=""))
    assert raw[0] == title


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert defused(f"x{cell}") == f"x{cell}"


# --- json --------------------------------------------------------------------------------------------------------


def test_json_is_complete() -> None:
    document = json.loads(list_json(ALL))
    assert (document["format"], document["version"]) == (FORMAT, VERSION)
    ferry = document["serials"][0]
    assert {name: ferry[name] for name in ("uid", "tags", "counts", "status", "sources", "added_at")} == {
        "uid": "s1",
        "tags": ["sea", "long, read"],
        "counts": {"episodes": 4, "read": 1},
        "status": "ongoing",
        "sources": [
            {"kind": "index", "url": "https://tales.example/", "detail": ""},
            {"kind": "feed", "url": "https://tales.example/feed?a=1&b=2", "detail": ""},
        ],
        "added_at": "2026-01-05T14:30:15Z",
    }
    assert ferry["episodes"][1] == {
        "uid": "e2",
        "position": 2,
        "number": "2",
        "kind": "main",
        "section": "One",
        "title": "=HYPERLINK(1)",
        "url": "https://tales.example/2",
        "published": None,
        "state": "reading",
        "progress": 0.4,
        "read_at": "2026-03-02T14:30:15Z",
        "characters": 1200,
        "words": 0,
        "note": None,
        "gone": False,
        "hidden": False,
        "notes": [],
        "place": {"block": 2, "offset": 7, "before": "before", "after": "after", "fraction": 0.4},
        "furthest": {"block": 2, "offset": 7, "before": "before", "after": "after", "fraction": 0.4},
    }
    assert ferry["episodes"][0]["place"] is None


# --- opml --------------------------------------------------------------------------------------------------------


def test_opml_gives_feeds_to_feed_readers() -> None:
    root = parsed(list_opml(ALL))
    assert root.attrib == {"version": "2.0"}
    assert [one.attrib for one in root.iter("outline")] == [
        {
            "type": "rss",
            "text": "The <ferry> & [co] *",
            "title": "The <ferry> & [co] *",
            "xmlUrl": "https://tales.example/feed?a=1&b=2",
            "htmlUrl": "https://tales.example/",
            "language": "en",
            "category": "sea,long  read",
        },
        {"type": "link", "text": "山の手紙", "title": "山の手紙", "url": "https://yama.example/"},
        {"type": "link", "text": "Nothing yet", "title": "Nothing yet", "url": "https://empty.example/"},
    ]


@given(st.text(max_size=40))
def test_any_title_is_well_formed_xml(title: str) -> None:
    (outline,) = parsed(list_opml(of_title(title))).iter("outline")
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title)
    assert outline.attrib.get("text", "") == kept


# --- html --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of it: elements with their attributes, and the text outside style and script."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "input"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data)


def test_html_shows_every_title_letter_for_letter() -> None:
    page = Page(list_html(ALL))
    assert page.texts["a"] == [
        "The <ferry> & [co] *",
        "Part 1",
        "=HYPERLINK(1)",
        "1. [x] </script><b>|_",
        "山の手紙",
        "第一信",
        "Nothing yet",
    ]
    rows = [attributes for tag, attributes in page.tags if tag == "li"]
    assert [(one["value"], one["class"]) for one in rows] == [
        ("1", "read"),
        ("2", "reading"),
        ("3", "unread"),
        ("4", "unread"),
        ("1", "read"),
    ]
    assert {one["href"] for tag, one in page.tags if tag == "a"} <= {
        "https://tales.example/",
        *[f"https://tales.example/{n}" for n in range(1, 5)],
        "https://yama.example/",
        "https://empty.example/",
    }


def test_html_loads_nothing_and_runs_only_its_own_script() -> None:
    page = Page(list_html(ALL))
    assert not [one for one in page.tags if one[0] in {"link", "img", "iframe", "object", "base", "b"}]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "src"]
    (script,) = page.texts["script"]
    (style,) = page.texts["style"]
    policy = next(one["content"] for tag, one in page.tags if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    for source in (script, style):
        assert base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() in policy


@given(titles)
def test_any_title_stays_text_in_html(title: str) -> None:
    page = Page(list_html(of_title(title)))
    assert "".join(page.texts["a"]) == title * 2
    assert len(page.texts["script"]) == 1


# --- filters -----------------------------------------------------------------------------------------------------

FILTERED: list[tuple[str, dict[int, list[int]]]] = [
    ("", {1: [1, 2, 3, 4], 2: [1], 3: []}),
    ("read", {1: [1], 2: [1]}),
    ("unread reading", {1: [2, 3, 4]}),
    ("UNREAD saved", {}),
    ("reading saved", {1: [2]}),
    ("missing", {1: [3, 4], 2: [1]}),
    ("gone", {1: [3]}),
    ("ongoing", {1: [1, 2, 3, 4]}),
    ("complete paused", {2: [1], 3: []}),
    ("tag:sea", {1: [1, 2, 3, 4]}),
    ("tag:none", {}),
    ("author:mori", {1: [1, 2, 3, 4]}),
    ("serial:2 serial:3", {2: [1], 3: []}),
    ("read>2026-03-01", {1: [2]}),
    ("read>=2026-03-01", {1: [1, 2], 2: [1]}),
    ("read<2026", {}),
    ("read=2026-03", {1: [1, 2], 2: [1]}),
    ("published<=2025", {1: [1]}),
    ("added<2026-02", {1: [1, 2, 3, 4]}),
    ("checked>2020", {1: [1, 2, 3, 4]}),
    ("read>=2026-03-01 read<2026-03-02 serial:1", {1: [1]}),
    ("-read", {1: [2, 3, 4]}),
    ("tag:sea unread or complete", {1: [3, 4], 2: [1]}),
    ("unread>2", {1: [1, 2, 3, 4]}),
    ("手紙", {2: [1]}),
]


@pytest.mark.parametrize(("words", "left"), FILTERED)
def test_filters(words: str, left: dict[int, list[int]]) -> None:
    listed = select(ALL, parse(words.split()))
    assert {one.serial.id: [each.episode.position for each in one.episodes] for one in listed.serials} == left


def test_nothing_is_exported_of_an_empty_shelf() -> None:
    nothing = ReadingList(())
    assert list_text(nothing) == ""
    assert list_markdown(nothing) == "# Reading list\n"
    assert json.loads(list_json(nothing))["serials"] == []
    assert list_csv(nothing).splitlines() == [",".join(COLUMNS)]
    assert list(parsed(list_opml(nothing)).iter("outline")) == []
    assert "<section" not in list_html(nothing)


def test_states_are_told_in_words_that_filters_know() -> None:
    assert set(State) == {"unread", "reading", "read"}
    assert (LETTER.episodes[0].episode.state, EMPTY.episodes) == (State.READ, ())

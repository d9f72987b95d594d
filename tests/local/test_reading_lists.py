"""OPML of ours and of other programs, and what hostile bytes come to."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning import clean_line
from reader.errors import ImportRefused
from reader.export import imports
from reader.export.imports import ImportedList
from reader.export.list_opml import list_opml
from reader.export.reading_list import ReadingList
from reader.local import opml
from reader.local.reading_lists import read_list
from reader.model import Source, SourceKind
from tests.export.reading_lists import reading_lists


def outlines(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}\n<opml version="2.0"><head><title>x</title></head><body>{body}</body></opml>'.encode()


def refusal(data: bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_list(data, "feeds.opml")
    assert str(caught.value).startswith("feeds.opml: ")
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


@settings(max_examples=50, deadline=None)
@given(reading_lists())
def test_our_opml_keeps_titles_addresses_feeds_and_tags(listed: ReadingList) -> None:
    back = read_list(list_opml(listed).encode()).listed
    assert [(one.serial.title, one.serial.url, one.serial.language) for one in back.serials] == [
        (one.serial.title, one.serial.url, one.serial.language) for one in listed.serials
    ]
    for one, other in zip(listed.serials, back.serials, strict=True):
        # OPML parts its categories by commas.
        assert set(other.serial.tags) == {clean_line(tag.replace(",", " ")) for tag in one.serial.tags}
    for one, other in zip(listed.serials, back.serials, strict=True):
        feeds = [Source(SourceKind.FEED, source.url) for source in one.sources if source.kind is SourceKind.FEED]
        assert list(other.sources) == feeds[:1]


FRESHRSS = """
<outline text="Web Fiction">
  <outline text="The Pier" type="rss" xmlUrl="https://pier.example/feed?a=1&amp;b=2" htmlUrl="https://pier.example/"
    description="" frss:priority="important" xmlns:frss="https://freshrss.org/opml"/>
  <outline text="Sea">
    <outline text="Only a feed" type="rss" xmlUrl="http://feed.example/rss"/>
  </outline>
</outline>
<outline text="Loose" title="Loose title" type="rss" xmlUrl="https://loose.example/rss" htmlUrl=""/>
"""


def test_folders_become_tags() -> None:
    back = read_list(outlines(FRESHRSS), "feeds.xml")
    told = [(one.serial.title, one.serial.url, one.serial.tags, one.sources) for one in back.listed.serials]
    assert told == [
        (
            "The Pier",
            "https://pier.example/",
            ("web fiction",),
            (Source(SourceKind.FEED, "https://pier.example/feed?a=1&b=2"),),
        ),
        (
            "Only a feed",
            "http://feed.example/rss",
            ("sea", "web fiction"),
            (Source(SourceKind.FEED, "http://feed.example/rss"),),
        ),
        ("Loose title", "https://loose.example/rss", (), (Source(SourceKind.FEED, "https://loose.example/rss"),)),
    ]
    assert (back.format, back.left_out) == ("opml", ())


def test_one_feed_in_two_folders_is_one_serial_with_two_tags() -> None:
    feed = '<outline text="A" xmlUrl="https://a.example/rss"/>'
    (one,) = read_list(outlines(f'<outline text="x">{feed}</outline><outline text="y">{feed}</outline>')).listed.serials
    assert one.serial.tags == ("x", "y")


def test_categories_are_tags_and_links_are_serials() -> None:
    body = '<outline type="link" text="A" url="https://a.example/" category="/Fiction/Sea,b" language="ja"/>'
    (one,) = read_list(outlines(body)).listed.serials
    assert (one.serial.url, one.serial.tags, one.serial.language) == (
        "https://a.example/",
        ("b", "fiction", "sea"),
        "ja",
    )
    assert one.sources == ()


def test_addresses_of_other_kinds_are_left_out() -> None:
    body = "".join(
        f'<outline text="x" xmlUrl="{url}"/>' for url in ("exec:rm", "file:///etc/passwd", "javascript:x", "//a")
    )
    back = read_list(outlines(body + '<outline text="nothing at all"/>'))
    assert back == ImportedList("opml", ReadingList(()), ("4 entries without a web address",))


@pytest.mark.parametrize(
    "body",
    [
        '<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2&copy=3"/>',
        '<outline text="A &amp; B" xmlUrl="https://a.example/?x=1&#38;y=2&amp;copy=3"/>',
        '<!-- <outline/> --><outline text="A &AMP; B" xmlUrl="https://a.example/?x=1&y=2&copy=3"/>',
    ],
)
def test_bare_ampersands_are_what_was_meant(body: str) -> None:
    (one,) = read_list(outlines(body)).listed.serials
    assert (one.serial.title, one.serial.url) == ("A & B", "https://a.example/?x=1&y=2&copy=3")


def test_names_of_letters_are_letters_and_never_markup() -> None:
    body = '<outline text="caf&eacute; &LT;b&GT; &nosuch;" xmlUrl="https://a.example/"/>'
    (one,) = read_list(outlines(body)).listed.serials
    assert one.serial.title == "café <b> &nosuch;"


@pytest.mark.parametrize("encoding", ["utf-16", "shift_jis", "utf-8-sig"])
def test_every_encoding_is_read(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><opml><body>'
    text = head + '<outline text="海霧の町のものがたり" xmlUrl="https://a.example/"/></body></opml>'
    (one,) = read_list(text.encode(encoding)).listed.serials
    assert one.serial.title == "海霧の町のものがたり"


BOMB = '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'
OUTSIDE = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB.encode(), "defines entities"),
        (OUTSIDE.encode(), "defines entities"),
        (OUTSIDE.encode("utf-16"), "defines entities"),
        (b"<opml><body>", "no well-formed OPML"),
        (b"<", "no well-formed OPML"),
        (b"<html><body/></html>", "markup, but no OPML"),
        (outlines("<outline text='x' text='y'/>"), r"\(line 2\)$"),
        (b"<opml>" + b" " * imports.BYTES_LIMIT, "more than 5 MB"),
        (b"not a list at all", "no web address"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(data: bytes, words: str) -> None:
    assert re.search(words, refusal(data))


def test_folders_go_as_deep_as_the_limit() -> None:
    def nested(depth: int) -> bytes:
        inner = '<outline text="A" xmlUrl="https://a.example/"/>'
        return outlines('<outline text="t">' * (depth - 1) + inner + "</outline>" * (depth - 1))

    assert len(read_list(nested(imports.DEPTH_LIMIT)).listed.serials) == 1
    assert "deeper than 20" in refusal(nested(imports.DEPTH_LIMIT + 1))
    refusal(nested(5000))


def test_entries_come_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml, "ITEMS_LIMIT", 5)
    entry = '<outline text="x"/>'
    assert read_list(outlines(entry * 5)).listed.serials == ()
    assert "more than 5 entries" in refusal(outlines(entry * 6))


SOUND = outlines(FRESHRSS)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(st.integers(0, len(SOUND)), st.binary(max_size=6), st.integers(0, 40)).map(
        lambda cut: SOUND[: cut[0]] + cut[1] + SOUND[cut[0] + cut[2] :]
    )
    | st.text('<>&;"=/ oplmbdytexUrl', max_size=60).map(lambda text: b"<" + text.encode())
)
def test_any_markup_is_a_list_or_refused(data: bytes) -> None:
    with contextlib.suppress(ImportRefused):
        assert all(one.serial.url.lower().startswith("http") for one in read_list(data, "x").listed.serials)

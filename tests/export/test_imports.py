"""Reading lists that come in as text: what was written is what is read, and nothing else is."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ImportRefused
from reader.export import imports, imports_csv, imports_json, imports_urls
from reader.export.imports_text import is_markup, read_text_list
from reader.export.list_csv import FORMULA, defused, list_csv, restored
from reader.export.list_json import list_json
from reader.export.reading_list import ReadingList
from reader.model import Kind, Progress, Source, SourceKind, State, Status

from .reading_lists import reading_lists

if TYPE_CHECKING:
    from reader.export.imports import ImportedList


def read(text: str, name: str = "list") -> ImportedList:
    return read_text_list(text.encode(), name)


def refusal(text: str | bytes, name: str = "list") -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_text_list(text.encode() if isinstance(text, str) else text, name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.hint
    return caught.value


def in_json(**changes: Any) -> str:
    episode = {"title": "One", "url": "https://t.example/1", **changes.pop("episode", {})}
    serial = {"title": "Tale", "url": "https://t.example/", "episodes": [episode], **changes.pop("serial", {})}
    return json.dumps({"format": "tsuzuki-reading-list", "version": 1, "serials": [serial], **changes})


# --- JSON --------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(reading_lists())
def test_our_json_comes_back_as_it_went(listed: ReadingList) -> None:
    back = read(list_json(listed))
    assert back.listed == listed
    assert (back.format, back.left_out) == ("json", ())
    assert list_json(back.listed) == list_json(listed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON at line 1"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no reading list"),
        ('{"format": "other"}', "no reading list"),
        ('{"format": "tsuzuki-reading-list", "version": 2}', "version 2"),
        (in_json(serials=3), "'serials' cannot be 3"),
        (in_json(serials=["x"]), r"'serials\[0\]'"),
        (in_json(serial={"status": "lost"}), r"serials\[0\]: 'status' cannot be \"lost\""),
        (in_json(serial={"tags": [1]}), "'tags'"),
        (in_json(serial={"added_at": "yesterday"}), "'added_at'"),
        (in_json(serial={"ordered_by_reader": 1}), "'ordered_by_reader'"),
        (in_json(episode={"title": ["a"]}), r"episodes\[0\]: 'title'"),
        (in_json(episode={"state": "skimmed"}), "'state'"),
        (in_json(episode={"characters": -1}), "'characters'"),
        (in_json(episode={"characters": True}), "'characters'"),
        (in_json(episode={"place": {"block": 10**12}}), "place: 'block'"),
        (in_json(episode={"place": {"fraction": 1.5}}), "'fraction'"),
        (in_json(episode={"place": {"fraction": True}}), "'fraction'"),
        (in_json(episode={"place": {"fraction": float("nan")}}), "no JSON"),
        (in_json(episode={"characters": 5}).replace("5}", "9" * 5000 + "}"), "no JSON"),
    ],
)
def test_what_none_of_our_lists_can_be_is_refused_with_its_place(text: str, words: str) -> None:
    assert re.search(words, str(refusal(text)))


def test_what_is_not_said_is_unknown() -> None:
    (one,) = read(in_json(episode={"title": "", "url": "https://t.example/1"})).listed.serials
    assert one.serial.status is Status.ONGOING
    assert one.episodes[0].episode.title == "1"
    assert one.episodes[0].progress == Progress()
    assert one.episodes[0].episode.kind is Kind.MAIN


@pytest.mark.parametrize(
    ("episode", "expected"),
    [
        ({"place": {"block": 1, "fraction": 0.5}}, (State.READING, 0.5, 0.5)),
        ({"furthest": {"block": 1, "fraction": 0.5}, "state": "read"}, (State.READ, 0.5, 0.5)),
        ({"place": {"fraction": 0.7}, "furthest": {"fraction": 0.2}, "state": "reading"}, (State.READING, 0.7, 0.7)),
    ],
)
def test_places_that_cannot_be_become_places_that_can(episode: dict[str, Any], expected: tuple[Any, ...]) -> None:
    (one,) = read(in_json(episode=episode)).listed.serials
    progress = one.episodes[0].progress
    assert (progress.state, progress.fraction, progress.furthest_fraction) == expected
    assert progress.furthest is not None


def test_times_without_a_zone_are_utc() -> None:
    (one,) = read(in_json(serial={"added_at": "2026-01-01T00:00:00"})).listed.serials
    assert one.serial.added_at is not None
    assert one.serial.added_at.isoformat() == "2026-01-01T00:00:00+00:00"


def test_addresses_are_of_the_web_or_left_out() -> None:
    episodes = [
        {"title": title, "url": url}
        for title, url in [("a", "javascript:x"), ("b", "https://t.example/1"), ("c", "http://www.t.example/1/")]
    ]
    sources = [{"kind": "feed", "url": "file:///etc/passwd"}, {"kind": "feed", "url": "https://t.example/feed"}]
    back = read(in_json(serial={"episodes": episodes, "sources": sources}))
    (one,) = back.listed.serials
    assert [each.episode.title for each in one.episodes] == ["b"]
    assert [source.url for source in one.sources] == ["https://t.example/feed"]
    assert back.left_out == ("1 episodes that are listed twice (taken once)", "1 episodes without a web address")
    back = read(in_json(serial={"url": "file:///home/x"}))
    assert back.listed == ReadingList(())
    assert back.left_out == ("1 serials without a web address",)


def test_controls_do_not_come_in() -> None:
    (one,) = read(in_json(serial={"title": "a\x1b]52;c;x\x07b\u202e", "uid": "../x"})).listed.serials
    assert one.serial.title == "a]52;c;xb"
    assert one.serial.uid == ""


def test_a_serial_that_comes_twice_is_one() -> None:
    twice = json.loads(in_json())
    more = json.loads(json.dumps(twice["serials"][0]))
    more["tags"], more["episodes"][0]["url"] = ["x"], "https://t.example/2"
    twice["serials"].append(more)
    (one,) = read(json.dumps(twice)).listed.serials
    assert [each.episode.url for each in one.episodes] == ["https://t.example/1", "https://t.example/2"]
    assert one.serial.tags == ("x",)
    assert one.serial.counts.episodes == 2


# --- limits ------------------------------------------------------------------------------------------------------


def test_no_more_serials_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ITEMS_LIMIT", 3)
    lines = [f"https://t.example/{number}" for number in range(4)]
    assert len(read("\n".join(lines[:3])).listed.serials) == 3
    assert "more than 3" in refusal("\n".join(lines)).message


def test_no_more_episodes_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports_json, "OWN_EPISODES_LIMIT", 1)
    read(in_json())
    episodes = [{"url": f"https://t.example/{number}"} for number in (1, 2)]
    assert "more than 1 episodes" in refusal(in_json(serial={"episodes": episodes})).message


def test_only_a_list_of_ours_may_be_large() -> None:
    line = b"https://t.example/1 \n"
    large = line * (imports.BYTES_LIMIT // len(line) + 1)
    assert "more than 5 MB" in refusal(large).message
    room = imports.BYTES_LIMIT - len(line)
    assert read_text_list(line + b" " * room).format == "urls"
    ours = in_json().encode() + b" " * imports.BYTES_LIMIT
    assert len(read_text_list(ours).listed.serials) == 1
    assert read_text_list(list_csv(ReadingList(())).encode() + (b"x" * 60_000 + b"\r\n") * 90).format == "csv"


def test_lists_without_end_are_refused_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports_urls, "ITEMS_LIMIT", 2)
    monkeypatch.setattr(imports_csv, "OWN_EPISODES_LIMIT", 3)
    assert "more than 2 addresses" in refusal("https://t.example/\n" * 3).message
    assert "more than 3 rows" in refusal("url,title\r\n" + "https://t.example/,x\r\n" * 3).message


# --- CSV ---------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(reading_lists(), st.booleans())
def test_our_csv_comes_back_as_far_as_it_goes(listed: ReadingList, raw: bool) -> None:
    # Raw cells cannot be told from defused ones where a title begins with an apostrophe.
    listed = ReadingList(
        tuple(
            replace(one, serial=replace(one.serial, title=one.serial.title.lstrip("'"))) if raw else one
            for one in listed.serials
        )
    )
    back = {one.serial.url: one for one in read(list_csv(listed, raw=raw), "x.csv").listed.serials}
    assert set(back) == {one.serial.url for one in listed.serials if one.episodes}
    for one in listed.serials:
        if not one.episodes or raw:
            continue
        other = back[one.serial.url]
        assert (other.serial.title, other.serial.author) == (one.serial.title, one.serial.author)
        assert (other.serial.status, other.serial.tags) == (one.serial.status, one.serial.tags)
        assert [
            (each.episode.title, each.episode.url, each.episode.number, each.episode.section, each.progress.state)
            for each in other.episodes
        ] == [
            (each.episode.title, each.episode.url, each.episode.number, each.episode.section, each.progress.state)
            for each in one.episodes
        ]
        times = [each.progress.read_at and each.progress.read_at.replace(microsecond=0) for each in one.episodes]
        assert [each.progress.read_at for each in other.episodes] == times


@given(st.text(max_size=8) | st.text("'=+-@\t＝a", max_size=6))
def test_a_defused_cell_comes_back_and_is_no_formula(cell: str) -> None:
    assert restored(defused(cell)) == cell
    assert not defused(cell).startswith(FORMULA)


SPREADSHEET = "Title;URL;Tags;State\r\nMori;https://t.example/;Slow Life, b;x\r\n\r\nNo address;;;\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_spreadsheets_own_ways_are_undone(encoding: str) -> None:
    back = read_text_list(SPREADSHEET.encode(encoding))
    (one,) = back.listed.serials
    assert (one.serial.title, one.serial.url, one.serial.tags) == ("Mori", "https://t.example/", ("b", "slow life"))
    assert back.left_out == ("1 serials without a web address",)


def test_a_japanese_spreadsheets_encoding_is_known() -> None:
    rows = [
        "serial,serial_url,title,url,state,read_at",
        "海霧の町,https://t.example/,第一話,https://t.example/1,read,2026/01/02 03:04",
    ]
    text = "\r\n".join(rows)
    (one,) = read_text_list(text.encode("cp932")).listed.serials
    assert (one.serial.title, one.episodes[0].episode.title) == ("海霧の町", "第一話")
    assert str(one.episodes[0].progress.read_at) == "2026-01-02 03:04:00+00:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\r\n1,2\r\n", "without a column of addresses"),
        ('serial_url,url\r\n"x', "line 2"),
        ("serial_url,url\r\n" + "x" * 200_000, "line 2"),
        ("serial_url,url\r\n" + "x" * 100_000, "row 2|too long"),
        ("serial_url,url,state\r\nhttps://t.example,https://t.example/1,gone", "row 2: 'gone' is no state"),
        ("serial_url,url,published\r\nhttps://t.example,https://t.example/1,spring", "row 2: 'spring' is no date"),
        ("serial_url,url,published\r\nhttps://t.example,https://t.example/1,0001-01-01T00:00+09:00", "no date"),
    ],
)
def test_rows_that_make_no_sense_are_refused_by_number(text: str, words: str) -> None:
    assert re.search(words, str(refusal(text, "list.csv")))


# --- newsboat ----------------------------------------------------------------------------------------------------

URLS = r"""
# my feeds
https://t.example/feed.xml "web novel" sea "~The \"Sea\"" "!"
https://u.example/rss

"query:Unread:unread = \"yes\""
"exec:~/bin/steal"
filter:cat:https://t.example/x
"""


def test_newsboats_list_comes_in_without_its_commands() -> None:
    back = read(URLS, "urls")
    first, second = back.listed.serials
    assert (first.serial.title, first.serial.url) == ('The "Sea"', "https://t.example/feed.xml")
    assert first.serial.tags == ("sea", "web novel")
    assert first.sources == (Source(SourceKind.FEED, "https://t.example/feed.xml"),)
    assert second.serial.title == "u.example/rss"
    assert back.left_out == ("3 lines that are commands of newsboat",)


@pytest.mark.parametrize("text", ["just words\nmore words", "file", "# nothing\n", "", " \n", b"\x81\xff\x00"])
def test_other_texts_are_no_lists(text: str | bytes) -> None:
    refusal(text)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    | st.text('{}[]",:\\ntrue0.5e', max_size=80).map(str.encode)
    | st.sampled_from([in_json().encode(), SPREADSHEET.encode(), URLS.encode()]).flatmap(
        lambda sound: st.tuples(st.integers(0, len(sound)), st.binary(max_size=4)).map(
            lambda cut: sound[: cut[0]] + cut[1] + sound[cut[0] + 2 :]
        )
    )
)
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    with contextlib.suppress(ImportRefused):
        back = read_text_list(data, "x")
        assert all(one.serial.url.lower().startswith("http") for one in back.listed.serials)


def test_markup_is_known_by_its_beginning() -> None:
    assert is_markup(b"\xef\xbb\xbf  <?xml")
    assert is_markup("<opml>".encode("utf-16"))
    assert not is_markup(b"{}")
    assert not is_markup(b"")

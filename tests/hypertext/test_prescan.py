"""Declarations as the HTML standard's prescan finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.hypertext.labels import ENCODINGS
from reader.hypertext.prescan import PRESCAN_BYTES, header_encoding, meta_encoding, xml_encoding


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"<meta charset=koi8-r>", "KOI8-R"),
        (b"<meta charset='koi8-r'>", "KOI8-R"),
        (b'<META\nCHARSET = "koi8-r" >', "KOI8-R"),
        (b"<meta/charset=koi8-r>", "KOI8-R"),
        (b"<meta charset=koi8-r", "KOI8-R"),
        (b"<meta a=b charset=koi8-r charset=big5>", "KOI8-R"),
        (b"<metacharset=koi8-r>", ""),
        (b"<meta charset>", ""),
        (b"<meta charset=>", ""),
        (b"<meta charset=nonsense>", ""),
        (b"<meta charset=utf-16>", "UTF-8"),
        (b'<meta charset=koi8-r">', ""),
        (b"<meta http-equiv=content-type content='a; charset=koi8-r'>", "KOI8-R"),
        (b"<meta http-equiv=content-type content='charset koi8-r charset = \"big5\"'>", "Big5"),
        (b"<meta http-equiv='content-type ' content='charset=koi8-r'>", ""),
        (b"<meta content='charset=koi8-r'>", ""),
        (b"<meta http-equiv=content-type content='charset='>", ""),
        (b"<meta http-equiv=content-type>", ""),
        (b"<!-- <meta charset=big5> --><meta charset=koi8-r>", "KOI8-R"),
        (b"<!--><meta charset=koi8-r>", "KOI8-R"),
        (b"<!-- <meta charset=koi8-r>", ""),
        (b"<!doctype html><?pi?></p><p title='<meta charset=big5>'><meta charset=koi8-r>", "KOI8-R"),
        (b"<? <meta charset=koi8-r>", ""),
        (b"<!x", ""),
        (b"<p a='unclosed><meta charset=koi8-r>", "KOI8-R"),
        (b"< meta charset=big5><1><meta charset=koi8-r>", "KOI8-R"),
        (b"x" * (PRESCAN_BYTES - 21) + b"<meta charset=koi8-r>", "KOI8-R"),
        (b"x" * PRESCAN_BYTES + b"<meta charset=koi8-r>", ""),
    ],
)
def test_meta(body: bytes, encoding: str) -> None:
    assert meta_encoding(body) == encoding


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"<?xml version='1.0' encoding='euc-jp'?>", "EUC-JP"),
        (b'\n<?xml version="1.0" encoding = "EUC-JP" standalone="yes"?>', "EUC-JP"),
        (b"<?xml version='1.0'?>", ""),
        (b"<?xml version='1.0'?><a encoding='euc-jp'>", ""),
        (b"x<?xml encoding='euc-jp'?>", ""),
        (b"<?xml encoding='utf-16'?>", "UTF-8"),
    ],
)
def test_xml(body: bytes, encoding: str) -> None:
    assert xml_encoding(body) == encoding


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("text/html; charset=UTF-8", "UTF-8"),
        ('text/html;charset="shift_jis"; x=y', "Shift_JIS"),
        ("text/html; CHARSET = 'euc-jp'", "EUC-JP"),
        ("text/html", ""),
        ("text/html; charset=", ""),
        ("", ""),
    ],
)
def test_header(header: str, encoding: str) -> None:
    assert header_encoding(header) == encoding


@given(
    st.lists(st.sampled_from([b"<", b"meta ", b"charset", b"=", b"utf-8", b"'", b'"', b">", b"/", b"!--", b"?", b" "]))
)
def test_any_markup_gives_an_encoding_or_none(pieces: list[bytes]) -> None:
    assert meta_encoding(b"".join(pieces)) in {"", *ENCODINGS}

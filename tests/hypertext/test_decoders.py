"""Each encoding as browsers read it: vendors' characters, unassigned bytes, and how far an error reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.hypertext.decoders import decode_as
from reader.hypertext.labels import ENCODINGS, encoding_of


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("Shift_JIS", "82a0", "あ"),
        ("Shift_JIS", "8160", "～"),
        ("Shift_JIS", "817c", "－"),
        ("Shift_JIS", "8740", "①"),
        ("Shift_JIS", "fa54", "￢"),
        ("Shift_JIS", "fbfc", "髙"),
        ("Shift_JIS", "f040", "\ue000"),
        ("Shift_JIS", "b1b2", "ｱｲ"),
        ("Shift_JIS", "5c7e", "\\~"),
        ("Shift_JIS", "a0fdff", "\ufffd\ufffd\ufffd"),
        ("Shift_JIS", "813c", "\ufffd<"),
        ("Shift_JIS", "81ad41", "\ufffdA"),
        ("Shift_JIS", "82", "\ufffd"),
        ("EUC-JP", "a4a2", "あ"),
        ("EUC-JP", "a1c1a1dda1c2", "～－∥"),
        ("EUC-JP", "ada1", "①"),
        ("EUC-JP", "fce2", "髙"),
        ("EUC-JP", "8eb1", "ｱ"),
        ("EUC-JP", "8fb0a1", "丂"),
        ("EUC-JP", "8fa2b7", "～"),
        ("EUC-JP", "a43c", "\ufffd<"),
        ("EUC-JP", "a9a141", "\ufffdA"),
        ("EUC-JP", "fefe41", "\ufffdA"),
        ("EUC-JP", "ff41", "\ufffdA"),
        ("ISO-2022-JP", "1b2442242224241b284241", "あいA"),
        ("ISO-2022-JP", "1b244024221b284a5c7e1b2842", "あ¥‾"),
        ("ISO-2022-JP", "1b2849312a1b284241", "ｱｪA"),
        ("ISO-2022-JP", "1b24422d211b2842", "①"),
        ("ISO-2022-JP", "1b24284430211b2842", "丂"),
        ("ISO-2022-JP", "1b244224220a411b2842", "あ\n\ufffd"),
        ("ISO-2022-JP", "1b7a41ff", "\ufffdzA\ufffd"),
        ("GBK", "b0a1", "啊"),
        ("GBK", "80", "€"),
        ("GBK", "a6d9", "\ufe10"),
        ("GBK", "a8bc", "ḿ"),
        ("gb18030", "8139ee39", "㐀"),
        ("gb18030", "90308130", "\U00010000"),
        ("gb18030", "813c", "\ufffd<"),
        ("gb18030", "ff41", "\ufffdA"),
        ("Big5", "a440", "一"),
        ("Big5", "c6e7", "ぁ"),
        ("Big5", "f9d6", "碁"),
        ("Big5", "813c", "\ufffd<"),
        ("EUC-KR", "b0a1", "가"),
        ("EUC-KR", "8141", "갂"),
        ("EUC-KR", "813c", "\ufffd<"),
        ("windows-1252", "8081929f", "€\x81’Ÿ"),
        ("windows-1253", "aaff", "\ufffd\ufffd"),
        ("windows-1255", "cad9", "\u05ba\ufffd"),
        ("windows-874", "80a1dbfc", "€ก\ufffd\ufffd"),
        ("KOI8-U", "aebe", "ўЎ"),
        ("x-mac-cyrillic", "a2b6ff", "Ґґ€"),
        ("ISO-8859-2", "859f", "\x85\x9f"),
        ("ISO-8859-8-I", "e0", "א"),
        ("macintosh", "d5", "’"),
        ("UTF-8", "e38182ffe381", "あ\ufffd\ufffd"),
        ("UTF-16LE", "4230d8d8", "あ\ufffd"),
        ("UTF-32BE", "00003042", "あ"),
        ("Johab", "8861", "가"),
    ],
)
def test_bytes_and_their_text(encoding: str, body: str, text: str) -> None:
    assert decode_as(encoding, bytes.fromhex(body)) == text


@given(st.binary(max_size=60), st.sampled_from(ENCODINGS))
def test_any_bytes_decode(body: bytes, encoding: str) -> None:
    assert isinstance(decode_as(encoding, body), str)


@given(st.binary(max_size=40))
def test_no_error_swallows_markup(body: bytes) -> None:
    for encoding in ("Shift_JIS", "EUC-JP", "GBK", "Big5", "EUC-KR", "UTF-8", "windows-1252"):
        assert decode_as(encoding, body + b"<p>").endswith("<p>")


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf8", "UTF-8"),
        (" UTF_8 ", "UTF-8"),
        ("Shift JIS", "Shift_JIS"),
        ("x-sjis", "Shift_JIS"),
        ("Windows-31J", "Shift_JIS"),
        ("ISO-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("iso_8859-9:1989", "windows-1254"),
        ("ISO-8859-11", "windows-874"),
        ("gb2312", "GBK"),
        ("KS_C_5601-1987", "EUC-KR"),
        ("big5-hkscs", "Big5"),
        ("eucJP-ms", "EUC-JP"),
        ('utf-8"', ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_labels(label: str, encoding: str) -> None:
    assert encoding_of(label) == encoding


def test_every_encoding_answers_to_its_own_name() -> None:
    assert {name: encoding_of(name) for name in ENCODINGS} == {name: name for name in ENCODINGS}

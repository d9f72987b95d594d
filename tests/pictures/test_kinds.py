"""What a picture is, by its own bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pictures.kinds import GIF, JPEG, PNG, WEBP, Kind, kind_of
from tests.pictures.samples import picture

MADE = {
    "png": (picture(), PNG),
    "jpeg": (picture(kind="JPEG"), JPEG),
    "progressive jpeg": (picture(kind="JPEG", progressive=True), JPEG),
    "gif": (picture(kind="GIF", mode="P"), GIF),
    "webp": (picture(kind="WEBP"), WEBP),
    "lossless webp": (picture(kind="WEBP", lossless=True), WEBP),
    "webp with transparency": (picture(kind="WEBP", mode="RGBA", exif=b"Exif\0\0MM\0*"), WEBP),
}


@pytest.mark.parametrize("name", MADE)
def test_type_and_size_are_read_from_the_header(name: str) -> None:
    data, media_type = MADE[name]
    assert kind_of(data) == Kind(media_type, 64, 32)


@pytest.mark.parametrize("name", MADE)
def test_a_header_that_breaks_off_is_no_picture_or_the_same_one(name: str) -> None:
    data, media_type = MADE[name]
    for length in range(0, 40, 3):
        assert kind_of(data[:length]) in {None, Kind(media_type, 64, 32)}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>not found</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xd9",
        b"GIF89a\0\0\1\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\1",
        b"RIFF\0\0\0\0WEBPVP8Q" + bytes(20),
        b"\xff\xd8\xff\xff" + b"\xff" * 20,
    ],
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert kind_of(data) is None


@given(st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"RIFF0000WEBPVP8X"]), st.binary(max_size=64))
def test_any_bytes_have_an_answer(start: bytes, rest: bytes) -> None:
    kind = kind_of(start + rest)
    assert kind is None or (kind.width > 0 and kind.height > 0)

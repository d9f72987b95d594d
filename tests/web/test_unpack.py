"""Unpacked as far as it goes, and never further than the limit."""

from __future__ import annotations

import gzip
import itertools
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FetchError, TooLarge
from reader.web.unpack import Unpacker, gunzip, size

if TYPE_CHECKING:
    from collections.abc import Callable


def pieces(body: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(body), *(cut % (len(body) + 1) for cut in cuts)})
    return [body[start:end] for start, end in itertools.pairwise(places)]


PACK: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}


@given(
    st.binary(max_size=2000), st.lists(st.sampled_from(sorted(PACK)), max_size=5), st.lists(st.integers(0), max_size=8)
)
def test_what_was_packed_comes_out_however_it_is_cut(body: bytes, layers: list[str], cuts: list[int]) -> None:
    packed = body
    for layer in layers:
        packed = PACK[layer](packed)
    unpacker = Unpacker(", ".join(layers), 10_000)
    for piece in pieces(packed, cuts):
        unpacker.feed(piece)
    assert unpacker.finish() == body
    assert unpacker.is_whole


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_any_bytes_come_out_somehow_or_are_refused(body: bytes, encodings: str) -> None:
    unpacker = Unpacker(encodings, 1000)
    try:
        unpacker.feed(body)
        assert len(unpacker.finish()) <= 1000
    except TooLarge:
        pass


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
@pytest.mark.parametrize(("length", "fits"), [(1023, True), (1024, True), (1025, False)])
def test_the_limit(encoding: str, length: int, *, fits: bool) -> None:
    body = (b"some text " * 200)[:length]
    unpacker = Unpacker(encoding, 1024)
    if fits:
        unpacker.feed(PACK[encoding](body))
        assert unpacker.finish() == body
    else:
        with pytest.raises(TooLarge, match="larger than 1 KB"):
            unpacker.feed(PACK[encoding](body))


def test_a_layer_in_between_counts_too() -> None:
    """A megabyte that unpacks to nothing (empty members of gzip) must not be worked through without end."""
    empty = gzip.compress(b"") * 5000
    unpacker = Unpacker("gzip, gzip", 50_000)
    with pytest.raises(TooLarge):
        unpacker.feed(gzip.compress(empty))


@pytest.mark.parametrize(("layers", "fits"), [(4, True), (5, True), (6, False)])
def test_the_limit_of_layers(layers: int, *, fits: bool) -> None:
    if fits:
        Unpacker(",".join(["gzip"] * layers), 10)
    else:
        with pytest.raises(TooLarge, match="6 times"):
            Unpacker(",".join(["gzip"] * layers), 10)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, br", "x\x1b[31m"])
def test_what_nobody_asked_for(encoding: str) -> None:
    with pytest.raises(FetchError, match="not asked for"):
        Unpacker(encoding, 10)


def test_what_breaks_off_or_breaks_is_not_whole() -> None:
    whole = gzip.compress(b"text" * 99)
    for packed in (whole[:-9], whole[:-12] + b"\xff" * 40):
        unpacker = Unpacker("gzip", 1000)
        unpacker.feed(packed)
        assert unpacker.finish().startswith(b"text" * 20)
        assert not unpacker.is_whole


def test_an_empty_body_and_a_single_byte_are_whole() -> None:
    for body in (b"", b"x"):
        unpacker = Unpacker("gzip", 10)
        unpacker.feed(body)
        assert unpacker.finish() == body
        assert unpacker.is_whole


def test_gunzip() -> None:
    assert gunzip(b"plain", 3) == b"plain"
    assert gunzip(gzip.compress(b"packed"), 100) == b"packed"
    with pytest.raises(TooLarge):
        gunzip(gzip.compress(b"x" * 100_000), 200)


def test_sizes_for_a_reader() -> None:
    assert [size(number) for number in (20 << 20, 64 << 10, 1000)] == ["20 MB", "64 KB", "1000 bytes"]

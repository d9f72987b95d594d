"""Pictures made small: fitted, centred, upright; bombs and rubbish refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from reader.errors import ParseError, TooComplex
from reader.pictures.halves import halve
from reader.worker import Worker
from tests.pictures.samples import BLUE, RED, picture

PAPER = "#101010"


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_fills_its_box(kind: str) -> None:
    halves = halve(picture(kind=kind), 16, 4, PAPER)
    assert (halves.columns, halves.rows, len(halves.pixels)) == (16, 4, 16 * 8 * 3)
    assert near(halves.pixel(8, 0), RED)
    assert near(halves.pixel(8, 7), BLUE)


def test_it_keeps_its_shape_and_stands_in_the_middle() -> None:
    halves = halve(picture((40, 40)), 20, 4, PAPER)
    assert halves.pixel(0, 4) == (16, 16, 16) == halves.pixel(19, 4)
    assert near(halves.pixel(10, 0), RED)


def test_what_is_transparent_shows_the_paper() -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    out = BytesIO()
    image.save(out, "PNG")
    assert halve(out.getvalue(), 4, 2, PAPER).pixel(1, 1) == (16, 16, 16)


def test_a_photograph_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # its top is at the right
    halves = halve(picture((40, 80), "JPEG", exif=exif), 8, 2, PAPER)
    assert near(halves.pixel(7, 1), RED)
    assert near(halves.pixel(0, 1), BLUE)


def bomb(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (bomb(60000, 60000), TooComplex),
        (bomb(200, 200), ParseError),
        (b"no picture", ParseError),
        (picture()[:70], ParseError),
        (picture(kind="JPEG")[:300], ParseError),
    ],
)
def test_what_cannot_or_may_not_be_decoded_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        halve(data, 10, 5, PAPER)


async def test_the_workers_process_does_it() -> None:
    async with Worker(1) as worker:
        halves = await worker.run("picture", picture(), 8, 2, PAPER)
    assert halves == halve(picture(), 8, 2, PAPER)

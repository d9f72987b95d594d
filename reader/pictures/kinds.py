"""What a picture is, by its own bytes: its media type and its size, without decoding it.

Owns the choice of formats: those that browsers and reading systems show and that hold no script.  What a server called
a picture does not count.  Sources: PNG 3rd edition (signature, IHDR), GIF89a (logical screen), JPEG (ITU T.81 B.1),
WebP (RFC 9649, sections 2.5 to 2.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"

_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length behind them."""
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers before the picture's size."""

_Size = tuple[int, int]
_NO_SIZE: Final = (0, 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """A picture's media type, and its width and height in pixels, both more than none."""

    media_type: str
    width: int
    height: int


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are, or ``None`` where they are no picture that we show."""
    for media_type, size_of in _SIZES.items():
        width, height = size_of(data)
        if width and height:
            return Kind(media_type, width, height)
    return None


def _png(data: bytes) -> _Size:
    if not data.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") or len(data) < 24:  # noqa: PLR2004 - up to the height
        return _NO_SIZE
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _gif(data: bytes) -> _Size:
    if not data.startswith((b"GIF87a", b"GIF89a")) or len(data) < 10:  # noqa: PLR2004 - up to the height
        return _NO_SIZE
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg(data: bytes) -> _Size:
    """The size in the first frame that the segments lead to."""
    if not data.startswith(b"\xff\xd8\xff"):
        return _NO_SIZE
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = data[place + 1]
        if marker in _JPEG_FRAMES:
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        if marker == 0xFF:  # noqa: PLR2004 - fill
            place += 1
        else:
            place += 2 if marker in _JPEG_ALONE else 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
    return _NO_SIZE


def _webp(data: bytes) -> _Size:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:  # noqa: PLR2004 - of the longest header
        return _NO_SIZE
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    if chunk == b"VP8L" and data[20] == 0x2F:  # noqa: PLR2004 - its signature
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return _NO_SIZE


_SIZES: Final[dict[str, Callable[[bytes], _Size]]] = {JPEG: _jpeg, PNG: _png, GIF: _gif, WEBP: _webp}

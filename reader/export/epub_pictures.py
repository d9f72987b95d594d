"""Pictures of a book: what they are, by their own bytes, and what each is called.

Owns the choice of formats: those that every reading system shows and that hold no script.  What a server called a
picture does not count.  Sources: PNG 3rd edition (signature, IHDR), GIF89a (logical screen), JPEG (ITU T.81 B.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length behind them."""
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers before the picture's size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the book holds it; ``name`` is its path below the book's folder."""

    name: str
    media_type: str
    data: bytes


def pictures(found: Mapping[str, bytes]) -> dict[str, Picture]:
    """Those that can be shown, by address; equal bytes have one name."""
    out = {}
    for address, data in found.items():
        for media_type, ending, is_one in _KINDS:
            if is_one(data):
                name = f"images/{blake2b(data, digest_size=16).hexdigest()}.{ending}"
                out[address] = Picture(name, media_type, data)
    return out


def _is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and _has_size(data[16:20], data[20:24])


def _is_gif(data: bytes) -> bool:
    return data.startswith((b"GIF87a", b"GIF89a")) and _has_size(data[6:8], data[8:10])


def _is_jpeg(data: bytes) -> bool:
    """Whether the segments lead to a frame with a size."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = data[place + 1]
        if marker in _JPEG_FRAMES:
            return _has_size(data[place + 5 : place + 7], data[place + 7 : place + 9])
        if marker == 0xFF:  # noqa: PLR2004 - fill
            place += 1
        else:
            place += 2 if marker in _JPEG_ALONE else 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
    return False


def _has_size(width: bytes, height: bytes) -> bool:
    return any(width) and any(height)


_KINDS: Final[tuple[tuple[str, str, Callable[[bytes], bool]], ...]] = (
    ("image/jpeg", "jpg", _is_jpeg),
    ("image/png", "png", _is_png),
    ("image/gif", "gif", _is_gif),
)

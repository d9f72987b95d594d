"""Pictures of a book: which of them it may hold, and what each is called.

Owns the choice of formats: those that every reading system shows (EPUB 3.3, section 3.2, core media types, without
WebP, which older ones lack).  What the bytes are is :mod:`reader.pictures.kinds`' to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from reader.pictures.kinds import GIF, JPEG, PNG, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDINGS: Final = {JPEG: "jpg", PNG: "png", GIF: "gif"}


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
        kind = kind_of(data)
        if kind is not None and kind.media_type in _ENDINGS:
            name = f"images/{blake2b(data, digest_size=16).hexdigest()}.{_ENDINGS[kind.media_type]}"
            out[address] = Picture(name, kind.media_type, data)
    return out

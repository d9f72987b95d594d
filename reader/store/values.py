"""Values as columns and back: times, places, texts.

Owns the spellings of the columns; refuses what does not come back as it was written (``ValueError``).
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.model import Locator

if TYPE_CHECKING:
    from collections.abc import Sequence


def time_to_text(time: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that texts sort as times do; a time without zone counts as UTC."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    try:
        time = time.astimezone(UTC)
    except OverflowError:  # the first or last hours of the calendar
        time = time.replace(tzinfo=UTC)
    return time.isoformat(timespec="microseconds")


def time_or_none(time: datetime | None) -> str | None:
    """As :func:`time_to_text`; ``None`` stays."""
    return None if time is None else time_to_text(time)


def time_from(text: str | None) -> datetime | None:
    """The time, in UTC."""
    return None if text is None else datetime.fromisoformat(text)


def locator_to_list(locator: Locator | None) -> list[Any] | None:
    """``[block, offset, before, after]``, the form in which a place stands in the log."""
    return None if locator is None else [locator.block, locator.offset, locator.before, locator.after]


def locator_from_list(value: list[Any] | None) -> Locator | None:
    """The place of :func:`locator_to_list`."""
    if value is None:
        return None
    block, offset, before, after = value
    return Locator(int(block), int(offset), str(before), str(after))


def locator_to_text(locator: Locator | None) -> str | None:
    """A place as one column."""
    return None if locator is None else to_json(locator_to_list(locator))


def locator_from(text: str | None) -> Locator | None:
    """The place of :func:`locator_to_text`."""
    return None if text is None else locator_from_list(json.loads(text))


def to_json(value: object) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pack(value: bytes) -> bytes:
    """Compressed; level 1 halves a text and costs next to nothing to read."""
    return zlib.compress(value, 1)


def pack_pieces(pieces: Sequence[bytes]) -> tuple[bytes, list[tuple[int, int]]]:
    """As :func:`pack` of the pieces joined, and where in it each piece begins and how many bytes it takes."""
    packer = zlib.compressobj(1)
    out, stretches, at = [], [], 0
    for piece in pieces:
        packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
        out.append(packed)
        stretches.append((at, len(packed)))
        at += len(packed)
    out.append(packer.flush())
    return b"".join(out), stretches


def unpack(blob: bytes) -> bytes:
    """The bytes of :func:`pack`.  Raises ``zlib.error``."""
    return zlib.decompress(blob)


def unpack_piece(blob: bytes, at: int, size: int) -> bytes:
    """One piece, but the first, of :func:`pack_pieces`.  Raises ``zlib.error``."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(blob[at : at + size])


def digest(value: bytes) -> bytes:
    """16 bytes under which equal contents are found."""
    from hashlib import blake2b  # noqa: PLC0415 - it brings all of OpenSSL, and only what saves texts needs it

    return blake2b(value, digest_size=16).digest()

"""Content encodings, unpacked piece by piece and never beyond a bound.

Owns gzip and deflate, alone or stacked.  Refuses everything else: we ask for nothing else, and a few hundred bytes
of Brotli can be half a gigabyte.  Sources: RFC 9110 section 8.4.1, RFC 1952, RFC 1950, RFC 1951.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from reader.errors import FetchError, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 256 * 1024
_PACKED = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
# Words that servers put there and that say nothing about packing.
_PLAIN = frozenset({"", "identity", "none", "binary", "utf-8", "8bit"})
_GZIP_MAGIC = b"\x1f\x8b"


class Unpacker:
    """Takes the pieces of a body as they come; ``encodings`` is the header's value.

    Raises :class:`FetchError` for an encoding that nobody asked for, :class:`TooLarge` as soon as more than ``limit``
    bytes have come out of any layer.
    """

    def __init__(self, encodings: str, limit: int, *, layers: int = 5) -> None:
        names = [name for name in (one.strip().lower() for one in encodings.split(",")) if name not in _PLAIN]
        for name in names:
            if name not in _PACKED:
                raise FetchError(f"packed as '{name[:20]}', which was not asked for", hint="Open it in a browser.")
        if len(names) > layers:
            raise TooLarge(f"packed {len(names)} times over", hint="Open it in a browser.")
        self._limit = limit
        self._layers = [_Layer(_PACKED[name]) for name in reversed(names)]
        self._passed = [0] * (len(names) + 1)
        self._body = bytearray()

    def feed(self, piece: bytes) -> None:
        """The next piece of the body as it came."""
        self._pass_on(0, piece)

    def finish(self) -> bytes:
        """The whole body, or as much as could be unpacked."""
        for depth, layer in enumerate(self._layers):
            for piece in layer.rest():
                self._pass_on(depth + 1, piece)
        return bytes(self._body)

    @property
    def is_whole(self) -> bool:
        """Every layer has come to its end; asked after :meth:`finish`."""
        return all(layer.is_whole for layer in self._layers)

    @property
    def start(self) -> bytes:
        """As much of the body as fits the limit."""
        return bytes(self._body[: self._limit])

    def _pass_on(self, depth: int, piece: bytes) -> None:
        self._passed[depth] += len(piece)
        if depth == len(self._layers):
            self._body += piece
        if self._passed[depth] > self._limit:
            raise TooLarge(f"larger than {size(self._limit)}", hint="Open it in a browser.")
        if depth < len(self._layers):
            for unpacked in self._layers[depth].pieces(piece):
                self._pass_on(depth + 1, unpacked)


class _Layer:
    """One encoding.  What says gzip and is none passes as it is; what breaks in the middle ends there."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._plain = False
        self._broken = False

    @property
    def is_whole(self) -> bool:
        return self._plain or (not self._broken and self._inflater is not None and self._inflater.eof)

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        if self._inflater is None and not self._plain:
            self._head += packed
            if len(self._head) < len(_GZIP_MAGIC):
                return
            packed, self._head = self._head, b""
            self._begin(packed)
        if self._plain:
            yield packed
        elif not self._broken:
            yield from self._inflate(packed)

    def rest(self) -> Iterator[bytes]:
        if self._head:
            self._plain = True
            yield self._head
        elif self._inflater is None:
            self._plain = True  # An empty body is whole, whatever its header says.

    def _begin(self, packed: bytes) -> None:
        is_gzip = packed.startswith(_GZIP_MAGIC)
        has_zlib_header = packed[0] & 0x0F == zlib.DEFLATED and int.from_bytes(packed[:2]) % 31 == 0
        if is_gzip:
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif self._kind == "gzip":
            self._plain = True
        else:
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS)

    def _inflate(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            assert self._inflater is not None  # noqa: S101 - begun before
            if self._inflater.eof:
                if not packed.startswith(_GZIP_MAGIC):
                    return  # Padding behind the end.
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                unpacked = self._inflater.decompress(packed, _STEP)
            except zlib.error:
                self._broken = True
                return
            packed = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            if unpacked:
                yield unpacked


def size(limit: int) -> str:
    """A number of bytes for a reader."""
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if limit >= unit and limit % unit == 0:
            return f"{limit // unit} {name}"
    return f"{limit} bytes"


def gunzip(body: bytes, limit: int) -> bytes:
    """A file that is itself gzip (``sitemap.xml.gz``), unpacked; anything else as it is.  Raises :class:`TooLarge`."""
    if not body.startswith(_GZIP_MAGIC):
        return body
    unpacker = Unpacker("gzip", limit)
    unpacker.feed(body)
    return unpacker.finish()

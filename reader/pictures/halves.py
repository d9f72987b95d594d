"""A picture made small enough for cells: two pixels a cell, one over the other.

Owns decoding, by Pillow, and its bounds: formats are named, a picture of too many pixels is refused by its header, and
a JPEG is decoded at the size that is wanted.  Runs in the worker's process, where time and memory are limited too.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from reader.errors import ParseError, TooComplex
from reader.pictures.kinds import kind_of

MOST_PIXELS: Final = 40_000_000
"""Of a picture as it comes; decoded, that is 160 MB."""

_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
_HINT: Final = "Open it in a browser."


@dataclass(frozen=True, slots=True)
class Halves:
    """``columns`` by ``2 * rows`` pixels, three bytes (red, green, blue) each, row by row from the top."""

    columns: int
    rows: int
    pixels: bytes

    def pixel(self, column: int, half: int) -> tuple[int, int, int]:
        """The colour of one half of a cell; ``half`` counts from the top."""
        at = 3 * (half * self.columns + column)
        red, green, blue = self.pixels[at : at + 3]
        return red, green, blue


def halve(data: bytes, columns: int, rows: int, paper: str) -> Halves:
    """The picture in a box of cells, as large as fits, in its middle, on ``paper`` (``#rrggbb``).

    Raises :class:`ParseError` for what is no picture, :class:`TooComplex` for one of too many pixels.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - an extra; the worker's other jobs do without

    kind = kind_of(data)
    if kind is None:
        raise ParseError("is no picture that can be shown", hint=_HINT)
    if kind.width * kind.height > MOST_PIXELS:
        raise TooComplex(f"the picture has {kind.width} times {kind.height} pixels", hint=_HINT)
    box = (columns, 2 * rows)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                opened.draft("RGB", (2 * box[0], 2 * box[1]))
                turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as error:
        raise ParseError(f"the picture cannot be decoded: {error}"[:200], hint=_HINT) from error
    small = ImageOps.contain(turned, box, Image.Resampling.LANCZOS)
    whole = Image.new("RGBA", box, paper)
    whole.alpha_composite(small, ((box[0] - small.width) // 2, (box[1] - small.height) // 2))
    return Halves(columns, rows, whole.convert("RGB").tobytes())

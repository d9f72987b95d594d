"""Pictures of our own, in every format that is shown."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

RED, BLUE = (200, 30, 40), (20, 60, 180)


def picture(size: tuple[int, int] = (64, 32), kind: str = "PNG", mode: str = "RGB", **more: Any) -> bytes:
    """Its upper half red, its lower half blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **more)
    return out.getvalue()

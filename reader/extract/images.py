"""Images: where the picture really lies, what stands in for it, and which images are no pictures at all.

Owns lazy loading's attributes, gaiji (characters that a page draws because its encoding lacks them), and the
ornaments that nobody sees (tracking pixels, spacers, smileys of share buttons).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

LAZY: Final = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-original-src",
    "data-lazy",
    "data-actualsrc",
    "data-hi-res-src",
    "data-echo",
    "data-url",
    "data-image",
    "data-full-src",
    "data-orig-file",
)
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER: Final = re.compile(
    r"(?i)^data:|(?:^|/)(?:blank|spacer|transparent|placeholder|pixel|lazy|loading|grey|gray|"
    r"dummy|1x1|clear)[\w-]*\.(?:gif|png|svg|jpe?g)"
)
_PIXEL: Final = re.compile(
    r"(?i)(?:^|/)(?:spacer|blank|pixel|clear|1x1|transparent|dot_clear|shim)[\w-]*\.(?:gif|png)|"
    r"/(?:stat|count|track|beacon)[\w/]*\.(?:gif|php|cgi)"
)
_GAIJI: Final = re.compile(r"(?i)(?:^|[\s/_-])gaiji(?:$|[\s/_-])")


def source_of(element: _Element) -> str:
    """The picture's address as the page writes it, lazy attributes before a placeholder; ``""`` where there is none."""
    source = element.get("src", "").strip()
    if source and not _PLACEHOLDER.search(source):
        lazy = element.get("data-src") or element.get("data-lazy-src") or element.get("data-original")
        return lazy.strip() if lazy and "lazy" in element.get("class", "") else source
    for name in LAZY:
        value = element.get(name, "").strip()
        if value and not value.startswith(("data:", "{", "[")):
            return value
    for name in _SETS:
        candidates = [part.split() for part in element.get(name, "").split(", ") if part.strip()]
        if candidates:
            return max(candidates, key=_weight)[0].rstrip(",")
    return "" if source.startswith("data:") else source


def _weight(candidate: list[str]) -> float:
    try:
        return float(candidate[1][:-1]) if len(candidate) > 1 else 1.0
    except ValueError:
        return 0.0


def alternative_text(element: _Element) -> str:
    """``alt``, else ``title``."""
    return element.get("alt", "") or element.get("title", "")


def size_of(element: _Element) -> tuple[int, int]:
    """Width and height in pixels as the page states them, 0 for unstated."""
    return _pixels(element.get("width", "")), _pixels(element.get("height", ""))


def _pixels(value: str) -> int:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value)
    return int(found[1]) if found else 0


def is_gaiji(element: _Element) -> bool:
    """Whether the image is drawn in place of a character."""
    if _GAIJI.search(element.get("class", "")) or _GAIJI.search(element.get("src", "")):
        return True
    return element.get("alt", "").startswith("※［＃")


def is_ornament(source: str, alt: str, width: int, height: int) -> bool:
    """Whether the image shows nothing: a tracking pixel or a spacer."""
    if 0 < width <= 2 or 0 < height <= 1:  # noqa: PLR2004 - pixels
        return True
    return bool(_PIXEL.search(source)) and not alt.strip()

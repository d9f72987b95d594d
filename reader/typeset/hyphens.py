"""Where a word may be parted with a hyphen, by the optional package ``pyphen``.

Owns the limits (no fewer than two letters before a hyphen and three after); the patterns are those of TeX and
LibreOffice.  Without the package no word is parted.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEFT: Final = 2
RIGHT: Final = 3


@lru_cache(maxsize=16)
def hyphenator(language: str) -> Callable[[str], Sequence[int]] | None:
    """A function from a word to the offsets where it may be parted; ``None`` without package or patterns."""
    try:
        pyphen = import_module("pyphen")
    except ImportError:
        return None
    known = pyphen.language_fallback((language or "en").replace("-", "_"))
    if known is None:
        return None
    patterns = pyphen.Pyphen(lang=known, left=LEFT, right=RIGHT)

    @lru_cache(maxsize=4096)
    def offsets(word: str) -> tuple[int, ...]:
        return tuple(int(offset) for offset in patterns.positions(word))

    return offsets

"""The pictures of the open episode, as cells: decoded in the worker when they are first seen.

Owns which pictures can be shown at all (those that the library has, where Pillow is installed), what is decoded, and
the half-cell rendering: ``▀`` with its own colour over another, two pixels a cell.  Where ambiguous characters are
wide, ``▀`` is too, so there a cell is a space on one colour.  Refuses to decode: nothing untrusted is opened in this
process.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from reader.errors import TsuzukiError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from reader.library.shelf import Library
    from reader.pictures.halves import Halves
    from reader.tui.strips import Brush
    from reader.typeset.runs import Figure

KEPT: Final = 32
"""Pictures kept in cells, each in one size."""

UPPER_HALF: Final = "▀"

Rows = list[list[Segment]]
_Key = tuple[str, int, int, str]


def can_decode() -> bool:
    """Whether Pillow is there; it is not imported."""
    return find_spec("PIL") is not None


class Album:
    """Pictures by address.  ``start`` runs a coroutine beside the screen; ``changed`` is told when one is there."""

    def __init__(
        self,
        library: Library,
        start: Callable[[Coroutine[None, None, None]], object],
        changed: Callable[[], None],
    ) -> None:
        self._library = library
        self._start = start
        self._changed = changed
        self._episode = 0
        self._sizes: dict[str, tuple[int, int]] = {}
        self._rows: dict[_Key, Rows] = {}
        self._coming: set[_Key] = set()
        self._broken: set[str] = set()

    def open(self, episode_id: int) -> None:
        """From now on those of this episode.  Raises :class:`~reader.errors.StorageError`."""
        if episode_id != self._episode:
            self._episode = episode_id
            self.look_again()

    def look_again(self) -> None:
        """The library may have more of them now.  Raises :class:`~reader.errors.StorageError`."""
        known = self._library.store.images.sizes(self._episode) if can_decode() else {}
        self._sizes = {address: size for address, size in known.items() if address not in self._broken}

    @property
    def sizes(self) -> Mapping[str, tuple[int, int]]:
        """Width and height in pixels of those that can be shown; the same value as long as they are the same."""
        return self._sizes

    def rows(self, brush: Brush, figure: Figure) -> Sequence[Sequence[Segment]] | None:
        """The rows of cells of a picture, or ``None`` while it is being decoded."""
        key = (figure.source, figure.columns, figure.rows, brush.look.palette.paper)
        if key in self._rows:
            return self._rows[key]
        if key not in self._coming and figure.source in self._sizes:
            self._coming.add(key)
            self._start(self._decode(key, brush))
        return None

    async def _decode(self, key: _Key, brush: Brush) -> None:
        address, columns, rows, paper = key
        try:
            body = await asyncio.to_thread(self._library.store.images.body, self._episode, address)
            halves: Halves = await self._library.worker.run("picture", body or b"", columns, rows, paper)
        except TsuzukiError:  # it is told by its words
            self._broken.add(address)
            self.look_again()
        else:
            while len(self._rows) >= KEPT:
                del self._rows[next(iter(self._rows))]
            self._rows[key] = painted(halves, wide=brush.policy.ambiguous > 1)
        self._coming.discard(key)
        self._changed()


def painted(halves: Halves, *, wide: bool) -> Rows:
    """The cells of a picture, neighbours of the same colours in one segment."""
    return [
        [
            Segment(shape * len(list(cells)), style)
            for (shape, style), cells in groupby(_cell(halves, at, row, wide=wide) for at in range(halves.columns))
        ]
        for row in range(halves.rows)
    ]


def _cell(halves: Halves, column: int, row: int, *, wide: bool) -> tuple[str, Style]:
    upper, lower = halves.pixel(column, 2 * row), halves.pixel(column, 2 * row + 1)
    if wide:
        red, green, blue = ((one + other) // 2 for one, other in zip(upper, lower, strict=True))
        return " ", Style(bgcolor=f"#{red:02x}{green:02x}{blue:02x}")
    if upper == lower:
        return " ", Style(bgcolor="#{:02x}{:02x}{:02x}".format(*upper))
    return UPPER_HALF, Style(color="#{:02x}{:02x}{:02x}".format(*upper), bgcolor="#{:02x}{:02x}{:02x}".format(*lower))

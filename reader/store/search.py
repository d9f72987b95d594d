"""What stands where in all saved texts and titles, kept so that words are found without reading them.

Owns the index: an FTS5 table of grams (:mod:`reader.passages`) without a copy of the text, and what its rows stand
for.  The index only says where words may stand; every place that is given out was read in the text as it is now, so
rows of old texts and titles may stay in it.  A text goes in with its saving; whatever else changes waits in a list
that triggers write, and goes in with the next saving or search.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from reader.document import from_json, to_json
from reader.errors import Corrupt
from reader.passages import headline, pieces
from reader.store.faults import sound
from reader.store.values import pack_pieces, unpack, unpack_piece
from reader.store.values import to_json as as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.document import Block, Document
    from reader.passages import Piece, Query, Spot
    from reader.store.database import Database

TITLES_AT_ONCE: Final = 32
"""Titles that go into the index together with a text."""

_ROOM: Final = 24
"""Bits of a row's number that count within a serial."""

_TITLES: Final = -(1 << 62)
"""What the numbers of titles' rows are less than those of texts."""

_FEW: Final = 400
"""Candidates that are looked at all together; where there are more, serial by serial."""

_WINDOW: Final = 1000
"""Candidates of one serial that are put in order together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a text: ``spot`` in ``block``, which is number ``index`` of the episode's document."""

    serial_id: int
    episode_id: int
    title: str
    index: int
    block: Block
    spot: Spot


@dataclass(frozen=True, slots=True)
class Title:
    """Words in a title: an episode's or, without one, the serial's (or its author's name)."""

    serial_id: int
    episode_id: int | None
    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as it is stored, in pieces that can be read one by one."""

    blob: bytes
    pieces: tuple[Piece, ...]
    stretches: tuple[tuple[int, int], ...]
    """Of each piece: bytes before it, and its own."""

    @classmethod
    def of(cls, document: Document) -> Packed:
        """Unpacked, the bytes are those of the document's JSON."""
        value = to_json(document)
        blocks = [as_json(block) for block in value["blocks"]]
        found = pieces(document)
        parts = [as_json(value | {"blocks": []}).removesuffix("]}")]
        parts += [("," if piece.start else "") + ",".join(blocks[piece.start : piece.stop]) for piece in found]
        blob, stretches = pack_pieces([*(part.encode("utf-8", "replace") for part in parts), b"]}"])
        return cls(blob, tuple(found), tuple(stretches[1 : len(found) + 1]))


class Search:
    """Finds words in everything that is saved; serials off the shelf and episodes left out stay unfound."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blob = lru_cache(maxsize=2)(self._read)
        self._stored = lru_cache(maxsize=4)(self._unpacked_text)
        self._blocks = lru_cache(maxsize=4)(self._unpacked)

    # --- into the index ----------------------------------------------------------------------------------------

    def add_text(self, episode_id: int, revision_id: int, packed: Packed) -> None:
        """Index a text that has just become the episode's; call it in the transaction that saves."""
        self._database.change("DELETE FROM unindexed WHERE kind = 'text' AND subject = ?", (episode_id,))
        if self._database.row("SELECT 1 FROM passage WHERE revision_id = ?", (revision_id,)):
            return
        (serial_id,) = self._database.row("SELECT serial_id FROM episode WHERE id = ?", (episode_id,)) or (0,)
        number = self._next("passage", serial_id << _ROOM)
        for piece, (at, size) in zip(packed.pieces, packed.stretches, strict=True):
            for one in piece.passages:
                self._database.change("INSERT INTO gram (rowid, tokens) VALUES (?, ?)", (number, one.tokens))
                self._database.change(
                    "INSERT INTO passage (id, episode_id, revision_id, block, blocks, part, piece_block, piece_at,"
                    " piece_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (number, episode_id, revision_id, one.block, one.blocks, one.part, piece.start, at, size),
                )
                number += 1

    def waiting(self) -> int:
        """How many texts and titles are not in the index yet."""
        return int((self._database.row("SELECT count(*) FROM unindexed") or (0,))[0])

    def catch_up(self, most: int, *, titles_only: bool = False) -> int:
        """Take in up to ``most`` of those that wait; how many it were.  Raises what a writing raises."""
        which = "WHERE kind <> 'text'" if titles_only else ""
        query = f"SELECT kind, subject FROM unindexed {which} ORDER BY kind, subject LIMIT ?"  # noqa: S608 - constants
        if not self._database.rows(query, (1,)):
            return 0
        with self._database.writing() as database:
            rows = database.rows(query, (most,))
            for kind, subject in rows:
                database.change("DELETE FROM unindexed WHERE kind = ? AND subject = ?", (kind, subject))
                _TAKE_IN[kind](self, subject)
        return len(rows)

    def _take_in_serial(self, serial_id: int) -> None:
        row = self._database.row("SELECT title, author FROM serial WHERE id = ?", (serial_id,))
        for text in row or ():
            self._add_title(serial_id, None, text)

    def _take_in_episode(self, episode_id: int) -> None:
        row = self._database.row("SELECT serial_id, title FROM episode WHERE id = ?", (episode_id,))
        if row is not None:
            self._add_title(row[0], episode_id, row[1])

    def _take_in_text(self, episode_id: int) -> None:
        row = self._database.row(
            "SELECT r.id, r.document FROM episode e JOIN revision r ON r.id = e.revision_id WHERE e.id = ?",
            (episode_id,),
        )
        if row is None or self._database.row("SELECT 1 FROM passage WHERE revision_id = ?", (row[0],)):
            return
        try:
            with sound(self._database.path, f"the text of episode {episode_id}"):
                packed = Packed.of(from_json(json.loads(unpack(row[1]))))
        except Corrupt:
            return  # nothing can be found in it; who opens it is told
        if packed.blob != row[1]:
            packed = Packed(packed.blob, packed.pieces, ((0, 0),) * len(packed.pieces))
        self.add_text(episode_id, row[0], packed)

    def _add_title(self, serial_id: int, episode_id: int | None, text: str) -> None:
        grams = headline(text)
        if not grams:
            return
        number = self._next("headline", _TITLES + (serial_id << _ROOM))
        self._database.change("INSERT INTO gram (rowid, tokens) VALUES (?, ?)", (number, grams))
        self._database.change("INSERT INTO headline (id, episode_id) VALUES (?, ?)", (number, episode_id))

    def _next(self, table: str, base: int) -> int:
        row = self._database.row(
            f"SELECT max(id) FROM {table} WHERE id BETWEEN ? AND ?",  # noqa: S608 - two tables
            (base, base + (1 << _ROOM) - 1),
        )
        return base if row is None or row[0] is None else int(row[0]) + 1

    # --- out of it ---------------------------------------------------------------------------------------------

    def titles(self, query: Query, order: Sequence[int]) -> Iterator[Title]:
        """Titles with the words, by serial in the given order: its own, its author, its episodes' in order."""
        for serial_id, numbers in self._candidates(query, order, _TITLES):
            seen: set[int | None] = set()
            for episode_id, texts in self._headlines(serial_id, numbers):
                if episode_id in seen:
                    continue  # of a title from before it was changed
                seen.add(episode_id)
                for text in texts:
                    spot = query.in_line(text)
                    if spot is not None:
                        yield Title(serial_id, episode_id, text, spot)
                        break

    def _headlines(self, serial_id: int, numbers: Sequence[int]) -> list[tuple[int | None, tuple[str, ...]]]:
        rows = self._database.rows(
            "SELECT h.episode_id, e.title, s.title, s.author FROM json_each(?1) n JOIN headline h ON h.id = n.value"
            " JOIN serial s ON s.id = ?2 LEFT JOIN episode e ON e.id = h.episode_id"
            " WHERE e.hidden IS NOT 1 ORDER BY e.position IS NOT NULL, e.position",
            (as_json(numbers), serial_id),
        )
        return [
            (number, (title,) if number is not None else (serial_title, author))
            for number, title, serial_title, author in rows
        ]

    def places(self, query: Query, order: Sequence[int], full: Callable[[int], bool]) -> Iterator[Place]:
        """Places of the words, by serial in the given order, then in reading order.

        Episodes of which ``full`` says that there are enough are passed over from then on.
        """
        waiting = self._unread(order)
        for serial_id, numbers in self._candidates(query, order, 0):
            yield from self._in_passages(query, serial_id, numbers, full)
        for serial_id in order:
            for episode_id, title, revision_id in waiting.get(serial_id, ()):
                blocks = self._whole(revision_id, episode_id)
                yield from _places(query, (serial_id, episode_id, title), enumerate(blocks), -1, full)

    def _unread(self, order: Sequence[int]) -> dict[int, list[tuple[int, str, int]]]:
        """Texts that are not in the index, because the library cannot be written now: they are read one by one."""
        rows = self._database.rows(
            "SELECT e.serial_id, e.id, e.title, e.revision_id FROM unindexed u JOIN episode e ON e.id = u.subject"
            " WHERE u.kind = 'text' AND e.revision_id IS NOT NULL AND NOT e.hidden"
            " AND NOT EXISTS (SELECT 1 FROM passage WHERE revision_id = e.revision_id) ORDER BY e.serial_id, e.position"
        )
        return {
            serial_id: [row[1:] for row in some]
            for serial_id, some in groupby(rows, lambda row: int(row[0]))
            if serial_id in order
        }

    def _candidates(self, query: Query, order: Sequence[int], base: int) -> Iterator[tuple[int, list[int]]]:
        """Numbers of rows that may have the words, by serial; of a serial with many in several runs."""
        end = (1 << 62) - 1 if base == 0 else -1
        few = self._matching(query, base, end, _FEW + 1)
        if len(few) <= _FEW:
            rank = {serial_id: place for place, serial_id in enumerate(order)}
            by_serial = {serial: list(some) for serial, some in groupby(few, lambda one: (one - base) >> _ROOM)}
            yield from sorted(
                ((serial, numbers) for serial, numbers in by_serial.items() if serial in rank),
                key=lambda pair: rank[pair[0]],
            )
            return
        for serial_id in order:
            low = base + (serial_id << _ROOM)
            high = low + (1 << _ROOM) - 1
            while numbers := self._matching(query, low, high, _WINDOW):
                yield serial_id, numbers
                if len(numbers) < _WINDOW:
                    break
                low = numbers[-1] + 1

    def _matching(self, query: Query, low: int, high: int, most: int) -> list[int]:
        rows = self._database.rows(
            "SELECT rowid FROM gram WHERE gram MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
            (query.expression, low, high, most),
        )
        return [number for (number,) in rows]

    def _in_passages(
        self, query: Query, serial_id: int, numbers: Sequence[int], full: Callable[[int], bool]
    ) -> Iterator[Place]:
        rows = self._database.rows(
            "SELECT p.episode_id, e.title, p.revision_id, p.piece_block, p.piece_at, p.piece_size, p.block, p.blocks,"
            " p.part FROM json_each(?) n JOIN passage p ON p.id = n.value"
            " JOIN episode e ON e.id = p.episode_id AND e.revision_id = p.revision_id AND NOT e.hidden"
            " ORDER BY e.position, p.block, p.part",
            (as_json(numbers),),
        )
        for episode_id, title, revision_id, piece_block, at, size, block, count, part in rows:
            if full(episode_id):
                continue
            with sound(self._database.path, f"the text of episode {episode_id}"):
                # Most of them have not what is looked for, and it takes longer to read them than to look.
                if query.is_absent(self._stored(revision_id, at, size)):
                    continue
                values = self._blocks(revision_id, at, size)
                first = block - (piece_block if size else 0)
                # Most blocks of a passage are none of those, and it takes longer to make a block than to look.
                blocks = [
                    (index, from_json({"blocks": [value]}).blocks[0])
                    for index, value in enumerate(values[first : first + count], block)
                    if part >= 0 or "spans" in value or query.may_stand_in(value.get("text", ""))
                ]
            yield from _places(query, (serial_id, episode_id, title), blocks, part, full)

    # --- texts -------------------------------------------------------------------------------------------------

    def _read(self, revision_id: int) -> bytes:
        row = self._database.row("SELECT document FROM revision WHERE id = ?", (revision_id,))
        return bytes(row[0]) if row else b""

    def _unpacked(self, revision_id: int, at: int, size: int) -> list[Any]:
        """The blocks of one piece as JSON values, or of the whole document."""
        stored = self._stored(revision_id, at, size)
        return list(json.loads(f"[{stored.removeprefix(',')}]") if size else json.loads(stored)["blocks"])

    def _unpacked_text(self, revision_id: int, at: int, size: int) -> str:
        """The JSON of one piece, or of the whole document."""
        blob = self._blob(revision_id)
        return (unpack_piece(blob, at, size) if size else unpack(blob)).decode("utf-8")

    def _whole(self, revision_id: int, episode_id: int) -> tuple[Block, ...]:
        with sound(self._database.path, f"the text of episode {episode_id}"):
            return from_json(json.loads(unpack(self._blob(revision_id)))).blocks


_TAKE_IN: Final = {
    "serial": Search._take_in_serial,  # noqa: SLF001 - the class's own table
    "episode": Search._take_in_episode,  # noqa: SLF001 - as above
    "text": Search._take_in_text,  # noqa: SLF001 - as above
}


def _places(
    query: Query,
    whose: tuple[int, int, str],
    blocks: Iterable[tuple[int, Block]],
    part: int,
    full: Callable[[int], bool],
) -> Iterator[Place]:
    serial_id, episode_id, title = whose
    for index, block in blocks:
        for spot in query.places(block, part):
            if full(episode_id):
                return
            yield Place(serial_id, episode_id, title, index, block, spot)

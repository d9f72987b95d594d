"""The rows of a serial's table of contents, without their texts.

Owns reading them and what fetching leaves on them (failures).  Rows are made and revised by
:mod:`reader.store.changes`, marked and placed by :mod:`reader.store.log`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import canonical
from reader.errors import NotFound
from reader.model import Episode, Kind, Origin, State
from reader.store.faults import sound
from reader.store.values import time_from, time_or_none, time_to_text
from reader.update import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.store.database import Database

_COLUMNS: Final = (
    "id, serial_id, position, title, url, number, kind, section, published, state, fraction, read_at,"
    " revision_id IS NOT NULL, origin, characters, words, note, missing, gone_at IS NOT NULL,"
    " state <> 'unread' AND changed_at > read_at, suspect, lost AND revision_id IS NULL,"
    " hidden, is_new AND state = 'unread'"
)

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)

_STORY: Final = "serial_id = ?1 AND kind <> 'notice' AND NOT hidden"
_FURTHEST: Final = f"(SELECT max(position) FROM episode WHERE {_STORY} AND state = 'read')"  # noqa: S608 - constants
_CONTINUE: Final = (
    f"{_STORY} AND state = 'reading' ORDER BY touched DESC, read_at DESC LIMIT 1",
    f"{_STORY} AND state = 'unread' AND position > {_FURTHEST} ORDER BY position LIMIT 1",
    f"{_STORY} AND state = 'unread' ORDER BY position LIMIT 1",
)
"""The rules of "continue", the first that answers decides."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An episode whose text is not there yet; ``tries`` failed in a row, the last at ``failed_at``."""

    id: int
    url: str
    title: str
    tries: int
    failed_at: datetime | None
    carried: bool
    """A feed or API gave the text; :meth:`reader.store.texts.Texts.carried` has it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An episode whose text is there; its page was last asked for at ``seen_at``."""

    id: int
    url: str
    title: str
    origin: Origin | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """An episode whose page shows a title; ``listed`` is the source's, ``title`` ours: the page's where ``learnt``."""

    id: int
    listed: str
    shown: str
    title: str
    learnt: bool


class Episodes:
    """All episodes there are.

    Those that the reader left out are hidden unless asked for, and have no position; the positions of the others are
    dense without them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, serial_id: int, *, hidden: bool = False) -> list[Episode]:
        """A serial's episodes in order; with ``hidden`` also, in their places, those that the reader left out."""
        where = "serial_id = ?" if hidden else "serial_id = ? AND NOT hidden"
        listed = self._select(f"{where} ORDER BY position", (serial_id,), f"the contents of serial {serial_id}")
        return _placed(listed) if self._hides(serial_id) else listed

    def _hides(self, serial_id: int, before: int | None = None) -> int:
        """How many episodes of a serial are hidden, or those of them that stand before a stored position."""
        (count,) = self._database.row(
            "SELECT count(*) FROM episode WHERE serial_id = ?1 AND hidden AND (?2 IS NULL OR position < ?2)",
            (serial_id, before),
        ) or (0,)
        return int(count)

    def _with_place(self, episode: Episode) -> Episode:
        if episode.hidden:
            return replace(episode, position=0)
        before = self._hides(episode.serial_id, episode.position)
        return replace(episode, position=episode.position - before) if before else episode

    def one(self, episode_id: int) -> Episode:
        """The episode.  Raises :class:`NotFound`."""
        rows = self._select("id = ?", (episode_id,), f"episode {episode_id}")
        if not rows:
            raise NotFound(f"there is no episode {episode_id}", hint="`tsuzuki show SERIAL` lists the episodes.")
        return self._with_place(rows[0])

    def to_continue(self, serial_id: int) -> Episode | None:
        """Where reading goes on; notices are passed over.

        The unfinished episode last read; else the first unread after the furthest read; else the first unread.
        """
        for where in _CONTINUE:
            rows = self._select(where, (serial_id,), f"the contents of serial {serial_id}")
            if rows:
                return self._with_place(rows[0])
        return None

    def wanted(self, serial_id: int) -> list[Wanted]:
        """Those without a text, in order; what the reader left out is not wanted."""
        rows = self._database.rows(
            "SELECT id, url, title, tries, failed_at, EXISTS (SELECT 1 FROM carried WHERE episode_id = id)"
            " FROM episode WHERE serial_id = ? AND revision_id IS NULL AND NOT hidden ORDER BY position",
            (serial_id,),
        )
        return [
            Wanted(number, url, title, tries, time_from(failed_at), bool(carried))
            for number, url, title, tries, failed_at, carried in rows
        ]

    def known(self, serial_id: int) -> list[Known]:
        """What matching needs of a serial's rows, in order; hidden ones too, so that they are not taken for new."""
        keys: dict[int, set[str]] = {}
        for episode_id, key in self._database.rows(
            "SELECT episode_id, key FROM address WHERE serial_id = ?", (serial_id,)
        ):
            keys.setdefault(episode_id, set()).add(key)
        rows = self._database.rows(
            "SELECT id, position, coalesce(listed, title), url, number, kind, section, published, note, source_id,"
            " gone_at IS NOT NULL"
            " FROM episode WHERE serial_id = ? ORDER BY position",
            (serial_id,),
        )
        with sound(self._database.path, f"the contents of serial {serial_id}"):
            return [
                Known(
                    number,
                    position,
                    title,
                    url,
                    counted,
                    _KINDS[kind],
                    section,
                    time_from(published),
                    note,
                    source_id,
                    frozenset(keys.get(number, ())),
                    bool(gone),
                )
                for number, position, title, url, counted, kind, section, published, note, source_id, gone in rows
            ]

    def uids(self, serial_id: int) -> dict[int, str]:
        """The episodes' uids by id."""
        return dict(self._database.rows("SELECT id, uid FROM episode WHERE serial_id = ?", (serial_id,)))

    def addresses(self, episode_id: int) -> list[tuple[str, str]]:
        """Every address under which the episode was ever known, and how each came to be."""
        return [
            (url, how)
            for url, how in self._database.rows(
                "SELECT url, how FROM address WHERE episode_id = ? ORDER BY seen_at, key", (episode_id,)
            )
        ]

    def also_at(self, episode_id: int, url: str, how: str, now: datetime) -> bool:
        """Remember one more address; false where another episode of the serial has it already."""
        serial_id = self.one(episode_id).serial_id
        with self._database.writing() as database:
            database.change(
                "INSERT INTO address (serial_id, key, episode_id, url, how, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (serial_id, canonical(url, fragment=True), episode_id, url, how, time_to_text(now)),
            )
            owner = database.row(
                "SELECT episode_id FROM address WHERE serial_id = ? AND key = ?",
                (serial_id, canonical(url, fragment=True)),
            )
        return owner == (episode_id,)

    def learn(self, episode_id: int, *, published: datetime | None, shown: str = "") -> None:
        """Take from the page what the source did not tell; ``shown`` is the title that the page shows."""
        with self._database.writing() as database:
            database.change(
                "UPDATE episode SET published = coalesce(published, ?), shown = coalesce(nullif(?, ''), shown)"
                " WHERE id = ?",
                (time_or_none(published), shown, episode_id),
            )

    def shown(self, serial_id: int) -> list[Shown]:
        """The serial's episodes whose pages show a title, in order."""
        rows = self._database.rows(
            "SELECT id, coalesce(listed, title), shown, title, listed IS NOT NULL FROM episode"
            " WHERE serial_id = ? AND shown <> '' ORDER BY position",
            (serial_id,),
        )
        return [Shown(number, listed, shown, title, bool(learnt)) for number, listed, shown, title, learnt in rows]

    def retitle(self, episode_id: int, title: str) -> None:
        """Give the episode the title of its page; what the source lists is kept for comparing."""
        with self._database.writing() as database:
            database.change(
                "UPDATE episode SET listed = coalesce(listed, title), title = ?1 WHERE id = ?2 AND title <> ?1",
                (title, episode_id),
            )

    def failed(
        self, episode_id: int, reason: str, hint: str, now: datetime, *, lost: bool = False, counts: bool = True
    ) -> None:
        """Say on the row why its text is not there; ``lost``: its page is gone for good.

        ``counts`` false: the try says nothing of the page, and takes none of our patience with it.
        """
        with self._database.writing() as database:
            database.change(
                "UPDATE episode SET missing = ?, hint = ?, tries = tries + ?, failed_at = ?, lost = ? WHERE id = ?",
                (reason, hint, counts, time_to_text(now), lost, episode_id),
            )

    # --- second looks ------------------------------------------------------------------------------------------

    def saved(self, serial_id: int) -> list[Saved]:
        """Those with a text, in order."""
        rows = self._database.rows(
            "SELECT e.id, e.url, e.title, e.origin, r.fetched_at, e.looked_at FROM episode e"
            " JOIN revision r ON r.id = e.revision_id WHERE e.serial_id = ? AND NOT e.hidden ORDER BY e.position",
            (serial_id,),
        )
        with sound(self._database.path, f"the contents of serial {serial_id}"):
            return [
                Saved(number, url, title, _ORIGINS[origin], max(time_from(fetched), time_from(looked) or _BEGINNING))  # type: ignore[type-var, arg-type]
                for number, url, title, origin, fetched, looked in rows
            ]

    def looked_again(self, episode_id: int, now: datetime, suspect: str = "") -> None:
        """Remember that a saved episode's page was asked for again, and why what came is not its text."""
        with self._database.writing() as database:
            database.change(
                "UPDATE episode SET looked_at = ?, suspect = ? WHERE id = ?", (time_to_text(now), suspect, episode_id)
            )

    def hint(self, episode_id: int) -> str:
        """What the reader can do about a missing text, or ``""``."""
        row = self._database.row("SELECT hint FROM episode WHERE id = ?", (episode_id,))
        return str(row[0]) if row else ""

    def _select(self, where: str, values: Sequence[object], what: str) -> list[Episode]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM episode WHERE {where}", values)  # noqa: S608 - constants
        with sound(self._database.path, what):
            return [_episode(row) for row in rows]


# A look-up costs a tenth of an enumeration's call, and a list has thousands.
_KINDS: Final = {kind.value: kind for kind in Kind}
_STATES: Final = {state.value: state for state in State}
_ORIGINS: Final[dict[str | None, Origin | None]] = {None: None, **{origin.value: origin for origin in Origin}}


def _episode(row: Any) -> Episode:  # noqa: ANN401 - a row of the columns above
    (number, serial_id, position, title, url, counted, kind, section, published, *rest) = row
    (state, fraction, read_at, saved, origin, characters, words, note, missing, *more) = rest
    (gone, changed, suspect, lost, hidden, is_new) = more
    return Episode(
        number,
        serial_id,
        position,
        title,
        url,
        counted,
        _KINDS[kind],
        section,
        time_from(published),
        _STATES[state],
        1.0 if state == "read" else fraction,
        time_from(read_at),
        bool(saved),
        _ORIGINS[origin],
        characters,
        words,
        note,
        missing,
        bool(gone),
        bool(changed),
        suspect,
        bool(lost),
        bool(hidden),
        bool(is_new),
    )


def _placed(listed: Iterable[Episode]) -> list[Episode]:
    """With dense positions, those that are hidden without one."""
    places = itertools.count(1)
    return [replace(one, position=0 if one.hidden else next(places)) for one in listed]

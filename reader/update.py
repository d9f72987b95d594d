"""What a source says now, against what we have: the changes to make, each with its reason.  Pure.

Owns three decisions.  *Matching*: which listed episode is which row of ours, by a ladder of keys from the surest
down; a rung joins only what it joins to one row and one row only, so that a doubt makes a second row and never a
wrong one.  *Guards*: a table of contents that is empty, sharply shorter or another work's changes nothing.  *Order*:
where new episodes stand among the old; an order that the reader made is kept.

A source can add and revise.  No intent deletes anything: what is listed no more is withdrawn, which is a label.
Applying the intents a second time changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import canonical, host
from reader.model import FoundEpisode, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from reader.model import TableOfContents

SAME_DATE: Final = timedelta(days=2)
"""Dates of one episode as two sources tell them: time zones, and scheduled against shown."""

LOSS_ALWAYS_BELIEVED: Final = 2
"""This many episodes may vanish at once from a list of any length."""

LOSS_BELIEVED: Final = 0.3
"""The share of the listed episodes that may vanish at once; more is an accident until shown otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row of ours, as far as matching needs it."""

    id: int
    position: int
    title: str
    url: str
    number: str | None = None
    kind: Kind = Kind.MAIN
    section: str = ""
    published: datetime | None = None
    note: str = ""
    source_id: str = ""
    keys: frozenset[str] = frozenset()
    """Canonical keys, with fragments, of every address under which it was ever known."""
    gone: bool = False


# --- intents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row; its place comes with :class:`Reorder`.  ``is_new`` is false at the first import."""

    found: FoundEpisode
    is_new: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Revise:
    """The row takes these attributes of ``found``; the others stay."""

    episode_id: int
    found: FoundEpisode
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Join:
    """The row is known under one more address; ``rung`` says what joined them."""

    episode_id: int
    url: str
    rung: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The source lists the row no more; it stays, labelled."""

    episode_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Restore:
    """The source lists a withdrawn row again."""

    episode_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reorder:
    """The whole order: ids of rows, and keys of those that are inserted."""

    order: tuple[int | str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Something that was seen and is not acted on."""

    reason: str
    warn: bool = False
    """A guard spoke: nothing was changed, and the reader should hear of it."""


Intent = Insert | Revise | Join | Withdraw | Restore | Reorder | Leave


# --- decisions ---------------------------------------------------------------------------------------------------


def decide(
    stored: Sequence[Known],
    contents: TableOfContents,
    *,
    partial: bool = False,
    revise: bool = True,
    ordered_by_reader: bool = False,
    guarded: bool = True,
) -> tuple[Intent, ...]:
    """What to change so that ``stored`` (in order of position) agrees with ``contents``.

    ``partial`` contents (a feed's window) say nothing of what they leave out.  ``revise`` false keeps attributes as
    a better source gave them.  ``guarded`` false believes a shrunken list, because the reader does.
    """
    found, doubled = _without_doubles(contents.episodes)
    first = not stored
    if not found:
        return (Leave(f"the source lists nothing now, {len(stored)} are kept", warn=not first),)
    pairs, doubtful = _match(stored, found)
    if guarded and not partial and (alarm := _alarm(stored, found, pairs)):
        return (Leave(alarm, warn=True),)
    by_row = {row: (at, rung) for at, (row, rung) in pairs.items()}
    intents: list[Intent] = [*doubled]
    for row in stored:
        intents += _of_row(row, *_paired(row, by_row, found), partial=partial, revise=revise)
    inserted = {}
    for at, one in enumerate(found):
        if at in doubtful:
            intents.append(Leave(f"{one.url} answers to more than one episode"))
        elif at not in pairs:
            inserted[at] = _key(one)
            intents.append(Insert(one, not first, "first import" if first else "newly listed"))
    listed: list[int | str] = [
        pairs[at][0] if at in pairs else inserted[at] for at in range(len(found)) if at in pairs or at in inserted
    ]
    ours: list[int | str] = [row.id for row in stored]
    order = _merged(ours, listed) if partial or ordered_by_reader else _merged(listed, ours)
    if order != ours:
        intents.append(Reorder(tuple(order), "as listed" if order[: len(listed)] == listed else "merged"))
    return tuple(intents)


# --- matching ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def _key_of(url: str) -> str:
    return canonical(url, fragment=True)


def _key(found: FoundEpisode) -> str:
    return _key_of(found.url)


def _without_doubles(found: Iterable[FoundEpisode]) -> tuple[list[FoundEpisode], list[Leave]]:
    kept: dict[str, FoundEpisode] = {}
    doubles = []
    for one in found:
        if _key(one) in kept:
            doubles.append(Leave(f"{one.url} is listed twice"))
        kept.setdefault(_key(one), one)
    return list(kept.values()), doubles


def _path(url: str) -> str | None:
    """Path and query; ``None`` where that is too little to know a page by."""
    parts = urlsplit(url)
    if not parts.path.strip("/"):
        return None
    return _key_of(url).partition("/")[2]


def _id_path(source_id: str) -> str | None:
    return _path(source_id) if "//" in source_id else None


def _folded(title: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", title).casefold()).strip()


def _named(one: Known | FoundEpisode) -> Hashable | None:
    title = _folded(one.title)
    return (title, one.number) if title else None


def _agree(row: Known, found: FoundEpisode) -> bool:
    return (row.number is not None and row.number == found.number) or _folded(row.title) == _folded(found.title)


def _dates_agree(row: Known, found: FoundEpisode) -> bool | None:
    """``None`` where one of them has none."""
    if row.published is None or found.published is None:
        return None
    return abs(row.published - found.published) <= SAME_DATE


@dataclass(slots=True)
class _Matching:
    """The pairs found so far: index of the listed episode to (id of the row, rung)."""

    stored: Sequence[Known]
    found: Sequence[FoundEpisode]
    pairs: dict[int, tuple[int, str]] = field(default_factory=dict)

    def rung(
        self,
        name: str,
        of_row: Callable[[Known], Iterable[Hashable | None]],
        of_found: Callable[[FoundEpisode], Hashable | None],
        accept: Callable[[Known, int], bool] = lambda _row, _at: True,
    ) -> None:
        """Join what shares a key that one free row and one free listed episode have, and no other has."""
        taken = {row for row, _ in self.pairs.values()}
        rows: dict[Hashable, set[int]] = {}
        for row in self.stored:
            if row.id not in taken:
                for key in of_row(row):
                    if key is not None:
                        rows.setdefault(key, set()).add(row.id)
        keys = {at: of_found(one) for at, one in enumerate(self.found) if at not in self.pairs}
        by_id = {row.id: row for row in self.stored}
        claims: dict[int, list[int]] = {}
        for at, key in keys.items():
            ids = rows.get(key, set())
            if len(ids) == 1:
                claims.setdefault(next(iter(ids)), []).append(at)
        accepted = [(at[0], row) for row, at in claims.items() if len(at) == 1 and accept(by_id[row], at[0])]
        self.pairs.update({at: (row, name) for at, row in accepted})

    def between_neighbours(self, row: Known, at: int) -> bool:
        """Whether the pair would stand in order among those joined already."""
        position = {one.id: one.position for one in self.stored}
        before = next((self.pairs[i][0] for i in range(at - 1, -1, -1) if i in self.pairs), None)
        after = next((self.pairs[i][0] for i in range(at + 1, len(self.found)) if i in self.pairs), None)
        return (before is None or position[before] < row.position) and (after is None or row.position < position[after])


def _match(stored: Sequence[Known], found: Sequence[FoundEpisode]) -> tuple[dict[int, tuple[int, str]], frozenset[int]]:
    """Pairs by index of ``found``, and the indices that answer to a row that another has taken."""
    matching = _Matching(stored, found)
    listed_hosts = {host(one.url) for one in found}
    known_hosts = {host(row.url) for row in stored}
    matching.rung("source id", lambda row: [row.source_id or None], lambda one: one.source_id or None)
    matching.rung(
        "source id without host",
        lambda row: [_id_path(row.source_id)],
        lambda one: _id_path(one.source_id),
        _agree_at(found),
    )
    # A row's own address counts before those it had once.
    matching.rung("address", lambda row: [_key_of(row.url)], _key)
    matching.rung("known address", lambda row: row.keys, _key)
    matching.rung(
        "address without host",
        lambda row: [_path(row.url)],
        lambda one: _path(one.url),
        lambda row, at: (
            _agree(row, found[at]) or (host(row.url) not in listed_hosts and host(found[at].url) not in known_hosts)
        ),
    )
    matching.rung(
        "title, number and date",
        lambda row: [_named(row)],
        _named,
        lambda row, at: _dates_agree(row, found[at]) is True and (not row.gone or row.published == found[at].published),
    )
    matching.rung(
        "title and number",
        lambda row: [_named(row)],
        _named,
        # A row that the source had taken down before is no longer where its name says: another may have that name.
        lambda row, at: not row.gone and _dates_agree(row, found[at]) is None and matching.between_neighbours(row, at),
    )
    known = {key for row in stored for key in (*row.keys, _key_of(row.url))}
    doubtful = frozenset(at for at, one in enumerate(found) if at not in matching.pairs and _key(one) in known)
    return matching.pairs, doubtful


def _agree_at(found: Sequence[FoundEpisode]) -> Callable[[Known, int], bool]:
    return lambda row, at: _agree(row, found[at])


# --- guards ------------------------------------------------------------------------------------------------------


def _alarm(stored: Sequence[Known], found: Sequence[FoundEpisode], pairs: Mapping[int, tuple[int, str]]) -> str:
    """Why the whole list is not believed, or ``""``."""
    listed = {row.id for row in stored if not row.gone}
    lost = len(listed - {row for row, _ in pairs.values()})
    if lost <= max(LOSS_ALWAYS_BELIEVED, LOSS_BELIEVED * len(listed)) and (lost < len(listed) or not listed):
        return ""
    if len(found) > len(listed) - lost:
        return f"the source now lists {len(found)} episodes, of which {len(listed) - lost} of our {len(listed)}"
    return f"the source lists {len(found)} episodes where it listed {len(listed)}"


# --- attributes --------------------------------------------------------------------------------------------------


def _paired(
    row: Known, by_row: Mapping[int, tuple[int, str]], found: Sequence[FoundEpisode]
) -> tuple[FoundEpisode | None, str]:
    at, rung = by_row.get(row.id, (-1, ""))
    return (found[at] if rung else None), rung


def _of_row(row: Known, found: FoundEpisode | None, rung: str, *, partial: bool, revise: bool) -> list[Intent]:
    """The intents for one row; ``found`` is what it is paired with."""
    if found is None:
        return [] if partial or row.gone else [Withdraw(row.id, "listed no more")]
    intents: list[Intent] = []
    if row.gone:
        intents.append(Restore(row.id, "listed again"))
    if _key(found) not in row.keys:
        intents.append(Join(row.id, found.url, rung))
    fields = _changed(row, found, revise=revise)
    if fields:
        intents.append(Revise(row.id, found, fields, f"{', '.join(fields)} changed, known by {rung}"))
    return intents


def _changed(row: Known, found: FoundEpisode, *, revise: bool) -> tuple[str, ...]:
    """Names of the attributes that ``found`` gives otherwise; what it leaves empty is no change."""
    names = ("title", "url", "number", "kind", "section", "published", "note", "source_id")
    changed = [name for name in names if getattr(found, name) and getattr(found, name) != getattr(row, name)]
    if not found.number and found.title != row.title and row.number:
        changed.append("number")
    if not revise:
        changed = [name for name in changed if not getattr(row, name)]
    return tuple(changed)


# --- order -------------------------------------------------------------------------------------------------------


def _merged(base: Sequence[int | str], other: Sequence[int | str]) -> list[int | str]:
    """All of both: ``base`` in its order, and each that only ``other`` has behind its predecessor there.

    What has no predecessor stands before the first of ``base`` that follows it in ``other``, or at the end.
    """
    in_base = set(base)
    before: dict[int | str, list[int | str]] = {}
    behind: dict[int | str, list[int | str]] = {}
    leading: list[int | str] = []
    anchor: int | str | None = None
    for one in other:
        if one in in_base:
            if anchor is None and leading:
                before[one] = leading
            anchor = one
        elif anchor is None:
            leading.append(one)
        else:
            behind.setdefault(anchor, []).append(one)
    if anchor is None:
        return [*base, *leading]
    return [each for one in base for each in (*before.get(one, ()), one, *behind.get(one, ()))]

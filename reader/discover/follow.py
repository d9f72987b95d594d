"""Walking from episode to episode by their next and previous links.

Owns the walk in both directions at once, its loop guard, and its guard against walking into another serial: a step
counts when the page behind it leads back, and the walk's titles are one strand, or share the topic of the first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reader.discover.chain import Step, of_role, steps, topics
from reader.discover.facts import PageFacts
from reader.discover.rows import Row, key_of, page_key
from reader.discover.select import Anchor, Serial, noisy, place_of, serials_in, squeezed
from reader.discover.strands import fold, forms_of, is_special, stem_words
from reader.discover.verdicts import own_title
from reader.errors import TsuzukiError
from reader.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.look import Look
    from reader.model import Fetch

_OPPOSITE: Final = {"next": "previous", "previous": "next"}
_TRUST: Final = 1.5
_FEW: Final = 2
_MOSTLY: Final = 0.8


@dataclass(slots=True)
class _End:
    """One end of the walk."""

    role: str
    page: PageFacts
    open: bool = True
    pages: list[PageFacts] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chain:
    """The episodes of a walk in reading order; ``cut`` where the budget ended it."""

    serial: Serial
    walked: int
    cut: bool
    unsure: tuple[str, ...] = ()
    """Titles without a number among numbered ones, of which nothing says that they belong."""


def walk_chain(
    look: Look, page: PageFacts, title: str = "", keep: int = 1
) -> Generator[tuple[Fetch, ...], None, Chain | None]:
    """The chain through a page, or None where it has no neighbours.  ``keep`` requests are left over."""
    ends = [_End("previous", page), _End("next", page)]
    seen = {page_key(page.url)}
    while any(end.open for end in ends) and look.left > keep:
        wanted = {end.role: step for end in ends if end.open and (step := _ahead(end, seen))}
        for end in ends:
            end.open = end.open and end.role in wanted
        if not wanted:
            break
        answers = yield from look.ask(
            [step.url for step in wanted.values()], Purpose.EPISODE, "the next episode of the chain"
        )
        for (role, step), answer in zip(wanted.items(), answers, strict=True):
            seen.add(page_key(step.url))
            end = next(end for end in ends if end.role == role)
            if answer is None:
                continue
            if isinstance(answer, TsuzukiError) or not isinstance(answer, PageFacts) or answer.trouble:
                end.open = bool(_ahead(end, seen))
                continue
            if page_key(answer.url) in seen and page_key(answer.url) != page_key(step.url):
                end.open = False
                continue
            seen.add(page_key(answer.url))
            if not _leads_back(answer, end) or place_of(answer.url)[0] != place_of(page.url)[0]:
                end.open = bool(_ahead(end, seen))
                continue
            end.pages.append(answer)
            end.page = answer
    before, after = ends
    pages = [*reversed(before.pages), page, *after.pages]
    if len(pages) < _FEW:
        return None
    return _chained(pages, page, title, cut=any(end.open for end in ends))


def _ahead(end: _End, seen: set[str]) -> Step | None:
    """The most trusted step onward that was not taken yet."""
    return next(
        (
            step
            for step in of_role(steps(end.page), end.role)
            if step.trust >= _TRUST and page_key(step.url) not in seen
        ),
        None,
    )


def _leads_back(page: PageFacts, end: _End) -> bool:
    """Whether the page behind a step names the page before it as its other neighbour (or names none at all)."""
    back = of_role(steps(page), _OPPOSITE[end.role])
    return not back or any(
        page_key(step.url) == page_key(end.page.url)
        or page_key(step.url) == page_key(end.page.canonical or end.page.url)
        for step in back
    )


def _chained(pages: list[PageFacts], page: PageFacts, title: str, *, cut: bool) -> Chain | None:
    titles = [title if title and item is page else own_title(item) for item in pages]
    if len({squeezed(name) for name in titles}) * 2 <= len(titles):
        titles = [item.title or name for item, name in zip(pages, titles, strict=True)]
    rows = [Row(item.url, name, item.published) for item, name in zip(pages, titles, strict=True)]
    own = Anchor(frozenset({page_key(page.url)}))
    serials = [serial for serial in serials_in(rows) if serial.holds(own)]
    if serials and len(serials[0].rows) >= _FEW:
        whole = _without_strangers(serials[0], pages, page)
        words = stem_words(whole.name)
        held = {key_of(row.url) for row in whole.rows}
        # A chain holds what its strand does not see: 05-A behind 04, a part whose title has no number.
        kin = [row for row in rows if key_of(row.url) not in held and any(word in fold(row.title) for word in words)]
        rest = [row for row in rows if key_of(row.url) not in held]
        kin = rest if not words and len(rest) * 4 <= len(rows) and not noisy([row.title for row in rest]) else kin
        if kin and len(kin) * 2 <= len(rows):
            held |= {key_of(row.url) for row in kin}
            whole = Serial(tuple(row for row in rows if key_of(row.url) in held), whole.name, whole.values, whole.form)
        return Chain(whole, len(pages), cut, _unsure(whole, pages))
    shared = {page_key(topic.url) for topic in topics(page, title)[:3] if topic.worth > _TRUST}
    if shared:
        kept = [
            row
            for row, item in zip(rows, pages, strict=True)
            if item is page or shared & {page_key(topic.url) for topic in topics(item)}
        ]
        rows = kept if len(kept) >= _FEW else rows
    return Chain(Serial(tuple(rows)), len(pages), cut)


def _telling(rows: Sequence[Row], pages: Sequence[PageFacts]) -> tuple[set[str], dict[str, set[str]]]:
    """The topics in which the numbered parts file themselves and some other page does not; and each page's topics."""
    filed = {page_key(item.url): {page_key(topic.url) for topic in topics(item)} for item in pages}
    numbered = {page_key(row.url) for row in rows if forms_of(fold(row.title))}
    counts = Counter(topic for key in numbered for topic in filed.get(key, ()))
    others = [key for key in filed if key not in numbered]
    mostly = _MOSTLY * len(numbered)
    return {t for t, n in counts.items() if n >= mostly and not all(t in filed[key] for key in others)}, filed


def _without_strangers(serial: Serial, pages: Sequence[PageFacts], page: PageFacts) -> Serial:
    """The serial without posts that file themselves elsewhere than its numbered parts do."""
    telling, filed = _telling(serial.rows, pages)
    if not telling:
        return serial

    def belongs(row: Row) -> bool:
        key = page_key(row.url)
        return bool(forms_of(fold(row.title))) or key == page_key(page.url) or bool(telling & filed.get(key, set()))

    return replace(serial, rows=tuple(filter(belongs, serial.rows)))


def _unsure(serial: Serial, pages: Sequence[PageFacts]) -> tuple[str, ...]:
    """What stands among numbered parts without a number, a special's name, the serial's name or its topic."""
    words = stem_words(serial.name)
    plain = [
        row.title
        for row in serial.rows
        if not (forms_of(text := fold(row.title)) or is_special(text) or any(word in text for word in words))
    ]
    return tuple(plain) if 2 * len(plain) < len(serial.rows) and not _telling(serial.rows, pages)[0] else ()

"""``search``: words in everything that is saved, each with what stands around it, and the way to the place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from reader.cli.run import require_terminal
from reader.errors import NotFound, UsageError
from reader.library import lists, searching
from reader.library.searching import Where

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.searching import Hit
    from reader.library.shelf import Library

_PLACE_LIMIT = 44
"""Cells of number, position and title; the text has the rest of the line."""


def search(call: Call) -> int:
    """Serve ``tsuzuki search``."""
    library, arguments, output = call.library(), call.arguments, call.output
    words = " ".join(arguments.words)
    within = lists.serial_named(library, arguments.within).id if arguments.within else None
    if arguments.limit < 0:
        raise UsageError("there is no such number of hits", subject=str(arguments.limit), hint="Use 0 for all.")
    if arguments.open is not None:
        require_terminal("reading")
    found = searching.search(
        library,
        words,
        serial_id=within,
        limit=arguments.limit and max(arguments.limit, arguments.open or 0),
        fold_kana=arguments.kana,
        each=0 if arguments.every else searching.EACH,
        watch=lambda done, total: output.progress(done, total, "reading what is new"),
    )
    if arguments.open is not None:
        _open(call, library, found, arguments.open)
        return 0
    positions = _positions(library, found)
    if output.as_json:
        output.document(
            {"query": words, "hits": [_form(number, one, positions) for number, one in enumerate(found, 1)]}
        )
        return 0
    _print(call, found, positions)
    if not found:
        output.say(f"“{words}” stands in nothing that is saved")
    elif len(found) == arguments.limit:
        output.say(f"the first {len(found)}; '--limit 0' shows all")
    return 0


def _open(call: Call, library: Library, found: list[Hit], number: int) -> None:
    if not 1 <= number <= len(found):
        raise NotFound(
            f"there is no hit {number}", subject="", hint=f"There are {len(found)}; search without '--open' lists them."
        )
    hit = found[number - 1]
    at = (hit.locator.block, hit.locator.offset) if hit.locator else None
    call.open_ui(library, hit.serial, hit.episode, at)


def _positions(library: Library, found: list[Hit]) -> dict[int, int]:
    numbers = {one.episode for one in found if one.episode is not None}
    return {number: library.store.episodes.one(number).position for number in numbers}


def _print(call: Call, found: list[Hit], positions: dict[int, int]) -> None:
    from reader.typeset.excerpt import excerpt  # noqa: PLC0415 - JSON needs none
    from reader.typeset.width import cells  # noqa: PLC0415 - as above

    output = call.output
    room = output.columns
    digits = len(str(len(found)))
    numbered = enumerate(found, 1)
    for _, some in groupby(numbered, key=lambda one: one[1].serial):
        hits = list(some)
        output.data(hits[0][1].serial_title)
        for number, hit in hits:
            lead = f"  {number:>{digits}}  "
            if hit.where is not Where.TITLE and hit.episode is not None:
                title = lists.short_title(hit.title, hit.serial_title)
                lead += f"{positions[hit.episode]} {''.join(excerpt(title, 0, 0, _PLACE_LIMIT)) if room else title}"
                lead += ", note: " if hit.where is Where.NOTE else ": "
            elif hit.episode is not None:
                lead += f"{positions[hit.episode]} "
            text, start, end = searching.as_shown(hit)
            width = max(20, room - cells(lead)) if room else 4 * len(text)
            output.marked(lead, *excerpt(text, start, end, width))


def _form(number: int, hit: Hit, positions: dict[int, int]) -> dict[str, Any]:
    episode = None
    if hit.episode is not None:
        episode = {"id": hit.episode, "position": positions[hit.episode], "title": hit.title}
    place = None
    if hit.locator is not None:
        place = {"block": hit.locator.block, "offset": hit.locator.offset}
    return {
        "number": number,
        "serial": {"id": hit.serial, "title": hit.serial_title},
        "episode": episode,
        "where": hit.where.value,
        "snippet": hit.snippet,
        "start": hit.start,
        "end": hit.end,
        "place": place,
    }

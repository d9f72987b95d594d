"""``diff`` and ``joins``: what became of texts and of rows since they were first seen, and the reader's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.addresses import readable
from reader.changes import Kind, compare
from reader.cli import forms
from reader.errors import UsageError
from reader.library import lists, revisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.changes import Passage
    from reader.cli.run import Call

SIGNS = {Kind.SAME: ("", ""), Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
"""Around the pieces of a changed paragraph, as wdiff has them: they need no colour."""


def diff(call: Call) -> int:
    """Serve ``tsuzuki diff``."""
    library, arguments, output = call.library(), call.arguments, call.output
    serial = lists.serial_named(library, arguments.serial)
    episode, *more = lists.episodes_named(library, serial, arguments.episode)
    if more:
        raise UsageError("a comparison is of one episode", subject=serial.title, hint="Name one, as 7 or next.")
    if arguments.accept:
        revisions.accept(library, episode)
        output.say(f"“{episode.title}” is now the text that was set aside; the earlier one is kept.")
        return 0
    states = revisions.states(library, episode, aside=arguments.aside)
    passages = compare(states.before, states.after)
    if output.as_json:
        output.document(
            {
                "serial": serial.id,
                "episode": episode.id,
                "position": episode.position,
                "title": episode.title,
                "old": {"fetched_at": forms.moment(states.old.fetched_at), "characters": states.old.characters},
                "new": {
                    "fetched_at": forms.moment(states.new.fetched_at),
                    "characters": states.new.characters,
                    "suspect": states.new.suspect or None,
                },
                "passages": [
                    {
                        "before": one.before,
                        "after": one.after,
                        "pieces": [{"kind": piece.kind.value, "text": piece.text} for piece in one.pieces],
                    }
                    for one in passages
                    if one.is_changed
                ],
            }
        )
        return 0
    output.data(f"{episode.title}: {_day(states.old.fetched_at)} … {_day(states.new.fetched_at)}")
    if states.new.suspect:
        output.data(f"set aside: {states.new.suspect}")
    for line in marked(passages):
        output.data()
        output.data(line)
    return 0


def marked(passages: Sequence[Passage]) -> list[str]:
    """The changed paragraphs with their changes marked, and how many stand unchanged between them."""
    lines: list[str] = []
    same = 0
    for one in passages:
        if not one.is_changed:
            same += 1
            continue
        if same:
            lines.append(_unchanged(same))
            same = 0
        lines.append("".join(f"{SIGNS[piece.kind][0]}{piece.text}{SIGNS[piece.kind][1]}" for piece in one.pieces))
    return [*lines, _unchanged(same)] if same else lines


def _unchanged(count: int) -> str:
    return "… 1 paragraph unchanged" if count == 1 else f"… {count} paragraphs unchanged"


def _day(moment: object) -> str:
    return str(moment)[:10]


def joins(call: Call) -> int:
    """Serve ``tsuzuki joins``."""
    library, arguments, output = call.library(), call.arguments, call.output
    serial = lists.serial_named(library, arguments.serial)
    episodes = lists.episodes(library, serial.id)
    if arguments.part:
        chosen = lists.episodes_named(library, serial, arguments.part)
        parted = lists.part(library, serial.id, [one.id for one in chosen])
        if output.as_json:
            output.document({"parted": parted})
        else:
            output.say(f"{parted} parted; each other address is an episode of its own now.")
        return 0
    position = {one.id: one.position for one in episodes}
    standing = lists.joins(library, serial.id)
    if output.as_json:
        output.document(
            {
                "joins": [
                    {
                        "episode": one.episode_id,
                        "position": position[one.episode_id],
                        "url": one.url,
                        "known_by": one.rung,
                        "at": forms.moment(one.at),
                        "title_before": one.title_before,
                        "url_before": one.url_before,
                    }
                    for one in standing
                ]
            }
        )
        return 0
    for one in standing:
        output.data(f"{position[one.episode_id]:>4}  {one.title_before}  known by {one.rung}, {_day(one.at)}")
        output.data(f"      {readable(one.url_before)} → {readable(one.url)}")
    if not standing:
        output.say("No address of it was ever joined to another.")
    return 0

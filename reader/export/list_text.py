"""The reading list as plain text, for eyes and for a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import State

if TYPE_CHECKING:
    from reader.export.reading_list import ListedSerial, ReadingList

_SIGNS = {State.UNREAD: " ", State.READING: ">", State.READ: "x"}


def list_text(listed: ReadingList) -> str:
    """A serial's title, what is known of it, and a line an episode: ``[x]`` read, ``[>]`` begun."""
    return "\n\n".join(map(_serial, listed.serials)) + ("\n" if listed.serials else "")


def _serial(one: ListedSerial) -> str:
    serial, counts = one.serial, one.serial.counts
    known = [serial.author, f"{counts.read}/{counts.episodes}", serial.status.value, ", ".join(serial.tags)]
    lines = [serial.title, serial.url, " - ".join(filter(None, known))]
    if one.episodes:
        lines.append("")
    width = len(str(one.episodes[-1].episode.position)) if one.episodes else 0
    for each in one.episodes:
        episode = each.episode
        place = f"  {episode.fraction:.0%}" if episode.state is State.READING else ""
        lines.append(f"[{_SIGNS[episode.state]}] {episode.position:>{width}}  {episode.title}{place}")
    return "\n".join(lines)

"""The reading list as Markdown with checkboxes (GitHub Flavored Markdown, "task list items")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.addresses import is_web
from reader.export.text_markdown import escape_markdown
from reader.model import State

if TYPE_CHECKING:
    from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList

_BOX = {State.UNREAD: "[ ]", State.READING: "[ ]", State.READ: "[x]"}


def list_markdown(listed: ReadingList) -> str:
    """A heading a serial, a box an episode."""
    return "\n\n".join(["# Reading list", *map(_serial, listed.serials)]) + "\n"


def _serial(one: ListedSerial) -> str:
    serial, counts = one.serial, one.serial.counts
    told = [
        f"by {escape_markdown(serial.author)}" if serial.author else "",
        f"{counts.read} of {counts.episodes} read",
        serial.status.value,
        " ".join(f"`{tag.replace('`', '')}`" for tag in serial.tags),
    ]
    lines = [f"## {_link(serial.title, serial.url)}", "", " · ".join(filter(None, told))]
    section = None
    for each in one.episodes:
        if each.episode.section != section:
            section = each.episode.section
            lines += ["", f"### {escape_markdown(section)}"] if section else []
            lines.append("")
        lines.append(_episode(each))
    return "\n".join(lines)


def _episode(one: ListedEpisode) -> str:
    episode = one.episode
    place = f" ({episode.fraction:.0%})" if episode.state is State.READING else ""
    gone = " (gone upstream)" if episode.gone else ""
    return f"- {_BOX[episode.state]} {_link(episode.title, episode.url)}{place}{gone}"


def _link(title: str, url: str) -> str:
    if not is_web(url):
        return escape_markdown(title)
    return f"[{escape_markdown(title)}](<{url.replace('<', '%3C').replace('>', '%3E')}>)"

"""Hosts whose terms ask not to be read by programs.

Owns the table.  Such a serial is tracked by the one contents page that the reader names (or an interface that the site
offers); its episodes open in the browser and are never fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.addresses import host


@dataclass(frozen=True, slots=True)
class Wish:
    """What a site asks for, as a sentence for the reader."""

    site: str
    sentence: str
    hint: str


_HOSTS: Final = {
    "syosetu.com": "Shosetsuka ni Naro",
    "kakuyomu.jp": "Kakuyomu",
    "syosetu.org": "Hameln",
    "alphapolis.co.jp": "Alphapolis",
    "novelup.plus": "Novel Up Plus",
    "estar.jp": "Everystar",
    "wattpad.com": "Wattpad",
    "fanfiction.net": "FanFiction.Net",
    "scribblehub.com": "Scribble Hub",
    "webnovel.com": "Webnovel",
    "tapas.io": "Tapas",
    "novelpia.com": "Novelpia",
    "munpia.com": "Munpia",
    "qidian.com": "Qidian",
    "jjwxc.net": "Jinjiang",
}


def wish_of(url: str) -> Wish | None:
    """The wish of the host of an address, or None."""
    name = host(url)
    while name:
        if name in _HOSTS:
            site = _HOSTS[name]
            return Wish(
                site,
                f"{site} asks that programs do not read its episodes: Tsuzuki keeps the list and your place, "
                "and the episodes open in your browser",
                "Save the episodes with the site's own download and add them with `tsuzuki add PATH`.",
            )
        name = name.partition(".")[2]
    return None

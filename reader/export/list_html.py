"""The reading list as one HTML page that can be searched and narrowed without a network.

Owns its style and its few lines of script; everything from outside is escaped, and the page's own policy (CSP level
3) lets nothing else run and nothing be loaded.  Without script the page is the whole list.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from reader.addresses import is_web
from reader.model import State

if TYPE_CHECKING:
    from reader.export.reading_list import ListedEpisode, ListedSerial, ReadingList

_STYLE: Final = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin: 2rem 0 0; }
.known { opacity: .75; margin: 0; }
form { position: sticky; top: 0; padding: .5rem 0; background: Canvas; display: flex; gap: .5rem; flex-wrap: wrap; }
input[type=search] { flex: 1; min-width: 12rem; font: inherit; padding: .3rem .6rem; }
select { font: inherit; }
ol { padding-left: 3.2em; } li.read { opacity: .6; } li.reading { font-weight: 600; }
li::marker { font-variant-numeric: tabular-nums; }
progress { width: 8rem; }
[hidden] { display: none; }
"""

_SCRIPT: Final = """
"use strict";
const words = document.getElementById("words"), state = document.getElementById("state");
const fold = (text) => text.normalize("NFKC").toLowerCase();
const serials = [...document.querySelectorAll("section")].map((section) => ({
  section, head: fold(section.querySelector("header").textContent),
  rows: [...section.querySelectorAll("li")].map((row) => ({ row, text: fold(row.textContent) })),
}));
function narrow() {
  const wanted = fold(words.value).split(/\\s+/).filter(Boolean);
  for (const { section, head, rows } of serials) {
    let shown = 0;
    for (const { row, text } of rows) {
      const here = wanted.every((word) => text.includes(word) || head.includes(word));
      row.hidden = !(here && (!state.value || row.className === state.value));
      shown += !row.hidden;
    }
    const empty = rows.length === 0 && !state.value && wanted.every((word) => head.includes(word));
    section.hidden = shown === 0 && !empty;
  }
}
words.addEventListener("input", narrow);
state.addEventListener("change", narrow);
document.querySelector("form").hidden = false;
"""

_PAGE: Final = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Reading list</title>
<style>{style}</style>
</head>
<body>
<h1>Reading list</h1>
<form hidden>
<input type="search" id="words" aria-label="Search" placeholder="Search" autocomplete="off">
<select id="state" aria-label="State">
<option value="">all</option>
<option value="unread">unread</option>
<option value="reading">reading</option>
<option value="read">read</option>
</select>
</form>
{serials}
<script>{script}</script>
</body>
</html>
"""


def list_html(listed: ReadingList) -> str:
    """The whole page."""
    policy = f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; base-uri 'none'"
    return _PAGE.format(
        policy=f"{policy}; form-action 'none'",
        style=_STYLE,
        script=_SCRIPT,
        serials="\n".join(map(_serial, listed.serials)),
    )


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _serial(one: ListedSerial) -> str:
    serial, counts = one.serial, one.serial.counts
    known = [serial.author, f"{counts.read} of {counts.episodes} read", serial.status.value, ", ".join(serial.tags)]
    told = escape(" · ".join(filter(None, known)))
    language = f' lang="{escape(serial.language)}"' if serial.language else ""
    lines = [
        f"<section{language}>",
        "<header>",
        f"<h2>{_link(serial.title, serial.url)}</h2>",
        f'<p class="known">{told} <progress max="{max(1, counts.episodes)}" value="{counts.read}"></progress></p>',
        "</header>",
        "<ol>",
        *map(_episode, one.episodes),
        "</ol>",
        "</section>",
    ]
    return "\n".join(lines)


def _episode(one: ListedEpisode) -> str:
    episode = one.episode
    sign = {State.READ: " ✓", State.READING: f" {episode.fraction:.0%}"}.get(episode.state, "")
    gone = " (gone upstream)" if episode.gone else ""
    told = f"{_link(episode.title, episode.url)}{sign}{gone}"
    return f'<li value="{episode.position}" class="{episode.state.value}">{told}</li>'


def _link(title: str, url: str) -> str:
    if not is_web(url):
        return escape(title)
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(title)}</a>'

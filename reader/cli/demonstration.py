"""``demo``: the main job on what the package carries, over real HTTP on loopback, in a throw-away library."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import files
from reader.cli import forms
from reader.cli.adding import counted, picture
from reader.cli.fetching import fetch, tell_failures
from reader.cli.run import Call, require_terminal
from reader.demo.web import sample_web
from reader.library import following, lists
from reader.library.shelf import Library
from reader.model import Choices, Discovered
from reader.settings import Fetching, Settings

if TYPE_CHECKING:
    from reader.demo.web import SampleWeb


def demo(call: Call) -> int:
    """Serve ``tsuzuki demo``."""
    if not call.arguments.no_tui:
        require_terminal("the demo's reader")
    with sample_web() as web, tempfile.TemporaryDirectory(prefix="tsuzuki-demo-") as folder:
        settings = Settings(fetch=Fetching(pace_seconds=0, allow_private=tuple(web.hosts)))
        folders = files.find_folders(data=folder, config=str(Path(folder) / "settings.toml"))
        with Library.open(folders, settings) as library:
            inner = Call(call.arguments, call.output, folders, call.open_ui, _open=[library])
            status, found = _follow_all(inner, web)
            if call.output.as_json:
                call.output.document({"serials": found})
            elif not call.arguments.no_tui:
                call.output.finish()
                call.open_ui(library, None, None)
    return status


def _follow_all(call: Call, web: SampleWeb) -> tuple[int, list[dict[str, Any]]]:
    status, found = 0, []
    for url in (web.post_url, web.home_url):
        call.output.say(f"tsuzuki add {url}")
        answer = asyncio.run(following.discover(call.library(), url, watch=call.output.passing))
        if isinstance(answer, Choices):  # the sample pages hold one serial each
            status = 1
            continue
        found.append(_follow(call, answer))
        status = max(status, 1 if found[-1].pop("failed") else 0)
    return status, found


def _follow(call: Call, discovered: Discovered) -> dict[str, Any]:
    if not call.output.as_json and call.arguments.no_tui:
        picture(call.output, discovered)
    serial = following.follow(call.library(), discovered)
    report = asyncio.run(fetch(call, serial.id))
    tell_failures(call, [{"error": one.error, "hint": one.hint} for one in report.failures])
    serial = lists.serial_named(call.library(), str(serial.id))
    episodes = lists.episodes(call.library(), serial.id)
    if not call.output.as_json and call.arguments.no_tui:
        call.output.data(f"  fetched {serial.counts.saved} of {counted(serial.counts.episodes)}")
        call.output.data()
    return {
        "serial": forms.serial_form(serial),
        "episodes": [forms.episode_form(one) for one in episodes],
        "failed": bool(report.failures),
    }

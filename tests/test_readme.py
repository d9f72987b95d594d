"""The README tells every command, key and setting, and nothing that is no more."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from reader import __version__
from reader.cli.arguments import COMMANDS, GLOBAL, usage
from reader.locale import Say
from reader.settings import Settings, keys
from reader.tui.keys import table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_it_begins_with_the_two_commands() -> None:
    assert README.split("```console\n")[1].startswith(
        "$ pip install uv && uv run tsuzuki demo\n$ pip install uv && uv run pytest\n```"
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_command_stands_as_it_is_called(command: object) -> None:
    row = next(one for one in COMMANDS if one is command)
    assert f"| `{usage(row).replace('|', chr(92) + '|')}` | {row.help} |" in README


def test_no_command_is_promised_that_is_not_there() -> None:
    promised = set(re.findall(r"`tsuzuki ([a-z]+)", README)) | set(re.findall(r"run tsuzuki ([a-z]+)", README))
    assert promised <= {one.name for one in COMMANDS}


def test_global_options_stand() -> None:
    assert all(f"`{option.names[0]}" in README for option in GLOBAL)


def test_every_key_stands() -> None:
    missing = [line for line in table(Say()).splitlines() if line not in README.splitlines()]
    assert missing == []


def test_every_setting_stands_with_its_default() -> None:
    settings = Settings()
    for key in keys():
        section, name = key.split(".")
        value = getattr(getattr(settings, section), name)
        shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
        shown = shown or ("[]" if value == () else f'"{value}"' if isinstance(value, str) else str(value))
        assert f"| `{key}` | `{shown}` |" in README
    assert len(re.findall(r"^\| `(?:fetch|reading|interface)\.", README, re.MULTILINE)) == len(keys())
    sections = (settings.fetch, settings.reading, settings.interface)
    assert len(keys()) == len([field for one in sections for field in dataclasses.fields(one)])


def test_every_picture_exists() -> None:
    pictures = re.findall(r"\((screenshots/[^)]+)\)", README)
    assert pictures
    assert [one for one in pictures if not (ROOT / one).is_file()] == []


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")

"""The table of commands against the code that serves it and the shells that complete it."""

from __future__ import annotations

import importlib
import shutil
import subprocess

import pytest

from reader.cli.arguments import COMMANDS, parser
from reader.cli.completion import SHELLS, script
from reader.cli.run import SERVED_BY
from reader.errors import UsageError


def test_every_command_is_served_and_nothing_else() -> None:
    assert set(SERVED_BY) == {one.name for one in COMMANDS}
    for place in SERVED_BY.values():
        module, _, function = place.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize("command", [one.name for one in COMMANDS])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert "usage: tsuzuki" in capsys.readouterr().out


def test_a_wrong_call_is_our_error() -> None:
    with pytest.raises(UsageError, match="invalid choice"):
        parser().parse_args(["mark", "1", "1", "loved"])


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_a_script_of_that_shell(shell: str) -> None:
    text = script(shell)
    assert all(one.name in text for one in COMMANDS)
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} on this machine")
    subprocess.run([found, "-n"], input=text, text=True, check=True, capture_output=True)


def test_bash_completes_commands_and_options() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    ask = 'COMP_WORDS=({}); COMP_CWORD={}; _tsuzuki; echo "${{COMPREPLY[@]}}"'
    for words, at, expected in (("tsuzuki ex", 1, "export extract"), ("tsuzuki add --dry", 2, "--dry-run")):
        code = script("bash") + ask.format(words, at)
        done = subprocess.run([bash, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected

"""What ``schedule`` prints is what systemd and cron read."""

from __future__ import annotations

import configparser
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import schedule
from reader.cli.schedule import crontab, own_command, systemd_word, this_machine, timer

if TYPE_CHECKING:
    from tests.cli.conftest import Tsuzuki

ODD = ["/opt/my tools/tsuzuki", "--data", '/home/ä b/50% "off"/it\'s $HOME\\x', "update"]


def test_cron_s_shell_reads_the_command_back() -> None:
    minute, hour, *rest = crontab(ODD).line.split(" ", 5)
    assert minute.isdigit()
    assert int(minute) < 60
    assert (hour, rest[:3]) == ("*/3", ["*", "*", "*"])
    # cron turns \% into % and hands the rest to the shell.
    assert "%" not in rest[3].replace("\\%", "")
    words = shlex.split(rest[3].replace("\\%", "%").removesuffix(" >/dev/null"))
    assert words == ODD


def test_two_libraries_do_not_run_at_the_same_minute() -> None:
    minutes = {crontab(["tsuzuki", "--data", f"/home/{name}", "update"]).line.split()[0] for name in "abcdefgh"}
    assert len(minutes) > 4


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/tsuzuki", "/usr/bin/tsuzuki"),
        ("/a b", '"/a b"'),
        ('say "x"', '"say \\"x\\""'),
        ("50%", '"50%%"'),
        ("$HOME", '"$$HOME"'),
        ("a\\b", '"a\\\\b"'),
        ("", '""'),
    ],
)
def test_systemd_reads_a_word_as_it_was(word: str, written: str) -> None:
    assert systemd_word(word) == written


def test_the_units_are_units() -> None:
    (service_path, service), (timer_path, when) = timer(ODD, Path("/units")).files
    assert (service_path, timer_path) == ("/units/tsuzuki-update.service", "/units/tsuzuki-update.timer")
    for text, section in ((service, "Service"), (when, "Timer")):
        unit = configparser.RawConfigParser(strict=True)
        unit.read_string(text)
        assert section in unit
    assert 'ExecStart="/opt/my tools/tsuzuki" --data' in service
    assert "OnCalendar=*-*-* 00/3:00:00" in when


def test_the_command_prints_what_this_machine_takes(tsuzuki: Tsuzuki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "this_machine", lambda: "systemd")
    answer = tsuzuki("schedule")
    assert answer.status == 0
    assert "# Save as " in answer.out
    assert "systemctl --user enable --now tsuzuki-update.timer" in answer.out
    # A timer knows nothing of this call's folders unless it is told.
    assert "--data" in answer.out
    assert "--config" in answer.out
    line = tsuzuki("schedule", "--for", "cron", "--json").document
    assert (line["kind"], line["files"]) == ("cron", [])
    assert line["line"].endswith("--quiet update >/dev/null")
    assert "# Add with: crontab -e" in tsuzuki("schedule", "--for", "cron").out


def test_where_neither_is_found_it_says_so(tsuzuki: Tsuzuki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "this_machine", lambda: "cron")
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "Neither systemd nor cron" in tsuzuki("schedule").err


def test_this_machine_is_one_of_the_two() -> None:
    assert this_machine() in {"systemd", "cron"}


def test_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/nowhere/pytest"])
    command = own_command()
    assert Path(command[0]).is_absolute()
    done = subprocess.run([*command, "--data", str(tmp_path), "list", "--json"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    script = tmp_path / "tsuzuki"
    script.touch()
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert own_command() == [str(script)]

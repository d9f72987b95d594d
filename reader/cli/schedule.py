"""``schedule``: what makes this machine run ``update`` by itself, printed and never installed.

Owns the texts for a systemd user timer and for cron, and how each of them quotes a command.
Sources: systemd.service(5) section "Command lines", systemd.timer(5), crontab(5).
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.run import Call

UNIT: Final = "tsuzuki-update"
HOURS: Final = 3
"""Between two runs; each asks only for the serials that are due."""

_PLAIN: Final = re.compile(r"[\w./:=@+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lines:
    """What to put where: whole files by path, or one line for the crontab; then the commands to run."""

    kind: str
    files: tuple[tuple[str, str], ...]
    line: str
    commands: tuple[str, ...]


def schedule(call: Call) -> int:
    """Serve ``tsuzuki schedule``."""
    output = call.output
    kind = call.arguments.kind or this_machine()
    command = [*own_command(), *_folders(call), "--quiet", "update"]
    units = Path.home() / ".config" / "systemd" / "user"
    lines = timer(command, units) if kind == "systemd" else crontab(command)
    if output.as_json:
        files = [{"path": path, "text": text} for path, text in lines.files]
        output.document(
            {"kind": lines.kind, "files": files, "line": lines.line or None, "commands": list(lines.commands)}
        )
        return 0
    for path, text in lines.files:
        output.raw(f"# Save as {path}\n{text}\n")
    if lines.line:
        output.raw(f"# Add with: crontab -e\n{lines.line}\n")
    if lines.commands:
        output.raw("".join(f"{line}\n" for line in ["# Then run:", *(f"#   {one}" for one in lines.commands)]))
    if not call.arguments.kind and kind == "cron" and not shutil.which("crontab"):
        output.say("Neither systemd nor cron was found here; these lines are for cron.")
    return 0


def this_machine() -> str:
    """``systemd`` where a user timer would run, else ``cron``."""
    return "systemd" if Path("/run/systemd/system").is_dir() and shutil.which("systemctl") else "cron"


def own_command() -> list[str]:
    """How this program is started, absolutely: a timer knows no PATH of the reader's."""
    started = Path(sys.argv[0])
    if started.name == "tsuzuki" and started.is_file():
        return [str(started.absolute())]
    found = shutil.which("tsuzuki")
    return [str(Path(found).absolute())] if found else [sys.executable, "-m", "reader"]


def _folders(call: Call) -> list[str]:
    """The folders that this call was told, by option or environment; a timer has no environment of the reader's."""
    from reader.files import find_folders  # noqa: PLC0415 - imported by the caller already

    usual = find_folders(environment={})
    named = [] if call.folders.data == usual.data else ["--data", str(call.folders.data)]
    return named + ([] if call.folders.config == usual.config else ["--config", str(call.folders.config)])


def timer(command: Sequence[str], folder: Path) -> Lines:
    """A service and its timer for the systemd of the user, in ``folder``."""
    service = (
        "[Unit]\n"
        "Description=Look for new episodes of web serials\n"
        "Wants=network-online.target\n"
        "After=network-online.target\n\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart={' '.join(systemd_word(word, first=at == 0) for at, word in enumerate(command))}\n"
        "# A site that does not answer is no failure of the timer.\n"
        "SuccessExitStatus=1\n"
        "Nice=10\n"
    )
    when = (
        "[Unit]\n"
        "Description=Look for new episodes of web serials\n\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* 00/{HOURS}:00:00\n"
        "RandomizedDelaySec=30m\n"
        "Persistent=true\n\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )
    files = ((str(folder / f"{UNIT}.service"), service), (str(folder / f"{UNIT}.timer"), when))
    commands = (
        "systemctl --user daemon-reload",
        f"systemctl --user enable --now {UNIT}.timer",
        "loginctl enable-linger    # only if it should run while you are logged out",
    )
    return Lines("systemd", files, "", commands)


def systemd_word(word: str, *, first: bool = False) -> str:
    """One word of ``ExecStart``; ``first`` is the program, in which no variable is looked for."""
    if not _PLAIN.fullmatch(word):
        escaped = word.replace("\\", "\\\\").replace('"', '\\"')
        word = f'"{escaped}"'
    word = word.replace("%", "%%")
    return word if first else word.replace("$", "$$")


def crontab(command: Sequence[str]) -> Lines:
    """One line for ``crontab -e``; its minute is this library's own, so that not all readers ask at once."""
    words = shlex.join(command)
    minute = crc32(words.encode("utf-8", "replace")) % 60
    escaped = words.replace("%", "\\%")
    return Lines("cron", (), f"{minute} */{HOURS} * * * {escaped} >/dev/null", ())

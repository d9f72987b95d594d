"""The house rules as failing tests: lint, format, types, floors, and who may import what."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--check", "--no-cache", "."],
    "mypy": ["mypy"],
    "floors": ["lint-imports", "--no-cache"],
}

DOORS = {
    "httpx": ["reader/web/"],
    "sqlite3": ["reader/store/"],
    "feedparser": ["reader/discover/"],
    "lxml": ["reader/hypertext/", "reader/discover/", "reader/extract/", "reader/local/"],
    "textual": ["reader/tui/"],
    "PIL": ["reader/pictures/"],
}
"""The only folders in which a library may be imported."""


@pytest.mark.parametrize("name", CHECKS)
def test_house_rule(name: str) -> None:
    command = CHECKS[name]
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("library", DOORS)
def test_only_its_rooms_import(library: str) -> None:
    importing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "reader").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith((f"import {library}", f"from {library}"))
    ]
    outside = [path for path in importing if not any(path.startswith(door) for door in DOORS[library])]
    assert importing, f"nothing imports {library}: is the table still true?"
    assert outside == []


LIGHT_COMMANDS = [["list"], ["--version"], ["show", "nothing"], ["undo", "--list"]]
HEAVY = ["textual", "lxml", "httpx", "feedparser", "rich.console"]

PROBE = """
import sys
from reader.__main__ import main
sys.argv = ['tsuzuki', '--data', {folder!r}, *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", LIGHT_COMMANDS, ids=" ".join)
def test_light_commands_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    code = PROBE.format(folder=str(tmp_path), arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == "[]", done.stderr


def test_top_level_holds_what_the_owner_laid_out() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git checkout")
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    top = {name.partition("/")[0] for name in listed if name}
    allowed = {"pyproject.toml", "reader", "tests", "screenshots", "README.md", "CHANGELOG.md", "LICENSE"}
    assert {name for name in top if not name.startswith(".")} <= allowed

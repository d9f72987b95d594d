from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reader.cli.run import run
from reader.demo.web import SampleWeb, sample_web

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Answer:
    """What one call of the program gave."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Tsuzuki = Callable[..., Answer]


@pytest.fixture(scope="session")
def web() -> Iterator[SampleWeb]:
    with sample_web() as running:
        yield running


def _settings(folder: Path) -> Path:
    settings = folder / "settings.toml"
    settings.write_text('[fetch]\npace_seconds = 0\nallow_private = ["127.0.0.1"]\n', "utf-8")
    return settings


@pytest.fixture
def tsuzuki(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tsuzuki:
    """Call the command line on a library of this test's own; nothing has a terminal."""
    settings = _settings(tmp_path)

    def call(*arguments: object) -> Answer:
        base = ["--data", str(tmp_path / "data"), "--config", str(settings)]
        status = run([*base, *map(str, arguments)], lambda *_: None)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def shelf_with_one(web: SampleWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library that follows the English sample serial."""
    folder = tmp_path_factory.mktemp("followed")
    base = ["--quiet", "--data", str(folder / "data"), "--config", str(_settings(folder))]
    assert run([*base, "add", web.feed_url, "--json"], lambda *_: None) == 0
    return folder / "data"


@pytest.fixture
def followed(tsuzuki: Tsuzuki, shelf_with_one: Path, tmp_path: Path) -> Tsuzuki:
    """The same, on a copy of a library that follows the English sample serial."""
    shutil.copytree(shelf_with_one, tmp_path / "data")
    return tsuzuki

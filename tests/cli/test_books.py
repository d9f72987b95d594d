"""What leaves as a book and comes back as a list."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Tsuzuki


def test_a_serial_leaves_as_a_book(followed: Tsuzuki, tmp_path: Path) -> None:
    target = tmp_path / "plot.epub"
    assert followed("export", "plot", "--format", "epub", "-o", target).status == 0
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as book:
        assert book.namelist()[0] == "mimetype"
        assert len([name for name in book.namelist() if name.endswith(".xhtml")]) >= 12
    assert followed("export", "--format", "epub").status == 2


def test_a_book_without_a_name_is_put_here_and_never_over_another(
    followed: Tsuzuki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert followed("export", "--serial", "1", "--format", "epub").status == 0
    assert [one.name for one in tmp_path.glob("*.epub")] == ["Plot Fourteen.epub"]
    assert followed("export", "--serial", "1", "--format", "epub").status == 2


def test_a_list_comes_back_with_its_marks(followed: Tsuzuki, tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    followed("mark", "1", "1-3", "read")
    target = tmp_path / "list.json"
    followed("export", "--format", "json", "-o", target)
    shown = followed("import", target, "--dry-run", "--json").document
    assert [one["serial"] for one in shown["serials"]] == [1]
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    report = tsuzuki("import", target, "--json").document
    assert (report["added"], report["episodes"]) == (1, 12)
    episodes = tsuzuki("show", "1", "--json").document["episodes"]
    assert [one["state"] for one in episodes[:4]] == ["read", "read", "read", "unread"]
    assert tsuzuki("export", "--format", "json").out.encode() == target.read_bytes()


def test_what_is_no_list_is_told(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    target.write_bytes(b"\x00\x01")
    answer = tsuzuki("import", target)
    assert answer.status == 2
    assert len(answer.err.strip().splitlines()) == 1
    assert tsuzuki("import", tmp_path / "absent").status == 2

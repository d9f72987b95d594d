from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import entries
from reader.entries import read_entries
from reader.errors import NotFound, TooLarge, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_bytes(b"2")
    (tmp_path / "one.txt").write_bytes(b"1")
    (tmp_path / ".hidden").write_bytes(b"0")
    assert read_entries(tmp_path) == (tmp_path.name, {"b/two.txt": b"2", "one.txt": b"1"})
    assert read_entries(tmp_path / "one.txt") == ("one.txt", {"one.txt": b"1"})


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing lies there"):
        read_entries(tmp_path / "absent")


@pytest.mark.parametrize(("size", "fits"), [(9, True), (10, True), (11, False)])
def test_limits_hold_at_their_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, fits: bool) -> None:
    monkeypatch.setattr(entries, "LOCAL_BYTES", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * size)
    if fits:
        assert read_entries(tmp_path)[1]
    else:
        with pytest.raises(TooLarge):
            read_entries(tmp_path)


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        read_entries(path)

"""Folders by precedence, settings with their line, files whole or not at all, one updater, names that travel."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import files
from reader.errors import ConfigError, ExportError, Full, Locked, StorageError, TsuzukiError
from reader.files import NAME_BYTES, Folders, UpdateLock, find_folders, load_settings, safe_name, update_holder
from reader.files import write_whole as write
from reader.settings import Settings

# --- folders -----------------------------------------------------------------------------------------------------


def test_flag_beats_environment_beats_the_usual_place() -> None:
    environment = {"TSUZUKI_DATA": "/env/data", "TSUZUKI_CONFIG": "/env/config.toml"}
    assert find_folders(data="/flag", environment=environment).data == Path("/flag")
    assert find_folders(environment=environment).data == Path("/env/data")
    assert find_folders(config="/flag.toml", environment=environment).config == Path("/flag.toml")
    assert find_folders(environment=environment) == Folders(Path("/env/data"), Path("/env/config.toml"), True)
    usual = find_folders(environment={"TSUZUKI_DATA": "", "TSUZUKI_CONFIG": ""})
    assert usual.data.name == "tsuzuki"
    assert usual.config.name == "settings.toml"
    assert not usual.config_is_named


def test_paths_are_made_absolute_and_home_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert find_folders(data="here", environment={}).data == tmp_path / "here"
    assert find_folders(data="~/there", environment={}).data == tmp_path / "home" / "there"
    with pytest.raises(ConfigError, match="home folder"):
        find_folders(data="~nobody-of-that-name/x", environment={})
    with pytest.raises(ConfigError, match="no path"):
        find_folders(data="a\0b", environment={})


def test_all_files_lie_in_the_data_folder(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "a" / "b", tmp_path / "c.toml")
    assert {path.parent for path in (folders.library, folders.backups, folders.update_lock)} == {folders.data}
    folders.make()
    folders.make()
    assert stat.S_IMODE(folders.data.stat().st_mode) == 0o700
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot be made") as caught:
        Folders(tmp_path / "file" / "x", tmp_path).make()
    assert "--data" in caught.value.hint


# --- settings ----------------------------------------------------------------------------------------------------


def settings_of(tmp_path: Path, text: str | bytes) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_settings(Folders(tmp_path, path, config_is_named=True))


def test_settings_come_from_the_file_or_are_the_defaults(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "[fetch]\npace_seconds = 2\n").fetch.pace_seconds == 2
    assert settings_of(tmp_path, "\ufeff[reading]\nmeasure = 40\n").reading.measure == 40
    assert load_settings(Folders(tmp_path, tmp_path / "none.toml")) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[fetch]\n\npace = 1\n", 3, "unknown key 'fetch.pace'"),
        ("# one\n[fetch]\npace_seconds = 'fast'\n", 3, "pace_seconds"),
        ("[reading]\nmeasure = 1\n", 2, "measure"),
        ("[interface]\nlanguage = 'xx'", 2, "language"),
        ("[reading]\nhanging = 1\n[interface]\ntheme = 'x'", 2, "hanging"),
        ("[interface]\ntheme = 'a'\n[fetch]\nallow_private = 'x'", 4, "allow_private"),
        ("fetch.hosts_at_once = 0", 1, "hosts_at_once"),
        ("[fetch]\n[nonsense]\n", 2, "nonsense"),
        ("fetch = 3", 1, "section"),
        ("[fetch\n", 1, ""),
        ("[fetch]\npace_seconds = \n", 2, ""),
        ("[fetch]\npace_seconds = 1\npace_seconds = 2", 3, ""),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings_of(tmp_path, text)
    assert caught.value.subject == f"{tmp_path / 'settings.toml'} line {line}"
    assert words in caught.value.message
    assert caught.value.hint


def test_a_key_written_in_an_unusual_way_is_named_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="measure") as caught:
        settings_of(tmp_path, "reading = { measure = 1 }")
    assert caught.value.subject.endswith("settings.toml")


def test_a_settings_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_settings(Folders(tmp_path, tmp_path / "none.toml", config_is_named=True))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(Folders(tmp_path, tmp_path))
    with pytest.raises(ConfigError, match="not UTF-8"):
        settings_of(tmp_path, b"x = '\xff'")


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_file_is_written_and_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    write(path, "一\n")
    assert path.read_text("utf-8") == "一\n"
    path.chmod(0o640)
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["list.md"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_overwriting_can_be_refused(tmp_path: Path) -> None:
    path = tmp_path / "one"
    write(path, "first", overwrite=False)
    with pytest.raises(ExportError, match="already"):
        write(path, "second", overwrite=False)
    assert path.read_text() == "first"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one"
    path.write_text("theirs")
    monkeypatch.setattr(files, "_mode", lambda _: None)
    with pytest.raises(ExportError):
        write(path, "ours", overwrite=False)
    assert path.read_text() == "theirs"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_pipe_or_device_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[str] = []
    reading = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
    reading.start()
    write(tmp_path / "pipe", "through")
    reading.join()
    assert read == ["through"]
    write(Path(os.devnull), "away")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("where", ["no/such/folder/file", ".", "x" * 300, "file/below", "a\0b"])
def test_what_cannot_be_written_changes_nothing(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(ExportError) as caught:
        write(tmp_path / where, "x")
    assert caught.value.hint
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, Full), (errno.EDQUOT, Full), (errno.EIO, ExportError)])
def test_a_failure_at_any_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, kind: type[TsuzukiError]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(*((os, "fsync", fail) if step == "fsync" else (Path, "replace", fail)))
    with pytest.raises(kind):
        write(tmp_path / "file", "new")
    monkeypatch.undo()
    assert (tmp_path / "file").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(Full, match="nothing was changed"):
            write(path, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


# --- the lock ----------------------------------------------------------------------------------------------------


def test_one_update_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "update.lock"
    assert update_holder(path) is None
    with UpdateLock(path):
        assert update_holder(path) == os.getpid()
        with pytest.raises(Locked, match=f"process {os.getpid()}") as caught, UpdateLock(path):
            pass
        assert caught.value.hint
    assert update_holder(path) is None
    with UpdateLock(path):
        path.write_text("?")
        assert update_holder(path) == 0
        with pytest.raises(Locked, match=r"running$"), UpdateLock(path):
            pass


def test_looking_who_holds_it_keeps_nobody_from_taking_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "update.lock"
    with UpdateLock(path):
        pass
    asked: list[int] = []
    lock = fcntl.flock

    def locking(handle: int, how: int) -> None:
        asked.append(how)
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", locking)
    assert update_holder(path) is None
    assert asked == []
    # After a crash the file names a process that is no more: then a look does lock, and taking it waits for the look.
    path.write_text("4711")
    assert update_holder(path) is None
    assert len(asked) == 1
    with path.open() as look:
        lock(look, fcntl.LOCK_SH)
        monkeypatch.setattr(time, "sleep", lambda _: lock(look, fcntl.LOCK_UN))
        with UpdateLock(path):
            assert update_holder(path) == os.getpid()


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "update.lock"
    code = (
        "import sys, time, pathlib; from reader.files import UpdateLock\n"
        "with UpdateLock(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert update_holder(path) == other.pid
        with pytest.raises(Locked), UpdateLock(path):
            pass
        other.kill()
        other.wait()
    with UpdateLock(path):
        pass


def test_a_lock_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError), UpdateLock(tmp_path / "none" / "update.lock"):
        pass

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "ftruncate", fail)
    with pytest.raises(Full), UpdateLock(tmp_path / "update.lock"):
        pass


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("星を継ぐ宿", "星を継ぐ宿"),
        ('What? A/B: "C" <D> | 100%', "What？ A／B： ”C” ＜D＞ ｜ 100％"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("..", "untitled"),
        ("", "untitled"),
        ("\x00\x1b[31m", "[31m"),
        ("-rf", "rf"),
        ("~root", "root"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("console", "console"),
        ("LPT1", "_LPT1"),
        ("ends with dots...  ", "ends with dots"),
        ("か\u3099", "が"),
        ("a\nb\tc", "a b c"),
    ],
)
def test_names_from_titles(title: str, name: str) -> None:
    assert safe_name(title) == name


@given(
    st.text(max_size=300) | st.text("か\u3099\u0301👩\u200d👧語a", min_size=60, max_size=300),
    st.sampled_from(["", ".epub"]),
)
@example("con." + "a" * 300, ".epub")
@example("a" * 199 + ". " * 50, "")
@example("字" * 66 + "e" + "\u0301" * 5, "")
def test_any_title_gives_a_name_that_every_system_takes(title: str, suffix: str) -> None:
    name = safe_name(title, suffix)
    assert len(name.encode("utf-8")) <= NAME_BYTES
    assert name.endswith(suffix)
    assert name.removesuffix(suffix).strip(". ")
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name[0] not in ".-~"
    assert name.isprintable() or any(ord(one) > 127 for one in name)
    assert unicodedata.is_normalized("NFC", name)
    assert name.partition(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}


def test_a_name_is_cut_before_a_whole_character() -> None:
    name = safe_name("字" * 66 + "e\u0323\u0301" + "x" * 50)
    assert name == "字" * 66

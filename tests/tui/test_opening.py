"""What may be handed to a browser, and how."""

from __future__ import annotations

import subprocess
import webbrowser
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from reader.tui import opening

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = [
    "",
    "no address",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ftp://example.org/",
    "data:text/html,x",
    "--incognito",
    "-https://example.org/",
    "https://",
    "https:///path",
    "https://user:secret@example.org/",
    "https://example.org\\@evil.example/",
    "https://example.org/a b",
    "https://example.org/\x1b[2J",
    "https://example.org:99999/",
    "https://\u2028example.org/",
    "mailto:a@example.org",
]

OPENED = {
    "https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
    "HTTP://Example.ORG/A": "http://example.org/A",
    "https://例え.example/小説/第一話?頁=二": "https://xn--r8jz45g.example/%E5%B0%8F%E8%AA%AC/%E7%AC%AC%E4%B8%80%E8%A9%B1?%E9%A0%81=%E4%BA%8C",
    "http://example.org:8080/%E3%81%82": "http://example.org:8080/%E3%81%82",
    "http://[::1]:80/": "http://[::1]:80/",
    "https://example.org/%action": "https://example.org/%ACtion",
    'https://example.org/"$(x)"': "https://example.org/%22$(x)%22",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert opening.openable(url) == ""
    assert opening.host_of(url) == ""


@pytest.mark.parametrize("url", OPENED)
def test_an_address_is_handed_over_in_ascii(url: str) -> None:
    address = opening.openable(url)
    assert address == OPENED[url]
    assert address.isascii()
    assert not address.startswith("-")


def test_the_host_is_shown_as_it_will_be_asked_for() -> None:
    assert opening.host_of("https://еxample.org/") == "xn--xample-2of.org"


@contextmanager
def nothing() -> Iterator[None]:
    yield


def test_the_browser_is_a_child_that_cannot_write_on_our_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], dict[str, object]]] = []

    class Child:
        def __init__(self, arguments: list[str], **how: object) -> None:
            started.append((arguments, how))

    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("firefox"))
    monkeypatch.setattr(subprocess, "Popen", Child)
    assert opening.open_in_browser("https://example.org/'x'", nothing)
    ((arguments, how),) = started
    assert arguments[-1] == "https://example.org/'x'"
    assert "shell" not in how
    assert {how[one] for one in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}


def test_a_browser_of_the_terminal_gets_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    @contextmanager
    def suspended() -> Iterator[None]:
        seen.append("suspended")
        yield
        seen.append("back")

    class Lynx(webbrowser.GenericBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            del new, autoraise
            seen.append(url)
            return True

    monkeypatch.setattr(webbrowser, "get", lambda: Lynx("lynx"))
    assert opening.open_in_browser("https://example.org/", suspended)
    assert seen == ["suspended", "https://example.org/", "back"]


def test_without_a_browser_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert not opening.open_in_browser("https://example.org/", nothing)
    assert not opening.open_in_browser("file:///etc/passwd", nothing)

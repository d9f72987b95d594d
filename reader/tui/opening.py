"""A web address to the reader's browser, and nothing else to anything else.

Owns what may be opened: http and https, in ASCII, handed over as one argument and never through a shell.  Refuses
every other scheme, and whatever a browser's command line could take for an option or a placeholder.
"""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from reader.addresses import is_web

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_SAFE = "%/:=&?~#+!$,;'@()*[]-._"


def openable(url: str) -> str:
    """The address as a browser may be given it, or ``""`` where it may not."""
    if not is_web(url) or any(letter.isspace() or not letter.isprintable() for letter in url) or "\\" in url:
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (UnicodeError, ValueError):
        return ""
    if not host or parts.username is not None:
        return ""
    if ":" in host:
        host = f"[{host}]"
    whole = urlunsplit(
        (parts.scheme.lower(), host + port, *(quote(part, _SAFE) for part in (parts.path, parts.query, parts.fragment)))
    )
    # "%action" and "%s" are placeholders of the webbrowser module; the same octets in capitals are not.
    return whole.replace("%ac", "%AC").replace("%s", "%25s")


def host_of(url: str) -> str:
    """The host that the reader is asked about, as it will be asked for; ``""`` where nothing will be opened."""
    address = openable(url)
    return urlsplit(address).netloc if address else ""


def open_in_browser(url: str, suspended: Callable[[], AbstractContextManager[None]]) -> bool:
    """Hand the address to the reader's browser; whether there was one.

    A browser that lives in the terminal itself gets the terminal, while ours is ``suspended``.
    """
    address = openable(url)
    if not address:
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
        with suspended():
            return bool(browser.open(address))
    # A child of its own, so that what a browser prints does not reach our screen.
    subprocess.Popen(  # noqa: S603 - one argument, checked above, no shell
        [sys.executable, "-m", "webbrowser", address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True

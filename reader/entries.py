"""The files at a path that the reader named: read whole, within limits, hidden ones left out.

The way in for serials that lie on this machine; refuses to know what the bytes are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.errors import NotFound, TooLarge, UsageError

if TYPE_CHECKING:
    from pathlib import Path

LOCAL_BYTES: Final = 300 * 1024 * 1024
"""All files of one local work together."""

LOCAL_ENTRIES: Final = 10_000


def read_entries(path: Path) -> tuple[str, dict[str, bytes]]:
    """A name, and what lies at ``path``: relative names to bytes, one entry for a file; hidden files left out.

    Raises :class:`NotFound`, :class:`TooLarge`, and :class:`UsageError` where it may not be read.
    """
    hint = "Give a folder of HTML, text or Markdown files, an EPUB, an Aozora Bunko text, or a zip of one."
    try:
        if not path.exists():
            raise NotFound("nothing lies there", subject=clean_line(str(path)), hint=hint)
        files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        visible = [one for one in files if not any(part.startswith(".") for part in one.relative_to(path).parts)]
        if len(visible) > LOCAL_ENTRIES or sum(one.stat().st_size for one in visible) > LOCAL_BYTES:
            raise TooLarge(
                "more than 300 MB or 10,000 files", subject=clean_line(str(path)), hint="Name a smaller folder."
            )
        names = {one: one.name if one == path else one.relative_to(path).as_posix() for one in visible}
        return path.resolve().name, {clean_line(name): one.read_bytes() for one, name in names.items()}
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror or error}", subject=clean_line(str(path)), hint=hint
        ) from error

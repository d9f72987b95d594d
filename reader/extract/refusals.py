"""What is no episode: files that are no pages, and pages that stand in for one.

Owns the recognition and the sentence that names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.errors import NoText

if TYPE_CHECKING:
    from reader.model import Resource

_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
)


def refuse_files(resource: Resource) -> None:
    """Raise :class:`NoText` for bytes that are no page, whatever they are called."""
    head = resource.body[:16]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise NoText(f"this is {name}, not a page", subject=resource.url, hint="Open it in a browser.")

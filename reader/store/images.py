"""The images of episodes: bytes by the address that the text has, once for all episodes that show them.

Owns what was asked for and what came of it, so that nothing is asked for twice: an image that did not come is
remembered with its reason, and a text whose images have all been asked for is marked.  What is kept is never replaced
by nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.store.values import digest, time_to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it came; width and height are in pixels."""

    media_type: str
    width: int
    height: int
    body: bytes


class Images:
    """All images there are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sizes(self, episode_id: int) -> dict[str, tuple[int, int]]:
        """Width and height of the episode's images that are here, by address."""
        rows = self._database.rows(
            "SELECT address, width, height FROM episode_image JOIN image ON image.id = image_id WHERE episode_id = ?",
            (episode_id,),
        )
        return {address: (width, height) for address, width, height in rows}

    def body(self, episode_id: int, address: str) -> bytes | None:
        """The bytes of one image, or ``None`` where it is not here."""
        row = self._database.row(
            "SELECT body FROM image WHERE id = (SELECT image_id FROM episode_image"
            " WHERE episode_id = ? AND address = ?)",
            (episode_id, address),
        )
        return None if row is None else bytes(row[0])

    def bodies(self, episode_ids: Iterable[int]) -> dict[str, bytes]:
        """The bytes of all images of these episodes, by address."""
        return {
            address: bytes(body)
            for number in episode_ids
            for address, body in self._database.rows(
                "SELECT address, body FROM episode_image JOIN image ON image.id = image_id WHERE episode_id = ?",
                (number,),
            )
        }

    def known(self, episode_id: int) -> set[str]:
        """Addresses of the episode's text that were asked for, whether they came or not."""
        return {
            row[0]
            for row in self._database.rows("SELECT address FROM episode_image WHERE episode_id = ?", (episode_id,))
        }

    def keep(self, episode_id: int, address: str, image: Image, now: datetime) -> None:
        """Keep an image; equal bytes are kept once."""
        mark = digest(image.body)
        with self._database.writing() as database:
            database.change(
                "INSERT INTO image (digest, media_type, width, height, body) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (digest) DO NOTHING",
                (mark, image.media_type, image.width, image.height, image.body),
            )
            database.change(
                "INSERT INTO episode_image (episode_id, address, image_id, asked_at)"
                " VALUES (?, ?, (SELECT id FROM image WHERE digest = ?), ?) ON CONFLICT (episode_id, address)"
                " DO UPDATE SET image_id = excluded.image_id, reason = '', asked_at = excluded.asked_at",
                (episode_id, address, mark, time_to_text(now)),
            )

    def failed(self, episode_id: int, address: str, reason: str, now: datetime) -> None:
        """Remember that it did not come; one that is here stays."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO episode_image (episode_id, address, reason, asked_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (episode_id, address) DO NOTHING",
                (episode_id, address, reason, time_to_text(now)),
            )

    def unseen(self, serial_id: int) -> list[int]:
        """Episodes of a serial with a text whose images were not all asked for yet, in order."""
        rows = self._database.rows(
            "SELECT e.id FROM episode e LEFT JOIN image_look l ON l.revision_id = e.revision_id"
            " WHERE e.serial_id = ? AND e.revision_id IS NOT NULL AND l.revision_id IS NULL ORDER BY e.position",
            (serial_id,),
        )
        return [row[0] for row in rows]

    def looked(self, episode_id: int, now: datetime) -> None:
        """All images of the episode's present text have been asked for."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO image_look (revision_id, at) SELECT revision_id, ? FROM episode"
                " WHERE id = ? AND revision_id IS NOT NULL ON CONFLICT (revision_id) DO NOTHING",
                (time_to_text(now), episode_id),
            )

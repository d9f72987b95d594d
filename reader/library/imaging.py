"""The images of saved texts: fetched once, where the reader wants them, and kept beside the text.

Owns what is asked for and its bounds: web addresses alone, so many an episode and so many bytes, one after the other
at the pace of their host.  What is no picture by its own bytes is not kept.  An image that fails takes nothing with
it; of a host that does not answer, or wants patience, the rest is asked for with the next update.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.addresses import host, is_web
from reader.discover.wishes import wish_of
from reader.document import Role
from reader.errors import NotAsked, NotFound, ParseError, StorageError, Throttled, TimedOut, TsuzukiError, Unreachable
from reader.model import Fetch, Purpose
from reader.pictures.kinds import kind_of
from reader.store.images import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.library.shelf import Library
    from reader.web.protocol import Web

MOST_IMAGES: Final = 60
"""Of one episode; what a text has beyond that stays on the web."""

MOST_BYTES: Final = 30 * 1024 * 1024
"""Of one episode's images together."""


async def fetch_images(library: Library, serial_id: int, web: Web) -> int:
    """Fetch the images that the serial's saved texts show and the library has not; how many came.

    Nothing where the settings do not want images.  Raises :class:`~reader.errors.StorageError`.
    """
    if not library.settings.fetch.images:
        return 0
    silent: set[str] = set()
    came = 0
    for episode_id in library.store.images.unseen(serial_id):
        try:
            came += await _of_episode(library, episode_id, web, silent)
        except NotFound:
            continue  # taken away meanwhile
        except NotAsked:
            break
    return came


async def _of_episode(library: Library, episode_id: int, web: Web, silent: set[str]) -> int:
    """Fetch one episode's images, but of no host that is ``silent`` for now; those are asked for at the next look."""
    images = library.store.images
    document = library.store.texts.current(episode_id)
    known = images.known(episode_id)
    left, came, all_asked = MOST_BYTES, 0, True
    addresses = dict.fromkeys(block.source for block in document.blocks if block.role is Role.IMAGE)
    for address in _wanted(addresses)[:MOST_IMAGES]:
        if address in known or left <= 0:
            continue
        if host(address) in silent:
            all_asked = False
            continue
        try:
            image = await _fetch(address, web)
        except (StorageError, NotAsked):
            raise
        except (Throttled, Unreachable, TimedOut):
            silent.add(host(address))
            all_asked = False
            continue
        except TsuzukiError as error:
            images.failed(episode_id, address, error.message, library.now())
            continue
        left -= len(image.body)
        images.keep(episode_id, address, image, library.now())
        came += 1
    if all_asked:
        images.looked(episode_id, library.now())
    return came


def _wanted(addresses: Iterable[str]) -> list[str]:
    """Those that may be asked for."""
    return [address for address in addresses if is_web(address) and wish_of(address) is None]


async def _fetch(address: str, web: Web) -> Image:
    resource = await web.fetch(Fetch(address, Purpose.IMAGE))
    kind = None if resource.cut else kind_of(resource.body)
    if kind is None:
        raise ParseError("what came is no picture that can be shown", subject=address)
    return Image(kind.media_type, kind.width, kind.height, resource.body)

"""``sync``: reading state with other machines, through a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import forms
from reader.library import syncing

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.shelf import Library
    from reader.library.syncing import Elsewhere


def sync(call: Call) -> int:
    """Serve ``tsuzuki sync``."""
    library, output = call.library(), call.output
    report = syncing.sync(library, Path(call.arguments.folder).expanduser())
    taken = report.taken
    if output.as_json:
        output.document(
            {
                "devices": [{"device": one.device, "name": one.name, "events": one.events} for one in report.peers],
                "received": taken.events,
                "sent": report.wrote,
                "serials": taken.serials,
                "episodes": taken.episodes,
                "marks": taken.marks,
                "places": taken.places,
                "offers": [_form(one) for one in report.offers],
                "remarks": list(report.remarks),
            }
        )
        return 0
    for remark in report.remarks:
        output.say(remark)
    for offer in report.offers:
        output.data(_offered(library, offer))
    others = len(report.peers)
    output.say(
        f"{others} other {'device' if others == 1 else 'devices'}: {taken.marks} marks and {taken.places} places"
        f" taken over, {taken.serials} new serials"
    )
    if taken.serials or taken.episodes:
        output.say("'tsuzuki update' fetches the texts that are new here.")
    return 0


def _offered(library: Library, offer: Elsewhere) -> str:
    serial, episode = syncing.offered(library, offer)
    return (
        f"{serial.title}, {episode.position} “{episode.title}”: {offer.device} is at {offer.fraction:.0%},"
        f" here it is {episode.fraction:.0%}"
    )


def _form(offer: Elsewhere) -> dict[str, object]:
    return {
        "serial": offer.serial_id,
        "episode": offer.episode_id,
        "device": offer.device,
        "progress": round(offer.fraction, 4),
        "at": forms.moment(offer.at),
        "locator": {"block": offer.locator.block, "offset": offer.locator.offset},
    }

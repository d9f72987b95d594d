"""So many at once, the begun ones first, and no slot lost to a cancelled taker."""

from __future__ import annotations

import asyncio

import pytest

from reader.web.slots import Slots


async def test_whoever_is_first_comes_first_and_each_in_its_order() -> None:
    slots, order = Slots(1), list[str]()

    async def take(name: str) -> None:
        async with slots.slot(first=name.startswith("first")):
            order.append(name)
            await asyncio.sleep(0)

    await asyncio.gather(*(take(name) for name in ("any 1", "any 2", "first 1", "any 3", "first 2")))
    assert order == ["any 1", "first 1", "first 2", "any 2", "any 3"]


async def test_never_more_than_so_many() -> None:
    slots, running, most = Slots(3), 0, 0

    async def take(number: int) -> None:
        nonlocal running, most
        async with slots.slot(first=number % 2 == 0):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(take(number) for number in range(20)))
    assert most == 3


@pytest.mark.parametrize("given", [False, True])
async def test_a_cancelled_taker_loses_no_slot(*, given: bool) -> None:
    slots = Slots(1)
    async with slots.slot(first=False):
        waiting = asyncio.ensure_future(slots._acquire(slots._others))
        await asyncio.sleep(0)
        if not given:
            waiting.cancel()
            await asyncio.sleep(0)
    waiting.cancel()  # where given: the slot is on its way already
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(1), slots.slot(first=False):
        pass

"""The demo's own process: what it tells, and what it is told while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from leaddesk.app.demo_process import DemoFailedError, DemoList, DemoProcess, DemoProvider


@pytest.fixture
async def demo() -> AsyncIterator[DemoProcess]:
    process = DemoProcess()
    yield process
    await process.stop()


async def seconds_between_calls(leadsopedia: DemoProvider) -> float:
    """As the demo's Leadsopedia has them now."""
    there = httpx.URL(leadsopedia.address).copy_with(path="/sandbox/leadsopedia")
    async with httpx.AsyncClient(trust_env=False) as client:
        told = (await client.get(there)).json()["seconds_between_calls"]
    assert isinstance(told, float | int)
    return told


async def test_it_tells_of_the_providers_and_heeds_another_wait(demo: DemoProcess) -> None:
    providers = await demo.start()

    reachstream, reactin, leadsopedia = (providers[name] for name in ("reachstream", "reactin", "leadsopedia"))
    assert len({provider.key.reveal() for provider in providers.values()}) == 3
    assert DemoList("Webinar guests", reactin.lists[0].organization, reactin.lists[0].list_id) == reactin.lists[0]
    assert all(shown.organization and shown.list_id for shown in reactin.lists)
    assert (reachstream.lists, leadsopedia.lists) == ((), ())
    assert (reachstream.seconds_between_calls, leadsopedia.seconds_between_calls) == (0.0, 1.0)
    assert await seconds_between_calls(leadsopedia) == 1.0

    async with asyncio.timeout(20):
        for seconds in (10.0, 1.0):
            await demo.set_wait(5.0)
            await demo.set_wait(seconds)
            while await seconds_between_calls(leadsopedia) != seconds:
                pass

    await demo.stop()
    with pytest.raises(httpx.ConnectError):
        await seconds_between_calls(leadsopedia)
    with pytest.raises(DemoFailedError):
        await demo.set_wait(10.0)


async def test_a_demo_that_was_never_started_cannot_be_told_anything(demo: DemoProcess) -> None:
    with pytest.raises(DemoFailedError):
        await demo.set_wait(10.0)
    await demo.stop()


async def test_a_demo_that_ended_by_itself_says_so(demo: DemoProcess) -> None:
    await demo.start()
    assert demo._spawning is not None
    process = await demo._spawning
    process.kill()
    await asyncio.to_thread(process.wait)

    with pytest.raises(DemoFailedError):
        await demo.set_wait(10.0)

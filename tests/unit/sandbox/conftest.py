"""One small world and one running sandbox for all tests of this folder; each test finds it as new."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.unit.sandbox.webhook_receiver import SECRET, Receiver


@pytest.fixture(scope="session")
def small_world() -> World:
    return World(seed=7, people=3000)


@pytest.fixture(scope="session")
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def running(small_world: World, clock: HandClock) -> Iterator[Sandbox]:
    with Sandbox(small_world, clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, clock: HandClock) -> Sandbox:
    clock.step = 1.0
    running.reset()
    return running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Knows the key, and comes seldom enough for the limit."""
    headers = {"X-API-Key": sandbox.key}
    with httpx.Client(base_url=sandbox.address, headers=headers, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def reactin(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Knows ReactIn's key and what is required of every request."""
    headers = {"Authorization": sandbox.reactin.key, "Content-Type": "application/json"}
    address = sandbox.reactin.address
    with httpx.Client(base_url=address, headers=headers, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def leadsopedia(sandbox: Sandbox, clock: HandClock) -> Iterator[httpx.Client]:
    """Knows Leadsopedia's key, and comes seldom enough for the limit."""
    clock.step = 10.0
    headers = {"X-Api-Key": sandbox.leadsopedia.key}
    address = sandbox.leadsopedia.address
    with httpx.Client(base_url=address, headers=headers, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def receiver(sandbox: Sandbox) -> Iterator[Receiver]:
    """Registered and active as the account's webhook; processing takes no time, nor do retries."""
    with Receiver() as receiver:
        sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
        sandbox.reachstream.switch({"seconds_to_process": 0, "seconds_between_retries": 0.001})
        yield receiver
        sandbox.reset()

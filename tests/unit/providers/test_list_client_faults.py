"""What ReactIn and Leadsopedia make of everything that can go wrong with a page."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.pages import Page
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import leadsopedia, reactin
from leaddesk.providers.client import Client
from leaddesk.providers.pacing import Pace
from leaddesk.sandbox.leadsopedia.service import Leadsopedia as DemoLeadsopedia
from leaddesk.sandbox.reactin.service import ReactIn as DemoReactIn
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.virtual_time import JumpingTimers

TELLS_BUSY = {"status": 429, "message": "Too many requests"}
FAULTS: list[tuple[str, dict[str, Any], type[errors.ProviderError], dict[str, object], int]] = [
    ("status", {"status": 400}, errors.RequestRefused, {"status": 400}, 1),
    ("status", {"status": 403}, errors.NoAccess, {"status": 403}, 1),
    ("status", TELLS_BUSY, errors.AskedToSlowDown, {"wait": None}, 3),
    ("status", {**TELLS_BUSY, "retry_after": 7}, errors.AskedToSlowDown, {"wait": 7}, 3),
    ("status", {**TELLS_BUSY, "retry_after": 3600}, errors.AskedToSlowDown, {"wait": 3600}, 1),
    ("status", {"status": 500}, errors.ProviderFailed, {"status": 500}, 3),
    ("html", {"status": 502}, errors.ProviderFailed, {"status": 502}, 3),
    ("html", {}, errors.UnreadableAnswer, {"found": "html"}, 1),
    ("broken-json", {}, errors.UnreadableAnswer, {"found": "json"}, 1),
    ("empty-body", {}, errors.UnreadableAnswer, {"found": "json"}, 1),
    ("truncated", {}, errors.Unreachable, {"reason": "cut"}, 3),
    ("cut", {}, errors.Unreachable, {"reason": "cut"}, 3),
    ("redirect", {"to": "http://localhost:1/elsewhere"}, errors.RedirectRefused, {"host": "localhost"}, 1),
]


class Reading:
    """A client, the demo that it reads from, and how it asks for the second page of a list."""

    def __init__(self, client: Client, demo: DemoReactIn | DemoLeadsopedia, ask: Callable[[], Any]) -> None:
        self.client, self.demo, self._ask = client, demo, ask

    async def page(self) -> Page:
        page = await self._ask()
        assert isinstance(page, Page)
        return page


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=2000), clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.fixture(params=["reactin", "leadsopedia"])
async def reading(sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[Reading]:
    sandbox.reset()
    pace = Pace(10, 1.0, timers=JumpingTimers(), jitter=lambda: 0.0)
    if request.param == "reactin":
        wanted, key = sandbox.reactin.lists[1], Secret(sandbox.reactin.key)
        one = reactin.connect(lambda: sandbox.reactin.address, lambda: asyncio.sleep(0, key), pace=pace)
        there = Reading(
            one,
            sandbox.reactin,
            lambda: one.leads(wanted.organization_id, wanted.list_id, 2, urgency=Urgency.CLICK),
        )
    else:
        list_id, other_key = sandbox.leadsopedia.lists[0][0], Secret(sandbox.leadsopedia.key)
        two = leadsopedia.connect(lambda: sandbox.leadsopedia.address, lambda: asyncio.sleep(0, other_key), pace=pace)
        there = Reading(two, sandbox.leadsopedia, lambda: two.contacts(list_id, 2, urgency=Urgency.CLICK))
    await there.page()  # so that a dialect is known
    there.demo.forget_requests()
    yield there
    await there.client.aclose()


@pytest.mark.parametrize(("fault", "settings", "kind", "facts", "tries"), FAULTS)
async def test_what_becomes_of_a_fault(
    reading: Reading,
    *,
    fault: str,
    settings: dict[str, Any],
    kind: type[errors.ProviderError],
    facts: dict[str, object],
    tries: int,
) -> None:
    reading.demo.fault(fault, page=2, **settings)
    with pytest.raises(errors.ProviderError) as raised:
        await reading.page()
    assert type(raised.value) is kind
    assert {name: getattr(raised.value, name) for name in facts} == facts
    assert raised.value.provider == reading.demo.name
    assert len(reading.demo.requests) == tries
    assert not any(request.stray_key for request in reading.demo.requests)


@pytest.mark.parametrize("fault", ["truncated", "cut"])
async def test_what_passes_is_not_noticed(reading: Reading, fault: str) -> None:
    reading.demo.fault(fault, times=2)
    assert (await reading.page()).entries


async def test_a_key_that_is_refused(reading: Reading) -> None:
    reading.demo.fault("status", status=401)
    with pytest.raises(errors.KeyRefused):
        await reading.page()
    assert [request.scheme for request in reading.demo.requests] in ([""], ["bare", "bearer"])


@pytest.mark.parametrize(
    "fault", ["numbers-as-strings", "strings-as-numbers", "unknown-fields", "content-type", "awkward-names"]
)
async def test_what_is_read_all_the_same(reading: Reading, fault: str) -> None:
    plain = await reading.page()
    reading.demo.fault(fault)
    page = await reading.page()
    assert (page.number, page.next, page.total, len(page.entries)) == (2, 3, plain.total, len(plain.entries))


async def test_a_list_that_is_null_is_empty(reading: Reading) -> None:
    reading.demo.fault("null-lists")
    assert (await reading.page()).entries == ()


async def test_reactin_halves_its_pace_when_it_is_told_to_slow_down(sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.reactin.fault("status", status=429, retry_after=3600)
    wanted, key = sandbox.reactin.lists[0], Secret(sandbox.reactin.key)
    client = reactin.connect(lambda: sandbox.reactin.address, lambda: asyncio.sleep(0, key))
    assert client.pace.limit / client.pace.per == 2
    with pytest.raises(errors.AskedToSlowDown):
        await client.leads(wanted.organization_id, wanted.list_id, 1, urgency=Urgency.CLICK)
    assert client.pace.limit / client.pace.per == 1
    await client.aclose()

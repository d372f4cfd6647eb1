"""ReactIn and Leadsopedia through their front doors, over HTTP, against the strict sandbox."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import leadsopedia, reactin
from leaddesk.providers.dialect import RememberedInMemory
from leaddesk.providers.leadsopedia import Leadsopedia
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reactin import ReactIn
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.virtual_time import JumpingTimers

CLICK = Urgency.CLICK


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(scope="module")
def open_sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=2000), clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(open_sandbox: Sandbox) -> Sandbox:
    open_sandbox.reset()
    return open_sandbox


def pace() -> Pace:
    return Pace(10, 1.0, timers=JumpingTimers(), jitter=lambda: 0.0)


@pytest.fixture
async def reading_reactin(sandbox: Sandbox) -> AsyncIterator[ReactIn]:
    key = Secret(sandbox.reactin.key)
    client = reactin.connect(lambda: sandbox.reactin.address, lambda: asyncio.sleep(0, key), pace=pace())
    yield client
    await client.aclose()


@pytest.fixture
async def reading_leadsopedia(sandbox: Sandbox) -> AsyncIterator[Leadsopedia]:
    key = Secret(sandbox.leadsopedia.key)
    client = leadsopedia.connect(lambda: sandbox.leadsopedia.address, lambda: asyncio.sleep(0, key), pace=pace())
    yield client
    await client.aclose()


# -- ReactIn


@pytest.mark.parametrize("paths", ["both", "first", "second"])
@pytest.mark.parametrize("authorization", ["both", "bare", "bearer"])
async def test_a_smartlist_is_read_in_every_dialect(
    sandbox: Sandbox, reading_reactin: ReactIn, paths: str, authorization: str
) -> None:
    sandbox.reactin.switch({"paths": paths, "authorization": authorization})
    wanted = sandbox.reactin.lists[1]
    number: int | None = 1
    read = []
    while number is not None:
        page = await reading_reactin.leads(wanted.organization_id, wanted.list_id, number, urgency=CLICK)
        read += [json.loads(entry.raw) for entry in page.entries]
        number = page.next
    assert read == list(sandbox.reactin.leads(wanted.list_id))
    failed = [request for request in sandbox.reactin.requests if request.status != 200]
    assert len(failed) <= 2, "what answered is remembered"
    assert not any(request.stray_key for request in sandbox.reactin.requests)


async def test_the_way_of_the_key_is_remembered(sandbox: Sandbox) -> None:
    sandbox.reactin.switch({"authorization": "bearer"})
    wanted, remembered = sandbox.reactin.lists[0], RememberedInMemory()
    key = Secret(sandbox.reactin.key)
    for _ in range(2):
        client = reactin.connect(
            lambda: sandbox.reactin.address, lambda: asyncio.sleep(0, key), remembered=remembered, pace=pace()
        )
        await client.leads(wanted.organization_id, wanted.list_id, 1, urgency=CLICK)
        await client.aclose()
    assert [request.scheme for request in sandbox.reactin.requests] == ["bare", "bearer", "bearer"]


async def test_what_reactin_refuses(sandbox: Sandbox, reading_reactin: ReactIn) -> None:
    wanted = sandbox.reactin.lists[0]
    with pytest.raises(errors.NothingThere):
        await reading_reactin.leads(wanted.organization_id, "nobody", 1, urgency=CLICK)
    with pytest.raises(errors.NoAccess):
        await reading_reactin.leads("another-organization", wanted.list_id, 1, urgency=CLICK)
    sandbox.reactin.fault("status", status=401)
    with pytest.raises(errors.KeyRefused):
        await reading_reactin.leads(wanted.organization_id, wanted.list_id, 1, urgency=CLICK)


# -- Leadsopedia


@pytest.mark.parametrize("total_field", ["total", "count"])
@pytest.mark.parametrize("next_form", ["link", "path", "number", "other-host"])
async def test_a_list_is_read_in_every_dialect(
    sandbox: Sandbox, reading_leadsopedia: Leadsopedia, total_field: str, next_form: str
) -> None:
    sandbox.leadsopedia.switch({"total_field": total_field, "next_form": next_form})
    list_id = sandbox.leadsopedia.lists[0][0]
    number: int | None = 1
    read = []
    while number is not None:
        page = await reading_leadsopedia.contacts(list_id, number, urgency=CLICK)
        read += [json.loads(entry.raw) for entry in page.entries]
        assert page.total == len(sandbox.leadsopedia.contacts(list_id))
        number = page.next
    assert read == list(sandbox.leadsopedia.contacts(list_id))
    assert not sandbox.leadsopedia.files.requests, "a link to another host is never followed"


@pytest.mark.parametrize("paths", ["both", "first", "second"])
async def test_one_contact_and_the_downloads_under_either_path(
    sandbox: Sandbox, reading_leadsopedia: Leadsopedia, paths: str
) -> None:
    sandbox.leadsopedia.switch({"paths": paths})
    list_id = sandbox.leadsopedia.lists[0][0]
    known = next(contact for contact in sandbox.leadsopedia.contacts(list_id) if contact.get("email"))
    by_email = await reading_leadsopedia.contact(list_id, email=str(known["email"]), urgency=CLICK)
    by_id = await reading_leadsopedia.contact(list_id, contact_id=str(known["id"]), urgency=CLICK)
    assert json.loads(by_email.raw)["email"] == known["email"]
    assert json.loads(by_id.raw) == known
    assert (await reading_leadsopedia.downloads(1, urgency=CLICK)).entries
    with pytest.raises(errors.NothingThere):
        await reading_leadsopedia.contact(list_id, contact_id="0", urgency=CLICK)


async def test_the_account(reading_leadsopedia: Leadsopedia) -> None:
    balance = await reading_leadsopedia.credits(urgency=CLICK)
    total, used, left = (balance.number(f"credits_{name}") for name in ("total", "used", "left"))
    assert total is not None
    assert used is not None
    assert left == total - used
    assert "email" in (await reading_leadsopedia.account(urgency=CLICK)).values
    assert (await reading_leadsopedia.usage(urgency=CLICK)).values
    assert (await reading_leadsopedia.activity(1, urgency=CLICK)).entries
    assert (await reading_leadsopedia.history(2, urgency=CLICK)).entries
    lists = await reading_leadsopedia.lists(1, urgency=CLICK)
    first = str(lists.entries[0].values["id"])
    assert (await reading_leadsopedia.one_list(first, urgency=CLICK)).values["id"] == first


async def test_exactly_one_way_to_name_a_contact(reading_leadsopedia: Leadsopedia) -> None:
    for named in ({}, {"email": "a@b.example", "contact_id": "1"}):
        with pytest.raises(ValueError, match="either"):
            await reading_leadsopedia.contact("1", urgency=CLICK, **named)

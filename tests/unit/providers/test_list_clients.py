"""ReactIn and Leadsopedia through their front doors, over HTTP, against the strict sandbox."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.queue import QueueState, WaitingCall
from leaddesk.domain.sameness import identity
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import leadsopedia, reactin
from leaddesk.providers.dialect import RememberedInMemory
from leaddesk.providers.leadsopedia import Leadsopedia
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reactin import ReactIn
from leaddesk.providers.session import Answer
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.call_book import FakeBook
from tests.fakes.hostile_server import HostileServer, reply
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


async def lookups(client: Leadsopedia, list_id: str) -> None:
    for wanted in ("0", "40000000000"):
        with pytest.raises(errors.NothingThere):
            await client.contact(list_id, contact_id=wanted, urgency=CLICK)


async def test_a_contact_that_is_not_there_says_nothing_about_the_path(
    sandbox: Sandbox, reading_leadsopedia: Leadsopedia
) -> None:
    sandbox.leadsopedia.switch({"paths": "second"})
    list_id = sandbox.leadsopedia.lists[0][0]
    known = str(sandbox.leadsopedia.contacts(list_id)[0]["id"])
    await reading_leadsopedia.contact(list_id, contact_id=known, urgency=CLICK)
    await lookups(reading_leadsopedia, list_id)
    sandbox.leadsopedia.forget_requests()
    await reading_leadsopedia.contact(list_id, contact_id=known, urgency=CLICK)
    assert [request.dialect for request in sandbox.leadsopedia.requests] == [1]


@pytest.mark.parametrize("paths", ["both", "first", "second"])
async def test_one_download_under_either_path(sandbox: Sandbox, remembering: Remembering, paths: str) -> None:
    sandbox.leadsopedia.switch({"paths": paths})
    listed = (await remembering.client.downloads(1, urgency=CLICK)).entries[1]
    one = await remembering.client.one_download(str(listed.values["id"]), urgency=CLICK)
    assert one.values == listed.values
    path = "/mydownloads" if paths == "second" else "/downloads"
    assert remembering.of("download") == remembering.of("downloads") == path
    with pytest.raises(errors.NothingThere):
        await remembering.client.one_download("1", urgency=CLICK)


class Remembering:
    """A Leadsopedia, and what it learnt."""

    def __init__(self, sandbox: Sandbox, book: FakeBook) -> None:
        self._remembered = RememberedInMemory()
        self.client = leadsopedia.connect(
            lambda: sandbox.leadsopedia.address,
            lambda: asyncio.sleep(0, Secret(sandbox.leadsopedia.key)),
            pace=pace(),
            remembered=self._remembered,
            book=book,
        )

    def of(self, operation: str) -> str | None:
        return self._remembered.get("leadsopedia", operation)


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
async def remembering(sandbox: Sandbox, book: FakeBook) -> AsyncIterator[Remembering]:
    there = Remembering(sandbox, book)
    yield there
    await there.client.aclose()


@pytest.mark.parametrize("total_field", ["total", "count"])
@pytest.mark.parametrize(
    ("next_form", "remembered"),
    [("link", "link"), ("path", "link"), ("other-host", "link"), ("number", "number")],
)
async def test_how_pages_are_written_is_remembered(
    sandbox: Sandbox, remembering: Remembering, total_field: str, next_form: str, remembered: str
) -> None:
    sandbox.leadsopedia.switch({"total_field": total_field, "next_form": next_form})
    await remembering.client.history(1, urgency=CLICK)
    assert (remembering.of("total"), remembering.of("next")) == (total_field, remembered)


@pytest.mark.parametrize(
    ("pages_count", "seen"),
    [
        ("right", [None, "right"]),
        ("too-small", ["wrong", "wrong"]),
        ("too-large", [None, "wrong"]),
        ("absent", [None, None]),
    ],
)
async def test_a_number_of_pages_that_is_wrong_is_noticed(
    sandbox: Sandbox, remembering: Remembering, pages_count: str, seen: list[str | None]
) -> None:
    sandbox.leadsopedia.switch({"pages_count": pages_count})
    found = []
    for number in (1, 2):
        await remembering.client.history(number, urgency=CLICK)
        found.append(remembering.of("pages"))
    assert found == seen


async def test_a_full_month_is_told_by_the_provider(sandbox: Sandbox, remembering: Remembering, book: FakeBook) -> None:
    sandbox.leadsopedia.switch({"calls_this_month": 15_000})
    with pytest.raises(errors.MonthUsedUp) as raised:
        await remembering.client.credits(urgency=CLICK)
    now, until = datetime.now(UTC), raised.value.until
    assert raised.value.limit == 15_000
    assert until > now
    assert (until - now).days < 31
    assert until == until.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    assert (len(sandbox.leadsopedia.requests), book.claimed, book.told_used_up) == (1, 1, 1)


@pytest.mark.parametrize("retry_after", [None, 10])
async def test_too_early_is_repeated_and_counted(
    sandbox: Sandbox, remembering: Remembering, book: FakeBook, retry_after: int | None
) -> None:
    told = "Wait 10 seconds between API calls"
    sandbox.leadsopedia.fault("status", times=1, status=429, message=told, retry_after=retry_after)
    await remembering.client.credits(urgency=CLICK)
    assert [request.status for request in sandbox.leadsopedia.requests] == [429, 200]
    assert (book.claimed, book.told_used_up) == (2, 0)


async def test_the_provider_never_sees_two_calls_in_less_than_its_seconds() -> None:
    """With the real clocks, and seconds that are hundredths."""
    seconds = 0.02
    with Sandbox(World(seed=1, people=200), clock=time.monotonic) as sandbox:
        sandbox.leadsopedia.switch({"seconds_between_calls": 0.02, "limit": 10})
        key = Secret(sandbox.leadsopedia.key)
        client = leadsopedia.connect(
            lambda: sandbox.leadsopedia.address, lambda: asyncio.sleep(0, key), seconds_between=lambda: seconds
        )
        await asyncio.gather(*(client.history(number, urgency=CLICK) for number in range(1, 6)))
        sandbox.leadsopedia.switch({"seconds_between_calls": 0.1})
        seconds = 0.1
        await asyncio.gather(*(client.history(number, urgency=CLICK) for number in range(6, 9)))
        await client.aclose()
        assert [request.status for request in sandbox.leadsopedia.requests] == [200] * 8


CALLS = [
    ("account", {}, WaitingCall("account")),
    ("credits", {}, WaitingCall("credits")),
    ("usage", {}, WaitingCall("usage")),
    ("activity", {"number": 2}, WaitingCall("activity", page=2)),
    ("history", {"number": 3}, WaitingCall("history", page=3)),
    ("lists", {"number": 1}, WaitingCall("lists", page=1)),
    ("one_list", {"list_id": "7"}, WaitingCall("one_list", "7")),
    ("contacts", {"list_id": "7", "number": 4}, WaitingCall("contacts", "7", 4)),
    ("contact", {"list_id": "7", "email": "a@b.example"}, WaitingCall("contact", "7")),
    ("downloads", {"number": 1}, WaitingCall("downloads", page=1)),
    ("one_download", {"download_id": "731"}, WaitingCall("one_download")),
]


async def state_while_waiting(client: ReactIn | Leadsopedia, name: str, given: dict[str, object]) -> QueueState:
    waiting: asyncio.Future[QueueState] = asyncio.get_running_loop().create_future()

    def look(state: QueueState) -> None:
        if state.waiting and not waiting.done():
            waiting.set_result(state)

    client.pace.hold(3600)
    client.pace.subscribe(look)
    reading = asyncio.create_task(getattr(client, name)(**given, urgency=Urgency.BACKGROUND))
    seen = await waiting
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    return seen


@pytest.mark.parametrize(("name", "given", "about"), CALLS)
async def test_every_call_that_waits_says_what_it_is_about(
    reading_leadsopedia: Leadsopedia, name: str, given: dict[str, object], about: WaitingCall
) -> None:
    seen = await state_while_waiting(reading_leadsopedia, name, given)
    assert seen.calls == (replace(about, urgency=Urgency.BACKGROUND),)
    assert (seen.waiting, seen.resumes_at) == (1, None)
    assert seen.next_at is not None


async def test_a_page_of_leads_that_waits_says_what_it_is_about(reading_reactin: ReactIn) -> None:
    given: dict[str, object] = {"organization": "o", "list_id": "l", "number": 5}
    seen = await state_while_waiting(reading_reactin, "leads", given)
    assert seen.calls == (WaitingCall("leads", "l", 5, Urgency.BACKGROUND),)


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


@asynccontextmanager
async def answering(answer: object) -> AsyncIterator[Leadsopedia]:
    """A Leadsopedia that answers everything with ``answer``."""
    async with HostileServer(reply(200, answer)) as server:
        client = leadsopedia.connect(lambda: server.address, lambda: asyncio.sleep(0, Secret("key-1234")), pace=pace())
        yield client
        await client.aclose()


ANNA, BOB = {"id": 1, "email": "Anna@b.example"}, {"id": "2", "email": "bob@b.example"}


@pytest.mark.parametrize("answer", [ANNA, {"contacts": [ANNA]}, {"contacts": [BOB, ANNA], "total": 2, "next": None}])
async def test_a_contact_may_come_alone_or_in_a_list(answer: object) -> None:
    async with answering(answer) as client:
        assert (await client.contact("7", email="anna@b.example", urgency=CLICK)).values == ANNA
        assert (await client.contact("7", contact_id="1", urgency=CLICK)).values == ANNA


@pytest.mark.parametrize("there", [[], None, [BOB], [BOB, {"id": "3"}]])
async def test_a_list_without_the_contact_is_no_contact(there: object) -> None:
    async with answering({"contacts": there, "total": 0, "page": 1}) as client:
        with pytest.raises(errors.NothingThere):
            await client.contact("7", email="anna@b.example", urgency=CLICK)


async def test_a_download_may_count_its_downloads() -> None:
    file = {"id": 3, "filename": "a.csv", "downloads": 12}
    async with answering(file) as client:
        assert (await client.one_download("3", urgency=CLICK)).values == file


async def test_activities_of_one_thing_are_several() -> None:
    on_one = [{"id": "list-5", "action": "created"}, {"id": "list-5", "action": "renamed"}]
    async with answering({"activities": on_one, "total": 2}) as client:
        page = await client.activity(1, urgency=CLICK)
    assert len({identity(entry) for entry in page.entries}) == 2


@pytest.mark.parametrize(
    ("said", "retry_after", "kind"),
    [
        ("Monthly limit of 15,000 API calls reached", None, errors.MonthUsedUp),
        ("Monthly limit of 15,000 API calls reached", 86_400.0, errors.MonthUsedUp),
        ("Wait 10 seconds between calls. Your plan has 15,000 a month.", None, errors.AskedToSlowDown),
        ("Too many calls for your monthly plan", 10.0, errors.AskedToSlowDown),
    ],
)
def test_a_month_is_not_taken_for_used_up_lightly(
    said: str, retry_after: float | None, kind: type[errors.ProviderError]
) -> None:
    assert type(leadsopedia.judge(Answer(429, None, said, retry_after))) is kind


async def test_exactly_one_way_to_name_a_contact(reading_leadsopedia: Leadsopedia) -> None:
    for named in ({}, {"email": "a@b.example", "contact_id": "1"}):
        with pytest.raises(ValueError, match="either"):
            await reading_leadsopedia.contact("1", urgency=CLICK, **named)

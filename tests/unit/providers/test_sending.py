"""The fetch through its front door: what goes out, in which order, and what an answer means."""

from __future__ import annotations

import asyncio
import itertools
import logging
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from leaddesk.domain.errors import KeychainNotAnswering, PurchaseBlocked
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Reason, body_of
from leaddesk.domain.sending import Accepted, Ambiguous, NothingSent, Refused, SlowDown
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.pacing import LONGEST_WAIT, Pace
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.connected import CANARY
from tests.fakes.fetching import BODY, SECRET, Fetching, assert_silent
from tests.fakes.hostile_server import ok, reply
from tests.fakes.raw_server import Caller, RawServer, answering

pytestmark = pytest.mark.usefixtures("certificates_read_once")

NUMBER = ok({"unique_processing_id": 1300})


@pytest.mark.parametrize(
    ("way", "path", "secret"),
    [
        (DeliveryWay.WEBHOOK, "/api/v2/async/records/filter", SECRET),
        (DeliveryWay.POLLING, "/api/v2/async/records/filter/data", None),
    ],
)
async def test_what_is_sent(way: DeliveryWay, path: str, secret: str | None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with RawServer(answering(NUMBER)) as server:
        sent = await Fetching(server.address).send(way=way)
    (request,) = server.requests
    assert sent == Accepted("1300")
    assert request.line == f"POST {path} HTTP/1.1"
    assert request.body == BODY
    headers = dict(request.headers)
    assert headers.pop("user-agent").startswith("LeadDesk/")
    assert headers.pop("webhook_secret_key", None) == secret
    assert headers == {
        "host": f"127.0.0.1:{server.port}",
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "close",
        "content-type": "application/json",
        "content-length": str(len(BODY)),
        "x-api-key": CANARY,
    }
    assert_silent(sent, caplog.records)


async def test_every_fetch_has_a_connection_of_its_own() -> None:
    async def stays_open(caller: Caller) -> None:
        while True:
            await caller.hear()
            await caller.say(NUMBER)

    async with RawServer(stays_open) as server:
        fetching = Fetching(server.address)
        for _ in range(3):
            assert await fetching.send() == Accepted("1300")
    assert (server.connections, len(server.requests)) == (3, 3)


async def test_it_leaves_after_its_turn_and_before_the_connection() -> None:
    order: list[tuple[str, int, int]] = []

    async def leaving() -> None:
        order.append(("leaving", server.connections, fetching.pace.state.in_flight))

    async with RawServer(answering(NUMBER)) as server:
        fetching = Fetching(server.address)
        await fetching.send(leaving=leaving)
        assert order == [("leaving", 0, 1)]
        assert server.connections == 1


async def test_what_keeps_it_from_leaving_is_told_and_nothing_is_sent() -> None:
    async def leaving() -> None:
        raise PurchaseBlocked(7)

    async with RawServer(answering(NUMBER)) as server:
        fetching = Fetching(server.address)
        with pytest.raises(PurchaseBlocked):
            await fetching.send(leaving=leaving)
        assert fetching.pace.state.in_flight == 0
        assert await fetching.send() == Accepted("1300")
    assert server.connections == 1


@pytest.mark.parametrize(
    ("address", "key", "secret", "reason"),
    [
        ("http://files.example", CANARY, SECRET, "address"),
        ("https://user:pass@files.example", CANARY, SECRET, "address"),
        ("", CANARY, SECRET, "address"),
        ("http://127.0.0.1:1", None, SECRET, "no-key"),
        ("http://127.0.0.1:1", "two\r\nlines", SECRET, "key"),
        ("http://127.0.0.1:1", CANARY, None, "no-secret"),
        ("http://127.0.0.1:1", CANARY, "two\r\nX-More: lines", "secret"),
        ("http://127.0.0.1:1", CANARY, "", "secret"),
    ],
)
async def test_what_cannot_be_sent_does_not_leave(
    address: str, key: str | None, secret: str | None, reason: str
) -> None:
    fetching = Fetching(address, key)
    sent = await fetching.send(secret=secret)
    assert sent == NothingSent(reason)
    assert not sent.is_passing
    assert fetching.left == 0


async def test_a_keychain_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def locked(_: Fetching) -> None:
        raise KeychainNotAnswering(5.0)

    monkeypatch.setattr(Fetching, "_read_key", locked)
    fetching = Fetching("http://127.0.0.1:1")
    assert await fetching.send() == NothingSent("keychain")
    assert fetching.left == 0


async def test_a_certificate_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_there(**_: object) -> ssl.SSLContext:
        raise FileNotFoundError(2, "no such file")

    monkeypatch.setattr(httpx, "create_ssl_context", nothing_there)
    fetching = Fetching("https://leaddesk.test")
    assert await fetching.send() == NothingSent("tls")
    assert fetching.left == 0


async def test_a_429_holds_the_queue_and_a_long_one_is_told_to_the_next_without_leaving() -> None:
    async with RawServer(answering(reply(429, Retry_After=str(LONGEST_WAIT + 60)))) as server:
        fetching = Fetching(server.address, pace=Pace(10, 1.0))
        assert await fetching.send() == SlowDown(LONGEST_WAIT + 60)
        again = await fetching.send()
    assert isinstance(again, SlowDown)
    assert again.wait is not None
    assert again.wait > LONGEST_WAIT
    assert (server.connections, fetching.left) == (1, 1)


class Gate:
    """A server that answers when it is told, and a fetch that has reached it."""

    def __init__(self) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def conduct(self, caller: Caller) -> None:
        await caller.hear()
        self.reached.set()
        await self.opened.wait()
        await caller.say(NUMBER)


async def test_cancelling_does_not_lose_what_became_of_it() -> None:
    gate = Gate()
    async with RawServer(gate.conduct) as server:
        sending = asyncio.create_task(Fetching(server.address).send())
        await gate.reached.wait()
        for _ in range(3):
            sending.cancel()
            await asyncio.sleep(0)
        assert not sending.done()
        gate.opened.set()
        assert await sending == Accepted("1300")
        assert sending.cancelling() == 3
    assert server.connections == 1


async def test_cancelling_while_it_leaves_waits_for_that_as_well() -> None:
    """What it writes down then may be on the disk already."""
    leaves, go_on = asyncio.Event(), asyncio.Event()

    async def leaving() -> None:
        leaves.set()
        await go_on.wait()

    async with RawServer(answering(NUMBER)) as server:
        sending = asyncio.create_task(Fetching(server.address).send(leaving=leaving))
        await leaves.wait()
        sending.cancel()
        await asyncio.sleep(0)
        go_on.set()
        assert await sending == Accepted("1300")


async def test_cancelling_in_the_queue_sends_nothing() -> None:
    async with RawServer(answering(NUMBER)) as server:
        fetching = Fetching(server.address, pace=Pace(10, 1.0))
        fetching.pace.hold(60.0)
        sending = asyncio.create_task(fetching.send())
        await fetching.until_waiting(1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert (server.connections, fetching.left) == (0, 0)
        assert fetching.pace.state.waiting == fetching.pace.state.in_flight == 0


async def test_the_end_of_the_event_loop_leaves_an_outcome() -> None:
    """As ``asyncio.run`` ends: everything is cancelled, the exchange itself as well."""
    gate = Gate()
    async with RawServer(gate.conduct) as server:
        before = asyncio.all_tasks()
        sending = asyncio.create_task(Fetching(server.address).send())
        await gate.reached.wait()
        for task in asyncio.all_tasks() - before - server.tasks:
            task.cancel()
        assert await sending == Ambiguous(Reason.CUT)


async def test_a_bug_below_after_the_first_byte_is_ambiguous(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"bug with {CANARY}")

    monkeypatch.setattr("leaddesk.providers.wire.decode", broken)
    async with RawServer(answering(NUMBER)) as server:
        sent = await Fetching(server.address).send()
    assert sent == Ambiguous(Reason.CUT, 200)
    assert "RuntimeError" in caplog.text
    assert_silent(sent, caplog.records)


async def test_a_click_goes_first_in_the_queue() -> None:
    order: list[str] = []

    async def waits(fetching: Fetching) -> None:
        async with fetching.pace.turn(fetching.pace.place(Urgency.BACKGROUND)):
            order.append("background")

    async def leaving() -> None:
        order.append("fetch")

    async with RawServer(answering(NUMBER)) as server:
        fetching = Fetching(server.address, pace=Pace(1, 0.01))
        fetching.pace.hold(60.0)
        background = asyncio.create_task(waits(fetching))
        sending = asyncio.create_task(fetching.send(leaving=leaving))
        await fetching.until_waiting(2)
        fetching.pace.let_go()
        await asyncio.gather(sending, background)
    assert order == ["fetch", "background"]


@pytest.fixture(scope="module")
def open_sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=2000), key=CANARY, clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(open_sandbox: Sandbox) -> Sandbox:
    open_sandbox.reset()
    open_sandbox.reachstream.webhook = {"url": "http://127.0.0.1:9/", "secret": SECRET, "active": True}
    return open_sandbox


CEOS = body_of(Filter.of({"job_title_level": ["C-Suite"]}), 20)


@pytest.mark.parametrize("way", list(DeliveryWay))
@pytest.mark.parametrize("batch_id", ["top-level", "data", "unique-processing-id"])
async def test_the_demo_provider_takes_it(sandbox: Sandbox, way: DeliveryWay, batch_id: str) -> None:
    sandbox.reachstream.switch({"batch_id": batch_id, "never": True})
    sent = await Fetching(sandbox.address).send(CEOS, way=way)
    (taken,) = sandbox.reachstream.books.submissions
    assert sent == Accepted(str(taken.id))
    assert (taken.way, taken.number) == (way.value, 20)
    (request,) = sandbox.reachstream.requests
    assert (request.key, request.stray_key, request.secret) == (
        "right",
        False,
        "right" if way is DeliveryWay.WEBHOOK else "",
    )


async def test_what_the_demo_provider_refuses(sandbox: Sandbox) -> None:
    fetching = Fetching(sandbox.address)
    assert await fetching.send(CEOS, secret="another") == Refused(400, "Invalid webhook secret key")
    sandbox.reachstream.webhook = None
    assert await fetching.send(CEOS) == Refused(400, "Webhook feature is inactive")
    assert await fetching.send(b"{}", way=DeliveryWay.POLLING) == Refused(400, "Required fetchCount and filter")
    sandbox.reachstream.credits = 5
    refused = await fetching.send(CEOS, way=DeliveryWay.POLLING)
    assert isinstance(refused, Refused)
    assert (refused.status, refused.available) == (402, 5)
    fetching.key = "another"
    assert isinstance(refused := await fetching.send(CEOS, way=DeliveryWay.POLLING), Refused)
    assert refused.status == 403
    assert not sandbox.reachstream.books.submissions


@pytest.mark.parametrize(
    ("fault", "taken"),
    [
        ({"name": "cut"}, 1),
        ({"name": "cut-before"}, 0),
        ({"name": "cut-midway"}, 1),
        ({"name": "truncated"}, 1),
        ({"name": "html"}, 1),
        ({"name": "broken-json"}, 1),
        ({"name": "empty-body"}, 1),
        ({"name": "endless"}, 1),
        ({"name": "status", "status": 502}, 1),
        ({"name": "body-status", "status": 500}, 1),
        ({"name": "status-before", "status": 503}, 0),
    ],
)
async def test_what_nobody_can_tell_from_the_answer(sandbox: Sandbox, fault: dict[str, Any], taken: int) -> None:
    """The provider's books know better, and that is the point: LeadDesk cannot."""
    sandbox.reachstream.terms.never = True
    sandbox.reachstream.fault(**fault)
    assert isinstance(await Fetching(sandbox.address).send(CEOS), Ambiguous)
    assert len(sandbox.reachstream.requests) == 1
    assert len(sandbox.reachstream.books.submissions) == taken


@pytest.mark.parametrize("fault", ["data-in-string", "numbers-as-strings", "unknown-fields", "content-type"])
async def test_another_spelling_of_the_same(sandbox: Sandbox, fault: str) -> None:
    sandbox.reachstream.terms.never = True
    sandbox.reachstream.fault(fault)
    sent = await Fetching(sandbox.address).send(CEOS)
    assert sent == Accepted(str(sandbox.reachstream.books.submissions[0].id))

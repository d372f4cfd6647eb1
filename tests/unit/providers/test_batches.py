"""Polling a batch: still working, a body to be kept, or refused; and never a record lost to a word in it."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.deliveries import read_payload
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, body_of
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import Accepted, BatchAnswer, BatchBody, BatchRefused, StillWorking
from leaddesk.providers import reachstream
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reachstream import ReachStream
from leaddesk.providers.session import Raw
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.connected import CANARY, assert_silent_about_the_key, canary
from tests.fakes.hostile_server import HostileServer, Script, bomb, endless, reply, truncated
from tests.fakes.virtual_time import JumpingTimers

WORKING = b"Records are still being processed"
RECORD = {"id": 1, "contact_email_1": "a@b.example"}


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@asynccontextmanager
async def polling(address: str) -> AsyncIterator[ReachStream]:
    client = reachstream.connect(lambda: address, canary, pace=Pace(10, 1.0, timers=JumpingTimers()))
    try:
        yield client
    finally:
        await client.aclose()


async def batch(answer: Script) -> BatchAnswer:
    async with HostileServer(answer) as server, polling(server.address) as client:
        return await client.batch("b/1&x=2")


async def test_what_is_asked() -> None:
    async with HostileServer(reply(400, WORKING)) as server, polling(server.address) as client:
        await client.batch("b/1&x=2")
    (request,) = server.requests
    assert request.line == "GET /api/v2/records/batch-process?batch_process_id=b%2F1%26x%3D2 HTTP/1.1"
    assert request.headers["x-api-key"] == CANARY


@pytest.mark.parametrize(
    "answer",
    [
        reply(400, {"status": 400, "message": WORKING.decode()}),
        reply(400, {"status": 400, "message": "Bad Request", "data": {"why": WORKING.decode().upper()}}),
        reply(400, WORKING),
        reply(400, b"<html>" + WORKING + b"</html>"),
        reply(200, {"status": 400, "message": WORKING.decode()}),
        reply(200, {"status": 200, "data": None}),
        reply(200, {"status": "PROCESSING", "data": []}),
        reply(200, {"status": 200, "record_status": "QUEUED", "total_records": 0}),
    ],
)
async def test_it_is_still_worked_on(answer: bytes) -> None:
    assert await batch(answer) == StillWorking()


@pytest.mark.parametrize(
    "document",
    [
        {"status": "READY", "data": [RECORD], "total_records": 1},
        {"status": 200, "record_status": "ready", "records": [RECORD]},
        {"status": "READY", "data": []},
        {"status": 200, "record_status": "INSUFFICIENT_BALANCE"},
        {"status": "PROCESSING", "data": [RECORD]},
        {"status": 200, "data": [{**RECORD, "contact_job_title_1": WORKING.decode()}]},
        {"status": "READY", "data": json.dumps([RECORD])},
        {"status": "READY", "data": [RECORD, 5]},
        [RECORD],
    ],
)
async def test_what_holds_anything_is_handed_on_as_it_came(document: object) -> None:
    body = json.dumps(document, indent=1).encode()
    assert await batch(reply(200, body)) == BatchBody(body)
    assert await batch(reply(200, gzip.compress(body), content_encoding="gzip")) == BatchBody(body)
    assert await batch(reply(200, b"\xef\xbb\xbf" + body)) == BatchBody(b"\xef\xbb\xbf" + body)


async def test_a_long_one_is_not_decoded() -> None:
    body = b'{"status": "READY", "data": [' + b"1" * 100_000
    assert await batch(reply(200, body)) == BatchBody(body)


async def test_a_very_long_one_comes_piece_by_piece() -> None:
    """9 MB of records, folded into a few kilobytes, and larger than any other answer that a click waits for."""
    body = b'{"status": "READY", "data": [' + b",".join([json.dumps(RECORD).encode()] * 200_000) + b"]}"
    rounds = 0

    async def count_rounds() -> None:
        nonlocal rounds
        while True:
            await asyncio.sleep(0)
            rounds += 1

    folded = reply(200, gzip.compress(body), content_encoding="gzip")
    async with HostileServer(folded) as server, polling(server.address) as client:
        counting = asyncio.create_task(count_rounds())
        found = await client.batch("1")
        counting.cancel()
    assert found == BatchBody(body)
    assert rounds > len(body) // 1024**2, "the window had a turn after every megabyte"


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (reply(404, {"status": 404, "message": "Not Found"}), BatchRefused(404, "Not Found")),
        (reply(400, {"status": 400, "message": "Bad Request"}), BatchRefused(400, "Bad Request")),
        (reply(402, {"status": 402}), BatchRefused(402)),
        (reply(200, {"status": 404, "message": f"no {CANARY}"}), BatchRefused(404, "no …")),
    ],
)
async def test_it_is_refused(answer: bytes, refused: BatchRefused) -> None:
    assert await batch(answer) == refused


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(401), errors.KeyRefused),
        (reply(403), errors.KeyRefused),
        (reply(500), errors.ProviderFailed),
        (reply(200, b"<html>Welcome</html>"), errors.UnreadableAnswer),
        (reply(200, b"<html>" + b" " * 100_000), errors.UnreadableAnswer),
        (reply(200, b"null"), errors.UnreadableAnswer),
        (reply(200, b'"text"'), errors.UnreadableAnswer),
        (reply(200, b'{"half'), errors.UnreadableAnswer),
        (reply(204), errors.UnreadableAnswer),
        (reply(302, Location="http://127.0.0.1:1/"), errors.RedirectRefused),
        (truncated(), errors.Unreachable),
    ],
)
async def test_what_says_nothing_of_the_batch_is_an_error(
    answer: bytes, kind: type[errors.ProviderError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(errors.ProviderError) as raised:
        await batch(answer)
    assert type(raised.value) is kind
    assert_silent_about_the_key(raised.value, caplog.records)


@pytest.mark.parametrize("script", [endless, bomb(8)])
async def test_a_quarter_of_a_gigabyte_is_enough(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reachstream, "_RAW", Raw(largest=1024 * 1024, deadline=60.0))
    with pytest.raises(errors.AnswerTooLarge):
        await batch(script)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=2000), clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.mark.parametrize("ready_field", ["status", "record_status"])
@pytest.mark.parametrize("records_field", ["data", "records"])
async def test_bought_and_collected_from_the_demo_provider(
    sandbox: Sandbox, ready_field: str, records_field: str
) -> None:
    sandbox.reset()
    sandbox.reachstream.switch({"ready_field": ready_field, "records_field": records_field, "seconds_to_process": 0.0})

    async def key() -> Secret:
        return Secret(sandbox.key)

    async def leaving() -> None:
        pass

    client = reachstream.connect(lambda: sandbox.address, key, pace=Pace(10, 1.0, timers=JumpingTimers()))
    body = body_of(Filter.of({"job_title_level": ["C-Suite"]}), 20)
    sent = await client.send(body, None, way=DeliveryWay.POLLING, leaving=leaving)
    assert isinstance(sent, Accepted)
    while isinstance(found := await client.batch(sent.processing_id), StillWorking):
        pass
    await client.aclose()
    assert isinstance(found, BatchBody)
    payload = read_payload(found.body)
    (taken,) = sandbox.reachstream.books.submissions
    assert sorted(int(str(record["id"])) for record in payload.records) == sorted(taken.records)
    assert payload.state == "READY"

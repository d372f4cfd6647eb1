"""ReachStream's delivery by polling, in all the dialects that were seen."""

from __future__ import annotations

import contextlib
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.reachstream.records import RECORD_FIELDS
from leaddesk.sandbox.server import Sandbox

CREDITS = "/api/v2/retrive/users/active/credits"
FETCH = "/api/v2/async/records/filter/data"
POLL = "/api/v2/records/batch-process"
BODY = {"fetchCount": 40, "filter": {"job_title_level": {"0": "Manager"}}}


@pytest.fixture(autouse=True)
def processing_takes_no_time(sandbox: Sandbox) -> None:
    sandbox.reachstream.switch({"seconds_to_process": 0})


def poll(client: httpx.Client, number: Any = 1300) -> httpx.Response:
    return client.get(POLL, params={"batch_process_id": number})


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("top-level", {"batch_process_id": 1300}),
        ("data", {"data": {"batch_process_id": 1300}}),
        ("unique-processing-id", {"data": {"unique_processing_id": 1300}}),
    ],
)
def test_where_the_id_is(client: httpx.Client, sandbox: Sandbox, dialect: str, expected: Any) -> None:
    sandbox.reachstream.switch({"batch_id": dialect})
    answer = client.post(FETCH, json=BODY)
    assert answer.status_code == 200
    assert answer.json() == {"status": 200, "message": "Records processing initiated", **expected}


def test_while_it_runs_and_for_ever_where_nothing_comes(client: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.reachstream.switch({"seconds_to_process": 600})
    client.post(FETCH, json=BODY)
    sandbox.reachstream.switch({"seconds_to_process": 0, "never": True})
    client.post(FETCH, json=BODY)
    submission = sandbox.reachstream.books.wait_for(1301, "silent")
    for number in (1300, 1301):
        answer = poll(client, number)
        assert answer.status_code == 400
        assert answer.json() == {"status": 400, "message": "Records are still being processed", "data": None}
    assert client.post(CREDITS).json()["data"] == {"available_credit": 720 - len(submission.records)}
    assert sandbox.reachstream.books.unacknowledged() == {1301: submission.records}


@pytest.mark.parametrize("ready_field", ["status", "record_status"])
@pytest.mark.parametrize("records_field", ["data", "records"])
def test_ready(client: httpx.Client, sandbox: Sandbox, ready_field: str, records_field: str) -> None:
    sandbox.reachstream.switch({"ready_field": ready_field, "records_field": records_field})
    client.post(FETCH, json=BODY)
    submission = sandbox.reachstream.books.wait_for(1300, "ready")
    assert submission.unacknowledged == submission.records
    answer = poll(client)
    assert answer.status_code == 200
    document = answer.json()
    assert document[ready_field] == "READY"
    assert document["status"] in {200, "READY"}
    assert document["total_records"] == len(submission.records) < 40
    records = document[records_field]
    assert tuple(record["id"] for record in records) == submission.records
    assert tuple(records[0]) == RECORD_FIELDS
    assert client.post(CREDITS).json()["data"] == {"available_credit": 720 - len(records)}
    sandbox.reachstream.books.wait_for(1300, "collected")
    assert sandbox.reachstream.books.unacknowledged() == {}
    assert poll(client).json() == document


@pytest.mark.parametrize("fault", ["cut", "cut-midway", "truncated", "status", "html", "cut-before"])
def test_records_that_went_astray_are_not_collected(client: httpx.Client, sandbox: Sandbox, fault: str) -> None:
    client.post(FETCH, json=BODY)
    submission = sandbox.reachstream.books.wait_for(1300, "ready")
    sandbox.reachstream.fault(fault, operation="poll", times=1)
    with contextlib.suppress(httpx.RemoteProtocolError):
        poll(client)
    assert sandbox.reachstream.books.submission(1300).unacknowledged == submission.records
    assert poll(client).json()["total_records"] == len(submission.records)
    sandbox.reachstream.books.wait_for(1300, "collected")


@pytest.mark.parametrize("ready_field", ["status", "record_status"])
def test_too_small_a_balance(client: httpx.Client, sandbox: Sandbox, ready_field: str) -> None:
    sandbox.reachstream.credits = 5
    sandbox.reachstream.switch({"balance_checked": "when-processed", "ready_field": ready_field})
    client.post(FETCH, json=BODY)
    sandbox.reachstream.books.wait_for(1300, "no balance")
    document = poll(client).json()
    assert document[ready_field] == "INSUFFICIENT_BALANCE"
    assert (document["data"], document["total_records"]) == ([], 0)
    assert client.post(CREDITS).json()["data"] == {"available_credit": 5}


@pytest.mark.parametrize("number", ["1299", "1301", "0", "abc", "", "-1", "1300.0", "9" * 40])
def test_an_unknown_id(client: httpx.Client, number: str) -> None:
    client.post(FETCH, json=BODY)
    assert poll(client, number).status_code == 404


def test_an_order_by_webhook_cannot_be_polled(client: httpx.Client, sandbox: Sandbox) -> None:
    secret = "a-webhook-secret"
    sandbox.reachstream.switch({"never": True})
    sandbox.reachstream.webhook = {"url": "http://127.0.0.1:9/", "secret": secret, "active": True}
    path = FETCH.removesuffix("/data")
    assert client.post(path, json=BODY, headers={"webhook_secret_key": secret}).status_code == 200
    sandbox.reachstream.books.wait_for(1300, "silent")
    assert poll(client).status_code == 404


@pytest.mark.parametrize("query", ["", "?id=1300", "?batch_process_id=1300&batch_process_id=1300", "?a=1"])
def test_a_poll_names_one_id(client: httpx.Client, query: str) -> None:
    answer = client.get(POLL + query)
    assert answer.status_code == 400
    assert "still being processed" not in answer.text


def test_it_needs_the_key(client: httpx.Client) -> None:
    assert poll(client).status_code == 404
    del client.headers["X-API-Key"]
    assert poll(client).status_code == 401

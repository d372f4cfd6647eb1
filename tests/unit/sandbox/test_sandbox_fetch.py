"""The fetch that spends credits: which orders are taken, and what the account and the logs show of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.unit.sandbox.webhook_receiver import SECRET, Receiver

CREDITS = "/api/v2/retrive/users/active/credits"
COUNT = "/api/v2/request/records/count"
FETCH = "/api/v2/async/records/filter"
POLLED_FETCH = "/api/v2/async/records/filter/data"

MANAGERS = {"job_title_level": {"0": "Manager"}}


def fetch(
    client: httpx.Client, number: Any = 10, wanted: Any = MANAGERS, secret: str | None = SECRET, **more: Any
) -> httpx.Response:
    headers = {} if secret is None else {"webhook_secret_key": secret}
    return client.post(FETCH, json={"fetchCount": number, "filter": wanted, **more}, headers=headers)


def refused(answer: httpx.Response, status: int, message: str, data: Any = None) -> None:
    assert answer.status_code == status
    assert answer.json() == {"status": status, "message": message, "data": data}


@pytest.fixture(autouse=True)
def nothing_bought_by_mistake(sandbox: Sandbox) -> Iterator[None]:
    """Whatever was answered with other than 200 has left no order."""
    yield
    taken = [request for request in sandbox.reachstream.requests if request.operation in {"fetch", "polled-fetch"}]
    assert len(sandbox.reachstream.books.submissions) == sum(request.status == 200 for request in taken)


@pytest.fixture(params=[FETCH, POLLED_FETCH])
def path(request: pytest.FixtureRequest, receiver: Receiver) -> str:
    """Both ways to order."""
    return str(request.param)


def test_an_order_is_accepted_and_numbered(client: httpx.Client, receiver: Receiver) -> None:
    first, second = fetch(client), fetch(client)
    assert (first.status_code, first.json()) == (
        200,
        {"status": 200, "message": "Records processing initiated", "data": {"unique_processing_id": 1300}},
    )
    assert second.json()["data"] == {"unique_processing_id": 1301}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"fetchCount": 10},
        {"filter": MANAGERS},
        {"fetchCount": 0, "filter": MANAGERS},
        {"fetchCount": -1, "filter": MANAGERS},
        {"fetchCount": "10", "filter": MANAGERS},
        {"fetchCount": 10.0, "filter": MANAGERS},
        {"fetchCount": True, "filter": MANAGERS},
        {"fetchCount": None, "filter": MANAGERS},
        {"fetchCount": 10, "filter": None},
        {"fetchCount": 10, "filter": []},
        {"fetchCount": 10, "filter": {"job_title_level": ["Manager"]}},
        {"fetchCount": 10, "filter": {"job_title_level": {"1": "Manager"}}},
        {"fetchCount": 10, "filter": {"shoe_size": {"0": "44"}}},
        {"fetchCount": 10, "filter": MANAGERS, "dry_run": True},
        {"fetchcount": 10, "filter": MANAGERS},
    ],
)
def test_a_body_of_another_shape_is_refused(client: httpx.Client, path: str, body: Any) -> None:
    answer = client.post(path, json=body, headers={"webhook_secret_key": SECRET})
    refused(answer, 400, "Required fetchCount and filter")


def test_a_body_under_another_content_type_is_not_seen(client: httpx.Client, path: str) -> None:
    body = json.dumps({"fetchCount": 10, "filter": MANAGERS})
    refused(client.post(path, content=body), 400, "Required fetchCount and filter")


def test_without_an_active_webhook_nothing_can_be_fetched(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": False}
    refused(fetch(client), 400, "Webhook feature is inactive")
    sandbox.reachstream.webhook = None
    refused(fetch(client), 400, "Webhook feature is inactive")
    polled = client.post(POLLED_FETCH, json={"fetchCount": 10, "filter": MANAGERS})
    assert polled.status_code == 200


@pytest.mark.parametrize("secret", [None, "", "another-secret", SECRET + "x"])
def test_the_secret_has_to_be_the_registered_one(client: httpx.Client, receiver: Receiver, secret: str | None) -> None:
    refused(fetch(client, secret=secret), 400, "Invalid webhook secret key")


def test_two_secrets_are_one_too_many(client: httpx.Client, receiver: Receiver) -> None:
    headers = [("webhook_secret_key", SECRET), ("webhook_secret_key", SECRET)]
    answer = client.post(FETCH, json={"fetchCount": 10, "filter": MANAGERS}, headers=headers)
    refused(answer, 400, "Invalid webhook secret key")


def test_more_than_the_balance_is_refused(client: httpx.Client, sandbox: Sandbox, path: str) -> None:
    sandbox.reachstream.credits = 9
    body = {"fetchCount": 10, "filter": MANAGERS}
    answer = client.post(path, json=body, headers={"webhook_secret_key": SECRET})
    refused(answer, 402, "Insufficient credit balance", {"available_credit": 9, "requested_fetch_count": 10})
    sandbox.reachstream.credits = 10
    assert client.post(path, json=body, headers={"webhook_secret_key": SECRET}).status_code == 200


def test_the_key_is_asked_for(client: httpx.Client, path: str) -> None:
    del client.headers["X-API-Key"]
    refused(client.post(path, json={}), 401, "Unauthorized")
    refused(client.post(path, json={}, headers={"X-API-Key": "guess"}), 403, "Forbidden")


def test_a_fetch_counts_for_the_limit(client: httpx.Client, receiver: Receiver, clock: HandClock) -> None:
    clock.step = 0.0
    assert [fetch(client).status_code for _ in range(11)] == [200] * 10 + [429]


def test_the_books_tell_of_second_submissions(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    both = {"job_title_level": {"0": "Manager"}, "company_address_country": {"0": "France"}}
    turned = {"company_address_country": {"0": "France"}, "job_title_level": {"0": "Manager"}}
    for number, wanted in ((5, both), (6, both), (5, MANAGERS), (5, turned)):
        assert fetch(client, number, wanted).status_code == 200
    books = sandbox.reachstream.books
    assert [submission.again for submission in books.submissions] == [False, False, False, True]
    assert [submission.id for submission in books.second_submissions()] == [1303]


def test_the_books_over_http(client: httpx.Client, sandbox: Sandbox, receiver: Receiver, small_world: World) -> None:
    receiver.statuses.append(500)
    fetch(client, 25)
    sandbox.reachstream.books.wait_for(1300, "delivered")
    (told,) = client.get("/sandbox/submissions").json()
    records = told["records"]
    assert told == {
        "id": 1300,
        "arrived": sandbox.reachstream.requests[0].arrived,
        "filter": MANAGERS,
        "number": 25,
        "way": "webhook",
        "again": False,
        "records": records,
        "charged": records,
        "state": "delivered",
        "answers": [500, 200],
        "unacknowledged": 0,
    }
    one = client.get("/sandbox/submissions/1300").json()
    assert one == {**told, "record_ids": receiver.deliveries[0].ids, "unacknowledged_ids": []}
    assert client.get("/sandbox/submissions/1299").status_code == 400
    elsewhere = httpx.get(f"{sandbox.reactin.address}/sandbox/submissions", trust_env=False)
    assert elsewhere.json() == []


@pytest.mark.parametrize(
    "webhook",
    [
        {},
        [],
        "http://127.0.0.1:9/hook",
        {"url": "http://127.0.0.1:9/hook", "secret": SECRET},
        {"url": "http://127.0.0.1:9/hook", "secret": SECRET, "active": 1},
        {"url": "http://127.0.0.1:9/hook", "secret": SECRET, "active": True, "more": 1},
        {"url": "http://127.0.0.1:9/hook", "secret": "short", "active": True},
        {"url": "http://127.0.0.1:9/hook", "secret": "with a space in it", "active": True},
        {"url": "http://hooks.example/hook", "secret": SECRET, "active": True},
        {"url": "http://127.0.0.1.example/hook", "secret": SECRET, "active": True},
        {"url": "http://127.0.0.1@hooks.example/hook", "secret": SECRET, "active": True},
        {"url": "http://127.0.0.1:99999/hook", "secret": SECRET, "active": True},
        {"url": "ftp://127.0.0.1/hook", "secret": SECRET, "active": True},
        {"url": None, "secret": SECRET, "active": True},
    ],
)
def test_a_webhook_that_could_not_be_is_refused_without_a_word_of_its_secret(
    client: httpx.Client, sandbox: Sandbox, webhook: Any
) -> None:
    answer = client.put("/sandbox/reachstream", json={"webhook": webhook})
    assert answer.status_code == 400
    assert SECRET not in answer.text
    assert client.get("/sandbox/reachstream").json()["webhook"] is None
    with pytest.raises(ValueError, match="webhook"):
        sandbox.reachstream.webhook = webhook


def test_the_webhook_is_switched_and_shown_without_its_secret(client: httpx.Client, sandbox: Sandbox) -> None:
    webhook = {"url": "http://localhost:9/hook", "secret": SECRET, "active": True}
    shown = client.put("/sandbox/reachstream", json={"webhook": webhook}).json()["webhook"]
    assert shown == {**webhook, "secret": "*****"}
    assert SECRET not in repr(sandbox.reachstream.webhook)
    assert client.put("/sandbox/reachstream", json={"webhook": None}).json()["webhook"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds_to_process": -1}, {"seconds_to_process": "1"}, {"seconds_between_retries": True}, {"tries": 0},
        {"batch_size": 0}, {"batch_size": 1.5}, {"overlap": 1.1}, {"late": -0.1}, {"never": 1}, {"deliver_twice": None},
        {"secret_travels": "pigeon"}, {"charged": "later"}, {"balance_checked": "never"}, {"batch_id": "top"},
        {"ready_field": "state"}, {"records_field": "rows"}, {"never": True, "tries": 0},
    ],
)  # fmt: skip
def test_switches_that_could_not_work_change_nothing(client: httpx.Client, wrong: Any) -> None:
    before = client.get("/sandbox/reachstream").json()
    assert client.put("/sandbox/reachstream", json=wrong).status_code == 400
    assert client.get("/sandbox/reachstream").json() == before


def test_a_reset_restores_everything(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reset()
    before = client.get("/sandbox/reachstream").json()
    changes = {"credits": 3, "never": True, "tries": 5, "seconds_to_process": 0, "secret_travels": "body"}
    client.put("/sandbox/reachstream", json=changes)
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
    fetch(client, 1)
    sandbox.reset()
    assert client.get("/sandbox/reachstream").json() == before
    assert sandbox.reachstream.books.submissions == []
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
    assert fetch(client).json()["data"] == {"unique_processing_id": 1300}
    sandbox.reachstream.forget_requests()
    sandbox.reachstream.books.clear()


def test_the_secret_is_at_home_in_the_header_of_a_fetch(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    fetch(client)
    fetch(client, secret="guessed-wrong")
    fetch(client, secret=None)
    requests = sandbox.reachstream.requests
    assert [(request.secret, request.stray_key) for request in requests] == [
        ("right", False),
        ("wrong", False),
        ("absent", False),
    ]
    assert "webhook_secret_key" in requests[0].headers
    assert SECRET not in repr(requests) + client.get("/sandbox/requests").text


def test_the_secret_is_astray_anywhere_else(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    body = {"fetchCount": 10, "filter": MANAGERS}
    own = {"webhook_secret_key": SECRET}
    client.post(CREDITS, headers=own)
    client.post(COUNT, json={"filter": {}}, headers=own)
    client.post(POLLED_FETCH, json=body, headers=own)
    fetch(client, webhook_secret_key=SECRET)
    client.post(f"{FETCH}?webhook_secret_key={SECRET}", json={})
    client.post(CREDITS, headers={"X-API-Key": SECRET})
    client.post(FETCH, json=body, headers={"webhook_secret_key": sandbox.key})
    client.post(FETCH, json=body, headers={"webhook-secret-key": SECRET})
    httpx.get(sandbox.reactin.address, headers=own, trust_env=False)
    requests = [*sandbox.reachstream.requests, *sandbox.reactin.requests]
    assert [request.stray_key for request in requests] == [True] * 9
    assert SECRET not in repr(requests)


def test_a_secret_that_was_replaced_is_one_still(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": "the-next-secret", "active": True}
    refused(fetch(client), 400, "Invalid webhook secret key")
    assert fetch(client, secret="the-next-secret").status_code == 200
    client.post(CREDITS, json={"note": SECRET})
    assert [request.stray_key for request in sandbox.reachstream.requests] == [False, False, True]
    assert SECRET not in repr(sandbox.reachstream.requests)

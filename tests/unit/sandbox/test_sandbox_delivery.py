"""What ReachStream brings to the webhook, and what it costs: the right way, and with all that can go wrong."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.reachstream.courier import WRONG_BY
from leaddesk.sandbox.reachstream.records import RECORD_FIELDS
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.unit.sandbox.webhook_receiver import SECRET, SILENCE, Receiver

CREDITS = "/api/v2/retrive/users/active/credits"
FETCH = "/api/v2/async/records/filter"
MANAGERS = {"job_title_level": {"0": "Manager"}}


def fetch(client: httpx.Client, number: int = 60, wanted: Any = MANAGERS) -> int:
    """Orders, and returns the processing id."""
    headers = {"webhook_secret_key": SECRET}
    answer = client.post(FETCH, json={"fetchCount": number, "filter": wanted}, headers=headers)
    assert answer.status_code == 200
    processing_id: int = answer.json()["data"]["unique_processing_id"]
    return processing_id


def balance(client: httpx.Client) -> int:
    credit: int = client.post(CREDITS).json()["data"]["available_credit"]
    return credit


def valid(world: World, number: int) -> list[int]:
    """The ids of those among the first ``number`` managers whose e-mail is valid."""
    first = world.search.matches({"job_title_level": ["Manager"]}).first(number)
    assert len(first) == number
    return [world.contact(contact).id for contact in first if world.has_valid_email(contact)]


def test_records_come_in_full_and_only_those_with_a_valid_email_are_charged(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver, small_world: World
) -> None:
    fetch(client, 60)
    sandbox.reachstream.books.wait_for(1300, "delivered")
    (delivery,) = receiver.deliveries
    assert delivery.path == "/hook/5b1f"
    assert delivery.headers["webhook_secret_key"] == SECRET
    assert delivery.headers["content-type"] == "application/json"
    assert list(delivery.document) == ["unique_processing_id", "event", "data"]
    assert delivery.document["unique_processing_id"] == 1300
    assert delivery.document["event"] == "data_notification"
    expected = valid(small_world, 60)
    assert delivery.ids == expected
    assert 45 < len(expected) < 60
    assert balance(client) == 720 - len(expected)
    assert sandbox.reachstream.books.submission(1300).charged == len(expected)
    for record in delivery.document["data"]:
        assert tuple(record) == RECORD_FIELDS
        assert "@" in record["contact_email_1"]
        assert "xxxxx" not in record.values()
        assert record["contact_job_title_level_1"] == "Manager"
    for field in RECORD_FIELDS:
        if field not in {"npi_number", "contact_social_facebook", "contact_social_instagram"}:
            assert any(record[field] for record in delivery.document["data"]), field


def test_nine_of_ten_contacts_have_a_valid_email(small_world: World) -> None:
    good = [number for number in range(len(small_world)) if small_world.has_valid_email(number)]
    assert 0.88 < len(good) / len(small_world) < 0.92
    assert all(small_world.contact(number).email for number in good)


def test_who_nobody_matches_is_delivered_as_nobody(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    fetch(client, 5, {"job_title": {"0": "Alchemist"}})
    sandbox.reachstream.books.wait_for(1300, "delivered")
    assert receiver.deliveries[0].ids == []
    assert balance(client) == 720


@pytest.mark.parametrize("status", [201, 204, 301, 404, 500, SILENCE])
def test_anything_but_200_is_tried_again(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver, status: int
) -> None:
    receiver.statuses.extend([status] * 3)
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    answers = [None if status == SILENCE else status] * 3
    assert submission.answers == (*answers, 200)
    assert len(receiver.deliveries) == 4
    assert len({str(delivery.document) for delivery in receiver.deliveries}) == 1
    assert balance(client) == 720 - len(submission.records)
    assert submission.unacknowledged == ()


def test_after_so_many_tries_it_is_given_up(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"tries": 3})
    receiver.statuses.extend([500] * 10)
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "given up")
    assert submission.answers == (500, 500, 500)
    assert submission.unacknowledged == submission.records
    assert sandbox.reachstream.books.unacknowledged() == {1300: submission.records}
    assert balance(client) == 720 - len(submission.records)


def test_nobody_there_and_then_somebody(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    with Receiver() as gone:
        url = gone.url
    sandbox.reachstream.webhook = {"url": url, "secret": SECRET, "active": True}
    fetch(client)
    assert sandbox.reachstream.books.wait_for(1300, "delivering").id == 1300
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": False}
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    assert submission.answers[-1] == 200
    assert set(submission.answers[:-1]) <= {None}


@pytest.mark.parametrize(
    ("way", "header"),
    [
        ("header", "webhook_secret_key"),
        ("hyphens", "webhook-secret-key"),
        ("x-prefix", "x-webhook-secret-key"),
        ("body", None),
        ("nowhere", None),
    ],
)
def test_how_the_secret_travels(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver, way: str, header: str | None
) -> None:
    sandbox.reachstream.switch({"secret_travels": way})
    fetch(client, 3)
    (delivery,) = receiver.wait_for(1)
    assert [name for name, value in delivery.headers.items() if SECRET in value] == ([header] if header else [])
    assert delivery.document.get("webhook_secret_key") == (SECRET if way == "body" else None)


def test_every_delivery_twice(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"deliver_twice": True})
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    one, other = receiver.deliveries
    assert one.document == other.document
    assert balance(client) == 720 - len(submission.records)


def test_in_shuffled_batches(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"batch_size": 7})
    receiver.statuses.extend([503, 200, 503])
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    assert len(receiver.deliveries) == -(-len(submission.records) // 7) + 2
    assert {len(delivery.ids) for delivery in receiver.deliveries} <= {7, len(submission.records) % 7}
    ids = {record for delivery in receiver.deliveries for record in delivery.ids}
    assert ids == set(submission.records) == submission.acknowledged
    assert sorted(receiver.deliveries[0].ids) != sorted(submission.records)[:7]


def test_records_that_come_twice_are_charged_once(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"batch_size": 10, "overlap": 0.3})
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    times = Counter(record for delivery in receiver.deliveries for record in delivery.ids)
    assert times.keys() == set(submission.records)
    assert Counter(times.values())[2] == round(0.3 * len(submission.records))
    assert balance(client) == 720 - len(submission.records)


def test_some_come_late(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"late": 0.25, "seconds_late": 0.001})
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "delivered")
    soon, late = receiver.deliveries
    assert len(late.ids) == round(0.25 * len(submission.records))
    assert {*soon.ids, *late.ids} == set(submission.records)
    assert not {*soon.ids} & {*late.ids}


def test_charged_and_never_delivered(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"never": True})
    fetch(client)
    submission = sandbox.reachstream.books.wait_for(1300, "silent")
    assert balance(client) == 720 - len(submission.records) < 720
    assert receiver.deliveries == []
    assert submission.unacknowledged == submission.records


def test_under_another_processing_id(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"wrong_processing_id": True})
    fetch(client)
    assert receiver.wait_for(1)[0].document["unique_processing_id"] == 1300 + WRONG_BY


def test_when_credits_fall(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.reachstream.switch({"seconds_to_process": 600})
    fetch(client)
    assert balance(client) == 720
    sandbox.reachstream.switch({"charged": "at-acceptance"})
    fetch(client)
    books = sandbox.reachstream.books
    assert [submission.charged for submission in books.submissions] == [None, len(books.submission(1301).records)]
    assert balance(client) == 720 - len(books.submission(1301).records)


def test_two_orders_that_the_balance_is_too_small_for(
    client: httpx.Client, sandbox: Sandbox, receiver: Receiver
) -> None:
    sandbox.reachstream.credits = 60
    sandbox.reachstream.switch({"balance_checked": "when-processed"})
    fetch(client)
    first = sandbox.reachstream.books.wait_for(1300, "delivered")
    fetch(client, 61)
    second = sandbox.reachstream.books.wait_for(1301, "no balance")
    assert (second.charged, second.unacknowledged) == (None, ())
    assert balance(client) == 60 - len(first.records)
    assert len(receiver.deliveries) == 1


def test_nothing_more_comes_after_a_reset(client: httpx.Client, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses.extend([500] * 100_000)
    sandbox.reachstream.switch({"batch_size": 5})
    fetch(client)
    receiver.wait_for(20)
    sandbox.reset()
    arrived = len(receiver.deliveries)
    assert balance(client) == 720
    assert sandbox.reachstream.books.submissions == []
    receiver.statuses.clear()
    sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
    sandbox.reachstream.terms.seconds_to_process = 0
    for _ in range(20):
        fetch(client, 3)
        sandbox.reachstream.books.wait_until_quiet()
    # Four at most were on their way, and may be noticed only now.
    assert 20 <= len(receiver.deliveries) - arrived <= 24


def test_it_ends_with_the_sandbox_and_starts_again(small_world: World) -> None:
    with Receiver() as receiver:
        before = set(threading.enumerate())
        sandbox = Sandbox(small_world)
        sandbox.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
        sandbox.reachstream.switch({"seconds_to_process": 0, "seconds_between_retries": 0})
        receiver.statuses.extend([500] * 100_000)
        for start in (1, 2):
            with sandbox, httpx.Client(base_url=sandbox.address, trust_env=False) as client:
                client.headers["X-API-Key"] = sandbox.key
                fetch(client, start)
                receiver.wait_for(len(receiver.deliveries) + 3)
        assert {thread for thread in set(threading.enumerate()) - before if thread.name == "leaddesk-sandbox"} == set()
        assert [submission.state for submission in sandbox.reachstream.books.submissions] == ["delivering"] * 2
        sandbox.reset()
        assert sandbox.reachstream.books.submissions == []


def test_what_goes_wrong_in_the_delivery_itself_is_raised(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver, Sandbox(small_world) as running:
        running.reachstream.webhook = {"url": receiver.url, "secret": SECRET, "active": True}
        monkeypatch.setattr(small_world, "contact", None)
        running.reachstream.terms.seconds_to_process = 0
        with httpx.Client(base_url=running.address, headers={"X-API-Key": running.key}, trust_env=False) as client:
            fetch(client)
        while not running.reachstream.failures:
            threading.Event().wait(0.001)
        with pytest.raises(BaseExceptionGroup) as raised:
            running.stop()
        assert raised.group_contains(TypeError)
        running.reachstream.failures.clear()

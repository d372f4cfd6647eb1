"""The paths under /sandbox/."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.server import Sandbox

CREDITS = "/api/v2/retrive/users/active/credits"


def test_faults_are_switched_on_and_off(client: httpx.Client) -> None:
    on = client.put("/sandbox/faults", json={"name": "status", "status": 503, "operation": "credits", "times": 2})
    assert on.status_code == 200
    assert client.post(CREDITS).status_code == 503
    (listed,) = client.get("/sandbox/faults").json()
    assert (listed["name"], listed["times"], listed["settings"]) == ("status", 1, {"status": 503})
    assert client.put("/sandbox/faults", json=[{"name": "html"}, {"name": "content-type"}]).status_code == 200
    assert client.post(CREDITS).headers["content-type"] == "text/plain"
    assert client.delete("/sandbox/faults").json() == []
    assert client.post(CREDITS).json()["status"] == 200


@pytest.mark.parametrize(
    "wanted",
    [
        {}, [{}], "html", None, {"name": 5}, {"name": "explode"}, {"name": "slow", "hours": 1}, {"name": "redirect"},
        {"name": "html", "operation": "order"}, [{"name": "html"}, {"name": "slow", "seconds": "x"}],
    ],
)  # fmt: skip
def test_faults_that_could_not_work_change_nothing(client: httpx.Client, wanted: Any) -> None:
    client.put("/sandbox/faults", json={"name": "html"})
    answer = client.put("/sandbox/faults", json=wanted)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert [listed["name"] for listed in client.get("/sandbox/faults").json()] == ["html"]


def test_the_log_of_requests(client: httpx.Client, sandbox: Sandbox) -> None:
    client.post(CREDITS, headers={"X-API-Key": sandbox.key, "X-Extra": sandbox.key})
    answer = client.get("/sandbox/requests")
    (logged,) = answer.json()
    assert (logged["method"], logged["path"], logged["key"], logged["status"]) == ("POST", CREDITS, "right", 200)
    assert logged["stray_key"] is True
    assert {"x-api-key", "x-extra"} <= set(logged["headers"])
    assert sandbox.key not in answer.text
    assert client.delete("/sandbox/requests").json() == []


def test_a_log_with_half_a_character_can_be_read(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    client.post(
        "/api/v2/request/records/count", content=b'{"filter": {"job_title": {"0": "\\ud83d"}}}', headers=headers
    )
    assert client.get("/sandbox/requests").json()[0]["body"] == {"filter": {"job_title": {"0": "\ud83d"}}}


def test_the_account(client: httpx.Client) -> None:
    assert client.get("/sandbox/reachstream").json()["credits"] == 720
    assert client.put("/sandbox/reachstream", json={"credits": 5}).json()["credits"] == 5
    assert client.post(CREDITS).json()["data"] == {"available_credit": 5}
    wrongs: list[Any] = [{"credits": "5"}, {"credits": True}, {"money": 5}, [], {}]
    for wrong in wrongs:
        assert client.put("/sandbox/reachstream", json=wrong).status_code == 400
    assert client.put("/sandbox/reachstream", content=b"{").status_code == 400


def test_no_key_and_no_limit(client: httpx.Client, clock: HandClock) -> None:
    clock.step = 0.0
    del client.headers["X-API-Key"]
    assert {client.get("/sandbox/requests").status_code for _ in range(15)} == {200}


def test_only_under_a_loopback_name(client: httpx.Client) -> None:
    assert client.get("/sandbox/requests", headers={"Host": "attacker.example"}).status_code == 400
    assert client.get("/sandbox/requests", headers={"Host": "localhost:1234"}).status_code == 200


def test_other_control_paths_are_not_there(client: httpx.Client) -> None:
    assert client.get("/sandbox/other").status_code == 404
    assert client.post("/sandbox/faults", json={"name": "html"}).status_code == 405

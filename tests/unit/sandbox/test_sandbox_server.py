"""Starting and ending: in a thread, and as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.unit.sandbox.webhook_receiver import Receiver

CREDITS = "/api/v2/retrive/users/active/credits"
_RUN = [sys.executable, "-c", "from leaddesk.sandbox.server import run_for_parent; run_for_parent()"]


def _port(sandbox: Sandbox) -> int:
    return urlsplit(sandbox.address).port or 0


def test_nothing_is_left_behind(small_world: World) -> None:
    before = set(threading.enumerate())
    with Sandbox(small_world) as sandbox:
        port = _port(sandbox)
        answer = httpx.post(sandbox.address + CREDITS, headers={"X-API-Key": sandbox.key}, trust_env=False)
        assert answer.status_code == 200
    assert set(threading.enumerate()) == before
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_listens_on_loopback_only_and_each_has_its_own_port_and_key(small_world: World) -> None:
    with Sandbox(small_world) as one, Sandbox(small_world) as other, Sandbox(small_world, key="mine") as third:
        assert {urlsplit(sandbox.address).hostname for sandbox in (one, other)} == {"127.0.0.1"}
        assert len({_port(one), _port(other), _port(third)}) == 3
        assert one.key != other.key
        assert third.key == "mine"


def test_it_can_be_started_again(small_world: World) -> None:
    sandbox = Sandbox(small_world)
    for _ in range(2):
        sandbox.start()
        assert httpx.get(sandbox.address + "/sandbox/requests", trust_env=False).status_code == 200
        sandbox.stop()
    sandbox.stop()


@pytest.mark.parametrize("name", ["hold", "endless", "drip"])
def test_it_stops_while_an_answer_is_on_its_way(small_world: World, name: str) -> None:
    """Even to a client that asks and then neither reads nor leaves."""
    before = set(threading.enumerate())
    with socket.socket() as client:
        with Sandbox(small_world) as sandbox:
            sandbox.reachstream.fault(name)
            client.connect(("127.0.0.1", _port(sandbox)))
            client.sendall(f"POST {CREDITS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".encode())
            sandbox.reachstream.wait_for(1)
        assert set(threading.enumerate()) == before


def test_a_client_that_leaves_in_the_middle_of_its_request(small_world: World) -> None:
    with Sandbox(small_world) as sandbox:
        with socket.create_connection(("127.0.0.1", _port(sandbox))) as client:
            client.sendall(f"POST {CREDITS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc".encode())
        assert httpx.get(sandbox.address + "/sandbox/requests", trust_env=False).json() == []


def test_what_goes_wrong_in_the_sandbox_itself_is_raised(
    small_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = Sandbox(small_world)
    sandbox.start()
    monkeypatch.setattr(sandbox.reachstream, "credits", object())
    answer = httpx.post(sandbox.address + CREDITS, headers={"X-API-Key": sandbox.key}, trust_env=False)
    assert answer.status_code == 500
    with pytest.raises(BaseExceptionGroup) as raised:
        sandbox.stop()
    assert raised.group_contains(TypeError)
    assert sandbox.key not in caplog.text


def test_failing_to_start_is_raised(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_arguments: object) -> None:
        raise OSError("no more sockets")

    monkeypatch.setattr("uvicorn.Server.startup", fail)
    with pytest.raises(BaseExceptionGroup) as raised:
        Sandbox(small_world).start()
    assert raised.group_contains(OSError, match="no more sockets")


@contextmanager
def _demo() -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The demo's process, its address and its key."""
    pipe = subprocess.PIPE
    with subprocess.Popen(_RUN, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603  # our own program
        try:
            assert process.stdout
            told = json.loads(process.stdout.readline())["reachstream"]
            yield process, told["address"], told["key"]
        finally:
            process.kill()


def _ended_quietly(process: subprocess.Popen[str]) -> None:
    assert process.wait(timeout=10) == 0
    assert process.stdout
    assert process.stderr
    assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_the_demo_serves_until_its_parent_goes() -> None:
    with _demo() as (process, address, key):
        answer = httpx.post(address + CREDITS, headers={"X-API-Key": key}, trust_env=False)
        assert answer.json()["data"] == {"available_credit": 720}
        count = httpx.post(
            address + "/api/v2/request/records/count", json={"filter": {}}, headers={"X-API-Key": key}, trust_env=False
        )
        assert count.json()["data"]["counts"] >= 50_000
        assert process.stdin
        process.stdin.close()
        _ended_quietly(process)


def test_the_demo_tells_of_all_three() -> None:
    with subprocess.Popen(_RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own program
        try:
            assert process.stdout
            told = json.loads(process.stdout.readline())
            assert {name: sorted(facts) for name, facts in told.items()} == {
                "reachstream": ["address", "key"],
                "reactin": ["address", "key", "lists"],
                "leadsopedia": ["address", "key", "seconds_between_calls"],
            }
            smart_list = told["reactin"]["lists"][0]
            leads = httpx.get(
                "{}/api/{organization_id}/lists/{list_id}/leads".format(told["reactin"]["address"], **smart_list),
                headers={"Authorization": told["reactin"]["key"], "Content-Type": "application/json"},
                trust_env=False,
            )
            assert (smart_list["name"], len(leads.json()["data"])) == ("Webinar guests", 10)
            address = told["leadsopedia"]["address"]
            assert address.endswith("/v1")
            assert told["leadsopedia"]["seconds_between_calls"] == 1.0
            lists = httpx.get(
                address + "/mylists", headers={"X-Api-Key": told["leadsopedia"]["key"]}, trust_env=False
            ).json()
            assert [found["total_contacts"] for found in lists["lists"]] == [733, 4987, 100, 1, 0]
            assert len({facts["key"] for facts in told.values()}) == 3
            assert len({urlsplit(facts["address"]).port for facts in told.values()}) == 3
        finally:
            process.kill()


def test_the_demo_obeys_its_parent_and_ignores_what_it_does_not_understand() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(_RUN, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603  # our own program
        try:
            assert process.stdin
            assert process.stdout
            assert process.stderr
            told = json.loads(process.stdout.readline())
            nonsense = [
                "",
                "not JSON",
                "[1]",
                '{"leadsopedia": 10}',
                '{"nobody": {}}',
                '{"leadsopedia": {"seconds_between_calls": -1}}',
                '{"leadsopedia": {"seconds_between_calls": 3, "key": "mine"}}',
            ]
            process.stdin.write("\n".join([*nonsense, ""]))
            process.stdin.flush()
            notes = [process.stderr.readline() for _ in nonsense]
            assert all(note.startswith("the demo ignores a line: ") for note in notes)
            assert _switched(told, "leadsopedia")["seconds_between_calls"] == 1.0

            # In pieces, two at once, and one that is not finished.
            for piece in (
                '{"leadsopedia": {"seconds_',
                'between_calls": 10}}\n{"reactin": {"paths": "second"}}\n{"lea',
            ):
                process.stdin.write(piece)
                process.stdin.flush()
            assert any(_switched(told, "reactin")["paths"] == "second" for _ in range(1000))
            assert _switched(told, "leadsopedia")["seconds_between_calls"] == 10
            process.stdin.close()
            _ended_quietly(process)
        finally:
            process.kill()


def test_the_parent_registers_the_webhook_of_the_demo() -> None:
    secret = "from-parent-to-demo"
    pipe = subprocess.PIPE
    with (
        Receiver() as receiver,
        subprocess.Popen(_RUN, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process,  # noqa: S603  # our own program
    ):
        try:
            assert process.stdin
            assert process.stdout
            assert process.stderr
            told = json.loads(process.stdout.readline())
            for url in ("http://elsewhere.example/", receiver.url):
                webhook = {"url": url, "secret": secret, "active": True}
                process.stdin.write(json.dumps({"reachstream": {"webhook": webhook}}) + "\n")
                process.stdin.flush()
            note = process.stderr.readline()
            assert note.startswith("the demo ignores a line: ")
            assert secret not in note
            assert any(_switched(told, "reachstream")["webhook"] for _ in range(1000))
            headers = {"X-API-Key": told["reachstream"]["key"], "webhook_secret_key": secret}
            address = told["reachstream"]["address"]
            order = {"fetchCount": 20, "filter": {}}
            answer = httpx.post(
                f"{address}/api/v2/async/records/filter", json=order, headers=headers, trust_env=False
            ).json()
            (delivery,) = receiver.wait_for(1, timeout=20)
            assert delivery.document["unique_processing_id"] == answer["data"]["unique_processing_id"]
            assert delivery.headers["webhook_secret_key"] == secret
            process.stdin.close()
            _ended_quietly(process)
        finally:
            process.kill()


def _switched(told: dict[str, dict[str, str]], name: str) -> dict[str, object]:
    """How the provider's switches stand."""
    there = httpx.URL(told[name]["address"]).copy_with(path=f"/sandbox/{name}")
    switches: dict[str, object] = httpx.get(there, trust_env=False).json()
    return switches


def test_each_provider_is_a_host_of_its_own(small_world: World) -> None:
    with Sandbox(small_world, key="one", reactin_key="two", leadsopedia_key="three") as sandbox:
        assert (sandbox.key, sandbox.reactin.key, sandbox.leadsopedia.key) == ("one", "two", "three")
        elsewhere = httpx.post(sandbox.reactin.address + CREDITS, headers={"X-API-Key": "one"}, trust_env=False)
        assert elsewhere.status_code == 404
        assert sandbox.reachstream.requests == []
        assert sandbox.reactin.requests[0].stray_key
        address = sandbox.reactin.address
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) != 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_ends_by_a_signal_without_complaint(number: signal.Signals) -> None:
    with _demo() as (process, _address, _key):
        process.send_signal(number)
        _ended_quietly(process)

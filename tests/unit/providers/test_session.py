"""The session, over real sockets, against bad servers: what it repeats, refuses, bounds and keeps secret."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.queue import QueueState
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.session import Answer
from tests.fakes.connected import CANARY, connected, failure
from tests.fakes.hostile_server import (
    HostileServer,
    Script,
    dripping,
    ok,
    reply,
    silent,
)

BUSY = reply(429, {"status": 429, "message": "Too many requests"})
BROKEN = reply(500, {"status": 500, "message": "Server Error"})
GOOD = ok({"available_credit": 720})


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


async def test_what_is_sent() -> None:
    async with HostileServer(GOOD) as server, connected(f"{server.address}/base/") as there:
        answer = await there.session.read("GET", "/a/b", params={"typed": "R&D é 100%"}, urgency=Urgency.TYPING)
        assert answer == Answer(
            200, {"status": 200, "message": "success", "data": {"available_credit": 720}}, "success", size=72
        )
        await there.read()
    get, post = server.requests
    assert get.line == "GET /base/a/b?typed=R%26D+%C3%A9+100%25 HTTP/1.1"
    assert get.headers["x-api-key"] == CANARY
    assert get.headers["accept"] == "application/json"
    assert get.headers["accept-encoding"] == "gzip"
    assert get.headers["user-agent"].startswith("LeadDesk/")
    assert "cookie" not in get.headers
    assert "content-type" not in get.headers
    assert post.line == "POST /base/credits HTTP/1.1"
    assert post.headers["content-type"] == "application/json"
    assert json.loads(post.body) == {"a": 1}


async def test_cookies_are_not_kept() -> None:
    script = reply(200, {}, Set_Cookie="session=1; Path=/")
    async with HostileServer(script) as server, connected(server.address) as there:
        await there.read()
        await there.read()
    assert "cookie" not in server.requests[1].headers


async def test_without_a_key_nothing_is_sent() -> None:
    async def no_key() -> Secret | None:
        return None

    async with HostileServer(GOOD) as server, connected(server.address, key=no_key) as there:
        assert isinstance(await failure(there.read()), errors.NoKey)
    assert server.connections == 0


@pytest.mark.parametrize("key", ["two\nlines", "with\tspace", "kéy", ""])
async def test_a_kept_key_that_cannot_travel_is_not_sent(key: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def unusable() -> Secret | None:
        return Secret(key)

    async with HostileServer(GOOD) as server, connected(server.address, key=unusable) as there:
        error = await failure(there.read())
    assert isinstance(error, errors.KeyUnusable)
    assert not key or key not in "".join(traceback.format_exception(error))
    assert server.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com",
        "ftp://127.0.0.1",
        "https://user:password@example.com",
        "https://a b.example",
        "",
        "https://xn--",
    ],
)
async def test_an_address_that_keys_must_not_be_sent_to(address: str) -> None:
    async with connected(address) as there:
        assert isinstance(await failure(there.read()), errors.AddressRefused)


async def test_a_path_cannot_lead_to_another_host() -> None:
    async with connected("http://127.0.0.1:1") as there:
        with pytest.raises(ValueError, match="slash"):
            await there.session.read("GET", ".example/", urgency=Urgency.CLICK)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
async def test_a_redirect_is_refused_and_the_key_never_arrives_there(status: int) -> None:
    async with HostileServer(GOOD) as elsewhere:
        to = f"http://localhost:{elsewhere.port}/stolen"
        async with HostileServer(reply(status, b"", Location=to)) as server, connected(server.address) as there:
            error = await failure(there.read())
        assert isinstance(error, errors.RedirectRefused)
        assert error.host == "localhost"
        assert len(server.requests) == 1
    assert elsewhere.connections == 0


async def test_this_computer_is_reached_without_the_systems_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with HostileServer(GOOD) as proxy, HostileServer(GOOD) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.delenv("no_proxy", raising=False)
        async with connected(server.address) as there:
            await there.read()
    assert len(server.requests) == 1
    assert proxy.connections == 0


async def test_elsewhere_is_reached_through_the_systems_proxy_and_the_key_stays_in_the_tunnel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with HostileServer(reply(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.setenv("https_proxy", proxy.address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        async with connected("https://leaddesk.test") as there:
            error = await failure(there.read())
        assert isinstance(error, errors.Unreachable)
        assert error.reason == "network"
        assert there.pace.state == QueueState()
    assert [request.line for request in proxy.requests] == ["CONNECT leaddesk.test:443 HTTP/1.1"] * 3
    assert not any("x-api-key" in request.headers for request in proxy.requests)


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [("HTTPS_PROXY", "socks9://127.0.0.1:1", "network"), ("SSL_CERT_FILE", "/nowhere/at/all.pem", "tls")],
)
async def test_settings_of_the_system_that_cannot_be_used(
    variable: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    async with connected("https://leaddesk.test") as there:
        error = await failure(there.read())
    assert isinstance(error, errors.Unreachable)
    assert error.reason == reason


@pytest.mark.parametrize("script", [silent, dripping], ids=["no answer", "slow drip"])
async def test_the_deadline_bounds_the_whole_call(script: Script) -> None:
    async with HostileServer(script) as server, connected(server.address, deadline=0.1) as there:
        error = await failure(there.read())
    assert isinstance(error, errors.TooSlow)
    assert error.seconds == 0.1
    assert len(server.requests) <= 1


async def test_the_waits_that_were_asked_for_are_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = reply(429, {}, Retry_After="100")
    async with HostileServer(asked, asked, GOOD) as server, connected(server.address, deadline=50.0) as there:
        monkeypatch.setattr(asyncio.get_running_loop(), "time", there.timers.time)
        assert (await there.read()).status == 200
        assert there.timers.jumped > 199


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_in_seconds_holds_the_whole_queue(status: int) -> None:
    asked = reply(status, {}, Retry_After="24")
    async with HostileServer(asked, GOOD) as server, connected(server.address) as there:
        states: list[QueueState] = []
        there.pace.subscribe(states.append)
        assert (await there.read()).status == 200
        assert 23 < there.timers.jumped <= 24
        assert any(state.waiting == 1 and state.resumes_at for state in states)


async def test_retry_after_as_a_date() -> None:
    sent = datetime.now(UTC)
    date, then = (format_datetime(moment, usegmt=True) for moment in (sent, sent + timedelta(seconds=60)))
    async with (
        HostileServer(reply(429, {}, Date=date, Retry_After=then), GOOD) as server,
        connected(server.address) as there,
    ):
        await there.read()
        assert 59 < there.timers.jumped <= 60


async def test_a_429_without_a_wait_grows_and_ends_as_an_error() -> None:
    async with HostileServer(BUSY) as server, connected(server.address) as there:
        error = await failure(there.read())
        assert isinstance(error, errors.AskedToSlowDown)
        assert (error.status, error.wait, error.said) == (429, None, "Too many requests")
        assert 2.9 < there.timers.jumped <= 3  # 1 + 2; the third pause is for whoever comes next
    assert len(server.requests) == 3


async def test_a_429_in_the_body_is_one_too() -> None:
    async with HostileServer(reply(200, {"status": "429"}), GOOD) as server, connected(server.address) as there:
        await there.read()
        assert 0.9 < there.timers.jumped <= 1


async def test_a_wait_that_is_too_long_is_told_at_once_and_kept() -> None:
    async with HostileServer(reply(429, {}, Retry_After="3600"), GOOD) as server, connected(server.address) as there:
        error = await failure(there.read())
        assert isinstance(error, errors.AskedToSlowDown)
        assert error.wait == 3600
        assert there.pace.state.resumes_at is not None
        again = await failure(there.read())
        assert isinstance(again, errors.AskedToSlowDown)
        assert again.wait == pytest.approx(3600, rel=0.1)
    assert len(server.requests) == 1


async def test_an_overload_with_a_long_wait_is_not_repeated() -> None:
    async with HostileServer(reply(503, {}, Retry_After="3600")) as server, connected(server.address) as there:
        assert isinstance(await failure(there.read()), errors.ProviderFailed)
    assert len(server.requests) == 1


async def test_a_call_can_be_cancelled_while_it_waits_for_the_answer() -> None:
    arrived = asyncio.Event()

    async def never(writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await silent(writer)

    async with HostileServer(never) as server, connected(server.address) as there:
        reading = asyncio.create_task(there.read())
        await arrived.wait()
        assert there.pace.state == QueueState(in_flight=1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert there.pace.state == QueueState()


async def test_a_change_of_the_address_holds_from_the_next_call() -> None:
    async with HostileServer(GOOD) as one, HostileServer(GOOD) as two, connected(one.address) as there:
        await there.read()
        there.address = two.address
        await there.read()
    assert len(one.requests) == len(two.requests) == 1


async def test_a_large_answer_is_read_whole() -> None:
    rows = [{"id": number, "name": "é" * 20} for number in range(20_000)]
    async with HostileServer(ok(rows)) as server, connected(server.address) as there:
        answer = await there.read()
    assert isinstance(answer.data, dict)
    assert answer.data["data"] == rows


async def test_a_closed_session_can_be_opened_again() -> None:
    async with HostileServer(GOOD) as server, connected(server.address) as there:
        await there.read()
        await there.session.aclose()
        await there.read()
    assert len(server.requests) == 2

"""The test that goes out to the public address: what it looks like, and every way in which it does not arrive."""

from __future__ import annotations

import json
import logging
import traceback

import pytest

from leaddesk.domain.deliveries import TEST_EVENT, read_payload
from leaddesk.domain.errors import KeyUnusable, NoRoundTrip
from leaddesk.domain.secret import Secret
from leaddesk.providers.round_trip import round_trip
from tests.fakes import receiver_at_hand
from tests.fakes.fetching import SECRET
from tests.fakes.hostile_server import HostileServer, Script, bomb, reply, silent, truncated
from tests.fakes.raw_server import RawServer, answering, unused_port
from tests.fakes.receiver_at_hand import ReceiverAtHand

pytestmark = pytest.mark.usefixtures("certificates_read_once")

TOKEN = "canary00112233445566778899aabbcc"


async def missed(address: str, deadline: float = 10.0) -> NoRoundTrip:
    with pytest.raises(NoRoundTrip) as raised:
        await round_trip(Secret(f"{address}/{TOKEN}"), "n-1", Secret(SECRET), deadline=deadline)
    return raised.value


async def test_what_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with HostileServer(reply(200)) as server:
        await round_trip(Secret(f"{server.address}/in/{TOKEN}/"), "n-1", Secret(SECRET))
    (request,) = server.requests
    assert request.line == f"POST /in/{TOKEN} HTTP/1.1"
    assert request.headers["webhook_secret_key"] == SECRET
    assert request.headers["content-type"] == "application/json"
    assert "x-api-key" not in request.headers
    assert json.loads(request.body) == {"event": TEST_EVENT, "nonce": "n-1"}
    payload = read_payload(request.body)
    assert (payload.event, payload.nonce, payload.records) == (TEST_EVENT, "n-1", ())
    assert caplog.records
    assert "canary" not in "".join(repr(vars(record)) + record.getMessage() for record in caplog.records)


async def test_it_comes_through_to_a_receiver() -> None:
    async with ReceiverAtHand() as receiver:
        address = Secret(f"http://127.0.0.1:{receiver.port}/{receiver_at_hand.TOKEN}")
        await round_trip(address, "n-1", Secret(receiver_at_hand.SECRET))
        await round_trip(address, "n-2", None)
        with pytest.raises(NoRoundTrip) as raised:
            await round_trip(address, "n-3", Secret("another"))
    assert raised.value.found == "status 401"
    assert receiver.nonces == ["n-1", "n-2"]
    assert receiver.kept == []


async def test_without_a_secret() -> None:
    async with HostileServer(reply(200)) as server:
        await round_trip(Secret(server.address), "n-1", None)
    assert server.requests[0].line == "POST / HTTP/1.1"
    assert "webhook_secret_key" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (reply(404), "status 404"),
        (reply(401), "status 401"),
        (reply(421), "status 421"),
        (reply(502, b"<html>the tunnel is down</html>"), "status 502"),
        (reply(204), "status 204"),
        (reply(301, Location="https://elsewhere.example/"), "redirect"),
        (reply(304), "redirect"),
        (b"", "cut"),
        (truncated(), "cut"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "cut"),
        (bomb(8), "not-ours"),
    ],
)
async def test_what_does_not_come_through(script: Script, found: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with HostileServer(script) as server:
        error = await missed(server.address)
    assert (error.host, error.found) == ("127.0.0.1", found)
    assert len(server.requests) == 1
    told = [*traceback.format_exception(error), repr(vars(error))]
    told += [repr(vars(record)) + record.getMessage() for record in caplog.records]
    assert "canary" not in "".join(told)
    assert error.__context__ is None


async def test_nobody_listens() -> None:
    assert (await missed(f"http://127.0.0.1:{unused_port()}")).found == "refused"


async def test_so_long_and_no_longer() -> None:
    async with HostileServer(silent) as server:
        assert (await missed(server.address, deadline=0.05)).found == "slow"


async def test_no_secure_connection() -> None:
    async with RawServer(answering(b"no handshake")) as server:
        server.conduct = lambda caller: caller.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        assert (await missed(server.address.replace("http", "https"))).found in {"tls", "cut"}


@pytest.mark.parametrize(
    "address", ["http://leads.example", "ftp://127.0.0.1", "https://me:canary@leads.example", "", "https://[broken"]
)
async def test_an_address_that_no_secret_is_sent_to(address: str) -> None:
    error = await missed(address)
    assert error.found == "no-address"
    assert "canary" not in "".join(traceback.format_exception(error)) + repr(vars(error))


async def test_a_secret_that_cannot_travel() -> None:
    with pytest.raises(KeyUnusable):
        await round_trip(Secret("http://127.0.0.1:1/x"), "n-1", Secret("two\r\nlines"))

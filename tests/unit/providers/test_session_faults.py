"""Whatever can go wrong with a call: the error it becomes, what is repeated, and that the key is in none of it."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.queue import QueueState
from tests.fakes.connected import CANARY, assert_silent_about_the_key, connected, failure
from tests.fakes.hostile_server import (
    HostileServer,
    Script,
    bomb,
    endless,
    ok,
    reply,
    truncated,
)

BUSY = reply(429, {"status": 429, "message": "Too many requests"})
BROKEN = reply(500, {"status": 500, "message": "Server Error"})
GOOD = ok({"available_credit": 720})


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


UNREADABLE = errors.UnreadableAnswer
FAULTS: list[tuple[str, Script, type[errors.ProviderError], dict[str, object], int]] = [
    (
        "400",
        reply(400, {"message": "Missing parameter filter"}),
        errors.RequestRefused,
        {"said": "Missing parameter filter"},
        1,
    ),
    ("401", reply(401, {"message": "Unauthorized"}), errors.KeyRefused, {"status": 401, "said": "Unauthorized"}, 1),
    ("403", reply(403, b"<html>no</html>"), errors.KeyRefused, {"status": 403, "said": ""}, 1),
    ("404", reply(404, {"message": "Page Not Found"}), errors.NothingThere, {"status": 404}, 1),
    ("500", BROKEN, errors.ProviderFailed, {"status": 500, "said": "Server Error"}, 3),
    ("501", reply(501), errors.ProviderFailed, {"status": 501}, 1),
    ("503 with a page", reply(503, b"<html>"), errors.ProviderFailed, {"status": 503}, 3),
    ("401 in the body", reply(200, {"status": 401, "message": "Unauthorized"}), errors.KeyRefused, {"status": 401}, 1),
    ("500 in the body as text", reply(200, {"status": "500"}), errors.ProviderFailed, {"status": 500}, 3),
    ("html", reply(200, b"\n<!DOCTYPE html><html>"), UNREADABLE, {"found": "html"}, 1),
    ("html that says json", reply(200, b"<html>", Content_Type="application/json"), UNREADABLE, {"found": "html"}, 1),
    ("half of the json", reply(200, b'{"status": 200, "da'), UNREADABLE, {"found": "json"}, 1),
    ("no bytes", reply(200), UNREADABLE, {"found": "json"}, 1),
    ("brotli", reply(200, b"?", Content_Encoding="br"), UNREADABLE, {"found": "encoding"}, 1),
    ("no gzip", reply(200, b"{}", Content_Encoding="gzip"), UNREADABLE, {"found": "encoding"}, 1),
    ("truncated", truncated(), errors.Unreachable, {"reason": "cut", "host": "127.0.0.1"}, 3),
    ("cut before any answer", b"", errors.Unreachable, {"reason": "cut"}, 3),
    ("cut within the head", b"HTTP/1.1 200 O", errors.Unreachable, {"reason": "cut"}, 3),
    ("no http", b"SSH-2.0-OpenSSH\r\n\r\n", errors.Unreachable, {"reason": "cut"}, 3),
    ("endless", endless, errors.AnswerTooLarge, {"limit": 64 * 1024 * 1024}, 1),
    ("bomb", bomb(512), errors.AnswerTooLarge, {"limit": 64 * 1024 * 1024}, 1),
]


@pytest.mark.parametrize(
    ("script", "kind", "facts", "tries"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
async def test_every_fault_has_its_error_and_only_what_may_help_is_repeated(
    script: Script,
    kind: type[errors.ProviderError],
    facts: dict[str, object],
    tries: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with HostileServer(script) as server, connected(server.address) as there:
        error = await failure(there.read())
        assert type(error) is kind
        assert {name: vars(error)[name] for name in facts} == facts
        assert vars(error)["provider"] == "reachstream"
        assert len(server.requests) == tries
        assert there.pace.state == QueueState()
        assert_silent_about_the_key(error, caplog.records)


async def test_a_key_that_the_provider_repeats_is_taken_out_of_its_message(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = reply(401, {"message": f"Key {CANARY} is unknown"})
    async with HostileServer(script) as server, connected(server.address) as there:
        error = await failure(there.read())
    assert isinstance(error, errors.KeyRefused)
    assert error.said == "Key … is unknown"
    assert_silent_about_the_key(error, caplog.records)


@pytest.mark.parametrize("before", range(280, 301, 5))
async def test_not_even_the_beginning_of_a_key_is_left_where_a_long_message_is_cut(before: int) -> None:
    script = reply(401, {"message": f"{'x' * before}{CANARY} is unknown"})
    async with HostileServer(script) as server, connected(server.address) as there:
        error = await failure(there.read())
    assert isinstance(error, errors.KeyRefused)
    assert set(error.said) <= set("x… isunkow")
    assert len(error.said) <= 300


@pytest.mark.parametrize("first", [BROKEN, b"", truncated(), BUSY, reply(502), reply(504)])
async def test_a_passing_fault_is_not_noticed(first: bytes) -> None:
    async with HostileServer(first, first, GOOD) as server, connected(server.address) as there:
        assert (await there.read()).status == 200
    assert len(server.requests) == 3


async def test_nothing_listens(unused_port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected(f"http://127.0.0.1:{unused_port}") as there:
        error = await failure(there.read())
        assert isinstance(error, errors.Unreachable)
        assert (error.reason, error.host) == ("refused", "127.0.0.1")
        assert_silent_about_the_key(error, caplog.records)
        assert there.timers.jumped == 0  # what was never sent takes no slot


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("number", "reason", "tries"), [(socket.EAI_NONAME, "name", 1), (socket.EAI_AGAIN, "network", 3)]
)
async def test_a_name_that_is_not_found(
    number: int, reason: str, tries: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []

    def nobody(*question: object, **_: object) -> object:
        asked.append(question)
        raise socket.gaierror(number, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    caplog.set_level(logging.DEBUG)
    async with connected("https://leaddesk.test") as there:
        error = await failure(there.read())
    assert isinstance(error, errors.Unreachable)
    assert (error.reason, error.host) == (reason, "leaddesk.test")
    assert len(asked) == tries
    assert_silent_about_the_key(error, caplog.records)


async def test_no_secure_connection(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(no_tls, "127.0.0.1", 0)
    async with server, connected(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}") as there:
        error = await failure(there.read())
    assert isinstance(error, errors.Unreachable)
    assert error.reason == "tls"
    assert_silent_about_the_key(error, caplog.records)


async def endless_error(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 401 Unauthorized\r\n\r\n")
    while True:
        writer.write(b" " * 65_536)
        await writer.drain()


@pytest.mark.parametrize(
    "script", [endless_error, reply(401, b'{"mess', content_length="99")], ids=["endless", "truncated"]
)
async def test_the_status_of_an_error_is_enough(script: Script) -> None:
    async with HostileServer(script) as server, connected(server.address) as there:
        error = await failure(there.read())
    assert isinstance(error, errors.KeyRefused)
    assert error.said == ""

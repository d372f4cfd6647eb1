"""Whatever a server can do with the request that costs credits: what it becomes, and that it went out once."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket

import pytest

from leaddesk.domain.purchases import Reason
from leaddesk.domain.queue import QueueState
from leaddesk.domain.sending import Accepted, Ambiguous, NothingSent, Refused, Sent, SlowDown
from leaddesk.providers import connections
from tests.fakes.connected import CANARY
from tests.fakes.fetching import BODY, SECRET, Fetching, assert_silent
from tests.fakes.hostile_server import ok, reply
from tests.fakes.raw_server import Caller, Conduct, RawServer, answering, unused_port

pytestmark = pytest.mark.usefixtures("certificates_read_once")

NUMBER = ok({"unique_processing_id": 1300})
CUT, SLOW = Ambiguous(Reason.CUT), Ambiguous(Reason.TIMEOUT)
UNREADABLE = Ambiguous(Reason.UNREADABLE, 200)


async def closes_at_once(caller: Caller) -> None:
    caller.reset()


async def closes_within_the_head(caller: Caller) -> None:
    await caller.hear_some(20)
    caller.reset()


async def closes_within_the_body(caller: Caller) -> None:
    heard = b""
    while not heard.endswith(b"\r\n\r\n"):
        heard += await caller.hear_some(1)
    await caller.hear_some(10)
    caller.reset()


async def closes_after_it(caller: Caller) -> None:
    await caller.hear()


async def resets_after_it(caller: Caller) -> None:
    await caller.hear()
    caller.reset()


async def answers_before_it_is_asked(caller: Caller) -> None:
    await caller.say(reply(400, {"status": 400, "message": "Bad Request"}))
    await caller.wait_for_its_end()


async def never_answers(caller: Caller) -> None:
    await caller.hear()
    await caller.wait_for_its_end()


async def never_hears(caller: Caller) -> None:
    await asyncio.Event().wait()


def dripping(answer: bytes) -> Conduct:
    """Too fast for a read timeout, too slow for anybody."""

    async def conduct(caller: Caller) -> None:
        await caller.hear()
        for byte in answer:
            await caller.say(bytes([byte]))
            await asyncio.sleep(0.02)

    return conduct


async def a_body_that_drips(caller: Caller) -> None:
    await caller.hear()
    await caller.say(HEAD + b"Content-Length: 1000000\r\n\r\n")
    while True:
        await caller.say(b" ")
        await asyncio.sleep(0.005)


def endless(beginning: bytes, more: bytes) -> Conduct:
    async def conduct(caller: Caller) -> None:
        await caller.hear()
        await caller.say(beginning)
        while True:
            await caller.say(more)

    return conduct


async def keeps_the_connection(caller: Caller) -> None:
    await caller.hear()
    await caller.say(reply(200, {"status": 200, "batch_process_id": "b-1"}, Connection="keep-alive"))
    await caller.wait_for_its_end()


HEAD = b"HTTP/1.1 200 OK\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
BROKEN = b'{"status": 200, "data": {"unique_processing_id": 13'
BOMB = gzip.compress(b" " * 1024 * 1024) * 64
CONNECTIONS: list[tuple[str, Conduct, Sent]] = [
    ("closes at once", closes_at_once, CUT),
    ("closes within the head", closes_within_the_head, CUT),
    ("closes within the body", closes_within_the_body, CUT),
    ("closes after the request", closes_after_it, CUT),
    ("resets after the request", resets_after_it, CUT),
    ("half a status line", answering(b"HTTP/1.1 20"), CUT),
    ("half a head", answering(b"HTTP/1.1 200 OK\r\nContent-Le"), CUT),
    ("a head and no body", answering(HEAD + b"Content-Length: 20\r\n\r\n"), Ambiguous(Reason.CUT, 200)),
    ("half a body", answering(reply(200, BROKEN, content_length="70")), Ambiguous(Reason.CUT, 200)),
    ("half a chunk", answering(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"), Ambiguous(Reason.CUT, 200)),
    ("half a refusal", answering(reply(402, b'{"status"', content_length="70")), Ambiguous(Reason.CUT, 402)),
    ("half of too many", answering(reply(429, b'{"status"', content_length="70")), Ambiguous(Reason.CUT, 429)),
    ("another protocol", answering(b"SSH-2.0-OpenSSH\r\n\r\n"), CUT),
    ("nothing but noise", answering(bytes(range(256)) * 20), CUT),
    ("an endless head", endless(HEAD, b"X-More: x\r\n" * 4096), CUT),
    ("an endless body", endless(HEAD + b"\r\n[", b"1," * 32_768), UNREADABLE),
    ("a bomb", answering(reply(200, BOMB, content_encoding="gzip")), UNREADABLE),
    ("an unknown folding", answering(reply(200, b"?", content_encoding="br")), UNREADABLE),
    ("no folding at all", answering(reply(200, b"{}", content_encoding="gzip")), UNREADABLE),
    ("to be continued", answering(CONTINUE, CONTINUE, NUMBER), Accepted("1300")),
    ("to be continued, and cut", answering(CONTINUE), CUT),
    ("another protocol from now on", answering(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), CUT),
    ("HTTP/1.0", answering(b"HTTP/1.0 200 OK\r\n\r\n" + NUMBER.split(b"\r\n\r\n")[1]), Accepted("1300")),
    ("HTTP/1.0, cut", answering(b"HTTP/1.0 200 OK\r\n\r\n" + BROKEN), UNREADABLE),
    ("kept open", keeps_the_connection, Accepted("b-1")),
]
STATUSES: list[tuple[bytes, Sent]] = [
    *((reply(status, {"message": "no"}), Refused(status, "no")) for status in (400, 401, 403, 404)),
    (reply(402, {"status": 402, "data": {"available_credit": "720"}}), Refused(402, "", 720)),
    (reply(403, b"<html>blocked</html>"), Refused(403)),
    (reply(404), Refused(404)),
    (reply(429), SlowDown(None)),
    (reply(429, b"<html>", Retry_After="7"), SlowDown(7.0)),
    *(
        (reply(status, {"status": status}), Ambiguous(Reason.SERVER_ERROR, status))
        for status in (405, 408, 409, 410, 413, 418, 422, 499, 500, 501, 502, 503, 504, 599)
    ),
    (reply(503, b"<html>", Retry_After="7"), Ambiguous(Reason.SERVER_ERROR, 503)),
    (reply(500, {"data": {"unique_processing_id": 1300}}), Ambiguous(Reason.SERVER_ERROR, 500, "1300")),
    *((reply(status, {"status": 200}), Ambiguous(Reason.UNREADABLE, status)) for status in (200, 201, 202, 204)),
    (reply(300), Ambiguous(Reason.SERVER_ERROR, 300)),
    (reply(304), Ambiguous(Reason.SERVER_ERROR, 304)),
]


async def sent_to(conduct: Conduct, caplog: pytest.LogCaptureFixture, deadline: float = 10.0) -> Sent:
    """What became of one fetch; it went out once, and nothing of it is told."""
    caplog.set_level(logging.DEBUG)
    async with RawServer(conduct) as server:
        fetching = Fetching(server.address)
        sent = await fetching.send(deadline=deadline)
        assert (server.connections, fetching.left) == (1, 1)
        assert len(server.requests) <= 1
        for request in server.requests:
            assert (request.body, request.headers["x-api-key"]) == (BODY, CANARY)
        assert fetching.pace.state.in_flight == 0
    assert_silent(sent, caplog.records)
    return sent


@pytest.mark.parametrize(
    ("conduct", "becomes"), [case[1:] for case in CONNECTIONS], ids=[case[0] for case in CONNECTIONS]
)
async def test_whatever_becomes_of_the_connection(
    conduct: Conduct, becomes: Sent, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sent_to(conduct, caplog) == becomes


@pytest.mark.parametrize(("answer", "becomes"), STATUSES)
async def test_every_status(answer: bytes, becomes: Sent, caplog: pytest.LogCaptureFixture) -> None:
    assert await sent_to(answering(answer), caplog) == becomes


async def test_an_answer_to_a_question_that_was_not_heard(caplog: pytest.LogCaptureFixture) -> None:
    """It is whole and documented, so it is believed."""
    assert await sent_to(answers_before_it_is_asked, caplog) == Refused(400, "Bad Request")


@pytest.mark.parametrize(
    ("conduct", "becomes"),
    [
        (never_answers, SLOW),
        (never_hears, SLOW),
        (dripping(NUMBER), SLOW),
        (a_body_that_drips, Ambiguous(Reason.TIMEOUT, 200)),
        (endless(b"", CONTINUE), SLOW),
    ],
)
async def test_so_long_and_no_longer(conduct: Conduct, becomes: Sent, caplog: pytest.LogCaptureFixture) -> None:
    assert await sent_to(conduct, caplog, deadline=0.1) == becomes


async def test_a_redirect_is_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    async with RawServer(answering(NUMBER)) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            conduct = answering(reply(status, Location=f"{elsewhere.address}/api/v2/async/records/filter"))
            assert await sent_to(conduct, caplog) == Ambiguous(Reason.SERVER_ERROR, status)
    assert elsewhere.connections == 0


async def test_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fetching = Fetching(f"http://127.0.0.1:{unused_port()}")
    sent = await fetching.send()
    assert sent == NothingSent("refused")
    assert sent.is_passing
    assert fetching.left == 1
    assert fetching.pace.state == QueueState()
    assert_silent(sent, caplog.records)


async def test_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_question: object, **_: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert await Fetching("https://leaddesk.test").send() == NothingSent("name")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", bytes(range(256)), b""])
async def test_no_secure_connection(answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def no_tls(caller: Caller) -> None:
        await caller.hear_some(100)
        await caller.say(answer)

    caplog.set_level(logging.DEBUG)
    async with RawServer(no_tls) as server:
        sent = await Fetching(server.address.replace("http", "https")).send()
        assert server.connections == 1
    assert sent in (NothingSent("tls"), NothingSent("cut"))
    assert_silent(sent, caplog.records)


async def test_a_handshake_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CONNECT_TIMEOUT", 0.05)
    async with RawServer(never_hears) as server:
        assert await Fetching(server.address.replace("http", "https")).send() == NothingSent("tls")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 407 Who are you?\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 Connected\r\n\r\nno handshake",
        b"HTTP/1.1 200 Connected\r\n\r\n",
        b"",
    ],
)
async def test_a_way_through_a_proxy_is_not_the_request(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async with RawServer(answering(answer)) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.address)
        sent = await Fetching("https://leaddesk.test").send()
        assert server.connections == 1
        assert [request.line for request in server.requests] == ["CONNECT leaddesk.test:443 HTTP/1.1"]
        assert "canary" not in repr(server.requests)
    assert isinstance(sent, NothingSent)
    assert sent.is_passing


async def test_a_proxy_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async with RawServer(never_answers) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.address)
        assert await Fetching("https://leaddesk.test").send(deadline=0.1) == NothingSent("slow")


async def test_what_the_server_repeats_of_the_key_and_the_secret_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    said = f"{CANARY} and {SECRET}"
    answer = answering(reply(403, {"status": 403, "message": said}))
    assert await sent_to(answer, caplog) == Refused(403, "… and …")
    for hidden in (CANARY, SECRET):
        assert await sent_to(answering(ok({"unique_processing_id": f"x{hidden}"})), caplog) == UNREADABLE

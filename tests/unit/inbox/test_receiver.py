"""The receiver over real sockets: what it takes, what it turns away, and that nothing is answered before it is kept."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from leaddesk.domain.deliveries import TEST_EVENT
from leaddesk.domain.errors import DiskFull, LeadDeskError, LeadsBusy, WorkspaceUnusable
from tests.fakes.receiver_at_hand import (
    BODY,
    OLD_SECRET,
    OLD_UNTIL,
    PUBLIC_HOST,
    SECRET,
    TOKEN,
    ReceiverAtHand,
    head,
    post,
)

HEADERS = ["webhook_secret_key", "webhook-secret-key", "x-webhook-secret-key", "X-webhook_secret_key"]


@pytest.fixture
async def inbox() -> AsyncIterator[ReceiverAtHand]:
    async with ReceiverAtHand() as there:
        yield there


async def test_a_body_is_kept_before_it_is_answered(inbox: ReceiverAtHand) -> None:
    is_asked, may_go_on = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        is_asked.set()
        await may_go_on.wait()

    inbox.store.before = before
    async with await inbox.connect() as sender:
        await sender.write(post())
        answer = asyncio.ensure_future(sender.status())
        await is_asked.wait()
        assert not answer.done()
        assert inbox.kept == []
        may_go_on.set()
        assert await answer == 200
    assert inbox.kept == [BODY]
    assert inbox.delivered_ids == [1]


async def test_a_repeated_delivery_adds_nothing(inbox: ReceiverAtHand) -> None:
    async with await inbox.connect() as sender:  # one connection for both
        for _ in range(2):
            await sender.write(post())
            assert await sender.status() == 200
    assert inbox.kept == [BODY]
    assert inbox.delivered_ids == [1]


async def test_a_body_that_nobody_understands_is_kept(inbox: ReceiverAtHand) -> None:
    bodies = [b"{", b"\xff\x00", b"[1]", b"hello", b""]
    for body in bodies:
        assert await inbox.ask(post(body, f"webhook_secret_key: {SECRET}")) == 200
    assert inbox.kept == bodies


async def test_what_is_taken(inbox: ReceiverAtHand) -> None:
    taken = [
        *(post(BODY, f"{name}: {SECRET}") for name in HEADERS),
        *(post(BODY, f"{name}: {OLD_SECRET}") for name in HEADERS),
        post(BODY, *(f"{name}: {SECRET}" for name in HEADERS)),
        post(BODY, "webhook_secret_key:"),
        post(BODY, "Content-Encoding: identity"),
        post(BODY, "Expect: 100-continue"),
        post(b'{"webhook_secret_key" : "right-secret", "data": []}'),
        post(b'{"webhook_secret_key": null}'),
        post(b'{"webhook_secret_key": ""}', f"webhook_secret_key: {SECRET}"),
        post(BODY, path=f"/{TOKEN}?from=reachstream"),
        *(post(BODY, host=host) for host in (PUBLIC_HOST, "Leads.Example.com.:8443", "localhost", "[::1]:47811")),
        head("Transfer-Encoding: chunked") + b'3\r\n{"a\r\n4;x=y\r\n":1}\r\n0\r\nTrailer: 1\r\n\r\n',
    ]
    for request in taken:
        assert await inbox.ask(request) == 200, request
    assert BODY in inbox.kept
    assert b'{"a":1}' in inbox.kept
    assert inbox.refusals == []


REFUSED = [
    (404, "path", post(path="/")),
    (404, "path", post(path=f"/{TOKEN[:-1]}0")),
    (404, "path", post(path=f"/{TOKEN.upper()}")),
    (404, "path", post(path=f"/{TOKEN}/")),
    (404, "path", post(path=f"/{TOKEN}/collect")),
    (404, "path", post(path=f"//{TOKEN}")),
    (404, "path", post(path=f"/%30{TOKEN[1:]}")),
    (404, "path", post(path=f"http://127.0.0.1/{TOKEN}")),
    (404, "path", post(path="/favicon.ico", method="GET")),
    (405, "method", post(method="GET")),
    (405, "method", post(method="PUT")),
    (405, "method", post(method="OPTIONS")),
    (405, "method", post(path="/health")),
    (421, "host", post(host="evil.example")),
    (421, "host", post(host=f"{PUBLIC_HOST}.evil.example")),
    (421, "host", post(host=f"evil.{PUBLIC_HOST}")),
    (421, "host", post(host="127.0.0.1@evil.example")),
    (421, "host", post(host="127.1")),
    (421, "host", post(host="")),
    (421, "host", post(host="evil.example", method="GET", path="/health")),
    (421, "host", f"POST /{TOKEN} HTTP/1.0\r\nContent-Length: 2\r\n\r\n{{}}".encode()),
    (403, "origin", post(BODY, "Origin: https://leads.example.com")),
    (403, "origin", post(BODY, "Origin: null", f"webhook_secret_key: {SECRET}")),
    (415, "encoding", post(BODY, "Content-Encoding: gzip")),
    (415, "encoding", post(BODY, "Content-Encoding: identity", "Content-Encoding: br")),
    *((401, "secret", post(BODY, f"{name}: wrong")) for name in HEADERS),
    (401, "secret", post(BODY, f"webhook_secret_key: {SECRET}", "X-Webhook-Secret-Key: wrong")),
    (401, "secret", post(BODY, f"webhook_secret_key: {SECRET}", f"webhook-secret-key: {OLD_SECRET}")),
    (401, "secret", post(BODY, f"webhook_secret_key: {SECRET}, {SECRET}")),
    (401, "secret", post(b'{"webhook_secret_key": "wrong"}')),
    (401, "secret", post(b'{"webhook_secret_key": 7}', f"webhook_secret_key: {SECRET}")),
    (401, "secret", post(b'{"webhook_secret_key": "wrong", "webhook_secret_key": "right-secret"}')),
    (401, "secret", post(b'{"webhook_secret_key": "wrong", "data": [1]')),
    (413, "size", head("Content-Length: 33554433")),
    (413, "size", head("Content-Length: 99999999999999999999")),
    (505, "malformed", post().replace(b"HTTP/1.1", b"HTTP/9.9")),
    (400, "malformed", post().replace(b"HTTP/1.1", b"HTTP/1.1.1")),
    (400, "malformed", head("Content-Length: 2", "Transfer-Encoding: chunked") + b"0\r\n\r\n"),
    (400, "malformed", head("Content-Length: 2", "Content-Length: 3") + b"{}"),
    (400, "malformed", head("Content-Length: -2") + b"{}"),
    (400, "malformed", head("Transfer-Encoding: chunked, identity") + b"0\r\n\r\n"),
    (400, "malformed", head("Transfer-Encoding: xchunked") + b"0\r\n\r\n"),
    (400, "malformed", head("Transfer-Encoding: chunked") + b"-1\r\n"),
    (400, "malformed", head("Host: 127.0.0.1", "Content-Length: 2") + b"{}"),
    (400, "malformed", head("webhook_secret_key : right-secret", "Content-Length: 2") + b"{}"),
    (400, "malformed", head("X: a\0b", "Content-Length: 2") + b"{}"),
    (400, "malformed", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    (400, "malformed", f"POST /{TOKEN} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}".encode()),
    (431, "malformed", head("Content-Length: 2", *(f"X-{n}: {'x' * 100}" for n in range(200))) + b"{}"),
    (431, "malformed", post(path=f"/{TOKEN}?{'x' * 20_000}")),
    (400, "malformed", head("X: " + "x" * 20_000)[:-4]),
]


async def test_what_is_turned_away(inbox: ReceiverAtHand, caplog: pytest.LogCaptureFixture) -> None:
    for status, word, request in REFUSED:
        inbox.refusals.clear()
        with caplog.at_level(logging.DEBUG):
            assert (await inbox.ask(request), inbox.refusals) == (status, [word]), request
    assert inbox.kept == []
    assert await inbox.ask(post()) == 200
    assert [secret for secret in (TOKEN, SECRET, "wrong", "unique_processing_id") if secret in caplog.text] == []


async def test_the_secret_is_compared_before_the_body_is_read(inbox: ReceiverAtHand) -> None:
    """The answer comes although the body never does."""
    assert await inbox.ask(head("Content-Length: 1000", "webhook_secret_key: wrong")) == 401
    async with await inbox.connect() as sender:
        await sender.write(head("Content-Length: 1000", "webhook_secret_key: wrong", "Expect: 100-continue"))
        assert await sender.status() == 401
        assert sender.headers["connection"] == "close"
        assert await sender.closed() == b""


async def test_an_old_secret_is_taken_until_its_moment(inbox: ReceiverAtHand) -> None:
    request = post(BODY, f"webhook_secret_key: {OLD_SECRET}")
    inbox.now = OLD_UNTIL - timedelta(seconds=1)
    assert await inbox.ask(request) == 200
    inbox.now = OLD_UNTIL
    assert await inbox.ask(request) == 401
    assert await inbox.ask(post(BODY, f"webhook_secret_key: {SECRET}")) == 200


async def test_a_sender_that_only_listens_any_more_hears_its_answer(inbox: ReceiverAtHand) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", inbox.port)
    writer.write(post())
    writer.write_eof()
    assert (await reader.read()).startswith(b"HTTP/1.1 200 ")
    writer.close()
    assert inbox.kept == [BODY]


async def test_health(inbox: ReceiverAtHand) -> None:
    async with await inbox.connect() as sender:
        await sender.write(post(b"", path="/health", method="GET"))
        assert await sender.status() == 204
        assert sender.body == b""
        assert "server" not in sender.headers


async def test_our_own_round_trip_is_told_and_not_kept(inbox: ReceiverAtHand) -> None:
    body = json.dumps({"event": TEST_EVENT, "nonce": "abc"}).encode()
    assert await inbox.ask(post(body, "webhook_secret_key: wrong")) == 401
    assert await inbox.ask(post(body, f"webhook_secret_key: {SECRET}")) == 200
    assert inbox.nonces == ["abc"]
    assert inbox.kept == []
    alike = json.dumps({"event": TEST_EVENT, "data": [{"id": 1}]}).encode()  # but with records, which are never dropped
    assert await inbox.ask(post(alike)) == 200
    assert inbox.kept == [alike]


@pytest.mark.parametrize(
    "trouble", [DiskFull(Path("purchases.db"), "full"), WorkspaceUnusable(Path("purchases.db"), "locked"), LeadsBusy()]
)
async def test_what_cannot_be_kept_is_asked_for_again(inbox: ReceiverAtHand, trouble: LeadDeskError) -> None:
    inbox.store.trouble = trouble
    async with await inbox.connect() as sender:
        await sender.write(post())
        assert await sender.status() == 503
        assert int(sender.headers["retry-after"]) > 0
        inbox.store.trouble = None
        await sender.write(post())
        assert await sender.status() == 200
    assert inbox.refusals == ["not-kept"]
    assert inbox.kept == [BODY]


async def test_a_body_as_large_as_allowed(inbox: ReceiverAtHand) -> None:
    body = b"x" * inbox.receiver.limits.body_bytes
    assert await inbox.ask(post(body)) == 200
    assert inbox.kept == [body]
    chunked = head("Transfer-Encoding: chunked") + f"{len(body) + 1:x}\r\n".encode() + body + b"x\r\n0\r\n\r\n"
    assert await inbox.ask(chunked) == 413
    assert inbox.kept == [body]


async def test_requests_one_behind_the_other(inbox: ReceiverAtHand) -> None:
    """What follows a request that lied about its length is another request, and has to hold as one."""
    async with await inbox.connect() as sender:
        await sender.write(post(b"1") + post(b"2") + post(b"3", "webhook_secret_key: wrong") + post(b"4") + b"rest")
        assert [await sender.status() for _ in range(4)] == [200, 200, 401, 200]
        await sender.write(b"\r\n\r\n")
        assert await sender.status() == 400
    assert inbox.kept == [b"1", b"2", b"4"]


async def test_who_is_kept_when_it_ends(inbox: ReceiverAtHand) -> None:
    """A body that is being written gets its answer; one that is on its way does not, so that it is sent again."""
    is_asked, may_go_on = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        is_asked.set()
        await may_go_on.wait()

    inbox.store.before = before
    async with await inbox.connect() as first, await inbox.connect() as second, await inbox.connect() as idle:
        await first.write(post())
        await second.write(post()[:-1])
        await is_asked.wait()
        stopping = asyncio.ensure_future(inbox.stop())
        assert await second.status() == 0
        assert await idle.status() == 0
        may_go_on.set()
        assert await first.status() == 200
        await stopping
    assert inbox.kept == [BODY]

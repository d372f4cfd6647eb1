"""What a sender may take: time, room, places."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from leaddesk.inbox.limits import MIB, Limits
from tests.fakes.receiver_at_hand import BODY, ReceiverAtHand, Sender, head, post

SOON = 0.1
"""Seconds, instead of the real ones."""


async def test_headers_that_do_not_come() -> None:
    async with ReceiverAtHand(Limits(header_seconds=SOON)) as inbox:
        assert await inbox.ask(b"") == 408
        assert await inbox.ask(post()[:40]) == 408
        async with await inbox.connect() as sender:
            await sender.write(post(b"1") + b"POST /")  # behind a good one
            assert await sender.status() == 200
            assert await sender.status() == 408
        assert inbox.refusals == ["slow"] * 3


async def test_headers_that_come_byte_by_byte() -> None:
    """The clock is not set back by what dribbles in."""
    async with ReceiverAtHand(Limits(header_seconds=SOON)) as inbox, await inbox.connect() as sender:
        answer = asyncio.ensure_future(sender.status())
        while not answer.done():
            await sender.write(b"x")
            await asyncio.sleep(SOON / 20)
        assert answer.result() == 408


async def test_a_body_that_does_not_come() -> None:
    async with ReceiverAtHand(Limits(body_seconds=SOON)) as inbox:
        for request in (head("Content-Length: 10") + b"123", head("Transfer-Encoding: chunked") + b"5\r\n12"):
            async with await inbox.connect() as sender:
                await sender.write(request)
                assert await sender.status() == 408
                assert await sender.closed() == b""
        assert inbox.kept == []
        assert inbox.refusals == ["slow", "slow"]


async def test_a_sender_that_goes_in_the_middle_is_forgotten() -> None:
    async with ReceiverAtHand(Limits(connections=1)) as inbox:
        async with await inbox.connect() as sender:
            await sender.write(head("Content-Length: 10") + b"123")
        assert await inbox.ask(post()) == 200
        assert inbox.refusals == []


async def test_a_refused_body_is_let_in_for_a_while() -> None:
    """So that its sender gets to read why; the connection goes on if it was short, and is cut off if it is not."""
    async with ReceiverAtHand(Limits(lingering_seconds=SOON)) as inbox:
        async with await inbox.connect() as sender:
            await sender.write(post(b"x" * MIB, "webhook_secret_key: wrong"))
            assert await sender.status() == 401
            await sender.write(post())
            assert await sender.status() == 200
        async with await inbox.connect() as sender:
            await sender.write(head("Content-Length: 1000", "webhook_secret_key: wrong"))
            assert await sender.status() == 401
            assert await sender.closed() == b""


async def test_a_connection_that_is_idle_is_ended() -> None:
    limits = Limits(idle_seconds=1)
    async with ReceiverAtHand(limits) as inbox, await inbox.connect() as sender, await inbox.connect() as refused:
        await sender.write(post())
        assert await sender.status() == 200
        await refused.write(post(b"x" * MIB, "webhook_secret_key: wrong"))
        assert await refused.status() == 401
        assert await sender.closed() == b""
        assert await refused.closed() == b""


async def test_more_connections_than_places_wait_for_their_turn() -> None:
    async with ReceiverAtHand(Limits(connections=2, waiting=3, header_seconds=1.0)) as inbox, AsyncExitStack() as open_:
        slow = [await open_.enter_async_context(await inbox.connect()) for _ in range(2)]
        honest = [await open_.enter_async_context(await inbox.connect()) for _ in range(3)]
        for sender in honest:
            await sender.write(post())
        answers = [asyncio.ensure_future(sender.status()) for sender in honest]
        async with await inbox.connect() as too_many:
            assert await too_many.status() == 503
            assert int(too_many.headers["retry-after"]) > 0
        assert not any(answer.done() for answer in answers)
        assert [await sender.status() for sender in slow] == [408, 408]
        assert await asyncio.gather(*answers) == [200, 200, 200]
        assert inbox.kept == [BODY]


async def test_nobody_waits_for_ever() -> None:
    limits = Limits(connections=1, waiting_seconds=SOON)
    async with ReceiverAtHand(limits) as inbox, await inbox.connect() as busy:
        await busy.write(head("Content-Length: 10"))
        assert await inbox.ask(post()) == 503
        await busy.write(b"0123456789")
        assert await busy.status() == 200
        assert await inbox.ask(post()) == 200


async def test_who_is_idle_makes_room() -> None:
    async with ReceiverAtHand(Limits(connections=1)) as inbox, await inbox.connect() as first:
        await first.write(post())
        assert await first.status() == 200
        assert await inbox.ask(post()) == 200
        assert await first.closed() == b""


async def test_who_becomes_idle_makes_room() -> None:
    async with ReceiverAtHand(Limits(connections=1)) as inbox, await inbox.connect() as first:
        await first.write(head("Content-Length: 3"))
        waiting = asyncio.ensure_future(inbox.ask(post()))
        await first.write(b"abc")
        assert await first.status() == 200
        assert await waiting == 200


async def test_large_bodies_share_the_room() -> None:
    """One is in memory, the other is not read on until that is kept; small ones do not wait."""
    limits = Limits(body_bytes=1000, room_bytes=1000, small_bytes=100)
    is_asked, may_go_on = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        is_asked.set()
        await may_go_on.wait()

    async with ReceiverAtHand(limits) as inbox, await inbox.connect() as first, await inbox.connect() as second:
        await begin(inbox, first)
        inbox.store.before = before
        await first.write(b"a" * 400)
        await is_asked.wait()
        inbox.store.before = None
        await begin(inbox, second)
        await second.write(b"b" * 400)
        answer = asyncio.ensure_future(second.status())
        assert await inbox.ask(post(b"small")) == 200
        assert not answer.done()
        may_go_on.set()
        assert await first.status() == 200
        assert await answer == 200
    assert sorted(map(len, inbox.kept)) == [5, 600, 601]


async def test_a_large_body_that_gets_no_room() -> None:
    limits = Limits(body_bytes=1000, room_bytes=1000, small_bytes=100, room_seconds=SOON)
    async with ReceiverAtHand(limits) as inbox, await inbox.connect() as first, await inbox.connect() as second:
        await begin(inbox, first)
        await begin(inbox, second)
        assert await second.status() == 503
        await first.write(b"a" * 400)
        assert await first.status() == 200
    assert inbox.refusals == ["busy"]


async def begin(inbox: ReceiverAtHand, sender: Sender) -> None:
    """A body of which 400 bytes are missing; the receiver has read all others, as it has answered since."""
    size = 600 + len(inbox.kept)  # each is another one
    await sender.write(head(f"Content-Length: {size}") + b"x" * (size - 400))
    assert await inbox.ask(post(b"small")) == 200

"""What an answer to the fetch means: whatever is not a whole, documented and undisputed one means nothing."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.purchases import Reason
from leaddesk.domain.sending import REFUSALS, Accepted, Ambiguous, Refused, Sent, SlowDown
from tests.fakes.fetching import Fetching
from tests.fakes.hostile_server import reply
from tests.fakes.raw_server import Caller, RawServer, answering

pytestmark = pytest.mark.usefixtures("certificates_read_once")

UNREADABLE = Ambiguous(Reason.UNREADABLE, 200)
NUMBERED = Ambiguous(Reason.UNREADABLE, 200, "1300")

ENVELOPES: list[tuple[object, Sent]] = [
    ({"status": 200, "data": {"unique_processing_id": 1300}}, Accepted("1300")),
    ({"status": "200", "data": {"unique_processing_id": " 1300 "}}, Accepted("1300")),
    ({"status": 200, "data": {"batch_process_id": "b/1+=?&"}}, Accepted("b/1+=?&")),
    ({"status": 200, "batch_process_id": 1300}, Accepted("1300")),
    ({"status": 200, "unique_processing_id": "1300", "data": None}, Accepted("1300")),
    ({"batch_process_id": 1300}, Accepted("1300")),
    ({"status": "queued", "batch_process_id": 1300}, Accepted("1300")),
    ({"status": 200, "data": '{"unique_processing_id": 1300}'}, Accepted("1300")),
    ('{"status": 200, "data": "{\\"unique_processing_id\\": 1300}"}', Accepted("1300")),
    ({"status": 200, "data": {"unique_processing_id": 10**40}}, Accepted(str(10**40))),
    *(
        ({"status": 200, "data": {"unique_processing_id": unreadable}}, UNREADABLE)
        for unreadable in (None, "", " ", 0, "0", "00", -1, "-1", True, 1.5, [1300], {"a": 1}, "a b", "é", "x" * 101)
    ),
    ({"status": 200}, UNREADABLE),
    ({"status": 200, "data": "null"}, UNREADABLE),
    ({"status": 200, "data": "{broken"}, UNREADABLE),
    ({"status": 200, "data": [{"unique_processing_id": 1300}]}, UNREADABLE),
    ([{"unique_processing_id": 1300}], UNREADABLE),
    (1300, UNREADABLE),
    (b"", UNREADABLE),
    (b"<html>Welcome</html>", UNREADABLE),
    (b'{"status": 200, "data": {"unique_processing_id": 1300}', UNREADABLE),
    (b"[" * 100_000, UNREADABLE),
    *(({"status": status, "message": "no", "data": None}, Refused(status, "no")) for status in sorted(REFUSALS)),
    ({"status": "402", "data": '{"available_credit": "720"}'}, Refused(402, "", 720)),
    ({"status": 402, "data": {"available_credit": 10**30}}, Refused(402)),
    ({"status": 429}, SlowDown(None)),
    ({"status": 500, "data": {"unique_processing_id": 1300}}, Ambiguous(Reason.SERVER_ERROR, 500, "1300")),
    ({"status": 302}, Ambiguous(Reason.SERVER_ERROR, 302)),
    ({"status": 409}, Ambiguous(Reason.SERVER_ERROR, 409)),
    ({"status": 202, "data": {"unique_processing_id": 1300}}, Ambiguous(Reason.UNREADABLE, 202, "1300")),
    ({"status": 1, "data": {"unique_processing_id": 1300}}, NUMBERED),
    ({"status": 10**25, "data": {"unique_processing_id": 1300}}, NUMBERED),
    # refused, and yet it has a number: whatever that means, it is not sent again
    ({"status": 400, "data": {"unique_processing_id": 1300}}, Ambiguous(Reason.UNREADABLE, 400, "1300")),
    ({"status": 429, "batch_process_id": 1300}, Ambiguous(Reason.UNREADABLE, 429, "1300")),
]


@pytest.mark.parametrize(("body", "becomes"), ENVELOPES)
async def test_what_a_body_says(body: object, becomes: Sent) -> None:
    async with RawServer(answering(reply(200, body))) as server:
        assert await Fetching(server.address).send() == becomes


@pytest.mark.parametrize(
    ("status", "body", "becomes"),
    [
        (400, {"status": 200, "data": {"unique_processing_id": 1300}}, Ambiguous(Reason.SERVER_ERROR, 400, "1300")),
        (400, {"status": 500}, Ambiguous(Reason.SERVER_ERROR, 400)),
        (400, {"status": 401, "message": "who?"}, Refused(400, "who?")),
        (402, {"data": {"unique_processing_id": 1300}}, Ambiguous(Reason.UNREADABLE, 402, "1300")),
        (429, {"status": 200}, Ambiguous(Reason.SERVER_ERROR, 429)),
        (429, {"status": 402}, Ambiguous(Reason.SERVER_ERROR, 429)),
        (429, {"status": "429"}, SlowDown(None)),
        (500, {"status": 429}, Ambiguous(Reason.SERVER_ERROR, 500)),
        (201, {"status": 200, "data": {"unique_processing_id": 1300}}, Ambiguous(Reason.UNREADABLE, 201, "1300")),
    ],
)
async def test_where_http_and_the_body_contradict_each_other(status: int, body: object, becomes: Sent) -> None:
    async with RawServer(answering(reply(status, body))) as server:
        assert await Fetching(server.address).send() == becomes


NAMES = ("status", "data", "message", "unique_processing_id", "batch_process_id")
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
TOLD = st.one_of(st.sampled_from([200, "200", 200, "200", 400, 402, 429, 500, "READY"]), PLAIN)
NUMBERS = dict.fromkeys(NAMES[3:], st.one_of(st.sampled_from([1300, "b-1"]), PLAIN))
DOCUMENTS = st.one_of(
    st.fixed_dictionaries(
        {}, optional={"status": TOLD, "data": st.fixed_dictionaries({}, optional=NUMBERS), **NUMBERS}
    ),
    st.recursive(PLAIN, lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=4), max_leaves=8),
)
STATUS = st.sampled_from([200, 200, 200, 200, 200, 200, 201, 204, 302, 400, 402, 429, 500])
ANSWERS = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=100).map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest),
    st.binary(max_size=200).map(lambda rest: b"HTTP/1.1 200 OK\r\n\r\n" + rest),
    st.builds(reply, STATUS, st.binary(max_size=100)),
    st.builds(reply, STATUS, DOCUMENTS),
    st.builds(lambda answer, end: answer[: -end or None], st.builds(reply, STATUS, DOCUMENTS), st.integers(0, 40)),
)


def test_no_answer_at_all_makes_an_error_or_a_number_from_nothing() -> None:
    """One server and one event loop for all of them; every example is a fetch over a connection of its own."""
    with asyncio.Runner() as runner:
        answer = b""

        async def conduct(caller: Caller) -> None:
            await caller.hear()
            await caller.say(answer)

        server = RawServer(conduct)
        runner.run(server.__aenter__())

        @settings(max_examples=120, deadline=None)
        @given(ANSWERS)
        def example(drawn: bytes) -> None:
            nonlocal answer
            answer = drawn
            before = server.connections
            sent = runner.run(Fetching(server.address).send())
            assert server.connections == before + 1
            assert isinstance(sent, Accepted | Refused | SlowDown | Ambiguous)
            head, _, body = drawn.partition(b"\r\n\r\n")
            if isinstance(sent, Accepted):
                assert head.startswith(b"HTTP/1.1 200")
                assert sent.processing_id in numbers_in(body)
            if isinstance(sent, Refused | SlowDown):
                assert not numbers_in(body)
                assert any(str(status).encode() in drawn for status in (*REFUSALS, 429))

        example()
        runner.run(server.__aexit__(None, None, None))


def numbers_in(body: bytes) -> set[str]:
    """Every text and whole number under one of the documented names, at the top or in ``data``, that can be used."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return set()
    places = [document, document.get("data")] if isinstance(document, dict) else []
    names = ("unique_processing_id", "batch_process_id")
    values = [place.get(name) for place in places if isinstance(place, dict) for name in names]
    texts = {str(value).strip() for value in values if isinstance(value, str) or type(value) is int}
    return {text for text in texts if re.fullmatch(r"[!-~]+", text) and not re.fullmatch(r"0+|-[0-9]+", text)}

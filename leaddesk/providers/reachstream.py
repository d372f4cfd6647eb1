"""ReachStream (ReachAPI v2), as ``providers.md`` says: preset values, credits, a count with its masked sample, batches.

These are free of charge and change nothing, so they may be repeated. The fetch, which costs credits and is never
repeated, goes out through a door of its own: ``sending``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from leaddesk.domain.deliveries import PayloadUnreadableError, read_payload
from leaddesk.domain.errors import NotEnoughCredits, NothingThere, ProviderError, RequestRefused, UnreadableAnswer
from leaddesk.domain.filter import FIELD_BY_NAME, Filter
from leaddesk.domain.providers import REACHSTREAM
from leaddesk.domain.purchases import DeliveryWay
from leaddesk.domain.reachstream import RECORD_FIELDS, Count, Credits, PresetValues
from leaddesk.domain.records import Records
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import BatchAnswer, BatchBody, BatchRefused, Sent, StillWorking
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import faults, wire
from leaddesk.providers.client import Client
from leaddesk.providers.dialect import DialectMemory
from leaddesk.providers.pacing import Pace
from leaddesk.providers.sending import DEADLINE, KEY_HEADER, FetchSender
from leaddesk.providers.session import Answer, Raw, Session

REQUESTS_PER_SECOND = 10

_PRESET_VALUES = "/api/v2/predefined/records/preset-values"
_NO_PAGE = "page not found"
_CREDITS = "/api/v2/retrive/users/active/credits"  # spelled so
_BATCH = "/api/v2/records/batch-process"
_STILL_WORKING = b"still being processed"
_ENDED = {"READY", "INSUFFICIENT_BALANCE"}
_RAW = Raw(largest=256 * 1024 * 1024, deadline=600.0)
_COUNT = ("/api/v2/request/records/count", "/api/v2/async/records/filter/count")


def connect(
    address: Callable[[], str],
    key: Callable[[], Awaitable[Secret | None]],
    *,
    remembered: DialectMemory | None = None,
    pace: Pace | None = None,
) -> ReachStream:
    """A ReachStream that speaks to ``address()`` with ``key()``, within the documented limit."""
    pace = pace or Pace(REQUESTS_PER_SECOND, 1.0)
    session = Session(REACHSTREAM, address=address, key=key, key_header=KEY_HEADER, judge=judge, pace=pace)
    return ReachStream(session, FetchSender(address, key, pace), remembered)


class ReachStream(Client):
    """One readable method per operation. Each but ``send`` raises what ``Session.read`` raises."""

    def __init__(self, session: Session, sender: FetchSender, remembered: DialectMemory | None = None) -> None:
        """``sender`` stands in the same queue as ``session``."""
        super().__init__(session, remembered)
        self._sender = sender

    async def preset_values(self, field: str, typed: str, *, urgency: Urgency) -> PresetValues:
        """The provider's values for what was ``typed`` into the filter field of that name; none is no error."""
        params = {FIELD_BY_NAME[field].preset_parameter: wire.whole(typed)}
        try:
            answer = await self._session.read("GET", _PRESET_VALUES, params=params, urgency=urgency)
        except NothingThere as missing:
            # providers.md: 404 means that no value matches; its other 404, "Page Not Found", that the path is wrong.
            if _NO_PAGE in missing.said.casefold():
                raise
            values: tuple[str, ...] = ()
        else:
            values = await self._turned(answer, lambda found: wire.texts(_data(found)))
        return PresetValues(field, typed, values, self._clock())

    async def credits(self, *, urgency: Urgency) -> Credits:
        """The balance."""
        answer = await self._session.read("POST", _CREDITS, urgency=urgency)
        return await self._turned(
            answer, lambda found: Credits(_number(wire.mapping(_data(found)), "available_credit"), self._clock())
        )

    async def count(self, wanted: Filter, *, urgency: Urgency) -> Count:
        """How many contacts match, with the masked sample: the documented columns first, unknown ones after them."""
        body = {"filter": wanted.body()}
        answer = await self._under_either(
            lambda path: self._session.read("POST", path, body=body, urgency=urgency), _COUNT, "count"
        )

        def counted(found: Answer) -> Count:
            data = wire.mapping(_data(found))
            sample = Records.gather(wire.records(wire.unwrapped(data.get("records"))), first=RECORD_FIELDS)
            return Count(wanted, _number(data, "counts"), sample, self._clock())

        return await self._turned(answer, counted)

    async def batch(self, processing_id: str, *, urgency: Urgency = Urgency.BACKGROUND) -> BatchAnswer:
        """How far the batch of that number is; its body as it came, at most 256 MB, where there is anything in it.

        A state that is neither READY nor INSUFFICIENT_BALANCE, without a record, is one that still works: giving up on
        what was paid for is for time to decide, and not for a word that nobody documented.
        """
        try:
            answer = await self._session.read(
                "GET", _BATCH, params={"batch_process_id": processing_id}, urgency=urgency, raw=_RAW, judge=_judge_batch
            )
        except (RequestRefused, NotEnoughCredits, NothingThere) as refused:
            return BatchRefused(refused.status, refused.said)
        if judge(answer) is not None:  # let pass by _judge_batch
            return StillWorking()
        beginning = answer.body[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if beginning not in {b"{", b"["}:
            raise UnreadableAnswer(REACHSTREAM.id, "html" if beginning == b"<" else "shape")
        return StillWorking() if answer.data is not None and _holds_nothing(answer.body) else BatchBody(answer.body)

    async def send(
        self,
        body: bytes,
        secret: Secret | None,
        *,
        way: DeliveryWay,
        leaving: Callable[[], Awaitable[None]],
        deadline: float = DEADLINE,
    ) -> Sent:
        """Buys. As ``FetchSender.send``."""
        return await self._sender.send(body, secret, way=way, leaving=leaving, deadline=deadline)


def judge(answer: Answer) -> ProviderError | None:
    """The error that an answer of ReachStream means.

    Success needs the HTTP status and the body's ``status`` (a number, or one as text) to be 200; a body without a
    readable one counts as 200.
    """
    status = answer.status
    if status < 300 and isinstance(answer.data, dict):
        in_body = wire.number(answer.data.get("status"))
        status = status if in_body is None else in_body
    if 200 <= status < 300:
        return None
    if status < 400:
        return UnreadableAnswer(REACHSTREAM.id, "shape")
    error = faults.by_status(REACHSTREAM.id, status, answer.said, answer.retry_after)
    if isinstance(error, NotEnoughCredits):
        facts = _facts(answer)
        error.available = wire.number(facts.get("available_credit"))
        error.requested = wire.number(facts.get("requested_fetch_count"))
    return error


def _judge_batch(answer: Answer) -> ProviderError | None:
    """As ``judge``; but providers.md: a 400 with these words anywhere in its text says that the batch is not ready."""
    error = judge(answer)
    is_working = isinstance(error, RequestRefused) and error.status == 400 and _STILL_WORKING in answer.body.lower()
    return None if is_working else error


def _holds_nothing(body: bytes) -> bool:
    """Whether a batch has neither records nor an end. What is paid for and cannot be read is something."""
    try:
        payload = read_payload(body)
    except PayloadUnreadableError:
        return False
    return not payload.records and payload.state not in _ENDED


def _facts(answer: Answer) -> dict[str, object]:
    """What an error carries in ``data``; empty where that is unreadable."""
    try:
        return wire.mapping(_data(answer))
    except wire.UnreadableError:
        return {}


def _data(answer: Answer) -> object:
    """The content of the envelope. Raises UnreadableError."""
    return wire.unwrapped(wire.mapping(answer.data).get("data"))


def _number(data: dict[str, object], name: str) -> int:
    number = wire.number(data.get(name))
    if number is None:
        raise wire.UnreadableError("shape")
    return number

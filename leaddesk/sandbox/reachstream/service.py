"""ReachStream (ReachAPI v2), as its documentation describes it and no more lenient than that.

Where the documentation is silent: values are compared exactly but for case; a lookup answers at most 100 values, those
that begin with what was typed before those that contain it; ``{"filter": {}}`` counts everybody; every request that
arrives counts for the limit of 10 in a second, refused ones too. About the fetch that spends credits see ``fetching``.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import ClassVar

from starlette.requests import Request

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.provider import Provider, Switches
from leaddesk.sandbox.reachstream.books import Books
from leaddesk.sandbox.reachstream.envelope import refusal, success
from leaddesk.sandbox.reachstream.fetching import SECRET_HEADER, Fetching
from leaddesk.sandbox.reachstream.filters import PRESET_PARAMETERS, fields_in, fields_looked_up, is_json, wanted_in
from leaddesk.sandbox.reachstream.records import masked
from leaddesk.sandbox.reachstream.terms import SWITCHES, Terms
from leaddesk.sandbox.reachstream.webhook import Webhook, is_webhook, webhook_of
from leaddesk.sandbox.wire import Answer, Json, Received
from leaddesk.sandbox.world import World

PRESET_VALUES, CREDITS, COUNT = "preset-values", "credits", "count"
FETCH, POLLED_FETCH, POLL = "fetch", "polled-fetch", "poll"

OPERATIONS: Mapping[tuple[str, str], tuple[str, int]] = {
    ("GET", "/api/v2/predefined/records/preset-values"): (PRESET_VALUES, 0),
    ("POST", "/api/v2/retrive/users/active/credits"): (CREDITS, 0),
    ("POST", "/api/v2/request/records/count"): (COUNT, 0),
    ("POST", "/api/v2/async/records/filter/count"): (COUNT, 1),
    ("POST", "/api/v2/async/records/filter"): (FETCH, 0),
    ("POST", "/api/v2/async/records/filter/data"): (POLLED_FETCH, 0),
    ("GET", "/api/v2/records/batch-process"): (POLL, 0),
}
"""Method and path: the operation, and which of its documented paths this is."""

REQUESTS_PER_SECOND = 10
STARTING_CREDITS = 720
_SAMPLE = 25
_LONGEST_LOOKUP = 100


class ReachStream(Provider):
    """An ASGI application. Everything but the call itself may be used from any thread."""

    name = "reachstream"
    switches: ClassVar[Switches] = {
        "credits": lambda value: type(value) is int,
        "webhook": is_webhook,
        **SWITCHES,
    }

    def __init__(self, world: World, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that the limit goes by."""
        operations = {operation for operation, _ in OPERATIONS.values()}
        super().__init__(key, clock, FaultBoard(operations, world.search.fields))
        self.world = world
        self.credits = STARTING_CREDITS
        self.terms = Terms()
        """How the fetch goes; to be changed here or by ``switch``."""
        self._webhook: Webhook | None = None
        self._webhook_secrets: frozenset[str] = frozenset()
        self._fetching = Fetching(world, self, self.failures.append)
        self._arrivals: deque[float] = deque(maxlen=REQUESTS_PER_SECOND)
        self._operations: Mapping[str, Callable[[Request, Received], Answer]] = {
            PRESET_VALUES: self._preset_values,
            CREDITS: self._credits,
            COUNT: self._count,
            FETCH: self._fetching.fetch,
            POLLED_FETCH: self._fetching.fetch_polled,
            POLL: self._fetching.poll,
        }

    @property
    def books(self) -> Books:
        """The orders that were accepted, and what became of them."""
        return self._fetching.books

    @property
    def webhook(self) -> Webhook | None:
        """Where the account wants its records brought; None: nothing is registered."""
        return self._webhook

    @webhook.setter
    def webhook(self, value: Json | Webhook) -> None:
        """Takes one, or what ``webhook_of`` takes. Raises ValueError."""
        webhook = value if isinstance(value, Webhook) else webhook_of(value)
        if webhook is not None:
            self._webhook_secrets |= {webhook.secret}
            self.secrets.add(webhook.secret)
        self._webhook = webhook

    def submissions(self) -> Iterable[tuple[dict[str, Json], Mapping[str, Json]]]:
        """The books, as JSON."""
        for found in self.books.submissions:
            yield found.told(), {"record_ids": found.records, "unacknowledged_ids": found.unacknowledged}

    def switched(self) -> dict[str, Json]:
        """All switches as they stand, without the webhook's secret."""
        return {**super().switched(), "webhook": self._webhook.told() if self._webhook else None}

    def reset(self) -> None:
        """As new: no faults, requests, orders or webhook, the starting credits, and no limit in the way.

        Nothing is delivered any more when it returns. Not from the server's own thread.
        """
        super().reset()
        self._fetching.reset()
        self.credits = STARTING_CREDITS
        self.terms = Terms()
        self._webhook = None
        self._arrivals.clear()

    async def end(self) -> None:
        """Ends what is under way."""
        await super().end()
        await self._fetching.close()

    def _holder(self, switch: str) -> object:
        return self.terms if switch in SWITCHES else self

    def _places(self, request: Request) -> Mapping[str, Collection[str]]:
        # The secret's header is its place in a fetch alone, also for one that was replaced meanwhile.
        fetches = OPERATIONS.get((request.method, request.url.path), ("", 0))[0] == FETCH
        own = {SECRET_HEADER: self._webhook_secrets} if fetches else {}
        return {**super()._places(request), **own}

    def _recognise(self, received: Received) -> None:
        received.operation, received.dialect = OPERATIONS.get((received.method, received.path), (None, 0))
        received.filter_fields = fields_in(received.body) or fields_looked_up(received.query)

    def _answer(self, request: Request, received: Received) -> Answer:
        crowd = self._arrivals
        too_fast = len(crowd) == REQUESTS_PER_SECOND and received.arrived - crowd[0] < 1.0
        crowd.append(received.arrived)
        if too_fast:
            return refusal(received, 429)
        if received.operation is None:
            return refusal(received, 404)
        if received.key != "right":
            return refusal(received, 401 if received.key == "absent" else 403)
        return self._operations[received.operation](request, received)

    def _unprocessed(self, received: Received) -> Answer:
        return refusal(received, 500)

    def _sent(self, received: Received) -> None:
        if received.operation == POLL:
            self._fetching.polled_in_full(received)

    def _preset_values(self, _request: Request, received: Received) -> Answer:
        if len(received.query) != 1:
            return refusal(received, 400)
        (parameter, typed) = received.query[0]
        if parameter not in PRESET_PARAMETERS or not typed.strip():
            return refusal(received, 400)
        found = self.world.search.lookup(PRESET_PARAMETERS[parameter], typed, _LONGEST_LOOKUP)
        return success(received, found, "Success") if found else refusal(received, 404, "Not Found")

    def _credits(self, _request: Request, received: Received) -> Answer:
        return success(received, {"available_credit": self.credits})

    def _count(self, request: Request, received: Received) -> Answer:
        wanted = wanted_in(received.body, self.world.search.fields) if is_json(request) else None
        if wanted is None:
            return refusal(received, 400, "Missing parameter filter")
        matches = self.world.search.matches(wanted)
        records = [masked(self.world.contact(number)) for number in matches.first(_SAMPLE)]
        return success(received, {"counts": matches.count, "records": records})

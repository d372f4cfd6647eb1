"""ReactIn, as its documentation describes it and no more lenient than that.

Where the documentation is silent or at odds with itself: which paths answer and how the key is written can be switched;
other parameters than ``page`` and ``pageSize`` are a bad request; five requests in a second are the limit, refused ones
count too; a page behind the last is empty; an error is ``{"error": <text>}``.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from typing import ClassVar

from starlette.requests import Request

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.faults import MESSAGES
from leaddesk.sandbox.list_provider import ListProvider
from leaddesk.sandbox.page_faults import PAGE_FAULTS
from leaddesk.sandbox.provider import Switches, count, one_of, whole_number
from leaddesk.sandbox.reactin.smart_lists import (
    ORGANIZATION,
    SmartList,
    foreign_shelf,
    own_shelves,
    smart_lists,
)
from leaddesk.sandbox.shelves import Crowd, Record
from leaddesk.sandbox.wire import Answer, Json, Reading, Received

LEADS = "leads"
REQUESTS_PER_SECOND = 5
SMALLEST_PAGE, LARGEST_PAGE = 10, 50

_PATH = re.compile(r"/api/(?P<version>v1/)?(?P<organization>[^/]+)/lists/(?P<list>[^/]+)/leads")
_SNIPPET = """const response = await fetch(
  `https://app.reactin.io/api/v1/{organization}/lists/{list}/leads?page=${{page}}&pageSize=${{pageSize}}`,
  {{
    method: 'GET',
    headers: {{
      'Authorization': '{key}',
      'Content-Type': 'application/json'
    }}
  }}
);
"""


class ReactIn(ListProvider):
    """An ASGI application. Everything but the call itself may be used from any thread."""

    name = "reactin"
    key_header = "authorization"
    switches: ClassVar[Switches] = {
        "paths": one_of("both", "first", "second"),
        "authorization": one_of("both", "bare", "bearer"),
        "requests_per_second": count,
    }

    def __init__(self, crowd: Crowd, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that the limit goes by."""
        self._arrivals: deque[float] = deque()
        board = FaultBoard((LEADS,), catalogue=PAGE_FAULTS)
        super().__init__(key, clock, board, own_shelves(crowd), foreign_shelf(crowd))

    def _switch_back(self) -> None:
        self.paths = "both"
        """Which of the two documented paths answer: ``both``, ``first`` (/api/...) or ``second`` (/api/v1/...)."""
        self.authorization = "both"
        """How the key may be written: ``both``, ``bare`` or ``bearer``."""
        self.requests_per_second = REQUESTS_PER_SECOND
        self._arrivals.clear()

    @property
    def lists(self) -> list[SmartList]:
        """The lists that the key may read, in the order of the demo."""
        return smart_lists()

    def snippet(self, list_id: str) -> str:
        """What ReactIn shows beside an API SmartList, to be copied. It holds the key."""
        return _SNIPPET.format(organization=ORGANIZATION, list=list_id, key=self.key)

    def page_address(self, list_id: str) -> str:
        """The address of a SmartList's page in ReactIn; it names the organization, but not by its id."""
        return f"https://app.reactin.io/demo-organization/lists/{list_id}"

    def leads(self, list_id: str) -> list[Record]:
        """All leads of a list as they stand. Raises KeyError."""
        return self._own[list_id].records()

    def _key_of(self, values: list[str]) -> tuple[str, str]:
        if len(values) == 1 and values[0].startswith("Bearer "):
            return super()._key_of([values[0].removeprefix("Bearer ")])[0], "bearer"
        key, _ = super()._key_of(values)
        return key, "" if key == "absent" else "bare"

    def _recognise(self, received: Received) -> None:
        found = _PATH.fullmatch(received.path)
        if found is None or received.method != "GET":
            return
        received.operation, received.dialect = LEADS, 1 if found["version"] else 0
        received.list_id = found["list"]
        received.page = whole_number(dict(received.query).get("page", "1"))

    def _answer(self, request: Request, received: Received) -> Answer:
        crowd = self._arrivals
        while crowd and received.arrived - crowd[0] >= 1.0:
            crowd.popleft()
        crowd.append(received.arrived)
        if len(crowd) > self.requests_per_second:
            return _refusal(received, 429)
        if received.operation is None or self.paths == ("second", "first")[received.dialect]:
            return _refusal(received, 404)
        if received.key != "right" or self.authorization not in {"both", received.scheme}:
            return _refusal(received, 401)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _refusal(received, 400, "Content-Type must be application/json")
        return self._leads(received)

    def _leads(self, received: Received) -> Answer:
        found = _PATH.fullmatch(received.path)
        shelf = self._own.get(received.list_id or "")
        if received.list_id == self._foreign.id or (shelf and found and found["organization"] != ORGANIZATION):
            return _refusal(received, 403)
        if shelf is None or shelf.deleted:
            return _refusal(received, 404, "List not found")
        asked = dict(received.query)
        size = whole_number(asked.get("pageSize", str(SMALLEST_PAGE)), SMALLEST_PAGE)
        if received.page is None or size is None or size > LARGEST_PAGE:
            return _refusal(received, 400)
        if len(asked) != len(received.query) or not asked.keys() <= {"page", "pageSize"}:
            return _refusal(received, 400)
        leads, total = shelf.window(received.page, size)
        more = received.page * size < total
        document = {"data": leads, "page": received.page, "nextPage": received.page + 1 if more else None}
        reading = Reading(shelf, "data", "nextPage", received.page, size, link=int)
        return Answer(received, 200, document, reading=reading, error=_error, enveloped=False)


def _error(_status: int, message: str) -> dict[str, Json]:
    return {"error": message}


def _refusal(received: Received, status: int, message: str | None = None) -> Answer:
    document = _error(status, message or MESSAGES[status])
    return Answer(received, status, document, error=_error, enveloped=False)

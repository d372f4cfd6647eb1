"""Leadsopedia, as its documentation describes it and no more lenient than that.

Where the documentation is silent or at odds with itself: what can be switched stands in ``Leadsopedia.switches``; every
request that arrives starts the time between calls anew, refused ones too; those with the right key that came slowly
enough count for the month; other parameters than the documented ones, and ``limit``, are a bad request; a page behind
the last is empty; an error is ``{"code": <status>, "message": <text>}``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.faults import MESSAGES
from leaddesk.sandbox.leadsopedia.account import ACCOUNT, CREDITS, activities, history, usage
from leaddesk.sandbox.leadsopedia.downloads import DOWNLOADS, Download, Files
from leaddesk.sandbox.leadsopedia.my_lists import foreign_shelf, own_shelves, told, with_country_number
from leaddesk.sandbox.list_provider import ListProvider
from leaddesk.sandbox.page_faults import PAGE_FAULTS
from leaddesk.sandbox.provider import Switches, count, one_of, whole_number
from leaddesk.sandbox.shelves import Crowd, Record, Shelf
from leaddesk.sandbox.wire import Answer, Json, Reading, Received

SECONDS_BETWEEN_CALLS = 10.0
CALLS_PER_MONTH = 15_000
LIMIT = 100

_PATHS = tuple(
    (re.compile(pattern), operation, dialect)
    for pattern, operation, dialect in (
        ("/v1/account", "account", 0),
        ("/v1/account/credits", "credits", 0),
        ("/v1/account/usage", "usage", 0),
        ("/v1/account/activity", "activity", 0),
        ("/v1/account/history", "history", 0),
        ("/v1/mylists", "lists", 0),
        ("/v1/mylists/(?P<list>[^/]+)", "list", 0),
        ("/v1/contacts", "contacts", 0),
        ("/v1/contacts/(?P<list>[^/]+)", "contact", 1),
        ("/v1/downloads", "downloads", 0),
        ("/v1/mydownloads", "downloads", 1),
        ("/v1/downloads/(?P<download>[^/]+)", "download", 0),
        ("/v1/mydownloads/(?P<download>[^/]+)", "download", 1),
    )
)
_SEVERAL_PATHS = {"contact", "downloads", "download"}
_PAGED = {"activity", "history", "lists", "contacts", "downloads"}
OPERATIONS = ("contact", *dict.fromkeys(operation for _, operation, _ in _PATHS))


class Leadsopedia(ListProvider):
    """An ASGI application. Everything but the call itself may be used from any thread."""

    name = "leadsopedia"
    base_path = "/v1"
    switches: ClassVar[Switches] = {
        "seconds_between_calls": lambda value: type(value) in {int, float} and value >= 0,
        "calls_per_month": count,
        "calls_this_month": count,
        "paths": one_of("both", "first", "second"),
        "total_field": one_of("total", "count"),
        "next_form": one_of("link", "path", "number", "other-host"),
        "pages_count": one_of("right", "too-small", "too-large", "absent"),
        "country_form": one_of("name", "number"),
        "downloads_on": one_of("other-port", "same-port"),
        "limit": lambda value: type(value) is int and 1 <= value <= LIMIT,
    }

    def __init__(self, crowd: Crowd, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that the limit goes by."""
        board = FaultBoard(OPERATIONS, catalogue=PAGE_FAULTS)
        super().__init__(key, clock, board, own_shelves(crowd), foreign_shelf(crowd))
        self.files = Files(self._own.get, clock)
        """The host of the downloads."""
        self._operations: Mapping[str, Callable[[Received], Answer]] = {
            "account": lambda received: self._found(received, dict(ACCOUNT)),
            "credits": lambda received: self._found(received, dict(CREDITS)),
            "usage": self._usage,
            "activity": lambda received: self._rows(received, "activities", activities()),
            "history": lambda received: self._rows(received, "history", history()),
            "lists": lambda received: self._rows(received, "lists", [told(shelf) for shelf in self._shown()]),
            "list": self._list,
            "contacts": self._contacts,
            "contact": self._contact,
            "downloads": lambda received: self._rows(received, "downloads", [self._file(one) for one in DOWNLOADS]),
            "download": self._download,
        }

    def _switch_back(self) -> None:
        self.seconds_between_calls = SECONDS_BETWEEN_CALLS
        self.calls_per_month = CALLS_PER_MONTH
        self.calls_this_month = 0
        self.paths = "both"
        """Which of two documented paths answer, where there are two: ``both``, ``first`` or ``second``."""
        self.total_field = "total"
        """What the number of all records is called: ``total`` or ``count``."""
        self.next_form = "link"
        """``next`` and ``previous`` as ``link``, as ``path`` without a host, as ``number``, or to an ``other-host``."""
        self.pages_count = "right"
        """``right``, ``too-small``, ``too-large`` or ``absent``."""
        self.country_form = "name"
        """A contact's country: ``name`` or ``number``."""
        self.downloads_on = "other-port"
        """Where the files are: ``other-port`` or ``same-port``."""
        self.limit = LIMIT
        """Records in a page where none are asked for."""
        self._last: float | None = None

    @property
    def lists(self) -> list[tuple[str, str, int]]:
        """Id, name and number of contacts of each list."""
        return [(shelf.id, shelf.name, len(shelf)) for shelf in self._shown()]

    def contacts(self, list_id: str) -> list[Record]:
        """All contacts of a list as they stand. Raises KeyError."""
        return self._own[list_id].records()

    def reset(self) -> None:
        """As new, the host of the files too."""
        super().reset()
        self.files.reset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        on_this_port = self.downloads_on == "same-port" and scope["path"].startswith("/files/")
        await (self.files(scope, receive, send) if on_this_port else super().__call__(scope, receive, send))

    def _recognise(self, received: Received) -> None:
        if received.method != "GET":
            return
        asked = dict(received.query)
        for pattern, operation, dialect in _PATHS:
            if (found := pattern.fullmatch(received.path)) is not None:
                by_whom = operation == "contacts" and ("email" in asked or "id" in asked)
                received.operation, received.dialect = "contact" if by_whom else operation, dialect
                received.list_id = found.groupdict().get("list", asked.get("list_id"))
        if received.operation in _PAGED:
            received.page = whole_number(asked.get("page", "1"))

    def _answer(self, _request: Request, received: Received) -> Answer:
        before, self._last = self._last, received.arrived
        if before is not None and received.arrived - before < self.seconds_between_calls:
            return _refusal(received, 429, f"Wait {self.seconds_between_calls:g} seconds between API calls")
        if received.key != "right":
            return _refusal(received, 401, "No user for this API key")
        if self.calls_this_month >= self.calls_per_month:
            return _refusal(received, 429, f"Monthly limit of {self.calls_per_month:,} API calls reached")
        self.calls_this_month += 1
        operation = received.operation
        closed = operation in _SEVERAL_PATHS and self.paths == ("second", "first")[received.dialect]
        if operation is None or closed:
            return _refusal(received, 404)
        if not _well_asked(received):
            return _refusal(received, 400)
        return self._operations[operation](received)

    def _usage(self, received: Received) -> Answer:
        return self._found(
            received, usage(time.strftime("%Y-%m", time.gmtime()), self.calls_this_month, self.calls_per_month)
        )

    def _list(self, received: Received) -> Answer:
        shelf = self._shelf(received)
        return shelf if isinstance(shelf, Answer) else self._found(received, told(shelf))

    def _contacts(self, received: Received) -> Answer:
        shelf = self._shelf(received)
        if isinstance(shelf, Answer):
            return shelf
        records, total = shelf.window(received.page or 1, self._limit(received))
        return self._page(received, "contacts", [self._person(record) for record in records], total, shelf)

    def _contact(self, received: Received) -> Answer:
        shelf = self._shelf(received)
        if isinstance(shelf, Answer):
            return shelf
        asked = dict(received.query)
        name = "email" if "email" in asked else "id"
        wanted = asked[name].casefold()
        for record in shelf.records():
            if str(record.get(name) or "").casefold() == wanted:
                return self._found(received, self._person(record))
        return _refusal(received, 404, "Contact not found")

    def _download(self, received: Received) -> Answer:
        number = whole_number(received.path.rpartition("/")[2])
        found = next((download for download in DOWNLOADS if download.id == number), None)
        return self._found(received, self._file(found)) if found is not None else _refusal(received, 404)

    def _shown(self) -> list[Shelf]:
        return [shelf for shelf in self._own.values() if not shelf.deleted]

    def _shelf(self, received: Received) -> Shelf | Answer:
        """The list that is asked about, or why not."""
        if received.list_id == self._foreign.id:
            return _refusal(received, 403)
        shelf = self._own.get(received.list_id or "")
        return shelf if shelf is not None and not shelf.deleted else _refusal(received, 404, "List not found")

    def _person(self, record: Record) -> Record:
        return with_country_number(record) if self.country_form == "number" else record

    def _file(self, download: Download) -> Record:
        host = self.files.address if self.downloads_on == "other-port" else self.address.removesuffix(self.base_path)
        return {
            "id": download.id,
            "filename": download.filename,
            "extension": download.extension,
            "url": host + Files.path(download),
            "date_created": download.date_created,
        }

    def _limit(self, received: Received) -> int:
        return int(dict(received.query).get("limit", self.limit))

    def _rows(self, received: Received, field: str, rows: Sequence[Json]) -> Answer:
        limit, page = self._limit(received), received.page or 1
        return self._page(received, field, list(rows[(page - 1) * limit : page * limit]), len(rows), None)

    def _page(self, received: Received, field: str, records: list[Json], total: int, shelf: Shelf | None) -> Answer:
        page, limit = received.page or 1, self._limit(received)
        pages = -(-total // limit)

        def link(number: int) -> Json:
            if self.next_form == "number":
                return number
            host = {"link": self.address.removesuffix(self.base_path), "other-host": self.files.address, "path": ""}
            query = {**dict(received.query), "page": number, "limit": limit}
            return f"{host[self.next_form]}{received.path}?{urlencode(query)}"

        document = {field: records, self.total_field: total, "page": page, "limit": limit}
        if self.pages_count != "absent":
            document["pagesCount"] = {"right": pages, "too-small": pages // 2, "too-large": pages + 3}[self.pages_count]
        document["next"] = link(page + 1) if page < pages else None
        document["previous"] = link(page - 1) if page > 1 else None
        reading = Reading(shelf, field, "next", page, limit, link)
        return Answer(received, 200, document, reading=reading, error=_error, enveloped=False)

    @staticmethod
    def _found(received: Received, document: dict[str, Json]) -> Answer:
        return Answer(received, 200, document, error=_error, enveloped=False)


def _well_asked(received: Received) -> bool:
    """Whether the parameters are the documented ones, each once and in its form."""
    asked = dict(received.query)
    if len(asked) != len(received.query):
        return False
    if received.operation in _PAGED:
        limit = whole_number(asked.get("limit", "1"))
        allowed = {"page", "limit", "list_id"} if received.operation == "contacts" else {"page", "limit"}
        listed = received.operation != "contacts" or bool(asked.get("list_id"))
        return asked.keys() <= allowed and received.page is not None and limit is not None and limit <= LIMIT and listed
    if received.operation == "contact":
        by = asked.keys() & {"email", "id"}
        rest = asked.keys() - by
        listed = rest == (set() if received.dialect else {"list_id"})
        return len(by) == 1 and bool(asked[min(by)]) and listed
    return not asked


def _error(status: int, message: str) -> dict[str, Json]:
    return {"code": status, "message": message}


def _refusal(received: Received, status: int, message: str | None = None) -> Answer:
    document = _error(status, message or MESSAGES[status])
    return Answer(received, status, document, error=_error, enveloped=False)

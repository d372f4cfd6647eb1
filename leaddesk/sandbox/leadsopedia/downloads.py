"""The files that can be downloaded, and the host that serves them to anybody who knows their address.

It is another host than the provider's, so a key has no business there: a request with anything like one is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from starlette.requests import Request

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.faults import ANY_PROVIDER
from leaddesk.sandbox.leadsopedia.my_lists import COLUMNS
from leaddesk.sandbox.provider import Provider, Secrets
from leaddesk.sandbox.shelves import Record, Shelf
from leaddesk.sandbox.wire import Answer, Json, Received

FILE = "file"
_KEY_HEADERS = {"x-api-key", "authorization", "cookie"}


class Download(NamedTuple):
    """One finished export."""

    id: int
    filename: str
    extension: str
    list_id: str | None
    """The list that it holds; None: the file is gone, though it is still listed."""
    date_created: str


DOWNLOADS = (
    Download(731, "conference-2026-badge-scans.csv", "csv", "65f1c0a27d3b9e4418a0c501", "2025-11-03T10:05:00.000Z"),
    Download(728, "All prospects (full).csv", "csv", "65f1c0a27d3b9e4418a0c502", "2025-10-28T16:44:00.000Z"),
    Download(
        702, "Händler & Partner – Übersicht 🔥.csv", "csv", "65f1c0a27d3b9e4418a0c503", "2025-09-14T08:00:00.000Z"
    ),
    Download(655, "../../outside.csv", "csv", "65f1c0a27d3b9e4418a0c504", "2025-06-01T12:30:00.000Z"),
    Download(654, "CON.csv", "csv", "65f1c0a27d3b9e4418a0c505", "2025-06-01T12:29:00.000Z"),
    Download(601, "removed-after-90-days.csv", "csv", None, "2025-01-09T09:09:00.000Z"),
)


class Files(Provider):
    """An ASGI application that serves CSV files. Everything but the call itself may be used from any thread."""

    name = "files"

    def __init__(self, shelf: Callable[[str], Shelf | None], clock: Callable[[], float]) -> None:
        """``shelf`` finds a list by its id. There is no key that would be right here."""
        super().__init__("", clock, FaultBoard((FILE,), catalogue=ANY_PROVIDER))
        self.secrets = Secrets()
        self._shelf = shelf

    @staticmethod
    def path(download: Download) -> str:
        """Where it is; nothing in it tells the file's name, as with a signed address."""
        return f"/files/{download.id * 7919:x}"

    def _key_of(self, values: list[str]) -> tuple[str, str]:
        return ("wrong" if values not in ([], [""]) else "absent"), ""

    def _recognise(self, received: Received) -> None:
        if received.method == "GET" and received.path.startswith("/files/"):
            received.operation = FILE

    def _answer(self, _request: Request, received: Received) -> Answer:
        if received.stray_key or _KEY_HEADERS & set(received.headers):
            return _refusal(received, 400, "No key belongs here")
        found = next((download for download in DOWNLOADS if self.path(download) == received.path), None)
        shelf = self._shelf(found.list_id) if found is not None and found.list_id and received.operation else None
        if found is None or shelf is None:
            return _refusal(received, 404, "Not Found")
        body = csv_of(shelf.records()).encode("utf-8")
        return Answer(received, 200, {}, body=body, content_type="text/csv; charset=utf-8", enveloped=False)


def csv_of(records: Iterable[Record]) -> str:
    """Comma-separated, as RFC 4180 has it."""
    rows = [COLUMNS, *(tuple(record.get(column) for column in COLUMNS) for record in records)]
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _cell(value: Json) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",\r\n') else text


def _refusal(received: Received, status: int, message: str) -> Answer:
    return Answer(received, status, _error(status, message), error=_error, enveloped=False)


def _error(status: int, message: str) -> dict[str, Json]:
    return {"code": status, "message": message}

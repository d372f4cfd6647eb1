"""Who receives ReachStream's deliveries in the tests of this folder: over real HTTP, answering as it was told to."""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple

SECRET = "f00d-4-a-webhook"
SILENCE = 0
"""Instead of a status: the connection is closed without an answer."""


class Delivery(NamedTuple):
    """What arrived."""

    path: str
    headers: dict[str, str]
    """By their names in lower case."""
    document: Any

    @property
    def ids(self) -> list[int]:
        return [record["id"] for record in self.document["data"]]


class Receiver:
    """A context manager."""

    def __init__(self) -> None:
        self.statuses: deque[int] = deque()
        """What the next deliveries are answered with; 200 when there are none left."""
        self._deliveries: list[Delivery] = []
        self._arrived = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook/5b1f"

    @property
    def deliveries(self) -> list[Delivery]:
        """What arrived, oldest first."""
        with self._arrived:
            return list(self._deliveries)

    def wait_for(self, count: int, timeout: float = 5.0) -> list[Delivery]:
        """The deliveries, once there are ``count``. Raises TimeoutError."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._deliveries) >= count, timeout):
                raise TimeoutError(f"{len(self._deliveries)} deliveries instead of {count}")
            return list(self._deliveries)

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, delivery: Delivery) -> int:
        with self._arrived:
            self._deliveries.append(delivery)
            self._arrived.notify_all()
            return self.statuses.popleft() if self.statuses else 200

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._take

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                promised = int(self.headers["content-length"])
                body = self.rfile.read(promised)
                if len(body) < promised:
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = take(Delivery(self.path, headers, json.loads(body)))
                if status != SILENCE:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
                """Says nothing."""

        return Handler

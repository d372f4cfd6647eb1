"""What all demo providers have in common: a key, a log of what arrived, faults, and switches set while it runs."""

from __future__ import annotations

import hmac
import json
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import ClassVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from leaddesk.sandbox.fault_board import Fault, FaultBoard
from leaddesk.sandbox.shelves import Shelf
from leaddesk.sandbox.wire import Answer, Json, Received, deliver

_LONGEST_LOG = 20_000
_HIDDEN = "*****"

Switches = Mapping[str, Callable[[Json], bool]]
"""Names of attributes, and whether a value may be given to them."""


class Secrets:
    """What never belongs into a request but in its own place: keys, and what else is found to be one as time goes by.

    One for all providers of a sandbox. Usable from any thread.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = frozenset(known)
        """All of them; a secret that was replaced is one still."""

    def add(self, secret: str) -> None:
        """From now on it is one as well."""
        self.known |= {secret}


class Provider(ABC):
    """An ASGI application. Everything but the call itself may be used from any thread."""

    name: ClassVar[str]
    base_path: ClassVar[str] = ""
    """What its base address has behind host and port."""
    key_header: ClassVar[str] = "x-api-key"
    switches: ClassVar[Switches] = {}
    """The attributes that may be set while it runs, and which values each may take."""

    def __init__(self, key: str, clock: Callable[[], float], faults: FaultBoard) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that limits go by."""
        self.key = key
        self.secrets = Secrets({key})
        """What no request may hold, except in its place."""
        self.failures: list[BaseException] = []
        """What went wrong in the sandbox itself, outside of any request."""
        self.address = ""
        """Its base address; set when the server listens."""
        self.faults = faults
        self._clock = clock
        self._log: deque[Received] = deque(maxlen=_LONGEST_LOG)
        self._logged = threading.Condition()

    @property
    def requests(self) -> list[Received]:
        """What arrived, oldest first."""
        with self._logged:
            return list(self._log)

    def forget_requests(self) -> None:
        """Empties the log of requests."""
        with self._logged:
            self._log.clear()

    def wait_for(self, count: int, operation: str | None = None, timeout: float = 5.0) -> None:
        """Blocks until ``count`` requests (of ``operation``) have arrived, at most ``timeout`` seconds.

        Raises TimeoutError.
        """

        def arrived() -> bool:
            return sum(operation in {None, received.operation} for received in self._log) >= count

        with self._logged:
            if not self._logged.wait_for(arrived, timeout):
                raise TimeoutError(f"fewer than {count} requests arrived within {timeout} s")

    def fault(
        self,
        name: str,
        *,
        operation: str | None = None,
        times: int | None = None,
        with_field: str | None = None,
        without_field: str | None = None,
        list_id: str | None = None,
        page: int | None = None,
        **settings: Json,
    ) -> None:
        """Switches a fault of the provider's catalogue on. Raises ValueError for one that is not there."""
        limits = (operation, times, with_field, without_field)
        self.faults.add(Fault(name, *limits, settings, list_id, page, self.faults.catalogue))

    def clear_faults(self) -> None:
        """Switches all faults off; answers that wait are sent at once."""
        self.faults.replace([])

    def reset(self) -> None:
        """As new: no faults, no requests, every switch and limit as at the start."""
        self.clear_faults()
        self.forget_requests()

    def switch(self, wanted: Mapping[str, Json]) -> None:
        """Sets some of the switches. Raises ValueError for one that is not there, or not so; then none is set."""
        for name, value in wanted.items():
            if name not in self.switches or not self.switches[name](value):
                # Not what it should become: that may be a secret.
                raise ValueError(f"{name} cannot be set to that; to be set are: {', '.join(self.switches)}")
        for name, value in wanted.items():
            setattr(self._holder(name), name, value)

    def switched(self) -> dict[str, Json]:
        """All switches as they stand."""
        return {name: getattr(self._holder(name), name) for name in self.switches}

    def shelves(self) -> Iterable[Shelf]:
        """The lists that it keeps."""
        return ()

    def submissions(self) -> Iterable[tuple[Mapping[str, Json], Mapping[str, Json]]]:
        """The orders that it accepted, oldest first: what each is (with its ``id``), and its details."""
        return ()

    async def end(self) -> None:
        """The server ends: answers that wait are sent at once, and nothing is left behind."""
        self.clear_faults()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrived = self._clock()
        request = Request(scope, receive)
        try:
            received = self._remember(request, await request.body(), arrived)
        except ClientDisconnect:
            return
        faults, release = self.faults.of(received)
        early = any(fault.early for fault in faults)
        answer = self._unprocessed(received) if early else self._answer(request, received)
        for fault in faults:
            answer = fault.change(answer)
        await deliver(answer, release, scope, receive, send)
        if not faults:
            self._sent(received)

    @abstractmethod
    def _recognise(self, received: Received) -> None:
        """Fills in what ``received`` asks for: operation, dialect and, where it has them, fields, list and page."""

    @abstractmethod
    def _answer(self, request: Request, received: Received) -> Answer:
        """The right answer."""

    def _unprocessed(self, received: Received) -> Answer:
        """What an early fault begins with, instead of the right answer."""
        raise NotImplementedError("there are no early faults in this provider's catalogue")

    def _sent(self, received: Received) -> None:  # noqa: B027 - most providers have nothing to do
        """The right answer has been sent, whole and unchanged."""

    def _holder(self, _switch: str) -> object:
        """What has a switch as its attribute."""
        return self

    def _places(self, _request: Request) -> Mapping[str, Collection[str]]:
        """The headers of a request that secrets belong into, and which ones."""
        return {self.key_header: {self.key}}

    def _key_of(self, values: list[str]) -> tuple[str, str]:
        """``right``, ``wrong`` or ``absent`` for what the key's headers held, and the scheme."""
        if values in ([], [""]):
            return "absent", ""
        return ("right" if len(values) == 1 and self._is_key(values[0]) else "wrong"), ""

    def _remember(self, request: Request, body: bytes, arrived: float) -> Received:
        keys = request.headers.getlist(self.key_header)
        key, scheme = self._key_of(keys)
        path, pairs = request.url.path, request.query_params.multi_items()
        secrets, places = self.secrets.known, self._places(request)
        elsewhere = [path, body.decode("utf-8", "replace"), *(part for pair in pairs for part in pair)]
        stray = any(secret in part for part in elsewhere for secret in secrets) or any(
            secret in value
            for name, value in request.headers.items()
            for secret in secrets.difference(places.get(name, ()))
        )
        for secret in secrets:
            body = body.replace(secret.encode("utf-8"), _HIDDEN.encode("utf-8"))
        received = Received(
            method=request.method,
            path=self._without_keys(path),
            query=[(self._without_keys(name), self._without_keys(value)) for name, value in pairs],
            arrived=arrived,
            headers=sorted(request.headers.keys()),
            key=key,
            stray_key=stray,
            body=_decoded(body),
            scheme=scheme,
        )
        self._recognise(received)
        with self._logged:
            self._log.append(received)
            self._logged.notify_all()
        return received

    def _is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode("utf-8"), self.key.encode("utf-8"))

    def _without_keys(self, text: str) -> str:
        for secret in self.secrets.known:
            text = text.replace(secret, _HIDDEN)
        return text


def whole_number(text: str, least: int = 1) -> int | None:
    """``text`` as a plain number of at least ``least``; None if it is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < least:
        return None
    return int(text)


def one_of(*values: str) -> Callable[[Json], bool]:
    """For a switch: any of these."""
    return lambda value: value in values


def count(value: Json) -> bool:
    """For a switch: a whole number from 0."""
    return type(value) is int and value >= 0


def _decoded(body: bytes) -> Json:
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None

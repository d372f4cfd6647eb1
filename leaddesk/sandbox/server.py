"""The sandbox over real HTTP: in a thread of this process for tests, or as a process of its own for the demo."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType, TracebackType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from leaddesk.sandbox.control import control
from leaddesk.sandbox.leadsopedia.service import Leadsopedia
from leaddesk.sandbox.provider import Provider, Secrets
from leaddesk.sandbox.reachstream.service import ReachStream
from leaddesk.sandbox.reactin.service import ReactIn
from leaddesk.sandbox.shelves import Crowd
from leaddesk.sandbox.world import World, demo_world

DEMO_SECONDS_BETWEEN_CALLS = 1.0
"""Leadsopedia's ten seconds, scaled down for the demo."""

_SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform == "win32":
    _SIGNALS.append(signal.SIGBREAK)


class Sandbox:
    """The demo providers in a background thread. A context manager; ``start`` and ``stop`` do the same."""

    def __init__(
        self,
        world: World | None = None,
        key: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        reactin_key: str | None = None,
        leadsopedia_key: str | None = None,
    ) -> None:
        """Without ``world`` the demo's, without a key a made-up one; ``clock`` is what the rate limits go by.

        ``key`` is ReachStream's.
        """
        world = world or demo_world()
        crowd = Crowd(world)
        self.reachstream = ReachStream(world, key or _new_key(), clock)
        self.reactin = ReactIn(crowd, reactin_key or _new_key(), clock)
        self.leadsopedia = Leadsopedia(crowd, leadsopedia_key or _new_key(), clock)
        self._front = _Front(self.reachstream, self.reactin, self.leadsopedia)
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    @property
    def address(self) -> str:
        """ReachStream's base address. Only after ``start``."""
        return self.reachstream.address

    @property
    def key(self) -> str:
        """ReachStream's key."""
        return self.reachstream.key

    def reset(self) -> None:
        """All providers as new."""
        for provider in (self.reachstream, self.reactin, self.leadsopedia):
            provider.reset()

    def start(self) -> None:
        """Returns when requests are answered. Raises what kept it from starting."""
        self._ready.clear()
        listeners = self._front.listen()
        self._server = _Server(self._front, self._ready.set)
        self._thread = threading.Thread(target=self._run, args=(listeners,), name="leaddesk-sandbox")
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self.stop()

    def stop(self) -> None:
        """Returns when thread, connections and port are gone. Raises what the sandbox itself raised while it ran."""
        if self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._thread = None
        failures = [*self._front.failures, *([self._failure] if self._failure is not None else [])]
        if failures:
            raise BaseExceptionGroup("the sandbox itself failed", failures)

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def serve_for_parent(self) -> None:
        """Serves in this thread until standard input ends; says on standard output when it does."""
        listeners = self._front.listen()
        line = json.dumps(self._told())
        server = _Server(self._front, lambda: print(line, flush=True))
        parent = threading.Thread(target=self._follow_parent, args=(server,), name="leaddesk-parent", daemon=True)
        parent.start()
        server.run(sockets=listeners)

    def _follow_parent(self, server: uvicorn.Server) -> None:
        """Obeys each line of standard input, until that ends."""
        # Not through sys.stdin: its lock, held by a thread that still reads, is fatal when the interpreter ends.
        begun = b""
        while arrived := os.read(0, 1024):
            *lines, begun = (begun + arrived).split(b"\n")
            for line in lines:
                try:
                    self._obey(line)
                except ValueError as error:
                    print(f"the demo ignores a line: {error}", file=sys.stderr, flush=True)
        server.should_exit = True

    def _obey(self, line: bytes) -> None:
        """Raises ValueError for a line that is not ``{<provider>: {<switch>: <value>}}``; then nothing is switched."""
        wanted = json.loads(line)
        providers = {provider.name: provider for provider in (self.reachstream, self.reactin, self.leadsopedia)}
        if not isinstance(wanted, dict) or not all(isinstance(switches, dict) for switches in wanted.values()):
            raise ValueError("expected an object with an object of switches for each provider")
        if unknown := wanted.keys() - providers.keys():
            raise ValueError(f"no such provider: {', '.join(sorted(unknown))}")
        for name, switches in wanted.items():
            providers[name].switch(switches)

    def _told(self) -> dict[str, dict[str, object]]:
        """What the parent has to know of each provider."""
        reachstream, reactin, leadsopedia = self.reachstream, self.reactin, self.leadsopedia
        return {
            reachstream.name: {"address": reachstream.address, "key": reachstream.key},
            reactin.name: {
                "address": reactin.address,
                "key": reactin.key,
                "lists": [smart_list._asdict() for smart_list in reactin.lists],
            },
            leadsopedia.name: {
                "address": leadsopedia.address,
                "key": leadsopedia.key,
                "seconds_between_calls": leadsopedia.seconds_between_calls,
            },
        }

    def _run(self, listeners: list[socket.socket]) -> None:
        try:
            self._server.run(sockets=listeners)
        except BaseException as error:  # noqa: BLE001  # raised again in the thread that owns the sandbox
            self._failure = error
        finally:
            for listener in listeners:
                listener.close()
            self._ready.set()


def run_for_parent(seconds_between_calls: float = DEMO_SECONDS_BETWEEN_CALLS) -> None:
    """Serves the demo until the parent goes: its end, even by force, closes our standard input.

    Writes one line to standard output when requests are answered: a JSON object with, for each provider's name, at
    least ``address`` and ``key``, the keys being made up anew each time; for ReactIn also ``lists`` (name,
    organization_id, list_id), for Leadsopedia ``seconds_between_calls``. Also ends, without complaint, on SIGINT and
    SIGTERM.

    Each line that the parent writes is a JSON object of switches (``Provider.switches``) by a provider's name, such as
    ``{"leadsopedia": {"seconds_between_calls": 10}}``; one that is not is ignored with a note on standard error.
    """
    for number in _SIGNALS:
        signal.signal(number, lambda _number, _frame: sys.exit(0))
    sandbox = Sandbox()
    sandbox.leadsopedia.seconds_between_calls = seconds_between_calls
    sandbox.serve_for_parent()


def _new_key() -> str:
    return secrets.token_urlsafe(24)


def _listener() -> socket.socket:
    # The protocol is named because asyncio switches Nagle's algorithm off only where it is; else an answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    return listener


class _Front:
    """Leads requests to the provider on whose port they came or to its control paths; remembers what went wrong."""

    def __init__(self, reachstream: ReachStream, reactin: ReactIn, leadsopedia: Leadsopedia) -> None:
        self.providers: tuple[Provider, ...] = (reachstream, reactin, leadsopedia, leadsopedia.files)
        secrets = Secrets({reachstream.key, reactin.key, leadsopedia.key})
        for provider in self.providers:
            provider.secrets = secrets
        self._failures: list[BaseException] = []
        self._at: Mapping[int, tuple[Provider, ASGIApp]] = {}

    @property
    def failures(self) -> list[BaseException]:
        """What went wrong in the sandbox itself."""
        return [*self._failures, *(failure for provider in self.providers for failure in provider.failures)]

    def listen(self) -> list[socket.socket]:
        """A port for each provider, as each is a host of its own in reality."""
        listeners = [_listener() for _ in self.providers]
        ports = [listener.getsockname()[1] for listener in listeners]
        for provider, port in zip(self.providers, ports, strict=True):
            provider.address = f"http://127.0.0.1:{port}{provider.base_path}"
        self._at = {port: (provider, control(provider)) for provider, port in zip(self.providers, ports, strict=True)}
        return listeners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        provider, controls = self._at[scope["server"][1]]
        application = controls if scope["path"].startswith("/sandbox/") else provider
        try:
            await application(scope, receive, send)
        except Exception as error:
            self._failures.append(error)
            raise


class _Connection(H11Protocol):
    """Gives each request its connection, so that an answer can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in H11Protocol
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """Says when it answers, and on its way out waits for no one."""

    def __init__(self, front: _Front, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                front,
                http=_Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                # Longer than any client keeps an idle connection, so that it is never ours that closes under a request.
                timeout_keep_alive=120,
            )
        )
        self._front = front
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for provider in self._front.providers:
            provider.clear_faults()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)
        # Once more and last: until here a request could still begin something.
        for provider in self._front.providers:
            await provider.end()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would raise the signal again after a clean end; the demo's end by a signal is an ordinary one."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._leave) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True

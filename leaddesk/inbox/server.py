"""Listens on loopback, and ends in order."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import cast

import uvicorn

from leaddesk.domain.errors import PortTaken
from leaddesk.inbox.connection import Connection, ReceiverConfig
from leaddesk.inbox.receiver import Receiver

LOOPBACK = "127.0.0.1"

_SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform == "win32":
    _SIGNALS.append(signal.SIGBREAK)


def listen(port: int) -> socket.socket:
    """Bound to loopback; 0 takes any that is free. Raises PortTaken."""
    # The protocol is named because asyncio switches Nagle's algorithm off only where it is; else an answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":  # where the other option would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port that was left a moment ago is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()  # only now the system says whether another one does
    except OSError as error:
        listener.close()
        raise PortTaken(port) from error
    return listener


class Server(uvicorn.Server):
    """Serves ``receiver`` until ``should_exit`` is set, or a signal asks for it; ``serve(sockets=[listener])``."""

    def __init__(self, receiver: Receiver, ready: Callable[[], None] = lambda: None) -> None:
        """``ready`` is called when requests are answered."""
        limits = receiver.limits
        config = ReceiverConfig(
            receiver,
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",  # warnings tell of what strangers send
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=limits.connections + limits.waiting,
            h11_max_incomplete_event_size=limits.header_bytes,
            timeout_keep_alive=limits.idle_seconds * 60,  # the connection has an alarm of its own
            timeout_graceful_shutdown=limits.leaving_seconds,
        )
        config.limits = limits
        config.refused = receiver.listener.refused
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            cast("Connection", connection).leave()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would raise the signal again after a clean end; the end by a signal is an ordinary one."""
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

"""What one connection may take: time for its headers, a place among the sixteen, and a civil end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from leaddesk.inbox.answers import RETRY_AFTER
from leaddesk.inbox.limits import Limits

_arrivals = count()


class ReceiverConfig(uvicorn.Config):
    """uvicorn's, with ours."""

    limits: Limits
    refused: Callable[[str], None]
    """Hears of what never became a request: ``slow``, ``busy``, ``malformed``."""


class Connection(H11Protocol):
    """uvicorn's connection on h11. It has no limits of its own but the idle time between two requests."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        ours = cast("ReceiverConfig", config)
        self._limits, self._refused = ours.limits, ours.refused
        self._arrival = next(_arrivals)
        self._is_served = False
        self._alarm: asyncio.TimerHandle | None = None
        self._alarmed: Callable[[], None] | None = None
        """What the alarm does."""
        self._unread = 0
        """Bytes of answers, when the alarm rang last."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in H11Protocol
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections + self._limits.waiting:
            self._no_place()
            return
        self.flow.pause_reading()
        self._set_alarm(self._limits.waiting_seconds, self._no_place)
        self._give_places()

    def connection_lost(self, exc: Exception | None) -> None:
        self._set_alarm(None)
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._give_places()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._heed()

    def eof_received(self) -> bool:  # type: ignore[override]  # as in asyncio.Protocol, where uvicorn says None
        """A sender that has said all and only listens gets its answer: what is kept must not look as if it was not."""
        if is_kept := self._is_being_kept:
            self.cycle.keep_alive = False
        return is_kept

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._heed()
        self._give_places()

    def send_400_response(self, msg: str) -> None:
        """For what h11 does not accept. ``msg`` is uvicorn's, and says nothing that the status does not."""
        del msg
        self._refused("malformed")
        self._end_with(400)

    def leave(self) -> None:
        """We are asked to end: what is being kept gets its answer, everything else is cut off."""
        if not self._is_being_kept:
            self.transport.abort()

    def shutdown(self) -> None:
        """uvicorn's part of the same, which it also asks of those that are gone."""
        if not self.transport.is_closing():
            super().shutdown()

    @property
    def _is_idle(self) -> bool:
        """Between two requests."""
        is_between = self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]
        return is_between and self._is_answered and not self.transport.is_closing()

    @property
    def _is_being_kept(self) -> bool:
        """All of a request is here, and its answer is not on its way."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.more_body and not cycle.response_complete

    @property
    def _is_answered(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn's own type leaves the None out
        return cycle is not None and cycle.response_complete

    def _heed(self) -> None:
        """Sees which limit holds now."""
        if self.transport.is_closing() and not self.transport.get_write_buffer_size():
            self._set_alarm(None)
        elif self.transport.is_closing():  # when its answer is read
            self._set_alarm(self._limits.idle_seconds, self._idle_too_long)
        elif self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._set_alarm(self._limits.header_seconds, self._too_slow)
        elif self.conn.their_state is h11.SEND_BODY and self._is_answered:
            self._set_alarm(self._limits.lingering_seconds, self.transport.abort)
        elif self._is_idle:
            self._set_alarm(self._limits.idle_seconds, self._idle_too_long)
        else:
            self._set_alarm(None)  # the application looks after the body

    def _set_alarm(self, seconds: float | None, act: Callable[[], None] | None = None) -> None:
        """One that rings for the same reason goes on."""
        if self._alarm is not None:
            if act is not None and act == self._alarmed:
                return
            self._alarm.cancel()
        self._alarm = self.loop.call_later(seconds, act) if seconds is not None and act is not None else None
        self._alarmed = act

    def _give_places(self) -> None:
        """To those that came first. While others wait, who is idle makes room, and headers have to hurry."""
        others = sorted(cast("set[Connection]", self.connections), key=lambda other: other._arrival)
        line = [other for other in others if other._is_waiting]
        free = self._limits.connections - sum(other._is_served for other in others)
        for other in line[:free]:
            other._begin()
        left = max(0, len(line) - free)
        idle = [other for other in others if other._is_idle and not other.transport.get_write_buffer_size()]
        for other in idle[:left]:
            other.timeout_keep_alive_handler()
        for other in others if left else ():
            other._hurry()

    @property
    def _is_waiting(self) -> bool:
        return not self._is_served and not self.transport.is_closing()

    def _begin(self) -> None:
        self._is_served = True
        self._set_alarm(self._limits.header_seconds, self._too_slow)
        self.flow.resume_reading()

    def _hurry(self) -> None:
        if self._alarm is not None and self._alarmed == self._too_slow:
            soon = self.loop.time() + self._limits.hurried_seconds
            if self._alarm.when() > soon:
                self._alarm.cancel()
                self._alarm = self.loop.call_at(soon, self._too_slow)

    def _too_slow(self) -> None:
        self._refused("slow")
        self._end_with(408)

    def _idle_too_long(self) -> None:
        """Who is still reading a long answer, however slowly, may go on; who reads nothing of it is cut off."""
        left, self._unread = self._unread, self.transport.get_write_buffer_size()
        if not self._unread:
            self.timeout_keep_alive_handler()
        elif left == self._unread:
            self.transport.abort()
        else:
            self._alarm = None
            self._heed()

    def _no_place(self) -> None:
        self._refused("busy")
        self._end_with(503, RETRY_AFTER)

    def _end_with(self, status: int, *headers: tuple[bytes, bytes]) -> None:
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            told = [(b"connection", b"close"), (b"content-length", b"0"), *headers]
            self.transport.write(self.conn.send(h11.Response(status_code=status, headers=told)))
            self.conn.send(h11.EndOfMessage())
            self.transport.close()
        else:  # the answer has begun: a second one would be read as its body
            self.transport.abort()

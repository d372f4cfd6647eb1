"""What a sender may take of us."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds. The defaults are the receiver's; tests shorten the seconds."""

    header_bytes: int = 16 * 1024
    body_bytes: int = 32 * MIB
    small_bytes: int = MIB
    """Bodies up to here never wait for room."""
    room_bytes: int = 32 * MIB
    """Of all bodies above ``small_bytes`` that are in memory at a time."""
    header_seconds: float = 5.0
    hurried_seconds: float = 1.0
    """Instead of ``header_seconds`` as soon as others wait for a place."""
    body_seconds: float = 30.0
    room_seconds: float = 10.0
    """That a large body waits for the others."""
    connections: int = 16
    waiting: int = 48
    """Connections more, which are not read from until one of those ends."""
    waiting_seconds: float = 10.0
    idle_seconds: int = 20
    """Between two requests on one connection; it is ended sooner where others wait."""
    lingering_seconds: float = 2.0
    """That the body of a refused request is still let in (and thrown away), so that its sender gets to read why."""
    leaving_seconds: int = 10
    """That a body which is being kept has when we are asked to end."""

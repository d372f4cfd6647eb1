"""A key, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from leaddesk.domain.secret import Secret


class KeyPlace(Enum):
    """Where a key is kept. Never a file."""

    KEYCHAIN = "keychain"
    """The operating system's own."""
    MEMORY = "memory"
    """Until LeadDesk quits."""


@dataclass(frozen=True)
class KeptKey:
    """One key."""

    secret: Secret
    place: KeyPlace

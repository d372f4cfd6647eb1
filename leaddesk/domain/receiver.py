"""The receiver of webhooks as a person sees it: whether it listens, how it is reached, and when that was last tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.secret import Secret

OLD_SECRET_LIVES = timedelta(days=7)
"""So long the webhook secret before the present one is accepted as well: deliveries of it may be under way."""


@dataclass(frozen=True)
class AcceptedSecret:
    """A webhook secret, and until when it is accepted (aware); None for as long as it is there."""

    secret: Secret
    until: datetime | None = None


@dataclass(frozen=True)
class ReceiverState:
    """How things stand. Nothing here holds more of a secret than its ending."""

    is_on: bool
    """Whether this LeadDesk is to receive while it runs, as chosen."""
    port: int
    """Of this computer, as chosen."""
    is_listening: bool
    trouble: LeadDeskError | None
    """Why it does not listen although it is on (PortTaken, WorkBroken); None where it does, or is not to."""
    public_address: str
    """That leads to the receiver, without the secret path; empty for none."""
    has_path: bool
    """Whether the secret path was drawn; ``ReceiveDeliveries.address_to_paste`` draws one where it was not."""
    secret_ending: str | None
    """At most the last four characters of the webhook secret; empty for a short one; None where none is kept."""
    old_secret_until: datetime | None
    """Until when the secret before it is accepted too; aware; None where there is none."""
    inbox_address: str
    """Of a ``leaddesk inbox`` elsewhere that deliveries are collected from; empty for none."""
    inbox_key_ending: str | None
    """As ``secret_ending``, of that inbox's key."""
    collected_at: datetime | None = None
    """When that inbox answered last; aware."""
    inbox_trouble: LeadDeskError | None = None
    """Why it did not the last time it was asked."""
    tested_at: datetime | None = None
    """When a delivery last came through from end to end; None since anything of the above was changed."""
    test_trouble: LeadDeskError | None = None
    """Why the latest test did not; None where it did, or none was made."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Requests that the receiver turned away since it began, by a word for why."""

    @property
    def can_deliver(self) -> bool:
        """Whether a webhook may reach us at all: an address, a secret, and a receiver here or elsewhere."""
        there = self.is_listening or bool(self.inbox_address)
        return there and bool(self.public_address or self.inbox_address) and self.secret_ending is not None

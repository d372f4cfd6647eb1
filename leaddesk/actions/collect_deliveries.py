"""Collect deliveries from a ``leaddesk inbox`` on a server that is always on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from leaddesk.actions.connect_provider import Keychain
from leaddesk.actions.purchase_books import Deliveries
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.deliveries import DeliveredBy
from leaddesk.domain.errors import InboxRefused, LeadDeskError
from leaddesk.domain.preferences import INBOX_ADDRESS, PreferenceStore
from leaddesk.domain.secret import Secret

INBOX_KEY, PATH = "reachstream-inbox", "reachstream-webhook:path"
"""Accounts of the keychain. The path is the same here and there, so that one address can be pasted."""
_AT_ONCE = 20
"""Deliveries, before those that are safe here are acknowledged."""


class Inbox(Protocol):
    """``providers.inbox_client``."""

    def collect(self, after: int = 0) -> AsyncGenerator[tuple[int, datetime, bytes], None]: ...

    async def acknowledge(self, up_to: int) -> None: ...

    async def aclose(self) -> None: ...


class CollectDeliveries:
    """Where no inbox elsewhere is named in Settings, there is nothing to collect."""

    def __init__(
        self,
        *,
        preferences: PreferenceStore,
        keychain: Keychain,
        deliveries: Deliveries,
        connect: Callable[[str, Secret], Inbox],
        announcer: Announcer,
        clock: Callable[[], datetime],
    ) -> None:
        """``connect`` gets the inbox's address with the secret path, and its key."""
        self._preferences, self._keychain, self._deliveries = preferences, keychain, deliveries
        self._connect, self._announcer, self._clock = connect, announcer, clock
        self.collected_at: datetime | None = None
        """When the inbox answered last."""
        self.trouble: LeadDeskError | None = None
        """Why it did not the last time."""

    async def __call__(self) -> int:
        """How many were new. Each is deleted there after it is safe here, so that nothing is lost if either dies.

        Raises InboxRefused, KeychainError, WorkspaceError, DiskFull.
        """
        address = self._preferences.get(INBOX_ADDRESS)
        if not address:
            return 0
        before = self.trouble
        try:
            found = await self._collect(address)
        except LeadDeskError as error:
            self.trouble = error
            raise
        else:
            self.trouble, self.collected_at = None, self._clock()
        finally:
            if type(before) is not type(self.trouble):
                self._announcer.announce(Changes(receiver=True))
        if found:
            self._announcer.announce(Changes(purchases=True))
        return found

    async def _collect(self, address: str) -> int:
        key, path = await self._keychain.read(INBOX_KEY), await self._keychain.read(PATH)
        if key is None or path is None:
            raise InboxRefused(urlsplit(address).hostname or "", "key")
        inbox = self._connect(f"{address.rstrip('/')}/{path.secret.reveal()}", key.secret)
        new, kept = 0, 0
        try:
            async with aclosing(inbox.collect()) as coming:
                async for number, arrived_at, body in coming:
                    _, is_new = await self._deliveries.keep(
                        body, DeliveredBy.INBOX, arrived_at=arrived_at, remote_id=number
                    )
                    new, kept = new + is_new, kept + 1
                    if kept % _AT_ONCE == 0:
                        await inbox.acknowledge(number)
            if kept % _AT_ONCE:
                await inbox.acknowledge(number)
        finally:
            await inbox.aclose()
        return new

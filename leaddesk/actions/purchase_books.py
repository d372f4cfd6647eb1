"""What buying needs of the floor below: the journal, the ledger, the deliveries. ``workspace.purchases`` is all three.

Every call raises what the database raises: PurchasesDamaged, DiskFull, WorkspaceUnusable, LeadsBusy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Protocol

from leaddesk.domain.deliveries import DeliveredBy, Delivery, DeliveryId
from leaddesk.domain.ledger import Standing
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId, Reason, Ruling
from leaddesk.domain.secret import Secret


class Journal(Protocol):
    """Each call is one transaction that is on the disk when it returns; see FOLLOWS for what may follow what."""

    async def begin(
        self, offer: Offer, *, asked: int, way: DeliveryWay, account: str, slice_name: str = ""
    ) -> Purchase: ...

    async def arm(
        self, purchase: PurchaseId, /, *, body: bytes, balance: int, balance_read_at: datetime
    ) -> Purchase: ...

    async def sending(self, purchase: PurchaseId, /) -> Purchase: ...

    async def accepted(self, purchase: PurchaseId, processing_id: str, /) -> Purchase: ...

    async def back_to_armed(
        self, purchase: PurchaseId, reason: Reason, facts: Mapping[str, str | int | None], /
    ) -> Purchase: ...

    async def rejected(self, purchase: PurchaseId, reason: Reason, trouble: str = "", /) -> Purchase: ...

    async def unknown(
        self, purchase: PurchaseId, reason: Reason, trouble: str = "", processing_id: str = "", /
    ) -> Purchase: ...

    async def closed(self, purchase: PurchaseId, reason: Reason, trouble: str = "", /) -> Purchase: ...

    async def short(self, purchase: PurchaseId, reason: Reason, /) -> Purchase: ...

    async def rule(self, purchase: PurchaseId, ruling: Ruling, /) -> Purchase: ...

    async def looked(
        self, purchase: PurchaseId, next_at: datetime | None, facts: Mapping[str, str | int | None] | None = None, /
    ) -> Purchase: ...

    async def due(self, now: datetime, /) -> tuple[Purchase, ...]:
        """Claims: whoever is told of a purchase here is the only one who looks now; its next look is told with it."""
        ...

    async def silent(self, now: datetime, /) -> tuple[Purchase, ...]: ...

    async def settle_orphans(self) -> tuple[Purchase, ...]: ...

    async def all(self) -> tuple[Purchase, ...]: ...

    async def one(self, purchase: PurchaseId, /) -> Purchase: ...

    async def blocking(self, account: str, /) -> Purchase | None: ...


class BalanceBook(Protocol):
    """Where balances that were read are written down."""

    async def note_balance(self, account: str, available: int, read_at: datetime, why: str, /) -> None: ...


class Ledger(BalanceBook, Protocol):
    async def standing(self, account: str, /) -> Standing: ...


class Deliveries(Protocol):
    async def keep(
        self,
        body: bytes,
        by: DeliveredBy,
        *,
        arrived_at: datetime,
        processing_id: str = "",
        remote_id: int | None = None,
    ) -> tuple[DeliveryId, bool]: ...

    async def all(self) -> tuple[Delivery, ...]: ...

    async def assign(self, delivery: DeliveryId, purchase: PurchaseId, /) -> bool: ...

    async def count_raw(self) -> int: ...


class BuyingLock(Protocol):
    """A lock of the operating system: held by the one LeadDesk that is buying, and gone with it."""

    def acquire(self) -> bool:
        """Whether it is ours now. Returns at once. False as well where this LeadDesk holds it already."""
        ...

    def release(self) -> None: ...


class WebhookWay(Protocol):
    """``ReceiveDeliveries``."""

    def check(self) -> Awaitable[Secret]:
        """The secret to send along, after a delivery came through from end to end. Raises ReceiverError."""
        ...

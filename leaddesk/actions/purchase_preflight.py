"""What must be as it should before a purchase is armed: a way for the delivery, room on the disk, enough credits."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leaddesk.actions.purchase_books import Ledger, WebhookWay
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.errors import DiskFull, NotEnoughCredits, PurchaseBlocked
from leaddesk.domain.providers import REACHSTREAM
from leaddesk.domain.purchases import DeliveryWay, Purchase
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.secret import Secret

ROOM = 128 << 20
"""Bytes that must be free in any case: the largest body that is taken (32 MiB), its records, and the log of both."""
ROOM_A_RECORD = 16 << 10
"""Bytes more for each contact that is bought: as it came, as a record, as a lead, and in what is worked out of it."""


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class Cleared:
    """What the preflight found."""

    secret: Secret | None
    """To be sent along; None for polling."""
    balance: Credits


class Preflight:
    """Free of charge."""

    def __init__(
        self,
        *,
        webhook: WebhookWay,
        read_credits: ReadCredits,
        ledger: Ledger,
        folder: Path,
        free: Callable[[Path], int] = _free,
    ) -> None:
        """``folder`` is where the purchases are kept; ``free`` tells the bytes that are left there."""
        self._webhook, self._read_credits, self._ledger = webhook, read_credits, ledger
        self._folder, self._free = folder, free

    async def __call__(self, purchase: Purchase) -> Cleared:
        """Raises whatever stands in the way: ReceiverError, DiskFull, ProviderError, NotEnoughCredits, PurchaseBlocked.

        The balance is read last, so that it is as fresh as can be.
        """
        secret = await self._webhook.check() if purchase.way is DeliveryWay.WEBHOOK else None
        if await asyncio.to_thread(self._free, self._folder) < ROOM + purchase.asked * ROOM_A_RECORD:
            raise DiskFull(self._folder)
        balance = await self._read_credits(why="preflight")
        if balance.available < purchase.asked:
            raise NotEnoughCredits(REACHSTREAM.id, 402, available=balance.available, requested=purchase.asked)
        if (await self._ledger.standing(purchase.account)).difference:
            raise PurchaseBlocked(None)
        return Cleared(secret, balance)

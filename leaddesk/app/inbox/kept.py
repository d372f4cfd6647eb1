"""Where the receiver writes down what comes: the purchases' database of a folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from leaddesk.domain.deliveries import DeliveredBy, DeliveryId
from leaddesk.inbox.receiver import KeepBody
from leaddesk.workspace.database import Database
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.schema import PURCHASES


@asynccontextmanager
async def deliveries_in(folder: Path) -> AsyncIterator[Deliveries]:
    """Those in ``folder``/purchases.db, which another LeadDesk may use meanwhile; closed in the end."""
    database = Database(folder / "purchases.db", schema=lambda: PURCHASES, damaged_stays=True)
    try:
        yield Deliveries(database)
    finally:
        await database.aclose()


def keeping(deliveries: Deliveries) -> KeepBody:
    """Into these, as webhooks."""

    async def keep(body: bytes, *, arrived_at: datetime) -> tuple[DeliveryId, bool]:
        return await deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=arrived_at)

    return keep

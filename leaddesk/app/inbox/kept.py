"""Where the receiver writes down what comes: the purchases' database of a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from leaddesk.domain.deliveries import DeliveredBy, DeliveryId
from leaddesk.workspace.database import Database
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.schema import PURCHASES

_Kept: TypeAlias = tuple[DeliveryId, bool]


@asynccontextmanager
async def deliveries_in(folder: Path) -> AsyncIterator[Deliveries]:
    """Those in ``folder``/purchases.db, which another LeadDesk may use meanwhile; closed in the end."""
    database = Database(folder / "purchases.db", schema=lambda: PURCHASES, damaged_stays=True)
    try:
        yield Deliveries(database)
    finally:
        await database.aclose()


class Keeping:
    """``inbox.receiver.KeepBody``. What arrives while the disk is busy is written together in the next commit: on a
    slow disk everybody waits for one commit or two, not for one of each who came before.
    """

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._waiting: list[tuple[bytes, datetime, asyncio.Future[_Kept]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, body: bytes, *, arrived_at: datetime) -> _Kept:
        """See KeepBody."""
        kept: asyncio.Future[_Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, arrived_at, kept))
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write())
        return await kept

    async def _write(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting, []
            try:
                all_kept = await self._deliveries.keep_all([(body, at) for body, at, _ in some], DeliveredBy.WEBHOOK)
            except Exception as error:  # noqa: BLE001 - each who waits for it raises it
                for _, _, kept in some:
                    if not kept.done():  # whoever waited may have been cancelled
                        kept.set_exception(error)
            else:
                for (_, _, kept), found in zip(some, all_kept, strict=True):
                    if not kept.done():
                        kept.set_result(found)
        self._writing = None

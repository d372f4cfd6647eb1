"""Bodies that arrive together are written together, and each of them is on the disk when its sender hears so."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from leaddesk.app.inbox.kept import Keeping, deliveries_in
from leaddesk.domain.deliveries import DeliveredBy, DeliveryId
from leaddesk.domain.errors import DiskFull
from leaddesk.workspace.purchases.deliveries import Deliveries
from tests.fakes.inbox_apart import bodies_in
from tests.fakes.receiver_at_hand import NOON


class SlowDisk(Deliveries):
    """Each writing takes until the others have asked. ``commits``: how many bodies were in each."""

    def __init__(self, deliveries: Deliveries) -> None:
        super().__init__(deliveries._database)
        self.commits: list[int] = []
        self.is_full = False

    async def keep_all(
        self, arrived: Sequence[tuple[bytes, datetime]], by: DeliveredBy
    ) -> tuple[tuple[DeliveryId, bool], ...]:
        self.commits.append(len(arrived))
        await asyncio.sleep(0)
        if self.is_full:
            raise DiskFull(Path("purchases.db"), "full")
        return await super().keep_all(arrived, by)


async def test_what_arrives_together_is_written_together(tmp_path: Path) -> None:
    async with deliveries_in(tmp_path) as deliveries:
        disk = SlowDisk(deliveries)
        keep = Keeping(disk)
        bodies = [b"first", *(b"%d" % (number // 2) for number in range(10))]  # each twice, but the first
        kept = await asyncio.gather(*(keep(body, arrived_at=NOON) for body in bodies))
        assert disk.commits == [11]
        assert [is_new for _, is_new in kept] == [True, *([True, False] * 5)]
        assert bodies_in(tmp_path) == [b"first", b"0", b"1", b"2", b"3", b"4"]
        assert {await deliveries.raw(number) == body for (number, _), body in zip(kept, bodies, strict=True)} == {True}
        assert await keep(b"first", arrived_at=NOON) == (kept[0][0], False)


async def test_each_hears_that_it_was_not_written(tmp_path: Path) -> None:
    async with deliveries_in(tmp_path) as deliveries:
        disk = SlowDisk(deliveries)
        keep, disk.is_full = Keeping(disk), True
        results = await asyncio.gather(*(keep(b"%d" % n, arrived_at=NOON) for n in range(3)), return_exceptions=True)
        assert [type(result) for result in results] == [DiskFull] * 3
        disk.is_full = False
        assert await keep(b"0", arrived_at=NOON) == (1, True)


async def test_who_goes_away_stops_nobody(tmp_path: Path) -> None:
    async with deliveries_in(tmp_path) as deliveries:
        keep = Keeping(deliveries)
        going = asyncio.ensure_future(keep(b"going", arrived_at=NOON))
        staying = asyncio.ensure_future(keep(b"staying", arrived_at=NOON))
        await asyncio.sleep(0)
        going.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going
        assert (await staying)[1]
        assert bodies_in(tmp_path) == [b"going", b"staying"]

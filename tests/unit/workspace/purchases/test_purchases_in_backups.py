"""What was bought is in every backup of My Leads; damaged, it stands in nobody's way and its last sound copy stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest_asyncio

from leaddesk.domain.backups import Why
from leaddesk.workspace.leads.backups import Backups
from tests.unit.workspace.leads.keeping import BEN, Kept
from tests.unit.workspace.purchases.buying import Computer, payload, record


class Home:
    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.kept, self.bought = Kept(folder), folder / "purchases.db"
        self.backups = Backups(self.kept.path, [self.bought], clock=lambda: self.now)

    def copies(self) -> list[Path]:
        return sorted(self.backups.folder.glob("*/purchases.db"))

    async def close(self) -> None:
        await self.backups.aclose()
        await self.kept.close()


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    made = Home(tmp_path)
    await made.kept.add(BEN)
    computer = Computer(made.bought)
    await computer.buy("77", asked=9)
    await computer.receive(payload(77, [record(1)]))
    await computer.aclose()
    yield made
    await made.close()


async def test_a_backup_has_all_of_it(home: Home) -> None:
    backup = await home.backups.make(Why.BY_HAND)
    (copy,) = home.copies()
    with closing(apsw.Connection(str(copy))) as connection:
        assert list(connection.execute("SELECT received FROM purchases")) == [(1,)]
        assert connection.execute("SELECT count(*) FROM steps").get > 3
    assert await home.backups.is_good(backup)


async def test_damaged_it_stands_in_nobodys_way_and_its_last_sound_copy_stays(home: Home) -> None:
    await home.backups.make(Why.DAILY)
    sound = home.copies()
    home.bought.write_bytes(b"no database" * 2000)
    for _ in range(100):
        home.now += timedelta(days=1)
        backup = await home.backups.make(Why.DAILY)
        assert await home.backups.is_good(backup)
    assert home.copies() == sound
    assert len(await home.backups.all()) < 20

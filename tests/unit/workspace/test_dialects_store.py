from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from leaddesk.workspace.database import Database
from leaddesk.workspace.dialects import Dialects

ADDRESS = "https://api.example.test"


async def test_what_answered_is_remembered_over_a_restart(database: Database) -> None:
    dialects = Dialects(database, lambda _: ADDRESS)
    await dialects.read()
    assert dialects.get("reachstream", "count") is None
    dialects.set("reachstream", "count", "/first")
    dialects.set("reachstream", "count", "/second")
    dialects.set("reachstream", "other", "/third")
    assert dialects.get("reachstream", "count") == "/second"
    await dialects.flush()

    again = Dialects(database, lambda _: ADDRESS)
    assert again.get("reachstream", "count") is None
    await again.read()
    assert again.get("reachstream", "count") == "/second"
    again.forget("reachstream", "count")
    again.forget("reachstream", "count")
    assert again.get("reachstream", "count") is None
    await again.flush()

    last = Dialects(database, lambda _: ADDRESS)
    await last.read()
    assert (last.get("reachstream", "count"), last.get("reachstream", "other")) == (None, "/third")


async def test_another_address_is_another_provider(database: Database) -> None:
    addresses = {"reachstream": ADDRESS}
    dialects = Dialects(database, addresses.__getitem__)
    dialects.set("reachstream", "count", "/first")
    addresses["reachstream"] = "https://other.example.test"
    assert dialects.get("reachstream", "count") is None
    addresses["reachstream"] = ADDRESS
    assert dialects.get("reachstream", "count") == "/first"
    await dialects.flush()


async def test_what_was_told_before_reading_wins(database: Database) -> None:
    before = Dialects(database, lambda _: ADDRESS)
    before.set("reachstream", "count", "/old")
    await before.flush()
    dialects = Dialects(database, lambda _: ADDRESS)
    dialects.set("reachstream", "count", "/new")
    await dialects.read()
    assert dialects.get("reachstream", "count") == "/new"
    await dialects.flush()


async def test_all_that_is_known_at_the_address_in_force_is_told(database: Database) -> None:
    addresses = {"reactin": ADDRESS, "leadsopedia": ADDRESS}
    dialects = Dialects(database, addresses.__getitem__)
    dialects.set("reactin", "leads", "/api/v1")
    dialects.set("reactin", "authorization", "bare")
    dialects.set("leadsopedia", "total", "count")

    assert dialects.known("reactin") == {"leads": "/api/v1", "authorization": "bare"}
    dialects.forget("reactin", "leads")
    assert dialects.known("reactin") == {"authorization": "bare"}
    addresses["reactin"] = "https://other.example.test"
    assert dialects.known("reactin") == {}
    await dialects.flush()


async def test_everything_of_a_provider_is_forgotten_for_good(database: Database) -> None:
    addresses = {"reactin": ADDRESS, "leadsopedia": ADDRESS}
    other = Dialects(database, addresses.__getitem__)
    other.set("reactin", "authorization", "Bearer")
    await other.flush()
    dialects = Dialects(database, addresses.__getitem__)
    dialects.set("reactin", "leads", "/api/v1")
    dialects.set("leadsopedia", "total", "count")
    addresses["reactin"] = "https://other.example.test"
    dialects.set("reactin", "leads", "/api")

    dialects.forget_all("reactin")
    assert dialects.known("reactin") == {}
    dialects.set("reactin", "leads", "/api/v1")
    await dialects.flush()

    again = Dialects(database, addresses.__getitem__)
    await again.read()
    assert (again.known("reactin"), again.known("leadsopedia")) == ({"leads": "/api/v1"}, {"total": "count"})
    addresses["reactin"] = ADDRESS
    assert again.known("reactin") == {}


async def test_what_is_forgotten_while_the_database_is_read_does_not_come_back(database: Database) -> None:
    before = Dialects(database, lambda _: ADDRESS)
    before.set("reactin", "leads", "/api/v1")
    await before.flush()
    dialects = Dialects(database, lambda _: ADDRESS)
    reading = asyncio.ensure_future(dialects.read())
    await asyncio.sleep(0)  # it has asked
    dialects.forget_all("reactin")
    await reading
    assert dialects.known("reactin") == {}
    await dialects.flush()


async def test_a_database_that_cannot_be_used_is_no_obstacle(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "home").touch()
    database = Database(tmp_path / "home" / "leaddesk.db")
    dialects = Dialects(database, lambda _: ADDRESS)
    await dialects.read()
    dialects.set("reachstream", "count", "/first")
    await dialects.flush()
    assert dialects.get("reachstream", "count") == "/first"
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    await database.aclose()

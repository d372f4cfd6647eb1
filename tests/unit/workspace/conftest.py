from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from leaddesk.workspace.database import Database


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new one, closed at the end."""
    database = Database(tmp_path / "home" / "leaddesk.db")
    yield database
    await database.aclose()

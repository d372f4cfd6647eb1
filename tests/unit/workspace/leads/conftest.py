from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.unit.workspace.leads.keeping import Kept


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    """A new and empty My Leads, closed at the end."""
    made = Kept(tmp_path)
    yield made
    await made.close()

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.unit.workspace.purchases.buying import Computer


@pytest_asyncio.fixture
async def computer(tmp_path: Path) -> AsyncIterator[Computer]:
    """A new one, closed at the end."""
    computer = Computer(tmp_path / "home" / "purchases.db")
    yield computer
    await computer.aclose()


@pytest_asyncio.fixture
async def other(computer: Computer, tmp_path: Path) -> AsyncIterator[Computer]:
    """A second LeadDesk on the same file."""
    del computer
    other = Computer(tmp_path / "home" / "purchases.db")
    yield other
    await other.aclose()

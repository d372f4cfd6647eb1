from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.unit.workspace.leads.index.lead_book import LeadBook


@pytest_asyncio.fixture
async def book(tmp_path: Path) -> AsyncIterator[LeadBook]:
    """Empty but for two lists and two tags; closed at the end."""
    book = LeadBook(tmp_path)
    await book.begin()
    yield book
    await book.aclose()

"""Somebody is erased while another process works out, from an older state of the leads, what makes them quick."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from leaddesk.app.lead_parts import LeadParts
from leaddesk.domain.changes import Announcer
from leaddesk.domain.lead_views import View
from leaddesk.domain.leads import LeadId, SourceKind
from leaddesk.workspace.database import Database

JANE = {"name": "Jane Xyzzyq", "email": "jane@xyzzyq.example", "industry": "Xyzzyq mining", "company": "Xyzzyq"}
OTHERS = 5_000


@pytest_asyncio.fixture
async def parts(tmp_path: Path) -> AsyncIterator[LeadParts]:
    main = Database(tmp_path / "leaddesk.db")
    parts = LeadParts(tmp_path, main, Announcer(), lambda: datetime.now(UTC))
    yield parts
    await parts.close()
    await main.aclose()


async def test_no_byte_of_them_is_left_in_the_index(parts: LeadParts, tmp_path: Path) -> None:
    others = ({"name": f"P {n}", "email": f"p{n}@x.example"} for n in range(OTHERS))
    await parts._store.add(SourceKind.FILE, "a.csv", list(enumerate([JANE, *others], 1)))
    find, keep = parts.actions.find_leads, parts.actions.keep_leads
    is_under_way = asyncio.Event()
    preparing = asyncio.ensure_future(find.prepare(progress=lambda _: is_under_way.set()))
    await is_under_way.wait()
    assert await keep.erase([LeadId(1)]) == 1
    await preparing
    assert holding(tmp_path) == set()
    await find.prepare()
    assert (tmp_path / "leads-index.db").is_file()
    assert holding(tmp_path) == set()
    assert len(await find.open(view=View(search="xyzzyq"))) == 0
    assert len(await find.open(view=View(search="p4999@x"))) == 1


def holding(folder: Path) -> set[str]:
    """Files with a byte of her."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if b"xyzzyq" in path.read_bytes().lower()}

"""What takes long comes with its first rows, and all of them after it: as in a large store, made small here."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from leaddesk.domain.lead_views import View
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook
from tests.unit.workspace.leads.index.test_finding import BOOKS, STEPS, VIEWS

LOOKING = "leaddesk.workspace.leads.index.looking"


@pytest.fixture(scope="module", params=[0.0, 1000.0], ids=["impatient", "patient"], autouse=True)
def _large(request: pytest.FixtureRequest) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{LOOKING}.FEW", 2)
        patch.setattr(f"{LOOKING}._READ", 3)
        patch.setattr(f"{LOOKING}._READ_FIRST", 2)
        patch.setattr(f"{LOOKING}._PATIENCE", request.param)
        patch.setattr(f"{LOOKING}._MOST_PROVED", 1)
        patch.setattr("leaddesk.workspace.leads.index.known_columns.FEW", 2)
        patch.setattr("leaddesk.workspace.leads.index.index_file._HITS", 2)
        patch.setattr("leaddesk.workspace.leads.index.parts._SLICE", 4)
        patch.setattr("leaddesk.workspace.leads.index.orders.MOST_PATCHED", 3)
        patch.setattr("leaddesk.workspace.leads.index.arrays._FEW", 1)
        patch.setattr("leaddesk.workspace.leads.index.finder.FIRST", 3)
        patch.setattr("leaddesk.workspace.leads.index.preparing._TOGETHER", 5)
        yield


@given(BOOKS, STEPS, VIEWS)
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
def test_the_first_rows_are_those_of_the_whole(
    leads: dict[int, Kept], steps: list[dict[int, Kept] | int | str], view: View
) -> None:
    async def run(folder: Path) -> None:
        book = LeadBook(folder)
        await book.begin()
        await book.put(leads)
        for step in steps:
            if isinstance(step, dict):
                await book.put(step)
            elif step in {"prepare", "look"}:
                await book.prepare()
            elif isinstance(step, int):
                await book.prepare(until=step)
        expected = book.expected(view)
        source = await book.finder.open(view)
        first = list(await book.finder.ids_of(source, range(len(source))))
        assert first == expected[: len(first)]
        whole = await book.finder.whole(source)
        assert book.finder.is_whole(whole)
        assert list(await book.finder.ids_of(whole, range(len(whole)))) == expected
        assert whole.take_over(source)
        if book.finder.is_whole(source):
            assert first == expected
            assert whole is source
        await book.aclose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))

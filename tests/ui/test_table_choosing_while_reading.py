"""What is chosen while the same rows come anew stays chosen: nothing may be done to rows that were chosen before."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from leaddesk.domain.table import RowSource
from leaddesk.ui.widgets.table.arranging import AT_ONCE
from tests.fakes.table_of_rows import TableOfRows
from tests.ui.lead_tables import open_page
from tests.ui.until import settled, until

FLAG = QItemSelectionModel.SelectionFlag


class Paged(TableOfRows):
    """Rows of one column that have to be waited for: until they are found, and until they are brought."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(["name"], [(name,) for name in names])
        self.may_find, self.may_fetch = asyncio.Event(), asyncio.Event()
        self.is_sought, self.is_asked_for = asyncio.Event(), asyncio.Event()

    @property
    def waits(self) -> bool:
        return True

    async def fetch(self, numbers: Sequence[int]) -> None:
        del numbers
        self.is_asked_for.set()
        await self.may_fetch.wait()

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        self.is_sought.set()
        await self.may_find.wait()
        names = [self.row(number)[0] for number in range(len(self))]
        return [names.index(previous.row(number)[0]) for number in numbers]


@pytest.mark.parametrize("waits_for", ["find", "fetch"])
async def test_what_is_chosen_meanwhile(qtbot: QtBot, waits_for: str) -> None:
    """Of so many rows that those on screen are brought before they are shown."""
    page = open_page(qtbot, wait=False)
    view, people = page.table.view, ["Anna", "Ben", "Cleo", *map(str, range(AT_ONCE))]
    before, after = Paged(people), Paged(["Zoe", *people])
    before.may_fetch.set()
    page.table.show_source(before)
    await until(lambda: view.rows_model.rowCount() == len(before))
    view.selectRow(0)

    (after.may_fetch if waits_for == "find" else after.may_find).set()
    page.table.show_source(after, keep_place=True)
    await asyncio.wait_for((after.is_sought if waits_for == "find" else after.is_asked_for).wait(), 5)
    view.selectRow(1)
    view.selectionModel().select(view.model().index(2, 0), FLAG.Select | FLAG.Rows)
    after.may_find.set()
    after.may_fetch.set()
    await until(lambda: view.rows_model.rowCount() == len(after))
    await settled()
    assert [after.row(number)[0] for number in page.table.selected_rows()] == ["Ben", "Cleo"]
    assert view.currentIndex().row() == 2


async def test_rows_that_come_anew_twice_at_once(qtbot: QtBot) -> None:
    page = open_page(qtbot, wait=False)
    view, sources = page.table.view, [Paged(["Anna", "Ben"]), Paged(["Zoe", "Anna", "Ben"]), Paged(["Ben", "Cleo"])]
    for source in sources:
        source.may_fetch.set()
    page.table.show_source(sources[0])
    await until(lambda: page.names() == ["Anna", "Ben"])
    view.selectRow(1)
    page.table.show_source(sources[1], keep_place=True)
    await asyncio.wait_for(sources[1].is_sought.wait(), 5)
    page.table.show_source(sources[2], keep_place=True)
    for source in sources:
        source.may_find.set()
    await until(lambda: page.names() == ["Ben", "Cleo"])
    await settled()
    assert list(page.table.selected_rows()) == [0]

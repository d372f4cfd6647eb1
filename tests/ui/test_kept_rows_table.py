"""The shared table over the leads of a kept list: painting never waits, and nothing moves while pages come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import LeadDeskError, WorkspaceUnusable
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.lists import ReadingState
from leaddesk.domain.records import Value
from leaddesk.domain.table import Column
from leaddesk.ui.widgets.table.chosen import MOST_SPANS
from leaddesk.ui.widgets.table.detail_pane import DetailPane
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_rows import KeptRows
from tests.fakes.kept_people import list_with, lists_in, page_of, person, read_anew
from tests.fakes.memory_preferences import MemoryPreferences
from tests.ui.lead_tables import Page, open_page, stored
from tests.ui.until import settled, until

FLAG = QItemSelectionModel.SelectionFlag


class Reading:
    """A list that is being read, and a page with a table that shows it."""

    def __init__(self, database: Database, page: Page) -> None:
        self.database, self.page, self.lists = database, page, lists_in(database)
        self.records: list[dict[str, Value]] = []
        self._turn, self._pages, self.id = 0, 0, 0

    async def begin(self, count: int, **values: Value) -> KeptRows:
        self.records = [person(number, **values) for number in range(count)]
        kept, self._turn = await list_with(self.lists, self.records, last=False)
        self.id, self._pages = kept.id, 1
        return await self.source()

    async def read_page(self, records: Sequence[dict[str, Value]], *, last: bool = False) -> KeptRows:
        self._pages += 1
        self.records.extend(records)
        page = page_of(self._pages, records, last=last)
        await self.lists.take(self.id, page, checks=False, turn=self._turn)
        return await self.source()

    async def more(self, count: int, **values: Value) -> KeptRows:
        return await self.read_page(
            [person(number, **values) for number in range(len(self.records), len(self.records) + count)]
        )

    async def source(self) -> KeptRows:
        return await KeptRows.open(self.database, self.id)

    def names(self) -> list[str]:
        """Of the rows on screen, as assistive technology reads them."""
        model, view = self.page.table.view.rows_model, self.page.table.view
        return [str(model.index(row, self.column("Name")).data()) for row in view.visible_rows()]

    def column(self, name: str) -> int:
        return [column.name for column in self.page.table.source.columns].index(name)

    def at_hand(self) -> bool:
        """Whether everything on screen is painted with its values."""
        view = self.page.table.view
        return all(view.rows_model.at_hand(row) is not None for row in view.visible_rows())

    @asynccontextmanager
    async def database_busy(self) -> AsyncIterator[None]:
        """Nothing can be asked meanwhile."""
        done = threading.Event()
        busy = asyncio.ensure_future(self.database.read(lambda _: done.wait(10)))
        await asyncio.sleep(0)
        try:
            yield
        finally:
            done.set()
            await busy


@pytest_asyncio.fixture
async def reading(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Reading]:
    database = Database(tmp_path / "leaddesk.db")
    yield Reading(database, open_page(qtbot, rows=(), columns=(), wait=False))
    await database.aclose()


async def test_what_is_opened_is_there_in_its_first_picture(reading: Reading) -> None:
    source = await reading.begin(3_000)
    async with reading.database_busy():
        reading.page.table.show_source(source)
        reading.page.grab()
        assert reading.at_hand()
        assert reading.names()[:2] == ["Name 0000", "Name 0001"]
        assert reading.page.bar.export_button.isEnabled()


async def test_the_first_page_of_a_list_that_was_empty_is_there_at_once(reading: Reading) -> None:
    table = reading.page.table
    source = await reading.begin(50)
    for before in (table.show_loading, lambda: table.show_empty("list", "Not read yet")):
        before()
        table.grow(source)
        assert len(table.shown_rows()) == 50
        assert table.view.isVisible()
        table.show_source(HeldRows((), ()))


async def test_rows_that_are_not_at_hand_are_sketched_and_painted_when_they_come(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(3_000))
    await until(lambda: not page.table._showing._fetching._is_running)
    async with reading.database_busy():
        view.verticalScrollBar().setValue(2_000 * view.row_height())
        sketched = view.viewport().grab().toImage()
        assert not reading.at_hand(), "painting did not wait"
    await until(reading.at_hand)
    assert view.viewport().grab().toImage() != sketched
    assert reading.names()[0] == "Name 2000"
    async with reading.database_busy():
        view.verticalScrollBar().setValue((2_000 + len(view.visible_rows())) * view.row_height())
        assert reading.at_hand(), "its neighbours came with it"


async def test_whoever_asks_for_a_cell_gets_the_truth(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(3_000))
    index = view.rows_model.index(2_500, reading.column("Name"))
    assert index.data() == "Name 2500"
    page.table.toggle_details()
    view.setCurrentIndex(view.rows_model.index(1_700, 0))
    pane = page.table.details.pane
    assert isinstance(pane, DetailPane)
    assert [field.text for field in pane.list.fields_model.fields][:2] == ["p1700", "Name 1700"]


async def test_search_sort_and_copy(reading: Reading) -> None:
    page = reading.page
    page.table.show_source(await reading.begin(3_000))
    page.table.set_needle("name company-7")
    await until(lambda: len(page.table.shown_rows()) == 60)
    assert reading.names()[:2] == ["Name 0007", "Name 0057"]
    page.table.sort("Name", descending=True)
    await until(lambda: page.table.shown_rows()[0] == 2_957)
    assert reading.at_hand(), "an order comes with its first rows"
    page.table.view.selectAll()
    page.table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1].split("\t")[:2] == ["p2957", "Name 2957"]
    assert len(lines) == 61
    page.table.clear_needle()
    page.table.sort("")
    await until(lambda: page.table.shown_rows()[0] == 0 and len(page.table.shown_rows()) == 3_000)


async def test_nothing_moves_while_pages_come(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    page.table.show_awaited(4)
    page.table.toggle_details()
    await settled()
    view.verticalScrollBar().setValue(120 * view.row_height() + 5)
    view.horizontalScrollBar().setValue(7)
    view.setCurrentIndex(view.rows_model.index(123, 1))
    view.selectionModel().select(
        QItemSelection(view.rows_model.index(121, 0), view.rows_model.index(124, 2)), FLAG.ClearAndSelect
    )
    view.setFocus()
    await until(lambda: reading.at_hand() and not page.table._showing._fetching._is_running)
    before = (
        view.verticalScrollBar().value(),
        view.horizontalScrollBar().value(),
        (view.currentIndex().row(), view.currentIndex().column()),
        list(page.table.selected_rows()),
        [view.columnWidth(column) for column in range(3)],
    )
    picture = view.viewport().grab().toImage()
    resets: list[None] = []
    view.rows_model.modelReset.connect(lambda: resets.append(None))
    for _ in range(3):
        page.table.grow(await reading.more(50))
        assert view.viewport().grab().toImage() == picture, "not even for one picture"
        assert view.awaited == 4
    assert len(page.table.shown_rows()) == 450
    await settled()
    assert before == (
        view.verticalScrollBar().value(),
        view.horizontalScrollBar().value(),
        (view.currentIndex().row(), view.currentIndex().column()),
        list(page.table.selected_rows()),
        [view.columnWidth(column) for column in range(3)],
    )
    assert view.hasFocus()
    assert not resets
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    await until(reading.at_hand)
    assert reading.names()[-1] == "Name 0449"


async def test_a_value_that_changed_is_painted_and_told(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    page.table.toggle_details()
    view.setCurrentIndex(view.rows_model.index(250, 0))
    await until(reading.at_hand)
    source = await reading.read_page([person(250, Company="Another one")])
    pane = page.table.details.pane
    assert isinstance(pane, DetailPane)
    async with reading.database_busy():
        page.table.grow(source)
        page.grab()
        assert reading.at_hand(), "as it was, until it is known how it is"
        assert [field.text for field in pane.list.fields_model.fields][2] == "Company-0"
    await until(lambda: pane.list.fields_model.fields[2].text == "Another one")
    assert view.rows_model.index(250, 2).data() == "Another one"
    assert view.rows_model.at_hand(250) == ("p250", "Name 0250", "Another one")


async def test_new_columns_are_taken_in(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    await settled()
    page.table.columns.order(["Company", "id"])
    page.table.columns.resize("Name", 133)
    view.verticalScrollBar().setValue(60 * view.row_height())
    view.setCurrentIndex(view.rows_model.index(65, reading.column("Name")))
    view.selectRow(65)
    page.table.grow(await reading.more(50, Score=5))
    assert page.table.visible_columns() == ["Company", "Name", "id", "Score"]
    assert view.verticalScrollBar().value() == 60 * view.row_height()
    assert view.columnWidth(reading.column("Name")) == pytest.approx(133, abs=4)
    assert list(page.table.selected_rows()) == [65]
    assert view.currentIndex().row() == 65
    assert view.rows_model.index(320, reading.column("Score")).data() == "5"


async def test_filtered_and_sorted_rows_grow_in_their_order(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(2_000))
    page.table.set_needle("company-7")
    page.table.sort("Name", descending=True)
    await until(lambda: list(page.table.shown_rows())[:1] == [1_957])
    view.verticalScrollBar().setValue(5 * view.row_height())
    at_the_top = page.table.shown_rows()[5]
    for _ in range(4):
        page.table.grow(await reading.more(100))
    await until(lambda: page.table.shown_rows()[0] == 2_357)
    assert len(page.table.shown_rows()) == 48
    assert len(page.table.source) == 2_400
    assert page.table.shown_rows().index(at_the_top) == 13
    assert view.verticalScrollBar().value() == 13 * view.row_height(), "what is read stays where it is"


async def test_who_reads_the_first_rows_sees_what_comes_before_them_and_a_chosen_row_stays_where_it_is(
    reading: Reading,
) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(2_000))
    page.table.set_needle("company-7")
    page.table.sort("Name", descending=True)
    await until(lambda: list(page.table.shown_rows())[:1] == [1_957])
    page.table.grow(await reading.more(100))
    await until(lambda: page.table.shown_rows()[0] == 2_057)
    assert view.verticalScrollBar().value() == 0
    view.selectRow(0)
    page.table.grow(await reading.more(100))
    await until(lambda: page.table.shown_rows()[0] == 2_157)
    place = page.table.shown_rows().index(2_057)
    assert place > 0
    assert view.verticalScrollBar().value() == place * view.row_height()
    assert list(page.table.selected_rows()) == [2_057]


async def test_pages_that_come_faster_than_rows_are_sorted_are_shown_all_the_same(reading: Reading) -> None:
    page = reading.page
    page.table.show_source(await reading.begin(4_000))
    page.table.sort("Name")
    await until(lambda: not page.table._showing._arranging.is_busy)
    seen: list[int] = []
    page.table.rows_shown_changed.connect(lambda shown, _: seen.append(shown))
    for _ in range(12):
        page.table.grow(await reading.more(20))
    rows_then = len(seen)
    await until(lambda: len(page.table.shown_rows()) == 4_240)
    assert rows_then > 0, "each answer is shown, though a newer one is on its way"
    assert seen == sorted(seen)


async def test_chosen_rows_that_are_scattered_stay_chosen_while_pages_come(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    total = 4 * MOST_SPANS
    source = await reading.begin(0)
    source = await reading.read_page([person(number, Size=number % (total // 2)) for number in range(total)])
    page.table.show_source(source)
    page.table.sort("Size")
    await until(lambda: len(page.table.shown_rows()) == total and page.table.shown_rows()[1] == total // 2)
    page.table.sort("")
    view.selectionModel().select(
        QItemSelection(view.rows_model.index(0, 0), view.rows_model.index(total // 2 - 1, 3)), FLAG.ClearAndSelect
    )
    page.table.sort("Size")
    await until(lambda: view.scatter is not None)
    page.table.grow(await reading.more(40, Size=10_000))
    await until(lambda: len(page.table.shown_rows()) == total + 40)
    assert set(page.table.selected_rows()) == set(range(total // 2))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    page.grab()
    view.selectionModel().setCurrentIndex(view.rows_model.index(total + 30, 1), FLAG.NoUpdate)
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert len(page.table.selected_rows()) == total // 2 + 1
    page.table.grow(await reading.more(40, Size=10_000))
    await until(lambda: len(page.table.shown_rows()) == total + 80)
    assert len(page.table.selected_rows()) == total // 2 + 1


async def test_pages_come_before_the_list_was_shown(reading: Reading) -> None:
    page = reading.page
    page.table.show_source(await reading.begin(3_000))
    page.table.sort("Name", descending=True)
    await until(lambda: page.table.shown_rows()[0] == 2_999)
    page.table.show_source(HeldRows([Column("other")], [("x",)]))
    assert len(page.table.shown_rows()) == 1
    page.table.show_source(await reading.source())
    page.table.grow(await reading.more(100))
    page.table.grow(await reading.more(100))
    assert len(page.table.shown_rows()) == 1, "it is still being sorted"
    await until(lambda: len(page.table.shown_rows()) == 3_200)
    assert page.table.shown_rows()[0] == 3_199
    assert page.table.view.verticalScrollBar().value() == 0


async def test_a_list_that_takes_long_to_sort_is_sketched(reading: Reading) -> None:
    page = reading.page
    page.table.show_source(await reading.begin(3_000))
    page.table.sort("Name", descending=True)
    await until(lambda: page.table.shown_rows()[0] == 2_999)
    page.table.show_source(HeldRows([Column("other")], [("x",)]))
    source = await reading.source()
    page.table._showing._sketch_soon.setInterval(0)
    async with reading.database_busy():
        page.table.show_source(source)
        await until(lambda: page.table.view.awaited == 4)
        assert page.table.visible_columns() == ["id", "Name", "Company"]
        assert len(page.table.shown_rows()) == 0
        assert page.table._no_match.isHidden(), "nobody knows that yet"
    await until(lambda: len(page.table.shown_rows()) == 3_000)
    assert page.table.view.awaited == 0


async def test_typing_while_a_source_is_arranged_does_not_lose_it(reading: Reading) -> None:
    page = reading.page
    page.table.show_source(await reading.begin(3_000))
    page.table.sort("Name", descending=True)
    await until(lambda: page.table.shown_rows()[0] == 2_999)
    page.table.show_source(HeldRows([Column("other")], [("x",)]))
    page.table.show_source(await reading.source())
    page.table.clear_needle()
    await until(lambda: len(page.table.shown_rows()) == 3_000)


async def test_another_order_keeps_the_place_and_what_was_chosen(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    page.table.toggle_details()
    await settled()
    view.verticalScrollBar().setValue(100 * view.row_height())
    view.setCurrentIndex(view.rows_model.index(104, 1))
    view.selectionModel().select(
        QItemSelection(view.rows_model.index(103, 0), view.rows_model.index(104, 2)), FLAG.ClearAndSelect
    )
    await reading.lists.end(reading.id, ReadingState.CANCELLED)
    await read_anew(reading.lists, reading.id, reading.records[::-1])
    source = await reading.source()
    page.table.grow(source)
    page.table.grow(await reading.source())
    await until(lambda: page.table.source is not source and reading.names()[0] == "Name 0199")
    await until(reading.at_hand)
    assert view.verticalScrollBar().value() == 100 * view.row_height()
    assert list(page.table.selected_rows()) == [195, 196]
    assert (view.currentIndex().row(), view.currentIndex().column()) == (195, 1)
    pane = page.table.details.pane
    assert isinstance(pane, DetailPane)
    assert pane.list.fields_model.fields[1].text == "Name 0104"
    await read_anew(reading.lists, reading.id, reading.records[:20])
    page.table.show_source(await reading.source(), keep_place=True)
    await until(lambda: view.visible_rows().stop == 20)
    assert list(page.table.selected_rows()) == [], "they are gone"
    assert not view.currentIndex().isValid()


async def test_another_list_is_asked_for_while_the_chosen_rows_are_sought(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    view.selectAll()
    await reading.lists.end(reading.id, ReadingState.CANCELLED)
    await read_anew(reading.lists, reading.id, reading.records[::-1])
    page.table.show_source(await reading.source(), keep_place=True)
    page.table.show_source(HeldRows([Column("other")], [("x",)]))
    await settled()
    assert page.table.visible_columns() == ["other"]
    page.table.show_source(await reading.source(), keep_place=True)
    page.table.show_empty("search", "Nothing")
    await settled()
    assert list(page.table.shown_rows()) == []


async def test_awaited_rows_can_be_scrolled_to(reading: Reading) -> None:
    page, view = reading.page, reading.page.table.view
    page.table.show_source(await reading.begin(300))
    await settled()
    bar, height = view.verticalScrollBar(), view.row_height()
    end = bar.maximum()
    page.table.show_awaited(9)
    assert view.awaited == 4
    assert bar.maximum() == end + 4 * height
    bar.setValue(bar.maximum())
    page.table.grow(await reading.more(2))
    assert bar.value() == end + 4 * height, "what comes takes the place of what was sketched"
    page.table.columns.freeze_up_to("id")
    assert view.frozen.verticalScrollBar().value() == bar.value()
    page.grab()
    page.table.show_awaited(0)
    assert bar.maximum() == end + 2 * height


async def test_each_list_remembers_its_own_columns(reading: Reading, qtbot: QtBot) -> None:
    page = reading.page
    one = HeldRows([Column("First Name"), Column("Email")], [("b", "1"), ("a", "2")])
    two = HeldRows([Column("Email"), Column("First Name")], [("1", "b"), ("2", "a")])
    page.table.show_source(one, memory="people-table/1")
    page.table.columns.order(["Email", "First Name"])
    page.table.sort("Email", descending=True)
    page.table.show_source(two, memory="people-table/2")
    assert page.table.visible_columns() == ["Email", "First Name"]
    assert list(page.table.shown_rows()) == [0, 1]
    page.table.columns.show("Email", shown=False)
    page.table.show_source(one, memory="people-table/1")
    assert page.table.visible_columns() == ["Email", "First Name"]
    assert list(page.table.shown_rows()) == [1, 0]
    assert page.table.view.objectName() == "people-table"
    page.table.columns.save()
    again = open_page(qtbot, preferences=page.preferences, wait=False)
    again.table.show_source(two, memory="people-table/2")
    assert again.table.visible_columns() == ["First Name"]
    assert stored(again)["sort_by"] == "", "the table's own name has its own"


async def test_a_database_that_fails_is_told_once(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    page, view = reading.page, reading.page.table.view
    source = await reading.begin(3_000)
    page.table.show_source(source)
    await until(lambda: not page.table._showing._fetching._is_running)
    told: list[LeadDeskError] = []
    monkeypatch.setattr(page.notices, "problem", told.append)
    broken = WorkspaceUnusable(Path("leaddesk.db"), "disk I/O error")

    def fail(*_: object) -> None:
        raise broken

    with monkeypatch.context() as patched:
        patched.setattr(reading.database, "now", fail)
        view.verticalScrollBar().setValue(2_000 * view.row_height())
        page.grab()
        await until(lambda: told == [broken])
        for _ in range(3):
            page.grab()
            await settled()
        assert told == [broken]
    view.verticalScrollBar().setValue(2_100 * view.row_height())
    await until(reading.at_hand)
    assert reading.names()[0] == "Name 2100"


async def test_a_table_that_goes_while_rows_are_fetched(qtbot: QtBot, tmp_path: Path) -> None:
    database = Database(tmp_path / "leaddesk.db")
    page = open_page(qtbot, preferences=MemoryPreferences(), rows=(), columns=(), wait=False)
    reading = Reading(database, page)
    page.table.show_source(await reading.begin(3_000))
    async with reading.database_busy():
        page.table.view.verticalScrollBar().setValue(2_000 * page.table.view.row_height())
        page.grab()
        page.close()
    await settled()
    await database.aclose()

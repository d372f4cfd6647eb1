"""Rows of a provider's table into My Leads: by the button, by the menu, by dragging."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.filter import Filter
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadListId, SourceKind
from leaddesk.domain.reachstream import Count
from leaddesk.domain.records import Records
from leaddesk.domain.table import RowSource
from leaddesk.ui.reachstream.sample_card import SampleCard
from leaddesk.ui.widgets.collecting.carried_rows import MIME, CarriedRows, carried_rows, mime_of
from leaddesk.ui.widgets.collecting.collecting import Collecting, Collector
from leaddesk.ui.widgets.collecting.drops import accept_leads
from leaddesk.ui.widgets.collecting.result_words import result_advice, result_title
from leaddesk.ui.widgets.collecting.tab_drops import TabDrops
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_bar import TableBar
from tests.fakes.leads_in_hand import NOW, LeadsInHand
from tests.ui.lead_bench import LISTS
from tests.ui.lead_tables import COLUMNS, FIRST, PEOPLE, TITLES
from tests.ui.until import settled, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def title_of(name: str) -> str:
    return TITLES.get(name, name)


class Bench:
    """A provider's table with its bar, and My Leads in memory."""

    def __init__(self, qtbot: QtBot, *, why_not: str = "") -> None:
        self.leads = LeadsInHand(lists=LISTS)
        self.leads.actions.collect_leads = self.collect
        self.asked: list[dict[str, Any]] = []
        self.answer = Imported(1, read=4, new=2, known=1, merged=1)
        self.gate: asyncio.Event | None = None
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.table = LeadTable(
            "people-table",
            preferences=self.leads.preferences,
            notices=self.leads.notices,
            titles=title_of,
            main_column="name",
            first_columns=FIRST,
        )
        self.bar = TableBar(self.table, "People", export_name="people-export")
        self.collecting = Collecting(
            self.leads.desk,
            self.table,
            prefix="people",
            provider=SourceKind.REACTIN,
            source_name=lambda: "Cables",
            titles=title_of,
            why_not=why_not,
        )
        self.bar.add(self.collecting.button)
        column = QVBoxLayout(self.page)
        column.addWidget(self.bar)
        column.addWidget(self.table)
        self.page.resize(900, 500)
        self.page.show()
        self.page.activateWindow()
        self.table.show_source(HeldRows(COLUMNS, PEOPLE))

    async def collect(
        self,
        *,
        source: RowSource,
        numbers: Sequence[int],
        provider: SourceKind,
        source_name: str,
        into: LeadListId | None = None,
        new_list: str = "",
    ) -> Imported:
        if self.gate is not None:
            await self.gate.wait()
        if self.leads.is_busy:
            raise LeadsBusy
        names = [str(source.row(number)[0]) for number in numbers]
        self.asked.append({"names": names, "from": (provider, source_name), "into": into, "new": new_list})
        return self.answer

    async def open(self) -> QLineEdit:
        """The panel; returns its input."""
        await until(self.page.isActiveWindow)
        self.collecting.open()
        await until(lambda: (found := self._input()) is not None and found.isVisible())
        found = self._input()
        assert found is not None
        return found

    def _input(self) -> QLineEdit | None:
        return self.page.findChild(QLineEdit, "people-collecting-input")

    def offered(self) -> list[str]:
        listed = self.page.findChild(QListView, "people-collecting-list")
        assert listed is not None
        return [str(listed.model().index(row, 0).data()) for row in range(listed.model().rowCount())]

    def radio(self, name: str) -> QRadioButton:
        found = self.page.findChild(QRadioButton, f"people-collecting-{name}")
        assert found is not None
        return found

    async def told(self) -> None:
        await until(lambda: bool(self.leads.said))
        await settled()


async def test_all_shown_rows_with_one_press_of_enter(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    typed = await bench.open()
    assert bench.offered() == ["My Leads, no list", *(list_.name for list_ in LISTS)]
    assert not bench.radio("selected").isEnabled()
    QTest.keyClick(typed, Qt.Key.Key_Return)
    await bench.told()
    assert bench.asked == [
        {"names": ["Öznur", "anna", "Ben", "Cleo"], "from": (SourceKind.REACTIN, "Cables"), "into": None, "new": ""}
    ]
    notice = bench.leads.said[0]
    assert (notice.kind, notice.title, notice.text) == ("success", "2 added, 1 was there already, 1 merged.", "")


async def test_selected_rows_into_a_list_or_a_new_one(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.table.view.selectRow(2)
    typed = await bench.open()
    assert bench.radio("selected").isChecked()
    QTest.keyClicks(typed, "partn")
    assert bench.offered() == ["Partners", "New list “partn”"]
    QTest.keyClick(typed, Qt.Key.Key_Return)
    await bench.told()
    assert bench.leads.said[0].text == "All of them are in “Partners”."
    typed = await bench.open()
    bench.radio("shown").click()
    QTest.keyClicks(typed, "Summer fair")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    await until(lambda: len(bench.asked) == 2)
    await settled()
    assert [(asked["names"], asked["into"], asked["new"]) for asked in bench.asked] == [
        (["Ben"], 4, ""),
        (["Öznur", "anna", "Ben", "Cleo"], None, "Summer fair"),
    ]


async def test_what_was_shown_when_it_was_asked_is_added(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    typed = await bench.open()
    bench.table.show_source(HeldRows(COLUMNS, PEOPLE[2:]))
    QTest.keyClick(typed, Qt.Key.Key_Return)
    await bench.told()
    assert bench.asked[0]["names"] == ["Öznur", "anna", "Ben", "Cleo"]


async def test_escape_closes_the_panel_and_nothing_is_added(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.table.setFocus()
    typed = await bench.open()
    QTest.keyClick(typed, Qt.Key.Key_Escape)
    assert not typed.isVisible()
    assert bench.table.view.hasFocus()
    assert bench.asked == []


async def test_it_is_undone_while_nothing_else_was_done(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.leads.undoable = Step(7, "collect", {}, 0.0, is_undone=False)
    QTest.keyClick(await bench.open(), Qt.Key.Key_Return)
    await bench.told()
    notice = bench.leads.said[0]
    assert notice.action == "Undo"
    assert notice.act is not None
    bench.leads.undoable = Step(8, "edit", {}, 0.0, is_undone=False)
    notice.act()
    await until(lambda: len(bench.leads.said) == 2)
    assert bench.leads.said[1].title == "Something else was done since."
    assert bench.leads.done == []
    bench.leads.undoable = Step(7, "collect", {}, 0.0, is_undone=False)
    notice.act()
    await until(lambda: len(bench.leads.said) == 3)
    assert bench.leads.done == [("undo",)]


async def test_where_nothing_can_be_undone_it_shows_my_leads(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    shown: list[bool] = []
    action = QAction(bench.page)
    action.triggered.connect(lambda: shown.append(True))
    bench.leads.commands._actions["show-leads-tab"] = action
    QTest.keyClick(await bench.open(), Qt.Key.Key_Return)
    await bench.told()
    act = bench.leads.said[0].act
    assert act is not None
    act()
    assert shown == [True]


async def test_while_rows_are_added_no_more_are(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.gate = asyncio.Event()
    QTest.keyClick(await bench.open(), Qt.Key.Key_Return)
    await until(lambda: not bench.collecting.button.isEnabled())
    assert list(bench.leads.desk.running.titles) == ["Adding to My Leads"]
    assert not bench.collecting.can_collect
    bench.leads.is_busy = True
    bench.gate.set()
    await bench.told()
    assert bench.leads.said[0].title == "My Leads cannot be changed at this moment."
    assert bench.collecting.button.isEnabled()
    assert list(bench.leads.desk.running.titles) == []


async def test_a_masked_sample_is_not_collected_and_says_why(qtbot: QtBot) -> None:
    bench = Bench(qtbot, why_not="Hidden until you buy.")
    button = bench.page.findChild(QPushButton, "people-collect")
    assert button is not None
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Hidden until you buy."
    action = next(action for action in bench.table.actions_for_menu() if action.id == "collect-rows")
    assert not action.enabled()
    assert bench.table.view.carry is None


async def test_without_rows_there_is_nothing_to_add(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.table.show_source(HeldRows(COLUMNS, ()))
    assert not bench.collecting.button.isEnabled()


async def test_what_came_of_it_in_words(qtbot: QtBot) -> None:
    del qtbot
    assert result_title(Imported(0)) == "Nothing was added."
    done = Imported(1, known=18, rejected={Reject.ERASED: 1, Reject.NOBODY: 2})
    assert result_title(done) == "18 were there already."
    advice = "1 was left out, for they asked to be erased. 2 rows tell of nobody and were left out."
    assert result_advice(done, "") == advice


def dragged(bench: Bench) -> QMimeData:
    carry = bench.table.view.carry
    assert carry is not None
    data = carry()
    assert data is not None
    return data


async def test_a_drag_carries_the_rows_and_a_table_as_text(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    assert bench.table.view.carry is not None
    assert bench.table.view.carry() is None, "nothing is selected"
    bench.table.view.selectRow(1)
    data = dragged(bench)
    rows = carried_rows(data)
    assert rows is not None
    assert (list(rows.numbers), rows.provider, rows.source_name) == ([1], SourceKind.REACTIN, "Cables")
    assert data.text().splitlines()[1].startswith("anna\t4\t1-10\t78701")
    assert b"anna" not in bytes(data.data(MIME).data()), "a token, and nothing else"
    foreign = QMimeData()
    foreign.setData(MIME, b"0" * 32)
    assert carried_rows(foreign) is None
    dragged(bench)
    assert carried_rows(data) is None, "an older drag means nothing any more"


async def test_many_rows_are_carried_without_text(qtbot: QtBot) -> None:
    del qtbot
    rows = [(f"n{number}",) for number in range(5_000)]
    data = mime_of(CarriedRows(HeldRows(COLUMNS[:1], rows), range(5_000), SourceKind.REACTIN, ""), ["name"], title_of)
    assert not data.hasText()
    assert carried_rows(data) is not None


class Target(QWidget):
    """Takes rows and files in its upper half."""

    def __init__(self, *, rows: bool = True, files: bool = True) -> None:
        super().__init__()
        self.resize(100, 100)
        self.rows: list[CarriedRows] = []
        self.files: list[Path] = []
        self.marked: list[QPoint | None] = []
        accept_leads(
            self,
            (lambda taken, _: self.rows.append(taken)) if rows else None,
            (lambda taken, _: self.files.extend(taken)) if files else None,
            at=lambda place: place.y() < 50,
            over=self.marked.append,
        )

    def enter(self, data: QMimeData, y: int) -> bool:
        return hover(self, data, QPoint(5, y))

    def drop(self, data: QMimeData, y: int) -> bool:
        return let_go(self, data, QPoint(5, y))


def hover(target: QWidget, data: QMimeData, place: QPoint) -> bool:
    """Drag over it; whether that place takes what is dragged."""
    facts = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered, moved = QDragEnterEvent(place, *facts), QDragMoveEvent(place, *facts)
    for event in (entered, moved):
        event.ignore()
        QApplication.sendEvent(target, event)
    return moved.isAccepted()


def let_go(target: QWidget, data: QMimeData, place: QPoint) -> bool:
    """Drag there and let go; whether it was taken."""
    hover(target, data, place)
    event = QDropEvent(
        QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


async def test_rows_are_dropped_where_they_are_taken(qtbot: QtBot) -> None:
    bench, target = Bench(qtbot), Target()
    qtbot.addWidget(target)
    bench.table.view.selectRow(1)
    data = dragged(bench)
    assert target.enter(data, 10)
    assert target.marked[-1] == QPoint(5, 10)
    assert not target.enter(data, 80)
    assert not target.drop(data, 80)
    assert target.marked[-1:] == [None]
    assert target.drop(data, 10)
    assert [list(rows.numbers) for rows in target.rows] == [[1]]
    target.enter(data, 10)
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert target.marked[-1:] == [None]


async def test_files_are_dropped_too(qtbot: QtBot, tmp_path: Path) -> None:
    both, only_rows = Target(), Target(files=False)
    for target in (both, only_rows):
        qtbot.addWidget(target)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "fairs.csv")), QUrl("https://alpha.example/x.csv")])
    assert both.enter(data, 10)
    assert both.drop(data, 10)
    assert both.files == [tmp_path / "fairs.csv"]
    assert not only_rows.drop(data, 10), "what is around it may take them"
    text = QMimeData()
    text.setText("some words")
    assert not both.drop(text, 10)


async def test_the_tab_takes_rows_and_opens_for_who_waits_over_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("leaddesk.ui.widgets.collecting.tab_drops._OPENS_AFTER", 1)
    bench, tabs = Bench(qtbot), QTabWidget()
    qtbot.addWidget(tabs)
    for name in ("ReactIn", "My Leads"):
        tabs.addTab(QWidget(), name)
    tabs.resize(400, 200)
    tabs.show()
    files: list[Path] = []
    TabDrops(tabs, 1, Collector(bench.leads.desk, bench.page), files.extend)
    bench.table.view.selectRow(1)
    data, bar = dragged(bench), tabs.tabBar()
    assert not hover(bar, data, bar.tabRect(0).center())
    assert hover(bar, data, bar.tabRect(1).center())
    await until(lambda: tabs.currentIndex() == 1)
    assert let_go(bar, data, bar.tabRect(1).center())
    await bench.told()
    assert [asked["names"] for asked in bench.asked] == [["anna"]]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "fairs.csv"))])
    assert let_go(bar, dropped, bar.tabRect(1).center())
    assert files == [tmp_path / "fairs.csv"]


async def test_selected_rows_are_taken_along_and_others_are_selected(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[list[int]] = []

    class Drag:
        """Where Qt's own would wait for the pointer to be let go."""

        def __init__(self, _: QWidget) -> None: ...

        def setMimeData(self, data: QMimeData) -> None:
            rows = carried_rows(data)
            assert rows is not None
            taken.append(list(rows.numbers))

        def exec(self, _: Qt.DropAction) -> None: ...

    monkeypatch.setattr("leaddesk.ui.widgets.table.view.QDrag", Drag)
    bench = Bench(qtbot)
    view = bench.table.view
    first, second, third = (view.visualRect(view.rows_model.index(row, 0)).center() for row in range(3))

    def press_and_move(start: QPoint, end: QPoint) -> None:
        left, viewport = Qt.MouseButton.LeftButton, view.viewport()
        QTest.mousePress(viewport, left, Qt.KeyboardModifier.NoModifier, start)
        for place in (start + QPoint(1, 1), end):
            held = QMouseEvent(
                QMouseEvent.Type.MouseMove, QPointF(place), QPointF(place), left, left, Qt.KeyboardModifier.NoModifier
            )
            QApplication.sendEvent(viewport, held)
        QTest.mouseRelease(viewport, left, Qt.KeyboardModifier.NoModifier, end)

    press_and_move(first, third)
    assert (list(bench.table.selected_rows()), taken) == ([0, 1, 2], []), "they were not selected: now they are"
    press_and_move(second, third)
    assert taken == [[0, 1, 2]]
    bench.table.view.selectRow(0)
    press_and_move(first, first)
    assert (list(bench.table.selected_rows()), len(taken)) == ([0], 1)


async def test_the_sample_of_reachstream_says_why_it_cannot_be_added(qtbot: QtBot) -> None:
    card = SampleCard(LeadsInHand().desk)
    qtbot.addWidget(card)
    asked = Filter().with_values("job_title", ["CEO"])
    card.show_count(Count(asked, 2, Records(("contact_name",), (("xxxxx",), ("xxxxx",))), NOW))
    button = card.findChild(QPushButton, "sample-collect")
    assert button is not None
    assert not button.isEnabled()
    assert "hidden until you buy" in button.toolTip()

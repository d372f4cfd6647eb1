"""The detail pane: all fields of a record, to be read, copied and opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from leaddesk.domain.preferences import DETAIL_PANE, SPLITTERS
from leaddesk.ui import theme
from leaddesk.ui.widgets.table.detail_pane import DetailPane
from leaddesk.ui.widgets.table.field_list import FieldList
from tests.ui.lead_tables import COLUMNS, Page, open_page, put_current

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Browser(QObject):
    """Stands where the system would open an address."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    del qtbot
    made = Browser()
    schemes = ("http", "https", "mailto", "javascript", "file")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, made, "open")  # type: ignore[arg-type]  # the stub is wrong: PySide asks for text
    yield made
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


def pane_of(page: Page) -> DetailPane:
    pane = page.findChild(DetailPane, "people-table-details")
    assert pane is not None
    return pane


def fields_of(page: Page) -> list[tuple[str, str]]:
    model = pane_of(page).list.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def choose(page: Page, title: str) -> FieldList:
    """The keyboard to a field."""
    listed = pane_of(page).list
    row = [known for known, _ in fields_of(page)].index(title)
    listed.setCurrentIndex(listed.model().index(row, 1))
    listed.setFocus()
    return listed


def test_enter_opens_all_fields_of_the_row(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 1)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.table.details_shown
    assert page.bar.details_button.isChecked()
    assert fields_of(page) == [
        ("Name", "anna"),
        ("Size", "4"),
        ("Employees", "1-10"),
        ("ZIP", "78701"),
        ("Website", "javascript:alert(1)"),
        ("E-mail", "xxxxx@xxxxx"),
        ("surprise", ""),
    ]
    QTest.keyClick(page.table.view, Qt.Key.Key_Down)
    assert fields_of(page)[0] == ("Name", "Ben")
    title = page.findChild(QLabel, "people-table-details-title")
    assert title is not None
    assert title.text() == "Ben"


def test_a_double_click_opens_and_escape_goes_back_to_the_rows(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    view = page.table.view
    place = view.visualRect(view.rows_model.index(2, 1)).center()
    QTest.mouseClick(view.viewport(), LEFT, NO_MODIFIER, place)
    QTest.mouseDClick(view.viewport(), LEFT, NO_MODIFIER, place)
    assert fields_of(page)[0] == ("Name", "Ben")
    QTest.keyClick(choose(page, "Name"), Qt.Key.Key_Escape)
    assert not page.table.details_shown
    assert view.hasFocus()


def test_escape_in_the_rows_ends_the_filter_first_then_the_pane(qtbot: QtBot) -> None:
    page = open_page(qtbot)

    def is_open() -> bool:
        return page.table.details_shown

    put_current(page, 0)
    page.table.toggle_details()
    page.bar.filter_edit.setText("ben")
    qtbot.waitUntil(lambda: page.table.is_filtered)
    assert fields_of(page) == [], "its row is filtered away"
    page.table.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Escape)
    assert not page.table.is_filtered
    assert is_open() is True
    QTest.keyClick(page.table.view, Qt.Key.Key_Escape)
    assert is_open() is False
    assert page.keys == []
    QTest.keyClick(page.table.view, Qt.Key.Key_Escape)
    assert page.keys == [Qt.Key.Key_Escape], "a dialog around it would close now"


def test_links_open_and_nothing_else_does(qtbot: QtBot, browser: Browser) -> None:
    page = open_page(qtbot)
    page.table.toggle_details()
    for row, title in ((0, "Website"), (1, "Website"), (2, "Website"), (0, "E-mail"), (1, "E-mail"), (0, "Name")):
        put_current(page, row)
        QTest.keyClick(choose(page, title), Qt.Key.Key_Return)
    assert browser.opened == ["https://www.alpha.example", "mailto:o@alpha.example"]


def test_a_click_on_a_link_opens_it_and_a_click_on_the_sign_copies(qtbot: QtBot, browser: Browser) -> None:
    page = open_page(qtbot)
    put_current(page, 0)
    page.table.toggle_details()
    listed = choose(page, "Website")
    cell = listed.visualRect(listed.currentIndex())
    QTest.mouseClick(listed.viewport(), LEFT, NO_MODIFIER, cell.topLeft() + QPoint(12, 8))
    assert browser.opened == ["https://www.alpha.example"]
    QGuiApplication.clipboard().clear()
    sign = cell.topRight() + QPoint(-8, 10)
    QTest.mouseClick(listed.viewport(), LEFT, NO_MODIFIER, sign)
    assert QGuiApplication.clipboard().text() == "www.alpha.example"
    assert len(browser.opened) == 1


def test_values_are_copied_one_or_all(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 0)
    page.table.toggle_details()
    QTest.keyClick(choose(page, "ZIP"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "02139"
    copy_mail = page.findChild(QPushButton, "people-table-details-copy-email")
    copy_all = page.findChild(QToolButton, "people-table-details-copy-all")
    assert copy_mail is not None
    assert copy_all is not None
    QTest.mouseClick(copy_mail, LEFT)
    assert QGuiApplication.clipboard().text() == "o@alpha.example"
    QTest.mouseClick(copy_all, LEFT)
    assert QGuiApplication.clipboard().text().splitlines()[:2] == ["Name: Öznur", "Size: 30"]
    put_current(page, 2)
    assert not copy_mail.isVisible()


def test_a_field_has_a_menu_for_the_keyboard(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 0)
    page.table.toggle_details()
    listed = choose(page, "Website")
    QTest.keyClick(listed, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = listed.findChildren(QMenu)[0]
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [
        ("Copy value", True),
        ("Open link", True),
    ]
    menu.close()


def test_it_is_there_again_at_the_next_start(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.toggle_details()
    assert page.preferences.get(DETAIL_PANE) == {"people-table": True}
    again = open_page(qtbot, preferences=page.preferences)
    assert again.table.details_shown
    assert again.bar.details_button.isChecked()
    again.table.toggle_details()
    assert page.preferences.get(DETAIL_PANE) == {"people-table": False}


def test_it_keeps_its_width(qtbot: QtBot) -> None:
    page = open_page(qtbot, width=1100)
    page.table.toggle_details()
    splitter = page.table.details._splitter
    splitter.setSizes([600, 480])
    splitter.splitterMoved.emit(600, 1)
    assert page.preferences.get(SPLITTERS)["people-table-splitter"] == splitter.sizes()
    wide = pane_of(page).width()
    again = open_page(qtbot, preferences=page.preferences, width=1100)
    again.table.toggle_details()
    assert pane_of(again).width() == pytest.approx(wide, abs=2)


def test_where_there_is_no_room_beside_the_rows_it_lies_over_them(qtbot: QtBot) -> None:
    page = open_page(qtbot, width=1000)
    put_current(page, 0)
    rows = page.table.view.width()
    page.table.toggle_details()
    assert page.table.view.width() < rows
    page.resize(640, 400)
    pane = pane_of(page)
    assert page.table.view.width() == page.table.width()
    assert pane.isVisible()
    assert pane.geometry().right() == page.table.view.geometry().right()
    page.resize(1000, 400)
    assert page.table.view.width() < page.table.width()
    assert fields_of(page)[0] == ("Name", "Öznur")


def test_without_a_row_it_says_what_to_do(qtbot: QtBot) -> None:
    page = open_page(qtbot, rows=())
    page.table.toggle_details()
    title = page.findChild(QLabel, "people-table-details-title")
    assert title is not None
    assert title.text() == "No row chosen"
    assert fields_of(page) == []


@pytest.mark.parametrize("percent", [100, 150])
def test_long_names_and_values_are_whole_at_any_text_size(qtbot: QtBot, qapp: QApplication, percent: int) -> None:
    title, value = "Donaudampfschifffahrts" * 4, "one, two, three, " * 100
    page = open_page(qtbot, columns=COLUMNS[:2], rows=[(title, value)], width=620)
    page.resize(620, 560)
    page.table.toggle_details()
    listed = choose(page, "Size")
    try:
        theme.apply(qapp, "light", percent)
        label = page.findChild(QLabel, "people-table-details-title")
        assert label is not None
        qtbot.waitUntil(
            lambda: label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
        )
        letter = label.fontMetrics().averageCharWidth()
        lines = len(value) * letter // listed.columnWidth(1)
        assert listed.rowHeight(1) > lines * label.fontMetrics().height() // 2
        assert "…" not in str(listed.model().index(1, 1).data())
    finally:
        theme.apply(qapp, "light", 100)


def test_a_value_higher_than_the_pane_is_read_with_the_arrows(qtbot: QtBot) -> None:
    page = open_page(qtbot, columns=COLUMNS[:3], rows=[("anna", "word " * 800, "51-200")])
    page.table.toggle_details()
    listed = choose(page, "Size")
    bar, seen = listed.verticalScrollBar(), [listed.verticalScrollBar().value()]
    for _ in range(500):
        QTest.keyClick(listed, Qt.Key.Key_Down)
        if listed.currentIndex().row() != 1:
            break
        seen.append(bar.value())
    assert listed.currentIndex().row() == 2
    assert max(later - one for one, later in pairwise(seen)) < listed.viewport().height()
    QTest.keyClick(listed, Qt.Key.Key_Up)
    assert listed.currentIndex().row() == 1
    QTest.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "word " * 800


def test_every_part_of_the_pane_is_reached_with_the_keyboard(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 0)
    page.table.toggle_details()
    reached: set[str] = set()
    for _ in range(20):
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        reached.add(page.window().focusWidget().objectName())
    name = "people-table-details"
    assert reached >= {f"{name}-{part}" for part in ("copy-all", "close", "copy-email", "open-link", "fields")}

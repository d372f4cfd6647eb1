"""A chip field in a window, whose owner does what the ReachStream page does: added values stay, removed ones go."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QMainWindow, QVBoxLayout, QWidget

from leaddesk.ui.widgets.chip_field import TYPING_RESTS, ChipField
from leaddesk.ui.widgets.chips import cross_of
from leaddesk.ui.widgets.suggestions import Suggestions

CITY = "filter-company_address_city"


class Bench:
    """``heard`` tells every signal of the field in its order."""

    def __init__(self, width: int = 300, height: int = 640) -> None:
        self.heard: list[tuple[str, object]] = []
        self.unknown: frozenset[str] = frozenset()
        self.window = QMainWindow()
        middle = QWidget()
        column = QVBoxLayout(middle)
        self.field = ChipField(CITY, "City", "Any", "Boston")
        self.below = QLineEdit()
        column.addWidget(self.field)
        column.addWidget(self.below)
        column.addStretch(1)
        self.window.setCentralWidget(middle)
        self.window.resize(width, height)
        self.field.added.connect(self._added)
        self.field.removed.connect(self._removed)
        self.field.look_up_wanted.connect(lambda typed: self.heard.append(("look up", typed)))
        self.window.show()
        self.window.activateWindow()
        self.field.input.setFocus()
        QApplication.processEvents()

    def _added(self, values: list[str]) -> None:
        self.heard.append(("added", list(values)))
        self.show(*dict.fromkeys([*self.field.values, *values]))

    def _removed(self, values: list[str]) -> None:
        self.heard.append(("removed", list(values)))
        self.show(*(value for value in self.field.values if value not in values))

    def show(self, *values: str) -> None:
        self.field.show_values(values, self.unknown)
        QApplication.processEvents()

    @property
    def input(self) -> QLineEdit:
        return self.field.input

    @property
    def frame(self) -> Suggestions | None:
        return next(iter(self.window.findChildren(Suggestions)), None)

    @property
    def suggested(self) -> list[str]:
        """What is offered; empty where nothing is shown."""
        found = self.window.findChild(QListView, f"{CITY}-suggestions")
        if not isinstance(found, QListView) or not found.isVisible():
            return []
        return [str(found.model().index(row, 0).data()) for row in range(found.model().rowCount())]

    @property
    def footer(self) -> str:
        found = self.window.findChild(QLabel, f"{CITY}-suggestions-footer")
        return found.text() if isinstance(found, QLabel) and found.isVisible() else ""

    def type(self, text: str) -> None:
        QTest.keyClicks(self.input, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """On whatever has the keyboard."""
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)
        QApplication.processEvents()

    def rest(self) -> None:
        """Typing rests for 250 ms, without waiting for them."""
        (timer,) = (timer for timer in self.field.findChildren(QTimer) if timer.interval() == TYPING_RESTS)
        assert timer.isSingleShot()
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()

    def offer(self, typed: str, *values: str) -> None:
        self.field.offer(typed, values, lambda shown, total: f"{shown} of {total}")
        QApplication.processEvents()

    def look_up(self, typed: str, *values: str) -> None:
        """Type, rest, get the answer."""
        self.type(typed)
        self.rest()
        self.offer(typed, *values)

    def copy(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)

    def paste(self, text: str) -> None:
        self.copy(text)
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def cross(self, row: int) -> QPoint:
        """Where the cross of a chip is."""
        chips = self.field.chips
        return cross_of(chips.visualRect(chips.model().index(row, 0))).center()

    def chip(self, row: int) -> QPoint:
        """Somewhere on a chip that is not its cross."""
        return self.field.chips.visualRect(self.field.chips.model().index(row, 0)).topLeft() + QPoint(8, 8)

    def click(self, place: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.field.chips.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
        QApplication.processEvents()

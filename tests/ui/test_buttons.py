"""Buttons tell their price in words that a screen reader hears, and have room for them at every text size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.commands import Cost
from leaddesk.ui.widgets.buttons import Button, IconButton
from tests.ui.gone import destroy


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light", 100)


def heard(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("cost", "calls", "mark"),
    [
        (Cost.FREE, 0, "Free"),
        (Cost.SPENDS, 0, "Spends credits"),
        (Cost.NONE, 1, "1 call"),
        (Cost.NONE, 12, "12 calls"),
        (Cost.NONE, 0, ""),
    ],
)
def test_the_mark_is_part_of_what_is_heard(app: QApplication, cost: Cost, calls: int, mark: str) -> None:
    button = Button("&Count && sort", cost=cost, calls=calls)
    assert button.mark() == mark
    assert heard(button) == (f"Count & sort, {mark}" if mark else "Count & sort")
    button.setText("Count again")
    assert heard(button).startswith("Count again")


@pytest.mark.parametrize("size", [100, 150])
def test_words_icon_and_mark_have_room(app: QApplication, size: int) -> None:
    theme.apply(app, "light", size)
    for look, cost in product(["", "primary", "danger", "link", "quiet"], Cost):
        button = Button("Count again", icon="filter", cost=cost, look=look)
        button.ensurePolished()
        words = button.fontMetrics().horizontalAdvance("Count again")
        mark = QFontMetrics(theme.font(theme.MARK, 600)).horizontalAdvance(button.mark())
        assert button.sizeHint().width() >= words + 16 + 8 + mark
        assert button.sizeHint().height() >= max(24, button.fontMetrics().height() + 8)
        assert button.minimumSizeHint() == button.sizeHint()


def test_a_button_grows_with_its_words_and_the_text_size(app: QApplication) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    button = Button("Count", cost=Cost.FREE)
    row.addWidget(button)
    row.addStretch(1)
    window.show()
    before = button.width()
    button.setText("Count once more")
    QApplication.processEvents()
    longer = button.width()
    assert longer > before
    theme.apply(app, "light", 150)
    QApplication.processEvents()
    assert button.width() > longer
    destroy(window)


def _colours(widget: QWidget) -> set[str]:
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize(("name", "tokens"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_marks_are_painted_in_their_own_colours(app: QApplication, name: str, tokens: theme.Tokens) -> None:
    theme.apply(app, name, 100)
    grounds = {cost: _colours(Button("Count", cost=cost, calls=3 if cost is Cost.NONE else 0)) for cost in Cost}
    assert tokens.success_soft in grounds[Cost.FREE]
    assert tokens.warning_soft in grounds[Cost.SPENDS]
    assert tokens.fill in grounds[Cost.NONE]
    resting = Button("Fetch…", cost=Cost.SPENDS)
    resting.setEnabled(False)
    assert tokens.warning_soft not in _colours(resting)
    assert tokens.accent in _colours(Button("Count", look="primary"))


def test_no_button_spends_by_enter_in_a_dialog(app: QApplication) -> None:
    assert not Button("Fetch…", cost=Cost.SPENDS).autoDefault()


def test_a_look_can_change(app: QApplication) -> None:
    button = Button("Save")
    button.set_look("danger")
    assert button.property("look") == "danger"
    button.set_icon("trash")
    assert button.sizeHint().width() > Button("Save").sizeHint().width()


def test_an_icon_button_is_heard_and_used_by_keyboard(app: QApplication) -> None:
    pressed: list[str] = []
    button = IconButton("undo", "Undo", name="filter-undo", keys=QKeySequence("Ctrl+Z"))
    button.clicked.connect(lambda: pressed.append("pressed"))
    assert heard(button) == "Undo"
    assert button.toolTip() == "Undo · Ctrl+Z"
    assert IconButton("undo", "Undo", keys=QKeySequence()).toolTip() == "Undo"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == ["pressed"]
    assert min(button.width(), button.height()) >= 24


def test_an_icon_follows_the_theme(app: QApplication) -> None:
    button = IconButton("undo", "Undo")
    for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(app, name, 100)
        QApplication.processEvents()
        assert tokens.text in _colours(button)


def test_a_cost_can_come_and_go(qapp: QApplication) -> None:
    button = Button("Explain")
    for cost, told in ((Cost.FREE, "Explain, Free"), (Cost.NONE, "Explain")):
        button.set_cost(cost)
        assert button.accessibleName() == told


def test_a_button_is_as_high_as_its_words_in_a_narrow_place(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 150)
    window = QWidget()
    column = QVBoxLayout(window)
    button = Button("Gypq")
    column.addWidget(button)
    window.resize(300, 10)
    window.show()
    QApplication.processEvents()
    assert button.height() >= button.sizeHint().height()
    window.close()
    theme.apply(qapp, "light", 100)

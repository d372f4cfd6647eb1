"""Lists or tags of leads as chips, with a way to add one and to take each away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import IconButton
from leaddesk.ui.widgets.chips import SPACING, ChipList, ChipModel
from leaddesk.ui.widgets.labels import Words

_GAP = 8


class ChipLine(QWidget):
    """A label, the chips after it in as many rows as they need, and a plus after the last one."""

    add_wanted = Signal()
    removed = Signal(list)
    """Names."""

    def __init__(self, name: str, title: str, add: str) -> None:
        """``add`` is what the plus does, in words."""
        super().__init__()
        self._title = Words(title, size=theme.CAPTION, muted=True, parent=self)
        self._model = ChipModel(self)
        self.chips = ChipList(self._model, self)
        self.chips.setObjectName(name)
        self.chips.setAccessibleName(title)
        self.chips.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chips.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chips.removed.connect(self._removed)
        self.chips.left.connect(self._left)
        self.plus = IconButton("plus", add, name=f"{name}-add", parent=self)
        self.plus.clicked.connect(self.add_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._arrange()

    @property
    def names(self) -> tuple[str, ...]:
        return self._model.values

    def show_names(self, names: Sequence[str]) -> None:
        if not self._model.would_change(names, frozenset()):
            return
        had_focus, row = self.chips.hasFocus(), self.chips.currentIndex().row()
        self._model.show_values(names, frozenset())
        self.chips.setFocusPolicy(Qt.FocusPolicy.StrongFocus if names else Qt.FocusPolicy.NoFocus)
        self._arrange()
        if had_focus and names:
            self.chips.setCurrentIndex(self._model.index(max(0, min(row, len(names) - 1)), 0))
        elif had_focus:
            self._left()

    def sizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "plus"):
            self.chips.forget_sizes()
            self._arrange()

    def _removed(self, names: list[str]) -> None:
        self.removed.emit(names)

    def _left(self) -> None:
        self.plus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """The chips flow; the plus comes after the last one, or below it where there is no room."""
        row, plus = max(self.chips.row_height, self.plus.height()), self.plus.width()
        title = QFontMetrics(theme.font(theme.CAPTION)).horizontalAdvance(self._title.text())
        self._title.setGeometry(0, 0, title + 2, row)
        left = title + _GAP
        room = max(60, self.width() - left)
        count = self._model.rowCount()
        self.chips.setVisible(count > 0)
        if not count:
            self.plus.move(left, (row - self.plus.height()) // 2)
            self._set_height(row)
            return
        self.chips.setGeometry(left, 0, room, 10_000)
        self.chips.doItemsLayout()
        last: QRect = self.chips.visualRect(self._model.index(count - 1, 0))
        bottom = last.bottom() + 2 * SPACING
        x, y = left + last.right() + 2, last.center().y() - self.plus.height() // 2 + 1
        if x + plus > left + room:
            x, y = left, bottom
        self.chips.setGeometry(left, max(0, (row - self.chips.row_height) // 2), room, bottom)
        self.plus.move(x, max(0, y + max(0, (row - self.chips.row_height) // 2)))
        self.plus.raise_()
        self._set_height(max(row, bottom + 2, self.plus.y() + self.plus.height()))

    def _set_height(self, height: int) -> None:
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

"""What can be done with a pair, each with its key; in two rows where one is too narrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import Button


class KeyButton(Button):
    """A button that shows its key after its words. The key works wherever the keyboard is inside ``around``."""

    def __init__(self, words: str, keys: str, *, name: str, around: QWidget, look: str = "") -> None:
        """``keys`` as Qt spells them, such as ``Ctrl+Return``."""
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
        super().__init__(words, name=name, look=look)
        also = [keys.replace("Return", "Enter")] if "Return" in keys else []
        for sequence in (keys, *also):
            shortcut = QShortcut(QKeySequence(sequence), around, self.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)  # a key that is held down decides on one pair

    def mark(self) -> str:
        return self._keys

    def _paint_mark(self, painter: QPainter, place: QRect) -> None:
        colours = theme.tokens()
        ink = colours.accent_text if self.property("look") == "primary" else colours.muted
        painter.setFont(theme.font(theme.MARK, 600 if self.property("look") == "primary" else 400))
        painter.setPen(QColor(ink if self.isEnabled() else colours.disabled))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.mark())


class Deciding(QWidget):
    """The buttons under the table."""

    def __init__(self, around: QWidget) -> None:
        """``around``: where the keys work."""
        super().__init__()
        self.left = KeyButton(self.tr("Keep left"), "L", name="review-left", around=around)
        self.left.setToolTip(self.tr("One lead; where both have a value, the left one’s is shown"))
        self.right = KeyButton(self.tr("Keep right"), "R", name="review-right", around=around)
        self.right.setToolTip(self.tr("One lead; where both have a value, the right one’s is shown"))
        self.apart = KeyButton(self.tr("Keep apart for ever"), "A", name="review-apart", around=around)
        self.apart.setToolTip(self.tr("They are two people: never asked again, never merged by themselves"))
        self.undo = Button(self.tr("Undo"), name="review-undo", icon="undo", look="quiet")
        self.later = KeyButton(self.tr("Later"), "N", name="review-later", around=around)
        self.later.setToolTip(self.tr("Ask again after all others"))
        self.merge = KeyButton(
            self.tr("Merge as shown"), "Ctrl+Return", name="review-merge", around=around, look="primary"
        )
        whole, rest = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((whole, (self.left, self.right, self.apart)), (rest, (self.undo, self.later, self.merge))):
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
        whole.addStretch(1)
        rest.insertStretch(0, 1)
        self._rows = (whole, rest)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addLayout(whole)
        self._box.addLayout(rest)

    @property
    def ruling(self) -> tuple[Button, ...]:
        """Those that decide on a pair."""
        return self.left, self.right, self.apart, self.later, self.merge

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider row alone: the other one goes below."""
        least = super().minimumSizeHint()
        return QSize(max(row.minimumSize().width() for row in self._rows), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(row.sizeHint().width() for row in self._rows) + self._box.spacing()
        wanted = (
            QBoxLayout.Direction.LeftToRight if needed <= event.size().width() else QBoxLayout.Direction.TopToBottom
        )
        if wanted != self._box.direction():
            self._box.setDirection(wanted)

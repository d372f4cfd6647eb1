"""What every page of Settings stands on: a title, rows of a label and its control, and messages between them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.wrapping_body import WrappingBody

_MARGIN, _ROW_GAP, _COLUMN_GAP = 24, 12, 16


class SettingsPage(QScrollArea):
    """A page; only it scrolls, and only where the dialog is too small."""

    def __init__(self, title: str, name: str) -> None:
        """``name`` is its objectName."""
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = WrappingBody()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN)
        self._grid.setHorizontalSpacing(_COLUMN_GAP)
        self._grid.setVerticalSpacing(_ROW_GAP)
        self._grid.setColumnStretch(1, 1)
        self.setWidget(self._body)
        for ground in (self.viewport(), self._body):
            ground.setAutoFillBackground(True)
            ground.setBackgroundRole(QPalette.ColorRole.Base)
        self.add_wide(Words(title, size=theme.PAGE_TITLE, weight=600))

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._body.minimumSizeHint().width() + bar, 160)

    def refresh(self) -> None:
        """Called whenever the page is shown: read again what may have changed."""

    def focus_first(self) -> None:
        """Put the keyboard where this page begins."""

    def take_back_question(self) -> bool:
        """Close a question that is open, as Esc does before it closes the dialog; False if there is none."""
        return False

    def bring_into_view(self, part: QWidget) -> None:
        """Once it has found its place: what a person asked for is not told below the edge."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, _ROW_GAP))

    def add_row(self, label: str, content: QWidget | QLayout) -> None:
        """``label`` at the left, in the line of the control; empty for a row that goes on from the one above."""
        row = self._grid.rowCount()
        if label:
            self._grid.addWidget(_RowLabel(label, muted=True), row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(content, QWidget):
            self._grid.addWidget(content, row, 1)
        else:
            self._grid.addLayout(content, row, 1)

    def add_wide(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def add_line(self) -> None:
        self.add_wide(Hairline())

    def add_rest(self) -> None:
        """The empty room under the last row."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


class _RowLabel(Words):
    """As high as the control beside it, so that both stand in one line at any text size."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(theme.CONTROL_HEIGHT, self.fontMetrics().height() + 11))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def column(*parts: QWidget | QLayout) -> QVBoxLayout:
    """A control with its hint and its message under it."""
    made = QVBoxLayout()
    made.setSpacing(6)
    _fill(made, parts)
    return made


def line(*parts: QWidget | QLayout, stretch: int | None = None) -> QHBoxLayout:
    """Controls beside each other; the one at ``stretch`` takes the room, or else it stays empty at the end."""
    made = QHBoxLayout()
    made.setSpacing(8)
    _fill(made, parts)
    if stretch is None:
        made.addStretch(1)
    else:
        made.setStretch(stretch, 1)
    return made


def _fill(box: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout, ...]) -> None:
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)


def hint(text: str) -> Words:
    """What a control is for, quietly under it."""
    return Words(text, size=theme.CAPTION, muted=True, wrap=True)


def mark_wrong(field: QLineEdit, *, wrong: bool) -> None:
    """A red border, or none; the words beside it say why."""
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)


@dataclass(frozen=True)
class _Look:
    icon: str
    ink: str
    ground: str


_LOOKS = {
    "success": _Look("check", "success", "success_soft"),
    "info": _Look("info", "accent", "accent_soft"),
    "warning": _Look("warning", "warning", "warning_soft"),
    "danger": _Look("error", "danger", "danger_soft"),
}


class Message(QFrame):
    """A sentence in its place on the page, in the soft colour of its kind, with buttons under it. Hidden if empty."""

    def __init__(self, name: str, *buttons: Button) -> None:
        """``name`` is the objectName of its words. ``buttons`` are shown as ``say`` tells; the caller acts on them."""
        super().__init__()
        self._look = _LOOKS["info"]
        self._icon = Icon("info")
        self.words = Words(name=name, wrap=True)
        self.words.be_a_stop()
        self._aside = Words(size=theme.CAPTION, muted=True)
        self._buttons = buttons
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.words, 0, 1)
        grid.addWidget(self._aside, 0, 2, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
            button.hide()
        grid.addLayout(row, 1, 1, 1, 2)
        self.hide()

    def say(self, kind: str, text: str, *buttons: Button, aside: str = "") -> None:
        """``kind`` as of a notice; ``buttons``: which of its own to show; ``aside``: a quiet word at the right."""
        self._look = _LOOKS[kind]
        self._icon.show_icon(self._look.icon, self._look.ink)
        self.say_aside(aside)
        for button in self._buttons:
            button.setVisible(button in buttons)
        self.show()
        self.words.tell(text)
        self.update()

    def say_aside(self, aside: str) -> None:
        """Change the quiet word alone; a screen reader is not told."""
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))

    def clear(self) -> None:
        self.words.clear()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(getattr(theme.tokens(), self._look.ground))))
        painter.drawRoundedRect(self.rect(), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

"""A message inside a dialog, beside what it is about: soft ground, icon, bold sentence, advice, at most one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_LOOK = {"danger": "error", "warning": "warning", "info": "info", "success": "check"}


class InlineMessage(QWidget):
    """Hidden while there is nothing to say."""

    pressed = Signal()

    def __init__(self, *, name: str, button: str = "", parent: QWidget | None = None) -> None:
        """``name`` is the objectName of the words; the button, ``button`` its objectName, is shown with words alone."""
        super().__init__(parent)
        self._kind = "info"
        self._icon = Icon("info")
        self._title = Words(name=name, weight=600, wrap=True)
        self._advice = Words(name=f"{name}-advice", wrap=True)
        for part in (self._title, self._advice):
            part.be_a_stop()
        self._button = Button("", name=button)
        self._button.answer_enter()
        self._button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, kind: str, title: str, advice: str = "", button: str = "") -> None:
        """``kind`` is ``danger``, ``warning``, ``info`` or ``success``; a screen reader says it at once."""
        self._kind = kind
        self._icon.show_icon(_LOOK[kind], "accent" if kind == "info" else kind)
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.show()
        self.update()
        self._title.announce()

    def tell_advice(self, advice: str) -> None:
        """Change that alone, such as a time that goes by; a screen reader is not told."""
        if advice != self._advice.text():
            self._advice.setText(advice)

    def clear(self) -> None:
        self._title.clear()
        self._advice.clear()
        self.hide()

    def focus_button(self) -> None:
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """As high as the words need at the width in force: Qt reckons wrapped words at a width of its own."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(max(self.width(), hint.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        soft = "accent_soft" if self._kind == "info" else f"{self._kind}_soft"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme.tokens(), soft)))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

"""One record whole, beside the table: all its fields, those without a column too."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDesktopServices, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.field_list import FieldList
from leaddesk.ui.widgets.table.fields import Field, laid_out

_FEWEST_LETTERS = 28
_LONGEST = 100
"""Letters of the heads: the list below has them whole, and needs the room."""


class DetailPane(QFrame):
    """Name, what to do with it, and the fields."""

    closed = Signal()
    """The person wants it gone."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` begins the objectNames of its parts."""
        super().__init__(parent)
        self.setObjectName(name)
        self._title = WholeWords(name=f"{name}-title", size=1.2, weight=600, wrap=True)
        self._subtitle = WholeWords(name=f"{name}-subtitle", muted=True, wrap=True)
        for words in (self._title, self._subtitle):
            # A name of one long word must not make the pane as wide.
            words.setMinimumWidth(1)
        self._copy_all = IconButton("copy", self.tr("Copy all fields"), name=f"{name}-copy-all")
        self._copy_all.clicked.connect(self._copy_fields)
        close = IconButton("close", self.tr("Close details"), name=f"{name}-close")
        close.clicked.connect(self.closed)
        self._mail = Button(self.tr("Copy e-mail"), name=f"{name}-copy-email", icon="copy")
        self._mail.clicked.connect(self._copy_mail)
        self._link = Button("", name=f"{name}-open-link", icon="external")
        self._link.clicked.connect(self._open_link)
        self._fields: Sequence[Field] = ()
        self.list = FieldList(f"{name}-fields")
        self.list.escaped.connect(self.closed)
        self._lay_out(close)
        self.show_record("", "", ())

    def show_record(self, title: str, subtitle: str, fields: Sequence[Field]) -> None:
        """All of one record; no fields for no record."""
        self._fields = fields
        title, subtitle = (" ".join(text.split()) for text in (title, subtitle))
        if not fields:
            title, subtitle = self.tr("No row chosen"), self.tr("Choose a row to read all its fields here.")
        self._title.setText(wording.shortened(title, _LONGEST) or self.tr("No name"))
        self._subtitle.setText(wording.shortened(subtitle, _LONGEST))
        self._subtitle.setVisible(bool(self._subtitle.text()))
        self._copy_all.setEnabled(bool(fields))
        mail, link = self._first("mailto"), self._first("http")
        self._mail.setVisible(mail is not None)
        self._link.setVisible(link is not None)
        if link is not None:
            self._link.setText(link.title)
        self.list.show_fields(fields)

    def minimumSizeHint(self) -> QSize:
        letters = _FEWEST_LETTERS * QFontMetrics(theme.font()).averageCharWidth()
        return QSize(max(letters, super().minimumSizeHint().width()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(QRect(0, 0, 1, self.height()), QColor(colours.border))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, close: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 10, 0)
        top.setSpacing(2)
        top.addLayout(words, 1)
        for button in (self._copy_all, close):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 0, 16, 0)
        buttons.addWidget(self._mail)
        buttons.addWidget(self._link)
        buttons.addStretch(1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 4, 4)
        below.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(buttons)
        column.addWidget(Hairline())
        column.addLayout(below, 1)

    def _first(self, scheme: str) -> Field | None:
        links = (field for field in self._fields if field.link is not None)
        return next((field for field in links if field.link and field.link.scheme().startswith(scheme)), None)

    def _copy_mail(self) -> None:
        field = self._first("mailto")
        if field is not None:
            _to_clipboard(field.text)

    def _open_link(self) -> None:
        field = self._first("http")
        if field is not None and field.link is not None:
            QDesktopServices.openUrl(field.link)

    def _copy_fields(self) -> None:
        _to_clipboard("\n".join(f"{field.title}: {field.text}" for field in self._fields if field.text))


class WholeWords(Words):
    """Breaks inside a word too, where it is longer than the pane is wide; Qt's label would cut it off."""

    def heightForWidth(self, width: int) -> int:
        return ceil(laid_out(self.text(), self.font(), max(1, width))[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        laid_out(self.text(), self.font(), self.width())[0].draw(painter, QPointF(0, 0))


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)

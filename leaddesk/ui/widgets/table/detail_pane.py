"""One record whole, beside the table: all its fields, those without a column too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDesktopServices, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.fields import TITLE, VALUE, Field, FieldDelegate, FieldsModel

PANE_WIDTH, NARROWEST = 314, 220
_TITLES_PART = 0.38


class FieldList(QTableView):
    """The fields. Enter or a click opens a link, Ctrl+C or the sign copies a value."""

    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Fields of this record"))
        self.fields_model = FieldsModel(self)
        self._painter = FieldDelegate(self.fields_model, self)
        self.setModel(self.fields_model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_fields(self, fields: Sequence[Field]) -> None:
        self.fields_model.show(fields)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Titles as wide as they are, values in the rest, each row as high as it needs."""
        fields, width = self.fields_model.fields, self.viewport().width()
        measure = QFontMetrics(theme.font(theme.CAPTION))
        titles = max((measure.horizontalAdvance(field.title) for field in fields), default=0) + 12
        titles = min(titles, round(width * _TITLES_PART))
        self.setColumnWidth(TITLE, titles)
        self.setColumnWidth(VALUE, width - titles)
        for row in range(len(fields)):
            self.setRowHeight(row, self._painter.height(row, titles, width - titles))
        self.viewport().update()

    def current_field(self) -> Field | None:
        index = self.currentIndex()
        return self.fields_model.fields[index.row()] if index.isValid() else None

    def copy_current(self) -> None:
        field = self.current_field()
        if field is not None and field.text:
            _to_clipboard(field.text)
            cell = self.visualRect(self.currentIndex())
            QToolTip.showText(self.viewport().mapToGlobal(cell.topLeft()), self.tr("Copied"), self)

    def open_current(self) -> None:
        field = self.current_field()
        if field is not None and field.link is not None:
            QDesktopServices.openUrl(field.link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_current()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._show_menu(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.column() == VALUE and index == self.currentIndex():
            if self._painter.copy_sign(self.visualRect(index)).adjusted(-4, -4, 4, 4).contains(place):
                self.copy_current()
            else:
                self.open_current()

    def contextMenuEvent(self, event: QEvent) -> None:
        index = self.currentIndex()
        if index.isValid():
            self._show_menu(self.cursor().pos() if self.underMouse() else self._below(index))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(self.indexAt(event.position().toPoint()))
        elif event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def _hover(self, index: QModelIndex) -> None:
        row = index.row() if index.isValid() else -1
        links = row >= 0 and index.column() == VALUE and self.fields_model.fields[row].link is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if links else Qt.CursorShape.ArrowCursor)
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()

    def _below(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def _show_menu(self, place: QPoint) -> None:
        field = self.current_field()
        if field is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy value"), self.copy_current).setEnabled(bool(field.text))
        menu.addAction(self.tr("Open link"), self.open_current).setEnabled(field.link is not None)
        menu.popup(place)


class DetailPane(QFrame):
    """Name, what to do with it, and the fields."""

    closed = Signal()
    """The person wants it gone."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` begins the objectNames of its parts."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumWidth(NARROWEST)
        self._title = Words(name=f"{name}-title", size=1.2, weight=600, wrap=True)
        self._subtitle = Words(name=f"{name}-subtitle", muted=True, wrap=True)
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
        self._title.setText(title or (self.tr("No name") if fields else self.tr("No row chosen")))
        self._subtitle.setText(subtitle if fields else self.tr("Choose a row to read all its fields here."))
        self._subtitle.setVisible(bool(self._subtitle.text()))
        self._copy_all.setEnabled(bool(fields))
        mail, link = self._first("mailto"), self._first("http")
        self._mail.setVisible(mail is not None)
        self._link.setVisible(link is not None)
        if link is not None:
            self._link.setText(link.title)
        self.list.show_fields(fields)

    def sizeHint(self) -> QSize:
        return QSize(PANE_WIDTH, 200)

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


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)

"""Choose columns: a list under the columns button, to check, order and freeze.

A child of the window and no popup, so that assistive technology sees it. Dragging is done here, because Qt's own drag
spins an event loop of its own, in which other work gets lost.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.columns import TableColumns
from leaddesk.ui.widgets.table.model import Index

_ROW, _BOX, _WIDTH = 28, 14, 250
_NAME, _FROZEN = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_CHECK = Qt.ItemDataRole.CheckStateRole


class ColumnList(QListWidget):
    """Space or a click shows and hides; Alt+Up, Alt+Down or dragging moves."""

    checked = Signal(str, bool)
    ordered = Signal(list)
    """All names, in their new order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Columns"))
        self.setItemDelegate(_ColumnDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self.itemChanged.connect(self._item_changed)

    def show_columns(self, columns: TableColumns) -> None:
        current = self.current_name()
        self.blockSignals(True)
        self.clear()
        for facts in columns.facts():
            item = QListWidgetItem(facts.title)
            item.setData(_NAME, facts.name)
            item.setData(_FROZEN, facts.frozen)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if facts.shown else Qt.CheckState.Unchecked)
            self.addItem(item)
            if facts.name == current:
                self.setCurrentItem(item)
        self.blockSignals(False)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def names(self) -> list[str]:
        return [str(self.item(row).data(_NAME)) for row in range(self.count())]

    def current_name(self) -> str:
        row = self.currentRow()
        return str(self.item(row).data(_NAME)) if row >= 0 else ""

    def move_current(self, to: int) -> None:
        """The current column to another place; nothing beyond the ends."""
        row = self.currentRow()
        if row >= 0 and row != to and 0 <= to < self.count():
            names = self.names()
            names.insert(to, names.pop(row))
            self.ordered.emit(names)

    def toggle(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(self.currentRow() + step)
        elif event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self._is_dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._is_dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._is_dragging:
            under = self.indexAt(QPoint(4, max(0, min(place.y(), self.viewport().height() - 1))))
            if under.isValid():
                self.move_current(under.row())
                self.scrollToItem(self.currentItem())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if self._pressed is not None and not self._is_dragging and item is not None and item is self.currentItem():
            self.toggle(item)
        self._pressed, self._is_dragging = None, False
        self.viewport().unsetCursor()

    def _item_changed(self, item: QListWidgetItem) -> None:
        self.checked.emit(str(item.data(_NAME)), item.checkState() == Qt.CheckState.Checked)


class _ColumnDelegate(QStyledItemDelegate):
    """Check box, title, and a sign on frozen columns."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, max(_ROW, QFontMetrics(theme.font()).height() + 10))

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """The list itself shows and hides, wherever in its row a column is clicked."""
        del event, model, option, index
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, place, view = theme.tokens(), QRect(option.rect), option.widget
        is_current = view.hasFocus() and bool(option.state & QStyle.StateFlag.State_Selected)
        is_on = Qt.CheckState(index.data(_CHECK)) == Qt.CheckState.Checked
        ratio = view.devicePixelRatioF()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if is_current else colours.hover))
            painter.drawRoundedRect(place, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        box = QRect(place.left() + 8, place.center().y() - _BOX // 2 + 1, _BOX, _BOX)
        painter.setPen(QPen(QColor(colours.accent if is_on else colours.outline), 1))
        painter.setBrush(QColor(colours.accent if is_on else colours.surface))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if is_on:
            painter.drawPixmap(box.topLeft(), icons.pixmap("check", colours.accent_text, _BOX, ratio))
        inner = place.adjusted(8 + _BOX + 8, 0, -8, 0)
        if index.data(_FROZEN):
            corner = QPoint(inner.right() - 15, place.center().y() - 7)
            painter.drawPixmap(corner, icons.pixmap("freeze", colours.muted, 16, ratio))
            inner.adjust(0, 0, -22, 0)
        painter.setPen(QColor(colours.text if is_on else colours.muted))
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()


class ColumnsPanel(QFrame):
    """The list, and freeze and reset below it. Closes on Escape, on a click elsewhere, and when the keyboard leaves."""

    def __init__(self, columns: TableColumns, name: str, window: QWidget) -> None:
        """``name`` begins the objectNames of its parts."""
        super().__init__(window)
        self._columns = columns
        self._anchor: QWidget | None = None
        self._opened_from: QWidget | None = None
        self.setObjectName(name)
        self.setProperty("card", "true")
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.list = ColumnList(f"{name}-list")
        self.list.checked.connect(self._check)
        self.list.ordered.connect(columns.order)
        self.list.currentRowChanged.connect(self._tell)
        self.freeze = Button("", name=f"{name}-freeze", icon="freeze", look="quiet")
        self.freeze.clicked.connect(self._freeze)
        self.reset = Button(self.tr("Reset"), name=f"{name}-reset", look="quiet")
        self.reset.clicked.connect(columns.reset)
        columns.changed.connect(self._show_columns)
        self._lay_out()
        self.hide()

    def open_under(self, anchor: QWidget) -> None:
        """Under ``anchor``. The keyboard goes back to where it comes from."""
        self._anchor = anchor
        self._opened_from = QApplication.focusWidget() or anchor
        self._show_columns()
        self._place()
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def close_panel(self) -> None:
        """Back to where it was opened from."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_keyboard and self._opened_from is not None:
            self._opened_from.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leaving = event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn}
        if leaving and isinstance(watched, QWidget) and not self._owns(watched):
            self.hide()
        elif watched is self.window() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.isVisible():
            # Once its parts have asked for what they need now.
            QTimer.singleShot(0, self, self._place)

    def _owns(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget) or widget is self._anchor or widget is self.window()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.freeze)
        buttons.addStretch(1)
        buttons.addWidget(self.reset)
        hint = Words(self.tr("Drag to order, or Alt with the arrows."), size=theme.CAPTION, muted=True, wrap=True)
        hint.setContentsMargins(8, 0, 8, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.list, 1)
        column.addWidget(hint)
        column.addLayout(buttons)

    def _show_columns(self) -> None:
        self.list.show_columns(self._columns)
        self._tell()

    def _tell(self) -> None:
        is_last = self.list.current_name() == self._columns.last_frozen() != ""
        self.freeze.setText(self.tr("Unfreeze") if is_last else self.tr("Freeze up to here"))

    def _check(self, name: str, shown: bool) -> None:
        self._columns.show(name, shown)
        # The last column stays: its check comes back.
        self._show_columns()

    def _freeze(self) -> None:
        name = self.list.current_name()
        self._columns.freeze_up_to("" if name == self._columns.last_frozen() else name)

    def _place(self) -> None:
        if self._anchor is None:
            return
        window, below = self.window(), self._anchor.mapTo(self.window(), QPoint(0, self._anchor.height() + 3))
        width = min(max(_WIDTH, self.sizeHint().width()), window.width() - 16)
        rows = self.list.count() * self.list.sizeHintForRow(0) + 4 if self.list.count() else 0
        wanted = rows + self.sizeHint().height() - self.list.sizeHint().height() + 8
        room_below = window.height() - 8 - below.y()
        top = below.y() if room_below >= min(wanted, 240) else max(8, window.height() - 8 - wanted)
        height = min(wanted, window.height() - 8 - top)
        left = max(8, min(below.x() + self._anchor.width() - width, window.width() - 8 - width))
        self.setGeometry(left, top, width, height)

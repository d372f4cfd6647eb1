"""The pair side by side: field, left, right, and what the merged lead will show. The arrow keys choose."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.domain.identity import folded_linkedin
from leaddesk.domain.leads import Field
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.review import words
from leaddesk.ui.leads.review.choosing import Choosing, Row, Side

_Index = QModelIndex | QPersistentModelIndex
FIELD, LEFT, RIGHT, MERGED = range(4)
_SIDES = {LEFT: Side.LEFT, RIGHT: Side.RIGHT}
_PADDING, _TICK, _GAP, _AROUND = 14, 14, 6, 9
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class CompareModel(QAbstractTableModel):
    """The rows of one pair, or none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choosing: Choosing | None = None

    def show_pair(self, choosing: Choosing | None) -> None:
        self.beginResetModel()
        self.choosing = choosing
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        rows = self.choosing.rows if self.choosing is not None else ()
        return rows[number] if 0 <= number < len(rows) else None

    def choose(self, number: int, side: Side) -> bool:
        """Whether anything is another than before."""
        row = self.row(number)
        if row is None or self.choosing is None or not self.choosing.choose(row, side):
            return False
        self.dataChanged.emit(self.index(number, FIELD), self.index(number, MERGED))
        return True

    def value(self, row: Row, column: int) -> str:
        """What stands there, as one line."""
        if column == FIELD:
            return title_of(row.column)
        if column in _SIDES:
            said = row.left if column == LEFT else row.right
        else:
            said = self.choosing.merged(row)[0] if self.choosing is not None else ""
        profile = folded_linkedin(said) if row.column == Field.LINKEDIN.value else ""
        return profile or " ".join(said.split())

    def beside(self, row: Row) -> int:
        """How many values are kept beside the one that is shown."""
        return len(self.choosing.merged(row)) - 1 if self.choosing is not None else 0

    def is_ticked(self, row: Row, column: int) -> bool:
        side = _SIDES.get(column)
        return side is not None and self.choosing is not None and self.choosing.is_ticked(row, side)

    def rowCount(self, parent: _Index | None = None) -> int:
        is_child = parent is not None and parent.isValid()
        return 0 if is_child or self.choosing is None else len(self.choosing.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        title, below = self.head(section)
        return f"{title}, {below}" if below and role == Qt.ItemDataRole.AccessibleTextRole else title

    def head(self, column: int) -> tuple[str, str]:
        """The two lines over a column."""
        if self.choosing is None or column == FIELD:
            return (self.tr("Field") if column == FIELD and self.choosing is not None else ""), ""
        if column == MERGED:
            return self.tr("Merged"), self.tr("every value of both stays on record")
        pair = self.choosing.pair
        below = words.came_from(pair.left if column == LEFT else pair.right)
        if self.choosing.newer is _SIDES[column]:
            below = " · ".join(part for part in (below, self.tr("newer")) if part)
        return (self.tr("Left") if column == LEFT else self.tr("Right")), below

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        value = self.value(row, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            more = self.beside(row) if index.column() == MERGED else 0
            return f"{value} + {more}" if more else value or "–"
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = {LEFT: row.left, RIGHT: row.right, FIELD: value}.get(index.column())
            shown = "\n".join(self.choosing.merged(row)) if whole is None and self.choosing is not None else whole
            return wording.tooltip(shown) if shown else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = [title_of(row.column), *self.head(index.column())[:1], value or self.tr("nothing")]
            if self.is_ticked(row, index.column()):
                told.append(self.tr("chosen"))
            return ", ".join(told) if index.column() != FIELD else value
        return None


class CompareTable(QTableView):
    """Up and Down go from field to field; Left and Right choose, and Space keeps both where a field can hold them."""

    def __init__(self, model: CompareModel) -> None:
        super().__init__()
        self._model = model
        self.setObjectName("review-table")
        self.setAccessibleName(self.tr("The two leads side by side"))
        self.setModel(model)
        self.setItemDelegate(_Cells(model, self))
        self.setHorizontalHeader(_Head(model, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(FIELD, QHeaderView.ResizeMode.Fixed)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        model.modelReset.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_Left: Side.LEFT, Qt.Key.Key_Right: Side.RIGHT, Qt.Key.Key_Space: Side.BOTH}.get(
            Qt.Key(event.key())
        )
        if side is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        event.accept()
        self._model.choose(self.currentIndex().row(), side)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at.isValid() and at.column() in _SIDES:
            is_both = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._model.choose(at.row(), Side.BOTH if is_both else _SIDES[at.column()])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def sizeHint(self) -> QSize:
        rows = self._model.rowCount() * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), rows + self.horizontalHeader().sizeHint().height() + 2)

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        self.verticalHeader().setDefaultSectionSize(max(36, metrics.height() + 2 * _AROUND))
        choosing = self._model.choosing
        titles = [title_of(row.column) for row in choosing.rows] if choosing is not None else []
        widest = max((metrics.horizontalAdvance(title) for title in titles), default=0)
        most = 13 * metrics.averageCharWidth() + 2 * _PADDING
        self.setColumnWidth(FIELD, min(most, max(96, widest + 2 * _PADDING)))
        self.updateGeometry()


class _Cells(QStyledItemDelegate):
    def __init__(self, model: CompareModel, view: CompareTable) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._model.row(index.row())
        if row is None:
            return
        colours, place, column = theme.tokens(), QRect(option.rect), index.column()
        is_current = index.row() == self._view.currentIndex().row()
        value = self._model.value(row, column)
        is_ticked = self._model.is_ticked(row, column)
        painter.save()
        ground = colours.window if column == FIELD else colours.surface
        if is_current:
            ground = colours.accent_soft if option.state & QStyle.StateFlag.State_Active else colours.fill
        elif option.state & QStyle.StateFlag.State_MouseOver and column in _SIDES and row.is_choice:
            ground = colours.hover
        painter.fillRect(place, QColor(ground))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, QColor(colours.border))
        if is_current and column == FIELD:
            painter.fillRect(place.left(), place.top(), 3, place.height() - 1, QColor(colours.accent))
        inner = place.adjusted(_PADDING, 0, -_PADDING, 0)
        if is_ticked:
            tick = icons.pixmap("check", colours.accent, _TICK, self._view.devicePixelRatioF())
            painter.drawPixmap(QPoint(inner.left(), inner.center().y() - _TICK // 2), tick)
            inner.setLeft(inner.left() + _TICK + _GAP)
        is_quiet = column == FIELD or (column in _SIDES and not is_ticked) or not value
        painter.setPen(QColor(colours.muted if is_quiet else colours.text))
        self._paint_value(painter, inner, row, value, column)
        if is_current and column in _SIDES and is_ticked and self._view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2))
            around = place.adjusted(3, 3, -4, -4)
            painter.drawRoundedRect(around, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        painter.restore()

    def _paint_value(self, painter: QPainter, inner: QRect, row: Row, value: str, column: int) -> None:
        font = theme.font(theme.BODY, 600 if column == MERGED else 400)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        more = f"+ {self._model.beside(row)}" if column == MERGED and self._model.beside(row) else ""
        room = inner.width() - (metrics.horizontalAdvance(more) + _GAP if more else 0)
        shown = metrics.elidedText(value or "–", Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _LINE, shown)
        if more:
            at = inner.adjusted(metrics.horizontalAdvance(shown) + _GAP, 0, 0, 0)
            painter.drawText(at, _LINE, more)


class _Head(QHeaderView):
    """Two lines: which one, and where it comes from."""

    def __init__(self, model: CompareModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model

    def sizeHint(self) -> QSize:
        title, below = (metrics.height() for metrics in self._metrics())
        return QSize(super().sizeHint().width(), title + below + 2 * 8)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        colours = theme.tokens()
        painter.fillRect(rect, QColor(colours.accent_soft if column == MERGED else colours.window))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.border))
        title, below = self._model.head(column) if column != FIELD else ("", "")
        strong, caption = self._metrics()
        inner = rect.adjusted(_PADDING, 8, -_PADDING, -8)
        painter.setFont(theme.font(theme.BODY, 600))
        painter.setPen(QColor(colours.accent if column == MERGED else colours.text))
        first = QRect(inner.left(), inner.top(), inner.width(), strong.height())
        painter.drawText(first, _LINE, strong.elidedText(title, Qt.TextElideMode.ElideRight, inner.width()))
        painter.setFont(theme.font(theme.CAPTION))
        painter.setPen(QColor(colours.muted))
        second = QRect(inner.left(), first.bottom() + 1, inner.width(), caption.height())
        painter.drawText(second, _LINE, caption.elidedText(below, Qt.TextElideMode.ElideRight, inner.width()))

    @staticmethod
    def _metrics() -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(theme.font(theme.BODY, 600)), QFontMetrics(theme.font(theme.CAPTION))

"""The first rows of an export, cell for cell as whoever reads the file gets them back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.ui import theme
from leaddesk.ui.widgets.plain_head import PADDING, PlainHead

_Index = QModelIndex | QPersistentModelIndex
_WIDEST = 26
"""Average characters of the widest column; longer values end in an ellipsis and are whole in the tooltip."""
CHANGED = Qt.ItemDataRole.UserRole
"""The role that tells whether a cell differs from the exact value."""


class PreviewModel(QAbstractTableModel):
    """Header and rows as text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._header: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._exact: Sequence[Sequence[str]] = ()

    def show_rows(self, written: Sequence[Sequence[str]], exact: Sequence[Sequence[str]]) -> None:
        """``written`` is what will be read back, ``exact`` the same cells untouched; the first row is the header."""
        self.beginResetModel()
        self._header, self._rows, self._exact = (written[0], written[1:], exact[1:]) if written else ((), (), ())
        self.endResetModel()

    def neutralised(self) -> int:
        """How many of the shown cells (the header apart) differ from the exact value."""
        return sum(
            cell != exact
            for row, exact_row in zip(self._rows, self._exact, strict=True)
            for cell, exact in zip(row, exact_row, strict=True)
        )

    def plain(self) -> str:
        """All of it as text, a line each."""
        return "\n".join(", ".join(row) for row in (self._header, *self._rows))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._header)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
                return self._header[section]
            return None
        return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cell
        if role == CHANGED:
            return cell != self._exact[index.row()][index.column()]
        return None


class PreviewTable(QTableView):
    """The table, read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-preflight")
        self.setAccessibleName(self.tr("Preview"))
        self._model = PreviewModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_PreviewDelegate(self))
        self.setHorizontalHeader(PlainHead(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    @property
    def contents(self) -> PreviewModel:
        return self._model

    def show_rows(self, written: Sequence[Sequence[str]], exact: Sequence[Sequence[str]]) -> None:
        """As ``PreviewModel.show_rows``; the columns get the width that these rows need."""
        self._model.show_rows(written, exact)
        self.setAccessibleDescription(self._model.plain())
        metrics = self.fontMetrics()
        widest = metrics.averageCharWidth() * _WIDEST
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 9)
        self.resizeColumnsToContents()
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), widest))

    def sizeHint(self) -> QSize:
        return QSize(400, self._height_of(5))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height_of(2))

    def _height_of(self, rows: int) -> int:
        bar = self.horizontalScrollBar().sizeHint().height()
        return self.horizontalHeader().sizeHint().height() + rows * (self.fontMetrics().height() + 9) + bar + 2


class _PreviewDelegate(QStyledItemDelegate):
    """One line a cell; line breaks become a sign, a neutralised cell is in the colour of warnings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme.tokens()
        view: QWidget = option.widget
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.border))
        is_current = view.hasFocus() and isinstance(view, QTableView) and view.currentIndex() == index
        if is_current:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(colours.accent_soft))
        ink = colours.disabled if not view.isEnabled() else colours.warning if index.data(CHANGED) else colours.text
        painter.setPen(QColor(ink))
        inside = rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = painter.fontMetrics().elidedText(_one_line(index), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(_one_line(index)) + 2 * PADDING + 2, metrics.height() + 9)


def _one_line(index: _Index) -> str:
    return " ↵ ".join(str(index.data()).splitlines()) if index.data() else ""

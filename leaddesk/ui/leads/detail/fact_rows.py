"""The fields of a lead as rows of title, value and source: model and painting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.leads.detail.lead_facts import Fact
from leaddesk.ui.widgets.table.cells import EMPTY
from leaddesk.ui.widgets.table.fields import laid_out

TITLE, VALUE, SOURCE = 0, 1, 2
_COLUMNS = 3
_PAD_X, _PAD_Y, _SIGN = 4, 3, 14
_LONGEST = 4_000
"""Letters of a value that are shown; what is longer ends with an ellipsis, and is edited and copied whole."""
_LONGEST_LINE = 80
"""Letters of a value that surely need more than a line."""
_GIVES_WAY_TO = 0.5
"""The part of its room that a source keeps beside a long value; its tooltip has the rest."""
_KEPT = 1_000
_MAY_BREAK = "\u200b"
Index = QModelIndex | QPersistentModelIndex


class FactModel(QAbstractTableModel):
    """Three columns; what stands at the right is read out with how many other values there are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.facts: Sequence[Fact] = ()
        self.unsaved: frozenset[str] = frozenset()

    def show(self, facts: Sequence[Fact], unsaved: frozenset[str]) -> None:
        """The same columns in the same order keep the current cell. ``unsaved`` are columns whose text waits."""
        same = [fact.column for fact in facts] == [fact.column for fact in self.facts]
        if not same:
            self.beginResetModel()
        self.facts, self.unsaved = tuple(facts), unsaved
        if not same:
            self.endResetModel()
        elif facts:
            self.dataChanged.emit(self.index(0, 0), self.index(len(facts) - 1, SOURCE))

    def row_of(self, column: str) -> int:
        """-1 where it is not shown."""
        return next((row for row, fact in enumerate(self.facts) if fact.column == column), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.facts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        fact = self.facts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == SOURCE:
                return self.source_words(fact)
            return fact.title if index.column() == TITLE else fact.text
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == SOURCE and fact.is_said:
            return wording.tooltip(f"{self.source_words(fact)}. {self.tr('Enter shows all values.')}")
        return None

    def source_words(self, fact: Fact) -> str:
        """Where the value comes from, as a sentence would say it."""
        if fact.column in self.unsaved:
            return self.tr("not saved")
        others = self.tr("%Ln other {value|values}", "", fact.others) if fact.others else ""
        return ", ".join(part for part in (fact.source, others) if part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Field"), self.tr("Value"), self.tr("Source"))[section]
        return None


class FactDelegate(QStyledItemDelegate):
    """Quiet titles, wrapped values, quiet sources at the right; a sign where sources disagree.

    Fonts and laid-out texts are kept: measured and painted, each is asked for many times.
    """

    def __init__(self, model: FactModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.hovered = (-1, -1)
        self.dress()

    def dress(self) -> None:
        """Take the text size in force."""
        value, quiet = theme.font(tabular=True), theme.font(theme.CAPTION)
        self._fonts = {TITLE: quiet, VALUE: value, SOURCE: quiet}
        self._measures = {column: QFontMetrics(font) for column, font in self._fonts.items()}
        self._laid_out: dict[tuple[str, int, int], tuple[QTextLayout, float]] = {}
        self._source_widths: dict[str, int] = {}

    def height(self, row: int, title_width: int, room: int, most: int) -> int:
        """Pixels that the row needs: ``room`` is for value and source, of which at most ``most`` is the source's."""
        fact = self._model.facts[row]
        widths = ((TITLE, title_width), (VALUE, room - self._source_room(row, most, room)))
        return round(max(self._lay_out(fact, column, width)[1] for column, width in widths)) + 2 * _PAD_Y

    def source_width(self, row: int) -> int:
        """Pixels that the source of this row needs; its value takes what is left."""
        fact = self._model.facts[row]
        words = self._shown_source(fact)
        if not words:
            return 0
        if words not in self._source_widths:
            self._source_widths[words] = self._measures[SOURCE].horizontalAdvance(words) + 3 * _PAD_X
        return self._source_widths[words] + (_SIGN if fact.others else 0)

    def _source_room(self, row: int, most: int, room: int) -> int:
        """Of ``room``, where a value that would have to wrap takes some of what its source could have."""
        own = min(most, self.source_width(row))
        shown = self._model.facts[row].shown[:_LONGEST_LINE]
        value = self._measures[VALUE].horizontalAdvance(shown) + 2 * _PAD_X + 2
        return min(own, max(room - value, round(most * _GIVES_WAY_TO)))

    def parted(self, row: int, column: int, cell: QRect, most: int, room: int) -> QRect:
        """The cell as it is painted: the value reaches to where the source of its own row begins.

        ``most`` is the width of the sources' column, ``room`` that of values and sources.
        """
        own = self._source_room(row, most, room)
        if column == VALUE:
            return cell.adjusted(0, 0, most - own, 0)
        return cell.adjusted(cell.width() - own, 0, 0, 0) if column == SOURCE else cell

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self.height(index.row(), option.rect.width(), option.rect.width(), 0))

    def is_on_text(self, row: int, cell: QRect, x: int) -> bool:
        """Whether ``x`` is over the words of a value, and not beside them."""
        layout, _ = self._lay_out(self._model.facts[row], VALUE, cell.width())
        return layout.lineCount() > 1 or x <= cell.left() + _PAD_X + layout.lineAt(0).naturalTextWidth()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, column = theme.tokens(), index.column()
        fact, view = self._model.facts[index.row()], option.widget
        most = view.columnWidth(SOURCE) if isinstance(view, QTableView) else 0
        room = most + (view.columnWidth(VALUE) if isinstance(view, QTableView) else 0)
        cell = self.parted(index.row(), column, QRect(option.rect), most, room)
        is_pointed = self.hovered == (index.row(), column) and column != TITLE
        if is_pointed and (column == VALUE or fact.is_said):
            painter.fillRect(cell, QColor(colours.hover))
        if column == SOURCE:
            self._paint_source(painter, cell, fact)
        else:
            link = column == VALUE and fact.link is not None
            quiet = column == TITLE or not fact.text
            painter.setPen(QColor(colours.muted if quiet else colours.accent if link else colours.text))
            layout, _ = self._lay_out(fact, column, cell.width())
            # All three stand on one line of writing.
            lower = self._measures[VALUE].ascent() - self._measures[column].ascent()
            layout.draw(painter, QPointF(cell.left() + _PAD_X, cell.top() + _PAD_Y + lower))
        if option.state & QStyle.StateFlag.State_HasFocus and view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(1, 1, -1, -1))

    def _paint_source(self, painter: QPainter, cell: QRect, fact: Fact) -> None:
        colours, measure, body = theme.tokens(), self._measures[SOURCE], self._measures[VALUE]
        unsaved = fact.column in self._model.unsaved
        right = cell.right() - _PAD_X
        if fact.others:
            sign = icons.pixmap("chevron-down", colours.muted, _SIGN, painter.device().devicePixelRatio())
            painter.drawPixmap(right - _SIGN + 3, cell.top() + _PAD_Y + (body.height() - _SIGN) // 2, sign)
            right -= _SIGN
        room = QRect(cell.left() + _PAD_X, 0, right - cell.left() - _PAD_X, 0)
        words = measure.elidedText(self._shown_source(fact), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(self._fonts[SOURCE])
        painter.setPen(QColor(colours.danger if unsaved else colours.muted))
        painter.drawText(room.right() - measure.horizontalAdvance(words), cell.top() + _PAD_Y + body.ascent(), words)

    def _shown_source(self, fact: Fact) -> str:
        """The sign tells of other values where there is a source as well."""
        return fact.source if fact.source and fact.column not in self._model.unsaved else self._model.source_words(fact)

    def _lay_out(self, fact: Fact, column: int, width: int) -> tuple[QTextLayout, float]:
        text = fact.title if column == TITLE else fact.shown or EMPTY
        key = (text, column, width)
        found = self._laid_out.get(key)
        if found is None:
            if len(self._laid_out) >= _KEPT:
                self._laid_out.clear()
            shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            # An address has no words: broken after slashes and hyphens it would be in shreds. A mail address has two.
            is_mail = "@" in shown
            anywhere = column == VALUE and fact.link is not None and not is_mail
            shown = shown.replace("@", f"{_MAY_BREAK}@") if is_mail else shown
            room = max(10, width - 2 * _PAD_X)
            found = self._laid_out[key] = laid_out(shown, self._fonts[column], room, anywhere=anywhere)
        return found

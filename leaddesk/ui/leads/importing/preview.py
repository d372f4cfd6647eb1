"""The first rows as My Leads would keep them, and those that it would not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from leaddesk.actions.import_leads import UNREAD
from leaddesk.domain.imports import Mapping, Verdict
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.importing.reject_words import reject_words
from leaddesk.ui.leads.importing.table_look import TONE, Index, dress, row_height

_ROW, _VERDICT, _FIRST = range(3)
_WIDEST = 26
_WIDEST_VERDICT = 44
_MEASURED = 20
_MEASURED_COLUMNS = 100
"""Rows and columns whose widths are told from what is in them; a file may have thousands of columns."""


class PreviewModel(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._verdicts: Sequence[Verdict] = ()
        self._columns: Sequence[str] = ()

    def show_verdicts(self, verdicts: Sequence[Verdict], mapping: Mapping) -> None:
        self.beginResetModel()
        self._verdicts = verdicts
        found = (column for verdict in verdicts for column in verdict.values if column != UNREAD)
        self._columns = list(dict.fromkeys([*(column for column in mapping.columns if column), *found]))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._verdicts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or not self._verdicts else _FIRST + len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if section < _FIRST:
            return (self.tr("Row"), self.tr("Taken?"))[section]
        return title_of(self._columns[section - _FIRST])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        verdict, column = self._verdicts[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            text = self._text(verdict, column)
            return wording.tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == TONE:
            if column == _ROW:
                return "muted"
            return ("danger" if column == _VERDICT else "muted") if verdict.reject else None
        return None

    def _text(self, verdict: Verdict, column: int) -> str:
        if column == _ROW:
            return wording.number(verdict.row)
        if column == _VERDICT:
            return reject_words(verdict.reject) if verdict.reject else self.tr("Yes")
        if column == _FIRST and UNREAD in verdict.values:
            return verdict.values[UNREAD]
        return verdict.values.get(self._columns[column - _FIRST], "")


class Preview(QTableView):
    """Read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-preview")
        self.setAccessibleName(self.tr("Preview"))
        self._model = PreviewModel(self)
        self.setModel(self._model)
        dress(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_verdicts(self, verdicts: Sequence[Verdict], mapping: Mapping) -> None:
        """What becomes of the first rows with ``mapping``."""
        self._model.show_verdicts(verdicts, mapping)
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        letter = self.fontMetrics().averageCharWidth()
        for column in range(min(self._model.columnCount(), _MEASURED_COLUMNS)):
            texts = [str(self._model.headerData(column, Qt.Orientation.Horizontal))]
            texts += [str(self._model.index(row, column).data())[:_WIDEST_VERDICT] for row in range(self._measured())]
            widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts) + 3 * letter
            self.setColumnWidth(column, min(widest, letter * (_WIDEST_VERDICT if column == _VERDICT else _WIDEST)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(row_height(self))

    def sizeHint(self) -> QSize:
        return QSize(400, self._height_of(6))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height_of(3))

    def _measured(self) -> int:
        return min(self._model.rowCount(), _MEASURED)

    def _height_of(self, rows: int) -> int:
        bar = self.horizontalScrollBar().sizeHint().height()
        return self.horizontalHeader().sizeHint().height() + rows * row_height(self) + bar + 2

"""Qt's view of the rows that are shown: every column of the source, in its order; rows as they are arranged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import Column, Kind, RowSource
from leaddesk.ui import wording

Index = QModelIndex | QPersistentModelIndex

_ROWS_AT_HAND = 400
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NOTHING = HeldRows((), ())

MASK = "xxxx"
"""What ReachStream writes in place of what it does not show (providers.md)."""


def cell_text(value: Value, kind: Kind) -> str:
    """The whole value as it is read on screen; empty for no value."""
    if value is None:
        return ""
    return wording.number(value) if kind is Kind.NUMBER and not isinstance(value, str) else str(value)


def is_right_aligned(kind: Kind) -> bool:
    return kind in {Kind.NUMBER, Kind.RANGE}


class RowModel(QAbstractTableModel):
    """Rows of one source, arranged."""

    def __init__(self, title_of: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title_of = title_of
        self._source: RowSource = NOTHING
        self._columns: tuple[Column, ...] = ()
        self._numbers: Sequence[int] = ()
        self._at_hand: dict[int, Row] = {}
        self._sort_by, self._descending = "", False

    @property
    def source(self) -> RowSource:
        return self._source

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def numbers(self) -> Sequence[int]:
        """The source's row numbers, as the rows stand on screen."""
        return self._numbers

    def show(self, source: RowSource, numbers: Sequence[int]) -> None:
        """Everything anew: these rows of ``source``."""
        self.beginResetModel()
        self._source, self._columns, self._numbers = source, tuple(source.columns), numbers
        self._at_hand = {}
        self.endResetModel()

    def mark_sorted(self, name: str, descending: bool) -> None:
        """Which column the rows are sorted by, for the header; empty for none."""
        self._sort_by, self._descending = name, descending
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def sorting(self, column: int) -> str:
        """``ascending``, ``descending`` or empty."""
        if not self._sort_by or self._columns[column].name != self._sort_by:
            return ""
        return "descending" if self._descending else "ascending"

    def row_values(self, row: int) -> Row:
        """The values of a row on screen. Lately used ones are at hand: a source may have to look them up."""
        values = self._at_hand.get(row)
        if values is None:
            if len(self._at_hand) >= _ROWS_AT_HAND:
                self._at_hand.clear()
            values = self._at_hand[row] = self._source.row(self._numbers[row])
        return values

    def title(self, column: int) -> str:
        return self._title_of(self._columns[column].name)

    def text(self, row: int, column: int) -> str:
        """The whole text of a cell; empty for no value."""
        return cell_text(self.row_values(row)[column], self._columns[column].kind)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and is_right_aligned(self._columns[index.column()].kind):
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(section)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            words = {"ascending": self.tr("sorted ascending"), "descending": self.tr("sorted descending")}
            return words.get(self.sorting(section), "")
        return None

"""Qt's view of the rows that are shown: every column of the source, in its order; rows as they are arranged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import Column, Kind, RowSource
from leaddesk.ui import wording

Index = QModelIndex | QPersistentModelIndex

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NOTHING = HeldRows((), ())

MASK = "xxxx"
"""What ReachStream writes in place of what it does not show (providers.md)."""


def cell_text(value: Value, kind: Kind) -> str:
    """The whole value as it is read on screen; empty for no value."""
    if value is None:
        return ""
    if kind is Kind.NUMBER and not isinstance(value, str):
        return wording.number(value)
    # Not "in": it asks for the hash of an enumeration's member, which Python works out, for each cell of a picture.
    if kind is Kind.DAY or kind is Kind.MOMENT:
        moment = datetime.fromisoformat(str(value))
        return wording.day(moment) if kind is Kind.DAY else wording.to_the_second(moment)
    return str(value)


def is_right_aligned(kind: Kind) -> bool:
    return kind in {Kind.NUMBER, Kind.RANGE}


class RowModel(QAbstractTableModel):
    """Rows of one source, arranged."""

    failed = Signal(object)
    """The LeadDeskError with which a source answered instead of a row."""

    def __init__(self, title_of: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title_of = title_of
        self._source: RowSource = NOTHING
        self._columns: tuple[Column, ...] = ()
        self._numbers: Sequence[int] = ()
        self._before: Mapping[int, Row] = {}
        self._typed: dict[int, dict[str, Value]] = {}
        """Values that were edited on screen and saved, by number and column, until a source comes that has them."""
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

    def show(self, source: RowSource, numbers: Sequence[int], before: Mapping[int, Row] | None = None) -> None:
        """Everything anew: these rows of ``source``. ``before`` is as in ``renew``."""
        self.beginResetModel()
        if source is not self._source:
            self._typed = {}
        self._source, self._columns, self._numbers = source, tuple(source.columns), numbers
        self._before = before or {}
        self.endResetModel()

    def renew(self, source: RowSource, before: Mapping[int, Row]) -> None:
        """The same rows under the same columns, some with other values.

        ``before`` are rows by their numbers, to be painted until ``source`` has them at hand.
        """
        self._source, self._before, self._typed = source, before, {}
        if self._numbers and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, len(self._columns) - 1))

    def extend(self, numbers: Sequence[int]) -> None:
        """More rows at the end; ``numbers`` begin with those that are shown."""
        if len(numbers) > len(self._numbers):
            self.beginInsertRows(QModelIndex(), len(self._numbers), len(numbers) - 1)
            self._numbers = numbers
            self.endInsertRows()

    def put(self, row: int, name: str, value: Value) -> None:
        """The cell at this place on screen was edited and saved; its source will have it when it is opened again."""
        self._typed.setdefault(self._numbers[row], {})[name] = value
        column = next(at for at, known in enumerate(self._columns) if known.name == name)
        self.dataChanged.emit(self.index(row, column), self.index(row, column))

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
        """The row at this place on screen. Waits where its source has to look it up; empty where that fails."""
        try:
            return self._as_typed(self._numbers[row], self._source.row(self._numbers[row]))
        except LeadDeskError as error:
            # Qt asks for cells wherever it likes to, and has no use for an error there.
            self.failed.emit(error)
            return (None,) * len(self._columns)

    def at_hand(self, row: int) -> Row | None:
        """The row at this place on screen, or None where its source would have to look it up."""
        number = self._numbers[row]
        values = self._source.at_hand(number)
        if values is None:
            values = self._before.get(number)
        return self._as_typed(number, values) if values is not None and self._typed else values

    def _as_typed(self, number: int, values: Row) -> Row:
        typed = self._typed.get(number)
        if not typed:
            return values
        return tuple(typed.get(column.name, value) for column, value in zip(self._columns, values, strict=True))

    def at_hand_by_number(self, rows: Iterable[int]) -> dict[int, Row]:
        """What is at hand of these places on screen."""
        found = ((self._numbers[row], self.at_hand(row)) for row in rows)
        return {number: values for number, values in found if values is not None}

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(self.title(section))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            words = {"ascending": self.tr("sorted ascending"), "descending": self.tr("sorted descending")}
            return words.get(self.sorting(section), "")
        return None

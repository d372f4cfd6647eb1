"""The columns of the file: what is in them, and what each becomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.domain.imports import Mapping, Peek
from leaddesk.domain.leads import Field, custom, is_custom
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.importing.table_look import OPENS, TONE, Cells, Index, dress, row_height

_SAMPLES = 3
_CELLS_LOOKED_AT = 20_000
"""For samples: a file may have thousands of columns."""
_LONGEST_SAMPLE = 60
NAME, VALUES, BECOMES = range(3)
_NOT_TAKEN = "-"
"""What a combo box keeps for "Do not take": it keeps no None."""


class ColumnsModel(QAbstractTableModel):
    """A row for each column of the file."""

    mapped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._header: Sequence[str] = ()
        self._samples: list[str] = []
        self._columns: list[str | None] = []

    @property
    def mapping(self) -> Mapping:
        return Mapping(tuple(self._columns))

    def show_peek(self, peek: Peek, mapping: Mapping) -> None:
        self.beginResetModel()
        self._header = peek.header
        rows = peek.rows[: max(_SAMPLES, _CELLS_LOOKED_AT // max(1, len(peek.header)))]
        self._samples = [_samples([row[place] for row in rows]) for place in range(len(peek.header))]
        self._columns = list(mapping.columns)
        self.endResetModel()

    def set_mapping(self, mapping: Mapping) -> None:
        self._columns = list(mapping.columns)
        self._tell()

    def choices(self, row: int) -> list[tuple[str, str]]:
        """What the column of ``row`` can become: title and value, not to be taken first."""
        own = custom(self._header[row])
        fields = sorted(((title_of(field.value), field.value) for field in Field), key=lambda one: one[0].casefold())
        here = self._columns[row]
        others = [(self._custom_words(here), here)] if here and is_custom(here) and here != own else []
        return [(self.tr("Do not take"), _NOT_TAKEN), (self._custom_words(own), own), *others, *fields]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._header)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Column of the file"), self.tr("Values"), self.tr("Becomes"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            text = (self._header[row], self._samples[row], self._words(row))[column]
            return wording.tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.EditRole and column == BECOMES:
            return self._columns[row] or _NOT_TAKEN
        if role == OPENS:
            return column == BECOMES
        if role == TONE:
            taken = self._columns[row]
            return "muted" if column == VALUES or taken is None else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == BECOMES else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != BECOMES:
            return False
        chosen = None if value in {_NOT_TAKEN, None} else str(value)
        row = index.row()
        if chosen == self._columns[row]:
            return True
        for other, column in enumerate(self._columns):
            if column == chosen and chosen is not None and other != row:  # a field has one column: the one chosen last
                own = custom(self._header[other])
                self._columns[other] = own if own not in self._columns and own != chosen else None
        self._columns[row] = chosen
        self._tell()
        return True

    def _words(self, row: int) -> str:
        column = self._columns[row]
        if column is None:
            return self.tr("Do not take")
        return self._custom_words(column) if is_custom(column) else title_of(column)

    def _custom_words(self, column: str) -> str:
        return wording.filled(self.tr("Custom field “%1”"), title_of(column))

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, BECOMES))
        self.mapped.emit()


class ColumnsTable(QTableView):
    """Enter, F2, Space, a letter or a click on "becomes" opens its choices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-columns")
        self.setAccessibleName(self.tr("Columns"))
        self.contents = ColumnsModel(self)
        self.setModel(self.contents)
        dress(self)
        self.setItemDelegate(_Becomes(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._clicked)

    def show_peek(self, peek: Peek, mapping: Mapping) -> None:
        self.contents.show_peek(peek, mapping)
        self.verticalHeader().setDefaultSectionSize(row_height(self) + 4)
        self.setCurrentIndex(self.contents.index(0, BECOMES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.currentIndex().isValid():
            self._open(self.currentIndex().siblingAtColumn(BECOMES))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(row_height(self) + 4)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 90, self._height_of(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 50, self._height_of(4))

    def _height_of(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + rows * (row_height(self) + 4) + 2

    def _clicked(self, index: QModelIndex) -> None:
        """A click shows all choices at once, and a second one chooses."""
        self._open(index)
        editor = self.findChild(QComboBox, "import-becomes")
        if editor is not None:
            editor.activated.connect(lambda _: self._chosen(editor))
            editor.showPopup()

    def _open(self, index: QModelIndex) -> None:
        if index.column() == BECOMES and self.state() != QAbstractItemView.State.EditingState:
            self.setCurrentIndex(index)
            self.edit(index)

    def _chosen(self, editor: QComboBox) -> None:
        self.commitData(editor)
        self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)


class _Becomes(Cells):
    """The choices of a column, as a combo box: arrows and letters choose, Enter takes, Escape leaves it as it was."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        model = index.model()
        combo = QComboBox(parent)
        combo.setObjectName("import-becomes")
        combo.setMaxVisibleItems(16)
        if isinstance(model, ColumnsModel):
            combo.setAccessibleName(str(model.index(index.row(), NAME).data()))
            for title, value in model.choices(index.row()):
                combo.addItem(title, value)
        combo.setCurrentIndex(combo.findData(index.data(Qt.ItemDataRole.EditRole)))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Chosen when it is made: what is chosen since is not to be overwritten."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())


def _samples(values: Sequence[str]) -> str:
    """The first different values of a column."""
    told = dict.fromkeys(plain for value in values if (plain := " ".join(value[:200].split())))
    return " · ".join(wording.shortened(value, _LONGEST_SAMPLE) for value in list(told)[:_SAMPLES])

"""The pairs that wait, as a list: a page is read when it is looked at, and only a few pages are held."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from leaddesk.domain.likely import Pair, Ruling
from leaddesk.ui import wording
from leaddesk.ui.leads.review import words
from leaddesk.ui.widgets.two_line_rows import ASIDE, BELOW, ICON

_Index = QModelIndex | QPersistentModelIndex
PAGE = 40
_HELD = 8
"""Pages; a pair is two whole leads with all their records."""


class PairsModel(QAbstractListModel):
    """Rows that are not read yet have no name, and are asked for by ``wanted`` when they are painted."""

    wanted = Signal(int)
    """The number of a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.total = 0
        self._pages: dict[int, Sequence[Pair]] = {}

    def show_total(self, total: int) -> None:
        """So many wait now. What was read is kept until it is read again."""
        if total > self.total:
            self.beginInsertRows(QModelIndex(), self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(QModelIndex(), total, self.total - 1)
            self.total = total
            self.endRemoveRows()

    def show_page(self, number: int, pairs: Sequence[Pair]) -> None:
        """``pairs`` are those of page ``number`` now."""
        self._pages.pop(number, None)
        self._pages[number] = pairs
        while len(self._pages) > _HELD:
            del self._pages[next(iter(self._pages))]
        first = number * PAGE
        if first < self.total:
            self.dataChanged.emit(self.index(first, 0), self.index(min(first + PAGE, self.total) - 1, 0))

    def forget_but(self, number: int) -> None:
        """The other pages are to be read again when they are looked at."""
        self._pages = {page: pairs for page, pairs in self._pages.items() if page == number}

    def pair(self, row: int) -> Pair | None:
        """None while it is not read."""
        page = self._pages.get(row // PAGE, ())
        return page[row % PAGE] if 0 <= row < self.total and row % PAGE < len(page) else None

    def row_of(self, ids: tuple[int, int]) -> int | None:
        """Where the pair of these two leads stands, among those that are read."""
        for number, pairs in self._pages.items():
            for place, pair in enumerate(pairs):
                if (pair.left.id, pair.right.id) == ids:
                    return number * PAGE + place
        return None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.total

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pair = self.pair(index.row())
        if role == ICON:
            return "merge"
        if pair is None:
            if role == Qt.ItemDataRole.DisplayRole and index.row() // PAGE not in self._pages:
                self.wanted.emit(index.row() // PAGE)
            return self.tr("Reading…") if role == Qt.ItemDataRole.AccessibleTextRole else None
        name, why = words.name_of(pair.left), words.short(pair)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == BELOW:
            return why
        if role == ASIDE:
            return self.tr("later") if pair.verdict is Ruling.LATER else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {why}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(f"{name}\n{why}")
        return None

"""A long list of which only a few pages are held: a page is read when one of its rows is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

_Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_HELD = 8


class PagedRows(QAbstractListModel, Generic[T]):
    """Rows that are not read yet have no name, and are asked for by ``wanted`` when they are painted."""

    wanted = Signal(int)
    """The number of a page."""

    def __init__(self, page: int, parent: QWidget) -> None:
        """``page``: rows of one."""
        super().__init__(parent)
        self.page, self.total = page, 0
        self._pages: dict[int, Sequence[T]] = {}

    def told(self, item: T, role: int) -> object:
        """What ``data`` answers of a row that is read."""
        raise NotImplementedError

    def show_total(self, total: int) -> None:
        """So many there are now. What was read is kept until it is read again."""
        if total > self.total:
            self.beginInsertRows(QModelIndex(), self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(QModelIndex(), total, self.total - 1)
            self.total = total
            self.endRemoveRows()

    def show_page(self, number: int, items: Sequence[T]) -> None:
        """``items`` are those of page ``number`` now."""
        self._pages.pop(number, None)
        self._pages[number] = items
        while len(self._pages) > _HELD:
            del self._pages[next(iter(self._pages))]
        first = number * self.page
        if first < self.total:
            self.dataChanged.emit(self.index(first, 0), self.index(min(first + self.page, self.total) - 1, 0))

    def forget_but(self, number: int) -> None:
        """The other pages are to be read again when they are looked at."""
        self._pages = {page: items for page, items in self._pages.items() if page == number}

    def is_read(self, row: int) -> bool:
        """Whether its page is; it may be shorter than it should be, where rows went meanwhile."""
        return row // self.page in self._pages

    def item(self, row: int) -> T | None:
        """None while it is not read."""
        items = self._pages.get(row // self.page, ())
        return items[row % self.page] if 0 <= row < self.total and row % self.page < len(items) else None

    def read_items(self) -> Iterator[tuple[int, T]]:
        """Every row that is read, with what stands there; in no order."""
        for number, items in self._pages.items():
            yield from enumerate(items, number * self.page)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.total

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item(index.row())
        if item is not None:
            return self.told(item, role)
        if role == Qt.ItemDataRole.DisplayRole and not self.is_read(index.row()):
            self.wanted.emit(index.row() // self.page)
        return self.tr("Reading…") if role == Qt.ItemDataRole.AccessibleTextRole else None

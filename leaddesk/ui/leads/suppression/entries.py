"""The entries of the suppression list as rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from leaddesk.domain.suppression import Entry, SuppressedBy
from leaddesk.ui import wording
from leaddesk.ui.widgets.paged_rows import PagedRows
from leaddesk.ui.widgets.two_line_rows import ASIDE, BELOW, ICON, TwoLineRows

PAGE = 200
_ICONS = {SuppressedBy.EMAIL: "mail", SuppressedBy.DOMAIN: "company", SuppressedBy.LINKEDIN: "link"}


class EntriesModel(PagedRows[Entry]):
    """The latest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(PAGE, parent)

    def told(self, item: Entry, role: int) -> object:
        kind = {
            SuppressedBy.EMAIL: self.tr("E-mail address"),
            SuppressedBy.DOMAIN: self.tr("Everybody at this domain"),
            SuppressedBy.LINKEDIN: self.tr("LinkedIn profile"),
        }[item.kind]
        return {
            Qt.ItemDataRole.DisplayRole: item.value,
            BELOW: kind,
            ASIDE: wording.day(item.added_at),
            ICON: _ICONS[item.kind],
            Qt.ItemDataRole.AccessibleTextRole: f"{item.value}, {kind}, {wording.day(item.added_at)}",
            Qt.ItemDataRole.ToolTipRole: wording.tooltip(f"{item.value}\n{wording.exactly(item.added_at)}"),
        }.get(role)


class EntryList(QListView):
    """Several can be chosen."""

    def __init__(self, model: EntriesModel) -> None:
        super().__init__()
        self.setObjectName("suppression-list")
        self.setAccessibleName(self.tr("Suppression list"))
        self.setModel(model)
        self.setItemDelegate(TwoLineRows(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once

    def chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

"""What the columns of a destination hold: header, and where its values come from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from leaddesk.domain.export_profiles import Profile
from leaddesk.ui import wording
from leaddesk.ui.leads.exporting.roomy import QUIET, Roomy
from leaddesk.ui.leads.exporting.words import source_words


class ColumnsPage(QTreeWidget):
    """A table of two columns, read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-columns")
        self.setAccessibleName(self.tr("Columns"))
        self.setHeaderLabels([self.tr("Column of the file"), self.tr("Holds")])
        self.setRootIsDecorated(False)
        self.setItemDelegate(Roomy(self))
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.header().setSectionsMovable(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 40, 5 * (self.fontMetrics().height() + 9))

    def show_profile(self, profile: Profile) -> None:
        self.clear()
        required = {header for group in profile.required for header in group}
        for column in profile.columns:
            held = source_words(column)
            item = QTreeWidgetItem([column.header, held])
            for place, text in enumerate((column.header, held)):
                item.setToolTip(place, wording.tooltip(text))
            if column.header in required:
                font = item.font(0)
                font.setWeight(font.Weight.DemiBold)
                item.setFont(0, font)
            if not column.sources and not column.constant:
                item.setData(1, QUIET, True)
            self.addTopLevelItem(item)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)
            self.scrollToTop()

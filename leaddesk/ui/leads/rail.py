"""The left of the tab: shelves, lists kept by hand, and what the leads are narrowed by. It scrolls as one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from leaddesk.domain.lead_views import Scope, Shelves
from leaddesk.domain.leads import LISTS, SOURCES, Field, LeadList
from leaddesk.ui import theme
from leaddesk.ui.leads.entries import Entry
from leaddesk.ui.leads.entry_list import EntryList
from leaddesk.ui.leads.facets import Facets
from leaddesk.ui.widgets.buttons import IconButton
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking

FACETS = (
    *(field.value for field in (Field.COUNTRY, Field.LEVEL, Field.INDUSTRY, Field.SIZE)),
    SOURCES,
    LISTS,
)
FIRST_OPEN = (Field.COUNTRY.value, Field.LEVEL.value, SOURCES)
_NARROWEST = 220
"""Pixels at the usual text size."""


class LeadRail(Scrolled):
    """Says what is wanted; the page does it."""

    create_wanted = Signal()
    condition_wanted = Signal()

    def __init__(self, open_facets: Sequence[str]) -> None:
        self._content = Shrinking()
        super().__init__(self._content)
        self.setObjectName("leads-rail")
        self.shelves = EntryList("leads-shelves", self.tr("Shelves"))
        self.lists = EntryList("leads-lists", self.tr("Lists"), can_reorder=True)
        self.facets = Facets(FACETS, open_facets)
        self._heads = [
            Words(self.tr("Lists"), name="leads-lists-title", size=theme.CAPTION, weight=600, muted=True),
            Words(self.tr("Narrow by"), name="leads-facets-title", size=theme.CAPTION, weight=600, muted=True),
        ]
        keys = QKeySequence("Ctrl+N")
        self.create_button = IconButton("plus", self.tr("New list"), name="leads-list-create", keys=keys)
        self.add_condition = IconButton("plus", self.tr("Add a condition"), name="leads-condition-add")
        self._hint = Words(
            self.tr("Kept by hand: make one, then add leads to it or drop them on it."),
            name="leads-lists-hint",
            size=theme.CAPTION,
            muted=True,
            wrap=True,
        )
        self.create_button.clicked.connect(self.create_wanted)
        self.add_condition.clicked.connect(self.condition_wanted)
        self._lay_out()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_keyboard)
        self.show_shelves(Shelves(None, None, None, None, None))
        self.show_lists(())

    def show_shelves(self, shelves: Shelves) -> None:
        """What is being counted shows no number."""
        self.shelves.show_entries(
            [
                Entry(Scope.ALL, self.tr("All leads"), shelves.all, "people"),
                Entry(Scope.BOUGHT, self.tr("Bought"), shelves.bought, "credits"),
                Entry(Scope.SUPPRESSED, self.tr("Suppressed"), shelves.suppressed, "shield"),
                Entry(Scope.TRASH, self.tr("Trash"), shelves.trash, "trash"),
            ]
        )

    def show_lists(self, lists: Sequence[LeadList]) -> None:
        self.lists.show_entries([Entry(kept.id, kept.name, kept.leads, colour=kept.colour) for kept in lists])
        self.lists.setVisible(bool(lists))
        self._hint.setVisible(not lists)

    def show_narrowing(self, *, shown: bool) -> None:
        """Where there are no leads, there is nothing to narrow."""
        for part in (self.facets, self._heads[1], self.add_condition):
            part.setVisible(shown)

    def show_chosen(self, scope: Scope, list_id: int | None) -> None:
        """Which shelf or list is on screen."""
        self.shelves.choose(scope if scope is not Scope.LIST else None)
        self.lists.choose(list_id if scope is Scope.LIST else None)

    def show_target(self, place: QPoint | None) -> object:
        """Mark the list under ``place`` (global), and return its id; None for none."""
        is_here = place is not None and self.viewport().rect().contains(self.viewport().mapFromGlobal(place))
        return self.lists.show_target(place if is_here else None)

    def minimumSizeHint(self) -> QSize:
        letters = 24 * QFontMetrics(theme.font()).averageCharWidth()
        return QSize(max(_NARROWEST, min(letters, _NARROWEST + 80)), super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _follow_keyboard(self, before: QWidget | None, now: QWidget | None) -> None:
        """What the keyboard came to is brought into sight."""
        del before
        if now is not None and isValid(self._content) and self._content.isAncestorOf(now):
            top = now.mapTo(self._content, QPoint(0, 0)).y()
            self.ensureVisible(0, QRect(0, top, 1, min(now.height(), 60)).bottom(), 0, 40)
            self.ensureVisible(0, top, 0, 20)

    def _lay_out(self) -> None:
        hint = QVBoxLayout()
        hint.setContentsMargins(16, 0, 16, 0)
        hint.addWidget(self._hint)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 10, 0, 14)
        column.setSpacing(2)
        column.addWidget(self.shelves)
        column.addSpacing(6)
        column.addLayout(_head(self._heads[0], self.create_button))
        column.addWidget(self.lists)
        column.addLayout(hint)
        column.addSpacing(6)
        column.addLayout(_head(self._heads[1], self.add_condition))
        column.addWidget(self.facets)
        column.addStretch(1)


def _head(words: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 10, 0)
    row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(button)
    return row

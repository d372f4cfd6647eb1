"""Over the table: the search, the saved views, the conditions as chips, and what a shelf has of its own to say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.lead_views import Scope, View
from leaddesk.ui import theme
from leaddesk.ui.leads.condition_chips import ConditionChips
from leaddesk.ui.leads.search_edit import SearchEdit
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words


class Narrowing(QWidget):
    """Says what is wanted; the page does it."""

    views_wanted = Signal()
    clear_wanted = Signal()
    restore_wanted = Signal()
    empty_trash_wanted = Signal()
    suppression_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchEdit()
        keys = QKeySequence(QKeySequence.StandardKey.Open).toString(QKeySequence.SequenceFormat.NativeText)
        hint = self.tr("Open a saved view, or keep this one")
        self.views = Button(
            self.tr("Views"), name="leads-views-button", icon="save", look="quiet", hint=f"{hint} · {keys}"
        )
        self.chips = ConditionChips()
        self._clear = Button(self.tr("Clear"), name="leads-clear", look="link", hint=self.tr("Show all leads again"))
        self._about = Words(name="leads-about", size=theme.CAPTION, muted=True, wrap=True)
        self.restore = Button(self.tr("Restore"), name="leads-restore", icon="undo")
        self._empty = Button(self.tr("Empty the trash…"), name="leads-empty-trash", icon="trash", look="danger")
        self._entries = Button(self.tr("Suppression list…"), name="leads-suppression", icon="shield")
        self.preparing = Words(name="leads-preparing", size=theme.CAPTION, muted=True)
        self.preparing.hide()
        self._lay_out()
        self.views.clicked.connect(self.views_wanted)
        self._clear.clicked.connect(self.clear_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self._empty.clicked.connect(self.empty_trash_wanted)
        self._entries.clicked.connect(self.suppression_wanted)
        self.chips.left.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))

    def show_view(self, view: View) -> None:
        """What is asked for, as it is now."""
        self.search.show_search(view.search)
        self.chips.show_conditions(view.conditions)
        self._clear.setVisible(bool(view.conditions))
        self._line.setVisible(bool(view.conditions))
        in_trash, is_suppressed = view.scope is Scope.TRASH, view.scope is Scope.SUPPRESSED
        for part in (self.restore, self._empty):
            part.setVisible(in_trash)
        self._entries.setVisible(is_suppressed)
        text = self.tr("Leads in the trash are left out everywhere else.")
        if is_suppressed:
            text = self.tr("These people are on the suppression list: they are left out of exports.")
        self._about.setText(text)
        self._shelf.setVisible(in_trash or is_suppressed)

    def tell_rows(self, *, chosen: int, any_rows: bool) -> None:
        """How many leads are chosen, and whether there are any."""
        self.restore.setEnabled(chosen > 0)
        self._empty.setEnabled(any_rows)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.views)
        self._line, self._shelf = QWidget(), QWidget()
        line, shelf = QHBoxLayout(self._line), QHBoxLayout(self._shelf)
        for row in (line, shelf):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
        line.addWidget(self.chips, 1)
        line.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(0)
        shelf.addWidget(self._about, 1)
        for part in (self.restore, self._empty, self._entries):
            shelf.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._line)
        column.addWidget(self._shelf)
        column.addWidget(self.preparing)

"""The left of the tab: the SmartLists, the buttons over them, and how to get more."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.lists.list_rail import ListRail
from leaddesk.ui.widgets.lists.list_texts import ListTexts

_NARROWEST = 236
"""Pixels at the usual text size; larger text may have more room, and need not take it."""


class SmartListRail(QWidget):
    """Says what is wanted; the page does it."""

    add_wanted = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, texts: ListTexts) -> None:
        super().__init__()
        title = self.tr("SmartLists")
        self.lists = ListRail("smartlists", texts, title=title, can_reorder=True, takes_text=True)
        heading = Words(title, name="smartlists-title", size=theme.CAPTION, weight=600, muted=True)
        self._add = IconButton("plus", self.tr("Add a SmartList"), name="smartlist-add")
        self._edit = IconButton("edit", self.tr("Edit the SmartList"), name="smartlist-edit", keys=QKeySequence("F2"))
        keys = QKeySequence("Del")
        self._remove = IconButton("trash", self.tr("Remove the SmartList"), name="smartlist-remove", keys=keys)
        hint = Words(
            self.tr(
                "Lists are added by hand: ReactIn has no call that names them. Paste its code snippet or a "
                "list’s address."
            ),
            name="smartlists-hint",
            size=theme.CAPTION,
            muted=True,
            wrap=True,
        )
        self.more = Button(self.tr("Add a SmartList"), name="smartlist-add-more", icon="plus")
        self._add.clicked.connect(self.add_wanted)
        self.more.clicked.connect(self.add_wanted)
        self._edit.clicked.connect(self.edit_wanted)
        self._remove.clicked.connect(self.remove_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(3)
        head.addWidget(heading)
        head.addStretch(1)
        for button in (self._add, self._edit, self._remove):
            head.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 0)
        foot.setSpacing(10)
        foot.addWidget(hint)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 14)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.lists, 1)
        column.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """What can be done with the chosen list."""
        has_one = self.lists.chosen_list is not None
        self._edit.setEnabled(has_one)
        self._remove.setEnabled(has_one)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(max(least.width(), _NARROWEST), least.height())

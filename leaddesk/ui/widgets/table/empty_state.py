"""What stands where there are no rows: what is missing, why, and one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_LONGEST_NEEDLE = 40

Act = Callable[[], object] | None
"""What a button does."""


class EmptyState(QWidget):
    """Icon, title, reason, button; in the middle of its place."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._act: Act = None
        self._icon = Icon("info", "muted", 20)
        self._title = Words(name=f"{name}-title", size=theme.SECTION, weight=600, wrap=True)
        self._text = Words(name=f"{name}-text", muted=True, wrap=True)
        self.button = Button("", name=f"{name}-action")
        self.button.clicked.connect(self._clicked)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def tell(
        self, icon: str, title: str, text: str = "", button: str = "", act: Act = None, *, cost: Cost = Cost.NONE
    ) -> None:
        """``text`` and ``button`` may be empty; ``cost`` is the button's."""
        self._icon.show_icon(icon, "muted")
        self._title.tell(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.button.setText(button)
        self.button.set_cost(cost)
        self.button.setVisible(bool(button))
        self._act = act

    def _clicked(self) -> None:
        if self._act is not None:
            self._act()


class NoMatch(EmptyState):
    """Lies over the rows of a table where a filter hides them all."""

    def __init__(self, name: str, parent: QWidget, clear: Callable[[], object]) -> None:
        """``clear`` ends the filter."""
        super().__init__(name, parent)
        self._clear = clear
        self.hide()

    def tell_hidden(self, rows: int, needle: str) -> None:
        """``rows`` are hidden by ``needle``; 0: they are not."""
        if rows:
            title = wording.filled(self.tr("No row holds “%1”"), wording.shortened(needle, _LONGEST_NEEDLE))
            hidden = self.tr("%Ln {row is|rows are} hidden by the filter.", "", rows)
            self.tell("search", title, hidden, self.tr("Clear"), self._clear)
        self.setVisible(rows > 0)

    def place(self, room: QRect) -> None:
        """Over exactly this part of its parent."""
        self.setGeometry(room)
        self.raise_()

"""The head of a card: its title, a few quiet numbers, and buttons at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.labels import Words

_MARGINS = (14, 6, 8, 6)


class CardHead(QWidget):
    """One line."""

    def __init__(self, title: str, name: str, *buttons: QWidget) -> None:
        """``name`` is the objectName of the quiet words."""
        super().__init__()
        self.title = Words(title, size=theme.SECTION, weight=600)
        self.about = Words(name=name, size=theme.CAPTION, muted=True)
        self.about.setMinimumWidth(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.about, 1)
        for button in buttons:
            row.addWidget(button)

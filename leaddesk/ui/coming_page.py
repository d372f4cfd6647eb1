"""The page of a tab that comes next: it says plainly what will be there, and makes no promise that can be clicked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.wrapping_body import WrappingBody

_CONTEXT = "ComingPage"


@dataclass(frozen=True)
class _Coming:
    icon: str
    title: str
    sentence: str


_COMING = {
    "leads-tab": _Coming(
        "people",
        str(QT_TRANSLATE_NOOP(_CONTEXT, "My Leads comes next")),
        str(
            QT_TRANSLATE_NOOP(
                _CONTEXT,
                "Here you will find the leads of all providers in one place: search, lists, duplicates, export.",
            )
        ),
    ),
    "activity-tab": _Coming(
        "activity",
        str(QT_TRANSLATE_NOOP(_CONTEXT, "Activity comes next")),
        str(QT_TRANSLATE_NOOP(_CONTEXT, "Here you will see what runs, what you bought and where your credits went.")),
    ),
}


class ComingPage(QWidget):
    """One sentence in the middle."""

    def __init__(self, tab: str) -> None:
        """``tab`` is the objectName of the tab, such as ``"leads-tab"``; KeyError for one that is not coming."""
        super().__init__()
        coming = _COMING[tab]
        self.setObjectName(f"{tab}-coming")
        title = Words(self.tr(coming.title), size=theme.PAGE_TITLE, weight=600, wrap=True)
        sentence = Words(self.tr(coming.sentence), name=f"{tab}-coming-text", muted=True, wrap=True)
        middle = WrappingBody()
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(middle)
        column.setSpacing(8)
        column.addWidget(Icon(coming.icon, "muted", 20), 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (title, sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle, 3)
        row.addStretch(1)

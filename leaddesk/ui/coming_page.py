"""The page of a tab that comes next: it says plainly what will be there, and makes no promise that can be clicked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.providers import LEADSOPEDIA, REACTIN, Provider
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.wrapping_body import WrappingBody

_CONTEXT = "ComingPage"


@dataclass(frozen=True)
class _Coming:
    icon: str
    title: str
    sentence: str
    provider: Provider | None = None


_COMING = {
    "reactin-tab": _Coming(
        "chat",
        str(QT_TRANSLATE_NOOP(_CONTEXT, "ReactIn comes next")),
        str(QT_TRANSLATE_NOOP(_CONTEXT, "Here you will read the leads of your SmartLists, and add leads to them.")),
        REACTIN,
    ),
    "leadsopedia-tab": _Coming(
        "list",
        str(QT_TRANSLATE_NOOP(_CONTEXT, "Leadsopedia comes next")),
        str(QT_TRANSLATE_NOOP(_CONTEXT, "Here you will read and edit your lists, their contacts and your downloads.")),
        LEADSOPEDIA,
    ),
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
    """One sentence in the middle; for a provider, a way to keep its key already."""

    settings_wanted = Signal(str)
    """The id of the provider whose page is wanted."""

    def __init__(self, tab: str) -> None:
        """``tab`` is the objectName of the tab, such as ``"reactin-tab"``; KeyError for one that is not coming."""
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
        if coming.provider is not None:
            provider = coming.provider
            keep = Button(self.tr("Keep a key already…"), name=f"{provider.id}-coming-key", icon="key")
            keep.setAccessibleName(wording.filled(self.tr("Keep a %1 key already"), provider.title))
            keep.clicked.connect(lambda: self.settings_wanted.emit(provider.id))
            column.addSpacing(6)
            column.addWidget(keep, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle, 3)
        row.addStretch(1)

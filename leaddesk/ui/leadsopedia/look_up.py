"""Looking one contact up in a list, by its e-mail address or its id: first among what is kept, then for one call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from leaddesk.domain.sort_keys import folded
from leaddesk.domain.table import Arrangement, RowSource
from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.buttons import Button

_LETTERS, _FEWEST_LETTERS = 24, 10
_NAMES = ("email", "id")
"""The fields by which Leadsopedia knows a contact."""


class LookUp(QWidget):
    """A field and its button. Enter does the same as the button."""

    wanted = Signal(str)
    """This e-mail address or id is to be looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.field = _Field()
        self.button = Button(self.tr("Look up"), name="leadsopedia-lookup-go", calls=1)
        self.button.setToolTip(
            self.tr("What is kept is searched first. Asking Leadsopedia takes 1 call, or 2 where it is not there.")
        )
        self.field.returnPressed.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.button.clicked.connect(self._ask)
        self._is_asking = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field)
        row.addWidget(self.button)
        self._typed()

    def set_asking(self, *, asking: bool) -> None:
        """While Leadsopedia is asked, nothing else can be looked up."""
        self._is_asking = asking
        self._typed()

    def focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _ask(self) -> None:
        words = self.field.text().strip()
        if words and not self._is_asking:
            self.wanted.emit(words)

    def _typed(self) -> None:
        self.button.setEnabled(bool(self.field.text().strip()) and not self._is_asking)


class _Field(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leadsopedia-lookup")
        words = self.tr("Look up by e-mail or id")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LETTERS, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _FEWEST_LETTERS, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lens"):
            self._dress()

    def _dress(self) -> None:
        self._lens.setIcon(icons.icon("search", theme.tokens().muted))


async def kept_row(source: RowSource, wanted: str) -> int | None:
    """The number of the row whose e-mail address or id is ``wanted``, in any case; None where none is kept."""
    return await asyncio.to_thread(_search, source, wanted)


def _search(source: RowSource, wanted: str) -> int | None:
    places = [place for place, column in enumerate(source.columns) if column.name in _NAMES]
    found: Sequence[int] = source.arrange(Arrangement(needle=wanted)) if places else ()
    for number in found:
        row = source.row(number)
        if any(folded(str(row[place])) == folded(wanted) for place in places if row[place] is not None):
            return number
    return None

"""From how many contacts on the number of a purchase must be typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QHideEvent, QIntValidator
from PySide6.QtWidgets import QLineEdit

from leaddesk.domain.preferences import PURCHASE_LIMIT
from leaddesk.ui import theme
from leaddesk.ui.desk import Desk
from leaddesk.ui.settings.settings_page import SettingsPage, column, hint, line
from leaddesk.ui.widgets.labels import Words

_MOST = 999_999
"""All that six digits can say, so that nothing that can be typed is out of range."""
_DIGITS = 12
"""Room for so many."""


class SpendingPage(SettingsPage):
    """One number, kept as it is typed; what is left empty is as before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Spending limits"), "spending-settings")
        self._preferences = desk.preferences
        self.limit = QLineEdit()
        self.limit.setObjectName("purchase-limit")
        self.limit.setAccessibleName(self.tr("Purchases above this many contacts must be typed"))
        self.limit.setValidator(QIntValidator(0, _MOST, self.limit))
        self.limit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.limit.setFixedWidth(_DIGITS * QFontMetrics(theme.font()).averageCharWidth())
        about = hint(
            self.tr("A larger purchase asks for its number to be typed before it can be bought. 0 asks every time.")
        )
        self.add_row(self.tr("Ask above"), column(line(self.limit, Words(self.tr("contacts"))), about))
        self.add_rest()
        self.limit.textEdited.connect(self._keep)
        self.refresh()

    def refresh(self) -> None:
        self.limit.setText(str(self._preferences.get(PURCHASE_LIMIT)))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.refresh()

    def focus_first(self) -> None:
        self.limit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.limit.selectAll()

    def _keep(self, typed: str) -> None:
        if typed and self.limit.hasAcceptableInput():
            self._preferences.set(PURCHASE_LIMIT, int(typed))

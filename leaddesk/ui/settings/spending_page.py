"""From how many contacts on the number of a purchase must be typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from leaddesk.domain.preferences import PURCHASE_LIMIT
from leaddesk.ui.desk import Desk
from leaddesk.ui.settings.settings_page import SettingsPage, column, hint, line
from leaddesk.ui.widgets.labels import Words

_MOST = 1_000_000


class SpendingPage(SettingsPage):
    """One number, kept as it is typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Spending limits"), "spending-settings")
        self._preferences = desk.preferences
        self.limit = QSpinBox()
        self.limit.setObjectName("purchase-limit")
        self.limit.setAccessibleName(self.tr("Purchases above this many contacts must be typed"))
        self.limit.setRange(0, _MOST)
        self.limit.setGroupSeparatorShown(True)
        self.limit.setValue(desk.preferences.get(PURCHASE_LIMIT))
        about = hint(self.tr("A larger purchase asks for its number to be typed before it can be bought."))
        self.add_row(self.tr("Ask above"), column(line(self.limit, Words(self.tr("contacts"))), about))
        self.add_rest()
        self.limit.valueChanged.connect(lambda value: self._preferences.set(PURCHASE_LIMIT, value))

    def refresh(self) -> None:
        self.limit.setValue(self._preferences.get(PURCHASE_LIMIT))

    def focus_first(self) -> None:
        self.limit.setFocus(Qt.FocusReason.OtherFocusReason)

"""Whose a delivery in quarantine is: the person chooses among the purchases that were sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.purchases import Purchase, PurchaseId
from leaddesk.ui import wording
from leaddesk.ui.activity import words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words


class Assigning(QWidget):
    """Hidden while the chosen delivery is not in quarantine."""

    wanted = Signal(object, object)
    """This DeliveryId is of this PurchaseId."""

    def __init__(self) -> None:
        super().__init__()
        self._delivery: DeliveryId | None = None
        self._purchases: tuple[Purchase, ...] = ()
        self._choice = QComboBox()
        self._choice.setObjectName("delivery-purchase")
        self._choice.setAccessibleName(self.tr("The purchase that this delivery is of"))
        assign = Button(self.tr("Take in"), name="delivery-assign")
        assign.setToolTip(self.tr("Its records go to this purchase and into My Leads"))
        label = Words(self.tr("This delivery is of"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._choice, 1)
        row.addWidget(assign)
        assign.clicked.connect(self._assign)
        self.hide()

    def show_purchases(self, purchases: Sequence[Purchase]) -> None:
        """``purchases`` newest first; those that were not sent cannot have sent anything back."""
        sent = tuple(one for one in purchases if one.tries)
        if sent == self._purchases:
            return
        chosen = self._choice.currentIndex()
        before = self._purchases[chosen].id if 0 <= chosen < len(self._purchases) else None
        self._purchases = sent
        self._choice.clear()
        for one in sent:
            facts = wording.number(one.number), words.name_of(one), wording.day(one.confirmed_at)
            self._choice.addItem(wording.filled(self.tr("Purchase %1: %2, %3"), *facts))
        self._choice.setCurrentIndex(next((at for at, one in enumerate(sent) if one.id == before), 0 if sent else -1))

    def offer(self, delivery: DeliveryId | None) -> None:
        """For this delivery; None where the chosen one needs no purchase."""
        self._delivery = delivery
        self.setVisible(delivery is not None and bool(self._purchases))

    def _assign(self) -> None:
        chosen = self._choice.currentIndex()
        if self._delivery is not None and 0 <= chosen < len(self._purchases):
            purchase: PurchaseId = self._purchases[chosen].id
            self.wanted.emit(self._delivery, purchase)

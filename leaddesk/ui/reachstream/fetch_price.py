"""What a purchase can cost at most, and what is left then."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.domain.purchases import Offer
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import IconButton
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.labels import Words


class PriceCard(Card):
    """Four lines of credits, the last but one only where credits are still to be charged for earlier purchases."""

    refresh_wanted = Signal()
    """The balance is to be read again."""

    def __init__(self) -> None:
        super().__init__("fetch-price-card", spacing=6)
        self._offer: Offer | None = None
        self._asked: int | None = None
        self._outstanding, self._is_reading = 0, False
        self.price = _amount("fetch-price", weight=600)
        self.balance, self._open = _amount("fetch-balance"), _amount("fetch-outstanding")
        self.afterwards = _amount("fetch-afterwards")
        self._age = Words(name="fetch-balance-age", size=theme.CAPTION, muted=True)
        self._again = IconButton("refresh", self.tr("Read the balance again (free)"), name="fetch-balance-refresh")
        self._again.clicked.connect(self.refresh_wanted)
        self._open_line = QWidget()
        self._note = Words(name="fetch-price-note", size=theme.CAPTION, muted=True, wrap=True)
        self._note.be_a_stop()
        owed = self.tr("Earlier purchases may still take")
        self._say = {
            self.price: self.tr("It can cost at most"),
            self.balance: self.tr("Balance now"),
            self._open: owed,
            self.afterwards: self.tr("Balance afterwards, at least"),
        }
        self.column.addLayout(_line(Words(self._say[self.price]), self.price))
        self.column.addLayout(_line(Words(self._say[self.balance], muted=True), self._age, self._again, self.balance))
        inside = _line(Words(owed, muted=True), self._open)
        inside.setContentsMargins(0, 0, 0, 0)
        self._open_line.setLayout(inside)
        self.column.addWidget(self._open_line)
        self.column.addLayout(_line(Words(self._say[self.afterwards], muted=True), self.afterwards))
        self.column.addWidget(Hairline())
        self.column.addWidget(self._note)
        self.refresh()

    def show_offer(self, offer: Offer) -> None:
        self._offer = offer
        self.refresh()

    def show_asked(self, asked: int | None) -> None:
        """How many are to be bought; None while that is not a number that can be."""
        self._asked = asked
        self.refresh()

    def show_outstanding(self, credits: int) -> None:
        """That open purchases may still take."""
        self._outstanding = credits
        self.refresh()

    def set_reading(self, *, reading: bool) -> None:
        self._is_reading = reading
        self.refresh()

    def refresh(self) -> None:
        """Tell everything anew; also called as time goes by, for the age."""
        offer, asked = self._offer, self._asked
        nothing = None if offer is None or asked is None else max(0, offer.available - asked - self._outstanding)
        self._tell(self.price, asked)
        self._tell(self.balance, offer.available if offer is not None else None)
        self._tell(self._open, self._outstanding)
        self._tell(self.afterwards, nothing)
        self._open_line.setVisible(self._outstanding > 0)
        self._again.setEnabled(not self._is_reading)
        if self._is_reading:
            self._age.setText(self.tr("Reading…"))
        elif offer is not None:
            self._age.setText(wording.filled(self.tr("Read %1"), wording.age(offer.balance_read_at)))
            self._age.setToolTip(wording.exactly(offer.balance_read_at))
        else:
            self._age.setText("")
        words = self.tr("One credit for each contact delivered. Only contacts with a valid e-mail are delivered, so %1 "
                        "is normal and costs less.")  # fmt: skip
        fewer = self.tr("fewer than %Ln", "", asked) if asked else self.tr("fewer")
        self._note.setText(wording.filled(words, fewer))

    def _tell(self, place: Words, credits: int | None) -> None:
        words = "–" if credits is None else self.tr("%Ln {credit|credits}", "", wording.plural(credits))
        place.setText(words)
        place.setAccessibleName(f"{self._say[place]}: {words}")


def _amount(name: str, weight: int = 400) -> Words:
    made = Words(name=name, weight=weight)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.be_a_stop()
    return made


def _line(label: QWidget, *rest: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(label)
    *aside, amount = rest
    for widget in aside:
        line.addWidget(widget)
    line.addStretch(1)
    line.addWidget(amount)
    return line

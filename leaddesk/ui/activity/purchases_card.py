"""What was bought: a line for each purchase, and what waits for a decision under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal

from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.purchases import Purchase, PurchaseId, PurchaseState
from leaddesk.domain.table import Column, Kind
from leaddesk.ui import wording
from leaddesk.ui.activity import words
from leaddesk.ui.activity.head import CardHead, Told
from leaddesk.ui.activity.state_cells import STATE, StateTable, follow
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import ErrorWords
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage

_COLUMNS = (
    Column("when", Kind.DAY),
    Column("filter"),
    Column("asked", Kind.NUMBER),
    Column("received", Kind.NUMBER),
    Column("charged", Kind.NUMBER),
    Column(STATE),
    Column("new_leads", Kind.NUMBER),
    Column("with_email", Kind.NUMBER),
    Column("with_phone", Kind.NUMBER),
    Column("cost", Kind.NUMBER),
    Column("number", Kind.NUMBER),
)
_FIRST = ("when", "filter", "asked", "received", "charged", STATE)
_LATELY = timedelta(days=30)


class PurchasesCard(Card):
    """Newest first."""

    opened = Signal(object)
    """This Purchase is to be looked at."""
    deliveries_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("purchases-card", padding=0, spacing=0)
        self._purchases: tuple[Purchase, ...] = ()
        self._waiting: Purchase | None = None
        self._details = Button(self.tr("Details"), name="purchase-details", icon="detail", look="quiet")
        self._details.setToolTip(self.tr("What happened step by step, and the records (Enter)"))
        deliveries = Button(self.tr("Deliveries…"), name="deliveries-open", icon="webhook", look="quiet")
        deliveries.setToolTip(self.tr("Everything that arrived; give a delivery by hand"))
        self.head = CardHead(self.tr("Purchases"), "purchases-about", deliveries, self._details)
        self.table = StateTable(
            "purchases-table", desk, titles=self.title_of, main_column="filter", first_columns=_FIRST, whole=True
        )
        self.table.view.setAccessibleName(self.tr("Purchases"))
        banner = InlineMessage(name="purchase-unknown", button="purchase-unknown-details")
        self._told = Told(banner)
        self.column.setContentsMargins(1, 1, 1, 1)
        for part in (self.head, Hairline()):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._told)
        self.setMinimumHeight(160)
        self._details.clicked.connect(self.open_chosen)
        deliveries.clicked.connect(self.deliveries_wanted)
        self.table.opened_whole.connect(self.open_chosen)
        banner.pressed.connect(lambda: self.opened.emit(self._waiting))
        self.table.show_loading()
        self._details.setEnabled(False)

    @property
    def has_rows(self) -> bool:
        return bool(self._purchases)

    def known(self, id_: PurchaseId) -> Purchase | None:
        """The purchase with this id, as it was read last."""
        return next((one for one in self._purchases if one.id == id_), None)

    def show_purchases(self, purchases: Sequence[Purchase]) -> None:
        """``purchases`` newest first."""
        self._purchases = tuple(purchases)
        self.table.tell_kinds({words.state_words(one): words.state_kind(one) for one in purchases})
        if purchases:
            keys = [one.id for one in purchases]
            follow(self.table, KnownRows(_COLUMNS, [_row(one) for one in purchases], keys))
        else:
            title = self.tr("Nothing was bought yet")
            text = self.tr("Build a filter in ReachStream, count, and press Fetch. The price is told before you pay.")
            self.table.show_empty("credits", title, text)
        self._waiting = next((one for one in purchases if one.state is PurchaseState.UNKNOWN), None)
        self._details.setEnabled(self.has_rows)
        self.head.tell(self._lately())
        self.tell_time()

    def show_trouble(self, told: ErrorWords, again: Callable[[], object]) -> None:
        """They could not be read, and none is known from before."""
        self.table.show_empty("warning", told.title, told.advice, self.tr("Try again"), again)

    def tell_time(self) -> None:
        """What waits, and until when."""
        if self._waiting is None:
            self._told.clear()
            return
        title, advice = words.unknown_title(self._waiting), words.unknown_advice(self._waiting)
        self._told.say("warning", title, advice, words.next_look(self._waiting), self.tr("Details"))

    def chosen(self) -> Purchase | None:
        """Where the keyboard is; the first one on screen where it is nowhere."""
        numbers = self.table.shown_rows() if self.has_rows else ()
        if not numbers:
            return None
        row = self.table.view.currentIndex().row()
        return self._purchases[numbers[row if 0 <= row < len(numbers) else 0]]

    def open_chosen(self) -> None:
        purchase = self.chosen()
        if purchase is not None:
            self.opened.emit(purchase)

    def _lately(self) -> str:
        since = datetime.now(UTC) - _LATELY
        lately = [one for one in self._purchases if one.confirmed_at >= since and one.received]
        contacts = sum(one.received for one in lately)
        if not contacts:
            return ""
        charged = sum(one.received if one.charged is None else one.charged for one in lately)
        told = self.tr("%Ln {contact|contacts} for %2 credits in 30 days", "", wording.plural(contacts))
        return wording.filled(told, "", wording.number(charged))

    def title_of(self, name: str) -> str:
        """Of a column."""
        return {
            "when": self.tr("When"),
            "filter": self.tr("Filter"),
            "asked": self.tr("Asked"),
            "received": self.tr("Received"),
            "charged": self.tr("Charged"),
            STATE: self.tr("State"),
            "new_leads": self.tr("New in My Leads"),
            "with_email": self.tr("With e-mail"),
            "with_phone": self.tr("With phone"),
            "cost": self.tr("Credits for a new lead"),
            "number": self.tr("Number"),
        }[name]


def _row(purchase: Purchase) -> tuple[str | int | float | None, ...]:
    came = bool(purchase.received)
    charged = purchase.charged
    cost = charged / purchase.new_leads if charged and purchase.new_leads else None
    return (
        words.iso(purchase.confirmed_at),
        words.name_of(purchase),
        purchase.asked,
        purchase.received if came or not purchase.is_open else None,
        charged,
        words.state_words(purchase),
        purchase.new_leads if came else None,
        purchase.with_email if came else None,
        purchase.with_phone if came else None,
        round(cost, 2) if cost is not None else None,
        purchase.number,
    )

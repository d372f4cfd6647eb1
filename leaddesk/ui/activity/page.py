"""The tab itself: joins the cards with what a person can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from leaddesk.actions.see_purchases import EvidenceFiles
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.ledger import Entry, Standing
from leaddesk.domain.purchases import Purchase, PurchaseId
from leaddesk.ui.activity.deliveries_dialog import DeliveriesDialog
from leaddesk.ui.activity.details_dialog import PurchaseDialog
from leaddesk.ui.activity.evidence import EvidenceSaver
from leaddesk.ui.activity.ledger_card import LedgerCard
from leaddesk.ui.activity.purchases_card import PurchasesCard
from leaddesk.ui.activity.yields_dialog import YieldsDialog
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notice
from leaddesk.ui.reveal import reveal
from leaddesk.ui.widgets.lists.list_export import export_table
from leaddesk.ui.widgets.table.lead_table import LeadTable

_AGES_AGAIN = 1_000
_BESIDE = 1100
"""Pixels of width from which the cards stand beside each other."""

_Known = tuple[Sequence[Purchase], Sequence[Entry], Standing]


class ActivityPage(QWidget):
    """What was bought and where the credits went."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._background = Background(self, desk.notices)
        self.setObjectName("activity-page")
        self.purchases = PurchasesCard(desk)
        self.ledger = LedgerCard(desk)
        self._evidence = EvidenceSaver(desk, self, self._evidence_saved)
        self._is_read = self._is_behind = False
        self._wanted: PurchaseId | None = None
        """To be shown as soon as it is known."""
        self._wants_difference = False
        for card in (self.purchases, self.ledger):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(12, 12, 12, 12)
        self._row.setSpacing(10)
        self._row.addWidget(self.purchases, 10)
        self._row.addWidget(self.ledger, 7)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        for card in (self.purchases, self.ledger):
            self._ages.timeout.connect(card.tell_time)
        self._connect()
        self.destroyed.connect(desk.announcer.subscribe(self._changed))
        self._read()

    def _connect(self) -> None:
        self.purchases.opened.connect(self.open_purchase)
        self.purchases.deliveries_wanted.connect(self.open_deliveries)
        self.ledger.evidence_wanted.connect(self.save_evidence)
        self.ledger.yields_wanted.connect(self.open_yields)
        self.ledger.acknowledged.connect(self._acknowledge)
        self.ledger.balance_wanted.connect(self.refresh)
        for table in (self.purchases.table, self.ledger.table):
            table.offers_changed.connect(self._desk.commands.refresh)

    # -- what the commands ask for

    @property
    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.purchases, self.ledger]

    @property
    def table(self) -> LeadTable | None:
        """The one with the keyboard; the purchases where neither has it."""
        focused: QWidget | None = self.window().focusWidget()
        in_ledger = focused is not None and self.ledger.isAncestorOf(focused)
        return self.ledger.table if in_ledger else self.purchases.table

    @property
    def has_rows(self) -> bool:
        return self.ledger.has_rows if self.table is self.ledger.table else self.purchases.has_rows

    @property
    def history(self) -> None:
        """What was bought cannot be taken back."""
        return

    def focus_search(self) -> None:
        self.purchases.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def export(self) -> None:
        table = self.table
        if table is None or not self.has_rows:
            return
        is_ledger = table is self.ledger.table
        title, stem = (self.tr("Credit ledger"), "ledger") if is_ledger else (self.tr("Purchases"), "purchases")
        card = self.ledger if is_ledger else self.purchases
        export_table(self._desk, table, title=title, stem=stem, titles=card.title_of)

    def refresh(self) -> None:
        """Read the balance again. Free of charge."""
        self._background.run(self._desk.actions.read_credits(), lambda _: self._read(), replacing="credits")

    @property
    def can_open(self) -> bool:
        """Whether there is a purchase to look at."""
        return self.purchases.chosen() is not None

    def open_chosen(self) -> None:
        """The purchase where the keyboard is."""
        self.purchases.open_chosen()

    def open_purchase(self, purchase: Purchase) -> None:
        """All about it, over the window."""
        PurchaseDialog(self._desk, purchase, self.window()).open()

    def show_purchase(self, id_: PurchaseId) -> None:
        """As ``open_purchase``, from elsewhere; at once, or as soon as it was read."""
        known = self.purchases.known(id_)
        if known is not None:
            self.open_purchase(known)
        else:
            self._wanted = id_
            self._read()

    def show_ledger(self) -> None:
        """Put the keyboard where a difference is confirmed."""
        self._wants_difference = True
        self._read()

    def open_deliveries(self) -> DeliveriesDialog:
        dialog = DeliveriesDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def open_yields(self) -> None:
        YieldsDialog(self._desk, self.window()).open()

    def give_delivery(self) -> None:
        """Ask for a file with a delivery."""
        self.open_deliveries().choose()

    def save_evidence(self) -> None:
        """Ask where to, then write all of it."""
        self._evidence.ask(None)

    # -- what is kept

    def _changed(self, changes: Changes) -> None:
        if not (changes.purchases or changes.addresses):
            return
        if self.isVisible():
            self._read()
        else:
            self._is_behind = True

    def _read(self) -> None:
        self._is_behind = False

        async def asked() -> _Known:
            see = self._desk.actions.purchases().see_purchases  # loads much, the first time
            return await see.all(), await see.entries(), await see.standing()

        self._background.run(asked(), self._came, self._unreadable, replacing="read")

    def _unreadable(self, error: LeadDeskError) -> None:
        """What is known stays on screen."""
        if self._is_read:
            self._desk.notices.problem(error)
            return
        for card in (self.purchases, self.ledger):
            card.show_trouble(explain(error), self._read)

    def _came(self, known: _Known) -> None:
        self._is_read = True
        purchases, entries, standing = known
        self.purchases.show_purchases(purchases)
        self.ledger.show_ledger(entries, standing)
        self._desk.commands.refresh()
        wanted, self._wanted = self._wanted, None
        purchase = self.purchases.known(wanted) if wanted is not None else None
        if purchase is not None:
            self.open_purchase(purchase)
        if self._wants_difference:
            self._wants_difference = False
            self.ledger.focus_difference()

    def _acknowledge(self, difference: int) -> None:
        see = self._desk.actions.purchases().see_purchases
        self._background.run(
            see.acknowledge("", difference=difference), failed=self._not_acknowledged, replacing="acknowledge"
        )

    def _not_acknowledged(self, error: LeadDeskError) -> None:
        self._desk.notices.problem(error)
        self._read()  # it may be another one by now

    def _evidence_saved(self, files: EvidenceFiles) -> None:
        show = (self.tr("Show in folder"), lambda: reveal(files.document))
        self._desk.notices.say(Notice("success", *self._evidence.words(files), *show))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        if self._is_behind:
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE
        self.ledger.fold(folded=not beside)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)

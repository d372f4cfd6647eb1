"""The tab itself: joins the cards with what a person can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QSizePolicy, QWidget

from leaddesk.actions.see_purchases import EvidenceFiles
from leaddesk.domain.changes import Changes
from leaddesk.domain.ledger import Entry, Standing
from leaddesk.domain.preferences import EXPORT_FOLDER
from leaddesk.domain.purchases import Purchase
from leaddesk.ui import wording
from leaddesk.ui.activity.deliveries_dialog import DeliveriesDialog
from leaddesk.ui.activity.details_dialog import PurchaseDialog
from leaddesk.ui.activity.ledger_card import LedgerCard
from leaddesk.ui.activity.purchases_card import PurchasesCard
from leaddesk.ui.activity.yields_dialog import YieldsDialog
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
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
        self.purchases.table.view.setAccessibleName(self.tr("Purchases"))
        self.ledger.table.view.setAccessibleName(self.tr("Credit ledger"))
        for card in (self.purchases, self.ledger):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(12, 12, 12, 12)
        self._row.setSpacing(10)
        self._row.addWidget(self.purchases, 9)
        self._row.addWidget(self.ledger, 7)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        self._ages.timeout.connect(self.purchases.tell_time)
        self._connect()
        self.destroyed.connect(desk.announcer.subscribe(self._changed))
        self._read()

    def _connect(self) -> None:
        self.purchases.opened.connect(self.open_purchase)
        self.purchases.deliveries_wanted.connect(self.open_deliveries)
        self.ledger.evidence_wanted.connect(lambda: self.save_evidence(None))
        self.ledger.yields_wanted.connect(self.open_yields)
        self.ledger.acknowledged.connect(self._acknowledge)
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

    def open_purchase(self, purchase: Purchase) -> None:
        dialog = PurchaseDialog(self._desk, purchase, self.window())
        dialog.evidence_wanted.connect(self.save_evidence)
        dialog.open()

    def open_deliveries(self) -> DeliveriesDialog:
        dialog = DeliveriesDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def open_yields(self) -> None:
        YieldsDialog(self._desk, self.window()).open()

    def save_evidence(self, purchase: Purchase | None) -> None:
        """Ask where to, then write it: of one purchase, or of everything."""
        folder = self._desk.preferences.get(EXPORT_FOLDER) or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        number = f"purchase-{purchase.number}" if purchase is not None else "purchases"
        name = f"leaddesk-evidence-{number}-{datetime.now(UTC).astimezone():%Y-%m-%d}.json"
        browser = QFileDialog(self.window(), self.tr("Save the evidence"))
        browser.setObjectName("evidence-file")
        browser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        browser.setNameFilter(self.tr("Evidence (*.json)"))
        browser.setDefaultSuffix("json")
        browser.selectFile(str(Path(folder) / name))
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.fileSelected.connect(lambda chosen: self._write_evidence(Path(chosen), purchase))
        browser.open()

    # -- what is kept

    def _changed(self, changes: Changes) -> None:
        if changes.purchases or changes.addresses:
            self._read()

    def _read(self) -> None:
        see = self._desk.actions.purchases().see_purchases

        async def asked() -> _Known:
            return await see.all(), await see.entries(), await see.standing()

        self._background.run(asked(), self._came, replacing="read")

    def _came(self, known: _Known) -> None:
        purchases, entries, standing = known
        self.purchases.show_purchases(purchases)
        self.ledger.show_ledger(entries, standing)
        self._desk.commands.refresh()

    def _acknowledge(self, difference: int) -> None:
        see = self._desk.actions.purchases().see_purchases
        self._background.run(see.acknowledge("", difference=difference), replacing="acknowledge")

    def _write_evidence(self, path: Path, purchase: Purchase | None) -> None:
        see = self._desk.actions.purchases().see_purchases
        work = see.export_evidence(path, purchase.id if purchase is not None else None)
        self._background.run(work, self._evidence_written, replacing="evidence")

    def _evidence_written(self, files: EvidenceFiles) -> None:
        told = wording.filled(
            self.tr("“%1”, and a table beside it. No key and no secret is in them."), files.document.name
        )
        self._desk.notices.say(
            Notice(
                "success",
                self.tr("The evidence is saved."),
                wording.filled(told, files.document.name),
                self.tr("Show in folder"),
                lambda: reveal(files.document),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()

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

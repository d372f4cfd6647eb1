"""Everything that arrived, whatever became of it; and a delivery that a person gives by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.deliveries import Delivery, DeliveryId, DeliveryState
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.purchases import Purchase, PurchaseId
from leaddesk.domain.table import Column, Kind
from leaddesk.ui import theme, wording
from leaddesk.ui.activity import words
from leaddesk.ui.activity.assigning import Assigning
from leaddesk.ui.activity.state_cells import STATE, StateTable, follow
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words

_COLUMNS = (
    Column("arrived", Kind.MOMENT),
    Column("by"),
    Column(STATE),
    Column("purchase", Kind.NUMBER),
    Column("records", Kind.NUMBER),
    Column("number", Kind.CODE),
    Column("size", Kind.NUMBER),
)
_KINDS = {
    DeliveryState.RAW: "info",
    DeliveryState.TAKEN: "success",
    DeliveryState.QUARANTINED: "warning",
    DeliveryState.UNREADABLE: "danger",
}


class DeliveriesDialog(QDialog):
    """Non-blocking. A file can be dropped on it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = desk.actions.purchases()
        self._background = Background(self, desk.notices)
        self._given_now: DeliveryId | None = None
        """The delivery by hand of which is not told yet what became of it."""
        self._deliveries: tuple[Delivery, ...] = ()
        self.setObjectName("deliveries-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Deliveries"))
        self.setAcceptDrops(True)
        title = Words(self.tr("Deliveries"), size=theme.PAGE_TITLE, weight=600)
        about = Words(
            self.tr(
                "What arrived is kept before it is read. One with a number that belongs to no purchase waits here, and "
                "is taken in when its purchase appears."
            ),
            muted=True,
            wrap=True,
        )
        self._message = InlineMessage(name="deliveries-message", button="deliveries-message-button")
        self._table = StateTable(
            "deliveries-table",
            desk,
            titles=self._title,
            main_column="arrived",
            first_columns=[column.name for column in _COLUMNS],
        )
        self._table.view.setAccessibleName(self.tr("Deliveries"))
        self._give = Button(self.tr("Give a file…"), name="delivery-give", icon="import")
        self._give.setToolTip(self.tr("A delivery that you have as a JSON file; it can also be dropped here"))
        self._give.answer_enter()
        close = Button(self.tr("Close"), name="deliveries-close")
        close.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for part in (title, about, self._message):
            column.addWidget(part)
        column.addWidget(self._table, 1)
        self._assigning = Assigning()
        column.addWidget(self._assigning)
        foot = QHBoxLayout()
        foot.addWidget(self._give)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        self._give.clicked.connect(self.choose)
        close.clicked.connect(self.close)
        self._table.offers_changed.connect(self._offer)
        self._assigning.wanted.connect(self._assign)
        self.resize(QSize(880, 480).boundedTo(room_for(self)))
        self._table.show_loading()
        self.destroyed.connect(desk.announcer.subscribe(lambda changes: self._read() if changes.purchases else None))
        self._read()
        self._table.setFocus()

    def give(self, path: Path) -> None:
        """Keep what stands in this file, and read it."""
        self._message.say("info", wording.filled(self.tr("Reading “%1”…"), path.name))
        self._background.run(
            self._actions.receive_deliveries.give(path=path), self._given, self._not_given, replacing="give"
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            if url.isLocalFile():
                self.give(Path(url.toLocalFile()))

    def _read(self) -> None:
        see = self._actions.see_purchases

        async def asked() -> tuple[Sequence[Delivery], Sequence[Purchase]]:
            return await see.deliveries(), await see.all()

        self._background.run(asked(), self._came, self._unreadable, replacing="read")

    def _unreadable(self, error: LeadDeskError) -> None:
        told = explain(error)
        self._table.show_empty("warning", told.title, told.advice, self.tr("Try again"), self._read)

    def _came(self, found: tuple[Sequence[Delivery], Sequence[Purchase]]) -> None:
        deliveries, purchases = found
        numbers = {purchase.id: purchase.number for purchase in purchases}
        self._deliveries = tuple(deliveries)
        self._assigning.show_purchases(purchases)
        given = next((one for one in deliveries if one.id == self._given_now), None)
        if given is not None:
            self._tell_given(given, numbers)
        self._table.tell_kinds({words.delivery_state(state): kind for state, kind in _KINDS.items()})
        if deliveries:
            keys = [one.id for one in deliveries]
            follow(self._table, KnownRows(_COLUMNS, [_row(one, numbers) for one in deliveries], keys))
        else:
            text = self.tr("They come by webhook, by polling, or as a file that you give.")
            self._table.show_empty("import", self.tr("Nothing has arrived yet"), text)

        self._offer()

    def _offer(self) -> None:
        """A delivery in quarantine can be given to a purchase."""
        index, numbers = self._table.view.currentIndex(), self._table.shown_rows()
        there = index.isValid() and index.row() < len(numbers) and numbers[index.row()] < len(self._deliveries)
        chosen = self._deliveries[numbers[index.row()]] if there else None
        waits = chosen is not None and chosen.state is DeliveryState.QUARANTINED
        self._assigning.offer(chosen.id if chosen is not None and waits else None)

    def _assign(self, delivery: DeliveryId, purchase: PurchaseId) -> None:
        self._given_now = delivery
        work = self._actions.receive_deliveries.assign(id=delivery, purchase=purchase)
        self._background.run(work, lambda _: self._read(), self._not_given, replacing="assign")

    def _given(self, kept: tuple[DeliveryId, bool]) -> None:
        given, is_new = kept
        if is_new:
            self._given_now = given
            self._message.say("info", self.tr("The delivery is kept."), self.tr("It is read in a moment."))
            self._read()
        else:
            self._message.say("info", self.tr("This delivery was here already."), self.tr("Nothing was added."))

    def _tell_given(self, given: Delivery, numbers: Mapping[PurchaseId, int]) -> None:
        """What became of the file."""
        match given.state:
            case DeliveryState.RAW:
                return
            case DeliveryState.UNREADABLE:
                title, kind = self.tr("This is no delivery that we can read."), "danger"
                advice = self.tr("The file is kept as it came. Nothing was added.")
            case DeliveryState.QUARANTINED:
                title, kind = self.tr("It belongs to no purchase that we know."), "warning"
                advice = self.tr("It waits here. Nothing was added.")
            case DeliveryState.TAKEN:
                number = numbers.get(given.purchase) if given.purchase is not None else None
                title, kind = self.tr("The delivery is taken in."), "success"
                advice = wording.filled(
                    self.tr("%Ln {record|records} for purchase %1.", "", wording.plural(given.records)),
                    wording.number(number or 0),
                )
        self._given_now = None
        self._message.say(kind, title, advice)

    def _not_given(self, error: LeadDeskError) -> None:
        told = explain(error)
        self._message.say("danger", told.title, told.advice)

    def choose(self) -> None:
        """Ask for a file, and take it in."""
        browser = QFileDialog(self, self.tr("Give a delivery"))
        browser.setObjectName("delivery-file")
        browser.setFileMode(QFileDialog.FileMode.ExistingFile)
        browser.setNameFilter(self.tr("Deliveries (*.json);;All files (*)"))
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.fileSelected.connect(lambda name: self.give(Path(name)))
        browser.open()

    def _title(self, name: str) -> str:
        return {
            "arrived": self.tr("Arrived"),
            "by": self.tr("How"),
            "purchase": self.tr("Purchase"),
            "number": self.tr("ReachStream’s number"),
            "records": self.tr("Records"),
            "size": self.tr("KB"),
            STATE: self.tr("State"),
        }[name]


def _row(delivery: Delivery, numbers: Mapping[PurchaseId, int]) -> tuple[str | int | None, ...]:
    return (
        words.iso(delivery.arrived_at),
        words.delivered_by(delivery.by),
        words.delivery_state(delivery.state),
        numbers.get(delivery.purchase) if delivery.purchase is not None else None,
        delivery.records or None,
        delivery.processing_id or None,
        -(-delivery.size // 1024),
    )

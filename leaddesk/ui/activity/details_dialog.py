"""One purchase whole: what it is, what happened step by step, its records, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from leaddesk.actions.see_purchases import EvidenceFiles
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Ruling, Step
from leaddesk.domain.table import Column, Kind, RowSource
from leaddesk.ui import theme, wording
from leaddesk.ui.activity import words
from leaddesk.ui.activity.evidence import EvidenceSaver
from leaddesk.ui.activity.ruling_question import RulingQuestion
from leaddesk.ui.activity.state_cells import follow
from leaddesk.ui.background import Background
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream.filter_words import sentence
from leaddesk.ui.reveal import reveal
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.collecting.collecting import Collecting
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.lists.list_export import export_table
from leaddesk.ui.widgets.table.lead_table import LeadTable

_TIME_GOES_BY = 1_000
_LETTERS = 116
"""How wide it opens."""
_STEP_COLUMNS = (Column("at", Kind.MOMENT), Column("what"), Column("facts"))
_FIRST_RECORDS = (
    "contact_name",
    "contact_job_title_1",
    "company_company_name",
    "contact_email_1",
    "contact_phone_1",
    "company_address_city",
    "company_address_country",
)
_MAY_BE_RULED = {
    PurchaseState.UNKNOWN: (Ruling.NOT_BOUGHT, Ruling.BOUGHT_ELSEWHERE),
    PurchaseState.ACCEPTED: (Ruling.BOUGHT_ELSEWHERE,),
    PurchaseState.RECEIVING: (Ruling.THAT_IS_ALL,),
}


class PurchaseDialog(QDialog):
    """Non-blocking. It follows the purchase while it is open."""

    def __init__(self, desk: Desk, purchase: Purchase, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._actions, self._purchase = desk, desk.actions.purchases(), purchase
        self._background = Background(self, desk.notices)
        self._shown = -1
        """How many records are on screen."""
        self._was_unreadable = False
        self._is_unasked = False
        """It was bought at an address that is not used now."""
        self._fallen = 0
        """Credits; see ``words.fallen``."""
        self._files: EvidenceFiles | None = None
        self._saver = EvidenceSaver(desk, self, self._evidence_saved, self._tell_trouble)
        self.setObjectName("purchase-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = Words(name="purchase-title", size=theme.PAGE_TITLE, weight=600, wrap=True)
        self._outcome = Words(name="purchase-outcome", weight=500, wrap=True)
        self._why = Words(name="purchase-reason", muted=True, wrap=True)
        self._filter = Words(name="purchase-filter", size=theme.CAPTION, muted=True, wrap=True)
        self._next = Words(name="purchase-next-look", size=theme.CAPTION, muted=True, wrap=True)
        for part in (self._outcome, self._why, self._filter, self._next):
            part.be_a_stop()
        self._message = InlineMessage(name="purchase-message", button="purchase-message-button")
        self._question = RulingQuestion()
        self._steps = LeadTable(
            "purchase-steps",
            preferences=desk.preferences,
            notices=desk.notices,
            titles=self._step_title,
            main_column="what",
            first_columns=[column.name for column in _STEP_COLUMNS],
        )
        self._records = LeadTable(
            "purchase-records",
            preferences=desk.preferences,
            notices=desk.notices,
            titles=title_of,
            main_column="contact_name",
            first_columns=_FIRST_RECORDS,
        )
        Collecting(
            desk,
            self._records,
            prefix="purchase",
            provider=SourceKind.REACHSTREAM,
            source_name=lambda: words.name_of(self._purchase),
            titles=title_of,
        )
        self._tabs = QTabWidget()
        self._tabs.setObjectName("purchase-tabs")
        self._tabs.addTab(self._steps, self.tr("What happened"))
        self._tabs.addTab(self._records, self.tr("Records"))
        self._steps.view.setAccessibleName(self.tr("What happened"))
        self._records.view.setAccessibleName(self.tr("Records"))
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.resize(QSize(self.fontMetrics().averageCharWidth() * _LETTERS, 620).boundedTo(room_for(self)))
        self._steps.show_loading()
        self._records.show_loading()
        self._clock = QTimer(self)
        self._clock.setInterval(_TIME_GOES_BY)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start()
        self.destroyed.connect(desk.announcer.subscribe(lambda changes: self._read() if changes.purchases else None))
        self._show()
        self._read()
        self._steps.setFocus()

    def _make_buttons(self) -> None:
        self._look = Button(self.tr("Look now"), name="purchase-look", icon="refresh", cost=Cost.FREE)
        verb = self._question.verb
        self._rulings = {ruling: Button(f"{verb(ruling)}…", name=f"purchase-{ruling.value}") for ruling in Ruling}
        self._evidence = Button(self.tr("Evidence…"), name="purchase-evidence", icon="export")
        self._evidence.setToolTip(self.tr("What ReachStream’s support needs of this purchase. No key in it."))
        self._export = Button(self.tr("Export records…"), name="purchase-export", icon="export")
        for button in (self._look, *self._rulings.values(), self._evidence, self._export):
            button.answer_enter()  # a ruling asks once more
        self._close = Button(self.tr("Close"), name="purchase-close")
        self._close.setDefault(True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for part in (self._title, self._outcome, self._why, self._next, self._filter, self._message, self._question):
            column.addWidget(part)
        column.addWidget(self._tabs, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._look, *self._rulings.values(), self._evidence, self._export):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close)
        self._look.clicked.connect(self._look_now)
        self._evidence.clicked.connect(lambda: self._saver.ask(self._purchase))
        self._export.clicked.connect(self._export_records)
        for ruling, button in self._rulings.items():
            button.clicked.connect(lambda _=False, ruling=ruling: self._ask(ruling))
        self._question.confirmed.connect(self._rule)
        self._question.taken_back.connect(self._steps.setFocus)
        self._message.pressed.connect(self._show_files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends an open question before it closes the dialog."""
        if event.key() == Qt.Key.Key_Escape and self._question.take_back():
            return
        super().keyPressEvent(event)

    def _read(self) -> None:
        see, number = self._actions.see_purchases, self._purchase.id

        async def asked() -> tuple[Purchase, Sequence[Step], RowSource]:
            purchases = await see.all()
            now = next((one for one in purchases if one.id == number), self._purchase)
            return now, await see.steps(number), await see.records(number)

        self._background.run(asked(), self._came, self._unreadable, replacing="read")

    def _unreadable(self, error: LeadDeskError) -> None:
        """What is known stays on screen."""
        self._tell_trouble(error)
        self._was_unreadable = True
        if self._shown < 0:
            for table in (self._steps, self._records):
                table.show_empty("warning", explain(error).title, "", self.tr("Try again"), self._read)

    def _came(self, found: tuple[Purchase, Sequence[Step], RowSource]) -> None:
        self._purchase, steps, records = found
        if self._was_unreadable:
            self._was_unreadable = False
            self._message.clear()
        self._fallen = words.fallen(self._purchase, steps)
        self._show()
        rows = [(words.iso(step.at), words.step_words(step), words.facts_words(step)) for step in steps]
        follow(self._steps, KnownRows(_STEP_COLUMNS, rows, range(len(rows))))
        self._tabs.setTabText(1, wording.filled(self.tr("Records (%1)"), wording.number(len(records))))
        if not len(records):
            text = self.tr("They appear here, and in My Leads, as soon as they arrive.")
            self._records.show_empty("import", self.tr("No records yet"), text)
        elif self._shown <= 0:
            self._records.show_source(records)
        elif len(records) != self._shown:
            self._records.grow(records)
        self._shown = len(records)
        self._export.setVisible(self._shown > 0)

    def _show(self) -> None:
        purchase = self._purchase
        title = wording.filled(self.tr("Purchase %1: %2"), wording.number(purchase.number), words.state_words(purchase))
        self.setWindowTitle(wording.filled(self.tr("Purchase %1"), wording.number(purchase.number)))
        self._title.tell(title)
        when = wording.filled(self.tr("Bought %1."), wording.to_the_second(purchase.confirmed_at))
        number = purchase.processing_id
        told = wording.filled(self.tr("ReachStream calls it %1."), number) if number else ""
        self._outcome.tell(
            words.unknown_title(purchase) if purchase.state is PurchaseState.UNKNOWN else words.outcome(purchase)
        )
        why = words.unknown_advice(purchase) if purchase.state is PurchaseState.UNKNOWN else ""
        self._is_unasked = purchase.is_open and self._actions.see_purchases.is_elsewhere(purchase)
        elsewhere = words.elsewhere(purchase) if self._is_unasked else ""
        parts = (why, words.reason_words(purchase), self._evidence_words(), elsewhere)
        self._why.tell(" ".join(part for part in parts if part))
        self._why.setVisible(bool(self._why.text()))
        erased = self.tr("%Ln {person|people} of it {was|were} erased and {is|are} not shown.", "", purchase.kept_out)
        parts = (sentence(purchase.filter, rich=False), when, told, erased if purchase.kept_out else "")
        self._filter.setText(" ".join(part for part in parts if part))
        is_late = purchase.state is PurchaseState.SHORT and purchase.way is DeliveryWay.POLLING
        self._look.setVisible((purchase.is_open or is_late) and not self._is_unasked)
        self._export.setVisible(self._shown > 0)
        may = _MAY_BE_RULED.get(purchase.state, ())
        for ruling, button in self._rulings.items():
            button.setVisible(ruling in may)
        if self._question.ruling is not None and self._question.ruling not in may:
            self._question.take_back()
        self._tell_time()

    def _evidence_words(self) -> str:
        """That it was bought, while nobody knows."""
        return words.fallen_words(self._fallen) if self._purchase.state is PurchaseState.UNKNOWN else ""

    def _tell_time(self) -> None:
        """It goes by without a word from a screen reader."""
        is_watched = self._purchase.state is PurchaseState.UNKNOWN and not self._is_unasked
        told = words.next_look(self._purchase) if is_watched else ""
        if told != self._next.text():
            self._next.setText(told)
        self._next.setVisible(bool(told))

    def _look_now(self) -> None:
        had_focus = self._look.hasFocus()

        def ended() -> None:
            self._look.setEnabled(True)
            if had_focus and self._look.isVisible() and self._question.ruling is None:
                self._look.setFocus(Qt.FocusReason.OtherFocusReason)  # not on a ruling, which is its neighbour

        self._look.setEnabled(False)
        self._message.clear()
        self._background.run(
            self._actions.watch_purchases.look_now(id=self._purchase.id),
            self._looked,
            self._tell_trouble,
            ended,
            replacing="look",
        )

    def _looked(self, now: Purchase) -> None:
        if (now.state, now.received) == (self._purchase.state, self._purchase.received):
            nothing = self.tr("No records have come yet.")
            self._message.say(
                "info", nothing if now.state is PurchaseState.UNKNOWN else self.tr("Nothing has changed yet.")
            )
        self._read()

    def _ask(self, ruling: Ruling) -> None:
        """Once more, with what follows from it."""
        self._message.clear()
        self._question.ask(ruling, self._purchase.asked, self._evidence_words())

    def _rule(self, ruling: Ruling) -> None:
        self._steps.setFocus()
        work = self._actions.buy_contacts.rule(id=self._purchase.id, ruling=ruling)
        self._background.run(work, lambda _: self._read(), self._tell_trouble, replacing="rule")

    def _tell_trouble(self, error: LeadDeskError) -> None:
        told = explain(error)
        self._message.say("danger", told.title, told.advice)

    def _export_records(self) -> None:
        name = words.name_of(self._purchase)
        stem = f"purchase-{self._purchase.number}"
        export_table(self._desk, self._records, title=name, stem=stem, titles=title_of)

    def _evidence_saved(self, files: EvidenceFiles) -> None:
        self._files = files
        self._message.say("success", *self._saver.words(files), self.tr("Show in folder"))

    def _show_files(self) -> None:
        if self._files is not None:
            reveal(self._files.document)

    def _step_title(self, name: str) -> str:
        return {"at": self.tr("When"), "what": self.tr("What"), "facts": self.tr("Details")}[name]

"""Asks once more before a person rules on a purchase, and says what follows from it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.purchases import Ruling
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.inline_message import InlineMessage


class RulingQuestion(QWidget):
    """Hidden while nothing is asked. To leave all as it is has the keyboard first."""

    confirmed = Signal(object)
    """This Ruling."""
    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ruling: Ruling | None = None
        """That is asked about; None while nothing is."""
        self._words = InlineMessage(name="purchase-question")
        self._no = Button(self.tr("Cancel"), name="purchase-question-cancel")
        self._no.answer_enter()
        self._yes = Button("", name="purchase-question-confirm", look="danger")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._no)
        row.addWidget(self._yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(row)
        self._no.clicked.connect(self.take_back)
        self._yes.clicked.connect(self._confirm)
        self.hide()

    def ask(self, ruling: Ruling, most: int, evidence: str = "") -> None:
        """``most``: credits that the purchase may have cost. ``evidence``: a sentence on what speaks for that."""
        self.ruling = ruling
        title, advice = self._says(ruling, most)
        if ruling is Ruling.NOT_BOUGHT and evidence:
            advice = f"{evidence} {advice}"
        self._yes.setText(self.verb(ruling))
        self.show()
        self._words.say("warning", title, advice)
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back(self) -> bool:
        """Nothing is asked any more; False if nothing was."""
        if self.ruling is None:
            return False
        self._end()
        self.taken_back.emit()
        return True

    def verb(self, ruling: Ruling) -> str:
        """For its button."""
        return {
            Ruling.NOT_BOUGHT: self.tr("It was not bought"),
            Ruling.BOUGHT_ELSEWHERE: self.tr("Wait no longer"),
            Ruling.THAT_IS_ALL: self.tr("That is all"),
        }[ruling]

    def _confirm(self) -> None:
        ruling = self.ruling
        self._end()
        self.confirmed.emit(ruling)

    def _end(self) -> None:
        self.ruling = None
        self._words.clear()
        self.hide()

    def _says(self, ruling: Ruling, most: int) -> tuple[str, str]:
        still = self.tr("Records that come all the same are still taken.")
        stops = self.tr("LeadDesk stops watching, and the next purchase can be made.")
        match ruling:
            case Ruling.NOT_BOUGHT:
                title = self.tr("Did ReachStream tell you that it was not bought?")
                wrong = self.tr("If it was, up to %Ln {credit|credits} will be missing in the ledger.", "", most)
                advice = f"{stops} {wrong} {still}"
            case Ruling.BOUGHT_ELSEWHERE:
                title = self.tr("Stop waiting for these records?")
                cost = self.tr("What it cost shows in the ledger as a difference that you confirm.")
                advice = f"{stops} {cost} {still}"
            case Ruling.THAT_IS_ALL:
                title = self.tr("Expect no more records?")
                advice = f"{self.tr('The purchase counts as short.')} {still}"
        return title, f"{advice} {self.tr('This cannot be taken back.')}"

"""Where every credit went: a chart, a line for each reading and charge, and a difference that nothing explains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.ledger import Entry, EntryKind, Standing, by_day
from leaddesk.domain.table import Column, Kind
from leaddesk.ui import theme, wording
from leaddesk.ui.activity import words
from leaddesk.ui.activity.head import CardHead
from leaddesk.ui.activity.ledger_chart import LedgerChart
from leaddesk.ui.desk import Desk
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.lead_table import LeadTable

_COLUMNS = (Column("day", Kind.DAY), Column("balance", Kind.NUMBER), Column("what"), Column("credits", Kind.NUMBER))


class LedgerCard(Card):
    """Newest first."""

    evidence_wanted = Signal()
    acknowledged = Signal(int)
    """The person takes this difference as it is."""
    yields_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("ledger-card", padding=0, spacing=0)
        self._difference, self._is_folded = 0, False
        evidence = Button(self.tr("Evidence…"), name="ledger-evidence", icon="export", look="quiet")
        evidence.setToolTip(self.tr("What ReachStream’s support needs: requests, answers, balances. No key in it."))
        yields = Button(self.tr("Yield…"), name="ledger-yields", icon="chart", look="quiet")
        yields.setToolTip(self.tr("What each saved filter brought, and what a new lead cost"))
        self.head = CardHead(self.tr("Credit ledger"), "ledger-balance", yields, evidence)
        self._legend = _Legend(self.tr("balance"), self.tr("charged"))
        self.chart = LedgerChart()
        self.table = LeadTable(
            "ledger-table",
            preferences=desk.preferences,
            notices=desk.notices,
            titles=self.title_of,
            main_column="what",
            first_columns=[column.name for column in _COLUMNS],
        )
        self.message = InlineMessage(name="ledger-difference", button="ledger-acknowledge")
        self.column.setContentsMargins(1, 1, 1, 1)
        for part in (self.head, Hairline(), self.message, self._legend, self.chart):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.setMinimumHeight(160)
        self.chart.hide()
        self._legend.hide()
        evidence.clicked.connect(self.evidence_wanted)
        yields.clicked.connect(self.yields_wanted)
        self.message.pressed.connect(lambda: self.acknowledged.emit(self._difference))
        self.table.show_loading()

    @property
    def has_rows(self) -> bool:
        return len(self.table.source) > 0

    def show_ledger(self, entries: Sequence[Entry], standing: Standing) -> None:
        """``entries`` newest first."""
        self.chart.show_days(by_day(entries), datetime.now().astimezone().date())
        self.fold(folded=self._is_folded)
        if entries:
            self.table.show_source(HeldRows(_COLUMNS, [_row(entry) for entry in entries]), keep_place=True)
        else:
            text = self.tr("It begins with the first balance: press “Read credits” in ReachStream. That is free.")
            self.table.show_empty("credits", self.tr("No balance was read yet"), text)
        self.head.about.setText(_balance_words(standing, self))
        self._tell_difference(standing)

    def fold(self, *, folded: bool) -> None:
        """Leave the chart out, where there is no room for it; the lines of the table say the same."""
        self._is_folded = folded
        for part in (self.chart, self._legend):
            part.setVisible(self.chart.has_something and not folded)

    def _tell_difference(self, standing: Standing) -> None:
        self._difference = standing.difference
        if not self._difference:
            self.message.clear()
            return
        expected, available = wording.number(standing.expected or 0), wording.number(standing.available or 0)
        facts = wording.filled(self.tr("It should be %1, and is %2."), expected, available)
        if self._difference > 0:
            title = self.tr("%Ln {credit is|credits are} gone that LeadDesk knows nothing of.", "", self._difference)
            advice = self.tr("Perhaps somebody bought on ReachStream’s own pages. Confirm it before the next purchase.")
        else:
            title = self.tr("There are %Ln more credits than LeadDesk knows of.", "", -self._difference)
            advice = self.tr("Perhaps you bought credits. Confirm it before the next purchase.")
        self.message.say("warning", title, f"{facts} {advice}", self.tr("Confirm"))

    def title_of(self, name: str) -> str:
        """Of a column."""
        return {
            "day": self.tr("Day"),
            "balance": self.tr("Balance"),
            "what": self.tr("What"),
            "credits": self.tr("Credits"),
        }[name]


class _Legend(QWidget):
    """Which colour is what in the chart."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 0)
        row.setSpacing(6)
        self._dots = []
        for name in names:
            dot = Words("●", size=theme.CAPTION)
            self._dots.append(dot)
            row.addWidget(dot)
            row.addWidget(Words(name, size=theme.CAPTION, muted=True))
            row.addSpacing(8)
        row.addStretch(1)
        self._dress()

    def _dress(self) -> None:
        series = theme.tokens().series
        for dot, colour in zip(self._dots, (series[0], series[2]), strict=True):
            dot.setStyleSheet(f"color: {colour}")


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    is_balance = entry.kind is EntryKind.BALANCE
    return words.iso(entry.at), entry.balance, words.entry_words(entry), None if is_balance else entry.credits


def _balance_words(standing: Standing, owner: LedgerCard) -> str:
    if standing.available is None or standing.read_at is None:
        return ""
    told = owner.tr("%Ln {credit|credits}, read %2", "", wording.plural(standing.available))
    return wording.filled(told, wording.number(standing.available), wording.age(standing.read_at))

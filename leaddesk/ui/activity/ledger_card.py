"""Where every credit went: a chart, a line for each reading and charge, and a difference that nothing explains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.ledger import Entry, EntryKind, Standing, by_day
from leaddesk.domain.table import Column, Kind
from leaddesk.ui import theme, wording
from leaddesk.ui.activity import words
from leaddesk.ui.activity.head import CardHead, Told
from leaddesk.ui.activity.ledger_cells import WHAT, LedgerCells
from leaddesk.ui.activity.ledger_chart import BALANCE, CHARGED, LedgerChart
from leaddesk.ui.activity.state_cells import follow
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import ErrorWords
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.lead_table import LeadTable

_COLUMNS = (Column("day", Kind.DAY), Column("balance", Kind.NUMBER), Column(WHAT), Column("credits", Kind.NUMBER))
_DOT = 9


class LedgerCard(Card):
    """Newest first."""

    evidence_wanted = Signal()
    acknowledged = Signal(int)
    """The person takes this difference as it is."""
    yields_wanted = Signal()
    balance_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("ledger-card", padding=0, spacing=0)
        self._standing: Standing | None = None
        self._is_folded = False
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
            main_column=WHAT,
            first_columns=[column.name for column in _COLUMNS],
            cells=LedgerCells,
        )
        self.table.view.setAccessibleName(self.tr("Credit ledger"))
        message = InlineMessage(name="ledger-difference", button="ledger-acknowledge")
        self._told = Told(message)
        self.column.setContentsMargins(1, 1, 1, 1)
        for part in (self.head, Hairline(), self._told, self._legend, self.chart):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.setMinimumHeight(160)
        self.chart.hide()
        self._legend.hide()
        evidence.clicked.connect(self.evidence_wanted)
        yields.clicked.connect(self.yields_wanted)
        message.pressed.connect(self._acknowledge)
        self.table.show_loading()

    @property
    def has_rows(self) -> bool:
        return len(self.table.source) > 0

    def show_ledger(self, entries: Sequence[Entry], standing: Standing) -> None:
        """``entries`` newest first."""
        self._standing = standing
        self.chart.show_days(by_day(entries), datetime.now().astimezone().date())
        self.fold(folded=self._is_folded)
        if entries:
            keys = [(entry.at, entry.kind, entry.purchase) for entry in entries]
            follow(self.table, KnownRows(_COLUMNS, [_row(entry) for entry in entries], keys))
        else:
            title = self.tr("No balance of this account was read yet")
            text = self.tr("It begins with the first balance. Reading it is free.")
            read = self.tr("Read the balance")
            self.table.show_empty("credits", title, text, read, self.balance_wanted.emit, cost=Cost.FREE)
        self._tell_difference(standing)
        self.tell_time()

    def show_trouble(self, told: ErrorWords, again: Callable[[], object]) -> None:
        """It could not be read, and nothing is known from before."""
        self.table.show_empty("warning", told.title, told.advice, self.tr("Try again"), again)

    def tell_time(self) -> None:
        """How old the balance is by now."""
        standing = self._standing
        if standing is None or standing.available is None or standing.read_at is None:
            self.head.tell("")
            return
        told = self.tr("%Ln {credit|credits}, read %2", "", wording.plural(standing.available))
        self.head.tell(wording.filled(told, "", wording.age(standing.read_at)))

    def fold(self, *, folded: bool) -> None:
        """Leave the chart out, where there is no room for it; the lines of the table say the same."""
        self._is_folded = folded
        for part in (self.chart, self._legend):
            part.setVisible(self.chart.has_something and not folded)

    def focus_difference(self) -> None:
        """To what must be confirmed; to the lines where nothing must."""
        button = self.findChild(Button, "ledger-acknowledge")
        wanted = button if button is not None and button.isVisible() else self.table
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _acknowledge(self) -> None:
        if self._standing is not None:
            self.acknowledged.emit(self._standing.difference)

    def _tell_difference(self, standing: Standing) -> None:
        gone = standing.difference
        if not gone:
            self._told.clear()
            return
        available = standing.available or 0
        least, found = wording.number(available + gone), wording.number(available)
        # What open purchases may have taken explains a part: the least that it should be is what adds up.
        told = self.tr("It should be %1, and is %2.")
        if gone > 0 and standing.outstanding:
            told = self.tr("It should be at least %1, and is %2.")
        facts = wording.filled(told, least, found)
        if gone > 0:
            title = self.tr(
                "%Ln {credit is|credits are} gone that LeadDesk knows nothing of.", "", wording.plural(gone)
            )
            advice = self.tr("Perhaps somebody bought on ReachStream’s own pages. Confirm it before the next purchase.")
        else:
            title = self.tr("There {is|are} %Ln {credit|credits} more than LeadDesk knows of.", "", -gone)
            advice = self.tr("Perhaps you bought credits. Confirm it before the next purchase.")
        self._told.say("warning", title, f"{facts} {advice}", "", self.tr("Confirm"))

    def title_of(self, name: str) -> str:
        """Of a column."""
        return {
            "day": self.tr("Day"),
            "balance": self.tr("Balance"),
            WHAT: self.tr("What"),
            "credits": self.tr("Credits"),
        }[name]


class _Legend(QWidget):
    """Which colour is what in the chart."""

    def __init__(self, balance: str, charged: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 0)
        row.setSpacing(6)
        for series, name in ((BALANCE, balance), (CHARGED, charged)):
            row.addWidget(_Dot(series))
            row.addWidget(Words(name, size=theme.CAPTION, muted=True))
            row.addSpacing(8)
        row.addStretch(1)


class _Dot(QWidget):
    """In the colour of a series of the chart."""

    def __init__(self, series: int) -> None:
        super().__init__()
        self._series = series
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_DOT, max(_DOT, self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().series[self._series]))
        painter.drawEllipse(QRectF(0, (self.height() - _DOT) / 2, _DOT, _DOT))


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    is_balance = entry.kind is EntryKind.BALANCE
    return words.iso(entry.at), entry.balance, words.entry_words(entry), None if is_balance else entry.credits

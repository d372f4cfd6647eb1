"""``I have 800 credits``: parts of the filter that share nobody, whose counts fit, and that were not bought before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import Purchase
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.slices import Overlap, Slice, SlicePlan
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream import budget_words
from leaddesk.ui.reachstream.budget_list import SlicesTable
from leaddesk.ui.reachstream.fetch_filter import FilterLine
from leaddesk.ui.reachstream.fetch_number import NumberEdit
from leaddesk.ui.reachstream.fetch_sheet import Sheet
from leaddesk.ui.reachstream.field_titles import field_title
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ProgressRow
from leaddesk.ui.widgets.scrolled import Scrolled
from leaddesk.ui.widgets.view_frame import ViewFrame

_LETTERS = 96
_MOST_TOLD = 4
"""Purchases of the map that are told one by one; Activity has them all."""


class BudgetDialog(QDialog):
    """Counting is free; what is chosen is bought in the fetch dialog, one slice after the other."""

    buying = Signal(object)
    """The slices to buy, in their order."""
    purchase_wanted = Signal(str)
    """This purchase in Activity, by its id."""
    settings_wanted = Signal(str)
    """A page of Settings."""

    def __init__(self, desk: Desk, whole: Filter, available: int | None, parent: QWidget) -> None:
        """``available``: the balance, as far as it is known."""
        super().__init__(parent)
        self._desk, self._whole = desk, whole
        self._slicing = desk.actions.purchases().slice_budget
        self._background = Background(self, desk.notices)
        self._plan: SlicePlan | None = None
        self._page = ""
        self._latest: Purchase | None = None
        self.setObjectName("budget-dialog")
        self.setWindowTitle(self.tr("Fit a budget"))
        self._budget = NumberEdit("budget-credits", self.tr("Credits that you have"))
        self._budget.textChanged.connect(self._allow)
        self._field = QComboBox()
        self._field.setObjectName("budget-field")
        self._field.setAccessibleName(self.tr("Cut by"))
        for name in self._slicing.fields(filter=whole):
            self._field.addItem(field_title(name).label, name)
        self._field.currentIndexChanged.connect(self._allow)
        self._propose = Button(self.tr("Propose slices"), name="budget-propose", cost=Cost.FREE)
        self._propose.setToolTip(self.tr("Counts each slice. Free of charge."))
        self._propose.clicked.connect(self._begin)
        self._progress = ProgressRow()
        self._progress.cancel_wanted.connect(lambda: self._background.cancel("slices"))
        self._progress.hide()
        self._message = InlineMessage(name="budget-message", button="budget-message-action")
        self._message.pressed.connect(lambda: self.settings_wanted.emit(self._page))
        self._table = SlicesTable()
        self._table.slices.changed.connect(self._allow)
        self._frame = ViewFrame(self._table)
        self._sum = Words(name="budget-sum", weight=600, wrap=True)
        self._map = Words(name="budget-map", wrap=True, muted=True)
        for words in (self._sum, self._map):
            words.be_a_stop()
        self._show_map = Button(self.tr("Show in Activity"), name="budget-map-show", look="link")
        self._show_map.clicked.connect(self._leave)
        self._close = Button(self.tr("Cancel"), name="budget-cancel")
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self._buy = Button("", name="budget-buy", cost=Cost.SPENDS, look="primary")
        self._buy.clicked.connect(self._accepted)
        self._lay_out()
        self.finished.connect(self.deleteLater)
        self._tell_map(())
        if available is not None:
            self._take_balance(available)
        else:
            self._background.run(desk.actions.read_credits(), self._credits_read, self._failed)
        self._background.run(self._slicing.bought_before(filter=whole), self._tell_map, self._failed)
        self._allow()
        self._budget.setFocus()
        self._budget.selectAll()
        self._fit()

    def _fit(self) -> None:
        """As high as everything, where the window allows it; never lower than it is."""
        room = room_for(self)
        self._scrolled.updateGeometry()  # a scroll area does not tell that its content needs more
        width = max(self.fontMetrics().averageCharWidth() * _LETTERS, self.minimumSizeHint().width(), self.width())
        width = min(width, room.width())
        needed = self._sheet.sizeHint().height() + self._foot.sizeHint().height()
        self.resize(width, min(max(needed, self.height() if self.isVisible() else 0), room.height()))

    def reject(self) -> None:
        self._background.cancel_all()
        super().reject()

    def _lay_out(self) -> None:
        for button in (self._propose, self._show_map):
            button.answer_enter()
        head, map_head, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, map_head, buttons):
            row.setSpacing(8)
        for part in (
            Words(self.tr("I have"), size=theme.SECTION, weight=600), self._budget,
            Words(self.tr("credits, cut by"), size=theme.SECTION, weight=600), self._field, self._propose,
        ):  # fmt: skip
            head.addWidget(part)
        head.addStretch(1)
        map_head.addWidget(Words(self.tr("Bought before"), weight=600))
        map_head.addStretch(1)
        map_head.addWidget(self._show_map)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._buy)
        self._sheet, self._foot = Sheet(), QWidget()
        column, foot, whole = QVBoxLayout(self._sheet), QVBoxLayout(self._foot), QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(FilterLine(self._whole))
        column.addWidget(self._progress)
        column.addWidget(self._message)
        column.addWidget(self._frame, 1)
        column.addWidget(self._sum)
        column.addLayout(map_head)
        column.addWidget(self._map)
        foot.setContentsMargins(20, 0, 20, 18)
        foot.setSpacing(12)
        foot.addWidget(Hairline())
        foot.addLayout(buttons)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scrolled = Scrolled(self._sheet)
        whole.addWidget(self._scrolled, 1)
        whole.addWidget(self._foot)

    def _credits_read(self, balance: Credits) -> None:
        self._take_balance(balance.available)

    def _take_balance(self, available: int) -> None:
        if not self._budget.text():
            self._budget.setText(wording.number(available))

    def _begin(self) -> None:
        budget, field = self._budget.number, self._field.currentData()
        if not budget or not field or self._background.is_running("slices"):
            return
        self._message.clear()
        self._show_plan(None)
        self._progress.begin(self.tr("Counting the slices…"))
        self._progress.show()
        self._progress.focus_cancel()
        ticket = self._desk.running.begin(self.tr("Fitting a budget"))

        def ended() -> None:
            self._desk.running.end(ticket)
            self._progress.hide()
            self._allow()
            if self._plan is None:
                self._propose.setFocus(Qt.FocusReason.OtherFocusReason)

        work = self._slicing(filter=self._whole, budget=budget, field=field, progress=self._counted)
        self._background.run(work, self._planned, self._failed, ended, "slices")
        self._allow()

    def _counted(self, done: int, total: int) -> None:
        words = wording.filled(self.tr("%1 of %Ln {slice|slices} counted", "", total), wording.number(done))
        self._progress.show_progress(words, done, total)

    def _planned(self, plan: SlicePlan) -> None:
        self._show_plan(plan)
        nothing = budget_words.nothing_fits(plan)
        if nothing:
            self._message.say("warning", nothing)
        self._fit()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_plan(self, plan: SlicePlan | None) -> None:
        self._plan = plan
        self._table.show_plan(plan)

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._page = words.settings_page
        self._message.say("danger", words.title, words.advice, words.button if words.settings_page else "")

    def _allow(self) -> None:
        chosen, plan = self._table.slices.chosen, self._plan
        budget, contacts = self._budget.number, sum(one.matches for one in chosen)
        is_busy = self._background.is_running("slices")
        self._propose.setEnabled(bool(budget) and self._field.count() > 0 and not is_busy)
        self._budget.tell_wrong(wrong=bool(self._budget.text()) and not budget)
        fits = plan is not None and 0 < contacts <= plan.budget
        self._sum.setText(self._sum_words(chosen, contacts, is_busy=is_busy))
        many = len(chosen) > 1
        self._buy.setText(
            self.tr("Buy %Ln slices, one by one…", "", len(chosen)) if many else self.tr("Buy this slice…")
        )
        self._buy.setEnabled(fits)

    def _sum_words(self, chosen: Sequence[Slice], contacts: int, *, is_busy: bool) -> str:
        if self._field.count() == 0:
            return self.tr("This filter cannot be cut: it names one value in every field that could be.")
        if self._plan is None:
            return "" if is_busy else self.tr("Slices share nobody with each other. Counting them is free.")
        words = budget_words.chosen(len(chosen), contacts, self._plan.budget)
        return f"{words} {self.tr('That is too many.')}" if contacts > self._plan.budget else words

    def _tell_map(self, found: Sequence[tuple[Purchase, Overlap]]) -> None:
        self._latest = found[0][0] if found else None
        lines = [budget_words.bought(purchase, how) for purchase, how in found[:_MOST_TOLD]]
        if len(found) > _MOST_TOLD:
            lines.append(self.tr("%Ln more in Activity.", "", len(found) - _MOST_TOLD))
        self._map.setText("\n".join(lines) or self.tr("Nothing that shares contacts with this filter."))
        self._show_map.setVisible(bool(found))
        self._fit()

    def _leave(self) -> None:
        if self._latest is not None:
            wanted = self._latest.id
            self.reject()
            self.purchase_wanted.emit(wanted)

    def _accepted(self) -> None:
        chosen = self._table.slices.chosen
        if chosen:
            self.accept()
            self.buying.emit(chosen)

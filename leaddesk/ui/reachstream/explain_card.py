"""Which field cuts how much: a small bar chart, or one sentence where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Cut, Explanation
from leaddesk.ui import theme, wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.reachstream.field_titles import field_title
from leaddesk.ui.widgets.bar_chart import Bar, BarChart
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ElidedLabel, ProgressRow


class ExplainCard(Card):
    """The explanation of the count."""

    explain_wanted = Signal()
    cancel_wanted = Signal()
    leave_out_wanted = Signal(str)
    """A field without which something would match."""
    folded = Signal(bool)
    """By hand."""

    def __init__(self, *, is_folded: bool) -> None:
        super().__init__("reachstream-explain", spacing=6)
        self._by_hand = is_folded
        self._explanation: Explanation | None = None
        self._filter = Filter()
        self._running = False
        self._caption = ElidedLabel(name="explain-caption")
        theme.muted(self._caption)
        self._fold = Button("", name="explain-fold", look="link")
        self._fold.clicked.connect(self._switch)
        self._leave_out = Button("", name="explain-leave-out", cost=Cost.FREE)
        self._leave_out.clicked.connect(self._ask_to_leave_out)
        self.button = Button(
            self.tr("Explain"),
            name="count-explain",
            cost=Cost.FREE,
            hint=self.tr("Counts again with each field left out in turn. Free of charge."),
        )
        self.button.clicked.connect(self.explain_wanted)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Words(self.tr("What each field cuts"), size=theme.SECTION, weight=600))
        head.addWidget(self._caption)
        head.addStretch(1)
        for button in (self._fold, self.button):
            head.addWidget(button)
        self.column.addLayout(head)
        self.words = Words(name="explain-result", wrap=True)
        self.words.be_a_stop()
        said = QHBoxLayout()
        said.setSpacing(10)
        said.addWidget(self.words, 1)
        said.addWidget(self._leave_out, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(said)
        self._chart = BarChart("explain-chart")
        self.column.addWidget(self._chart)
        self._progress: ProgressRow | None = None
        self.refresh()

    def show_filter(self, filter: Filter) -> None:
        self._filter = filter
        self.refresh()

    def show_explanation(self, explanation: Explanation | None) -> None:
        self._explanation = explanation
        self.refresh()

    def begin(self) -> None:
        """The counts are on their way."""
        if self._progress is None:
            self._progress = ProgressRow()
            self._progress.cancel_wanted.connect(self.cancel_wanted)
            self.column.addWidget(self._progress)
        self._running = True
        self._progress.begin(self.tr("Counting with each field left out"))
        self._progress.show()
        self.refresh()

    def show_progress(self, there: int, total: int) -> None:
        if self._progress is not None:
            words = wording.filled(self.tr("%1 of %2 counts"), str(there), str(total))
            self._progress.show_progress(words, there, total)

    def end(self) -> None:
        self._running = False
        if self._progress is not None:
            self._progress.hide()
        self.refresh()

    @property
    def is_stale(self) -> bool:
        return self._explanation is not None and self._explanation.count.filter != self._filter

    def refresh(self) -> None:
        explained = self._explanation
        self.button.setEnabled(not self._filter.is_empty and not self._running)
        self.button.setText(self.tr("Explain again") if explained else self.tr("Explain"))
        stale, fresh = self.tr("before your last change"), self.tr("matches if you leave the field out")
        self._caption.setText(stale if self.is_stale else fresh)
        chartable = explained is not None and bool(explained.cuts)
        folded = self._by_hand or (self.isVisible() and self.window().height() < 700)
        self._fold.setVisible(chartable and (self._by_hand or not folded))
        self._fold.setText(self.tr("Show chart") if folded else self.tr("Hide chart"))
        culprits = explained.culprits if explained and not self.is_stale else ()
        self._leave_out.setVisible(bool(culprits))
        if culprits:
            self._leave_out.setText(wording.filled(self.tr("Leave %1 out"), field_title(culprits[0]).inside))
        self.words.tell(self._sentence(explained) if explained else "")
        self.words.setVisible(explained is not None and (folded or not chartable or explained.count.matches == 0))
        self._chart.setVisible(chartable and not folded)
        if explained is not None and chartable:
            self._chart.show_bars(self._bars(explained))

    def _sentence(self, explained: Explanation) -> str:
        if not explained.cuts:
            return self._sentence_of_one(explained)
        first = explained.cuts[0]
        label, without = field_title(first.field).inside, wording.number(first.matches_without)
        if explained.count.matches == 0:
            if not explained.culprits:
                return self.tr("No contact matches, and no field alone is to blame: two or more make it zero together.")
            words = self.tr("No contact matches. %1 makes it zero: without it, %2 match.")
        elif first.matches_without <= explained.count.matches:
            return self.tr("No field alone cuts anything: leaving any one out gives the same contacts.")
        else:
            words = self.tr("%1 cuts most: without it, %2 match.")
        return wording.filled(words, label[0].upper() + label[1:], without)

    def _sentence_of_one(self, explained: Explanation) -> str:
        if explained.count.matches:
            return self.tr("The filter has one field only: it alone decides what matches.")
        words = self.tr("No contact matches. %1 makes it zero: it is the only field of the filter.")
        label = "".join(field_title(name).label for name in explained.count.filter.used[:1])
        return wording.filled(words, label)

    def _bars(self, explained: Explanation) -> list[Bar]:
        total = explained.count.matches
        bars = [Bar(self.tr("All fields"), total, self.tr("match"), is_total=True)]
        return bars + [self._bar(total, cut) for cut in explained.cuts]

    def _bar(self, total: int, cut: Cut) -> Bar:
        label = wording.filled(self.tr("Without %1"), field_title(cut.field).inside)
        if cut.matches_without <= total:
            return Bar(label, cut.matches_without, self.tr("cuts nothing: the other fields already say it"))
        share = 100 * (cut.matches_without - total) / cut.matches_without
        # A field that leaves something never "cuts 100%".
        percent = wording.number(min(round(share), 99) if total else 100)
        return Bar(label, cut.matches_without, wording.filled(self.tr("cuts %1%"), percent))

    def _switch(self) -> None:
        self._by_hand = not self._by_hand
        self.folded.emit(self._by_hand)
        self.refresh()

    def _ask_to_leave_out(self) -> None:
        if self._explanation is not None and self._explanation.culprits:
            self.leave_out_wanted.emit(self._explanation.culprits[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

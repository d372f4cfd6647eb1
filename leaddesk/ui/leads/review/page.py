"""The review of likely duplicates, whole: a page that lies over My Leads until it is closed."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import LeadListId
from leaddesk.domain.likely import Pair, PairGone
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.review import words
from leaddesk.ui.leads.review.buttons import Deciding
from leaddesk.ui.leads.review.choosing import Choosing
from leaddesk.ui.leads.review.pairs import PAGE
from leaddesk.ui.leads.review.rail import ReviewRail
from leaddesk.ui.leads.review.table import CompareModel, CompareTable
from leaddesk.ui.widgets.buttons import IconButton
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.rail_splitter import RailSplitter
from leaddesk.ui.widgets.table.empty_state import EmptyState
from leaddesk.ui.widgets.view_frame import ViewFrame

_LONGEST_NAME = 48
_ACTS = {"merge", "apart", "later"}
"""Steps of the history that are made here: these alone are undone from here."""


@dataclass(frozen=True)
class _Looked:
    """What was read together."""

    total: int
    page: int
    pairs: Sequence[Pair]
    lists: Mapping[LeadListId, str]
    can_undo: bool


class DuplicateReview(QWidget):
    """Read anew whenever it is shown and whenever leads change."""

    closed = Signal()
    """The person wants back to My Leads."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("review")
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._row, self._done = 0, 0
        self._wanted: tuple[int, int] | None = None
        """The leads of the pair to be shown, wherever it stands; None: what stands at the row."""
        self._ruled: list[tuple[tuple[int, int], int, bool]] = []
        """What was decided here, at which row it stood, and whether it counts as done: undoing shows it again."""
        self._lists: Mapping[LeadListId, str] = {}
        self._is_read = False
        self.rail = ReviewRail()
        self.model = CompareModel(self)
        self.table = CompareTable(self.model)
        self.deciding = Deciding(self)
        self._make_head()
        self._verdict = _Verdict()
        self._problem = InlineMessage(name="review-problem")
        self._empty = EmptyState("review-empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(
            RailSplitter("review-splitter", self.rail, self._work(), width=300, preferences=desk.preferences)
        )
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self._tell_state()

    # -- parts

    def _make_head(self) -> None:
        self._name = Words(name="review-name", size=theme.PAGE_TITLE, weight=600, wrap=True)
        self._place = Words(name="review-place", muted=True)
        for label in (self._name, self._place):
            label.be_a_stop()
        self._previous = IconButton(
            "chevron-left", self.tr("Previous pair"), name="review-previous", keys=QKeySequence("Ctrl+Up")
        )
        self._next = IconButton(
            "chevron-right", self.tr("Next pair"), name="review-next", keys=QKeySequence("Ctrl+Down")
        )
        self._close = IconButton("close", self.tr("Back to My Leads"), name="review-close", keys=QKeySequence("Esc"))

    def _work(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._name, 1)
        head.addWidget(self._place)
        for button in (self._previous, self._next, self._close):
            head.addWidget(button)
        self._hint = Words(
            self.tr(
                "Choose a value with the left and right arrow keys; Space keeps both e-mail addresses or phones. "
                "Lists, tags and notes of both are always kept."
            ),
            size=theme.CAPTION,
            muted=True,
            wrap=True,
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._verdict)
        column.addWidget(ViewFrame(self.table), 1)
        column.addWidget(self._hint)
        column.addStretch(0)
        column.addWidget(self._problem)
        column.addWidget(self.deciding)
        return work

    def _connect(self) -> None:
        self.rail.model.wanted.connect(self._read_page)
        self.rail.list.selectionModel().currentChanged.connect(lambda now, _: self._go_to(now.row()))
        self._previous.clicked.connect(lambda: self._step(-1))
        self._next.clicked.connect(lambda: self._step(1))
        self._close.clicked.connect(self.closed)
        self.deciding.left.clicked.connect(lambda: self._merge(keep_left=True))
        self.deciding.right.clicked.connect(lambda: self._merge(keep_left=False))
        self.deciding.apart.clicked.connect(self._keep_apart)
        self.deciding.later.clicked.connect(self._put_off)
        self.deciding.merge.clicked.connect(self._merge_as_shown)
        self.deciding.undo.clicked.connect(self.undo)
        for keys, act in (
            ("Ctrl+Up", self._previous.click),
            ("Ctrl+Down", self._next.click),
            ("Esc", self.closed.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._read()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever opens the review gives it the keyboard. (A focus proxy would break the circle of Tab.)"""
        super().focusInEvent(event)
        (self.table if self._stack.currentIndex() == 0 else self._empty.button).setFocus(event.reason())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._background.cancel("read")

    def _heed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.leads or changes.lead_lists):
            self._read()

    def _read(self) -> None:
        self._background.run(self._look(max(0, self._row) // PAGE), self._show, self._failed, replacing="read")

    async def _look(self, page: int) -> _Looked:
        actions = self._desk.actions
        total = await actions.review_duplicates.count()
        page = min(page, max(0, total - 1) // PAGE)
        pairs = await actions.review_duplicates.pairs(offset=page * PAGE, limit=PAGE)
        lists = {list_.id: list_.name for list_ in await actions.keep_leads.lists()}
        undo, _ = await actions.keep_leads.steps()
        return _Looked(total, page, pairs, lists, can_undo=undo is not None and undo.act in _ACTS)

    def _show(self, looked: _Looked) -> None:
        self._is_read = True
        self._lists = looked.lists
        model = self.rail.model
        model.show_total(looked.total)
        model.show_page(looked.page, looked.pairs)
        model.forget_but(looked.page)
        found = model.row_of(self._wanted) if self._wanted is not None else None
        self._row = max(0, min(self._row if found is None else found, looked.total - 1))
        self.deciding.undo.setEnabled(looked.can_undo)
        self._choose_row()
        self._show_pair()

    def _read_page(self, page: int) -> None:
        place = f"page {page}"
        if not self._background.is_running(place):
            work = self._desk.actions.review_duplicates.pairs(offset=page * PAGE, limit=PAGE)

            def failed(error: LeadDeskError) -> None:
                self.rail.model.show_page(page, ())  # else it would be asked for with every painting
                self._failed(error)

            self._background.run(work, lambda pairs: self._show_page(page, pairs), failed, replacing=place)

    def _show_page(self, page: int, pairs: Sequence[Pair]) -> None:
        self.rail.model.show_page(page, pairs)
        if self._row // PAGE == page:
            self._show_pair()

    # -- one pair

    def _go_to(self, row: int) -> None:
        """What the list is on."""
        if 0 <= row != self._row:
            self._row = row
            self._clear_problem()
            self._show_pair()

    def _step(self, by: int) -> None:
        self._go_to(max(0, min(self._row + by, self.rail.model.total - 1)))
        self._choose_row()

    def _choose_row(self) -> None:
        index = self.rail.model.index(self._row, 0)
        if index != self.rail.list.currentIndex():
            self.rail.list.setCurrentIndex(index)
        self.rail.list.scrollTo(index)

    def _show_pair(self) -> None:
        pair = self.rail.model.item(self._row)
        if pair is None and self.rail.model.total and not self.rail.model.is_read(self._row):
            self._read_page(self._row // PAGE)
        self._wanted = (pair.left.id, pair.right.id) if pair is not None else None
        shown = self.model.choosing.pair if self.model.choosing is not None else None
        if pair != shown:  # what was chosen already stays where the pair is read again as it was
            self.model.show_pair(Choosing(pair, self._lists) if pair is not None else None)
            self._choose_first()
        self._tell_state()

    def _choose_first(self) -> None:
        """The keyboard goes where there is something to choose."""
        rows = self.model.choosing.rows if self.model.choosing is not None else ()
        first = next((number for number, row in enumerate(rows) if row.is_choice and not row.is_same), 0)
        self.table.setCurrentIndex(self.model.index(first, 1))
        if not self.rail.list.hasFocus() and self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_state(self) -> None:
        """Everything around the table."""
        total = self.rail.model.total
        self.rail.tell(total, self._done)
        if self._is_read and not total:
            self._tell_empty()
        self._stack.setCurrentIndex(1 if self._is_read and not total else 0)
        choosing = self.model.choosing
        pair = choosing.pair if choosing is not None else None
        name = words.name_of(pair.left) if pair is not None else self.tr("Reading…")
        self._name.setText(wording.shortened(name, _LONGEST_NAME))
        self._name.setToolTip(wording.tooltip(name) if len(name) > _LONGEST_NAME else "")
        place = wording.filled(self.tr("%1 of %2"), wording.number(self._row + 1), wording.number(total))
        self._place.setText(place if pair is not None else "")
        self._verdict.tell(words.verdict(pair) if pair else "", words.reasons(pair) if pair else "")
        is_free = pair is not None and not self._background.is_running("rule")
        for button in self.deciding.ruling:
            button.setEnabled(is_free)
        self._previous.setEnabled(self._row > 0)
        self._next.setEnabled(self._row < total - 1)

    def _tell_empty(self) -> None:
        title = self.tr("No likely duplicates wait")
        if self._done:
            title = self.tr("All done: you decided on %Ln {pair|pairs}", "", self._done)
        text = self.tr(
            "Who is certainly one person is merged by itself. Whoever is only likely the same waits here for you."
        )
        self._empty.tell("merge", title, text, self.tr("Back to My Leads"), self.closed.emit)
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- deciding

    def _merge(self, *, keep_left: bool) -> None:
        if (pair := self._pair()) is not None:
            self._rule(pair, self._desk.actions.review_duplicates.merge(pair=pair, keep_left=keep_left))

    def _merge_as_shown(self) -> None:
        if (pair := self._pair()) is not None and self.model.choosing is not None:
            choose = self.model.choosing.for_merging()
            self._rule(pair, self._desk.actions.review_duplicates.merge(pair=pair, choose=choose))

    def _keep_apart(self) -> None:
        if (pair := self._pair()) is not None:
            self._rule(pair, self._desk.actions.review_duplicates.keep_apart(pair=pair))

    def _put_off(self) -> None:
        if (pair := self._pair()) is not None:
            self._rule(pair, self._desk.actions.review_duplicates.later(pair=pair), counts=False)

    def _pair(self) -> Pair | None:
        """The one that can be decided on now."""
        choosing = self.model.choosing
        return choosing.pair if choosing is not None and not self._background.is_running("rule") else None

    def _rule(self, pair: Pair, work: Coroutine[Any, Any, object], *, counts: bool = True) -> None:
        self._clear_problem()

        def done(_: object) -> None:
            self._ruled.append(((pair.left.id, pair.right.id), self._row, counts))
            self._done += counts
            self._wanted = None  # the next one comes to this row
            self._read()

        self._background.run(work, done, self._failed, self._tell_state, replacing="rule")
        self._tell_state()

    def undo(self) -> None:
        """Take the latest decision back, also one of another day, and show its pair again."""
        if self._background.is_running("rule"):
            return
        self._clear_problem()

        def done(step: object) -> None:
            if step is not None and self._ruled:
                self._wanted, self._row, counted = self._ruled.pop()
                self._done -= counted
            self._read()

        self._background.run(self._desk.actions.keep_leads.undo(), done, self._failed, self._tell_state, "rule")
        self._tell_state()

    def _clear_problem(self) -> None:
        self._problem.clear()
        self._hint.show()

    def _failed(self, error: LeadDeskError) -> None:
        self._hint.hide()  # both need room
        self._problem.say("warning" if isinstance(error, PairGone) else "danger", *words.problem(error))
        if isinstance(error, PairGone):
            self._wanted = None
            self._read()


class _Verdict(QWidget):
    """One sentence in bold and why, on a soft ground."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Words(name="review-reasons", wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.be_a_stop()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(Icon("info", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)

    def tell(self, title: str, text: str) -> None:
        """Neither holds anything of a lead: it is shown as rich text."""
        told = f"<b>{title}</b>&nbsp; {text}" if title else ""
        if told != self._words.text():
            self._words.setText(told)
        self.setVisible(bool(title))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().accent_soft))
        painter.drawRoundedRect(self.rect(), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

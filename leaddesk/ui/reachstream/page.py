"""The tab itself: joins the filter, the rail and the cards with what a person can do."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.connect_provider import KeyKind
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter, read_filter
from leaddesk.domain.preferences import CHART_FOLDED, COUNT_BY_ITSELF
from leaddesk.domain.providers import REACHSTREAM
from leaddesk.domain.reachstream import Count, Credits, Explanation
from leaddesk.domain.saved_filters import Draft, SavedFilter
from leaddesk.domain.urgency import Urgency
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notice
from leaddesk.ui.reachstream.explain_card import ExplainCard
from leaddesk.ui.reachstream.facts_card import FactsCard
from leaddesk.ui.reachstream.fetch_door import FetchDoor
from leaddesk.ui.reachstream.field_titles import field_title
from leaddesk.ui.reachstream.filter_editing import EditedFilter, FilterEditing, History
from leaddesk.ui.reachstream.filter_rail import FilterRail
from leaddesk.ui.reachstream.look_ups import LookUps
from leaddesk.ui.reachstream.sample_card import SampleCard
from leaddesk.ui.reachstream.save_dialog import SaveFilterDialog
from leaddesk.ui.reachstream.saved_dialog import SavedFiltersDialog
from leaddesk.ui.reachstream.value_check import ValueCheck
from leaddesk.ui.widgets.rail_splitter import RailSplitter
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking
from leaddesk.ui.widgets.table.lead_table import LeadTable

TOOLS = (
    ("undo", "filter-undo", "undo"),
    ("redo", "filter-redo", "redo"),
    ("open", "filter-open", "filter-open"),
    ("save", "filter-save", "filter-save"),
    ("copy", "filter-copy", "filter-copy"),
    ("clear", "filter-clear", "filter-clear"),
)
"""Icon, objectName and command of each button over the rail."""

_TYPING_RESTS = 700
_AGES_AGAIN = 20_000
_CREDITS_STAY_FRESH = 300
"""Seconds."""
_RAIL = 396


class ReachStreamPage(QWidget):
    """Build a filter, count, explain, see the price, take the sample home."""

    answered = Signal(str)
    """ReachStream answered well: the words for the status bar."""
    troubled = Signal(str)
    """It did not."""
    saving = Signal()
    """The filter was changed, and is on its way to the disk."""
    saved = Signal()
    """It is there."""
    not_saved = Signal(object)
    """It is not, for this LeadDeskError."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._count: Count | None = None
        self._credits: Credits | None = None
        self._dialog: QDialog | None = None
        self._restored = False
        self.editing = FilterEditing(self)
        tools = [(icon, name, desk.commands.action(command)) for icon, name, command in TOOLS]
        self.rail = FilterRail(self.editing, tools, count_by_itself=desk.preferences.get(COUNT_BY_ITSELF))
        self.facts = FactsCard()
        self.explanation = ExplainCard(is_folded=desk.preferences.get(CHART_FOLDED))
        self.sample = SampleCard(desk)
        self.buying = FetchDoor(desk, self)
        self._check = ValueCheck(desk, self.editing, self.rail)
        self._look_ups = LookUps(desk, self.rail, lambda: self._answered("look-up"))
        self._lay_out()
        self._connect()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_RESTS)
        self._rest.timeout.connect(lambda: self.count(Urgency.TYPING))
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        self._ages.timeout.connect(self.facts.refresh)
        self._filter_changed()
        self._look_for_key()
        self.destroyed.connect(desk.announcer.subscribe(self._changed))
        self._background.run(desk.actions.keep_filters.draft(), self._restore, self.not_saved.emit)

    def _lay_out(self) -> None:
        cards = Shrinking()
        column = QVBoxLayout(cards)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.facts)
        column.addWidget(self.explanation)
        column.addWidget(self.sample, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        work, kept = Scrolled(cards), self._desk.preferences
        row.addWidget(RailSplitter("reachstream-splitter", self.rail, work, width=_RAIL, preferences=kept))

    def _connect(self) -> None:
        self.editing.changed.connect(self._filter_changed)
        self.editing.history.canUndoChanged.connect(self._desk.commands.refresh)
        self.editing.history.canRedoChanged.connect(self._desk.commands.refresh)
        self.rail.values_added.connect(self._add)
        self.rail.values_removed.connect(self._remove)
        self.rail.count_by_itself_switched.connect(self._switch_counting)
        self.facts.stop_wanted.connect(self._stop_counting)
        self.facts.count_wanted.connect(self.count)
        self.facts.credits_wanted.connect(self.read_credits)
        self.facts.fetch_wanted.connect(self.fetch)
        self.buying.balance_read.connect(self._credits_read)
        self.explanation.explain_wanted.connect(self.explain)
        self.explanation.cancel_wanted.connect(lambda: self._background.cancel("explain"))
        self.explanation.leave_out_wanted.connect(self._leave_out)
        self.explanation.folded.connect(lambda folded: self._desk.preferences.set(CHART_FOLDED, folded))
        self.sample.explain_wanted.connect(self.explain)

    @property
    def panes(self) -> list[QWidget]:
        """For F6: the parts that the keyboard goes through, in order."""
        return [self.rail, self.facts, self.explanation, *self.sample.panes]

    @property
    def table(self) -> LeadTable | None:
        return self.sample.table

    @property
    def has_rows(self) -> bool:
        return self.sample.has_rows

    @property
    def history(self) -> History:
        return self.editing.history

    def export(self) -> None:
        self.sample.export()

    def refresh(self) -> None:
        """Read the balance again."""
        self.read_credits()

    def count(self, urgency: Urgency = Urgency.CLICK) -> None:
        """Count what matches, and read the balance with it where that is old."""
        asked = self.editing.filter
        if asked.is_empty:
            return
        self._rest.stop()
        self.facts.set_counting(counting=True)
        if self._count is None:
            self.sample.show_loading()
        ticket = self._desk.running.begin(self.tr("Counting"))

        def ended() -> None:
            self._desk.running.end(ticket)
            self._counting_ended()

        work = self._desk.actions.count_matches(filter=asked, urgency=urgency)
        self._background.run(work, self._counted, self._count_failed, ended, "count")
        if self._credits is None or wording.seconds_since(self._credits.read_at) > _CREDITS_STAY_FRESH:
            self.read_credits()

    def _stop_counting(self) -> None:
        self._background.cancel("count")
        self.sample.show_count(self._count)

    def read_credits(self) -> None:
        if self._background.is_running("credits"):
            return
        self.facts.set_reading_credits(reading=True)
        self._background.run(
            self._desk.actions.read_credits(),
            self._credits_read,
            lambda error: self._troubled(error, "credits"),
            lambda: self.facts.set_reading_credits(reading=False),
            "credits",
        )

    def explain(self) -> None:
        """Count again with each field left out in turn."""
        if self.editing.filter.is_empty or self._background.is_running("explain"):
            return
        self.explanation.begin()
        ticket = self._desk.running.begin(self.tr("Explaining the count"))

        def ended() -> None:
            self._desk.running.end(ticket)
            self.explanation.end()

        work = self._desk.actions.explain_count(filter=self.editing.filter, progress=self.explanation.show_progress)
        self._background.run(work, self._explained, lambda error: self._troubled(error, "count"), ended, "explain")

    def fetch(self) -> None:
        """Open the dialog that buys."""
        wanted, count = self.editing.filter, self._count
        if not wanted.is_empty:
            fitting = count if count is not None and count.filter == wanted else None
            self.buying.fetch(wanted, self._saved_name(), fitting)

    def fit_budget(self) -> None:
        """Open the budget slicer."""
        if not self.editing.filter.is_empty:
            available = self._credits.available if self._credits is not None else None
            self.buying.fit_budget(self.editing.filter, self._saved_name(), available)

    def _saved_name(self) -> str:
        """Of the saved filter that this is; empty for one that was changed since."""
        state = self.editing.state
        return "" if state.is_edited else state.name

    def save_filter(self) -> None:
        dialog = SaveFilterDialog(self._desk, self.editing.filter, self.editing.state.name, self.window())
        dialog.saved.connect(self._filter_saved)
        self._open_dialog(dialog)

    def open_filters(self) -> None:
        dialog = SavedFiltersDialog(self._desk, self.window())
        dialog.opened.connect(self._open_saved)
        dialog.renamed.connect(self.editing.renamed)
        dialog.deleted.connect(lambda name: self.editing.renamed(name, ""))
        self._open_dialog(dialog)

    def copy_filter(self) -> None:
        data = QMimeData()
        data.setText(self.editing.filter.to_json())
        QGuiApplication.clipboard().setMimeData(data)
        self._desk.notices.say(Notice("success", self.tr("The filter was copied as JSON.")))

    def paste_filter(self) -> None:
        try:
            pasted = read_filter(QGuiApplication.clipboard().text())
        except LeadDeskError as error:
            self._desk.notices.problem(error)
            return
        self.editing.change(pasted.filter, self.tr("Paste filter"))
        self._check.check_all(ask=True)
        if pasted.left_out:
            names = wording.listing([wording.shortened(name, 40) for name in pasted.left_out])
            title = self.tr("%Ln {field was|fields were} left out.", "", len(pasted.left_out))
            self._desk.notices.say(Notice("warning", title, wording.filled(self.tr("ReachStream has no %1."), names)))
        else:
            self._desk.notices.say(Notice("success", self.tr("The filter was pasted.")))

    def clear_filter(self) -> None:
        self.editing.open(Filter(), "", self.tr("Clear filter"))
        self.rail.focus_first()

    def focus_search(self) -> None:
        self.sample.focus_filter()

    def _changed(self, changes: Changes) -> None:
        if REACHSTREAM.id in changes.keys:
            self._look_for_key()
        if REACHSTREAM.id in changes.keys | changes.addresses:
            self._desk.notices.solved(REACHSTREAM.id)
            self._check.check_failed()
        elif REACHSTREAM.id in changes.answered:
            self._desk.notices.connected(REACHSTREAM.id)

    def _look_for_key(self) -> None:
        """A keychain that cannot be asked is told when its key is needed."""
        self._background.run(
            self._desk.actions.connect_provider.key_state(provider=REACHSTREAM.id),
            lambda state: self.sample.tell_key(kept=state.kind is not KeyKind.NONE or self._desk.is_demo),
            lambda _: None,
            replacing="key",
        )

    def _restore(self, left: tuple[Draft, Filter] | None) -> None:
        if left is not None and self.editing.filter.is_empty:
            draft, saved_as = left
            self.editing.start_with(EditedFilter(draft.filter, draft.name, saved_as))
            self._check.check_all(ask=False)
        self._restored = True

    def _filter_changed(self) -> None:
        wanted = self.editing.filter
        # What was left could not be read: it is replaced only by what a person has built since.
        self._restored = self._restored or self.editing.history.count() > 0
        self.facts.show_filter(wanted)
        self.explanation.show_filter(wanted)
        self.sample.show_filter(wanted)
        self._desk.commands.tell_target("undo", self.editing.history.undoText())
        self._desk.commands.refresh()
        if self._restored:
            self.saving.emit()
            self._background.run(
                self.keep_draft(), lambda _: self.saved.emit(), self.not_saved.emit, replacing="keep-draft"
            )
        self._rest.stop()
        current = self._count is not None and self._count.filter == wanted
        if self._desk.preferences.get(COUNT_BY_ITSELF) and not wanted.is_empty and not current:
            self._rest.start()

    async def keep_draft(self) -> None:
        """Returns when the filter, as it stands in the window, is on disk. Raises WorkspaceError, FileError."""
        if self._restored:
            state = self.editing.state
            await self._desk.actions.keep_filters.keep_draft(draft=Draft(state.filter, state.name))

    def _add(self, field: str, values: list[str]) -> None:
        before = self.editing.filter.values(field)
        new = [value for value in values if value not in before]
        title = field_title(field).label
        words = self.tr("Add %1 to %2") if len(new) == 1 else self.tr("Add %Ln values to %2", "", len(new))
        words = wording.filled(words, wording.shortened("".join(new[:1]), 30), title)
        self.editing.change(self.editing.filter.with_values(field, [*before, *values]), words)
        self._check.check(field, new)

    def _remove(self, field: str, values: list[str]) -> None:
        left = [value for value in self.editing.filter.values(field) if value not in values]
        words = wording.filled(self.tr("Remove from %1"), field_title(field).label)
        self.editing.change(self.editing.filter.with_values(field, left), words)

    def _leave_out(self, field: str) -> None:
        words = wording.filled(self.tr("Leave %1 out"), field_title(field).inside)
        self.editing.change(self.editing.filter.without(field), words)
        self.count()

    def _switch_counting(self, on: bool) -> None:
        self._desk.preferences.set(COUNT_BY_ITSELF, on)
        self._desk.commands.refresh()
        if on and (self._count is None or self._count.filter != self.editing.filter):
            self.count(Urgency.TYPING)

    def _counted(self, count: Count) -> None:
        self._count = count
        self.facts.show_count(count)
        self.sample.show_count(count)
        self._answered("count")

    def _count_failed(self, error: LeadDeskError) -> None:
        self.sample.show_count(self._count)
        self._troubled(error, "count")

    def _counting_ended(self) -> None:
        self.facts.set_counting(counting=self._background.is_running("count"))

    def _credits_read(self, balance: Credits) -> None:
        self._credits = balance
        self.facts.show_credits(balance)
        self._answered("credits")

    def _explained(self, explained: Explanation) -> None:
        # A newer count of another filter stays.
        if self._count is None or explained.count.filter == self.editing.filter:
            self._counted(explained.count)
        self.explanation.show_explanation(explained)
        if self._count is not None and self._count.filter == explained.count.filter:
            self.sample.show_culprits(explained)

    def _answered(self, task: str) -> None:
        self._desk.notices.solved(REACHSTREAM.id, task)
        self.answered.emit(self.tr("ReachStream connected"))

    def _troubled(self, error: LeadDeskError, task: str) -> None:
        words = explain(error)
        self.troubled.emit(words.title)
        self._desk.notices.problem(error, task)

    def _filter_saved(self, name: str) -> None:
        self.editing.saved(name)
        self._desk.notices.say(Notice("success", wording.filled(self.tr("Saved as “%1”."), wording.shortened(name))))

    def _open_saved(self, saved: SavedFilter) -> None:
        self.editing.open(
            saved.filter, saved.name, wording.filled(self.tr("Open %1"), wording.shortened(saved.name, 30))
        )
        self._check.check_all(ask=False)

    def _open_dialog(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        self.facts.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

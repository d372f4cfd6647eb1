"""Adds rows of one table to My Leads: all that are shown or the selected ones, to a list or to none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList, LeadListId, SourceKind
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.collecting.carried_rows import CarriedRows, mime_of
from leaddesk.ui.widgets.collecting.result_words import result_advice, result_title
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_actions import TableAction

if TYPE_CHECKING:
    from leaddesk.ui.widgets.collecting.collect_panel import CollectPanel

_SHOW_LEADS = "show-leads-tab"
"""The command that shows My Leads."""


class Collector(QObject):
    """Adds rows and tells what came of it, with ways to take it back and to see it. For buttons, and for drops."""

    running = Signal(bool)
    """Rows are being added, or have been."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self, desk.notices)

    def add(self, rows: CarriedRows, into: LeadList | None = None, new_list: str = "") -> None:
        """Into the list ``into``, or a new one called ``new_list``, or none."""
        ticket = self._desk.running.begin(self.tr("Adding to My Leads"))
        self.running.emit(True)

        def ended() -> None:
            self._desk.running.end(ticket)
            self.running.emit(False)

        name = into.name if into is not None else new_list
        self._background.run(
            self._added(rows, into.id if into is not None else None, new_list),
            lambda done: self._tell(*done, name),
            ended=ended,
        )

    async def _added(self, rows: CarriedRows, into: LeadListId | None, new_list: str) -> tuple[Imported, Step | None]:
        """What was done, and the step that takes it back."""
        done = await self._desk.actions.collect_leads(
            source=rows.source,
            numbers=rows.numbers,
            provider=rows.provider,
            source_name=rows.source_name,
            into=into,
            new_list=new_list,
        )
        return done, (await self._desk.actions.keep_leads.steps())[0]

    def _tell(self, done: Imported, step: Step | None, list_name: str) -> None:
        is_ours = step is not None and step.act == "collect" and (done.new or done.merged or done.list is not None)
        undo = (lambda: self._undo(step)) if is_ours and step is not None else None
        kind = "success" if done.new or done.merged or done.known else "warning"
        title, text = result_title(done), result_advice(done, list_name)
        show = (self.tr("Show My Leads"), self.show_leads)
        buttons = (self.tr("Undo"), undo, *show) if undo is not None else show
        self._desk.notices.say(Notice(kind, title, text, *buttons))

    def _undo(self, step: Step) -> None:
        async def back() -> bool:
            keep = self._desk.actions.keep_leads
            last = (await keep.steps())[0]
            return last is not None and last.id == step.id and await keep.undo() is not None

        self._background.run(back(), self._undone)

    def _undone(self, is_undone: bool) -> None:
        if is_undone:
            self._desk.notices.say(Notice("success", self.tr("They are not added any more.")))
            return
        title = self.tr("Something else was done since.")
        text = self.tr("Undo in My Leads takes one step back after the other.")
        self._desk.notices.say(Notice("info", title, text, self.tr("Show My Leads"), self.show_leads))

    def show_leads(self) -> None:
        """Go to My Leads."""
        self._desk.commands.action(_SHOW_LEADS).trigger()


class Collecting(QObject):
    """The button ``<prefix>-collect`` of one table, the same in its menus, and what a drag of its rows carries."""

    def __init__(
        self,
        desk: Desk,
        table: LeadTable,
        *,
        prefix: str,
        provider: SourceKind,
        source_name: Callable[[], str],
        titles: Callable[[str], str],
        why_not: str = "",
    ) -> None:
        """``source_name``: what the person knows the shown rows by. ``why_not``: why none of them can be added."""
        super().__init__(table)
        self._desk, self._table, self._prefix, self._why_not = desk, table, prefix, why_not
        self._provider, self._source_name, self._titles = provider, source_name, titles
        self._background = Background(self, desk.notices)
        self._collector = Collector(desk, self)
        self._collector.running.connect(self._tell_running)
        self._is_running = False
        self._panel: CollectPanel | None = None
        self._asked_about: CarriedRows | None = None
        words = self.tr("Add to My Leads")
        hint = why_not or self.tr("Keep these rows in My Leads, and in a list of your own if you like")
        self.button = Button(words, name=f"{prefix}-collect", icon="people", look="quiet", hint=hint)
        self.button.setAccessibleDescription(hint)
        self.button.clicked.connect(self.open)
        table.rows_shown_changed.connect(lambda *_: self._offer())
        table.offer(self._actions)
        if not why_not:
            table.view.carry = self._carried
        self._offer()

    @property
    def can_collect(self) -> bool:
        """Whether there are rows that can be added now."""
        return not self._why_not and not self._is_running and len(self._table.shown_rows()) > 0

    def open(self) -> None:
        """Ask which rows, and into which list."""
        if self.can_collect:
            self._background.run(self._desk.actions.keep_leads.lists(), self._open_panel, replacing="lists")

    def _open_panel(self, lists: Sequence[LeadList]) -> None:
        from leaddesk.ui.widgets.collecting.collect_panel import CollectPanel  # noqa: PLC0415 - built when asked for

        if self._panel is None:
            self._panel = CollectPanel(f"{self._prefix}-collecting", self.button)
            self._panel.wanted.connect(self._add)
        if not self.button.isVisible():
            return
        # Whatever the table shows by the time of the answer: what is asked about is what is shown now.
        self._asked_about = self._rows(())
        self._panel.open_for(self._table.shown_rows(), self._table.selected_rows(), lists)

    def _add(self, numbers: Sequence[int], into: LeadList | None, new_list: str) -> None:
        if self._asked_about is not None:
            self._collector.add(replace(self._asked_about, numbers=numbers), into, new_list)

    def _rows(self, numbers: Sequence[int]) -> CarriedRows:
        return CarriedRows(self._table.source, numbers, self._provider, self._source_name())

    def _carried(self) -> QMimeData | None:
        numbers = self._table.selected_rows()
        if not len(numbers):
            return None
        try:
            return mime_of(self._rows(numbers), self._table.visible_columns(), self._titles)
        except LeadDeskError as error:
            self._desk.notices.problem(error)
            return None

    def _actions(self) -> list[TableAction]:
        words = self.tr("Add to My Leads…")
        return [TableAction("collect-rows", words, self.open, lambda: self.can_collect, separated=True)]

    def _tell_running(self, running: bool) -> None:
        self._is_running = running
        self._offer()

    def _offer(self) -> None:
        self.button.setEnabled(self.can_collect)

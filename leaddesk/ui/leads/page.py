"""The tab itself: joins the rail, what narrows, the table, and what a person can do with leads and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import Condition, SavedView, Scope, View
from leaddesk.domain.leads import LeadList, LeadListId
from leaddesk.domain.preferences import LEADS_FACETS
from leaddesk.domain.table import Column
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.beside import Beside
from leaddesk.ui.leads.condition_dialog import ConditionDialog
from leaddesk.ui.leads.doing import LeadDoing
from leaddesk.ui.leads.doors import Doors
from leaddesk.ui.leads.dropping import Dropping
from leaddesk.ui.leads.head import LeadsHead
from leaddesk.ui.leads.history import LeadHistory
from leaddesk.ui.leads.lead_actions import lead_actions
from leaddesk.ui.leads.lead_table import LeadsTable
from leaddesk.ui.leads.list_doing import ListDoing
from leaddesk.ui.leads.narrowing import Narrowing
from leaddesk.ui.leads.one_lead import LeadEdits, LeadPane
from leaddesk.ui.leads.rail import FACETS, FIRST_OPEN, LeadRail
from leaddesk.ui.leads.rooms import Rooms, open_dialog
from leaddesk.ui.leads.rows import LeadRowsShown
from leaddesk.ui.leads.texts import act_words, preparing, view_words
from leaddesk.ui.leads.viewing import Viewing
from leaddesk.ui.leads.views_dialog import ViewsDialog
from leaddesk.ui.notices import Notice
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.rail_splitter import RailSplitter
from leaddesk.ui.widgets.table.lead_table import LeadTable

_RAIL = 236
_LOWEST_LINES = 9
"""Lines of text that the table is high at least."""
_IN_PANE = 4
"""The last actions about leads stand in the pane's menu too."""


class LeadsPage(QWidget):
    """Every lead that was saved, bought or imported."""

    def __init__(self, desk: Desk, rooms: Rooms | None = None) -> None:
        """``rooms``: what opens beside the table; without, it is not offered."""
        super().__init__()
        self._desk = desk
        self.doors = Doors(desk, rooms or Rooms(), self)
        self._keep = desk.actions.keep_leads
        self._background = Background(self, desk.notices)
        self._is_behind = False
        self.history = LeadHistory(self._keep, self._background, desk.notices.problem, self)
        self.viewing = Viewing(View(), self)
        self._pane = LeadPane(desk, self, lambda: lead_actions(self)[-_IN_PANE:])
        self._table = LeadsTable(preferences=desk.preferences, notices=desk.notices, pane=self._pane.kind)
        self.lists = ListDoing(desk, self.history, self)
        self.doing = LeadDoing(desk, self._table, self.viewing, self.history)
        self._pane.follow(self._table, self.doing.chosen)
        self._table.let_edit(LeadEdits(desk))
        self._table.offer(lambda: lead_actions(self))
        self.rail = LeadRail(self._open_facets())
        self.beside = Beside(desk, self.rail.facets, self.viewing.chosen_values)
        self.narrowing = Narrowing()
        self.head = LeadsHead(self._table)
        self.rows = LeadRowsShown(desk, self._table, self._list_name)
        self.rows.import_file, self.rows.clear = self.import_files, self.clear
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.refresh)
        self._review: QWidget | None = None
        self._lay_out()
        self._connect()
        self._dropping = Dropping(desk, self)
        self.narrowing.show_view(self.viewing.view)
        self.rail.show_chosen(Scope.ALL, None)
        self.refresh()
        self.destroyed.connect(desk.announcer.subscribe(self._changed))

    def _lay_out(self) -> None:
        self._card = Card("leads-rows", padding=0, spacing=0)
        self._card.column.setContentsMargins(1, 1, 1, 1)
        self._card.column.addWidget(self.head)
        self._card.column.addWidget(self._table, 1)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.narrowing)
        column.addWidget(self._card, 1)
        splitter = RailSplitter("leads-splitter", self.rail, work, width=_RAIL, preferences=self._desk.preferences)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(splitter)
        self._fit()

    def _connect(self) -> None:
        rail, narrowing, head = self.rail, self.narrowing, self.head
        self.viewing.changed.connect(self._view_changed)
        rail.shelves.chosen.connect(lambda scope: self.viewing.show_scope(cast("Scope", scope)))
        rail.lists.chosen.connect(lambda key: self.viewing.show_scope(Scope.LIST, cast("LeadListId", key)))
        rail.lists.edit_wanted.connect(self.lists.edit)
        rail.lists.remove_wanted.connect(self.lists.delete)
        rail.lists.moved.connect(self.lists.move)
        rail.lists.menu_wanted.connect(self.lists.show_menu)
        for entries in (rail.shelves, rail.lists):
            entries.opened.connect(self._focus_rows)
        rail.create_wanted.connect(self.lists.create)
        rail.condition_wanted.connect(self.add_condition)
        rail.facets.ticked.connect(
            lambda column, value, wanted: self.viewing.choose_value(column, value, chosen=wanted)
        )
        rail.facets.wanted.connect(self._facets_wanted)
        narrowing.search.searched.connect(self.viewing.search)
        narrowing.search.rows_wanted.connect(self._focus_rows)
        narrowing.views_wanted.connect(self.open_views)
        narrowing.clear_wanted.connect(self.clear)
        narrowing.chips.edit_wanted.connect(self.add_condition)
        narrowing.chips.removed.connect(self.viewing.remove)
        narrowing.restore_wanted.connect(self.doing.restore)
        narrowing.empty_trash_wanted.connect(self.empty_trash)
        narrowing.suppression_wanted.connect(self.open_suppression)
        head.tag_wanted.connect(self.doing.pick_tag)
        head.list_wanted.connect(self.doing.pick_list)
        head.duplicates_wanted.connect(self.review_duplicates)
        head.import_wanted.connect(self.import_files)
        head.export_wanted.connect(self.export)
        self.beside.shelves_counted.connect(self._tell_counts)
        self.beside.prepared.connect(self._tell_preparing)
        self.rows.shown.connect(self._rows_shown)
        self.rows.counted.connect(self._tell_counts)
        self.history.changed.connect(self._tell_history)
        self.history.stepped.connect(self._tell_stepped)
        self.lists.made.connect(self._show_list)
        self.doing.list_made.connect(self._tell_list_made)
        self._table.remove_wanted.connect(self.doing.to_trash)
        self._table.search_ended.connect(lambda: self.viewing.search(""))
        self._table.offers_changed.connect(self._desk.commands.refresh)
        self._table.selection_changed.connect(lambda _: self._tell_selection())

    # -- what the commands ask for

    @property
    def panes(self) -> list[QWidget]:
        if self._review is not None and self._stack.currentIndex():
            return [self._review]
        pane = self._table.details.pane
        shown = [pane] if pane is not None and pane.isVisible() else []
        return [self.rail, self.narrowing, self._card, *shown]

    @property
    def table(self) -> LeadTable | None:
        return self._table if not self._stack.currentIndex() else None

    @property
    def leads_table(self) -> LeadsTable:
        return self._table

    @property
    def has_rows(self) -> bool:
        return self.rows.has_rows and not self._stack.currentIndex()

    @property
    def list_id(self) -> LeadListId | None:
        """The list that is shown."""
        return self.viewing.view.list

    def focus_search(self) -> None:
        self.narrowing.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.narrowing.search.selectAll()

    def refresh(self) -> None:
        """Look again at everything; nothing moves."""
        self._is_behind = False
        self._again.stop()
        self.rows.open(self.viewing.view)
        self.beside.count_shelves()
        self._background.run(self._keep.lists(), self._show_lists, replacing="lists")
        self.history.refresh()

    def clear(self) -> None:
        """All leads of the shelf or list again."""
        self.viewing.clear()
        self.focus_search()

    def import_files(self) -> None:
        """Ask for files, and open the import with them."""
        self.doors.import_files()

    async def keep(self) -> LeadDeskError | None:
        """Save what was typed and is not saved yet; what kept it from that, or None."""
        return await self._pane.keep(self._table)

    def show_imported(self, imported: Imported) -> None:
        """The leads that came: their list where they went into one, else the newest of all."""
        if imported.list is not None:
            self.viewing.show(View(Scope.LIST, imported.list))
        else:
            self._table.sort("")
            self.viewing.show(View())
        self._focus_rows()

    def export(self) -> None:
        """Open the export dialog for what is shown, or chosen."""
        if self.has_rows:
            self.doors.export(self._table, self.viewing.view, view_words(self.viewing.view, self._list_name()))

    def open_suppression(self) -> None:
        """The list of who is left out of exports."""
        self.doors.open_suppression()

    def review_duplicates(self) -> None:
        """The review lies over the tab until it is left."""
        if self._review is None:
            self._review = self.doors.build_review(self.leave_review)
            if self._review is None:
                return
            self._stack.addWidget(self._review)
        self._stack.setCurrentWidget(self._review)
        self._review.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.commands.refresh()

    def leave_review(self) -> None:
        """Back to the leads."""
        self._stack.setCurrentIndex(0)
        self._focus_rows()
        self._desk.commands.refresh()

    def empty_trash(self) -> None:
        """Ask, then delete for good what is in the trash."""
        self.doing.empty_trash(self.beside.shelves.trash or 0)

    def add_condition(self, before: Condition | None = None) -> None:
        """Ask for a condition: a new one, or another one in the place of ``before``."""

        def ask(columns: Sequence[Column]) -> None:
            column = "" if before is not None else self._table.current_column()
            dialog = ConditionDialog(self._desk, columns, self.window(), before=before, column=column)
            dialog.chosen.connect(lambda condition: self.viewing.put(condition, before))
            open_dialog(dialog)

        self._background.run(self._desk.actions.find_leads.columns(), ask, replacing="columns")

    def open_views(self, *, to_save: bool = False) -> None:
        """The saved views; ``to_save``: first of all a name for what is shown now."""
        state = self._table.columns.state
        dialog = ViewsDialog(
            self._desk,
            self.window(),
            view=self.viewing.view,
            sort_by=state.sort_by,
            descending=state.descending,
            list_name=self._list_name,
            to_save=to_save,
        )
        dialog.opened.connect(self._open_view)
        open_dialog(dialog)

    # -- the view

    def _view_changed(self, view: View) -> None:
        self.narrowing.show_view(view)
        self.rail.show_chosen(view.scope, view.list)
        self.beside.tell_ticks()
        self._table.is_searched = bool(view.search)
        self.rows.open(view)

    def _rows_shown(self) -> None:
        if self.rows.view is not None:
            self.beside.count_facets(self.rows.view)
        self.beside.prepare()
        self._tell_counts()
        self._tell_selection()
        self._desk.commands.refresh()

    def _tell_counts(self) -> None:
        shelves, view = self.beside.shelves, self.rows.view
        self.rail.show_shelves(shelves)
        self.rail.show_narrowing(shown=bool(shelves.all or shelves.trash or self.viewing.is_narrowed))
        self.head.tell_likely(shelves.likely)
        self._table.tell_suppressed(shelves.suppressed or 0)
        total = shelves.trash if view is not None and view.scope is Scope.TRASH else shelves.all
        if view is not None:
            self.head.count.tell_count(self.rows.count, total)
        self.head.tell_rows(any_rows=self.rows.has_rows)

    def _tell_selection(self) -> None:
        chosen = len(self._table.selected_rows()) if self.rows.has_rows else 0
        self.head.tell_selected(chosen)
        self.narrowing.tell_rows(chosen=chosen, any_rows=self.rows.has_rows)

    def _tell_preparing(self, done: float) -> None:
        self.narrowing.preparing.setText(preparing(done))
        self.narrowing.preparing.setVisible(done < 1.0)

    def _open_view(self, saved: SavedView) -> None:
        view = saved.view
        if view.scope is Scope.LIST and self.lists.of(view.list) is None:
            view = replace(view, scope=Scope.ALL, list=None)
            title = wording.filled(self.tr("The list of the view “%1” is gone."), wording.shortened(saved.name, 40))
            self._desk.notices.say(Notice("warning", title, self.tr("All leads are searched instead.")))
        self._table.sort(saved.sort_by, descending=saved.descending)
        self.viewing.show(view)

    def _focus_rows(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- lists and facets

    def _list_name(self, view: View | None = None) -> str:
        kept = self.lists.of((view or self.viewing.view).list)
        return kept.name if kept is not None else ""

    def _show_lists(self, lists: Sequence[LeadList]) -> None:
        self.lists.lists = lists
        self.rail.show_lists(lists)
        self._table.tell_lists({kept.name: kept.colour for kept in lists})
        view = self.viewing.view
        if view.scope is Scope.LIST and self.lists.of(view.list) is None:
            self.viewing.show_scope(Scope.ALL)  # it is gone
        self.rail.show_chosen(self.viewing.view.scope, self.viewing.view.list)
        self._desk.commands.refresh()

    def _show_list(self, kept: LeadList | None) -> None:
        if kept is not None:
            if self.lists.of(kept.id) is None:
                self._show_lists([*self.lists.lists, kept])
            self.viewing.show_scope(Scope.LIST, kept.id)

    def _tell_list_made(self, kept: LeadList | None) -> None:
        """Who makes a list out of chosen leads stays where they are."""
        if kept is not None:
            name = wording.shortened(" ".join(kept.name.split()), 40)
            title = wording.filled(self.tr("The list “%1” was made."), name)
            self._desk.notices.say(Notice("success", title, "", self.tr("Show it"), lambda: self._show_list(kept)))

    def _open_facets(self) -> list[str]:
        kept = self._desk.preferences.get(LEADS_FACETS)
        return [name for name in FACETS if kept.get(name, name in FIRST_OPEN) is True]

    def _facets_wanted(self) -> None:
        opened = self.rail.facets.open_columns
        self._desk.preferences.set(LEADS_FACETS, {name: name in opened for name in FACETS})
        self.beside.count_facets(self.viewing.view)

    # -- what is heard

    def _changed(self, changes: Changes) -> None:
        if not (changes.leads or changes.lead_lists):
            return
        if self.isVisible():
            self._again.start()  # once for all that is said in one go
        else:
            self._is_behind = True

    def _tell_history(self) -> None:
        if self.isVisible():
            self._desk.commands.tell_target("undo", self.history.undoText())
            self._desk.commands.refresh()

    def _tell_stepped(self, step: Step, again: bool) -> None:
        said = self.tr("Done again: %1.") if again else self.tr("Taken back: %1.")
        self._desk.notices.say(Notice("info", wording.filled(said, act_words(step))))

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_card"):
            self._fit()

    def _fit(self) -> None:
        """Large text in a small window: some rows stay in any case."""
        self._table.setMinimumHeight(_LOWEST_LINES * QFontMetrics(theme.font()).height())

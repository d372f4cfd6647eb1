"""What is done to the lists kept by hand: create, change, duplicate, delete, move, combine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList, LeadListId
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.history import LeadHistory
from leaddesk.ui.leads.list_dialogs import ListDialog, MixDialog
from leaddesk.ui.leads.rooms import open_dialog
from leaddesk.ui.notices import Notice
from leaddesk.ui.widgets.table.table_actions import TableAction, show_menu

_LONGEST = 40


class ListDoing(QObject):
    """About the list that is shown, or another one of ``lists``."""

    made = Signal(object)
    """A LeadList that is to be shown."""

    def __init__(self, desk: Desk, history: LeadHistory, place: QWidget) -> None:
        """``place`` is what menus and dialogs belong to."""
        super().__init__(place)
        self._desk, self._history, self._place = desk, history, place
        self._keep = desk.actions.keep_leads
        self._background = Background(self, desk.notices)
        self.lists: Sequence[LeadList] = ()
        """All there are, in their order."""

    def of(self, list_id: LeadListId | None) -> LeadList | None:
        return next((kept for kept in self.lists if kept.id == list_id), None)

    def create(self) -> None:
        """Ask for the name of an empty list."""
        dialog = ListDialog(self._desk, self._place.window())
        dialog.done_with.connect(self.made)
        open_dialog(dialog)

    def edit(self, list_id: LeadListId | None) -> None:
        """Ask for another name and colour."""
        kept = self.of(list_id)
        if kept is not None:
            open_dialog(ListDialog(self._desk, self._place.window(), edited=kept))

    def duplicate(self, list_id: LeadListId | None) -> None:
        if list_id is not None:
            self._background.run(self._keep.duplicate_list(list_id), self.made.emit)

    def delete(self, list_id: LeadListId | None) -> None:
        """At once; its leads stay, and the notice takes it back."""
        kept = self.of(list_id)
        if kept is None or self._background.is_running("delete"):
            return

        async def work() -> tuple[Step | None, Step | None]:
            await self._keep.delete_list(kept.id)
            return await self._keep.steps()

        def done(steps: tuple[Step | None, Step | None]) -> None:
            name = wording.shortened(" ".join(kept.name.split()), _LONGEST)
            title = wording.filled(self.tr("The list “%1” was deleted."), name)
            text = self.tr("Its %Ln {lead stays|leads stay} in My Leads.", "", wording.plural(kept.leads))
            step = steps[0]
            undo = (lambda: self._history.undo_step(step)) if step is not None else None
            self._desk.notices.say(Notice("info", title, text if kept.leads else "", self.tr("Undo"), undo))

        self._background.run(work(), done, self._failed, replacing="delete")

    def move(self, list_id: LeadListId, position: int) -> None:
        """To be number ``position`` of all, from 0."""
        self._background.run(self._keep.move_list(list_id, position), failed=self._failed, replacing="move")

    def mix(self, first: LeadListId | None) -> None:
        """Ask how a new list is made of two; ``first`` is proposed as one of them."""
        if len(self.lists) >= 2:
            dialog = MixDialog(self._desk, self._place.window(), self.lists, first)
            dialog.done_with.connect(self.made)
            open_dialog(dialog)

    def show_menu(self, list_id: LeadListId, place: QPoint) -> None:
        """What can be done with one list, at ``place`` (global)."""
        ids = [kept.id for kept in self.lists]
        at = ids.index(list_id) if list_id in ids else 0
        actions = [
            TableAction("list-edit", self.tr("Rename and colour…"), lambda: self.edit(list_id), keys="F2"),
            TableAction("list-duplicate", self.tr("Duplicate"), lambda: self.duplicate(list_id)),
            TableAction("list-mix", self.tr("Combine with another…"), lambda: self.mix(list_id), lambda: len(ids) > 1),
            TableAction(
                "list-up", self.tr("Move up"), lambda: self.move(list_id, at - 1), lambda: at > 0, separated=True
            ),
            TableAction(
                "list-down", self.tr("Move down"), lambda: self.move(list_id, at + 1), lambda: at < len(ids) - 1
            ),
            TableAction("list-delete", self.tr("Delete"), lambda: self.delete(list_id), keys="Del", separated=True),
        ]
        show_menu(self._place, actions, place)

    def _failed(self, error: LeadDeskError) -> None:
        self._desk.notices.problem(error)

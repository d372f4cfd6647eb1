"""What is done to the chosen leads: asked for where that is needed, done in the background, told with a way back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import Scope
from leaddesk.domain.leads import Field, LeadId, LeadList
from leaddesk.domain.suppression import Suppressed, SuppressedBy
from leaddesk.domain.table import Column
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.asking import Sure
from leaddesk.ui.leads.field_dialog import FieldDialog, SuppressDialog
from leaddesk.ui.leads.history import LeadHistory
from leaddesk.ui.leads.lead_table import LeadsTable
from leaddesk.ui.leads.list_dialogs import ListDialog
from leaddesk.ui.leads.pick_dialog import PickDialog
from leaddesk.ui.leads.viewing import Viewing
from leaddesk.ui.notices import Notice

Ids = tuple[LeadId, ...]
_CHUNK = 500
"""Rows that are read together."""


class LeadDoing(QObject):
    """About the selected leads, or else the one that the keyboard is on."""

    list_made = Signal(object)
    """A LeadList that was made out of chosen leads."""

    def __init__(
        self,
        desk: Desk,
        table: LeadsTable,
        viewing: Viewing,
        history: LeadHistory,
    ) -> None:
        super().__init__(table)
        self._desk, self._table, self._viewing, self._history = desk, table, viewing, history
        self._keep, self._find = desk.actions.keep_leads, desk.actions.find_leads
        self._background = Background(self, desk.notices)

    # -- what it is about

    def chosen(self) -> Sequence[int]:
        """Row numbers."""
        numbers = self._table.selected_rows()
        current = self._table.view.currentIndex()
        if not numbers and current.isValid() and current.row() < len(self._table.shown_rows()):
            return [self._table.shown_rows()[current.row()]]
        return numbers

    @property
    def count(self) -> int:
        return len(self.chosen())

    def ids(self) -> Callable[[], Awaitable[Ids]]:
        """What brings the ids of the leads that are chosen now, whatever is chosen later."""
        source, numbers = self._table.source, self.chosen()

        async def ask() -> Ids:
            return await self._find.ids_of(source=source, numbers=numbers)

        return ask

    # -- trash

    def to_trash(self) -> None:
        """Delete: to the trash, or out of it for good, which is asked."""
        if self._viewing.view.scope is Scope.TRASH:
            self.purge()
            return
        self._do(self._keep.to_trash, lambda n: self.tr("%Ln {lead|leads} moved to the trash.", "", n))

    def restore(self) -> None:
        self._do(self._keep.restore, lambda n: self.tr("%Ln {lead|leads} restored.", "", n))

    def purge(self) -> None:
        """Ask, then delete the chosen leads of the trash for good."""
        ids, count = self.ids(), wording.plural(self.count)
        if not count:
            return

        async def work() -> int:
            return await self._keep.purge(await ids())

        self._sure(
            "leads-purge",
            self.tr("Delete %Ln {lead|leads} for good?", "", count),
            (self.tr("They leave the trash with their lists, tags, notes and sources. This cannot be undone."),
             self.tr("The same people may come back by another import.")),
            self.tr("Delete %Ln {lead|leads}", "", count),
            work,
        )  # fmt: skip

    def empty_trash(self, count: int) -> None:
        """Ask, then delete all ``count`` leads of the trash for good."""
        self._sure(
            "leads-empty-trash",
            self.tr("Empty the trash?"),
            (self.tr("%Ln {lead goes|leads go} with lists, tags, notes and sources. This cannot be undone.", "",
                     wording.plural(count)),),
            self.tr("Delete %Ln {lead|leads}", "", wording.plural(count)),
            self._keep.empty_trash,
        )  # fmt: skip

    def erase(self) -> None:
        """Ask, then remove every trace of the chosen people."""
        from leaddesk.ui.leads.suppression.erasing import EraseDialog  # noqa: PLC0415 - loaded when it is asked for

        ids, numbers = self.ids(), self.chosen()

        async def work() -> int:
            return await self._keep.erase(await ids())

        name = self._name_of(numbers[0]) if len(numbers) == 1 else ""
        self._open(EraseDialog(self._desk, self._window, count=len(numbers), erase=work, name=name))

    def _name_of(self, number: int) -> str:
        """Empty where it is not at hand."""
        names, row = [column.name for column in self._table.source.columns], self._table.source.at_hand(number)
        known = row is not None and Field.NAME.value in names
        return str(row[names.index(Field.NAME.value)] or "") if known and row is not None else ""

    # -- lists, tags, fields

    def pick_list(self) -> None:
        """Ask to which list they go; a new name makes one."""
        ids, count = self.ids(), wording.plural(self.count)

        def ask(known: tuple[LeadList, ...]) -> None:
            lists = {kept.name: kept for kept in known}

            async def take(name: str, is_new: bool) -> None:
                if is_new:
                    self.list_made.emit(await self._keep.create_list(name, None, await ids()))
                else:
                    self._told_added(await self._keep.add_to_list(await ids(), lists[name].id), lists[name])

            self._open(
                PickDialog(
                    self._desk,
                    self._window,
                    name="leads-pick-list",
                    title=self.tr("Add %Ln {lead|leads} to a list", "", count),
                    names=list(lists),
                    hint=self.tr("Find a list, or type the name of a new one"),
                    new=self.tr("New list “%1”"),
                    accept=self.tr("Add"),
                    take=take,
                )
            )

        self._background.run(self._keep.lists(), ask, replacing="lists")

    def add_to(self, kept: LeadList) -> None:
        """Add the chosen leads to this list, as when they are dropped on it."""
        ids = self.ids()

        async def work() -> int:
            return await self._keep.add_to_list(await ids(), kept.id)

        self._background.run(work(), lambda count: self._told_added(count, kept))

    def new_list(self) -> None:
        """Ask for the name of a list of the chosen leads."""
        dialog = ListDialog(self._desk, self._window, ids=self.ids(), count=self.count)
        dialog.done_with.connect(self.list_made)
        self._open(dialog)

    def remove_from_list(self) -> None:
        """Out of the list that is shown; they stay in My Leads."""
        list_id = self._viewing.view.list
        if list_id is not None:
            self._do(
                lambda ids: self._keep.remove_from_list(ids, list_id),
                lambda n: self.tr("%Ln {lead|leads} taken off the list.", "", n),
            )

    def pick_tag(self) -> None:
        """Ask for the tag that they get."""
        ids, count = self.ids(), wording.plural(self.count)

        def ask(tags: tuple[tuple[str, int], ...]) -> None:
            async def take(name: str, is_new: bool) -> None:
                del is_new
                self._told(
                    await self._keep.tag(await ids(), name), lambda n: self.tr("%Ln {lead|leads} tagged.", "", n)
                )

            self._open(
                PickDialog(
                    self._desk,
                    self._window,
                    name="leads-pick-tag",
                    title=self.tr("Tag %Ln {lead|leads}", "", count),
                    names=[name for name, _ in tags],
                    hint=self.tr("Find a tag, or type a new one"),
                    new=self.tr("New tag “%1”"),
                    accept=self.tr("Tag"),
                    take=take,
                )
            )

        self._background.run(self._keep.tags(), ask, replacing="tags")

    def set_field(self) -> None:
        """Ask for a field and a value for all of them."""
        ids, count = self.ids(), self.count

        def ask(columns: tuple[Column, ...]) -> None:
            async def set_value(column: str, value: str) -> None:
                changed = await self._keep.edit(await ids(), column, value)
                self._told(changed, lambda n: self.tr("%Ln {lead|leads} changed.", "", n))

            current = self._table.current_column() or Field.COMPANY.value
            self._open(
                FieldDialog(self._desk, self._window, count=count, columns=columns, column=current, set_value=set_value)
            )

        self._background.run(self._find.columns(), ask, replacing="columns")

    def suppress(self) -> None:
        """Ask by what they are suppressed."""
        ids = self.ids()

        async def work(by: SuppressedBy) -> None:
            done: Suppressed = await self._desk.actions.suppress_people.from_leads(await ids(), by)
            self._told(done.added, lambda _: self.tr("%Ln {lead is|leads are} suppressed now.", "", done.leads))

        self._open(SuppressDialog(self._desk, self._window, count=self.count, suppress=work))

    def copy_emails(self) -> None:
        """The e-mail addresses of the chosen leads, a line each, to the clipboard."""
        source, numbers = self._table.source, self.chosen()
        at = next((at for at, column in enumerate(source.columns) if column.name == Field.EMAIL.value), None)

        def read() -> list[str]:
            rows = (row for part in source.chunks(numbers, _CHUNK) for row in part)
            return list(dict.fromkeys(str(row[at]) for row in rows if row[at])) if at is not None else []

        def copied(addresses: list[str]) -> None:
            if addresses:
                QGuiApplication.clipboard().setText("\n".join(addresses))
            words = self.tr("%Ln e-mail {address|addresses} copied.", "", wording.plural(len(addresses)))
            self._desk.notices.say(Notice("success" if addresses else "info", words))

        self._background.run(asyncio.to_thread(read), copied, replacing="copy")

    # -- how

    @property
    def _window(self) -> QWidget:
        return self._table.window()

    def _do(self, act: Callable[[Ids], Awaitable[int]], words: Callable[[int], str]) -> None:
        ids = self.ids()
        if not self.count:
            return

        async def work() -> int:
            return await act(await ids())

        self._background.run(work(), lambda count: self._told(count, words), replacing="do")

    def _told_added(self, count: int, kept: LeadList) -> None:
        name = wording.shortened(" ".join(kept.name.split()), 40)
        if count:
            self._told(count, lambda n: wording.filled(self.tr("%Ln {lead|leads} added to “%1”.", "", n), name))
        else:
            title = wording.filled(self.tr("“%1” has them already."), name)
            self._desk.notices.say(Notice("info", title))

    def _told(self, count: int, words: Callable[[int], str]) -> None:
        """Say what was done, with the way back."""

        def say(steps: tuple[Step | None, Step | None]) -> None:
            step = steps[0]
            act = (lambda: self._history.undo_step(step)) if step is not None else None
            undo = self.tr("Undo") if step is not None else ""
            self._desk.notices.say(Notice("info", words(wording.plural(count)), "", undo, act))

        if count:
            self._background.run(self._keep.steps(), say, replacing="say")

    def _sure(
        self, name: str, title: str, texts: tuple[str, ...], accept: str, work: Callable[[], Awaitable[object]]
    ) -> None:
        self._open(Sure(self._desk, self._window, name=name, title=title, texts=texts, accept=accept, work=work))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

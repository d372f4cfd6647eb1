"""The tab itself: joins the rail of SmartLists and the browser of their leads with what a person can do."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from leaddesk.actions.connect_provider import KeyKind, KeyState
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.lists import KeptList
from leaddesk.domain.providers import REACTIN
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice
from leaddesk.ui.reactin.list_history import ListHistory, Step
from leaddesk.ui.reactin.rail import SmartListRail
from leaddesk.ui.reactin.smartlist_dialog import SmartListDialog
from leaddesk.ui.reactin.texts import OF_SETTINGS, ReactInTexts
from leaddesk.ui.tab_order import follow
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.lists.browser import ListBrowser
from leaddesk.ui.widgets.lists.chosen_list import last_chosen, remember_chosen
from leaddesk.ui.widgets.lists.list_texts import Told
from leaddesk.ui.widgets.rail_splitter import RailSplitter
from leaddesk.ui.widgets.table.lead_table import LeadTable

_RAIL = 252
_LISTING = "lists"


class ReactInPage(QWidget):
    """Keep SmartLists, read their leads, see what is new, take them home."""

    answered = Signal(str)
    """ReactIn answered well: the words for the status bar."""
    troubled = Signal(str)
    """It did not."""
    settings_wanted = Signal(str)
    """The id of the page of Settings that is wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._dialog: QDialog | None = None
        self._has_key: bool | None = None
        """Whether there is one; None until the keychain has answered."""
        self._to_choose: int | None = None
        """The list to choose as soon as it is listed."""
        self.history = ListHistory(self._background, self._failed, self)
        texts = ReactInTexts(
            has_key=lambda: self._has_key is not False,
            read=self.go_on,
            edit=self.edit_list,
            settings=lambda: self.settings_wanted.emit(REACTIN.id),
        )
        self.rail = SmartListRail(texts)
        self.browser = ListBrowser(
            desk,
            texts,
            prefix="reactin",
            main_column="First Name",
            table_name="reactin-table",
            export_name="reactin-export",
            has_own_columns=True,
            collects=SourceKind.REACTIN,
        )
        self.browser.table.view.setAccessibleName(self.tr("Leads of the SmartList"))
        self.refresh_button = Button(
            self.tr("Refresh"),
            name="reactin-refresh",
            cost=Cost.FREE,
            hint=self.tr("Read the list again and see what is new, changed or gone"),
        )
        self.browser.add_to_head(self.refresh_button)
        splitter = RailSplitter("reactin-splitter", self.rail, self.browser, width=_RAIL, preferences=desk.preferences)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        follow(self.rail.more, self.refresh_button)
        self._connect()
        self._look_for_key()
        self._list_again()
        self.destroyed.connect(desk.announcer.subscribe(self._changed))

    def _connect(self) -> None:
        rail, lists = self.rail, self.rail.lists
        rail.add_wanted.connect(self.add_list)
        rail.edit_wanted.connect(self.edit_list)
        rail.remove_wanted.connect(self.remove_list)
        lists.chosen.connect(self._chosen)
        lists.opened.connect(self.edit_list)
        lists.edit_wanted.connect(self.edit_list)
        lists.remove_wanted.connect(self.remove_list)
        lists.moved.connect(self._move)
        lists.pasted.connect(self.add_list)
        self.refresh_button.clicked.connect(self.refresh)
        self.browser.answered.connect(self.answered)
        self.browser.troubled.connect(self.troubled)
        self.browser.reading_changed.connect(self._reading_changed)
        self.browser.told.connect(self._tell_refresh)
        self.history.changed.connect(self._tell_history)

    # -- what the commands ask for

    @property
    def panes(self) -> list[QWidget]:
        return [self.rail.lists, *self.browser.panes]

    @property
    def table(self) -> LeadTable | None:
        return self.browser.table if self.browser.kept is not None else None

    @property
    def has_rows(self) -> bool:
        return self.browser.has_rows

    @property
    def has_list(self) -> bool:
        """Whether a SmartList is chosen."""
        return self.rail.lists.chosen_list is not None

    def focus_search(self) -> None:
        self.browser.focus_filter()

    def export(self) -> None:
        self.browser.export()

    def refresh(self) -> None:
        """Read the chosen list again from its first page; nothing while it is read."""
        self.browser.read(anew=True)

    def go_on(self) -> None:
        """Read the chosen list from where its reading stands."""
        self.browser.read()

    def add_list(self, text: str = "") -> None:
        """Open the dialog for a new SmartList, with ``text`` as if it were pasted there."""
        dialog = SmartListDialog(self._desk, self.rail.lists.lists, self.window(), text=text)
        dialog.kept.connect(self._added)
        self._open_dialog(dialog)

    def paste_list(self) -> None:
        """The same, with what the clipboard holds."""
        self.add_list(QGuiApplication.clipboard().text())

    def edit_list(self) -> None:
        """Open the dialog for the chosen SmartList."""
        before = self.rail.lists.chosen_list
        if before is not None:
            dialog = SmartListDialog(self._desk, self.rail.lists.lists, self.window(), edited=before)
            dialog.kept.connect(lambda after: self._edited(before, after))
            self._open_dialog(dialog)

    def remove_list(self) -> None:
        """Remove the chosen SmartList at once; that can be undone until LeadDesk quits."""
        kept = self.rail.lists.chosen_list
        if kept is None or self._background.is_running("remove"):
            return
        words = wording.filled(self.tr("Remove “%1”"), _short(kept))

        def done(_: KeptList) -> None:
            async def back() -> None:
                await self._back(kept.id)
                self._desk.notices.take_back(undo)

            step = Step(words, back, lambda: self._removed(kept))
            self.history.push(step)
            title = wording.filled(self.tr("“%1” was removed."), wording.shortened(" ".join(kept.name.split())))
            text = self.tr("%Ln {lead goes|leads go} with it when you quit.", "", kept.rows) if kept.rows else ""
            undo = Notice("info", title, text, self.tr("Undo"), lambda: self.history.undo_step(step))
            self._desk.notices.say(undo)

        self._background.run(self._removed(kept), done, self._failed, replacing="remove")

    def move_list(self, by: int) -> None:
        """Move the chosen SmartList up (-1) or down (1) among the others."""
        self.rail.lists.step(by)

    def can_move(self, by: int) -> bool:
        """Whether the chosen SmartList has another one above (-1) or below (1) it."""
        lists = self.rail.lists
        return lists.chosen_list is not None and 0 <= lists.currentIndex().row() + by < len(lists.lists)

    # -- what was done to the lists

    async def _removed(self, kept: KeptList) -> KeptList:
        await self.browser.readings.put_to_rest(kept.id)
        removed = await self._desk.actions.keep_smartlists.remove(id=kept.id)
        self.browser.forget_trouble(kept)
        return removed

    async def _back(self, id_: int) -> KeptList:
        self._to_choose = id_
        return await self._desk.actions.keep_smartlists.put_back(id=id_)

    async def _changed_to(self, kept: KeptList) -> KeptList:
        self._to_choose = kept.id
        return await self._desk.actions.keep_smartlists.change(
            id=kept.id, name=kept.name, organization=kept.organization, list_id=kept.list_id
        )

    def _added(self, kept: KeptList) -> None:
        words = wording.filled(self.tr("Add “%1”"), _short(kept))
        self.history.push(Step(words, lambda: self._removed(kept), lambda: self._back(kept.id)))
        self._to_choose = kept.id
        self._list_again()
        self.rail.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, before: KeptList, after: KeptList) -> None:
        self.browser.forget_trouble(after)
        if (before.name, before.organization, before.list_id) != (after.name, after.organization, after.list_id):
            words = wording.filled(self.tr("Edit “%1”"), _short(after))
            self.history.push(Step(words, lambda: self._changed_to(before), lambda: self._changed_to(after)))
        self._list_again()

    def _move(self, kept: KeptList, place: int) -> None:
        before = [other.id for other in self.rail.lists.lists].index(kept.id)

        def go(to: int) -> Coroutine[Any, Any, None]:
            return self._desk.actions.keep_smartlists.move(id=kept.id, position=to)

        words = wording.filled(self.tr("Move “%1”"), _short(kept))
        step = Step(words, lambda: go(before), lambda: go(place))
        self._background.run(go(place), lambda _: self.history.push(step), self._failed)

    def _failed(self, error: LeadDeskError) -> None:
        self._desk.notices.problem(error)
        self._list_again()  # another LeadDesk may have changed them

    # -- the lists as they are now

    def _list_again(self) -> None:
        work = self._desk.actions.keep_smartlists.all()
        self._background.run(work, self._show_lists, self._lists_failed, replacing=_LISTING)

    def _show_lists(self, lists: Sequence[KeptList]) -> None:
        rail = self.rail.lists
        rail.show_lists(lists)
        wanted, self._to_choose = self._to_choose, None
        if wanted is not None:
            rail.choose(wanted)
        elif rail.chosen_list is None and lists:
            rail.choose(last_chosen(self._desk.preferences, lists))
        if rail.chosen_list is None:
            self._show_none()
        else:
            self._show(rail.chosen_list)

    def _lists_failed(self, error: LeadDeskError) -> None:
        self._desk.notices.problem(error)
        if self.browser.kept is None:
            self._show_none()

    def _chosen(self, kept: KeptList | None) -> None:
        if kept is not None:
            remember_chosen(self._desk.preferences, kept)
            self._show(kept)
        self.rail.refresh()
        self._desk.commands.refresh()

    def _show(self, kept: KeptList) -> None:
        self.browser.show_list(kept)
        self.rail.refresh()
        is_new = kept.reading is None and self.browser.readings.error(kept.id) is None
        if is_new and self._has_key and not self.browser.is_reading:
            self.browser.read()  # it is free, and a list is added to be read

    def _show_none(self) -> None:
        text = self.tr("Paste the code snippet that ReactIn shows for an API SmartList, or fill in its two ids.")
        if self._has_key is False:
            text = self.tr("Paste the code snippet that ReactIn shows for an API SmartList: your key is in it as well.")
        title, add = self.tr("No SmartList yet"), self.tr("Add a SmartList")
        self.browser.show_nothing(Told("list", title, text, add, self.add_list))
        self.rail.refresh()
        self._tell_refresh()

    def _reading_changed(self, kept: KeptList) -> None:
        self.rail.lists.show_again(kept)
        self.rail.lists.tell_reading(self.browser.readings.running)
        if kept.id not in self.browser.readings.running:
            self._list_again()  # it may have ended because another LeadDesk removed the list

    def _tell_refresh(self) -> None:
        self.refresh_button.setEnabled(self.browser.kept is not None and not self.browser.is_reading)

    # -- what is heard

    def _changed(self, changes: Changes) -> None:
        if REACTIN.id in changes.lists:
            self._list_again()
        if REACTIN.id in changes.keys | changes.addresses:
            self._desk.notices.solved(REACTIN.id)
            self._look_for_key(is_other=True)
        elif REACTIN.id in changes.answered:
            self._desk.notices.connected(REACTIN.id)

    def _look_for_key(self, *, is_other: bool = False) -> None:
        """``is_other``: key or address were changed just now. A keychain that cannot be asked is told when needed."""
        state = self._desk.actions.connect_provider.key_state(provider=REACTIN.id)

        def known(state: KeyState) -> None:
            self._tell_key(has_key=state.kind is not KeyKind.NONE or self._desk.is_demo, is_other=is_other)

        self._background.run(state, known, lambda _: self._tell_key(has_key=True, is_other=is_other), replacing="key")

    def _tell_key(self, *, has_key: bool, is_other: bool) -> None:
        self._has_key = has_key
        kept = self.browser.kept
        if kept is None:
            if not self._background.is_running(_LISTING):
                self._show_none()
            return
        error = self.browser.readings.error(kept.id)
        trouble = type(error).__name__ if error is not None else kept.reading.trouble if kept.reading else ""
        if has_key and is_other and trouble in OF_SETTINGS:
            self.browser.read()
        else:
            self.browser.tell_again()
            self._show(kept)

    def _tell_history(self) -> None:
        if self.isVisible():
            self._desk.commands.tell_target("undo", self.history.undoText())
            self._desk.commands.refresh()

    def _open_dialog(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _short(kept: KeptList) -> str:
    return wording.shortened(" ".join(kept.name.split()), 30)

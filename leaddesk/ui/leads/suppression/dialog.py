"""The suppression list: add, search, remove, and put back what was removed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lead_history import Step
from leaddesk.domain.suppression import Entry
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.suppression.adding import AddEntries, ChooseFile, choose_file
from leaddesk.ui.leads.suppression.entries import PAGE, EntriesModel, EntryList
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.empty_state import EmptyState
from leaddesk.ui.widgets.view_frame import ViewFrame


class SuppressionDialog(QDialog):
    """``open()`` it; every change is in force at once."""

    def __init__(self, desk: Desk, parent: QWidget, choose: ChooseFile = choose_file) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self, desk.notices)
        self.setObjectName("suppression-dialog")
        self.setWindowTitle(self.tr("Suppression list"))
        about = self.tr(
            "Whoever is on this list stays in My Leads, marked with a shield, and is left out of exports by default."
        )
        self._adding = AddEntries(desk, choose)
        self._search = QLineEdit()
        self._search.setObjectName("suppression-search")
        self._search.setPlaceholderText(self.tr("Search the list"))
        self._search.setAccessibleName(self.tr("Search the suppression list"))
        self._search.setClearButtonEnabled(True)
        self._count = Words(name="suppression-count", muted=True)
        self.model = EntriesModel(self)
        self.list = EntryList(self.model)
        self._frame = ViewFrame(self.list)
        self._empty = EmptyState("suppression-empty")
        self._empty.hide()
        self._remove = Button(self.tr("Remove"), name="suppression-remove", icon="trash")
        self._said = Words(name="suppression-said", wrap=True)
        self._put_back = Button(self.tr("Put back"), name="suppression-put-back", icon="undo", look="link")
        self._close = Button(self.tr("Close"), name="suppression-close")
        self._lay_out(Words(about, wrap=True, muted=True))
        self._connect()
        self._put_back.hide()
        metrics = self.fontMetrics()
        wanted = self.sizeHint().expandedTo(metrics.size(0, "x" * 84)).grownBy(self.contentsMargins())
        wanted.setHeight(metrics.height() * 40)
        self.resize(wanted.boundedTo(room_for(self)))
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self._adding.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _lay_out(self, about: Words) -> None:
        searching = QHBoxLayout()
        searching.setSpacing(10)
        searching.addWidget(self._search, 1)
        searching.addWidget(self._count)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._remove)
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self._put_back)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(about)
        column.addWidget(self._adding)
        column.addLayout(searching)
        column.addWidget(self._frame, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._adding.added.connect(self._put_back.hide)
        self._search.textChanged.connect(self._read)
        self.model.wanted.connect(self._read_page)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen())
        self._remove.clicked.connect(self._remove_chosen)
        self._put_back.clicked.connect(self._undo)
        self._close.clicked.connect(self.reject)
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            # Only with the keyboard in the list: in a field these keys belong to the text.
            shortcut = QShortcut(QKeySequence(key), self.list, self._remove.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # -- reading

    def _heed(self, changes: Changes) -> None:
        if changes.lead_lists:
            self._read()

    def _read(self) -> None:
        async def look(search: str) -> tuple[int, tuple[Entry, ...]]:
            people = self._desk.actions.suppress_people
            return await people.count(search), await people.entries(search, 0, PAGE)

        self._background.run(look(self._search.text().strip()), self._show, self._failed, replacing="read")

    def _show(self, found: tuple[int, tuple[Entry, ...]]) -> None:
        total, first = found
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self.model.forget_but(-1)
        self.model.show_total(total)
        self.model.show_page(0, first)
        self.list.scrollToTop()
        self._count.setText(self.tr("%Ln {entry|entries}", "", wording.plural(total)))
        self._count.setVisible(total > 0)
        self._frame.setVisible(total > 0)
        self._empty.setVisible(total == 0)
        if self._search.text().strip():
            needle = wording.shortened(self._search.text().strip(), 40)
            title = wording.filled(self.tr("No entry holds “%1”"), needle)
            self._empty.tell("search", title, "", self.tr("Clear"), self._search.clear)
        else:
            self._empty.tell(
                "shield", self.tr("Nobody is suppressed"), self.tr("Add who asked you not to write to them.")
            )
        self._tell_chosen()

    def _read_page(self, number: int) -> None:
        place = f"page {number}"
        if not self._background.is_running(place):
            work = self._desk.actions.suppress_people.entries(self._search.text().strip(), number * PAGE, PAGE)

            def failed(error: LeadDeskError) -> None:
                self.model.show_page(number, ())  # else it would be asked for with every painting
                self._failed(error)

            self._background.run(work, lambda entries: self.model.show_page(number, entries), failed, replacing=place)

    def _tell_chosen(self) -> None:
        count = len(self.list.chosen_rows())
        self._remove.setEnabled(count > 0 and not self._background.is_running("remove"))
        self._remove.setText(self.tr("Remove %Ln {entry|entries}", "", count) if count else self.tr("Remove"))

    # -- removing

    def _remove_chosen(self) -> None:
        rows = self.list.chosen_rows()
        if rows and not self._background.is_running("remove"):
            self._background.run(self._removed(rows), self._tell_removed, self._failed, self._tell_chosen, "remove")
            self._tell_chosen()

    async def _removed(self, rows: list[int]) -> int:
        """Of rows that were never looked at, the entries are read first."""
        people, search = self._desk.actions.suppress_people, self._search.text().strip()
        ids = [entry.id for row in rows if (entry := self.model.item(row)) is not None]
        for number in sorted({row // PAGE for row in rows if self.model.item(row) is None}):
            entries = await people.entries(search, number * PAGE, PAGE)
            ids += [entry.id for place, entry in enumerate(entries, number * PAGE) if place in set(rows)]
        return await people.remove(ids)

    def _tell_removed(self, count: int) -> None:
        self._tell(self.tr("%Ln {entry was|entries were} removed.", "", wording.plural(count)))
        self._put_back.show()
        self._read()

    def _undo(self) -> None:
        """Only where nothing else was done since: then the latest step is another one."""

        async def put_back() -> Step | None:
            keep = self._desk.actions.keep_leads
            undo, _ = await keep.steps()
            return await keep.undo() if undo is not None and undo.act == "unsuppress" else None

        def done(step: Step | None) -> None:
            self._put_back.hide()
            self._tell(self.tr("They are back.") if step else self.tr("Something else was done since."))

        self._background.run(put_back(), done, self._failed, replacing="undo")

    def _tell(self, text: str) -> None:
        self._said.setStyleSheet("")
        self._said.tell(text)

    def _failed(self, error: LeadDeskError) -> None:
        self._said.setStyleSheet(f"color: {theme.tokens().danger}")
        self._said.tell(explain(error).plain)

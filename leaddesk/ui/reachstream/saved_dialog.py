"""The saved filters: open, rename, duplicate, delete (and put back)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError, NameTaken
from leaddesk.domain.saved_filters import SavedFilter, SavedFilterGone
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream.filter_words import sentence
from leaddesk.ui.reachstream.saved_list import NamesModel, SavedList
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.empty_state import EmptyState
from leaddesk.ui.widgets.view_frame import ViewFrame


def _searched(saved: SavedFilter) -> str:
    """What the search looks through."""
    values = [value for _, chosen in saved.filter.chosen for value in chosen]
    return " ".join([saved.name, sentence(saved.filter, rich=False), *values]).casefold()


class SavedFiltersDialog(QDialog):
    """A list of names and meanings; below it all that the chosen one means."""

    opened = Signal(object)
    """The SavedFilter to open."""
    renamed = Signal(str, str)
    """Old and new name."""
    deleted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._deleted: SavedFilter | None = None
        self._all: Sequence[SavedFilter] = ()
        self.setObjectName("saved-filters-dialog")
        self.setWindowTitle(self.tr("Saved filters"))
        self._search = QLineEdit()
        self._search.setObjectName("saved-filters-search")
        self._search.setPlaceholderText(self.tr("Search names and values"))
        self._search.setAccessibleName(self.tr("Search the saved filters"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda: self._fill(self._chosen_id()))
        self.list = self._make_list()
        self._meaning = Words(name="saved-filter-meaning", wrap=True, muted=True)
        self._said = Words(name="saved-filter-said", wrap=True)
        self._put_back = Button(self.tr("Put back"), name="saved-filter-put-back", look="link")
        self._put_back.clicked.connect(self._restore)
        self._put_back.hide()
        said = QHBoxLayout()
        said.addWidget(self._said, 1)
        said.addWidget(self._put_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._search)
        self._empty = EmptyState("saved-filters-empty")
        self._empty.hide()
        self._frame = ViewFrame(self.list)
        column.addWidget(self._frame, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._meaning)
        column.addLayout(said)
        column.addLayout(self._make_buttons())
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.fontMetrics().height() * 28)
        self._chosen_changed()
        self._read()

    def _make_list(self) -> SavedList:
        self.names = NamesModel(self)
        self.names.renamed.connect(self._rename_typed)
        made = SavedList(self.names)
        made.activated.connect(lambda _: self._open())
        made.selectionModel().currentChanged.connect(lambda *_: self._chosen_changed())
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            # Only with the keyboard in the list: in the search field these keys belong to the text.
            QShortcut(QKeySequence(key), made, self._remove, context=Qt.ShortcutContext.WidgetShortcut)
        return made

    def _make_buttons(self) -> QHBoxLayout:
        self._rename = Button(self.tr("Rename"), name="saved-filter-rename", icon="edit")
        self._rename.clicked.connect(lambda: self.list.edit(self.list.currentIndex()))
        self._duplicate = Button(self.tr("Duplicate"), name="saved-filter-duplicate", icon="copy")
        self._duplicate.clicked.connect(self._copy)
        self._delete = Button(self.tr("Delete"), name="saved-filter-delete", icon="trash", look="danger")
        self._delete.clicked.connect(self._remove)
        close = Button(self.tr("Close"), name="saved-filters-close")
        close.clicked.connect(self.reject)
        self._accept = Button(self.tr("Open"), name="saved-filter-open", look="primary")
        self._accept.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._rename, self._duplicate, self._delete):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._accept)
        return row

    def _read(self, chosen: int | None = None) -> None:
        self._background.run(
            self._desk.actions.keep_filters.all(),
            lambda found: self._show(found, chosen),
            self._failed,
            replacing="read",
        )

    def _show(self, found: Sequence[SavedFilter], chosen: int | None) -> None:
        self._all = found
        self._fill(chosen)

    def _fill(self, chosen: int | None) -> None:
        words = self._search.text().casefold().split()
        fitting = [saved for saved in self._all if all(word in _searched(saved) for word in words)]
        self.names.show_filters(fitting)
        here = next((row for row, saved in enumerate(fitting) if saved.id == chosen), 0)
        self.list.setCurrentIndex(self.names.index(here, 0) if fitting else QModelIndex())
        self._tell_empty()
        self._chosen_changed()

    def _tell_empty(self) -> None:
        """What stands where there is no filter to list."""
        is_empty = not self.names.filters
        self._frame.setVisible(not is_empty)
        self._empty.setVisible(is_empty)
        if self._all:
            title = wording.filled(self.tr("No saved filter holds “%1”"), wording.shortened(self._search.text(), 40))
            self._empty.tell(
                "search", title, self.tr("Names and all values are searched."), self.tr("Clear"), self._clear
            )
        else:
            keys = QKeySequence(QKeySequence.StandardKey.Save).toString(QKeySequence.SequenceFormat.NativeText)
            text = wording.filled(self.tr("Build a filter and save it with %1; it is then one click away."), keys)
            self._empty.tell("save", self.tr("No filter is saved yet"), text)

    def _clear(self) -> None:
        self._search.clear()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> SavedFilter | None:
        row = self.list.currentIndex().row()
        return self.names.filters[row] if 0 <= row < len(self.names.filters) else None

    def _chosen_id(self) -> int | None:
        saved = self._chosen()
        return saved.id if saved else None

    def _chosen_changed(self) -> None:
        saved = self._chosen()
        for button in (self._rename, self._duplicate, self._delete, self._accept):
            button.setEnabled(saved is not None)
        self._meaning.setVisible(saved is not None)
        if saved is not None:
            self._meaning.setText(sentence(saved.filter, rich=False))

    def _open(self) -> None:
        saved = self._chosen()
        if saved is not None:
            self.opened.emit(saved)
            self.accept()

    def _rename_typed(self, saved: SavedFilter, name: str) -> None:
        def done(kept: SavedFilter) -> None:
            self.renamed.emit(saved.name, kept.name)
            self._read(saved.id)

        work = self._desk.actions.keep_filters.rename(filter_id=saved.id, name=name)
        self._background.run(work, done, self._failed)

    def _copy(self) -> None:
        saved = self._chosen()
        if saved is not None:
            work = self._desk.actions.keep_filters.duplicate(filter_id=saved.id)
            self._background.run(work, lambda kept: self._read(kept.id), self._failed)

    def _remove(self) -> None:
        saved = self._chosen()
        if saved is None or self._background.is_running("delete"):
            return
        shown = [kept.id for kept in self.names.filters]
        here = shown.index(saved.id)
        chosen_next = next(iter(shown[here + 1 :] + shown[:here][-1:]), None)

        def done(deleted: SavedFilter) -> None:
            self._deleted = deleted
            self._tell(wording.filled(self.tr("“%1” was deleted."), wording.shortened(saved.name)), "muted")
            self._put_back.show()
            self.deleted.emit(saved.name)
            self._read(chosen_next)

        work = self._desk.actions.keep_filters.delete(filter_id=saved.id)
        self._background.run(work, done, self._failed, replacing="delete")

    def _restore(self) -> None:
        if self._deleted is None:
            return
        deleted, self._deleted = self._deleted, None
        self._put_back.hide()
        self._tell("", "muted")
        work = self._desk.actions.keep_filters.put_back(deleted=deleted)
        self._background.run(work, lambda kept: self._read(kept.id), self._failed)

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._tell(words.title if isinstance(error, NameTaken) else words.plain, "danger")
        self._put_back.hide()
        if isinstance(error, SavedFilterGone):
            self._read(self._chosen_id())
        else:
            self._fill(self._chosen_id())

    def _tell(self, words: str, colour: str) -> None:
        self._said.setStyleSheet(f"color: {getattr(theme.tokens(), colour)}")
        self._said.tell(words)

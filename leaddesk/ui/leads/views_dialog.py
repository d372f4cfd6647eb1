"""Saved views: keep what is shown under a name; open, rename and delete (and put back) those that are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError, NameTaken
from leaddesk.domain.lead_views import SavedView, View
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.asking import LONGEST_NAME
from leaddesk.ui.leads.roomy_rows import RoomyRows
from leaddesk.ui.leads.texts import view_words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.view_frame import ViewFrame

_Index = QModelIndex | QPersistentModelIndex


class ViewNames(QAbstractListModel):
    """The names; editing one asks for it by a signal."""

    renamed = Signal(object, str)
    """The SavedView and the name that was typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.views: Sequence[SavedView] = ()

    def show_views(self, views: Sequence[SavedView]) -> None:
        self.beginResetModel()
        self.views = views
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.views)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        saved = self.views[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return saved.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(saved.name)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        saved, name = self.views[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == saved.name:
            return False
        self.renamed.emit(saved, name)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class ViewsDialog(QDialog):
    """Above, a name for what is shown now; below, the views that are kept."""

    opened = Signal(object)
    """The SavedView to show."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        view: View,
        sort_by: str,
        descending: bool,
        list_name: Callable[[View], str],
        to_save: bool,
    ) -> None:
        """``view`` and its order are what is shown now; ``list_name`` tells how the list is called that a view is of.

        ``to_save`` puts the keyboard where a name is asked for.
        """
        super().__init__(parent)
        self._find, self._now = desk.actions.find_leads, (view, sort_by, descending)
        self._background = Background(self, desk.notices)
        self._list_name = list_name
        self._removed: SavedView | None = None
        self._replaces = False
        self.setObjectName("leads-views-dialog")
        self.setWindowTitle(self.tr("Views"))
        self.name = QLineEdit()
        self.name.setObjectName("leads-view-name")
        self.name.setAccessibleName(self.tr("Name for what is shown now"))
        self.name.setPlaceholderText(self.tr("Name for what is shown now"))
        self.name.setMaxLength(LONGEST_NAME)
        self._save = Button(self.tr("Save"), name="leads-view-save", icon="save")
        self._shown_now = Words(
            view_words(view, list_name(view)), name="leads-view-now", size=theme.CAPTION, muted=True, wrap=True
        )
        self.names = ViewNames(self)
        self.list = QListView()
        self._meaning = Words(name="leads-view-meaning", size=theme.CAPTION, muted=True, wrap=True)
        self._said = Words(name="leads-view-said", wrap=True)
        self._put_back = Button(self.tr("Put back"), name="leads-view-put-back", look="link")
        self._put_back.hide()
        self._rename = Button(self.tr("Rename"), name="leads-view-rename", icon="edit")
        self._delete = Button(self.tr("Delete"), name="leads-view-delete", icon="trash", look="danger")
        self._open = Button(self.tr("Open"), name="leads-view-open", look="primary")
        self._close = Button(self.tr("Close"), name="leads-views-close")
        self._dress_list()
        self._lay_out()
        self._connect()
        self._chosen_changed()
        self._name_edited()
        (self.name if to_save else self.list).setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _dress_list(self) -> None:
        self.list.setObjectName("leads-views")
        self.list.setAccessibleName(self.tr("Saved views"))
        self.list.setModel(self.names)
        self.list.setItemDelegate(RoomyRows(self.list))
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(self.fontMetrics().height() * 8)

    def _lay_out(self) -> None:
        top, said, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self._save)
        said.addWidget(self._said, 1)
        said.addWidget(self._put_back)
        buttons.setSpacing(8)
        for button in (self._rename, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._close, self._open):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._shown_now)
        column.addWidget(ViewFrame(self.list), 1)
        column.addWidget(self._meaning)
        column.addLayout(said)
        column.addLayout(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 72, self.fontMetrics().height() * 24)

    def _connect(self) -> None:
        self.name.textChanged.connect(lambda _: self._name_edited())
        self.name.returnPressed.connect(self._save.click)
        self._save.clicked.connect(self._keep)
        self._rename.clicked.connect(lambda: self.list.edit(self.list.currentIndex()))
        self._delete.clicked.connect(self._remove)
        self._put_back.clicked.connect(self._restore)
        self._open.clicked.connect(self._show)
        self._close.clicked.connect(self.reject)
        self.names.renamed.connect(self._rename_typed)
        self.list.activated.connect(lambda _: self._show())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen_changed())
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            QShortcut(QKeySequence(key), self.list, self._remove, context=Qt.ShortcutContext.WidgetShortcut)

    def _chosen(self) -> SavedView | None:
        row = self.list.currentIndex().row()
        return self.names.views[row] if 0 <= row < len(self.names.views) else None

    def _read(self, chosen: int | None = None) -> None:
        self._background.run(
            self._find.views(), lambda found: self._show_views(found, chosen), self._failed, replacing="read"
        )

    def _show_views(self, found: Sequence[SavedView], chosen: int | None) -> None:
        self.names.show_views(found)
        row = next((row for row, saved in enumerate(found) if saved.id == chosen), 0)
        self.list.setCurrentIndex(self.names.index(row, 0) if found else QModelIndex())
        self._chosen_changed()

    def _chosen_changed(self) -> None:
        saved = self._chosen()
        for button in (self._rename, self._delete, self._open):
            button.setEnabled(saved is not None)
        nothing = self.tr("No view is saved yet. A view is a search with its conditions and its order.")
        self._meaning.setText(view_words(saved.view, self._list_name(saved.view)) if saved is not None else nothing)

    def _name_edited(self) -> None:
        self._replaces = False
        self._save.setText(self.tr("Save"))
        self._save.setEnabled(bool(self.name.text().strip()))

    def _keep(self) -> None:
        view, sort_by, descending = self._now

        def done(saved: SavedView) -> None:
            self._tell(wording.filled(self.tr("Saved as “%1”."), wording.shortened(saved.name)), "success")
            self.name.clear()
            self._read(saved.id)
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

        work = self._find.save_view(
            name=self.name.text().strip(), view=view, sort_by=sort_by, descending=descending, replace=self._replaces
        )
        self._background.run(work, done, self._not_kept, replacing="keep")

    def _not_kept(self, error: LeadDeskError) -> None:
        self._failed(error)
        if isinstance(error, NameTaken):
            self._replaces = True
            self._save.setText(self.tr("Replace"))
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)  # a key held down must not answer the question

    def _show(self) -> None:
        saved = self._chosen()
        if saved is not None:
            self.opened.emit(saved)
            self.accept()

    def _rename_typed(self, saved: SavedView, name: str) -> None:
        work = self._find.rename_view(view_id=saved.id, name=name)
        self._background.run(work, lambda kept: self._read(kept.id), self._failed)

    def _remove(self) -> None:
        saved = self._chosen()
        if saved is None or self._background.is_running("remove"):
            return

        def done(removed: SavedView) -> None:
            self._removed = removed
            self._tell(wording.filled(self.tr("“%1” was deleted."), wording.shortened(removed.name)), "muted")
            self._put_back.show()
            self._read()

        self._background.run(self._find.remove_view(view_id=saved.id), done, self._failed, replacing="remove")

    def _restore(self) -> None:
        removed, self._removed = self._removed, None
        self._tell("", "muted")
        if removed is not None:
            work = self._find.save_view(
                name=removed.name, view=removed.view, sort_by=removed.sort_by, descending=removed.descending
            )
            self._background.run(work, lambda kept: self._read(kept.id), self._failed)

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._tell(words.title if isinstance(error, NameTaken) else words.plain, "danger")

    def _tell(self, words: str, colour: str) -> None:
        self._put_back.hide()
        self._said.setStyleSheet(f"color: {getattr(theme.tokens(), colour)}")
        self._said.tell(words)

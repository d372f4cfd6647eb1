"""The page *Backups* in Settings: what is there, one more, a closer look at one, going back to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from leaddesk.domain.backups import Backup, Restored
from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.backups import words
from leaddesk.ui.leads.backups.restore_dialog import RestoreDialog
from leaddesk.ui.settings.settings_page import Message, SettingsPage, line
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.two_line_rows import ASIDE, BELOW, ICON, TwoLineRows
from leaddesk.ui.widgets.view_frame import ViewFrame

_Index = QModelIndex | QPersistentModelIndex


class BackupsPage(SettingsPage):
    """Built when it is first looked at, like every page."""

    def __init__(self, desk: Desk, folder: Path, open_folder: Callable[[Path], bool]) -> None:
        """``folder`` holds the backups; ``open_folder`` shows it in the system's own program."""
        super().__init__(self.tr("Backups"), "backups-settings")
        self._desk, self._folder, self._open_folder = desk, folder, open_folder
        self._background = Background(self, desk.notices)
        about = self.tr(
            "LeadDesk backs up your leads, lists and saved filters once a day, and before anything that cannot be "
            "undone. A backup counts only after it was read through. Keys are not in it."
        )
        self.add_wide(Words(about, wrap=True, muted=True))
        self._state = Words(name="backups-state", wrap=True)
        self._state.be_a_stop()
        self.add_wide(self._state)
        self._make = Button(self.tr("Make one now"), name="backups-make", icon="plus", look="primary")
        self._make.clicked.connect(self._make_one)
        self._open = Button(self.tr("Open folder"), name="backups-open", icon="open")
        self._open.clicked.connect(self._show_folder)
        self.add_wide(_row(self._make, self._open))
        self.model = BackupsModel(self)
        self.list = _BackupList(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell_chosen())
        self.list.activated.connect(lambda _: self._ask_restore())
        self._frame = ViewFrame(self.list)
        self.add_wide(self._frame)
        self._restore = Button(self.tr("Restore…"), name="backups-restore", icon="undo")
        self._restore.clicked.connect(self._ask_restore)
        self._check = Button(self.tr("Check"), name="backups-check", icon="check")
        self._check.setToolTip(self.tr("Read all of it, and say whether it is whole"))
        self._check.clicked.connect(self._check_one)
        self.add_wide(_row(self._restore, self._check))
        self._message = Message("backups-message")
        self.add_wide(self._message)
        self.add_rest()
        self._tell_chosen()

    def refresh(self) -> None:
        self._message.clear()
        self._read()

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is there

    def _read(self) -> None:
        self._background.run(
            self._desk.actions.keep_backups.backups(), self._show, self._failed, self._tell_chosen, replacing="read"
        )

    def _show(self, backups: tuple[Backup, ...]) -> None:
        chosen = self._chosen()
        self.model.show_backups(backups)
        row = backups.index(chosen) if chosen in backups else 0
        self.list.setCurrentIndex(self.model.index(row, 0) if backups else QModelIndex())
        if not backups:
            self._state.setText(self.tr("There is no backup yet. The first is made within a day; or make one now."))
        else:
            last = wording.filled(self.tr("Last backup: %1."), wording.age(backups[0].at))
            self._state.setText(f"{last} {self.tr('%Ln {is|are} kept.', '', len(backups))}")
        self._frame.setVisible(bool(backups))
        self._tell_chosen()

    def _chosen(self) -> Backup | None:
        row = self.list.currentIndex().row()
        return self.model.backups[row] if 0 <= row < len(self.model.backups) else None

    def _tell_chosen(self) -> None:
        is_busy = self._background.is_running("work")
        for button in (self._restore, self._check):
            button.setVisible(bool(self.model.backups))
            button.setEnabled(self._chosen() is not None and not is_busy)
        self._make.setEnabled(not is_busy)

    # -- what is done

    def _make_one(self) -> None:
        self._message.say("info", self.tr("Making a backup. You can go on working."))

        def done(backup: Backup) -> None:
            told = wording.filled(self.tr("%1 are in the new backup, and it reads well."), words.leads(backup.leads))
            self._message.say("success", told)
            self._read()

        self._background.run(self._desk.actions.keep_backups.make(), done, self._failed, self._tell_chosen, "work")
        self._tell_chosen()

    def _check_one(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        self._message.say("info", self.tr("Reading it through. You can go on working."))

        def done(is_good: bool) -> None:
            day = words.when(backup)
            if is_good:
                self._message.say("success", wording.filled(self.tr("The backup of “%1” is whole."), day))
            else:
                told = self.tr("The backup of “%1” is damaged. Make a new one; the disk may be failing.")
                self._message.say("danger", wording.filled(told, day))

        work = self._desk.actions.keep_backups.is_good(backup)
        self._background.run(work, done, self._failed, self._tell_chosen, "work")
        self._tell_chosen()

    def _ask_restore(self) -> None:
        backup = self._chosen()
        if backup is None or not self._restore.isEnabled():
            return
        dialog = RestoreDialog(self._desk, backup, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restored.connect(self._restored)
        dialog.finished.connect(lambda _: self._read())
        dialog.open()

    def _restored(self, restored: Restored) -> None:
        back = wording.filled(self.tr("My Leads is as in the backup of “%1”."), words.when(restored.backup))
        if restored.before is not None:
            way = self.tr("How it was before is the newest backup in this list.")
        else:
            way = self.tr("The damaged file was put aside beside it, under a name that says so.")
        self._message.say("success", f"{back} {way}")

    def _show_folder(self) -> None:
        if not self._open_folder(self._folder):
            told = self.tr("This system cannot show the folder. It is %1")
            self._message.say("warning", wording.filled(told, str(self._folder)))

    def _failed(self, error: LeadDeskError) -> None:
        self._message.say("danger", " ".join(words.problem(error)))


def _row(*buttons: QWidget) -> QWidget:
    made, row = QWidget(), line(*buttons)
    row.setContentsMargins(0, 0, 0, 0)
    made.setLayout(row)
    return made


class BackupsModel(QAbstractListModel):
    """The backups, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.backups: tuple[Backup, ...] = ()

    def show_backups(self, backups: tuple[Backup, ...]) -> None:
        self.beginResetModel()
        self.backups = backups
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.backups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        backup = self.backups[index.row()]
        told = {
            Qt.ItemDataRole.DisplayRole: words.when(backup),
            BELOW: f"{words.why(backup)} · {words.size(backup)}",
            ASIDE: words.leads(backup.leads),
            ICON: "save",
            Qt.ItemDataRole.ToolTipRole: wording.exactly(backup.at),
        }
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((wording.exactly(backup.at), words.leads(backup.leads), told[BELOW]))
        return told.get(role)


class _BackupList(QListView):
    """At most as high as six backups; more are scrolled."""

    def __init__(self, model: BackupsModel) -> None:
        super().__init__()
        self.setObjectName("backups-list")
        self.setAccessibleName(self.tr("Backups"))
        self.setModel(model)
        self.setItemDelegate(TwoLineRows(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._fit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once
            self._fit()

    def _fit(self) -> None:
        rows = min(6, max(1, self.model().rowCount()))
        self.setFixedHeight(rows * self.sizeHintForRow(0) + 8 if self.model().rowCount() else 40)

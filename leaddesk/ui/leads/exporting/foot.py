"""The lower end of the export dialog: where the file goes, what stands in its way, the progress, the buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.export_places import ExportPlaces
from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.export_path import PathField, suggested_name
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ProgressRow


class ExportFoot(QWidget):
    """Asks before a file is replaced or a folder is made; then says ``wanted``."""

    wanted = Signal(object)
    """The Path to write to. Until ``end`` is called nothing can be changed here."""
    busy_changed = Signal(bool)
    cancel_wanted = Signal()
    close_wanted = Signal()

    def __init__(
        self,
        places: ExportPlaces,
        background: Background,
        folders: Sequence[Path],
        stem: str,
        files: Callable[[Path], Sequence[Path]],
    ) -> None:
        """``folders``: where to suggest the file, the best first. ``files``: what is written when a path is chosen."""
        super().__init__()
        self._places, self._background, self._files = places, background, files
        self._problem = ""
        self._offered: Callable[[], None] = self._go
        """What the message's button does."""
        name = suggested_name(stem, QDate.currentDate().toString(Qt.DateFormat.ISODate))
        self.path = PathField(folders[0], name)
        self._message = InlineMessage(name="export-message", button="export-replace")
        self.progress = ProgressRow()
        self._reason = Words(name="export-reason", muted=True, wrap=True)
        self._close = Button(self.tr("Cancel"), name="export-cancel")
        self._start = Button("", name="export-start", look="primary")
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self._reason, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._start)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 20, 18)
        column.setSpacing(8)
        head = Words(self.tr("File"), weight=600)
        for part in (Hairline(), head, self.path, self._message, self.progress, self._buttons):
            column.addWidget(part)
        self.progress.hide()
        self._start.setDefault(True)
        self.path.changed.connect(self._changed)
        self._message.pressed.connect(self._press)
        self.progress.cancel_wanted.connect(self.cancel_wanted)
        self._close.clicked.connect(self.close_wanted)
        self._start.clicked.connect(self._begin)
        background.run(places.first_folder(folders), self._suggest)

    def allow(self, title: str, problem: str) -> None:
        """What the button says, and why it cannot be pressed; empty: it can, if the path is one."""
        self._start.setText(title)
        self._problem = problem
        self._message.clear()
        self._allow()

    def end(self, error: LeadDeskError | None = None) -> None:
        """Nothing was written, for this reason; everything can be changed again."""
        self._set_busy(busy=False)
        if error is not None:
            told = explain(error)
            self._message.say("danger", told.title, told.advice)
            self.path.focus()

    def _suggest(self, folder: Path | None) -> None:
        if folder is not None:
            self.path.suggest(folder)

    def _press(self) -> None:
        self._offered()

    def _changed(self) -> None:
        self._message.clear()
        self._allow()

    def _allow(self) -> None:
        reason = self._problem or self.path.problem()
        self._reason.setText(reason)
        self._start.setEnabled(not reason)
        self._start.setToolTip(reason)

    def _begin(self) -> None:
        path = self.path.target()
        if path is not None and self._start.isEnabled():
            self._set_busy(busy=True)
            self._background.run(self._look(path), lambda found: self._looked(path, *found), self.end)

    async def _look(self, path: Path) -> tuple[bool, Path | None]:
        """Whether the folder is missing, and the first file that is there already."""
        if await self._places.lacks_folder(path):
            return True, None
        for file in self._files(path):
            if await self._places.is_taken(file):
                return False, file
        return False, None

    def _looked(self, path: Path, is_lost: bool, taken: Path | None) -> None:
        if is_lost:
            title = wording.filled(self.tr("There is no folder “%1”."), str(path.parent))
            self._ask(title, self.tr("Create it, or choose another place."), self.tr("Create folder"), self._create)
        elif taken is not None:
            title = wording.filled(self.tr("“%1” is there already."), taken.name)
            advice = self.tr("Replacing it loses what is in it now. You can also change the name.")
            self._ask(title, advice, self.tr("Replace"), self._go)
        else:
            self._go()

    def _ask(self, title: str, advice: str, button: str, act: Callable[[], None]) -> None:
        self._set_busy(busy=False)
        self._offered = act
        self._message.say("warning", title, advice, button)
        self._message.focus_button()

    def _create(self) -> None:
        if (path := self.path.target()) is not None:
            self._set_busy(busy=True)
            self._background.run(self._places.create_folder(path.parent), lambda _: self._go(), self.end)

    def _go(self) -> None:
        if (path := self.path.target()) is not None:
            self._set_busy(busy=True)
            self._buttons.hide()
            self.progress.show()
            self.progress.focus_cancel()
            self.wanted.emit(path)

    def _set_busy(self, *, busy: bool) -> None:
        self._message.clear()
        self.path.setEnabled(not busy)
        self.busy_changed.emit(busy)
        if busy:
            self._start.setEnabled(False)
        else:
            self.progress.hide()
            self._buttons.show()
            self._allow()

"""Saving the files of downloads: where to, how far, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from leaddesk.domain.errors import AddressRefused, LeadDeskError, NoAccess, NothingThere, RequestRefused
from leaddesk.domain.file_names import safe_file_name
from leaddesk.domain.preferences import EXPORT_FOLDER
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.records import Value
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notice
from leaddesk.ui.reveal import reveal
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.progress_row import ProgressRow

_STALE = (NothingThere, NoAccess, RequestRefused, AddressRefused)
"""What an address answers that was good for a while only: a new one can be asked for."""
_PADDING = 12
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Download:
    """One of Leadsopedia's downloads."""

    id: str
    """Empty for none told."""
    name: str
    """A name that is safe in a folder."""
    url: str
    """Empty where none was told; then it is asked for, which takes a call."""

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> Download:
        """``values`` of its row, under Leadsopedia's own names."""
        told = {name: "" if value is None else str(value).strip() for name, value in values.items()}
        download_id, extension = told.get("id", ""), told.get("extension", "").lstrip(".")
        name = safe_file_name(told.get("filename", ""), f"download-{download_id}" if download_id else "download")
        if extension.isalnum() and not name.casefold().endswith(f".{extension.casefold()}"):
            name = safe_file_name(f"{name}.{extension}", name)
        return cls(download_id, name, told.get("url", ""))

    @property
    def can_be_saved(self) -> bool:
        return bool(self.id or self.url)


class SavingDownloads(Card):
    """The card over the downloads while a file is saved; hidden else. One file after the other."""

    changed = Signal()
    """Saving began or ended, or there is something to be said about it."""
    let_go = Signal()
    """The keyboard was on what is gone now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("download-saving", padding=_PADDING, spacing=8)
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._row = ProgressRow()
        self._row.cancel_wanted.connect(lambda: self._background.cancel("save"))
        self._row.hide()
        self._message = InlineMessage(name="download-message", button="download-ask-again")
        self._message.pressed.connect(self._ask_again)
        self._rest: Sequence[tuple[Download, Path]] = ()
        """What is still to be saved after a failure, beginning with the file that failed."""
        self.column.addWidget(self._row)
        self.column.addWidget(self._message)
        self.hide()

    @property
    def is_saving(self) -> bool:
        return self._background.is_running("save")

    def save(self, downloads: Sequence[Download], parent: QWidget) -> None:
        """Ask where to, then save: one file under a name of one's own, several into a folder."""
        wanted = [download for download in downloads if download.can_be_saved]
        if not wanted or self.is_saving:
            return
        folder = self._folder()
        browser = QFileDialog(parent, self.tr("Save file") if len(wanted) == 1 else self.tr("Save files"))
        browser.setObjectName("download-browser")
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.setDirectory(str(folder))
        if len(wanted) == 1:
            browser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            browser.selectFile(wanted[0].name)
            browser.fileSelected.connect(lambda path: self._begin([(wanted[0], Path(path))]))
        else:
            browser.setFileMode(QFileDialog.FileMode.Directory)
            browser.setOption(QFileDialog.Option.ShowDirsOnly)
            browser.fileSelected.connect(lambda path: self._begin(_places(wanted, Path(path))))
        browser.open()

    def _begin(self, plan: Sequence[tuple[Download, Path]]) -> None:
        self._desk.preferences.set(EXPORT_FOLDER, str(plan[0][1].parent))
        self._message.clear()
        self.column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self.show()
        self._row.show()
        ticket = self._desk.running.begin(self.tr("Saving %Ln {file|files}", "", len(plan)))
        done = 0

        async def save() -> tuple[Path, int]:
            nonlocal done
            path, size = plan[0][1], 0
            for done, (download, wanted_path) in enumerate(plan):
                title = self._title(wanted_path.name, done + 1, len(plan))
                self._row.begin(title)
                saved = await self._desk.actions.save_download(
                    download_id=download.id,
                    url=download.url,
                    path=wanted_path,
                    progress=partial(self._show_progress, title),
                )
                path, size = saved.path, size + saved.size
            return path, size

        def ended() -> None:
            self._desk.running.end(ticket)
            focused = QApplication.focusWidget()
            is_held = focused is not None and self._row.isAncestorOf(focused)
            self._row.hide()
            self.column.setContentsMargins(0, 0, 0, 0)  # a message has a ground of its own
            self.setVisible(not self._message.isHidden())
            self.changed.emit()
            self._desk.commands.refresh()
            if is_held:
                self.let_go.emit()

        self._background.run(
            save(),
            lambda saved: self._saved(saved[0], saved[1], len(plan)),
            lambda error: self._tell_failure(error, plan[done:]),
            ended,
            "save",
        )
        self._row.focus_cancel()
        self.changed.emit()
        self._desk.commands.refresh()

    def _title(self, name: str, number: int, files: int) -> str:
        words = self.tr("Saving “%1”") if files == 1 else self.tr("Saving “%1” (%2 of %3)")
        return wording.filled(
            words, wording.shortened(name, _LONGEST_NAME), wording.number(number), wording.number(files)
        )

    def _show_progress(self, title: str, done: int, total: int | None) -> None:
        size = _size(done)
        if total is not None:
            size = wording.filled(self.tr("%1 of %2"), size, _size(total))
        self._row.show_progress(title, done, total, size)

    def _saved(self, path: Path, size: int, files: int) -> None:
        self._desk.notices.solved(LEADSOPEDIA.id, "download")
        if files == 1:
            title = wording.filled(self.tr("Saved “%1”."), wording.shortened(path.name, _LONGEST_NAME))
        else:
            title = self.tr("%Ln {file|files} saved.", "", files)
        self._desk.notices.say(Notice("success", title, _size(size), self.tr("Show in folder"), lambda: reveal(path)))

    def _tell_failure(self, error: LeadDeskError, rest: Sequence[tuple[Download, Path]]) -> None:
        """``rest``: the file that failed, and those that were to come after it."""
        (download, path), *others = rest
        waiting = self.tr("%Ln other {file waits|files wait} for it.", "", len(others)) if others else ""
        if isinstance(error, _STALE) and download.url and download.id:
            self._rest = [(replace(download, url=""), path), *others]
            name = wording.shortened(download.name, _LONGEST_NAME)
            title = wording.filled(self.tr("“%1” is not under its address any more."), name)
            advice = self.tr("Such addresses hold for a while only. Leadsopedia can be asked for a new one.")
            button = self.tr("Ask again (%Ln {call|calls})", "", _calls(self._rest))
            self._message.say("warning", title, f"{advice} {waiting}".strip(), button)
            return
        words = explain(error)
        if words.settings_page or not self.isVisible():  # the banner has the way there, and is seen from every tab
            self._desk.notices.problem(error, "download")
        self._rest = rest
        calls = _calls(rest)
        button = self.tr("Try again (%Ln {call|calls})", "", calls) if calls else self.tr("Try again")
        self._message.say("danger", words.title, f"{words.advice} {waiting}".strip(), button)

    def _ask_again(self) -> None:
        rest, self._rest = self._rest, ()
        if rest:
            self._begin(rest)

    def _folder(self) -> Path:
        kept = self._desk.preferences.get(EXPORT_FOLDER)
        if kept and Path(kept).is_dir():
            return Path(kept)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))


def _calls(plan: Sequence[tuple[Download, Path]]) -> int:
    """What asking for the addresses takes."""
    return sum(1 for download, _ in plan if not download.url)


def _places(downloads: Sequence[Download], folder: Path) -> list[tuple[Download, Path]]:
    """A path for each, none of which is there already."""
    taken: set[str] = set()
    plan = []
    for download in downloads:
        stem, dot, extension = download.name.rpartition(".")
        if not dot:
            stem, extension = download.name, ""
        name, number = download.name, 1
        while name.casefold() in taken or (folder / name).exists():
            number += 1
            name = f"{stem} ({number}){dot}{extension}"
        taken.add(name.casefold())
        plan.append((download, folder / name))
    return plan


def _size(size: int) -> str:
    return QLocale().formattedDataSize(size, 1)

"""A written file is shown in the system's own file browser, or at least its folder is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from leaddesk.ui import reveal as module
from leaddesk.ui.reveal import reveal

FILE = Path("/data/my exports/leads, all.csv")


class Folders(QObject):
    """Stands in for the desktop's way to open a folder."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_folder(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def folders(qapp: QApplication) -> Iterator[Folders]:
    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "open_folder")  # type: ignore[arg-type]  # bytes are refused
    yield folders
    QDesktopServices.unsetUrlHandler("file")


def test_the_mac_asks_finder(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append((program, arguments))
        return True, 1

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(QProcess, "startDetached", start)
    reveal(FILE)
    assert started == [("open", ["-R", str(FILE)])]
    assert folders.opened == []


def test_windows_asks_explorer_with_the_path_in_one_piece(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "Popen", started.append)
    reveal(FILE)
    assert started == [f'explorer.exe /select,"{FILE}"']
    assert folders.opened == []


def test_the_folder_is_opened_where_nothing_can_select(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "_ask_file_manager", lambda _: False)
    reveal(FILE)
    assert folders.opened == [str(FILE.parent)]


def test_the_folder_is_opened_where_the_file_browser_does_not_start(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "Popen", broken)
    reveal(FILE)
    assert folders.opened == [str(FILE.parent)]

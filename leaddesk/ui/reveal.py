"""Show a file in the system's own file browser, selected there. Returns at once, whatever the file browser does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_FILE_MANAGER = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1")


def reveal(file: Path) -> None:
    """Open the folder of ``file``, with the file selected; where the system cannot select, open the folder alone."""
    ask = {"darwin": _ask_finder, "win32": _ask_explorer}.get(sys.platform, _ask_file_manager)
    if not ask(file):
        _open_folder(file)


def _ask_finder(file: Path) -> bool:
    started, _ = QProcess.startDetached("open", ["-R", str(file)])
    return started


def _ask_explorer(file: Path) -> bool:
    # A string, because Explorer reads its command line in its own way: only quotation marks after the comma (which no
    # Windows path holds) keep a path with a comma or a space in one piece, and QProcess would not set them there.
    try:
        subprocess.Popen(f'explorer.exe /select,"{file}"')  # noqa: S603 - no shell, and Explorer is on every path
    except OSError:
        return False
    return True


def _ask_file_manager(file: Path) -> bool:
    """Ask the desktop's file manager over D-Bus. False where there is no session bus; a refusal opens the folder."""
    from PySide6.QtDBus import (  # noqa: PLC0415 - a library that only this needs
        QDBusConnection,
        QDBusMessage,
        QDBusPendingCallWatcher,
    )

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(*_FILE_MANAGER, "ShowItems")
    message.setArguments([[QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message), QCoreApplication.instance())

    def answered() -> None:
        if watcher.isError():
            _open_folder(file)
        watcher.deleteLater()

    watcher.finished.connect(answered)
    return True


def _open_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))

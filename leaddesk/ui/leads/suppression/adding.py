"""Add to the suppression list: one, many pasted, or a file. Lines that name nobody stay in the field."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.suppression import Suppressed
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.inline_message import InlineMessage

_LINES = 3
_MOST_KEPT = 500
"""Lines of a file that are put into the field."""

ChooseFile = Callable[[QWidget, Callable[[Path], None]], None]
"""Asks for a file over a widget and hands it on, later."""


def choose_file(parent: QWidget, chosen: Callable[[Path], None]) -> None:
    """The system's own dialog."""
    dialog = QFileDialog(parent, parent.tr("Add entries from a file"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([parent.tr("Text and CSV files (*.txt *.csv *.tsv)"), parent.tr("All files (*)")])
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


class AddEntries(QWidget):
    """The field, its buttons and what became of what stood in it."""

    added = Signal()

    def __init__(self, desk: Desk, choose: ChooseFile = choose_file) -> None:
        super().__init__()
        self._desk, self._choose = desk, choose
        self._background = Background(self, desk.notices)
        self.field = QPlainTextEdit()
        self.field.setObjectName("suppression-field")
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText("jane@acme.example\nacme.example\nlinkedin.com/in/jane-doe")
        lines = self.field.fontMetrics().lineSpacing() * _LINES + 2 * round(self.field.document().documentMargin())
        self.field.setFixedHeight(lines + 12)
        label = QLabel(self.tr("&Add e-mail addresses, domains or LinkedIn profiles: type or paste, a line each"))
        label.setBuddy(self.field)
        label.setWordWrap(True)
        self.field.setAccessibleName(label.text().replace("&", ""))
        self._add = Button(self.tr("Add"), name="suppression-add", icon="plus", look="primary")
        self._file = Button(self.tr("From a file…"), name="suppression-file", icon="import")
        self._message = InlineMessage(name="suppression-added")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addWidget(self._file)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label)
        column.addWidget(self.field)
        column.addLayout(buttons)
        column.addWidget(self._message)
        self._add.clicked.connect(self._add_typed)
        self._file.clicked.connect(lambda: self._choose(self.window(), self._add_file))
        self.field.textChanged.connect(self._tell)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Enter alone belongs to the text
            shortcut = QShortcut(QKeySequence(keys), self, self._add.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tell()

    def _add_typed(self) -> None:
        text = self.field.toPlainText()
        lines = text.splitlines()

        def done(result: Suppressed) -> None:
            self.field.setPlainText("\n".join(lines[number - 1] for number, _ in result.unreadable))
            self._done(result)

        self._run(self._desk.actions.suppress_people.add(text), done)

    def _add_file(self, path: Path) -> None:
        def done(result: Suppressed) -> None:
            left = [line for _, line in result.unreadable[:_MOST_KEPT]]
            typed = self.field.toPlainText().rstrip()
            self.field.setPlainText("\n".join([typed, *left] if typed else left))
            self._done(result)

        self._run(self._desk.actions.suppress_people.add_file(path), done)

    def _run(self, work: Coroutine[Any, Any, Suppressed], done: Callable[[Suppressed], None]) -> None:
        self._message.say("info", self.tr("Adding, and looking who that is…"))
        self._background.run(work, done, self._failed, self._tell, replacing="add")
        self._tell()

    def _tell(self) -> None:
        is_busy = self._background.is_running("add")
        self._add.setEnabled(bool(self.field.toPlainText().strip()) and not is_busy)
        self._file.setEnabled(not is_busy)
        self.field.setReadOnly(is_busy)

    def _done(self, result: Suppressed) -> None:
        told = [self.tr("%Ln {entry|entries} added.", "", result.added)]
        if result.known:
            told.append(self.tr("%Ln {was|were} there already.", "", result.known))
        advice = self.tr("%Ln {lead is|leads are} suppressed by it now.", "", wording.plural(result.leads))
        kind = "success" if result.added else "info"
        if result.unreadable:
            kind = "warning"
            unread = self.tr("%Ln {line names|lines name} nobody and {stays|stay} in the field.", "",
                             len(result.unreadable))  # fmt: skip
            advice = f"{advice} {unread}" if result.added else unread
        self._message.say(kind, " ".join(told), advice)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if result.added:
            self.added.emit()

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._message.say("danger", words.title, words.advice)

"""How a file is read: recognised first, and changed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.imports import FileKind, FileShape, Peek
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.labels import Words

_ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8 with mark"),
    ("cp1252", "Windows-1252"),
    ("utf-16", "UTF-16 with mark"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
)


class ShapeRow(QWidget):
    """Encoding, delimiter and header of a CSV file; sheet and header of a spreadsheet."""

    changed = Signal(object)
    """The FileShape that is wanted now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = FileShape(FileKind.CSV)
        self._encoding = _combo("import-encoding", self.tr("Encoding"), 12)
        self._delimiter = _combo("import-delimiter", self.tr("Delimiter"), 8)
        self._sheet = _combo("import-sheet", self.tr("Sheet"), 18)
        self._header = QCheckBox(self.tr("The first row names the columns"))
        self._header.setObjectName("import-header")
        self._doubt = Words(name="import-doubts", size=theme.CAPTION, muted=True, wrap=True)
        for name, title in _ENCODINGS:
            self._encoding.addItem(title, name)
        delimiters = ((",", self.tr("Comma")), (";", self.tr("Semicolon")), ("\t", self.tr("Tab")), ("|", "|"))
        for sign, title in delimiters:
            self._delimiter.addItem(title, sign)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._choices: dict[QComboBox, QWidget] = {}
        for combo in (self._encoding, self._delimiter, self._sheet):
            row.addWidget(self._with_title(combo))
            combo.activated.connect(self._tell)
        row.addWidget(self._header)
        row.addStretch(1)
        self._header.clicked.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._doubt)
        self._doubt.hide()
        self._choices[self._sheet].hide()

    def show_peek(self, peek: Peek) -> None:
        """How it was read."""
        self._shape = shape = peek.shape
        is_csv = shape.kind is FileKind.CSV
        for combo, is_wanted in ((self._encoding, is_csv), (self._delimiter, is_csv), (self._sheet, not is_csv)):
            self._choices[combo].setVisible(is_wanted)
        _choose(self._encoding, shape.encoding)
        _choose(self._delimiter, shape.delimiter)
        if [self._sheet.itemText(row) for row in range(self._sheet.count())] != list(peek.sheets):
            self._sheet.clear()
            for sheet in peek.sheets:
                self._sheet.addItem(sheet, sheet)
        _choose(self._sheet, shape.sheet or (peek.sheets[0] if peek.sheets else ""))
        self._header.setChecked(shape.has_header)
        self._doubt.setText(self._doubts(peek.doubts))
        self._doubt.setVisible(bool(self._doubt.text()))

    def _with_title(self, combo: QComboBox) -> QWidget:
        title = Words(combo.accessibleName())
        title.setBuddy(combo)
        choice = self._choices[combo] = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(title)
        row.addWidget(combo)
        return choice

    def _doubts(self, doubts: Sequence[str]) -> str:
        words = {
            "encoding": self.tr("the encoding"),
            "delimiter": self.tr("the delimiter"),
            "header": self.tr("whether the first row names the columns"),
            "mapping": self.tr("what some columns mean, told from what is in them"),
        }
        guessed = [words[doubt] for doubt in doubts if doubt in words]
        told = self.tr("Guessed, so look at the preview: %1.")
        return wording.filled(told, wording.listing(guessed)) if guessed else ""

    def _tell(self) -> None:
        self._shape = replace(
            self._shape,
            encoding=self._encoding.currentData(),
            delimiter=self._delimiter.currentData(),
            has_header=self._header.isChecked(),
            sheet=self._sheet.currentData() or "",
        )
        self.changed.emit(self._shape)


def _combo(name: str, title: str, letters: int) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(title)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(letters)
    return combo


def _choose(combo: QComboBox, data: str) -> None:
    place = combo.findData(data)
    if place < 0 and data:
        combo.addItem(data, data)
        place = combo.count() - 1
    combo.setCurrentIndex(place)

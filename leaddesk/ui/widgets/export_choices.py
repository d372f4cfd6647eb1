"""What an export asks: which rows, and who is going to read the file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.labels import Words


class RowsChoice(QWidget):
    """All, the selected or the filtered rows, each with its number."""

    changed = Signal()

    def __init__(self, subject: ExportSubject, parent: QWidget | None = None) -> None:
        """Chosen at first: what is selected if that is more than one row, else what is filtered, else all."""
        super().__init__(parent)
        self.setObjectName("export-rows")
        self.setAccessibleName(self.tr("Rows"))
        filtered = subject.shown_numbers if subject.is_filtered else ()
        choices = (
            ("all", self.tr("All rows (%1)"), subject.all_numbers, self.tr("There are no rows.")),
            (
                "selected",
                self.tr("Selected rows (%1)"),
                subject.selected_numbers,
                self.tr("Select rows in the table first."),
            ),
            (
                "filtered",
                self.tr("Filtered rows (%1)"),
                filtered,
                self.tr("No row matches the filter.") if subject.is_filtered else self.tr("The table is not filtered."),
            ),
        )
        self._numbers: dict[QRadioButton, Sequence[int]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for name, title, numbers, why_not in choices:
            radio = QRadioButton(wording.filled(title, wording.number(len(numbers))))
            radio.setObjectName(f"export-{name}")
            radio.setEnabled(len(numbers) > 0)
            radio.setToolTip("" if len(numbers) else why_not)
            radio.toggled.connect(lambda on: self.changed.emit() if on else None)
            self._numbers[radio] = numbers
            row.addWidget(radio)
        row.addStretch(1)
        every, selected, only_filtered = self._numbers
        preferred = selected if len(subject.selected_numbers) > 1 else only_filtered if len(filtered) else every
        preferred.setChecked(True)

    def numbers(self) -> Sequence[int]:
        """The row numbers to write, in their order."""
        return next(numbers for radio, numbers in self._numbers.items() if radio.isChecked())


class KindChoice(QWidget):
    """The kinds of file as cards, each with a sentence that says what it is for."""

    changed = Signal()

    def __init__(
        self, chosen: FileKind, kinds: Sequence[FileKind] = tuple(CsvKind), parent: QWidget | None = None
    ) -> None:
        """``kinds`` are offered, in this order; the first one is chosen where ``chosen`` is not among them."""
        super().__init__(parent)
        self.setObjectName("export-profile")
        self.setAccessibleName(self.tr("Kind of file"))
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words: dict[FileKind, tuple[str, str]] = {
            BookKind.XLSX: (
                self.tr("Spreadsheet (XLSX)"),
                self.tr("For Excel and others: every cell is text, so phones and ZIP codes stay as they are."),
            ),
            CsvKind.CRM_IMPORT: (
                self.tr("CRM import"),
                self.tr("Exact values, for HubSpot, Salesforce and other programs."),
            ),
            CsvKind.SPREADSHEET_SAFE: (
                self.tr("Spreadsheet-safe"),
                self.tr("Opens in Excel; cells that would run as a formula get an apostrophe."),
            ),
        }
        self._radios: dict[QRadioButton, FileKind] = {}
        chosen = chosen if chosen in kinds else kinds[0]
        for kind in kinds:
            title, sentence = words[kind]
            card = _Card(title, sentence)
            card.radio.setObjectName(f"export-profile-{kind.value}")
            card.radio.setChecked(kind is chosen)
            card.radio.toggled.connect(lambda on: self.changed.emit() if on else None)
            self._group.addButton(card.radio)
            self._radios[card.radio] = kind
            column.addWidget(card)

    def kind(self) -> FileKind:
        return next(kind for radio, kind in self._radios.items() if radio.isChecked())


class _Card(QFrame):
    """A radio button with a sentence below; a click anywhere on it chooses it."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.radio = QRadioButton(title)
        self.radio.setAccessibleDescription(sentence)
        self.radio.toggled.connect(self.update)
        sentence_label = Words(sentence, size=theme.CAPTION, muted=True, wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 12, 9)
        column.setSpacing(0)
        column.addWidget(self.radio)
        below = QHBoxLayout()
        # In line with the words of the radio button: its padding and border, its circle, its gap.
        below.setContentsMargins(4 + 16 + 8, 0, 0, 0)
        below.addWidget(sentence_label)
        column.addLayout(below)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.radio.setChecked(True)
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        is_chosen = self.radio.isChecked() and self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.surface if self.isEnabled() else colours.window))
        painter.setPen(QPen(QColor(colours.accent if is_chosen else colours.border), 1))
        radius = theme.RADIUS_CARD
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

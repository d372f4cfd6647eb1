"""The bar above a table: what it is, how much of it is shown, filter, columns, details, export."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.lead_table import LeadTable

_FILTER_LETTERS, _NARROWEST_LETTERS = 24, 12


class FilterEdit(QLineEdit):
    """Filters a table while somebody types. Down or Enter goes to the rows, Escape clears."""

    def __init__(self, table: LeadTable, words: str) -> None:
        super().__init__()
        self._table = table
        self.setObjectName(f"{table.view.objectName()}-filter")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(table.set_needle)
        table.needle_changed.connect(self.setText)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(self._letters(_FILTER_LETTERS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._letters(_NARROWEST_LETTERS), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lens"):
            self._dress()

    def _dress(self) -> None:
        colours = theme.tokens()
        self._lens.setIcon(icons.icon("search", colours.muted))
        for action in self.findChildren(QAction):
            if action.objectName() == "_q_qlineeditclearaction":
                action.setIcon(icons.icon("close", colours.muted))

    def _letters(self, count: int) -> int:
        return self.fontMetrics().averageCharWidth() * count


class TableBar(QWidget):
    """Belongs above a ``LeadTable``."""

    export_wanted = Signal()

    def __init__(self, table: LeadTable, title: str, *, export_name: str, filter_words: str = "") -> None:
        """``export_name`` is the objectName of the export button, ``filter_words`` what stands in the empty filter."""
        super().__init__()
        name = table.view.objectName()
        self._table, self._told, self._told_short = table, "", ""
        self._title = Words(title, name=f"{name}-title", size=theme.SECTION, weight=600)
        self._caption = _Caption(name=f"{name}-caption", size=theme.CAPTION, muted=True)
        self.filter_edit = FilterEdit(table, filter_words or self.tr("Filter these rows"))
        self.columns_button = IconButton("columns", self.tr("Choose columns"), name=f"{name}-columns")
        self.columns_button.clicked.connect(lambda: table.open_columns(self.columns_button))
        keys = QKeySequence("Ctrl+Shift+D")
        self.details_button = IconButton("detail", self.tr("Show details"), name=f"{name}-show-details", keys=keys)
        self.details_button.setCheckable(True)
        self.details_button.setChecked(table.details_shown)
        self.details_button.clicked.connect(table.toggle_details)
        words = self.tr("Export")
        self.export_button = Button(words, name=export_name, icon="export", look="quiet", hint=words)
        self._shrinking: dict[Button, str] = {self.export_button: words}
        """Buttons that stand without their words where there is little room, and those words."""
        self.export_button.clicked.connect(self.export_wanted)
        self.export_button.setEnabled(False)
        table.set_columns_button(self.columns_button)
        table.details_toggled.connect(self.details_button.setChecked)
        table.rows_shown_changed.connect(self._rows_changed)
        table.selection_changed.connect(self._refresh)
        self._lay_out()

    def tell(self, text: str, short: str = "") -> None:
        """The quiet sentence beside the title, ``short`` where there is little room.

        A filter's result and the selection are told by the bar itself.
        """
        self._told, self._told_short = text, short or text
        self._refresh()

    def add(self, button: Button) -> None:
        """Before the export; it has an icon, and gives up its words first where there is little room."""
        self._shrinking = {button: button.text(), **self._shrinking}
        self._row.insertWidget(self._row.indexOf(self.export_button), button)
        QWidget.setTabOrder(self.details_button, button)
        QWidget.setTabOrder(button, self.export_button)
        self._fit()

    def focus_filter(self) -> None:
        self.filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_edit.selectAll()

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._caption, 1)
        row.addWidget(self.filter_edit)
        row.addWidget(self.columns_button)
        row.addWidget(self.details_button)
        row.addWidget(self.export_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "export_button"):
            QTimer.singleShot(0, self, self._fit)  # the parts hear of their font after this

    def _fit(self) -> None:
        """How much of it all there is comes before the words of buttons and the last letters of the filter."""
        for button, words in self._shrinking.items():
            button.setText(words)
        needed = self._caption.fontMetrics().horizontalAdvance(self._caption.short)
        for button, words in self._shrinking.items():
            if self._room_for_filter(needed) < self.filter_edit.minimumSizeHint().width():
                button.setText("")
                button.setAccessibleName(words)
        room = self._room_for_filter(needed)
        narrowest, wanted = self.filter_edit.minimumSizeHint().width(), self.filter_edit.sizeHint().width()
        self.filter_edit.setFixedWidth(max(narrowest, min(wanted, room)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as ``_fit`` can make it: what fits now must not keep a window from getting smaller."""
        least = super().minimumSizeHint()
        spare = self.filter_edit.minimumWidth() - self.filter_edit.minimumSizeHint().width()
        for button in self._shrinking:
            if not button.isHidden():
                spare += button.fontMetrics().horizontalAdvance(button.text())
        return QSize(least.width() - max(0, spare), least.height())

    def _room_for_filter(self, caption: int) -> int:
        margins, spacing = self._row.contentsMargins(), self._row.spacing()
        others = (self._title, self.columns_button, self.details_button, *self._shrinking)
        taken = sum(part.sizeHint().width() + spacing for part in others) + spacing + caption
        return self.width() - margins.left() - margins.right() - taken

    def _rows_changed(self, shown: int, total: int) -> None:
        del shown
        self.export_button.setEnabled(total > 0)
        self._refresh()

    def _refresh(self) -> None:
        told, short, selected = self._told, self._told_short, len(self._table.selected_rows())
        if self._table.is_filtered:
            shown, total = len(self._table.shown_rows()), len(self._table.source)
            told = short = wording.filled(self.tr("%1 of %2 rows"), wording.number(shown), wording.number(total))
        if selected > 1:
            words = self.tr("%Ln selected", "", selected)
            told, short = (" · ".join(part for part in (text, words) if part) for text in (told, short))
        self._caption.short = short
        self._caption.tell(told)
        self._fit()


class _Caption(Words):
    """One line that gives way: cut with an ellipsis where there is no room, whole in its tooltip."""

    def __init__(self, *, name: str, size: float, muted: bool) -> None:
        super().__init__(name=name, size=size, muted=muted)
        self.short = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        whole, metrics = self.text(), self.fontMetrics()
        fits = metrics.horizontalAdvance(whole) <= self.width()
        shown = metrics.elidedText(whole if fits else self.short, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(wording.tooltip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

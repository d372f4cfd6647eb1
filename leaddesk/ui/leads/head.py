"""The bar over the table: how many leads are shown and chosen, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.leads.lead_table import LeadsTable
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.labels import Words


class LeadsHead(QWidget):
    """Belongs above the table of My Leads."""

    tag_wanted = Signal()
    list_wanted = Signal()
    duplicates_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, table: LeadsTable) -> None:
        super().__init__()
        self._table, self._likely = table, 0
        self.count = CountWords()
        self._selected = Words(name="leads-selected", size=theme.CAPTION, muted=True)
        self._tag = IconButton("tag", self.tr("Tag the selected leads"), name="leads-tag", keys=QKeySequence("Ctrl+T"))
        self._list = IconButton(
            "list", self.tr("Add the selected leads to a list"), name="leads-add-to-list", keys=QKeySequence("Ctrl+L")
        )
        self._duplicates = Button("", name="leads-duplicates", icon="merge", look="quiet")
        self._import = IconButton("import", self.tr("Import a file"), name="leads-import", keys=QKeySequence("Ctrl+I"))
        self._export_words = self.tr("Export")
        hint = self.tr("Write these leads to a file")
        self.export_button = Button(self._export_words, name="leads-export", icon="export", look="quiet", hint=hint)
        self.columns_button = IconButton("columns", self.tr("Choose columns"), name="leads-table-columns")
        keys = QKeySequence("Ctrl+Shift+D")
        self.details_button = IconButton("detail", self.tr("Show details"), name="leads-table-show-details", keys=keys)
        self.details_button.setCheckable(True)
        self._connect()
        self._lay_out()
        self.tell_likely(None)
        self.tell_selected(0)

    def tell_likely(self, pairs: int | None) -> None:
        """How many pairs wait in the review; None while they are counted."""
        self._likely = pairs or 0
        self._duplicates.setEnabled(pairs is None or pairs > 0)
        self._fit()

    def tell_selected(self, count: int) -> None:
        self._selected.setText(self.tr("· %Ln selected", "", wording.plural(count)) if count else "")
        for button in (self._tag, self._list):
            button.setEnabled(count > 0)
        self._fit()

    def tell_rows(self, *, any_rows: bool) -> None:
        """Whether there is something to export and to arrange."""
        for button in (self.export_button, self.columns_button):
            button.setEnabled(any_rows)

    def _connect(self) -> None:
        table = self._table
        self._tag.clicked.connect(self.tag_wanted)
        self._list.clicked.connect(self.list_wanted)
        self._duplicates.clicked.connect(self.duplicates_wanted)
        self._import.clicked.connect(self.import_wanted)
        self.export_button.clicked.connect(self.export_wanted)
        self.columns_button.clicked.connect(lambda: table.open_columns(self.columns_button))
        self.details_button.setChecked(table.details_shown)
        self.details_button.clicked.connect(table.toggle_details)
        table.set_columns_button(self.columns_button)
        table.details_toggled.connect(self.details_button.setChecked)
        table.selection_changed.connect(self.tell_selected)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 10, 5)
        row.setSpacing(6)
        row.addWidget(self.count)
        row.addWidget(self._selected)
        row.addStretch(1)
        for button in self._buttons():
            row.addWidget(button)

    def _buttons(self) -> list[QWidget]:
        return [
            *(self._tag, self._list, self._duplicates, self._import, self.export_button),
            *(self.columns_button, self.details_button),
        ]

    def _fit(self) -> None:
        """Words of buttons give way to how many leads there are."""
        likely = wording.number(self._likely)
        counted = self.tr("%Ln {duplicate|duplicates}", "", wording.plural(self._likely))
        whole = (counted if self._likely else self.tr("Duplicates"), self._export_words)
        for duplicates, export in (whole, (likely if self._likely else "", self._export_words), (likely, "")):
            self._duplicates.setText(duplicates)
            self.export_button.setText(export)
            if self._needed() <= self.width():
                break
        said = self.tr("%Ln likely {duplicate|duplicates}: review", "", wording.plural(self._likely))
        self._duplicates.setAccessibleName(said)
        self._duplicates.setToolTip(said)
        self.export_button.setAccessibleName(self._export_words)

    def _needed(self) -> int:
        margins = self._row.contentsMargins()
        parts = [self.count, self._selected, *self._buttons()]
        taken = sum(part.sizeHint().width() + self._row.spacing() for part in parts)
        return taken + margins.left() + margins.right() + self._row.spacing()

    def minimumSizeHint(self) -> QSize:
        """As narrow as ``_fit`` can make it: what fits now must not keep a window from getting smaller."""
        return QSize(320, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_row"):
            QTimer.singleShot(0, self, self._fit)  # the parts hear of their font after this


class CountWords(Words):
    """``3,412 of 1,204,518 leads``, plain text; painted with its first number stronger."""

    def __init__(self) -> None:
        super().__init__(name="leads-count")
        self.be_a_stop()
        self._strong = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def tell_count(self, shown: int | None, total: int | None) -> None:
        """None: not known yet."""
        here = "…" if shown is None else wording.number(shown)
        if total is None:
            said = self.tr("%Ln {lead|leads}", "", wording.plural(shown)) if shown is not None else ""
        else:
            pattern = self.tr("%1 of %Ln {lead|leads}", "", wording.plural(total))
            said = wording.filled(pattern, here)
        if said != self.text():
            self._strong = here
            self.setText(said)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rest = self.text().removeprefix(self._strong)
        width = self._advance(self._strong, 600) + self._advance(rest, 400)
        return QSize(width + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @staticmethod
    def _advance(text: str, weight: int) -> int:
        return QFontMetrics(theme.font(theme.BODY, weight, tabular=True)).horizontalAdvance(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, place = QPainter(self), self.rect()
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        rest = theme.font(theme.BODY, tabular=True)
        first = self._strong if self.text().startswith(self._strong) else ""
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(theme.font(theme.BODY, 600, tabular=True))
        painter.drawText(place, flags, first)
        place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(first))
        painter.setFont(rest)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.text()[len(first) :], Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, flags, shown)

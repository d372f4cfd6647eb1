"""Which contacts: the filter as a sentence, shortened until somebody asks for all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from leaddesk.domain.filter import Filter
from leaddesk.ui.reachstream.filter_words import sentence
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_FIELDS_WHEN_SHORT = 2


class FilterLine(QFrame):
    """A card with the sentence and *Show*."""

    turned = Signal()
    """More of it is told, or less."""

    def __init__(self, filter: Filter) -> None:
        super().__init__()
        self._filter, self._is_whole = filter, False
        self.setProperty("card", "true")
        self._words = Words(name="fetch-filter", wrap=True)
        self._words.be_a_stop()
        self._show = Button("", name="fetch-filter-show", look="link")
        self._show.answer_enter()
        self._show.clicked.connect(self._turn)
        self._show.setVisible(len(filter.used) > _FIELDS_WHEN_SHORT + 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(Icon("filter"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._show)
        self._tell()

    def _turn(self) -> None:
        self._is_whole = not self._is_whole
        self._tell()
        self.turned.emit()

    def _tell(self) -> None:
        fields = len(self._filter.used)
        is_short = fields > _FIELDS_WHEN_SHORT + 1 and not self._is_whole
        self._words.setText(sentence(self._filter, rich=False, most_fields=_FIELDS_WHEN_SHORT if is_short else fields))
        self._show.setText(self.tr("Show") if is_short else self.tr("Show less"))

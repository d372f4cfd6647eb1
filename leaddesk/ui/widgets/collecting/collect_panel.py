"""Asks which rows are added to My Leads, and into which list: one press of Enter for the usual case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from leaddesk.domain.leads import LeadList
from leaddesk.ui import wording
from leaddesk.ui.widgets.chooser import Choice, Chooser

_NO_LIST = 0
"""The choice that is no list; their own ids begin with 1."""


class CollectPanel(Chooser):
    """My Leads alone, a list, or a new one by typing its name."""

    wanted = Signal(object, object, str)
    """Row numbers, the LeadList (or None), the name of a new one (or empty)."""

    def __init__(self, name: str, anchor: QWidget) -> None:
        super().__init__(
            name,
            anchor,
            title=self.tr("Add to My Leads"),
            placeholder=self.tr("Find a list, or name a new one"),
            new=self.tr("New list “%1”"),
        )
        self._lists: dict[int, LeadList] = {}
        self._shown: Sequence[int] = ()
        self._selected: Sequence[int] = ()
        self._rows = QWidget()
        group = QButtonGroup(self._rows)
        self._selected_radio, self._shown_radio = QRadioButton(), QRadioButton()
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for radio, what in ((self._selected_radio, "selected"), (self._shown_radio, "shown")):
            radio.setObjectName(f"{name}-{what}")
            group.addButton(radio)
            column.addWidget(radio)
        self.column.insertWidget(1, self._rows)
        self.chosen.connect(lambda id_: self._tell(self._lists.get(id_), ""))
        self.named.connect(lambda typed: self._tell(None, typed))

    def open_for(self, shown: Sequence[int], selected: Sequence[int], lists: Sequence[LeadList]) -> None:
        """``selected`` are of ``shown``; where there are any, it is those that are meant at first."""
        self._shown, self._selected = shown, selected
        self._lists = {list_.id: list_ for list_ in lists}
        counted = wording.number(len(selected)), wording.number(len(shown))
        self._selected_radio.setText(wording.filled(self.tr("Selected rows (%1)"), counted[0]))
        self._shown_radio.setText(wording.filled(self.tr("All shown rows (%1)"), counted[1]))
        self._selected_radio.setEnabled(len(selected) > 0)
        (self._selected_radio if len(selected) else self._shown_radio).setChecked(True)
        known = [Choice(list_.id, list_.name, list_.colour, note=wording.number(list_.leads)) for list_ in lists]
        self.offer([Choice(_NO_LIST, self.tr("My Leads, no list"), icon="people"), *known])
        self.open_chooser()

    def _tell(self, into: LeadList | None, new_list: str) -> None:
        numbers = self._selected if self._selected_radio.isChecked() else self._shown
        self.wanted.emit(numbers, into, new_list)

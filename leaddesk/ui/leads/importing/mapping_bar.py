"""Saved mappings: take one, save this one, forget one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from leaddesk.domain.imports import SavedMapping
from leaddesk.ui import wording
from leaddesk.ui.widgets.buttons import Button, IconButton

_LONGEST_NAME = 100


class MappingBar(QWidget):
    """Says what is wanted; its owner does it and shows the result with ``show_saved``."""

    taken = Signal(object)
    """A SavedMapping."""
    save_wanted = Signal(str)
    forget_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved: Sequence[SavedMapping] = ()
        self._combo = QComboBox()
        self._combo.setObjectName("import-mappings")
        self._combo.setAccessibleName(self.tr("Saved mappings"))
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumContentsLength(16)
        self._forget = IconButton("trash", self.tr("Remove this saved mapping"), name="import-mapping-forget")
        self._save = Button(self.tr("Save mapping…"), name="import-mapping-save", look="link")
        self._name = QLineEdit()
        self._name.setObjectName("import-mapping-name")
        self._name.setAccessibleName(self.tr("Name of the mapping"))
        self._name.setPlaceholderText(self.tr("Name of the mapping"))
        self._name.setMaxLength(_LONGEST_NAME)
        self._accept = Button(self.tr("Save"), name="import-mapping-accept")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._combo, self._forget, self._save, self._name, self._accept):
            row.addWidget(widget)
        self._combo.activated.connect(self._choose)
        self._forget.clicked.connect(self._remove)
        self._save.clicked.connect(self._ask)
        self._accept.clicked.connect(self._keep)
        self._name.returnPressed.connect(self._keep)
        self._name.textChanged.connect(lambda text: self._accept.setEnabled(bool(text.strip())))
        self._asks(asks=False)
        self.show_saved(())

    def show_saved(self, saved: Sequence[SavedMapping], chosen: int | None = None) -> None:
        """All that are kept; ``chosen`` is the id of the one that is in force."""
        self._saved = saved
        self._combo.clear()
        self._combo.addItem(self.tr("Saved mappings"))
        for mapping in saved:
            self._combo.addItem(wording.shortened(mapping.name))
        ids = [mapping.id for mapping in saved]
        self._combo.setCurrentIndex(ids.index(chosen) + 1 if chosen in ids else 0)
        self._combo.setEnabled(bool(saved))
        self._forget.setEnabled(self._combo.currentIndex() > 0)

    def _choose(self, row: int) -> None:
        self._forget.setEnabled(row > 0)
        if row > 0:
            self.taken.emit(self._saved[row - 1])

    def _remove(self) -> None:
        row = self._combo.currentIndex()
        if row > 0:
            self.forget_wanted.emit(self._saved[row - 1].id)

    def _ask(self) -> None:
        self._asks(asks=True)
        row = self._combo.currentIndex()
        self._name.setText(self._saved[row - 1].name if row > 0 else "")
        self._accept.setEnabled(bool(self._name.text()))
        self._name.setFocus()
        self._name.selectAll()

    def _keep(self) -> None:
        name = " ".join(self._name.text().split())
        if name:
            self._asks(asks=False)
            self._save.setFocus()
            self.save_wanted.emit(name)

    def _asks(self, *, asks: bool) -> None:
        self._save.setVisible(not asks)
        self._name.setVisible(asks)
        self._accept.setVisible(asks)

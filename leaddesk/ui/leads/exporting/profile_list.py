"""The destinations and own profiles, one of which is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from leaddesk.domain.export_profiles import Profile
from leaddesk.ui import wording
from leaddesk.ui.leads.exporting.roomy import Roomy
from leaddesk.ui.leads.exporting.words import name_of
from leaddesk.ui.widgets.buttons import IconButton
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.view_frame import ViewFrame

_ID = Qt.ItemDataRole.UserRole


class ProfileList(QWidget):
    """Own ones stand at the end and can be edited and removed; a new one begins as a copy of the chosen one."""

    chosen = Signal()
    copy_wanted = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles: dict[str, Profile] = {}
        self._list = _List()
        self._list.setObjectName("export-profile")
        self._list.setAccessibleName(self.tr("Profile"))
        self._list.currentItemChanged.connect(lambda now, _: self._tell(now))
        self._list.itemActivated.connect(self._edit_if_own)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(Words(self.tr("Profile"), weight=600), 1)
        self._edit: QWidget = self
        self._remove: QWidget = self
        for icon, title, name, signal in (
            ("plus", self.tr("New profile, as a copy of this one"), "export-profile-copy", self.copy_wanted),
            ("edit", self.tr("Edit this profile"), "export-profile-edit", self.edit_wanted),
            ("trash", self.tr("Remove this profile"), "export-profile-remove", self.remove_wanted),
        ):
            button = IconButton(icon, title, name=name)
            button.clicked.connect(signal)
            head.addWidget(button)
            if icon == "edit":
                self._edit = button
            elif icon == "trash":
                self._remove = button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(ViewFrame(self._list), 1)

    def show_profiles(self, profiles: Sequence[Profile], current: str) -> None:
        """List them; ``current`` is the id of the one that is chosen, the first where it is not there."""
        self._profiles = {profile.id: profile for profile in profiles}
        self._list.blockSignals(True)
        self._list.clear()
        for profile in profiles:
            item = QListWidgetItem(name_of(profile))
            item.setData(_ID, profile.id)
            item.setToolTip(wording.tooltip(name_of(profile)))
            self._list.addItem(item)
            if profile.id == current:
                self._list.setCurrentItem(item)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._tell(self._list.currentItem())

    def profile(self) -> Profile:
        """The chosen one."""
        return self._profiles[str(self._list.currentItem().data(_ID))]

    def _edit_if_own(self) -> None:
        if self.profile().is_own:
            self.edit_wanted.emit()

    def _tell(self, item: QListWidgetItem | None) -> None:
        is_own = item is not None and self._profiles[str(item.data(_ID))].is_own
        self._edit.setEnabled(is_own)
        self._remove.setEnabled(is_own)
        if item is not None:
            self.chosen.emit()


class _List(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(Roomy(self))
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, 9 * (self.fontMetrics().height() + 9) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, 4 * (self.fontMetrics().height() + 9))

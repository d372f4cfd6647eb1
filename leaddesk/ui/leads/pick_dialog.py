"""Pick one of many names, or type a new one: the list that leads are added to, the tag that they get."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.asking import LONGEST_NAME, Asking
from leaddesk.ui.leads.roomy_rows import RoomyRows
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.view_frame import ViewFrame

Taken = Callable[[str, bool], Awaitable[object]]
"""Gets the name, and whether it is a new one."""


class PickDialog(Asking):
    """Typing narrows the names; what none of them is, is new."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, name: str, title: str, names: Sequence[str], hint: str, new: str,
        accept: str, take: Taken,
    ) -> None:  # fmt: skip
        """``hint`` stands in the empty field; ``new`` is the line for a new name, with ``%1``."""
        super().__init__(desk, parent, name=name, title=title, accept=accept)
        self._names, self._new, self._take = list(names), new, take
        self._shown: list[tuple[str, bool]] = []
        self._field = _Field(self)
        self._field.setObjectName(f"{name}-name")
        self._field.setAccessibleName(title)
        self._field.setPlaceholderText(hint)
        self._field.setMaxLength(LONGEST_NAME)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setObjectName(f"{name}-names")
        self.list.setAccessibleName(self.tr("Names"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(RoomyRows(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumHeight(self.fontMetrics().height() * 9)
        self.column.addWidget(self._field)
        self.column.addWidget(ViewFrame(self.list), 1)
        nothing = self.tr("There is none yet: type a name above.")
        self._nothing = Words(nothing, name=f"{name}-nothing", size=theme.CAPTION, muted=True, wrap=True)
        self.column.addWidget(self._nothing)
        self._field.textChanged.connect(lambda _: self._show())
        self._field.returnPressed.connect(self.accept_button.click)
        self.list.activated.connect(lambda _: self.accept_button.click())
        self._show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """The chosen line up or down."""
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self._shown):
            self.list.setCurrentIndex(self._model.index(row, 0))

    def answered(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._shown):
            name, is_new = self._shown[row]
            self.finish(lambda: self._take(name, is_new))

    def _show(self) -> None:
        typed = " ".join(self._field.text().split())
        fitting = [name for name in self._names if typed.casefold() in name.casefold()]
        exact = [name for name in fitting if name.casefold() == typed.casefold()]
        self._shown = [(name, False) for name in [*exact, *(name for name in fitting if name not in exact)]]
        if typed and not exact:
            self._shown.append((typed, True))
        lines = [wording.filled(self._new, name) if is_new else name for name, is_new in self._shown]
        self._model.setStringList(lines)
        if self._shown:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self._nothing.setVisible(not self._shown)
        self.accept_button.setEnabled(bool(self._shown))


class _Field(QLineEdit):
    """Up and Down go through the names below."""

    def __init__(self, dialog: PickDialog) -> None:
        super().__init__()
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._dialog.step(step)
        else:
            super().keyPressEvent(event)

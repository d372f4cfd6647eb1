"""Set one field of many leads at once, or say by what they are suppressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QWidget

from leaddesk.domain.leads import Field
from leaddesk.domain.suppression import SuppressedBy
from leaddesk.domain.table import Column
from leaddesk.ui import theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.asking import Asking
from leaddesk.ui.widgets.labels import Words


class FieldDialog(Asking):
    """``set_value`` gets column and value; an empty value empties the field."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, count: int, columns: tuple[Column, ...], column: str,
        set_value: Callable[[str, str], Awaitable[object]],
    ) -> None:  # fmt: skip
        """``columns`` are those that leads have already; ``column`` is proposed."""
        title = self.tr("Set a field of %Ln {lead|leads}", "", wording.plural(count))
        super().__init__(desk, parent, name="leads-field", title=title, accept="")
        self._set_value, self._count = set_value, wording.plural(count)
        self._column = QComboBox()
        self._column.setObjectName("leads-field-column")
        names = [field.value for field in Field]
        names += [known.name for known in columns if known.name not in names and not known.name.startswith("@")]
        for name in names:
            self._column.addItem(wording.shortened(title_of(name)), name)
        self._column.setCurrentIndex(max(0, self._column.findData(column)))
        self._value = QLineEdit()
        self._value.setObjectName("leads-field-value")
        self._value.setPlaceholderText(self.tr("Empty: the field is emptied"))
        self._value.textChanged.connect(self._tell_what)
        self._value.returnPressed.connect(self.accept_button.click)
        self.labelled(self.tr("&Field"), self._column)
        self.labelled(self.tr("&Value"), self._value)
        text = self.tr("What their sources say stays known. Undo brings the old values back.")
        self.column.addWidget(Words(text, name="leads-field-hint", size=theme.CAPTION, muted=True, wrap=True))
        self._value.setFocus()
        self._tell_what()

    def _tell_what(self) -> None:
        """Nothing typed is a wish too, and must not be taken for none."""
        if self._value.text().strip():
            self.accept_button.setText(self.tr("Set %Ln {lead|leads}", "", self._count))
        else:
            self.accept_button.setText(self.tr("Empty it in %Ln {lead|leads}", "", self._count))

    def answered(self) -> None:
        column, value = str(self._column.currentData()), self._value.text().strip()
        self.finish(lambda: self._set_value(column, value))


class SuppressDialog(Asking):
    """By e-mail address, by domain, or by LinkedIn profile; ``suppress`` gets which."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, count: int, suppress: Callable[[SuppressedBy], Awaitable[object]]
    ) -> None:
        title = self.tr("Suppress %Ln {lead|leads}", "", wording.plural(count))
        super().__init__(desk, parent, name="leads-suppress", title=title, accept=self.tr("Suppress"))
        self._suppress = suppress
        self._group = QButtonGroup(self)
        text = self.tr("Suppressed people stay here, marked with a shield, and are left out of exports.")
        self.column.addWidget(Words(text, name="leads-suppress-text", wrap=True))
        words = {
            SuppressedBy.EMAIL: self.tr("By their e-mail &addresses"),
            SuppressedBy.DOMAIN: self.tr("By the &domains of those: everybody at these companies"),
            SuppressedBy.LINKEDIN: self.tr("By their &LinkedIn profiles"),
        }
        for at, (by, said) in enumerate(words.items()):
            choice = QRadioButton(said)
            choice.setObjectName(f"leads-suppress-{by.value}")
            choice.setChecked(at == 0)
            self._group.addButton(choice, at)
            self.column.addWidget(choice)
            if at == 0:
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ways = tuple(words)

    def answered(self) -> None:
        by = self._ways[self._group.checkedId()]
        self.finish(lambda: self._suppress(by))

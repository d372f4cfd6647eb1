"""Edit a profile of one's own: its name, and its columns in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.export_profiles import MOMENTS, Form, Profile, ProfileColumn
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.exporting import words
from leaddesk.ui.leads.exporting.roomy import Roomy
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.view_frame import ViewFrame

_LONGEST_NAME = 80
_FORMS = (
    *(
        Form.TEXT,
        Form.FIRST_NAME,
        Form.LAST_NAME,
        Form.FULL_NAME,
        Form.EMAIL,
        Form.PHONE,
        Form.NUMBER,
        Form.DAY,
        Form.MOMENT,
    ),
    *(Form.DOMAIN, Form.COUNTRY, Form.ADDRESS, Form.TWO_SPACES, Form.LABEL),
)


class OwnProfileDialog(QDialog):
    """*Save* emits ``wanted``; whoever opened it keeps the profile and then closes it, or says what is wrong."""

    wanted = Signal(object)
    """The Profile as it was edited."""

    def __init__(self, profile: Profile, offered: Sequence[str], parent: QWidget) -> None:
        """``offered``: the columns of My Leads that can be chosen."""
        super().__init__(parent)
        self._profile, self._columns = profile, list(profile.columns)
        self._offered = list(dict.fromkeys((*offered, *profile.sources)))
        self._is_showing = False
        self.setObjectName("own-profile-dialog")
        self.setWindowTitle(self.tr("Export profile"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = _field("own-profile-name", self.tr("Name"))
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.setText(profile.name)
        self._list = _ColumnList()
        self._header = _field("own-profile-header", self.tr("Column name"))
        self._first = _combo("own-profile-source", self.tr("Holds"))
        self._second = _combo("own-profile-else", self.tr("If that is empty"))
        self._form = _combo("own-profile-form", self.tr("Written"))
        self._constant = _field("own-profile-constant", self.tr("If all is empty"))
        self._message = InlineMessage(name="own-profile-message")
        self._save = Button(self.tr("Save"), name="own-profile-save", look="primary")
        self._cancel = Button(self.tr("Cancel"), name="own-profile-cancel")
        for combo, nothing in ((self._first, self.tr("Nothing: a constant")), (self._second, self.tr("Nothing else"))):
            combo.addItem(nothing, "")
            for name in self._offered:
                combo.addItem(title_of(name), name)
        for form in _FORMS:
            self._form.addItem(words.form_of(form), form.value)
        self._lay_out()
        self._list.currentRowChanged.connect(self._show_column)
        for field in (self._header, self._constant):
            field.textEdited.connect(self._take)
        for combo in (self._first, self._second, self._form):
            combo.activated.connect(self._take)
        self._name.textChanged.connect(self._message.clear)
        self._save.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.reject)
        self._save.setDefault(True)
        self._show_list(0)
        self._name.setFocus()
        self._name.selectAll()

    def say(self, title: str, advice: str = "") -> None:
        """What is wrong."""
        self._message.say("danger", title, advice)
        self._save.setEnabled(True)

    def _lay_out(self) -> None:
        name = QFormLayout()
        name.addRow(_label(self._name), self._name)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(Words(self.tr("Columns"), weight=600), 1)
        for icon, title, button_name, act in (
            ("plus", self.tr("Add a column"), "own-profile-add", self._add),
            ("minus", self.tr("Remove the column"), "own-profile-remove", self._remove),
            ("chevron-up", self.tr("Move the column up"), "own-profile-up", lambda: self._move(-1)),
            ("chevron-down", self.tr("Move the column down"), "own-profile-down", lambda: self._move(1)),
        ):
            button = IconButton(icon, title, name=button_name)
            button.clicked.connect(lambda _=False, act=act: act())
            tools.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(tools)
        left.addWidget(ViewFrame(self._list), 1)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for field in (self._header, self._first, self._second, self._form, self._constant):
            form.addRow(_label(field), field)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addLayout(left, 5)
        halves.addLayout(right, 6)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(name)
        whole.addLayout(halves, 1)
        whole.addWidget(self._message)
        whole.addLayout(buttons)
        self.resize(self.sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 96, 0)))

    # -- the columns

    def _show_list(self, current: int) -> None:
        self._is_showing = True
        self._list.clear()
        self._list.addItems([column.header for column in self._columns])
        self._is_showing = False
        self._list.setCurrentRow(min(current, len(self._columns) - 1))
        self._show_column(self._list.currentRow())

    def _show_column(self, row: int) -> None:
        if self._is_showing or not 0 <= row < len(self._columns):
            return
        column = self._columns[row]
        self._header.setText(column.header)
        sources = (*column.sources, "", "")
        self._first.setCurrentIndex(max(0, self._first.findData(sources[0])))
        self._second.setCurrentIndex(max(0, self._second.findData(sources[1])))
        self._form.setCurrentIndex(self._form.findData(column.form.value))
        self._constant.setText(column.constant)
        self._allow(column)

    def _take(self) -> None:
        """What stands in the fields is what the current column is."""
        row = self._list.currentRow()
        if row < 0:
            return
        before = self._columns[row]
        chosen = (str(self._first.currentData()), str(self._second.currentData()))
        sources = tuple(dict.fromkeys(source for source in chosen if source))
        # Sources behind the second are no business of the fields: parts of a name or of an address.
        rest = before.sources[2:] if sources == before.sources[:2] else ()
        form = Form(self._form.currentData())
        if sources and sources[0] in MOMENTS and form is Form.TEXT:
            form = Form.DAY
            self._form.setCurrentIndex(self._form.findData(form.value))
        header = " ".join(self._header.text().split())
        column = replace(before, header=header, sources=sources + rest, form=form, constant=self._constant.text())
        self._columns[row] = column
        self._list.item(row).setText(header)
        self._allow(column)
        self._message.clear()

    def _allow(self, column: ProfileColumn) -> None:
        for combo in (self._second, self._form):
            combo.setEnabled(bool(column.sources))

    def _add(self) -> None:
        row = self._list.currentRow() + 1
        used = {source for column in self._columns for source in column.sources}
        source = next((name for name in self._offered if name not in used), "")
        header = title_of(source) if source else self.tr("New column")
        form = Form.DAY if source in MOMENTS else Form.TEXT
        self._columns.insert(row, ProfileColumn(header, (source,) if source else (), form))
        self._show_list(row)
        self._header.setFocus()
        self._header.selectAll()

    def _remove(self) -> None:
        row = self._list.currentRow()
        if len(self._columns) > 1 and row >= 0:
            del self._columns[row]
            self._show_list(row)

    def _move(self, step: int) -> None:
        row = self._list.currentRow()
        if row >= 0 and 0 <= row + step < len(self._columns):
            self._columns[row], self._columns[row + step] = self._columns[row + step], self._columns[row]
            self._show_list(row + step)

    def _ask(self) -> None:
        headers = [column.header for column in self._columns]
        twice = next((header for header, uses in Counter(map(str.casefold, headers)).items() if uses > 1), None)
        if not self._name.text().strip():
            self.say(self.tr("Give the profile a name."))
            self._name.setFocus()
        elif not all(headers) or twice is not None:
            row = next(row for row, header in enumerate(headers) if not header or header.casefold() == twice)
            self._list.setCurrentRow(row)
            self.say(self.tr("Each column needs a name of its own."))
            self._header.setFocus()
        else:
            here = set(headers)
            required = tuple(group for group in self._profile.required if here.issuperset(group))
            unique = self._profile.unique if self._profile.unique in here else ""
            self._save.setEnabled(False)
            self.wanted.emit(
                replace(
                    self._profile,
                    name=" ".join(self._name.text().split()),
                    columns=tuple(self._columns),
                    required=required,
                    unique=unique,
                )
            )


class _ColumnList(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("own-profile-columns")
        self.setAccessibleName(self.tr("Columns"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(Roomy(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, 12 * (self.fontMetrics().height() + 9))


def _field(name: str, title: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def _combo(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(24)
    return made


def _label(field: QWidget) -> QLabel:
    made = QLabel(field.accessibleName())
    made.setBuddy(field)
    return made

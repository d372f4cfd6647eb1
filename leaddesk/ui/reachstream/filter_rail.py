"""The rail of sixteen fields, grouped, with the filter's name and tools above and the counting switch below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.filter import FIELDS, FilterField, Group
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.reachstream.field_titles import GROUP_ICONS, field_title, group_title
from leaddesk.ui.reachstream.filter_editing import FilterEditing
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.chip_field import ChipField, line_height
from leaddesk.ui.widgets.labels import Words

_NARROWEST, _WIDEST = 320, 396
"""Pixels at the usual text size; larger text may have more room, and need not take it."""


class _FilterName(Words):
    """One line that ends in an ellipsis where there is no room; its text stays whole for screen readers."""

    def __init__(self) -> None:
        super().__init__(name="filter-title", size=theme.SECTION, weight=600)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(wording.tooltip(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class _FieldLabel(QLabel):
    """As high as the first line of its field, whatever the text size."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), line_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _GroupHead(QWidget):
    """Icon, title, and how many of its fields are used."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self._icon = GROUP_ICONS[group]
        title = Words(group_title(group), weight=600)
        self._used = Words(size=theme.CAPTION, muted=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 2, 0)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self._used)

    def tell(self, used: int, total: int) -> None:
        self._used.setText(wording.filled(self.tr("%1 of %2 used"), str(used), str(total)) if used else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        tinted = icons.pixmap(self._icon, theme.tokens().muted, 16, self.devicePixelRatioF())
        painter.drawPixmap(0, self.height() // 2 - 5, tinted)


class Choice(NamedTuple):
    """A button under a field."""

    name: str
    """The end of its objectName, after the field's."""
    words: str
    act: Callable[[], None]


class FieldRow:
    """One field: label, chips, and a line below for what is to be said about its values."""

    def __init__(self, field: FilterField) -> None:
        words = field_title(field.name)
        self.field = field
        self.label = _FieldLabel(words.label)
        anything = QCoreApplication.translate("FilterFields", "Any")
        self.chips = ChipField(f"filter-{field.name}", words.label, anything, words.example)
        self.label.setBuddy(self.chips.input)
        self.note = QWidget()
        self.note.hide()
        self._words: Words | None = None
        self._choices: dict[str, Choice] = {}
        self._buttons: dict[str, Button] = {}

    def say(self, words: str, choices: Sequence[Choice] = ()) -> None:
        """One sentence under the field with its buttons; empty for none.

        A button that is there already stays, and with it the keyboard: a sentence that counts up is said often.
        """
        if self._words is None:
            if not words:
                return
            self._words = Words(name=f"filter-{self.field.name}-note", size=theme.CAPTION, muted=True, wrap=True)
            column = QVBoxLayout(self.note)
            column.setContentsMargins(0, 0, 0, 2)
            column.setSpacing(0)
            column.addWidget(self._words)
            self._line = QHBoxLayout()
            self._line.setSpacing(4)
            self._line.addStretch(1)
            column.addLayout(self._line)
        is_news = [choice.name for choice in choices] != list(self._choices)
        self._choices = {choice.name: choice for choice in choices}
        if is_news:
            self._show_buttons()
            self._words.tell(words)
        else:
            self._words.setText(words)
        self.note.setVisible(bool(words))

    def _show_buttons(self) -> None:
        if any(button.hasFocus() for button in self._buttons.values()):
            self.chips.input.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self._buttons.values():
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {name: self._button(choice) for name, choice in self._choices.items()}
        for place, button in enumerate(self._buttons.values()):
            self._line.insertWidget(place, button)

    def _button(self, choice: Choice) -> Button:
        button = Button(choice.words, name=f"filter-{self.field.name}-{choice.name}", look="link")
        button.clicked.connect(lambda *_: self._choices[choice.name].act())
        return button


class FilterRail(QWidget):
    """See the module. It shows what ``editing`` holds; changes are asked for by signals."""

    values_added = Signal(str, list)
    """Field and texts."""
    values_removed = Signal(str, list)
    look_up_wanted = Signal(str, str)
    """Field and typed text."""
    look_up_dropped = Signal(str)
    count_by_itself_switched = Signal(bool)

    def __init__(
        self, editing: FilterEditing, tools: Sequence[tuple[str, str, QAction]], *, count_by_itself: bool
    ) -> None:
        """``tools``: icon, objectName and command of each button beside the name."""
        super().__init__()
        self.setObjectName("filter-rail")
        self._editing = editing
        self.rows = {field.name: FieldRow(field) for field in FIELDS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(tools))
        column.addWidget(Hairline())
        column.addWidget(self._fields(), 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot(count_by_itself))
        self._fit_width()
        editing.changed.connect(self.refresh)
        editing.marks_changed.connect(self._refresh_field)
        self.refresh()

    def refresh(self) -> None:
        state = self._editing.state
        self._name.setText(state.name or self.tr("New filter"))
        self._edited.setText(self.tr("edited") if state.is_edited and state.name else "")
        for name in self.rows:
            self._refresh_field(name)
        for group, head in self._heads.items():
            fields = [field.name for field in FIELDS if field.group is group]
            head.tell(len([name for name in fields if self._editing.filter.values(name)]), len(fields))

    def _refresh_field(self, name: str) -> None:
        row, values = self.rows[name], self._editing.filter.values(name)
        row.chips.show_values(values, self._editing.unknown(name))
        used = QPalette.ColorRole.WindowText if values else QPalette.ColorRole.PlaceholderText
        row.label.setForegroundRole(used)

    def focus_first(self) -> None:
        self.rows[FIELDS[0].name].chips.input.setFocus(Qt.FocusReason.TabFocusReason)

    def _head(self, tools: Sequence[tuple[str, str, QAction]]) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 7, 8, 7)
        row.setSpacing(2)
        self._name = _FilterName()
        self._edited = Words(size=theme.CAPTION, muted=True)
        row.addWidget(self._name)
        row.addSpacing(6)
        row.addWidget(self._edited)
        row.addStretch(1)
        for icon, name, action in tools:
            button = IconButton(icon, action.text().replace("&", ""), name=name, keys=action.shortcut())
            button.clicked.connect(action.trigger)
            button.setEnabled(action.isEnabled())
            action.enabledChanged.connect(button.setEnabled)
            row.addWidget(button)
        return head

    def _fields(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("filter-fields")
        grid = QGridLayout(inner)
        grid.setContentsMargins(18, 4, 14, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._heads: dict[Group, _GroupHead] = {}
        line = 0
        for field in FIELDS:
            if field.group not in self._heads:
                self._heads[field.group] = _GroupHead(field.group)
                grid.addWidget(self._heads[field.group], line, 0, 1, 2)
                line += 1
            row = self.rows[field.name]
            grid.addWidget(row.label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row.chips, line, 1)
            grid.addWidget(row.note, line + 1, 1)
            line += 2
            self._connect(field.name, row.chips)
        grid.setRowStretch(line, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.setWidget(inner)
        area.verticalScrollBar().valueChanged.connect(self._hide_suggestions)
        self._area = area
        return area

    def _connect(self, name: str, chips: ChipField) -> None:
        chips.added.connect(lambda values: self.values_added.emit(name, values))
        chips.removed.connect(lambda values: self.values_removed.emit(name, values))
        chips.look_up_wanted.connect(lambda typed: self.look_up_wanted.emit(name, typed))
        chips.look_up_dropped.connect(lambda: self.look_up_dropped.emit(name))
        chips.entered.connect(lambda: self._area.ensureWidgetVisible(chips, 0, 24))

    def _hide_suggestions(self) -> None:
        for row in self.rows.values():
            row.chips.hide_suggestions()

    def _foot(self, count_by_itself: bool) -> QWidget:
        foot = QWidget()
        self._foot_row = row = QHBoxLayout(foot)
        row.setContentsMargins(14, 3, 16, 3)
        self.switch = QCheckBox()
        self.switch.setObjectName("count-by-itself")
        self.switch.setAccessibleName(self.tr("Count by itself when typing rests"))
        self.switch.setChecked(count_by_itself)
        self.switch.setToolTip(self.tr("Counts after each change of the filter. Free of charge."))
        self.switch.toggled.connect(self.count_by_itself_switched)
        self._free = Words(self.tr("Free"), size=theme.MARK, weight=600)
        self._dress()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self._free)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_switch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_free"):
            self._dress()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_free"):
            self._fit_width()
            QTimer.singleShot(0, self, self._fit_switch)  # the switch hears of its font after this

    def _fit_width(self) -> None:
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(round(_WIDEST * theme.scale()))

    def _fit_switch(self) -> None:
        """A check box cannot wrap: where there is no room it says less."""
        self.switch.setText(self.switch.accessibleName())
        margins = self._foot_row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._free.sizeHint().width() - 12
        if self.switch.sizeHint().width() > room:
            self.switch.setText(self.tr("Count by itself"))

    def _dress(self) -> None:
        self._free.setStyleSheet(f"color: {theme.tokens().success}")

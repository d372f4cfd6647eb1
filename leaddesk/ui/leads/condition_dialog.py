"""Ask for one condition: a column, what it must say, and the values, which are suggested."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leaddesk.domain.lead_views import Condition, Test
from leaddesk.domain.leads import ADDED, CHANGED
from leaddesk.domain.table import Column
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.condition_words import asked_words, meant, value_words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.chip_field import ChipField
from leaddesk.ui.widgets.labels import Words

_ASKED = tuple((test, negated) for test in Test for negated in (False, True))
_SINGLE = {Test.BEFORE, Test.AFTER}
_LOOKING = "values"


class ConditionDialog(QDialog):
    """For a new condition, or to change one."""

    chosen = Signal(object)
    """The Condition."""

    def __init__(
        self,
        desk: Desk,
        columns: Sequence[Column],
        parent: QWidget,
        *,
        before: Condition | None = None,
        column: str = "",
    ) -> None:
        """``columns`` can be chosen; ``before`` is the one that is changed, ``column`` what a new one begins with."""
        super().__init__(parent)
        self._desk, self._values = desk, before.values if before is not None else ()
        self._background = Background(self, desk.notices)
        self.setObjectName("leads-condition-dialog")
        self.setWindowTitle(self.tr("Change the condition") if before is not None else self.tr("Add a condition"))
        self._column, self._test = QComboBox(), QComboBox()
        known = {name: title_of(name) for name in [*(column.name for column in columns), *_named(before)]}
        for name, title in sorted(known.items(), key=lambda item: item[1].casefold()):
            self._column.addItem(wording.shortened(title), name)
        for test, negated in _ASKED:
            self._test.addItem(asked_words(test, negated=negated))
        self._field = ChipField("leads-condition", self.tr("Values"), self.tr("Type a value"), self.tr("Germany"))
        self._hint = Words(name="leads-condition-hint", size=theme.CAPTION, muted=True, wrap=True)
        self._accept = Button(self.tr("Show"), name="leads-condition-accept", look="primary")
        if before is not None:
            self._test.setCurrentIndex(_ASKED.index((before.test, before.negated)))
        wanted = before.column if before is not None else column
        self._column.setCurrentIndex(max(0, self._column.findData(wanted)))
        self._accept.setDefault(True)
        self._lay_out()
        self._connect()
        self._show()
        first = self._field.input if wanted else self._column
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def column(self) -> str:
        """The name of the chosen column; empty where there are none."""
        return str(self._column.currentData() or "")

    def _lay_out(self) -> None:
        cancel = Button(self.tr("Cancel"), name="leads-condition-cancel")
        cancel.clicked.connect(self.reject)
        for combo, name, words in (
            (self._column, "leads-condition-column", self.tr("Column")),
            (self._test, "leads-condition-test", self.tr("What it must say")),
        ):
            combo.setObjectName(name)
            combo.setAccessibleName(words)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._column, 1)
        top.addWidget(self._test, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(QLabel(self.tr("Show leads whose")))
        column.addLayout(top)
        column.addWidget(self._field)
        column.addWidget(self._hint)
        column.addStretch(1)
        column.addLayout(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.setMinimumWidth(letter * 70)
        self.resize(letter * 76, self.fontMetrics().height() * 18)

    def _connect(self) -> None:
        self._column.currentIndexChanged.connect(lambda _: self._column_changed())
        self._test.currentIndexChanged.connect(lambda _: self._show())
        self._field.added.connect(self._add)
        self._field.removed.connect(self._remove)
        self._field.input.textChanged.connect(lambda _: self._tell())
        self._field.look_up_wanted.connect(self._look_up)
        self._field.look_up_dropped.connect(lambda: self._background.cancel(_LOOKING))
        self._accept.clicked.connect(self._done)

    @property
    def _asked(self) -> tuple[Test, bool]:
        return _ASKED[self._test.currentIndex()]

    def _column_changed(self) -> None:
        self._values = ()
        if self.column in {ADDED, CHANGED} and self._asked[0] not in {*_SINGLE, Test.EMPTY}:
            self._test.setCurrentIndex(_ASKED.index((Test.AFTER, False)))
        self._show()

    def _add(self, texts: list[str]) -> None:
        values = [meant(self.column, text) for text in texts]
        before = () if self._asked[0] in _SINGLE else self._values
        self._values = tuple(dict.fromkeys([*before, *values]))
        if self._asked[0] in _SINGLE:
            self._values = self._values[-1:]
        self._show()

    def _remove(self, texts: list[str]) -> None:
        gone = {meant(self.column, text) for text in texts}
        self._values = tuple(value for value in self._values if value not in gone)
        self._show()

    def _show(self) -> None:
        test, _ = self._asked
        if test in _SINGLE:
            self._values = self._values[-1:]
        self._field.show_values([value_words(self.column, value) for value in self._values], frozenset())
        self._field.setVisible(test is not Test.EMPTY)
        self._hint.setText(self._hint_for(test))
        self._tell()

    def _hint_for(self, test: Test) -> str:
        if test is Test.EMPTY:
            return self.tr("Nobody has said anything in this column.")
        if test in _SINGLE:
            return self.tr("A day as 2026-11-30, a number, or a text.")
        if test is Test.CONTAINS:
            return self.tr("A part of it is enough, in capitals or not. Enter adds another one; any of them will do.")
        return self.tr("The whole value, in capitals or not. Enter adds another one; any of them will do.")

    def _tell(self) -> None:
        has_value = bool(self._values) or bool(self._field.input.text().strip())
        self._accept.setEnabled(bool(self.column) and (has_value or self._asked[0] is Test.EMPTY))

    def _look_up(self, typed: str) -> None:
        if self._asked[0] is not Test.IS:
            return
        column = self.column

        def found(values: tuple[str, ...]) -> None:
            shown = [value_words(column, value) for value in values]
            self._field.offer(typed, shown, lambda _, total: self._footer(total))

        self._background.run(
            self._desk.actions.find_leads.values(column=column, typed=typed), found, replacing=_LOOKING
        )

    def _footer(self, total: int) -> str:
        if total == 0:
            return self.tr("No lead has a value like this. Enter takes it all the same.")
        return self.tr("%Ln {value|values} of your leads", "", wording.plural(total))

    def _done(self) -> None:
        left = self._field.input.text().strip()
        if left and self._asked[0] is not Test.EMPTY:
            self._add([left])
        test, negated = self._asked
        values = () if test is Test.EMPTY else self._values
        self.chosen.emit(Condition(self.column, test, values, negated))
        self.accept()


def _named(condition: Condition | None) -> list[str]:
    return [condition.column] if condition is not None else []

"""What the destination would refuse: a sentence for each kind of fault, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.export_profiles import REFUSED, Fault, Preflight, Problem, Profile
from leaddesk.ui import theme
from leaddesk.ui.leads.exporting import words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words


class Checks(QWidget):
    """Says that it checks, what it found, or why it could not."""

    shown = Signal(object)
    """The Problem whose rows are to be shown."""
    left_out = Signal(object)
    """The Problem whose rows are not to be written."""
    put_back = Signal(object)
    """The Problem whose rows are to be written after all."""
    suppressed_toggled = Signal()
    """Suppressed people are to be written too, or not any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-preflight")
        self.setAccessibleName(self.tr("Checks"))
        self.summary = Words(name="export-preflight-words", size=theme.CAPTION, muted=True, wrap=True)
        self.summary.be_a_stop()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, text: str) -> None:
        """Only this; what was found before does not hold any more."""
        self._clear()
        self.summary.setText(text)
        self.setAccessibleDescription(text)

    def show_found(
        self, found: Preflight, profile: Profile, left_out: Sequence[Problem], *, takes_suppressed: bool
    ) -> None:
        self._clear()
        said = [words.result_words(found, profile)]
        self.summary.tell(said[0])
        for number, problem in enumerate(found.problems):
            is_kept_in = takes_suppressed and problem.fault is Fault.SUPPRESSED
            sentence = self.tr("Suppressed people are written too.") if is_kept_in else None
            said.append(self._add(number, problem, sentence or words.problem_words(problem, profile)))
        for number, problem in enumerate(left_out, start=len(found.problems)):
            line = self._line("check", "muted", words.kept_out_words(problem), number)
            self._button(line, self.tr("Put them back"), f"export-check-{number}-back", self.put_back, problem)
            said.append(words.kept_out_words(problem))
        self.setAccessibleDescription("\n".join(said))

    def _add(self, number: int, problem: Problem, sentence: str) -> str:
        is_refused = problem.fault in REFUSED
        line = self._line("warning" if is_refused else "info", "warning" if is_refused else "muted", sentence, number)
        if problem.fault is not Fault.GONE:
            self._button(line, self.tr("Show these rows"), f"export-check-{number}-show", self.shown, problem)
        if is_refused:
            self._button(line, self.tr("Leave them out"), f"export-check-{number}-leave", self.left_out, problem)
        if problem.fault is Fault.SUPPRESSED:
            takes = sentence == self.tr("Suppressed people are written too.")
            title = self.tr("Leave them out") if takes else self.tr("Write them anyway")
            button = Button(title, name=f"export-check-{number}-suppressed", look="link")
            button.clicked.connect(self.suppressed_toggled)
            line.addWidget(button)
        return sentence

    def _line(self, icon: str, colour: str, sentence: str, number: int) -> QHBoxLayout:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = Words(sentence, name=f"export-check-{number}", wrap=True)
        label.be_a_stop()
        row.addWidget(Icon(icon, colour))
        row.addWidget(label, 1)
        self._lines.addWidget(holder)
        return row

    def _button(self, line: QHBoxLayout, title: str, name: str, signal: object, problem: Problem) -> None:
        button = Button(title, name=name, look="link")
        button.clicked.connect(lambda _=False: signal.emit(problem))  # type: ignore[attr-defined]  # a bound signal
        line.addWidget(button)

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()

"""The pane's body for one lead: fields, lists and tags, note, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.leads import NOTE, Lead, LeadList
from leaddesk.ui import theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.detail.field_list import LeadFields
from leaddesk.ui.leads.detail.kept_beside import KeptBeside
from leaddesk.ui.leads.detail.lead_facts import custom_column, facts_of, missing_columns, origins_of, sayings_of
from leaddesk.ui.leads.detail.note_edit import NoteEdit
from leaddesk.ui.leads.detail.origins import OriginList
from leaddesk.ui.leads.detail.saves import Draft
from leaddesk.ui.leads.detail.values_panel import ValuesPanel
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.chooser import Choice, Chooser
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.scrolled import Shrinking


class LeadBody(Shrinking):
    """Says what was typed; whoever holds it keeps that."""

    edited = Signal(object, str)
    """The Place (its column is ``@note`` for the note) and the text."""
    taken_back = Signal(object)
    """What was typed at this Place, and could not be saved, is not wanted any more."""
    retry_wanted = Signal()
    escaped = Signal()
    seen = Signal(QRect)
    """This part of it is to be in sight."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._name = name
        self._lead: Lead | None = None
        self._lists: tuple[LeadList, ...] = ()
        self._known_columns: tuple[str, ...] = ()
        self._added: tuple[str, ...] = ()
        """Columns without a value that the person asked for; they stay until another lead is shown."""
        self.fields = LeadFields(f"{name}-fields")
        self._add_field = Button(self.tr("Add a field"), name=f"{name}-add-field", icon="plus", look="quiet")
        self._add_field.clicked.connect(self.choose_field)
        self.beside = KeptBeside(desk, name)
        self.note = NoteEdit(f"{name}-note")
        self._note_message = InlineMessage(name=f"{name}-note-problem", button=f"{name}-note-retry")
        self._origins = OriginList(f"{name}-origins")
        self._values: ValuesPanel | None = None
        self._values_of = ""
        """The column that it was opened for."""
        self._missing: list[str] = []
        """The columns that can be added, as they were offered."""
        self._fields_chooser: Chooser | None = None
        self._lay_out()
        self._connect()

    # -- what is shown

    def show_lead(
        self, lead: Lead, lists: Sequence[LeadList], columns: Sequence[str], drafts: Mapping[str, Draft]
    ) -> None:
        """``columns``: all that My Leads has. ``drafts``: texts by column that are not saved, shown in their places."""
        if self._lead is None or lead.id != self._lead.id:
            self.leave()
            self._added = ()
        self._lead, self._lists, self._known_columns = lead, tuple(lists), tuple(columns)
        self.fields.show_facts(facts_of(lead, (*self._added, *(name for name in drafts if name != NOTE))), drafts)
        self.beside.show_of([lead.id], lead.lists, lead.tags, lists)
        note = drafts.get(NOTE)
        if not self.note.is_dirty:
            self.note.show_note(note.text if note is not None else lead.note)
        if note is not None and note.problem:
            self._note_message.say("danger", self.tr("The note is not saved."), note.problem, self.tr("Try again"))
        else:
            self._note_message.clear()
        self._origins.show_origins(origins_of(lead))

    def show_drafts(self, drafts: Mapping[str, Draft]) -> None:
        """The same lead, with other texts that are not saved."""
        if self._lead is not None:
            self.show_lead(self._lead, self._lists, self._known_columns, drafts)

    def leave(self) -> None:
        """Hand out whatever is being typed: another lead is going to be shown, or none."""
        self.fields.leave_editor()
        self.note.hand_out()
        self.beside.leave()
        for panel in (self._values, self._fields_chooser):
            if panel is not None:
                panel.hide()

    def choose_field(self) -> None:
        """Open the panel to fill in a field that is not among those shown; it may be a new one."""
        if self._lead is None:
            return
        if self._fields_chooser is None:
            chooser = self._fields_chooser = Chooser(
                f"{self._name}-field-chooser",
                self._add_field,
                title=self.tr("Add a field"),
                placeholder=self.tr("Find a field, or name a new one"),
                new=self.tr("New field “%1”"),
            )
            chooser.chosen.connect(lambda at: self._open_field(self._missing[at]))
            chooser.named.connect(lambda name: self._open_field(custom_column(name)))
        shown = {fact.column for fact in self.fields.model_of_facts.facts}
        self._missing = [column for column in missing_columns(self._lead, self._known_columns) if column not in shown]
        self._fields_chooser.offer([Choice(at, title_of(column)) for at, column in enumerate(self._missing)])
        self._fields_chooser.open_chooser()

    # -- parts

    def _lay_out(self) -> None:
        above, beside, below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        above.setContentsMargins(12, 8, 8, 6)
        above.setSpacing(2)
        above.addWidget(self.fields)
        row = QHBoxLayout()
        row.addWidget(self._add_field)
        row.addStretch(1)
        above.addLayout(row)
        beside.setContentsMargins(16, 10, 4, 10)
        beside.setSpacing(6)
        beside.addWidget(self.beside)
        note = QVBoxLayout()
        note.setContentsMargins(0, 0, 8, 0)
        for part in (Words(self.tr("Note"), size=theme.CAPTION, muted=True), self.note, self._note_message):
            note.addWidget(part)
        beside.addLayout(note)
        below.setContentsMargins(16, 10, 12, 12)
        below.setSpacing(6)
        below.addWidget(Words(self.tr("Where it came from"), weight=600))
        below.addWidget(self._origins)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(Hairline())
        column.addLayout(beside)
        column.addWidget(Hairline())
        column.addLayout(below)
        column.addStretch(1)

    def _connect(self) -> None:
        self.fields.edited.connect(self._tell)
        self.fields.taken_back.connect(self._take_back)
        self.fields.values_wanted.connect(self._show_values)
        self.fields.escaped.connect(self.escaped)
        self.fields.seen.connect(lambda place: self._see(self.fields, place))
        self.note.written.connect(lambda text: self._tell(NOTE, text))
        self.note.escaped.connect(self.escaped)
        self._note_message.pressed.connect(self.retry_wanted)

    def _open_field(self, column: str) -> None:
        lead = self._lead
        if lead is not None:
            self._added = (*self._added, column)
            self.fields.show_facts(facts_of(lead, self._added), {})
            self.fields.edit_field(column)

    def _show_values(self, column: str, place: QRect) -> None:
        lead = self._lead
        if lead is None:
            return
        if self._values is None:
            self._values = ValuesPanel(f"{self._name}-values", self.fields.viewport())
            self._values.chosen.connect(self._choose_value)
        self._values_of = column
        title = wording.filled(self.tr("%1: where it comes from"), title_of(column))
        self._values.open_values(title, sayings_of(lead, column), place)

    def _choose_value(self, value: str) -> None:
        self._tell(self._values_of, value)

    def _tell(self, column: str, text: str) -> None:
        if self._lead is not None:
            self.edited.emit((self._lead.id, column), text)

    def _take_back(self, column: str) -> None:
        if self._lead is not None:
            self.taken_back.emit((self._lead.id, column))

    def _see(self, part: QWidget, place: QRect) -> None:
        self.seen.emit(QRect(part.mapTo(self, place.topLeft()), place.size()))

"""The masked sample of the last count, as a table like every other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from leaddesk.domain.filter import Filter
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.reachstream import Count, Explanation
from leaddesk.domain.reachstream_columns import columns_of
from leaddesk.ui import theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.reachstream.field_titles import field_title
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.collecting.collecting import Collecting
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_bar import TableBar

FIRST_COLUMNS = (
    "contact_name",
    "contact_job_title_1",
    "contact_job_title_level_1",
    "company_company_name",
    "company_employee_size",
    "company_address_city",
    "company_address_zipcode",
    "contact_email_1",
)
"""Shown before anybody chooses columns."""

_LOWEST_LINES = 9
"""Lines of text that the table is high at least: its head and four rows."""


class SampleCard(Card):
    """A bar and the table, or what to do to fill it."""

    explain_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("reachstream-sample", padding=0, spacing=0)
        self.column.setContentsMargins(1, 1, 1, 1)
        self._desk = desk
        self._count: Count | None = None
        self._filter = Filter()
        self.table = LeadTable(
            "sample-table",
            preferences=desk.preferences,
            notices=desk.notices,
            titles=title_of,
            main_column="contact_job_title_1",
            first_columns=FIRST_COLUMNS,
        )
        self.table.view.setAccessibleName(self.tr("Masked sample"))
        self.table.offers_changed.connect(desk.commands.refresh)
        self._has_key = True
        self.bar = TableBar(self.table, self.tr("Masked sample"), export_name="sample-export")
        self.bar.export_wanted.connect(self.export)
        collecting = Collecting(
            desk,
            self.table,
            prefix="sample",
            provider=SourceKind.REACHSTREAM,
            source_name=lambda: self.tr("ReachStream sample"),
            titles=title_of,
            why_not=self.tr("The values of a sample are hidden until you buy, so there is nobody to add yet."),
        )
        self.bar.add(collecting.button)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.table, 1)
        self._keep_some_rows()
        self._show_empty()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._keep_some_rows()

    def _keep_some_rows(self) -> None:
        """Large text in a low window makes the page scroll, and not the table disappear."""
        self.table.setMinimumHeight(_LOWEST_LINES * QFontMetrics(theme.font()).height())

    @property
    def has_rows(self) -> bool:
        return self._count is not None and len(self._count.sample) > 0

    @property
    def panes(self) -> list[QWidget]:
        """For F6: the table, and after it the detail pane while that is open."""
        pane = self.table.details.pane
        return [self, pane] if pane is not None and pane.isVisible() else [self]

    def show_filter(self, filter: Filter) -> None:
        self._filter = filter
        if self._count is None:
            self._show_empty()
        self._tell()

    def show_loading(self) -> None:
        self.table.show_loading()

    def show_count(self, count: Count | None) -> None:
        """The newest count; None where there is none (yet)."""
        self._count = count
        if count is None:
            self._show_empty()
        elif count.matches == 0:
            self.table.show_empty(
                "search",
                self.tr("No contact matches"),
                self.tr("Explain shows which field makes it zero. It is free."),
                self.tr("Explain"),
                self.explain_wanted.emit,
                cost=Cost.FREE,
            )
        elif not count.sample:
            self.table.show_empty(
                "list", self.tr("ReachStream sent no sample"), self.tr("The count holds all the same.")
            )
        else:
            self.table.show_source(HeldRows(columns_of(count.sample), count.sample.rows))
        self._tell()
        self._desk.commands.refresh()

    def show_culprits(self, explained: Explanation) -> None:
        """Where nothing matches: name the field that makes it zero."""
        if explained.culprits:
            first = explained.cuts[0]
            label = field_title(first.field).inside
            words = self.tr("%1 makes it zero: without it, %2 match.")
            words = wording.filled(words, label[0].upper() + label[1:], wording.number(first.matches_without))
            self.table.show_empty("search", self.tr("No contact matches"), words)

    def export(self) -> None:
        """Open the export dialog for this table."""
        if not self.has_rows:
            return
        from leaddesk.ui.widgets.export_dialog import ExportDialog  # noqa: PLC0415 - built when asked for

        subject = ExportSubject(
            title=self.tr("ReachStream sample"),
            file_stem="reachstream-sample",
            source=self.table.source,
            shown_numbers=self.table.shown_rows(),
            selected_numbers=self.table.selected_rows(),
            is_filtered=self.table.is_filtered,
            visible_columns=self.table.visible_columns(),
            titles=title_of,
        )
        dialog = ExportDialog(
            subject,
            export=self._desk.actions.export_rows,
            preferences=self._desk.preferences,
            notices=self._desk.notices,
            parent=self.window(),
        )
        dialog.open()

    def focus_filter(self) -> None:
        self.bar.focus_filter()

    def toggle_details(self) -> None:
        self.table.toggle_details()

    def open_columns(self) -> None:
        self.table.open_columns()

    def tell_key(self, *, kept: bool) -> None:
        """Whether there is a key for ReachStream; without one the first step is another."""
        if kept != self._has_key:
            self._has_key = kept
            if self._count is None:
                self._show_empty()

    def _show_empty(self) -> None:
        if not self._has_key:
            title, text = self.tr("Add your ReachStream key"), self.tr("It goes into the keychain, never into a file.")
            settings = self._desk.commands.action("settings")
            self.table.show_empty("key", title, text, self.tr("Open Settings"), settings.trigger)
            return
        if self._filter.is_empty:
            title = self.tr("Begin with a field at the left")
            text = self.tr("Type a job title, a country or an industry and pick what ReachStream suggests.")
        else:
            title = self.tr("Nothing counted yet")
            text = self.tr("Count shows how many contacts match, and a masked sample of them. It is free.")
        self.table.show_empty("filter", title, text)

    def _tell(self) -> None:
        count = self._count
        if count is None or not count.sample:
            self.bar.tell("")
            return
        shown, total = wording.number(len(count.sample)), wording.number(count.matches)
        words = self.tr("%1 of %2 contacts. Values are hidden until you buy.")
        if count.filter != self._filter:
            words = self.tr("%1 of %2 contacts, from before your last change.")
        self.bar.tell(wording.filled(words, shown, total), wording.filled(self.tr("%1 of %2"), shown, total))

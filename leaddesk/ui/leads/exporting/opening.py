"""The door of the export of My Leads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog

from leaddesk.domain.lead_views import View
from leaddesk.domain.leads import LeadId
from leaddesk.domain.table import RowSource
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.exporting.dialog import LeadsExportDialog
from leaddesk.ui.leads.exporting.subject import LeadsSubject
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.table.lead_table import LeadTable


def export_dialog(desk: Desk, table: LeadTable, view: View, words: str) -> QDialog:
    """For what ``table`` shows, ``view`` being that, ``words`` the same in words. As ``Rooms.export_dialog``."""
    del view
    find = desk.actions.find_leads
    source = table.source

    def subject(rows: RowSource, shown: Sequence[int]) -> ExportSubject:
        return ExportSubject(
            title=words,
            file_stem=words if len(words) <= _SHORT else "leads",
            source=rows,
            shown_numbers=shown,
            selected_numbers=table.selected_rows(),
            is_filtered=False,
            visible_columns=table.visible_columns(),
            titles=title_of,
        )

    async def whole() -> ExportSubject:
        rows = await find.whole(source)  # the first rows have the same numbers there
        return subject(rows, range(len(rows)))

    async def ids_of(numbers: Sequence[int]) -> Sequence[LeadId]:
        rows = source if find.is_whole(source) else await find.whole(source)
        return await find.ids_of(source=rows, numbers=numbers)

    return LeadsExportDialog(
        LeadsSubject(subject(source, table.shown_rows()), ids_of, None if find.is_whole(source) else whole),
        export=desk.actions.export_leads,
        preferences=desk.preferences,
        notices=desk.notices,
        parent=table.window(),
    )


_SHORT = 40

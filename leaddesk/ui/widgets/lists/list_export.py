"""Open the export dialog for the table of a list."""

from __future__ import annotations

from collections.abc import Callable

from leaddesk.ui.desk import Desk
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.table.lead_table import LeadTable


def export_table(desk: Desk, table: LeadTable, *, title: str, stem: str, titles: Callable[[str], str]) -> None:
    """``title`` says what the rows are, ``stem`` how the file's name begins, ``titles`` what a column is called."""
    from leaddesk.ui.widgets.export_dialog import ExportDialog  # noqa: PLC0415 - built when asked for

    subject = ExportSubject(
        title=title,
        file_stem=stem,
        source=table.source,
        shown_numbers=table.shown_rows(),
        selected_numbers=table.selected_rows(),
        is_filtered=table.is_filtered,
        visible_columns=table.visible_columns(),
        titles=titles,
    )
    dialog = ExportDialog(
        subject,
        export=desk.actions.export_rows,
        preferences=desk.preferences,
        notices=desk.notices,
        parent=table.window(),
    )
    dialog.open()

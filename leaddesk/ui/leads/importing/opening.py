"""The door of the import: for the menu, and for files that were dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from leaddesk.domain.imports import Imported
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.importing.dialog import ImportDialog


def import_dialog(
    desk: Desk, parent: QWidget, path: Path, show: Callable[[Imported], None] | None = None
) -> ImportDialog:
    """Open the dialog for one file. ``show`` makes the page show the leads that an import brought."""
    dialog = ImportDialog(
        path,
        import_leads=desk.actions.import_leads,
        keep_leads=desk.actions.keep_leads,
        notices=desk.notices,
        running=desk.running,
        show=show,
        parent=parent,
    )
    dialog.open()
    return dialog


def import_files(
    desk: Desk, parent: QWidget, paths: Iterable[Path], show: Callable[[Imported], None] | None = None
) -> None:
    """The same for several files, one after another."""
    waiting = list(paths)
    if waiting:
        dialog = import_dialog(desk, parent, waiting[0], show)
        dialog.done_with.connect(lambda: import_files(desk, parent, waiting[1:], show))

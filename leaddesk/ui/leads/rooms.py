"""What has a room of its own beside the table: importing, exporting, the review, the suppression list, backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from leaddesk.domain.lead_views import View
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.leads.lead_table import LeadsTable
    from leaddesk.ui.widgets.table.details import PaneKind


@dataclass(frozen=True)
class Rooms:
    """Each is entered when it is asked for; None where it is not there."""

    import_dialog: Callable[[Desk, QWidget, Path | None], QDialog] | None = None
    """Given the window, and the file where one is known."""
    export_dialog: Callable[[Desk, LeadsTable, View, str], QDialog] | None = None
    """Given the table, what it shows, and that in words."""
    review: Callable[[Desk, Callable[[], None]], QWidget] | None = None
    """What lies over the tab; given what leaves it."""
    suppression_dialog: Callable[[Desk, QWidget], QDialog] | None = None
    backups_dialog: Callable[[Desk, QWidget], QDialog] | None = None
    pane: PaneKind | None = None
    """What shows one lead whole beside the table."""


def open_dialog(dialog: QDialog) -> None:
    """It deletes itself when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

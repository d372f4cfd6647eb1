"""What has a room of its own beside the table: importing, exporting, the review, the suppression list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from leaddesk.domain.imports import Imported
    from leaddesk.domain.lead_views import View
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.leads.lead_table import LeadsTable

Show = Callable[["Imported"], None]


@dataclass(frozen=True)
class Rooms:
    """Each is entered when it is asked for; None where it is not there."""

    import_files: Callable[[Desk, QWidget, Sequence[Path], Show], None] | None = None
    """Given the window, the files, and what shows the leads that came."""
    export_dialog: Callable[[Desk, LeadsTable, View, str], QDialog] | None = None
    """Given the table, what it shows, and that in words."""
    review: Callable[[Desk, Callable[[], None]], QWidget] | None = None
    """What lies over the tab; given what leaves it."""
    suppression_dialog: Callable[[Desk, QWidget], QDialog] | None = None
    """Given the window."""


def open_dialog(dialog: QDialog) -> None:
    """It deletes itself when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def all_rooms() -> Rooms:
    """Those that there are; each is loaded when it is entered."""
    return Rooms(_import_files, _export_dialog, _review, _suppression_dialog)


def _import_files(desk: Desk, window: QWidget, paths: Sequence[Path], show: Show) -> None:
    from leaddesk.ui.leads.importing.opening import import_files  # noqa: PLC0415 - loaded when it is entered

    import_files(desk, window, paths, show)


def _review(desk: Desk, leave: Callable[[], None]) -> QWidget:
    from leaddesk.ui.leads.review.page import DuplicateReview  # noqa: PLC0415 - loaded when it is entered

    review = DuplicateReview(desk)
    review.closed.connect(leave)
    return review


def _export_dialog(desk: Desk, table: LeadsTable, view: View, words: str) -> QDialog:
    from leaddesk.ui.leads.exporting.opening import export_dialog  # noqa: PLC0415 - loaded when it is entered

    return export_dialog(desk, table, view, words)


def _suppression_dialog(desk: Desk, window: QWidget) -> QDialog:
    from leaddesk.ui.leads.suppression.dialog import SuppressionDialog  # noqa: PLC0415 - loaded when it is entered

    return SuppressionDialog(desk, window)

"""What the window's commands ask of the page that is shown; every tab's page offers it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from leaddesk.ui.widgets.table.lead_table import LeadTable


class Undoing(Protocol):
    """Steps that can be taken back; ``filter_editing.History`` is one. Named as Qt's own undo stack."""

    def canUndo(self) -> bool: ...

    def canRedo(self) -> bool: ...

    def undo(self) -> None: ...

    def redo(self) -> None: ...

    def undoText(self) -> str: ...


class TabPage(Protocol):
    """A page of one tab. Whatever changes what is offered here ends with ``desk.commands.refresh()``."""

    @property
    def panes(self) -> list[QWidget]:
        """For F6: the parts that the keyboard goes through, in order."""
        ...

    @property
    def table(self) -> LeadTable | None:
        """The table that the commands are about now; None where none is shown."""
        ...

    @property
    def has_rows(self) -> bool:
        """Whether that table has rows to export, copy and look at."""
        ...

    @property
    def history(self) -> Undoing | None:
        """What Undo and Redo are about; None where nothing can be undone."""
        ...

    def focus_search(self) -> None:
        """To where this page is searched."""
        ...

    def export(self) -> None:
        """Open the export dialog for the table."""
        ...

    def refresh(self) -> None:
        """F5: ask the provider again for what is shown. Never spends."""
        ...

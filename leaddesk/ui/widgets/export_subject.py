"""What an export is about, as any table hands it to the export dialog. Light: the dialog itself loads when it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leaddesk.domain.table import RowSource


@dataclass(frozen=True)
class ExportSubject:
    """A table at the moment when its export was asked for."""

    title: str
    """What the rows are, for the dialog's title: ``ReachStream sample``."""
    file_stem: str
    """How the suggested file name begins: ``reachstream-sample``. Any text; what file names cannot hold is replaced."""
    source: RowSource
    shown_numbers: Sequence[int]
    """Row numbers as they are shown: filtered, and in the order of the screen."""
    selected_numbers: Sequence[int]
    """Row numbers of the selection, in the order of the screen."""
    is_filtered: bool
    """Whether a filter hides rows of the source."""
    visible_columns: Sequence[str]
    """Names of the columns that are shown, from left to right."""
    titles: Callable[[str], str]
    """A column's name to its title on screen."""

    @property
    def all_numbers(self) -> Sequence[int]:
        """All rows, in the order of the screen where it shows them all, else in the order in which they came."""
        return range(len(self.source)) if self.is_filtered else self.shown_numbers

"""The pairs that wait, as a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from leaddesk.domain.likely import Pair, Ruling
from leaddesk.ui import wording
from leaddesk.ui.leads.review import words
from leaddesk.ui.widgets.paged_rows import PagedRows
from leaddesk.ui.widgets.two_line_rows import ASIDE, BELOW, ICON

PAGE = 40
"""A pair is two whole leads with all their records."""


class PairsModel(PagedRows[Pair]):
    """By the name of the left lead, with the reason below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(PAGE, parent)

    def row_of(self, ids: tuple[int, int]) -> int | None:
        """Where the pair of these two leads stands, among those that are read."""
        return next((row for row, pair in self.read_items() if (pair.left.id, pair.right.id) == ids), None)

    def told(self, item: Pair, role: int) -> object:
        name, why = words.name_of(item.left), words.short(item)
        return {
            Qt.ItemDataRole.DisplayRole: name,
            BELOW: why,
            ASIDE: self.tr("later") if item.verdict is Ruling.LATER else None,
            ICON: "merge",
            Qt.ItemDataRole.AccessibleTextRole: f"{name}, {why}",
            Qt.ItemDataRole.ToolTipRole: wording.tooltip(f"{name}\n{why}"),
        }.get(role)

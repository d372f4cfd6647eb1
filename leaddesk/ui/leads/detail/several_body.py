"""The pane's body while several leads are chosen: what they have in common, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from leaddesk.domain.leads import LeadId, LeadList
from leaddesk.ui import theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.detail.kept_beside import KeptBeside
from leaddesk.ui.leads.detail.several import MOST_COMPARED, Common
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.scrolled import Shrinking

_LONGEST = 60


class SeveralBody(Shrinking):
    """Chips of the lists and tags that all have; those that a part has in a sentence below."""

    trash_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.beside = KeptBeside(desk, name)
        self._some = Words(name=f"{name}-in-part", size=theme.CAPTION, muted=True, wrap=True)
        self._heading = Words(self.tr("All of them"), weight=600)
        self._values = Words(name=f"{name}-in-common", wrap=True)
        self._values.be_a_stop()
        self._trash = Button(self.tr("Move to trash"), name=f"{name}-trash", icon="trash")
        self._trash.clicked.connect(self.trash_wanted)
        self._restore = Button(self.tr("Restore"), name=f"{name}-restore-all", icon="undo")
        self._restore.clicked.connect(self.restore_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self._trash)
        buttons.addWidget(self._restore)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.beside)
        column.addWidget(self._some)
        column.addLayout(buttons)
        column.addSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._values)
        column.addStretch(1)

    def show_common(self, ids: Sequence[LeadId], common: Common | None, known: Sequence[LeadList]) -> None:
        """``common`` is None while it is looked for, and where there are too many to look."""
        self.beside.show_of(ids, common.lists if common else (), common.tags if common else (), known)
        self._some.setText(self._some_words(len(ids), common, known))
        self._some.setVisible(bool(self._some.text()))
        values = [f"{title_of(column)}: {_short(value)}" for column, value in common.values] if common else []
        self._heading.setVisible(bool(values))
        self._values.setVisible(bool(values))
        self._values.setText("\n".join(values))
        self._restore.setVisible(common is not None and common.in_trash > 0)
        self._trash.setVisible(common is None or common.in_trash < common.leads)

    def let_act(self, *, can: bool) -> None:
        """Whether the leads that are known here are all that are chosen."""
        self.beside.setVisible(can)
        if not can:
            for part in (self._trash, self._restore):
                part.hide()

    def _some_words(self, count: int, common: Common | None, known: Sequence[LeadList]) -> str:
        if common is None:
            words = self.tr("What they have in common is looked for among up to %1 leads.")
            return wording.filled(words, wording.number(MOST_COMPARED)) if count > MOST_COMPARED else ""
        names = {list_.id: list_.name for list_ in known}
        parts = [(names.get(list_, ""), part) for list_, part in common.some_lists] + list(common.some_tags)
        some = [f"{_short(name)} ({wording.number(part)})" for name, part in parts if name]
        lines = [wording.filled(self.tr("Some are in %1."), wording.listing(some))] if some else []
        if common.suppressed:
            lines.append(self.tr("%Ln {is|are} suppressed.", "", common.suppressed))
        return " ".join(lines)


def _short(text: str) -> str:
    return wording.shortened(" ".join(text.split()), _LONGEST)

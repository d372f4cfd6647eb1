"""Shows and hides the detail pane: beside the rows where there is room, else over their right end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSplitter, QWidget

from leaddesk.domain.preferences import DETAIL_PANE, SPLITTERS, PreferenceStore
from leaddesk.ui import theme
from leaddesk.ui.widgets.table.links import link_of
from leaddesk.ui.widgets.table.model import cell_text

if TYPE_CHECKING:
    from leaddesk.domain.records import Value
    from leaddesk.domain.table import Column
    from leaddesk.ui.widgets.table.columns import ColumnFacts
    from leaddesk.ui.widgets.table.fields import Field

_LETTERS = 39
"""314 pixels at the usual text size."""
_ROOM = 760
"""Pixels that a table needs to have its pane beside it."""

_WIDEST = 1_200

Record = tuple[str, str, Sequence["Field"]]
"""Title, subtitle and fields; no fields for no record."""
_SUBTITLE_COLUMNS = 2


@dataclass(frozen=True)
class PaneKind:
    """Another pane than the usual one, for rows that more is known of than their columns."""

    build: Callable[[str, QWidget], QWidget]
    """Given its objectName and its parent; has a signal ``closed``. Called when it is shown for the first time."""
    tell: Callable[[Any], None]
    """Given the pane: show what is current now. Called as often as that may be another."""


def record_of(record: Mapping[str, tuple[Column, Value]], columns: Sequence[ColumnFacts], main_column: str) -> Record:
    """What the pane shows of a row: all ``columns`` in their order. ``record`` holds a value for each of them.

    The main column is the title, the first others on screen that have a value the subtitle.
    """
    from leaddesk.ui.widgets.table.fields import Field  # noqa: PLC0415 - only the detail pane asks

    fields = []
    for facts in columns:
        column, value = record[facts.name]
        fields.append(Field(facts.name, facts.title, cell_text(value, column.kind), link_of(value, column.kind)))
    shown = {facts.name for facts in columns if facts.shown}
    others = [field.text for field in fields if field.name in shown and field.name != main_column and field.text]
    title = next((field.text for field in fields if field.name == main_column), "")
    return title or next(iter(others), ""), ", ".join(others[:_SUBTITLE_COLUMNS]), fields


class Details(QObject):
    """The pane of one table. It is built when it is shown for the first time."""

    toggled = Signal(bool)

    def __init__(
        self,
        host: QWidget,
        rows: QWidget,
        splitter: QSplitter,
        *,
        name: str,
        preferences: PreferenceStore,
        record: Callable[[], Record],
        kind: PaneKind | None = None,
    ) -> None:
        """``host`` is the whole table, ``rows`` what ``splitter`` holds of it; ``record`` tells what to show now.

        ``kind``: what is shown instead of the fields of ``record``.
        """
        super().__init__(host)
        self._host, self._rows, self._splitter, self._name = host, rows, splitter, name
        self._preferences = preferences
        self._kind = kind or PaneKind(_usual_pane, lambda pane: pane.show_record(*record()))
        self._splitter.setObjectName(f"{name}-splitter")
        self._splitter.splitterMoved.connect(self._remember_width)
        self._width = self._remembered_width()
        self.pane: QWidget | None = None
        host.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        return self.pane is not None and not self.pane.isHidden()

    def show_as_left(self) -> None:
        """As it was when LeadDesk was left."""
        left = self._preferences.get(DETAIL_PANE)
        if left.get(self._name) is True:
            self._show(shown=True)

    def show(self, *, shown: bool) -> None:
        """Show or hide it, and remember that."""
        if shown != self.is_shown:
            self._show(shown=shown)
            kept = self._preferences.get(DETAIL_PANE)
            self._preferences.set(DETAIL_PANE, {**kept, self._name: shown})
            self.toggled.emit(shown)

    def refresh(self) -> None:
        """Another row is current, or the same row has other words."""
        if self.pane is not None and self.is_shown:
            self._kind.tell(self.pane)

    def place(self) -> None:
        """Beside the rows or over them, as the width of the host asks."""
        if self.pane is None or not self.is_shown:
            return
        if self._host.width() < _ROOM:
            if self.pane.parentWidget() is not self._rows:
                self.pane.setParent(self._rows)
                self.pane.show()
            width = max(self.pane.minimumSizeHint().width(), min(self._width, self._host.width() - 48))
            self.pane.setGeometry(self._host.width() - width, 0, width, self._host.height())
            self.pane.raise_()
        elif self.pane.parentWidget() is not self._splitter:
            self._splitter.addWidget(self.pane)
            self._splitter.setStretchFactor(0, 1)
            self._splitter.setStretchFactor(1, 0)
            self.pane.show()
            self._splitter.setSizes([self._host.width() - self._width, self._width])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _show(self, *, shown: bool) -> None:
        if self.pane is None:
            pane: Any = self._kind.build(f"{self._name}-details", self._rows)
            pane.closed.connect(self._close)
            self.pane = pane
        self.pane.setVisible(shown)
        if shown:
            self.place()
            self.refresh()

    def _close(self) -> None:
        self.show(shown=False)
        self._host.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember_width(self) -> None:
        sizes = self._splitter.sizes()
        if len(sizes) == 2:
            self._width = sizes[1]
            kept = self._preferences.get(SPLITTERS)
            self._preferences.set(SPLITTERS, {**kept, self._splitter.objectName(): sizes})

    def _remembered_width(self) -> int:
        kept = self._preferences.get(SPLITTERS)
        sizes = kept.get(self._splitter.objectName())
        if isinstance(sizes, list) and len(sizes) == 2 and isinstance(sizes[1], int):
            return max(0, min(sizes[1], _WIDEST))
        return _LETTERS * QFontMetrics(theme.font()).averageCharWidth()


def _usual_pane(name: str, parent: QWidget) -> QWidget:
    from leaddesk.ui.widgets.table.detail_pane import DetailPane  # noqa: PLC0415 - built when asked for

    return DetailPane(name, parent)

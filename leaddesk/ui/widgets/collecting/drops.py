"""Lets a widget take rows that are dragged out of a table, and files that are dragged out of a file manager."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from leaddesk.ui.widgets.collecting.carried_rows import CarriedRows, carried_rows

OnRows = Callable[[CarriedRows, QPoint], object]
OnFiles = Callable[[Sequence[Path], QPoint], object]
_MOVES = {QEvent.Type.DragEnter, QEvent.Type.DragMove}


def accept_leads(
    widget: QWidget,
    on_rows: OnRows | None = None,
    on_files: OnFiles | None = None,
    *,
    at: Callable[[QPoint], bool] = lambda _: True,
    over: Callable[[QPoint | None], object] = lambda _: None,
) -> None:
    """From now on ``widget`` takes dropped rows and files; what is None it leaves to whatever is around it.

    The callbacks get what was dropped and where, in the widget's own coordinates (a list's: those of its viewport).
    ``at`` says whether a place takes anything; ``over`` hears where something hovers that would be taken, and None when
    it has gone, so that the place can be marked.
    """
    receiver = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    widget.setAcceptDrops(True)
    receiver.setAcceptDrops(True)
    receiver.installEventFilter(_Drops(receiver, on_rows, on_files, at, over))


class _Drops(QObject):
    """Lives as long as the widget that it watches."""

    def __init__(
        self,
        watched: QWidget,
        on_rows: OnRows | None,
        on_files: OnFiles | None,
        at: Callable[[QPoint], bool],
        over: Callable[[QPoint | None], object],
    ) -> None:
        super().__init__(watched)
        self._on_rows, self._on_files, self._at, self._over = on_rows, on_files, at, over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._over(None)
            return False
        if isinstance(event, QDropEvent) and (kind in _MOVES or kind == QEvent.Type.Drop):
            return self._is_taken(event, dropped=kind == QEvent.Type.Drop)
        return super().eventFilter(watched, event)

    def _is_taken(self, event: QDropEvent, *, dropped: bool) -> bool:
        """Whether the event is dealt with here; others go on to the widget, and to those around it."""
        place = event.position().toPoint()
        rows = carried_rows(event.mimeData()) if self._on_rows is not None else None
        files = files_of(event) if self._on_files is not None and rows is None else []
        if rows is None and not files:
            return False
        if not self._at(place):
            self._over(None)
            if dropped or event.type() == QEvent.Type.DragMove:
                event.ignore()
                return True
            event.acceptProposedAction()  # it may be moved to where it is taken
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._over(None if dropped else place)
        if dropped and rows is not None and self._on_rows is not None:
            self._on_rows(rows, place)
        elif dropped and self._on_files is not None:
            self._on_files(files, place)
        return True


def files_of(event: QDropEvent) -> list[Path]:
    """Files of this computer among what is dragged."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]

"""What a drag of rows carries: for this LeadDesk the rows themselves, for other programs a table as text.

The rows stay in this process: the drag holds a token only, which means nothing elsewhere and nothing afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from leaddesk.domain.leads import SourceKind
from leaddesk.domain.table import RowSource

MIME = "application/x-leaddesk-rows"
_MOST_AS_TEXT = 2_000
"""Rows. A drag begins at once; who wants more of them in another program copies or exports them."""


@dataclass(frozen=True)
class CarriedRows:
    """Rows on their way."""

    source: RowSource
    numbers: Sequence[int]
    provider: SourceKind
    source_name: str
    """What the person knows the source by."""


_carried: dict[str, CarriedRows] = {}


def mime_of(rows: CarriedRows, names: Sequence[str], title_of: Callable[[str], str]) -> QMimeData:
    """For a drag or the clipboard. As text: the columns ``names`` under their titles, tab-separated."""
    from leaddesk.ui.widgets.table.copying import copy_rows  # noqa: PLC0415 - loaded when something is dragged

    token = os.urandom(16).hex()
    _carried.clear()  # there is one drag at a time
    _carried[token] = rows
    data = QMimeData()
    data.destroyed.connect(lambda: _carried.pop(token, None))
    data.setData(MIME, token.encode("ascii"))
    if len(rows.numbers) <= _MOST_AS_TEXT:
        copied = copy_rows(rows.source, rows.numbers, names, [title_of(name) for name in names])
        data.setData("text/plain", copied.text)
        data.setData("text/tab-separated-values", copied.text)
        data.setHtml(copied.html)
    return data


def carried_rows(data: QMimeData) -> CarriedRows | None:
    """The rows of a drag that began here; None for anything else."""
    token = bytes(data.data(MIME).data())
    return _carried.get(token.decode("ascii", "replace")) if token else None

"""What an export of My Leads is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from leaddesk.domain.export_profiles import Profile, as_shown
from leaddesk.domain.exports import BookKind, CsvKind
from leaddesk.domain.leads import LeadId
from leaddesk.ui.widgets.export_subject import ExportSubject


@dataclass(frozen=True)
class LeadsSubject:
    """The table at the moment when its export was asked for."""

    table: ExportSubject
    ids_of: Callable[[Sequence[int]], Awaitable[Sequence[LeadId]]]
    """The leads of these row numbers of the table's source, in their order."""
    whole: Callable[[], Coroutine[Any, Any, ExportSubject]] | None = None
    """Where the table has only its first rows so far: the same with all of them. None: it has all."""


def shown_profile(table: ExportSubject, columns: Sequence[int]) -> Profile:
    """These columns of the table's rows, under the titles on screen; where two share one, the name tells them apart."""
    names = [table.source.columns[number].name for number in columns]
    titles = [table.titles(name) for name in names]
    uses = Counter(titles)
    told = [(n, t if uses[t] == 1 else f"{t} ({n})") for n, t in zip(names, titles, strict=True)]
    return as_shown(told, (BookKind.XLSX, CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE))

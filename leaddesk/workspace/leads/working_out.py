"""What is worked out from My Leads, on connections of its own: all of it in a job; likely duplicates among a few leads
also in a thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from leaddesk.workspace.leads import likely
from leaddesk.workspace.leads.connecting import connected
from leaddesk.workspace.leads.index.index_file import IndexFile
from leaddesk.workspace.leads.index.preparing import prepare

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")

FEW = 5_000
"""Changed leads that a thread looks through without being felt; changes that every question may read."""


def make_quick(
    leads: Path,
    index: Path,
    tell: Callable[[Mapping[str, Any]], None],
    cancelled: Callable[[], bool],
    columns: Sequence[str] = (),
) -> bool:
    """As ``preparing.prepare``. Blocks. Raises as ``look``."""
    with connected(leads) as connection:
        return prepare(connection, index, tell, cancelled, columns)


def is_much(leads: Path, index: Path) -> bool:
    """Whether a process of its own should work things out: so many leads changed since the last look, or so often
    since the last preparing. Blocks. Raises as ``look``.
    """
    return _asked(leads, index, _is_much)


def _is_much(leads: apsw.Connection, index: apsw.Connection) -> bool:
    if likely.waiting(leads, index) > FEW:
        return True
    prepared = index.execute("SELECT value FROM facts WHERE name = 'texts'").get
    changes = "SELECT count(*) FROM (SELECT 1 FROM touched WHERE edition > ? LIMIT ?)"
    return prepared is not None and bool(leads.execute(changes, (prepared, FEW + 1)).get > FEW)


def look(
    leads: Path,
    index: Path,
    tell: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """How many new pairs wait for the review now. Blocks.

    Returns early when ``cancelled()``; the next look begins where this one began. Raises LeadsBusy, LeadsDamaged,
    DiskFull, WorkspaceUnusable.
    """
    found = _asked(leads, index, lambda connection, quick: likely.find(connection, quick, tell, cancelled))
    return found.pairs if found is not None else 0


def _asked(leads: Path, index: Path, question: Callable[[apsw.Connection, apsw.Connection], T]) -> T:
    """``question`` of both files. Which of them is damaged an error does not tell: the index, unless a new one has it
    as well.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    with connected(leads) as connection, closing(IndexFile(index)) as file:
        try:
            return question(connection, file.opened())
        except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError):
            file.drop()
            return question(connection, file.opened())

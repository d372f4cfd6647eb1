"""What is worked out from My Leads, on connections of its own: all of it in a job; likely duplicates among a few leads
also in a thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import DiskFull, LeadsBusy, LeadsDamaged, WorkspaceUnusable
from leaddesk.workspace.leads import likely
from leaddesk.workspace.leads.index.index_file import IndexFile
from leaddesk.workspace.leads.index.preparing import prepare

if TYPE_CHECKING:
    import apsw

FEW = 5_000
"""Changed leads that a thread looks through without being felt."""
_BUSY = 5_000
"""Milliseconds that somebody else may write."""


def make_quick(
    leads: Path,
    index: Path,
    tell: Callable[[Mapping[str, Any]], None],
    cancelled: Callable[[], bool],
    columns: Sequence[str] = (),
) -> bool:
    """As ``preparing.prepare``. Blocks. Raises as ``look``."""
    with _opened(leads) as connection:
        return prepare(connection, index, tell, cancelled, columns)


def is_much(leads: Path, index: Path) -> bool:
    """Whether so many leads changed since the last look that a process of its own should look. Blocks."""
    with _opened(leads) as connection, closing(IndexFile(index)) as file:
        return likely.waiting(connection, file.opened()) > FEW


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
    with _opened(leads) as connection, closing(IndexFile(index)) as file:
        found = likely.find(connection, file.opened(), tell, cancelled)
    return found.pairs if found is not None else 0


@contextmanager
def _opened(leads: Path) -> Iterator[apsw.Connection]:
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    try:
        with closing(apsw.Connection(str(leads), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(_BUSY)
            connection.pragma("synchronous", "full")
            yield connection
    except apsw.BusyError as error:
        raise LeadsBusy from error
    except apsw.FullError as error:
        raise DiskFull(leads, str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise LeadsDamaged(leads) from error
    except (apsw.CantOpenError, apsw.IOError, apsw.PermissionsError, apsw.ReadOnlyError) as error:
        raise WorkspaceUnusable(leads, str(error)) from error

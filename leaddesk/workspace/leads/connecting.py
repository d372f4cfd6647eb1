"""A connection to ``leads.db`` for whoever works beside the window: the file is there, and is not looked through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.errors import DiskFull, LeadsBusy, LeadsDamaged, WorkspaceNewer, WorkspaceUnusable
from leaddesk.workspace.database import is_full
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.schema import version

if TYPE_CHECKING:
    import apsw

_BUSY = 5_000
"""Milliseconds that somebody else may write."""


@contextmanager
def connected(leads: Path) -> Iterator[apsw.Connection]:
    """Raises what SQLite says in there as LeadsBusy, LeadsDamaged, DiskFull, WorkspaceUnusable; WorkspaceNewer."""
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    try:
        with closing(apsw.Connection(str(leads), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(_BUSY)
            refuse_newer(connection, leads)
            connection.pragma("synchronous", "full")
            connection.pragma("foreign_keys", True)
            yield connection
    except apsw.BusyError as error:
        raise LeadsBusy from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise LeadsDamaged(leads) from error
    except (apsw.CantOpenError, apsw.FullError, apsw.IOError, apsw.PermissionsError, apsw.ReadOnlyError) as error:
        raise (DiskFull if is_full(error) else WorkspaceUnusable)(leads, str(error)) from error


def refuse_newer(connection: apsw.Connection, leads: Path) -> None:
    """Raises WorkspaceNewer where a later LeadDesk has brought the file to its own tables meanwhile."""
    found, known = version(connection), len(LEADS.migrations)
    if found > known:
        raise WorkspaceNewer(leads, found, known)

"""The local database: one connection, owned by one worker thread.

Whatever happens in SQLite happens there; the event loop hands in a function and awaits what it returns. Other LeadDesks
may use the same file at the same time.
"""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from leaddesk.domain.errors import DiskFull, LeadDeskError, LeadsBusy, WorkspaceNewer, WorkspaceUnusable
from leaddesk.workspace.folders import made
from leaddesk.workspace.put_aside import put_aside

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.schema import Schema

    Connection: TypeAlias = apsw.Connection
    """For those on other floors who hand one from one function of this floor to another."""

T = TypeVar("T")

_PATIENCE = 5000
"""Milliseconds to wait for another LeadDesk that is writing."""


class DamagedError(Exception):
    """The file is not a database of LeadDesk, or a broken one."""


def _main_schema() -> Schema:
    from leaddesk.workspace.schema import LEADDESK  # noqa: PLC0415 - read only when the database is

    return LEADDESK


class Database:
    """Opened at the first question, and again at the next one where that failed."""

    def __init__(
        self,
        path: Path,
        *,
        schema: Callable[[], Schema] = _main_schema,
        on_damaged: Callable[[Path], None] = lambda _: None,
        damaged_stays: bool = False,
        before_opening: Callable[[], None] = lambda: None,
        busy_after: int | None = None,
    ) -> None:
        """``schema`` is asked when the file is opened: reading the tables' texts is not for the first picture.

        ``on_damaged`` hears, on the event loop, where a damaged file was put aside; a new one is in its place.
        ``damaged_stays``: it is not put aside. What can be read is read, and writing raises ``Schema.damaged``; it is
        not looked through at each opening either, which takes long where it is large. ``before_opening`` is called in
        the worker thread, each time. ``busy_after``: milliseconds of somebody else's writing after which LeadsBusy is
        raised; without it, that is waited for longer, and WorkspaceUnusable then.
        """
        self._path = path
        self._schema = schema
        self._on_damaged = on_damaged
        self._damaged_stays, self._is_damaged = damaged_stays, False
        self._before_opening = before_opening
        self._busy_after = busy_after
        self._connection: apsw.Connection | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def read(self, question: Callable[[apsw.Connection], T]) -> T:
        """What ``question`` returns, asked in one transaction that sees one state of the database.

        Raises WorkspaceNewer, WorkspaceUnusable, DiskFull, and whatever ``question`` raises.
        """
        return await self._ask("BEGIN", question)

    async def write(self, change: Callable[[apsw.Connection], T]) -> T:
        """What ``change`` returns, after everything it did was written for good; if it raises, nothing was.

        Raises as ``read`` does.
        """
        return await self._ask("BEGIN IMMEDIATE", change)

    def now(self, question: Callable[[apsw.Connection], T]) -> T:
        """As ``read``, but the calling thread waits: for worker threads, and for the few rows that a picture lacks.

        Only after something was awaited here before (RuntimeError), and never in ``question`` itself.
        """
        if self._loop is None:
            raise RuntimeError("the database was not asked before")
        return self._thread.submit(self._answer, "BEGIN", question, self._teller(self._loop)).result()

    async def wipe(self) -> None:
        """Write the file anew without the room of what was deleted, so that no byte of that is left in it or its log.

        It needs as much room on the disk again for a while. Others are waited for, ``busy_after`` or not. Raises as
        ``read`` does.
        """
        patience = _PATIENCE if self._busy_after is None else self._busy_after
        await self._ask("", lambda connection: _wipe(connection, patience))

    @property
    def is_damaged(self) -> bool:
        """Whether the file was found damaged, here or by ``refuse_writes``."""
        return self._is_damaged

    def refuse_writes(self) -> None:
        """The file was found damaged: from now on only what can be read is. From any thread."""
        self._is_damaged = True

    def closed_for(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, called while the file is not open here; the next question opens it again.

        Waits, so not on the event loop. ``work`` may do the same with another Database, never with this one.
        """

        def closed() -> T:
            self._close()
            self._is_damaged = False
            return work()

        return self._thread.submit(closed).result()

    async def aclose(self) -> None:
        """After everything that was asked before; nothing can be asked later."""
        await asyncio.wrap_future(self._thread.submit(self._close))
        self._thread.shutdown()

    async def _ask(self, begin: str, work: Callable[[apsw.Connection], T]) -> T:
        self._loop = asyncio.get_running_loop()
        return await asyncio.wrap_future(self._thread.submit(self._answer, begin, work, self._teller(self._loop)))

    def _teller(self, loop: asyncio.AbstractEventLoop) -> Callable[[Path], None]:
        def tell(aside: Path) -> None:
            loop.call_soon_threadsafe(self._on_damaged, aside)

        return tell

    def _answer(self, begin: str, work: Callable[[apsw.Connection], T], tell: Callable[[Path], None]) -> T:
        """In the worker thread."""
        import apsw  # noqa: PLC0415 - the first painted window does not wait for it

        try:
            if self._connection is None:
                self._connection = self._open(tell)
                if self._busy_after is not None:
                    self._connection.set_busy_timeout(self._busy_after)
            if self._is_damaged and begin != "BEGIN":
                raise self._schema().damaged(self._path)
            return _in_transaction(self._connection, begin, work)
        except (
            apsw.BusyError,
            apsw.CantOpenError,
            apsw.CorruptError,
            apsw.FullError,
            apsw.IOError,
            apsw.LockedError,
            apsw.NotADBError,
            apsw.PermissionsError,
            apsw.ProtocolError,
            apsw.ReadOnlyError,
        ) as error:
            raise self._meaning(error) from error

    def _open(self, tell: Callable[[Path], None]) -> apsw.Connection:
        self._before_opening()
        if not self._damaged_stays:
            return _opened(self._path, self._schema(), tell)
        if not self._is_damaged:
            try:
                return _opened(self._path, self._schema())
            except DamagedError:
                self._is_damaged = True
        return _opened_for_reading(self._path)

    def _meaning(self, error: apsw.Error) -> LeadDeskError:
        import apsw  # noqa: PLC0415 - as above

        if self._damaged_stays and isinstance(error, apsw.CorruptError | apsw.NotADBError):
            self._is_damaged = True
            return self._schema().damaged(self._path)
        if self._busy_after is not None and isinstance(error, apsw.BusyError):
            return LeadsBusy()
        system = self._connection.system_errno if self._connection is not None else 0
        if is_full(error) or system in {errno.ENOSPC, errno.EDQUOT}:
            return DiskFull(self._path, str(error))
        return WorkspaceUnusable(self._path, str(error))

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def storable(text: str) -> str:
    """``text`` without half characters (lone surrogates), which SQLite refuses."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_full(error: apsw.Error) -> bool:
    """Whether SQLite lacked room on the disk. Of the file beside the database that its readers share (``-shm``, the
    first that is needed) it says only in the fine print of an IOError that it could not grow.
    """
    import apsw  # noqa: PLC0415 - as above

    return isinstance(error, apsw.FullError) or getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE


def _wipe(connection: apsw.Connection, patience: int) -> None:
    import apsw  # noqa: PLC0415 - as above

    connection.set_busy_timeout(_PATIENCE)
    try:
        connection.execute("VACUUM")
        is_held, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
        if is_held:  # somebody reads what was before
            raise apsw.BusyError
    finally:
        connection.set_busy_timeout(patience)


def _in_transaction(connection: apsw.Connection, begin: str, work: Callable[[apsw.Connection], T]) -> T:
    if not begin:
        return work(connection)
    connection.execute(begin)
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have ended it already
            connection.execute("ROLLBACK")
        raise
    return result


def _opened(path: Path, schema: Schema, tell: Callable[[Path], None] | None = None) -> apsw.Connection:
    """``tell`` hears where a damaged file was put aside; without it DamagedError is raised, and nothing looked for."""
    made(path.parent)
    _refuse_newer(path, len(schema.migrations))
    try:
        path.touch(mode=0o600)  # SQLite itself would make it readable for everybody
        try:
            return _patiently_connected(path, schema, looks_through=tell is not None)
        except DamagedError:
            if tell is None:
                raise
            tell(put_aside(path, ("-wal", "-shm")))
            path.touch(mode=0o600)
            return _patiently_connected(path, schema)
    except OSError as error:
        raise WorkspaceUnusable(path, error.strerror or type(error).__name__) from error
    except DamagedError as error:
        if tell is None:
            raise
        # The new one as well: the disk is broken.
        raise WorkspaceUnusable(path, os.strerror(errno.EIO)) from error


def version_in(path: Path) -> int:
    """The version of the tables that the head of the file tells; 0 for what is no database, or not there.

    Nothing is written, not beside it either. SQLite itself looks: if a file is opened and closed in any other way, the
    system lets go of all locks that this process has on it, and whoever leaves then takes the ``-wal`` file along, with
    what is written here afterwards (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    import apsw  # noqa: PLC0415 - as above

    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    try:
        connection = apsw.Connection(f"{path.absolute().as_uri()}?immutable=1", flags=flags)
    except apsw.Error:
        return 0
    try:
        return int(connection.pragma("user_version"))
    except apsw.Error:
        return 0
    finally:
        connection.close()


def _refuse_newer(path: Path, known: int) -> None:
    found = version_in(path)
    if found > known:
        raise WorkspaceNewer(path, found, known)


def _opened_for_reading(path: Path) -> apsw.Connection:
    """A damaged file, as far as it goes."""
    import apsw  # noqa: PLC0415 - as above

    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(_PATIENCE)
    return connection


def _patiently_connected(path: Path, schema: Schema, *, looks_through: bool = True) -> apsw.Connection:
    """Two that make a new database at the same moment: SQLite says "busy" at once, without its own patience."""
    import apsw  # noqa: PLC0415 - as above

    give_up_at = time.monotonic() + _PATIENCE / 1000
    while True:
        try:
            return _connected(path, schema, looks_through=looks_through)
        except apsw.BusyError:
            if time.monotonic() > give_up_at:
                raise
        time.sleep(0.005)


def _connected(path: Path, schema: Schema, *, looks_through: bool) -> apsw.Connection:
    """Raises DamagedError, WorkspaceNewer."""
    import apsw  # noqa: PLC0415 - as above

    from leaddesk.workspace.schema import migrate, version  # noqa: PLC0415 - as above

    connection = apsw.Connection(str(path))
    try:
        connection.set_busy_timeout(_PATIENCE)
        # A later LeadDesk that was killed may have left its version in the -wal file alone: closing must not move it.
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        found = version(connection)
        known = len(schema.migrations)
        if found > known:
            raise WorkspaceNewer(path, found, known)
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
        is_ours = connection.pragma("application_id") in {0, schema.application_id}
        if not is_ours or (looks_through and connection.pragma("quick_check", 1) != "ok"):
            raise DamagedError
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "full")
        connection.pragma("foreign_keys", True)
        migrate(connection, schema.migrations, schema.application_id)
    except (apsw.CorruptError, apsw.NotADBError):
        connection.close()
        raise DamagedError from None
    except BaseException:
        connection.close()
        raise
    return connection

"""SQLite's changesets, taken, applied and looked through by turns.

APSW keeps Python's lock while the session extension works, for seconds with a hundred thousand rows; so the bytes go
in and out in pieces, and the window has its turn between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from leaddesk.domain.leads import Field
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.leads.columns import FIELDS

if TYPE_CHECKING:
    import apsw

_PIECE = 64 * 1024
"""Bytes; some milliseconds of work."""

_ROWS = 1000
"""The same when looking through."""

_WORKED_OUT = {"likenesses", "tags"}
"""Others write there too: what is found of duplicates, and the end of a tag whose last lead was purged."""

_NAMING = [7 + FIELDS.index(field.value) for field in (Field.EMAIL, Field.WEBSITE)]
"""Where a row of ``leads`` has what suppressions meet, beside its identities."""

_LEAD_AT = {
    "leads": 0,
    "records": 1,
    "choices": 0,
    "identities": 1,
    "list_leads": 1,
    "tag_leads": 1,
    "notes": 0,
}
"""Which column of a recorded table names the lead that is another one by it."""


def taken(session: apsw.Session) -> bytes:
    """What ``session`` saw; empty for nothing."""
    return _collected(session.changeset_stream)


def apply(connection: apsw.Connection, changes: bytes, *, backwards: bool) -> None:
    """Do it all, or (``backwards``) take it all back. Raises apsw.AbortError, with nothing changed, where rows are
    not as they were then.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    done = 0

    def give(amount: int) -> bytes:
        nonlocal done
        step_aside()
        done += amount
        return changes[done - amount : done]

    _set_pieces()
    flags = apsw.SQLITE_CHANGESETAPPLY_INVERT if backwards else 0
    apsw.Changeset.apply(give, connection, conflict=_settle, flags=flags)


class About(NamedTuple):
    """What a changeset is about."""

    leads: set[int]
    """Those that are others by it."""
    named: set[int]
    """Those of them whom other suppressions may meet than before."""
    tables: set[str]

    def add(self, more: About) -> None:
        self.leads.update(more.leads)
        self.named.update(more.named)
        self.tables.update(more.tables)


def about(changes: bytes) -> About:
    """Looks through all of it."""
    import apsw  # noqa: PLC0415 - as above

    found = About(set(), set(), set())
    for number, change in enumerate(apsw.Changeset.iter(changes), start=1):
        name, rows = change.name, [row for row in (change.old, change.new) if row is not None]
        found.tables.add(name)
        if name in _LEAD_AT:
            leads = {lead for row in rows if isinstance(lead := row[_LEAD_AT[name]], int)}
            found.leads.update(leads)
            if name == "identities" or (
                name == "leads" and any(row[at] is not apsw.no_change for row in rows for at in _NAMING)
            ):
                found.named.update(leads)
        if number % _ROWS == 0:
            step_aside()
    return found


def without(changes: bytes, is_gone: Callable[[apsw.TableChange], bool]) -> bytes:
    """``changes`` without those rows; empty where nothing is left."""
    import apsw  # noqa: PLC0415 - as above

    builder = apsw.ChangesetBuilder()  # type: ignore[no-untyped-call]  # apsw has none
    for number, change in enumerate(apsw.Changeset.iter(changes), start=1):
        if not is_gone(change):
            builder.add_change(change)
        if number % _ROWS == 0:
            step_aside()
    return _collected(builder.output_stream)


def _collected(write: Callable[[Callable[[memoryview], None]], None]) -> bytes:
    pieces: list[bytes] = []

    def take(piece: memoryview) -> None:
        pieces.append(bytes(piece))
        step_aside()

    _set_pieces()
    write(take)
    return b"".join(pieces)


def _settle(reason: int, change: apsw.TableChange) -> int:
    import apsw  # noqa: PLC0415 - as above

    if change.name in _WORKED_OUT and reason == apsw.SQLITE_CHANGESET_NOTFOUND:
        return apsw.SQLITE_CHANGESET_OMIT
    if change.name in _WORKED_OUT and reason in {apsw.SQLITE_CHANGESET_DATA, apsw.SQLITE_CHANGESET_CONFLICT}:
        return apsw.SQLITE_CHANGESET_REPLACE
    return apsw.SQLITE_CHANGESET_ABORT


def _set_pieces() -> None:
    import apsw  # noqa: PLC0415 - as above

    apsw.session_config(apsw.SQLITE_SESSION_CONFIG_STRMSIZE, _PIECE)

"""My Leads for the window: adding, looking at one lead, and the review of likely duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.leads import Lead, LeadId, LeadListId, SourceKind
from leaddesk.domain.likely import Pair, Ruling, reasons_of
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.leads import adding, gate, history, merging, records

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")


class LeadStore:
    """Every method raises what ``Database`` raises; those that write, LeadsBusy while an import is writing."""

    def __init__(
        self, leads: Database, reader: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """``leads`` writes, ``reader`` reads the same file at the same time."""
        self._leads, self._reader, self._clock = leads, reader, clock

    async def add(
        self,
        kind: SourceKind,
        source_name: str,
        rows: Iterable[tuple[int | None, Mapping[str, str]]],
        *,
        into: LeadListId | None = None,
        new_list: str = "",
    ) -> Imported:
        """Add ``rows`` (number in the source, values by column), all or nothing; see ``adding.add``."""

        def change(connection: apsw.Connection, recording: history.Recording, at: float) -> Imported:
            clean = ((row, {storable(name): storable(value) for name, value in said.items()}) for row, said in rows)
            name = storable(source_name)
            return adding.add(connection, recording, kind, name, clean, at=at, into=into, new_list=new_list)

        return await self._record("collect", change)

    async def known_as(self, rows: Sequence[Mapping[str, str]]) -> tuple[Reject | None, ...]:
        """For each row's values by column: SUPPRESSED, ERASED, or None for everybody else."""

        def look(connection: apsw.Connection) -> tuple[Reject | None, ...]:
            door = gate.Gate(connection, refuses_suppressed=True)
            return tuple(door.verdicts(rows))

        return await self._reader.read(look)

    async def lead(self, lead_id: LeadId) -> Lead | None:
        """Everything that is known of one lead; None for one that is neither kept nor in the trash."""
        return await self._reader.read(lambda connection: records.read_lead(connection, lead_id))

    async def likely_pairs(self, offset: int = 0, limit: int = 20) -> tuple[Pair, ...]:
        """Those that wait, the most telling first, then those put off, the first one put off first."""
        return await self._reader.read(lambda connection: _pairs(connection, offset, limit))

    async def count_likely(self) -> int:
        """How many wait, those put off as well."""
        return await self._reader.read(lambda connection: int(connection.execute(f"SELECT count(*) {_WAITING}").get))

    async def merge(self, keep: LeadId, drop: LeadId, choose: Mapping[str, str]) -> LeadId:
        """See ``merging.merge``; returns ``keep``. Raises PairGone."""

        def change(connection: apsw.Connection, recording: history.Recording, at: float) -> LeadId:
            chosen = {storable(column): storable(value) for column, value in choose.items()}
            merging.merge(connection, recording, keep, drop, chosen, at=at)
            recording.facts["count"] = 2
            return keep

        return await self._record("merge", change)

    async def keep_apart(self, one: LeadId, other: LeadId) -> None:
        """They are two, for ever. A step of the history."""
        await self._rule(one, other, Ruling.APART)

    async def later(self, one: LeadId, other: LeadId) -> None:
        """After all others. A step of the history."""
        await self._rule(one, other, Ruling.LATER)

    async def _rule(self, one: LeadId, other: LeadId, ruling: Ruling) -> None:
        def change(connection: apsw.Connection, recording: history.Recording, at: float) -> None:
            merging.rule(connection, one, other, ruling, at=at)
            recording.facts.update(count=2, ruling=ruling.name.lower())

        await self._record("apart", change)

    async def _record(self, act: str, change: Callable[[apsw.Connection, history.Recording, float], T]) -> T:
        at = self._clock().timestamp()
        return await self._leads.write(
            lambda connection: history.record(
                connection, act, lambda recording: change(connection, recording, at), at=at
            )
        )


_WAITING = f"""
FROM likenesses JOIN leads AS one_lead ON one_lead.id = one JOIN leads AS other_lead ON other_lead.id = other
WHERE verdict IN ({Ruling.WAITS.value}, {Ruling.LATER.value}) AND one_lead.standing = 0 AND other_lead.standing = 0"""


def _pairs(connection: apsw.Connection, offset: int, limit: int) -> tuple[Pair, ...]:
    found = connection.execute(
        f"SELECT one, other, reasons, verdict {_WAITING}"
        " ORDER BY verdict, iif(verdict, ruled_at, 0), reasons & 12 = 0, one, other LIMIT ? OFFSET ?",
        (limit, offset),
    )
    pairs = []
    for one, other, reasons, verdict in found.fetchall():
        left, right = (records.read_lead(connection, int(str(lead))) for lead in (one, other))
        if left is not None and right is not None:
            pairs.append(Pair(left, right, reasons_of(int(str(reasons))), Ruling(int(str(verdict)))))
    return tuple(pairs)

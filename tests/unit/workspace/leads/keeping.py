"""My Leads in a folder of its own, with everything that a person can do to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import apsw

from leaddesk.domain.leads import Lead, LeadId, LeadListId, SourceKind
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import adding, history
from leaddesk.workspace.leads.columns import SELECTED
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles
from leaddesk.workspace.leads.history import RECORDED
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.records import read_lead, said_of
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.leads.standing import Standing

T = TypeVar("T")

JANE = {"name": "Jane Doe", "email": "jane@acme.example", "linkedin": "https://www.linkedin.com/in/jane-doe"}
BEN = {"name": "Ben Moss", "email": "ben@north.example", "company": "North", "custom:Shoe": "44"}
CLEO = {"name": "Cleo Ash", "phone": "+49 30 1234567", "website": "https://www.ash.example/team"}


class Kept:
    """``keeping`` is the real thing; the rest looks and adds. A clock goes on by a minute with each look at it."""

    def __init__(self, folder: Path, others: OtherFiles | None = None) -> None:
        self.path = folder / "leads.db"
        self.leads, self.reader = (Database(self.path, schema=lambda: LEADS, busy_after=50) for _ in range(2))
        self._at = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.keeping = LeadKeeping(self.leads, self.reader, clock=self.now, others=others)

    def now(self) -> datetime:
        self._at += timedelta(minutes=1)
        return self._at

    async def add(self, *people: Mapping[str, str], into: LeadListId | None = None) -> tuple[LeadId, ...]:
        """As an import does, in one step; returns who came as somebody new."""
        before = await self.ask("SELECT coalesce(max(id), 0) FROM leads")

        def change(connection: apsw.Connection) -> None:
            at = self.now().timestamp()
            history.record(
                connection,
                "import",
                lambda recording: adding.add(
                    connection, recording, SourceKind.FILE, "a.csv", enumerate(people, 1), at=at, into=into
                ),
                at=at,
            )

        await self.leads.write(change)
        return tuple(LeadId(row[0]) for row in await self.rows("SELECT id FROM leads WHERE id > ?", before))

    async def lead(self, id_: LeadId) -> Lead | None:
        return await self.reader.read(lambda connection: read_lead(connection, id_))

    async def shown(self, id_: LeadId) -> dict[str, str]:
        lead = await self.lead(id_)
        assert lead is not None
        return dict(lead.values)

    async def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        return await self.reader.read(lambda connection: connection.execute(question, values).fetchall())

    async def ask(self, question: str, *values: Any) -> Any:
        return (await self.rows(question, *values))[0][0]

    async def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that a step of the history can change, and who is suppressed.

        Whether a lead's only record lies in its own row or in ``records`` makes no difference.
        """
        questions = {name: f"SELECT * FROM {name}" for name in (*RECORDED, "suppressed")}  # noqa: S608 - ours
        questions["leads"] = f"SELECT id, standing, merged_into, source, source_row, added_at, {SELECTED} FROM leads"  # noqa: S608 - ours
        found = {name: sorted(await self.rows(question), key=repr) for name, question in questions.items()}
        ids = [row[0] for row in found["leads"] if row[1] != Standing.MERGED]
        found["records"] = await self.reader.read(lambda connection: [(id_, *said_of(connection, id_)) for id_ in ids])
        return found

    async def touched(self, work: Callable[[], Any]) -> set[int]:
        """The leads that are another than before after ``work``, as the index hears of it."""
        before = await self.ask("SELECT value FROM facts WHERE name = 'edition'")
        await work()
        ranges = await self.rows("SELECT first, last FROM touched WHERE edition > ?", before)
        return {lead for first, last in ranges for lead in range(first, last + 1)}

    async def close(self) -> None:
        await self.leads.aclose()
        await self.reader.aclose()

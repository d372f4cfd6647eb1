"""My Leads in memory, for tests of the functions that work on a connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import apsw

from leaddesk.domain.imports import Imported
from leaddesk.domain.imports import Mapping as Columns
from leaddesk.domain.leads import Lead, SourceKind
from leaddesk.domain.likely import Reason, reasons_of
from leaddesk.workspace.leads import adding, bulk, edits, history, merging
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.history import RECORDED, Recording
from leaddesk.workspace.leads.records import read_lead
from leaddesk.workspace.leads.row_blocks import RowBlocks
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.schema import migrate


class Store:
    """My Leads in memory. Time goes on by a second with each change."""

    def __init__(self) -> None:
        self.connection = apsw.Connection(":memory:")
        migrate(self.connection, LEADS.migrations, LEADS.application_id)
        self.at = 1000.0

    def record(self, act: str, change: Callable[[Recording], Any]) -> Any:
        self.at += 1
        with self.connection:
            return history.record(self.connection, act, change, at=self.at)

    def add(
        self, *rows: Mapping[str, str], name: str = "a.csv", kind: SourceKind = SourceKind.FILE, **more: Any
    ) -> Imported:
        imported = self.record(
            "import",
            lambda recording: adding.add(
                self.connection, recording, kind, name, enumerate(rows, 1), at=self.at, **more
            ),
        )
        assert isinstance(imported, Imported)
        return imported

    def import_(
        self,
        columns: Columns,
        rows: Sequence[Sequence[str]],
        name: str = "a.csv",
        kind: SourceKind = SourceKind.FILE,
        *,
        skip_suppressed: bool = False,
        **more: Any,
    ) -> Imported:
        gate = Gate(self.connection, refuses_suppressed=skip_suppressed)
        reading = RowBlocks(columns, keeps_given=not gate.is_open)
        blocks = [reading.block(at + 1, rows[at : at + 3]) for at in range(0, len(rows), 3)]
        imported = self.record(
            "import",
            lambda recording: bulk.import_rows(
                self.connection,
                recording,
                kind,
                name,
                columns=reading.columns,
                blocks=blocks,
                gate=gate,
                at=self.at,
                **more,
            ),
        )
        assert isinstance(imported, Imported)
        return imported

    def merge(self, keep: int, drop: int, choose: Mapping[str, str] | None = None) -> None:
        self.record(
            "merge",
            lambda recording: merging.merge(self.connection, recording, keep, drop, choose or {}, at=self.at),
        )

    def edit(self, lead: int, column: str, value: str) -> None:
        self.record(
            "edit",
            lambda recording: edits.edit(self.connection, recording, [lead], column, value, at=self.at),
        )

    def undo(self) -> None:
        with self.connection:
            assert history.undo(self.connection, at=self.at)

    def redo(self) -> None:
        with self.connection:
            assert history.redo(self.connection, at=self.at)

    def leads(self) -> list[Lead]:
        ids = self.connection.execute("SELECT id FROM leads WHERE standing = 0 ORDER BY id")
        return [lead for (id_,) in ids if (lead := read_lead(self.connection, id_)) is not None]

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that a step can change."""
        return {
            table: sorted(self.connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - ours
            for table in (*RECORDED, "suppressed")
        }

    def seen(self) -> object:
        """What a person sees: leads with everything that is known of them, and the pairs that wait."""
        pairs = self.connection.execute(
            "SELECT one, other, reasons, verdict FROM likenesses JOIN leads AS a ON a.id = one"
            " JOIN leads AS b ON b.id = other WHERE a.standing = 0 AND b.standing = 0 ORDER BY 1, 2"
        )
        return self.leads(), list(pairs), list(self.connection.execute("SELECT id, name FROM lead_lists"))

    def pairs(self) -> dict[tuple[int, int], frozenset[Reason]]:
        found = self.connection.execute("SELECT one, other, reasons FROM likenesses WHERE verdict = 0")
        return {(one, other): reasons_of(reasons) for one, other, reasons in found}

"""My Leads on disk with a few rows, and the export over them: real parts, but for the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import apsw

from leaddesk.actions.export_leads import ExportLeads
from leaddesk.app.work.export_job import run
from leaddesk.app.work.export_samples import ExportSamples
from leaddesk.domain.changes import Announcer
from leaddesk.domain.export_profiles import ExportPlan, Profile
from leaddesk.domain.exports import FileKind
from leaddesk.domain.leads import LeadId
from leaddesk.files.number_files import NumberFiles
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.columns import CELLS, SELECTED, cells_of
from leaddesk.workspace.leads.profiles import Profiles
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.schema import migrate
from tests.fakes.work_here import WorkHere

ADDED_AT = 1_763_726_400.0
"""2025-11-21 12:00 UTC."""


class LeadsToExport:
    """The leads have the ids 1, 2, 3, ... in the order in which they were given."""

    def __init__(self, folder: Path, leads: Sequence[Mapping[str, str]]) -> None:
        self.folder = folder
        self.path = folder / "leads.db"
        with closing(apsw.Connection(str(self.path))) as connection:
            connection.pragma("journal_mode", "wal")
            migrate(connection, LEADS.migrations, LEADS.application_id)
            connection.execute("INSERT INTO sources VALUES (1, 'file', 'people.csv', ?)", (ADDED_AT,))
            places = ", ".join("?" * len(CELLS))
            connection.executemany(
                f"INSERT INTO leads (source, added_at, {SELECTED}) VALUES (1, {ADDED_AT}, {places})",  # noqa: S608 - ours
                (cells_of(lead) for lead in leads),
            )
        self.database = Database(self.path, schema=lambda: LEADS)
        self.work = WorkHere(export=run)
        self.announcer = Announcer()
        self.export = ExportLeads(
            database=self.path,
            store=Profiles(self.database),
            samples=ExportSamples(self.database),
            numbers=NumberFiles(folder / "numbers"),
            work=self.work,
            announcer=self.announcer,
        )
        self.ids = [LeadId(number) for number in range(1, len(leads) + 1)]

    def say(self, statement: str, *values: str | float) -> None:
        """Change something behind LeadDesk's back."""
        with closing(apsw.Connection(str(self.path))) as connection:
            connection.execute(statement, values)

    def plan(self, profile: Profile, name: str, kind: FileKind | None = None, **more: object) -> ExportPlan:
        """All leads, to the file ``name`` in ``out``."""
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        return ExportPlan(profile, self.ids, kind or profile.kinds[0], out / name, **more)  # type: ignore[arg-type]  # fields of the plan

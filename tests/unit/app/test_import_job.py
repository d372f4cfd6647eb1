"""The import itself: all of a file or nothing, whatever comes in between."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from collections.abc import Mapping as AbcMapping
from pathlib import Path
from typing import Any

import apsw
import pytest

from leaddesk.app.work import import_job
from leaddesk.domain.column_mapping import proposed
from leaddesk.domain.errors import CannotWrite, DiskFull, FileUnreadable, LeadsBusy
from leaddesk.domain.import_messages import imported_from_json, plan_to_json
from leaddesk.domain.imports import Imported, ImportPlan, Mapping, Reject
from leaddesk.domain.leads import LeadListId
from leaddesk.files.lead_files import look_into
from leaddesk.workspace.leads import bulk, mappings

PEOPLE = (
    "First name,Last name,E-mail,Firma,Colour\n"
    "Ann,Smith,ann@acme.example,Acme,blue\n"
    ",,,Acme,green\n"
    'Bo,"Jones,bo@acme.example,Acme,\n'
    "Cy,Ng,cy@acme.example,Acme,red,more\n"
    "Ann,Smith, ANN@acme.example ,Acme,green\n"
)


class Import:
    """One file, one database."""

    def __init__(self, folder: Path, content: str = PEOPLE) -> None:
        self.folder = folder
        self.database = folder / "leads.db"
        self.rejects = folder / "people rejected.csv"
        self.file = folder / "people.csv"
        self.file.write_text(content, "utf-8")
        peek = look_into(self.file)
        self.plan = ImportPlan(
            self.file, peek.shape, proposed(peek.header, peek.rows)[0], rejects=self.rejects, seen=peek.seen
        )

    def run(
        self,
        plan: ImportPlan | None = None,
        tell: Callable[[AbcMapping[str, Any]], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Imported | None:
        said = import_job.run({**plan_to_json(plan or self.plan), "database": str(self.database)}, tell, cancelled)
        return None if said is None else imported_from_json(said)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = apsw.Connection(str(self.database))
        try:
            return list(connection.execute(query))
        finally:
            connection.close()

    def is_untouched(self) -> bool:
        """Nothing was written, anywhere."""
        tables = ("leads", "records", "sources", "identities", "lead_lists", "history", "mappings", "touched")
        counts = [self.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]  # noqa: S608 - ours
        left = {path.name for path in self.folder.iterdir()} - {"people.csv"}
        return not any(counts) and not [name for name in left if not name.startswith("leads.db")]


@pytest.fixture
def importing(tmp_path: Path) -> Import:
    return Import(tmp_path)


def many(rows: int) -> str:
    return "First name,E-mail\n" + "".join(f"Ann{row},ann{row}@acme.example\n" for row in range(rows))


def test_a_file_becomes_leads(importing: Import) -> None:
    imported = importing.run()
    assert imported is not None
    assert (imported.read, imported.new, imported.merged, imported.known) == (5, 2, 1, 0)
    assert imported.rejected == {Reject.NOBODY: 1, Reject.UNREADABLE: 1}
    assert importing.rows("SELECT first_name, source_row, more ->> '$.\"custom:Column 6\"' FROM leads") == [
        ("Ann", 1, None),
        ("Cy", 4, "more"),
    ]
    assert importing.rows("SELECT kind, name FROM sources") == [("file", "people.csv")]


def test_rejected_rows_stand_beside_their_reasons(importing: Import) -> None:
    imported = importing.run()
    assert imported is not None
    assert imported.rejects == importing.rejects
    with importing.rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["Row", "2", "3"]
    assert rows[1][2:] == ["", "", "", "Acme", "green"]


def test_without_rejected_rows_there_is_no_file(tmp_path: Path) -> None:
    importing = Import(tmp_path, many(3))
    imported = importing.run()
    assert imported is not None
    assert imported.rejects is None
    assert not importing.rejects.exists()


def test_the_mapping_is_remembered_for_the_header(importing: Import) -> None:
    columns = ("first_name", "last_name", "email", None, "custom:Colour")
    plan = ImportPlan(importing.file, importing.plan.shape, Mapping(columns))
    assert importing.run(plan) is not None
    ((header, kept),) = importing.rows("SELECT header, columns FROM mappings")
    assert header == '["First name", "Last name", "E-mail", "Firma", "Colour"]'
    assert "null" in kept
    assert importing.rows("SELECT company FROM leads WHERE id = 1") == [(None,)]


def test_into_a_new_list(importing: Import) -> None:
    plan = ImportPlan(importing.file, importing.plan.shape, importing.plan.mapping, new_list="Fair")
    imported = importing.run(plan)
    assert imported is not None
    assert imported.list == LeadListId(1)
    assert importing.rows("SELECT count(*) FROM list_leads WHERE list = 1") == [(2,)]


def test_a_cancel_leaves_nothing(tmp_path: Path) -> None:
    importing = Import(tmp_path, PEOPLE + many(20_000))
    asked = iter(range(10_000))
    assert importing.run(cancelled=lambda: next(asked) > 2) is None
    assert importing.is_untouched()


def test_a_cancel_at_the_very_end_leaves_nothing(importing: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    is_read = False
    all_of_it = bulk.import_rows

    def import_rows(*arguments: Any, **more: Any) -> Imported | None:
        nonlocal is_read
        imported = all_of_it(*arguments, **more)
        is_read = True
        return imported

    monkeypatch.setattr(import_job, "import_rows", import_rows)
    assert importing.run(cancelled=lambda: is_read) is None
    assert importing.is_untouched()


def test_a_file_that_changes_meanwhile_leaves_nothing(tmp_path: Path) -> None:
    importing = Import(tmp_path, PEOPLE + many(20_000))

    def grow(_: AbcMapping[str, Any]) -> None:
        with importing.file.open("a") as file:
            file.write("Zoe,z@acme.example\n")

    with pytest.raises(FileUnreadable, match="changed"):
        importing.run(tell=grow)
    assert importing.is_untouched()


def test_a_file_that_vanishes_meanwhile_leaves_nothing(tmp_path: Path) -> None:
    importing = Import(tmp_path, PEOPLE + many(20_000))
    with pytest.raises(FileUnreadable, match="gone"):
        importing.run(tell=lambda _: importing.file.unlink(missing_ok=True))
    importing.file.touch()
    assert importing.is_untouched()


def test_another_file_than_the_one_that_was_looked_at(importing: Import) -> None:
    importing.file.write_text("E-mail\nx@acme.example\n")
    with pytest.raises(FileUnreadable, match="changed"):
        importing.run()
    assert importing.is_untouched()


def test_rejected_rows_that_cannot_be_written_leave_nothing(importing: Import) -> None:
    plan = ImportPlan(
        importing.file, importing.plan.shape, importing.plan.mapping, rejects=importing.folder / "no" / "where.csv"
    )
    with pytest.raises(CannotWrite):
        importing.run(plan)
    assert importing.is_untouched()


def test_rejected_rows_never_go_into_the_file_itself(importing: Import) -> None:
    plan = ImportPlan(importing.file, importing.plan.shape, importing.plan.mapping, rejects=importing.file)
    with pytest.raises(CannotWrite):
        importing.run(plan)
    assert importing.file.read_text("utf-8") == PEOPLE
    assert importing.is_untouched()


def test_a_disk_that_fills_after_the_rejected_rows_were_placed(
    importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        assert importing.rejects.exists()
        raise apsw.FullError

    monkeypatch.setattr(mappings, "remember", no_room)
    with pytest.raises(DiskFull):
        importing.run()
    assert importing.is_untouched()


def test_somebody_else_is_writing(importing: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_job, "_BUSY_AFTER", 1)
    plan = ImportPlan(importing.file, importing.plan.shape, Mapping((None,) * 5))
    importing.run(plan)
    other = apsw.Connection(str(importing.database))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LeadsBusy):
        importing.run()
    other.close()
    assert not importing.rejects.exists()


def test_progress_is_told_in_rows_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_job, "_TELL_EVERY", 0)
    importing = Import(tmp_path, many(30_000))
    told: list[AbcMapping[str, Any]] = []
    importing.run(tell=told.append)
    assert len(told) > 2
    assert [one["rows"] for one in told] == sorted(one["rows"] for one in told)
    assert told[0]["total"] == importing.file.stat().st_size
    assert told[0]["done"] < told[0]["total"]
    assert told[-1] == {"rows": 30_000, "done": importing.file.stat().st_size, "total": None}


@pytest.fixture(autouse=True)
def _no_file_is_left_open() -> Iterator[None]:
    before = apsw.connections()
    yield
    assert len(apsw.connections()) <= len(before)

"""The action: what is seen of a file before, what is asked of the working process, and what is told after."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping as AbcMapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from leaddesk.actions.import_leads import UNREAD, ImportLeads
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.import_messages import ImportProgress
from leaddesk.domain.imports import FileKind, FileShape, Imported, ImportPlan, Mapping, Reject, SavedMapping
from leaddesk.domain.leads import LeadListId
from leaddesk.files.lead_files import look_into
from tests.fakes.work_here import WorkHere

SAID = {
    "source": 3,
    "read": 4,
    "new": 2,
    "merged": 1,
    "known": 0,
    "rejected": {"nobody": 1},
    "rejects": "rejected.csv",
    "likely": None,
    "list": 5,
}


class Kept:
    """Mappings in memory."""

    def __init__(self) -> None:
        self.by_header: dict[tuple[str, ...], Mapping] = {}
        self.named: list[SavedMapping] = []

    async def remembered(self, header: Sequence[str], /) -> Mapping | None:
        return self.by_header.get(tuple(header))

    async def saved(self) -> tuple[SavedMapping, ...]:
        return tuple(self.named)

    async def save(self, name: str, header: Sequence[str], mapping: Mapping, /) -> SavedMapping:
        self.named.append(SavedMapping(len(self.named) + 1, name, tuple(header), mapping))
        return self.named[-1]

    async def forget(self, id_: int, /) -> None:
        self.named = [kept for kept in self.named if kept.id != id_]


class Desk:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "people.csv"
        self.kept = Kept()
        self.changes: list[Changes] = []
        announcer = Announcer()
        announcer.subscribe(self.changes.append)
        self.go_on = threading.Event()
        self.work = WorkHere(**{"import": self._job})
        self.result: AbcMapping[str, Any] | None = SAID
        self.known: dict[str, Reject] = {}
        self.import_leads = ImportLeads(
            look_into, self.kept, self.work, announcer, database=folder / "leads.db", known_as=self._known_as
        )

    def write(self, text: str) -> Path:
        self.file.write_text(text, "utf-8")
        return self.file

    async def _known_as(self, rows: Sequence[AbcMapping[str, str]]) -> Sequence[Reject | None]:
        return [self.known.get(row.get("email", "")) for row in rows]

    def _job(self, job: AbcMapping[str, Any], tell: Any, cancelled: Any) -> AbcMapping[str, Any] | None:
        tell({"rows": 2, "done": 10, "total": 20})
        if not self.go_on.wait(10) or cancelled():
            return None
        if job["path"].endswith("gone.csv"):
            raise FileUnreadable(Path(job["path"]), "gone")
        return self.result


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def plan(path: Path) -> ImportPlan:
    shape = FileShape(FileKind.CSV, "cp1252", ";", has_header=False)
    return ImportPlan(path, shape, Mapping(("name", None)), LeadListId(5), "", True, path.with_name("r.csv"), "1 2")


async def test_a_file_is_recognised_with_what_its_columns_mean(desk: Desk) -> None:
    peek = await desk.import_leads.peek(desk.write("Name;E-Mail;Lieblingsfarbe\nBo;b@a.example;blau\n"))
    assert peek.shape.delimiter == ";"
    assert peek.mapping == Mapping(("name", "email", "custom:Lieblingsfarbe"))
    assert peek.doubts == ()


async def test_columns_told_from_what_is_in_them_are_doubtful(desk: Desk) -> None:
    peek = await desk.import_leads.peek(desk.write("b@a.example,x\nc@a.example,y\n"))
    assert peek.mapping == Mapping(("email", "custom:Column 2"))
    assert peek.doubts == ("mapping",)


async def test_what_was_chosen_last_for_the_same_header_comes_first(desk: Desk) -> None:
    desk.kept.by_header["Name", "E-Mail"] = Mapping((None, "email"))
    peek = await desk.import_leads.peek(desk.write("Name,E-Mail\nBo,b@a.example\n"))
    assert peek.mapping == Mapping((None, "email"))


async def test_a_file_that_cannot_be_read(desk: Desk) -> None:
    with pytest.raises(FileUnreadable):
        await desk.import_leads.peek(desk.file)


async def test_the_preview_says_who_is_taken_and_why_others_are_not(desk: Desk) -> None:
    text = 'Name,E-Mail,City\nBo,b@a.example,Bonn\n,,Ulm\nCy,"x\n,s@a.example,\n,e@a.example,\n'
    peek = await desk.import_leads.peek(desk.write(text))
    desk.known = {"s@a.example": Reject.SUPPRESSED, "e@a.example": Reject.ERASED}
    verdicts = await desk.import_leads.preview(peek, peek.mapping, skip_suppressed=False)
    assert [(one.row, one.reject) for one in verdicts] == [
        (1, None),
        (2, Reject.NOBODY),
        (3, Reject.UNREADABLE),
        (4, None),
        (5, Reject.ERASED),
    ]
    assert verdicts[0].values == {"name": "Bo", "email": "b@a.example", "city": "Bonn"}
    assert verdicts[2].values == {UNREAD: 'Cy  "x'}
    verdicts = await desk.import_leads.preview(peek, peek.mapping, skip_suppressed=True)
    assert verdicts[3].reject is Reject.SUPPRESSED


async def test_the_import_is_asked_for_and_told(desk: Desk) -> None:
    desk.go_on.set()
    told: list[ImportProgress] = []
    imported = await desk.import_leads(plan(desk.file), progress=told.append)
    await asyncio.sleep(0)
    assert imported == Imported(
        3,
        4,
        2,
        1,
        0,
        {Reject.NOBODY: 1},
        Path("rejected.csv"),
        list=LeadListId(5),
    )
    assert told == [ImportProgress(2, 10, 20)]
    assert desk.changes == [Changes(leads=True, lead_lists=True)]
    assert desk.work.asked == [
        {
            "path": str(desk.file),
            "kind": "csv",
            "encoding": "cp1252",
            "delimiter": ";",
            "has_header": False,
            "sheet": "",
            "columns": ["name", None],
            "into": 5,
            "new_list": "",
            "skip_suppressed": True,
            "rejects": str(desk.file.with_name("r.csv")),
            "seen": "1 2",
            "database": str(desk.file.with_name("leads.db")),
        }
    ]


async def test_a_cancel_tells_nobody_of_a_change(desk: Desk) -> None:
    cancel = asyncio.Event()
    desk.go_on.set()
    desk.work.gate = threading.Event()  # opened by the cancel
    working = asyncio.ensure_future(desk.import_leads(plan(desk.file), cancel=cancel))
    await asyncio.sleep(0)
    cancel.set()
    assert await working is None
    assert desk.changes == []


async def test_an_error_tells_nobody_of_a_change(desk: Desk) -> None:
    desk.go_on.set()
    with pytest.raises(FileUnreadable):
        await desk.import_leads(plan(desk.file.with_name("gone.csv")))
    assert desk.changes == []


async def test_a_free_name_for_rejected_rows(desk: Desk, tmp_path: Path) -> None:
    first = await desk.import_leads.rejects_for(desk.file, tmp_path)
    assert first == tmp_path / "people rejected.csv"
    first.touch()
    assert await desk.import_leads.rejects_for(desk.file, tmp_path) == tmp_path / "people rejected 2.csv"
    elsewhere = await desk.import_leads.rejects_for(tmp_path / "nowhere" / "people.csv", tmp_path)
    assert elsewhere.parent == tmp_path


async def test_mappings_are_kept_under_names(desk: Desk) -> None:
    saved = await desk.import_leads.save("Fair", ["Name"], Mapping(("name",)))
    assert await desk.import_leads.saved() == (saved,)
    await desk.import_leads.forget(saved.id)
    assert await desk.import_leads.saved() == ()
    assert desk.changes == [Changes(lead_lists=True)] * 2

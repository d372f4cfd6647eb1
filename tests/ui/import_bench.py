"""One person with one file and the import dialog: everything real but the process that the import runs in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QWidget

from leaddesk.actions.import_leads import ImportLeads
from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.app.work import import_job
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.imports import Imported
from leaddesk.domain.leads import SourceKind
from leaddesk.files.lead_files import look_into
from leaddesk.ui.leads.importing.dialog import ImportDialog
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.lead_store import LeadStore
from leaddesk.workspace.leads.mappings import Mappings
from leaddesk.workspace.leads.schema import LEADS
from tests.fakes.work_here import WorkHere
from tests.ui.until import until

W = TypeVar("W", bound=QWidget)

PEOPLE = (
    "First name,Last name,E-mail,Firma,Lieblingsfarbe\n"
    "Ann,Smith,ann@acme.example,Acme,blue\n"
    "Bo,Jones,bo@acme.example,Acme,\n"
    ",,,Acme,green\n"
    "Cy,Ng,ann@acme.example,Acme,red\n"
)


class Bench:
    """``close`` at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / "leads.db"
        self.database, self.reader = (Database(path, schema=lambda: LEADS, damaged_stays=True) for _ in range(2))
        self.announcer = Announcer()
        self.changes: list[Changes] = []
        self.announcer.subscribe(self.changes.append)
        self.work = WorkHere(**{"import": import_job.run})
        store = LeadStore(self.database, self.reader)
        self.import_leads = ImportLeads(
            look_into,
            Mappings(self.database, self.reader),
            self.work,
            self.announcer,
            database=path,
            known_as=store.known_as,
        )
        self.keep_leads = KeepLeads(
            LeadKeeping(self.database, self.reader, clock=lambda: datetime.now(UTC)),
            lambda values: store.add(SourceKind.HAND, "", [(None, values)]),
            self.announcer,
        )
        self.said: list[Notice] = []
        self.notices = Notices(lambda _page: None)
        self.notices.listen(self.said.append)
        self.running = Running()
        self.shown: list[Imported] = []
        self.ended: list[bool] = []
        self.opened = 0
        self.dialog: ImportDialog

    def file(self, content: str | bytes = PEOPLE, name: str = "people.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    async def open(self, path: Path, *, can_show: bool = True) -> ImportDialog:
        """The dialog, when its preview is there."""
        self.dialog = ImportDialog(
            path,
            import_leads=self.import_leads,
            keep_leads=self.keep_leads,
            notices=self.notices,
            running=self.running,
            show=self.shown.append if can_show else None,
        )
        self.dialog.done_with.connect(lambda: self.ended.append(True))
        self.opened += 1
        self.dialog.open()
        await self.quiet()
        return self.dialog

    async def quiet(self) -> None:
        """Until nothing runs for the dialog."""
        await asyncio.sleep(0)
        await until(lambda: not self.dialog._background._tasks)
        await asyncio.sleep(0)

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def words(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if not label.isHidden() else ""

    def click(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), (name, button.toolTip())
        button.click()

    def choose(self, name: str, text: str) -> None:
        combo = self.find(QComboBox, name)
        row = combo.findText(text)
        assert row >= 0, [combo.itemText(place) for place in range(combo.count())]
        combo.setCurrentIndex(row)
        combo.activated.emit(row)

    def table(self, name: str) -> list[list[str]]:
        model = self.find(QTableView, name).model()
        across = range(model.columnCount())
        return [[str(model.index(row, column).data() or "") for column in across] for row in range(model.rowCount())]

    def becomes(self) -> list[str]:
        return [row[2] for row in self.table("import-columns")]

    def set_becomes(self, row: int, value: str | None) -> None:
        model = self.find(QTableView, "import-columns").model()
        model.setData(model.index(row, 2), value, Qt.ItemDataRole.EditRole)

    async def start(self) -> None:
        """Press *Import* and wait for the end."""
        self.click("import-start")
        await self.quiet()

    async def leads(self) -> list[tuple[object, ...]]:
        """First name, e-mail and custom fields of all that are kept."""
        return await self.reader.read(
            lambda connection: list(
                connection.execute("SELECT first_name, email, more FROM leads WHERE standing = 0 ORDER BY id")
            )
        )

    async def close(self) -> None:
        if len(self.ended) < self.opened:
            self.dialog._background.cancel_all()
            await self.quiet()
            self.dialog.hide()  # whoever looks for one in the next test finds his own
        await self.database.aclose()
        await self.reader.aclose()

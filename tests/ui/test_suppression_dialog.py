"""The suppression list and *Erase this person*, as a person uses them, over a real My Leads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.suppress_people import SuppressPeople
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.imports import Imported
from leaddesk.ui.leads.suppression.dialog import SuppressionDialog
from leaddesk.ui.leads.suppression.erasing import EraseDialog
from tests.fakes.desk_of_actions import DeskOfActions
from tests.ui.until import settled, until
from tests.unit.workspace.leads.keeping import BEN, CLEO, JANE, Kept


class Room:
    """The dialog over a My Leads with three people; the file that is chosen is ``file``."""

    def __init__(self, folder: Path) -> None:
        self.kept = Kept(folder)
        self.file = folder / "them.csv"
        announcer = Announcer()
        self.people = SuppressPeople(self.kept.keeping, _read_text, announcer)
        self.keep = KeepLeads(self.kept.keeping, _no_adding, announcer)
        self.around = DeskOfActions(announcer, suppress_people=self.people, keep_leads=self.keep)
        self.window = QWidget()
        self.dialog: QWidget = self.window

    async def open(self) -> SuppressionDialog:
        self.dialog = made = SuppressionDialog(self.around.desk, self.window, self.choose)
        made.open()
        await until(lambda: bool(self.text("suppression-count") or self.text("suppression-empty-title")))
        return made

    def choose(self, parent: QWidget, chosen: Callable[[Path], None]) -> None:
        del parent
        chosen(self.file)

    def text(self, name: str) -> str:
        label = self.dialog.findChild(QLabel, name)
        assert label is not None, name
        return label.text() if label.isVisible() else ""

    def button(self, name: str) -> QAbstractButton:
        found = self.dialog.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    @property
    def field(self) -> QPlainTextEdit:
        found = self.dialog.findChild(QPlainTextEdit, "suppression-field")
        assert found is not None
        return found

    def search(self, text: str) -> None:
        found = self.dialog.findChild(QLineEdit, "suppression-search")
        assert found is not None
        found.setText(text)

    async def add(self, text: str) -> None:
        self.field.setPlainText(text)
        self.button("suppression-add").click()
        await until(lambda: "Adding" not in self.text("suppression-added"))

    def rows(self) -> list[str]:
        assert isinstance(self.dialog, SuppressionDialog)
        model = self.dialog.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    async def close(self) -> None:
        await settled()
        assert self.around.notices.bugs == []
        self.dialog.close()
        self.window.deleteLater()
        await self.kept.close()


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise FileUnreadable(path, "gone")
    return path.read_text("utf-8")


async def _no_adding(values: Mapping[str, str]) -> Imported:
    raise NotImplementedError(values)


@pytest_asyncio.fixture
async def room(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Room]:
    made = Room(tmp_path)
    await made.kept.add(JANE, BEN, CLEO)
    yield made
    await made.close()


async def test_an_empty_list_says_what_it_is_for(room: Room) -> None:
    await room.open()
    assert "Nobody is suppressed" in room.text("suppression-empty-title")
    assert not room.button("suppression-add").isEnabled()
    assert not room.button("suppression-remove").isEnabled()


async def test_pasted_lines_are_added_and_what_names_nobody_stays(room: Room) -> None:
    await room.open()
    await room.add("Jane <jane@acme.example>\nno one at all\nnorth.example\nhttps://linkedin.com/in/jane-doe\n???")
    assert room.text("suppression-added") == "3 entries added."
    assert "2 leads are suppressed by it now. 2 lines name nobody and stay" in room.text("suppression-added-advice")
    assert room.field.toPlainText() == "no one at all\n???"
    await until(lambda: room.text("suppression-count") == "3 entries")
    assert room.rows() == ["in/jane-doe", "north.example", "jane@acme.example"]
    await room.add("JANE@acme.example")
    assert room.text("suppression-added") == "0 entries added. 1 was there already."


async def test_a_file_is_read_and_one_that_cannot_be_is_told(room: Room) -> None:
    await room.open()
    room.button("suppression-file").click()
    await until(lambda: "them.csv" in room.text("suppression-added"))
    room.file.write_text("Email,Name\njane@acme.example,Jane\nnobody here,at all\n", "utf-8")
    room.button("suppression-file").click()
    await until(lambda: room.text("suppression-added") == "1 entry added.")
    assert room.field.toPlainText() == "nobody here,at all"
    await until(lambda: room.rows() == ["jane@acme.example"])


async def test_entries_are_searched_removed_and_put_back(room: Room) -> None:
    await room.people.add("jane@acme.example\nben@north.example\nacme.example")
    dialog = await room.open()
    room.search("acme")
    await until(lambda: room.rows() == ["acme.example", "jane@acme.example"])
    dialog.list.setFocus()
    dialog.list.selectAll()
    assert room.button("suppression-remove").text() == "Remove 2 entries"
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    await until(lambda: "No entry holds “acme”" in room.text("suppression-empty-title"))
    assert "2 entries were removed" in room.text("suppression-said")
    room.button("suppression-put-back").click()
    await until(lambda: room.rows() == ["acme.example", "jane@acme.example"])
    assert not room.button("suppression-put-back").isVisible()


async def test_only_the_removal_itself_is_put_back(room: Room) -> None:
    await room.people.add("jane@acme.example")
    dialog = await room.open()
    dialog.list.selectAll()
    room.button("suppression-remove").click()
    await until(lambda: room.button("suppression-put-back").isVisible())
    (ben,) = [row[0] for row in await room.kept.rows("SELECT id FROM leads WHERE name = 'Ben Moss'")]
    await room.keep.set_note([ben], "a note")
    room.button("suppression-put-back").click()
    await until(lambda: "Something else" in room.text("suppression-said"))
    assert await room.people.count() == 0
    lead = await room.kept.lead(ben)
    assert lead is not None
    assert lead.note == "a note"


async def test_rows_that_were_never_looked_at_are_removed_as_well(room: Room) -> None:
    await room.people.add("\n".join(f"person{number}@many.example" for number in range(450)))
    dialog = await room.open()
    await until(lambda: dialog.model.rowCount() == 450)
    dialog.list.selectAll()
    room.button("suppression-remove").click()
    await until(lambda: bool(room.text("suppression-empty-title")))
    assert await room.people.count() == 0


# -- erasing


async def erase(room: Room, count: int, work: Callable[[], object], name: str = "") -> EraseDialog:
    async def erasing() -> object:
        return work()

    room.dialog = made = EraseDialog(room.around.desk, room.window, count=count, erase=erasing, name=name)
    made.open()
    await settled()
    return made


async def test_erasing_one_person_asks_for_the_word(room: Room) -> None:
    asked: list[str] = []
    dialog = await erase(room, 1, lambda: asked.append("erased"), "Jane Doe")
    assert room.text("erase-title") == "Erase every trace of Jane Doe?"
    assert "all backups made so far" in room.text("erase-goes")
    assert "keyed hash" in room.text("erase-stays")
    assert not room.button("erase-accept").isEnabled()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert asked == []
    QTest.keyClicks(dialog.field, "erase")
    assert room.button("erase-accept").text() == "Erase 1 person"
    room.button("erase-accept").click()
    await until(lambda: not dialog.isVisible())
    assert asked == ["erased"]


async def test_erasing_many_asks_for_their_number(room: Room) -> None:
    asked: list[str] = []
    dialog = await erase(room, 1204, lambda: asked.append("erased"))
    QTest.keyClicks(dialog.field, "ERASE")
    assert not room.button("erase-accept").isEnabled()
    dialog.field.setText("1,204")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    await until(lambda: asked == ["erased"])


async def test_what_stands_in_the_way_of_erasing_is_told_where_it_was_asked(room: Room) -> None:
    def fail() -> None:
        raise FileUnreadable(Path("leads.db"), "locked")

    dialog = await erase(room, 1, fail)
    dialog.field.setText("ERASE")
    room.button("erase-accept").click()
    await until(lambda: bool(room.text("erase-problem")))
    assert dialog.isVisible()
    assert room.button("erase-accept").isEnabled()

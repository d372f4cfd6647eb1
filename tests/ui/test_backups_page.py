"""Backups in Settings, as a person uses them, over real files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from leaddesk.actions.keep_backups import KeepBackups
from leaddesk.domain.backups import Why
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.ui.leads.backups.keeper import BackupKeeper
from leaddesk.ui.leads.backups.page import BackupsPage
from tests.fakes.desk_of_actions import DeskOfActions
from tests.ui.until import until
from tests.unit.workspace.leads.test_backups import Place


class Room:
    """The page over a folder with two leads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        announcer = Announcer()
        self.keep = KeepBackups(place.backups, announcer)
        self.around = DeskOfActions(announcer, keep_backups=self.keep)
        self.opened: list[Path] = []
        self.page = BackupsPage(self.around.desk, place.backups.folder, self._open)
        self.page.resize(720, 640)
        self.page.show()
        self.page.refresh()

    def _open(self, folder: Path) -> bool:
        self.opened.append(folder)
        return False

    def press(self, name: str, within: QWidget | None = None) -> None:
        button = (within or self.page).findChild(QAbstractButton, name)
        assert button is not None and button.isVisible() and button.isEnabled(), name  # noqa: PT018 - one thing
        button.click()

    def text(self, name: str, within: QWidget | None = None) -> str:
        label = (within or self.page).findChild(QLabel, name)
        assert label is not None
        return label.text() if label.isVisible() else ""

    def rows(self) -> list[str]:
        model = self.page.model
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    async def dialog(self) -> QDialog:
        def found() -> list[QDialog]:
            return [
                widget
                for widget in QApplication.topLevelWidgets()
                if isinstance(widget, QDialog) and widget.objectName() == "restore-dialog" and widget.isVisible()
            ]

        await until(lambda: bool(found()))
        return found()[0]


@pytest_asyncio.fixture
async def room(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Room]:
    place = Place(tmp_path)
    await place.add("Ada", "Ben")
    made = Room(place)
    yield made
    assert made.around.notices.bugs == []
    made.page.close()
    made.page.deleteLater()
    await place.close()


async def test_one_is_made_by_hand_and_is_in_the_list(room: Room) -> None:
    await until(lambda: "no backup yet" in room.text("backups-state"))
    room.press("backups-make")
    await until(lambda: "2 leads are in the new backup" in room.text("backups-message"))
    await until(lambda: len(room.rows()) == 1)
    room.press("backups-check")
    await until(lambda: "is whole" in room.text("backups-message"))
    assert "1 is kept" in room.text("backups-state")


async def test_going_back_says_what_is_lost_and_can_be_taken_back(room: Room) -> None:
    await room.keep.make()
    room.place.now += timedelta(minutes=1)
    await room.place.add("Cem")
    room.page.refresh()
    await until(lambda: len(room.rows()) == 1)
    room.press("backups-restore")
    dialog = await room.dialog()
    await until(lambda: "1 lead that came since and 1 change made since" in room.text("restore-loss", dialog))
    room.press("restore-accept", dialog)
    await until(lambda: "My Leads is as in the backup" in room.text("backups-message"))
    assert await room.place.names() == ["Ada", "Ben"]
    assert room.around.heard == [Changes(leads=True, lead_lists=True)]
    await until(lambda: len(room.rows()) == 2)


async def test_cancel_is_where_the_keyboard_is(room: Room) -> None:
    await room.keep.make()
    room.page.refresh()
    await until(lambda: len(room.rows()) == 1)
    room.page.focus_first()
    QTest.keyClick(room.page.list, Qt.Key.Key_Return)
    dialog = await room.dialog()
    cancel = dialog.findChild(QAbstractButton, "restore-cancel")
    assert dialog.focusWidget() is cancel
    room.press("restore-cancel", dialog)
    assert await room.place.names() == ["Ada", "Ben"]


async def test_what_cannot_be_used_is_said_where_it_was_asked(room: Room) -> None:
    made = await room.keep.make()
    room.page.refresh()
    await until(lambda: len(room.rows()) == 1)
    (room.place.backups.folder / made.name / "leads.db").write_bytes(b"damaged")
    room.press("backups-check")
    await until(lambda: "is damaged" in room.text("backups-message"))
    room.press("backups-restore")
    dialog = await room.dialog()
    room.press("restore-accept", dialog)
    await until(lambda: "This backup is damaged" in room.text("restore-problem", dialog))
    room.press("restore-cancel", dialog)
    room.press("backups-open")
    assert room.opened == [room.place.backups.folder]
    assert str(room.place.backups.folder) in room.text("backups-message")


async def test_one_is_made_when_it_is_due_and_the_status_bar_hears_of_it(room: Room) -> None:
    keeper = BackupKeeper(room.around.desk, lambda _: None, room.page)
    heard: list[str] = []
    keeper.changed.connect(lambda: heard.append(keeper.last_words()))
    assert keeper.last_words() == ""
    keeper.begin()
    keeper.make_if_due()
    await until(lambda: bool(heard))
    assert heard[0].startswith("Backup ")
    assert [backup.why for backup in await room.keep.backups()] == [Why.DAILY]


async def test_damage_is_told_with_the_way_to_the_newest_backup(room: Room) -> None:
    asked: list[str] = []
    await room.keep.make()
    keeper = BackupKeeper(room.around.desk, asked.append, room.page)
    keeper.tell_damaged()
    await until(lambda: bool(room.around.notices.said))
    notice = room.around.notices.said[0]
    assert "damaged" in notice.title
    assert "newest backup" in notice.text
    assert notice.act is not None
    notice.act()
    assert asked == ["backups"]


async def test_a_file_that_was_gone_is_told_with_the_backup_that_has_its_leads(room: Room, tmp_path: Path) -> None:
    made = await room.keep.make()
    await room.place.leads.aclose()
    await room.place.reader.aclose()
    (tmp_path / "leads.db").unlink()
    room.place.reopen()
    assert await room.place.names() == []
    keeper = BackupKeeper(room.around.desk, lambda _: None, room.page)
    keeper.make_if_due()
    await until(lambda: bool(room.around.notices.said))
    assert "was gone" in room.around.notices.said[0].title
    assert "2 leads" in room.around.notices.said[0].text
    await room.keep.restore(made)
    assert await room.place.names() == ["Ada", "Ben"]
    assert room.keep.lost is None


async def test_a_backup_that_fails_is_told_once(room: Room) -> None:
    room.place.free = 0
    keeper = BackupKeeper(room.around.desk, lambda _: None, room.page)
    keeper.make_if_due()
    await until(lambda: len(room.around.notices.said) == 1)
    assert "There is no room" in room.around.notices.said[0].text
    keeper.make_if_due()
    await until(lambda: not keeper._background.is_running("make"))
    assert len(room.around.notices.said) == 1

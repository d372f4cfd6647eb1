"""A backup is made by hand, and My Leads goes back to it; how it was before is a backup, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import close_settings, items, open_settings, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import import_file, open_leads, select, shown, table, to_leads, write_file

pytestmark = pytest.mark.usefixtures("quick")

PEOPLE = "name,email\nAda Berg,ada@nordwind.example\nBo Castel,bo@lac.example\nCem Demir,cem@nordwind.example\n"


async def go_back(visitor: Visitor, row: int) -> None:
    """To the backup in this row of the list, with what it costs read first."""
    view = visitor.find("backups-list", QListView)
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, 0))
    await visitor.wait(lambda: visitor.find("backups-restore").isEnabled(), "it can be restored")
    visitor.press(Qt.Key.Key_Return, on=view)
    await visitor.wait_for("restore-dialog")
    await visitor.wait(lambda: not shows(visitor, "restore-loss", "Looking"), "the loss is told")
    visitor.click("restore-accept")
    await visitor.wait(lambda: not visitor.sees("restore-dialog"), "it is done")


async def test_back_to_an_older_state_and_forth(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        await import_file(visitor, write_file(tmp_path / "people.csv", PEOPLE), "Spring")
        await shown(visitor, ("Ada Berg", "Bo Castel", "Cem Demir"))
        await open_settings(visitor, "backups")
        visitor.click("backups-make")
        await visitor.wait(lambda: shows(visitor, "backups-message", "3 leads are in the new backup"), "it is made")
        await visitor.wait(lambda: len(items(visitor, "backups-list")) == 1, "it is listed")
        await close_settings(visitor)
        await visitor.wait(lambda: shows(visitor, "status-saved", "Backup just now"), "its age is told")

        select(visitor, "Ada Berg", "Bo Castel")
        visitor.press(Qt.Key.Key_Delete, on=table(visitor))
        await shown(visitor, ("Cem Demir",))
        await open_settings(visitor, "backups")
        await visitor.wait(lambda: len(items(visitor, "backups-list")) == 1, "it is listed")
        await go_back(visitor, 0)
        await visitor.wait(lambda: shows(visitor, "backups-message", "My Leads is as in the backup"), "it is told")
        await visitor.wait(lambda: len(items(visitor, "backups-list")) == 2, "the present is kept")
        await close_settings(visitor)
        await shown(visitor, ("Ada Berg", "Bo Castel", "Cem Demir"))

        await open_settings(visitor, "backups")
        await go_back(visitor, 0)
        await close_settings(visitor)
        await shown(visitor, ("Cem Demir",))
        await desktop.session.close()
        desktop = await open_desktop()
        await to_leads(desktop.visitor)
        await shown(desktop.visitor, ("Cem Demir",))

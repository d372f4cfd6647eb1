"""What a stranger sees of My Leads: whole dialogs in a small window, and words that are true."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.acts import CONTROL, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import choose_file, count, leads_page, open_leads, run_import, table, write_file

SMALL = QSize(1000, 640)


async def test_from_import_to_export_in_a_small_window(desktops: Desktops, tmp_path: Path) -> None:
    people = "".join(f"Ann {n},ann{n}@acme.example,Acme\n" for n in range(60))
    file = write_file(tmp_path / "people.csv", f"Name,E-mail,Company\n{people}")
    async with desktops() as open_desktop:
        _, visitor = await open_leads(open_desktop)
        window = visitor.window
        window.resize(SMALL)
        assert window.size() == SMALL
        dialog = await choose_file(visitor, file)
        assert 0 < dialog.height() <= SMALL.height()
        assert bottom(visitor.find("import-start"), dialog) <= dialog.height()
        assert "60 new" in await run_import(visitor)
        await count(visitor, "60 of 60 leads")  # behind the dialog already
        visitor.click("import-show")
        await visitor.wait(lambda: not visitor.sees("import-dialog"), "it is closed")
        window.activateWindow()
        await visitor.wait(table(visitor).hasFocus, "the keyboard is on the leads")
        await shortcut(visitor, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await visitor.wait(lambda: shows(visitor, "leads-table-details-title", "Ann 59"), "the first lead")
        assert len(leads_page(visitor).leads_table.selected_rows()) == 1
        visitor.click("leads-export")
        export = await visitor.wait_for("export-dialog")
        assert 0 < export.height() <= SMALL.height()
        assert bottom(visitor.find("export-start"), export) <= export.height()
        export.close()  # while it checks: what is told of that has nowhere to go
        await visitor.wait(lambda: not visitor.sees("export-dialog"), "it is closed")


async def test_the_status_bar_speaks_of_what_is_shown(desktops: Desktops, qapp: QApplication) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        assert shows(visitor, "status-connection", "Changes can be undone")
        desktop.session.window.show_tab("activity-tab")
        assert visitor.text("status-connection") == ""
        desktop.session.window.show_tab("reachstream-tab")
        await visitor.wait(lambda: shows(visitor, "status-connection", "ReachStream"), "of the provider again")


def bottom(part: QWidget, dialog: QWidget) -> int:
    return part.mapTo(dialog, part.rect().bottomLeft()).y()

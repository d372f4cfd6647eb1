"""The table's commands agree with the table before any menu was opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from tests.journeys.acts import READY, count, enter, items
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")


async def test_menu_bar_palette_and_shortcuts_follow_the_current_cell(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor, commands = desktop.visitor, desktop.session.commands

        def can(name: str) -> bool:
            return commands.action(f"table-{name}").isEnabled()

        assert not can("copy-rows")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) > 0
        await visitor.wait(lambda: items(visitor, "sample-table"), "rows")
        table = visitor.find("sample-table", QTableView)
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Down)
        await visitor.wait(lambda: can("copy-rows") and can("sort-ascending"), "commands about the cell")
        assert not can("sort-original")
        commands.action("table-sort-ascending").trigger()
        await visitor.wait(lambda: can("sort-original"), "the way back")
        visitor.click("filter-clear")
        await visitor.wait(lambda: not can("copy-rows") or table.model().rowCount() > 0, "what can be copied")

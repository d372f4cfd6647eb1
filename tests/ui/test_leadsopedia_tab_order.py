"""The Leadsopedia tab by keyboard alone: Tab goes as one reads, and nothing is passed on to a button that spends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.leadsopedia_bench import Bench, bench
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")


def walk(here: Bench, first: str, steps: int) -> list[str]:
    start = here.page.findChild(QWidget, first)
    assert start is not None
    start.setFocus()
    seen = []
    for _ in range(steps):
        stop = here.page.window().focusWidget()
        assert stop is not None
        seen.append(stop.objectName())
        QTest.keyClick(stop, Qt.Key.Key_Tab)
    return seen


async def test_tab_goes_as_one_reads(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
        here.page.message.say("info", "Something.", "And more.", "Do it")
        await settled()
        wanted = [
            "leadsopedia-queue", "leadsopedia-message", "leadsopedia-message-advice", "leadsopedia-message-action",
            "leadsopedia-read", "leadsopedia-status", "leadsopedia-lookup", "leadsopedia-table-filter",
        ]  # fmt: skip
        assert walk(here, "leadsopedia-queue", len(wanted)) == wanted


async def test_so_it_does_on_a_page_that_is_built_when_it_is_shown(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.page.show_account("downloads")
        await until(lambda: here.button("downloads-read").isVisible())
        assert walk(here, "leadsopedia-queue", 3) == ["leadsopedia-queue", "downloads-read", "downloads-status"]


async def test_who_reads_a_list_by_keyboard_stands_on_pause(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.hold()
        read = here.button("leadsopedia-read")
        read.setFocus()
        QTest.keyClick(read, Qt.Key.Key_Space)
        await until(lambda: here.button("leadsopedia-pause").isVisible())
        assert here.page.window().focusWidget() is here.button("leadsopedia-pause"), "not on the look-up, which asks"
        here.hand.let_go()
        await until(lambda: not here.page.is_reading)

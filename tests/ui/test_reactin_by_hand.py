"""The ReactIn tab under busy hands: where the keyboard stands, and that nothing which is said goes stale."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from leaddesk.domain.errors import NothingThere
from leaddesk.domain.queue import QueueState
from leaddesk.ui.background import end_background_work
from leaddesk.ui.notices import Notice
from leaddesk.ui.widgets.lists.readings import Readings
from leaddesk.workspace.database import Database
from tests.fakes.reactin_at_hand import leads
from tests.ui.reactin_bench import Bench, at_rest
from tests.ui.until import settled, until


@pytest_asyncio.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    database = Database(tmp_path / "leaddesk.db")
    yield Bench(database)
    await database.aclose()


async def opened(bench: Bench, count: int = 120, *, held: bool = False) -> None:
    """One list, which was read; with ``held`` the next pages wait."""
    await bench.has_key()
    kept = await bench.desk.smartlist("One", leads(count))
    await bench.desk.desk.actions.read_list(id=kept.id)
    await bench.open()
    await until(lambda: bench.rows() != [])
    if held:
        bench.reactin.hold()


@at_rest
async def test_who_refreshes_by_keyboard_stands_on_pause_and_then_on_the_result(bench: Bench) -> None:
    await opened(bench, held=True)
    refresh = bench.find(QPushButton, "reactin-refresh")
    refresh.setFocus()
    refresh.click()
    await until(lambda: bench.is_shown("reactin-pause"))
    assert bench.page.window().focusWidget() is bench.find(QPushButton, "reactin-pause")
    bench.reactin.go()
    await bench.is_read()
    assert bench.page.window().focusWidget() is bench.page.browser.card.status


@at_rest
async def test_refreshing_leaves_the_keyboard_where_the_button_was_not_pressed(bench: Bench) -> None:
    await opened(bench, held=True)
    rail = bench.page.rail.lists
    rail.setFocus()
    bench.page.refresh()
    await until(lambda: bench.is_shown("reactin-pause"))
    assert bench.page.window().focusWidget() is rail


@at_rest
async def test_undo_by_the_history_takes_the_notice_of_the_removal_back(bench: Bench) -> None:
    await opened(bench)
    taken: list[Notice] = []
    bench.desk.notices.taken_back.connect(taken.append)
    bench.page.remove_list()
    await until(bench.page.history.canUndo)
    said = bench.desk.notices.notes[-1]
    assert said.title == "“One” was removed."
    bench.page.history.undo()
    await until(lambda: bench.names() == ["One"])
    await until(lambda: said in taken)


@at_rest
async def test_a_list_that_is_removed_while_it_is_read_never_says_that_leaddesk_was_closed(bench: Bench) -> None:
    await opened(bench, held=True)
    told: list[str] = []
    bench.page.browser.told.connect(lambda: told.append(bench.page.browser.card.status.text()))
    bench.page.refresh()
    await bench.pages_asked(4)
    bench.page.remove_list()
    bench.reactin.let()
    await until(lambda: bench.names() == [])
    assert not [words for words in told if "closed" in words]
    await until(bench.page.history.canUndo)
    bench.page.history.undo()
    await until(lambda: bench.is_shown("reactin-resume"))
    assert bench.status.startswith("Paused before page ")


@at_rest
async def test_a_pause_that_reactin_asks_for_is_told_where_the_reading_is(bench: Bench) -> None:
    await opened(bench, held=True)
    bench.page.refresh()
    await until(lambda: bench.status.startswith("Reading page 1."))
    bench.desk.desk.queues.tell("reactin", QueueState(waiting=1, resumes_at=time.monotonic() + 600))
    assert bench.status.startswith("Waiting before page 1. ReactIn asks us to slow down. Going on in ")
    bench.desk.desk.queues.tell("reactin", QueueState(waiting=1))
    assert bench.status.startswith("Reading page 1.")
    bench.desk.desk.queues.tell("leadsopedia", QueueState(waiting=1, resumes_at=time.monotonic() + 600))
    assert bench.status.startswith("Reading page 1.")


@at_rest
async def test_a_trouble_with_one_list_names_it(bench: Bench) -> None:
    await opened(bench)
    await bench.desk.smartlist("Two", leads(3))
    bench.reactin.error = NothingThere("reactin", 404)
    said: list[str] = []
    bench.page.answered.connect(said.append)
    bench.page.troubled.connect(said.append)
    bench.page.refresh()
    await until(lambda: bench.desk.notices.titles() == ["“One”: ReactIn has no such list, or no longer."])
    await settled()
    assert said == ["ReactIn connected"], "the status bar is about ReactIn, which answers"


@at_rest
async def test_while_a_call_is_waited_for_the_card_says_that_pause_was_heard(bench: Bench) -> None:
    await opened(bench, held=True)
    bench.page.refresh()
    await until(lambda: bench.status.startswith("Reading page 1."))
    bench.press("reactin-pause")
    assert bench.status == "Pausing. A call that is under way is waited for."
    bench.page.browser.tell_again()
    assert bench.status.startswith("Pausing.")
    bench.reactin.go()
    await until(lambda: bench.status.startswith("Paused before page "))
    await until(lambda: bench.is_shown("reactin-resume"))
    bench.press("reactin-resume")
    await bench.is_read()


@at_rest
async def test_tab_goes_as_one_reads(bench: Bench) -> None:
    await opened(bench)
    wanted = [
        "smartlist-add", "smartlist-edit", "smartlist-remove", "smartlists", "smartlist-add-more", "reactin-refresh",
        "reactin-status", "reactin-table-filter", "reactin-table-columns", "reactin-table-show-details",
        "reactin-collect", "reactin-export", "reactin-table",
    ]  # fmt: skip
    bench.find(QWidget, wanted[0]).setFocus()
    seen = []
    for _ in wanted:
        stop = bench.page.window().focusWidget()
        assert stop is not None
        seen.append(stop.objectName())
        QTest.keyClick(stop, Qt.Key.Key_Tab)
    assert seen == wanted


async def test_pages_that_come_at_once_do_not_make_the_rate_higher_than_the_pace(bench: Bench) -> None:
    kept = await bench.desk.smartlist("One", leads(400))
    moments = iter([0.0, *(0.1 + page // 2 for page in range(40))])
    parent = QObject()
    readings = Readings(bench.desk.desk, parent, clock=lambda: next(moments))
    rates: list[float] = []
    readings.changed.connect(lambda now: rates.append(readings.rate(now.id) or 0))
    readings.read(kept, anew=True)
    await until(lambda: kept.id not in readings.running)
    assert max(rates) == 2
    await end_background_work(bench.desk.notices)
    parent.deleteLater()
    await settled()

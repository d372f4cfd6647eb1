"""What the menu and the palette offer for the ReactIn page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest_asyncio
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from leaddesk.app.reactin_commands import REACTIN, reactin_commands
from leaddesk.ui.commands import Command
from leaddesk.workspace.database import Database
from tests.fakes.reactin_at_hand import leads
from tests.ui.reactin_bench import Bench, at_rest
from tests.ui.until import settled, until

if TYPE_CHECKING:
    from leaddesk.app.window import Session


@pytest_asyncio.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    database = Database(tmp_path / "leaddesk.db")
    yield Bench(database)
    await database.aclose()


def commands(here: Bench | None) -> dict[str, Command]:
    """By the end of their ids; None for a page that was never shown."""
    page = here.page if here is not None else None
    session = SimpleNamespace(is_closed=False, window=SimpleNamespace(page=lambda _: page))
    made = reactin_commands(cast("Session", session))
    return {command.id.removeprefix("smartlist-"): command for command in made}


def offered(here: Bench | None) -> set[str]:
    return {name for name, command in commands(here).items() if command.enabled()}


def test_nothing_is_offered_while_the_page_was_never_shown(qapp: QApplication) -> None:
    del qapp
    assert offered(None) == set()
    for command in commands(None).values():
        command.run()
        assert command.tab == REACTIN
        assert command.menu == "list"


@at_rest
async def test_they_follow_the_lists_and_the_reading(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(120))
    await bench.desk.smartlist("Two", leads(2))
    bench.reactin.hold()
    await bench.open()
    always = {"add", "paste", "edit", "remove", "down"}
    await bench.pages_asked(1)
    assert offered(bench) == always | {"pause", "cancel"}
    commands(bench)["pause"].run()
    bench.reactin.let()
    await until(lambda: offered(bench) == always | {"refresh", "resume", "cancel"})
    bench.reactin.go()
    commands(bench)["resume"].run()
    await bench.is_read()
    assert offered(bench) == always | {"refresh"}
    commands(bench)["down"].run()
    await until(lambda: bench.names() == ["Two", "One"])
    assert "up" in offered(bench)
    assert "down" not in offered(bench)
    commands(bench)["up"].run()
    await until(lambda: bench.names() == ["One", "Two"])
    asked = len(bench.reactin.asked)
    commands(bench)["refresh"].run()
    await bench.pages_asked(asked + 1)
    await bench.is_read()
    commands(bench)["remove"].run()
    await until(lambda: bench.names() == ["Two"])


@at_rest
async def test_they_open_the_dialog(bench: Bench) -> None:
    await bench.desk.smartlist("One")
    await bench.open()
    QGuiApplication.clipboard().setText("/api/org-7/lists/list-7/leads")
    for name, expected in (("add", ""), ("paste", "org-7"), ("edit", "org-1")):
        commands(bench)[name].run()
        await settled()
        assert bench.dialog.organization.text() == expected
        bench.dialog.reject()
        await settled()

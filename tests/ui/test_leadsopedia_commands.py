"""What the menu and the palette offer for the Leadsopedia page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from leaddesk.app.leadsopedia_commands import LEADSOPEDIA, leadsopedia_commands
from leaddesk.ui.commands import Command
from tests.ui.leadsopedia_bench import Bench, bench
from tests.ui.until import settled, until

if TYPE_CHECKING:
    from leaddesk.app.window import Session

pytestmark = pytest.mark.usefixtures("qapp")


def commands(here: Bench | None) -> dict[str, Command]:
    """By the end of their ids; None for a page that was never shown."""
    page = here.page if here is not None else None
    session = SimpleNamespace(is_closed=False, window=SimpleNamespace(page=lambda _: page))
    made = leadsopedia_commands(cast("Session", session))
    return {command.id.removeprefix("leadsopedia-"): command for command in made}


def offered(here: Bench | None) -> set[str]:
    return {name for name, command in commands(here).items() if command.enabled()}


def test_nothing_is_offered_while_the_page_was_never_shown() -> None:
    assert offered(None) == set()
    for command in commands(None).values():
        command.run()
        assert command.tab == LEADSOPEDIA
        assert command.menu == "list"


async def test_they_follow_the_reading_of_the_list(tmp_path: Path) -> None:
    always = {"lists", "credits", "downloads", "activity", "history", "account"}
    async with bench(tmp_path) as here:
        await here.known()
        assert offered(here) == always | {"read", "look-up"}
        here.hand.hold()
        commands(here)["read"].run()
        await here.waits("page", "a1", 1)
        assert offered(here) == always | {"pause", "cancel", "look-up"}
        here.hand.answer("page", "a1", 1)
        await here.waits("page", "a1", 2)
        commands(here)["pause"].run()
        here.hand.answer("page", "a1", 2)
        await until(lambda: offered(here) == always | {"read", "resume", "cancel", "look-up"})
        here.hand.let_go()
        commands(here)["resume"].run()
        await until(lambda: offered(here) == always | {"read", "look-up"})
        assert len(here.hand.asked) == 2 + 3


async def test_they_ask_and_show(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        asked = len(here.hand.asked)
        commands(here)["lists"].run()
        commands(here)["credits"].run()
        await here.rests()
        assert here.hand.asked[asked:] == [("lists", 1), ("credits",)]
        for name, title in (("activity", "Activity"), ("history", "Search history"), ("downloads", "Downloads")):
            commands(here)[name].run()
            await settled()
            assert here.text(f"{name}-title") == title
            assert "look-up" not in offered(here)
        await here.read()
        page = here.page.pages.downloads
        assert page is not None
        page.browser.table.view.selectRow(0)
        assert "download-save" in offered(here)
        commands(here)["account"].run()
        await settled()
        assert offered(here) & {"read", "download-save", "look-up"} == set()


async def test_looking_up_begins_in_its_field(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.page.activateWindow()
        commands(here)["look-up"].run()
        await until(here.page.contacts.look_up.field.hasFocus)

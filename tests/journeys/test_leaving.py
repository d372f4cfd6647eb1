"""What cannot be saved at the end is told; the person tries again, goes back, or leaves without it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from leaddesk.app.window import SessionEnd
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import READY, chips, enter, shows
from tests.journeys.conftest import Desktop, Desktops, OpenDesktop

_SOON = 30
"""Milliseconds after which LeadDesk takes its database for locked."""

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[apsw.Connection]:
    """Another program's hand on the database of ``home``, which takes it with ``BEGIN IMMEDIATE``."""
    (tmp_path / "home").mkdir()
    with closing(apsw.Connection(str(tmp_path / "home" / "leaddesk.db"))) as other:
        other.set_busy_timeout(10_000)  # LeadDesk may just be writing
        yield other


async def closed_in_trouble(open_desktop: OpenDesktop, lock: apsw.Connection, home: Path) -> Desktop:
    """A window that somebody closed while neither its filter nor its settings can be written; it asks."""
    desktop = await open_desktop(settings=READY)
    visitor = desktop.visitor
    enter(visitor, "job_title_level", "Director")
    await visitor.wait(lambda: shows(visitor, "status-saved", "All changes saved"), "it is saved")
    await desktop.parts.saving.flush()
    await desktop.parts.database.read(lambda connection: connection.set_busy_timeout(_SOON))
    lock.execute("BEGIN IMMEDIATE")
    (home / "settings.json").unlink()
    (home / "settings.json").mkdir()
    enter(visitor, "job_title_level", "Manager")
    desktop.session.set_appearance(text_size=115)
    desktop.session.quit()
    return desktop


async def asked(visitor: Visitor) -> str:
    """What the question says."""
    box = await visitor.wait_for("leaving-dialog")
    assert isinstance(box, QMessageBox)
    return f"{box.text()} {box.informativeText()}"


async def test_going_back_and_trying_again(desktops: Desktops, lock: apsw.Connection, tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with desktops() as open_desktop:
        desktop = await closed_in_trouble(open_desktop, lock, home)
        visitor, ending = desktop.visitor, asyncio.ensure_future(desktop.session.ended())
        told = await asked(visitor)
        assert "Not everything could be saved." in told
        assert "Your filter: LeadDesk cannot use its folder." in told
        assert "Your settings: “settings.json” cannot be written." in told
        visitor.press(Qt.Key.Key_Escape, on=visitor.find("leaving-dialog"))
        await visitor.wait(lambda: not visitor.sees("leaving-dialog"), "the question is gone")
        assert desktop.session.window.isVisible()
        assert not ending.done()
        enter(visitor, "job_title_level", "C-Suite")

        (home / "settings.json").rmdir()
        desktop.session.quit()
        assert "Your settings" not in await asked(visitor), "they are saved"
        lock.execute("ROLLBACK")
        visitor.click("leaving-again")
        assert await ending is SessionEnd.QUIT
        await desktop.session.close()

        again = await open_desktop()
        left = ["Director", "Manager", "C-Suite"]
        await again.visitor.wait(lambda: chips(again.visitor, "job_title_level") == left, "nothing is lost")


async def test_its_cross_goes_back(desktops: Desktops, lock: apsw.Connection, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop = await closed_in_trouble(open_desktop, lock, tmp_path / "home")
        ending = asyncio.ensure_future(desktop.session.ended())
        await asked(desktop.visitor)
        desktop.visitor.find("leaving-dialog").close()
        desktop.session.quit()
        await asked(desktop.visitor)
        assert not ending.done()
        ending.cancel()


async def test_leaving_without_saving(desktops: Desktops, lock: apsw.Connection, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop = await closed_in_trouble(open_desktop, lock, tmp_path / "home")
        ending = asyncio.ensure_future(desktop.session.ended())
        await asked(desktop.visitor)
        desktop.visitor.click("leaving-leave")
        assert await ending is SessionEnd.QUIT
        await desktop.session.close()
        lock.execute("ROLLBACK")
        (tmp_path / "home" / "settings.json").rmdir()
        again = await open_desktop(settings=READY)
        await again.visitor.wait(lambda: chips(again.visitor, "job_title_level") == ["Director"], "what was saved is")


async def test_a_signal_does_not_wait_for_an_answer(desktops: Desktops, lock: apsw.Connection, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop = await closed_in_trouble(open_desktop, lock, tmp_path / "home")
        ending = asyncio.ensure_future(desktop.session.ended())
        await asked(desktop.visitor)
        desktop.session.quit_unasked()
        assert await ending is SessionEnd.QUIT
        assert not desktop.visitor.sees("leaving-dialog")


async def test_nothing_is_asked_where_all_is_saved(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        enter(desktop.visitor, "job_title_level", "Director")
        desktop.session.to_demo()
        assert await desktop.session.ended() is SessionEnd.TO_DEMO
        await desktop.session.close()
        again = await open_desktop()
        await again.visitor.wait(lambda: chips(again.visitor, "job_title_level") == ["Director"], "it is there")

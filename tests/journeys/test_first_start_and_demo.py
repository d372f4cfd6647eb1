"""The first start: look around in the demo, or connect a provider."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

import leaddesk.app.sessions
from leaddesk.app.demo_process import DemoProcess
from leaddesk.app.sessions import run_sessions
from leaddesk.app.window import Session
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import (
    DIRECTORS,
    chips,
    close_settings,
    count,
    enter,
    notice,
    open_settings,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")


async def test_a_key_in_settings_leads_from_the_welcome_to_the_work(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(key=None)
        visitor = desktop.visitor
        await visitor.wait_for("first-start-demo")
        assert not visitor.sees("filter-job_title-input")
        assert not sandbox.reachstream.requests, "nothing is sent by itself"
        visitor.click("first-start-add-reachstream")
        await visitor.wait_for("reachstream-key-field")
        await visitor.wait(lambda: visitor.text("reachstream-key-state") == "No key yet", "the keychain was asked")
        assert not visitor.find("reachstream-key-test").isEnabled()

        line = visitor.type_into("reachstream-key-field", "wrong-key")
        visitor.click("reachstream-key-save")
        await visitor.wait(lambda: not line.text(), "it is kept")
        visitor.click("reachstream-key-test")
        words = await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "does not accept"), "it is told")
        assert words.endswith("It answered 403. Check the key, or make a new one in your account.")

        visitor.type_into("reachstream-key-field", f"  {sandbox.key} ")
        visitor.click("reachstream-key-save")
        ending = f"ends in {sandbox.key[-4:]}"
        await visitor.wait(lambda: shows(visitor, "reachstream-key-state", ending), "four characters are shown")
        assert not visitor.sees("reachstream-test-result"), "what was said about the other key is gone"
        visitor.click("reachstream-key-test")
        words = await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "the key is good"), "it is told")
        assert words.endswith("720 credits.")
        await close_settings(visitor)

        await visitor.wait_for("filter-job_title-input")
        assert not visitor.sees("first-start-demo")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count
        await desktop.session.close()
        again = await open_desktop(key=None)
        await again.visitor.wait_for("filter-job_title-input")
        assert not again.visitor.sees("first-start-demo"), "it does not come back"


async def test_one_can_go_on_without_a_key_and_is_told_when_it_is_missing(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(key=None)).visitor
        await visitor.wait_for("first-start-go-on")
        visitor.click("first-start-go-on")
        await visitor.wait_for("filter-job_title-input")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == 0
        words = await notice(visitor, "There is no ReachStream key yet.")
        assert words.endswith("Nothing was sent. Add your key in Settings.")
        assert not sandbox.reachstream.requests
        assert chips(visitor, "job_title_level") == ["Director"]

        visitor.click("notice-action")
        await visitor.wait_for("reachstream-key-field")
        visitor.type_into("reachstream-key-field", sandbox.key)
        visitor.click("reachstream-key-save")
        await visitor.wait(lambda: shows(visitor, "reachstream-key-state", "ends in"), "it is kept")
        await close_settings(visitor)
        assert await count(visitor) > 0
        assert not visitor.sees("notice")


async def test_a_key_that_cannot_travel_is_refused_with_words(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(key=None, settings={})).visitor
        await open_settings(visitor)
        await visitor.wait(lambda: visitor.text("reachstream-key-state") == "No key yet", "the keychain was asked")
        for typed, words in (
            ("two words", "It holds spaces"),
            ("ключ", "It holds spaces"),
            ("x" * 1001, "far too long"),
        ):
            visitor.find("reachstream-key-field", QLineEdit).setText(typed)
            visitor.click("reachstream-key-save")
            told = await visitor.wait(lambda: shows(visitor, "reachstream-key-message", words), words)  # noqa: B023
            assert told.startswith("This does not look like a key.")
            assert visitor.text("reachstream-key-state") == "No key yet"


async def through_sessions(
    qapp: QApplication, home: Path, *visits: Callable[[Session], Awaitable[None]], demo: bool = False
) -> None:
    """LeadDesk from its start to its end, as ``app`` runs it, with a visit to each of its sessions."""
    coming, tasks = iter(visits), []

    async def go(session: Session) -> None:
        try:
            await next(coming)(session)
        except BaseException:
            session.quit()
            raise

    def visit(session: Session) -> None:
        tasks.append(asyncio.get_running_loop().create_task(go(session)))

    assert await run_sessions(qapp, None, home, demo=demo, visit=visit) == 0
    for task in tasks:
        await task
    assert len(tasks) == len(visits)


async def test_into_the_demo_and_back(
    qapp: QApplication, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a demo process of its own; only the keychain is memory."""
    monkeypatch.setenv("LEADDESK_REACHSTREAM_URL", sandbox.address)
    monkeypatch.setattr(leaddesk.app.sessions, "Keychain", lambda **_: Keychain(only_memory=True))
    home = tmp_path / "home"
    seen: list[str] = []

    async def first(session: Session) -> None:
        visitor = Visitor(session.window)
        await visitor.wait_for("first-start-demo")
        visitor.click("first-start-demo")

    async def demo(session: Session) -> None:
        visitor = Visitor(session.window)
        assert session.window.windowTitle() == "LeadDesk, demo data"
        assert visitor.text("demo-mark") == "Demo data"
        assert not visitor.sees("first-start-demo"), "straight to the work"
        await visitor.wait(lambda: shows(visitor, "status-connection", "The demo is ready"), "the demo has started")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) > 0
        await visitor.wait(lambda: shows(visitor, "status-saved", "All changes saved"), "it is saved")
        session.commands.action("switch-demo").trigger()

    async def back(session: Session) -> None:
        visitor = Visitor(session.window)
        assert session.window.windowTitle() == "LeadDesk"
        assert not visitor.sees("demo-mark")
        await visitor.wait_for("first-start-demo")
        seen.append("welcome again: nothing of the demo is left in it")
        session.quit()

    await through_sessions(qapp, home, first, demo, back)
    assert seen
    assert not sandbox.reachstream.requests, "the demo has a provider of its own"
    assert (home / "demo" / "leaddesk.db").exists()
    assert "CURRENT_TAB" not in json.loads((home / "settings.json").read_text()), "settings stay apart"


async def test_a_demo_that_does_not_start_is_told_and_can_be_left(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    async def demo(session: Session) -> None:
        visitor = Visitor(session.window)
        words = await notice(visitor, "The demo did not start.")
        assert "Nothing is lost." in words
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == 0
        assert not visitor.sees("bug-dialog")
        session.quit()

    await through_sessions(qapp, tmp_path / "home", demo, demo=True)


@pytest.mark.parametrize("moment", ["before it runs", "while it makes its people"])
async def test_the_demo_can_be_left_while_it_starts(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, moment: str
) -> None:
    processes: list[subprocess.Popen[bytes]] = []
    spawning, go_on = threading.Event(), threading.Event()
    real_spawn, real_stop = DemoProcess._spawn, DemoProcess.stop

    def spawn() -> subprocess.Popen[bytes]:
        spawning.set()
        assert go_on.wait(10)
        processes.append(real_spawn())
        return processes[0]

    async def stop(self: DemoProcess) -> None:
        go_on.set()
        await real_stop(self)

    monkeypatch.setattr(DemoProcess, "_spawn", staticmethod(spawn))
    monkeypatch.setattr(DemoProcess, "stop", stop)

    async def leave(session: Session) -> None:
        visitor = Visitor(session.window)
        await visitor.wait(spawning.is_set, "it is being started")
        if moment != "before it runs":
            go_on.set()
            await visitor.wait(lambda: processes, "it runs")
        session.quit()

    await through_sessions(qapp, tmp_path / "home", leave, demo=True)
    assert [process.returncode for process in processes] == [0], "its process has ended, and was not killed"

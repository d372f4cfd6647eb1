"""The demo's Leadsopedia waits a second between two calls, says so, and keeps the real ten when asked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

import leaddesk.app.sessions
from leaddesk.app.sessions import run_sessions
from leaddesk.app.window import Session
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import shows
from tests.journeys.leadsopedia_acts import choose, contacts, entries, press, read_in_full

pytestmark = pytest.mark.usefixtures("quick")


async def visited(qapp: QApplication, home: Path, visit: Any) -> None:
    """A demo from its start to its end, with somebody at its Leadsopedia tab."""
    tasks: list[asyncio.Task[None]] = []

    async def go(session: Session) -> None:
        try:
            session.window.show_tab("leadsopedia-tab")
            visitor = Visitor(session.window)
            await visitor.wait(lambda: len(entries(visitor)) == 5, "the demo's lists come by themselves")
            await visit(session, visitor)
        finally:
            session.quit()

    def begin(session: Session) -> None:
        tasks.append(asyncio.get_running_loop().create_task(go(session)))

    assert await run_sessions(qapp, None, home, demo=True, visit=begin) == 0
    await tasks[0]


async def wanted(session: Session) -> float:
    """Seconds between two calls, as the demo's own Leadsopedia has them, once it has started."""

    def address() -> str:
        known = session.desk.actions.connect_provider.address(provider="leadsopedia").address
        return known if known.startswith("http://127.0.0.1:") else ""

    there = (await Visitor(session.window).wait(address, "the demo has started")).removesuffix("/v1")

    def ask() -> float:
        return float(httpx.get(f"{there}/sandbox/leadsopedia").json()["seconds_between_calls"])

    return await asyncio.to_thread(ask)


def says(visitor: Visitor, words: str) -> bool:
    """Whether some label of the window says exactly that."""
    return any(label.text() == words and label.isVisible() for label in visitor.window.findChildren(QLabel))


async def test_the_demo_waits_less_says_so_and_keeps_the_real_wait_when_asked(
    qapp: QApplication, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaddesk.app.sessions, "Keychain", lambda **_: Keychain(only_memory=True))
    told: list[str] = []

    async def first(session: Session, visitor: Visitor) -> None:
        assert says(visitor, "1 s in the demo, 10 s for real")
        assert await wanted(session) == 1.0
        await visitor.wait(lambda: shows(visitor, "leadsopedia-price", "8 calls, 7 s, 0.1% of the month"), "its price")
        await choose(visitor, "Hot")
        await press(visitor, "leadsopedia-read")
        await read_in_full(visitor, 1)
        assert len(contacts(visitor)) == 1

        switch = visitor.find("leadsopedia-real-wait", QCheckBox)
        switch.click()
        await visitor.wait(lambda: says(visitor, "10 s between calls"), "the real wait is told")
        await choose(visitor, "Conference")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-price", "8 calls, 1 min 10 s"), "the price follows")
        while await wanted(session) != 10.0:
            await visitor.settle()
        told.append("real")

    async def second(session: Session, visitor: Visitor) -> None:
        """It is kept; and taken back."""
        assert await wanted(session) == 10.0
        switch = visitor.find("leadsopedia-real-wait", QCheckBox)
        assert switch.isChecked()
        assert says(visitor, "10 s between calls")
        await press(visitor, "leadsopedia-credits-refresh")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", "1 waiting."), "the real wait")
        assert "Next call in " in visitor.text("leadsopedia-quota"), "what is left of it since the first demo"
        switch.click()
        await visitor.wait(lambda: says(visitor, "1 s in the demo, 10 s for real"), "the short one again")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", "No call waits."), "the call goes sooner now")
        assert not visitor.sees("notice"), "and is not refused"
        told.append("short")

    await visited(qapp, tmp_path / "home", first)
    await visited(qapp, tmp_path / "home", second)
    assert told == ["real", "short"]
    assert not sandbox.leadsopedia.requests, "the demo has a Leadsopedia of its own"

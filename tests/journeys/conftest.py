"""A real LeadDesk in the test's own process, over real HTTP against the sandbox. Only its keychain is memory."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import stamina
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leaddesk.app.parts import Parts
from leaddesk.app.qt_loop import QtEventLoop
from leaddesk.app.saving import Saving
from leaddesk.app.window import Session
from leaddesk.domain.preferences import TEXT_SIZE, THEME, WINDOW_GEOMETRY
from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain
from leaddesk.providers.session import TRIES
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui import theme
from leaddesk.ui.main_window import MainWindow
from leaddesk.workspace.folders import folders_of
from tests.journeys.forked import LIVES, Forks

NO_WAIT = 0.02
"""Seconds between two calls to Leadsopedia, for journeys that are not about the wait."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that LeadDesk itself runs on."""
    del config
    arguments: dict[str, Any] = getattr(item, "funcargs", {})

    def qt_loop() -> asyncio.AbstractEventLoop:
        return QtEventLoop(QApplication.instance() or arguments["qapp"])

    return {"qt": qt_loop}


@pytest.fixture(autouse=True)
def _numbers_as_in_leaddesk() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server


@pytest.fixture
def sandbox(sandbox_server: Sandbox) -> Iterator[Sandbox]:
    """The three providers as they are when nobody asked them anything yet; Leadsopedia in no need of a wait."""
    sandbox_server.reset()
    sandbox_server.leadsopedia.seconds_between_calls = NO_WAIT
    yield sandbox_server
    sandbox_server.reset()


@dataclass
class Desktop:
    """One running LeadDesk, and somebody in front of it."""

    session: Session
    parts: Parts
    visitor: Visitor
    bugs: list[BaseException]
    """What LeadDesk did wrong; empty at the end of every journey."""


OpenDesktop = Callable[..., Awaitable[Desktop]]
Desktops = Callable[[], AbstractAsyncContextManager[OpenDesktop]]


@pytest.fixture
def desktops(qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Desktops:
    """``async with desktops() as open_desktop``: everything is closed inside the test, while its loop still runs.

    (Between a test and its fixtures' end pytest-qt turns Qt's loop without asyncio's, and callbacks would be lost.)
    """

    @asynccontextmanager
    async def opened() -> AsyncIterator[OpenDesktop]:
        async with _desktops(qapp, tmp_path, sandbox, monkeypatch) as open_desktop:
            yield open_desktop

    return opened


@asynccontextmanager
async def _desktops(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenDesktop]:
    """Starts LeadDesk as often as a journey wants; every one that is still open is closed at the end.

    ``home``: its folder, the same one every time by default; ``key``: ReachStream's, kept in the keychain at start,
    None for no key; ``also``: other providers whose keys are kept there too; ``address``: ReachStream's, None for the
    sandbox's, empty for what Settings say; ``elsewhere``: addresses of providers that are not the sandbox's;
    ``settings``: what its settings file holds, None to leave it as it is; ``keychain``: another one, with what is in
    it; ``seconds_between``: calls to Leadsopedia.
    """
    opened: list[Desktop] = []
    lost: list[BaseException] = []
    _listen_to_the_loop(lost)

    async def open_one(
        *,
        home: Path | None = None,
        key: str | None = "",
        address: str | None = None,
        settings: dict[str, Any] | None = None,
        keychain: Keychain | None = None,
        also: Sequence[str] = (),
        elsewhere: Mapping[str, str] | None = None,
        seconds_between: float = NO_WAIT,
    ) -> Desktop:
        _set_address(monkeypatch, sandbox.address if address is None else address)
        monkeypatch.setenv("LEADDESK_REACTIN_URL", sandbox.reactin.address)
        monkeypatch.setenv("LEADDESK_LEADSOPEDIA_URL", sandbox.leadsopedia.address)
        for provider, other in (elsewhere or {}).items():
            monkeypatch.setenv(f"LEADDESK_{provider.upper()}_URL", other)
        monkeypatch.setattr("leaddesk.app.parts.SECONDS_BETWEEN_CALLS", seconds_between)
        folders = folders_of(home or tmp_path / "home", demo=False)
        if settings is not None:
            folders.config.mkdir(parents=True, exist_ok=True)
            (folders.config / "settings.json").write_text(json.dumps({"welcome_done": True, **settings}))
        kept = Saving(folders.config / "settings.json")
        aside = kept.read()
        theme.apply(qapp, kept.get(THEME), kept.get(TEXT_SIZE))
        chain = keychain or Keychain(only_memory=True)
        if key is not None and keychain is None:
            await chain.store("reachstream", Secret(key or sandbox.key))
        keys = {"reactin": sandbox.reactin.key, "leadsopedia": sandbox.leadsopedia.key}
        for provider in also:
            await chain.store(provider, Secret(keys[provider]))
        parts = Parts(folders, kept, chain, demo=False)
        session = Session(qapp, MainWindow(kept.get(WINDOW_GEOMETRY)), parts, aside)
        desktop = Desktop(session, parts, Visitor(session.window), [])
        monkeypatch.setattr(session.notices, "bug", desktop.bugs.append)
        opened.append(desktop)
        session.window.show()
        session.window.activateWindow()
        session.wake()
        return desktop

    try:
        yield open_one
    finally:
        for desktop in opened:
            if not desktop.session.is_closed:
                await desktop.session.close()
        asyncio.get_running_loop().set_exception_handler(None)
    for bug in [bug for desktop in opened for bug in desktop.bugs] + lost:
        raise bug


def _set_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    if address:
        monkeypatch.setenv("LEADDESK_REACHSTREAM_URL", address)
    else:
        monkeypatch.delenv("LEADDESK_REACHSTREAM_URL", raising=False)


def _listen_to_the_loop(lost: list[BaseException]) -> None:
    """What is raised where nobody waits for it, as ``app.sessions`` does for the person."""

    def heard(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        lost.append(context.get("exception") or RuntimeError(context["message"]))

    asyncio.get_running_loop().set_exception_handler(heard)


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    with Forks(LIVES) as forks:
        yield forks


@pytest.fixture(scope="session")
def first(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """My Leads with a few people in four lists; nobody may write to it."""
    path = tmp_path_factory.mktemp("first") / "leads.db"
    assert forks.start(f"{LIVES}:found", str(path)).end() == 0
    return path


@pytest.fixture
def leads(first: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return Path(shutil.copy(first, tmp_path / "leads.db"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Typing rests soon, and what failed is tried again at once; for journeys that are not about that."""
    monkeypatch.setattr("leaddesk.ui.widgets.chip_field.TYPING_RESTS", 10)
    monkeypatch.setattr("leaddesk.ui.reachstream.page._TYPING_RESTS", 100)
    with stamina.set_testing(True, attempts=TRIES):
        yield


@pytest.fixture
def reactin_in_haste(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """ReactIn is read as fast as it answers, which it allows; for journeys that are not about its pace."""
    sandbox.reactin.requests_per_second = 100_000
    monkeypatch.setattr("leaddesk.providers.reactin.REACTIN_CALLS_A_SECOND", 1000)

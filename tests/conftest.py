"""What all tests share: no screen, one QApplication, and async tests on Qt's own event loop."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["leaddesk"]


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str]) -> Iterator[QApplication]:
    """The one application, dressed as LeadDesk's."""
    from PySide6.QtWidgets import QApplication

    from leaddesk.ui import theme
    from leaddesk.ui.translation import EnglishPlurals

    app = QApplication.instance() or QApplication(qapp_args)
    assert isinstance(app, QApplication)
    theme.apply(app, "light", 100)
    plurals = EnglishPlurals(app)
    app.installTranslator(plurals)
    app.setQuitOnLastWindowClosed(False)
    # What is imported by now stays for good: without it each collection below takes half the time.
    gc.collect()
    gc.freeze()
    yield app
    gc.unfreeze()
    app.removeTranslator(plurals)


@pytest.fixture(autouse=True)
def _collected_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Qt's objects may only be destroyed on their own thread; Python collects on whichever is running.

    The pointer is taken out of the way before: where the last test left it, it would hover over something of the next.
    """
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        from PySide6.QtGui import QCursor

        request.getfixturevalue("qapp")
        QCursor.setPos(5000, 5000)
    yield
    if "qapp" in request.fixturenames:
        gc.collect()


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests that use Qt run on Qt's loop, all others on asyncio's own."""
    del config
    fixtures: list[str] = getattr(item, "fixturenames", [])
    if not any(name in {"qapp", "qtbot"} for name in fixtures):
        return {"asyncio": asyncio.new_event_loop}

    def qt_loop() -> asyncio.AbstractEventLoop:
        from PySide6.QtWidgets import QApplication
        from qasync import QEventLoop

        app: Any = QApplication.instance() or item.funcargs.get("qapp")  # type: ignore[attr-defined]  # set by pytest
        return QEventLoop(app)  # type: ignore[no-any-return]  # qasync has no types

    return {"qt": qt_loop}

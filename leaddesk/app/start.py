"""Starts Qt, its event loop and one session after the other: the real one, the demo, and back."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leaddesk import __version__
from leaddesk.app.collecting import CollectingOnThisThread
from leaddesk.app.parts import Parts, folders_of
from leaddesk.app.window import Session, SessionEnd
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.preferences import TEXT_SIZE, THEME
from leaddesk.ui import theme
from leaddesk.ui.translation import EnglishPlurals
from leaddesk.workspace.settings_file import SettingsFile


@dataclass(frozen=True)
class Options:
    """How LeadDesk was started."""

    home: Path | None = None
    """The folder for everything; None for the platform's own."""
    demo: bool = False


def start(options: Options, visit: Callable[[Session], object] | None = None) -> int:
    """Runs until the last window closes; the exit code.

    ``visit`` is called with each session when its window is shown: the tour drives it from there.
    """
    from qasync import QEventLoop  # noqa: PLC0415 - `leaddesk --version` does not wait for it

    app = make_application()
    collecting = CollectingOnThisThread()
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            return runner.run(run_sessions(app, options, visit))
    finally:
        collecting.stop()


def make_application() -> QApplication:
    """The one QApplication, named and translated. Its look comes with the settings."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["leaddesk"])
    app.setApplicationName("LeadDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("leaddesk")
    app.setQuitOnLastWindowClosed(False)
    app.installTranslator(EnglishPlurals(app))
    if QLocale.system().language() == QLocale.Language.C:
        # Where no language is set the C locale would write 2410893.
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return app


async def run_sessions(
    app: QApplication, options: Options, visit: Callable[[Session], object] | None = None
) -> int:
    """One session after the other, until one ends without asking for the next."""
    demo: bool | None = options.demo
    while demo is not None:
        end = await _run_session(app, options.home, demo=demo, visit=visit)
        demo = {SessionEnd.QUIT: None, SessionEnd.TO_DEMO: True, SessionEnd.TO_REAL: False}[end]
    return 0


async def _run_session(
    app: QApplication, home: Path | None, *, demo: bool, visit: Callable[[Session], object] | None
) -> SessionEnd:
    folders = folders_of(home, demo=demo)
    troubles: list[LeadDeskError] = []
    told: list[Callable[[LeadDeskError], None]] = [troubles.append]
    settings = SettingsFile(folders.config / "settings.json", on_error=lambda error: told[0](error))
    kept_aside = settings.read()
    theme.apply(app, settings.get(THEME), settings.get(TEXT_SIZE))
    parts = Parts(folders, settings, demo=demo)
    session = Session(app, parts, kept_aside)
    told[0] = session.notices.problem
    with _signals_close(session), _bugs_are_told(session):
        session.show()
        if visit is not None:
            visit(session)
        try:
            return await session.ended()
        finally:
            await session.close()


@contextlib.contextmanager
def _signals_close(session: Session) -> Iterator[None]:
    """Ctrl+C in a terminal and a polite kill close the window as its cross does."""
    loop = asyncio.get_running_loop()
    names = [signal.SIGINT, signal.SIGTERM]
    try:
        for name in names:
            loop.add_signal_handler(name, session.quit)
    except (NotImplementedError, RuntimeError):
        names = []
    try:
        yield
    finally:
        for name in names:
            loop.remove_signal_handler(name)


@contextlib.contextmanager
def _bugs_are_told(session: Session) -> Iterator[None]:
    """Whatever is raised in a slot, a task or a thread is logged and shown as LeadDesk's own mistake."""
    loop, before = asyncio.get_running_loop(), sys.excepthook

    def raised(kind: type[BaseException], error: BaseException, traceback: object) -> None:
        del kind, traceback
        if not isinstance(error, KeyboardInterrupt):
            session.notices.bug(error)

    def in_loop(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        session.notices.bug(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))

    sys.excepthook = raised
    loop.set_exception_handler(in_loop)
    try:
        yield
    finally:
        sys.excepthook = before
        loop.set_exception_handler(None)

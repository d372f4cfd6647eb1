"""One session after the other: the real one, the demo, and back."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from leaddesk.app.collecting import CollectingOnThisThread
from leaddesk.app.parts import Parts
from leaddesk.app.qt_loop import QtEventLoop
from leaddesk.app.saving import Saving
from leaddesk.app.window import Session, SessionEnd
from leaddesk.domain.preferences import TEXT_SIZE, THEME, WINDOW_GEOMETRY, PreferenceStore
from leaddesk.keychain.keychain import Keychain
from leaddesk.ui import icons, theme
from leaddesk.ui.main_window import MainWindow
from leaddesk.workspace.folders import folders_of
from leaddesk.workspace.settings_reading import first_look

Visit = Callable[[Session], object]
"""Called with each session when its window is furnished."""


def run_loop(app: QApplication, window: MainWindow, home: Path | None, *, demo: bool, visit: Visit | None) -> int:
    """Runs Qt's event loop until the last window closes; the exit code. ``window`` is painted already."""
    collecting = CollectingOnThisThread()
    try:
        with asyncio.Runner(loop_factory=lambda: QtEventLoop(app)) as runner:
            return runner.run(run_sessions(app, window, home, demo=demo, visit=visit))
    finally:
        collecting.stop()


async def run_sessions(
    app: QApplication, window: MainWindow | None, home: Path | None, *, demo: bool, visit: Visit | None = None
) -> int:
    """Until one ends without asking for the next."""
    following: bool | None = demo
    keychain = Keychain()  # one for all: a key that is kept until LeadDesk quits outlives a look at the demo
    while following is not None:
        chain = Keychain(only_memory=True) if following else keychain
        end = await _run_session(app, window, home, chain, demo=following, visit=visit)
        window = None
        following = {SessionEnd.QUIT: None, SessionEnd.TO_DEMO: True, SessionEnd.TO_REAL: False}[end]
    return 0


async def _run_session(
    app: QApplication,
    window: MainWindow | None,
    home: Path | None,
    keychain: Keychain,
    *,
    demo: bool,
    visit: Visit | None,
) -> SessionEnd:
    folders = folders_of(home, demo=demo)
    saving = Saving(folders.config / "settings.json")
    kept_aside = saving.read()
    if demo:
        _look_alike(saving, home)
    theme.apply(app, saving.get(THEME), saving.get(TEXT_SIZE))
    app.setWindowIcon(icons.app_icon())
    parts = Parts(folders, saving, keychain, demo=demo)
    session = Session(app, window or MainWindow(saving.get(WINDOW_GEOMETRY)), parts, kept_aside)
    with _signals_close(session), _bugs_are_told(session):
        session.window.show()
        session.wake()
        CollectingOnThisThread.settle()
        if visit is not None:
            visit(session)
        try:
            return await session.ended()
        finally:
            await session.close()


def _look_alike(demo: PreferenceStore, home: Path | None) -> None:
    """The demo has settings of its own, but who reads large text in the dark reads it there too."""
    chosen = first_look(folders_of(home, demo=False).config / "settings.json")
    if demo.get(THEME) == THEME.default:
        demo.set(THEME, chosen(THEME))
    if demo.get(TEXT_SIZE) == TEXT_SIZE.default:
        demo.set(TEXT_SIZE, chosen(TEXT_SIZE))


@contextlib.contextmanager
def _signals_close(session: Session) -> Iterator[None]:
    """Ctrl+C in a terminal, its end, and a polite kill close the window as its cross does, but nothing is asked."""
    loop = asyncio.get_running_loop()
    names = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # else nohup wants us to stay
        names.append(signal.SIGHUP)
    try:
        for name in names:
            loop.add_signal_handler(name, session.quit_unasked)
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

    def in_thread(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
            loop.call_soon_threadsafe(session.notices.bug, failure.exc_value)

    before_in_threads = threading.excepthook
    sys.excepthook, threading.excepthook = raised, in_thread
    loop.set_exception_handler(in_loop)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_in_threads
        loop.set_exception_handler(None)

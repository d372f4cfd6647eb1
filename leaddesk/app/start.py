"""Starts Qt and shows the first picture; only then everything else is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QElapsedTimer, QLocale
from PySide6.QtWidgets import QApplication

from leaddesk import __version__
from leaddesk.domain.preferences import TEXT_SIZE, THEME, WINDOW_GEOMETRY
from leaddesk.ui import theme
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.translation import EnglishPlurals
from leaddesk.workspace.folders import folders_of
from leaddesk.workspace.settings_reading import first_look

if TYPE_CHECKING:
    from leaddesk.app.sessions import Visit

_PAINTED_WITHIN = 500


class Options(NamedTuple):
    """How LeadDesk was started."""

    home: Path | None = None
    """The folder for everything; None for the platform's own."""
    demo: bool = False


def start(options: Options, visit: Visit | None = None) -> int:
    """Runs until the last window closes; the exit code.

    ``visit`` is called with each session when its window is furnished: the tour drives it from there.
    """
    app = make_application()
    chosen = first_look(folders_of(options.home, demo=options.demo).config / "settings.json")
    theme.apply(app, chosen(THEME), chosen(TEXT_SIZE))
    window = MainWindow(chosen(WINDOW_GEOMETRY))
    window.show()
    _paint(app, window)
    from leaddesk.app.sessions import run_loop  # noqa: PLC0415 - nearly everything, after the first picture

    return run_loop(app, window, options.home, demo=options.demo, visit=visit)


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


def _paint(app: QApplication, window: MainWindow) -> None:
    """Let the first picture appear. No coroutine runs yet, so turning Qt's loop by hand loses nothing."""
    clock = QElapsedTimer()
    clock.start()
    while not window.is_painted and clock.elapsed() < _PAINTED_WITHIN:
        app.processEvents()
    app.processEvents()  # painted is not yet shown: let it reach the screen

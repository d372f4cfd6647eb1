"""What the commands ask of a session: its window, its pages, and what concerns the whole program."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.notices import Notices
from leaddesk.ui.reachstream.page import ReachStreamPage
from leaddesk.ui.tab_page import TabPage


class Commanded(Protocol):
    """``window.Session`` is one."""

    window: MainWindow
    desk: Desk
    commands: Commands
    notices: Notices
    is_closed: bool

    @property
    def page(self) -> ReachStreamPage | None:
        """The ReachStream page, once it was shown."""
        ...

    @property
    def shown_page(self) -> TabPage | None:
        """The page of the tab that is shown, where it has something to command."""
        ...

    @property
    def log_folder(self) -> Path: ...

    def run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        """In the background; errors go to the notices."""
        ...

    def open_settings(self, page: str = "") -> None: ...

    def open_folder(self, folder: Path) -> None: ...

    def set_appearance(self, *, chosen: str | None = None, text_size: int | None = None) -> None: ...

    def to_demo(self) -> None: ...

    def to_real(self) -> None: ...

    def quit(self) -> None: ...

"""The log files: a megabyte each, three at most, written by a thread of their own.

They hold what LeadDesk did and what went wrong, never a key: secrets have no readable form (``domain.secret``), and the
HTTP libraries, which know the headers, are held at warnings.
"""

from __future__ import annotations

import atexit
import logging
import logging.handlers
import queue
from pathlib import Path

from leaddesk.workspace.folders import made

_SIZE, _KEPT = 1_000_000, 2
_QUIET = ("httpx", "httpcore", "asyncio", "qasync", "keyring", "stamina")
_LEVELS = {"leaddesk": logging.INFO} | dict.fromkeys(_QUIET, logging.WARNING)


class Logs:
    """Begins with ``start``; ends with ``stop``, when everything is on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listener: logging.handlers.QueueListener | None = None
        self._handler: logging.Handler | None = None
        self._levels: dict[str, int] = {}
        """As they were before."""

    def start(self) -> None:
        """Raises WorkspaceUnusable or OSError where the folder cannot be written; nothing is logged then."""
        path = made(self._folder) / "leaddesk.log"
        file = logging.handlers.RotatingFileHandler(
            path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
        self._handler = logging.handlers.QueueHandler(lines)
        self._listener = logging.handlers.QueueListener(lines, file)
        self._listener.start()
        root = logging.getLogger()
        root.addHandler(self._handler)
        for name, level in _LEVELS.items():
            self._levels[name] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(level)
        atexit.register(self.stop)

    def stop(self) -> None:
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
        self._levels.clear()
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler = None
        if self._listener is not None:
            self._listener.stop()
            for handler in self._listener.handlers:
                handler.close()
            self._listener = None
        atexit.unregister(self.stop)

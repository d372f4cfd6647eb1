"""Whether everything that was changed is on disk: the status bar says so, and must not say it too early."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TypeVar

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.preferences import Preference
from leaddesk.workspace.settings_file import SettingsFile

T = TypeVar("T")

_SETTINGS = "settings"
_REST = 0.25
"""Seconds after a change before settings are written, so that dragging a splitter writes seldom."""


class SavingState(Enum):
    """What can be said of everything that was changed."""

    NOTHING = "nothing"
    """Nothing was changed yet."""
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"
    """Some of it is in memory alone."""


class Saving:
    """The settings as pages see them (a ``PreferenceStore``), and an account of what is not written yet."""

    def __init__(self, path: Path) -> None:
        """``path``: the settings file."""
        self.on_change: Callable[[], None] = lambda: None
        self.on_problem: Callable[[LeadDeskError], None] = lambda _: None
        """Hears of the first failure after a success: a disk that stays full is not told at every change."""
        self.state = SavingState.NOTHING
        self._settings = SettingsFile(path, on_error=self._refused)
        self._pending: set[str] = set()
        self._failed: set[str] = set()
        self._changes = 0
        self._refusal: LeadDeskError | None = None
        self._writing: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def read(self) -> Path | None:
        """Reads the settings, before anything else; where a damaged file was put aside, or None."""
        return self._settings.read()

    def get(self, preference: Preference[T]) -> T:
        return self._settings.get(preference)

    def set(self, preference: Preference[T], value: T) -> None:
        """Raises ValueError where the preference does not accept the value."""
        before = self._settings.get(preference)
        self._settings.set(preference, value)
        if value == before:
            return
        self.begin(_SETTINGS)
        self._changes += 1
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    def begin(self, what: str) -> None:
        """``what`` was changed and is on its way to the disk."""
        self._pending.add(what)
        self._tell()

    def end(self, what: str) -> None:
        """``what`` is on the disk as it stands in the window."""
        self._pending.discard(what)
        self._failed.discard(what)
        self._tell()

    def fail(self, what: str, error: LeadDeskError) -> None:
        """``what`` could not be written."""
        is_news = what not in self._failed
        self._pending.discard(what)
        self._failed.add(what)
        self._tell()
        if is_news:
            self.on_problem(error)

    async def flush(self) -> LeadDeskError | None:
        """Writes the settings now; what kept them from it, or None."""
        self._refusal = None
        await self._settings.flush()
        return self._refusal

    async def aclose(self) -> None:
        """Writes the settings, if they can be written."""
        self._closing.set()
        if self._writing is not None:
            await self._writing
        await self._settings.flush()

    async def _write(self) -> None:
        while _SETTINGS in self._pending:
            seen, self._refusal = self._changes, None
            with suppress(TimeoutError):
                async with asyncio.timeout(_REST):
                    await self._closing.wait()
            await self._settings.flush()
            if seen == self._changes and self._refusal is None:
                self.end(_SETTINGS)

    def _refused(self, error: LeadDeskError) -> None:
        self._refusal = error
        self.fail(_SETTINGS, error)

    def _tell(self) -> None:
        if self._pending:
            self.state = SavingState.SAVING
        elif self._failed:
            self.state = SavingState.FAILED
        else:
            self.state = SavingState.SAVED
        self.on_change()

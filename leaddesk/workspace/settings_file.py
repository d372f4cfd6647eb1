"""The settings: a small JSON file, read before the first picture and written in the background.

Two LeadDesks may share it, and a later LeadDesk may have written it: only what was changed here is written, into what
the file holds at that moment. In a setting that is itself a table (``ADDRESSES``), that goes for each of its entries.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

from leaddesk.domain.errors import CannotWrite, LeadDeskError, WorkspaceUnusable
from leaddesk.domain.preferences import Preference
from leaddesk.workspace.folders import made
from leaddesk.workspace.put_aside import put_aside
from leaddesk.workspace.settings_reading import DamagedError, parsed_settings

T = TypeVar("T")

_REST = 0.25
"""Seconds after a change before it is written, so that dragging a splitter writes once."""

_GONE = object()
_Place = tuple[str] | tuple[str, str]
"""The name of a setting, and the entry in it if it is a table."""


class SettingsFile:
    """A ``PreferenceStore``. Everything but ``read`` belongs to the event loop's thread."""

    def __init__(self, path: Path, *, on_error: Callable[[LeadDeskError], None]) -> None:
        """``on_error`` hears of settings that could not be written (CannotWrite, DiskFull); they stay in memory."""
        self._path = path
        self._on_error = on_error
        self._values: dict[str, Any] = {}
        self._unwritten: dict[_Place, Any] = {}
        self._writing: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def read(self) -> Path | None:
        """Reads the file, at once and before anything else; no file means defaults.

        Returns where a damaged file was put aside, or None. Where the system does not let LeadDesk at the file the
        defaults hold as well, and the next change will tell.
        """
        try:
            self._values, aside = _read(self._path)
        except OSError:
            self._values, aside = {}, None
        return aside

    def get(self, preference: Preference[T]) -> T:
        """The default where nothing was chosen, or where the file holds something that is no such setting."""
        value = self._values.get(preference.name, preference.default)
        accepted: T = value if preference.accepts(value) else preference.default
        return deepcopy(accepted) if isinstance(accepted, dict) else accepted

    def set(self, preference: Preference[T], value: T) -> None:
        """Raises ValueError where the preference does not accept the value."""
        if not preference.accepts(value):
            raise ValueError(f"{preference.name} does not take {value!r}")
        before = self.get(preference)
        if value == before:
            return
        after = self._values[preference.name] = deepcopy(value)
        self._unwritten.update(_changes(preference.name, before, after))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write_after_a_rest())

    async def flush(self) -> None:
        """Returns when every change is in the file, or was tried (again) and told to ``on_error``."""
        self._hurry.set()
        try:
            if self._writing is not None and not self._writing.done():
                await self._writing
            else:
                await self._write()
        finally:
            self._hurry.clear()

    async def _write_after_a_rest(self) -> None:
        # Not asyncio.timeout: where it runs out in the moment of the hurry, Python 3.11 cancels what comes after it.
        hurry = asyncio.ensure_future(self._hurry.wait())
        await asyncio.wait([hurry], timeout=_REST)
        hurry.cancel()
        await self._write()

    async def _write(self) -> None:
        while self._unwritten:
            changes, self._unwritten = self._unwritten, {}
            try:
                await asyncio.to_thread(_merge, self._path, changes)
            except LeadDeskError as error:
                self._unwritten = changes | self._unwritten  # tried again with the next change, and at the end
                self._on_error(error)
                return


def _changes(name: str, before: object, after: object) -> dict[_Place, Any]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return {(name,): after}
    places = ((name, key) for key in before.keys() | after.keys())
    now = {place: after.get(place[1], _GONE) for place in places}
    return {place: value for place, value in now.items() if value != before.get(place[1], _GONE)}


def _read(path: Path) -> tuple[dict[str, Any], Path | None]:
    """What the file holds, and where it was put aside if it was damaged. Raises OSError where it cannot be read."""
    try:
        return parsed_settings(path), None
    except FileNotFoundError:
        return {}, None
    except DamagedError:
        return {}, put_aside(path)


def _merge(path: Path, changes: dict[_Place, Any]) -> None:
    """In a worker thread. Raises CannotWrite, DiskFull."""
    from leaddesk.disk.atomic_file import file_error, write_atomically  # noqa: PLC0415 - the first picture does without

    try:
        values, _ = _read(path)
    except OSError as error:
        raise file_error(path, error) from error
    for place, value in changes.items():
        name, entry = place[0], place[1:]
        table, key = (values, name) if not entry else (values.setdefault(name, {}), entry[0])
        if not isinstance(table, dict):
            table = values[name] = {}
        if value is _GONE:
            table.pop(key, None)
        else:
            table[key] = value
    try:
        made(path.parent)
    except WorkspaceUnusable as error:
        raise CannotWrite(path, error.reason) from error
    with write_atomically(path, mode=0o600) as file:
        file.write(json.dumps(values, indent=2, sort_keys=True).encode())

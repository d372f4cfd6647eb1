"""Where an export may go: what is there already, and what is missing. Every look is taken in a thread: a network drive
may take its time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from leaddesk.domain.errors import CannotWrite


class ExportPlaces:
    """Shared by the exports of all tables."""

    async def is_taken(self, path: Path) -> bool:
        """Whether a file is at ``path``. False where that cannot be found out: writing will then say why."""
        return await asyncio.to_thread(_is_file, path)

    async def lacks_folder(self, path: Path) -> bool:
        """Whether nothing at all is where the folder of ``path`` should be."""
        return await asyncio.to_thread(_is_missing, path.parent)

    async def create_folder(self, folder: Path) -> None:
        """Make ``folder`` and what is missing above it. Raises CannotWrite."""
        await asyncio.to_thread(_make, folder)

    async def first_folder(self, folders: Sequence[Path]) -> Path | None:
        """The first of ``folders`` that is there, or None."""
        return await asyncio.to_thread(lambda: next(filter(_is_folder, folders), None))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:
        return False


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or "") from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False

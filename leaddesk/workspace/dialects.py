"""How a provider answers where its documentation leaves that open (paths, spellings), known again at the next start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from leaddesk.domain.errors import LeadDeskError
from leaddesk.workspace.database import Database

if TYPE_CHECKING:
    import apsw

_log = logging.getLogger(__name__)


class Dialects:
    """Asked and told at once, from memory; the database follows in the background.

    A provider at another address is another one. What cannot be read or written is noted in the log only: without it
    a call asks under one path too many.
    """

    def __init__(self, database: Database, address: Callable[[str], str]) -> None:
        """``address``: the base address in force, by provider id."""
        self._database = database
        self._address = address
        self._paths: dict[tuple[str, str, str], str] = {}
        self._forgotten: set[str] = set()
        self._writing: set[asyncio.Task[None]] = set()

    async def read(self) -> None:
        """Takes up what is in the database; what was told before wins."""
        try:
            rows = await self._database.read(
                lambda connection: connection.execute(
                    "SELECT provider, address, operation, path FROM dialects"
                ).fetchall()
            )
        except LeadDeskError as error:
            _log.warning("dialects cannot be read: %s", type(error).__name__)
        else:
            kept = {
                (str(row[0]), str(row[1]), str(row[2])): str(row[3]) for row in rows if row[0] not in self._forgotten
            }
            self._paths = kept | self._paths

    def get(self, provider: str, operation: str) -> str | None:
        return self._paths.get(self._place(provider, operation))

    def known(self, provider: str) -> dict[str, str]:
        """Everything that is remembered of the provider at the address in force, by operation."""
        address = self._address(provider)
        return {place[2]: path for place, path in self._paths.items() if place[:2] == (provider, address)}

    def set(self, provider: str, operation: str, path: str) -> None:
        place = self._place(provider, operation)
        if self._paths.get(place) != path:
            self._paths[place] = path
            self._write(
                lambda connection: connection.execute(
                    "REPLACE INTO dialects VALUES (?, ?, ?, ?)", (*place, path)
                ).close()
            )

    def forget(self, provider: str, operation: str) -> None:
        place = self._place(provider, operation)
        if self._paths.pop(place, None) is not None:
            self._write(
                lambda connection: connection.execute(
                    "DELETE FROM dialects WHERE (provider, address, operation) = (?, ?, ?)", place
                ).close()
            )

    def forget_all(self, provider: str) -> None:
        """Whatever is remembered of the provider, at every address; what another LeadDesk has written too."""
        self._forgotten.add(provider)
        self._paths = {place: path for place, path in self._paths.items() if place[0] != provider}
        self._write(
            lambda connection: connection.execute("DELETE FROM dialects WHERE provider = ?", (provider,)).close()
        )

    async def flush(self) -> None:
        """Returns when everything that was told is written; before the database is closed."""
        await asyncio.gather(*self._writing)

    def _place(self, provider: str, operation: str) -> tuple[str, str, str]:
        return provider, self._address(provider), operation

    def _write(self, change: Callable[[apsw.Connection], None]) -> None:
        async def write() -> None:
            try:
                await self._database.write(change)
            except LeadDeskError as error:
                _log.warning("dialects cannot be written: %s", type(error).__name__)

        task = asyncio.get_running_loop().create_task(write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

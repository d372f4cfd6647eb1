"""Parts that are loaded after the first picture: HTTP and CSV take longer to import than a window takes to paint."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.errors import DemoNotStarted
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.filter import Filter
from leaddesk.domain.queue import QueueState
from leaddesk.domain.reachstream import Count, Credits, PresetValues
from leaddesk.domain.records import Row
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency

if TYPE_CHECKING:
    from leaddesk.providers.dialect import DialectMemory
    from leaddesk.providers.reachstream import ReachStream


class LateReachStream:
    """ReachStream's client, made at the first call or by ``load``; calls that come earlier wait for it."""

    def __init__(
        self,
        *,
        ready: Awaitable[bool],
        address: Callable[[], str],
        key: Callable[[], Awaitable[Secret | None]],
        remembered: DialectMemory,
        on_queue: Callable[[QueueState], None],
    ) -> None:
        """``ready``: whether an address and a key can be asked for; the demo's process takes a while to tell."""
        self._ready = asyncio.ensure_future(ready)
        self._address, self._key, self._remembered, self._on_queue = address, key, remembered, on_queue
        self._client: ReachStream | None = None
        self._loading = asyncio.Lock()

    async def load(self) -> ReachStream:
        """The client. Raises DemoNotStarted."""
        if not await asyncio.shield(self._ready):
            raise DemoNotStarted
        async with self._loading:
            if self._client is None:
                connect = await asyncio.to_thread(_import_client)
                self._client = connect(self._address, self._key, remembered=self._remembered)
                self._client.pace.subscribe(self._on_queue)
        return self._client

    async def preset_values(self, field: str, typed: str, *, urgency: Urgency) -> PresetValues:
        return await (await self.load()).preset_values(field, typed, urgency=urgency)

    async def credits(self, *, urgency: Urgency) -> Credits:
        return await (await self.load()).credits(urgency=urgency)

    async def count(self, wanted: Filter, *, urgency: Urgency) -> Count:
        return await (await self.load()).count(wanted, urgency=urgency)

    async def aclose(self) -> None:
        self._ready.cancel()
        if self._client is not None:
            await self._client.aclose()


def _import_client() -> Callable[..., ReachStream]:
    from leaddesk.providers.reachstream import connect  # noqa: PLC0415 - after the first picture

    return connect


def write_csv(
    path: Path,
    kind: CsvKind,
    header: Sequence[str],
    chunks: Iterable[Sequence[Row]],
    *,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> int | None:
    """``files.csv_export.write_csv``."""
    from leaddesk.files import csv_export  # noqa: PLC0415 - after the first picture

    return csv_export.write_csv(path, kind, header, chunks, progress=progress, cancelled=cancelled)


def preview_csv(kind: CsvKind, header: Sequence[str], rows: Sequence[Row]) -> list[list[str]]:
    """``files.csv_export.preview``."""
    from leaddesk.files import csv_export  # noqa: PLC0415 - after the first picture

    return csv_export.preview(kind, header, rows)

"""Save the file of a download. Its address is fetched without the key (providers.md)."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.records import Value
from leaddesk.domain.urgency import Urgency


class DownloadClient(Protocol):
    """Leadsopedia's side."""

    async def one_download(self, download_id: str, /, *, urgency: Urgency) -> Facts: ...


class FetchFile(Protocol):
    """``providers.files``: brings what is at an address, without any key. Raises ProviderError, AddressRefused."""

    def __call__(
        self, url: str, take: Callable[[bytes], Awaitable[None]], *, progress: Callable[[int, int | None], None]
    ) -> Awaitable[None]: ...


OpenToReplace = Callable[[Path], AbstractContextManager[BinaryIO]]
"""``disk.atomic_file.write_atomically``: the file is there whole, or not at all."""


@dataclass(frozen=True)
class SavedDownload:
    """A file that is whole and in its place."""

    path: Path
    size: int
    """Bytes."""


class SaveDownload:
    """Fetches and writes one file."""

    def __init__(self, client: DownloadClient, fetch: FetchFile, open_to_replace: OpenToReplace) -> None:
        self._client, self._fetch, self._open = client, fetch, open_to_replace

    async def __call__(
        self,
        *,
        download_id: str,
        url: str,
        path: Path,
        progress: Callable[[int, int | None], None],
    ) -> SavedDownload:
        """Write what is at ``url`` to ``path``; a file that is there is replaced, when the new one is whole.

        ``url`` may be empty: then Leadsopedia is asked for it first, by ``download_id``, which is one call.
        ``progress`` gets the bytes so far and all of them (None where that is not known), on the event loop.
        Cancelling the task leaves nothing of the file. Raises ProviderError, AddressRefused, CannotWrite, DiskFull.
        """
        if not url:
            facts = await self._client.one_download(download_id, urgency=Urgency.CLICK)
            url = _text(facts.values.get("url"))
        size = 0
        writing = self._open(path)
        file = await asyncio.to_thread(writing.__enter__)

        async def take(chunk: bytes) -> None:
            nonlocal size
            await asyncio.to_thread(file.write, chunk)
            size += len(chunk)

        try:
            await self._fetch(url, take, progress=progress)
        except BaseException:
            # Shielded: what is half written goes, also when this is cancelled a second time.
            problem = sys.exc_info()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(asyncio.to_thread(writing.__exit__, *problem))
            raise
        await asyncio.shield(asyncio.to_thread(writing.__exit__, None, None, None))
        return SavedDownload(path, size)


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()

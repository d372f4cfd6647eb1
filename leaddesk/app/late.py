"""Parts that are loaded after the first picture: HTTP and CSV take longer to import than a window takes to paint."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Generic, Protocol, TypeVar

from leaddesk.domain.errors import DemoNotStarted
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.filter import Filter
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.lists import ACCOUNT, ACTIVITY, DOWNLOADS, HISTORY, KeptList
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.purchases import DeliveryWay
from leaddesk.domain.queue import QueueState
from leaddesk.domain.reachstream import Count, Credits, PresetValues
from leaddesk.domain.records import Row
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import BatchAnswer, Sent
from leaddesk.domain.urgency import Urgency

if TYPE_CHECKING:
    from leaddesk.providers.leadsopedia import Leadsopedia  # noqa: F401 - below, as text
    from leaddesk.providers.reachstream import ReachStream  # noqa: F401 - below, as text
    from leaddesk.providers.reactin import ReactIn  # noqa: F401 - below, as text


class _Pace(Protocol):
    def subscribe(self, listener: Callable[[QueueState], None]) -> Callable[[], None]: ...

    def let_go(self) -> None: ...


class _Client(Protocol):
    @property
    def pace(self) -> _Pace: ...

    async def aclose(self) -> None: ...


C = TypeVar("C", bound=_Client)


class _Late(Generic[C]):
    """A provider's client, made at the first call or by ``load``; calls that come earlier wait for it."""

    def __init__(
        self, *, ready: asyncio.Future[bool], connect: Callable[[], C], on_queue: Callable[[QueueState], None]
    ) -> None:
        """``ready``: whether an address and a key can be asked for; the demo's process takes a while to tell.

        ``connect`` imports the client's module, which takes long, and makes it; it is called in a thread.
        """
        self._ready = ready
        self._connect, self._on_queue = connect, on_queue
        self._client: C | None = None
        self._loading = asyncio.Lock()
        self._state = QueueState()

    async def load(self) -> C:
        """The client. Raises DemoNotStarted."""
        if not await asyncio.shield(self._ready):
            raise DemoNotStarted
        async with self._loading:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
                self._client.pace.subscribe(self._queue_changed)
        return self._client

    def only_waits(self) -> bool:
        """Whether calls wait in the queue and none is under way."""
        return self._state.waiting > 0 and self._state.in_flight == 0

    def _queue_changed(self, state: QueueState) -> None:
        self._state = state
        self._on_queue(state)

    def look_again(self) -> None:
        """The time between two calls is another: calls that wait may go sooner."""
        if self._client is not None:
            self._client.pace.let_go()

    async def aclose(self) -> None:
        self._ready.cancel()
        if self._client is not None:
            await self._client.aclose()


class LateReachStream(_Late["ReachStream"]):
    """As ``providers.reachstream``."""

    async def preset_values(self, field: str, typed: str, *, urgency: Urgency) -> PresetValues:
        return await (await self.load()).preset_values(field, typed, urgency=urgency)

    async def credits(self, *, urgency: Urgency) -> Credits:
        return await (await self.load()).credits(urgency=urgency)

    async def count(self, wanted: Filter, *, urgency: Urgency) -> Count:
        return await (await self.load()).count(wanted, urgency=urgency)

    async def batch(self, processing_id: str) -> BatchAnswer:
        return await (await self.load()).batch(processing_id)

    async def send(
        self,
        body: bytes,
        secret: Secret | None,
        *,
        way: DeliveryWay,
        leaving: Callable[[], Awaitable[None]],
        deadline: float = 60.0,
    ) -> Sent:
        """Buys. Raises DemoNotStarted, and then nothing was sent; else as ``FetchSender.send``."""
        client = await self.load()
        return await client.send(body, secret, way=way, leaving=leaving, deadline=deadline)


class LateReactIn(_Late["ReactIn"]):
    """As ``providers.reactin``."""

    async def page(self, kept: KeptList, number: int, *, urgency: Urgency) -> Page:
        """A page of a SmartList."""
        return await (await self.load()).leads(kept.organization, kept.list_id, number, urgency=urgency)


class LateLeadsopedia(_Late["Leadsopedia"]):
    """As ``providers.leadsopedia``."""

    async def page(self, kept: KeptList, number: int, *, urgency: Urgency) -> Page:
        """A page of a list of contacts, of the downloads, the activity or the search history."""
        client = await self.load()
        if kept.organization != ACCOUNT:
            return await client.contacts(kept.list_id, number, urgency=urgency)
        ask = {DOWNLOADS: client.downloads, ACTIVITY: client.activity, HISTORY: client.history}[kept.list_id]
        return await ask(number, urgency=urgency)

    async def account(self, *, urgency: Urgency) -> Facts:
        return await (await self.load()).account(urgency=urgency)

    async def credits(self, *, urgency: Urgency) -> Facts:
        return await (await self.load()).credits(urgency=urgency)

    async def usage(self, *, urgency: Urgency) -> Facts:
        return await (await self.load()).usage(urgency=urgency)

    async def lists(self, number: int, *, urgency: Urgency) -> Page:
        return await (await self.load()).lists(number, urgency=urgency)

    async def contact(self, list_id: str, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry:
        client = await self.load()
        return await client.contact(list_id, email=email, contact_id=contact_id, urgency=urgency)

    async def one_download(self, download_id: str, *, urgency: Urgency) -> Facts:
        return await (await self.load()).one_download(download_id, urgency=urgency)


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


def write_xlsx(
    path: Path,
    header: Sequence[str],
    chunks: Iterable[Sequence[Row]],
    *,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> int | None:
    """``files.xlsx_writing.write_xlsx``."""
    from leaddesk.files import xlsx_writing  # noqa: PLC0415 - after the first picture

    return xlsx_writing.write_xlsx(path, header, chunks, progress=progress, cancelled=cancelled)


def preview_csv(kind: CsvKind, header: Sequence[str], rows: Sequence[Row]) -> list[list[str]]:
    """``files.csv_export.preview``."""
    from leaddesk.files import csv_export  # noqa: PLC0415 - after the first picture

    return csv_export.preview(kind, header, rows)


async def fetch_file(
    url: str, take: Callable[[bytes], Awaitable[None]], *, progress: Callable[[int, int | None], None]
) -> None:
    """``providers.files``: without any key."""
    fetch = await asyncio.to_thread(_import_fetch)
    await fetch(url, take, progress=progress)


def _import_fetch() -> Callable[..., Awaitable[None]]:
    from leaddesk.providers.files import fetch_file as fetch  # noqa: PLC0415 - after the first picture

    return fetch


def open_to_replace(path: Path) -> AbstractContextManager[BinaryIO]:
    """``disk.atomic_file.write_atomically``."""
    from leaddesk.disk.atomic_file import write_atomically  # noqa: PLC0415 - after the first picture

    return write_atomically(path)

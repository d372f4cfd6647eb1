"""A download is saved whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leaddesk.actions.save_download import SavedDownload, SaveDownload
from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.errors import CannotWrite, Unreachable
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.urgency import Urgency

CHUNKS = [b"email,name\n", b"a@example.org,Ada\n"]


class Leadsopedia:
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def one_download(self, download_id: str, *, urgency: Urgency) -> Facts:
        self.asked.append(f"{download_id} {urgency.name}")
        return Facts({"url": "https://files.example/7"}, "{}", datetime(2026, 11, 1, tzinfo=UTC))


class Files:
    """Gives CHUNKS; then ends as it is told."""

    def __init__(self, end: Callable[[], Awaitable[None]] | None = None) -> None:
        self.end = end
        self.urls: list[str] = []

    async def fetch(
        self, url: str, take: Callable[[bytes], Awaitable[None]], *, progress: Callable[[int, int | None], None]
    ) -> None:
        self.urls.append(url)
        for number, chunk in enumerate(CHUNKS, start=1):
            await take(chunk)
            progress(number, len(CHUNKS))
        if self.end is not None:
            await self.end()


def left(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_the_file_is_written_and_its_progress_told(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    files, client = Files(), Leadsopedia()
    save = SaveDownload(client, files.fetch, write_atomically)
    path = tmp_path / "contacts.csv"
    saved = await save(
        download_id="7", url="https://files.example/x", path=path, progress=lambda *now: told.append(now)
    )
    assert saved == SavedDownload(path, len(b"".join(CHUNKS)))
    assert path.read_bytes() == b"".join(CHUNKS)
    assert told == [(1, 2), (2, 2)]
    assert (files.urls, client.asked) == (["https://files.example/x"], [])


async def test_without_an_address_leadsopedia_is_asked_for_it(tmp_path: Path) -> None:
    files, client = Files(), Leadsopedia()
    save = SaveDownload(client, files.fetch, write_atomically)
    await save(download_id="7", url="", path=tmp_path / "x.csv", progress=lambda *_: None)
    assert (files.urls, client.asked) == (["https://files.example/7"], ["7 CLICK"])


async def test_what_breaks_half_way_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    async def breaks() -> None:
        raise Unreachable("leadsopedia", "files.example", "cut")

    path = tmp_path / "contacts.csv"
    path.write_text("before")
    save = SaveDownload(Leadsopedia(), Files(breaks).fetch, write_atomically)
    with pytest.raises(Unreachable):
        await save(download_id="7", url="https://files.example/x", path=path, progress=lambda *_: None)
    assert path.read_text() == "before"
    assert left(tmp_path) == [path]


async def test_a_cancel_leaves_nothing(tmp_path: Path) -> None:
    held = asyncio.Event()

    async def hangs() -> None:
        held.set()
        await asyncio.Event().wait()

    save = SaveDownload(Leadsopedia(), Files(hangs).fetch, write_atomically)
    task = asyncio.ensure_future(
        save(download_id="7", url="https://files.example/x", path=tmp_path / "x.csv", progress=lambda *_: None)
    )
    await held.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(tmp_path) == []


async def test_a_place_that_cannot_be_written_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    files = Files()
    save = SaveDownload(Leadsopedia(), files.fetch, write_atomically)
    with pytest.raises(CannotWrite):
        await save(
            download_id="7",
            url="https://files.example/x",
            path=tmp_path / "no such folder" / "x.csv",
            progress=lambda *_: None,
        )
    assert files.urls == []

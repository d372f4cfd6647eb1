"""A download's file, over real sockets: it comes whole or not at all, and nothing that identifies anybody travels."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import threading
from collections.abc import Iterator

import httpx
import pytest

from leaddesk.domain import errors
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import leadsopedia
from leaddesk.providers.connections import Connections
from leaddesk.providers.files import LARGEST_FILE, MOST_REDIRECTS, fetch_file
from leaddesk.providers.pacing import Pace
from leaddesk.sandbox.leadsopedia.downloads import csv_of
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.hostile_server import HostileServer, Script, endless, reply, silent, truncated
from tests.fakes.virtual_time import JumpingTimers

FILE = reply(200, b"id,email\r\n1,a@b.example\r\n")


class Shelf:
    """Takes a file, and what was told while it came."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.progress: list[tuple[int, int | None]] = []

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces)

    async def take(self, piece: bytes) -> None:
        await asyncio.to_thread(self.pieces.append, piece)

    def told(self, done: int, total: int | None) -> None:
        self.progress.append((done, total))

    async def fetch(self, address: str, *, largest: int = LARGEST_FILE, patience: float = 5.0) -> int:
        await fetch_file(address, self.take, progress=self.told, largest=largest, patience=patience)
        return len(self.content)


@pytest.fixture(scope="module")
def open_sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=5000), clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(open_sandbox: Sandbox) -> Sandbox:
    open_sandbox.reset()
    return open_sandbox


async def addresses(sandbox: Sandbox) -> list[str]:
    """Those of the downloads, as the provider tells them."""
    key = Secret(sandbox.leadsopedia.key)
    pace = Pace(10, 1.0, timers=JumpingTimers())
    client = leadsopedia.connect(lambda: sandbox.leadsopedia.address, lambda: asyncio.sleep(0, key), pace=pace)
    page = await client.downloads(1, urgency=Urgency.CLICK)
    await client.aclose()
    return [str(entry.values["url"]) for entry in page.entries]


@pytest.mark.parametrize("downloads_on", ["other-port", "same-port"])
async def test_every_download_comes_whole_and_without_the_key(sandbox: Sandbox, downloads_on: str) -> None:
    sandbox.leadsopedia.switch({"downloads_on": downloads_on})
    *there, gone = await addresses(sandbox)
    contents = []
    for address in there:
        shelf = Shelf()
        await shelf.fetch(address)
        assert shelf.progress[0] == (0, len(shelf.content))
        assert shelf.progress[-1] == (len(shelf.content), len(shelf.content))
        assert shelf.progress == sorted(shelf.progress)
        contents.append(shelf.content)
    assert contents[1] == csv_of(sandbox.leadsopedia.contacts(sandbox.leadsopedia.lists[1][0])).encode()
    with pytest.raises(errors.NothingThere):
        await Shelf().fetch(gone)
    for request in sandbox.leadsopedia.files.requests:
        assert not request.stray_key
        assert not {"x-api-key", "authorization", "cookie"} & set(request.headers)


async def test_what_is_sent() -> None:
    async with HostileServer(FILE) as server:
        shelf = Shelf()
        await shelf.fetch(f"{server.address}/a%20b?signature=é%2F")
    (request,) = server.requests
    assert request.line == "GET /a%20b?signature=%C3%A9%2F HTTP/1.1"
    assert sorted(request.headers) == ["accept", "accept-encoding", "connection", "host", "user-agent"]
    assert shelf.content == b"id,email\r\n1,a@b.example\r\n"


async def test_an_empty_file() -> None:
    async with HostileServer(reply(200)) as server:
        shelf = Shelf()
        assert await shelf.fetch(server.address) == 0
    assert (shelf.pieces, shelf.progress) == ([], [(0, 0)])


async def test_a_folded_file_is_unfolded() -> None:
    text = b"id,email\r\n" * 200_000
    async with HostileServer(reply(200, gzip.compress(text), Content_Encoding="gzip")) as server:
        shelf = Shelf()
        assert await shelf.fetch(server.address) == len(text)
    assert shelf.content == text
    assert shelf.progress[-1] == (len(text), None)


async def test_redirects_are_followed_and_their_cookies_are_not_kept() -> None:
    async with HostileServer(FILE) as files_host:
        target = f"http://localhost:{files_host.port}/file"
        first = reply(302, b"moved", Location="/next?x=1", Set_Cookie="session=1; Path=/")
        async with HostileServer(first, reply(307, Location=target)) as server:
            shelf = Shelf()
            await shelf.fetch(f"{server.address}/first")
    assert [request.line for request in server.requests] == ["GET /first HTTP/1.1", "GET /next?x=1 HTTP/1.1"]
    assert shelf.content
    assert not any("cookie" in request.headers for request in [*server.requests, *files_host.requests])


async def test_so_many_redirects_and_no_more() -> None:
    again = reply(301, Location="/again")
    async with HostileServer(*[again] * MOST_REDIRECTS, FILE) as server:
        assert await Shelf().fetch(server.address)
    async with HostileServer(again) as server:
        with pytest.raises(errors.RedirectRefused):
            await Shelf().fetch(server.address)
    assert len(server.requests) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("http://files.example/x", "files.example"),
        ("ftp://files.example/x", "files.example"),
        ("https://user:password@files.example/x", "files.example"),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
        ("", "127.0.0.1"),
    ],
)
async def test_a_redirect_that_is_not_followed(location: str, host: str) -> None:
    async with HostileServer(reply(302, Location=location)) as server:
        with pytest.raises(errors.RedirectRefused) as raised:
            await Shelf().fetch(server.address)
    assert raised.value.host == host
    assert len(server.requests) == 1


async def test_a_redirect_never_leads_out_of_https(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://127.0.0.1:1/inside"})

    async def client(self: Connections, url: httpx.URL) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(answer))

    monkeypatch.setattr(Connections, "client", client)
    with pytest.raises(errors.RedirectRefused):
        await Shelf().fetch("https://files.example/x")
    assert asked == ["https://files.example/x"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://files.example/x", "plain"),
        ("http://127.0.0.1.files.example/x", "plain"),
        ("ftp://127.0.0.1/x", "scheme"),
        ("file:///etc/passwd", "host"),
        ("/files/1", "host"),
        ("", "host"),
        ("https://user:password@files.example/x", "credentials"),
        ("https://[broken", "host"),
        ("https://two\nlines.example/", "host"),
    ],
)
async def test_an_address_that_is_not_fetched(address: str, reason: str) -> None:
    with pytest.raises(errors.AddressRefused) as raised:
        await Shelf().fetch(address)
    assert raised.value.reason == reason
    assert "password" not in raised.value.address
    assert raised.value.__context__ is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.NoAccess),
        (403, errors.NoAccess),
        (404, errors.NothingThere),
        (410, errors.NothingThere),
        (400, errors.RequestRefused),
        (429, errors.AskedToSlowDown),
        (500, errors.ProviderFailed),
        (503, errors.ProviderFailed),
    ],
)
async def test_what_a_status_says(status: int, kind: type[errors.ProviderError]) -> None:
    async with HostileServer(reply(status, b"<html>no</html>", Retry_After="7")) as server:
        with pytest.raises(errors.ProviderError) as raised:
            await Shelf().fetch(server.address)
    assert type(raised.value) is kind
    assert raised.value.provider == "leadsopedia"
    assert len(server.requests) == 1


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>", b"\xef\xbb\xbf\r\n <HTML lang='en'>Sign in"])
async def test_a_page_in_the_place_of_the_file(page: bytes) -> None:
    async with HostileServer(reply(200, page)) as server:
        with pytest.raises(errors.UnreadableAnswer) as raised:
            await Shelf().fetch(server.address)
    assert raised.value.found == "html"


async def test_a_body_that_breaks_off_is_an_error(sandbox: Sandbox) -> None:
    address = (await addresses(sandbox))[0]
    sandbox.leadsopedia.files.fault("truncated")
    shelf = Shelf()
    with pytest.raises(errors.Unreachable) as raised:
        await shelf.fetch(address)
    assert (raised.value.reason, raised.value.host) == ("cut", "127.0.0.1")
    assert shelf.progress[-1][0] < (shelf.progress[-1][1] or 0)


@pytest.mark.parametrize("script", [truncated(), b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"])
async def test_whatever_breaks_off_says_nothing_of_httpx(script: Script) -> None:
    async with HostileServer(script) as server:
        with pytest.raises(errors.Unreachable) as raised:
            await Shelf().fetch(server.address)
    assert raised.value.__context__ is None


async def test_nothing_listens() -> None:
    async with HostileServer(FILE) as server:
        pass
    with pytest.raises(errors.Unreachable) as raised:
        await Shelf().fetch(server.address)
    assert raised.value.reason == "refused"


async def stalling(writer: asyncio.StreamWriter) -> None:
    """Half of a file, and then nothing."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nid,email")
    await silent(writer)


@pytest.mark.parametrize("script", [silent, stalling])
async def test_so_long_without_a_byte_is_too_slow(script: Script) -> None:
    async with HostileServer(script) as server:
        with pytest.raises(errors.TooSlow) as raised:
            await Shelf().fetch(server.address, patience=0.05)
    assert raised.value.seconds == 0.05
    assert raised.value.__context__ is None


async def test_a_file_that_comes_slowly_is_waited_for(sandbox: Sandbox) -> None:
    """It takes longer than the patience, which is for one byte."""
    address = (await addresses(sandbox))[3]
    sandbox.leadsopedia.files.fault("drip", seconds=0.02, size=5)
    shelf = Shelf()
    await shelf.fetch(address, patience=0.5)
    assert len(shelf.progress) * 0.02 > 0.5


@pytest.mark.parametrize("script", [reply(200, b"x" * 5000), endless], ids=["told before", "found out"])
async def test_a_file_that_is_too_large(script: Script) -> None:
    async with HostileServer(script) as server:
        shelf = Shelf()
        with pytest.raises(errors.AnswerTooLarge) as raised:
            await shelf.fetch(server.address, largest=4999)
    assert raised.value.limit == 4999
    assert len(shelf.content) <= 4999


async def test_what_the_taker_raises_is_not_taken_for_the_connection() -> None:
    async def full(_piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    async with HostileServer(FILE) as server:
        with pytest.raises(OSError, match="No space left") as raised:
            await fetch_file(server.address, full)
    assert not isinstance(raised.value, errors.LeadDeskError)


async def test_cancelling_waits_for_the_write_that_is_on() -> None:
    writing, go_on = threading.Event(), threading.Event()
    written: list[bytes] = []

    def write(piece: bytes) -> None:
        writing.set()
        assert go_on.wait(5)
        written.append(piece)
        raise OSError(28, "and nobody is interested any more")

    async def slow(piece: bytes) -> None:
        await asyncio.to_thread(write, piece)

    async with HostileServer(endless) as server:
        fetching = asyncio.create_task(fetch_file(server.address, slow))
        assert await asyncio.to_thread(writing.wait, 5)
        fetching.cancel()
        await asyncio.sleep(0)
        assert not fetching.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await fetching
    assert len(written) == 1


async def test_cancelling_while_nothing_comes() -> None:
    arrived = asyncio.Event()

    def told(done: int, _total: int | None) -> None:
        if done:
            arrived.set()

    async with HostileServer(stalling) as server:
        fetching = asyncio.create_task(fetch_file(server.address, Shelf().take, progress=told))
        await arrived.wait()
        fetching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await fetching

"""No network, a slow one, one that leads elsewhere: told, survived, and never a reason to give the key away."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from leaddesk.providers.session import Session
from leaddesk.sandbox.server import Sandbox
from tests.fakes.hostile_server import HostileServer, dripping, ok, reply, silent
from tests.journeys.acts import (
    DIRECTORS,
    READY,
    chips,
    close_notice,
    close_settings,
    count,
    enter,
    notice,
    offered,
    open_settings,
    replace_text,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")


class Cable:
    """The way to the sandbox, which can be pulled out."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._port = int(sandbox.address.rsplit(":", 1)[1])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.here: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.here}"
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def plug_in(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.here)

    async def pull_out(self) -> None:
        if self._server is not None:
            self._server.close()
            for writer in tuple(self._writers):
                writer.close()
            await self._server.wait_closed()
            self._server = None

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, away = await asyncio.open_connection("127.0.0.1", self._port)
        ends = {writer, away}
        self._writers |= ends
        try:
            await asyncio.gather(_pump(reader, away), _pump(there, writer))
        finally:
            self._writers -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def cable_to(sandbox: Sandbox) -> AsyncIterator[Cable]:
    cable = Cable(sandbox)
    try:
        yield cable
    finally:
        await cable.pull_out()


async def test_without_a_network_at_start_it_works_as_soon_as_there_is_one(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with cable_to(sandbox) as cable, desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY, address=cable.address)).visitor
        assert not visitor.sees("notice"), "nobody has asked for anything yet"
        visitor.type_into("filter-job_title_level-input", "dir")
        footer = "filter-job_title_level-suggestions-footer"
        await visitor.wait(lambda: shows(visitor, footer, "We cannot reach ReachStream."), "it is told at the field")
        replace_text(visitor, "filter-job_title_level-input", "")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == 0
        words = await notice(visitor, "We cannot reach ReachStream.")
        assert "Nothing answers at its address. Check your internet connection, and the address in Settings." in words
        await visitor.wait(lambda: shows(visitor, "filter-job_title_level-note", "not checked"), "nor was the value")
        await visitor.wait(lambda: shows(visitor, "status-connection", "We cannot reach"), "the status bar tells it")

        await cable.plug_in()
        await close_notice(visitor)
        assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count
        assert not visitor.sees("notice")
        await visitor.wait(lambda: shows(visitor, "credits-result", "720"), "the balance")

        await cable.pull_out()
        assert await count(visitor) > 0, "the earlier count stays"
        await notice(visitor, "We cannot reach ReachStream.")
        assert chips(visitor, "job_title_level") == ["Director"]


async def test_a_wrong_address_is_told_and_mended_in_settings(desktops: Desktops, sandbox: Sandbox) -> None:
    nothing_here = reply(404, {"status": 404, "message": "Page Not Found"})
    async with HostileServer(nothing_here) as elsewhere, desktops() as open_desktop:
        wrong = {"addresses": {"reachstream": f"{elsewhere.address}/v9"}}
        visitor = (await open_desktop(settings={**READY, **wrong}, address="")).visitor
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == 0
        assert "Check the address in Settings" in await notice(visitor, "has nothing under this address.")
        visitor.click("notice-action")
        await visitor.wait_for("reachstream-address-field")
        for typed, words in (
            ("http://example.com", "so that nobody can read your key on the way."),
            ("ftp://example.com", "It must begin with https://."),
            ("https://user:word@example.com", "It must not hold a user name"),
        ):
            replace_text(visitor, "reachstream-address-field", typed)
            visitor.click("reachstream-address-save")
            assert words in visitor.text("reachstream-address-message")
        replace_text(visitor, "reachstream-address-field", sandbox.address)
        visitor.click("reachstream-address-save")
        await close_settings(visitor)
        assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count
        assert not visitor.sees("notice")
        visitor.type_into("filter-job_title-input", "dev")
        assert await offered(visitor, "job_title", "dev")


@pytest.mark.parametrize("status", [302, 307])
async def test_a_redirect_is_told_and_the_key_stays_here(desktops: Desktops, sandbox: Sandbox, status: int) -> None:
    async with HostileServer(ok({"counts": 7, "records": []})) as elsewhere, desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        earlier = await count(visitor)
        there = f"http://localhost:{elsewhere.port}/count"
        sandbox.reachstream.fault("redirect", to=there, status=status)
        assert await count(visitor) == earlier
        words = await notice(visitor, "ReachStream points to another address.")
        assert "We did not follow to localhost: your key stays with the address in Settings." in words
        visitor.click("notice-action")
        await visitor.wait_for("reachstream-key-test")
        visitor.click("reachstream-key-test")
        await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "another address"), "here too")
        await close_settings(visitor)
        visitor.type_into("filter-job_title-input", "dev")
        footer = "filter-job_title-suggestions-footer"
        await visitor.wait(lambda: shows(visitor, footer, "points to another address"), "and here")
        assert elsewhere.connections == 0, "nobody has even asked there"
        sandbox.reachstream.clear_faults()
        assert await count(visitor) == earlier


@pytest.mark.parametrize("script", [silent, dripping])
async def test_an_answer_that_does_not_come_is_given_up(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, script: object
) -> None:
    monkeypatch.setitem(Session.__init__.__kwdefaults__ or {}, "deadline", 0.3)
    async with HostileServer(script) as slow, desktops() as open_desktop:  # type: ignore[arg-type]  # a Script
        visitor = (await open_desktop(settings=READY, address=slow.address)).visitor
        enter(visitor, "job_title_level", "Director")
        visitor.click("count-button")
        enter(visitor, "company_type", "Private")  # nobody has to wait for it
        words = await notice(visitor, "ReachStream took longer than 300 ms.")
        assert "We stopped waiting. Your work is kept; try again." in words
        assert chips(visitor, "job_title_level") == ["Director"]


async def test_settings_tell_what_is_wrong_with_the_answer_to_a_test(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        await open_settings(visitor)
        await visitor.wait(lambda: shows(visitor, "reachstream-key-state", "ends in"), "there is a key")
        for fault, settings, words in (
            ("status", {"status": 401}, "ReachStream does not accept this key. It answered 401."),
            ("status", {"status": 500}, "ReachStream has a problem of its own (500). Your work is kept."),
            ("html", {}, "ReachStream sent an answer that we cannot read. It sent a web page instead of data."),
            ("null-lists", {}, "the key is good, 720 credits."),
            ("numbers-as-strings", {}, "the key is good, 720 credits."),
            ("data-in-string", {}, "the key is good, 720 credits."),
            ("status", {"status": 429, "retry_after": 400}, "asks us to slow down. Try again in 6 min 40 s."),
        ):
            sandbox.reachstream.clear_faults()
            sandbox.reachstream.fault(fault, operation="credits", **settings)  # type: ignore[arg-type]  # its settings
            visitor.click("reachstream-key-test")
            await visitor.wait(lambda: shows(visitor, "reachstream-test-result", words), words)  # noqa: B023

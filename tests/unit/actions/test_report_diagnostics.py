"""Diagnostics help without giving anything away."""

from __future__ import annotations

import asyncio
from pathlib import Path

from leaddesk import __version__
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.report_diagnostics import ReportDiagnostics
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import NoKeychain
from leaddesk.domain.preferences import ADDRESSES
from tests.fakes.hanging_keychain import HangingKeychain
from tests.fakes.memory_dialects import MemoryDialects
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

KEY = "rs_live_0123456789abcdef4f2a"
PLACE = Path("/somewhere/ada")


def connections(keychain: MemoryKeychain, **addresses: str) -> ConnectProvider:
    preferences = MemoryPreferences()
    preferences.set(ADDRESSES, addresses)
    return ConnectProvider(
        keychain=keychain,
        preferences=preferences,
        environment={},
        testers={},
        dialects=MemoryDialects(),
        announcer=Announcer(),
    )


def report(connected: ConnectProvider, patience: float = 3.0) -> ReportDiagnostics:
    return ReportDiagnostics(
        connections=connected,
        folders={"Data": PLACE / ".local/share/LeadDesk", "Logs": Path("/somewhere/adam/log")},
        facts=lambda: {"Qt": "6.11.3", "Limits": "ReachStream 10 requests a second"},
        home=PLACE,
        patience=patience,
    )


async def test_it_tells_what_helps() -> None:
    keychain = MemoryKeychain()
    connected = connections(keychain)
    await connected.store_key(provider="reachstream", typed=KEY)
    await connected.keep_key_until_quit(provider="reactin", typed=KEY)

    text = await report(connected)()

    assert f"LeadDesk {__version__}" in text
    assert "Qt: 6.11.3" in text
    assert "Limits: ReachStream 10 requests a second" in text
    assert "ReachStream: https://api-prd.reachstream.com (default); key in the system keychain" in text
    assert "ReactIn: https://app.reactin.io (default); key in memory until LeadDesk quits" in text
    assert "Leadsopedia: https://api.leadsopedia.com (default); no key" in text


async def test_it_gives_nothing_away() -> None:
    connected = connections(MemoryKeychain(), reachstream="https://proxy.example.com:8443/secret-path-token")
    await connected.store_key(provider="reachstream", typed=KEY)

    text = await report(connected)()

    assert KEY not in text
    assert "4f2a" not in text
    assert "secret-path-token" not in text
    assert "https://proxy.example.com:8443 (settings)" in text
    assert "  Data: ~" in text
    assert "ada/" not in text
    assert "/somewhere/adam" in text, "another person's folder is not the home folder"


async def test_an_unusable_address_is_told_without_its_text() -> None:
    text = await report(connections(MemoryKeychain(), reactin="https://me:password@example.com"))()

    assert "ReactIn: unusable address from settings (credentials)" in text
    assert "password" not in text


async def test_a_failing_keychain_is_a_fact() -> None:
    text = await report(connections(MemoryKeychain(failing=NoKeychain())))()
    assert text.count("the keychain failed (NoKeychain)") == 3


async def test_a_hanging_keychain_does_not_hang_the_report() -> None:
    async with asyncio.timeout(5):
        text = await report(connections(HangingKeychain()), patience=0.0)()

    assert text.count("the keychain does not answer") == 3

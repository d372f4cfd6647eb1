"""What tests of single connections share."""

from __future__ import annotations

import ssl

import httpx
import pytest


@pytest.fixture(scope="session")
def certificates() -> ssl.SSLContext:
    """The system's."""
    return httpx.create_ssl_context()


@pytest.fixture
def certificates_read_once(monkeypatch: pytest.MonkeyPatch, certificates: ssl.SSLContext) -> None:
    """Reading them takes 40 ms, and some tests make hundreds of clients."""
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **_: certificates)

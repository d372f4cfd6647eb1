"""Opens the connections to one provider: the system's proxy and certificates, no cookies, no redirects, no key."""

from __future__ import annotations

import asyncio
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

import leaddesk
from leaddesk.domain.errors import Unreachable
from leaddesk.domain.providers import is_loopback

CONNECT_TIMEOUT = 10.0
"""Seconds."""


class Connections:
    """The clients of httpx for one provider, each made when it is first needed."""

    def __init__(self, provider: str, *, kept: int = 1) -> None:
        """``kept``: how many connections stay open between two requests."""
        self._provider = provider
        self._kept = kept
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._opening = asyncio.Lock()

    async def client(self, url: httpx.URL) -> httpx.AsyncClient:
        """The client for ``url``: reading the certificates takes 40 ms, so a thread makes it. Raises Unreachable.

        It uses the system's proxy and certificates, as company networks need them. For this computer itself there is
        another one without a proxy, which would send the way of the demo through the company.
        """
        at_home = is_loopback(url.host)
        async with self._opening:
            if at_home not in self._clients:
                self._clients[at_home] = await asyncio.to_thread(self._new_client, not at_home, url.host)
        return self._clients[at_home]

    async def aclose(self) -> None:
        """Closes all of them. A later request opens new ones."""
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()

    def _new_client(self, trust_env: bool, host: str) -> httpx.AsyncClient:
        try:
            certificates = httpx.create_ssl_context(trust_env=trust_env)
            certificates.load_default_certs()
            return httpx.AsyncClient(
                verify=certificates,
                trust_env=trust_env,
                follow_redirects=False,
                timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT),  # whoever sends has a deadline for the rest
                limits=httpx.Limits(max_connections=50, max_keepalive_connections=self._kept),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                headers={"User-Agent": f"LeadDesk/{leaddesk.__version__}"},
            )
        except OSError:  # SSL_CERT_FILE names no certificates
            reason = "tls"
        except (ValueError, ImportError, httpx.InvalidURL):  # the system names a proxy that httpx cannot use
            reason = "network"
        raise Unreachable(self._provider, host, reason)

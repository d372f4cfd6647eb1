"""Say in plain text how this LeadDesk stands, for a report to its makers. Nothing in it is secret.

It is not translated: its readers are LeadDesk's makers. Of an address it tells the host alone (a path may hold a
token), of a key whether and where one is kept, never its ending; the home folder, which often holds a person's name,
becomes ``~``.
"""

from __future__ import annotations

import asyncio
import platform
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from leaddesk import __version__
from leaddesk.actions.connect_provider import AddressState, KeyKind, KeyState
from leaddesk.domain.errors import KeychainError
from leaddesk.domain.providers import PROVIDERS, Provider

_PATIENCE = 3.0
"""Seconds for the keychain: a report about a keychain that hangs must not hang."""

_KEYS = {
    KeyKind.NONE: "no key",
    KeyKind.KEYCHAIN: "key in the system keychain",
    KeyKind.MEMORY: "key in memory until LeadDesk quits",
}


class Connections(Protocol):
    """What is known of the providers; ``ConnectProvider`` is one."""

    async def key_state(self, *, provider: str) -> KeyState: ...

    def address(self, *, provider: str) -> AddressState: ...


class ReportDiagnostics:
    """The text of Help > Copy diagnostics."""

    def __init__(
        self,
        *,
        connections: Connections,
        folders: Mapping[str, Path],
        facts: Callable[[], Mapping[str, str]] = dict,
        home: Path | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        """``folders`` by what they hold ("Data", "Logs"); ``home`` is the person's, None for the system's answer.

        ``facts`` are asked at each report, by their name: the version of Qt, dialects in use, limits and queues.
        ``patience`` is how long the keychain may take, in seconds.
        """
        self._connections = connections
        self._folders = folders
        self._facts = facts
        self._home = home
        self._patience = patience

    async def __call__(self) -> str:
        """The report, with a line break at its end."""
        states = await asyncio.gather(*(self._key(provider) for provider in PROVIDERS))
        lines = [
            f"LeadDesk {__version__}",
            f"Python {platform.python_version()} ({platform.python_implementation()}, {platform.architecture()[0]})",
            f"System: {platform.platform()}, {platform.machine()}",
            *(f"{name}: {text}" for name, text in self._facts().items()),
            "",
            "Folders",
            *(f"  {name}: {path}" for name, path in self._folders.items()),
            "",
            "Providers",
            *(
                f"  {provider.title}: {self._place(provider)}; {key}"
                for provider, key in zip(PROVIDERS, states, strict=True)
            ),
        ]
        return self._without_home("\n".join(lines)) + "\n"

    async def _key(self, provider: Provider) -> str:
        try:
            async with asyncio.timeout(self._patience):
                return _KEYS[(await self._connections.key_state(provider=provider.id)).kind]
        except TimeoutError:
            return "the keychain does not answer"
        except KeychainError as error:
            return f"the keychain failed ({type(error).__name__})"

    def _place(self, provider: Provider) -> str:
        state = self._connections.address(provider=provider.id)
        if state.refused is not None:
            return f"unusable address from {state.source} ({state.refused.reason})"
        parts = urlsplit(state.address)
        return f"{parts.scheme}://{parts.netloc} ({state.source})"

    def _without_home(self, text: str) -> str:
        home = str(self._home or Path.home())
        # A service's home may be the root: replacing "/" would spoil every path and hide nothing.
        if len(home.strip("/\\")) < 2:
            return text
        return re.sub(re.escape(home) + r"(?![\w.-])", "~", text)

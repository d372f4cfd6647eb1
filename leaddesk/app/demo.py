"""The demo's providers in a session: started, made known, and told what they are to do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Mapping, MutableMapping

from leaddesk.app.demo_process import DemoFailedError, DemoProcess, DemoProvider
from leaddesk.domain.call_budget import SECONDS_BETWEEN_CALLS
from leaddesk.domain.providers import LEADSOPEDIA, PROVIDERS
from leaddesk.keychain.keychain import Keychain

_log = logging.getLogger(__name__)


class Demo:
    """One session's demo. Its keys are kept in memory, its addresses in an environment of its own."""

    def __init__(self, environment: MutableMapping[str, str], keychain: Keychain) -> None:
        """``environment``: where the addresses of providers are looked up."""
        self._environment, self._keychain = environment, keychain
        self._process = DemoProcess()
        self._short = SECONDS_BETWEEN_CALLS
        self.seconds_between = SECONDS_BETWEEN_CALLS
        """Calls to Leadsopedia."""

    async def start(self, *, real_wait: bool) -> Mapping[str, DemoProvider] | None:
        """The providers by their ids, known to everybody; None where they did not come up."""
        try:
            providers = await self._process.start()
        except (DemoFailedError, OSError, TimeoutError):
            _log.exception("the demo providers did not start")
            return None
        for name, provider in providers.items():
            variable = next(known.address_variable for known in PROVIDERS if known.id == name)
            self._environment[variable] = provider.address
            await self._keychain.keep_until_quit(name, provider.key)
        self._short = providers[LEADSOPEDIA.id].seconds_between_calls
        await self.keep_real_wait(real=real_wait)
        return providers

    async def keep_real_wait(self, *, real: bool) -> bool:
        """Leadsopedia wants the real 10 seconds between two calls, or its short ones again. Whether it heard that."""
        seconds = SECONDS_BETWEEN_CALLS if real else self._short
        self.seconds_between = max(seconds, self.seconds_between)  # while it is told, the longer one holds
        if not await self._told(self._process.set_wait(seconds)):
            return False
        self.seconds_between = seconds
        return True

    async def register_webhook(self, address: str, secret: str) -> bool:
        """ReachStream's account names this address and secret from now on, as a person would do it in a browser."""
        webhook = {"url": address, "secret": secret, "active": True}
        return await self._told(self._process.switch({"reachstream": {"webhook": webhook}}))

    async def stop(self) -> None:
        await self._process.stop()

    async def _told(self, telling: Awaitable[None]) -> bool:
        try:
            await telling
        except DemoFailedError:  # its process has ended: the next call will tell
            _log.warning("the demo does not hear")
            return False
        return True

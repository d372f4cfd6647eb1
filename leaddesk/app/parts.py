"""What stands below the window: settings, keychain, database, providers, and the actions on top of them."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, MutableMapping
from pathlib import Path

from PySide6.QtCore import qVersion

from leaddesk.actions.catalogue import Actions
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.explain_count import ExplainCount
from leaddesk.actions.export_rows import ExportRows
from leaddesk.actions.keep_filters import KeepFilters
from leaddesk.actions.look_up_values import LookUpValues
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.report_diagnostics import ReportDiagnostics
from leaddesk.app.demo_process import DemoFailedError, DemoProcess
from leaddesk.app.late import LateReachStream, preview_csv, write_csv
from leaddesk.app.logs import Logs
from leaddesk.app.saving import Saving
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import NoKeychain, WorkspaceError
from leaddesk.domain.providers import PROVIDERS, REACHSTREAM
from leaddesk.domain.queue import QueueState
from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain
from leaddesk.workspace.database import Database
from leaddesk.workspace.dialects import Dialects
from leaddesk.workspace.folders import Folders
from leaddesk.workspace.lock import HomeLock
from leaddesk.workspace.preset_cache import PresetCache
from leaddesk.workspace.saved_filters import SavedFilters

_log = logging.getLogger(__name__)


class Parts:
    """All of one session. Cheap to build; ``wake`` does the slow half, behind the picture."""

    def __init__(self, folders: Folders, saving: Saving, keychain: Keychain, *, demo: bool) -> None:
        """The settings were read already. Needs a running loop."""
        self.folders, self.saving, self.is_demo = folders, saving, demo
        self.announcer = Announcer()
        self.on_damaged: Callable[[Path], None] = lambda _: None
        """Hears of a database that was put aside; the window joins in later."""
        self.on_queue: Callable[[QueueState], None] = lambda _: None
        self.logs = Logs(folders.logs)
        self.lock = HomeLock(folders.data)
        self.keychain = keychain
        self.database = Database(folders.data / "leaddesk.db", on_damaged=self._tell_damaged)
        self.dialects = Dialects(self.database, self._address_of)
        self.demo = DemoProcess() if demo else None
        self._environment: MutableMapping[str, str] = {} if demo else dict(os.environ)
        self._ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if not demo:
            self._ready.set_result(True)
        self.reachstream = LateReachStream(
            ready=self._ready,
            address=lambda: self._address_of(REACHSTREAM.id),
            key=self._key,
            remembered=self.dialects,
            on_queue=self._tell_queue,
        )
        self.actions = self._actions()

    async def wake(self) -> bool:
        """The slow half. Whether this LeadDesk is alone on its folders.

        Raises WorkspaceError where they cannot be used, and DemoNotStarted; whatever can be
        woken all the same is awake then.
        """
        try:
            await asyncio.to_thread(self.logs.start)
        except (WorkspaceError, OSError):
            _log.warning("no log can be written")
        _log.info("started%s", ", demo" if self.is_demo else "")
        alone, unusable = True, None
        try:
            alone = await asyncio.to_thread(self.lock.acquire)
        except WorkspaceError as error:
            unusable = error
        if self.demo is not None:
            await self._connect_demo(self.demo)
        await self.dialects.read()
        await self.reachstream.load()
        if unusable is not None:
            raise unusable
        return alone

    async def close(self) -> None:
        """In order: settings, HTTP, database, demo, lock, log. One that fails does not keep the next from closing."""
        steps: list[Callable[[], object]] = [
            self.saving.aclose,
            self.reachstream.aclose,
            self.dialects.flush,
            self.actions.look_up_values.flush,
            self.database.aclose,
            *([self.demo.stop] if self.demo is not None else []),
            self.lock.release,
            self.logs.stop,
        ]
        for step in steps:
            try:
                closing = step()
                if asyncio.iscoroutine(closing):
                    await closing
            except Exception:  # noqa: BLE001 - whatever it is, it is logged and the next part is closed
                _log.exception("a part did not close")

    def _actions(self) -> Actions:
        count_matches = CountMatches(self.reachstream)
        read_credits = ReadCredits(self.reachstream)
        connect_provider = ConnectProvider(
            keychain=self.keychain,
            preferences=self.saving,
            environment=self._environment,
            testers={REACHSTREAM.id: read_credits},
            announcer=self.announcer,
        )
        self._connect_provider = connect_provider
        return Actions(
            connect_provider=connect_provider,
            look_up_values=LookUpValues(
                self.reachstream, PresetCache(self.database), lambda: self._address_of(REACHSTREAM.id)
            ),
            count_matches=count_matches,
            explain_count=ExplainCount(count_matches),
            read_credits=read_credits,
            keep_filters=KeepFilters(SavedFilters(self.database), self.announcer),
            export_rows=ExportRows(write_csv, preview_csv),
            report_diagnostics=ReportDiagnostics(
                connections=connect_provider,
                facts=self._facts,
                folders={"Data": self.folders.data, "Settings": self.folders.config, "Logs": self.folders.logs},
            ),
        )

    def _facts(self) -> dict[str, str]:
        path = self.dialects.get(REACHSTREAM.id, "count")
        return {
            "Qt": qVersion(),
            "ReachStream counts under": path or "not known yet",
            "ReachStream limit": "10 requests a second",
        }

    def _tell_damaged(self, kept: Path) -> None:
        self.on_damaged(kept)

    def _tell_queue(self, state: QueueState) -> None:
        self.on_queue(state)

    def _address_of(self, provider: str) -> str:
        return self._connect_provider.address(provider=provider).address

    async def _key(self) -> Secret | None:
        try:
            kept = await self.keychain.read(REACHSTREAM.id)
        except NoKeychain:  # so no key was kept; Settings say what can be done
            return None
        return kept.secret if kept is not None else None

    async def _connect_demo(self, demo: DemoProcess) -> None:
        try:
            providers = await demo.start()
        except (DemoFailedError, OSError, TimeoutError):
            _log.exception("the demo providers did not start")
            self._ready.set_result(False)
            return
        for name, provider in providers.items():
            variable = next(known.address_variable for known in PROVIDERS if known.id == name)
            self._environment[variable] = provider.address
            await self.keychain.keep_until_quit(name, provider.key)
        if not self._ready.done():
            self._ready.set_result(True)
        there = frozenset(providers)
        self.announcer.announce(Changes(keys=there, addresses=there))

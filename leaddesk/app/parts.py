"""What stands below the window: settings, keychain, database, providers, and the actions on top of them."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import logging
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from leaddesk.actions.ask_leadsopedia import AskLeadsopedia
from leaddesk.actions.catalogue import Actions
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.explain_count import ExplainCount
from leaddesk.actions.export_rows import ExportRows
from leaddesk.actions.keep_filters import KeepFilters
from leaddesk.actions.keep_smartlists import KeepSmartLists
from leaddesk.actions.look_up_values import LookUpValues
from leaddesk.actions.open_rows import OpenRows
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.read_list import ReadList, WayToRead
from leaddesk.actions.report_diagnostics import ReportDiagnostics
from leaddesk.actions.save_download import SaveDownload
from leaddesk.app.demo import Demo
from leaddesk.app.key_tests import key_tests
from leaddesk.app.late import (
    LateLeadsopedia,
    LateReachStream,
    LateReactIn,
    fetch_file,
    open_to_replace,
    preview_csv,
    write_csv,
    write_xlsx,
)
from leaddesk.app.logs import Logs
from leaddesk.app.saving import Saving
from leaddesk.domain.call_budget import (
    CALLS_A_MONTH,
    CONTACTS_A_PAGE,
    LEADS_A_PAGE,
    REACTIN_CALLS_A_SECOND,
    SECONDS_BETWEEN_CALLS,
)
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import NoKeychain, WorkspaceError
from leaddesk.domain.lists import RowState
from leaddesk.domain.preferences import DEMO_REAL_WAIT
from leaddesk.domain.providers import LEADSOPEDIA, PROVIDERS, REACHSTREAM, REACTIN
from leaddesk.domain.queue import QueueState
from leaddesk.domain.secret import Secret
from leaddesk.domain.table import RowSource
from leaddesk.keychain.keychain import Keychain
from leaddesk.workspace.call_book import CallBook
from leaddesk.workspace.database import Database
from leaddesk.workspace.dialects import Dialects
from leaddesk.workspace.folders import Folders
from leaddesk.workspace.kept_answers import KeptAnswers
from leaddesk.workspace.kept_lists import KeptLists
from leaddesk.workspace.lock import HomeLock
from leaddesk.workspace.preset_cache import PresetCache
from leaddesk.workspace.saved_filters import SavedFilters

if TYPE_CHECKING:
    from leaddesk.app.lead_parts import LeadParts
    from leaddesk.app.purchase_parts import PurchaseParts
    from leaddesk.providers.leadsopedia import Leadsopedia
    from leaddesk.providers.reachstream import ReachStream
    from leaddesk.providers.reactin import ReactIn
    from leaddesk.workspace.list_erasing import Erased

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class Parts:
    """All of one session. Cheap to build; ``wake`` does the slow half, behind the picture."""

    def __init__(self, folders: Folders, saving: Saving, keychain: Keychain, *, demo: bool) -> None:
        """The settings were read already. Needs a running loop."""
        self.folders, self.saving, self.is_demo = folders, saving, demo
        self.announcer = Announcer()
        self.on_damaged: Callable[[Path], None] = lambda _: None
        """Hears of a database that was put aside; the window joins in later."""
        self.on_queue: Callable[[str, QueueState], None] = lambda _provider, _state: None
        """Hears of a provider's queue, by its id."""
        self.logs = Logs(folders.logs)
        self.lock = HomeLock(folders.data)
        self.keychain = keychain
        self.database = Database(folders.data / "leaddesk.db", on_damaged=lambda kept: self.on_damaged(kept))  # noqa: PLW0108 - the window sets another
        self.dialects = Dialects(self.database, self._address_of)
        self._environment: MutableMapping[str, str] = {} if demo else dict(os.environ)
        self.demo = Demo(self._environment, keychain) if demo else None
        self._ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        """Whether calls can be made; done when that is known."""
        self.lists = KeptLists(self.database, clock=_now, erased=self._erased)
        self.book = CallBook(
            self.database,
            LEADSOPEDIA.id,
            limit=CALLS_A_MONTH,
            seconds=self._seconds_between,
            clock=_now,
            monotonic=time.monotonic,
        )
        self.reachstream = LateReachStream(
            ready=self._ready, connect=self._connect_reachstream, on_queue=self._queue_of(REACHSTREAM.id)
        )
        self.reactin = LateReactIn(
            ready=self._ready, connect=self._connect_reactin, on_queue=self._queue_of(REACTIN.id)
        )
        self.leadsopedia = LateLeadsopedia(
            ready=self._ready, connect=self._connect_leadsopedia, on_queue=self._queue_of(LEADSOPEDIA.id)
        )
        self._leads: LeadParts | None = None
        self._purchases: PurchaseParts | None = None
        self._is_alone = False
        self.actions = self._actions()
        self._reopening: set[asyncio.Task[None]] = set()
        self.announcer.subscribe(self._heed)

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
        try:
            return await self._wake_parts()
        finally:
            if not self._ready.done():
                self._ready.set_result(not self.is_demo)

    async def _wake_parts(self) -> bool:
        alone, unusable = True, None
        try:
            alone = await asyncio.to_thread(self.lock.acquire)
        except WorkspaceError as error:
            unusable = error
        try:
            if self.demo is not None:
                await self._connect_demo(self.demo)
        except WorkspaceError as error:
            unusable = error
        await self.dialects.read()
        if not self._ready.done() and not self.is_demo:
            self._ready.set_result(True)  # not before: a call that does not know the dialect may be one too many
        self.announcer.announce(Changes(dialects=frozenset(provider.id for provider in PROVIDERS)))
        if alone and unusable is None:
            try:
                await self.lists.purge()
            except WorkspaceError as error:  # whoever needs the database tells it
                _log.warning("removed lists stay in the database: %s", type(error).__name__)
        for client in (self.reachstream, self.reactin, self.leadsopedia):
            await client.load()
        for module in ("leaddesk.app.lead_parts", "leaddesk.app.purchase_parts"):
            await asyncio.to_thread(importlib.import_module, module)
        self._is_alone = alone and unusable is None
        if unusable is not None:
            raise unusable
        return alone

    async def wake_leads(self) -> None:
        """The slow half of My Leads, after ``wake``. Raises LeadsDamaged."""
        await self._lead_parts().wake(alone=self._is_alone)

    async def wake_purchases(self) -> None:
        """The slow half of buying, after ``wake``."""
        await self.purchase_parts().wake(register=self.demo.register_webhook if self.demo is not None else None)

    async def look_again(self) -> None:
        """As ``LeadParts.look_again``. Raises WorkspaceError."""
        if self._leads is not None:
            await self._leads.look_again()

    async def close(self) -> None:
        """In order: settings, HTTP, database, demo, lock, log. One that fails does not keep the next from closing."""
        steps: list[Callable[[], object]] = [
            self.saving.aclose,
            *([self._purchases.close] if self._purchases is not None else []),
            self.reachstream.aclose,
            self.reactin.aclose,
            self.leadsopedia.aclose,
            self.dialects.flush,
            lambda: asyncio.gather(*self._reopening),
            self.actions.look_up_values.flush,
            *([self._leads.close] if self._leads is not None else []),
            self.database.aclose,
            *([self.demo.stop] if self.demo is not None else []),
            self.lock.release,
            self.logs.stop,
        ]
        for step in steps:
            try:
                closing = step()
                if inspect.isawaitable(closing):  # a coroutine, or what ``gather`` gives
                    await closing
            except Exception:  # noqa: BLE001 - whatever it is, it is logged and the next part is closed
                _log.exception("a part did not close")

    async def keep_real_wait(self, *, real: bool) -> None:
        """The demo's Leadsopedia wants the real 10 seconds between two calls, or its short ones again."""
        self.saving.set(DEMO_REAL_WAIT, real)
        if self.demo is not None and await self.demo.keep_real_wait(real=real):
            self.leadsopedia.look_again()

    def _seconds_between(self) -> float:
        """Calls to Leadsopedia."""
        return SECONDS_BETWEEN_CALLS if self.demo is None else self.demo.seconds_between

    def _heed(self, changes: Changes) -> None:
        if LEADSOPEDIA.id in changes.keys:
            task = asyncio.get_running_loop().create_task(self._reopen_month())
            self._reopening.add(task)
            task.add_done_callback(self._reopening.discard)

    async def _reopen_month(self) -> None:
        try:
            await self.book.reopen()
        except WorkspaceError as error:  # the next call tells it
            _log.warning("the month cannot be opened again: %s", type(error).__name__)
        else:
            self.announcer.announce(Changes(account=frozenset({LEADSOPEDIA.id})))

    def _connect_reachstream(self) -> ReachStream:
        from leaddesk.providers.reachstream import connect  # noqa: PLC0415 - after the first picture

        return connect(self._address(REACHSTREAM.id), self._key(REACHSTREAM.id), remembered=self.dialects)

    def _connect_reactin(self) -> ReactIn:
        from leaddesk.providers.reactin import connect  # noqa: PLC0415 - as above

        return connect(self._address(REACTIN.id), self._key(REACTIN.id), remembered=self.dialects)

    def _connect_leadsopedia(self) -> Leadsopedia:
        from leaddesk.providers.leadsopedia import connect  # noqa: PLC0415 - as above

        return connect(
            self._address(LEADSOPEDIA.id),
            self._key(LEADSOPEDIA.id),
            remembered=self.dialects,
            seconds_between=self._seconds_between,
            book=self.book,
        )

    def _actions(self) -> Actions:
        count_matches = CountMatches(self.reachstream)
        read_credits = ReadCredits(
            self.reachstream,
            book=lambda: self.purchase_parts().ledger,
            account=self._address(REACHSTREAM.id),
            announcer=self.announcer,
        )
        connect_provider = ConnectProvider(
            keychain=self.keychain,
            preferences=self.saving,
            environment=self._environment,
            testers=key_tests(self.reachstream, self.reactin, self.lists, lambda: self.actions),
            dialects=self.dialects,
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
            keep_smartlists=KeepSmartLists(self.lists, self.announcer),
            read_list=ReadList(self.lists, self._ways_to_read(), self.announcer),
            open_rows=OpenRows(self.lists, self._open_rows),
            ask_leadsopedia=AskLeadsopedia(
                self.leadsopedia, self.lists, KeptAnswers(self.database), self.book, self.announcer
            ),
            save_download=SaveDownload(self.leadsopedia, fetch_file, open_to_replace),
            export_rows=ExportRows(write_csv, preview_csv, write_xlsx),
            report_diagnostics=ReportDiagnostics(
                connections=connect_provider,
                facts=self._facts,
                folders={"Data": self.folders.data, "Settings": self.folders.config, "Logs": self.folders.logs},
            ),
            leads=lambda: self._lead_parts().actions,
            purchases=lambda: self.purchase_parts().actions,
        )

    async def _erased(self) -> Erased | None:
        await asyncio.to_thread(importlib.import_module, "leaddesk.app.lead_parts")  # a page may come before the window
        return await self._lead_parts().erased()

    def _lead_parts(self) -> LeadParts:
        if self._leads is None:
            from leaddesk.app.lead_parts import LeadParts  # noqa: PLC0415 - after the first picture

            self._leads = LeadParts(self.folders.data, self.database, self.announcer, _now)
        return self._leads

    def purchase_parts(self) -> PurchaseParts:
        if self._purchases is None:
            from leaddesk.app.purchase_parts import PurchaseParts  # noqa: PLC0415 - after the first picture

            self._purchases = PurchaseParts(
                self.folders.data,
                reachstream=self.reachstream,
                account=self._address(REACHSTREAM.id),
                actions=self.actions,
                leads=self._lead_parts(),
                keychain=self.keychain,
                preferences=self.saving,
                announcer=self.announcer,
                clock=_now,
            )
        return self._purchases

    def _ways_to_read(self) -> dict[str, WayToRead]:
        return {
            REACTIN.id: WayToRead(
                self.reactin.page,
                LEADS_A_PAGE,
                checks=True,
                seconds_between=lambda: 1 / REACTIN_CALLS_A_SECOND,
                only_waits=self.reactin.only_waits,
            ),
            LEADSOPEDIA.id: WayToRead(
                self.leadsopedia.page,
                CONTACTS_A_PAGE,
                checks=False,
                seconds_between=self._seconds_between,
                month=CALLS_A_MONTH,
                only_waits=self.leadsopedia.only_waits,
            ),
        }

    async def _open_rows(self, id_: int, wanted: RowState) -> RowSource:
        from leaddesk.workspace.kept_rows import KeptRows  # noqa: PLC0415 - after the first picture

        return await KeptRows.open(self.database, id_, wanted)

    def _facts(self) -> dict[str, str]:
        learnt = {
            f"{provider.title} {operation}": value
            for provider in PROVIDERS
            for operation, value in self.dialects.known(provider.id).items()
        }
        return {"Qt": qVersion(), **learnt, "ReachStream limit": "10 requests a second"}

    def _queue_of(self, provider: str) -> Callable[[QueueState], None]:
        return lambda state: self.on_queue(provider, state)

    def _address_of(self, provider: str) -> str:
        return self._connect_provider.address(provider=provider).address

    def _address(self, provider: str) -> Callable[[], str]:
        return lambda: self._address_of(provider)

    def _key(self, provider: str) -> Callable[[], Awaitable[Secret | None]]:
        async def key() -> Secret | None:
            try:
                kept = await self.keychain.read(provider)
            except NoKeychain:  # so no key was kept; Settings say what can be done
                return None
            return kept.secret if kept is not None else None

        return key

    async def _connect_demo(self, demo: Demo) -> None:
        providers = await demo.start(real_wait=self.saving.get(DEMO_REAL_WAIT))
        if not self._ready.done():
            self._ready.set_result(
                providers is not None
            )  # the lists are not waited for: their database may not come up
        if providers is None:
            return
        there = frozenset(providers)
        self.announcer.announce(Changes(keys=there, addresses=there))
        if not await self.lists.all(REACTIN.id):
            for shown in providers[REACTIN.id].lists:
                await self.lists.add(REACTIN.id, shown.organization, shown.list_id, shown.name)
            self.announcer.announce(Changes(lists=frozenset({REACTIN.id})))

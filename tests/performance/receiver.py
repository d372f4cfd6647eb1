"""How fast the receiver answers under 50 deliveries a second, and whether the window notices. Run by hand, with the
seconds that it is to take:

    python -m tests.performance.receiver 60
    python -m tests.performance.receiver 60 alone

The whole of LeadDesk runs: its window, in which My Leads and Activity are shown by turns, their tables repainted every
33 ms; its receiver, a process of its own, which commits every body to a real file before it answers; the watch that
has them taken in. Another process delivers 10 records of an accepted purchase each time. A timer of the event loop
tells how late that is, until everything is in My Leads. In the end every body that got a 200 must have been kept, once,
every record be in its purchase, and every person in My Leads. ``alone`` measures the receiver's process by itself.

On a computer that is busy with something else, the deliveries and the event loop are late as well: look at the load
first, which is told with the rest.
"""

from __future__ import annotations

import asyncio
import math
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import apsw
from PySide6.QtWidgets import QApplication

from leaddesk.actions.collect_deliveries import PATH
from leaddesk.actions.receive_deliveries import WEBHOOK
from leaddesk.app.collecting import CollectingOnThisThread
from leaddesk.app.demo_process import DemoProcess
from leaddesk.app.parts import Parts
from leaddesk.app.qt_loop import QtEventLoop
from leaddesk.app.saving import Saving
from leaddesk.app.start import make_application
from leaddesk.app.window import Session
from leaddesk.domain.deliveries import digest_of
from leaddesk.domain.preferences import RECEIVER_ON, RECEIVER_PORT, WELCOME_DONE, WINDOW_GEOMETRY
from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain
from leaddesk.ui import theme
from leaddesk.ui.main_window import MainWindow
from leaddesk.workspace.folders import folders_of
from tests.fakes.inbox_apart import InboxApart, bodies_in
from tests.fakes.receiver_at_hand import SECRET, TOKEN
from tests.performance.delivering import PROCESSING_ID, RECORDS, bodies_of, deliver, deliver_apart
from tests.unit.workspace.purchases.buying import Computer

SECONDS = 10
MOST_P99, MOST_LATE_P99 = 500.0, 16.0
TICK, REPAINT, TURN = 0.005, 0.033, 5.0
"""Seconds between two looks at how late it is, two pictures, two turns from one tab to the other."""
PATIENCE = 120.0
"""Seconds after the last answer in which everything is to be in My Leads."""
TABS = ("leads-tab", "activity-tab")
_SHARES = (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0))


def at(times: Sequence[float], share: float) -> float:
    """Such as the median for 0.5. ``times`` ascending."""
    return times[min(len(times) - 1, math.ceil(share * len(times)) - 1)]


def tell(name: str, times: Sequence[float], most: float) -> bool:
    """Prints a line; whether it holds. ``times`` in milliseconds, ascending."""
    holds = at(times, 0.99) < most
    told = ", ".join(f"{word} {at(times, share):.1f}" for word, share in _SHARES)
    print(f"{name:<12} {told} ms; p99 wanted: under {most:.0f} ms  {verdict(holds)}")
    return holds


def tell_count(name: str, found: int, wanted: int) -> bool:
    print(f"{name:<12} {found} of {wanted}  {verdict(found == wanted)}")
    return found == wanted


def verdict(good: bool) -> str:
    return "yes" if good else "NO"


class Watch:
    """The window, its two tabs by turns, and how late its event loop is meanwhile, in ms."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._done = asyncio.Event()
        self.late: list[float] = []

    async def tick(self) -> None:
        while not self._done.is_set():
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            self.late.append(max(0.0, time.perf_counter() - due) * 1000)

    async def repaint(self) -> None:
        while not self._done.is_set():
            began = time.perf_counter()
            shown = self._session.shown_page
            if shown is not None and shown.table is not None:
                shown.table.view.viewport().repaint()
            await asyncio.sleep(max(0.0, REPAINT - (time.perf_counter() - began)))

    async def turn(self) -> None:
        for tab in cycle(TABS):
            self._session.window.show_tab(tab)
            with suppress(TimeoutError):
                async with asyncio.timeout(TURN):
                    await self._done.wait()
                return

    def end(self) -> None:
        self._done.set()


async def buy(data: Path, account: str) -> None:
    """The purchase that the records belong to; more was asked than will come."""
    computer = Computer(data / "purchases.db")
    computer.now = datetime.now(UTC)
    await computer.buy(str(PROCESSING_ID), 1_000_000, account=account, most=1_000_000)
    await computer.ledger.note_balance(account, 1000, computer.now, "offer")
    await computer.aclose()


async def is_taken_in(data: Path) -> bool:
    """Within ``PATIENCE``; whether nothing waits any more."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(_waiting, data):  # noqa: ASYNC110 - other processes are waited for
                await asyncio.sleep(0.2)
            return True
    return False


def _waiting(data: Path) -> int:
    with closing(apsw.Connection(str(data / "purchases.db"))) as connection:
        connection.set_busy_timeout(5000)
        raw = connection.execute("SELECT count(*) FROM deliveries WHERE state = 'raw'").get
        return int(raw + connection.execute("SELECT count(*) FROM records WHERE standing = 0").get)


def check(data: Path, seconds: int) -> bool:
    """Prints what became of all that was sent; whether it is there, once."""
    digests = {digest_of(body) for body in bodies_of(seconds)}
    with closing(apsw.Connection(str(data / "purchases.db"))) as connection:
        kept = [digest for (digest,) in connection.execute("SELECT digest FROM deliveries")]
        records = connection.execute("SELECT count(*) FROM records").get
    with closing(apsw.Connection(str(data / "leads.db"))) as connection:
        people = connection.execute("SELECT count(DISTINCT email) FROM leads WHERE standing = 0").get
        leads = connection.execute("SELECT count(*) FROM leads").get
    wanted = len(digests) * RECORDS
    return all(
        [
            tell_count("bodies", len(digests.intersection(kept)), len(digests)),
            tell_count("deliveries", len(kept), len(digests)),
            tell_count("records", records, wanted),
            tell_count("people", people, wanted),
            tell_count("leads", leads, wanted),
        ]
    )


async def run(session: Session, parts: Parts, seconds: int) -> bool:
    """Prints the run; whether all of it holds."""
    data = parts.folders.data
    for tab in TABS:  # built, and at rest
        session.window.show_tab(tab)
        await asyncio.sleep(1.0)
    receiver = parts.purchase_parts().actions.receive_deliveries
    while not (standing := await receiver.state()).is_listening:  # noqa: ASYNC110 - another process is waited for
        await asyncio.sleep(0.1)
    CollectingOnThisThread.settle()
    watch, before = Watch(session), time.thread_time()
    async with asyncio.TaskGroup() as group:
        for watching in (watch.tick, watch.repaint, watch.turn):
            group.create_task(watching())
        delivered = await deliver_apart(standing.port, seconds)
        ended = time.perf_counter()
        taken_in = await is_taken_in(data)
        watch.end()
    busy = time.thread_time() - before
    print(
        f"{len(delivered.answers)} deliveries in {delivered.seconds:.1f} s, answered with {delivered.statuses};", end=""
    )
    print(f" all in My Leads {time.perf_counter() - ended:.1f} s later; the window's thread was busy for {busy:.1f} s")
    return all(
        [
            tell("answers", [seconds * 1000 for seconds in delivered.answers], MOST_P99),
            tell("event loop", sorted(watch.late), MOST_LATE_P99),
            delivered.statuses == [200],
            taken_in,
        ]
    )


@asynccontextmanager
async def leaddesk(app: QApplication, folder: Path) -> AsyncIterator[tuple[Session, Parts]]:
    """All of it, set up to receive; the demo's ReachStream, in a process of its own, tells the balance."""
    demo = DemoProcess()
    provider = (await demo.start())["reachstream"]
    os.environ["LEADDESK_REACHSTREAM_URL"] = provider.address
    folders = folders_of(folder, demo=False)
    await buy(folders.data, provider.address)
    saving = Saving(folders.config / "settings.json")
    saving.read()
    saving.set(WELCOME_DONE, True)
    saving.set(RECEIVER_ON, True)
    saving.set(RECEIVER_PORT, free_port())
    keychain = Keychain(only_memory=True)
    for account, secret in (("reachstream", provider.key), (WEBHOOK, Secret(SECRET)), (PATH, Secret(TOKEN))):
        await keychain.store(account, secret)
    parts = Parts(folders, saving, keychain, demo=False)
    session = Session(app, MainWindow(saving.get(WINDOW_GEOMETRY)), parts, None)
    collecting = CollectingOnThisThread()
    try:
        session.window.show()
        session.wake()
        yield session, parts
    finally:
        await session.close()
        collecting.stop()
        await demo.stop()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


async def beside_the_window(app: QApplication, seconds: int, folder: Path) -> bool:
    """Prints the run; whether all of it holds."""
    async with leaddesk(app, folder) as (session, parts):
        holds = await run(session, parts, seconds)
        data = parts.folders.data
    return check(data, seconds) and holds


def alone(seconds: int, folder: Path) -> bool:
    """As ``beside_the_window``, of the receiver's process by itself; nobody takes anything in."""
    with InboxApart(folder) as inbox:
        delivered = asyncio.run(deliver(inbox.port, seconds))
        kept = bodies_in(folder)
    print(f"{len(delivered.answers)} deliveries in {delivered.seconds:.1f} s, answered with {delivered.statuses}")
    wanted = set(bodies_of(seconds))
    holds = tell("answers", [one * 1000 for one in delivered.answers], MOST_P99)
    return tell_count("bodies", len(wanted.intersection(kept)), len(wanted)) and holds and delivered.statuses == [200]


def main() -> int:
    """1 when a line does not hold."""
    seconds = next((int(said) for said in sys.argv[1:] if said.isdecimal()), SECONDS)
    print("load", *(f"{load:.1f}" for load in os.getloadavg()), "on", os.cpu_count(), "cores")
    with tempfile.TemporaryDirectory() as place:
        if "alone" in sys.argv:
            return 0 if alone(seconds, Path(place)) else 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        app = make_application()
        theme.apply(app, "light", 100)
        with asyncio.Runner(loop_factory=lambda: QtEventLoop(app)) as runner:
            return 0 if runner.run(beside_the_window(app, seconds, Path(place))) else 1


if __name__ == "__main__":
    sys.exit(main())

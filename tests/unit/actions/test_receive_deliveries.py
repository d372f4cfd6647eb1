"""The receiver as a person sets it up: secrets that rotate, a path that is drawn, a test that goes all the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from leaddesk.actions.collect_deliveries import INBOX_KEY, PATH, CollectDeliveries
from leaddesk.actions.receive_deliveries import OLD_WEBHOOK, WEBHOOK, ReceiveDeliveries
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.deliveries import DeliveredBy, DeliveryId
from leaddesk.domain.errors import (
    AddressRefused,
    DiskFull,
    FileUnreadable,
    InboxRefused,
    KeyUnusable,
    LeadDeskError,
    NoKeychain,
    NoRoundTrip,
    NoWebhookSecret,
    PortTaken,
)
from leaddesk.domain.filter import Filter
from leaddesk.domain.preferences import INBOX_ADDRESS, RECEIVER_ON
from leaddesk.domain.purchases import DeliveryWay, Offer, PurchaseId, Reason
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.workspace.database import Database
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.journal import Journal
from leaddesk.workspace.purchases.schema import PURCHASES
from tests.fakes.buying_bench import Clock
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

FIRST, SECOND = "first-webhook-secret-1111", "second-webhook-secret-2222"
PUBLIC = "https://leads.example.com"


@dataclass
class ProcessAsTold:
    """The receiver's own process: who it lets in, and what it does when it is started."""

    failing: LeadDeskError | None = None
    port: int | None = None
    token: str = ""
    accepted: tuple[tuple[str, datetime | None], ...] = ()
    host: str = ""
    starts: int = 0

    async def start(self, port: int, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> int:
        self.starts += 1
        if self.failing is not None:
            raise self.failing
        self.port = port
        await self.change(token=token, secrets=secrets, public_host=public_host)
        return port

    async def change(self, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> None:
        self.token, self.host = token.reveal(), public_host
        self.accepted = tuple((one.secret.reveal(), one.until) for one in secrets)

    async def stop(self) -> None:
        self.port = None


@dataclass
class InboxAsTold:
    """An inbox elsewhere."""

    kept: dict[int, bytes] = field(default_factory=dict)
    acknowledged: list[int] = field(default_factory=list)
    breaks_before: int = 0
    is_closed: bool = False

    async def collect(self, after: int = 0) -> AsyncGenerator[tuple[int, datetime, bytes], None]:
        for number in sorted(self.kept):
            if number == self.breaks_before:
                raise InboxRefused("inbox.example", "cut")
            if number > after:
                yield number, Clock().now, self.kept[number]

    async def acknowledge(self, up_to: int) -> None:
        self.acknowledged.append(up_to)
        self.kept = {number: body for number, body in self.kept.items() if number > up_to}

    async def aclose(self) -> None:
        self.is_closed = True


class Bench:
    def __init__(self, folder: Path) -> None:
        self.clock, self.announcer = Clock(), Announcer()
        self.changes: list[Changes] = []
        self.announcer.subscribe(self.changes.append)
        self.preferences, self.keychain, self.process = MemoryPreferences(), MemoryKeychain(), ProcessAsTold()
        self.database = Database(folder / "purchases.db", schema=lambda: PURCHASES, damaged_stays=True)
        self.deliveries = Deliveries(self.database)
        self.inbox, self.connected = InboxAsTold(), list[tuple[str, str]]()
        self.trips: list[tuple[str, str]] = []
        self.way_back: Callable[[str], Awaitable[None]] = self._comes_through
        self.looks = 0
        self.collect = CollectDeliveries(
            preferences=self.preferences,
            keychain=self.keychain,
            deliveries=self.deliveries,
            connect=self._connect,
            announcer=self.announcer,
            clock=self.clock,
        )
        self.receive = ReceiveDeliveries(
            preferences=self.preferences,
            keychain=self.keychain,
            process=self.process,
            round_trip=self._round_trip,
            collect=self.collect,
            deliveries=self.deliveries,
            look_soon=self._look_soon,
            announcer=self.announcer,
            clock=self.clock,
            sleep=self.clock.sleep,
        )

    async def listening(self) -> None:
        await self.receive.store_secret(typed=FIRST)
        await self.receive.set_public_address(address=PUBLIC)
        await self.receive.switch(on=True)

    async def nowhere(self, _nonce: str) -> None:
        """Somebody else's 200."""

    async def _comes_through(self, nonce: str) -> None:
        self.receive.heard_test(nonce)

    async def _round_trip(self, address: Secret, nonce: str, secret: Secret | None) -> None:
        self.trips.append((address.reveal(), secret.reveal() if secret is not None else ""))
        await self.way_back(nonce)

    def _connect(self, address: str, key: Secret) -> InboxAsTold:
        self.connected.append((address, key.reveal()))
        return self.inbox

    def _look_soon(self) -> None:
        self.looks += 1


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    await bench.receive.aclose()
    await bench.database.aclose()


async def test_at_first_nothing_is_set_up(bench: Bench) -> None:
    state = await bench.receive.state()
    assert (state.is_on, state.is_listening, state.secret_ending, state.has_path) == (False, False, None, False)
    assert (state.port, state.can_deliver, state.old_secret_until) == (47_811, False, None)
    await bench.receive.start()
    assert bench.process.starts == 0


async def test_switched_on_it_listens_with_a_path_of_128_bits(bench: Bench) -> None:
    await bench.listening()
    state = await bench.receive.state()
    assert (state.is_listening, state.can_deliver, state.secret_ending) == (True, True, "1111")
    assert (bench.process.port, bench.process.host) == (47_811, "leads.example.com")
    assert bench.process.accepted == ((FIRST, None),)
    assert len(bench.process.token) == 32
    assert int(bench.process.token, 16) >= 0
    shown = await bench.receive.address_to_paste()
    assert shown is not None
    assert shown.reveal() == f"{PUBLIC}/{bench.process.token}"
    assert bench.process.token not in repr(state)
    await bench.receive.switch(on=False)
    assert bench.process.port is None


async def test_a_taken_port_is_told_and_stays_chosen(bench: Bench) -> None:
    bench.process.failing = PortTaken(47_811)
    with pytest.raises(PortTaken):
        await bench.receive.switch(on=True)
    state = await bench.receive.state()
    assert (state.is_on, state.is_listening, type(state.trouble)) == (True, False, PortTaken)
    bench.process.failing = None
    state = await bench.receive.set_port(port=50_000)
    assert (state.is_listening, state.trouble, bench.process.port) == (True, None, 50_000)
    for port in (0, 1023, 65_536):
        with pytest.raises(ValueError, match=str(port)):
            await bench.receive.set_port(port=port)


async def test_the_secret_before_is_accepted_for_seven_days(bench: Bench) -> None:
    await bench.listening()
    state = await bench.receive.store_secret(typed=SECOND)
    until = bench.clock.now + timedelta(days=7)
    assert (state.old_secret_until, state.secret_ending) == (until, "2222")
    assert [*bench.process.accepted] == [(SECOND, None), (FIRST, until)]

    bench.clock.now = until
    assert (await bench.receive.state()).old_secret_until is None
    await bench.receive.start()
    assert [secret for secret, _ in bench.process.accepted] == [SECOND]
    assert OLD_WEBHOOK not in bench.keychain.kept


async def test_the_same_secret_again_is_no_rotation_and_removing_takes_both(bench: Bench) -> None:
    await bench.listening()
    assert (await bench.receive.store_secret(typed=f" {FIRST}\n")).old_secret_until is None
    await bench.receive.store_secret(typed=SECOND)
    state = await bench.receive.remove_secret()
    assert (state.secret_ending, state.old_secret_until, bench.process.accepted) == (None, None, ())
    with pytest.raises(KeyUnusable):
        await bench.receive.store_secret(typed="two\nlines")


async def test_a_new_path_lets_nobody_in_who_knew_the_old_one(bench: Bench) -> None:
    await bench.listening()
    before = bench.process.token
    await bench.receive.new_path()
    assert bench.process.token not in {before, ""}


async def test_a_test_goes_out_to_the_public_address_and_comes_back(bench: Bench) -> None:
    await bench.listening()
    state = await bench.receive.test()
    assert (state.tested_at, state.test_trouble) == (bench.clock.now, None)
    assert bench.trips == [(f"{PUBLIC}/{bench.process.token}", FIRST)]
    assert (await bench.receive.check()).reveal() == FIRST
    assert (await bench.receive.set_public_address(address="https://other.example")).tested_at is None


async def test_what_is_missing_is_told_before_anything_goes_out(bench: Bench) -> None:
    with pytest.raises(NoWebhookSecret):
        await bench.receive.test()
    await bench.receive.store_secret(typed=FIRST)
    for found in ("no-address", "not-listening"):
        with pytest.raises(NoRoundTrip) as error:
            await bench.receive.test()
        assert error.value.found == found
        assert (await bench.receive.state()).test_trouble is error.value
        await bench.receive.set_public_address(address=PUBLIC)
    assert bench.trips == []


async def test_an_answer_that_our_receiver_did_not_give_is_not_ours(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.actions.receive_deliveries._PATIENCE", 0.0)
    await bench.listening()
    bench.way_back = bench.nowhere
    with pytest.raises(NoRoundTrip) as error:
        await bench.receive.check()
    assert (error.value.host, error.value.found) == ("leads.example.com", "not-ours")
    bench.receive.heard_test("of another time")


async def test_no_secret_travels_to_an_address_that_is_not_encrypted(bench: Bench) -> None:
    with pytest.raises(AddressRefused):
        await bench.receive.set_public_address(address="http://leads.example.com")
    with pytest.raises(AddressRefused):
        await bench.receive.set_inbox(address="http://leads.example.com", key="a-key-for-the-inbox")


async def test_a_keychain_that_is_away_is_told(bench: Bench) -> None:
    bench.preferences.set(RECEIVER_ON, True)
    bench.keychain.failing = NoKeychain()
    await bench.receive.start()
    with pytest.raises(NoKeychain):
        await bench.receive.state()


async def test_a_receiver_that_died_is_started_again(bench: Bench) -> None:
    await bench.listening()
    starts, again = bench.process.starts, asyncio.Event()

    def heed(changes: Changes) -> None:
        if changes.receiver and bench.process.starts > starts:
            again.set()

    bench.announcer.subscribe(heed)
    bench.receive.heard_end()
    assert not (await bench.receive.state()).is_listening
    await again.wait()
    assert (await bench.receive.state()).is_listening


async def test_what_was_refused_is_shown(bench: Bench) -> None:
    bench.receive.heard_refused({"secret": 3})
    assert (await bench.receive.state()).refused == {"secret": 3}
    assert bench.changes[-1].receiver


async def test_a_payload_by_hand_is_kept_once(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "payload.json"
    path.write_bytes(b'{"unique_processing_id": 1300, "data": []}')
    (id_, is_new), (again, is_new_again) = await bench.receive.give(path=path), await bench.receive.give(path=path)
    assert (id_, is_new, is_new_again, bench.looks) == (again, True, False, 2)
    ((kept),) = await bench.deliveries.all()
    assert kept.by is DeliveredBy.HAND
    path.write_bytes(b" ")
    for wrong, reason in ((path, "empty"), (tmp_path / "none.json", "gone")):
        with pytest.raises(FileUnreadable) as error:
            await bench.receive.give(path=wrong)
        assert error.value.reason == reason


async def test_a_payload_by_hand_that_is_too_large_is_not_read(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.actions.receive_deliveries.LARGEST", 10)
    (tmp_path / "large.json").write_bytes(b"x" * 11)
    with pytest.raises(FileUnreadable) as error:
        await bench.receive.give(path=tmp_path / "large.json")
    assert error.value.reason == "too-large"


async def _inbox(bench: Bench) -> None:
    await bench.receive.store_secret(typed=FIRST)
    await bench.receive.set_inbox(address="https://inbox.example/", key="a-key-for-the-inbox")


async def test_collected_deliveries_are_acknowledged_after_they_are_safe_here(bench: Bench) -> None:
    await _inbox(bench)
    bench.inbox.kept = {number: b"[%d]" % number for number in range(1, 26)}

    assert await bench.collect() == 25

    path = bench.keychain.kept[PATH].secret.reveal()
    assert bench.connected == [(f"https://inbox.example/{path}", "a-key-for-the-inbox")]
    assert bench.inbox.acknowledged == [20, 25]
    assert len(await bench.deliveries.all()) == 25
    state = await bench.receive.state()
    assert (state.collected_at, state.inbox_trouble, bench.inbox.is_closed) == (bench.clock.now, None, True)


async def test_what_cannot_be_kept_here_is_not_acknowledged_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _inbox(bench)
    bench.inbox.kept = {1: b"[1]"}

    async def keep(*_: object, **__: object) -> None:
        raise DiskFull(Path("purchases.db"))

    with monkeypatch.context() as full:
        full.setattr(bench.deliveries, "keep", keep)
        with pytest.raises(DiskFull):
            await bench.collect()
    assert (bench.inbox.acknowledged, bench.inbox.is_closed) == ([], True)
    assert await bench.collect() == 1


async def test_a_broken_collection_goes_on_where_it_was(bench: Bench) -> None:
    await _inbox(bench)
    bench.inbox.kept, bench.inbox.breaks_before = {1: b"[1]", 2: b"[2]"}, 2
    with pytest.raises(InboxRefused):
        await bench.collect()
    assert isinstance((await bench.receive.state()).inbox_trouble, InboxRefused)
    bench.inbox.breaks_before = 0
    assert await bench.collect() == 1
    assert len(await bench.deliveries.all()) == 2
    assert bench.inbox.kept == {}


async def test_an_inbox_elsewhere_is_tested_by_collecting_from_it(bench: Bench) -> None:
    await _inbox(bench)
    bench.way_back = bench.nowhere
    state = await bench.receive.test()
    assert (state.tested_at, state.inbox_key_ending) == (bench.clock.now, "nbox")
    assert bench.trips[0][0].startswith("https://inbox.example/")
    await bench.keychain.remove(INBOX_KEY)
    with pytest.raises(InboxRefused):
        await bench.receive.check()


async def test_without_an_inbox_nothing_is_collected(bench: Bench) -> None:
    await _inbox(bench)
    state = await bench.receive.set_inbox(address="", key=None)
    assert (await bench.collect(), bench.connected, state.inbox_key_ending) == (0, [], None)
    assert bench.preferences.get(INBOX_ADDRESS) == ""
    assert WEBHOOK in bench.keychain.kept


async def test_a_port_that_another_leaddesk_had_is_taken_when_it_is_free(bench: Bench) -> None:
    bench.process.failing = PortTaken(8765)
    with pytest.raises(PortTaken):
        await bench.listening()
    bench.process.failing = None
    await bench.receive.listen_again()
    assert not (await bench.receive.state()).is_listening, "not at every moment"
    bench.clock.now += timedelta(minutes=5)
    await bench.receive.listen_again()
    state = await bench.receive.state()
    assert (state.is_listening, state.trouble) == (True, None)
    assert bench.changes[-1].receiver
    await bench.receive.switch(on=False)
    bench.clock.now += timedelta(minutes=5)
    await bench.receive.listen_again()
    assert not (await bench.receive.state()).is_listening


async def test_a_delivery_that_the_person_assigns_is_looked_at(bench: Bench) -> None:
    journal = Journal(bench.database, clock=bench.clock)
    offer = Offer(PurchaseId("0" * 32), Filter.of({"job_title": ["CEO"]}), "", 5, 5, bench.clock.now, 5)
    bought = await journal.begin(offer, asked=5, way=DeliveryWay.WEBHOOK, account="https://reachstream.example")
    with pytest.raises(ValueError, match=bought.id):
        await bench.receive.assign(id=DeliveryId(1), purchase=bought.id)
    await journal.arm(bought.id, body=b"{}", balance=5, balance_read_at=bench.clock.now)
    await journal.sending(bought.id)
    await journal.unknown(bought.id, Reason.CUT)
    assert not await bench.receive.assign(id=DeliveryId(1), purchase=bought.id), "there is none"
    assert bench.looks == 1

"""ReachStream through its front door, over HTTP, against the strict sandbox: which was read from the same documents by
somebody else.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.domain.reachstream import RECORD_FIELDS, Count
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import reachstream
from leaddesk.providers.dialect import RememberedInMemory
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reachstream import ReachStream
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.connected import CANARY, assert_silent_about_the_key
from tests.fakes.hostile_server import HostileServer, ok
from tests.fakes.virtual_time import JumpingTimers

CEOS = Filter.of({"job_title_level": ["C-Suite", "Manager"], "company_address_country": ["United States", "Germany"]})


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(scope="module")
def open_sandbox() -> Iterator[Sandbox]:
    """For the sandbox's limit, ten seconds pass between two requests."""
    with Sandbox(World(seed=1, people=2000), key=CANARY, clock=itertools.count(step=10).__next__) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(open_sandbox: Sandbox) -> Sandbox:
    open_sandbox.reachstream.reset()
    return open_sandbox


class Keys:
    """Where the key comes from."""

    def __init__(self) -> None:
        self.kept: Secret | None = Secret(CANARY)

    async def read(self) -> Secret | None:
        return self.kept


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def memory() -> RememberedInMemory:
    return RememberedInMemory()


@pytest.fixture
async def client(sandbox: Sandbox, keys: Keys, memory: RememberedInMemory) -> AsyncIterator[ReachStream]:
    pace = Pace(10, 1.0, timers=JumpingTimers())
    client = reachstream.connect(lambda: sandbox.address, keys.read, remembered=memory, pace=pace)
    yield client
    await client.aclose()
    assert not any(request.stray_key for request in sandbox.reachstream.requests)


async def test_preset_values_of_every_field(client: ReachStream, sandbox: Sandbox) -> None:
    search = sandbox.reachstream.world.search
    for field in FIELDS:
        typed = next(typed for typed in "ae10" if search.lookup(field.name, typed, 1))
        answer = await client.preset_values(field.name, typed, urgency=Urgency.TYPING)
        assert (answer.field, answer.typed) == (field.name, typed)
        assert answer.values == tuple(search.lookup(field.name, typed, 100))
        assert answer.values
        assert answer.read_at.tzinfo is UTC
    assert [request.query[0][0] for request in sandbox.reachstream.requests] == [
        field.preset_parameter for field in FIELDS
    ]


@pytest.mark.parametrize("typed", ["no such title", "\ud83d half", "R&D=100%+ü 北京 \u202e"])
async def test_no_preset_value_is_no_error(client: ReachStream, typed: str) -> None:
    assert (await client.preset_values("job_title", typed, urgency=Urgency.TYPING)).values == ()


async def test_values_keep_their_zeros(client: ReachStream) -> None:
    values = (await client.preset_values("sic_code", "01", urgency=Urgency.TYPING)).values
    assert values
    assert all(value.startswith("01") for value in values if "01" in value[:2])


async def test_credits(client: ReachStream, sandbox: Sandbox) -> None:
    sandbox.reachstream.credits = 5
    before = datetime.now(UTC)
    credits_now = await client.credits(urgency=Urgency.CLICK)
    assert credits_now.available == 5
    assert before <= credits_now.read_at <= datetime.now(UTC)


async def test_a_count_with_its_masked_sample(client: ReachStream, sandbox: Sandbox) -> None:
    count = await client.count(CEOS, urgency=Urgency.CLICK)
    wanted = {name: list(values) for name, values in CEOS.chosen}
    assert count.matches == sandbox.reachstream.world.search.matches(wanted).count > 25
    assert count.filter == CEOS
    assert count.sample.columns == RECORD_FIELDS
    assert len(count.sample) == 25
    sample = [dict(zip(count.sample.columns, row, strict=True)) for row in count.sample.rows]
    assert {row["contact_job_title_level_1"] for row in sample} == {"C-Suite", "Manager"}
    assert {row["contact_phone_1"] for row in sample} == {None}
    assert all(isinstance(row["id"], int) for row in sample)
    [request] = sandbox.reachstream.requests
    assert (request.path, request.body) == ("/api/v2/request/records/count", {"filter": CEOS.body()})


async def test_a_count_of_nothing(client: ReachStream) -> None:
    count = await client.count(Filter.of({"job_title": ["no such title"]}), urgency=Urgency.CLICK)
    assert (count.matches, count.sample.rows) == (0, ())


async def test_a_count_under_the_other_path(client: ReachStream, sandbox: Sandbox, memory: RememberedInMemory) -> None:
    sandbox.reachstream.fault("second-path-only")
    first = await client.count(CEOS, urgency=Urgency.CLICK)
    second = await client.count(CEOS, urgency=Urgency.CLICK)
    assert first.matches == second.matches > 0
    new, old = "/api/v2/request/records/count", "/api/v2/async/records/filter/count"
    assert [request.path for request in sandbox.reachstream.requests] == [new, old, old]
    assert memory.get("reachstream", "count") == old


def plain(count: Count) -> tuple[Any, ...]:
    """What a count says, apart from when."""
    return count.matches, count.sample


@pytest.mark.parametrize(
    ("oddity", "settings"),
    [
        ("data-in-string", {}),
        ("content-type", {"value": "text/html"}),
        ("body-status", {"status": "200"}),
        ("body-status", {"status": "success"}),
        ("drip", {"seconds": 0, "size": 1000}),
    ],
)
async def test_oddities_that_change_nothing(
    client: ReachStream, sandbox: Sandbox, oddity: str, settings: dict[str, Any]
) -> None:
    async def everything() -> tuple[Any, ...]:
        values = await client.preset_values("job_title", "ma", urgency=Urgency.TYPING)
        none = await client.preset_values("job_title", "no such title", urgency=Urgency.TYPING)
        balance = await client.credits(urgency=Urgency.CLICK)
        count = await client.count(CEOS, urgency=Urgency.CLICK)
        return values.values, none.values, balance.available, count.matches, count.sample

    usual = await everything()
    sandbox.reachstream.fault(oddity, **settings)
    assert await everything() == usual


async def test_numbers_as_strings(client: ReachStream, sandbox: Sandbox) -> None:
    usual = await client.count(CEOS, urgency=Urgency.CLICK)
    sandbox.reachstream.fault("numbers-as-strings")
    count = await client.count(CEOS, urgency=Urgency.CLICK)
    assert count.matches == usual.matches
    assert [row[0] for row in count.sample.rows] == [str(row[0]) for row in usual.sample.rows]
    assert (await client.credits(urgency=Urgency.CLICK)).available == 720


async def test_strings_as_numbers(client: ReachStream, sandbox: Sandbox) -> None:
    sandbox.reachstream.fault("strings-as-numbers")
    values = (await client.preset_values("sic_code", "73", urgency=Urgency.TYPING)).values
    assert values
    assert all(isinstance(value, str) for value in values)


async def test_null_lists(client: ReachStream, sandbox: Sandbox) -> None:
    usual = await client.count(CEOS, urgency=Urgency.CLICK)
    sandbox.reachstream.fault("null-lists")
    assert (await client.preset_values("job_title", "ma", urgency=Urgency.TYPING)).values == ()
    count = await client.count(CEOS, urgency=Urgency.CLICK)
    assert (count.matches, count.sample.rows) == (usual.matches, ())


async def test_unknown_fields_are_kept(client: ReachStream, sandbox: Sandbox) -> None:
    usual = await client.count(CEOS, urgency=Urgency.CLICK)
    sandbox.reachstream.fault("unknown-fields")
    count = await client.count(CEOS, urgency=Urgency.CLICK)
    assert count.sample.columns == (*RECORD_FIELDS, "contact_pronouns", "company_founded", "scores")
    added = ("xxxxx", 1987, '{"fit":[0.4,{"why":"size"}]}')
    assert count.sample.rows == tuple(row + added for row in usual.sample.rows)


async def test_awkward_names_can_be_kept_anywhere(client: ReachStream, sandbox: Sandbox) -> None:
    sandbox.reachstream.fault("awkward-names")
    count = await client.count(CEOS, urgency=Urgency.CLICK)
    names = [str(row[count.sample.columns.index("contact_name")]) for row in count.sample.rows]
    assert {"ليلى xxxxx", "\u202ereversed xxxxx", "👩🏽‍💻✨ xxxxx", "half � xxxxx", "� xxxxx"} < set(names)
    assert "".join(names).encode("utf-8")


async def test_a_big_sample(client: ReachStream, sandbox: Sandbox) -> None:
    sandbox.reachstream.fault("big-sample", records=1000)
    assert len((await client.count(CEOS, urgency=Urgency.CLICK)).sample) == 1000


Fault = tuple[str, dict[str, Any], type[errors.LeadDeskError], dict[str, Any]]

FAULTS: list[Fault] = [
    ("status", {"status": 400}, errors.RequestRefused, {"status": 400, "said": "Bad Request"}),
    ("status", {"status": 401}, errors.KeyRefused, {"status": 401, "said": "Unauthorized"}),
    ("status", {"status": 403}, errors.KeyRefused, {"status": 403}),
    ("status", {"status": 402}, errors.NotEnoughCredits, {"available": 720, "requested": 2000}),
    ("status", {"status": 404}, errors.NothingThere, {"status": 404, "said": "Page Not Found"}),
    ("status", {"status": 429}, errors.AskedToSlowDown, {"status": 429, "wait": None}),
    ("status", {"status": 429, "retry_after": 24}, errors.AskedToSlowDown, {"wait": 24}),
    ("status", {"status": 429, "retry_after": 3600}, errors.AskedToSlowDown, {"wait": 3600}),
    ("status", {"status": 500}, errors.ProviderFailed, {"status": 500, "said": "Server Error"}),
    ("html", {}, errors.UnreadableAnswer, {"found": "html"}),
    ("html", {"status": 502}, errors.ProviderFailed, {"status": 502, "said": ""}),
    ("broken-json", {}, errors.UnreadableAnswer, {"found": "json"}),
    ("empty-body", {}, errors.UnreadableAnswer, {"found": "json"}),
    ("truncated", {}, errors.Unreachable, {"reason": "cut"}),
    ("cut", {}, errors.Unreachable, {"reason": "cut"}),
    ("endless", {}, errors.AnswerTooLarge, {"limit": 64 * 1024 * 1024}),
    ("gzip-bomb", {}, errors.AnswerTooLarge, {"limit": 64 * 1024 * 1024}),
    ("body-status", {"status": 401}, errors.KeyRefused, {"status": 401}),
    ("body-status", {"status": "402"}, errors.NotEnoughCredits, {"status": 402}),
    ("body-status", {"status": 500}, errors.ProviderFailed, {"status": 500}),
    ("body-status", {"status": 0}, errors.UnreadableAnswer, {"found": "shape"}),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{name} {settings}" for name, settings, *_ in FAULTS])
async def test_every_fault_is_one_of_our_errors(
    client: ReachStream, sandbox: Sandbox, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    name, settings, kind, facts = fault
    caplog.set_level(logging.DEBUG)
    sandbox.reachstream.fault(name, **settings)
    with pytest.raises(kind) as raised:
        await client.count(CEOS, urgency=Urgency.CLICK)
    assert {name: vars(raised.value)[name] for name in facts} == facts
    assert_silent_about_the_key(raised.value, caplog.records)


async def test_without_a_key_nothing_is_sent(client: ReachStream, sandbox: Sandbox, keys: Keys) -> None:
    keys.kept = None
    with pytest.raises(errors.NoKey):
        await client.credits(urgency=Urgency.CLICK)
    assert sandbox.reachstream.requests == []


async def test_a_wrong_key(client: ReachStream, sandbox: Sandbox, keys: Keys) -> None:
    keys.kept = Secret("another-key")
    with pytest.raises(errors.KeyRefused) as raised:
        await client.credits(urgency=Urgency.CLICK)
    assert raised.value.status == 403
    assert len(sandbox.reachstream.requests) == 1


async def test_a_redirect_to_another_host(client: ReachStream, sandbox: Sandbox) -> None:
    async with HostileServer(ok(None)) as elsewhere:
        sandbox.reachstream.fault("redirect", to=f"http://localhost:{elsewhere.port}/", status=307)
        with pytest.raises(errors.RedirectRefused) as raised:
            await client.count(CEOS, urgency=Urgency.CLICK)
    assert raised.value.host == "localhost"
    assert elsewhere.connections == 0


async def test_a_passing_fault_is_not_noticed(client: ReachStream, sandbox: Sandbox) -> None:
    for fault in ("status", "cut"):
        sandbox.reachstream.fault(fault, times=1)
    assert (await client.credits(urgency=Urgency.CLICK)).available == 720
    assert len(sandbox.reachstream.requests) == 2


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"counts": None},
        {"counts": "many"},
        {"counts": 1, "records": "x"},
        {"counts": 1, "records": [1]},
        [],
        "x",
    ],
)
async def test_a_count_that_is_none(keys: Keys, data: object) -> None:
    async with HostileServer(ok(data)) as server:
        client = reachstream.connect(lambda: server.address, keys.read)
        with pytest.raises(errors.UnreadableAnswer) as raised:
            await client.count(CEOS, urgency=Urgency.CLICK)
        await client.aclose()
    assert raised.value.found == "shape"


async def test_the_strict_limit_is_kept_in_real_time(keys: Keys) -> None:
    with Sandbox(World(seed=1, people=100), key=CANARY) as sandbox:
        client = reachstream.connect(lambda: sandbox.address, keys.read)
        async with asyncio.TaskGroup() as group:
            for _ in range(15):
                group.create_task(client.credits(urgency=Urgency.BACKGROUND))
        await client.aclose()
        assert [request.status for request in sandbox.reachstream.requests] == [200] * 15

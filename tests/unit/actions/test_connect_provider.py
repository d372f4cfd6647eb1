"""Keys and addresses: kept where they belong, checked before anything is kept, and said to have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.actions.connect_provider import AddressSource, ConnectProvider, KeyKind, KeyState
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import (
    AddressRefused,
    KeyRefused,
    KeyUnusable,
    NoKeychain,
    NoListToAsk,
    ProviderError,
)
from leaddesk.domain.keys import KeyPlace
from leaddesk.domain.preferences import ADDRESSES
from tests.fakes.memory_dialects import MemoryDialects
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

KEY = "rs_live_0123456789abcdef4f2a"
DEFAULT = "https://api-prd.reachstream.com"
OWN = "https://proxy.example.com"
NAME = "LEADDESK_REACHSTREAM_URL"


async def answer() -> int | None:
    return 720


async def answer_without_credits() -> int | None:
    return None


class Surroundings:
    """The action and what it stands on."""

    def __init__(self, environment: Mapping[str, str] | None = None, clock: Iterator[float] | None = None) -> None:
        self.keychain = MemoryKeychain()
        self.preferences = MemoryPreferences()
        self.dialects = MemoryDialects()
        self.heard: list[Changes] = []
        announcer = Announcer()
        announcer.subscribe(self.heard.append)
        ticks = clock or iter(())
        self.connect = ConnectProvider(
            keychain=self.keychain,
            preferences=self.preferences,
            environment=environment or {},
            testers={"reachstream": answer, "reactin": answer_without_credits},
            dialects=self.dialects,
            announcer=announcer,
            clock=lambda: next(ticks),
        )


async def test_a_key_goes_into_the_keychain_and_only_its_ending_comes_back() -> None:
    around = Surroundings()

    state = await around.connect.store_key(provider="reachstream", typed=f"  {KEY}\n")

    assert state == KeyState(KeyKind.KEYCHAIN, "4f2a")
    assert await around.connect.key_state(provider="reachstream") == state
    assert around.keychain.kept["reachstream"].secret.reveal() == KEY
    assert around.heard == [Changes(keys=frozenset({"reachstream"}))]


async def test_a_key_can_be_kept_until_quitting_alone() -> None:
    around = Surroundings()
    around.keychain.failing = NoKeychain()

    state = await around.connect.keep_key_until_quit(provider="reactin", typed=KEY)

    assert state == KeyState(KeyKind.MEMORY, "4f2a")
    assert around.keychain.kept["reactin"].place is KeyPlace.MEMORY
    assert around.heard == [Changes(keys=frozenset({"reactin"}))]


@pytest.mark.parametrize("typed", ["", "   ", "two words", "line\nbreak", "kéy", "x" * 1001])
async def test_what_cannot_be_a_key_is_refused_before_the_keychain_is_asked(typed: str) -> None:
    around = Surroundings()
    around.keychain.failing = NoKeychain()

    with pytest.raises(KeyUnusable):
        await around.connect.store_key(provider="reachstream", typed=typed)

    assert around.heard == []


async def test_a_failing_keychain_changes_nothing() -> None:
    around = Surroundings()
    await around.connect.store_key(provider="reachstream", typed=KEY)
    around.heard.clear()
    around.keychain.failing = NoKeychain()

    with pytest.raises(NoKeychain):
        await around.connect.store_key(provider="reachstream", typed="another-key-0123456789")
    with pytest.raises(NoKeychain):
        await around.connect.remove_key(provider="reachstream")

    assert around.heard == []
    assert around.keychain.kept["reachstream"].secret.reveal() == KEY


async def test_a_removed_key_is_gone() -> None:
    around = Surroundings()
    await around.connect.store_key(provider="leadsopedia", typed=KEY)

    await around.connect.remove_key(provider="leadsopedia")

    assert await around.connect.key_state(provider="leadsopedia") == KeyState(KeyKind.NONE)
    assert around.heard[-1] == Changes(keys=frozenset({"leadsopedia"}))


async def test_a_test_tells_the_credits_and_how_long_it_took() -> None:
    around = Surroundings(clock=iter([100.0, 100.212]))

    tested = await around.connect.test(provider="reachstream")

    assert tested.credits == 720
    assert tested.seconds == pytest.approx(0.212)
    assert around.heard == [Changes(answered=frozenset({"reachstream"}))]


async def test_a_provider_without_credits_is_tested_all_the_same() -> None:
    around = Surroundings(clock=iter([100.0, 101.0]))

    assert (await around.connect.test(provider="reactin")).credits is None
    assert around.heard == [Changes(answered=frozenset({"reactin"}))]


@pytest.mark.parametrize("error", [KeyRefused("reachstream", 401), NoListToAsk("reactin")])
async def test_a_test_passes_on_what_the_provider_said(error: ProviderError) -> None:
    around = Surroundings()
    heard: list[Changes] = []
    announcer = Announcer()
    announcer.subscribe(heard.append)

    async def refuse() -> int | None:
        raise error

    connect = ConnectProvider(
        keychain=around.keychain,
        preferences=around.preferences,
        environment={},
        testers={error.provider: refuse},
        dialects=around.dialects,
        announcer=announcer,
    )
    with pytest.raises(type(error)):
        await connect.test(provider=error.provider)
    assert heard == []


def test_what_was_learnt_is_told_and_forgotten() -> None:
    around = Surroundings()
    around.dialects.learnt = {"reactin": {"leads": "/api/v1"}, "leadsopedia": {"total": "count"}}
    assert around.connect.dialects(provider="reactin") == {"leads": "/api/v1"}

    around.connect.forget_dialects(provider="reactin")

    assert around.connect.dialects(provider="reactin") == {}
    assert around.connect.dialects(provider="leadsopedia") == {"total": "count"}
    assert around.heard == [Changes(dialects=frozenset({"reactin"}))]


def test_the_address_is_the_default_one_until_it_is_changed() -> None:
    around = Surroundings()
    state = around.connect.address(provider="reachstream")
    assert (state.address, state.source, state.refused) == (DEFAULT, AddressSource.DEFAULT, None)

    changed = around.connect.change_address(provider="reachstream", address=f" {OWN}/v2/ ")

    assert (changed.address, changed.default, changed.source) == (f"{OWN}/v2", DEFAULT, AddressSource.SETTINGS)
    assert around.preferences.get(ADDRESSES) == {"reachstream": f"{OWN}/v2"}
    assert around.heard == [Changes(addresses=frozenset({"reachstream"}))]


def test_the_default_address_is_not_kept() -> None:
    around = Surroundings()
    around.connect.change_address(provider="reactin", address="https://localhost:8443")
    around.connect.change_address(provider="reachstream", address=OWN)

    state = around.connect.use_default_address(provider="reachstream")

    assert (state.address, state.source) == (DEFAULT, AddressSource.DEFAULT)
    assert around.preferences.get(ADDRESSES) == {"reactin": "https://localhost:8443"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.com", "plain"),
        ("example.com", "scheme"),
        ("ftp://example.com", "scheme"),
        ("https://", "host"),
        ("https://me:pw@example.com", "credentials"),
        ("https://example.com/?a=1", "credentials"),
        ("https://exa mple.com", "host"),
    ],
)
def test_an_address_that_no_key_may_go_to_is_not_kept(address: str, reason: str) -> None:
    around = Surroundings()

    with pytest.raises(AddressRefused) as refused:
        around.connect.change_address(provider="reachstream", address=address)
    with pytest.raises(AddressRefused):
        around.connect.new_destination(provider="reachstream", address=address)

    assert refused.value.reason == reason
    assert around.preferences.get(ADDRESSES) == {}
    assert around.heard == []


def test_the_environment_wins() -> None:
    around = Surroundings({NAME: " http://127.0.0.1:4711/ "})
    around.connect.change_address(provider="reachstream", address=OWN)

    state = around.connect.address(provider="reachstream")

    assert (state.address, state.source) == ("http://127.0.0.1:4711", AddressSource.ENVIRONMENT)
    assert state.source == "environment"


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_variable_says_nothing(empty: str) -> None:
    assert Surroundings({NAME: empty}).connect.address(provider="reachstream").source is AddressSource.DEFAULT


def test_an_unusable_address_from_outside_is_told_and_not_hidden() -> None:
    by_environment = Surroundings({NAME: "http://example.com"}).connect.address(provider="reachstream")
    assert by_environment.refused is not None
    assert by_environment.refused.reason == "plain"

    around = Surroundings()
    around.preferences.set(ADDRESSES, {"reachstream": "nonsense", "reactin": 7})
    by_settings = around.connect.address(provider="reachstream")
    assert by_settings.refused is not None
    assert by_settings.source is AddressSource.SETTINGS
    assert around.connect.address(provider="reactin").source is AddressSource.DEFAULT


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (DEFAULT, ""),
        ("https://API-PRD.reachstream.com/v3", ""),
        ("http://localhost:8000", ""),
        ("https://127.0.0.1", ""),
        (OWN, "proxy.example.com"),
        ("https://api-prd.reachstream.com.example.org", "api-prd.reachstream.com.example.org"),
        ("https://\u0430pi-prd.reachstream.com", "xn--pi-prd-2nf.reachstream.com"),
    ],
)
def test_a_host_that_would_get_the_key_is_named(address: str, host: str) -> None:
    assert Surroundings().connect.new_destination(provider="reachstream", address=address) == host


def test_a_host_is_named_once() -> None:
    around = Surroundings()
    around.connect.change_address(provider="reachstream", address=OWN)
    assert around.connect.new_destination(provider="reachstream", address=f"{OWN}/v2") == ""
    assert around.connect.new_destination(provider="reactin", address=OWN) == "proxy.example.com"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_refused_or_kept_as_an_address_a_key_may_go_to(typed: str) -> None:
    around = Surroundings()
    try:
        state = around.connect.change_address(provider="reachstream", address=typed)
    except AddressRefused:
        assert around.preferences.get(ADDRESSES) == {}
    else:
        assert state.refused is None
        assert state.address.startswith(("https://", "http://"))


async def test_another_provider_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        await Surroundings().connect.key_state(provider="nobody")

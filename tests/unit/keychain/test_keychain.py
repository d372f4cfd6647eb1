from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.domain.errors import KeychainNotAnswering, KeychainRefused, NoKeychain
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain
from tests.fakes.keyring_backends import Chatty, Clinging, Dropping, Hanging, Obedient

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

CANARY = "canary-7f3a9c1e5b"
KEY = Secret(CANARY)
OTHER = Secret("another-key-00001")
ROOT = Path(__file__).parents[3]


def no_keychain() -> KeyringBackend:
    raise NoKeychain


async def test_a_key_is_stored_read_and_removed() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)

    assert await keychain.read("reachstream") is None
    assert await keychain.store("reachstream", KEY) == KeptKey(KEY, KeyPlace.KEYCHAIN)
    assert backend.entries == {("LeadDesk", "reachstream"): CANARY}
    assert await Keychain(backend=lambda: backend).read("reachstream") == KeptKey(KEY, KeyPlace.KEYCHAIN)
    await keychain.remove("reachstream")
    assert backend.entries == {}
    assert await keychain.read("reachstream") is None
    await keychain.remove("reachstream")


async def test_accounts_are_apart() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)
    await keychain.store("reachstream", KEY)
    await keychain.store("reactin", OTHER)
    await keychain.remove("reachstream")
    assert await keychain.read("reactin") == KeptKey(OTHER, KeyPlace.KEYCHAIN)


async def test_the_keychain_is_asked_once_for_a_key() -> None:
    backend = Obedient()
    backend.entries["LeadDesk", "reachstream"] = CANARY
    keychain = Keychain(backend=lambda: backend)
    for _ in range(5):
        assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.KEYCHAIN)
    assert backend.questions == 1


async def test_a_new_key_takes_the_place_of_what_was_remembered() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)
    await keychain.store("reachstream", KEY)
    await keychain.store("reachstream", OTHER)
    assert await keychain.read("reachstream") == KeptKey(OTHER, KeyPlace.KEYCHAIN)


async def test_it_works_in_daemon_threads_only() -> None:
    backend = Obedient()
    await Keychain(backend=lambda: backend).read("reachstream")
    assert backend.threads
    assert threading.main_thread() not in backend.threads
    assert all(thread.daemon for thread in backend.threads)


async def test_a_key_in_memory_wins_and_never_reaches_the_keychain() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)
    await keychain.store("reachstream", KEY)
    assert await keychain.keep_until_quit("reachstream", OTHER) == KeptKey(OTHER, KeyPlace.MEMORY)
    assert await keychain.read("reachstream") == KeptKey(OTHER, KeyPlace.MEMORY)
    assert backend.entries == {("LeadDesk", "reachstream"): CANARY}


async def test_storing_ends_the_life_of_the_key_in_memory() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)
    await keychain.keep_until_quit("reachstream", OTHER)
    await keychain.store("reachstream", KEY)
    assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.KEYCHAIN)


async def test_removing_takes_it_from_memory_and_from_the_keychain() -> None:
    backend = Obedient()
    keychain = Keychain(backend=lambda: backend)
    await keychain.store("reachstream", KEY)
    await keychain.keep_until_quit("reachstream", OTHER)
    await keychain.remove("reachstream")
    assert backend.entries == {}
    assert await keychain.read("reachstream") is None


async def test_the_demo_never_touches_a_keychain() -> None:
    def touched() -> KeyringBackend:
        raise AssertionError

    keychain = Keychain(only_memory=True, backend=touched)
    assert await keychain.read("reachstream") is None
    assert await keychain.store("reachstream", KEY) == KeptKey(KEY, KeyPlace.MEMORY)
    assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.MEMORY)
    await keychain.remove("reachstream")
    assert await keychain.read("reachstream") is None


async def test_without_a_keychain_memory_still_works() -> None:
    keychain = Keychain(backend=no_keychain)
    with pytest.raises(NoKeychain):
        await keychain.read("reachstream")
    with pytest.raises(NoKeychain):
        await keychain.store("reachstream", KEY)
    await keychain.keep_until_quit("reachstream", KEY)
    assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.MEMORY)
    await keychain.remove("reachstream")


async def test_a_keychain_that_drops_what_it_was_given_is_told() -> None:
    backend = Dropping()
    keychain = Keychain(backend=lambda: backend)
    with pytest.raises(KeychainRefused) as refused:
        await keychain.store("reachstream", KEY)
    assert refused.value.kind == "NotKept"
    assert await keychain.read("reachstream") is None


async def test_a_keychain_that_keeps_what_should_go_is_told() -> None:
    backend = Clinging()
    keychain = Keychain(backend=lambda: backend)
    await keychain.store("reachstream", KEY)
    with pytest.raises(KeychainRefused) as refused:
        await keychain.remove("reachstream")
    assert refused.value.kind == "NotRemoved"


async def test_an_error_that_quotes_the_key_is_left_behind() -> None:
    backend = Chatty()
    with pytest.raises(KeychainRefused) as refused:
        await Keychain(backend=lambda: backend).store("reachstream", KEY)
    assert refused.value.kind == "PasswordSetError"
    links: list[BaseException] = [refused.value]
    while nearest := links[-1].__cause__ or links[-1].__context__:
        links.append(nearest)
    assert CANARY not in " ".join(f"{link!r} {link}" for link in links)


@pytest.mark.parametrize("found", ["two\nlines", "naïve"])
async def test_an_entry_that_cannot_be_a_key_is_refused(found: str) -> None:
    backend = Obedient()
    backend.entries["LeadDesk", "reachstream"] = found
    with pytest.raises(KeychainRefused) as refused:
        await Keychain(backend=lambda: backend).read("reachstream")
    assert refused.value.kind == "KeyUnusable"
    assert found not in str(refused.value)


async def test_an_empty_entry_is_no_key() -> None:
    backend = Obedient()
    backend.entries["LeadDesk", "reachstream"] = ""
    assert await Keychain(backend=lambda: backend).read("reachstream") is None


async def test_a_keychain_that_hangs_is_given_up_on_and_taken_up_again() -> None:
    backend = Hanging()
    backend.entries["LeadDesk", "reachstream"] = CANARY
    keychain = Keychain(backend=lambda: backend, seconds=0.3)

    with pytest.raises(KeychainNotAnswering) as silent:
        await keychain.read("reachstream")
    assert silent.value.seconds == 0.3
    for _ in range(20):
        with pytest.raises(KeychainNotAnswering):
            await keychain.read("reachstream")
    assert backend.calls == 1, "calls pile up behind the one that hangs"

    backend.let_go.set()
    await until_answering(keychain)
    assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.KEYCHAIN)


async def until_answering(keychain: Keychain) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                await keychain.read("reactin")
            except KeychainNotAnswering:
                await asyncio.sleep(0)
            else:
                return


async def test_who_waits_behind_a_call_that_hangs_hears_of_it_too() -> None:
    backend = Hanging()
    keychain = Keychain(backend=lambda: backend, seconds=0.02)
    answers = await asyncio.gather(*(keychain.read("reachstream") for _ in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [KeychainNotAnswering] * 5
    assert backend.calls == 1
    backend.let_go.set()


async def test_a_hanging_keychain_leaves_the_memory_alone() -> None:
    backend = Hanging()
    keychain = Keychain(backend=lambda: backend, seconds=0.02)
    with pytest.raises(KeychainNotAnswering):
        await keychain.store("reachstream", KEY)
    await keychain.keep_until_quit("reachstream", OTHER)
    assert await keychain.read("reachstream") == KeptKey(OTHER, KeyPlace.MEMORY)
    backend.let_go.set()


async def test_an_old_key_is_not_remembered_after_a_store_without_an_answer() -> None:
    backend = Hanging()
    backend.entries["LeadDesk", "reachstream"] = OTHER.reveal()
    backend.let_go.set()
    keychain = Keychain(backend=lambda: backend, seconds=0.3)
    assert await keychain.read("reachstream") == KeptKey(OTHER, KeyPlace.KEYCHAIN)
    backend.let_go.clear()
    with pytest.raises(KeychainNotAnswering):
        await keychain.store("reachstream", KEY)
    backend.let_go.set()
    await until_answering(keychain)
    assert await keychain.read("reachstream") == KeptKey(KEY, KeyPlace.KEYCHAIN)


async def test_a_question_that_was_given_up_does_not_block_the_next() -> None:
    backend = Hanging()
    backend.entries["LeadDesk", "reachstream"] = CANARY
    keychain = Keychain(backend=lambda: backend)
    first = asyncio.create_task(keychain.read("reachstream"))
    await asyncio.to_thread(backend.was_asked.wait)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    second = asyncio.create_task(keychain.read("reachstream"))
    backend.let_go.set()
    assert await second == KeptKey(KEY, KeyPlace.KEYCHAIN)


def test_a_hanging_keychain_does_not_keep_the_program_from_ending() -> None:
    program = """
import asyncio
from leaddesk.domain.errors import KeychainNotAnswering
from leaddesk.keychain.keychain import Keychain
from tests.fakes.keyring_backends import Hanging

async def main():
    try:
        await Keychain(backend=Hanging, seconds=0.02).read("reachstream")
    except KeychainNotAnswering:
        print("not answering")

asyncio.run(main())
"""
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "not answering\n", "")


def test_keyring_is_imported_by_the_first_question_only() -> None:
    program = """
import asyncio, sys
from leaddesk.keychain.keychain import Keychain
from leaddesk.domain.secret import Secret
keychain = Keychain(only_memory=True)
asyncio.run(keychain.store("reachstream", Secret("x")))
sys.exit("keyring" in sys.modules)
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=20, check=False)  # noqa: S603
    assert ended.returncode == 0

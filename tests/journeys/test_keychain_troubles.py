"""A computer without a keychain, or with one that hangs or says no: LeadDesk stays of use, and no key is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from PySide6.QtWidgets import QLineEdit

from leaddesk.domain.errors import NoKeychain
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.fakes.keyring_backends import Chatty, Dropping, Hanging, Obedient
from tests.journeys.acts import (
    READY,
    close_notice,
    close_settings,
    count,
    enter,
    notice,
    open_settings,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

PATIENCE = 0.2


class Locked(Obedient):
    """Says no to everything, as a locked collection whose prompt was cancelled."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} {username} {password}")


def missing() -> KeyringBackend:
    raise NoKeychain


def keychain(backend: Callable[[], KeyringBackend]) -> Keychain:
    return Keychain(seconds=PATIENCE, backend=backend)


async def key_line(visitor: Visitor, state: str) -> QLineEdit:
    """The field for the key, once Settings have told ``state``."""
    await open_settings(visitor)
    await visitor.wait(lambda: shows(visitor, "reachstream-key-state", state), f"Settings tell: {state}")
    return visitor.find("reachstream-key-field", QLineEdit)


def holding(folder: Path, key: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("backend", "told"),
    [
        (missing, "This computer has no keychain that we can use. You can keep the key until you quit."),
        (
            Hanging,
            "The keychain does not answer. We waited 200 ms. It may be locked: unlock it and try again, or keep",
        ),
        (Locked, "The keychain said no. It answered with KeyringLocked. Unlock it and try again, or keep the key"),
        (Chatty, "The keychain said no. It answered with PasswordSetError."),
        (Dropping, "The keychain said no. It answered with NotKept."),
    ],
)
async def test_a_key_that_cannot_be_kept_can_be_kept_until_one_quits(
    desktops: Desktops,
    sandbox: Sandbox,
    tmp_path: Path,
    backend: Callable[[], KeyringBackend],
    told: str,
) -> None:
    words, is_readable = told[: told.index(".") + 1], backend in {Chatty, Dropping}
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, keychain=keychain(backend))
        visitor = desktop.visitor
        line = await key_line(visitor, "No key yet" if is_readable else words)
        line.setText(sandbox.key)
        visitor.click("reachstream-key-save")
        await visitor.wait(lambda: shows(visitor, "reachstream-key-message", told), "it is told")
        assert line.text() == sandbox.key, "what was typed stays, unreadable"
        assert line.displayText() != sandbox.key
        visitor.click("reachstream-key-memory")
        await visitor.wait(
            lambda: shows(visitor, "reachstream-key-state", "Kept until you quit, ends in"), "it is kept"
        )
        assert not line.text()
        visitor.click("reachstream-key-test")
        await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "the key is good"), "it works")
        await close_settings(visitor)
        if visitor.sees("notice"):
            await close_notice(visitor)
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) > 0
        assert not visitor.sees("notice")
        await desktop.session.close()
        assert not holding(tmp_path, sandbox.key), "it is in no file"


async def test_without_a_keychain_the_first_count_leads_to_settings(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY, keychain=keychain(missing))).visitor
        assert not visitor.sees("notice"), "nobody has asked for anything yet"
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) == 0
        assert "Add your key in Settings." in await notice(visitor, "There is no ReachStream key yet.")
        visitor.click("notice-action")
        words = "This computer has no keychain that we can use."
        await visitor.wait(lambda: shows(visitor, "reachstream-key-state", words), "Settings say why")
        assert not sandbox.reachstream.requests


@pytest.mark.parametrize(
    ("backend", "words"), [(Hanging, "The keychain does not answer."), (Locked, "The keychain said no.")]
)
async def test_a_keychain_that_hangs_at_start_holds_nothing_up(
    desktops: Desktops, sandbox: Sandbox, backend: type[Obedient], words: str
) -> None:
    chain = backend()
    async with desktops() as open_desktop:
        # The first start of all: the welcome page looks for keys by itself.
        desktop = await open_desktop(keychain=keychain(lambda: chain))
        visitor = desktop.visitor
        await visitor.wait_for("first-start-go-on")
        assert visitor.find("first-start-add-reachstream").isEnabled()
        visitor.click("first-start-go-on")
        await visitor.wait_for("filter-job_title-input")
        enter(visitor, "job_title_level", "Director")
        visitor.click("count-button")
        enter(visitor, "company_type", "Private")  # while it still waits for the keychain
        await notice(visitor, words)
        assert not sandbox.reachstream.requests, "nothing is sent without the key"

        if isinstance(chain, Hanging):
            chain.entries["LeadDesk", "reachstream"] = sandbox.key
            chain.let_go.set()  # somebody has unlocked it
            await visitor.wait(lambda: not any(thread.is_alive() for thread in chain.threads), "it answers")
            await close_notice(visitor)
            assert await count(visitor) > 0
            assert not visitor.sees("notice")


async def test_leaddesk_quits_while_the_keychain_hangs(desktops: Desktops, sandbox: Sandbox) -> None:
    chain = Hanging()
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, keychain=Keychain(seconds=60, backend=lambda: chain))
        visitor = desktop.visitor
        enter(visitor, "job_title_level", "Director")
        visitor.click("count-button")
        await visitor.wait(chain.was_asked.is_set, "the keychain is asked")
        await desktop.session.close()
    chain.let_go.set()
    assert not sandbox.reachstream.requests

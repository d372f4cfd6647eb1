"""The receiver as a process of its own: the desktop's child, and the command for a server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from leaddesk.__main__ import main
from leaddesk.app.inbox.headless import run_headless
from leaddesk.app.inbox.inbox_process import Heard, InboxProcess
from leaddesk.domain.deliveries import TEST_EVENT
from leaddesk.domain.errors import NoRoundTrip, PortTaken, WorkBroken
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.inbox.server import listen
from leaddesk.providers.inbox_client import InboxClient
from leaddesk.providers.round_trip import round_trip
from tests.fakes.inbox_apart import InboxApart, bodies_in
from tests.fakes.inbox_apart import deliver as post_to
from tests.fakes.receiver_at_hand import BODY, INBOX_KEY, SECRET, TOKEN

SECRETS = [AcceptedSecret(Secret(SECRET))]
ENVIRONMENT = {"LEADDESK_WEBHOOK_SECRET": SECRET, "LEADDESK_WEBHOOK_PATH": TOKEN, "LEADDESK_INBOX_KEY": INBOX_KEY}
PATIENCE = 30


class Child:
    """An InboxProcess on a folder, and what it told, in its order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: asyncio.Queue[tuple[str, object]] = asyncio.Queue()
        heard = Heard(
            arrived=lambda delivery: self.told.put_nowait(("arrived", delivery)),
            tested=lambda nonce: self.told.put_nowait(("tested", nonce)),
            refused=lambda counts: self.told.put_nowait(("refused", counts)),
            ended=lambda: self.told.put_nowait(("ended", None)),
        )
        self.process = InboxProcess(folder, heard)
        self.port = 0

    async def start(self) -> None:
        self.port = await self.process.start(0, token=Secret(TOKEN), secrets=SECRETS, public_host="leads.example.com")

    async def deliver(self, body: bytes = BODY, secret: str = SECRET, token: str = TOKEN) -> int:
        return await deliver(self.port, body, secret, token)

    async def heard(self) -> tuple[str, object]:
        async with asyncio.timeout(PATIENCE):
            return await self.told.get()


async def deliver(port: int, body: bytes = BODY, secret: str = SECRET, token: str = TOKEN) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"webhook_secret_key": secret}
        return (await client.post(f"http://127.0.0.1:{port}/{token}", content=body, headers=headers)).status_code


@pytest.fixture
async def child(tmp_path: Path) -> AsyncIterator[Child]:
    there = Child(tmp_path)
    yield there
    await there.process.stop()


async def test_the_desktop_hears_what_its_receiver_does(child: Child) -> None:
    await child.start()
    assert await child.deliver() == 200
    assert await child.heard() == ("arrived", 1)
    assert bodies_in(child.folder) == [BODY]
    await round_trip(Secret(f"http://127.0.0.1:{child.port}/{TOKEN}"), "abc", Secret(SECRET))
    assert await child.heard() == ("tested", "abc")
    with pytest.raises(NoRoundTrip):
        await round_trip(Secret(f"http://127.0.0.1:{child.port}/{TOKEN}"), "abc", Secret("wrong"))
    assert await child.deliver(token=TOKEN[::-1]) == 404
    counts = await child.heard()
    while counts != ("refused", {"secret": 1, "path": 1}):  # all at once, or one after the other
        counts = await child.heard()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes as Linux tells them")
async def test_other_programs_see_no_secret(child: Child) -> None:
    await child.start()
    assert child.process._running is not None
    there = Path("/proc") / str((await child.process._running).pid)
    for fact in ("cmdline", "environ"):
        assert [secret for secret in (TOKEN, SECRET) if secret.encode() in (there / fact).read_bytes()] == []


async def test_the_desktop_changes_who_is_let_in(child: Child) -> None:
    await child.start()
    later, path = [AcceptedSecret(Secret("later")), *SECRETS], TOKEN[::-1]
    await child.process.change(token=Secret(path), secrets=later)
    async with asyncio.timeout(PATIENCE):
        while await child.deliver(b"1", "later", path) != 200:
            pass
    assert await child.deliver(b"2", SECRET, path) == 200
    assert await child.deliver(b"3", "later", TOKEN) == 404
    await child.process.stop()
    with pytest.raises(WorkBroken):
        await child.process.change(token=Secret(path), secrets=later)
    assert bodies_in(child.folder) == [b"1", b"2"]


async def test_it_starts_again_at_another_port_of_the_same_folder(child: Child) -> None:
    for _ in range(2):
        await child.start()
        assert await child.deliver() == 200
    await child.process.stop()
    await child.process.stop()
    with pytest.raises(httpx.ConnectError):
        await child.deliver()
    assert bodies_in(child.folder) == [BODY]
    assert child.told.get_nowait() == ("arrived", 1)
    assert child.told.empty()  # nobody says that it ended: it was asked to


async def test_a_receiver_that_ends_by_itself_is_told(child: Child) -> None:
    await child.start()
    assert child.process._running is not None
    (await child.process._running).kill()
    assert await child.heard() == ("ended", None)
    with pytest.raises(WorkBroken):
        await child.process.change(token=Secret(TOKEN), secrets=SECRETS)
    await child.start()
    assert await child.deliver() == 200


async def test_a_port_that_is_taken(child: Child) -> None:
    with closing(listen(0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            await child.process.start(port, token=Secret(TOKEN), secrets=SECRETS)
        assert caught.value.port == port
    assert await child.process.start(port, token=Secret(TOKEN), secrets=SECRETS) == port


def test_a_desktop_that_does_not_listen_keeps_no_delivery_waiting(tmp_path: Path) -> None:
    """What is to be told is more than a pipe holds."""
    with InboxApart(tmp_path) as inbox:
        for number in range(40):
            event = {"event": TEST_EVENT, "nonce": f"{number}" * 1900}
            assert post_to(inbox.port, json.dumps(event).encode()) == 200
        assert inbox.end() == ""


# -- the command


@contextmanager
def server(home: Path, environment: Mapping[str, str], *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and what it said when it was ready; empty where it ended instead."""
    command = [sys.executable, "-m", "leaddesk", "inbox", "--home", str(home), "--port", "0", *arguments]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LEADDESK_")}
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, env={**ours, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


def secret_file(path: Path, text: str, mode: int = 0o600) -> str:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return str(path)


async def test_a_server_receives_and_is_collected_from(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {
        "LEADDESK_WEBHOOK_SECRET_FILE": secret_file(tmp_path / "secret", f"{SECRET}\n"),
        "LEADDESK_WEBHOOK_OLD_SECRET": "old",
        "LEADDESK_WEBHOOK_PATH": TOKEN,
        "LEADDESK_INBOX_KEY_FILE": secret_file(tmp_path / "key", INBOX_KEY, 0o400),
    }
    with server(home, environment, "--public-host", "leads.example.com") as (process, said):
        assert "https://leads.example.com/<secret path>" in said
        assert [secret for secret in (TOKEN, SECRET, INBOX_KEY) if secret in said] == []
        port = int(said.split("127.0.0.1:")[1].split("/")[0])
        assert await deliver(port, b"1") == 200
        assert await deliver(port, b"2", "old") == 200
        assert await deliver(port, b"3", "wrong") == 401
        client = InboxClient(f"http://127.0.0.1:{port}/{TOKEN}", Secret(INBOX_KEY))
        assert [(number, body) async for number, _, body in client.collect()] == [(1, b"1"), (2, b"2")]
        await client.acknowledge(1)
        await client.aclose()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert bodies_in(home) == [b"2"]


def test_a_server_at_a_port_that_is_taken(tmp_path: Path) -> None:
    with closing(listen(0)) as other:
        port = str(other.getsockname()[1])
        with server(tmp_path, ENVIRONMENT, "--port", port) as (process, said):
            assert said == ""
            assert process.wait(PATIENCE) == 1
            assert process.stderr is not None
            assert f"port {port} cannot be used" in process.stderr.read()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"LEADDESK_WEBHOOK_SECRET": ""}, "LEADDESK_WEBHOOK_SECRET is not set"),
        ({"LEADDESK_INBOX_KEY": ""}, "LEADDESK_INBOX_KEY is not set"),
        ({"LEADDESK_WEBHOOK_PATH": "short"}, "LEADDESK_WEBHOOK_PATH is not 32 to 64 hexadecimal digits"),
        ({"LEADDESK_WEBHOOK_SECRET": "two\nlines"}, "LEADDESK_WEBHOOK_SECRET holds other characters"),
        ({"LEADDESK_INBOX_KEY_FILE": "/else"}, "both LEADDESK_INBOX_KEY and LEADDESK_INBOX_KEY_FILE are set"),
        ({"LEADDESK_INBOX_KEY": "", "LEADDESK_INBOX_KEY_FILE": "gone"}, "LEADDESK_INBOX_KEY_FILE: gone cannot be read"),
    ],
)
def test_secrets_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], said: str
) -> None:
    assert run_headless(tmp_path, 0, "", {**ENVIRONMENT, **change}) == 2
    heard = capsys.readouterr()
    assert said in heard.err
    assert heard.out == ""
    assert [secret for secret in ENVIRONMENT.values() if secret in heard.err] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["https://leads.example.com", "leads.example.com/path", "a b", "x" * 64 + ".example"])
def test_a_public_name_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run_headless(tmp_path, 0, name, ENVIRONMENT) == 2
    assert "--public-host is not the name of a host" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="the mode says nothing of others")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_secret_that_others_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: int) -> None:
    file = secret_file(tmp_path / "secret", SECRET, mode)
    environment = {**ENVIRONMENT, "LEADDESK_WEBHOOK_SECRET": "", "LEADDESK_WEBHOOK_SECRET_FILE": file}
    assert run_headless(tmp_path, 0, "", environment) == 2
    assert f"others than its owner can read {file}" in capsys.readouterr().err


def test_a_folder_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert run_headless(tmp_path / "file", 0, "", ENVIRONMENT) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("LEADDESK_HOME", raising=False)
    for arguments, said in (([], "--home"), (["--home", "x", "--port", "70000"], "--port")):
        with pytest.raises(SystemExit) as caught:
            main(["inbox", *arguments])
        assert caught.value.code == 2
        assert said in capsys.readouterr().err

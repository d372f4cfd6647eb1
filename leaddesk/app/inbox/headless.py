"""``leaddesk inbox`` on a server that is always on: receives and keeps; a desktop elsewhere collects.

Its three secrets come from the environment, each either as the value or as a file that only its owner can read:
``LEADDESK_WEBHOOK_SECRET`` (what ReachStream sends along), ``LEADDESK_WEBHOOK_PATH`` (the secret path: at least 32
hexadecimal digits) and ``LEADDESK_INBOX_KEY`` (what the collecting desktop shows), or the same names with ``_FILE``. A
webhook secret that was just replaced may stand in ``LEADDESK_WEBHOOK_OLD_SECRET`` as long as it is to be accepted.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from leaddesk.app.inbox.kept import Keeping, deliveries_in
from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import KeyUnusable, LeadDeskError, PortTaken, WorkspaceNewer, WorkspaceUnusable
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.inbox.access import Access, host_name
from leaddesk.inbox.collecting import Collecting
from leaddesk.inbox.receiver import Receiver
from leaddesk.inbox.server import LOOPBACK, Server, listen
from leaddesk.workspace.folders import Folders

_SECRET, _OLD_SECRET = "LEADDESK_WEBHOOK_SECRET", "LEADDESK_WEBHOOK_OLD_SECRET"
_PATH, _KEY = "LEADDESK_WEBHOOK_PATH", "LEADDESK_INBOX_KEY"
_PATHS = re.compile("[0-9a-f]{32,64}", re.IGNORECASE)
_WRONG = {"empty": "is empty", "long": "is too long", "characters": "holds other characters than visible ASCII"}
_LONGEST_FILE = 4096


class _UnusableError(Exception):
    """A sentence for whoever starts it. Never with a secret."""


def run_headless(home: Path, port: int, public_host: str, environment: Mapping[str, str] = os.environ) -> int:
    """Receives until SIGINT or SIGTERM. The exit code: 1 where port or folder cannot be used, 2 for what was given."""
    try:
        secrets = _secrets(environment)
        if public_host and not host_name(public_host):
            raise _UnusableError("--public-host is not the name of a host, such as leads.example.com")
        return asyncio.run(_receive(Folders.of(home).data, port, public_host, secrets))
    except _UnusableError as error:
        return _complain(2, str(error))
    except PortTaken as error:
        return _complain(1, f"port {error.port} cannot be used: another program listens there, or it is not allowed")
    except (WorkspaceUnusable, WorkspaceNewer) as error:
        why = error.reason if isinstance(error, WorkspaceUnusable) else "it was written by a later LeadDesk"
        return _complain(1, f"{error.path} cannot be used: {why}")
    except LeadDeskError as error:
        return _complain(1, f"the folder cannot be used: {type(error).__name__}")


async def _receive(folder: Path, port: int, public_host: str, secrets: Mapping[str, Secret]) -> int:
    accepted = [AcceptedSecret(secrets[name]) for name in (_SECRET, _OLD_SECRET) if name in secrets]
    async with deliveries_in(folder) as deliveries:
        await deliveries.after(DeliveryId(0), 1)  # it can be opened
        receiver = Receiver(
            Access.of(secrets[_PATH], accepted, public_host),
            Keeping(deliveries),
            _Nobody(),
            collecting=Collecting(deliveries, secrets[_KEY]),
        )
        listener = listen(port)
        here = f"http://{LOOPBACK}:{listener.getsockname()[1]}/<secret path>"
        way = f"https://{public_host}/<secret path>" if public_host else "a public address of yours with the same path"
        await Server(receiver, ready=lambda: print(f"Receiving at {here}. Lead {way} there.", flush=True)).serve(
            sockets=[listener]
        )
    return 0


class _Nobody:
    """``inbox.receiver.Listener``: what came is told when it is collected."""

    def delivered(self, delivery: DeliveryId) -> None:
        pass

    def tested(self, nonce: str) -> None:
        pass

    def refused(self, word: str) -> None:
        pass


def _secrets(environment: Mapping[str, str]) -> dict[str, Secret]:
    """By their names; the old one only where there is one. Raises _UnusableError."""
    found = {}
    for name in (_SECRET, _OLD_SECRET, _PATH, _KEY):
        text, file = environment.get(name), environment.get(f"{name}_FILE")
        if text and file:
            raise _UnusableError(f"both {name} and {name}_FILE are set: which one is meant?")
        if not text and not file:
            if name == _OLD_SECRET:
                continue
            raise _UnusableError(f"{name} is not set: set it, or {name}_FILE to a file that only its owner can read")
        try:
            found[name] = Secret.typed(text or _read(f"{name}_FILE", Path(file or "")))
        except KeyUnusable as error:
            raise _UnusableError(f"{name} {_WRONG[error.reason]}") from None
    if not _PATHS.fullmatch(found[_PATH].reveal()):
        raise _UnusableError(f"{_PATH} is not 32 to 64 hexadecimal digits, such as `openssl rand -hex 16` makes")
    return found


def _read(name: str, path: Path) -> str:
    """Raises _UnusableError."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & 0o077:  # elsewhere the mode says nothing of others
                raise _UnusableError(f"{name}: others than its owner can read {path}; `chmod 600` it")
            return file.read(_LONGEST_FILE).decode("ascii", "replace")
    except OSError as error:
        raise _UnusableError(f"{name}: {path} cannot be read: {error.strerror}") from None


def _complain(code: int, sentence: str) -> int:
    print(f"leaddesk inbox: {sentence}", file=sys.stderr)
    return code

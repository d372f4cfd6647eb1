"""The desktop's receiver as a process of its own, told and heard over its pipe, and somebody who delivers to it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from tests.fakes.receiver_at_hand import PUBLIC_HOST, SECRET, TOKEN

PATIENCE = 60


def order(folder: Path, port: int = 0) -> dict[str, Any]:
    """What its first line is."""
    secrets = [{"secret": SECRET, "until": None}]
    return {"home": str(folder), "port": port, "token": TOKEN, "secrets": secrets, "public_host": PUBLIC_HOST}


class InboxApart:
    """A context. ``folder`` holds its database. What it says later is not listened to before its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "leaddesk", "inbox", "--for-parent"]
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order(self._folder)) + "\n")
        self._process.stdin.flush()
        self.port: int = json.loads(self._process.stdout.readline())["listening"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def end(self) -> str:
        """In order. What it had to complain about."""
        _, complaints = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0
        return complaints

    def memory(self, of: str) -> int:
        """Bytes: ``VmRSS`` for now, ``VmHWM`` for the most there ever was. Linux alone."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        return int(next(line for line in status.splitlines() if line.startswith(of)).split()[1]) * 1024


def deliver(port: int, body: bytes, headers: Mapping[str, str] | None = None) -> int:
    """The status; 0 where the connection broke. On a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("POST", f"/{TOKEN}", body, headers or {"webhook_secret_key": SECRET})
        return connection.getresponse().status
    return 0


def bodies_in(folder: Path, after: int = 0) -> list[bytes]:
    """The bodies in the database, oldest first, without the first ``after``; another process may be writing."""
    with closing(apsw.Connection(str(folder / "purchases.db"))) as connection:
        connection.set_busy_timeout(PATIENCE * 1000)
        rows = connection.execute("SELECT body FROM bodies ORDER BY delivery LIMIT -1 OFFSET ?", (after,))
        return [body for (body,) in rows]

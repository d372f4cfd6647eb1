"""kill -9 of the receiver while bodies arrive: every body that got a 200 is there. For longer, by hand:

python -m tests.journeys.test_inbox_kills 1000
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.fakes.inbox_apart import bodies_in, deliver, order
from tests.journeys.forked import Fork, Forks

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

KILLS, SENDERS = 200, 4
LONGEST_LIFE = 0.25
"""Seconds."""


def receive_in(forks: Forks, folder: Path) -> tuple[Fork, int]:
    """A receiver that keeps what comes in ``folder``, and its port."""
    fork = forks.start("leaddesk.app.inbox.child:run_for_parent")
    fork.say(order(folder))
    assert fork.hear(lines=1)
    return fork, fork.said["listening"]


class Senders:
    """Several that deliver, each body another one, until the receiver is gone."""

    def __init__(self, seed: int) -> None:
        self._draw = Random(seed)
        self._numbers = count(1)
        self.acknowledged: set[bytes] = set()
        """Digests of the bodies that were answered with 200."""

    def deliver_to(self, port: int) -> Callable[[], None]:
        """Begins; call what is returned after the receiver's end."""
        senders = [threading.Thread(target=self._send, args=(port,)) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()

        def join() -> None:
            for sender in senders:
                sender.join()

        return join

    def _send(self, port: int) -> None:
        while True:
            body = b'{"unique_processing_id": %d, "data": "' % next(self._numbers)
            body += b"x" * self._draw.choice([10, 1000, 20_000, 400_000]) + b'"}'
            if deliver(port, body) != 200:
                return
            self.acknowledged.add(sha256(body).digest())


def kill_often(forks: Forks, folder: Path, kills: int, seed: int = 31) -> int:
    """Fails where a body is missing that got a 200, or one is there twice. How many got one."""
    draw, senders, kept = Random(seed), Senders(seed), list[bytes]()
    fork, port = receive_in(forks, folder)
    assert deliver(port, b"first") == 200
    assert fork.kill()
    for number in range(kills):
        fork, port = receive_in(forks, folder)
        join = senders.deliver_to(port)
        fork.hear(draw.random() * LONGEST_LIFE)
        assert fork.kill()
        join()
        kept += [sha256(body).digest() for body in bodies_in(folder, after=len(kept))]
        assert senders.acknowledged <= set(kept), f"kill {number}"
        told = {line["arrived"]["delivery"] for line in fork.lines if "arrived" in line}
        assert told <= set(range(1, len(kept) + 1)), "nobody hears of a body that is not there"
    assert kept == [sha256(body).digest() for body in bodies_in(folder)], "and still there after all of it"
    assert len(set(kept)) == len(kept)
    return len(senders.acknowledged)


def test_every_body_that_got_a_200_is_there(tmp_path: Path) -> None:
    with Forks("leaddesk.app.inbox.child") as forks:
        assert kill_often(forks, tmp_path, KILLS) > KILLS


if __name__ == "__main__":
    with Forks("leaddesk.app.inbox.child") as own, tempfile.TemporaryDirectory() as place:
        print(f"{kill_often(own, Path(place), int(sys.argv[1]))} bodies got a 200; all are there")

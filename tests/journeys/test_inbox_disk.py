"""A full disk, a database that somebody holds or that is damaged: 503, nothing lost, and later 200."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tests.fakes.inbox_apart import bodies_in, deliver
from tests.fakes.receiver_at_hand import BODY
from tests.fakes.small_disk import small_disk
from tests.journeys.forked import Forks
from tests.journeys.test_inbox_kills import receive_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

LARGE = b"x" * 500_000


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks("leaddesk.app.inbox.child") as forks:
        yield forks


def test_a_full_disk(forks: Forks, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8 * 1024) as disk:
        fork, port = receive_in(forks, disk)
        assert deliver(port, BODY) == 200
        filler = disk / "filler"
        for left in (300, 4, 0):
            filler.write_bytes(bytes(shutil.disk_usage(disk).free - left * 1024))
            assert deliver(port, LARGE) == 503, f"{left} KiB left"
            filler.unlink()
        assert bodies_in(disk) == [BODY]
        assert deliver(port, LARGE) == 200
        assert bodies_in(disk) == [BODY, LARGE]
        fork.say({})  # no order: it goes on
        assert deliver(port, BODY) == 200
        assert fork.kill()


def test_a_disk_that_is_full_at_the_start(forks: Forks, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        filler = disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(disk).free))
        fork, port = receive_in(forks, disk)
        assert deliver(port, BODY) == 503
        filler.unlink()
        assert deliver(port, BODY) == 200
        assert fork.kill()
        assert bodies_in(disk) == [BODY]


def test_a_database_that_somebody_holds(forks: Forks, tmp_path: Path) -> None:
    fork, port = receive_in(forks, tmp_path)
    assert deliver(port, BODY) == 200
    with closing(apsw.Connection(str(tmp_path / "purchases.db"))) as other:
        other.execute("BEGIN IMMEDIATE")
        assert deliver(port, LARGE) == 503
        other.execute("ROLLBACK")
    assert deliver(port, LARGE) == 200
    assert fork.kill()
    assert bodies_in(tmp_path) == [BODY, LARGE]


def test_a_damaged_database(forks: Forks, tmp_path: Path) -> None:
    """It is left as it is: what was paid for may still be read out of it."""
    damaged = b"this was a database once" * 1000
    (tmp_path / "purchases.db").write_bytes(damaged)
    fork, port = receive_in(forks, tmp_path)
    assert [deliver(port, BODY) for _ in range(2)] == [503, 503]
    assert fork.kill()
    assert (tmp_path / "purchases.db").read_bytes() == damaged

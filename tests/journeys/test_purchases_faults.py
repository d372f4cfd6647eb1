"""A thousand purchases with a fault each: the answer cut before, in the middle and behind, refused, broken, garbage;
the process killed at any write to the disk or any other moment; two LeadDesks at once. The sandbox counts what it was
asked for and what it delivered: no intent twice, no paid record lost. More by hand: ``tests/harness/purchase_run.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.harness.purchase_run import WORKS, run
from tests.journeys.forked import Forks

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")


@pytest.fixture(scope="module")
def leaddesks() -> Iterator[Forks]:
    with Forks(WORKS) as forks:
        yield forks


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """In memory where that is possible: a kill -9 takes nothing away that was written, and disks are slow."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.mark.parametrize(("seed", "count", "at_once"), [(1, 300, 1), (2, 300, 1), (3, 250, 1), (4, 150, 2)])
def test_nothing_is_bought_twice_and_nothing_paid_is_lost(
    leaddesks: Forks, home: Path, seed: int, count: int, at_once: int
) -> None:
    verdict = run(leaddesks, home, count, seed=seed, leaddesks=at_once)
    assert verdict.is_good, verdict
    assert sum(verdict.purchases.values()) >= 0.9 * count, "most buttons led to a purchase"
    assert verdict.submissions > count / 2, "most of them to an order"
    assert verdict.kills > count / 10
    assert verdict.purchases.keys() >= {"complete", "short", "rejected", "closed"}

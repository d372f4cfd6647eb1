"""Thousands of purchases with a fault each, and the sandbox's books beside our own: nothing twice, nothing lost.

By hand: ``python -m tests.harness.purchase_run 10000`` (how many), and after it the seed and how many LeadDesks.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

from leaddesk.domain.purchases import DeliveryWay, PurchaseState
from leaddesk.sandbox.reachstream.books import Submission
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.harness.purchases_at_risk import WEBHOOK_SECRET
from tests.journeys.forked import Fork, Forks

WORKS = "tests.harness.purchases_at_risk"
_IN_ONE_HOME = 250
PATIENCE = 120.0
"""Seconds without a word from any LeadDesk."""
_TOKEN = "0123456789abcdef0123456789abcdef"
_WHOLE = {PurchaseState.COMPLETE, PurchaseState.SHORT, PurchaseState.RECEIVING}


@dataclass
class Verdict:
    """What the books say, the sandbox's and ours."""

    submissions: int
    purchases: Counter[str]
    """By state."""
    kills: int = 0
    second_submissions: list[Submission] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    """Paid records that nobody here has: the submission's id and the record's."""
    denied: list[tuple[int, str]] = field(default_factory=list)
    """Submissions whose purchase says that nothing was bought, and how it says so."""
    not_in_leads: int = 0
    quarantined: int = 0
    told: int = 0
    """Polled submissions whose number was in an answer that was cut: unknown, and told so."""

    @property
    def is_good(self) -> bool:
        return not (self.second_submissions or self.lost or self.denied or self.not_in_leads or self.quarantined)


class Lane:
    """One LeadDesk, begun again after each kill, with the button that was pressed when it died."""

    def __init__(self, start: Any, count: int, draw: Random) -> None:
        self._start, self._count, self._draw = start, count, draw
        self._first, self._again, self._heard = 0, False, 0
        self.kills = 0
        self._fork = self._begin()

    def go_on(self, seconds: float) -> bool:
        """Listens for so long. Whether it said something, or was begun again."""
        is_alive = self._fork.hear(seconds)
        if is_alive and time.monotonic() > self._dies_at:
            self._fork.kill()
            self._after_the_end()
            return True
        if not is_alive:
            code = self._fork.end()
            assert code in {0, -9}, f"it ended with {code}"
            self._after_the_end(is_done=code == 0)
            return True
        heard, self._heard = self._heard, len(self._fork.lines)
        return self._heard > heard

    @property
    def is_done(self) -> bool:
        return self._first >= self._count

    def _begin(self) -> Fork:
        # Half of them die at a moment of ours, if not before that at one of their own.
        self._dies_at = time.monotonic() + (self._draw.uniform(0.02, 2) if self._draw.random() < 0.5 else 3600)
        self._heard = 0
        fork: Fork = self._start(self._first, self._again)
        return fork

    def _after_the_end(self, *, is_done: bool = False) -> None:
        if is_done:
            self._first = self._count
            return
        self.kills += 1
        for line in self._fork.lines:
            if "pressing" in line:
                self._first, self._again = line["pressing"], True
            elif "pressed" in line:
                self._first, self._again = line["pressed"] + 1, False
        if not self.is_done:
            self._fork = self._begin()


def run(forks: Forks, home: Path, count: int, *, seed: int, leaddesks: int = 1) -> Verdict:
    """``count`` purchases on ``home``, each pressed by every one of ``leaddesks``."""
    with _sandbox() as sandbox, _receiver(forks, home, sandbox) as receiver:
        given = (str(home), sandbox.address, sandbox.key, seed)

        def start(first: int, again: bool) -> Fork:
            return forks.start(f"{WORKS}:buy", *given, first, count, again)

        lanes = [Lane(start, count, Random(f"{seed} {number}")) for number in range(leaddesks)]
        heard_at = time.monotonic()
        while under_way := [lane for lane in lanes if not lane.is_done]:
            if sum(lane.go_on(0.2 / len(under_way)) for lane in under_way):
                heard_at = time.monotonic()
            assert time.monotonic() - heard_at < PATIENCE, "nothing goes on"
            receiver.hear(0)
        sandbox.reachstream.clear_faults()
        sandbox.reachstream.books.wait_until_quiet(PATIENCE)
        assert forks.start(f"{WORKS}:bring_to_rest", *given[:3]).end() == 0
        verdict = _judged(sandbox.reachstream.books.submissions, home)
        verdict.kills = sum(lane.kills for lane in lanes)
        return verdict


def _judged(submissions: list[Submission], home: Path) -> Verdict:
    with closing(apsw.Connection(str(home / "purchases.db"), flags=apsw.SQLITE_OPEN_READONLY)) as ours:
        bought = {
            _intent(json.loads(wanted).items()): (number, PurchaseState(state), processing_id, ruling)
            for number, wanted, state, processing_id, ruling in ours.execute(
                "SELECT number, filter, state, processing_id, ruling FROM purchases"
            )
        }
        kept: dict[int, set[int]] = {}
        for number, record in ours.execute("SELECT purchase, record FROM records"):
            kept.setdefault(number, set()).add(json.loads(record)["id"])
        verdict = Verdict(
            submissions=len(submissions),
            purchases=Counter(state.value for _, state, _, _ in bought.values()),
            second_submissions=[one for one in submissions if one.again],
            not_in_leads=ours.execute("SELECT count(*) FROM records WHERE standing = 0").get,
            quarantined=ours.execute("SELECT count(*) FROM deliveries WHERE state <> 'taken' AND records > 0").get,
        )
    for one in submissions:
        number, state, processing_id, ruling = bought[_intent(one.filter.items())]
        if one.way == DeliveryWay.POLLING.value and not processing_id:
            verdict.told += 1
            if ruling is None and state is not PurchaseState.UNKNOWN:
                verdict.denied.append((one.id, state.value))
            continue
        verdict.lost += [(one.id, record) for record in one.records if record not in kept.get(number, set())]
        if one.records and state not in _WHOLE:
            verdict.denied.append((one.id, state.value))
    return verdict


def _intent(wanted: Any) -> str:
    """The value in a filter that no other intent has."""
    for _, values in wanted:
        for value in values.values() if isinstance(values, dict) else values:
            if value.startswith("Intent"):
                return str(value)
    raise AssertionError("an order of nobody's")


@contextmanager
def _sandbox() -> Iterator[Sandbox]:
    """With credits for all, and no limit in the way."""
    with Sandbox(World(seed=5, people=3000), clock=itertools.count(step=10).__next__) as sandbox:
        sandbox.reachstream.switch(
            {
                "credits": 10_000_000,
                "charged": "at-acceptance",
                "seconds_to_process": 0.01,
                "seconds_between_retries": 0.05,
            }
        )
        yield sandbox


@contextmanager
def _receiver(forks: Forks, home: Path, sandbox: Sandbox) -> Iterator[Fork]:
    fork = forks.start(f"{WORKS}:receive")
    secrets = [{"secret": WEBHOOK_SECRET, "until": None}]
    fork.say({"home": str(home), "port": 0, "token": _TOKEN, "secrets": secrets, "public_host": ""})
    assert fork.hear(lines=1)
    port = fork.said["listening"]
    url = f"http://127.0.0.1:{port}/{_TOKEN}"
    sandbox.reachstream.webhook = {"url": url, "secret": WEBHOOK_SECRET, "active": True}
    try:
        yield fork
    finally:
        fork.kill()


def _main(count: int, seed: int = 1, leaddesks: int = 1) -> int:
    """In homes of ``_IN_ONE_HOME`` purchases each, with a seed of its own."""
    began, is_good = time.monotonic(), True
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with Forks(WORKS) as forks:
        for first in range(0, count, _IN_ONE_HOME):
            with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as home:
                verdict = run(
                    forks,
                    Path(home),
                    min(_IN_ONE_HOME, count - first),
                    seed=seed + first // _IN_ONE_HOME,
                    leaddesks=leaddesks,
                )
            is_good &= verdict.is_good
            print(f"{first} and on, {time.monotonic() - began:.0f} s: {verdict}", flush=True)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(_main(*map(int, sys.argv[1:])))

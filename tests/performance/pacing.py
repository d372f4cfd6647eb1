"""How fast ReachStream is read, and whether a strict server ever has to complain. Run by hand:

    python tests/performance/pacing.py

The sandbox runs as a process of its own and allows 10 requests in any second, by its own clock. 200 reads are asked for
at once; what arrived is read from the sandbox's log. Then the same with every answer 200 ms late.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import reachstream
from leaddesk.providers.reachstream import ReachStream

READS = 200
LIMIT = reachstream.REQUESTS_PER_SECOND
LEAST_RATIO = 0.95
LATE_ANSWERS = (0.0, 0.2)
"""Seconds."""

_SANDBOX = "from leaddesk.sandbox.server import run_for_parent; run_for_parent()"


@dataclass(frozen=True)
class Run:
    """What the server saw of one run."""

    late: float
    """Seconds before each answer."""
    arrivals: list[float]
    """Seconds of the server's clock, ascending."""
    refused: int
    """Answers with 429."""

    @property
    def ratio(self) -> float:
        """Requests per second over the limit; the first burst is not counted, as it came for nothing."""
        return (len(self.arrivals) - LIMIT) / (self.arrivals[-1] - self.arrivals[0]) / LIMIT

    @property
    def most(self) -> int:
        """The largest number in any second."""
        return max(sum(0 <= other - first < 1 for other in self.arrivals) for first in self.arrivals)

    @property
    def holds(self) -> bool:
        return len(self.arrivals) == READS and self.ratio >= LEAST_RATIO and self.most <= LIMIT and not self.refused


@contextmanager
def sandbox() -> Iterator[tuple[str, str]]:
    """Address and key of a sandbox in a process of its own; it ends with the block."""
    command = [sys.executable, "-c", _SANDBOX]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())["reachstream"]
        yield told["address"], told["key"]
        process.communicate()


async def measure(client: ReachStream, control: httpx.AsyncClient, late: float) -> Run:
    """One run: READS reads as fast as the queue lets them, with every answer ``late`` seconds late."""
    (await control.delete("/requests")).raise_for_status()
    faults = [{"name": "slow", "seconds": late}] if late else []
    (await control.put("/faults", json=faults)).raise_for_status()
    async with asyncio.TaskGroup() as group:
        for _ in range(READS):
            group.create_task(client.credits(urgency=Urgency.BACKGROUND))
    seen = (await control.get("/requests")).raise_for_status().json()
    return Run(late, sorted(request["arrived"] for request in seen), sum(request["status"] == 429 for request in seen))


async def measure_all(address: str, key: str) -> list[Run]:
    """All runs, through one queue: the server's last second does not end with a run."""

    async def kept() -> Secret:
        return Secret(key)

    client = reachstream.connect(lambda: address, kept)
    async with httpx.AsyncClient(base_url=f"{address}/sandbox", trust_env=False) as control:
        runs = [await measure(client, control, late) for late in LATE_ANSWERS]
    await client.aclose()
    return runs


def main() -> int:
    """Prints the table; 1 when a row does not hold."""
    with sandbox() as (address, key):
        runs = asyncio.run(measure_all(address, key))
    print(f"{READS} reads, limit {LIMIT} in any second")
    print(f"{'answers':>12} {'a second':>10} {'ratio':>8} {'wanted':>8} {'most in a second':>18} {'429':>5}  holds")
    for run in runs:
        late = f"{run.late * 1000:.0f} ms late"
        print(
            f"{late:>12} {run.ratio * LIMIT:>10.2f} {run.ratio:>8.3f} {f'≥ {LEAST_RATIO}':>8} {run.most:>18}"
            f" {run.refused:>5}  {'yes' if run.holds else 'NO'}"
        )
    return 0 if all(run.holds for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())

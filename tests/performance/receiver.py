"""How fast the receiver answers under 50 deliveries a second. Run by hand, with the seconds that it is to take:

    python -m tests.performance.receiver 60

It runs as a process of its own, as the desktop's does, and commits every body to a real file before it answers. Each
delivery is another body of 20 records, sent at its moment whether the ones before were answered or not; they come over
twelve connections, as through a tunnel, each of which is made anew after ten deliveries. One in fifty is repeated. In
the end every body that got a 200 must be in the file, once.

On a computer that is busy with something else, the senders are late as well: look at the load first.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from tests.fakes.inbox_apart import InboxApart, bodies_in
from tests.fakes.receiver_at_hand import SECRET, Sender, post

A_SECOND, SECONDS = 50, 10
MOST_P99 = 0.5
CONNECTIONS = 12


@dataclass(frozen=True)
class Run:
    """``answers``: seconds from when each was due to its answer, ascending."""

    answers: list[float]
    statuses: set[int]
    kept: int
    expected: int
    seconds: float

    def at(self, share: float) -> float:
        """Such as the median for 0.5."""
        return self.answers[min(len(self.answers) - 1, math.ceil(share * len(self.answers)) - 1)]

    @property
    def holds(self) -> bool:
        return self.statuses == {200} and self.kept == self.expected and self.at(0.99) < MOST_P99


def body_of(number: int) -> bytes:
    """Of about 12 KB, as ReachStream sends it."""
    draw = Random(number)
    records = [
        {
            "id": number * 20 + place,
            "contact_name": f"Person {place}",
            "company_tech_keywords_list": draw.randbytes(250).hex(),
        }
        for place in range(20)
    ]
    return json.dumps({"unique_processing_id": 1300, "event": "data_notification", "data": records}).encode()


async def measure(port: int, seconds: int) -> tuple[list[float], set[int], float]:
    """The times of the answers, what they were, and how long all took."""
    answers, statuses = list[float](), set[int]()
    bodies = [body_of(number - 1 if number % 50 == 49 else number) for number in range(A_SECOND * seconds)]
    due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def connect() -> Sender:
        return Sender(*await asyncio.open_connection("127.0.0.1", port))

    async def deliver() -> None:
        """Not through httpx, whose pool takes more of the computer than the receiver does."""
        sender = await connect()
        for number in count(1):
            moment, body = await due.get()
            await sender.write(post(body, f"webhook_secret_key: {SECRET}"))
            statuses.add(await sender.status())
            answers.append(time.perf_counter() - moment)
            due.task_done()
            if number % 10 == 0:
                await sender.__aexit__(None, None, None)
                sender = await connect()

    delivering = [asyncio.ensure_future(deliver()) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for number, body in enumerate(bodies):
        moment = began + number / A_SECOND
        await asyncio.sleep(moment - time.perf_counter())
        due.put_nowait((moment, body))
    await due.join()
    took = time.perf_counter() - began
    for task in delivering:
        task.cancel()
    await asyncio.wait(delivering)
    return sorted(answers), statuses, took


def main() -> int:
    """Prints the run; 1 when it does not hold."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as place, InboxApart(Path(place)) as inbox:
        answers, statuses, took = asyncio.run(measure(inbox.port, seconds))
        expected = A_SECOND * seconds - seconds
        run = Run(answers, statuses, len(set(bodies_in(Path(place)))), expected, took)
    print(f"{len(run.answers)} deliveries in {run.seconds:.1f} s, answered with {sorted(run.statuses)}")
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("slowest", 1.0)):
        print(f"{name:>8} {run.at(share) * 1000:8.1f} ms")
    print(f"{run.kept} different bodies kept of {run.expected}; p99 wanted: under {MOST_P99 * 1000:.0f} ms")
    print("holds" if run.holds else "DOES NOT HOLD")
    return 0 if run.holds else 1


if __name__ == "__main__":
    sys.exit(main())

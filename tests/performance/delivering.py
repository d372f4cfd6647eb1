"""ReachStream, delivering 50 times a second: a process of its own, so that nothing of it is taken from who receives.

Each delivery is another body of 10 records, sent at its moment whether the ones before were answered or not; they come
over twelve connections, as through a tunnel, each of which is made anew after ten deliveries. One in fifty is repeated.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count
from random import Random

from tests.fakes.receiver_at_hand import SECRET, Sender, post

A_SECOND, RECORDS, PROCESSING_ID = 50, 10, 1300
CONNECTIONS = 12


@dataclass(frozen=True)
class Delivered:
    """``answers``: seconds from when each was due to its answer, ascending."""

    answers: list[float]
    statuses: list[int]
    seconds: float


def body_of(number: int) -> bytes:
    """Of about 10 KB, as ReachStream sends it: people whom nobody else brings."""
    draw = Random(number)
    records = [
        {
            "id": person,
            "contact_name": f"Person {person}",
            "contact_first_name": "Person",
            "contact_last_name": f"Of {draw.randbytes(5).hex()}",
            "contact_email_1": f"person.{person}@c{draw.randrange(2000)}.example",
            "contact_phone_1": f"+49 30 {draw.randrange(10**7):07d}",
            "contact_job_title_1": draw.choice(("Head of Sales", "Director", "VP Marketing")),
            "company_company_name": f"Company {draw.randrange(2000)}",
            "company_address_country": "Germany",
            "company_tech_keywords_list": draw.randbytes(250).hex(),
        }
        for person in range(number * RECORDS, (number + 1) * RECORDS)
    ]
    said = {"unique_processing_id": PROCESSING_ID, "event": "data_notification", "data": records}
    return json.dumps(said).encode()


def bodies_of(seconds: int) -> list[bytes]:
    """All that are sent, in order."""
    return [body_of(number - 1 if number % 50 == 49 else number) for number in range(A_SECOND * seconds)]


async def deliver(port: int, seconds: int) -> Delivered:
    """To the receiver on this port of loopback."""
    answers, statuses = list[float](), set[int]()
    due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def connect() -> Sender:
        return Sender(*await asyncio.open_connection("127.0.0.1", port))

    async def send() -> None:
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

    bodies = bodies_of(seconds)
    sending = [asyncio.ensure_future(send()) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for number, body in enumerate(bodies):
        moment = began + number / A_SECOND
        await asyncio.sleep(moment - time.perf_counter())
        due.put_nowait((moment, body))
    await due.join()
    took = time.perf_counter() - began
    for task in sending:
        task.cancel()
    await asyncio.wait(sending)
    return Delivered(sorted(answers), sorted(statuses), took)


async def deliver_apart(port: int, seconds: int) -> Delivered:
    """As ``deliver``, by a process that is waited for."""
    command = [sys.executable, "-m", "tests.performance.delivering", str(port), str(seconds)]
    process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE)  # ours
    said, _ = await asyncio.to_thread(process.communicate)
    if process.returncode:
        raise RuntimeError("the deliveries broke off")
    return Delivered(**json.loads(said))


if __name__ == "__main__":
    print(json.dumps(vars(asyncio.run(deliver(int(sys.argv[1]), int(sys.argv[2]))))))

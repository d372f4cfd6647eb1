"""Processes accepted orders, charges them, and brings the records to the webhook until it says that it has them.

All of it happens in the server's event loop, over real HTTP, each delivery on a connection of its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from random import Random

import httpx

from leaddesk.sandbox.reachstream.books import (
    DELIVERED,
    DELIVERING,
    GIVEN_UP,
    NO_BALANCE,
    POLLING,
    READY,
    SILENT,
    Books,
    Submission,
)
from leaddesk.sandbox.reachstream.records import full
from leaddesk.sandbox.reachstream.terms import IN_BODY, SECRET_HEADERS, Terms
from leaddesk.sandbox.reachstream.webhook import Webhook
from leaddesk.sandbox.world import World

WRONG_BY = 1_000_000
"""So far from the right one is a ``wrong_processing_id``."""

_PATIENCE = 60.0
"""Seconds for an answer to a delivery."""
_AT_ONCE = 4
"""Deliveries of one order."""
_BREATH = 200
"""Records, before the event loop may do something else."""


Parcel = Sequence[int]
"""The contacts in one delivery."""


class Courier:
    """Usable from the server's event loop; ``drop`` from any other thread."""

    def __init__(
        self,
        world: World,
        books: Books,
        charge: Callable[[Submission], bool],
        webhook: Callable[[], Webhook | None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """``charge`` takes the credits, or says that there are too few; ``webhook`` is what is registered now.

        ``failed`` hears what goes wrong in here; a receiver that fails is nothing that does.
        """
        self._world = world
        self._books = books
        self._charge = charge
        self._webhook = webhook
        self._failed = failed
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, submission: Submission, terms: Terms) -> None:
        """Begins with an order that was just accepted."""
        self._loop = asyncio.get_running_loop()
        task = self._loop.create_task(self._carry_out(submission, terms))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def drop(self) -> None:
        """Ends all that is under way; when it returns, nothing more is delivered or charged."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self.close(), self._loop).result()

    async def close(self) -> None:
        """Ends all that is under way, with its connections."""
        client, tasks = self._client, list(self._tasks)
        self._client = self._loop = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Not before: httpcore forgets a connection whose request is cancelled as soon as it stands, but for this.
        if client is not None:
            await client.aclose()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)

    async def _carry_out(self, submission: Submission, terms: Terms) -> None:
        await asyncio.sleep(terms.seconds_to_process)
        if not self._charge(submission):
            self._books.move(submission.id, NO_BALANCE)
        elif terms.never:
            self._books.move(submission.id, SILENT)
        elif submission.way == POLLING:
            self._books.move(submission.id, READY)
        else:
            self._books.move(submission.id, DELIVERING)
            soon, late = parcels(submission, terms)
            brought = await self._bring_all(submission, soon, terms)
            if late:
                await asyncio.sleep(terms.seconds_late)
                brought &= await self._bring_all(submission, late, terms)
            self._books.move(submission.id, DELIVERED if brought else GIVEN_UP)

    async def _bring_all(self, submission: Submission, several: Sequence[Parcel], terms: Terms) -> bool:
        """Whether all were acknowledged; a few are under way at once, so one may overtake another."""
        room = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            rounds = [group.create_task(self._bring(submission, parcel, terms, room)) for parcel in several]
        return all(each.result() for each in rounds)

    async def _bring(self, submission: Submission, parcel: Parcel, terms: Terms, room: asyncio.Semaphore) -> bool:
        """Whether the parcel was acknowledged, each time that it had to be."""
        ids = [self._world.contact_id(contact) for contact in parcel]
        data = ""
        for _ in range(2 if terms.deliver_twice else 1):
            tries = 0
            while True:
                async with room:
                    data = data or await self._rendered(parcel)
                    status = await self._post(submission.id, data, terms)
                self._books.answered(submission.id, status, ids)
                tries += 1
                if status == 200:
                    break
                if terms.tries is not None and tries >= terms.tries:
                    return False
                await asyncio.sleep(terms.seconds_between_retries)
        return True

    async def _post(self, processing_id: int, data: str, terms: Terms) -> int | None:
        """The status of the answer; None where there is none."""
        webhook = self._webhook()
        if webhook is None or not webhook.active:
            return None
        shown = processing_id + WRONG_BY if terms.wrong_processing_id else processing_id
        secret = f'"webhook_secret_key": {json.dumps(webhook.secret)}, ' if terms.secret_travels == IN_BODY else ""
        body = f'{{"unique_processing_id": {shown}, "event": "data_notification", {secret}"data": {data}}}'
        headers = {"content-type": "application/json"}
        if terms.secret_travels in SECRET_HEADERS:
            headers[SECRET_HEADERS[terms.secret_travels]] = webhook.secret
        if self._client is None:
            limits = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(timeout=_PATIENCE, trust_env=False, limits=limits)
        try:
            answer = await self._client.post(webhook.url, content=body.encode("utf-8"), headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code

    async def _rendered(self, contacts: Sequence[int]) -> str:
        """The records as a JSON array."""
        texts = []
        for place, contact in enumerate(contacts, 1):
            texts.append(json.dumps(full(self._world.contact(contact)), ensure_ascii=False))
            if place % _BREATH == 0:
                await asyncio.sleep(0)
        return f"[{', '.join(texts)}]"


def parcels(submission: Submission, terms: Terms) -> tuple[list[Parcel], list[Parcel]]:
    """How the records of ``submission`` are divided, the same each time: what comes soon, and what comes late.

    Where there are no records, that is a single parcel with nothing in it.
    """
    chance = Random(submission.id)
    contacts = list(submission.contacts)
    contacts += chance.sample(contacts, round(terms.overlap * len(contacts)))
    if terms.batch_size or terms.overlap or terms.late:
        chance.shuffle(contacts)
    kept_back = round(terms.late * len(contacts))
    size = terms.batch_size or len(contacts) or 1

    def divided(part: Parcel) -> list[Parcel]:
        return [part[start : start + size] for start in range(0, len(part), size)]

    late = divided(contacts[:kept_back])
    return divided(contacts[kept_back:]) or ([] if late else [()]), late

"""The books: every order that was accepted, and what became of it. What the tests count by."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from leaddesk.sandbox.wire import Json

FIRST_PROCESSING_ID = 1300

WEBHOOK, POLLING = "webhook", "polling"

PROCESSING = "processing"
NO_BALANCE = "no balance"
"""When it was processed there were too few credits; nothing is charged, nothing delivered."""
SILENT = "silent"
"""Charged, and nothing will ever come."""
DELIVERING = "delivering"
DELIVERED = "delivered"
"""Every delivery was answered with 200."""
GIVEN_UP = "given up"
"""A delivery was never answered with 200, and is not tried any more."""
READY = "ready"
"""By polling: the records can be had."""
COLLECTED = "collected"
"""By polling: the records have been sent in a whole answer."""

_UNDER_WAY = {PROCESSING, DELIVERING}


@dataclass(frozen=True)
class Submission:
    """One accepted order as it stands."""

    id: int
    """Its unique processing id, or batch process id."""
    arrived: float
    """Seconds of the sandbox's clock."""
    filter: Json
    number: int
    """Its fetchCount."""
    way: str
    """``webhook`` or ``polling``."""
    again: bool
    """Whether one with the same filter and number was accepted before."""
    contacts: tuple[int, ...] = field(repr=False)
    """The world's numbers of the contacts whose e-mail is valid, in the order of the matches."""
    records: tuple[int, ...] = field(repr=False)
    """The ids of their records: what is delivered and charged."""
    charged: int | None = None
    """Credits; None: not yet."""
    state: str = PROCESSING
    answers: tuple[int | None, ...] = ()
    """The HTTP status of each delivery's answer, oldest first; None where there was no answer."""
    acknowledged: frozenset[int] = field(default=frozenset(), repr=False)
    """The ids of the records in deliveries that were answered with 200, or collected."""

    @property
    def unacknowledged(self) -> tuple[int, ...]:
        """The ids of the records that were charged and that nobody has acknowledged."""
        return tuple(record for record in self.records if record not in self.acknowledged) if self.charged else ()

    def told(self) -> dict[str, Json]:
        """It as JSON; of the records only how many they are."""
        return {
            "id": self.id,
            "arrived": self.arrived,
            "filter": self.filter,
            "number": self.number,
            "way": self.way,
            "again": self.again,
            "records": len(self.records),
            "charged": self.charged,
            "state": self.state,
            "answers": list(self.answers),
            "unacknowledged": len(self.unacknowledged),
        }


class Books:
    """Usable from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: dict[int, Submission] = {}
        self._orders: set[tuple[str, int]] = set()

    @property
    def submissions(self) -> list[Submission]:
        """All of them, oldest first."""
        with self._changed:
            return list(self._entries.values())

    def submission(self, number: int) -> Submission:
        """The one with this id. Raises KeyError."""
        with self._changed:
            return self._entries[number]

    def find(self, number: int) -> Submission | None:
        """The one with this id, if there is one."""
        with self._changed:
            return self._entries.get(number)

    def second_submissions(self) -> list[Submission]:
        """Those that ask for a filter and a number that were asked for before."""
        return [submission for submission in self.submissions if submission.again]

    def unacknowledged(self) -> dict[int, tuple[int, ...]]:
        """By submission: the ids of its records that were charged and that nobody has acknowledged."""
        return {found.id: found.unacknowledged for found in self.submissions if found.unacknowledged}

    def accept(
        self,
        *,
        arrived: float,
        wanted: Json,
        number: int,
        way: str,
        contacts: Collection[int],
        records: Collection[int],
    ) -> Submission:
        """Enters a new order; all as in ``Submission``, ``wanted`` being the filter."""
        order = (json.dumps(wanted, sort_keys=True), number)
        with self._changed:
            entry = Submission(
                id=FIRST_PROCESSING_ID + len(self._entries),
                arrived=arrived,
                filter=wanted,
                number=number,
                way=way,
                again=order in self._orders,
                contacts=tuple(contacts),
                records=tuple(records),
            )
            self._orders.add(order)
            self._enter(entry)
        return entry

    def charge(self, number: int, credit: int) -> None:
        """Enters what an order cost."""
        with self._changed:
            self._enter(replace(self._entries[number], charged=credit))

    def move(self, number: int, state: str) -> None:
        """Enters how far an order has come."""
        with self._changed:
            self._enter(replace(self._entries[number], state=state))

    def answered(self, number: int, status: int | None, records: Collection[int]) -> None:
        """Enters the answer to a delivery of ``records``."""
        with self._changed:
            entry = self._entries[number]
            known = entry.acknowledged | frozenset(records) if status == 200 else entry.acknowledged
            self._enter(replace(entry, answers=(*entry.answers, status), acknowledged=known))

    def collect(self, number: int) -> None:
        """Enters that the records of an order were sent to a poll."""
        with self._changed:
            entry = self._entries[number]
            self._enter(replace(entry, state=COLLECTED, acknowledged=frozenset(entry.records)))

    def wait_for(self, number: int, *states: str, timeout: float = 5.0) -> Submission:
        """Blocks until the submission with this id is there and in one of ``states``. Raises TimeoutError."""

        def reached() -> bool:
            return number in self._entries and self._entries[number].state in states

        with self._changed:
            if not self._changed.wait_for(reached, timeout):
                raise TimeoutError(f"{self._entries.get(number)} did not become {' or '.join(states)} in {timeout} s")
            return self._entries[number]

    def wait_until_quiet(self, timeout: float = 5.0) -> None:
        """Blocks until nothing is processed or delivered any more. Raises TimeoutError."""

        def quiet() -> bool:
            return not any(entry.state in _UNDER_WAY for entry in self._entries.values())

        with self._changed:
            if not self._changed.wait_for(quiet, timeout):
                raise TimeoutError(f"something was still under way after {timeout} s")

    def clear(self) -> None:
        """Forgets everything; the next id is the first again."""
        with self._changed:
            self._entries.clear()
            self._orders.clear()
            self._changed.notify_all()

    def _enter(self, entry: Submission) -> None:
        self._entries[entry.id] = entry
        self._changed.notify_all()

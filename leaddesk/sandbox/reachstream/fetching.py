"""The paid fetch: taking an order, by webhook or by polling, and answering polls.

Where the documentation is silent: a fetch is checked in this order: body, webhook, secret, balance; a secret that is
missing or not the registered one is a 400 with ``Invalid webhook secret key``; an order buys the first so many matches,
less those whose e-mail is not valid, so the same order buys the same people again; one that finds nobody is accepted,
and delivered empty; credits are not set aside between acceptance and charge, and where they have become too few,
nothing is charged and nothing comes; a poll's READY holds all records, and may be asked for as often as one likes.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Protocol

from starlette.requests import Request

from leaddesk.sandbox.provider import whole_number
from leaddesk.sandbox.reachstream.books import (
    COLLECTED,
    NO_BALANCE,
    POLLING,
    READY,
    WEBHOOK,
    Books,
    Submission,
)
from leaddesk.sandbox.reachstream.courier import Courier
from leaddesk.sandbox.reachstream.envelope import refusal, success
from leaddesk.sandbox.reachstream.filters import is_json, wanted_in
from leaddesk.sandbox.reachstream.records import full
from leaddesk.sandbox.reachstream.terms import Terms
from leaddesk.sandbox.reachstream.webhook import Webhook
from leaddesk.sandbox.wire import Answer, Json, Received
from leaddesk.sandbox.world import World

SECRET_HEADER = "webhook_secret_key"  # noqa: S105 - the name of a header

_ACCEPTED = "Records processing initiated"


class Account(Protocol):
    """Who pays, where to, and how it goes."""

    credits: int
    terms: Terms

    @property
    def webhook(self) -> Webhook | None: ...


class Fetching:
    """Everything about the fetch. What answers requests, only in the server's event loop."""

    def __init__(self, world: World, account: Account, failed: Callable[[BaseException], None]) -> None:
        """``failed`` hears what goes wrong in the sandbox itself."""
        self.books = Books()
        """The orders that were accepted."""
        self._world = world
        self._account = account
        self._courier = Courier(world, self.books, self._charge, lambda: account.webhook, failed)

    def reset(self) -> None:
        """As new: nothing is under way, the books are empty. Not from the server's event loop."""
        self._courier.drop()
        self.books.clear()

    async def close(self) -> None:
        """Ends what is under way: the server's event loop ends."""
        await self._courier.close()

    def fetch(self, request: Request, received: Received) -> Answer:
        """An order whose records come by webhook."""
        received.secret = self._secret_in(request)
        order = self._order(request, received)
        if order is None:
            return refusal(received, 400, "Required fetchCount and filter")
        webhook = self._account.webhook
        if webhook is None or not webhook.active:
            return refusal(received, 400, "Webhook feature is inactive")
        if received.secret != "right":  # noqa: S105 - no secret, a judgement of one
            return refusal(received, 400, "Invalid webhook secret key")
        accepted = self._accept(received, order, WEBHOOK)
        if isinstance(accepted, Answer):
            return accepted
        return success(received, {"unique_processing_id": accepted.id}, _ACCEPTED)

    def fetch_polled(self, request: Request, received: Received) -> Answer:
        """An order whose records are asked for with ``poll``."""
        order = self._order(request, received)
        if order is None:
            return refusal(received, 400, "Required fetchCount and filter")
        accepted = self._accept(received, order, POLLING)
        if isinstance(accepted, Answer):
            return accepted
        if self._account.terms.batch_id == "unique-processing-id":
            return success(received, {"unique_processing_id": accepted.id}, _ACCEPTED)
        if self._account.terms.batch_id == "data":
            return success(received, {"batch_process_id": accepted.id}, _ACCEPTED)
        document = {"status": 200, "message": _ACCEPTED, "batch_process_id": accepted.id}
        return Answer(received, 200, document)

    def poll(self, _request: Request, received: Received) -> Answer:
        """How far an order by polling is, and its records."""
        if [name for name, _ in received.query] != ["batch_process_id"]:
            return refusal(received, 400)
        submission = self._polled(received)
        if submission is None:
            return refusal(received, 404, "Not Found")
        if submission.state == NO_BALANCE:
            return self._state(received, "INSUFFICIENT_BALANCE", [])
        if submission.state not in {READY, COLLECTED}:
            return refusal(received, 400, "Records are still being processed")
        return self._state(received, "READY", [full(self._world.contact(each)) for each in submission.contacts])

    def polled_in_full(self, received: Received) -> None:
        """The answer to this poll went out as it was; if it held the records, they are collected."""
        submission = self._polled(received)
        if received.status == 200 and submission is not None and submission.state == READY:
            self.books.collect(submission.id)

    def _order(self, request: Request, received: Received) -> tuple[dict[str, list[str]], int] | None:
        """What to buy, and how many at most; None where the body is not exactly as documented."""
        if not is_json(request):
            return None
        wanted = wanted_in(received.body, self._world.search.fields, "fetchCount")
        if wanted is None or type(received.body["fetchCount"]) is not int or received.body["fetchCount"] < 1:
            return None
        return wanted, received.body["fetchCount"]

    def _secret_in(self, request: Request) -> str:
        values = request.headers.getlist(SECRET_HEADER)
        webhook = self._account.webhook
        if values in ([], [""]):
            return "absent"
        if len(values) > 1 or webhook is None:
            return "wrong"
        right = hmac.compare_digest(values[0].encode("utf-8"), webhook.secret.encode("utf-8"))
        return "right" if right else "wrong"

    def _accept(self, received: Received, order: tuple[dict[str, list[str]], int], way: str) -> Submission | Answer:
        """The new order in the books and under way, or the answer that there are too few credits."""
        wanted, number = order
        terms, balance = self._account.terms, self._account.credits
        if number > balance and terms.balance_checked == "at-acceptance":
            return refusal(received, 402, data={"available_credit": balance, "requested_fetch_count": number})
        first = self._world.search.matches(wanted).first(number)
        contacts = [contact for contact in first if self._world.has_valid_email(contact)]
        records = [self._world.contact_id(contact) for contact in contacts]
        submission = self.books.accept(
            arrived=received.arrived,
            wanted=received.body["filter"],
            number=number,
            way=way,
            contacts=contacts,
            records=records,
        )
        if terms.charged == "at-acceptance":
            self._charge(submission)
        self._courier.take(submission, terms)
        return submission

    def _charge(self, submission: Submission) -> bool:
        """Takes the credits for an order, unless that was done before; False, and none taken, if there are too few."""
        if self.books.submission(submission.id).charged is not None:
            return True
        cost = len(submission.records)
        if cost > self._account.credits:
            return False
        self._account.credits -= cost
        self.books.charge(submission.id, cost)
        return True

    def _polled(self, received: Received) -> Submission | None:
        """The order by polling that is asked about."""
        number = whole_number(dict(received.query).get("batch_process_id", ""))
        found = self.books.find(number) if number is not None else None
        return found if found is not None and found.way == POLLING else None

    def _state(self, received: Received, state: str, records: list[Json]) -> Answer:
        terms = self._account.terms
        document: dict[str, Json] = {"status": 200, "message": "success", "total_records": len(records)}
        document[terms.ready_field] = state
        document[terms.records_field] = records
        return Answer(received, 200, document)

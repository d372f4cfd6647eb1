"""What the provider's support is shown of purchases: what was asked when, what was answered, what came, what it cost.

Nothing of the people who were bought but ReachStream's own ids of them, and no key or secret: none is in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leaddesk.domain.deliveries import Delivery
from leaddesk.domain.ledger import Entry
from leaddesk.domain.purchases import Purchase, Step, body_of, hash_of
from leaddesk.domain.records import Row

HEADER = ("purchase", "time (UTC)", "what", "details")
"""Of the table: a line for everything that happened, in the order of time within a purchase."""


@dataclass(frozen=True)
class Case:
    """One purchase and all that belongs to it."""

    purchase: Purchase
    steps: Sequence[Step]
    """In the order of the journal."""
    deliveries: Sequence[Delivery]
    """Those whose records belong to it."""
    record_ids: Sequence[str]
    """ReachStream's ids of its records, in the order in which they came."""
    without_id: int = 0
    """Records that have none."""


def document_of(cases: Sequence[Case], entries: Sequence[Entry], *, at: datetime, account: str) -> dict[str, Any]:
    """Everything, as plain JSON. ``entries``: of the ledger, in any order; ``at``: when it is written (aware)."""
    numbers = {case.purchase.id: case.purchase.number for case in cases}
    return {
        "format": "LeadDesk evidence 1",
        "written_at": _moment(at),
        "account": account,
        "purchases": [_told(case) for case in cases],
        "ledger": [
            {
                "at": _moment(entry.at),
                "kind": entry.kind.value,
                "credits": entry.credits,
                "balance": entry.balance,
                "purchase": numbers.get(entry.purchase) if entry.purchase else None,
                "what": entry.what,
            }
            for entry in sorted(entries, key=lambda one: one.at)
        ],
    }


def table_of(cases: Sequence[Case], entries: Sequence[Entry]) -> list[Row]:
    """The same for a person to read, under ``HEADER``: steps and deliveries of each purchase, then the ledger."""
    rows: list[Row] = []
    for case in cases:
        number = str(case.purchase.number)
        lines = [(step.at, f"step: {step.state.value}", _details(_facts(step))) for step in case.steps]
        lines += [(one.arrived_at, "delivery", _details(_delivery(one))) for one in case.deliveries]
        rows += [(number, _moment(at), what, details) for at, what, details in sorted(lines, key=lambda line: line[0])]
        rows.append((number, "", "sum", _details(_counts(case))))
    for entry in sorted(entries, key=lambda one: one.at):
        facts = {"credits": entry.credits, "balance": entry.balance, "what": entry.what}
        rows.append(("", _moment(entry.at), f"ledger: {entry.kind.value}", _details(facts)))
    return rows


def _told(case: Case) -> dict[str, Any]:
    purchase = case.purchase
    body = body_of(purchase.filter, purchase.asked)
    return {
        "number": purchase.number,
        "intent": purchase.id,
        "processing_id": purchase.processing_id,
        "state": purchase.state.value,
        "reason": purchase.reason.value,
        "trouble": purchase.trouble,
        "ruling": purchase.ruling.value if purchase.ruling else None,
        "way": purchase.way.value,
        "account": purchase.account,
        "request": {
            "fetchCount": purchase.asked,
            "filter": purchase.filter.body(),
            "sha256": purchase.body_hash,
            # As it was sent, to the byte; where it cannot be made again, the hash alone speaks.
            "body": body.decode("utf-8", "replace") if hash_of(body) == purchase.body_hash else None,
        },
        "times": {
            "confirmed": _moment(purchase.confirmed_at),
            "armed": _moment(purchase.armed_at),
            "sent": _moment(purchase.sent_at),
            "accepted": _moment(purchase.accepted_at),
            "last_record": _moment(purchase.last_record_at),
            "ended": _moment(purchase.ended_at),
        },
        "balance_before": purchase.balance,
        "balance_read_at": _moment(purchase.balance_read_at),
        "counts": _counts(case),
        "steps": [{"at": _moment(step.at), "state": step.state.value, **_facts(step)} for step in case.steps],
        "deliveries": [{"at": _moment(one.arrived_at), **_delivery(one)} for one in case.deliveries],
        "record_ids": list(case.record_ids),
    }


def _counts(case: Case) -> dict[str, int | None]:
    purchase = case.purchase
    return {
        "matched": purchase.matches,
        "asked": purchase.asked,
        "tries": purchase.tries,
        "received": purchase.received,
        "without_id": case.without_id,
        "with_email": purchase.with_email,
        "with_phone": purchase.with_phone,
        "charged": purchase.charged,
    }


def _facts(step: Step) -> dict[str, Any]:
    return {
        **({"reason": step.reason.value} if step.reason.value else {}),
        **{f"{k}": v for k, v in step.facts.items()},
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "by": one.by.value,
        "processing_id": one.processing_id,
        "bytes": one.size,
        "records": one.records,
        "state": one.state.value,
    }


def _details(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value not in {None, ""})


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at is not None else None

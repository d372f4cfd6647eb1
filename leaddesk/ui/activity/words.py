"""The words for purchases: their states, why they stand where they stand, and what can be said of the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.deliveries import DeliveredBy, DeliveryState
from leaddesk.domain.ledger import Entry, EntryKind
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Reason, Ruling, Step
from leaddesk.ui import wording

_CONTEXT = "Activity"


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


def iso(moment: datetime) -> str:
    """For a column of DAY or MOMENT."""
    return moment.astimezone(UTC).isoformat()


def name_of(purchase: Purchase) -> str:
    """What it is called where it stands among others: its filter's name, and its slice."""
    name = purchase.filter_name or wording.filled(_tr("Purchase %1"), wording.number(purchase.number))
    return f"{name}, {purchase.slice_name}" if purchase.slice_name else name


def state_words(purchase: Purchase) -> str:
    """A few words for a table's cell."""
    missing = purchase.asked - purchase.received
    match purchase.state:
        case PurchaseState.CONFIRMED:
            return _tr("Preparing")
        case PurchaseState.ARMED:
            return _tr("Waiting to be sent") if purchase.tries else _tr("Ready to be sent")
        case PurchaseState.SENDING:
            return _tr("Sending")
        case PurchaseState.ACCEPTED:
            return _tr("Waiting for records")
        case PurchaseState.RECEIVING:
            return wording.filled(_tr("%1 to come at most"), wording.number(missing))
        case PurchaseState.COMPLETE:
            return _tr("Complete")
        case PurchaseState.SHORT:
            return wording.filled(_tr("Short by %1"), wording.number(missing)) if missing > 0 else _tr("Complete")
        case PurchaseState.REJECTED:
            return _tr("Rejected: too few credits") if purchase.reason is Reason.NO_CREDITS else _tr("Rejected")
        case PurchaseState.UNKNOWN:
            return _tr("No answer: may be charged")
        case PurchaseState.CLOSED:
            return _tr("Closed by you") if purchase.reason is Reason.RULED else _tr("Not sent")


def state_kind(purchase: Purchase) -> str:
    """``success``, ``warning``, ``danger``, ``info`` or ``neutral``: the colour that goes with the words."""
    return {
        PurchaseState.COMPLETE: "success",
        PurchaseState.SHORT: "success",
        PurchaseState.UNKNOWN: "warning",
        PurchaseState.REJECTED: "danger",
        PurchaseState.CLOSED: "neutral",
    }.get(purchase.state, "info")


def unknown_title(purchase: Purchase) -> str:
    return _tr("We sent your request for %Ln {contact|contacts} and got no answer.", purchase.asked)


def unknown_advice(purchase: Purchase) -> str:
    return _tr(
        "You may have been charged up to %Ln {credit|credits}. We will not send it again. Watching for the delivery.",
        purchase.asked,
    )


def fallen(purchase: Purchase, steps: Sequence[Step]) -> int:
    """By how many credits the balance was lower at the latest look than before ``purchase``; 0 where it was not, or
    nobody looked.
    """
    looks = [step.facts.get("balance") for step in steps if "look" in step.facts]
    found = next((balance for balance in reversed(looks) if isinstance(balance, int)), None)
    return 0 if found is None or purchase.balance is None else max(0, purchase.balance - found)


def fallen_words(credits_: int) -> str:
    """What that is evidence of; a balance that stands proves nothing, so nothing is said of it."""
    return _tr("Your balance fell by %Ln {credit|credits} since it was sent.", credits_) if credits_ else ""


def elsewhere(purchase: Purchase) -> str:
    """Why nothing is heard of one that was bought at an address that is not used now."""
    told = _tr("It was bought at %1. LeadDesk uses another address now, and asks nothing there.")
    return wording.filled(told, purchase.account)


def next_look(purchase: Purchase) -> str:
    """When the balance is looked at next; empty where it is not any more."""
    if purchase.next_look_at is None:
        return ""
    minutes = round(-wording.seconds_since(purchase.next_look_at) / 60)
    if minutes < 1:
        return _tr("Next look at the balance in less than a minute.")
    return wording.filled(_tr("Next look at the balance in %1."), wording.duration(60 * minutes))


def outcome(purchase: Purchase) -> str:
    """What came of it, in numbers: “Asked 500, received 463, charged 463.”"""
    numbers = [wording.number(purchase.asked), wording.number(purchase.received)]
    charged = 0 if purchase.charged is None and _came_to_nothing(purchase) else purchase.charged
    if charged is None and purchase.state is PurchaseState.CLOSED:
        return wording.filled(_tr("Asked %1, received %2. What it cost is not known."), *numbers)
    if charged is None:
        return wording.filled(_tr("Asked %1, received %2. What it cost shows at the next look."), *numbers)
    return wording.filled(_tr("Asked %1, received %2, charged %3."), *numbers, wording.number(charged))


def _came_to_nothing(purchase: Purchase) -> bool:
    """Refused with the balance as it was, or not sent at all."""
    is_settled = purchase.state is PurchaseState.CLOSED and purchase.reason is not Reason.RULED
    return not purchase.received and (is_settled or purchase.state is PurchaseState.REJECTED)


_REASONS = {
    Reason.PREFLIGHT: "Something was not as it must be, so nothing was sent and nothing was charged.",
    Reason.CANCELLED: "You took it back before it was sent. Nothing was charged.",
    Reason.ENDED_BEFORE: "LeadDesk ended before it was sent. Nothing was charged.",
    Reason.NOT_CONNECTED: "ReachStream could not be reached. Nothing was sent and nothing was charged.",
    Reason.SLOW_DOWN: "ReachStream asked us to slow down. Nothing was bought.",
    Reason.REFUSED: "ReachStream refused it. Your balance did not fall.",
    Reason.NO_CREDITS: "There were not enough credits. Your balance did not fall.",
    Reason.CUT: "The connection broke after the request may have left.",
    Reason.TIMEOUT: "No answer came in time.",
    Reason.SERVER_ERROR: "ReachStream answered with an error that says nothing about your purchase.",
    Reason.UNREADABLE: "ReachStream answered, but not readably.",
    Reason.REFUSED_BUT_CHARGED: "ReachStream refused it, but your balance fell or could not be read.",
    Reason.CRASHED: "LeadDesk ended while it was sending.",
    Reason.PROVIDER_DONE: "ReachStream said that this is all. Only contacts with a valid e-mail are delivered.",
    Reason.SILENCE: "Nothing came for 72 hours, so no more is expected. What comes later is taken all the same.",
}

_RULINGS = {
    Ruling.NOT_BOUGHT: "You said: it was not bought.",
    Ruling.BOUGHT_ELSEWHERE: "You said: no records are waited for any more.",
    Ruling.THAT_IS_ALL: "You said: no more records are expected.",
}


def reason_words(purchase: Purchase) -> str:
    """Why it stands where it stands; empty where that says itself."""
    if purchase.ruling is not None:
        return _tr(_RULINGS[purchase.ruling])
    told = _tr(_REASONS.get(purchase.reason, ""))
    return f"{told} ({purchase.trouble})" if told and purchase.trouble else told or purchase.trouble


def way_words(way: DeliveryWay) -> str:
    return _tr("By webhook") if way is DeliveryWay.WEBHOOK else _tr("Collected by polling")


_STEPS = {
    PurchaseState.CONFIRMED: "You pressed the button",
    PurchaseState.ARMED: "Written down, ready to be sent",
    PurchaseState.SENDING: "Sending begins",
    PurchaseState.ACCEPTED: "ReachStream accepted it",
    PurchaseState.RECEIVING: "Records came",
    PurchaseState.COMPLETE: "All records are here",
    PurchaseState.SHORT: "No more records are expected",
    PurchaseState.REJECTED: "ReachStream refused it",
    PurchaseState.UNKNOWN: "It is not known whether it was taken",
    PurchaseState.CLOSED: "Closed",
}

_ARMED_AGAIN = {
    Reason.SLOW_DOWN: "ReachStream asked us to wait",
    Reason.NOT_CONNECTED: "Not reached, ready to be sent again",
}

_FACTS = {
    "asked": "%1 asked for",
    "matches": "%1 match",
    "available": "balance %1",
    "balance": "balance %1",
    "before": "before it %1",
    "try": "try %1",
    "wait": "to wait %1",
    "found": "found: %1",
    "processing id": "its number is %1",
    "records": "%1 records",
    "new": "%1 new",
    "adopted": "it fits no other purchase",
    "received": "%1 received",
    "said": "it said: %1",
    "trouble": "%1",
}
"""What is told of a step, in this order; the rest is for the evidence."""

_BATCHES = {
    "working": "still at work",
    "here": "they were here",
    "not read": "not readable yet",
}


def step_words(step: Step) -> str:
    """What happened, in one line."""
    if "look" in step.facts:
        if "trouble" in step.facts:
            return _tr("A look did not succeed")
        return _tr("Asked whether the records are ready") if "batch" in step.facts else _tr("Looked at the balance")
    if "delivery" in step.facts and not step.facts.get("new"):
        return _tr("A delivery came that was here already")
    if "delivery" in step.facts and step.state not in {PurchaseState.COMPLETE, PurchaseState.SHORT}:
        return _tr("Records came")
    if step.state is PurchaseState.ARMED and step.reason in _ARMED_AGAIN:
        return _tr(_ARMED_AGAIN[step.reason])
    if step.state is PurchaseState.CLOSED and step.reason is Reason.RULED:
        return _tr("You closed it")
    return _tr(_STEPS[step.state])


def facts_words(step: Step) -> str:
    """What was written down with it; quiet words."""
    told = [
        wording.filled(_tr(pattern), wording.number(value) if isinstance(value, int) else str(value))
        for name, pattern in _FACTS.items()
        if (value := step.facts.get(name)) not in {None, ""}
    ]
    batch = step.facts.get("batch")
    if isinstance(batch, str):
        told.append(_tr(_BATCHES[batch]) if batch in _BATCHES else batch)
    ruling = step.facts.get("ruling")
    if isinstance(ruling, str):
        return _tr(_RULINGS[Ruling(ruling)])
    why = "" if "look" in step.facts or "delivery" in step.facts else _tr(_REASONS.get(step.reason, ""))
    facts = ", ".join(told)
    return f"{why} ({facts})" if why and facts else why or facts


def entry_words(entry: Entry) -> str:
    """What a line of the ledger is about."""
    match entry.kind:
        case EntryKind.BALANCE:
            return _tr("Balance read")
        case EntryKind.PURCHASE:
            if not entry.what and entry.number is not None:
                return wording.filled(_tr("Purchase %1"), wording.number(entry.number))
            return wording.filled(_tr("Purchase, %1"), entry.what) if entry.what else _tr("Purchase")
        case EntryKind.DIFFERENCE:
            return (
                wording.filled(_tr("Difference you confirmed: %1"), entry.what)
                if entry.what
                else _tr("Difference you confirmed")
            )


def delivered_by(by: DeliveredBy) -> str:
    return _tr(
        {
            DeliveredBy.WEBHOOK: "Webhook",
            DeliveredBy.POLLING: "Polling",
            DeliveredBy.HAND: "Given by hand",
            DeliveredBy.INBOX: "Your inbox",
        }[by]
    )


def delivery_state(state: DeliveryState) -> str:
    return _tr(
        {
            DeliveryState.RAW: "Waiting to be read",
            DeliveryState.TAKEN: "Taken in",
            DeliveryState.QUARANTINED: "Of no purchase we know",
            DeliveryState.UNREADABLE: "Not readable",
        }[state]
    )

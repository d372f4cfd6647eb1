"""What became of a purchase, in the words of the dialog that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import TRIES, Purchase, PurchaseState, Reason
from leaddesk.domain.slices import Overlap, overlap, took_all
from leaddesk.ui import wording
from leaddesk.ui.activity.words import outcome

S = PurchaseState
_LONGEST = 160


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("FetchWords", text, None, n if n < 0 else wording.plural(n))


@dataclass(frozen=True)
class Told:
    """A message of the dialog."""

    kind: str
    """As of ``InlineMessage``: ``success``, ``info``, ``warning`` or ``danger``."""
    title: str
    advice: str = ""


def is_decided(purchase: Purchase) -> bool:
    """Whether nothing more happens before ReachStream's records, or at all."""
    return purchase.state not in {S.CONFIRMED, S.ARMED, S.SENDING}


def step_titles(asked: int) -> tuple[str, str, str]:
    """What is done between the button and the answer, in its order."""
    return (
        _tr("Preparing: trying the delivery, reading the balance"),
        _tr("Writing down exactly what is sent"),
        _tr("Asking ReachStream for up to %Ln {contact|contacts}", asked),
    )


def step_at(purchase: Purchase) -> int:
    """The index of the step of ``step_titles`` that is being taken."""
    return 2 if is_waiting(purchase) else {S.CONFIRMED: 0, S.ARMED: 1}.get(purchase.state, 2)


def is_waiting(purchase: Purchase) -> bool:
    """Whether it was tried, and is tried again after a while."""
    return purchase.state is S.ARMED and bool(purchase.tries or purchase.reason is Reason.SLOW_DOWN)


def under_way(purchase: Purchase, wait: float | None = None) -> Told:
    """Where a purchase stands that is not decided. ``wait``: seconds until it is tried again; None for not waiting."""
    if purchase.state is S.SENDING:
        return Told("info", _tr("Asking ReachStream…"), _tr("It is sent once. The answer can take a minute."))
    going_on = wording.filled(_tr("Going on in %1."), wording.duration(max(1, round(wait)))) if wait else ""
    if purchase.reason is Reason.SLOW_DOWN:
        nothing = _tr("Nothing was bought.")
        return Told("warning", _tr("ReachStream asks us to slow down."), f"{going_on} {nothing}".strip())
    if purchase.state is S.ARMED and purchase.tries:
        tried = wording.filled(_tr("Nothing was sent. It was tried %1 of %2 times."), str(purchase.tries), str(TRIES))
        return Told("warning", _tr("We cannot reach ReachStream."), f"{tried} {going_on}".strip())
    if purchase.state is S.ARMED:
        return Told("info", _tr("Everything is ready, and written down…"), _tr("Nothing was sent yet."))
    return preparing()


def preparing() -> Told:
    """The button was pressed."""
    return Told("info", _tr("Preparing: trying the delivery, reading the balance…"), _tr("Nothing was sent yet."))


def result(purchase: Purchase) -> Told:
    """How a purchase ended that is decided."""
    made = {
        S.UNKNOWN: unknown,
        S.REJECTED: _rejected,
        S.CLOSED: _closed,
    }.get(purchase.state, _accepted)
    return made(purchase)


def unknown(purchase: Purchase) -> Told:
    """The one that nobody can answer for; told as it is."""
    asked = purchase.asked
    title = _tr("We sent your request for %Ln {contact|contacts} and got no answer.", asked)
    charged = _tr("You may have been charged up to %Ln {credit|credits}.", asked)
    return Told("danger", title, f"{charged} {_tr('We will not send it again. Watching for the delivery.')}")


def _accepted(purchase: Purchase) -> Told:
    if purchase.received:
        title = _tr("%Ln {contact|contacts} arrived.", purchase.received)
        return Told("success", title, f"{outcome(purchase)} {_tr('They are in My Leads.')}")
    if not purchase.is_open:
        return Told("warning", _tr("No contact was delivered."), outcome(purchase))
    title = _tr("ReachStream is preparing up to %Ln {contact|contacts}.", purchase.asked)
    return Told("success", title, _tr("They arrive by themselves; you can go on working."))


def _rejected(purchase: Purchase) -> Told:
    said = wording.shortened(purchase.trouble, _LONGEST)
    if purchase.reason is Reason.NO_CREDITS:
        title = _tr("There are not enough credits.")
    else:
        title = _tr("ReachStream refused this purchase.")
    nothing = _tr("Nothing was charged.")
    return Told("danger", title, f"{nothing} {wording.filled(_tr('It answered: %1'), said)}" if said else nothing)


def _closed(purchase: Purchase) -> Told:
    nothing = _tr("Nothing was sent, and nothing was charged.")
    if purchase.reason is Reason.CANCELLED:
        return Told("info", _tr("You took the purchase back."), nothing)
    if purchase.reason is Reason.RULED:
        return Told("info", _tr("This purchase is closed."), _tr("Activity shows how it was settled."))
    if purchase.reason is Reason.NOT_CONNECTED:
        title = _tr("We could not reach ReachStream.")
    elif purchase.reason is Reason.SLOW_DOWN:
        title = _tr("ReachStream asked us to wait for too long.")
    elif purchase.reason is Reason.ENDED_BEFORE:
        title = _tr("LeadDesk ended before the purchase was sent.")
    else:
        title = _tr("The purchase was not sent: something was not ready.")
    why = wording.shortened(purchase.trouble, _LONGEST)
    return Told("danger", title, f"{nothing} {wording.filled(_tr('The reason: %1'), why)}" if why else nothing)


def not_sent(why: str) -> Told:
    """Something was not as it must be before anything is sent; ``why`` in whole sentences."""
    return Told("danger", _tr("Nothing was sent, and nothing was charged."), why)


def not_written_down(why: str) -> Told:
    """It was sent, and what came of it is not in the journal."""
    advice = _tr("Your request was sent, and may have been charged. We will not send it again; Activity shows it.")
    return Told("danger", why, advice)


def look_at_activity() -> Told:
    """A mistake of ours: the journal knows more than this dialog."""
    advice = _tr("Activity shows what became of this purchase. Look there before you buy the same again.")
    return Told("danger", _tr("LeadDesk made a mistake."), advice)


def no_match() -> Told:
    return Told("warning", _tr("No contact matches this filter."), _tr("There is nothing to buy. Leave a value out."))


def no_credits() -> Told:
    advice = _tr("Add credits in your ReachStream account, then read the balance again.")
    return Told("warning", _tr("You have no credits left."), advice)


def blocker(purchase: Purchase) -> Told:
    """Another purchase that must be settled before the next."""
    number = str(purchase.number)
    if purchase.state is S.UNKNOWN:
        title = wording.filled(_tr("Purchase %1 must be settled first."), number)
        advice = _tr("We sent its request for %Ln {contact|contacts} and got no answer.", purchase.asked)
        return Told("danger", title, f"{advice} {_tr('Activity shows what we know, and lets you say how it ended.')}")
    title = wording.filled(_tr("Purchase %1 is under way."), number)
    return Told("warning", title, _tr("One at a time: you can go on when ReachStream has answered it."))


def difference(credits: int) -> Told:
    """``credits`` as of ``Standing.difference``; not 0."""
    if credits > 0:
        title = _tr("%Ln {credit is|credits are} gone that no purchase explains.", credits)
    else:
        title = _tr("There {is %Ln credit|are %Ln credits} more than we know of.", -credits)
    return Told("danger", title, _tr("Look at the ledger and confirm the difference; then you can buy."))


def before(named: Purchase, how: Overlap, others: int) -> Told:
    """That some of it was bought before: ``named`` with a filter that lies so to this one, and ``others`` besides."""
    count = named.received or named.asked
    if how is Overlap.INSIDE and took_all(named) and named.received:
        title = _tr("You bought these %1, with a wider filter.")
    elif how is Overlap.INSIDE and named.received:  # how many of its contacts are among these, nobody knows
        title = _tr("You bought %Ln {contact|contacts} %1 with a wider filter: some may be among these.", count)
    elif how is Overlap.INSIDE:
        title = _tr("You asked for %Ln {contact|contacts} %1 with a wider filter: some may be among these.", count)
    elif how is not Overlap.SAME:
        title = _tr("You bought %Ln {contact|contacts} %1 with a filter that reaches into this one.", count)
    elif named.received:
        title = _tr("You bought %Ln of these %1.", count)
    else:
        title = _tr("You asked for %Ln of these %1.", count)
    advice = wording.filled(_tr("It was %1. Whoever is delivered again is paid for again."), name_of(named))
    if others:
        advice += " " + _tr("%Ln more {purchase|purchases} may share contacts with it.", others)
    return Told("warning", wording.filled(title, on_day(named.confirmed_at)), advice)


def following(slice_name: str) -> str:
    """On the button that offers the next slice."""
    return wording.filled(_tr("Next: %1…"), wording.shortened(slice_name, 30))


def name_of(purchase: Purchase) -> str:
    """``purchase 7, “Marketing heads”``; a slice's name where its filter has none."""
    told = purchase.filter_name or purchase.slice_name
    words = _tr("purchase %1, “%2”") if told else _tr("purchase %1")
    return wording.filled(words, str(purchase.number), wording.shortened(told, 40))


def on_day(moment: datetime) -> str:
    """``on 12 Nov``, or ``today, 09:41``: within a sentence."""
    day = wording.day(moment)
    if moment.astimezone().date() == datetime.now(UTC).astimezone().date():
        return day[:1].lower() + day[1:]
    return wording.filled(_tr("on %1"), day)


def to_name(wanted: Filter, purchases: Sequence[Purchase]) -> tuple[Purchase, Overlap] | None:
    """The purchase whose filter is nearest to the one offered, the latest of those; None where none shares anybody."""
    ranks = [Overlap.SAME, Overlap.INSIDE, Overlap.AROUND, Overlap.CROSSING]
    found = [(one, how) for one in purchases if (how := overlap(wanted, one.filter)) is not None]
    return min(found, key=lambda pair: ranks.index(pair[1]), default=None)

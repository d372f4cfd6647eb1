"""What is said of purchases, their steps, their deliveries, and of the money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.domain.deliveries import DeliveredBy, DeliveryState
from leaddesk.domain.ledger import Entry, EntryKind
from leaddesk.domain.purchases import FOLLOWS, PurchaseState, Reason, Ruling, Step
from leaddesk.ui.activity import words
from tests.fakes.purchases_at_hand import purchase

pytestmark = pytest.mark.usefixtures("qapp")

NOW = datetime.now(UTC)
SHORT, UNKNOWN = PurchaseState.SHORT, PurchaseState.UNKNOWN


def test_every_state_step_and_delivery_has_words(qapp: QApplication) -> None:
    del qapp
    for state in PurchaseState:
        assert words.state_words(purchase(state=state))
        assert words.state_kind(purchase(state=state)) in {"success", "warning", "danger", "info", "neutral"}
        for reason in Reason:
            assert words.step_words(Step(NOW, state, reason))
    for by in DeliveredBy:
        assert words.delivered_by(by)
    for kept in DeliveryState:
        assert words.delivery_state(kept)
    assert set(FOLLOWS) == set(PurchaseState)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": SHORT, "asked": 500, "received": 463}, "Short by 37"),
        ({"state": SHORT, "asked": 500, "received": 500}, "Complete"),
        ({"state": PurchaseState.RECEIVING, "asked": 5, "received": 3}, "2 to come at most"),
        ({"state": PurchaseState.REJECTED, "reason": Reason.NO_CREDITS}, "Rejected: too few credits"),
        ({"state": PurchaseState.REJECTED, "reason": Reason.REFUSED}, "Rejected"),
        ({"state": PurchaseState.CLOSED, "reason": Reason.RULED}, "Closed by you"),
        ({"state": PurchaseState.CLOSED, "reason": Reason.NOT_CONNECTED}, "Not sent"),
        ({"state": PurchaseState.ARMED, "tries": 1}, "Waiting to be sent"),
        ({"state": UNKNOWN}, "No answer: may be charged"),
    ],
)
def test_states(facts: dict[str, Any], said: str) -> None:
    assert words.state_words(purchase(**facts)) == said


def test_an_unknown_one_is_told_as_the_user_was_promised() -> None:
    one = purchase(state=UNKNOWN, asked=500)
    assert f"{words.unknown_title(one)} {words.unknown_advice(one)}" == (
        "We sent your request for 500 contacts and got no answer. You may have been charged up to 500 credits. "
        "We will not send it again. Watching for the delivery."
    )
    assert words.unknown_title(purchase(asked=1)) == "We sent your request for 1 contact and got no answer."


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(minutes=4, seconds=2), "Next look at the balance in 4 min."),
        (timedelta(seconds=20), "Next look at the balance in less than a minute."),
        (timedelta(seconds=-20), "Next look at the balance in less than a minute."),
        (timedelta(hours=5, minutes=59, seconds=55), "Next look at the balance in 6 h."),
    ],
)
def test_the_next_look_is_told_by_the_minute(left: timedelta, said: str) -> None:
    assert words.next_look(purchase(next_look_at=datetime.now(UTC) + left)) == said


def test_no_look_is_no_word() -> None:
    assert words.next_look(purchase()) == ""


def test_outcome_and_names() -> None:
    assert words.outcome(purchase(asked=500, received=463, charged=463)) == "Asked 500, received 463, charged 463."
    assert words.name_of(purchase()) == "Marketing heads"
    assert words.name_of(purchase(slice_name="Germany")) == "Marketing heads, Germany"
    assert words.name_of(purchase(7, filter_name="")) == "Purchase 7"


def test_reasons_say_whether_it_cost_anything() -> None:
    refused = purchase(state=PurchaseState.REJECTED, reason=Reason.REFUSED, trouble="400 inactive")
    assert words.reason_words(refused) == "ReachStream refused it. Your balance did not fall. (400 inactive)"
    assert words.reason_words(purchase()) == ""
    ruled = purchase(state=PurchaseState.CLOSED, reason=Reason.RULED, ruling=Ruling.NOT_BOUGHT)
    assert words.reason_words(ruled) == "You said: it was not bought."


def step(state: PurchaseState, reason: Reason = Reason.NONE, **facts: Any) -> tuple[str, str]:
    told = Step(NOW, state, reason, facts)
    return words.step_words(told), words.facts_words(told)


def test_looks_and_deliveries_are_not_taken_for_steps() -> None:
    assert step(UNKNOWN, Reason.TIMEOUT, look=2, balance=720, before=720) == (
        "Looked at the balance",
        "balance 720, before it 720",
    )
    asked = "Asked whether the records are ready"
    assert step(PurchaseState.ACCEPTED, look=1, batch="working") == (asked, "still at work")
    assert step(PurchaseState.ACCEPTED, look=1, batch="404 Not found") == (asked, "404 Not found")
    assert step(UNKNOWN, look=3, trouble="Unreachable") == ("A look did not succeed", "Unreachable")
    assert step(PurchaseState.COMPLETE, delivery=3, records=2, new=0)[0] == "A delivery came that was here already"
    assert step(SHORT, delivery=3, records=2, new=2)[0] == "No more records are expected"
    late = step(PurchaseState.CLOSED, Reason.RULED, delivery=3, records=2, new=2)
    assert late == ("Records came", "2 records, 2 new")


def test_what_nobody_reads_is_left_to_the_evidence() -> None:
    assert step(PurchaseState.ARMED, balance=5, body="a" * 64, bytes=90)[1] == "balance 5"
    assert step(PurchaseState.CONFIRMED, asked=5, way="webhook", matches=7, available=9)[1] == (
        "5 asked for, 7 match, balance 9"
    )
    closed = step(PurchaseState.CLOSED, Reason.RULED, ruling="that-is-all", was="unknown", received=0)
    assert closed == ("You closed it", "You said: no more records are expected.")
    wait = step(PurchaseState.ARMED, Reason.SLOW_DOWN, wait="30 s")
    assert wait == (
        "ReachStream asked us to wait",
        "ReachStream asked us to slow down. Nothing was bought. (to wait 30 s)",
    )


def test_lines_of_the_ledger() -> None:
    assert words.entry_words(Entry(NOW, EntryKind.BALANCE, 0, 720)) == "Balance read"
    assert words.entry_words(Entry(NOW, EntryKind.PURCHASE, -3)) == "Purchase"
    assert words.entry_words(Entry(NOW, EntryKind.PURCHASE, -3, what="100%1")) == "Purchase, 100%1"
    assert words.entry_words(Entry(NOW, EntryKind.DIFFERENCE, -3)) == "Difference you confirmed"
    told = Entry(NOW, EntryKind.DIFFERENCE, -3, what="bought by hand")
    assert words.entry_words(told) == "Difference you confirmed: bought by hand"

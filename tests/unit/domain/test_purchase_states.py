"""What may follow what in a purchase, when it is looked at, and what is sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.domain.purchases import (
    BLOCKING,
    FOLLOWS,
    OPEN,
    WATCH_ENDS,
    WATCH_LATER,
    DeliveryWay,
    Purchase,
    PurchaseId,
    PurchaseState,
    body_of,
    hash_of,
    next_balance_look,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILTERS = st.dictionaries(
    st.sampled_from([field.name for field in FIELDS]), st.lists(st.text(), max_size=3), max_size=4
).map(Filter.of)


def purchase(state: PurchaseState, received: int = 0) -> Purchase:
    return Purchase(PurchaseId("0" * 32), 1, "", Filter(), "", 10, DeliveryWay.POLLING, state, NOON, received=received)


def reached(start: PurchaseState) -> set[PurchaseState]:
    """Everything that a purchase can come to from ``start``."""
    found, left = set[PurchaseState](), [start]
    while left:
        for state in FOLLOWS[left.pop()] - found:
            found.add(state)
            left.append(state)
    return found


def test_every_state_is_reached_and_says_what_follows() -> None:
    assert FOLLOWS.keys() == set(PurchaseState)
    assert reached(PurchaseState.CONFIRMED) == set(PurchaseState) - {PurchaseState.CONFIRMED}


def test_what_may_have_been_taken_is_never_sent_again() -> None:
    for state in (PurchaseState.UNKNOWN, PurchaseState.ACCEPTED, PurchaseState.REJECTED, PurchaseState.CLOSED):
        assert PurchaseState.SENDING not in reached(state)
        assert PurchaseState.ARMED not in reached(state)


def test_what_is_over_can_only_come_to_have_records() -> None:
    for state in set(PurchaseState) - OPEN - {PurchaseState.CONFIRMED, PurchaseState.ARMED}:
        assert reached(state) <= {PurchaseState.RECEIVING, PurchaseState.COMPLETE, PurchaseState.SHORT}


def test_what_was_not_sent_takes_no_credits() -> None:
    assert {state for state in PurchaseState if purchase(state).outstanding} == OPEN
    assert {PurchaseState.ARMED} == BLOCKING - OPEN
    assert [purchase(PurchaseState.RECEIVING, came).outstanding for came in (0, 4, 10, 12)] == [10, 6, 0, 0]


@given(FILTERS, st.integers(1, 10**7))
def test_the_body_is_the_documented_one(wanted: Filter, asked: int) -> None:
    body = body_of(wanted, asked)
    assert body == body_of(Filter.of(dict(wanted.chosen)), asked), "the same for the same wish"
    said = json.loads(body)
    assert list(said) == ["fetchCount", "filter"]
    assert said["fetchCount"] == asked
    for name, values in said["filter"].items():
        assert list(values) == [str(index) for index in range(len(values))]
        assert len(values) == len(wanted.values(name))
    assert len(hash_of(body)) == 64


@given(st.integers(0, 9 * 24 * 3600))
def test_a_look_at_the_balance_is_always_ahead_and_never_far(seconds: int) -> None:
    now = NOON + timedelta(seconds=seconds)
    look = next_balance_look(NOON, now)
    if look is None:
        assert now > NOON + WATCH_ENDS - WATCH_LATER
    else:
        assert now < look <= now + WATCH_LATER
        assert look <= NOON + WATCH_ENDS


def test_the_first_looks() -> None:
    looks, now = [], NOON
    while (look := next_balance_look(NOON, now)) is not None:
        looks.append(look - NOON)
        now = look
    assert looks[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    assert {later - earlier for earlier, later in pairwise(looks[3:])} == {WATCH_LATER}
    assert next_balance_look(NOON, NOON + timedelta(days=3, minutes=7)) is not None, "those that were missed count once"

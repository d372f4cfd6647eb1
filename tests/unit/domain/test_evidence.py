"""What the provider's support is shown: all that was asked and answered, nothing of the people."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.deliveries import DeliveredBy, Delivery, DeliveryId, DeliveryState
from leaddesk.domain.evidence import HEADER, Case, document_of, table_of
from leaddesk.domain.filter import Filter
from leaddesk.domain.ledger import Entry, EntryKind
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseId, PurchaseState, Reason, Step, body_of, hash_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
GERMANY = Filter.of({"company_address_country": ["Germany", 'Côte "d\'Ivoire"']})
ID = PurchaseId("ab" * 16)
BOUGHT = Purchase(
    ID, 7, "https://reachstream.example", GERMANY, "Germans", 500, DeliveryWay.WEBHOOK, PurchaseState.SHORT, NOON,
    body_hash=hash_of(body_of(GERMANY, 500)), balance=800, received=463, charged=463, processing_id="1300",
)  # fmt: skip
_texts = st.text(max_size=20)
_moments = st.integers(0, 10**6).map(lambda seconds: NOON + timedelta(seconds=seconds))
_steps = st.builds(
    Step,
    _moments,
    st.sampled_from(PurchaseState),
    st.sampled_from(Reason),
    st.dictionaries(st.sampled_from(["try", "balance", "status", "said"]), st.one_of(_texts, st.integers(), st.none())),
)
_deliveries = st.builds(
    Delivery,
    st.integers(1, 99).map(DeliveryId),
    _moments,
    st.sampled_from(DeliveredBy),
    st.integers(0, 99),
    st.just(DeliveryState.TAKEN),
    _texts,
    st.just(ID),
    st.integers(0, 99),
)
_entries = st.builds(
    Entry,
    _moments,
    st.sampled_from(EntryKind),
    st.integers(-99, 99),
    st.none() | st.integers(0, 99),
    st.none() | st.just(ID),
    _texts,
)


def test_it_says_what_was_asked_to_the_byte() -> None:
    document = document_of([Case(BOUGHT, (), (), ("1", "2"), 1)], (), at=NOON, account=BOUGHT.account)
    (told,) = document["purchases"]
    assert told["request"]["body"].encode() == body_of(GERMANY, 500)
    assert hash_of(told["request"]["body"].encode()) == told["request"]["sha256"]
    assert (told["number"], told["processing_id"], told["balance_before"]) == (7, "1300", 800)
    assert told["counts"] | {"received": 463, "charged": 463, "without_id": 1, "asked": 500} == told["counts"]
    assert told["record_ids"] == ["1", "2"]
    assert told["times"]["confirmed"] == "2026-11-21T12:00:00.000+00:00"


def test_a_body_that_was_another_is_not_made_up() -> None:
    other = Purchase(ID, 7, "a", GERMANY, "", 5, DeliveryWay.POLLING, PurchaseState.ARMED, NOON, body_hash="00")
    (told,) = document_of([Case(other, (), (), ())], (), at=NOON, account="a")["purchases"]
    assert told["request"]["body"] is None


@given(st.lists(_steps), st.lists(_deliveries), st.lists(_texts), st.lists(_entries))
def test_nothing_that_happened_is_left_out(
    steps: list[Step], deliveries: list[Delivery], ids: list[str], entries: list[Entry]
) -> None:
    case = Case(BOUGHT, steps, deliveries, ids)
    document = document_of([case], entries, at=NOON, account=BOUGHT.account)
    assert json.loads(json.dumps(document)) == document
    (told,) = document["purchases"]
    assert [
        (step["state"], {name: step[name] for name in one.facts})
        for step, one in zip(told["steps"], steps, strict=True)
    ] == [(one.state.value, dict(one.facts)) for one in steps]
    assert len(told["deliveries"]) == len(deliveries)
    assert sorted(one["credits"] for one in document["ledger"]) == sorted(one.credits for one in entries)
    assert {one["purchase"] for one in document["ledger"]} <= {7, None}
    rows = table_of([case], entries)
    assert len(rows) == len(steps) + len(deliveries) + len(entries) + 1
    assert {len(row) for row in rows} == {len(HEADER)}
    moments = [str(row[1]) for row in rows[: len(steps) + len(deliveries)]]
    assert moments == sorted(moments)

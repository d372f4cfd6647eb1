"""*Erase this person* among what was bought: records, and every body that is still whole; nobody else is touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.deliveries import DeliveredBy, DeliveryState, read_payload
from leaddesk.domain.identity import marks
from leaddesk.domain.weak_marks import telling_marks
from leaddesk.workspace.purchases import erasing
from leaddesk.workspace.purchases.taking import RecordStanding
from tests.unit.workspace.purchases.buying import Computer, payload, record

HERS = marks(
    {"email": "jane@acme.example", "linkedin": "linkedin.com/in/jane-doe", "reachstream_id": "4711"}
)  # fmt: skip


def jane(values: Mapping[str, str]) -> str:
    """As ``workspace.leads.erasing.teller`` would say it."""
    return "ab12" if {*telling_marks(values)} & {*HERS} else ""


BY_MAIL = {"id": 1, "contact_email_1": " Jane@ACME.example ", "contact_name": "Janet"}
BY_PROFILE = {"contact_social_linkedin": "https://de.linkedin.com/in/jane-doe/?trk=x", "contact_name": "Janet"}
BY_ID = {"id": 4711, "contact_name": "Janet"}
ANN, BOB = record(7, contact_name="Ann"), record(8, contact_name="Bob")


def left(body: bytes) -> bytes:
    return erasing.without(body, jane)


@pytest.mark.parametrize("hers", [BY_MAIL, BY_PROFILE, BY_ID])
def test_a_stand_in_takes_the_place_of_the_record(hers: Mapping[str, Any]) -> None:
    found = read_payload(left(payload(77, [ANN, hers, BOB])))
    assert found.records == (ANN, erasing.stand_in_for("ab12"), BOB)
    assert found.processing_id == "77"
    assert erasing.who_is(found.records[1], lambda _: "") == "ab12", "whoever is asked then"


def test_it_is_found_in_json_inside_of_a_string_as_well() -> None:
    body = json.dumps({"status": 200, "data": json.dumps({"records": [ANN, BY_MAIL]})}).encode()
    assert read_payload(left(body)).records == (ANN, erasing.stand_in_for("ab12"))


@pytest.mark.parametrize(
    "body",
    [
        payload(77, [ANN, BOB]),
        b'{"data": [',
        b"",
        b"\xff\xfe{",
        payload(77, [{**ANN, "note": "ask jane@acme.example"}]),
    ],
)
def test_whatever_is_not_hers_stays_to_the_byte(body: bytes) -> None:
    assert left(body) is body


@pytest.mark.parametrize(
    ("torn", "expected"),
    [
        (
            b'{"data": [{"id": 7, "a": "ann"}, {"id": 1, "contact_email_1": "jane@acme.example"}, {"id": 8, "c',
            b'{"data": [{"id": 7, "a": "ann"}, , {"id": 8, "c',
        ),
        (b'[{"id": 7}, {"id": "4711", "contact_name": "Jan', b'[{"id": 7}, '),
        (rb'[{"x": "https:\/\/www.linkedin.com\/in\/jane-doe"}, {"id": 7}', b'[, {"id": 7}'),
        (rb'[{"x": "jane\u0040acme.example"}, {"id": 7}', b'[, {"id": 7}'),
        (rb'"[{\"id\":7},{\"id\":4711}', rb'"[{\"id\":7},'),
        (
            b"id,email\n7,ann@x.example\n1,JANE@acme.example\n8,bob@x.example\n",
            b"id,email\n7,ann@x.example\n8,bob@x.example\n",
        ),
    ],
)
def test_what_cannot_be_read_loses_what_is_around_her(torn: bytes, expected: bytes) -> None:
    assert left(torn) == expected


_records = st.lists(st.sampled_from([ANN, BOB, BY_MAIL, BY_PROFILE, BY_ID, {"id": 9, "deep": [{"a": BY_MAIL}]}]))


@given(
    records=_records,
    shape=st.sampled_from(
        [
            lambda listed: {"data": listed},
            lambda listed: listed,
            lambda listed: {"data": json.dumps(listed)},
            lambda listed: {"data": {"records": listed}, "x": {"y": listed}},
        ]
    ),
    cut=st.integers(0, 40),
)  # fmt: skip
def test_wherever_she_is_no_trace_is_left(records: Sequence[Any], shape: Any, cut: int) -> None:
    body = json.dumps(shape(records)).encode()
    body = body[: len(body) - cut]
    done = left(body)
    low = done.lower()
    whole_traces = (b"jane@acme.example", b"in/jane-doe", b'"id": 4711', rb"\"id\": 4711")
    assert not any(trace in low for trace in whole_traces)
    assert left(done) == done, "once is enough"
    for other in (ANN, BOB):
        assert done.count(other["contact_name"].encode()) == body.count(other["contact_name"].encode())


@given(st.binary(max_size=300))
def test_any_bytes_can_be_looked_through(body: bytes) -> None:
    assert left(body) is body


async def test_records_stay_counted_and_are_not_taken_again(computer: Computer, tmp_path: Path) -> None:
    purchase = await computer.buy("77", asked=9)
    await computer.receive(payload(77, [ANN, BY_MAIL, BY_ID, BOB]))
    before = await computer.journal.one(purchase.id)
    assert await computer.database.write(lambda connection: erasing.forget(connection, jane)) == 2
    await computer.database.wipe()
    assert b"Janet" not in (tmp_path / "home" / "purchases.db").read_bytes()
    now = await computer.journal.one(purchase.id)
    assert (now.received, now.kept_out) == (before.received, 2) == (4, 2)
    assert [one["contact_name"] for one in await computer.journal.records(purchase.id)] == ["Ann", "Bob"]
    standings = await computer.database.read(
        lambda connection: [int(str(row[0])) for row in connection.execute("SELECT standing FROM records ORDER BY id")]
    )
    assert standings == [0, RecordStanding.KEPT_OUT.value, RecordStanding.KEPT_OUT.value, 0]
    again = left(payload(77, [BOB, BY_MAIL]))
    await computer.receive(again)
    assert (await computer.journal.one(purchase.id)).received == 4
    assert await computer.database.write(lambda connection: erasing.forget(connection, jane)) == 0


async def test_bodies_that_are_still_whole_are_cleaned(computer: Computer) -> None:
    await computer.receive(payload(99, [BY_MAIL, ANN]))
    await computer.receive(b'{"data": [{"id": 4711')
    await computer.deliveries.keep(payload(98, [BOB, BY_PROFILE]), DeliveredBy.HAND, arrived_at=computer.now)
    assert await computer.database.write(lambda connection: erasing.forget(connection, jane)) == 3
    bodies = {one.state: await computer.deliveries.raw(one.id) for one in await computer.deliveries.all()}
    assert bodies == {
        DeliveryState.QUARANTINED: payload(99, [erasing.stand_in_for("ab12"), ANN]),
        DeliveryState.UNREADABLE: b'{"data": [',
        DeliveryState.RAW: payload(98, [BOB, erasing.stand_in_for("ab12")]),
    }
    _, is_new = await computer.deliveries.keep(b'{"data": [{"id": 4711', DeliveredBy.HAND, arrived_at=computer.now)
    assert not is_new, "delivered again, it is known"

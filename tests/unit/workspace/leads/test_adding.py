"""One person, one lead: what rows become, one by one and a whole file at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.import_rows import values_of
from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.imports import Mapping as Columns
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.likely import Reason, Ruling
from leaddesk.domain.suppression import parsed
from leaddesk.workspace.leads import bulk, history, lists, merging, suppression
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.row_blocks import RowBlocks
from tests.unit.workspace.leads.one_store import Store

ANNA = {
    "name": "Anna Berg",
    "first_name": "Anna",
    "last_name": "Berg",
    "email": "anna@acme.example",
    "company": "Acme GmbH",
}


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.connection.close()


def test_somebody_new(store: Store) -> None:
    done = store.add(ANNA, {"name": "Ben Moss", "custom:Shoe": "44", "title": "", "phone": "  "})
    assert (done.read, done.new, done.merged, done.known) == (2, 2, 0, 0)
    anna, ben = store.leads()
    assert anna.values == ANNA
    assert ben.values == {"name": "Ben Moss", "custom:Shoe": "44"}
    assert (ben.records[0].source.name, ben.records[0].row) == ("a.csv", 2)


def test_the_same_address_is_one_lead_and_every_value_knows_where_it_is_from(store: Store) -> None:
    store.add(ANNA)
    done = store.add({"email": "mailto:ANNA@acme.example", "title": "CEO", "company": "Acme Inc."}, name="b.csv")
    assert (done.new, done.merged, done.known) == (0, 1, 0)
    (anna,) = store.leads()
    assert anna.values == {**ANNA, "email": "mailto:ANNA@acme.example", "title": "CEO", "company": "Acme Inc."}
    assert [record.source.name for record in anna.records] == ["b.csv", "a.csv"]
    assert anna.others_of("company") == ("Acme GmbH",)
    assert [record.source.name for record in anna.sources_of("title")] == ["b.csv"]


def test_what_is_known_is_not_written_twice(store: Store) -> None:
    store.add(ANNA)
    before = store.tables()
    done = store.add(ANNA)
    assert (done.source, done.new, done.merged, done.known) == (0, 0, 0, 1)
    assert store.tables() == before
    assert store.add(ANNA, name="copy of a.csv").known == 1
    assert store.tables() == before
    done = store.add(ANNA, name="Fair", kind=SourceKind.REACTIN)
    assert (done.merged, done.known) == (0, 1)
    assert [record.source.name for record in store.leads()[0].sources_of("email")] == ["Fair", "a.csv"]


def test_who_has_no_mark_is_known_by_all_that_is_said(store: Store) -> None:
    ben = {"first_name": "Ben", "last_name": "Moss", "company": "Acme"}
    assert store.add(ben, ben, name="Fair", kind=SourceKind.REACTIN).known == 1
    done = store.add(ben, name="Other fair", kind=SourceKind.REACTIN)
    assert (done.new, done.known) == (0, 1)
    (lead,) = store.leads()
    assert [record.source.name for record in lead.records] == ["Other fair", "Fair"]
    assert store.add({**ben, "title": "CEO"}, kind=SourceKind.REACTIN).new == 1
    assert store.add(ben).new == 1


def test_who_has_the_parts_of_a_name_has_the_name(store: Store) -> None:
    store.add(
        {"first_name": " Anna", "middle_name": "van  der", "last_name": "Berg"},
        {"first_name": "Ben", "last_name": "xxxxx"},
        {"first_name": "Cleo", "last_name": "Ash", "name": "Dr. Cleo Ash"},
    )
    assert [lead.values.get("name") for lead in store.leads()] == ["Anna van der Berg", None, "Dr. Cleo Ash"]


def test_the_name_follows_its_parts_as_long_as_nobody_gave_another(store: Store) -> None:
    store.add(
        {"first_name": "Anna", "last_name": "Berg"}, {"name": "Dr. Cleo Ash", "first_name": "Cleo", "last_name": "A"}
    )
    before = store.tables()
    for lead in (1, 2):
        store.edit(lead, "last_name", "Moss")
    assert [lead.values["name"] for lead in store.leads()] == ["Anna Moss", "Dr. Cleo Ash"]
    after = store.seen()
    store.undo()
    store.undo()
    assert store.tables()["choices"] == before["choices"]
    store.redo()
    store.redo()
    assert store.seen() == after
    store.add({"first_name": "Anna", "last_name": "Berg"}, name="later.csv")
    store.edit(1, "first_name", "")
    assert "name" not in store.leads()[0].values


def test_within_one_file_too(store: Store) -> None:
    done = store.add(ANNA, {"linkedin": "linkedin.com/in/ben"}, {**ANNA, "title": "CEO"})
    assert (done.new, done.merged) == (2, 1)
    assert store.leads()[0].values["title"] == "CEO"


def test_people_behind_one_mailbox_stay_apart(store: Store) -> None:
    done = store.add(
        {"name": "Anna Berg", "email": "info@acme.example"}, {"name": "Ben Moss", "email": "Info@acme.example"}
    )
    assert done.new == 2
    assert store.pairs() == {}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"first_name": "Carl", "last_name": "Dunn"}, Reason.OTHER_NAME),
        ({"linkedin": "linkedin.com/in/berg-2"}, Reason.OTHER_PROFILE),
        ({"reachstream_id": "8"}, Reason.OTHER_ID),
    ],
)
def test_one_address_but_something_against_it_is_asked(store: Store, other: dict[str, str], reason: Reason) -> None:
    anna = {**ANNA, "linkedin": "linkedin.com/in/berg-1", "reachstream_id": "7"}
    done = store.add(anna, {"email": ANNA["email"], **other})
    assert done.new == 2
    assert store.pairs() == {(1, 2): {Reason.SAME_EMAIL, reason}}


def test_a_profile_or_an_id_tells_more_than_a_name(store: Store) -> None:
    done = store.add(
        {"name": "Anna Berg", "linkedin": "linkedin.com/in/anna", "email": "a@x.example"},
        {"name": "Anna Schmidt-Moss", "linkedin": "https://de.linkedin.com/in/Anna/", "email": "b@y.example"},
    )
    assert (done.new, done.merged) == (1, 1)


def test_a_row_that_knows_two_leads_makes_one_of_them(store: Store) -> None:
    store.add({"email": "anna@acme.example", "name": "Anna Berg"}, {"linkedin": "linkedin.com/in/anna", "title": "CEO"})
    before = store.seen()
    done = store.add({"email": "anna@acme.example", "linkedin": "linkedin.com/in/anna"}, name="b.csv")
    assert done.merged == 1
    (anna,) = store.leads()
    assert anna.id == 1
    assert anna.values["title"] == "CEO"
    store.undo()
    assert store.seen() == before
    store.redo()
    assert store.leads() == [anna]


def test_who_was_kept_apart_is_never_merged_by_itself(store: Store) -> None:
    store.add({"email": "anna@acme.example"}, {"linkedin": "linkedin.com/in/anna"})
    store.record("apart", lambda _: merging.rule(store.connection, 1, 2, Ruling.APART, at=store.at))
    store.add({"email": "anna@acme.example", "linkedin": "linkedin.com/in/anna", "title": "CEO"})
    assert [lead.id for lead in store.leads()] == [1, 2]


def test_the_trash_is_nobody(store: Store) -> None:
    store.add(ANNA)
    store.connection.execute("UPDATE leads SET standing = 1")
    assert store.add(ANNA).new == 1


def test_rows_that_are_nobody_are_told(store: Store) -> None:
    told: list[tuple[int | None, Reject]] = []
    done = store.add(
        {}, {"company": "Acme"}, {"email": "not an address"}, ANNA, rejected=lambda row, _, why: told.append((row, why))
    )
    assert told == [(1, Reject.EMPTY), (2, Reject.NOBODY), (3, Reject.BAD_EMAIL)]
    assert (done.read, done.new, done.rejected) == (4, 1, {why: 1 for _, why in told})


def test_the_suppressed_are_marked_or_left_out(store: Store) -> None:
    wanted = parsed("acme.example").entries
    store.record("suppress", lambda recording: suppression.add(store.connection, recording, wanted, store.at))
    assert store.add(ANNA, skip_suppressed=True).rejected == {Reject.SUPPRESSED: 1}
    store.add({**ANNA, "email": "a@sub.acme.example"})
    assert [lead.is_suppressed for lead in store.leads()] == [True]


def test_all_of_them_go_into_a_list(store: Store) -> None:
    store.add(ANNA)
    done = store.add(ANNA, {"name": "Ben Moss"}, new_list="Fair")
    assert [(found.name, found.leads) for found in lists.all_lists(store.connection)] == [("Fair", 2)]
    assert done.list == lists.all_lists(store.connection)[0].id
    assert store.add({"company": "Acme"}, new_list="Nobody").list is None
    assert store.add({"name": "Cleo Ash"}, new_list="Fair").list != done.list
    store.add({"name": "Dora Elm"}, into=done.list)
    assert [(found.name, found.leads) for found in lists.all_lists(store.connection)] == [("Fair", 3), ("Fair (2)", 1)]


EMAILS = ["", "a@x.example", "A@x.example ", "b@x.example", "info@x.example", "xxxxx", "c@y.example"]
PROFILES = [
    "",
    "linkedin.com/in/a",
    "https://www.linkedin.com/in/A/",
    "linkedin.com/in/b",
    "n/a",
    "linkedin.com/sales/lead/X",
]
NAMES = ["", "Anna Berg", "Berg, Anna", "Carl Dunn", "Anna"]
COLUMNS = Columns(("name", "email", "linkedin", "reachstream_id", "custom:Note", None, "title"))
PARTS = Columns(("first_name", "email", "linkedin", "reachstream_id", "name", None, "last_name"))
NO_NAME = Columns(("last_name", "email", "linkedin", "reachstream_id", "middle_name", None, "first_name"))
MAPPINGS = st.sampled_from([COLUMNS, PARTS, NO_NAME, Columns((*NO_NAME.columns[:5], "first_name", "first_name"))])
ROW = st.tuples(
    *map(st.sampled_from, (NAMES, EMAILS, PROFILES, ["", "", "1", "2"], ["", "x", " "], ["", "y"], ["", "CEO", "CTO"]))
)
FILE = st.lists(st.one_of(ROW, ROW.map(lambda row: (*row, "more")), ROW.map(lambda row: row[:3])), max_size=12)


def padded(file: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[*row, *[""] * (len(COLUMNS.columns) - len(row))] for row in file]


IS_SO = st.booleans()
TYPED = st.tuples(st.sampled_from(["email", "last_name", "title"]), st.sampled_from(EMAILS))
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(MAPPINGS, st.lists(FILE, min_size=1, max_size=3), st.booleans(), st.booleans())
def test_a_file_becomes_what_its_rows_become_one_by_one(
    columns: Columns, files: list[list[tuple[str, ...]]], one_name: bool, is_file: bool
) -> None:
    one_by_one, at_once = Store(), Store()
    for number, file in enumerate(files):
        name = "a.csv" if one_name else f"{number}.csv"
        told: list[list[Any]] = [[], []]
        first = one_by_one.add(
            *(values_of(row, columns) for row in padded(file)),
            name=name,
            kind=SourceKind.FILE if is_file else SourceKind.REACTIN,
            new_list="L",
            rejected=lambda row, _, why, told=told: told[0].append((row, why)),
        )
        second = at_once.import_(
            columns,
            file,
            name,
            kind=SourceKind.FILE if is_file else SourceKind.REACTIN,
            new_list="L",
            rejected=lambda row, _, why, told=told: told[1].append((row, why)),
        )
        assert first == second
        assert told[0] == told[1]
        assert one_by_one.tables() == at_once.tables()
    one_by_one.connection.close()
    at_once.connection.close()


@QUICK
@given(MAPPINGS, st.lists(FILE, min_size=1, max_size=3), st.booleans(), st.sampled_from(SourceKind), st.data())
def test_adding_anything_twice_adds_nothing_the_second_time(
    columns: Columns, files: list[list[tuple[str, ...]]], is_bulk: bool, kind: SourceKind, data: st.DataObject
) -> None:
    store = Store()

    def add(file: list[tuple[str, ...]]) -> Imported:
        if is_bulk:
            return store.import_(columns, padded(file), kind=kind)
        return store.add(*(values_of(row, columns) for row in padded(file)), kind=kind)

    for file in files:
        add(file)
        alive = store.leads()
        if data.draw(IS_SO) and len(alive) > 1:
            store.merge(alive[0].id, alive[-1].id)
        alive = store.leads()
        if data.draw(IS_SO) and alive:
            store.edit(alive[0].id, *data.draw(TYPED))
        before = store.seen(), store.connection.execute("SELECT count(*) FROM leads").get
        again = add(file)
        assert (again.new, again.source) == (0, 0)
        assert (store.seen(), store.connection.execute("SELECT count(*) FROM leads").get) == before
    store.connection.close()


@QUICK
@given(
    st.lists(st.one_of(FILE, st.integers(0, 4), st.sampled_from(["undo", "redo"])), min_size=2, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_whatever_was_done_can_be_taken_back_and_done_again(acts: list[Any], is_bulk: bool, in_parts: bool) -> None:
    store = Store()
    with patch.object(history, "_MOST_AT_ONCE", 0) if in_parts else nullcontext():
        walk(store, acts, is_bulk)
    store.connection.close()


def walk(store: Store, acts: list[Any], is_bulk: bool) -> None:
    states: list[object] = [store.seen()]
    at = 0
    for act in acts:
        if act == "undo" and at:
            store.undo()
            at -= 1
        elif act == "redo" and at + 1 < len(states):
            store.redo()
            at += 1
        elif isinstance(act, list):
            before = store.connection.execute("SELECT max(id) FROM history").get
            if is_bulk:
                store.import_(COLUMNS, padded(act))
            else:
                store.add(*(values_of(row, COLUMNS) for row in padded(act)))
            if store.connection.execute("SELECT max(id) FROM history").get != before:
                states[at + 1 :] = [store.seen()]
                at += 1
        elif isinstance(act, int) and len(alive := store.leads()) > 1:
            store.merge(alive[act % len(alive)].id, alive[(act + 1) % len(alive)].id, {"title": "chosen"})
            states[at + 1 :] = [store.seen()]
            at += 1
        assert store.seen() == states[at]
    for place in reversed(range(at)):
        store.undo()
        assert store.seen() == states[place]
    for place in range(1, len(states)):
        store.redo()
        assert store.seen() == states[place]


def test_a_merge_that_is_taken_back_leaves_the_tables_as_they_were(store: Store) -> None:
    store.add(ANNA, {"name": "Anna Berg", "company": "Acme", "title": "CEO"}, {"name": "Cleo Ash"})
    store.connection.execute("INSERT INTO notes VALUES (1, 'one', 1), (2, 'two', 1)")
    store.connection.execute("INSERT INTO tags VALUES (1, 'Hot', 'hot'); INSERT INTO tag_leads VALUES (1, 2)")
    store.connection.execute("INSERT INTO likenesses VALUES (1, 2, 1, 0, NULL), (2, 3, 1, 2, 5)")
    before = store.tables()
    store.merge(1, 2, {"company": "Acme GmbH", "title": ""})
    lead = store.leads()[0]
    assert (lead.note, lead.tags) == ("one\n\ntwo", ("Hot",))
    assert lead.values == ANNA
    assert merging.is_apart(store.connection, 1, 3)
    after = store.tables()
    store.undo()
    assert store.tables() == before
    store.redo()
    assert store.tables() == after


def test_a_large_step_is_written_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_MOST_AT_ONCE", 0)
    rows = [{"email": f"p{number}@x.example"} for number in range(20)]
    store.add(*rows)
    before = store.seen()
    store.add(*[{**row, "title": "CEO"} for row in rows], name="b.csv", new_list="L")
    assert store.connection.execute("SELECT count(*) FROM history_parts").get >= len(rows)
    after = store.seen()
    store.undo()
    assert store.seen() == before
    store.redo()
    assert store.seen() == after
    store.undo()
    store.edit(1, "title", "x")
    assert store.connection.execute("SELECT count(*) FROM history_parts").get == 1


def test_a_cancelled_import_says_so(store: Store) -> None:
    reading = RowBlocks(Columns(("name",)), keeps_given=False)
    with store.connection:
        assert (
            history.record(
                store.connection,
                "import",
                lambda recording: bulk.import_rows(
                    store.connection,
                    recording,
                    SourceKind.FILE,
                    "a.csv",
                    columns=reading.columns,
                    blocks=[reading.block(1, [["Anna Berg"]])],
                    gate=Gate(store.connection, refuses_suppressed=False),
                    at=1.0,
                    cancelled=lambda: True,
                ),
                at=1.0,
            )
            is None
        )

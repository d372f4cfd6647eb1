"""Looking for leads that are likely one person."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import pytest

from leaddesk.domain.likely import Reason, Ruling
from leaddesk.workspace.leads import likely, merging
from leaddesk.workspace.leads.edits import edit
from leaddesk.workspace.leads.likely import Found
from tests.unit.workspace.leads.one_store import Store

ANNA = {"first_name": "Anna", "last_name": "Berg", "company": "Acme GmbH"}


class Search:
    def __init__(self) -> None:
        self.store = Store()
        self.index = apsw.Connection(":memory:")

    def find(self) -> Found:
        found = likely.find(self.store.connection, self.index)
        assert found is not None
        return found


@pytest.fixture
def search() -> Iterator[Search]:
    search = Search()
    yield search
    search.index.close()
    search.store.connection.close()


def test_one_name_at_one_company_or_with_one_phone_number(search: Search) -> None:
    search.store.add(
        ANNA,
        {"name": "BERG, Anna", "company": "ACME"},
        {"name": "Anna Berg", "company": "Other"},
        {"name": "Carl Dunn", "phone": "+49 30 1115938"},
        {"name": "Carl Dunn", "mobile": "030 111 59 38", "company": "Acme"},
        {"name": "Anna", "company": "Acme"},
    )
    assert search.find() == Found(2, 0)
    assert search.store.pairs() == {
        (1, 2): {Reason.SAME_NAME_AND_COMPANY},
        (4, 5): {Reason.SAME_NAME_AND_PHONE},
    }


def test_only_what_changed_is_looked_at_again(search: Search) -> None:
    search.store.add(ANNA)
    assert search.find() == Found(0, 0)
    search.store.add({"name": "Anna Berg", "company": "acme"}, {"name": "Ben Moss", "company": "acme"})
    assert search.find() == Found(1, 0)
    assert search.find() == Found(0, 0)
    assert set(search.store.pairs()) == {(1, 2)}


def test_what_was_ruled_stays_so_and_what_is_no_lead_is_not_asked_about(search: Search) -> None:
    store = search.store
    store.add(*[{**ANNA, "title": str(number)} for number in range(4)])
    store.record("apart", lambda _: merging.rule(store.connection, 1, 2, Ruling.APART, at=store.at))
    store.merge(3, 4)
    search.find()
    assert set(store.pairs()) == {(1, 3), (2, 3)}
    assert merging.is_apart(store.connection, 1, 2)


def test_what_speaks_against_it_is_told(search: Search) -> None:
    search.store.add({**ANNA, "linkedin": "linkedin.com/in/a"}, {**ANNA, "linkedin": "linkedin.com/in/b"})
    search.find()
    assert search.store.pairs() == {(1, 2): {Reason.SAME_NAME_AND_COMPANY, Reason.OTHER_PROFILE}}


def test_of_a_large_group_only_neighbours_are_paired(search: Search) -> None:
    search.store.add(*[{**ANNA, "title": str(number)} for number in range(likely.MOST_IN_A_GROUP + 1)])
    assert search.find() == Found(likely.MOST_IN_A_GROUP, 1)
    assert set(search.store.pairs()) == {(at, at + 1) for at in range(1, likely.MOST_IN_A_GROUP + 1)}


def test_a_search_that_was_broken_off_is_made_again(search: Search) -> None:
    search.store.add(ANNA, {**ANNA, "title": "CEO"})
    assert likely.find(search.store.connection, search.index, cancelled=lambda: True) is None
    assert search.find() == Found(1, 0)


def test_a_name_that_was_changed_is_found_by_the_new_one_alone(search: Search) -> None:
    store = search.store
    store.add(ANNA, {"name": "Carl Dunn", "company": "Acme"})
    search.find()
    store.record("edit", lambda recording: edit(store.connection, recording, [1], "first_name", "Eva", at=store.at))
    store.record("edit", lambda recording: edit(store.connection, recording, [2], "name", "Eva Berg", at=store.at))
    assert search.find() == Found(1, 0)
    store.add(ANNA)
    assert search.find() == Found(0, 0)

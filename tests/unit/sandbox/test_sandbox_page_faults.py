"""What goes wrong while a list is read, as a client of ReactIn and of Leadsopedia meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.faults import ANY_PROVIDER
from leaddesk.sandbox.page_faults import PAGE_FAULTS
from leaddesk.sandbox.provider import Provider
from leaddesk.sandbox.reactin.smart_lists import ORGANIZATION
from leaddesk.sandbox.server import Sandbox

Record = dict[str, Any]


class Reader:
    """Reads one list by pages; 50 records a page."""

    def __init__(self, client: httpx.Client, provider: Provider, path: str, query: dict[str, Any], fields: str) -> None:
        self.client, self.provider, self.path, self.query = client, provider, path, query
        self.records, self.next = fields.split()

    def answer(self, page: int) -> httpx.Response:
        return self.client.get(self.path, params={**self.query, "page": page})

    def page(self, page: int) -> list[Record]:
        found: list[Record] = self.answer(page).raise_for_status().json()[self.records]
        return found


@pytest.fixture(params=["reactin", "leadsopedia"])
def reader(request: pytest.FixtureRequest, sandbox: Sandbox) -> Reader:
    client: httpx.Client = request.getfixturevalue(request.param)
    if request.param == "reactin":
        path = f"/api/{ORGANIZATION}/lists/{sandbox.reactin.lists[1].list_id}/leads"
        return Reader(client, sandbox.reactin, path, {"pageSize": 50}, "data nextPage")
    sandbox.leadsopedia.next_form = "number"
    query = {"list_id": sandbox.leadsopedia.lists[0][0], "limit": 50}
    return Reader(client, sandbox.leadsopedia, "/contacts", query, "contacts next")


def test_all_faults_of_pages_are_tested_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in PAGE_FAULTS.keys() - ANY_PROVIDER.keys() if f'fault("{name}"' not in text] == []


def test_pages_shift_while_they_are_read(reader: Reader) -> None:
    first, second = reader.page(1), reader.page(2)
    reader.provider.fault("insert-at-front", page=1, times=1)
    assert reader.page(1) == first
    assert reader.page(2) == [first[-1], *second[:-1]]
    reader.provider.clear_faults()
    reader.provider.fault("remove-at-front", leads=3, page=1, times=1)
    shifted = reader.page(1)
    assert shifted[1:] == first[:-1]
    assert reader.page(2)[:48] == second[2:]


def test_a_list_grows_and_is_deleted(reader: Reader) -> None:
    last = 25 if reader.records == "data" else 15
    before = reader.page(last)
    reader.provider.fault("grow", leads=2, page=1)
    reader.page(1)
    assert len(reader.page(last)) == len(before) + 2
    reader.provider.fault("delete-list", page=3)
    assert [reader.answer(page).status_code for page in (2, 3, 4)] == [200, 200, 404]


def test_records_and_pages_are_repeated(reader: Reader) -> None:
    first, second, third = (reader.page(page) for page in (1, 2, 3))
    reader.provider.fault("repeated-record", at=1, page=1)
    assert reader.page(1) == [*first, first[1]]
    reader.provider.fault("repeated-page", page=3)
    assert [reader.page(page) for page in (2, 3)] == [second, second]
    assert reader.page(4) != third


def test_the_next_page_loops_or_never_ends(reader: Reader) -> None:
    reader.provider.fault("next-page-loops", to=1, page=2)
    assert [reader.answer(page).json()[reader.next] for page in (1, 2, 3)] == [2, 1, 4]
    reader.provider.clear_faults()
    assert reader.page(99) == []
    reader.provider.fault("never-ends", times=1)
    endless = reader.answer(99).json()
    assert endless[reader.next] == 100
    assert endless[reader.records]
    reader.provider.fault("never-ends", records=False)
    assert reader.answer(99).json()[reader.records] == []


def test_columns_change_on_the_way(reader: Reader) -> None:
    second, columns = reader.page(2), list(reader.page(1)[0])
    renamed = {columns[1]: "Renamed"}
    reader.provider.fault("changed-columns", from_page=2, dropped=columns[0], renamed=renamed)
    assert list(reader.page(1)[0]) == columns
    changed = reader.page(2)
    assert list(changed[0]) == ["Renamed", *columns[2:], "Intent Score"]
    assert changed[0]["Renamed"] == second[0][columns[1]]


def test_awkward_names(reader: Reader) -> None:
    reader.provider.fault("awkward-names")
    names = [str(record.get("First Name", record.get("first_name"))) for record in reader.page(1)]
    assert any("\u202e" in name for name in names)


def test_faults_of_any_answer(reader: Reader) -> None:
    right = reader.answer(1).json()
    reader.provider.fault("null-lists", times=1)
    assert reader.answer(1).json()[reader.records] is None
    reader.provider.fault("numbers-as-strings", times=1)
    assert (reader.answer(1).json()["page"], right["page"]) == ("1", 1)
    reader.provider.fault("unknown-fields", times=1)
    wider = reader.answer(1).json()
    assert wider["paging"]
    assert wider[reader.records][0]["scores"]
    reader.provider.fault("status", status=500, page=7)
    assert [reader.answer(page).status_code for page in (6, 7, 8)] == [200, 500, 200]
    assert "Server Error" in reader.answer(7).json().values()
    reader.provider.clear_faults()
    reader.provider.fault("html", list_id="another")
    assert reader.answer(1).json() == right
    reader.provider.fault("truncated")
    with pytest.raises(httpx.RemoteProtocolError):
        reader.answer(1)


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("second-path-only", {}),
        ("grow", {"many": 1}),
        ("grow", {"leads": "x"}),
        ("html", {"page": "2"}),
        ("html", {"operation": "count"}),
    ],
)
def test_a_fault_that_could_not_work_is_refused(reader: Reader, name: str, limits: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        reader.provider.fault(name, **limits)

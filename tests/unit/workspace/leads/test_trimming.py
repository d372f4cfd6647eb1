"""What is kept of a value, whichever way it comes."""

from __future__ import annotations

from leaddesk.domain.imports import Mapping as Columns
from tests.unit.workspace.leads.one_store import Store


def test_white_space_around_a_value_is_not_kept() -> None:
    store = Store()
    columns = Columns(("name", "email", "custom:Fair", "phone"))
    row = ["  Jo  Weiss\n", " J.Weiss@Hofmann.example", "\u00a0Berlin\t", " "]
    wanted = {"name": "Jo  Weiss", "email": "J.Weiss@Hofmann.example", "custom:Fair": "Berlin"}
    store.import_(columns, [row])
    assert store.leads()[0].values == wanted
    store.import_(columns, [["Ben Moss", "", "", "", " extra "]])
    assert store.leads()[1].values == {"name": "Ben Moss", "custom:Column 5": "extra"}
    assert store.add({"name": " Jo  Weiss", "email": "J.Weiss@Hofmann.example\r\n", "custom:Fair": "Berlin"}).known == 1
    store.edit(1, "title", " Head of Sales ")
    assert store.leads()[0].values == {**wanted, "title": "Head of Sales"}
    store.connection.close()

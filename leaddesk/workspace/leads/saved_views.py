"""Views of My Leads that are kept under a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import ListGone
from leaddesk.domain.lead_views import Condition, SavedView, Scope, Test, View
from leaddesk.domain.leads import LeadListId
from leaddesk.workspace.database import storable
from leaddesk.workspace.leads import named

if TYPE_CHECKING:
    import apsw


def all_views(connection: apsw.Connection) -> tuple[SavedView, ...]:
    """By name. What a later LeadDesk kept and this one cannot read is left out."""
    rows = connection.execute("SELECT id, name, view FROM views ORDER BY folded_name")
    return tuple(view for row in rows if (view := _read(*row)) is not None)


def save(connection: apsw.Connection, name: str, view: View, *, order: tuple[str, bool], replace: bool) -> SavedView:
    """Keep it, with ``order`` (a column or "", and whether it descends).

    Raises NameTaken where the name is there and ``replace`` is off, and ValueError for a blank name.
    """
    clean = named.cleaned(name)
    if not replace:
        named.refuse_taken(connection, "views", clean)
    connection.execute(
        "INSERT INTO views (name, folded_name, view) VALUES (?, ?, ?)"
        " ON CONFLICT (folded_name) DO UPDATE SET (name, view) = (excluded.name, excluded.view)",
        (clean, named.folded(clean), _written(view, *order)),
    )
    id_ = connection.execute("SELECT id FROM views WHERE folded_name = ?", (named.folded(clean),)).get
    return _one(connection, id_)


def rename(connection: apsw.Connection, view_id: int, name: str) -> SavedView:
    """Raises NameTaken, ListGone where it is not kept any more, and ValueError for a blank name."""
    clean = named.cleaned(name)
    named.refuse_taken(connection, "views", clean, but=view_id)
    connection.execute(
        "UPDATE views SET (name, folded_name) = (?, ?) WHERE id = ?", (clean, named.folded(clean), view_id)
    )
    return _one(connection, view_id)


def remove(connection: apsw.Connection, view_id: int) -> SavedView:
    """The one that was removed. Raises ListGone as ``rename`` does."""
    view = _one(connection, view_id)
    connection.execute("DELETE FROM views WHERE id = ?", (view_id,))
    return view


def _one(connection: apsw.Connection, view_id: int) -> SavedView:
    view = next((view for view in all_views(connection) if view.id == view_id), None)
    if view is None:
        raise ListGone
    return view


def _written(view: View, sort_by: str, descending: bool) -> str:
    kept = {
        "scope": view.scope.value,
        "list": view.list,
        "search": view.search,
        "conditions": [
            {"column": one.column, "test": one.test.value, "values": one.values, "negated": one.negated}
            for one in view.conditions
        ],
        "sort_by": sort_by,
        "descending": descending,
    }
    return storable(json.dumps(kept, ensure_ascii=False))


def _read(id_: Any, name: Any, text: Any) -> SavedView | None:
    kept = json.loads(text)
    try:
        conditions = tuple(
            Condition(one["column"], Test(one["test"]), tuple(one["values"]), one["negated"])
            for one in kept["conditions"]
        )
        list_ = None if kept["list"] is None else LeadListId(kept["list"])
        view = View(Scope(kept["scope"]), list_, kept["search"], conditions)
        return SavedView(id_, name, view, kept["sort_by"], kept["descending"])
    except (KeyError, ValueError):
        return None

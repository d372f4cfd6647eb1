"""How the values of a lead lie in a row of ``leads``: one column for each ``Field``, and the custom ones as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from leaddesk.domain.leads import Field, is_custom

FIELDS: tuple[str, ...] = tuple(field.value for field in Field)
"""The SQL columns of ``leads`` that hold values, in the order of ``Field``."""

MORE = "more"
"""The SQL column with the custom fields: a JSON object by column name (``custom:...``), or NULL for none."""

CELLS: tuple[str, ...] = (*FIELDS, MORE)
"""All columns that hold values."""

SELECTED = ", ".join(CELLS)
"""For ``SELECT``, ``INSERT`` and whoever reads rows with ``values_of``."""

_KNOWN = frozenset(FIELDS)


def values_of(cells: Sequence[str | None]) -> dict[str, str]:
    """What ``cells`` (in the order of ``CELLS``) say, by column; empty ones are missing."""
    values = {name: cell for name, cell in zip(FIELDS, cells, strict=False) if cell}
    if more := cells[len(FIELDS)]:
        values.update(json.loads(more))
    return values


def cells_of(values: Mapping[str, str]) -> tuple[str | None, ...]:
    """``values`` by column as cells in the order of ``CELLS``. A column that is none is an error (KeyError)."""
    own = values.keys() - _KNOWN
    for name in own:
        if not is_custom(name):
            raise KeyError(name)
    return (*[values.get(name) or None for name in FIELDS], more_of(values) if own else None)


def more_of(values: Mapping[str, str]) -> str | None:
    """The custom fields among ``values`` as they lie in ``more``, the columns in their alphabetical order."""
    more = {name: value for name, value in sorted(values.items()) if value and is_custom(name)}
    return json.dumps(more, ensure_ascii=False, separators=(",", ":")) if more else None

"""Which columns a table shows, in what order, how wide, how many of them stay while the rest scrolls, and its sorting.

Plain data without Qt. Columns that the present source lacks keep their places, so what was chosen for them is still
there when they come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leaddesk.domain.table import Arrangement, Column

WIDEST = 200.0


@dataclass(frozen=True)
class Place:
    """One column's place."""

    name: str
    shown: bool = True
    width: float = 0.0
    """In average letters of the table's font, so that it follows the text size. 0: as wide as its contents ask."""


@dataclass(frozen=True)
class TableState:
    """All places, from left to right. Each change gives a new state."""

    places: tuple[Place, ...] = ()
    frozen: int = 0
    """The first so many places stay (hidden ones and missing ones count too)."""
    sort_by: str = ""
    """The column that the rows are sorted by, whether the present source has it or not; empty for none."""
    descending: bool = False

    @classmethod
    def default(cls, shown: Sequence[str]) -> TableState:
        return cls(tuple(Place(name) for name in shown))

    @classmethod
    def read(cls, stored: object, default: TableState) -> TableState:
        """What ``as_json`` wrote. What is not readable is passed over; columns that it lacks come from ``default``."""
        stored = stored if isinstance(stored, Mapping) else {}
        listed = stored.get("columns")
        found = [_read_place(entry) for entry in listed] if isinstance(listed, list) else []
        by_name: dict[str, Place] = {}
        for place in found:
            if place is not None:
                by_name.setdefault(place.name, place)
        missing = (place for place in default.places if place.name not in by_name)
        places = (*by_name.values(), *missing)
        frozen = stored.get("frozen")
        frozen = frozen if isinstance(frozen, int) and not isinstance(frozen, bool) else default.frozen
        sort_by, descending = stored.get("sort_by"), stored.get("descending")
        sort_by = sort_by if isinstance(sort_by, str) else default.sort_by
        return cls(places, max(0, min(frozen, len(places))), sort_by, bool(sort_by) and descending is True)

    def as_json(self) -> dict[str, Any]:
        columns = [{"name": place.name, "shown": place.shown, "width": place.width} for place in self.places]
        return {"columns": columns, "frozen": self.frozen, "sort_by": self.sort_by, "descending": self.descending}

    def arrangement(self, needle: str, columns: Iterable[Column]) -> Arrangement:
        """The order that was chosen, as far as these columns go, and ``needle``."""
        if self.sort_by not in {column.name for column in columns}:
            return Arrangement(needle)
        return Arrangement(needle, self.sort_by, self.descending)

    def place(self, name: str) -> Place:
        """Raises KeyError for a name that it does not know."""
        for place in self.places:
            if place.name == name:
                return place
        raise KeyError(name)

    def taking_in(self, columns: Iterable[tuple[str, bool]]) -> TableState:
        """With every name that is new at the end; ``columns`` says of each name whether it is then shown."""
        known = {place.name for place in self.places}
        new = tuple(Place(name, shown) for name, shown in dict(columns).items() if name not in known)
        return replace(self, places=self.places + new) if new else self

    def with_shown(self, name: str, shown: bool) -> TableState:
        return self._with(replace(self.place(name), shown=shown))

    def with_width(self, name: str, width: float) -> TableState:
        """``width`` in letters; 0 for as wide as its contents ask."""
        return self._with(replace(self.place(name), width=round(max(0.0, min(width, WIDEST)), 2)))

    def in_order(self, names: Sequence[str]) -> TableState:
        """The columns of ``names`` in this order, in the places that they have among the others now."""
        moved = iter([self.place(name) for name in names])
        wanted = set(names)
        return replace(self, places=tuple(next(moved) if p.name in wanted else p for p in self.places))

    def frozen_up_to(self, name: str) -> TableState:
        """With everything up to ``name`` frozen; an empty name for nothing."""
        known = [place.name for place in self.places]
        return replace(self, frozen=known.index(name) + 1 if name in known else 0)

    def is_frozen(self, name: str) -> bool:
        return any(place.name == name for place in self.places[: self.frozen])

    def _with(self, changed: Place) -> TableState:
        return replace(self, places=tuple(changed if p.name == changed.name else p for p in self.places))


def _read_place(entry: object) -> Place | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        return None
    shown, width = entry.get("shown", True), entry.get("width", 0.0)
    good_width = isinstance(width, int | float) and 0 <= width <= WIDEST
    return Place(entry["name"], shown is not False, float(width) if good_width else 0.0)

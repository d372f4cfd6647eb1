"""One row of a file under its mapping: which values it brings, and whether anybody could be told from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AbcMapping

from leaddesk.domain.imports import Mapping, Reject
from leaddesk.domain.leads import Field, custom

_MARKS = (
    *(Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.PHONE, Field.MOBILE, Field.LINKEDIN),
    *(Field.REACHSTREAM_ID, Field.LEADSOPEDIA_ID),
)
"""Any of them, or an e-mail address, makes a row somebody."""

SEPARATOR = "\x1f"
"""Between the cells of a row that was not taken apart, none of which holds it."""


def column_for_extra(number: int) -> str:
    """The custom field for the cells of a row that is longer than the header; ``number`` from 0."""
    return custom(f"Column {number + 1}")


def values_of(row: Sequence[str], mapping: Mapping) -> dict[str, str]:
    """What is kept of ``row``, by column; cells behind the last mapped column are kept as custom fields."""
    columns = mapping.columns
    values = {column: cell for column, given in zip(columns, row, strict=False) if column and (cell := given.strip())}
    for number in range(len(columns), len(row)):
        if cell := row[number].strip():
            values[column_for_extra(number)] = cell
    return values


def judged(values: AbcMapping[str, str]) -> Reject | None:
    """Why a row with these values (none of them blank) is not taken; None where it is."""
    if not values:
        return Reject.EMPTY
    if any(mark.value in values for mark in _MARKS):
        return None
    if Field.EMAIL.value in values:
        return None if is_email(values[Field.EMAIL.value]) else Reject.BAD_EMAIL
    return Reject.NOBODY


def telling_places(mapping: Mapping) -> list[int]:
    """Which cells of a row make it somebody, whatever is in them."""
    marks = {mark.value for mark in _MARKS}
    return [place for place, column in enumerate(mapping.columns) if column in marks]


def judge_for(mapping: Mapping) -> Callable[[Sequence[str]], Reject | None]:
    """``judged`` for rows as they come from the file, quick for those that have a name."""
    places = telling_places(mapping)

    def judge(row: Sequence[str]) -> Reject | None:
        for place in places:
            cell = row[place]
            if cell and not cell.isspace():
                return None
        return judged(values_of(row, mapping))

    return judge


def is_email(text: str) -> bool:
    """Whether ``text`` could be an e-mail address; ``mailto:`` and angle brackets around it are allowed."""
    address = text.strip().removeprefix("mailto:").strip("<> ")
    name, at, domain = address.rpartition("@")
    return bool(at and name and "." in domain.strip(".") and not any(c.isspace() for c in address))

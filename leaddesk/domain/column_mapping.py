"""What the columns of a file seem to mean: by their names, and where those say nothing by what is in them."""

from __future__ import annotations

from collections.abc import Sequence

from leaddesk.domain.imports import Mapping, SavedMapping
from leaddesk.domain.lead_fields import LEADSOPEDIA_FIELDS, REACHSTREAM_FIELDS, field_for_header, guess_by_content
from leaddesk.domain.leads import CUSTOM, Field, custom

_ENOUGH = 8
"""Of ReachStream's names: by then it is no chance."""


def proposed(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Mapping, bool]:
    """A column for each of ``header``, and whether nothing was guessed by content.

    Names come first, so that a column that only looks like a field never takes it from one that is called so. A second
    column for one field becomes a custom field, and so does what nobody knows. ``rows`` are as long as the header.
    """
    named = _provider_fields(header) or [field_for_header(name) for name in header]
    taken = {field for field in named if field is not None}
    guessed: list[Field | None] = []
    for place, field in enumerate(named):
        guess = None if field else guess_by_content(row[place] for row in rows)
        if guess in taken:
            guess = None
        if guess:
            taken.add(guess)
        guessed.append(guess)
    wanted = [field or guess for field, guess in zip(named, guessed, strict=True)]
    columns = distinct([field.value if field else None for field in wanted], header)
    return Mapping(columns), not any(guessed)


def _provider_fields(header: Sequence[str]) -> list[Field | None]:
    """The fields of a file that a provider's own names stand on, whose ``id`` is then the provider's; else nothing."""
    names = set(header)
    if "id" in names and len(names & REACHSTREAM_FIELDS.keys()) >= _ENOUGH:
        return [REACHSTREAM_FIELDS.get(name) or field_for_header(name) for name in header]
    if names >= {*LEADSOPEDIA_FIELDS, "region", "date_added"}:
        return [LEADSOPEDIA_FIELDS.get(name) or field_for_header(name) for name in header]
    return []


def distinct(columns: Sequence[str | None], header: Sequence[str]) -> tuple[str, ...]:
    """``columns`` with every field once: a second one, and None, become custom fields under the header's name.

    Two custom fields of one name get numbers, so that neither loses its values.
    """
    taken: set[str] = set()
    made: list[str] = []
    for column, name in zip(columns, header, strict=True):
        wanted = column if column and column not in taken else custom(name)
        number = 2
        while wanted in taken or wanted == CUSTOM:
            wanted, number = custom(f"{name} {number}"), number + 1
        taken.add(wanted)
        made.append(wanted)
    return tuple(made)


def fitted(saved: SavedMapping, header: Sequence[str], otherwise: Mapping) -> Mapping:
    """A saved mapping for a file with another header: columns of the same name, in any order, mean the same.

    The others mean what they do ``otherwise``, unless that is taken.
    """
    known = dict(zip(saved.header, saved.mapping.columns, strict=False))
    wanted = [known.get(name, "") for name in header]
    taken = {column for column in wanted if column}
    columns: list[str | None] = []
    for column, other, name in zip(wanted, otherwise.columns, header, strict=True):
        if column == "":
            columns.append(other if other not in taken else custom(name))
        else:
            columns.append(column)
    return Mapping(tuple(columns))

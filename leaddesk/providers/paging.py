"""Turns a page of a list into a domain ``Page``, whatever dialect it is written in (providers.md)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from leaddesk.domain.pages import Entry, Page
from leaddesk.providers import wire

FARTHEST = 1_000_000
"""The largest page number that is believed; anything above is a mistake."""

_DIGITS = re.compile(r"[0-9]{1,7}")


def page(data: object, number: int, *, entries: str, following: str, read_at: datetime) -> Page:
    """The page that was asked for as ``number``.

    ``entries`` and ``following`` name the field of the records and the one of the next page: a link, a page number, one
    as text, or nothing. Raises UnreadableError where ``data`` is no object or its records are no list of objects.
    """
    answer = wire.mapping(data)
    there = wire.unwrapped(answer.get(entries))
    totals = [wire.number(answer.get(name)) for name in ("total", "count")]
    return Page(
        number,
        tuple(entry(one) for one in wire.entries(there)),
        page_number(answer.get(following)),
        next((total for total in totals if total is not None and total >= 0), None),
        _positive(wire.number(answer.get("pagesCount"))),
        read_at,
    )


def entry(value: object) -> Entry:
    """One record. Raises UnreadableError (``shape``) where it is no object."""
    record = wire.mapping(value)
    return Entry({name: wire.cell(content) for name, content in record.items()}, wire.encode(record).decode())


def page_number(value: object) -> int | None:
    """The number of a page, out of a number, text, or a link's ``page``; None for none and for nonsense.

    providers.md: the number alone is taken out of a link, so a link to another host is never followed.
    """
    if isinstance(value, str) and (text := value.strip()) and not _DIGITS.fullmatch(text):
        try:
            asked = parse_qs(urlsplit(text).query).get("page", [])
        except ValueError:
            return None
        value = asked[-1] if asked else None
    return _positive(wire.number(value))


def _positive(number: int | None) -> int | None:
    return number if number is not None and 0 < number <= FARTHEST else None

"""Turns a page of a list into a domain ``Page``, whatever dialect it is written in (providers.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from leaddesk.domain.pages import Entry, Page
from leaddesk.providers import wire

FARTHEST = 1_000_000
"""The largest page number that is believed; anything above is a mistake."""

_DIGITS = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True)
class PageForm:
    """How a page is written. Empty texts where the page does not tell."""

    total: str = ""
    """Where the number of all records stands: ``total`` or ``count``."""
    next: str = ""
    """What the next page is: a ``link``, a ``number``, or a number as ``text``."""
    pages: str = ""
    """``wrong`` where ``pagesCount`` and the next page contradict each other, ``right`` where both end here."""


def page(data: object, number: int, *, entries: str, following: str, read_at: datetime, have_ids: bool = True) -> Page:
    """The page that was asked for as ``number``.

    ``entries`` and ``following`` name the field of the records and the one of the next page: a link, a page number, one
    as text, or nothing; ``have_ids``: whether a record's ``id`` is the provider's. Raises UnreadableError where
    ``data`` is no object or its records are no list of objects.
    """
    answer = wire.mapping(data)
    there = wire.unwrapped(answer.get(entries))
    return Page(
        number,
        tuple(entry(one, has_own_id=have_ids) for one in wire.entries(there)),
        page_number(answer.get(following)),
        _total(answer)[1],
        _positive(wire.number(answer.get("pagesCount"))),
        read_at,
    )


def form(data: object, read: Page, *, following: str) -> PageForm:
    """How the page that was ``read`` from ``data`` is written. Raises UnreadableError where ``data`` is no object."""
    answer = wire.mapping(data)
    link = answer.get(following)
    kind = "number"
    if isinstance(link, str):
        kind = "text" if _DIGITS.fullmatch(link.strip()) else "link"
    pages = ""
    if read.pages is not None and (read.next is None) == (read.number < read.pages):
        pages = "wrong"
    elif read.pages == read.number:
        pages = "right"
    return PageForm(_total(answer)[0], kind if read.next is not None else "", pages)


def entry(value: object, *, has_own_id: bool = True) -> Entry:
    """One record. Raises UnreadableError (``shape``) where it is no object."""
    record = wire.mapping(value)
    values = {name: wire.cell(content) for name, content in record.items()}
    return Entry(values, wire.encode(record).decode(), has_own_id)


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


def _total(answer: Mapping[str, object]) -> tuple[str, int | None]:
    """Where it stands how many records there are, and how many; ``("", None)`` where that is not said."""
    for name in ("total", "count"):
        total = wire.number(answer.get(name))
        if total is not None and total >= 0:
            return name, total
    return "", None


def _positive(number: int | None) -> int | None:
    return number if number is not None and 0 < number <= FARTHEST else None

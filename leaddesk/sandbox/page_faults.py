"""What can go wrong while a list is read page by page.

Some of these change the list itself, once the page that they met has been made up: the next page shows it. Limited to a
``page``, they strike behind that page; limited to one time as well, only once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace

from leaddesk.sandbox.faults import ANY_PROVIDER, AWKWARD_NAMES, named, with_records
from leaddesk.sandbox.wire import Answer, Json, Reading

_FIRST_NAMES = ("First Name", "first_name")


def insert_at_front(answer: Answer, *, leads: int = 1) -> Answer:
    """So many new leads come to stand at the front: the next page repeats as many of this one."""
    count = int(leads)
    if (reading := answer.reading) is not None and reading.shelf is not None:
        reading.shelf.change(add=count, at=0)
    return answer


def remove_at_front(answer: Answer, *, leads: int = 1) -> Answer:
    """So many leads go from the front: the next page leaves as many out."""
    count = int(leads)
    if (reading := answer.reading) is not None and reading.shelf is not None:
        reading.shelf.change(remove=range(min(count, len(reading.shelf))))
    return answer


def grow(answer: Answer, *, leads: int = 1) -> Answer:
    """So many new leads come to stand at the end."""
    count = int(leads)
    if (reading := answer.reading) is not None and reading.shelf is not None:
        reading.shelf.change(add=count)
    return answer


def delete_list(answer: Answer) -> Answer:
    """The list is deleted; this page is the last that is answered."""
    if (reading := answer.reading) is not None and reading.shelf is not None:
        reading.shelf.deleted = True
    return answer


def repeated_record(answer: Answer, *, at: int = 0) -> Answer:
    """The record at position ``at`` of the page is there again, at its end."""
    place = int(at)
    return with_records(answer, lambda records: [*records, records[min(place, len(records) - 1)]])


def repeated_page(answer: Answer) -> Answer:
    """The page shows the records of the one before, which its own are lost behind; the first is right."""
    return _with_page(answer, answer.reading.page - 1) if answer.reading and answer.reading.page > 1 else answer


def next_page_loops(answer: Answer, *, to: int = 1) -> Answer:
    """The next page is always ``to``."""
    return _with_next(answer, int(to))


def never_ends(answer: Answer, *, records: bool = True) -> Answer:
    """There is always a next page; behind the last come its ``records`` again and again, or empty pages."""
    reading = answer.reading
    if reading is None:
        return answer
    if records and reading.shelf is not None and not answer.document.get(reading.records):
        answer = _with_page(answer, max(1, -(-len(reading.shelf) // reading.size)))
    return _with_next(answer, reading.page + 1)


def changed_columns(
    answer: Answer,
    *,
    from_page: int = 2,
    added: str | None = "Intent Score",
    dropped: str | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Answer:
    """From a page on, each record has a column more, one less, and others under another name."""
    names, first = dict(renamed or {}), int(from_page)

    def changed(record: dict[str, Json]) -> dict[str, Json]:
        kept = {names.get(name, name): value for name, value in record.items() if name != dropped}
        return kept if added is None else {**kept, added: len(kept)}

    if answer.reading is None or answer.reading.page < first:
        return answer
    return with_records(answer, lambda records: [changed(record) for record in records])


def awkward_names(answer: Answer) -> Answer:
    """First names that programs stumble over: right to left, emoji, half a character, a formula, ..."""
    return with_records(
        answer,
        lambda records: [
            {**record, next((known for known in _FIRST_NAMES if known in record), next(iter(record), "Name")): name}
            for record, name in zip(records, itertools.cycle(AWKWARD_NAMES), strict=False)
        ],
    )


PAGE_FAULTS: Mapping[str, Callable[..., Answer]] = {
    **ANY_PROVIDER,
    **named(
        insert_at_front, remove_at_front, grow, delete_list, repeated_record, repeated_page, next_page_loops,
        never_ends, changed_columns, awkward_names,
    ),
}  # fmt: skip
"""Those of the providers that are read by pages."""


def _with_page(answer: Answer, page: int) -> Answer:
    reading = answer.reading
    if reading is None or reading.shelf is None:
        return answer
    records, _ = reading.shelf.window(page, reading.size)
    return replace(answer, document={**answer.document, reading.records: records})


def _with_next(answer: Answer, page: int) -> Answer:
    reading: Reading | None = answer.reading
    if reading is None:
        return answer
    return replace(answer, document={**answer.document, reading.next: reading.link(page)})

"""Who is not to be taken in: those who were erased, and those who are suppressed where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from leaddesk.domain.identity import folded_email, folded_linkedin
from leaddesk.domain.imports import Reject
from leaddesk.domain.leads import Field
from leaddesk.domain.suppression import SuppressedBy, folded_domain
from leaddesk.domain.weak_marks import telling_marks
from leaddesk.workspace.leads import erasing

if TYPE_CHECKING:
    import apsw


class Gate:
    """Read once, for many rows."""

    def __init__(self, connection: apsw.Connection, *, refuses_suppressed: bool) -> None:
        self._connection = connection
        self._any_erased = bool(connection.execute("SELECT EXISTS (SELECT 1 FROM erased)").get)
        self._suppressed: frozenset[tuple[str, str]] = frozenset()
        if refuses_suppressed:
            self._suppressed = frozenset((k, v) for k, v in connection.execute("SELECT kind, value FROM suppressions"))
        self.is_open = not self._any_erased and not self._suppressed
        """Whether everybody passes."""

    def verdicts(self, rows: Sequence[Mapping[str, str]]) -> list[Reject | None]:
        """For each row's values (by column) why nobody with them is taken in; None where they may pass."""
        if self.is_open:
            return [None] * len(rows)
        marked = [telling_marks(values) if self._any_erased else () for values in rows]
        erased = erasing.is_erased(self._connection, {mark for found in marked for mark in found})
        return [
            Reject.ERASED
            if not erased.isdisjoint(found)
            else Reject.SUPPRESSED
            if not self._suppressed.isdisjoint(_names_of(values))
            else None
            for values, found in zip(rows, marked, strict=True)
        ]


def _names_of(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """All entries that would meet this lead."""
    address = folded_email(values.get(Field.EMAIL.value, ""))
    yield SuppressedBy.EMAIL.value, address
    yield SuppressedBy.LINKEDIN.value, folded_linkedin(values.get(Field.LINKEDIN.value, ""))
    for domain in (address.rpartition("@")[2], folded_domain(values.get(Field.WEBSITE.value, ""))):
        parts = domain.split(".")
        for start in range(len(parts) - 1):
            yield SuppressedBy.DOMAIN.value, ".".join(parts[start:])

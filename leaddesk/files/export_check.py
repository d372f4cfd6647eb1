"""What a destination would refuse, or lose, of some rows: found before anything is written."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from leaddesk.domain.export_profiles import Fault, Form, Profile
from leaddesk.domain.exports import BookKind, FileKind
from leaddesk.files.profile_rows import Cell, ProfileRows
from leaddesk.files.xlsx_writing import LONGEST_CELL

_LONGEST_ADDRESS = 254
"""RFC 5321 with its erratum 1690."""
_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@"
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
)
"""A dot-atom of RFC 5322, letters of any language as in RFC 6531, at a domain with a point."""


class ExportCheck:
    """Looks at rows in their order and remembers which are faulty."""

    def __init__(self, profile: Profile, kind: FileKind) -> None:
        self._profile, self._rows = profile, ProfileRows(profile)
        places = {column.header: place for place, column in enumerate(profile.columns)}
        self._required = [(group, [places[header] for header in group]) for group in profile.required]
        self._addresses = [place for place, column in enumerate(profile.columns) if column.form is Form.EMAIL]
        self._unique = places.get(profile.unique)
        self._seen: set[str] = set()
        self._limits = [
            (place, min(filter(None, (column.longest, LONGEST_CELL if kind is BookKind.XLSX else 0)), default=0))
            for place, column in enumerate(profile.columns)
        ]
        self.found: dict[tuple[Fault, str], array[int]] = {}
        """Numbers of the faulty rows, ascending, by what is wrong and the header of the column."""

    def limit_of(self, header: str) -> int:
        """Characters that fit there; 0: any number."""
        return next((limit for place, limit in self._limits if self._profile.columns[place].header == header), 0)

    def look(self, numbers: Sequence[int], read: Sequence[Sequence[Cell]]) -> None:
        """At some rows more, as ``ProfileRows`` reads them, and what they are called in ``found``."""

        def noted(fault: Fault, column: int, row: int) -> None:
            self.note(fault, self._profile.columns[column].header, numbers[row])

        profile = self._profile
        columns = list(zip(*self._rows.rows(read, noted), strict=True))
        if not columns:
            return
        for group, places in self._required:
            lacking = [not any(cells) for cells in zip(*(columns[place] for place in places), strict=True)]
            self._note_all(Fault.MISSING, " / ".join(group), numbers, lacking)
        for place in self._addresses:
            bad = [
                bool(cell) and not is_address(str(cell), only_ascii=profile.ascii_addresses) for cell in columns[place]
            ]
            self._note_all(Fault.BAD_EMAIL, self._profile.columns[place].header, numbers, bad)
        for place, limit in self._limits:
            if limit:
                long = [cell is not None and len(str(cell)) > limit for cell in columns[place]]
                self._note_all(Fault.TOO_LONG, self._profile.columns[place].header, numbers, long)
        if self._unique is not None:
            again = [bool(cell) and self._is_known(str(cell)) for cell in columns[self._unique]]
            self._note_all(Fault.TWICE, self._profile.unique, numbers, again)

    def note(self, fault: Fault, header: str, number: int) -> None:
        """One row that is faulty for a reason that its cells do not show, too."""
        self.found.setdefault((fault, header), array("q")).append(number)

    def _note_all(self, fault: Fault, header: str, numbers: Sequence[int], faulty: Sequence[bool]) -> None:
        for number, is_faulty in zip(numbers, faulty, strict=True):
            if is_faulty:
                self.note(fault, header, number)

    def _is_known(self, value: str) -> bool:
        folded = value.casefold()
        if folded in self._seen:
            return True
        self._seen.add(folded)
        return False


def is_address(text: str, *, only_ascii: bool = False) -> bool:
    """Whether ``text`` is an e-mail address; ``only_ascii`` concerns what stands before the @."""
    if only_ascii and not text.partition("@")[0].isascii():
        return False
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None

"""Arrays by lead id: one small number for each lead. Each is read from ``leads.db``, and patched where leads changed.

======================  ===============================================================================
``standing``            ``Standing``; ``ABSENT`` where there is no such lead
``sources``             the kinds of its sources, as bits in the order of ``SourceKind``
``filled``              the fields that have a value, as bits in the order of ``columns.FIELDS``
``seals``               a hash of all its values: whether they are others than they were
``codes:COLUMN``        the value: 0 for none, else its place in ``vocabulary`` from 1
``in:list:ID`` ...      1 where the lead is in that list, has that tag, is suppressed
======================  ===============================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.domain.leads import SourceKind
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.leads.columns import FIELDS, SELECTED
from leaddesk.workspace.leads.index import cells

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")
Array = npt.NDArray[Any]
Ids = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Ranges = Sequence[tuple[int, int]]
"""Of lead ids, both ends included; they may overlap."""

ABSENT = 255
CODED = ("country", "industry", "level", "size", "department")
"""Columns that are prepared for conditions and counts per value."""
MOST_VALUES = 60_000
"""A column with more different values is not counted."""
_SLICE = 4_096
"""Leads that one question is about: a few milliseconds, so that others get theirs."""
_PIECE = 65_536
_SEALED = 256
"""The same where values are hashed."""
_SPARSE_SLICE = 65_536
"""The same where most leads are not in a list."""

_BIT = "CASE kind " + " ".join(f"WHEN '{kind.value}' THEN {1 << at}" for at, kind in enumerate(SourceKind)) + " END"
_NUMBERS = {
    "standing": ("uint8", ABSENT, "standing"),
    "sources": (
        "uint8",
        0,
        f"""coalesce(CASE has_records WHEN 0 THEN (SELECT {_BIT} FROM sources WHERE sources.id = leads.source)
        ELSE (SELECT sum(DISTINCT {_BIT}) FROM records JOIN sources ON sources.id = records.source
              WHERE lead = leads.id) END, 0)""",  # noqa: S608 - ours
    ),
    "seals": ("int64", 0, SELECTED),
    "filled": ("uint64", 0, " | ".join(f"((coalesce({name}, '') <> '') << {at})" for at, name in enumerate(FIELDS))),
}
_SETS = {
    "list": "SELECT lead, 1 FROM list_leads WHERE list = {id} AND",
    "tag": "SELECT lead, 1 FROM tag_leads WHERE tag = {id} AND",
    "suppressed": "SELECT lead, 1 FROM suppressed WHERE",
}


class Ask(Protocol):
    """Asks ``leads.db`` one question, as one look at one state of it."""

    def __call__(self, question: Callable[[apsw.Connection], T], /) -> T: ...


@dataclass(frozen=True)
class Part:
    """One array, never changed."""

    name: str
    edition: int
    data: Array
    vocabulary: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it knows nothing yet."""
        return self.edition < 0

    @property
    def is_too_varied(self) -> bool:
        """Whether codes were given up: there are more than ``MOST_VALUES`` different values."""
        return not len(self.data)


def empty(name: str) -> Part:
    """A part that knows nothing yet; all of it is to be patched."""
    kind, beside, _ = _NUMBERS.get(name, ("uint16" if name.startswith("codes:") else "uint8", 0, ""))
    return Part(name, -1, np.full(1, beside, kind))


def patched(part: Part, ask: Ask, ranges: Ranges, size: int, edition: int) -> Part:
    """``part`` with the leads of ``ranges`` as they are now, and ``size`` leads long."""
    beside = _NUMBERS.get(part.name, ("", 0, ""))[1]
    data = np.full(max(size, len(part.data)), beside, part.data.dtype)
    data[: len(part.data)] = part.data
    if part.name.startswith("codes:"):
        return _coded(Part(part.name, edition, data, part.vocabulary), ask, ranges)
    for first, last in slices(ranges, size, _SLICE if part.name in _NUMBERS else _SPARSE_SLICE):
        rows = ask(partial(_numbers, part.name, first, last))
        data[first : last + 1] = beside
        if rows:
            pairs = np.array(rows, np.int64)
            data[pairs[:, 0]] = pairs[:, 1]
    return Part(part.name, edition, data)


def filled_in(ask: Ask, ranges: Ranges, size: int) -> int:
    """The fields that any of these leads fills, as bits in the order of ``columns.FIELDS``."""
    bits = 0
    for first, last in slices(ranges, size):
        for _, filled in ask(partial(_numbers, "filled", first, last)):
            bits |= filled
    return bits


def resealed(seals: Part, ask: Ask, ranges: Ranges, size: int) -> list[tuple[int, int]]:
    """Those of ``ranges`` whose values are others than at the edition of ``seals``; new leads are among them."""
    others: list[int] = []
    for first, last in slices(ranges, size, _SEALED):
        now = ask(partial(_numbers, "seals", first, last))
        others.extend([id_ for id_, seal in now if id_ >= len(seals.data) or seals.data[id_] != seal])
    return merged([(id_, id_) for id_ in others])


def has_field(filled: Part, column: str) -> Mask:
    """The leads that have a value in this field."""
    bit = np.uint64(1 << FIELDS.index(column))
    mask = np.empty(len(filled.data), bool)
    for start, stop in pieces(len(mask)):
        mask[start:stop] = filled.data[start:stop] & bit != 0
    return mask


def newest_first(mask: Mask) -> Ids:
    """The ids that are True in ``mask``, downwards."""
    ids = np.empty(np.count_nonzero(mask), np.uint32)
    at = len(ids)
    for start, stop in pieces(len(mask)):
        found = np.flatnonzero(mask[start:stop])
        ids[at - len(found) : at] = found[::-1] + start
        at -= len(found)
    return ids


def pieces(total: int) -> Iterator[tuple[int, int]]:
    """``range(total)`` in steps: what is worked out between two arrays would take as much memory as they, and stay."""
    for start in range(0, total, _PIECE):
        yield start, min(start + _PIECE, total)


def flags_of(ids: Sequence[int] | Ids, size: int) -> Mask:
    """True at each of ``ids``."""
    flags = np.zeros(size, bool)
    flags[np.asarray(ids, np.int64)] = True
    return flags


def as_json(part: Part) -> str:
    return json.dumps(part.vocabulary, ensure_ascii=False)


def _coded(part: Part, ask: Ask, ranges: Ranges) -> Part:
    column = part.name.removeprefix("codes:")
    data, code_of = part.data, {value: at for at, value in enumerate(part.vocabulary, start=1)}
    for first, last in slices(ranges, len(data)):
        found: list[tuple[int, int]] = []
        for id_, cell in ask(partial(cells.between, column=column, first=first, last=last)):
            value = cells.shown(column, cell)
            found.append((id_, 0 if value is None else code_of.setdefault(value, len(code_of) + 1)))
        if len(code_of) > MOST_VALUES:
            return Part(part.name, part.edition, np.zeros(0, data.dtype))
        data[first : last + 1] = 0
        if found:
            pairs = np.array(found, np.int64)
            data[pairs[:, 0]] = pairs[:, 1]
    return Part(part.name, part.edition, data, tuple(code_of))


def _numbers(name: str, first: int, last: int, connection: apsw.Connection) -> list[tuple[int, int]]:
    if name in _NUMBERS:
        question = f"SELECT id, {_NUMBERS[name][2]} FROM leads WHERE id BETWEEN ? AND ?"  # noqa: S608 - ours
    else:
        _, kind, *rest = name.split(":")
        wanted = _SETS[kind].format(id=int(rest[0]) if rest else "")
        question = f"{wanted} lead BETWEEN ? AND ?"
    rows = connection.execute(question, (first, last))
    return list(rows) if name != "seals" else [(id_, _seal(values)) for id_, *values in rows]


def _seal(values: Sequence[str | None]) -> int:
    text = "\x1f".join([value or "" for value in values])
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def slices(ranges: Ranges, size: int, step: int = _SLICE) -> Iterator[tuple[int, int]]:
    """``ranges`` in pieces of at most ``step`` leads, nothing beyond ``size``; steps aside between them."""
    done = 0
    for first, last in merged(ranges):
        for start in range(max(first, 1), min(last, size - 1) + 1, step):
            if done >= step:
                step_aside()
                done = 0
            stop = min(start + step - 1, last, size - 1)
            done += stop - start + 1
            yield start, stop


def merged(ranges: Ranges, gap: int = 0) -> list[tuple[int, int]]:
    """``ranges`` in their order without overlaps; those with at most ``gap`` leads between them are joined."""
    whole: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if whole and first <= whole[-1][1] + 1 + gap:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole

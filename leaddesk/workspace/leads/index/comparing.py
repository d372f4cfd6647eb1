"""How many leads a filter of ReachStream would find: for certain, and likely (``domain.comparison``).

By the prepared codes where a column has them, else by SQLite, which hands over only those rows that may fit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.domain.comparison import Fit, Question, Wanted
from leaddesk.domain.filter import Filter
from leaddesk.domain.leads import Field
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.leads.index import parts
from leaddesk.workspace.leads.index.arrays import Arrays
from leaddesk.workspace.leads.index.parts import CODED, Ask, Mask
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

_AT_ONCE = 8_192
"""Leads that one question is about."""
_RECORDS = 500
"""Records that are read in a turn."""

Progress = Callable[[float], None]
"""Hears 0.0 to 1.0, in the thread that works."""


def known(ask: Ask, arrays: Arrays, wanted: Filter, progress: Progress = lambda _: None) -> tuple[int, int]:
    """The leads that ``wanted`` finds for certain, and those that it likely does; in a worker thread.

    Whoever has ReachStream's id is told by what ReachStream said last, anybody else by what is shown.
    """
    question = Question(wanted)
    standing = arrays.part("standing").data
    kept: Mask = standing == Standing.KEPT.value
    by_reachstream = _by_records(ask, question)
    bought = [lead for lead in by_reachstream if lead < len(kept) and kept[lead]]
    kept[bought] = False
    shown = _Shown(ask, arrays, kept)
    # What is known of all leads at once comes first: it leaves fewer to be read for the others.
    fields = sorted(question.fields, key=lambda asked: asked is not None and asked[0].value not in CODED)
    for at, asked in enumerate(fields):
        shown.narrow(asked, partial(_of_one, progress, at, len(fields)))
    all_ = shown.all & shown.some & shown.filled(Field.REACHSTREAM_ID)
    some = shown.kept & shown.some & ~all_
    fits = [by_reachstream[lead] for lead in bought]
    return (
        int(np.count_nonzero(all_)) + fits.count(Fit.ALL),
        int(np.count_nonzero(some)) + fits.count(Fit.SOME),
    )


def _of_one(progress: Progress, at: int, fields: int, done: float) -> None:
    progress((at + done) / fields)


class _Shown:
    """Leads by the values that are shown of them."""

    def __init__(self, ask: Ask, arrays: Arrays, kept: Mask) -> None:
        self._ask, self._arrays = ask, arrays
        self.kept = kept
        """Nothing speaks against them so far."""
        self.all = kept.copy()
        """Every field fits so far."""
        self.some: Mask = np.zeros(len(kept), bool)
        """A field fits."""

    def narrow(self, asked: tuple[Field, Wanted] | None, progress: Progress) -> None:
        """By one field of the filter."""
        if asked is None:
            self.all[:] = False
            return
        field, wanted = asked
        filled = self.filled(field) & self.kept
        fitting = filled & self._fitting(field, wanted, filled, progress)
        self.kept = self.kept & (fitting | ~filled)
        self.all &= fitting
        self.some |= fitting

    def filled(self, field: Field) -> Mask:
        return _sized(parts.has_field(self._arrays.part("filled"), field.value), len(self.kept))

    def _fitting(self, field: Field, wanted: Wanted, among: Mask, progress: Progress) -> Mask:
        if field.value in CODED:
            part = self._arrays.part(f"codes:{field.value}")
            if not part.is_too_varied:
                allowed = np.array([False, *map(wanted.fits, part.vocabulary)], bool)
                return _sized(allowed[part.data], len(among))
        fits = cache(wanted.fits)  # many leads say the same
        fitting: Mask = np.zeros(len(among), bool)
        there = np.flatnonzero(among)
        for start in range(0, len(there), _AT_ONCE):
            if start:
                step_aside()
                progress(start / len(there))
            leads = there[start : start + _AT_ONCE]
            found = self._ask(partial(_may_fit, field.value, wanted.needles, leads.tolist()))
            fitting[[lead for lead, said in found if fits(said)]] = True
        return fitting & among


def _may_fit(
    column: str, needles: Sequence[str] | None, leads: Sequence[int], connection: apsw.Connection
) -> list[tuple[int, str]]:
    """Ids and texts of those leads (ascending), and perhaps of others between them, in whose ``column`` one of
    ``needles`` may be, with any case of any alphabet.
    """
    is_dense = leads[-1] - leads[0] < 2 * len(leads)
    bound: list[Any] = [leads[0], leads[-1]] if is_dense else [ids(leads)]
    place = "leads WHERE id BETWEEN ? AND ?" if is_dense else "carray(?) CROSS JOIN leads ON id = value WHERE TRUE"
    question = f"SELECT id, {column} FROM {place} AND {column} IS NOT NULL"  # noqa: S608 - ours
    if needles is not None:
        # What SQLite knows of upper and lower case is ASCII alone; everything else is looked at by Python.
        plain = [needle for needle in needles if needle.isascii()]
        tests = [f"length({column}) <> octet_length({column})", *[f"instr(lower({column}), ?)"] * len(plain)]
        question += f" AND ({' OR '.join(tests)})"
        bound += plain
    return list(connection.execute(question, bound))


def _by_records(ask: Ask, question: Question) -> dict[int, Fit]:
    """What ReachStream's latest record says of each lead that has several records, by id."""
    found: dict[int, Fit] = {}
    after = 0
    while rows := ask(partial(_records, after)):
        for id_, lead, said in rows:
            after = id_
            values = json.loads(said)
            if values.get(Field.REACHSTREAM_ID.value):
                found[lead] = question.fit(values)
        step_aside()
    return found


def _records(after: int, connection: apsw.Connection) -> list[tuple[int, int, str]]:
    question = "SELECT id, lead, said FROM records WHERE id > ? ORDER BY id LIMIT ?"
    return list(connection.execute(question, (after, _RECORDS)))


def _sized(mask: Mask, size: int) -> Mask:
    """``mask`` for ``size`` leads: one may have come between two looks."""
    if len(mask) == size:
        return mask
    fitted = np.zeros(size, bool)
    fitted[: min(size, len(mask))] = mask[:size]
    return fitted
